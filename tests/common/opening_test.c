// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/opening.h"

#include "common/time/calendar.h"
#include "tests/common/rows.h"

#include <stdio.h>

static const char *const hours_of_the_slo = "mon-fri 10:00-12:00,13:00-17:00";

static void hours_are_read(void **state)
{
	static const struct {
		const char *text;
		unsigned weekdays; /* bit 0: Sunday */
		const char *spans;
	} table[] = {
		{ "mon-fri 10:00-12:00,13:00-17:00", 0x3e, "10:00-12:00,13:00-17:00" },
		{ "  MON-FRI\t9:05 - 12:00 , 13:00-17:30 ", 0x3e, "09:05-12:00,13:00-17:30" },
		{ "00:00-24:00", 0x7f, "00:00-24:00" },
		{ "sat,sun 23:59-24:00", 0x41, "23:59-24:00" },
		{ "fri-mon 10:00-10:01", 0x63, "10:00-10:01" },
		{ "0:00-0:01,0:02-0:03,0:04-0:05,0:06-0:07,0:08-0:09,0:10-0:11,0:12-0:13,0:14-0:15", 0x7f,
		  "00:00-00:01,00:02-00:03,00:04-00:05,00:06-00:07,00:08-00:09,00:10-00:11,00:12-00:13,00:14-00:15" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct opening_hours hours = { 0 };
		struct problem problem = { 0 };
		char text[OPENING_TEXT];

		row_true(&rows, table[i].text, opening_hours_parse(table[i].text, &hours, &problem), true);
		opening_spans_write(&hours, text, sizeof text);
		row_text(&rows, table[i].text, text, table[i].spans);
		row_number(&rows, table[i].text, hours.weekdays, table[i].weekdays);
	}
	rows_end(&rows);
}

static void what_are_no_hours_is_refused(void **state)
{
	static const char *const table[] = {
		"",
		" ",
		"mon-fri",
		"mon-fri10:00-12:00",
		"10:00",
		"10:00-",
		"-12:00",
		"10:00-12:00,",
		"10-12",
		"10:00-12:00 13:00-17:00",
		"10:00-10:00",
		"12:00-10:00",
		"22:00-02:00",
		"24:00-24:00",
		"10:00-24:01",
		"10:00-12:00,11:00-17:00",
		"10:00-12:00,12:00-17:00",
		"13:00-17:00,10:00-12:00",
		"foo 10:00-12:00",
		"mon- 10:00-12:00",
		"10:00-12:00x",
		"mon-fri 10:00-12:00; sat 10:00-12:00",
		"10:60-12:00",
		"0:00-0:01,0:02-0:03,0:04-0:05,0:06-0:07,0:08-0:09,0:10-0:11,0:12-0:13,0:14-0:15,0:16-0:17",
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct opening_hours hours = { .count = 99 };
		struct problem problem = { 0 };

		row_true(&rows, table[i], opening_hours_parse(table[i], &hours, &problem), false);
		row_holds(&rows, table[i], problem.text,
			  "are no hours (expected spans within a day, in order and apart");
		row_number(&rows, table[i], (double)hours.count, 99);
	}
	rows_end(&rows);
}

static void closings_are_read(void **state)
{
	static const struct {
		const char *text;
		int first, last; /* 0: refused */
	} table[] = {
		{ "12-30:01-03", 1230, 103 },
		{ "08-15", 815, 815 },
		{ "02-29", 229, 229 },
		{ "01-01:12-31", 101, 1231 },
		{ "", 0, 0 },
		{ "8-15", 0, 0 },
		{ "02-30", 0, 0 },
		{ "13-01", 0, 0 },
		{ "12-30:", 0, 0 },
		{ ":01-03", 0, 0 },
		{ "12-30:01-03:", 0, 0 },
		{ "12-30-01-03", 0, 0 },
		{ " 12-30", 0, 0 },
		{ "12-3x", 0, 0 },
		{ "00-10", 0, 0 },
		{ "12/30", 0, 0 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct opening_closings closings = { 0 };
		struct problem problem = { 0 };

		row_true(&rows, table[i].text, opening_closing_add(table[i].text, &closings, &problem),
			 table[i].first != 0);
		row_number(&rows, table[i].text, (double)closings.count, table[i].first != 0);
		row_number(&rows, table[i].text, closings.items[0].first, table[i].first);
		row_number(&rows, table[i].text, closings.items[0].last, table[i].last);
		if (table[i].first == 0)
			row_holds(&rows, table[i].text, problem.text, "is no span of days (expected MONTH-DAY, or two");
	}
	rows_end(&rows);
}

static void there_is_room_for_so_many_closings(void **state)
{
	struct opening_closings closings = { 0 };
	struct problem problem = { 0 };

	(void)state;
	for (int i = 0; i < OPENING_CLOSINGS_MAXIMUM; i++)
		assert_true(opening_closing_add("08-15", &closings, &problem));
	assert_false(opening_closing_add("08-15", &closings, &problem));
	assert_string_equal(problem.text, "more than 8 spans of days");
}

/* The hours of the SLO, a summer break, and what an operator has changed. */
static void prepare(struct opening *opening)
{
	struct problem problem;

	*opening = (struct opening){ 0 };
	assert_true(opening_hours_parse(hours_of_the_slo, &opening->hours, &problem));
	assert_true(opening_closing_add("12-30:01-03", &opening->closings, &problem));
	assert_true(opening_closing_add("08-13:08-14", &opening->closings, &problem));
	assert_true(holiday_changes_parse("2026-10-12 = -\n2026-10-13 = 移動の日 / Moved Day\n"
					  "2026-11-03 = 文化 / Culture\n2026-01-01 = -\n",
					  &opening->changes, &problem));
}

static const struct opening_day *find(const struct opening_days *days, const char *date)
{
	struct problem problem;
	long day = 0;

	assert_true(calendar_parse_date(date, &day, &problem));
	for (size_t i = 0; i < days->count; i++) {
		if (days->items[i].day == day)
			return &days->items[i];
	}
	fail_msg("%s is not there", date);
	return NULL;
}

static void each_day_has_its_reason(void **state)
{
	static const struct {
		const char *date;
		enum opening_kind kind;
		const char *name;
	} table[] = {
		{ "2026-01-01", OPENING_CLOSED, "Closed" }, /* its holiday is taken away, the closing stays */
		{ "2026-01-02", OPENING_CLOSED, "Closed" },
		{ "2026-01-03", OPENING_CLOSED, "Closed" }, /* a Saturday as well */
		{ "2026-01-04", OPENING_WEEKEND, "Sunday" },
		{ "2026-01-05", OPENING_OPEN, "Monday" },
		{ "2026-01-09", OPENING_OPEN, "Friday" },
		{ "2026-01-10", OPENING_WEEKEND, "Saturday" },
		{ "2026-01-12", OPENING_HOLIDAY, "Coming of Age Day" },
		{ "2026-05-03", OPENING_HOLIDAY, "Constitution Memorial Day" }, /* a Sunday */
		{ "2026-05-06", OPENING_SUBSTITUTE, "Substitute Holiday" },
		{ "2026-08-12", OPENING_OPEN, "Wednesday" },
		{ "2026-08-13", OPENING_CLOSED, "Closed" },
		{ "2026-08-14", OPENING_CLOSED, "Closed" },
		{ "2026-09-22", OPENING_BETWEEN, "Citizens' Holiday" },
		{ "2026-10-12", OPENING_OPEN, "Monday" },
		{ "2026-10-13", OPENING_ADDED, "Moved Day" },
		{ "2026-11-03", OPENING_ADDED, "Culture" },
		{ "2026-12-29", OPENING_OPEN, "Tuesday" },
		{ "2026-12-30", OPENING_CLOSED, "Closed" },
		{ "2026-12-31", OPENING_CLOSED, "Closed" },
		{ "2027-01-01", OPENING_HOLIDAY, "New Year's Day" },
		{ "2027-01-04", OPENING_OPEN, "Monday" },
	};
	static struct opening opening;
	struct opening_days days;
	struct problem problem;
	struct rows rows = { 0 };

	(void)state;
	prepare(&opening);
	assert_true(opening_days_find(&opening, 2026, 2027, &days, &problem));
	for (size_t i = 0; i < ROWS(table); i++) {
		const struct opening_day *day = find(&days, table[i].date);

		row_number(&rows, table[i].date, day->kind, table[i].kind);
		row_text(&rows, table[i].date, day->name_en, table[i].name);
		row_true(&rows, table[i].date, opening_is_holiday(day), table[i].kind >= OPENING_HOLIDAY);
	}
	opening_days_free(&days);
	rows_end(&rows);
}

static void years_have_all_their_days(void **state)
{
	static struct opening opening;
	struct opening_days days;
	struct problem problem;

	(void)state;
	prepare(&opening);
	assert_true(opening_days_find(&opening, 2000, 2050, &days, &problem));
	assert_int_equal(days.count, 51 * 365 + 13);
	for (size_t i = 1; i < days.count; i++)
		assert_int_equal(days.items[i].day, days.items[i - 1].day + 1);
	opening_days_free(&days);
	assert_false(opening_days_find(&opening, 2027, 2026, &days, &problem));
	assert_string_equal(problem.text, "2026 lies before the first year, 2027");
	opening_days_free(&days);
	assert_false(opening_days_find(&opening, 2050, 2051, &days, &problem));
	assert_string_equal(problem.text, "Japan's holidays are known for the years 2000 to 2050, not for 2051");
	opening_days_free(&days);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hours_are_read),          cmocka_unit_test(what_are_no_hours_is_refused),
		cmocka_unit_test(closings_are_read),       cmocka_unit_test(there_is_room_for_so_many_closings),
		cmocka_unit_test(each_day_has_its_reason), cmocka_unit_test(years_have_all_their_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
