// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * State files: their text, and what happens to them on disk.
 */
#include "common/files/state.h"

#include "tests/common/rows.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "receico-state 1 test\n"

static const struct {
	const char *name;
	const char *text;
	bool good;
	const char *value; /* of the key "a" */
} texts[] = {
	{ "nothing", "", false, NULL },
	{ "empty state", HEAD "end\n", true, NULL },
	{ "a value", HEAD "a=1\nend\n", true, "1" },
	{ "an empty value", HEAD "a=\nend\n", true, "" },
	{ "a value with =", HEAD "a=b=c\nend\n", true, "b=c" },
	{ "no end", HEAD "a=1\n", false, "1" },
	{ "cut in a line", HEAD "a=1\nen", false, "1" },
	{ "something behind the end", HEAD "end\na=1\n", false, NULL },
	{ "a key twice", HEAD "a=1\na=2\nend\n", false, "1" },
	{ "a line without =", HEAD "a\nend\n", false, NULL },
	{ "a key with a blank", HEAD "a b=1\nend\n", false, NULL },
	{ "no key", HEAD "=1\nend\n", false, NULL },
	{ "another version", "receico-state 2 test\nend\n", false, NULL },
	{ "another kind", "receico-state 1 other\nend\n", false, NULL },
	{ "a carriage return", HEAD "a=1\r\nend\n", false, NULL },
	{ "something else", "hello\n", false, NULL },
};

static void texts_are_read(void **unused)
{
	struct rows rows = { 0 };

	(void)unused;
	for (size_t i = 0; i < ROWS(texts); i++) {
		struct state state = state_empty("test");

		row_true(&rows, texts[i].name, state_parse(&state, texts[i].text, strlen(texts[i].text)),
			 texts[i].good);
		row_text(&rows, texts[i].name, state_get(&state, "a"), texts[i].value);
		state_close(&state);
	}
	rows_end(&rows);
}

static void values_are_set_and_removed(void **unused)
{
	struct state state = state_empty("test");
	char large[STATE_VALUE_MAXIMUM + 2];
	double number = 0;

	(void)unused;
	memset(large, 'x', sizeof large - 1);
	large[sizeof large - 1] = '\0';
	assert_true(state_set(&state, "a", "1"));
	assert_true(state_set(&state, "a", "2"));
	assert_string_equal(state_get(&state, "a"), "2");
	assert_int_equal(state.count, 1);
	assert_true(state_set_number(&state, "n", 1767323045.5));
	assert_true(state_get_number(&state, "n", &number));
	assert_true(number > 1767323045.4 && number < 1767323045.6);
	assert_true(state_set(&state, "a", NULL));
	assert_null(state_get(&state, "a"));
	assert_true(state_set(&state, "absent", NULL));
	assert_false(state_set(&state, "a", "two\nlines"));
	assert_false(state_set(&state, "a", large));
	assert_false(state_set(&state, "", "1"));
	assert_false(state_set(&state, "a b", "1"));
	assert_false(state_get_number(&state, "absent", &number));
	state_close(&state);
}

static void names_belong_to_keys(void **unused)
{
	char a[100];
	char b[100];

	(void)unused;
	state_name("test", "http://a/", a, sizeof a);
	state_name("test", "http://b/", b, sizeof b);
	assert_string_not_equal(a, b);
	assert_memory_equal(a, "test-", 5);
	assert_null(strchr(a, '/'));
}

/* --- on disk --- */

struct folder {
	char path[64];
	struct deadline deadline;
};

static int make_folder(void **state)
{
	struct folder *folder = calloc(1, sizeof *folder);

	assert_non_null(folder);
	strcpy(folder->path, "/tmp/state_test.XXXXXX");
	assert_non_null(mkdtemp(folder->path));
	folder->deadline = deadline_in(5);
	*state = folder;
	return 0;
}

static int remove_folder(void **state)
{
	struct folder *folder = *state;
	char command[100];
	int status;

	snprintf(command, sizeof command, "rm -r '%s'", folder->path);
	status = system(command); /* NOLINT(cert-env33-c): the name is ours */
	free(folder);
	return status;
}

static void write_file(const struct folder *folder, const char *name, const char *text)
{
	char path[200];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder->path, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static bool exists(const struct folder *folder, const char *name)
{
	char path[200];
	struct stat about;

	snprintf(path, sizeof path, "%s/%s", folder->path, name);
	return lstat(path, &about) == 0;
}

static bool open_state(const struct folder *folder, struct state *state, struct problem *problem)
{
	*state = state_empty("test");
	return state_open(state, folder->path, "s", &folder->deadline, problem);
}

static void what_is_saved_is_read(void **given)
{
	const struct folder *folder = *given;
	struct problem problem = { 0 };
	struct state state;

	assert_true(open_state(folder, &state, &problem));
	assert_true(state.is_new && !state.is_damaged);
	assert_true(state_set(&state, "a", "1"));
	assert_true(state_save(&state, &problem));
	state_close(&state);
	assert_false(exists(folder, "s.new"));
	assert_true(open_state(folder, &state, &problem));
	assert_false(state.is_new);
	assert_string_equal(state_get(&state, "a"), "1");
	state_close(&state);
}

static void a_damaged_one_is_set_aside(void **given)
{
	const struct folder *folder = *given;
	struct problem problem = { 0 };
	struct state state;

	write_file(folder, "s", HEAD "a=1\n");
	assert_true(open_state(folder, &state, &problem));
	assert_true(state.is_new && state.is_damaged);
	assert_null(state_get(&state, "a"));
	assert_true(exists(folder, "s.damaged"));
	assert_true(state_save(&state, &problem));
	state_close(&state);
	assert_true(open_state(folder, &state, &problem));
	assert_false(state.is_new || state.is_damaged);
	state_close(&state);
}

static void a_run_that_was_cut_off_is_no_trouble(void **given)
{
	const struct folder *folder = *given;
	struct problem problem = { 0 };
	struct state state;

	write_file(folder, "s.new", "half");
	assert_true(open_state(folder, &state, &problem));
	assert_true(state_save(&state, &problem));
	assert_false(exists(folder, "s.new"));
	state_close(&state);
}

static void links_are_not_followed(void **given)
{
	const struct folder *folder = *given;
	struct problem problem = { 0 };
	struct state state;
	char path[200];
	char target[200];

	write_file(folder, "victim", "precious");
	snprintf(path, sizeof path, "%s/s", folder->path);
	snprintf(target, sizeof target, "%s/victim", folder->path);
	assert_int_equal(symlink(target, path), 0);
	assert_false(open_state(folder, &state, &problem));
	assert_int_equal(problem.kind, PROBLEM_SYSTEM);
	state_close(&state);
	assert_true(exists(folder, "s"));
}

static void a_second_run_waits_and_gives_up(void **given)
{
	struct folder *folder = *given;
	struct problem problem = { 0 };
	struct state first;
	struct state second;
	double start = deadline_clock();

	assert_true(open_state(folder, &first, &problem));
	folder->deadline = deadline_in(0.1);
	assert_false(open_state(folder, &second, &problem));
	assert_int_equal(problem.kind, PROBLEM_TIMEOUT);
	assert_true(deadline_clock() - start < 3);
	state_close(&second);
	state_close(&first);
	folder->deadline = deadline_in(5);
	assert_true(open_state(folder, &second, &problem));
	state_close(&second);
}

static void a_folder_that_cannot_be_used_is_told(void **given)
{
	struct folder *folder = *given;
	struct problem problem = { 0 };
	struct state state = state_empty("test");

	assert_false(state_open(&state, "/nonexistent", "s", &folder->deadline, &problem));
	assert_int_equal(problem.kind, PROBLEM_SYSTEM);
	state_close(&state);
	assert_int_equal(chmod(folder->path, 0777), 0);
	assert_false(open_state(folder, &state, &problem));
	assert_int_equal(problem.kind, PROBLEM_INPUT);
	state_close(&state);
	state = state_empty("test");
	assert_false(state_open(&state, folder->path, "../s", &folder->deadline, &problem));
	state_close(&state);
}

static void what_is_not_open_is_not_saved(void **unused)
{
	struct problem problem = { 0 };
	struct state state = state_empty("test");

	(void)unused;
	assert_true(state_save(&state, &problem));
	assert_non_null(strstr(state_default_folder(), "receico-plugins"));
	state_close(&state);
}

#define ON_DISK(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_read),
		cmocka_unit_test(values_are_set_and_removed),
		cmocka_unit_test(names_belong_to_keys),
		ON_DISK(what_is_saved_is_read),
		ON_DISK(a_damaged_one_is_set_aside),
		ON_DISK(a_run_that_was_cut_off_is_no_trouble),
		ON_DISK(links_are_not_followed),
		ON_DISK(a_second_run_waits_and_gives_up),
		ON_DISK(a_folder_that_cannot_be_used_is_told),
		cmocka_unit_test(what_is_not_open_is_not_saved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
