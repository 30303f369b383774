// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/name_pattern.h"

#include "common/time/calendar.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum field { YEAR, MONTH, DAY, DAY_OF_YEAR, HOUR, MINUTE, SECOND, EPOCH, FIELDS };

enum { UNKNOWN = -1 };

/* What a name tells; UNKNOWN where it is silent. */
struct fields {
	int64_t values[FIELDS];
};

struct conversion {
	char letter;
	enum field field;
	size_t width; /* bytes */
	int64_t lowest, highest;
};

static const struct conversion conversions[] = {
	{ 'Y', YEAR, 4, 1970, 9999 }, { 'y', YEAR, 2, 1970, 2068 },
	{ 'm', MONTH, 2, 1, 12 },     { 'b', MONTH, 3, 1, 12 },
	{ 'd', DAY, 2, 1, 31 },       { 'j', DAY_OF_YEAR, 3, 1, 366 },
	{ 'H', HOUR, 2, 0, 23 },      { 'M', MINUTE, 2, 0, 59 },
	{ 'S', SECOND, 2, 0, 59 },    { 's', EPOCH, 10, 1000000000, 9999999999 },
};

enum { CONVERSIONS = sizeof conversions / sizeof *conversions };

/* --- the pattern, read --- */

/* A byte stands for itself; above the bytes come these, then the conversions. */
enum { ANY_BYTE = 256, ANY_RUN, CONVERSION };

struct program {
	short steps[NAME_PATTERN_MAXIMUM * 5 / 2 + 1]; /* %F and %T, two bytes, are five steps */
	size_t count;
};

static bool add_conversion(struct program *program, char letter)
{
	if (letter == '%') {
		program->steps[program->count++] = '%';
		return true;
	}
	for (int i = 0; i < CONVERSIONS; i++) {
		if (conversions[i].letter == letter) {
			program->steps[program->count++] = (short)(CONVERSION + i);
			return true;
		}
	}
	return false;
}

/* `%F`, `%T` or one of the table. */
static bool add_conversions(struct program *program, char letter)
{
	const char *parts = letter == 'F' ? "Y-m-d" : "H:M:S";

	if (letter != 'F' && letter != 'T')
		return add_conversion(program, letter);
	for (const char *part = parts; *part != '\0'; part++) {
		if (*part == '-' || *part == ':')
			program->steps[program->count++] = *part;
		else if (!add_conversion(program, *part))
			return false;
	}
	return true;
}

/* Reads the pattern.  NULL, or where a conversion that is none begins. */
static const char *compile(const char *pattern, size_t length, struct program *program)
{
	program->count = 0;
	for (size_t i = 0; i < length; i++) {
		if (pattern[i] == '%') {
			if (!add_conversions(program, pattern[i + 1]))
				return pattern + i;
			i++;
		} else if (pattern[i] == '*') {
			program->steps[program->count++] = ANY_RUN;
		} else {
			program->steps[program->count++] = pattern[i] == '?' ? ANY_BYTE : (unsigned char)pattern[i];
		}
	}
	return NULL;
}

static bool tells_a_date(const bool *holds)
{
	return holds[EPOCH] || (holds[YEAR] && (holds[DAY_OF_YEAR] || (holds[MONTH] && holds[DAY])));
}

/* Without its hour a minute is none, and an interval would have holes. */
static bool tells_a_time(const bool *holds)
{
	return (holds[HOUR] || !holds[MINUTE]) && (holds[MINUTE] || !holds[SECOND]);
}

static bool read_pattern(const char *pattern, struct program *program, struct problem *problem)
{
	size_t length = strlen(pattern);
	bool holds[FIELDS] = { false };
	const char *wrong;

	if (length > NAME_PATTERN_MAXIMUM)
		return problem_set(problem, PROBLEM_INPUT, "a pattern has %d bytes at most, not %zu",
				   (int)NAME_PATTERN_MAXIMUM, length);
	wrong = compile(pattern, length, program);
	if (wrong)
		return problem_set(problem, PROBLEM_INPUT,
				   "'%.2s' in '%.255s' is no conversion (expected %%Y %%y %%m %%b %%d %%j %%H %%M %%S "
				   "%%F %%T %%s or %%%%)",
				   wrong, pattern);
	for (size_t i = 0; i < program->count; i++) {
		if (program->steps[i] >= CONVERSION)
			holds[conversions[program->steps[i] - CONVERSION].field] = true;
	}
	if (!tells_a_date(holds))
		return problem_set(problem, PROBLEM_INPUT,
				   "'%.255s' holds no date (expected %%Y%%m%%d, %%F, %%Y%%j or %%s in it)", pattern);
	if (!tells_a_time(holds))
		return problem_set(problem, PROBLEM_INPUT, "'%.255s' has %%M without %%H, or %%S without %%M", pattern);
	return true;
}

bool name_pattern_verify(const char *pattern, struct problem *problem)
{
	struct program program;

	return read_pattern(pattern, &program, problem);
}

/* --- the name, read --- */

static int64_t month_of(const char *bytes)
{
	static const char names[12][4] = { "jan", "feb", "mar", "apr", "may", "jun",
					   "jul", "aug", "sep", "oct", "nov", "dec" };
	char word[4] = "";

	for (size_t i = 0; i < 3; i++)
		word[i] = bytes[i] >= 'A' && bytes[i] <= 'Z' ? (char)(bytes[i] - 'A' + 'a') : bytes[i];
	for (int month = 0; month < 12; month++) {
		if (memcmp(word, names[month], 3) == 0)
			return month + 1;
	}
	return UNKNOWN;
}

static int64_t value_of(const struct conversion *conversion, const char *bytes)
{
	int64_t value = 0;

	if (conversion->letter == 'b')
		return month_of(bytes);
	for (size_t i = 0; i < conversion->width; i++) {
		if (bytes[i] < '0' || bytes[i] > '9')
			return UNKNOWN;
		value = value * 10 + bytes[i] - '0';
	}
	if (conversion->letter == 'y')
		value += value >= 69 ? 1900 : 2000;
	return value;
}

/* Fills the field, unless it has another value already. */
static bool fill(struct fields *fields, const struct conversion *conversion, const char *bytes)
{
	int64_t value = value_of(conversion, bytes);
	int64_t *field = &fields->values[conversion->field];

	if (value < conversion->lowest || value > conversion->highest || (*field != UNKNOWN && *field != value))
		return false;
	*field = value;
	return true;
}

/* Is the day of the year in the year, and in the month and on the day that are told as well? */
static bool agrees(const int64_t *values, long first_of_year)
{
	struct calendar_date date = calendar_date_of(first_of_year + (long)values[DAY_OF_YEAR] - 1);
	long leap_day;

	if (values[DAY_OF_YEAR] == 366 && !calendar_day_of((int)values[YEAR], 2, 29, &leap_day))
		return false;
	return (values[MONTH] == UNKNOWN || values[MONTH] == date.month) &&
	       (values[DAY] == UNKNOWN || values[DAY] == date.day);
}

/* Can what is known be a date?  While the year is not, a leap year stands for it. */
static bool is_possible(const struct fields *fields)
{
	const int64_t *values = fields->values;
	int year = values[YEAR] == UNKNOWN ? 2000 : (int)values[YEAR];
	long day;

	if (values[MONTH] != UNKNOWN && values[DAY] != UNKNOWN &&
	    !calendar_day_of(year, (int)values[MONTH], (int)values[DAY], &day))
		return false;
	return values[YEAR] == UNKNOWN || values[DAY_OF_YEAR] == UNKNOWN ||
	       (calendar_day_of(year, 1, 1, &day) && agrees(values, day));
}

/* A stretch of steps between two ANY_RUN; it takes a fixed number of bytes. */
struct stretch {
	const short *steps;
	size_t count;
	size_t width; /* bytes */
};

static struct stretch stretch_from(const struct program *program, size_t start)
{
	struct stretch stretch = { .steps = program->steps + start };

	while (start + stretch.count < program->count && stretch.steps[stretch.count] != ANY_RUN) {
		short step = stretch.steps[stretch.count++];

		stretch.width += step >= CONVERSION ? conversions[step - CONVERSION].width : 1;
	}
	return stretch;
}

/* `bytes` has at least the stretch's width. */
static bool fits(const struct stretch *stretch, const char *bytes, struct fields *fields)
{
	struct fields found = *fields;

	for (size_t i = 0; i < stretch->count; i++) {
		short step = stretch->steps[i];

		if (step < ANY_BYTE && (unsigned char)*bytes != step)
			return false;
		if (step >= CONVERSION && !fill(&found, &conversions[step - CONVERSION], bytes))
			return false;
		bytes += step >= CONVERSION ? conversions[step - CONVERSION].width : 1;
	}
	if (!is_possible(&found))
		return false;
	*fields = found;
	return true;
}

static bool read_name(const struct program *program, const char *name, struct fields *fields)
{
	size_t length = strlen(name);
	size_t at = 0;

	for (size_t start = 0; start <= program->count;) {
		struct stretch stretch = stretch_from(program, start);
		bool is_first = start == 0;
		bool is_last = start + stretch.count == program->count;

		if (stretch.width > length - at || (is_first && is_last && stretch.width != length))
			return false;
		if (is_last)
			at = length - stretch.width;
		while (!fits(&stretch, name + at, fields)) {
			if (is_first || is_last || ++at + stretch.width > length)
				return false;
		}
		at += stretch.width;
		start += stretch.count + 1;
	}
	return true;
}

static long day_in(const struct fields *fields)
{
	const int64_t *values = fields->values;
	bool by_month = values[MONTH] != UNKNOWN && values[DAY] != UNKNOWN;
	long day = 0;

	if (!calendar_day_of((int)values[YEAR], by_month ? (int)values[MONTH] : 1, by_month ? (int)values[DAY] : 1,
			     &day))
		return 0;
	return by_month ? day : day + (long)values[DAY_OF_YEAR] - 1;
}

/* Fills the interval from the smallest field that is told. */
static void interpret(const struct fields *fields, struct name_match *match)
{
	static const long spans[] = { 3600, 60, 1 };
	long second = 0;
	long span = 86400;

	if (fields->values[EPOCH] != UNKNOWN) {
		match->from = (time_t)fields->values[EPOCH];
		match->until = match->from + 1;
		match->day = calendar_day(match->from);
		return;
	}
	for (size_t i = 0; i < 3 && fields->values[HOUR + i] != UNKNOWN; i++) {
		span = spans[i];
		second += (long)fields->values[HOUR + i] * span;
	}
	match->day = day_in(fields);
	match->from = calendar_moment(match->day, second);
	match->until = calendar_moment_late(match->day, second + span);
	if (match->until <= match->from)
		match->until = match->from + 1;
}

bool name_pattern_match(const char *pattern, const char *name, struct name_match *match)
{
	struct program program;
	struct problem ignored;
	struct fields fields;

	for (size_t i = 0; i < FIELDS; i++)
		fields.values[i] = UNKNOWN;
	if (!read_pattern(pattern, &program, &ignored) || !read_name(&program, name, &fields))
		return false;
	interpret(&fields, match);
	return true;
}
