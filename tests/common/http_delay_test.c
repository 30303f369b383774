// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Delays: when they begin, run and end, and what is said of them.
 */
#include "common/net/http_delay_memory.h"

#include "tests/common/judged.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* 2026-01-02T03:04:05Z */
enum { NOW = 1767323045 };

static const struct {
	const char *name;
	struct http_delay before;
	double seconds;
	struct http_delay after;
} steps[] = {
	{ "fast stays fast", { 0 }, 0.5, { 0 } },
	{ "just below the limit", { 0 }, 2.999, { 0 } },
	{ "at the limit it begins", { 0 }, 3, { true, NOW, 3, 1 } },
	{ "above it begins", { 0 }, 4.5, { true, NOW, 4.5, 1 } },
	{ "it goes on", { true, NOW - 600, 4, 3 }, 3.5, { true, NOW - 600, 4, 4 } },
	{ "and gets worse", { true, NOW - 600, 4, 3 }, 9, { true, NOW - 600, 9, 4 } },
	{ "one that is fast ends it", { true, NOW - 600, 4, 3 }, 2, { 0 } },
	{ "none that was measured changes nothing", { true, NOW - 600, 4, 3 }, NAN, { true, NOW - 600, 4, 3 } },
	{ "nor begins it", { 0 }, NAN, { 0 } },
	{ "a clock set back lets it begin now", { true, NOW + 600, 4, 3 }, 5, { true, NOW, 5, 4 } },
	{ "it was seen two hours ago", { true, NOW - 9000, 4, 3, NOW - 7200 }, 5, { true, NOW - 9000, 5, 4 } },
	{ "longer ago: another one begins", { true, NOW - 9000, 4, 3, NOW - 7201 }, 5, { true, NOW, 5, 1 } },
};

static void expect_delay(struct rows *rows, const char *name, const struct http_delay *found,
			 const struct http_delay *expected)
{
	row_true(rows, name, found->is_running, expected->is_running);
	row_number(rows, name, (double)found->since, (double)expected->since);
	row_number(rows, name, found->worst_seconds, expected->worst_seconds);
	row_number(rows, name, (double)found->answers, (double)expected->answers);
}

static void answers_make_a_delay(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(steps); i++) {
		struct http_delay after = http_delay_update(&steps[i].before, 3, steps[i].seconds, NOW);

		expect_delay(&rows, steps[i].name, &after, &steps[i].after);
	}
	rows_end(&rows);
}

static void a_state_carries_it(void **state)
{
	struct state carried = state_empty("test");
	struct http_delay delay = { true, NOW, 4.25, 7, NOW + 60 };
	struct rows rows = { 0 };
	struct http_delay read;

	(void)state;
	assert_true(http_delay_write(&delay, &carried));
	read = http_delay_read(&carried);
	expect_delay(&rows, "written and read", &read, &delay);
	assert_int_equal(read.seen, NOW + 60);
	assert_true(http_delay_write(&(struct http_delay){ 0 }, &carried));
	read = http_delay_read(&carried);
	expect_delay(&rows, "ended", &read, &(struct http_delay){ 0 });
	assert_int_equal(carried.count, 0);
	assert_true(state_set(&carried, "delay.since", "-1"));
	assert_false(http_delay_read(&carried).is_running);
	assert_true(state_set(&carried, "delay.since", "1e300"));
	assert_false(http_delay_read(&carried).is_running);
	assert_true(state_set(&carried, "delay.since", "soon"));
	assert_false(http_delay_read(&carried).is_running);
	state_close(&carried);
	rows_end(&rows);
}

static const struct {
	const char *name;
	struct http_delay_memory memory;
	const char *line;
} judgements[] = {
	{ "none", { .damaged = "" }, "HTTP UNKNOWN - nothing was found to judge | delay=0.000000s;;;0.000000\n" },
	{ "it has begun",
	  { .delay = { true, NOW, 3.5, 1 } },
	  "HTTP WARNING - answers have taken 3 s or more since 2026-01-02T03:04:05Z, for 0 s (critical at 1 h), up to "
	  "3.500 s | delay=0.000000s;;;0.000000\n" },
	{ "a second before the hour",
	  { .delay = { true, NOW - 3599, 3.5, 9 } },
	  "HTTP WARNING - answers have taken 3 s or more since 2026-01-02T02:04:06Z, for 59 min 59 s (critical at 1 "
	  "h), "
	  "up to 3.500 s | delay=3599.000000s;;;0.000000\n" },
	{ "the hour is full",
	  { .delay = { true, NOW - 3600, 3.5, 9 } },
	  "HTTP CRITICAL - answers have taken 3 s or more since 2026-01-02T02:04:05Z, for 1 h (critical at 1 h), up to "
	  "3.500 s | delay=3600.000000s;;;0.000000\n" },
	{ "a damaged state is told",
	  { .damaged = "http-delay-1" },
	  "HTTP WARNING - state 'http-delay-1' was damaged: it is now 'http-delay-1.damaged', and what it said of "
	  "delays "
	  "is lost | delay=0.000000s;;;0.000000\n" },
	{ "one that cannot be saved too",
	  { .problem = { PROBLEM_SYSTEM, "state 'x': cannot save it: No space left on device" } },
	  "HTTP UNKNOWN - since when answers are slow cannot be remembered: state 'x': cannot save it: No space left "
	  "on "
	  "device | delay=0.000000s;;;0.000000\n" },
};

static void a_delay_is_judged(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(judgements); i++) {
		struct result *result = judged_new("HTTP");

		http_delay_memory_judge(&judgements[i].memory, 3, 3600, NOW, result);
		row_judged(&rows, judgements[i].name, result, judgements[i].line);
	}
	rows_end(&rows);
}

static void it_survives_from_run_to_run(void **state)
{
	char folder[] = "/tmp/http_delay_test.XXXXXX";
	struct deadline deadline = deadline_in(5);
	struct http_delay_memory memory;
	char command[100];

	(void)state;
	assert_non_null(mkdtemp(folder));
	http_delay_remember(folder, "http://a/", NULL, 3, 4, NOW, &deadline, &memory);
	assert_int_equal(memory.problem.kind, PROBLEM_NONE);
	http_delay_remember(folder, "http://a/", NULL, 3, 5, NOW + 60, &deadline, &memory);
	assert_true(memory.delay.is_running);
	assert_int_equal(memory.delay.since, NOW);
	assert_int_equal(memory.delay.answers, 2);
	/* Another address of the same page has a delay of its own. */
	http_delay_remember(folder, "http://a/", "192.0.2.1", 3, 1, NOW + 60, &deadline, &memory);
	assert_false(memory.delay.is_running);
	http_delay_remember(folder, "http://a/", NULL, 3, 1, NOW + 120, &deadline, &memory);
	assert_false(memory.delay.is_running);
	http_delay_remember("/nonexistent", "http://a/", NULL, 3, 4, NOW, &deadline, &memory);
	assert_int_equal(memory.problem.kind, PROBLEM_SYSTEM);
	assert_true(memory.delay.is_running);
	snprintf(command, sizeof command, "rm -r '%s'", folder);
	assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the name is ours */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_make_a_delay),
		cmocka_unit_test(a_state_carries_it),
		cmocka_unit_test(a_delay_is_judged),
		cmocka_unit_test(it_survives_from_run_to_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
