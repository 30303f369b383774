// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/buffer.h"

#include "tests/common/rows.h"

static void what_does_not_fit_is_cut_and_remembered(void **state)
{
	static const struct {
		const char *row;
		size_t maximum;
		const char *pieces[4];
		const char *expected;
		bool fits;
	} table[] = {
		{ "nothing at all", 8, { NULL }, "", true },
		{ "an empty piece", 8, { "", NULL }, "", true },
		{ "two pieces", 8, { "ab", "cd", NULL }, "abcd", true },
		{ "exactly full", 4, { "ab", "cd", NULL }, "abcd", true },
		{ "full, and an empty piece", 4, { "abcd", "", NULL }, "abcd", true },
		{ "one byte too many", 4, { "abc", "de", NULL }, "abcd", false },
		{ "what comes after the cut", 4, { "abcde", "f", NULL }, "abcd", false },
		{ "a small piece after a large one is cut too", 4, { "abcd", "e", NULL }, "abcd", false },
		{ "room for nothing", 0, { "a", NULL }, "", false },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct buffer buffer = buffer_limited(table[i].maximum);
		bool fitted = true;

		for (size_t j = 0; table[i].pieces[j]; j++)
			fitted = buffer_add(&buffer, table[i].pieces[j]) && fitted;
		row_text(&rows, table[i].row, buffer.data, table[i].expected);
		row_number(&rows, table[i].row, (double)buffer.length, (double)strlen(table[i].expected));
		row_true(&rows, table[i].row, fitted, table[i].fits);
		row_true(&rows, table[i].row, buffer.overflowed, !table[i].fits);
		buffer_free(&buffer);
	}
	rows_end(&rows);
}

static void bytes_may_be_anything(void **state)
{
	static const char bytes[] = { 'a', '\0', '\xff', '\n' };
	struct buffer buffer = buffer_limited(100);

	(void)state;
	assert_true(buffer_append(&buffer, bytes, sizeof bytes));
	assert_int_equal(buffer.length, sizeof bytes);
	assert_memory_equal(buffer.data, bytes, sizeof bytes);
	assert_int_equal(buffer.data[buffer.length], '\0');
	buffer_free(&buffer);
}

static void a_megabyte_is_kept_byte_by_byte(void **state)
{
	enum { SIZE = 1 << 20 };
	struct buffer buffer = buffer_limited(SIZE);

	(void)state;
	for (size_t i = 0; i < SIZE; i++) {
		char byte = (char)('a' + i % 26);

		assert_true(buffer_append(&buffer, &byte, 1));
	}
	for (size_t i = 0; i < SIZE; i++)
		assert_int_equal(buffer.data[i], 'a' + i % 26);
	assert_false(buffer_append(&buffer, "x", 1));
	assert_int_equal(buffer.length, SIZE);
	buffer_free(&buffer);
}

static void a_format_is_printed_at_every_length(void **state)
{
	static const int lengths[] = { 0, 1, 510, 511, 512, 513, 5000 };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(lengths); i++) {
		struct buffer buffer = buffer_limited(10000);

		row_true(&rows, "it fits", buffer_print(&buffer, "<%*d>", lengths[i], 7), true);
		row_number(&rows, "length", (double)buffer.length, 2 + (lengths[i] > 1 ? lengths[i] : 1));
		row_true(&rows, "its end is there", strcmp(buffer.data + buffer.length - 2, "7>") == 0, true);
		buffer_free(&buffer);
	}
	rows_end(&rows);
}

static void a_print_that_does_not_fit_is_cut(void **state)
{
	struct buffer buffer = buffer_limited(600);

	(void)state;
	assert_true(buffer_print(&buffer, "%s", "12345"));
	assert_false(buffer_print(&buffer, "%700d", 7));
	assert_true(buffer.overflowed);
	assert_int_equal(buffer.length, 600);
	buffer_free(&buffer);
}

static void the_front_is_taken_away(void **state)
{
	static const struct {
		const char *row;
		const char *text;
		size_t length;
		const char *left;
	} table[] = {
		{ "nothing of nothing", "", 0, "" },
		{ "nothing", "abc", 0, "abc" },
		{ "a part", "abc", 2, "c" },
		{ "all of it", "abc", 3, "" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct buffer buffer = buffer_limited(4);

		buffer_add(&buffer, table[i].text);
		buffer_consume(&buffer, table[i].length);
		row_text(&rows, table[i].row, buffer.data, table[i].left);
		row_number(&rows, table[i].row, (double)buffer.length, (double)strlen(table[i].left));
		row_true(&rows, "the room is free again", buffer_add(&buffer, "d"), true);
		buffer_free(&buffer);
	}
	rows_end(&rows);
}

static void a_freed_buffer_may_be_used_again(void **state)
{
	struct buffer buffer = buffer_limited(4);

	(void)state;
	buffer_free(&buffer);
	assert_false(buffer_add(&buffer, "abcde"));
	buffer_free(&buffer);
	assert_string_equal(buffer.data, "");
	assert_int_equal(buffer.length, 0);
	assert_false(buffer.overflowed);
	assert_true(buffer_add(&buffer, "wxyz"));
	assert_string_equal(buffer.data, "wxyz");
	buffer_free(&buffer);
	buffer_free(&buffer);
}

static void a_problem_is_one_cut_text(void **state)
{
	struct problem problem = { 0 };

	(void)state;
	assert_false(problem_set(&problem, PROBLEM_PEER, "%s %d", "line", 7));
	assert_int_equal(problem.kind, PROBLEM_PEER);
	assert_string_equal(problem.text, "line 7");
	assert_false(problem_prefix(&problem, "--%s", "option"));
	assert_int_equal(problem.kind, PROBLEM_PEER);
	assert_string_equal(problem.text, "--option: line 7");
	assert_false(problem_set(&problem, PROBLEM_INPUT, "%0*d", 5000, 7));
	assert_int_equal(strlen(problem.text), sizeof problem.text - 1);
	assert_false(problem_prefix(&problem, "%0*d", 5000, 7));
	assert_int_equal(strlen(problem.text), sizeof problem.text - 1);
	assert_non_null(strstr(problem.text, "0: 0"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_does_not_fit_is_cut_and_remembered),
		cmocka_unit_test(bytes_may_be_anything),
		cmocka_unit_test(a_megabyte_is_kept_byte_by_byte),
		cmocka_unit_test(a_format_is_printed_at_every_length),
		cmocka_unit_test(a_print_that_does_not_fit_is_cut),
		cmocka_unit_test(the_front_is_taken_away),
		cmocka_unit_test(a_freed_buffer_may_be_used_again),
		cmocka_unit_test(a_problem_is_one_cut_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
