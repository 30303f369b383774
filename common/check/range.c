// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/range.h"

#include "common/check/duration.h"
#include "common/check/number.h"
#include "common/check/size.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool unit_parse(const char *text, size_t length, enum unit unit, double *value, struct problem *problem)
{
	size_t shown = length < 100 ? length : 100;

	if (unit == UNIT_SECONDS)
		return duration_parse_part(text, length, value, problem);
	if (unit == UNIT_BYTES)
		return size_parse_part(text, length, value, problem);
	if (unit == UNIT_PERCENT && length > 1 && text[length - 1] == '%')
		length--;
	if (length == 0 || number_read(text, length, value) != length)
		return problem_set(problem, PROBLEM_INPUT, "'%.*s' is not a number", (int)shown, text);
	return true;
}

const char *unit_symbol(enum unit unit)
{
	static const char *const symbols[] = { "", "s", "B", "%" };

	return symbols[unit];
}

static bool parse_ends(const char *text, enum unit unit, struct range *range, bool *bare, struct problem *problem)
{
	const char *colon = strchr(text, ':');
	size_t start_length = colon ? (size_t)(colon - text) : 0;
	const char *end = colon ? colon + 1 : text;

	*bare = colon == NULL;
	if (colon && start_length == 0 && *end == '\0')
		return problem_set(problem, PROBLEM_INPUT, "it has no end");
	if (start_length == 1 && text[0] == '~')
		range->start = -INFINITY;
	else if (start_length > 0 && !unit_parse(text, start_length, unit, &range->start, problem))
		return false;
	if (*end != '\0' && !unit_parse(end, strlen(end), unit, &range->end, problem))
		return false;
	if (colon == NULL && *end == '\0')
		return problem_set(problem, PROBLEM_INPUT, "it is empty");
	return true;
}

static bool parse(const char *text, enum unit unit, bool at_least, struct range *range, struct problem *problem)
{
	struct range parsed = { .start = 0, .end = INFINITY, .is_set = true };
	struct problem cause;
	bool bare = false;
	bool good;

	parsed.inside = text[0] == '@';
	good = parse_ends(text + parsed.inside, unit, &parsed, &bare, &cause);
	if (good && bare && at_least) {
		parsed.start = parsed.end;
		parsed.end = INFINITY;
	}
	if (good && parsed.start > parsed.end)
		good = problem_set(&cause, PROBLEM_INPUT, "its start is above its end");
	if (!good)
		return problem_set(problem, PROBLEM_INPUT,
				   "'%.100s' is not a range (such as 10, 5:, ~:10 or @1:5): %.200s", text, cause.text);
	*range = parsed;
	return true;
}

bool range_parse(const char *text, enum unit unit, struct range *range, struct problem *problem)
{
	return parse(text, unit, false, range, problem);
}

bool range_parse_at_least(const char *text, enum unit unit, struct range *range, struct problem *problem)
{
	return parse(text, unit, true, range, problem);
}

void range_write(const struct range *range, char *text, size_t size)
{
	char start[32] = "";
	char end[32] = "";

	text[0] = '\0';
	if (!range->is_set)
		return;
	if (isinf(range->start))
		snprintf(start, sizeof start, "~");
	else if (range->start != 0 || isinf(range->end))
		number_write(range->start, start, sizeof start);
	if (!isinf(range->end))
		number_write(range->end, end, sizeof end);
	snprintf(text, size, "%s%s%s%s", range->inside ? "@" : "", start, start[0] ? ":" : "", end);
}

bool range_alerts(const struct range *range, double value)
{
	if (!range->is_set)
		return false;
	if (isnan(value))
		return true;
	return (value >= range->start && value <= range->end) == range->inside;
}

enum status range_judge(const struct range *warning, const struct range *critical, double value)
{
	if (critical && range_alerts(critical, value))
		return STATUS_CRITICAL;
	if (warning && range_alerts(warning, value))
		return STATUS_WARNING;
	return STATUS_OK;
}
