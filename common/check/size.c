// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/size.h"

#include "common/check/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char prefixes[] = "KMGTP";

/* What one of the unit in `text` holds; 0 when it is no unit of data. */
static double unit_bytes(const char *text, size_t length)
{
	const char *prefix = length > 0 ? strchr(prefixes, text[0] & ~0x20) : NULL;
	double base = 1000;
	double bytes = 1;

	if (length > 0 && strncasecmp(text + length - 1, "b", 1) == 0)
		length--;
	if (length == 0)
		return 1;
	if (length == 2 && (text[1] == 'i' || text[1] == 'I')) {
		base = 1024;
		length--;
	}
	if (length != 1 || prefix == NULL || *prefix == '\0')
		return 0;
	for (const char *each = prefixes; each <= prefix; each++)
		bytes *= base;
	return bytes;
}

bool size_parse_part(const char *text, size_t length, double *bytes, struct problem *problem)
{
	double number = 0;
	size_t used = number_read(text, length, &number);
	double unit = used > 0 ? unit_bytes(text + used, length - used) : 0;

	if (unit == 0 || !isfinite(number * unit))
		return problem_set(problem, PROBLEM_INPUT, "'%.*s' is not a size (such as 500MB, 15GB or 15GiB)",
				   (int)(length < 100 ? length : 100), text);
	*bytes = number * unit;
	return true;
}

bool size_parse(const char *text, uint64_t *bytes, struct problem *problem)
{
	double value = 0;

	if (!size_parse_part(text, strlen(text), &value, problem))
		return false;
	if (value < 0 || value >= 0x1p63)
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' is not a size between 0 and 8 EiB", text);
	*bytes = (uint64_t)value;
	return true;
}

void size_write(uint64_t bytes, char *text, size_t size)
{
	double value = (double)bytes;
	size_t steps = 0;

	/* 999,950 bytes are 1.0 MB: with one decimal they would read 1000.0 kB. */
	for (; value >= (steps == 0 ? 1000 : 999.95) && steps < sizeof prefixes - 1; steps++)
		value /= 1000;
	if (steps == 0)
		snprintf(text, size, "%llu B", (unsigned long long)bytes);
	else
		snprintf(text, size, "%.1f %cB", value, steps == 1 ? 'k' : prefixes[steps - 1]);
}
