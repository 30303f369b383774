/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A file's bytes, wherever the file lies: who reads them need not know.
 */
#ifndef RECEICO_FILES_READER_H
#define RECEICO_FILES_READER_H

#include "common/check/deadline.h"
#include "common/check/problem.h"

#include <stddef.h>
#include <stdint.h>

/* Made by what knows the place (place.h); a test makes one over an array. */
struct reader {
	uint64_t size_bytes; /* as the file was listed */
	void *source;        /* what .read gets */
	/* Reads up to `size` bytes from `offset` on; *length is 0 at the end, else at least 1. */
	MUST_CHECK bool (*read)(void *source, uint64_t offset, void *bytes, size_t size,
				const struct deadline *deadline, size_t *length, struct problem *problem);
};

#endif
