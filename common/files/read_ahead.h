/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Reading a file of which each request gets one part, and costs more than its bytes: FTP, HTTPS.
 *
 * Who looks at the beginning or the end gets little; who reads on gets larger and larger
 * parts, up to a bound.
 */
#ifndef RECEICO_FILES_READ_AHEAD_H
#define RECEICO_FILES_READ_AHEAD_H

#include "common/check/buffer.h"
#include "common/files/reader.h"

#include <stdint.h>

struct read_ahead {
	uint64_t size_bytes; /* of the file; nothing beyond is asked for */
	void *source;        /* what .fetch gets */
	/* Appends bytes from `offset` on, at most what fits into the buffer, at least one. */
	bool (*fetch)(void *source, uint64_t offset, const struct deadline *deadline, struct buffer *part,
		      struct problem *problem);
	struct buffer part;
	uint64_t offset; /* where the part begins */
	size_t length;   /* of the part that was asked for last */
};

/* Gives a reader of a file; read_ahead_end() is due.  *ahead must stay where it is. */
struct reader read_ahead_begin(struct read_ahead *ahead, uint64_t size_bytes, void *source,
			       bool (*get)(void *source, uint64_t offset, const struct deadline *deadline,
					   struct buffer *part, struct problem *problem));
void read_ahead_end(struct read_ahead *ahead);

#endif
