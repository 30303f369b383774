// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Forecasts: their history as text, clocks that jump, and the pace.
 */
#include "common/files/forecast.h"

#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>

/* As it was read, written again; "" when it is refused. */
static void reread(const char *text, size_t maximum, char *written, size_t size)
{
	struct forecast_history history;
	struct buffer buffer = buffer_limited(maximum);

	written[0] = '\0';
	if (forecast_parse(text, &history)) {
		forecast_write(&history, maximum, &buffer);
		snprintf(written, size, "%s", buffer.data);
	}
	buffer_free(&buffer);
}

static const struct {
	const char *text, *written;
	size_t maximum;
} texts[] = {
	{ "20000:5", "20000:5", 100 },
	{ "20000:5,6,7", "20000:5,6,7", 100 },
	{ "20000:5,,,7", "20000:5,,,7", 100 },
	{ "20000:,,7", "20002:7", 100 },
	{ "20000:5,", "20000:5", 100 },
	{ "20000:", "", 100 },
	{ "0:0", "0:0", 100 },
	{ "20000:5,6,7", "20001:6,7", 10 },
	{ "20000:5,6,7", "20002:7", 7 },
	{ "20000:5,6,7", "", 5 },
	{ "", "", 100 },
	{ ":5", "", 100 },
	{ "20000", "", 100 },
	{ "20000:5;6", "", 100 },
	{ "20000:-5", "", 100 },
	{ "-1:5", "", 100 },
	{ "20000:5,x", "", 100 },
	{ "20000:5 ", "", 100 },
	{ "2000001:5", "", 100 },
	{ "99999999999999999999:5", "", 100 },
	{ "20000:9007199254740992", "20000:9007199254740992", 100 },
	{ "20000:9007199254740993", "", 100 },
	{ "20000:99999999999999999999999999", "", 100 },
};

static void histories_are_read_and_written(void **unused)
{
	struct rows rows = { 0 };
	char written[200];

	(void)unused;
	for (size_t i = 0; i < ROWS(texts); i++) {
		reread(texts[i].text, texts[i].maximum, written, sizeof written);
		row_text(&rows, texts[i].text, written, texts[i].written);
	}
	rows_end(&rows);
}

static void at_most_four_hundred_points_are_kept(void **unused)
{
	static struct forecast_history history;
	struct buffer text = buffer_limited(10000);

	(void)unused;
	for (int day = 20000; day < 20500; day++)
		assert_true(forecast_add(&history, day, (uint64_t)day * 1024));
	assert_int_equal(history.count, FORECAST_POINTS_MAXIMUM);
	assert_int_equal(history.points[0].day, 20100);
	assert_int_equal(history.points[399].day, 20499);
	forecast_write(&history, 10000, &text);
	assert_true(forecast_parse(text.data, &history));
	assert_int_equal(history.count, FORECAST_POINTS_MAXIMUM);
	buffer_add(&text, ",1");
	assert_false(forecast_parse(text.data, &history));
	assert_int_equal(history.count, 0);
	buffer_free(&text);
}

static void a_gap_of_years_leaves_the_last_points(void **unused)
{
	static struct forecast_history history;
	struct buffer text = buffer_limited(10000);

	(void)unused;
	assert_true(forecast_add(&history, 100, 1024));
	assert_true(forecast_add(&history, 20000, 2048));
	forecast_write(&history, 10000, &text);
	assert_string_equal(text.data, "20000:2");
	buffer_free(&text);
}

static const struct {
	const char *name, *before;
	int today;
	const char *after;
	bool changed;
} additions[] = {
	{ "the first", "", 20000, "20000:9", true },
	{ "the next day", "20000:5", 20001, "20000:5,9", true },
	{ "a day left out", "20000:5", 20002, "20000:5,,9", true },
	{ "the same day", "20000:5", 20000, "20000:5", false },
	{ "a clock that was ahead", "20000:5,6,7,,,,8", 20003, "20000:5,6,7,9", true },
	{ "a clock that was ahead, the same day", "20000:5,6,7,,,,8", 20002, "20000:5,6,7", true },
	{ "a clock that is behind", "20000:5,6,7", 0, "20000:5,6,7", false },
	{ "a clock that is behind by little", "20000:5,6,7,8,9", 20001, "20000:5,6,7,8,9", false },
	{ "too few to say which clock is wrong", "20000:5,6", 10000, "10000:9", true },
	{ "a clock that jumps ahead", "20000:5,6,7", 30000, "30000:9", true },
};

static void a_clock_that_jumps_does_no_harm(void **unused)
{
	struct rows rows = { 0 };

	(void)unused;
	for (size_t i = 0; i < ROWS(additions); i++) {
		struct forecast_history history = { .count = 0 };
		struct buffer text = buffer_limited(1000);

		if (*additions[i].before)
			row_true(&rows, additions[i].name, forecast_parse(additions[i].before, &history), true);
		row_true(&rows, additions[i].name, forecast_add(&history, additions[i].today, 9 * 1024),
			 additions[i].changed);
		forecast_write(&history, 1000, &text);
		row_text(&rows, additions[i].name, text.data, additions[i].after);
		buffer_free(&text);
	}
	rows_end(&rows);
}

static const struct {
	const char *name, *history;
	int today, days;
	uint64_t used, ceiling; /* KiB */
	size_t points;
	bool is_known;
	double pace, days_left; /* KiB a day */
} forecasts[] = {
	{ "nothing", "", 20000, 28, 10, 100, 0, false, 0, INFINITY },
	{ "two days", "20000:10,20", 20001, 28, 20, 100, 2, false, 0, INFINITY },
	{ "three days", "20000:10,20,30", 20002, 28, 30, 100, 3, true, 10, 7 },
	{ "steady", "20000:10,10,10", 20002, 28, 10, 100, 3, true, 0, INFINITY },
	{ "shrinking", "20000:30,20,10", 20002, 28, 10, 100, 3, true, -10, INFINITY },
	{ "days left out", "20000:10,,30,,,60", 20005, 28, 60, 100, 3, true, 10, 4 },
	{ "a day on which much came and went", "20000:10,20,9000,40,50,60,70", 20006, 28, 70, 100, 7, true, 10, 3 },
	{ "a step long ago", "20000:500,500,10,20,30", 20004, 3, 30, 100, 3, true, 10, 7 },
	{ "the ceiling is reached", "20000:10,20,30", 20002, 28, 100, 100, 3, true, 10, 0 },
	{ "the ceiling is exceeded", "20000:10,20,30", 20002, 28, 200, 100, 3, true, 10, 0 },
	{ "more than the last point", "20000:10,20,30", 20002, 28, 90, 100, 3, true, 10, 1 },
	{ "old points alone", "20000:10,20,30", 21000, 28, 30, 100, 0, false, 0, INFINITY },
	{ "points in the future alone", "20000:10,20,30", 10000, 28, 30, 100, 0, false, 0, INFINITY },
	{ "an even number of slopes", "20000:0,10,40,60", 20003, 28, 60, 100, 4, true, 20, 2 },
};

static void the_pace_is_that_of_most_days(void **unused)
{
	struct rows rows = { 0 };

	(void)unused;
	for (size_t i = 0; i < ROWS(forecasts); i++) {
		struct forecast_history history = { .count = 0 };
		struct forecast found;
		const char *name = forecasts[i].name;

		if (*forecasts[i].history)
			row_true(&rows, name, forecast_parse(forecasts[i].history, &history), true);
		found = forecast_predict(&history, forecasts[i].today, forecasts[i].days, forecasts[i].used * 1024,
					 forecasts[i].ceiling * 1024);
		row_number(&rows, name, (double)found.points, (double)forecasts[i].points);
		row_true(&rows, name, found.is_known, forecasts[i].is_known);
		row_number(&rows, name, found.bytes_per_day, forecasts[i].pace * 1024);
		row_number(&rows, name, found.days_left, forecasts[i].days_left);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(histories_are_read_and_written),
		cmocka_unit_test(at_most_four_hundred_points_are_kept),
		cmocka_unit_test(a_gap_of_years_leaves_the_last_points),
		cmocka_unit_test(a_clock_that_jumps_does_no_harm),
		cmocka_unit_test(the_pace_is_that_of_most_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
