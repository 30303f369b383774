/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Keeps the first and last bytes of a stream that goes by, for content_end_look().
 */
#ifndef RECEICO_FILES_CONTENT_TAP_H
#define RECEICO_FILES_CONTENT_TAP_H

#include "common/files/content_end.h"

struct content_tap {
	unsigned char head[CONTENT_HEAD_SIZE];
	unsigned char tail[2 * CONTENT_TAIL_SIZE]; /* moved to the front when it is full */
	size_t head_length, tail_length;
	uint64_t size_bytes;
	bool saw_a_byte; /* that is not zero */
};

/* A zeroed tap has seen nothing. */
void content_tap_add(struct content_tap *tap, const void *block, size_t length);

/* What it has seen; borrowed from the tap. */
struct content_sample content_tap_sample(const struct content_tap *tap);

#endif
