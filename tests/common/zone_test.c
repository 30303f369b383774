// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/zone.h"

#include "tests/common/moments.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the clock on the wall shows at that moment (UTC) in the zone that is entered. */
static const char *wall(const char *moment, char *text)
{
	time_t at = utc_moment(moment);
	struct tm parts;

	assert_non_null(localtime_r(&at, &parts));
	assert_true(strftime(text, MOMENT_TEXT, "%Y-%m-%d %H:%M:%S", &parts) > 0);
	return text;
}

static void enters(struct rows *rows, const char *name, const char *moment, const char *expected)
{
	struct problem problem = { 0 };
	char text[MOMENT_TEXT];

	if (row_true(rows, name, zone_enter(name, &problem), true))
		row_text(rows, name, wall(moment, text), expected);
	else
		print_error("# %s\n", problem.text);
}

static void refuses(struct rows *rows, const char *name)
{
	struct problem problem = { 0 };
	char expected[300];
	char text[MOMENT_TEXT];

	enter_zone("JST-9");
	row_true(rows, name, zone_enter(name, &problem), false);
	row_number(rows, name, problem.kind, PROBLEM_INPUT);
	snprintf(expected, sizeof expected,
		 "'%.100s' is no time zone (expected a name such as Asia/Tokyo or UTC, or a text such as JST-9)", name);
	row_text(rows, name, problem.text, expected);
	row_text(rows, name, wall("2026-07-01 00:00:00", text), "2026-07-01 09:00:00");
}

/* A folder of zones for one test; `files` are its files. */
static char *scratch_open(const char *const *files, const void *bytes, size_t length)
{
	static char folder[] = "/tmp/zone_test.XXXXXX";
	char path[200];

	memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
	assert_non_null(mkdtemp(folder));
	for (size_t i = 0; files[i]; i++) {
		int fd;

		snprintf(path, sizeof path, "%s/%s", folder, files[i]);
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		assert_true(fd >= 0);
		assert_int_equal(write(fd, bytes, length), length);
		close(fd);
	}
	assert_int_equal(setenv("TZDIR", folder, 1), 0);
	return folder;
}

static void scratch_close(const char *folder, const char *const *files)
{
	char path[200];

	for (size_t i = 0; files[i]; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, files[i]);
		assert_int_equal(unlink(path), 0);
	}
	assert_int_equal(rmdir(folder), 0);
	unsetenv("TZDIR");
}

static void a_name_of_the_tz_database_is_entered(void **state)
{
	static const struct {
		const char *name, *moment, *wall;
	} table[] = {
		{ "Asia/Tokyo", "2026-07-01 00:00:00", "2026-07-01 09:00:00" },
		{ "Asia/Tokyo", "2026-01-01 00:00:00", "2026-01-01 09:00:00" },
		{ "UTC", "2026-07-01 00:00:00", "2026-07-01 00:00:00" },
		{ "Etc/UTC", "2026-07-01 00:00:00", "2026-07-01 00:00:00" },
		{ "Etc/GMT+9", "2026-07-01 00:00:00", "2026-06-30 15:00:00" },
		{ "Europe/Berlin", "2026-07-01 00:00:00", "2026-07-01 02:00:00" },
		{ "Europe/Berlin", "2026-01-01 00:00:00", "2026-01-01 01:00:00" },
		{ "America/New_York", "2026-07-01 00:00:00", "2026-06-30 20:00:00" },
		{ "America/Argentina/Buenos_Aires", "2026-07-01 00:00:00", "2026-06-30 21:00:00" },
		{ "Australia/Lord_Howe", "2026-07-01 00:00:00", "2026-07-01 10:30:00" },
		{ "Australia/Lord_Howe", "2026-01-01 00:00:00", "2026-01-01 11:00:00" },
		{ "Pacific/Apia", "2011-12-30 09:59:59", "2011-12-29 23:59:59" },
		{ "Pacific/Apia", "2011-12-30 10:00:00", "2011-12-31 00:00:00" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++)
		enters(&rows, table[i].name, table[i].moment, table[i].wall);
	rows_end(&rows);
}

static void a_posix_text_is_entered(void **state)
{
	static const struct {
		const char *name, *moment, *wall;
	} table[] = {
		{ "JST-9", "2026-07-01 00:00:00", "2026-07-01 09:00:00" },
		{ "EST+5", "2026-07-01 00:00:00", "2026-06-30 19:00:00" },
		{ "XXX0", "2026-07-01 00:00:00", "2026-07-01 00:00:00" },
		{ "<+0545>-5:45", "2026-07-01 00:00:00", "2026-07-01 05:45:00" },
		{ "<-03>3", "2026-07-01 00:00:00", "2026-06-30 21:00:00" },
		{ "LMT-0:53:28", "2026-07-01 00:00:00", "2026-07-01 00:53:28" },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", "2026-07-01 00:00:00", "2026-07-01 02:00:00" },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", "2026-01-01 00:00:00", "2026-01-01 01:00:00" },
		{ "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-07-01 00:00:00", "2026-07-01 10:30:00" },
		{ "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-01-01 00:00:00", "2026-01-01 11:00:00" },
		{ "EST5EDT,J60,J300/1:30", "2026-07-01 00:00:00", "2026-06-30 20:00:00" },
		{ "EST5EDT,59,299", "2026-07-01 00:00:00", "2026-06-30 20:00:00" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++)
		enters(&rows, table[i].name, table[i].moment, table[i].wall);
	rows_end(&rows);
}

static void what_is_no_zone_is_refused_and_the_zone_stays(void **state)
{
	static const char *const names[] = {
		/* unknown, or not of the database */
		"Asia/Tokio", "asia/tokyo", "Tokyo", "Asia", "Asia/", "JST", "+09:00", "9", "zone.tab", "tzdata.zi",
		" ", "Asia/Tokyo ", " Asia/Tokyo", "Asia//Tokyo/", "Asia/T\xc3\xb4kyo", "Asia/Tokyo\n", "Asia/Tokyo|",
		/* leading out of the folder */
		"/usr/share/zoneinfo/Asia/Tokyo", ":Asia/Tokyo", "/Asia/Tokyo", ":/etc/localtime", "/etc/localtime",
		"../zoneinfo/Asia/Tokyo", "Asia/../Asia/Tokyo", "./Asia/Tokyo", "..", ".",
		/* counting leap seconds */
		"right/Asia/Tokyo", "right/UTC",
		/* half a text */
		"JS-9", "JST-", "JST-25", "JST-9:60", "JST-9:00:60", "JST-9:", "JST-9 ", "JST--9", "JST9x", "<+09-9",
		"<+9>-9", "<+0 9>-9", "JST-0009", "<>-9",
		/* a summer without its rules */
		"AAA5BBB", "AAA5BBB4", "AAA5BBB,M3.2.0", "AAA5BBB,M3.2.0,", "AAA5BBB,M3.2.0,M11.1.0,",
		"AAA5,M3.2.0,M11.1.0", "AAA5BBB,M13.2.0,M11.1.0", "AAA5BBB,M3.6.0,M11.1.0", "AAA5BBB,M3.2.7,M11.1.0",
		"AAA5BBB,M3.0.0,M11.1.0", "AAA5BBB,M0.1.0,M11.1.0", "AAA5BBB,J0,J300", "AAA5BBB,J366,J300",
		"AAA5BBB,366,300", "AAA5BBB,M3.2.0/168,M11.1.0", "AAA5BBB,M3.2,M11.1.0", "AAA5BB,M3.2.0,M11.1.0"
	};
	char longest[400];
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++)
		refuses(&rows, names[i]);
	memset(longest, 'A', sizeof longest);
	memcpy(longest + sizeof longest - 3, "-9", 3);
	refuses(&rows, longest);
	rows_end(&rows);
}

static void nothing_leaves_the_machine_its_zone(void **state)
{
	static const char *const names[] = { NULL, "" };
	struct rows rows = { 0 };
	char text[MOMENT_TEXT];

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++) {
		struct problem problem = { 0 };

		assert_int_equal(setenv("TZ", "<+0545>-5:45", 1), 0);
		row_true(&rows, "nothing", zone_enter(names[i], &problem), true);
		row_text(&rows, "nothing", getenv("TZ"), "<+0545>-5:45");
		row_text(&rows, "nothing", wall("2026-07-01 00:00:00", text), "2026-07-01 05:45:00");
	}
	rows_end(&rows);
}

static void tokyo_and_utc_work_without_the_tz_database(void **state)
{
	static const char *const no_files[] = { NULL };
	static const struct {
		const char *name, *wall;
	} table[] = {
		{ "Asia/Tokyo", "2026-07-01 09:00:00" }, { "Japan", "2026-07-01 09:00:00" },
		{ "UTC", "2026-07-01 00:00:00" },        { "Etc/UTC", "2026-07-01 00:00:00" },
		{ "GMT", "2026-07-01 00:00:00" },        { "JST-9", "2026-07-01 09:00:00" },
	};
	struct rows rows = { 0 };
	char *folder = scratch_open(no_files, "", 0);

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++)
		enters(&rows, table[i].name, "2026-07-01 00:00:00", table[i].wall);
	refuses(&rows, "Europe/Berlin");
	scratch_close(folder, no_files);
	rows_end(&rows);
}

/* The least that is whole: one type, +05:45, in both versions of the data, and a footer. */
#define COUNTS                                                                                                         \
	"\0\0\0\0"                                                                                                     \
	"\0\0\0\0"                                                                                                     \
	"\0\0\0\0"                                                                                                     \
	"\0\0\0\0"                                                                                                     \
	"\0\0\0\1"                                                                                                     \
	"\0\0\0\4"
#define HEADER                                                                                                         \
	"TZif2"                                                                                                        \
	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" COUNTS
#define TYPE                                                                                                           \
	"\0\0\x50\xdc\0\0"                                                                                             \
	"ABC\0"
static const char whole_file[] = HEADER TYPE HEADER TYPE "\nABC-5:45\n";

static void a_file_of_tzdir_is_entered(void **state)
{
	static const char *const files[] = { "Ours", "JST-9", NULL };
	struct rows rows = { 0 };
	char *folder = scratch_open(files, whole_file, sizeof whole_file - 1);

	(void)state;
	enters(&rows, "Ours", "2026-07-01 00:00:00", "2026-07-01 05:45:00");
	enters(&rows, "JST-9", "2026-07-01 00:00:00", "2026-07-01 05:45:00");
	scratch_close(folder, files);
	rows_end(&rows);
}

static void a_tzdir_that_is_no_absolute_path_is_passed_over(void **state)
{
	static const char *const folders[] = { "", ".", "usr/share/zoneinfo" };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(folders); i++) {
		assert_int_equal(setenv("TZDIR", folders[i], 1), 0);
		enters(&rows, "Europe/Berlin", "2026-07-01 00:00:00", "2026-07-01 02:00:00");
	}
	unsetenv("TZDIR");
	rows_end(&rows);
}

static void half_a_file_is_refused(void **state)
{
	static const char *const files[] = { "Ours", NULL };
	struct rows rows = { 0 };

	(void)state;
	for (size_t length = 0; length < sizeof whole_file - 1; length++) {
		char *folder = scratch_open(files, whole_file, length);

		refuses(&rows, "Ours");
		scratch_close(folder, files);
	}
	rows_end(&rows);
}

static void a_damaged_file_is_refused(void **state)
{
	static const char *const files[] = { "Asia", NULL };
	static const struct {
		size_t place; /* in whole_file */
		char byte;
	} table[] = {
		{ 0, 't' },   { 20, '\1' },   { 24, '\177' }, { 28, '\1' }, { 32, '\377' },
		{ 36, '\1' }, { 40, '\200' }, { 54, 't' },    { 90, '\1' }, { 108, ' ' },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		char bytes[sizeof whole_file];
		char *folder;

		memcpy(bytes, whole_file, sizeof bytes);
		bytes[table[i].place] = table[i].byte;
		folder = scratch_open(files, bytes, sizeof bytes - 1);
		refuses(&rows, "Asia");
		scratch_close(folder, files);
	}
	rows_end(&rows);
}

static void a_damaged_file_is_not_replaced_by_what_is_well_known(void **state)
{
	static const char *const files[] = { "Japan", "JST-9", NULL };
	struct rows rows = { 0 };
	struct problem problem = { 0 };
	char *folder = scratch_open(files, whole_file, 60);

	(void)state;
	row_true(&rows, "Japan", zone_enter("Japan", &problem), false);
	row_true(&rows, "JST-9", zone_enter("JST-9", &problem), false);
	scratch_close(folder, files);
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_of_the_tz_database_is_entered),
		cmocka_unit_test(a_posix_text_is_entered),
		cmocka_unit_test(what_is_no_zone_is_refused_and_the_zone_stays),
		cmocka_unit_test(nothing_leaves_the_machine_its_zone),
		cmocka_unit_test(tokyo_and_utc_work_without_the_tz_database),
		cmocka_unit_test(a_file_of_tzdir_is_entered),
		cmocka_unit_test(a_tzdir_that_is_no_absolute_path_is_passed_over),
		cmocka_unit_test(half_a_file_is_refused),
		cmocka_unit_test(a_damaged_file_is_refused),
		cmocka_unit_test(a_damaged_file_is_not_replaced_by_what_is_well_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
