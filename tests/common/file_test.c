// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* PR_SET_DUMPABLE, mkdtemp() */
#include "common/check/file.h"

#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

static const uid_t nobody = 65534;

/* A folder of our own; its path goes to *state. */
static int make_folder(void **state)
{
	char *folder = strdup("/tmp/receico-file-XXXXXX");

	*state = folder;
	return folder && mkdtemp(folder) && chmod(folder, 0755) == 0 && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
	static const char *const names[] = { "file", "link", "folder", "fifo" };

	for (size_t i = 0; i < ROWS(names); i++)
		remove(names[i]);
	/* The leak checker cannot look into a process that hides its memory. */
	prctl(PR_SET_DUMPABLE, 1);
	if (chdir("/") != 0 || rmdir(*state) != 0)
		return -1;
	free(*state);
	return 0;
}

static void write_file(const char *text, mode_t mode)
{
	FILE *file;

	remove("file"); /* its mode may keep us from writing it */
	file = fopen("file", "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod("file", mode), 0);
}

static void a_regular_file_is_appended_whole(void **state)
{
	struct buffer buffer = buffer_limited(20);
	struct problem problem = { 0 };

	(void)state;
	write_file("two\nlines\n", 0644);
	assert_true(buffer_add(&buffer, "first "));
	assert_true(file_read("file", &buffer, &problem));
	assert_string_equal(buffer.data, "first two\nlines\n");
	assert_int_equal(symlink("file", "link"), 0);
	buffer_free(&buffer);
	assert_true(file_read("link", &buffer, &problem));
	assert_string_equal(buffer.data, "two\nlines\n");
	buffer_free(&buffer);
}

static void a_file_as_large_as_the_buffer_fits(void **state)
{
	static const size_t lengths[] = { 0, 1, 4095, 4096, 4097, 9000 };
	char text[9001];

	(void)state;
	for (size_t i = 0; i < ROWS(lengths); i++) {
		struct buffer buffer = buffer_limited(lengths[i]);
		struct problem problem = { 0 };

		memset(text, 'x', lengths[i]);
		text[lengths[i]] = '\0';
		write_file(text, 0644);
		assert_true(file_read("file", &buffer, &problem));
		assert_string_equal(buffer.data, text);
		buffer_free(&buffer);
	}
}

static void a_file_larger_than_the_buffer_is_a_problem(void **state)
{
	struct buffer buffer = buffer_limited(4);
	struct problem problem = { 0 };

	(void)state;
	write_file("12345", 0644);
	assert_false(file_read("file", &buffer, &problem));
	assert_int_equal(problem.kind, PROBLEM_INPUT);
	assert_string_equal(problem.text, "cannot read 'file': larger than 4 bytes");
	buffer_free(&buffer);
}

/* Both readers refuse `path` with this problem, at once. */
static void refuse(struct rows *rows, const char *path, enum problem_kind kind, const char *expected)
{
	struct problem problems[2] = { { 0 } };
	struct buffer buffer = buffer_limited(100);

	alarm(20); /* a reader that waits for a writer ends the test */
	row_true(rows, path, file_read(path, &buffer, &problems[0]), false);
	row_true(rows, path, file_read_secret(path, &buffer, &problems[1]), false);
	alarm(0);
	for (size_t i = 0; i < ROWS(problems); i++) {
		row_text(rows, path, problems[i].text, expected);
		row_number(rows, path, problems[i].kind, kind);
	}
	row_number(rows, path, (double)buffer.length, 0);
	buffer_free(&buffer);
}

static void what_is_no_regular_file_is_refused_without_waiting(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	assert_int_equal(mkdir("folder", 0700), 0);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	refuse(&rows, "folder", PROBLEM_INPUT, "cannot read 'folder': not a regular file");
	refuse(&rows, "fifo", PROBLEM_INPUT, "cannot read 'fifo': not a regular file");
	refuse(&rows, "/dev/zero", PROBLEM_INPUT, "cannot read '/dev/zero': not a regular file");
	rows_end(&rows);
}

static void a_file_that_is_not_there_is_refused(void **state)
{
	struct problem problem = { 0 };
	struct buffer buffer = buffer_limited(100);

	(void)state;
	assert_false(file_read("missing", &buffer, &problem));
	assert_string_equal(problem.text, "cannot read 'missing': No such file or directory");
	assert_int_equal(problem.kind, PROBLEM_INPUT);
	assert_false(file_read("", &buffer, &problem));
	assert_string_equal(problem.text, "cannot read '': No such file or directory");
	buffer_free(&buffer);
}

static void a_secret_typed_in_place_of_its_file_is_not_repeated(void **state)
{
	struct problem problem = { 0 };
	struct buffer buffer = buffer_limited(100);

	(void)state;
	assert_false(file_read_secret("hunter2", &buffer, &problem));
	assert_string_equal(problem.text, "cannot read the named file: No such file or directory");
	assert_int_equal(problem.kind, PROBLEM_INPUT);
	buffer_free(&buffer);
}

static void an_unreadable_file_is_a_fault_of_this_machine(void **state)
{
	struct rows rows = { 0 };
	bool is_root = geteuid() == 0;

	(void)state;
	write_file("text\n", 0000);
	if (is_root)
		assert_int_equal(seteuid(nobody), 0);
	refuse(&rows, "file", PROBLEM_SYSTEM, "cannot read 'file': Permission denied");
	if (is_root)
		assert_int_equal(seteuid(0), 0);
	rows_end(&rows);
}

static void the_first_line_of_a_private_file_is_the_secret(void **state)
{
	static const struct {
		const char *text;
		const char *secret;
	} table[] = {
		{ "secret", "secret" },
		{ "secret\n", "secret" },
		{ "secret\r\n", "secret" },
		{ "secret\nmore\n", "secret" },
		{ " spaces stay \n", " spaces stay " },
		{ "パスワード\n", "パスワード" },
		{ "a|b;c#d\n", "a|b;c#d" },
	};
	static const mode_t modes[] = { 0600, 0400 };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table) * ROWS(modes); i++) {
		const char *text = table[i / ROWS(modes)].text;
		struct buffer buffer = buffer_limited(100);
		struct problem problem = { 0 };

		write_file(text, modes[i % ROWS(modes)]);
		row_true(&rows, text, file_read_secret("file", &buffer, &problem), true);
		row_text(&rows, text, buffer.data, table[i / ROWS(modes)].secret);
		row_number(&rows, text, (double)buffer.length, (double)strlen(table[i / ROWS(modes)].secret));
		file_forget_secret(&buffer);
		row_text(&rows, text, buffer.data, "");
	}
	rows_end(&rows);
}

static void a_private_file_is_appended_whole(void **state)
{
	struct buffer buffer = buffer_limited(100);
	struct problem problem = { 0 };

	(void)state;
	write_file("two\nlines\n", 0600);
	assert_true(buffer_add(&buffer, "first "));
	assert_true(file_read_private("file", &buffer, &problem));
	assert_string_equal(buffer.data, "first two\nlines\n");
	file_forget_secret(&buffer);
	write_file("two\nlines\n", 0640);
	assert_false(file_read_private("file", &buffer, &problem));
	assert_int_equal(buffer.length, 0);
}

static void a_secret_is_appended_behind_what_is_there(void **state)
{
	struct buffer buffer = buffer_limited(100);
	struct problem problem = { 0 };

	(void)state;
	write_file("secret\nmore\n", 0600);
	assert_true(buffer_add(&buffer, "user\n"));
	assert_true(file_read_secret("file", &buffer, &problem));
	assert_string_equal(buffer.data, "user\nsecret");
	file_forget_secret(&buffer);
}

static void a_link_to_a_private_file_is_fine(void **state)
{
	struct buffer buffer = buffer_limited(100);
	struct problem problem = { 0 };

	(void)state;
	write_file("secret\n", 0600);
	remove("link");
	assert_int_equal(symlink("file", "link"), 0);
	assert_true(file_read_secret("link", &buffer, &problem));
	assert_string_equal(buffer.data, "secret");
	file_forget_secret(&buffer);
}

static void a_secret_that_others_can_reach_is_refused(void **state)
{
	static const mode_t modes[] = { 0644, 0640, 0604, 0620, 0602, 0610, 0601, 0666, 0777 };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(modes); i++) {
		struct buffer buffer = buffer_limited(100);
		struct problem problem = { 0 };
		char expected[200];

		snprintf(expected, sizeof expected,
			 "'file' holds a secret and has mode %04o: others must have no access (chmod 600)",
			 (unsigned)modes[i]);
		write_file("secret\n", modes[i]);
		row_true(&rows, expected, file_read_secret("file", &buffer, &problem), false);
		row_text(&rows, expected, problem.text, expected);
		row_number(&rows, expected, problem.kind, PROBLEM_INPUT);
		row_number(&rows, expected, (double)buffer.length, 0);
		file_forget_secret(&buffer);
	}
	rows_end(&rows);
}

static void a_secret_of_another_user_is_refused(void **state)
{
	struct buffer buffer = buffer_limited(100);
	struct problem problem = { 0 };

	(void)state;
	if (geteuid() != 0) {
		/* cmocka's skip() reads as a failure in TAP. */
		print_message("# not tried: only root can give a file away\n");
		return;
	}
	write_file("secret\n", 0600);
	assert_int_equal(chown("file", nobody, (gid_t)-1), 0);
	assert_false(file_read_secret("file", &buffer, &problem));
	assert_string_equal(problem.text, "'file' holds a secret and belongs to another user");
	remove("file");
}

static void an_empty_first_line_is_no_secret(void **state)
{
	static const char *const texts[] = { "", "\n", "\r\n", "\nsecret\n", "\r" };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(texts); i++) {
		struct buffer buffer = buffer_limited(100);
		struct problem problem = { 0 };

		write_file(texts[i], 0600);
		row_true(&rows, texts[i], file_read_secret("file", &buffer, &problem), false);
		row_text(&rows, texts[i], problem.text, "'file' has no secret in its first line");
		row_number(&rows, texts[i], problem.kind, PROBLEM_INPUT);
		file_forget_secret(&buffer);
	}
	rows_end(&rows);
}

static void a_secret_leaves_no_core(void **state)
{
	struct buffer buffer = buffer_limited(100);
	struct problem problem = { 0 };

	(void)state;
	write_file("secret\n", 0600);
	prctl(PR_SET_DUMPABLE, 1);
	assert_true(file_read_secret("file", &buffer, &problem));
	assert_int_equal(prctl(PR_GET_DUMPABLE), 0);
	file_forget_secret(&buffer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_regular_file_is_appended_whole),
		cmocka_unit_test(a_file_as_large_as_the_buffer_fits),
		cmocka_unit_test(a_file_larger_than_the_buffer_is_a_problem),
		cmocka_unit_test(what_is_no_regular_file_is_refused_without_waiting),
		cmocka_unit_test(a_file_that_is_not_there_is_refused),
		cmocka_unit_test(a_secret_typed_in_place_of_its_file_is_not_repeated),
		cmocka_unit_test(an_unreadable_file_is_a_fault_of_this_machine),
		cmocka_unit_test(the_first_line_of_a_private_file_is_the_secret),
		cmocka_unit_test(a_private_file_is_appended_whole),
		cmocka_unit_test(a_secret_is_appended_behind_what_is_there),
		cmocka_unit_test(a_link_to_a_private_file_is_fine),
		cmocka_unit_test(a_secret_that_others_can_reach_is_refused),
		cmocka_unit_test(a_secret_of_another_user_is_refused),
		cmocka_unit_test(an_empty_first_line_is_no_secret),
		cmocka_unit_test(a_secret_leaves_no_core),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
