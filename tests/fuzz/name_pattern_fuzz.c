// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * A pattern (the first line) and the name of a file (the rest, up to a NUL): what matches
 * is a pattern that may be used, and means a stretch of the day in the name.
 */
#include "common/time/calendar.h"
#include "common/time/name_pattern.h"
#include "common/time/zone.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

/* A copy with a NUL and room for one more byte before it; to be freed. */
static char *text_of(const uint8_t *bytes, size_t size)
{
	char *text = calloc(size + 2, 1);

	require(text != NULL);
	if (size > 0)
		memcpy(text, bytes, size);
	return text;
}

static void check(const char *pattern, char *name)
{
	struct name_match match = { .from = 77, .until = 78, .day = 79 };
	struct name_match other;
	struct problem problem = { .kind = PROBLEM_NONE };
	bool usable = name_pattern_verify(pattern, &problem);

	require(usable == (problem.kind == PROBLEM_NONE));
	if (!name_pattern_match(pattern, name, &match)) {
		require(match.from == 77 && match.until == 78 && match.day == 79);
		return;
	}
	require(usable);
	require(match.until > match.from && match.until - match.from <= 25 * 3600);
	require(calendar_day(match.from) == match.day && calendar_day(match.until - 1) == match.day);
	if (!strchr(pattern, '*')) {
		name[strlen(name)] = '0';
		require(!name_pattern_match(pattern, name, &other));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool entered;
	const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
	size_t length = end ? (size_t)(end - data) : size;
	char *pattern = text_of(data, length);
	char *name = text_of(data + length + (end != NULL), size - length - (end != NULL));
	struct problem problem;

	if (!entered)
		require(zone_enter("CET-1CEST,M3.5.0,M10.5.0/3", &problem));
	entered = true;
	check(pattern, name);
	free(pattern);
	free(name);
	return 0;
}
