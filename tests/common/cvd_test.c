// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/cvd.h"

#include "tests/common/rows.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUM "d41d8cd98f00b204e9800998ecf8427e"
#define START "ClamAV-VDB:22 Nov 2026 09-31 +0000:"
#define REST ":90:" SUM ":c2lnbmF0dXJl/x+y=:raynman:"

static const struct {
	const char *name;
	const char *header;
	double version, signatures, built;
} headers[] = {
	{ "daily", START "27848:2076000" REST "1795339860", 27848, 2076000, 1795339860 },
	{ "filled up with blanks", START "27848:2076000" REST "1795339860        ", 27848, 2076000, 1795339860 },
	{ "ended by a line", START "62:6647427" REST "1\nmore:of:it", 62, 6647427, 1 },
	{ "a field more", START "62:6647427" REST "12:34", 62, 6647427, 12 },
	{ "after 2038", START "62:1" REST "4102444800", 62, 1, 4102444800 },
};

static void a_header_is_read(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(headers); i++) {
		struct cvd cvd = { 0 };
		struct problem problem;
		bool read = cvd_parse(headers[i].header, strlen(headers[i].header), &cvd, &problem);

		if (!row_true(&rows, headers[i].name, read, true))
			continue;
		row_number(&rows, headers[i].name, cvd.version, headers[i].version);
		row_number(&rows, headers[i].name, cvd.signatures, headers[i].signatures);
		row_number(&rows, headers[i].name, (double)cvd.built, headers[i].built);
		row_number(&rows, headers[i].name, cvd.level, 90);
		row_text(&rows, headers[i].name, cvd.built_text, "22 Nov 2026 09-31 +0000");
		row_text(&rows, headers[i].name, cvd.builder, "raynman");
	}
	rows_end(&rows);
}

static const struct {
	const char *name;
	const char *header;
	const char *reason;
} broken[] = {
	{ "nothing", "", "it does not begin with ClamAV-VDB" },
	{ "another file", "#!/bin/sh\n", "it does not begin with ClamAV-VDB" },
	{ "the first word alone", "ClamAV-VDB:", "its header is not whole" },
	{ "no seconds, as files of long ago", START "62:1:90:" SUM ":x:raynman", "its header is not whole" },
	{ "no version", START ":1" REST "1", "its header is not whole" },
	{ "a version below 0", START "-1:1" REST "1", "its header is not whole" },
	{ "a version that is no number", START "0x1:1" REST "1", "its header is not whole" },
	{ "a version of many digits", START "1234567890123456:1" REST "1", "its header is not whole" },
	{ "no signatures", START "62:" REST "1", "its header is not whole" },
	{ "a line end in between", START "62:\n1" REST "1", "its header is not whole" },
	{ "empty seconds", START "62:1" REST, "its header does not tell when it was built" },
	{ "no time at all", START "62:1" REST "0", "its header does not tell when it was built" },
	{ "seconds below 0", START "62:1" REST "-5", "its header does not tell when it was built" },
	{ "seconds and rubbish", START "62:1" REST "1795339860x", "its header does not tell when it was built" },
};

static void a_broken_header_is_refused(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(broken); i++) {
		struct cvd cvd = { .version = 7 };
		struct problem problem = { 0 };

		row_true(&rows, broken[i].name, cvd_parse(broken[i].header, strlen(broken[i].header), &cvd, &problem),
			 false);
		row_text(&rows, broken[i].name, problem.text, broken[i].reason);
		row_number(&rows, broken[i].name, cvd.version, 7);
	}
	rows_end(&rows);
}

static void only_the_header_is_looked_at(void **state)
{
	char bytes[CVD_HEADER_SIZE + 3];
	struct cvd cvd;
	struct problem problem;
	int length = snprintf(bytes, sizeof bytes, START "62:1" REST);

	(void)state;
	memset(bytes + length, '1', sizeof bytes - (size_t)length);
	assert_false(cvd_parse(bytes, sizeof bytes, &cvd, &problem));
	memset(bytes + length, ' ', sizeof bytes - (size_t)length);
	bytes[length] = '5';
	bytes[CVD_HEADER_SIZE] = '6';
	assert_true(cvd_parse(bytes, sizeof bytes, &cvd, &problem));
	assert_int_equal(cvd.built, 5);
	memcpy(bytes + length + 1, "\0006", 2);
	assert_true(cvd_parse(bytes, sizeof bytes, &cvd, &problem));
	assert_int_equal(cvd.built, 5);
}

/* --- folders ---------------------------------------------------------------------- */

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/cvd_test.XXXXXX");
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
	static const char *const names[] = { "daily.cvd",    "daily.cld",    "main.cvd", "main.cld",
					     "bytecode.cvd", "bytecode.cld", "test.ndb" };

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++)
		remove(names[i]);
	return chdir("/") == 0 ? rmdir(folder) : -1;
}

/* A file that is a header alone, and was written a day after the epoch. */
static void write_database(const char *name, long version, long built)
{
	const struct timespec times[2] = { { .tv_sec = 86400 }, { .tv_sec = 86400 } };
	FILE *file = fopen(name, "w");
	char header[CVD_HEADER_SIZE + 1];

	assert_non_null(file);
	snprintf(header, sizeof header, START "%ld:10" REST "%ld", version, built);
	assert_int_equal(fprintf(file, "%-512s", header), CVD_HEADER_SIZE);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(utimensat(AT_FDCWD, name, times, 0), 0);
}

static void write_text(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static struct cvd_folder read_folder(void)
{
	struct cvd_folder found = { 0 };
	struct problem problem;

	assert_true(cvd_read_folder(folder, &found, &problem));
	return found;
}

static void the_youngest_is_found_by_its_header(void **state)
{
	struct cvd_folder found;
	char kind[16];

	(void)state;
	write_database("main.cvd", 62, 1000);
	write_database("bytecode.cld", 335, 3000);
	write_database("daily.cvd", 27848, 2000);
	found = read_folder();
	assert_int_equal(found.count, 3);
	assert_string_equal(found.found[found.youngest].name, "bytecode.cld");
	assert_int_equal(found.found[found.youngest].built, 3000);
	assert_int_equal(found.found[found.youngest].arrived, 86400);
	assert_string_equal(cvd_daily(&found)->name, "daily.cvd");
	cvd_kind(found.found + found.youngest, kind, sizeof kind);
	assert_string_equal(kind, "bytecode");
	assert_int_equal(found.damaged.kind, PROBLEM_NONE);
}

static void of_two_files_the_higher_version_counts(void **state)
{
	struct cvd_folder found;

	(void)state;
	write_database("daily.cvd", 27848, 9000);
	write_database("daily.cld", 27850, 2000);
	found = read_folder();
	assert_int_equal(found.count, 1);
	assert_string_equal(found.found[0].name, "daily.cld");
	write_database("daily.cvd", 27851, 1000);
	found = read_folder();
	assert_string_equal(found.found[0].name, "daily.cvd");
}

static void there_may_be_no_daily_and_nothing_at_all(void **state)
{
	struct cvd_folder found;

	(void)state;
	found = read_folder();
	assert_int_equal(found.count, 0);
	assert_null(cvd_daily(&found));
	write_text("test.ndb", "One:0:*:00\n");
	assert_int_equal(read_folder().count, 0);
	write_database("main.cld", 62, 1000);
	found = read_folder();
	assert_int_equal(found.count, 1);
	assert_null(cvd_daily(&found));
}

static void a_damaged_file_is_named(void **state)
{
	static const char *const texts[] = { "", "ClamAV-VDB:22 Nov", "rubbish" };
	struct rows rows = { 0 };

	(void)state;
	write_database("main.cvd", 62, 1000);
	for (size_t i = 0; i < ROWS(texts); i++) {
		struct cvd_folder found;

		write_text("daily.cld", texts[i]);
		found = read_folder();
		row_number(&rows, texts[i], (double)found.count, 1);
		row_holds(&rows, texts[i], found.damaged.text,
			  "/daily.cld is no signature database: it ends within its header");
	}
	remove("daily.cld");
	assert_int_equal(mkfifo("daily.cld", 0600), 0);
	row_holds(&rows, "a FIFO", read_folder().damaged.text, "it is not a regular file");
	remove("daily.cld");
	assert_int_equal(symlink("/dev/zero", "daily.cld"), 0);
	row_holds(&rows, "a device", read_folder().damaged.text, "it is not a regular file");
	rows_end(&rows);
}

static void a_folder_that_is_not_there_and_one_that_is_closed(void **state)
{
	struct cvd_folder found = { .count = 9 };
	struct problem problem = { 0 };

	(void)state;
	assert_false(cvd_read_folder("nowhere", &found, &problem));
	assert_int_equal(problem.kind, PROBLEM_PEER);
	write_database("daily.cvd", 1, 1);
	assert_false(cvd_read_folder("daily.cvd", &found, &problem));
	assert_int_equal(problem.kind, PROBLEM_PEER);
	assert_int_equal(chmod(".", 0711), 0);
	assert_int_equal(chmod("daily.cvd", 0), 0);
	/* Root reads everything: it takes another user to be refused. */
	if (getuid() == 0)
		assert_int_equal(seteuid(65534), 0);
	assert_false(cvd_read_folder(folder, &found, &problem));
	if (getuid() == 0)
		assert_int_equal(seteuid(0), 0);
	assert_int_equal(problem.kind, PROBLEM_SYSTEM);
	assert_non_null(strstr(problem.text, "/daily.cvd: Permission denied"));
	assert_int_equal(found.count, 9);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_header_is_read),
		cmocka_unit_test(a_broken_header_is_refused),
		cmocka_unit_test(only_the_header_is_looked_at),
		WITH_FOLDER(the_youngest_is_found_by_its_header),
		WITH_FOLDER(of_two_files_the_higher_version_counts),
		WITH_FOLDER(there_may_be_no_daily_and_nothing_at_all),
		WITH_FOLDER(a_damaged_file_is_named),
		WITH_FOLDER(a_folder_that_is_not_there_and_one_that_is_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
