// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/result.h"

#include "tests/common/rows.h"

#include <stdio.h>
#include <unistd.h>

/* Says the states that the letters stand for (O, W, C, U); `(` opens a part, `)` closes it. */
static struct result *grow(const char *shape)
{
	struct result *root = result_new("TEST");
	struct result *path[10] = { root };
	size_t depth = 0;

	assert_non_null(root);
	for (; *shape; shape++) {
		if (*shape == '(') {
			path[depth + 1] = result_part(path[depth], "part");
			depth++;
		} else if (*shape == ')') {
			depth--;
		} else {
			result_say(path[depth], (enum status)(strchr("OWCU", *shape) - "OWCU"), "%c", *shape);
		}
	}
	return root;
}

static void the_worst_state_in_the_tree_counts(void **state)
{
	static const struct {
		const char *shape;
		enum status expected;
	} table[] = {
		{ "O", STATUS_OK },
		{ "OO", STATUS_OK },
		{ "(O)", STATUS_OK },
		{ "OW", STATUS_WARNING },
		{ "WO", STATUS_WARNING },
		{ "OU", STATUS_UNKNOWN },
		{ "UW", STATUS_UNKNOWN },
		{ "WU", STATUS_UNKNOWN },
		{ "UC", STATUS_CRITICAL },
		{ "CU", STATUS_CRITICAL },
		{ "WCO", STATUS_CRITICAL },
		{ "O(W)", STATUS_WARNING },
		{ "W(O)", STATUS_WARNING },
		{ "(O)(W)", STATUS_WARNING },
		{ "(W)(O)", STATUS_WARNING },
		{ "(U)(C)W", STATUS_CRITICAL },
		{ "O(O(O(C)))", STATUS_CRITICAL },
		{ "O((U)W)", STATUS_UNKNOWN },
		{ "O()", STATUS_OK },
		{ "(O)()", STATUS_OK },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct result *result = grow(table[i].shape);

		row_text(&rows, table[i].shape, status_name(result_status(result)), status_name(table[i].expected));
		result_free(result);
	}
	rows_end(&rows);
}

static void nothing_said_is_unknown(void **state)
{
	static const char *const shapes[] = { "", "()", "()()", "((()))" };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(shapes); i++) {
		struct result *result = grow(shapes[i]);

		row_text(&rows, shapes[i], status_name(result_status(result)), "UNKNOWN");
		result_free(result);
	}
	rows_end(&rows);
}

static void a_result_that_lost_something_is_unknown_at_best(void **state)
{
	static const struct {
		const char *shape;
		enum status expected;
	} table[] = {
		{ "O", STATUS_UNKNOWN },
		{ "W", STATUS_UNKNOWN },
		{ "C", STATUS_CRITICAL },
		{ "", STATUS_UNKNOWN },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct result *result = grow(table[i].shape);
		struct result *parent = grow("O(O)");

		result->incomplete = true;
		row_text(&rows, table[i].shape, status_name(result_status(result)), status_name(table[i].expected));
		parent->parts->incomplete = true;
		row_text(&rows, "a part did", status_name(result_status(parent)), "UNKNOWN");
		result_free(parent);
		result_free(result);
	}
	rows_end(&rows);
}

static void what_is_said_is_kept_in_order_and_clean(void **state)
{
	struct result *result = result_new("TEST");
	struct result *part;

	(void)state;
	assert_non_null(result);
	result_say(result, STATUS_OK, "banner '%s'", "a|b\x1b\n");
	assert_false(result_fail(result, STATUS_WARNING, "%d%%", 7));
	part = result_part(result, "disk %s", "/a\n|b ");
	result_say(part, STATUS_OK, "%s", "領収書");
	assert_string_equal(result->name, "TEST");
	assert_string_equal(result->findings->text, "banner 'a b? '");
	assert_int_equal(result->findings->status, STATUS_OK);
	assert_string_equal(result->findings->next->text, "7%");
	assert_int_equal(result->findings->next->status, STATUS_WARNING);
	assert_null(result->findings->next->next);
	assert_ptr_equal(result->parts, part);
	assert_string_equal(part->name, "disk /a  b");
	assert_string_equal(part->findings->text, "領収書");
	result_free(result);
}

static void long_texts_and_names_are_cut(void **state)
{
	struct result *result = result_new("TEST");

	(void)state;
	assert_non_null(result);
	result_say(result, STATUS_OK, "%0*d", 100000, 7);
	result_part(result, "%0*d", 100000, 7);
	assert_in_range(strlen(result->findings->text), 1000, 1500);
	assert_string_equal(result->findings->text + strlen(result->findings->text) - 3, "...");
	assert_in_range(strlen(result->parts->name), 100, 200);
	assert_string_equal(result->parts->name + strlen(result->parts->name) - 3, "...");
	result_free(result);
}

static void a_part_takes_after_its_parent(void **state)
{
	struct result *result = result_new("TEST");
	struct result *part;

	(void)state;
	assert_non_null(result);
	assert_int_equal(result->timeout_status, STATUS_CRITICAL);
	result->timeout_status = STATUS_WARNING;
	result->verbosity = 2;
	part = result_part(result_part(result, "a"), "b");
	assert_int_equal(part->timeout_status, STATUS_WARNING);
	assert_int_equal(part->verbosity, 2);
	result_free(result);
}

static void a_problem_has_the_state_of_its_kind(void **state)
{
	static const struct {
		const char *row;
		enum problem_kind kind;
		enum status expected; /* of a step that would be WARNING; a timeout is OK here */
	} table[] = {
		{ "the input", PROBLEM_INPUT, STATUS_UNKNOWN }, { "this machine", PROBLEM_SYSTEM, STATUS_UNKNOWN },
		{ "the time", PROBLEM_TIMEOUT, STATUS_OK },     { "the name", PROBLEM_UNRESOLVED, STATUS_WARNING },
		{ "refused", PROBLEM_REFUSED, STATUS_WARNING }, { "the peer", PROBLEM_PEER, STATUS_WARNING },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct result *result = result_new("TEST");
		struct problem problem;

		assert_non_null(result);
		result->timeout_status = STATUS_OK;
		problem_set(&problem, table[i].kind, "%s|%%s", table[i].row);
		row_true(&rows, table[i].row, result_problem(result, STATUS_WARNING, &problem), false);
		row_text(&rows, table[i].row, status_name(result->findings->status), status_name(table[i].expected));
		row_holds(&rows, table[i].row, result->findings->text, " %s");
		result_free(result);
	}
	rows_end(&rows);
}

/* --- measurements ---------------------------------------------------------------------- */

static const struct range five = { .start = 0, .end = 5, .is_set = true };
static const struct range ten = { .start = 0, .end = 10, .is_set = true };
static const struct range two_gigabytes = { .start = 2e9, .end = INFINITY, .is_set = true };
static const struct range unset = { 0 };

static const struct {
	const char *row;
	struct measure measure;
	enum status expected;
	const char *said; /* NULL: nothing */
} measurements[] = {
	{ "no ranges, no text", { "time", 7, UNIT_SECONDS }, STATUS_OK, NULL },
	{ "no ranges, a text", { "time", 7, UNIT_SECONDS, .text = "it took 7 s" }, STATUS_OK, "it took 7 s" },
	{ "ranges that are not set", { "time", 7, UNIT_SECONDS, &unset, &unset, .text = "7 s" }, STATUS_OK, "7 s" },
	{ "within, no text", { "time", 5, UNIT_SECONDS, &five, &ten }, STATUS_OK, NULL },
	{ "within", { "time", 5, UNIT_SECONDS, &five, &ten, .text = "5 s" }, STATUS_OK, "5 s" },
	{ "warning", { "time", 7, UNIT_SECONDS, &five, &ten, .text = "7 s" }, STATUS_WARNING, "7 s (warning at 5)" },
	{ "critical",
	  { "time", 11, UNIT_SECONDS, &five, &ten, .text = "11 s" },
	  STATUS_CRITICAL,
	  "11 s (critical at 10)" },
	{ "warning alone",
	  { "time", 11, UNIT_SECONDS, &five, NULL, .text = "11 s" },
	  STATUS_WARNING,
	  "11 s (warning at 5)" },
	{ "critical alone",
	  { "time", 11, UNIT_SECONDS, NULL, &five, .text = "11 s" },
	  STATUS_CRITICAL,
	  "11 s (critical at 5)" },
	{ "warning, no text",
	  { "time", 7.5, UNIT_SECONDS, &five, &ten },
	  STATUS_WARNING,
	  "time is 7.5s (warning at 5)" },
	{ "critical, no text",
	  { "sessions", 11, UNIT_NONE, &five, &ten },
	  STATUS_CRITICAL,
	  "sessions is 11 (critical at 10)" },
	{ "bytes, no text",
	  { "free", 1500000000, UNIT_BYTES, NULL, &two_gigabytes },
	  STATUS_CRITICAL,
	  "free is 1500000000B (critical at 2000000000:)" },
	{ "percent, no text",
	  { "used", 10.25, UNIT_PERCENT, NULL, &ten },
	  STATUS_CRITICAL,
	  "used is 10.25% (critical at 10)" },
	{ "warning, as it was given",
	  { "time", 7, UNIT_SECONDS, &five, &ten, .text = "7 s", .warning_as = "5s", .critical_as = "10s" },
	  STATUS_WARNING,
	  "7 s (warning at 5s)" },
	{ "critical, as it was given",
	  { "time", 11, UNIT_SECONDS, &five, &ten, .text = "11 s", .warning_as = "5s", .critical_as = "10s" },
	  STATUS_CRITICAL,
	  "11 s (critical at 10s)" },
	{ "not measured", { "time", NAN, UNIT_SECONDS, &five, &ten, .text = "no time" }, STATUS_OK, NULL },
	{ "hostile text", { "time", 7, UNIT_SECONDS, &five, .text = "a|b\n" }, STATUS_WARNING, "a b  (warning at 5)" },
};

static void a_measurement_is_judged_and_said(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(measurements); i++) {
		struct result *result = result_new("TEST");
		enum status status;

		assert_non_null(result);
		status = result_measure(result, &measurements[i].measure);
		row_text(&rows, measurements[i].row, status_name(status), status_name(measurements[i].expected));
		row_text(&rows, measurements[i].row, result->findings ? result->findings->text : NULL,
			 measurements[i].said);
		if (result->findings)
			row_number(&rows, measurements[i].row, result->findings->status, measurements[i].expected);
		row_number(&rows, measurements[i].row, result->data->value, measurements[i].measure.value);
		result_free(result);
	}
	rows_end(&rows);
}

static void a_measurement_is_recorded_with_its_bounds(void **state)
{
	const struct measure measure = {
		"time", 7, UNIT_SECONDS, &five, &ten, .minimum = BOUND(0), .maximum = BOUND(60)
	};
	const struct measure bare = { "count", 3, UNIT_NONE };
	struct result *result = result_new("TEST");
	const struct datum *datum;

	(void)state;
	assert_non_null(result);
	result_measure(result, &measure);
	result_measure(result, &bare);
	datum = result->data;
	assert_string_equal(datum->label, "time");
	assert_int_equal(datum->unit, UNIT_SECONDS);
	assert_true(datum->warning.is_set && datum->warning.end >= 5 && datum->warning.end <= 5);
	assert_true(datum->critical.is_set && datum->critical.end >= 10 && datum->critical.end <= 10);
	assert_true(datum->minimum.is_set && datum->minimum.value >= 0 && datum->minimum.value <= 0);
	assert_true(datum->maximum.is_set && datum->maximum.value >= 60 && datum->maximum.value <= 60);
	datum = datum->next;
	assert_string_equal(datum->label, "count");
	assert_false(datum->warning.is_set || datum->critical.is_set);
	assert_false(datum->minimum.is_set || datum->maximum.is_set);
	assert_null(datum->next);
	result_free(result);
}

static void a_label_is_cleaned_and_cut(void **state)
{
	char longest[RESULT_LABEL_SIZE + 1];
	const struct measure hostile = { "a|b\nc\xff", 1, UNIT_NONE };
	const struct measure long_one = { longest, 1, UNIT_NONE };
	struct result *result = result_new("TEST");

	(void)state;
	assert_non_null(result);
	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	result_measure(result, &hostile);
	result_measure(result, &long_one);
	assert_string_equal(result->data->label, "a b c?");
	assert_int_equal(strlen(result->data->next->label), sizeof result->data->label - 1);
	result_free(result);
}

/* --- debugging ------------------------------------------------------------------------- */

/* What result_trace() of this level writes to stderr at this verbosity. */
static void trace(int verbosity, int level, char *written, size_t size)
{
	struct result *result = result_new("TEST");
	int ends[2];
	int saved = dup(STDERR_FILENO);
	ssize_t length;

	assert_non_null(result);
	assert_int_equal(pipe(ends), 0);
	result->verbosity = verbosity;
	assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
	result_trace(result, level, "got '%s'", "a\x1b[31m|\n");
	assert_true(dup2(saved, STDERR_FILENO) >= 0);
	close(ends[1]);
	length = read(ends[0], written, size - 1);
	written[length > 0 ? length : 0] = '\0';
	close(ends[0]);
	close(saved);
	result_free(result);
}

static void a_trace_is_shown_to_who_asked_for_so_much(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (int verbosity = 0; verbosity <= 3; verbosity++) {
		for (int level = 1; level <= 3; level++) {
			char row[40];
			char written[100];

			snprintf(row, sizeof row, "level %d at verbosity %d", level, verbosity);
			trace(verbosity, level, written, sizeof written);
			row_text(&rows, row, written, level <= verbosity ? "got 'a?[31m  '\n" : "");
		}
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_worst_state_in_the_tree_counts),
		cmocka_unit_test(nothing_said_is_unknown),
		cmocka_unit_test(a_result_that_lost_something_is_unknown_at_best),
		cmocka_unit_test(what_is_said_is_kept_in_order_and_clean),
		cmocka_unit_test(long_texts_and_names_are_cut),
		cmocka_unit_test(a_part_takes_after_its_parent),
		cmocka_unit_test(a_problem_has_the_state_of_its_kind),
		cmocka_unit_test(a_measurement_is_judged_and_said),
		cmocka_unit_test(a_measurement_is_recorded_with_its_bounds),
		cmocka_unit_test(a_label_is_cleaned_and_cut),
		cmocka_unit_test(a_trace_is_shown_to_who_asked_for_so_much),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
