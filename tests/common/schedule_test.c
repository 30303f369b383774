// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/schedule.h"

#include "tests/common/moments.h"

/* The schedule of `text`; a test fails on one that is none. */
static struct schedule schedule_of(const char *text)
{
	struct schedule schedule = { .count = 0 };
	struct problem problem = { 0 };

	if (!schedule_add(text, &schedule, &problem))
		fail_msg("%s", problem.text);
	return schedule;
}

struct text_row {
	const char *text, *canonical;
};

static void try_texts(const struct text_row *table, size_t count)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct schedule schedule = { .count = 0 };
		struct schedule again = { .count = 0 };
		struct problem problem = { 0 };
		char text[SCHEDULE_TEXT];

		if (!row_true(&rows, table[i].text, schedule_add(table[i].text, &schedule, &problem), true))
			continue;
		schedule_write(&schedule, text, sizeof text);
		row_text(&rows, table[i].text, text, table[i].canonical);
		row_true(&rows, text, schedule_add(text, &again, &problem), true);
		row_true(&rows, text, again.count == schedule.count, true);
		for (size_t j = 0; j < schedule.count && j < again.count; j++)
			row_true(&rows, text,
				 schedule.times[j].minute == again.times[j].minute &&
					 schedule.times[j].weekdays == again.times[j].weekdays,
				 true);
	}
	rows_end(&rows);
}

static void times_are_read(void **state)
{
	static const struct text_row table[] = {
		{ "04:00", "04:00" },
		{ "4:00", "04:00" },
		{ "00:00", "00:00" },
		{ "0:00", "00:00" },
		{ "23:59", "23:59" },
		{ "04:00,16:00", "04:00,16:00" },
		{ "16:00,04:00", "04:00,16:00" },
		{ "04:00,04:00", "04:00" },
		{ "04:00,4:00,04:01", "04:00,04:01" },
	};

	(void)state;
	try_texts(table, ROWS(table));
}

static void weekdays_are_read(void **state)
{
	static const struct text_row table[] = {
		{ "mon 04:00", "mon 04:00" },
		{ "sun 04:00", "sun 04:00" },
		{ "mon-fri 04:00", "mon-fri 04:00" },
		{ "sat,sun 12:30", "sat,sun 12:30" },
		{ "sun,sat 12:30", "sat,sun 12:30" },
		{ "MON-Fri 04:00", "mon-fri 04:00" },
		{ "Tue,wEd,THU 04:00", "tue-thu 04:00" },
		{ "mon,wed,fri,sun 04:00", "mon,wed,fri,sun 04:00" },
		{ "mon-wed,tue-thu 04:00", "mon-thu 04:00" },
		{ "mon-tue 04:00", "mon,tue 04:00" },
		{ "mon-mon 04:00", "mon 04:00" },
		{ "mon-sun 04:00", "04:00" },
		{ "mon,tue,wed,thu,fri,sat,sun 04:00", "04:00" },
		{ "mon-tue,thu,sat-sun 4:00,16:00", "mon,tue,thu,sat,sun 04:00,16:00" },
	};

	(void)state;
	try_texts(table, ROWS(table));
}

static void a_range_goes_round_the_end_of_the_week(void **state)
{
	static const struct text_row table[] = {
		{ "sat-mon 04:00", "mon,sat,sun 04:00" },
		{ "sun-mon 04:00", "mon,sun 04:00" },
		{ "fri-tue 04:00", "mon,tue,fri-sun 04:00" },
		{ "sun-sat 04:00", "04:00" },
		{ "tue-mon 04:00", "04:00" },
		{ "fri-mon,wed 04:00", "mon,wed,fri-sun 04:00" },
	};

	(void)state;
	try_texts(table, ROWS(table));
}

static void several_rules_are_read(void **state)
{
	static const struct text_row table[] = {
		{ "mon-fri 04:00;sat,sun 12:30", "mon-fri 04:00; sat,sun 12:30" },
		{ "sat,sun 12:30; mon-fri 04:00,16:00", "mon-fri 04:00,16:00; sat,sun 12:30" },
		{ "mon 04:00;tue 04:00", "mon,tue 04:00" },
		{ "mon-fri 04:00;sat,sun 04:00", "04:00" },
		{ "04:00;mon 04:00", "04:00" },
		{ "04:00;mon 05:00;06:00", "04:00,06:00; mon 05:00" },
		{ "04:00;16:00", "04:00,16:00" },
	};

	(void)state;
	try_texts(table, ROWS(table));
}

static void blanks_stand_between_words_and_signs(void **state)
{
	static const struct text_row table[] = {
		{ " 04:00 ", "04:00" },
		{ "\t04:00\t", "04:00" },
		{ "04:00 , 16:00", "04:00,16:00" },
		{ "mon - fri , sun   04:00 ; 16:00", "mon-fri,sun 04:00; 16:00" },
		{ "mon\t04:00", "mon 04:00" },
	};

	(void)state;
	try_texts(table, ROWS(table));
}

static const char *const no_schedules[] = {
	/* no time of day */
	"24:00", "25:00", "4:60", "04:6", "04:600", "004:00", "04", "0400", "4", ":00", "04:", "4:0", "04:00:00",
	"-4:00", "+4:00", "04.00", "04h00", "4pm", "04:00pm", "0x4:00", "04: 00", "04 :00", "99:99", "\xd9\xa4:00",
	/* nothing */
	"", " ", ";", ",", "-",
	/* no weekday */
	"monday 04:00", "mo 04:00", "m 04:00", "Montag 04:00", "mon1 04:00", "xyz 04:00", "daily 04:00", "* 04:00",
	"mon.fri 04:00", "mon..fri 04:00", "mon-fri-sun 04:00", "mon- 04:00", "-fri 04:00", "mon, 04:00", ",mon 04:00",
	"mon,,tue 04:00", "mon tue 04:00",
	/* half a rule, or one turned round */
	"mon", "mon-fri", "mon04:00", "04:00 mon", "04:00 mon-fri", "mon,04:00", "04:00,mon", "04:00-16:00",
	/* rubbish behind */
	"04:00,", "04:00;", "04:00;;16:00", "04:00 16:00", "04:00x", "04:00 x", "04:00\n", "mon 04:00; ",
	"mon 04:00;tue", "04:00|", "04:00 # early", "04:00,16:00,24:00"
};

static void what_is_no_schedule_is_refused_and_the_plan_stays(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(no_schedules); i++) {
		struct schedule schedule = schedule_of("12:34");
		struct problem problem = { 0 };
		char expected[400];
		char text[SCHEDULE_TEXT];

		snprintf(expected, sizeof expected,
			 "'%s' is not a schedule (expected times from 00:00 to 23:59 with or without weekdays, such as "
			 "04:00 or 'mon-fri 04:00,16:00; sat,sun 12:30')",
			 no_schedules[i]);
		row_true(&rows, no_schedules[i], schedule_add(no_schedules[i], &schedule, &problem), false);
		row_number(&rows, no_schedules[i], problem.kind, PROBLEM_INPUT);
		row_text(&rows, no_schedules[i], problem.text, expected);
		schedule_write(&schedule, text, sizeof text);
		row_text(&rows, no_schedules[i], text, "12:34");
	}
	rows_end(&rows);
}

static void a_repeated_option_adds_to_the_plan(void **state)
{
	struct schedule schedule = { .count = 0 };
	struct problem problem = { 0 };
	char text[SCHEDULE_TEXT];

	(void)state;
	schedule_write(&schedule, text, sizeof text);
	assert_string_equal(text, "");
	assert_true(schedule_add("mon-fri 04:00", &schedule, &problem));
	assert_true(schedule_add("sat 12:30", &schedule, &problem));
	assert_true(schedule_add("sun 12:30,04:00", &schedule, &problem));
	schedule_write(&schedule, text, sizeof text);
	assert_string_equal(text, "mon-fri,sun 04:00; sat,sun 12:30");
}

static void more_than_64_times_of_day_are_refused(void **state)
{
	struct schedule schedule = { .count = 0 };
	struct problem problem = { 0 };
	char text[SCHEDULE_TEXT];

	(void)state;
	for (int i = 0; i < SCHEDULE_TIMES_MAXIMUM; i++) {
		snprintf(text, sizeof text, "%02d:%02d", 23 - i / 60, i % 60);
		assert_true(schedule_add(text, &schedule, &problem));
	}
	assert_true(schedule_add("23:00", &schedule, &problem));
	assert_false(schedule_add("00:00", &schedule, &problem));
	assert_int_equal(problem.kind, PROBLEM_INPUT);
	assert_string_equal(problem.text, "more than 64 times of day");
	assert_int_equal(schedule.count, SCHEDULE_TIMES_MAXIMUM);
}

/* No two times have the same weekdays, so none shares a rule. */
static void a_full_plan_fits_into_its_text(void **state)
{
	struct schedule schedule = { .count = 0 };
	struct schedule again = { .count = 0 };
	struct problem problem = { 0 };
	char text[SCHEDULE_TEXT];
	char rule[64];

	(void)state;
	for (int i = 0; i < SCHEDULE_TIMES_MAXIMUM; i++) {
		snprintf(rule, sizeof rule, "%02d:%02d", i / 60, i % 60);
		assert_true(schedule_add(rule, &schedule, &problem));
		schedule.times[i].weekdays = (unsigned char)(i * 2 + 1);
	}
	schedule_write(&schedule, text, sizeof text);
	assert_true(strlen(text) + 1 < sizeof text);
	assert_true(schedule_add(text, &again, &problem));
	assert_int_equal(again.count, schedule.count);
	for (size_t i = 0; i < again.count; i++)
		assert_int_equal(again.times[i].weekdays, schedule.times[i].weekdays);
}

static void a_text_that_does_not_fit_is_cut(void **state)
{
	struct schedule schedule = schedule_of("mon-fri 04:00,16:00; sat,sun 12:30");
	char text[10];

	(void)state;
	schedule_write(&schedule, text, sizeof text);
	assert_string_equal(text, "mon-fri 0");
}

/* `now`, `last` and `next` are UTC. */
struct run_row {
	const char *zone, *schedule, *now, *last, *next;
};

static void try_runs(const struct run_row *table, size_t count)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct schedule schedule = schedule_of(table[i].schedule);
		time_t now = utc_moment(table[i].now);
		time_t run = 0;
		char row[200];
		char text[MOMENT_TEXT];

		enter_zone(table[i].zone);
		snprintf(row, sizeof row, "%s %s at %s: last", table[i].zone, table[i].schedule, table[i].now);
		row_true(&rows, row, schedule_last(&schedule, now, &run), true);
		row_text(&rows, row, utc_text(run, text), table[i].last);
		snprintf(row, sizeof row, "%s %s at %s: next", table[i].zone, table[i].schedule, table[i].now);
		row_true(&rows, row, schedule_next(&schedule, now, &run), true);
		row_text(&rows, row, utc_text(run, text), table[i].next);
	}
	rows_end(&rows);
}

static void the_last_run_is_at_or_before_now_and_the_next_after(void **state)
{
	static const struct run_row table[] = {
		{ "UTC", "04:00", "2026-11-20 03:59:59", "2026-11-19 04:00:00", "2026-11-20 04:00:00" },
		{ "UTC", "04:00", "2026-11-20 04:00:00", "2026-11-20 04:00:00", "2026-11-21 04:00:00" },
		{ "UTC", "04:00", "2026-11-20 04:00:01", "2026-11-20 04:00:00", "2026-11-21 04:00:00" },
		{ "UTC", "00:00", "2026-11-20 00:00:00", "2026-11-20 00:00:00", "2026-11-21 00:00:00" },
		{ "UTC", "00:00", "2026-11-20 23:59:59", "2026-11-20 00:00:00", "2026-11-21 00:00:00" },
		{ "UTC", "23:59", "2026-12-31 23:59:59", "2026-12-31 23:59:00", "2027-01-01 23:59:00" },
		{ "UTC", "04:00", "2028-02-29 12:00:00", "2028-02-29 04:00:00", "2028-03-01 04:00:00" },
		{ "Asia/Tokyo", "04:00", "2026-11-19 18:59:59", "2026-11-18 19:00:00", "2026-11-19 19:00:00" },
		{ "Asia/Tokyo", "04:00", "2026-11-19 19:00:00", "2026-11-19 19:00:00", "2026-11-20 19:00:00" },
		{ "Asia/Tokyo", "04:00", "2026-11-20 12:00:00", "2026-11-19 19:00:00", "2026-11-20 19:00:00" },
	};

	(void)state;
	try_runs(table, ROWS(table));
}

static void several_times_a_day_come_in_turn(void **state)
{
	static const struct run_row table[] = {
		{ "Asia/Tokyo", "04:00,16:00", "2026-11-20 00:00:00", "2026-11-19 19:00:00", "2026-11-20 07:00:00" },
		{ "Asia/Tokyo", "16:00,04:00", "2026-11-20 12:00:00", "2026-11-20 07:00:00", "2026-11-20 19:00:00" },
		{ "UTC", "04:00,04:01,04:02", "2026-11-20 04:01:00", "2026-11-20 04:01:00", "2026-11-20 04:02:00" },
	};

	(void)state;
	try_runs(table, ROWS(table));
}

/* 2026-11-20 is a Friday. */
static void a_rule_holds_on_its_weekdays(void **state)
{
	static const struct run_row table[] = {
		{ "UTC", "mon-fri 04:00", "2026-11-20 12:00:00", "2026-11-20 04:00:00", "2026-11-23 04:00:00" },
		{ "UTC", "mon-fri 04:00", "2026-11-22 12:00:00", "2026-11-20 04:00:00", "2026-11-23 04:00:00" },
		{ "UTC", "sat,sun 12:30", "2026-11-20 12:00:00", "2026-11-15 12:30:00", "2026-11-21 12:30:00" },
		{ "UTC", "sat-mon 12:30", "2026-11-20 12:00:00", "2026-11-16 12:30:00", "2026-11-21 12:30:00" },
		{ "UTC", "fri 12:00", "2026-11-20 11:59:59", "2026-11-13 12:00:00", "2026-11-20 12:00:00" },
		{ "UTC", "fri 12:00", "2026-11-20 12:00:00", "2026-11-20 12:00:00", "2026-11-27 12:00:00" },
		{ "UTC", "mon-fri 04:00; sat,sun 12:30", "2026-11-21 05:00:00", "2026-11-20 04:00:00",
		  "2026-11-21 12:30:00" },
		{ "UTC", "mon-fri 04:00; sat,sun 12:30", "2026-11-22 13:00:00", "2026-11-22 12:30:00",
		  "2026-11-23 04:00:00" },
		/* the weekday is that of the zone: Saturday 04:00 in Tokyo is Friday in UTC */
		{ "Asia/Tokyo", "sat 04:00", "2026-11-20 18:59:59", "2026-11-13 19:00:00", "2026-11-20 19:00:00" },
		{ "America/New_York", "thu 23:00", "2026-11-20 04:00:00", "2026-11-20 04:00:00",
		  "2026-11-27 04:00:00" },
	};

	(void)state;
	try_runs(table, ROWS(table));
}

static void a_run_in_the_missing_hour_happens_at_the_jump(void **state)
{
	static const struct run_row table[] = {
		{ "Europe/Berlin", "02:30", "2026-03-29 00:59:59", "2026-03-28 01:30:00", "2026-03-29 01:00:00" },
		{ "Europe/Berlin", "02:30", "2026-03-29 01:00:00", "2026-03-29 01:00:00", "2026-03-30 00:30:00" },
		{ "Europe/Berlin", "02:00", "2026-03-29 00:59:59", "2026-03-28 01:00:00", "2026-03-29 01:00:00" },
		{ "Europe/Berlin", "03:00", "2026-03-29 01:00:00", "2026-03-29 01:00:00", "2026-03-30 01:00:00" },
		{ "America/New_York", "02:15", "2026-03-08 12:00:00", "2026-03-08 07:00:00", "2026-03-09 06:15:00" },
		{ "Australia/Lord_Howe", "02:15", "2026-10-03 15:29:59", "2026-10-02 15:45:00", "2026-10-03 15:30:00" },
		{ "Australia/Lord_Howe", "02:15", "2026-10-03 15:30:00", "2026-10-03 15:30:00", "2026-10-04 15:15:00" },
		{ "America/Sao_Paulo", "00:00", "2018-11-04 02:59:59", "2018-11-03 03:00:00", "2018-11-04 03:00:00" },
		{ "America/Sao_Paulo", "sun 00:30", "2018-11-04 03:00:00", "2018-11-04 03:00:00",
		  "2018-11-11 02:30:00" },
	};

	(void)state;
	try_runs(table, ROWS(table));
}

static void a_run_in_the_doubled_hour_happens_once_the_first_time(void **state)
{
	static const struct run_row table[] = {
		{ "Europe/Berlin", "02:30", "2026-10-25 00:29:59", "2026-10-24 00:30:00", "2026-10-25 00:30:00" },
		{ "Europe/Berlin", "02:30", "2026-10-25 00:30:00", "2026-10-25 00:30:00", "2026-10-26 01:30:00" },
		{ "Europe/Berlin", "02:30", "2026-10-25 01:15:00", "2026-10-25 00:30:00", "2026-10-26 01:30:00" },
		{ "Europe/Berlin", "02:30", "2026-10-25 01:30:00", "2026-10-25 00:30:00", "2026-10-26 01:30:00" },
		{ "Europe/Berlin", "03:00", "2026-10-25 01:30:00", "2026-10-24 01:00:00", "2026-10-25 02:00:00" },
		{ "America/New_York", "01:30", "2026-11-01 06:30:00", "2026-11-01 05:30:00", "2026-11-02 06:30:00" },
		{ "Australia/Lord_Howe", "01:45", "2026-04-04 15:15:00", "2026-04-04 14:45:00", "2026-04-05 15:15:00" },
		/* the clock falls back from 00:01 on Sunday to 23:01 on Saturday */
		{ "America/St_Johns", "00:00", "2006-10-29 02:45:00", "2006-10-29 02:30:00", "2006-10-30 03:30:00" },
		{ "America/St_Johns", "23:30", "2006-10-29 03:15:00", "2006-10-29 02:00:00", "2006-10-30 03:00:00" },
	};

	(void)state;
	try_runs(table, ROWS(table));
}

static void the_days_around_a_jump_keep_their_time(void **state)
{
	static const struct run_row table[] = {
		{ "Europe/Berlin", "04:00", "2026-03-29 00:00:00", "2026-03-28 03:00:00", "2026-03-29 02:00:00" },
		{ "Europe/Berlin", "04:00", "2026-10-25 00:00:00", "2026-10-24 02:00:00", "2026-10-25 03:00:00" },
		{ "America/New_York", "04:00", "2026-03-08 05:00:00", "2026-03-07 09:00:00", "2026-03-08 08:00:00" },
		{ "Australia/Lord_Howe", "04:00", "2026-10-03 15:00:00", "2026-10-02 17:30:00", "2026-10-03 17:00:00" },
	};

	(void)state;
	try_runs(table, ROWS(table));
}

/* 2011-12-30, a Friday, was left out. */
static void a_day_that_the_zone_leaves_out_has_no_runs(void **state)
{
	static const struct run_row table[] = {
		{ "Pacific/Apia", "04:00", "2011-12-29 14:00:00", "2011-12-29 14:00:00", "2011-12-30 14:00:00" },
		{ "Pacific/Apia", "04:00", "2011-12-30 10:00:00", "2011-12-29 14:00:00", "2011-12-30 14:00:00" },
		{ "Pacific/Apia", "fri 04:00", "2011-12-30 12:00:00", "2011-12-23 14:00:00", "2012-01-05 14:00:00" },
		{ "Pacific/Apia", "fri 04:00", "2012-01-05 13:59:59", "2011-12-23 14:00:00", "2012-01-05 14:00:00" },
	};

	(void)state;
	try_runs(table, ROWS(table));
}

static void runs_that_fall_on_one_moment_are_one(void **state)
{
	static const struct run_row table[] = {
		{ "Europe/Berlin", "02:00,02:15,02:45,03:00,04:00", "2026-03-29 00:00:00", "2026-03-28 03:00:00",
		  "2026-03-29 01:00:00" },
		{ "Europe/Berlin", "02:00,02:15,02:45,03:00,04:00", "2026-03-29 01:00:00", "2026-03-29 01:00:00",
		  "2026-03-29 02:00:00" },
	};

	(void)state;
	try_runs(table, ROWS(table));
}

static void the_plan_without_runs_has_none(void **state)
{
	struct schedule schedule = { .count = 0 };
	time_t run = 77;

	(void)state;
	assert_false(schedule_last(&schedule, 1000000, &run));
	assert_false(schedule_next(&schedule, 1000000, &run));
	assert_int_equal(run, 77);
}

static void after_the_year_9999_there_is_no_next_run(void **state)
{
	struct schedule schedule = schedule_of("04:00");
	time_t run = 77;

	(void)state;
	enter_zone("Asia/Tokyo");
	assert_false(schedule_next(&schedule, (time_t)INT64_MAX, &run));
	assert_int_equal(run, 77);
	assert_true(schedule_last(&schedule, (time_t)INT64_MAX, &run));
	assert_int_equal(run, 253402196400); /* 9999-12-30 19:00 UTC */
}

/* Forward from each run to the next, backward from each to the one before: the same runs. */
static void count_a_year(struct rows *rows, const char *zone, const char *text, const char *from, double expected)
{
	struct schedule schedule = schedule_of(text);
	time_t runs[1200];
	time_t start = utc_moment(from);
	time_t at = start;
	size_t count = 0;
	char row[200];

	snprintf(row, sizeof row, "%s %s from %s", zone, text, from);
	enter_zone(zone);
	while (count < ROWS(runs) && schedule_next(&schedule, at, &runs[count]) && runs[count] <= start + 365 * 86400) {
		if (runs[count] <= at)
			fail_msg("%s: run %zu does not come after the one before", row, count);
		at = runs[count++];
	}
	row_number(rows, row, (double)count, expected);
	for (size_t i = count; i > 0; i--) {
		time_t run = 0;

		row_true(rows, row, schedule_last(&schedule, at, &run) && run == runs[i - 1], true);
		at = run - 1;
	}
}

static void a_year_has_its_runs_forward_and_backward(void **state)
{
	static const struct {
		const char *zone, *text, *from;
		double count;
	} table[] = {
		{ "UTC", "04:00", "2026-01-01 00:00:00", 365 },
		{ "Asia/Tokyo", "04:00", "2026-01-01 00:00:00", 365 },
		{ "Asia/Tokyo", "04:00,12:00,20:00", "2026-01-01 00:00:00", 1095 },
		{ "Europe/Berlin", "02:30", "2026-01-01 00:00:00", 365 },
		{ "Europe/Berlin", "00:30,02:00,02:30", "2026-01-01 00:00:00", 1094 },
		{ "America/New_York", "01:30,02:30", "2026-01-01 05:00:00", 730 },
		{ "Australia/Lord_Howe", "01:45,02:15", "2026-01-01 00:00:00", 730 },
		{ "America/St_Johns", "00:00,23:30", "2006-01-01 00:00:00", 730 },
		{ "Pacific/Apia", "04:00", "2011-06-01 00:00:00", 365 },
		{ "Pacific/Apia", "fri 04:00", "2011-06-01 00:00:00", 51 },
		{ "Asia/Tokyo", "mon-fri 04:00", "2026-01-01 00:00:00", 261 },
		{ "Asia/Tokyo", "mon-fri 04:00; sat,sun 12:30", "2026-01-01 00:00:00", 365 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++)
		count_a_year(&rows, table[i].zone, table[i].text, table[i].from, table[i].count);
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_read),
		cmocka_unit_test(weekdays_are_read),
		cmocka_unit_test(a_range_goes_round_the_end_of_the_week),
		cmocka_unit_test(several_rules_are_read),
		cmocka_unit_test(blanks_stand_between_words_and_signs),
		cmocka_unit_test(what_is_no_schedule_is_refused_and_the_plan_stays),
		cmocka_unit_test(a_repeated_option_adds_to_the_plan),
		cmocka_unit_test(more_than_64_times_of_day_are_refused),
		cmocka_unit_test(a_full_plan_fits_into_its_text),
		cmocka_unit_test(a_text_that_does_not_fit_is_cut),
		cmocka_unit_test(the_last_run_is_at_or_before_now_and_the_next_after),
		cmocka_unit_test(several_times_a_day_come_in_turn),
		cmocka_unit_test(a_rule_holds_on_its_weekdays),
		cmocka_unit_test(a_run_in_the_missing_hour_happens_at_the_jump),
		cmocka_unit_test(a_run_in_the_doubled_hour_happens_once_the_first_time),
		cmocka_unit_test(the_days_around_a_jump_keep_their_time),
		cmocka_unit_test(a_day_that_the_zone_leaves_out_has_no_runs),
		cmocka_unit_test(runs_that_fall_on_one_moment_are_one),
		cmocka_unit_test(the_plan_without_runs_has_none),
		cmocka_unit_test(after_the_year_9999_there_is_no_next_run),
		cmocka_unit_test(a_year_has_its_runs_forward_and_backward),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
