// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/tls/validity_limit.h"

#include "common/check/duration.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double day_seconds = 86400;

/* To a ten-thousandth, so that 10% of 47 days are 4.7 and not a little less; what is
 * infinite, or beyond reason, stays as it is. */
static double scale_end(double end, double factor)
{
	double scaled = end * factor * 10000;

	if (!(scaled > -1e15 && scaled < 1e15))
		return end * factor;
	return (double)(int64_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5) / 10000;
}

static void scale(struct range *range, double factor)
{
	range->start = scale_end(range->start, factor);
	range->end = scale_end(range->end, factor);
}

/* Takes the percent signs out, for a range may have two. */
static bool strip_percent(const char *text, char *bare, size_t size)
{
	size_t used = 0;
	bool found = false;

	for (; *text && used + 1 < size; text++) {
		if (*text == '%')
			found = true;
		else
			bare[used++] = *text;
	}
	bare[used] = '\0';
	return found;
}

bool validity_limit_parse(const char *text, struct validity_limit *limit, struct problem *problem)
{
	struct validity_limit parsed = { 0 };
	bool has_units = strpbrk(text, "smhdw") != NULL;
	char bare[64];

	parsed.in_percent = strip_percent(text, bare, sizeof bare);
	if (parsed.in_percent && has_units)
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' has both percent and time", text);
	if (!range_parse_at_least(parsed.in_percent ? bare : text, has_units ? UNIT_SECONDS : UNIT_NONE, &parsed.range,
				  problem))
		return problem_set(problem, PROBLEM_INPUT,
				   "'%.100s' is not days (30), a percentage (25%%) or a duration (14d, 36h)", text);
	if (parsed.in_percent && (parsed.range.start > 100 || (!isinf(parsed.range.end) && parsed.range.end > 100)))
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' is more than 100%%", text);
	if (has_units)
		scale(&parsed.range, 1 / day_seconds);
	*limit = parsed;
	return true;
}

struct range validity_limit_days(const struct validity_limit *limit, int64_t lifetime_seconds)
{
	struct range range = limit->range;

	if (limit->in_percent)
		scale(&range, (double)lifetime_seconds / day_seconds / 100);
	return range;
}

double validity_days_left(int64_t not_after, int64_t now)
{
	int64_t parts = (not_after - now) * 10000;
	int64_t whole = parts / 86400 - (parts % 86400 < 0);

	return (double)whole / 10000;
}

void validity_write_left(int64_t not_after, int64_t now, char *text, size_t size)
{
	int64_t left = not_after - now;
	int64_t span = left < 0 ? -left : left;
	char spelled[32];

	duration_write((double)span, spelled, sizeof spelled);
	if (span >= 172800)
		snprintf(spelled, sizeof spelled, "%lld days", (long long)(span / 86400));
	snprintf(text, size, left < 0 ? "%s ago" : "in %s", spelled);
}
