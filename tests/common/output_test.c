// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/output.h"

#include "tests/common/json_check.h"
#include "tests/common/rows.h"

#include <stdio.h>

static const struct output_context context = { .program = "check_test", .version = "1.2", .clause = NULL };
static const struct output_context with_clause = { .program = "check_test", .version = "1.2", .clause = "1.13" };

/* One thing to record; a row of them makes a tree. */
struct step {
	const char *part; /* NULL: the service itself; another name than before: a new part */
	enum status status;
	const char *text; /* NULL: nothing is said */
	struct measure measure;
};

enum { STEPS = 5 };

static struct result *record(const struct step *steps)
{
	struct result *root = result_new("TEST");
	struct result *part = root;
	const char *name = NULL;

	assert_non_null(root);
	for (size_t i = 0; i < STEPS; i++) {
		if (steps[i].part != name)
			part = steps[i].part ? result_part(root, "%s", steps[i].part) : root;
		name = steps[i].part;
		if (steps[i].text)
			result_say(part, steps[i].status, "%s", steps[i].text);
		if (steps[i].measure.label)
			result_measure(part, &steps[i].measure);
	}
	return root;
}

struct line {
	const char *row;
	struct step steps[STEPS];
	const char *expected;
};

static void print_lines(const struct line *table, size_t count, const struct output_context *shown, int verbosity)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct result *result = record(table[i].steps);
		struct buffer buffer = buffer_limited(100000);

		result->verbosity = verbosity;
		output_line(&buffer, result, shown);
		row_text(&rows, table[i].row, buffer.data, table[i].expected);
		buffer_free(&buffer);
		output_json(&buffer, result, shown);
		row_true(&rows, table[i].row, json_is_valid(buffer.data), true);
		buffer_free(&buffer);
		result_free(result);
	}
	rows_end(&rows);
}

static void the_worst_comes_first(void **state)
{
	static const struct line table[] = {
		{ "one finding", { { NULL, STATUS_OK, "fine" } }, "TEST OK - fine\n" },
		{ "two", { { NULL, STATUS_OK, "a" }, { NULL, STATUS_OK, "b" } }, "TEST OK - a, b\n" },
		{ "what is fine is not told beside what is not",
		  { { NULL, STATUS_OK, "fine" }, { NULL, STATUS_WARNING, "slow" } },
		  "TEST WARNING - slow\n" },
		{ "every state, in the order of severity",
		  { { NULL, STATUS_WARNING, "w" }, { NULL, STATUS_UNKNOWN, "u" }, { NULL, STATUS_CRITICAL, "c" } },
		  "TEST CRITICAL - c; u; w\n" },
		{ "two of a state",
		  { { NULL, STATUS_CRITICAL, "a" }, { NULL, STATUS_CRITICAL, "b" } },
		  "TEST CRITICAL - a; b\n" },
		{ "parts by their names",
		  { { "disk", STATUS_CRITICAL, "full" }, { "link", STATUS_WARNING, "slow" } },
		  "TEST CRITICAL - disk: full; link: slow\n" },
		{ "the service itself before its parts",
		  { { "disk", STATUS_CRITICAL, "full" }, { NULL, STATUS_CRITICAL, "down" } },
		  "TEST CRITICAL - down; disk: full\n" },
		{ "the worst of a part before the rest of another",
		  { { "a", STATUS_WARNING, "w" }, { "b", STATUS_CRITICAL, "c" } },
		  "TEST CRITICAL - b: c; a: w\n" },
		{ "all is well: what the service says",
		  { { NULL, STATUS_OK, "fine" }, { "disk", STATUS_OK, "free" } },
		  "TEST OK - fine\n" },
		{ "all is well: else what the parts say",
		  { { "disk", STATUS_OK, "free" }, { "link", STATUS_OK, "fast" } },
		  "TEST OK - disk: free, link: fast\n" },
		{ "nothing said", { { NULL, STATUS_OK, NULL } }, "TEST UNKNOWN - nothing was found to judge\n" },
		{ "a part and nothing said",
		  { { "disk", STATUS_OK, NULL } },
		  "TEST UNKNOWN - nothing was found to judge\n" },
	};

	(void)state;
	print_lines(table, ROWS(table), &context, 0);
}

static void the_clause_is_named_when_it_is_broken(void **state)
{
	static const struct line table[] = {
		{ "kept", { { NULL, STATUS_OK, "fine" } }, "TEST OK - fine\n" },
		{ "in danger", { { NULL, STATUS_WARNING, "slow" } }, "TEST WARNING - slow (SLO 1.13)\n" },
		{ "broken", { { NULL, STATUS_CRITICAL, "down" } }, "TEST CRITICAL - down (SLO 1.13)\n" },
		{ "not known", { { NULL, STATUS_UNKNOWN, "what?" } }, "TEST UNKNOWN - what? (SLO 1.13)\n" },
		{ "before the performance data",
		  { { NULL, STATUS_CRITICAL, "down", { "time", NAN, UNIT_SECONDS } } },
		  "TEST CRITICAL - down (SLO 1.13) | time=U\n" },
	};

	(void)state;
	print_lines(table, ROWS(table), &with_clause, 0);
}

static const struct range five = { .start = 0, .end = 5, .is_set = true };
static const struct range ten = { .start = 0, .end = 10, .is_set = true };
static const struct range least = { .start = 15e9, .end = INFINITY, .is_set = true };
static const struct range within = { .start = -INFINITY, .end = 0.25, .inside = true, .is_set = true };

/* BOUND() is for functions: what it makes is no constant. */
#define AT(number)                                                                                                     \
	{                                                                                                              \
		.is_set = true, .value = (number)                                                                      \
	}

#define MEASURED(...)                                                                                                  \
	{                                                                                                              \
		{                                                                                                      \
			NULL, STATUS_OK, "x",                                                                          \
			{                                                                                              \
				__VA_ARGS__                                                                            \
			}                                                                                              \
		}                                                                                                      \
	}

static void a_measurement_is_written_in_its_unit(void **state)
{
	static const struct line table[] = {
		{ "a number", MEASURED("n", 7, UNIT_NONE), "TEST OK - x | n=7\n" },
		{ "a fraction", MEASURED("n", 0.25, UNIT_NONE), "TEST OK - x | n=0.25\n" },
		{ "seconds", MEASURED("t", 0.5, UNIT_SECONDS), "TEST OK - x | t=0.500000s\n" },
		{ "microseconds", MEASURED("t", 0.0000021, UNIT_SECONDS), "TEST OK - x | t=0.000002s\n" },
		{ "bytes", MEASURED("b", 512, UNIT_BYTES), "TEST OK - x | b=512B\n" },
		{ "many bytes", MEASURED("b", 15e9, UNIT_BYTES), "TEST OK - x | b=15000000000B\n" },
		{ "percent", MEASURED("p", 99.5, UNIT_PERCENT), "TEST OK - x | p=99.5%\n" },
		{ "a small part", MEASURED("p", 0.00001, UNIT_PERCENT), "TEST OK - x | p=0.00001%\n" },
		{ "below zero", MEASURED("n", -7, UNIT_NONE), "TEST OK - x | n=-7\n" },
		{ "not measured", MEASURED("t", NAN, UNIT_SECONDS), "TEST OK - x | t=U\n" },
		{ "infinite", MEASURED("n", INFINITY, UNIT_NONE), "TEST OK - x | n=U\n" },
	};

	(void)state;
	print_lines(table, ROWS(table), &context, 0);
}

static void thresholds_and_bounds_have_their_places(void **state)
{
	static const struct line table[] = {
		{ "all four", MEASURED("t", 1, UNIT_SECONDS, &five, &ten, AT(0), AT(60)),
		  "TEST OK - x | t=1.000000s;5;10;0.000000;60.000000\n" },
		{ "warning", MEASURED("n", 1, UNIT_NONE, &five), "TEST OK - x | n=1;5\n" },
		{ "critical", MEASURED("n", 1, UNIT_NONE, NULL, &ten), "TEST OK - x | n=1;;10\n" },
		{ "minimum", MEASURED("n", 1, UNIT_NONE, NULL, NULL, AT(0)), "TEST OK - x | n=1;;;0\n" },
		{ "maximum", MEASURED("n", 1, UNIT_NONE, NULL, NULL, { 0 }, AT(9)), "TEST OK - x | n=1;;;;9\n" },
		{ "at least", MEASURED("b", 20e9, UNIT_BYTES, &least, NULL, AT(0), AT(2e12)),
		  "TEST OK - x | b=20000000000B;15000000000:;;0;2000000000000\n" },
		{ "inside", MEASURED("n", 1, UNIT_NONE, &within), "TEST OK - x | n=1;@~:0.25\n" },
		{ "not measured", MEASURED("t", NAN, UNIT_SECONDS, &five, &ten, AT(0)),
		  "TEST OK - x | t=U;5;10;0.000000\n" },
	};

	(void)state;
	print_lines(table, ROWS(table), &context, 0);
}

static void a_label_is_quoted_where_it_must_be(void **state)
{
	static const struct line table[] = {
		{ "plain", MEASURED("/var/log_1.gz-x", 1), "TEST OK - x | /var/log_1.gz-x=1\n" },
		{ "a blank", MEASURED("a b", 1), "TEST OK - x | 'a b'=1\n" },
		{ "a quote", MEASURED("a'b", 1), "TEST OK - x | 'a''b'=1\n" },
		{ "an equals sign goes", MEASURED("a=b", 1), "TEST OK - x | 'ab'=1\n" },
		{ "a semicolon", MEASURED("a;b", 1), "TEST OK - x | 'a;b'=1\n" },
		{ "a bar and a line end", MEASURED("a|b\nc", 1), "TEST OK - x | 'a b c'=1\n" },
		{ "UTF-8", MEASURED("領収書", 1), "TEST OK - x | 領収書=1\n" },
	};

	(void)state;
	print_lines(table, ROWS(table), &context, 0);
}

static void all_performance_data_is_on_the_first_line(void **state)
{
	static const struct line table[] = {
		{ "of the service and its parts, whatever the verbosity",
		  { { NULL, STATUS_OK, "fine", { "a", 1 } },
		    { "one", STATUS_OK, "1st", { "b", 2, UNIT_BYTES, .minimum = AT(0) } },
		    { "one", STATUS_WARNING, "bad", { "c", 3 } },
		    { "two", STATUS_OK, NULL, { "d", NAN } } },
		  "TEST WARNING - one: bad | a=1 b=2B;;;0 c=3 d=U\n"
		  "[OK] fine\n"
		  "one\n"
		  "  [OK] 1st\n"
		  "  [WARNING] bad\n"
		  "two\n" },
	};

	(void)state;
	print_lines(table, ROWS(table), &context, 1);
}

static void the_tree_is_indented_by_its_depth(void **state)
{
	struct result *result = result_new("TEST");
	struct result *part;
	struct buffer buffer = buffer_limited(1000);

	(void)state;
	assert_non_null(result);
	result->verbosity = 3;
	result_say(result, STATUS_OK, "fine");
	part = result_part(result, "outer");
	result_say(part, STATUS_OK, "also fine");
	result_say(result_part(part, "inner"), STATUS_UNKNOWN, "what?");
	output_line(&buffer, result, &with_clause);
	assert_string_equal(buffer.data, "TEST UNKNOWN - inner: what? (SLO 1.13)\n"
					 "[OK] fine\n"
					 "outer\n"
					 "  [OK] also fine\n"
					 "  inner\n"
					 "    [UNKNOWN] what?\n");
	buffer_free(&buffer);
	result_free(result);
}

static void hostile_text_stays_on_its_line(void **state)
{
	static const struct line table[] = {
		{ "in a finding",
		  { { NULL, STATUS_CRITICAL, "x\n|t=0\nTEST OK - fine\x1b[2J\r" } },
		  "TEST CRITICAL - x  t=0 TEST OK - fine?[2J\n[CRITICAL] x  t=0 TEST OK - fine?[2J\n" },
		{ "in the name of a part",
		  { { "a\n|b", STATUS_CRITICAL, "c" } },
		  "TEST CRITICAL - a  b: c\na  b\n  [CRITICAL] c\n" },
		{ "bytes that are not UTF-8", { { NULL, STATUS_OK, "caf\xe9" } }, "TEST OK - caf?\n[OK] caf?\n" },
		{ "UTF-8 is kept",
		  { { "領収書", STATUS_WARNING, "発行 \"遅延\"" } },
		  "TEST WARNING - 領収書: 発行 \"遅延\"\n領収書\n  [WARNING] 発行 \"遅延\"\n" },
	};

	(void)state;
	print_lines(table, ROWS(table), &context, 1);
}

/* A result of findings that hold 100 kB each. */
static struct result *flood(void)
{
	static char text[100001];
	struct result *result = result_new("TEST");

	assert_non_null(result);
	for (size_t i = 0; i < sizeof text - 1; i++)
		text[i] = "領"[i % 3];
	for (int i = 0; i < 10; i++)
		result_say(result_part(result, "%s", text), STATUS_CRITICAL, "%s", text);
	return result;
}

static void a_flood_is_bounded_and_says_that_it_was_cut(void **state)
{
	struct result *result = flood();
	struct buffer buffer = buffer_limited(1 << 20);
	size_t length;

	(void)state;
	output_line(&buffer, result, &with_clause);
	length = strcspn(buffer.data, "\n");
	assert_int_equal(length + 1, buffer.length);
	assert_in_range(length, 2000, 4000);
	assert_non_null(strstr(buffer.data, "... (SLO 1.13)\n"));
	assert_null(strchr(buffer.data, '?')); /* no character was broken */
	buffer_free(&buffer);
	output_json(&buffer, result, &context);
	assert_true(json_is_valid(buffer.data));
	assert_in_range(buffer.length, 2000, 30000);
	buffer_free(&buffer);
	result_free(result);
}

static void a_result_that_lost_all_says_why(void **state)
{
	struct result *result = result_new("TEST");
	struct buffer buffer = buffer_limited(1000);

	(void)state;
	assert_non_null(result);
	result->incomplete = true;
	output_line(&buffer, result, &context);
	assert_string_equal(buffer.data, "TEST UNKNOWN - out of memory\n");
	buffer_free(&buffer);
	result_free(result);
}

/* --- JSON ------------------------------------------------------------------------------- */

static void json_holds_the_whole_tree(void **state)
{
	static const struct step steps[STEPS] = {
		{ NULL,
		  STATUS_WARNING,
		  "slow \"banner\" \\",
		  { "time", 7, UNIT_SECONDS, &five, &least, AT(0), AT(60) } },
		{ "領収書", STATUS_OK, "fine", { "rate", NAN, UNIT_PERCENT, .warning = &within } },
	};
	struct result *result = record(steps);
	struct buffer buffer = buffer_limited(10000);

	(void)state;
	output_json(&buffer, result, &with_clause);
	assert_string_equal(buffer.data,
			    "{\"program\":\"check_test\",\"version\":\"1.2\",\"service\":\"TEST\",\"clause\":\"1.13\","
			    "\"state\":\"CRITICAL\",\"exit_status\":2,"
			    "\"text\":\"time is 7s (critical at 15000000000:); slow \\\"banner\\\" \\\\ (SLO 1.13)\","
			    "\"findings\":[{\"state\":\"WARNING\",\"text\":\"slow \\\"banner\\\" \\\\\"},"
			    "{\"state\":\"CRITICAL\",\"text\":\"time is 7s (critical at 15000000000:)\"}],"
			    "\"perfdata\":[{\"label\":\"time\",\"value\":7,\"unit\":\"s\","
			    "\"warning\":{\"alert\":\"outside\",\"start\":0,\"end\":5},"
			    "\"critical\":{\"alert\":\"outside\",\"start\":15000000000,\"end\":null},"
			    "\"minimum\":0,\"maximum\":60}],"
			    "\"parts\":[{\"name\":\"領収書\",\"state\":\"OK\","
			    "\"findings\":[{\"state\":\"OK\",\"text\":\"fine\"}],"
			    "\"perfdata\":[{\"label\":\"rate\",\"value\":null,\"unit\":\"%\","
			    "\"warning\":{\"alert\":\"inside\",\"start\":null,\"end\":0.25},"
			    "\"critical\":null,\"minimum\":null,\"maximum\":null}],"
			    "\"parts\":[]}]}\n");
	assert_true(json_is_valid(buffer.data));
	buffer_free(&buffer);
	result_free(result);
}

static void json_has_the_exit_status_of_the_line(void **state)
{
	static const enum status statuses[] = { STATUS_OK, STATUS_WARNING, STATUS_CRITICAL, STATUS_UNKNOWN };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(statuses); i++) {
		struct result *result = result_new("TEST");
		struct buffer buffer = buffer_limited(10000);
		char expected[80];

		assert_non_null(result);
		result_say(result, statuses[i], "x");
		snprintf(expected, sizeof expected, "\"clause\":null,\"state\":\"%s\",\"exit_status\":%d,",
			 status_name(statuses[i]), (int)statuses[i]);
		output_json(&buffer, result, &context);
		row_holds(&rows, expected, buffer.data, expected);
		row_true(&rows, expected, json_is_valid(buffer.data), true);
		row_true(&rows, "one line", strchr(buffer.data, '\n') == buffer.data + buffer.length - 1, true);
		buffer_free(&buffer);
		result_free(result);
	}
	rows_end(&rows);
}

static void a_json_string_is_escaped(void **state)
{
	static const char *const table[][2] = {
		{ "", "\"\"" },
		{ "plain", "\"plain\"" },
		{ "a\"b\\c/d", "\"a\\\"b\\\\c/d\"" },
		{ "\t\n\x01\x1f", "\"\\u0009\\u000a\\u0001\\u001f\"" },
		{ "領収書", "\"領収書\"" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct buffer buffer = buffer_limited(100);

		output_json_string(&buffer, table[i][0]);
		row_text(&rows, table[i][0], buffer.data, table[i][1]);
		row_true(&rows, table[i][0], json_is_valid(buffer.data), true);
		buffer_free(&buffer);
	}
	rows_end(&rows);
}

static void the_reader_of_json_is_strict(void **state)
{
	static const struct {
		const char *text;
		bool valid;
	} table[] = {
		{ "{}", true },          { " [1, -0.5, 2e+9, \"\\u00e9\", true, false, null, {\"a\": []}]\n", true },
		{ "", false },           { "{", false },
		{ "{}}", false },        { "[1,]", false },
		{ "{\"a\":1,}", false }, { "{a:1}", false },
		{ "{\"a\"}", false },    { "[1 2]", false },
		{ "01", false },         { "1.", false },
		{ ".5", false },         { "nan", false },
		{ "inf", false },        { "\"a\nb\"", false },
		{ "\"\\x\"", false },    { "\"\\u12\"", false },
		{ "\"open", false },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++)
		row_true(&rows, table[i].text, json_is_valid(table[i].text), table[i].valid);
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_worst_comes_first),
		cmocka_unit_test(the_clause_is_named_when_it_is_broken),
		cmocka_unit_test(a_measurement_is_written_in_its_unit),
		cmocka_unit_test(thresholds_and_bounds_have_their_places),
		cmocka_unit_test(a_label_is_quoted_where_it_must_be),
		cmocka_unit_test(all_performance_data_is_on_the_first_line),
		cmocka_unit_test(the_tree_is_indented_by_its_depth),
		cmocka_unit_test(hostile_text_stays_on_its_line),
		cmocka_unit_test(a_flood_is_bounded_and_says_that_it_was_cut),
		cmocka_unit_test(a_result_that_lost_all_says_why),
		cmocka_unit_test(json_holds_the_whole_tree),
		cmocka_unit_test(json_has_the_exit_status_of_the_line),
		cmocka_unit_test(a_json_string_is_escaped),
		cmocka_unit_test(the_reader_of_json_is_strict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
