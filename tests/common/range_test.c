// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/range.h"

#include "tests/common/facts_file.h"
#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>

enum { COLUMNS = 5 };

/* Splits a line at its tabs; false for a comment and for the line of headings. */
static bool split_line(char *line, char *columns[COLUMNS])
{
	line[strcspn(line, "\n")] = '\0';
	if (line[0] == '#')
		return false;
	for (size_t i = 0; i < COLUMNS; i++) {
		size_t length = strcspn(line, "\t");
		bool last = line[length] == '\0';

		columns[i] = line;
		line[length] = '\0';
		line += last ? length : length + 1;
	}
	return strcmp(columns[0], "range") != 0 && strcmp(columns[0], "warning") != 0;
}

/* Tries every row of a table; `row` gets the columns, and the row's text for its report. */
static size_t read_facts(const char *name, void (*try_row)(struct rows *, const char *, char *const *),
			 struct rows *rows)
{
	FILE *file = facts_open(name);
	char line[500];
	char text[sizeof line];
	char *columns[COLUMNS];
	size_t count = 0;

	while (fgets(line, sizeof line, file)) {
		snprintf(text, sizeof text, "%.*s", (int)strcspn(line, "\n"), line);
		if (!split_line(line, columns))
			continue;
		try_row(rows, text, columns);
		count++;
	}
	fclose(file);
	return count;
}

static void try_range(struct rows *rows, const char *row, char *const *columns)
{
	struct range range = { 0 };
	struct problem problem = { 0 };
	bool valid = range_parse(columns[0], UNIT_NONE, &range, &problem);

	row_true(rows, row, valid, strcmp(columns[2], "invalid") != 0);
	row_true(rows, row, range.is_set, valid);
	if (strcmp(columns[1], "-") != 0 && valid)
		row_true(rows, row, range_alerts(&range, strtod(columns[1], NULL)), strcmp(columns[2], "alert") == 0);
}

static void every_known_range_means_what_it_should(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	assert_in_range(read_facts("ranges.tsv", try_range, &rows), 200, 100000);
	rows_end(&rows);
}

static void try_thresholds(struct rows *rows, const char *row, char *const *columns)
{
	struct range ranges[2] = { { 0 } };
	struct problem problem = { 0 };

	for (size_t i = 0; i < 2; i++) {
		if (columns[i][0] != '\0')
			row_true(rows, row, range_parse(columns[i], UNIT_NONE, &ranges[i], &problem), true);
	}
	row_text(rows, row, status_name(range_judge(&ranges[0], &ranges[1], strtod(columns[2], NULL))), columns[3]);
}

static void every_known_pair_of_thresholds_judges_as_it_should(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	assert_in_range(read_facts("thresholds.tsv", try_thresholds, &rows), 70, 100000);
	rows_end(&rows);
}

static void ends_take_the_suffixes_of_their_unit(void **state)
{
	static const struct {
		const char *text;
		enum unit unit;
		double start, end;
	} table[] = {
		{ "500ms:2s", UNIT_SECONDS, 0.5, 2 },
		{ "0.5:2", UNIT_SECONDS, 0.5, 2 },
		{ "1h30m", UNIT_SECONDS, 0, 5400 },
		{ "7d:", UNIT_SECONDS, 604800, INFINITY },
		{ "~:90s", UNIT_SECONDS, -INFINITY, 90 },
		{ "-1h:1h", UNIT_SECONDS, -3600, 3600 },
		{ "15GB:", UNIT_BYTES, 15e9, INFINITY },
		{ "1GiB:2GiB", UNIT_BYTES, 0x1p30, 0x1p31 },
		{ "-1kB:1kB", UNIT_BYTES, -1000, 1000 },
		{ "90%", UNIT_PERCENT, 0, 90 },
		{ "10%:", UNIT_PERCENT, 10, INFINITY },
		{ "10:90%", UNIT_PERCENT, 10, 90 },
		{ "5:10", UNIT_NONE, 5, 10 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct range range = { 0 };
		struct problem problem = { 0 };

		row_true(&rows, table[i].text, range_parse(table[i].text, table[i].unit, &range, &problem), true);
		row_number(&rows, table[i].text, range.start, table[i].start);
		row_number(&rows, table[i].text, range.end, table[i].end);
		row_true(&rows, table[i].text, range.inside, false);
	}
	rows_end(&rows);
}

static void a_bad_range_is_refused_with_its_reason(void **state)
{
	static const struct {
		const char *text;
		enum unit unit;
		const char *reason;
	} table[] = {
		{ "", UNIT_NONE, "it is empty" },
		{ "@", UNIT_NONE, "it is empty" },
		{ ":", UNIT_NONE, "it has no end" },
		{ "@:", UNIT_NONE, "it has no end" },
		{ "10:5", UNIT_NONE, "its start is above its end" },
		{ "1:x", UNIT_NONE, "'x' is not a number" },
		{ "10%", UNIT_NONE, "'10%' is not a number" },
		{ "10s", UNIT_NONE, "'10s' is not a number" },
		{ "%", UNIT_PERCENT, "'%' is not a number" },
		{ "10%%", UNIT_PERCENT, "'10%%' is not a number" },
		{ "5q:", UNIT_SECONDS, "'5q' is not a duration (such as 90s, 26h or 1h30m)" },
		{ "5GB", UNIT_SECONDS, "'5GB' is not a duration (such as 90s, 26h or 1h30m)" },
		{ "5s", UNIT_BYTES, "'5s' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "1e300PB:", UNIT_BYTES, "'1e300PB' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "1m:30s", UNIT_SECONDS, "its start is above its end" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct range range = { .start = 77 };
		struct problem problem = { 0 };
		char expected[300];

		snprintf(expected, sizeof expected, "'%s' is not a range (such as 10, 5:, ~:10 or @1:5): %s",
			 table[i].text, table[i].reason);
		row_true(&rows, table[i].text, range_parse(table[i].text, table[i].unit, &range, &problem), false);
		row_text(&rows, table[i].text, problem.text, expected);
		row_number(&rows, table[i].text, range.start, 77);
		row_true(&rows, table[i].text, range.is_set, false);
	}
	rows_end(&rows);
}

static void a_bare_number_may_mean_at_least(void **state)
{
	static const struct {
		const char *text;
		const char *written;
		double value;
		bool alerts;
	} table[] = {
		{ "7", "7:", 6.9, true },   { "7", "7:", 7, false },   { "7", "7:", 8, false },
		{ "7:", "7:", 6, true },    { "~:7", "~:7", 8, true }, { "3:7", "3:7", 2, true },
		{ "3:7", "3:7", 7, false }, { "-5", "-5:", -6, true }, { "-5", "-5:", 100, false },
		{ "0", "0:", -1, true },    { "0", "0:", 0, false },   { "@7", "@7:", 8, true },
		{ "@7", "@7:", 6, false },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct range range = { 0 };
		struct problem problem = { 0 };
		char text[64];

		row_true(&rows, table[i].text, range_parse_at_least(table[i].text, UNIT_NONE, &range, &problem), true);
		row_true(&rows, table[i].text, range_alerts(&range, table[i].value), table[i].alerts);
		range_write(&range, text, sizeof text);
		row_text(&rows, table[i].text, text, table[i].written);
	}
	rows_end(&rows);
}

static void a_range_is_written_in_its_shortest_form(void **state)
{
	static const struct {
		const char *text;
		enum unit unit;
		const char *written;
	} table[] = {
		{ "10", UNIT_NONE, "10" },
		{ "0:10", UNIT_NONE, "10" },
		{ ":10", UNIT_NONE, "10" },
		{ "10:", UNIT_NONE, "10:" },
		{ "0:", UNIT_NONE, "0:" },
		{ "0:0", UNIT_NONE, "0" },
		{ "~:10", UNIT_NONE, "~:10" },
		{ "~:", UNIT_NONE, "~:" },
		{ "~:0", UNIT_NONE, "~:0" },
		{ "@10:20", UNIT_NONE, "@10:20" },
		{ "@0:10", UNIT_NONE, "@10" },
		{ "@~:10", UNIT_NONE, "@~:10" },
		{ "-5:-1", UNIT_NONE, "-5:-1" },
		{ "0.25:1.5", UNIT_NONE, "0.25:1.5" },
		{ "500ms:2s", UNIT_SECONDS, "0.5:2" },
		{ "26h", UNIT_SECONDS, "93600" },
		{ "15GB:", UNIT_BYTES, "15000000000:" },
		{ "8191PiB:8192PiB", UNIT_BYTES, "9222246136947933184:9223372036854775808" },
		{ "90%", UNIT_PERCENT, "90" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct range range = { 0 };
		struct range again = { 0 };
		struct problem problem = { 0 };
		char text[64];

		row_true(&rows, table[i].text, range_parse(table[i].text, table[i].unit, &range, &problem), true);
		range_write(&range, text, sizeof text);
		row_text(&rows, table[i].text, text, table[i].written);
		row_true(&rows, text, range_parse(text, table[i].unit, &again, &problem), true);
		row_number(&rows, text, again.start, range.start);
		row_number(&rows, text, again.end, range.end);
		row_true(&rows, text, again.inside, range.inside);
	}
	rows_end(&rows);
}

static void a_range_that_is_not_set_never_alerts_and_is_not_written(void **state)
{
	static const double values[] = { 0, -1, 1e300, INFINITY, NAN };
	const struct range unset = { 0 };
	char text[64] = "old";

	(void)state;
	for (size_t i = 0; i < ROWS(values); i++) {
		assert_false(range_alerts(&unset, values[i]));
		assert_int_equal(range_judge(&unset, &unset, values[i]), STATUS_OK);
		assert_int_equal(range_judge(NULL, NULL, values[i]), STATUS_OK);
	}
	range_write(&unset, text, sizeof text);
	assert_string_equal(text, "");
}

static void what_could_not_be_measured_alerts(void **state)
{
	static const char *const texts[] = { "10", "10:", "~:", "@10:20", "@~:" };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(texts); i++) {
		struct range range = { 0 };
		struct problem problem = { 0 };

		row_true(&rows, texts[i], range_parse(texts[i], UNIT_NONE, &range, &problem), true);
		row_true(&rows, texts[i], range_alerts(&range, NAN), true);
		row_text(&rows, texts[i], status_name(range_judge(&range, NULL, NAN)), "WARNING");
		row_text(&rows, texts[i], status_name(range_judge(NULL, &range, NAN)), "CRITICAL");
	}
	rows_end(&rows);
}

static void critical_is_judged_before_warning(void **state)
{
	const struct range low = { .start = 0, .end = 5, .is_set = true };
	const struct range high = { .start = 0, .end = 10, .is_set = true };

	(void)state;
	assert_int_equal(range_judge(&low, &high, 11), STATUS_CRITICAL);
	assert_int_equal(range_judge(&high, &low, 11), STATUS_CRITICAL);
	assert_int_equal(range_judge(&high, &low, 6), STATUS_CRITICAL);
	assert_int_equal(range_judge(&low, &high, 6), STATUS_WARNING);
	assert_int_equal(range_judge(&low, &high, 5), STATUS_OK);
}

static void a_number_is_read_to_its_length_and_no_further(void **state)
{
	static const struct {
		const char *text;
		size_t length;
		enum unit unit;
		double value;
		const char *symbol;
	} table[] = {
		{ "15:20", 2, UNIT_NONE, 15, "" },    { "15:20", 3, UNIT_NONE, NAN, "" },
		{ "15:20", 0, UNIT_NONE, NAN, "" },   { "9%:", 2, UNIT_PERCENT, 9, "%" },
		{ "9%:", 1, UNIT_PERCENT, 9, "%" },   { "9%:", 3, UNIT_PERCENT, NAN, "%" },
		{ "2m:", 2, UNIT_SECONDS, 120, "s" }, { "2kB:", 3, UNIT_BYTES, 2000, "B" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		double value = NAN;
		struct problem problem = { 0 };

		row_true(&rows, table[i].text,
			 unit_parse(table[i].text, table[i].length, table[i].unit, &value, &problem),
			 !isnan(table[i].value));
		if (!isnan(table[i].value))
			row_number(&rows, table[i].text, value, table[i].value);
		row_text(&rows, table[i].text, unit_symbol(table[i].unit), table[i].symbol);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_known_range_means_what_it_should),
		cmocka_unit_test(every_known_pair_of_thresholds_judges_as_it_should),
		cmocka_unit_test(ends_take_the_suffixes_of_their_unit),
		cmocka_unit_test(a_bad_range_is_refused_with_its_reason),
		cmocka_unit_test(a_bare_number_may_mean_at_least),
		cmocka_unit_test(a_range_is_written_in_its_shortest_form),
		cmocka_unit_test(a_range_that_is_not_set_never_alerts_and_is_not_written),
		cmocka_unit_test(what_could_not_be_measured_alerts),
		cmocka_unit_test(critical_is_judged_before_warning),
		cmocka_unit_test(a_number_is_read_to_its_length_and_no_further),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
