// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Thresholds in every unit.  What is taken is sound, and reads back the same once
 * it was written.
 */
#include "common/check/range.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef bool parse_range(const char *text, enum unit unit, struct range *range, struct problem *problem);

static void try(const char *text, enum unit unit, parse_range *parse)
{
	struct range range = { 0 };
	struct range again = { 0 };
	struct problem problem = { 0 };
	char written[64];

	if (!parse(text, unit, &range, &problem)) {
		if (range.is_set || problem.kind != PROBLEM_INPUT || problem.text[0] == '\0')
			abort();
		return;
	}
	if (isnan(range.start) || isnan(range.end) || range.start > range.end)
		abort();
	range_write(&range, written, sizeof written);
	if (!range_parse(written, unit, &again, &problem) || range.inside != again.inside ||
	    range.start < again.start || range.start > again.start || range.end < again.end || range.end > again.end)
		abort();
	if (!range_alerts(&range, NAN))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum unit units[] = { UNIT_NONE, UNIT_SECONDS, UNIT_BYTES, UNIT_PERCENT };
	char *text = malloc(size + 1);

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		try(text, units[i], range_parse);
		try(text, units[i], range_parse_at_least);
	}
	free(text);
	return 0;
}
