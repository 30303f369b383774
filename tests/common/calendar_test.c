// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/calendar.h"

#include "tests/common/moments.h"

#include <limits.h>

static void a_day_is_counted_from_1970_in_the_zone(void **state)
{
	static const struct {
		const char *zone, *moment;
		long day, second;
	} table[] = {
		{ "UTC", "1970-01-01 00:00:00", 0, 0 },
		{ "UTC", "1970-01-01 23:59:59", 0, 86399 },
		{ "UTC", "1970-01-02 00:00:00", 1, 0 },
		{ "UTC", "2026-11-20 04:00:00", 20777, 14400 },
		{ "Asia/Tokyo", "2026-11-19 14:59:59", 20776, 86399 },
		{ "Asia/Tokyo", "2026-11-19 15:00:00", 20777, 0 },
		{ "America/New_York", "1970-01-01 00:00:00", -1, 68400 },
		{ "Europe/Berlin", "2026-03-29 00:59:59", 20541, 7199 },
		{ "Europe/Berlin", "2026-03-29 01:00:00", 20541, 10800 },
		{ "Pacific/Apia", "2011-12-30 09:59:59", 15337, 86399 },
		{ "Pacific/Apia", "2011-12-30 10:00:00", 15339, 0 },
		{ "UTC", "9999-12-31 23:59:59", 2932896, 86399 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		time_t moment = utc_moment(table[i].moment);

		enter_zone(table[i].zone);
		row_number(&rows, table[i].moment, (double)calendar_day(moment), (double)table[i].day);
		row_number(&rows, table[i].moment, (double)calendar_second(moment), (double)table[i].second);
	}
	rows_end(&rows);
}

struct wall_row {
	const char *zone, *date, *time, *first, *late;
};

static void try_wall_rows(const struct wall_row *table, size_t count)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++) {
		long day = 0;
		long hour = strtol(table[i].time, NULL, 10);
		long minute = strtol(table[i].time + 3, NULL, 10);
		char row[200];
		char text[MOMENT_TEXT];
		struct problem problem = { 0 };

		snprintf(row, sizeof row, "%s %s %s", table[i].zone, table[i].date, table[i].time);
		enter_zone(table[i].zone);
		row_true(&rows, row, calendar_parse_date(table[i].date, &day, &problem), true);
		row_text(&rows, row, utc_text(calendar_moment(day, hour * 3600 + minute * 60), text), table[i].first);
		row_text(&rows, row, utc_text(calendar_moment_late(day, hour * 3600 + minute * 60), text),
			 table[i].late);
	}
	rows_end(&rows);
}

static void a_time_of_day_is_one_moment(void **state)
{
	static const struct wall_row table[] = {
		{ "UTC", "1970-01-01", "00:00", "1970-01-01 00:00:00", "1970-01-01 00:00:00" },
		{ "UTC", "2026-11-20", "04:00", "2026-11-20 04:00:00", "2026-11-20 04:00:00" },
		{ "UTC", "2026-11-20", "24:00", "2026-11-21 00:00:00", "2026-11-21 00:00:00" },
		{ "Asia/Tokyo", "2026-11-20", "04:00", "2026-11-19 19:00:00", "2026-11-19 19:00:00" },
		{ "Asia/Tokyo", "2026-11-20", "24:00", "2026-11-20 15:00:00", "2026-11-20 15:00:00" },
		{ "Europe/Berlin", "2026-03-29", "01:59", "2026-03-29 00:59:00", "2026-03-29 00:59:00" },
		{ "Europe/Berlin", "2026-03-29", "03:01", "2026-03-29 01:01:00", "2026-03-29 01:01:00" },
		{ "Europe/Berlin", "2026-10-25", "01:59", "2026-10-24 23:59:00", "2026-10-24 23:59:00" },
		{ "Europe/Berlin", "2026-10-25", "03:00", "2026-10-25 02:00:00", "2026-10-25 02:00:00" },
		{ "America/New_York", "2026-07-01", "04:00", "2026-07-01 08:00:00", "2026-07-01 08:00:00" },
		{ "Australia/Lord_Howe", "2026-07-01", "04:00", "2026-06-30 17:30:00", "2026-06-30 17:30:00" },
		{ "Pacific/Apia", "2011-12-29", "04:00", "2011-12-29 14:00:00", "2011-12-29 14:00:00" },
		{ "Pacific/Apia", "2011-12-31", "04:00", "2011-12-30 14:00:00", "2011-12-30 14:00:00" },
	};

	(void)state;
	try_wall_rows(table, ROWS(table));
}

static void a_time_that_is_missing_is_the_moment_of_the_jump(void **state)
{
	static const struct wall_row table[] = {
		{ "Europe/Berlin", "2026-03-29", "02:00", "2026-03-29 01:00:00", "2026-03-29 01:00:00" },
		{ "Europe/Berlin", "2026-03-29", "02:30", "2026-03-29 01:00:00", "2026-03-29 01:00:00" },
		{ "Europe/Berlin", "2026-03-29", "03:00", "2026-03-29 01:00:00", "2026-03-29 01:00:00" },
		{ "America/New_York", "2026-03-08", "02:59", "2026-03-08 07:00:00", "2026-03-08 07:00:00" },
		{ "Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:30:00", "2026-10-03 15:30:00" },
		{ "Australia/Lord_Howe", "2026-10-04", "02:30", "2026-10-03 15:30:00", "2026-10-03 15:30:00" },
		{ "America/Sao_Paulo", "2018-11-04", "00:00", "2018-11-04 03:00:00", "2018-11-04 03:00:00" },
		{ "America/Sao_Paulo", "2018-11-04", "00:30", "2018-11-04 03:00:00", "2018-11-04 03:00:00" },
		{ "Pacific/Apia", "2011-12-30", "00:00", "2011-12-30 10:00:00", "2011-12-30 10:00:00" },
		{ "Pacific/Apia", "2011-12-30", "04:00", "2011-12-30 10:00:00", "2011-12-30 10:00:00" },
		{ "Pacific/Apia", "2011-12-30", "24:00", "2011-12-30 10:00:00", "2011-12-30 10:00:00" },
	};

	(void)state;
	try_wall_rows(table, ROWS(table));
}

static void of_a_time_that_comes_twice_it_is_the_first_and_late_the_second(void **state)
{
	static const struct wall_row table[] = {
		{ "Europe/Berlin", "2026-10-25", "02:00", "2026-10-25 00:00:00", "2026-10-25 00:00:00" },
		{ "Europe/Berlin", "2026-10-25", "02:30", "2026-10-25 00:30:00", "2026-10-25 01:30:00" },
		{ "Europe/Berlin", "2026-10-25", "02:59", "2026-10-25 00:59:00", "2026-10-25 01:59:00" },
		{ "America/New_York", "2026-11-01", "01:30", "2026-11-01 05:30:00", "2026-11-01 06:30:00" },
		{ "Australia/Lord_Howe", "2026-04-05", "01:30", "2026-04-04 14:30:00", "2026-04-04 14:30:00" },
		{ "Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04 14:45:00", "2026-04-04 15:15:00" },
		{ "Australia/Lord_Howe", "2026-04-05", "02:00", "2026-04-04 15:30:00", "2026-04-04 15:30:00" },
		{ "America/St_Johns", "2006-10-28", "23:30", "2006-10-29 02:00:00", "2006-10-29 03:00:00" },
		{ "America/St_Johns", "2006-10-29", "00:00", "2006-10-29 02:30:00", "2006-10-29 03:30:00" },
		{ "America/St_Johns", "2006-10-28", "24:00", "2006-10-29 02:30:00", "2006-10-29 03:30:00" },
	};

	(void)state;
	try_wall_rows(table, ROWS(table));
}

/* What the clock shows at a moment, as if it were UTC; told without the code under test. */
static time_t shown_at(time_t moment)
{
	struct tm parts;
	char text[MOMENT_TEXT];

	assert_non_null(localtime_r(&moment, &parts));
	assert_true(strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts) > 0);
	return utc_moment(text);
}

/* Every quarter of an hour of four days around a jump, against a walk through all quarters. */
static void compare_with_a_walk(struct rows *rows, const char *zone, const char *date)
{
	enum { STEP = 900, STEPS = 4 * 96, REACH = 30 * 4, ALL = STEPS + 2 * REACH };
	struct problem problem = { 0 };
	time_t shown[ALL];
	time_t start;
	long day = 0;

	enter_zone(zone);
	assert_true(calendar_parse_date(date, &day, &problem));
	start = (time_t)(day - 1) * 86400;
	for (time_t i = 0; i < ALL; i++)
		shown[i] = shown_at(start + (i - REACH) * STEP);
	for (long step = 0; step < STEPS; step++) {
		time_t wanted = start + step * STEP;
		time_t first = ALL;
		time_t late = 0;
		char row[100];

		for (time_t i = 0; i < ALL; i++) {
			if (shown[i] >= wanted && i < first)
				first = i;
			if (shown[i] < wanted)
				late = i + 1;
		}
		snprintf(row, sizeof row, "%s %s quarter %ld", zone, date, step);
		row_number(rows, row, (double)calendar_moment(day - 1 + step / 96, step % 96 * STEP),
			   (double)(start + (first - REACH) * STEP));
		row_number(rows, row, (double)calendar_moment_late(day - 1 + step / 96, step % 96 * STEP),
			   (double)(start + (late - REACH) * STEP));
	}
}

static void every_quarter_around_a_jump_is_what_a_walk_finds(void **state)
{
	static const struct {
		const char *zone, *date;
	} table[] = {
		{ "Europe/Berlin", "2026-03-29" },       { "Europe/Berlin", "2026-10-25" },
		{ "America/New_York", "2026-03-08" },    { "America/New_York", "2026-11-01" },
		{ "Australia/Lord_Howe", "2026-04-05" }, { "Australia/Lord_Howe", "2026-10-04" },
		{ "Pacific/Apia", "2011-12-29" },        { "America/Sao_Paulo", "2018-11-04" },
		{ "America/Sao_Paulo", "2018-02-18" },   { "Asia/Tokyo", "2026-11-20" },
		{ "Asia/Pyongyang", "2018-05-05" },      { "America/Caracas", "2016-05-01" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++)
		compare_with_a_walk(&rows, table[i].zone, table[i].date);
	rows_end(&rows);
}

static void only_a_day_that_the_zone_left_out_does_not_exist(void **state)
{
	static const struct {
		const char *zone, *date;
		bool exists;
	} table[] = {
		{ "Pacific/Apia", "2011-12-29", true },
		{ "Pacific/Apia", "2011-12-30", false },
		{ "Pacific/Apia", "2011-12-31", true },
		{ "Pacific/Kiritimati", "1994-12-31", false },
		{ "Pacific/Kiritimati", "1995-01-01", true },
		{ "Asia/Tokyo", "2011-12-30", true },
		{ "UTC", "2011-12-30", true },
		{ "Europe/Berlin", "2026-03-29", true },
		{ "Europe/Berlin", "2026-10-25", true },
		{ "America/Sao_Paulo", "2018-11-04", true },
		{ "Australia/Lord_Howe", "2026-10-04", true },
		{ "America/St_Johns", "2006-10-29", true },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct problem problem = { 0 };
		long day = 0;

		enter_zone(table[i].zone);
		row_true(&rows, table[i].date, calendar_parse_date(table[i].date, &day, &problem), true);
		row_true(&rows, table[i].zone, calendar_day_exists(day), table[i].exists);
	}
	rows_end(&rows);
}

static void every_day_of_ten_thousand_years_has_its_date_and_weekday(void **state)
{
	int year = 1;
	int month = 1;
	int day_of_month = 1;
	int weekday = 1; /* 0001-01-01 was a Monday */
	long days = 0;

	(void)state;
	for (long day = -719162; day <= 2932896; day++, days++) {
		struct calendar_date date = calendar_date_of(day);
		long again = 0;

		if (date.year != year || date.month != month || date.day != day_of_month)
			fail_msg("%ld is %d-%d-%d, expected %d-%d-%d", day, date.year, date.month, date.day, year,
				 month, day_of_month);
		if (!calendar_day_of(year, month, day_of_month, &again) || again != day)
			fail_msg("%d-%d-%d is %ld, expected %ld", year, month, day_of_month, again, day);
		if (calendar_weekday(day) != weekday)
			fail_msg("%ld has weekday %d, expected %d", day, calendar_weekday(day), weekday);
		weekday = (weekday + 1) % 7;
		if (!calendar_day_of(year, month, ++day_of_month, &again)) {
			day_of_month = 1;
			if (++month > 12) {
				month = 1;
				year++;
			}
		}
	}
	assert_int_equal(year, 10000);
	assert_int_equal(days, 3652059);
	assert_int_equal(calendar_weekday(20777), 5);
}

static void a_date_is_read(void **state)
{
	static const struct {
		const char *text;
		long day;
	} table[] = { { "1970-01-01", 0 },      { "1969-12-31", -1 },    { "2026-11-20", 20777 },
		      { "2024-02-29", 19782 },  { "2000-02-29", 11016 }, { "9999-12-31", 2932896 },
		      { "0001-01-01", -719162 } };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct problem problem = { 0 };
		long day = 77;

		row_true(&rows, table[i].text, calendar_parse_date(table[i].text, &day, &problem), true);
		row_number(&rows, table[i].text, (double)day, (double)table[i].day);
	}
	rows_end(&rows);
}

static void what_is_no_date_is_refused(void **state)
{
	static const struct {
		const char *text, *problem;
	} table[] = {
		{ "", "'' is not a date (such as 2026-11-20)" },
		{ "2026", "'2026' is not a date (such as 2026-11-20)" },
		{ "2026-11-2", "'2026-11-2' is not a date (such as 2026-11-20)" },
		{ "2026-11-20 ", "'2026-11-20 ' is not a date (such as 2026-11-20)" },
		{ " 2026-11-20", "' 2026-11-20' is not a date (such as 2026-11-20)" },
		{ "2026-11-201", "'2026-11-201' is not a date (such as 2026-11-20)" },
		{ "2026/11/20", "'2026/11/20' is not a date (such as 2026-11-20)" },
		{ "20261120", "'20261120' is not a date (such as 2026-11-20)" },
		{ "-026-11-20", "'-026-11-20' is not a date (such as 2026-11-20)" },
		{ "2026-+1-20", "'2026-+1-20' is not a date (such as 2026-11-20)" },
		{ "today", "'today' is not a date (such as 2026-11-20)" },
		{ "2026-02-29", "there is no 2026-02-29 in the calendar" },
		{ "1900-02-29", "there is no 1900-02-29 in the calendar" },
		{ "2026-02-30", "there is no 2026-02-30 in the calendar" },
		{ "2026-04-31", "there is no 2026-04-31 in the calendar" },
		{ "2026-00-01", "there is no 2026-00-01 in the calendar" },
		{ "2026-13-01", "there is no 2026-13-01 in the calendar" },
		{ "2026-01-00", "there is no 2026-01-00 in the calendar" },
		{ "2026-01-32", "there is no 2026-01-32 in the calendar" },
		{ "0000-01-01", "there is no 0000-01-01 in the calendar" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct problem problem = { 0 };
		long day = 77;

		row_true(&rows, table[i].text, calendar_parse_date(table[i].text, &day, &problem), false);
		row_number(&rows, table[i].text, (double)day, 77);
		row_number(&rows, table[i].text, problem.kind, PROBLEM_INPUT);
		row_text(&rows, table[i].text, problem.text, table[i].problem);
	}
	rows_end(&rows);
}

static void days_and_moments_are_written(void **state)
{
	static const struct {
		const char *zone, *moment, *day, *text, *time;
	} table[] = {
		{ "UTC", "2026-11-20 04:00:59", "2026-11-20", "2026-11-20 04:00", "04:00" },
		{ "Asia/Tokyo", "2026-11-19 19:00:00", "2026-11-20", "2026-11-20 04:00", "04:00" },
		{ "Asia/Tokyo", "2026-11-19 15:00:00", "2026-11-20", "2026-11-20 00:00", "00:00" },
		{ "America/New_York", "2026-11-20 04:59:59", "2026-11-19", "2026-11-19 23:59", "23:59" },
		{ "Europe/Berlin", "2026-03-29 01:00:00", "2026-03-29", "2026-03-29 03:00", "03:00" },
		{ "Australia/Lord_Howe", "2026-10-03 15:30:00", "2026-10-04", "2026-10-04 02:30", "02:30" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		time_t moment = utc_moment(table[i].moment);
		char text[CALENDAR_TEXT];

		enter_zone(table[i].zone);
		calendar_write_day(calendar_day(moment), text, sizeof text);
		row_text(&rows, table[i].moment, text, table[i].day);
		calendar_write_moment(moment, text, sizeof text);
		row_text(&rows, table[i].moment, text, table[i].text);
		calendar_write_time(moment, text, sizeof text);
		row_text(&rows, table[i].moment, text, table[i].time);
	}
	rows_end(&rows);
}

/* A file's time may be any number. */
static void what_lies_outside_the_years_is_answered_for_their_ends(void **state)
{
	static const char *const zones[] = { "UTC", "Asia/Tokyo", "America/New_York" };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(zones); i++) {
		char text[CALENDAR_TEXT];

		enter_zone(zones[i]);
		calendar_write_moment((time_t)INT64_MAX, text, sizeof text);
		row_text(&rows, zones[i], text, "9999-12-31 23:59");
		calendar_write_moment((time_t)INT64_MIN, text, sizeof text);
		row_text(&rows, zones[i], text, "0001-01-01 00:00");
		/* the last moment of the last year that fits into struct tm */
		calendar_write_moment((time_t)67768036191676799, text, sizeof text);
		row_text(&rows, zones[i], text, "9999-12-31 23:59");
		calendar_write_day(LONG_MAX, text, sizeof text);
		row_text(&rows, zones[i], text, "9999-12-31");
		calendar_write_day(LONG_MIN, text, sizeof text);
		row_text(&rows, zones[i], text, "0001-01-01");
		row_number(&rows, zones[i], (double)calendar_day(calendar_moment(LONG_MAX, LONG_MAX)), 2932896);
		row_number(&rows, zones[i], (double)calendar_day(calendar_moment_late(LONG_MAX, LONG_MAX)), 2932896);
		row_number(&rows, zones[i], (double)calendar_day(calendar_moment(LONG_MIN, LONG_MIN)), -719162);
		row_number(&rows, zones[i], (double)calendar_day(calendar_moment_late(LONG_MIN, LONG_MIN)), -719162);
		row_true(&rows, zones[i], calendar_weekday(LONG_MAX) >= 0 && calendar_weekday(LONG_MIN) >= 0, true);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_is_counted_from_1970_in_the_zone),
		cmocka_unit_test(a_time_of_day_is_one_moment),
		cmocka_unit_test(a_time_that_is_missing_is_the_moment_of_the_jump),
		cmocka_unit_test(of_a_time_that_comes_twice_it_is_the_first_and_late_the_second),
		cmocka_unit_test(every_quarter_around_a_jump_is_what_a_walk_finds),
		cmocka_unit_test(only_a_day_that_the_zone_left_out_does_not_exist),
		cmocka_unit_test(every_day_of_ten_thousand_years_has_its_date_and_weekday),
		cmocka_unit_test(a_date_is_read),
		cmocka_unit_test(what_is_no_date_is_refused),
		cmocka_unit_test(days_and_moments_are_written),
		cmocka_unit_test(what_lies_outside_the_years_is_answered_for_their_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
