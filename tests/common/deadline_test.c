// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/deadline.h"

#include "tests/common/rows.h"

#include <limits.h>
#include <poll.h>

/* A test may be held up by others; it is never early. */
static const double slack_seconds = 5;

static void the_clock_goes_forward(void **state)
{
	double before = deadline_clock();

	(void)state;
	poll(NULL, 0, 20);
	assert_true(deadline_clock() - before >= 0.019);
	assert_true(deadline_clock() - before < slack_seconds);
}

static void what_is_left_is_never_below_zero(void **state)
{
	static const struct {
		const char *row;
		double seconds;
		bool passed;
		double least, most;
	} table[] = {
		{ "in an hour", 3600, false, 3600 - 5, 3600 },
		{ "in a century", 3.2e9, false, 3.1e9, 3.2e9 },
		{ "now", 0, true, 0, 0 },
		{ "a second ago", -1, true, 0, 0 },
		{ "long ago", -1e9, true, 0, 0 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct deadline deadline = deadline_in(table[i].seconds);
		double left = deadline_left(&deadline);

		row_true(&rows, table[i].row, left >= table[i].least && left <= table[i].most, true);
		row_true(&rows, table[i].row, deadline_passed(&deadline), table[i].passed);
	}
	rows_end(&rows);
}

static void the_earlier_of_two_deadlines_counts(void **state)
{
	static const struct {
		const char *row;
		double deadline, within;
		double least, most;
	} table[] = {
		{ "the step is shorter", 3600, 60, 55, 60 },     { "the deadline is sooner", 60, 3600, 55, 60 },
		{ "the step takes no time", 3600, 0, 0, 0 },     { "the deadline has passed", -5, 60, 0, 0 },
		{ "a step of negative length", 3600, -1, 0, 0 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct deadline deadline = deadline_in(table[i].deadline);
		struct deadline sooner = deadline_within(&deadline, table[i].within);
		double left = deadline_left(&sooner);

		row_true(&rows, table[i].row, left >= table[i].least && left <= table[i].most, true);
	}
	rows_end(&rows);
}

static void poll_gets_whole_milliseconds_within_an_int(void **state)
{
	static const struct {
		const char *row;
		double seconds;
		int least, most;
	} table[] = {
		{ "an hour", 3600, 3600000 - 5000, 3600001 },
		{ "more than an int holds", 1e9, INT_MAX, INT_MAX },
		{ "the largest int", 2147483.648, INT_MAX - 5000, INT_MAX },
		{ "passed", 0, 0, 0 },
		{ "long passed", -1e9, 0, 0 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct deadline deadline = deadline_in(table[i].seconds);
		int milliseconds = deadline_poll_ms(&deadline);

		row_true(&rows, table[i].row, milliseconds >= table[i].least && milliseconds <= table[i].most, true);
	}
	rows_end(&rows);
}

static void a_wait_that_ends_has_reached_the_deadline(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++) {
		struct deadline deadline = deadline_in(0.0004 * (i + 1));

		poll(NULL, 0, deadline_poll_ms(&deadline));
		assert_true(deadline_passed(&deadline));
		assert_int_equal(deadline_poll_ms(&deadline), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_clock_goes_forward),
		cmocka_unit_test(what_is_left_is_never_below_zero),
		cmocka_unit_test(the_earlier_of_two_deadlines_counts),
		cmocka_unit_test(poll_gets_whole_milliseconds_within_an_int),
		cmocka_unit_test(a_wait_that_ends_has_reached_the_deadline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
