// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * A table of options that several programs share, inside a program's own.
 */
#include "common/check/describe.h"
#include "common/check/option.h"

#include "common/check/buffer.h"
#include "common/check/check.h"
#include "tests/common/rows.h"

struct place {
	const char *path;
	struct texts part;
	double settle;
	int even;
};

struct login {
	const char *user;
};

struct settings {
	bool quiet;
	struct place place;
	struct login login;
	long port;
};

static const struct settings defaults = { .port = 22, .place = { .settle = 60 }, .login = { .user = "root" } };

static bool parse_even(const char *text, void *filled, struct problem *problem)
{
	struct place *place = filled;

	if (strlen(text) != 1 || strchr("02468", text[0]) == NULL)
		return problem_set(problem, PROBLEM_INPUT, "'%s' is not an even digit", text);
	place->even = text[0] - '0';
	return true;
}

static const struct option_entry place_options[] = {
	{ 'f', FILLS_IN(struct place, path), "PATH", "where it lies", .operand = 1, .required = true },
	{ 0, FILLS_IN(struct place, part), "TEXT", "a part of it" },
	{ 0, FILLS_IN(struct place, settle), "TIME", "how long it rests" },
	{ 'E', FILLS_IN_BY(struct place, even, parse_even), "DIGIT", "even" },
	{ 0 },
};

static const struct option_entry login_options[] = {
	{ 'u', FILLS_IN(struct login, user), "USER", "who logs in" },
	{ 0 },
};

/* One in the middle, and the next behind it at once. */
static const struct option_entry table[] = {
	{ 'q', FILLS(quiet), NULL, "quiet" },
	{ SHARES(place, place_options) },
	{ SHARES(login, login_options) },
	{ 'p', FILLS(port), "PORT", "port" },
	{ 0 },
};

static const struct option_entry table_with_one_at_its_end[] = {
	{ 'p', FILLS(port), "PORT", "port" },
	{ SHARES(login, login_options) },
	{ 0 },
};

static void every_option_is_walked_in_order(void **state)
{
	static const char *const expected[] = { "quiet", "path", "part", "settle", "even", "user", "port" };
	struct option_cursor cursor = option_cursor(table);
	const struct option_entry *option;
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(expected); i++) {
		option = option_next(&cursor);
		row_text(&rows, expected[i], option ? option->name : NULL, expected[i]);
	}
	assert_null(option_next(&cursor));
	cursor = option_cursor(table_with_one_at_its_end);
	assert_string_equal(option_next(&cursor)->name, "port");
	assert_int_equal(cursor.base, 0);
	assert_string_equal(option_next(&cursor)->name, "user");
	assert_int_equal(cursor.base, offsetof(struct settings, login));
	assert_null(option_next(&cursor));
	rows_end(&rows);
}

static void each_fills_its_own_struct(void **state)
{
	char *argv[] = { "check_x",  "-q", "-p", "23", "--part", "a",  "--part", "b",
			 "--settle", "2m", "-E", "4",  "-u",     "me", "/x",     NULL };
	struct settings settings = defaults;
	struct common_settings common = option_common_defaults;
	struct problem problem = { 0 };

	(void)state;
	assert_true(option_parse(table, 15, argv, &settings, &common, &problem));
	assert_true(settings.quiet);
	assert_int_equal(settings.port, 23);
	assert_string_equal(settings.place.path, "/x");
	assert_int_equal(settings.place.part.count, 2);
	assert_string_equal(settings.place.part.items[1], "b");
	assert_true(settings.place.settle >= 120 && settings.place.settle <= 120);
	assert_int_equal(settings.place.even, 4);
	assert_string_equal(settings.login.user, "me");
	option_free(table, &settings);
	assert_null(settings.place.part.items);
}

static void a_shared_option_may_be_required(void **state)
{
	char *argv[] = { "check_x", "-q", NULL };
	struct settings settings = defaults;
	struct common_settings common = option_common_defaults;
	struct problem problem = { 0 };

	(void)state;
	assert_false(option_parse(table, 2, argv, &settings, &common, &problem));
	assert_string_equal(problem.text, "--path: it must be given: PATH is expected; --help shows the usage");
	option_free(table, &settings);
}

static void help_and_descriptions_have_them_with_their_defaults(void **state)
{
	static const struct example examples[] = { { "/x", "looks there" }, { 0 } };
	const struct check program = { .name = "check_x",
				       .service = "X",
				       .summary = "x?",
				       .proves = "nothing",
				       .clauses = "none",
				       .synopsis = "PATH",
				       .options = table,
				       .examples = examples,
				       .defaults = &defaults,
				       .settings_size = sizeof(struct settings) };
	struct buffer help = buffer_limited(1 << 16);
	struct buffer json = buffer_limited(1 << 16);
	struct rows rows = { 0 };

	(void)state;
	describe_help(&help, &program);
	describe_program(&json, &program, DESCRIBE_JSON);
	row_holds(&rows, "help: default of the second struct", help.data, "who logs in (default root)");
	row_holds(&rows, "help: default of the first", help.data, "how long it rests (default 60)");
	row_holds(&rows, "help: own default behind them", help.data, "port (default 22)");
	row_holds(&rows, "json: default of the second struct", json.data, "\"root\"");
	buffer_free(&help);
	buffer_free(&json);
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_option_is_walked_in_order),
		cmocka_unit_test(each_fills_its_own_struct),
		cmocka_unit_test(a_shared_option_may_be_required),
		cmocka_unit_test(help_and_descriptions_have_them_with_their_defaults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
