// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/duration.h"

#include "tests/common/rows.h"

#include <stdio.h>

static void a_duration_is_read_with_every_unit(void **state)
{
	static const struct {
		const char *text;
		double seconds;
	} table[] = {
		{ "0", 0 },           { "90", 90 },      { "1.5", 1.5 },      { ".5", 0.5 },       { "90s", 90 },
		{ "500ms", 0.5 },     { "1m", 60 },      { "10min", 600 },    { "26h", 93600 },    { "7d", 604800 },
		{ "2w", 1209600 },    { "1h30m", 5400 }, { "1d12h", 129600 }, { "1m30s", 90 },     { "1s500ms", 1.5 },
		{ "1.5h", 5400 },     { "-5", -5 },      { "+5", 5 },         { "-1h30m", -5400 }, { "1e3", 1000 },
		{ "1h1min1s", 3661 }, { "0s", 0 },       { "1w1d", 691200 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		double seconds = NAN;
		struct problem problem = { 0 };

		row_true(&rows, table[i].text, duration_parse(table[i].text, &seconds, &problem), true);
		row_number(&rows, table[i].text, seconds, table[i].seconds);
	}
	rows_end(&rows);
}

/* Refuses every one of `texts` and leaves what was there. */
static void refuse_all(const char *const *texts, size_t count)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++) {
		double seconds = 77;
		char expected[200];
		struct problem problem = { 0 };

		snprintf(expected, sizeof expected, "'%s' is not a duration (such as 90s, 26h or 1h30m)", texts[i]);
		row_true(&rows, texts[i], duration_parse(texts[i], &seconds, &problem), false);
		row_number(&rows, texts[i], seconds, 77);
		row_number(&rows, texts[i], (int)problem.kind, PROBLEM_INPUT);
		row_text(&rows, texts[i], problem.text, expected);
	}
	rows_end(&rows);
}

static void half_a_suffix_is_refused(void **state)
{
	static const char *const texts[] = {
		"5mi", "5sec", "5ss", "5hr", "5day", "5x", "5 s", "5s ", "5H", "5S", "5%"
	};

	(void)state;
	refuse_all(texts, ROWS(texts));
}

static void a_number_behind_a_unit_wants_its_own(void **state)
{
	static const char *const texts[] = { "1h30", "1h 30m", "1h-30m", "1h+30m", "5s5", "1d1" };

	(void)state;
	refuse_all(texts, ROWS(texts));
}

static void what_is_no_number_is_refused(void **state)
{
	static const char *const texts[] = { "",     " ",   "s",    "-",    "+",    "--5",   "+-5",    "-+5",
					     " 5",   "abc", "1..5", "nan",  "inf",  "1e999", "1e308w", "0x10",
					     "1,5s", "1e",  "-s",   "1h:5", "1h\n", "5s\xff" };

	(void)state;
	refuse_all(texts, ROWS(texts));
}

static void a_part_of_a_text_stops_at_its_length(void **state)
{
	static const struct {
		const char *text;
		size_t length;
		double seconds;
	} table[] = {
		{ "500ms:2s", 5, 0.5 }, { "500ms:2s", 4, 30000 }, { "5ms", 2, 300 }, { "5min", 3, NAN },
		{ "5min", 2, 300 },     { "12s", 1, 1 },          { "12s", 0, NAN },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		double seconds = NAN;
		char row[40];
		struct problem problem = { 0 };

		snprintf(row, sizeof row, "%zu bytes of %s", table[i].length, table[i].text);
		row_true(&rows, row, duration_parse_part(table[i].text, table[i].length, &seconds, &problem),
			 !isnan(table[i].seconds));
		row_number(&rows, row, seconds, table[i].seconds);
	}
	rows_end(&rows);
}

static void a_duration_is_written_in_its_two_largest_units(void **state)
{
	static const struct {
		double seconds;
		const char *expected;
	} table[] = {
		{ 0, "0 s" },          { 0.25, "0.250 s" },  { 1.5, "1.500 s" },        { 59, "59 s" },
		{ 60, "1 min" },       { 61, "1 min 1 s" },  { 3599.9, "59 min 59 s" }, { 3600, "1 h" },
		{ 3601, "1 h" },       { 93900, "1 d 2 h" }, { 7500, "2 h 5 min" },     { 86399, "23 h 59 min" },
		{ 86400, "1 d" },      { 259200, "3 d" },    { 31536000, "365 d" },     { -90, "-1 min 30 s" },
		{ -0.25, "-0.250 s" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		char text[32];

		duration_write(table[i].seconds, text, sizeof text);
		row_text(&rows, table[i].expected, text, table[i].expected);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_duration_is_read_with_every_unit),
		cmocka_unit_test(half_a_suffix_is_refused),
		cmocka_unit_test(a_number_behind_a_unit_wants_its_own),
		cmocka_unit_test(what_is_no_number_is_refused),
		cmocka_unit_test(a_part_of_a_text_stops_at_its_length),
		cmocka_unit_test(a_duration_is_written_in_its_two_largest_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
