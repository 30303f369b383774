// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/duration.h"

#include "common/check/number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The seconds in the unit at the start of `text`, and its length; 0 when none is there. */
static double unit_read(const char *text, size_t length, size_t *used)
{
	static const struct {
		const char *name;
		double seconds;
	} units[] = { { "ms", 0.001 }, { "s", 1 },     { "min", 60 },  { "m", 60 },
		      { "h", 3600 },   { "d", 86400 }, { "w", 604800 } };

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t width = strlen(units[i].name);

		if (width <= length && memcmp(text, units[i].name, width) == 0) {
			*used = width;
			return units[i].seconds;
		}
	}
	return 0;
}

static bool not_a_duration(const char *text, size_t length, struct problem *problem)
{
	return problem_set(problem, PROBLEM_INPUT, "'%.*s' is not a duration (such as 90s, 26h or 1h30m)",
			   (int)(length < 100 ? length : 100), text);
}

bool duration_parse_part(const char *text, size_t length, double *seconds, struct problem *problem)
{
	double total = 0;
	double sign = 1;
	size_t at = 0;

	if (length > 0 && (text[0] == '-' || text[0] == '+'))
		sign = text[at++] == '-' ? -1 : 1;
	if (at == length)
		return not_a_duration(text, length, problem);
	for (bool first = true; at < length; first = false) {
		double number = 0;
		double unit = 1;
		size_t used = text[at] == '-' || text[at] == '+' ? 0 : number_read(text + at, length - at, &number);

		if (used == 0)
			return not_a_duration(text, length, problem);
		at += used;
		used = 0;
		if (at < length || !first)
			unit = unit_read(text + at, length - at, &used);
		if (unit == 0)
			return not_a_duration(text, length, problem);
		at += used;
		total += number * unit;
	}
	if (!isfinite(total))
		return not_a_duration(text, length, problem);
	*seconds = sign * total;
	return true;
}

bool duration_parse(const char *text, double *seconds, struct problem *problem)
{
	return duration_parse_part(text, strlen(text), seconds, problem);
}

/* Without libm, which would be one more library to load in every run. */
static double whole_part(double value)
{
	return value < 0x1p62 ? (double)(int64_t)value : value;
}

void duration_write(double seconds, char *text, size_t size)
{
	static const struct {
		double seconds;
		const char *name;
	} units[] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" }, { 1, "s" } };
	const char *sign = seconds < 0 ? "-" : "";
	double left = seconds < 0 ? -seconds : seconds;

	if (left < 60) {
		snprintf(text, size, left == whole_part(left) ? "%s%.0f s" : "%s%.3f s", sign, left);
		return;
	}
	for (size_t i = 0; i + 1 < sizeof units / sizeof *units; i++) {
		double whole = whole_part(left / units[i].seconds);
		double rest = whole_part((left - whole * units[i].seconds) / units[i + 1].seconds);

		if (whole < 1)
			continue;
		if (rest > 0)
			snprintf(text, size, "%s%.0f %s %.0f %s", sign, whole, units[i].name, rest, units[i + 1].name);
		else
			snprintf(text, size, "%s%.0f %s", sign, whole, units[i].name);
		return;
	}
}
