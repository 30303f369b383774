/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A connection that is read and written within a deadline, plain or under TLS.
 */
#ifndef RECEICO_NET_STREAM_H
#define RECEICO_NET_STREAM_H

#include "common/check/deadline.h"
#include "common/check/problem.h"

#include <stddef.h>

struct tls;

struct stream {
	int fd;          /* non-blocking; owned */
	struct tls *tls; /* NULL: plain; owned.  stream_start_tls() (tls.h) sets it */
};

/* Reads what is there, at least one byte unless the peer has ended: then *length
 * is 0.  False when the deadline passed or the connection broke. */
bool stream_read(struct stream *stream, void *bytes, size_t size, size_t *length, const struct deadline *deadline,
		 struct problem *problem) MUST_CHECK;

/* Writes all of it. */
bool stream_write(struct stream *stream, const void *bytes, size_t length, const struct deadline *deadline,
		  struct problem *problem) MUST_CHECK;

/* Says that we are done and reads until the peer is done too, for a second at most
 * (and 64 KiB): a peer whose last words meet a closed socket logs an error. */
void stream_finish(struct stream *stream, const struct deadline *deadline);

/* Ends TLS and closes.  A stream that was never opened has fd -1. */
void stream_close(struct stream *stream);

#endif
