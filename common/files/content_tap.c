// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/content_tap.h"

#include "common/files/bytes.h"

#include <string.h>

void content_tap_add(struct content_tap *tap, const void *block, size_t length)
{
	const unsigned char *bytes = block;
	size_t room = sizeof tap->head - tap->head_length;
	size_t first = length < room ? length : room;

	memcpy(tap->head + tap->head_length, bytes, first);
	tap->head_length += first;
	tap->size_bytes += length;
	tap->saw_a_byte = tap->saw_a_byte || !bytes_are_zero(bytes, length);
	if (length >= CONTENT_TAIL_SIZE) {
		memcpy(tap->tail, bytes + length - CONTENT_TAIL_SIZE, CONTENT_TAIL_SIZE);
		tap->tail_length = CONTENT_TAIL_SIZE;
		return;
	}
	if (tap->tail_length + length > sizeof tap->tail) {
		memmove(tap->tail, tap->tail + tap->tail_length - CONTENT_TAIL_SIZE, CONTENT_TAIL_SIZE);
		tap->tail_length = CONTENT_TAIL_SIZE;
	}
	memcpy(tap->tail + tap->tail_length, bytes, length);
	tap->tail_length += length;
}

struct content_sample content_tap_sample(const struct content_tap *tap)
{
	size_t length = tap->tail_length < CONTENT_TAIL_SIZE ? tap->tail_length : CONTENT_TAIL_SIZE;

	return (struct content_sample){
		.head = tap->head,
		.head_length = tap->head_length,
		.tail = tap->tail + tap->tail_length - length,
		.tail_length = length,
		.size_bytes = tap->size_bytes,
	};
}
