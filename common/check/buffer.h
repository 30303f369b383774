/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Text or bytes that grow, up to a maximum given at creation.
 *
 * What does not fit (or finds no memory) is cut off and remembered, so that a
 * writer can append many times and ask once.
 */
#ifndef RECEICO_CHECK_BUFFER_H
#define RECEICO_CHECK_BUFFER_H

#include "common/check/problem.h"

#include <stddef.h>

struct buffer {
	char *data;      /* NUL behind the last byte; "" while empty */
	size_t length;   /* bytes, without that NUL */
	size_t capacity; /* bytes allocated */
	size_t maximum;  /* bytes it may hold at most */
	bool overflowed; /* something was cut off */
};

/* An empty buffer that will hold at most `maximum` bytes.  Allocates nothing. */
struct buffer buffer_limited(size_t maximum);

/* Room for `length` bytes at once, so that growing leaves no copies behind.  False
 * when there is no memory, or more than the maximum was asked for. */
bool buffer_reserve(struct buffer *buffer, size_t length) MUST_CHECK;

/* Adds bytes.  False when not all of them fitted. */
bool buffer_append(struct buffer *buffer, const void *bytes, size_t length);

/* Adds text, or text by a printf format.  False when not all of it fitted. */
bool buffer_add(struct buffer *buffer, const char *text);
bool buffer_print(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);

/* Takes the first `length` bytes away. */
void buffer_consume(struct buffer *buffer, size_t length);

/* Gives the memory back; the buffer is empty and may be used again. */
void buffer_free(struct buffer *buffer);

#endif
