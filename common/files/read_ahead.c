// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/read_ahead.h"

#include <string.h>

/* The first part, and the largest. */
enum { PART_MINIMUM = 64 << 10, PART_MAXIMUM = 8 << 20 };

/* Gets the part that begins at `offset`. */
static bool fetch(struct read_ahead *ahead, uint64_t offset, size_t size, const struct deadline *deadline,
		  struct problem *problem)
{
	bool goes_on = ahead->part.length > 0 && offset == ahead->offset + ahead->part.length;
	uint64_t left = ahead->size_bytes - offset;

	ahead->length = goes_on ? 2 * ahead->length : PART_MINIMUM;
	if (ahead->length < size)
		ahead->length = size;
	if (ahead->length > PART_MAXIMUM)
		ahead->length = PART_MAXIMUM;
	buffer_free(&ahead->part);
	ahead->part = buffer_limited(left < ahead->length ? (size_t)left : ahead->length);
	ahead->offset = offset;
	if (!buffer_reserve(&ahead->part, ahead->part.maximum))
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	if (!ahead->fetch(ahead->source, offset, deadline, &ahead->part, problem)) {
		buffer_free(&ahead->part);
		return false;
	}
	return ahead->part.length > 0 || problem_set(problem, PROBLEM_PEER, "the server gave nothing from byte %llu on",
						     (unsigned long long)offset);
}

static bool read_part(void *source, uint64_t offset, void *bytes, size_t size, const struct deadline *deadline,
		      size_t *length, struct problem *problem)
{
	struct read_ahead *ahead = source;
	size_t skipped;

	if (offset >= ahead->size_bytes || size == 0) {
		*length = 0;
		return true;
	}
	if ((offset < ahead->offset || offset >= ahead->offset + ahead->part.length) &&
	    !fetch(ahead, offset, size, deadline, problem))
		return false;
	skipped = (size_t)(offset - ahead->offset);
	*length = ahead->part.length - skipped < size ? ahead->part.length - skipped : size;
	memcpy(bytes, ahead->part.data + skipped, *length);
	return true;
}

struct reader read_ahead_begin(struct read_ahead *ahead, uint64_t size_bytes, void *source,
			       bool (*get)(void *source, uint64_t offset, const struct deadline *deadline,
					   struct buffer *part, struct problem *problem))
{
	*ahead = (struct read_ahead){ .size_bytes = size_bytes, .source = source, .fetch = get };
	return (struct reader){ .size_bytes = size_bytes, .source = ahead, .read = read_part };
}

void read_ahead_end(struct read_ahead *ahead)
{
	buffer_free(&ahead->part);
}
