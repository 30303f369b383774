// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/scan_log_file.h"

#include "common/check/buffer.h"

#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEADING "\n----------- SCAN SUMMARY -----------\n"
#define CLAMSCAN_BEGINS "\n-------------------------------------------------------------------------------\n\n"
#define CLAMDSCAN_BEGINS "--------------------------------------\n"
#define DATES(day) "Start Date: 2026:11:" day " 05:00:00\nEnd Date:   2026:11:" day " 05:12:34\n"
#define CLAMSCAN(day, infected)                                                                                        \
	HEADING "Known viruses: 8700000\nEngine version: 1.4.6\nScanned directories: 12\nScanned files: 345\n"         \
		"Infected files: " infected "\nData scanned: 1.00 MB\nData read: 2.00 MB (ratio 0.50:1)\n"             \
		"Time: 754.007 sec (12 m 34 s)\n" DATES(day)
#define CLAMDSCAN(day, infected) HEADING "Infected files: " infected "\nTime: 754.007 sec (12 m 34 s)\n" DATES(day)
#define CLAMDSCAN_WITH_ERRORS(day, errors)                                                                             \
	HEADING "Infected files: 0\nTotal errors: " errors "\nTime: 1.000 sec (0 m 1 s)\n" DATES(day)

/* Everything that was read, in one line. */
static void write_scan(struct buffer *text, const char *name, const struct scan *scan)
{
	buffer_print(text, "%s infected=%g errors=%g files=%g vanished=%zu failed=%zu paths=%zu", name, scan->infected,
		     scan->errors, scan->files, scan->vanished, scan->failed, scan->paths);
	for (size_t i = 0; i < scan->found_count && i < SCAN_FOUND_MAXIMUM; i++)
		buffer_print(text, " [%s|%s]", scan->found[i].file, scan->found[i].signature);
	if (scan->found_count > SCAN_FOUND_MAXIMUM)
		buffer_print(text, " +%zu", scan->found_count - SCAN_FOUND_MAXIMUM);
}

static void write_log(struct buffer *text, const struct scan_log *log)
{
	char date[32];

	if (log->has_last) {
		strftime(date, sizeof date, "%d %H:%M:%S", &log->last.end);
		write_scan(text, date, &log->last);
	}
	if (log->has_open) {
		buffer_add(text, log->has_last ? "; " : "");
		write_scan(text, "open", &log->open);
	}
	if (log->has_undated)
		buffer_add(text, " undated");
	if (log->is_on_access)
		buffer_add(text, " on-access");
}

#define NOTHING "infected=0 errors=0 files=nan vanished=0 failed=0 paths=0"
#define OPEN "open infected=nan errors=0 files=nan"

static const struct {
	const char *name;
	const char *text;
	const char *expected;
} logs[] = {
	{ "nothing", "", "" },
	{ "other words", "hello\nthe scan is done\n", "" },
	{ "clamscan", CLAMSCAN_BEGINS CLAMSCAN("23", "0"),
	  "23 05:12:34 infected=0 errors=0 files=345 vanished=0 failed=0 paths=0" },
	{ "clamscan, redirected", "/srv/a: OK\n/srv/b: Empty file\n" CLAMSCAN("23", "0"),
	  "23 05:12:34 infected=0 errors=0 files=345 vanished=0 failed=0 paths=1" },
	{ "clamscan -v", CLAMSCAN_BEGINS "Scanning /srv/a\nScanning /srv/b\n" CLAMSCAN("23", "0"),
	  "23 05:12:34 infected=0 errors=0 files=345 vanished=0 failed=0 paths=2" },
	{ "clamdscan", CLAMDSCAN_BEGINS "/srv: OK\n" CLAMDSCAN("23", "0"),
	  "23 05:12:34 infected=0 errors=0 files=nan vanished=0 failed=0 paths=1" },
	{ "lines that end as those of DOS", "Infected files: 9\r\n" CLAMDSCAN("23", "0") "/srv/a: OK\r\n",
	  "23 05:12:34 " NOTHING "; " OPEN " vanished=0 failed=0 paths=1" },
	{ "infected files", CLAMSCAN_BEGINS "/srv/a: Eicar-Signature FOUND\n/srv/b: c: Two FOUND\n" CLAMSCAN("23", "2"),
	  "23 05:12:34 infected=2 errors=0 files=345 vanished=0 failed=0 paths=0 [/srv/a|Eicar-Signature] "
	  "[/srv/b: c|Two]" },
	{ "more infected files than are kept",
	  "/1: A FOUND\n/2: A FOUND\n/3: A FOUND\n/4: A FOUND\n/5: A FOUND\n/6: A FOUND\n" CLAMDSCAN("23", "6"),
	  "23 05:12:34 infected=6 errors=0 files=nan vanished=0 failed=0 paths=0 [/1|A] [/2|A] [/3|A] [/4|A] [/5|A] "
	  "+1" },
	{ "an infected file without a name", " FOUND\n", OPEN " vanished=0 failed=0 paths=0 [|]" },
	{ "the last summary counts",
	  CLAMSCAN_BEGINS "/srv/a: Old FOUND\n" CLAMSCAN("22", "1") CLAMSCAN_BEGINS CLAMSCAN("23", "0"),
	  "23 05:12:34 infected=0 errors=0 files=345 vanished=0 failed=0 paths=0" },
	{ "and not the first, when the last is bad",
	  CLAMSCAN_BEGINS CLAMSCAN("22", "0") CLAMSCAN_BEGINS "/srv/a: New FOUND\n" CLAMSCAN("23", "1"),
	  "23 05:12:34 infected=1 errors=0 files=345 vanished=0 failed=0 paths=0 [/srv/a|New]" },
	{ "a scan that began and has no summary", CLAMSCAN("22", "0") CLAMSCAN_BEGINS "Scanning /srv/a\n",
	  "22 05:12:34 infected=0 errors=0 files=345 vanished=0 failed=0 paths=0; " OPEN
	  " vanished=0 failed=0 paths=1" },
	{ "and has found something", CLAMDSCAN("22", "0") "/srv/a: New FOUND\n",
	  "22 05:12:34 " NOTHING "; " OPEN " vanished=0 failed=0 paths=0 [/srv/a|New]" },
	{ "words behind a summary are no scan", CLAMDSCAN("22", "0") "\nscan done, mail sent\n",
	  "22 05:12:34 " NOTHING },
	{ "a scan that was broken off and one that was not",
	  CLAMSCAN_BEGINS "/srv/a: X FOUND\n" CLAMSCAN_BEGINS CLAMSCAN("23", "0"),
	  "23 05:12:34 infected=0 errors=0 files=345 vanished=0 failed=0 paths=0" },
	{ "what a scan that was broken off had found is kept while the next one runs",
	  CLAMSCAN_BEGINS "/srv/a: X FOUND\n" CLAMSCAN_BEGINS "/srv/b: Y FOUND\n",
	  OPEN " vanished=0 failed=0 paths=0 [/srv/a|X] [/srv/b|Y]" },
	{ "and gives way when it has ended",
	  CLAMSCAN_BEGINS "/srv/a: X FOUND\n" CLAMSCAN_BEGINS "/srv/b: Y FOUND\n" CLAMDSCAN("23", "1"),
	  "23 05:12:34 infected=1 errors=0 files=nan vanished=0 failed=0 paths=0 [/srv/b|Y]" },
	{ "also when the names of the former fill the list",
	  "/1: A FOUND\n/2: A FOUND\n/3: A FOUND\n/4: A FOUND\n/5: A FOUND\n/6: A FOUND\n" CLAMSCAN_BEGINS
	  "/srv/b: Y FOUND\n" CLAMDSCAN("23", "1"),
	  "23 05:12:34 infected=1 errors=0 files=nan vanished=0 failed=0 paths=0 [|]" },
	{ "a summary that is cut off is none",
	  CLAMDSCAN("22", "0") HEADING "Infected files: 0\nTime: 1.0 sec (0 m 1 s)\n"
				       "Start Date: 2026:11:23 05:00:00\nEnd Date:   2026:11:23 05:1",
	  "22 05:12:34 " NOTHING "; open " NOTHING },
	{ "a summary whose last line has no end", HEADING "Infected files: 0\nEnd Date:   2026:11:23 05:12:34",
	  "23 05:12:34 " NOTHING },
	{ "no summary without the number of infected files", HEADING "Time: 1.0 sec (0 m 1 s)\n" DATES("23"),
	  OPEN " vanished=0 failed=0 paths=0" },
	{ "no summary with something in between", HEADING "Infected files: 0\n/srv/a: OK\n" DATES("23"),
	  "open infected=0 errors=0 files=nan vanished=0 failed=0 paths=1" },
	{ "no summary with an infected file in between", HEADING "Infected files: 0\nsrv: X FOUND\n" DATES("23"),
	  "open infected=0 errors=0 files=nan vanished=0 failed=0 paths=0 [srv|X]" },
	{ "no summary with a number that is none", HEADING "Infected files: -1\n" DATES("23"),
	  OPEN " vanished=0 failed=0 paths=0" },
	{ "no summary with a date that is none", HEADING "Infected files: 0\nEnd Date:   2026:13:23 05:12:34\n",
	  "open " NOTHING },
	{ "no summary with a date and more", HEADING "Infected files: 0\nEnd Date:   2026:11:23 05:12:34: X FOUND\n",
	  "open " NOTHING " [End Date:   "
	  "2026:11:23 05:12:34|X]" },
	{ "entries of later versions",
	  HEADING "Database: 3820324 signatures\nInfected files: 0\nHits: a|b\n" DATES("23"), "23 05:12:34 " NOTHING },
	{ "a summary of old has no dates", HEADING "Infected files: 0\nTime: 1.000 sec (0 m 1 s)\n",
	  "open " NOTHING " undated" },
	{ "and a new one behind it does", HEADING "Infected files: 0\nTime: 1.000 sec (0 m 1 s)\n" CLAMDSCAN("23", "0"),
	  "23 05:12:34 " NOTHING },
	{ "a summary that denies what stands above it", "/srv/a: X FOUND\n" CLAMDSCAN("23", "0"),
	  "23 05:12:34 infected=1 errors=0 files=nan vanished=0 failed=0 paths=0 [/srv/a|X]" },
	{ "a file's name that has a summary in it",
	  CLAMSCAN_BEGINS "/srv/a\n" CLAMDSCAN("24", "0") ": X FOUND\n" CLAMSCAN("23", "1"),
	  "23 05:12:34 infected=1 errors=0 files=345 vanished=0 failed=0 paths=0 [|X]" },
	{ "the same in a scan that has not ended", CLAMSCAN_BEGINS "/srv/a\n" CLAMDSCAN("24", "0") ": X FOUND\n",
	  "24 05:12:34 " NOTHING "; " OPEN " vanished=0 failed=0 paths=0 [|X]" },
	{ "files that vanished",
	  "WARNING: Can't open file /srv/a: No such file or directory\nERROR: Can't access file /srv/b\n"
	  "/srv/c: lstat() failed: No such file or directory. ERROR\n"
	  "/srv/d: File path check failure: No such file or directory. ERROR\n" CLAMDSCAN_WITH_ERRORS("23", "4"),
	  "23 05:12:34 infected=0 errors=4 files=nan vanished=4 failed=0 paths=0" },
	{ "files that may not be read",
	  "/srv/a: Access denied\nWARNING: Can't open file /srv/b: Permission denied\n/srv/c: Can't open directory.\n"
	  "/srv/d: lstat() failed: Permission denied. ERROR\n" CLAMDSCAN_WITH_ERRORS("23", "4"),
	  "23 05:12:34 infected=0 errors=4 files=nan vanished=0 failed=4 paths=0" },
	{ "a file that may not be read and has a name",
	  "WARNING: Can't open file /srv/No such file or directory: Permission denied\n" CLAMDSCAN_WITH_ERRORS("23",
													       "1"),
	  "23 05:12:34 infected=0 errors=1 files=nan vanished=0 failed=1 paths=0" },
	{ "a warning that is about no file", "WARNING: Ignoring deprecated option\n" CLAMDSCAN("23", "0"),
	  "23 05:12:34 " NOTHING },
	{ "clamd was not there",
	  CLAMDSCAN_BEGINS
	  "ERROR: Could not connect to clamd on LocalSocket /s: No such file or directory\n" CLAMDSCAN_WITH_ERRORS("23",
														   "1"),
	  "23 05:12:34 infected=0 errors=1 files=nan vanished=0 failed=1 paths=0" },
	{ "clamonacc", CLAMDSCAN_BEGINS "ClamInotif: watching '/srv' (and all sub-directories)\n/srv/a: X FOUND\n",
	  OPEN " vanished=0 failed=0 paths=0 [/srv/a|X] on-access" },
	{ "clamonacc with the time in front", "Thu Nov 26 03:06:45 2026 -> /srv/a: X FOUND\n",
	  OPEN " vanished=0 failed=0 paths=0 [/srv/a|X]" },
};

static void a_log_is_read_in_pieces_of_any_size(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(logs); i++) {
		size_t length = strlen(logs[i].text);

		for (size_t piece = 1; piece <= length + 1; piece += piece < 8 ? 1 : piece) {
			struct scan_log log = scan_log_empty(NULL);
			struct buffer text = buffer_limited(10000);

			for (size_t at = 0; at < length; at += piece)
				scan_log_feed(&log, logs[i].text + at, length - at < piece ? length - at : piece);
			scan_log_end(&log);
			write_log(&text, &log);
			row_text(&rows, logs[i].name, text.length ? text.data : "", logs[i].expected);
			buffer_free(&text);
		}
	}
	rows_end(&rows);
}

static struct scan_log parse(const char *text, size_t length)
{
	struct scan_log log = scan_log_empty(NULL);

	scan_log_feed(&log, text, length);
	scan_log_end(&log);
	return log;
}

static void all_of_a_summary_is_read(void **state)
{
	static const char text[] = CLAMSCAN("23", "0");
	struct scan_log log = parse(text, strlen(text));

	(void)state;
	assert_true(log.has_last && log.last.has_start);
	assert_int_equal(log.last.start.tm_min, 0);
	assert_int_equal(log.last.end.tm_year, 126);
	assert_int_equal(log.last.end.tm_mon, 10);
	assert_int_equal(log.last.end.tm_isdst, -1);
	assert_string_equal(log.last.engine, "1.4.6");
	assert_true(log.last.signatures == 8700000 && log.last.seconds > 754.006 && log.last.seconds < 754.008);
}

static const struct {
	const char *date;
	bool is_one;
} dates[] = {
	{ "2026:11:23 05:12:34", true },   { "2026:12:31 23:59:60", true },  { "2028:02:29 00:00:00", true },
	{ "2000:02:29 00:00:00", true },   { "2026:02:29 00:00:00", false }, { "2100:02:29 00:00:00", false },
	{ "2026:11:31 05:12:34", false },  { "2026:11:00 05:12:34", false }, { "2026:00:23 05:12:34", false },
	{ "2026:13:23 05:12:34", false },  { "1969:11:23 05:12:34", false }, { "2026:11:23 24:00:00", false },
	{ "2026:11:23 05:60:00", false },  { "2026:11:23 05:12:61", false }, { "2026-11-23 05:12:34", false },
	{ "2026:11:23T05:12:34", false },  { "2026:11:23 5:12:34", false },  { "2026:11:23 05:12:3x", false },
	{ "2026:11:23 05:12:34 ", false }, { "+026:11:23 05:12:34", false }, { "", false },
};

static void a_date_is_one_of_the_calendar(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(dates); i++) {
		char text[200];
		int length = snprintf(text, sizeof text, HEADING "Infected files: 0\nEnd Date:   %s\n", dates[i].date);

		row_true(&rows, dates[i].date, parse(text, (size_t)length).has_last, dates[i].is_one);
	}
	rows_end(&rows);
}

static void the_first_errors_are_kept(void **state)
{
	static const char text[] = "ERROR: Could not connect to clamd on 127.0.0.1: Connection refused\nERROR: two\n"
				   "WARNING: Can't open file /a: No such file or directory\nERROR: Can't access file "
				   "/b\n" CLAMDSCAN_WITH_ERRORS("23", "4");
	struct scan_log log = parse(text, strlen(text));

	(void)state;
	assert_true(log.last.has_no_scanner);
	assert_string_equal(log.last.first_error, "ERROR: Could not connect to clamd on 127.0.0.1: Connection refused");
	assert_string_equal(log.last.first_vanished, "WARNING: Can't open file /a: No such file or directory");
}

static const struct {
	const char *line, *wanted;
	bool covered;
} coverage[] = {
	{ "/srv/a: OK\n", "/srv/a", true },
	{ "/srv/a: OK\n", "/srv", true },
	{ "/srv/a: OK\n", "/srv/", true },
	{ "/srv/a: OK\n", "/", true },
	{ "/srv: OK\n", "/srv/a", true },
	{ "/: OK\n", "/srv/a", true },
	{ "Scanning /srv/a\n", "/srv", true },
	{ "/srv/a: X FOUND\n", "/srv", true },
	{ "/srv/a: Empty file\n", "/srv", true },
	{ "/srv/ab: OK\n", "/srv/a", false },
	{ "/srv/a: OK\n", "/srv/ab", false },
	{ "/srv/a: Access denied\n", "/srv/a", false },
	{ "ERROR: Can't access file /srv/a\n", "/srv/a", false },
	{ ": OK\n", "/srv", false },
	{ "", "/srv", false },
};

static void paths_are_covered_by_what_was_scanned(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(coverage); i++) {
		const char *items[] = { "/nowhere", coverage[i].wanted };
		const struct texts wanted = { .items = items, .count = 2 };
		struct scan_log log = scan_log_empty(&wanted);
		char name[128];

		snprintf(name, sizeof name, "%s for %s", coverage[i].line, coverage[i].wanted);
		scan_log_feed(&log, coverage[i].line, strlen(coverage[i].line));
		scan_log_feed(&log, CLAMDSCAN("23", "0"), strlen(CLAMDSCAN("23", "0")));
		scan_log_end(&log);
		row_true(&rows, name, log.has_last && log.last.covered[1], coverage[i].covered);
	}
	rows_end(&rows);
}

static void errors_are_counted_with_and_without_vanished_files(void **state)
{
	static const struct {
		double told;
		size_t vanished, failed;
		double all, others;
	} table[] = {
		{ 0, 0, 0, 0, 0 }, { 3, 0, 0, 3, 3 }, { 3, 2, 1, 3, 1 }, { 3, 3, 0, 3, 0 },
		{ 1, 1, 1, 2, 1 }, { 0, 1, 0, 1, 0 }, { 0, 0, 2, 2, 2 }, { 5, 2, 0, 5, 3 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		const struct scan scan = { .errors = table[i].told,
					   .vanished = table[i].vanished,
					   .failed = table[i].failed };
		char name[32];

		snprintf(name, sizeof name, "row %zu", i);
		row_number(&rows, name, scan_errors(&scan, false), table[i].all);
		row_number(&rows, name, scan_errors(&scan, true), table[i].others);
	}
	rows_end(&rows);
}

/* The end may come when the line is full, and then lies on both sides of what is dropped. */
static void a_long_line_keeps_its_beginning_and_its_end(void **state)
{
	enum { MOST = 20000 };
	static const char end[] = ": X FOUND\n";
	char *text = malloc(MOST);

	(void)state;
	assert_non_null(text);
	for (size_t length = SCAN_LINE_MAXIMUM - 20; length < MOST; length += length % 1000 < 100 ? 1 : 900) {
		struct scan_log log;

		memset(text, 'a', length);
		memcpy(text, "/srv/", 5);
		memcpy(text + length - strlen(end), end, strlen(end));
		log = parse(text, length);
		assert_int_equal(log.open.found_count, 1);
		assert_memory_equal(log.open.found[0].file, "/srv/aaaa", 9);
		assert_string_equal(log.open.found[0].signature, "X");
	}
	for (size_t length = SCAN_LINE_MAXIMUM - 20; length < SCAN_LINE_MAXIMUM + 20; length++) {
		struct scan_log log;

		memset(text, 'a', length);
		memcpy(text + length - strlen(end), end, strlen(end));
		log = parse(text, length);
		assert_int_equal(log.open.found_count, 1);
	}
	free(text);
}

static void bytes_of_any_value_are_text(void **state)
{
	static const char text[] = "/srv/\0\xff\x1b|x=1: X FOUND\n";
	struct scan_log log = parse(text, sizeof text - 1);

	(void)state;
	assert_int_equal(log.open.found_count, 1);
	assert_string_equal(log.open.found[0].file, "/srv/?\xff\x1b|x=1");
}

/* --- files ------------------------------------------------------------------------ */

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/scan_log_test.XXXXXX");
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
	static const char *const names[] = { "log", "log.1", "log.2", "log.1.gz", "log.2.gz", "log.gz" };

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++)
		remove(names[i]);
	return chdir("/") == 0 ? rmdir(folder) : -1;
}

static void write_file(const char *name, const char *text, size_t times)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	for (size_t i = 0; i < times; i++)
		assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void add_to_file(const char *name, const char *text, size_t times)
{
	FILE *file = fopen(name, "a");

	assert_non_null(file);
	for (size_t i = 0; i < times; i++)
		assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static bool read_log(struct scan_log *log, struct scan_log_file *file, struct problem *problem)
{
	struct deadline deadline = deadline_in(2);

	*log = scan_log_empty(NULL);
	*problem = (struct problem){ 0 };
	return scan_log_read("log", &deadline, log, file, problem);
}

static void expect_day(int day, const char *path)
{
	struct scan_log log;
	struct scan_log_file file;
	struct problem problem;

	assert_true(read_log(&log, &file, &problem));
	assert_true(log.has_last);
	assert_int_equal(log.last.end.tm_mday, day);
	assert_string_equal(file.path, path);
	assert_int_equal(file.is_rotated, strcmp(path, "log") != 0);
}

static void expect_problem(enum problem_kind kind, const char *part)
{
	struct scan_log log;
	struct scan_log_file file;
	struct problem problem;
	struct rows rows = { 0 };

	assert_false(read_log(&log, &file, &problem));
	assert_int_equal(problem.kind, kind);
	row_holds(&rows, "problem", problem.text, part);
	rows_end(&rows);
}

/* A log that begins with a tebibyte of nothing, which nobody reads within the deadline. */
static void write_behind_a_hole(const char *text, size_t blanks, const char *end)
{
	FILE *file;

	write_file("log", "", 1);
	if (truncate("log", (off_t)1 << 40) != 0)
		skip();
	file = fopen("log", "a");
	assert_non_null(file);
	assert_true(fprintf(file, "\n%s%*s%s", text, (int)blanks, "", end) > 0);
	assert_int_equal(fclose(file), 0);
}

static void only_the_end_of_a_large_log_is_read(void **state)
{
	(void)state;
	write_behind_a_hole(CLAMSCAN_BEGINS CLAMSCAN("20", "0"), 0, "");
	expect_day(20, "log");
	write_behind_a_hole(CLAMDSCAN_BEGINS CLAMDSCAN("21", "0"), 0, "");
	expect_day(21, "log");
	write_behind_a_hole(CLAMSCAN("21", "0") "/srv/a: OK\n" CLAMSCAN("22", "0"), 0, "");
	expect_day(22, "log");
	write_behind_a_hole("", 0, "");
	expect_problem(PROBLEM_TIMEOUT, "timeout: log was read without coming to a summary");
}

/* The log is read in blocks of 64 KiB from its end: here the border of the first two goes
 * through every byte of a scan. */
static void a_summary_is_found_backwards_wherever_it_lies(void **state)
{
	static const char scan[] = CLAMSCAN_BEGINS "/srv/a: X FOUND\n" CLAMDSCAN("22", "1");
	enum { BLOCK = 65536 };

	(void)state;
	for (size_t blanks = BLOCK - sizeof scan - 20; blanks < BLOCK + 10; blanks++) {
		struct scan_log log;
		struct scan_log_file file;
		struct problem problem;

		write_behind_a_hole(scan, blanks, "\n/srv/b: OK\n");
		assert_true(read_log(&log, &file, &problem));
		assert_true(log.has_last && log.has_open);
		assert_int_equal(log.last.end.tm_mday, 22);
		assert_int_equal(log.last.found_count, 1);
		assert_int_equal(log.open.paths, 1);
	}
}

static void a_log_of_many_scans_without_dashes(void **state)
{
	(void)state;
	write_file("log", "/srv/a: OK\n" CLAMSCAN("20", "0"), 1);
	add_to_file("log", "/srv/a: OK\n" CLAMSCAN("21", "0"), 1);
	expect_day(21, "log");
}

static void a_broken_summary_does_not_hide_the_one_before(void **state)
{
	(void)state;
	write_file("log", CLAMSCAN("20", "0"), 1);
	add_to_file("log", HEADING "Infected files: none\nEnd Date:   2026:11:21 05:12:34\n", 3);
	expect_day(20, "log");
}

static void compress(const char *name)
{
	int status = -1;
	pid_t child = fork();

	if (child == 0) {
		execlp("gzip", "gzip", "-f", name, (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void rotated_logs_are_looked_at_in_their_order(void **state)
{
	(void)state;
	write_file("log.2", CLAMSCAN("18", "0"), 1);
	compress("log.2");
	expect_day(18, "log.2.gz");
	write_file("log.2", CLAMSCAN("19", "0"), 1);
	expect_day(19, "log.2");
	write_file("log.1", CLAMSCAN("20", "0"), 1);
	compress("log.1");
	expect_day(20, "log.1.gz");
	write_file("log.1", CLAMSCAN("21", "0"), 1);
	expect_day(21, "log.1");
	write_file("log", "", 1);
	expect_day(21, "log.1");
	write_file("log", CLAMSCAN("22", "0"), 1);
	expect_day(22, "log");
}

static void what_was_left_open_in_either_is_kept(void **state)
{
	struct scan_log log;
	struct scan_log_file file;
	struct problem problem;

	(void)state;
	write_file("log.1", CLAMSCAN("20", "0") CLAMSCAN_BEGINS "/srv/a: X FOUND\n", 1);
	write_file("log", "", 1);
	assert_true(read_log(&log, &file, &problem));
	assert_true(log.has_open && log.open.found_count == 1);
	write_file("log", "/srv/b: Y FOUND\n/srv/c: Y FOUND\n", 1);
	assert_true(read_log(&log, &file, &problem));
	assert_true(log.has_last && log.has_open && log.open.found_count == 2);
	assert_true(file.written > 0);
}

static void what_is_no_log_is_said(void **state)
{
	(void)state;
	expect_problem(PROBLEM_PEER, "there is no scan log log");
	assert_int_equal(mkfifo("log", 0600), 0);
	expect_problem(PROBLEM_INPUT, "log is not a regular file");
	remove("log");
	assert_int_equal(mkdir("log", 0700), 0);
	expect_problem(PROBLEM_INPUT, "log is not a regular file but a folder");
	rmdir("log");
	write_file("log", "", 1);
	write_file("log.1.gz", "this is not compressed", 1);
	expect_problem(PROBLEM_PEER, "log.1.gz: it is not compressed by gzip");
	write_file("log.1.gz", "\x1f\x8b\x08 damaged from here on", 1);
	expect_problem(PROBLEM_PEER, "log.1.gz: ");
	write_file("log.1.gz", "", 1);
	assert_int_equal(symlink("/dev/zero", "log.1"), 0);
	expect_problem(PROBLEM_INPUT, "log.1 is not a regular file");
}

static void a_log_that_may_not_be_read_is_named_with_its_rights(void **state)
{
	(void)state;
	write_file("log", CLAMSCAN("20", "0"), 1);
	assert_int_equal(chmod("log", 0), 0);
	assert_int_equal(chmod(".", 0711), 0);
	/* Root reads everything: it takes another user to be refused. */
	if (getuid() == 0)
		assert_int_equal(seteuid(65534), 0);
	expect_problem(PROBLEM_SYSTEM, "cannot read log: Permission denied (mode 0000, owner ");
	if (getuid() == 0)
		assert_int_equal(seteuid(0), 0);
}

static void a_deadline_ends_the_reading(void **state)
{
	struct scan_log log = scan_log_empty(NULL);
	struct scan_log_file file;
	struct problem problem = { 0 };
	struct deadline passed = deadline_in(0);

	(void)state;
	write_file("log", "/srv/abcde: OK\n", 10000);
	assert_false(scan_log_read("log", &passed, &log, &file, &problem));
	assert_int_equal(problem.kind, PROBLEM_TIMEOUT);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_log_is_read_in_pieces_of_any_size),
		cmocka_unit_test(all_of_a_summary_is_read),
		cmocka_unit_test(a_date_is_one_of_the_calendar),
		cmocka_unit_test(the_first_errors_are_kept),
		cmocka_unit_test(paths_are_covered_by_what_was_scanned),
		cmocka_unit_test(errors_are_counted_with_and_without_vanished_files),
		cmocka_unit_test(a_long_line_keeps_its_beginning_and_its_end),
		cmocka_unit_test(bytes_of_any_value_are_text),
		WITH_FOLDER(a_summary_is_found_backwards_wherever_it_lies),
		WITH_FOLDER(only_the_end_of_a_large_log_is_read),
		WITH_FOLDER(a_log_of_many_scans_without_dashes),
		WITH_FOLDER(a_broken_summary_does_not_hide_the_one_before),
		WITH_FOLDER(rotated_logs_are_looked_at_in_their_order),
		WITH_FOLDER(what_was_left_open_in_either_is_kept),
		WITH_FOLDER(what_is_no_log_is_said),
		WITH_FOLDER(a_log_that_may_not_be_read_is_named_with_its_rights),
		WITH_FOLDER(a_deadline_ends_the_reading),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
