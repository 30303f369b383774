// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/holiday_changes.h"

#include "common/time/calendar.h"
#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>

/* The changes as a line each: "2027-05-06 NAME/NAME" or "2027-05-06 -". */
static void write_changes(const struct holiday_changes *changes, char *text, size_t size)
{
	size_t used = 0;

	*text = '\0';
	for (size_t i = 0; i < changes->count && used < size; i++) {
		const struct holiday_change *change = &changes->items[i];
		char date[CALENDAR_TEXT];

		calendar_write_day(change->day, date, sizeof date);
		used += (size_t)(change->removes ? snprintf(text + used, size - used, "%s -\n", date)
						 : snprintf(text + used, size - used, "%s %s/%s\n", date,
							    change->name_ja, change->name_en));
	}
}

static void lines_add_and_take_away(void **state)
{
	static const char *const table[][2] = {
		{ "", "" },
		{ "\n\n# nothing\n; at all\n   # here\n", "" },
		{ "2027-05-06 = 開幕の日\n", "2027-05-06 開幕の日/開幕の日\n" },
		{ "2027-05-06 = 開幕の日", "2027-05-06 開幕の日/開幕の日\n" },
		{ "2027-05-06=開幕の日 / Opening Day\n", "2027-05-06 開幕の日/Opening Day\n" },
		{ "\t2027-05-06 \t=  開幕の日   /   Opening Day \r\n", "2027-05-06 開幕の日/Opening Day\n" },
		{ "\xEF\xBB\xBF"
		  "2027-05-06 = a\n",
		  "2027-05-06 a/a\n" },
		{ "2027-05-06 = a/b = c\n", "2027-05-06 a/b = c/a/b = c\n" },
		{ "2027-05-05 = -\n", "2027-05-05 -\n" },
		{ "2027-05-05 = remove\n2027-05-06 = x\n", "2027-05-05 -\n2027-05-06 x/x\n" },
		{ "2027-05-05 = children; young\n", "2027-05-05 children; young/children; young\n" },
		{ "2000-01-01 = first\n2050-12-31 = last\n", "2000-01-01 first/first\n2050-12-31 last/last\n" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		static struct holiday_changes changes;
		struct problem problem = { 0 };
		char text[1000];

		row_true(&rows, table[i][0], holiday_changes_parse(table[i][0], &changes, &problem), true);
		write_changes(&changes, text, sizeof text);
		row_text(&rows, table[i][0], text, table[i][1]);
	}
	rows_end(&rows);
}

static void an_error_names_its_line(void **state)
{
	static const char *const table[][2] = {
		{ "2027-05-06\n", "line 1: it is no 'DATE = NAME', 'DATE = -' or comment" },
		{ "# a comment\n\n[holidays]\n", "line 3: it is no 'DATE = NAME'" },
		{ "2027-05-06 = a\n2027-5-7 = b\n", "line 2: '2027-5-7' is not a date (such as 2026-11-20)" },
		{ "2027-02-29 = a\n", "line 1: there is no 2027-02-29 in the calendar" },
		{ "2027-02-280 = a\n", "line 1: '2027-02-28...' is not a date" },
		{ "= a\n", "line 1: '' is not a date" },
		{ "1999-12-31 = a\n", "line 1: Japan's holidays are known for the years 2000 to 2050, not for 1999" },
		{ "2051-01-01 = a\n", "line 1: Japan's holidays are known for the years 2000 to 2050, not for 2051" },
		{ "2027-05-06 =\n", "line 1: a name is missing (or - to take the holiday away)" },
		{ "2027-05-06 = a\tb\n", "line 1: 'a b' is no name: it has bytes that are not UTF-8" },
		{ "2027-05-06 = a|b\n", "line 1: 'a b' is no name" },
		{ "2027-05-06 = a\xFFz\n", "line 1: 'a?z' is no name" },
		{ "2027-05-06 = a\x1B[2Jz\n", "line 1: 'a?[2Jz' is no name" },
		{ "2027-05-06 = a\n\n2027-05-06 = b\n", "line 3: 2027-05-06 stands in line 1 already" },
		{ "2027-05-06 = a\n2027-05-06 = -\n", "line 2: 2027-05-06 stands in line 1 already" },
		{ "2027-05-07 = -\n", "line 1: 2027-05-07 is no holiday that could be taken away" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		static struct holiday_changes changes;
		struct problem problem = { 0 };

		row_true(&rows, table[i][0], holiday_changes_parse(table[i][0], &changes, &problem), false);
		row_holds(&rows, table[i][0], problem.text, table[i][1]);
		row_number(&rows, table[i][0], problem.kind, PROBLEM_INPUT);
	}
	rows_end(&rows);
}

static void a_name_has_its_limit(void **state)
{
	static struct holiday_changes changes;
	struct problem problem = { 0 };
	char line[200];
	char name[HOLIDAY_NAME_SIZE + 1];

	(void)state;
	memset(name, 'a', sizeof name);
	name[HOLIDAY_NAME_SIZE - 1] = '\0';
	snprintf(line, sizeof line, "2027-05-06 = %s\n", name);
	assert_true(holiday_changes_parse(line, &changes, &problem));
	assert_string_equal(changes.items[0].name_ja, name);
	name[HOLIDAY_NAME_SIZE - 1] = 'a';
	name[HOLIDAY_NAME_SIZE] = '\0';
	snprintf(line, sizeof line, "2027-05-06 = %s\n", name);
	assert_false(holiday_changes_parse(line, &changes, &problem));
	assert_string_equal(problem.text, "line 1: a name has at most 100 bytes");
}

static void there_is_room_for_so_many_days(void **state)
{
	static struct holiday_changes changes;
	static char text[(HOLIDAY_CHANGES_MAXIMUM + 1) * 20];
	struct problem problem = { 0 };
	size_t used = 0;
	size_t most = 0;
	long first = 0;

	(void)state;
	assert_true(calendar_day_of(2027, 1, 1, &first));
	for (long day = first; day <= first + HOLIDAY_CHANGES_MAXIMUM; day++) {
		char date[CALENDAR_TEXT];

		most = used;
		calendar_write_day(day, date, sizeof date);
		used += (size_t)snprintf(text + used, sizeof text - used, "%s = a\n", date);
	}
	assert_false(holiday_changes_parse(text, &changes, &problem));
	assert_string_equal(problem.text, "line 257: more than 256 days");
	text[most] = '\0';
	assert_true(holiday_changes_parse(text, &changes, &problem));
	assert_int_equal(changes.count, HOLIDAY_CHANGES_MAXIMUM);
	assert_non_null(holiday_change_on(&changes, first));
	assert_null(holiday_change_on(&changes, first - 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_add_and_take_away),
		cmocka_unit_test(an_error_names_its_line),
		cmocka_unit_test(a_name_has_its_limit),
		cmocka_unit_test(there_is_room_for_so_many_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
