// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * check_clamav_age without a scanner: every judgement, every impossible combination of
 * options, and the command lines of its peers.
 */
#include "plugins/check_clamav_age.c"

#include "common/check/output.h"

#include "tests/common/rows.h"

/* --- judgements ---------------------------------------------------------------- */

enum { NOW = 1796083200 /* 2026-12-01T00:00:00Z */, MINUTE = 60, HOUR = 3600, DAY = 86400 };

/* What was asked and what was found, and the whole line that must come of it. */
struct judgement {
	const char *name;
	struct settings settings;
	struct facts facts;
	enum status status;
	const char *line;
};

#define TEXTS(...)                                                                                                     \
	{                                                                                                              \
		.items = (const char *[]){ __VA_ARGS__ }, .count = LENGTH(((const char *[]){ __VA_ARGS__ }))           \
	}
#define UP_TO(most)                                                                                                    \
	{                                                                                                              \
		.end = (most), .is_set = true                                                                          \
	}
#define ASKED_OF(infected, errors, grace)                                                                              \
	.scan_log = "/l", .warning = UP_TO(26 * HOUR), .critical = UP_TO(50 * HOUR),                                   \
	.infected_critical = UP_TO(infected), .errors_warning = UP_TO(errors), .reload_grace = (grace)
#define ASKED ASKED_OF(0, 0, HOUR)

/* The clock of the log's zone need not agree with NOW: only the words come from it. */
#define AT_FIVE                                                                                                        \
	{                                                                                                              \
		.tm_year = 126, .tm_mon = 10, .tm_mday = 30, .tm_hour = 5, .tm_min = 12                                \
	}
#define LOG .path = "/l", .file = { .path = "/l" }
#define OLD(seconds) .finished = NOW - (seconds)
#define LAST(...) .log = { .has_last = true, .last = { .end = AT_FIVE, .seconds = 754, __VA_ARGS__ } }
#define CLEAN LAST(.infected = 0, .files = 81234, .signatures = 100)
#define FOUND(name, what)                                                                                              \
	{                                                                                                              \
		.file = name, .signature = what                                                                        \
	}
#define FAILED(failed_kind, words)                                                                                     \
	{                                                                                                              \
		.kind = (failed_kind), .text = words                                                                   \
	}
#define GOOD_SCAN .scan = { LOG, OLD(3 * HOUR), CLEAN }

#define AGE(seconds) "scan_age=" #seconds ".000000s;93600;180000;0.000000"
#define TAIL " scan_time=754.000000s;;;0.000000"
#define NONE_FOUND " infected=0;;0;0 errors=0;0;;0 vanished=0;;;0"
#define FILES(count) " scanned_files=" #count ";;1:;0"
#define GOOD_DATA AGE(10800) NONE_FOUND FILES(81234) TAIL
#define NO_DATA                                                                                                        \
	"scan_age=U;93600;180000;0.000000 infected=U;;0;0 errors=U;0;;0 vanished=U;;;0 scanned_files=U;;1:;0 "         \
	"scan_time=U;;;0.000000"
#define GOOD_TEXT "last scan finished 2026-11-30 05:12 (3 h ago), 0 infected, 81234 files"
#define SCAN_OF "in the scan of 2026-11-30 05:12, by /l"

static void expect_judgement(struct rows *rows, const struct judgement *row)
{
	static const struct output_context context = { .program = "check_clamav_age", .version = "0" };
	static struct facts facts;
	struct result *result = result_new("CLAMAV");
	struct buffer output = buffer_limited(10000);

	assert_non_null(result);
	facts = row->facts;
	facts.now = NOW;
	evaluate(&row->settings, &facts, result);
	output_line(&output, result, &context);
	row_number(rows, row->name, (int)result_status(result), (int)row->status);
	row_text(rows, row->name, output.data, row->line);
	buffer_free(&output);
	result_free(result);
}

static void expect_judgements(const struct judgement *table, size_t count)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++)
		expect_judgement(&rows, table + i);
	rows_end(&rows);
}

static const struct judgement ages[] = {
	{ "in time", { ASKED }, { GOOD_SCAN }, STATUS_OK, "CLAMAV OK - " GOOD_TEXT " | " GOOD_DATA "\n" },
	{ "just in time",
	  { ASKED },
	  { .scan = { LOG, OLD(26 * HOUR), CLEAN } },
	  STATUS_OK,
	  "CLAMAV OK - last scan finished 2026-11-30 05:12 (1 d 2 h ago), 0 infected, 81234 files | " AGE(93600)
		  NONE_FOUND FILES(81234) TAIL "\n" },
	{ "late",
	  { ASKED },
	  { .scan = { LOG, OLD(26 * HOUR + 1), CLEAN } },
	  STATUS_WARNING,
	  "CLAMAV WARNING - last scan in /l finished 2026-11-30 05:12 (1 d 2 h ago) (warning at 93600) | " AGE(93601)
		  NONE_FOUND FILES(81234) TAIL "\n" },
	{ "missed",
	  { ASKED },
	  { .scan = { LOG, OLD(3 * DAY), CLEAN } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - last scan in /l finished 2026-11-30 05:12 (3 d ago) (critical at 180000) | " AGE(259200)
		  NONE_FOUND FILES(81234) TAIL "\n" },
	{ "clocks that differ by minutes",
	  { ASKED },
	  { .scan = { LOG, OLD(-5 * MINUTE), CLEAN } },
	  STATUS_OK,
	  "CLAMAV OK - last scan finished 2026-11-30 05:12 (0 s ago), 0 infected, 81234 files | " AGE(0)
		  NONE_FOUND FILES(81234) TAIL "\n" },
	{ "a date ahead is never fresh",
	  { ASKED },
	  { .scan = { LOG, OLD(-9 * HOUR), CLEAN } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - last scan in /l finished 2026-11-30 05:12, 9 h ahead of now: is --timezone right? "
	  "(critical at 180000) | " AGE(-32400) NONE_FOUND FILES(81234) TAIL "\n" },
	{ "a rotated log is named",
	  { ASKED },
	  { .scan = { .path = "/l", .file = { .path = "/l.1.gz", .is_rotated = true }, OLD(3 * HOUR), CLEAN } },
	  STATUS_OK,
	  "CLAMAV OK - last scan in /l.1.gz finished 2026-11-30 05:12 (3 h ago), 0 infected, 81234 files | " GOOD_DATA
	  "\n" },
	{ "clamdscan does not tell how many files",
	  { ASKED },
	  { .scan = { LOG, OLD(3 * HOUR), LAST(.infected = 0, .files = NAN, .signatures = NAN) } },
	  STATUS_OK,
	  "CLAMAV OK - last scan finished 2026-11-30 05:12 (3 h ago), 0 infected | " AGE(10800) NONE_FOUND FILES(U) TAIL
	  "\n" },
	{ "no such time of day",
	  { ASKED },
	  { .scan = { LOG, .finished = -1, CLEAN } },
	  STATUS_UNKNOWN,
	  "CLAMAV UNKNOWN - /l: the last scan's end is no time of this zone | "
	  "scan_age=U;93600;180000;0.000000" NONE_FOUND FILES(81234) TAIL "\n" },
};

static void the_age_is_judged(void **state)
{
	(void)state;
	expect_judgements(ages, LENGTH(ages));
}

static const struct judgement missing[] = {
	{ "no log",
	  { ASKED },
	  { .scan = { LOG, .problem = FAILED(PROBLEM_PEER, "there is no scan log /l") } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - there is no scan log /l | " NO_DATA "\n" },
	{ "a log that may not be read is no verdict",
	  { ASKED },
	  { .scan = { LOG, .problem = FAILED(PROBLEM_SYSTEM, "cannot read /l: Permission denied") } },
	  STATUS_UNKNOWN,
	  "CLAMAV UNKNOWN - cannot read /l: Permission denied | " NO_DATA "\n" },
	{ "what is no file is no verdict",
	  { ASKED },
	  { .scan = { LOG, .problem = FAILED(PROBLEM_INPUT, "/l is not a regular file") } },
	  STATUS_UNKNOWN,
	  "CLAMAV UNKNOWN - /l is not a regular file | " NO_DATA "\n" },
	{ "an empty log",
	  { ASKED },
	  { .scan = { LOG } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - no scan in /l has completed | " NO_DATA "\n" },
	{ "a scan that began",
	  { ASKED },
	  { .scan = { .path = "/l",
		      .file = { .path = "/l", .written = NOW - HOUR },
		      .written = AT_FIVE,
		      .log = { .has_open = true } } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - no scan in /l has completed: one began and has no summary, last written 2026-11-30 05:12 "
	  "(1 h ago) | " NO_DATA "\n" },
	{ "clamonacc",
	  { ASKED },
	  { .scan = { LOG, .log = { .has_open = true, .is_on_access = true } } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - no scan in /l has completed: clamonacc wrote it, which watches and completes no scan "
	  "| " NO_DATA "\n" },
	{ "clamonacc, and it found something",
	  { ASKED },
	  { .scan = { LOG, .log = { .has_open = true,
				    .is_on_access = true,
				    .open = { .found_count = 1, .found = { FOUND("/srv/a", "X") } } } } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - no scan in /l has completed: clamonacc wrote it, which watches and completes no scan; 1 "
	  "infected since the last summary, by /l: /srv/a (X) | " NO_DATA "\n" },
	{ "a summary of old",
	  { ASKED },
	  { .scan = { LOG, .log = { .has_open = true, .has_undated = true } } },
	  STATUS_UNKNOWN,
	  "CLAMAV UNKNOWN - the last summary in /l does not tell when the scan ended: ClamAV does since 0.103 "
	  "| " NO_DATA "\n" },
};

static void a_scan_that_is_missing_is_told(void **state)
{
	(void)state;
	expect_judgements(missing, LENGTH(missing));
}

static const struct judgement found[] = {
	{ "an infected file",
	  { ASKED },
	  { .scan = { LOG, OLD(3 * HOUR),
		      LAST(.infected = 1, .files = 10, .found_count = 1, .signatures = 9,
			   .found = { FOUND("/srv/a|b=1\n", "Eicar-Signature") }) } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - 1 infected " SCAN_OF ": /srv/a b=1  (Eicar-Signature) (critical at 0) | " AGE(
		  10800) " infected=1;;0;0 errors=0;0;;0 vanished=0;;;0" FILES(10) TAIL "\n" },
	{ "more than are named",
	  { ASKED },
	  { .scan = { LOG, OLD(3 * HOUR),
		      LAST(.infected = 9, .files = NAN, .found_count = 9, .signatures = NAN,
			   .found = { FOUND("/a", "X"), FOUND("/b", "Y"), FOUND("/c", "Z"), FOUND("/d", "Z") }) } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - 9 infected " SCAN_OF ": /a (X), /b (Y), /c (Z) and 6 more (critical at 0) | " AGE(
		  10800) " infected=9;;0;0 errors=0;0;;0 vanished=0;;;0" FILES(U) TAIL "\n" },
	{ "whose name was lost",
	  { ASKED },
	  { .scan = { LOG, OLD(3 * HOUR), LAST(.infected = 1, .files = NAN, .found_count = 1, .signatures = NAN) } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - 1 infected " SCAN_OF
	  " (critical at 0) | " AGE(10800) " infected=1;;0;0 errors=0;0;;0 vanished=0;;;0" FILES(U) TAIL "\n" },
	{ "as many as are allowed, and one more than warns",
	  { ASKED_OF(2, 0, HOUR), .infected_warning = UP_TO(1) },
	  { .scan = { LOG, OLD(3 * HOUR), LAST(.infected = 2, .files = NAN, .signatures = NAN) } },
	  STATUS_WARNING,
	  "CLAMAV WARNING - 2 infected " SCAN_OF
	  " (warning at 1) | " AGE(10800) " infected=2;1;2;0 errors=0;0;;0 vanished=0;;;0" FILES(U) TAIL "\n" },
	{ "a scan is running",
	  { ASKED },
	  { .scan = { .path = "/l",
		      .file = { .path = "/l", .written = NOW - MINUTE },
		      .written = AT_FIVE,
		      OLD(3 * HOUR),
		      .log = { .has_last = true,
			       .last = { .end = AT_FIVE, .seconds = 754, .files = 81234, .signatures = 9 },
			       .has_open = true } } },
	  STATUS_OK,
	  "CLAMAV OK - " GOOD_TEXT ", another scan began and has no summary, last written 2026-11-30 05:12 (1 min ago)"
	  " | " GOOD_DATA "\n" },
	{ "and has found something",
	  { ASKED },
	  { .scan = { .path = "/l",
		      .file = { .path = "/l", .written = NOW - MINUTE },
		      .written = AT_FIVE,
		      OLD(3 * HOUR),
		      .log = { .has_last = true,
			       .last = { .end = AT_FIVE, .seconds = 754, .files = 81234, .signatures = 9 },
			       .has_open = true,
			       .open = { .found_count = 1, .found = { FOUND("/srv/a", "X") } } } } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - 1 infected since the last summary, by /l, last written 2026-11-30 05:12 (1 min ago): "
	  "/srv/a (X) | " GOOD_DATA "\n" },
};

static void what_was_found_is_judged(void **state)
{
	(void)state;
	expect_judgements(found, LENGTH(found));
}

#define WITH_ERRORS(...) .scan = { LOG, OLD(3 * HOUR), LAST(.files = 5, .signatures = 9, __VA_ARGS__) }

static const struct judgement errors[] = {
	{ "an error",
	  { ASKED },
	  { WITH_ERRORS(.errors = 1, .failed = 1, .first_error = "/srv/a: Access denied") },
	  STATUS_WARNING,
	  "CLAMAV WARNING - 1 error " SCAN_OF ": /srv/a: Access denied (warning at 0) | " AGE(
		  10800) " infected=0;;0;0 errors=1;0;;0 vanished=0;;;0" FILES(5) TAIL "\n" },
	{ "errors that are critical, of which nothing is known",
	  { ASKED, .errors_critical = UP_TO(1) },
	  { WITH_ERRORS(.errors = 2) },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - 2 errors " SCAN_OF
	  " (critical at 1) | " AGE(10800) " infected=0;;0;0 errors=2;0;1;0 vanished=0;;;0" FILES(5) TAIL "\n" },
	{ "vanished files are errors",
	  { ASKED },
	  { WITH_ERRORS(.errors = 1, .vanished = 1, .first_vanished = "ERROR: Can't access file /srv/a") },
	  STATUS_WARNING,
	  "CLAMAV WARNING - 1 error " SCAN_OF ": ERROR: Can't access file /srv/a (warning at 0) | " AGE(
		  10800) " infected=0;;0;0 errors=1;0;;0 vanished=1;;;0" FILES(5) TAIL "\n" },
	{ "unless they are ignored",
	  { ASKED, .ignore_vanished = true },
	  { WITH_ERRORS(.errors = 2, .vanished = 2, .first_vanished = "ERROR: Can't access file /srv/a") },
	  STATUS_OK,
	  "CLAMAV OK - last scan finished 2026-11-30 05:12 (3 h ago), 0 infected, 2 vanished while it ran, 5 files "
	  "| " AGE(10800) " infected=0;;0;0 errors=0;0;;0 vanished=2;;;0" FILES(5) TAIL "\n" },
	{ "and other errors stay",
	  { ASKED, .ignore_vanished = true },
	  { WITH_ERRORS(.errors = 2, .vanished = 1, .failed = 1, .first_vanished = "a", .first_error = "b") },
	  STATUS_WARNING,
	  "CLAMAV WARNING - 1 error " SCAN_OF
	  ": b (warning at 0) | " AGE(10800) " infected=0;;0;0 errors=1;0;;0 vanished=1;;;0" FILES(5) TAIL "\n" },
	{ "of which the log does not tell the reason",
	  { ASKED, .ignore_vanished = true },
	  { WITH_ERRORS(.errors = 2, .vanished = 1, .first_vanished = "a") },
	  STATUS_WARNING,
	  "CLAMAV WARNING - 1 error " SCAN_OF
	  " (warning at 0) | " AGE(10800) " infected=0;;0;0 errors=1;0;;0 vanished=1;;;0" FILES(5) TAIL "\n" },
	{ "errors that are allowed are told",
	  { ASKED_OF(0, 3, HOUR) },
	  { WITH_ERRORS(.errors = 3) },
	  STATUS_OK,
	  "CLAMAV OK - last scan finished 2026-11-30 05:12 (3 h ago), 0 infected, 3 errors " SCAN_OF
	  ", 5 files | " AGE(10800) " infected=0;;0;0 errors=3;3;;0 vanished=0;;;0" FILES(5) TAIL "\n" },
	{ "clamd was not there",
	  { ASKED_OF(0, 9, HOUR) },
	  { WITH_ERRORS(.errors = 1, .failed = 1, .has_no_scanner = true,
			.first_error = "ERROR: Could not connect to clamd") },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - nothing was scanned " SCAN_OF ": ERROR: Could not connect to clamd | " AGE(
		  10800) " infected=0;;0;0 errors=1;9;;0 vanished=0;;;0" FILES(5) TAIL "\n" },
};

static void errors_are_judged(void **state)
{
	(void)state;
	expect_judgements(errors, LENGTH(errors));
}

#define SCANNED(...) .scan = { LOG, OLD(3 * HOUR), LAST(__VA_ARGS__) }
#define AT_LEAST(least)                                                                                                \
	{                                                                                                              \
		.start = (least), .end = INFINITY, .is_set = true                                                      \
	}

static const struct judgement files[] = {
	{ "nothing was scanned",
	  { ASKED },
	  { SCANNED(.files = 0, .signatures = 9) },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - 0 files scanned " SCAN_OF " (critical at 1:) | " AGE(10800) NONE_FOUND FILES(0) TAIL
	  "\n" },
	{ "one file",
	  { ASKED },
	  { SCANNED(.files = 1, .signatures = 9) },
	  STATUS_OK,
	  "CLAMAV OK - last scan finished 2026-11-30 05:12 (3 h ago), 0 infected, 1 file | " AGE(10800)
		  NONE_FOUND FILES(1) TAIL "\n" },
	{ "fewer than asked for",
	  { ASKED, .files = AT_LEAST(1000) },
	  { SCANNED(.files = 999, .signatures = 9) },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - 999 files scanned " SCAN_OF " (critical at 1000:) | " AGE(10800) NONE_FOUND
	  " scanned_files=999;;1000:;0" TAIL "\n" },
	{ "a number was asked for, and the log does not tell",
	  { ASKED, .files = AT_LEAST(1000) },
	  { SCANNED(.files = NAN, .signatures = NAN) },
	  STATUS_UNKNOWN,
	  "CLAMAV UNKNOWN - /l does not tell how many files were scanned: --files needs the log of clamscan | " AGE(
		  10800) NONE_FOUND " scanned_files=U;;1000:;0" TAIL "\n" },
	{ "the scanner had no signatures",
	  { ASKED },
	  { SCANNED(.files = 5, .signatures = 0) },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - the scan of 2026-11-30 05:12 knew no virus, by /l | " AGE(10800) NONE_FOUND FILES(5) TAIL
	  "\n" },
	{ "paths are covered",
	  { ASKED, .require_path = TEXTS("/srv", "/home") },
	  { SCANNED(.files = 81234, .signatures = 9, .paths = 7, .covered = { true, true }) },
	  STATUS_OK,
	  "CLAMAV OK - " GOOD_TEXT " | " GOOD_DATA "\n" },
	{ "one is not",
	  { ASKED, .require_path = TEXTS("/srv", "/home") },
	  { SCANNED(.files = 81234, .signatures = 9, .paths = 7, .covered = { true, false }) },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - /home was not scanned " SCAN_OF " | " GOOD_DATA "\n" },
	{ "the log does not tell",
	  { ASKED, .require_path = TEXTS("/srv", "/home") },
	  { SCANNED(.files = 81234, .signatures = 9, .covered = { true, false }) },
	  STATUS_UNKNOWN,
	  "CLAMAV UNKNOWN - /l does not tell which files were scanned: --require-path needs the log of clamscan -v, or "
	  "of clamdscan without -i | " GOOD_DATA "\n" },
};

static void what_was_scanned_is_judged(void **state)
{
	(void)state;
	expect_judgements(files, LENGTH(files));
}

/* --- signatures -------------------------------------------------------------------- */

#define DAILY(number, age)                                                                                             \
	{                                                                                                              \
		.name = "daily.cld", .version = (number), .built = NOW - (age), .arrived = NOW - 5 * HOUR              \
	}
#define MAIN(age)                                                                                                      \
	{                                                                                                              \
		.name = "main.cvd", .version = 62, .built = NOW - (age)                                                \
	}
#define DATABASES(...) .database = { .found = { __VA_ARGS__ }, .count = LENGTH(((struct cvd[]){ __VA_ARGS__ })) }
#define DB_AGE(seconds) " db_age=" #seconds ".000000s;93600;180000;0.000000"
#define NO_DB_AGE " db_age=U;93600;180000;0.000000"

static const struct judgement databases[] = {
	{ "young",
	  { ASKED, .database = "/db" },
	  { GOOD_SCAN, DATABASES(DAILY(27848, 9 * HOUR), MAIN(900 * DAY)) },
	  STATUS_OK,
	  "CLAMAV OK - " GOOD_TEXT ", signatures daily 27848 (9 h old) | " GOOD_DATA DB_AGE(32400) "\n" },
	{ "old",
	  { ASKED, .database = "/db" },
	  { GOOD_SCAN, DATABASES(DAILY(27848, 30 * HOUR), MAIN(900 * DAY)) },
	  STATUS_WARNING,
	  "CLAMAV WARNING - the youngest signatures in /db are daily.cld 27848, built 2026-11-29T18:00:00Z (1 d 6 h "
	  "old) "
	  "(warning at 93600) | " GOOD_DATA DB_AGE(108000) "\n" },
	{ "far too old",
	  { ASKED, .database = "/db" },
	  { GOOD_SCAN, DATABASES(MAIN(900 * DAY)) },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - the youngest signatures in /db are main.cvd 62, built 2024-06-14T00:00:00Z (900 d old) "
	  "(critical at 180000) | " GOOD_DATA DB_AGE(77760000) "\n" },
	{ "other limits, and the usual folder",
	  { ASKED, .database_critical = UP_TO(HOUR) },
	  { GOOD_SCAN, DATABASES(DAILY(27848, 2 * HOUR)) },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - the youngest signatures in /var/lib/clamav are daily.cld 27848, built "
	  "2026-11-30T22:00:00Z "
	  "(2 h old) (critical at 3600) | " GOOD_DATA " db_age=7200.000000s;93600;3600;0.000000\n" },
	{ "another warning alone",
	  { ASKED, .database_warning = UP_TO(HOUR) },
	  { GOOD_SCAN, DATABASES(DAILY(27848, 2 * HOUR)) },
	  STATUS_WARNING,
	  "CLAMAV WARNING - the youngest signatures in /var/lib/clamav are daily.cld 27848, built 2026-11-30T22:00:00Z "
	  "(2 h old) (warning at 3600) | " GOOD_DATA " db_age=7200.000000s;3600;180000;0.000000\n" },
	{ "built ahead of now",
	  { ASKED, .database = "/db" },
	  { GOOD_SCAN, DATABASES(DAILY(27848, -DAY)) },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - the youngest signatures in /db are daily.cld 27848, built 2026-12-02T00:00:00Z (1 d ahead "
	  "of now) (critical at 180000) | " GOOD_DATA DB_AGE(-86400) "\n" },
	{ "none",
	  { ASKED, .database = "/db" },
	  { GOOD_SCAN },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - no signature database in /db: none of daily, main and bytecode is there as .cvd or .cld "
	  "| " GOOD_DATA NO_DB_AGE "\n" },
	{ "no folder",
	  { ASKED, .database = "/db" },
	  { GOOD_SCAN, .database_problem = FAILED(PROBLEM_PEER, "there is no folder /db") },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - there is no folder /db | " GOOD_DATA NO_DB_AGE "\n" },
	{ "a folder that is closed is no verdict",
	  { ASKED, .database = "/db" },
	  { GOOD_SCAN, .database_problem = FAILED(PROBLEM_SYSTEM, "cannot read /db: Permission denied") },
	  STATUS_UNKNOWN,
	  "CLAMAV UNKNOWN - cannot read /db: Permission denied | " GOOD_DATA NO_DB_AGE "\n" },
	{ "a damaged file beside a good one",
	  { ASKED, .database = "/db" },
	  { GOOD_SCAN, .database = { .found = { DAILY(1, HOUR) },
				     .count = 1,
				     .damaged = FAILED(PROBLEM_PEER, "/db/main.cvd is bad") } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - /db/main.cvd is bad | " GOOD_DATA DB_AGE(3600) "\n" },
	{ "a damaged file alone",
	  { ASKED, .database = "/db" },
	  { GOOD_SCAN, .database = { .damaged = FAILED(PROBLEM_PEER, "/db/main.cvd is bad") } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - /db/main.cvd is bad | " GOOD_DATA NO_DB_AGE "\n" },
};

static void signatures_are_judged(void **state)
{
	(void)state;
	expect_judgements(databases, LENGTH(databases));
}

/* --- clamd ------------------------------------------------------------------------- */

#define CLAMD .clamd = { .is_set = true, .host = "/run/clamd", .port = 3310 }
#define ENGINE .seconds = 0.25, .stats = { .queue = 2, .is_valid = true }
#define ANSWERS .clamd = { ENGINE, .version = { .engine = "ClamAV 1.4.6" } }
#define LOADED(number, age)                                                                                            \
	.clamd = { ENGINE, .version = { .engine = "ClamAV 1.4.6", .has_database = true, .database = (number) },        \
		   .loaded_built = (age) ? NOW - (age) : 0 }
#define CLAMD_DATA " queue=2;;;0 time=0.250000s;;;0.000000"
#define NO_CLAMD_DATA " queue=U;;;0 time=U;;;0.000000"
#define ON_DISK DATABASES(DAILY(27848, 9 * HOUR))

static const struct judgement daemons[] = {
	{ "it answers",
	  { ASKED, CLAMD },
	  { GOOD_SCAN, ANSWERS },
	  STATUS_OK,
	  "CLAMAV OK - " GOOD_TEXT ", ClamAV 1.4.6 answers | " GOOD_DATA CLAMD_DATA "\n" },
	{ "nobody listens",
	  { ASKED, CLAMD, .database = "/db" },
	  { GOOD_SCAN, ON_DISK,
	    .clamd = { .problem = FAILED(PROBLEM_REFUSED, "connect to socket /run/clamd: refused") } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - connect to socket /run/clamd: refused | " GOOD_DATA DB_AGE(32400) NO_CLAMD_DATA "\n" },
	{ "a socket that is closed to us is no verdict",
	  { ASKED, CLAMD, .self_test = true },
	  { GOOD_SCAN, .clamd = { .problem = FAILED(PROBLEM_SYSTEM, "connect: Permission denied") } },
	  STATUS_UNKNOWN,
	  "CLAMAV UNKNOWN - connect: Permission denied | " GOOD_DATA NO_CLAMD_DATA "\n" },
	{ "time is up",
	  { ASKED, CLAMD },
	  { GOOD_SCAN, .clamd = { .problem = FAILED(PROBLEM_TIMEOUT, "timeout") } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - timeout | " GOOD_DATA NO_CLAMD_DATA "\n" },
	{ "it is about to end",
	  { ASKED, CLAMD },
	  { GOOD_SCAN, .clamd = { .seconds = 0.25, .stats = { .queue = 2 } } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - clamd on socket /run/clamd is about to end | " GOOD_DATA CLAMD_DATA "\n" },
	{ "a queue",
	  { ASKED, CLAMD, .queue_warning = UP_TO(1), .queue_critical = UP_TO(5) },
	  { GOOD_SCAN, ANSWERS },
	  STATUS_WARNING,
	  "CLAMAV WARNING - clamd on socket /run/clamd has 2 requests waiting (warning at 1) | " GOOD_DATA
	  " queue=2;1;5;0 time=0.250000s;;;0.000000\n" },
	{ "it has what is on disk",
	  { ASKED, CLAMD, .database = "/db" },
	  { GOOD_SCAN, ON_DISK, LOADED(27848, 9 * HOUR) },
	  STATUS_OK,
	  "CLAMAV OK - " GOOD_TEXT ", signatures daily 27848 (9 h old), ClamAV 1.4.6 answers | " GOOD_DATA DB_AGE(32400)
		  CLAMD_DATA "\n" },
	{ "it has older ones",
	  { ASKED, CLAMD, .database = "/db" },
	  { GOOD_SCAN, ON_DISK, LOADED(27847, 0) },
	  STATUS_WARNING,
	  "CLAMAV WARNING - clamd on socket /run/clamd has daily 27847 in memory, older than /db/daily.cld 27848, "
	  "there "
	  "since 5 h | " GOOD_DATA DB_AGE(32400) CLAMD_DATA "\n" },
	{ "it has far older ones",
	  { ASKED, CLAMD, .database = "/db" },
	  { GOOD_SCAN, ON_DISK, LOADED(27800, 51 * HOUR) },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - clamd on socket /run/clamd has daily 27800 in memory, older than /db/daily.cld 27848, "
	  "there "
	  "since 5 h | " GOOD_DATA DB_AGE(32400) CLAMD_DATA "\n" },
	{ "it has none of them",
	  { ASKED, CLAMD, .database = "/db" },
	  { GOOD_SCAN, ON_DISK, ANSWERS },
	  STATUS_WARNING,
	  "CLAMAV WARNING - clamd on socket /run/clamd has no daily signatures in memory, older than /db/daily.cld "
	  "27848, "
	  "there since 5 h | " GOOD_DATA DB_AGE(32400) CLAMD_DATA "\n" },
	{ "it has not noticed yet",
	  { ASKED_OF(0, 0, 5 * HOUR), CLAMD, .database = "/db" },
	  { GOOD_SCAN, ON_DISK, LOADED(27847, 0) },
	  STATUS_OK,
	  "CLAMAV OK - " GOOD_TEXT ", signatures daily 27848 (9 h old), ClamAV 1.4.6 answers | " GOOD_DATA DB_AGE(32400)
		  CLAMD_DATA "\n" },
	{ "nothing is asked of the disk",
	  { ASKED, CLAMD },
	  { GOOD_SCAN, ON_DISK, LOADED(1, 0) },
	  STATUS_OK,
	  "CLAMAV OK - " GOOD_TEXT ", ClamAV 1.4.6 answers | " GOOD_DATA CLAMD_DATA "\n" },
	{ "it finds the test file",
	  { ASKED, CLAMD, .self_test = true },
	  { GOOD_SCAN, .clamd = { ENGINE, .version = { .engine = "ClamAV 1.4.6" },
				  .eicar = { .is_infected = true, .signature = "Eicar|x=1" } } },
	  STATUS_OK,
	  "CLAMAV OK - " GOOD_TEXT ", ClamAV 1.4.6 answers, EICAR found as Eicar x=1 | " GOOD_DATA CLAMD_DATA "\n" },
	{ "it does not",
	  { ASKED, CLAMD, .self_test = true },
	  { GOOD_SCAN, ANSWERS },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - clamd on socket /run/clamd does not find the EICAR test file | " GOOD_DATA CLAMD_DATA
	  "\n" },
	{ "it finds everything",
	  { ASKED, CLAMD, .self_test = true },
	  { GOOD_SCAN, .clamd = { ENGINE, .version = { .engine = "ClamAV 1.4.6" },
				  .clean = { .is_infected = true, .signature = "X" },
				  .eicar = { .is_infected = true, .signature = "X" } } },
	  STATUS_CRITICAL,
	  "CLAMAV CRITICAL - clamd on socket /run/clamd finds X in a harmless text | " GOOD_DATA CLAMD_DATA "\n" },
};

static void clamd_is_judged(void **state)
{
	(void)state;
	expect_judgements(daemons, LENGTH(daemons));
}

/* --- command lines ------------------------------------------------------------------- */

enum { ARGUMENTS_MAXIMUM = 40 };

static const struct {
	const char *arguments; /* split at commas */
	const char *problem;   /* NULL: it is possible */
} lines[] = {
	{ "-l,/l", NULL },
	{ "--logfile,/l,-e,48 hours,-v", NULL },
	{ "--scan-log,/l,-p,/db,-H,/run/clamd,--self-test,--queue-warning,5,--queue-critical,9", NULL },
	{ "-l,/l,--path,/db", NULL },
	{ "", "--scan-log: it must be given: FILE is expected; --help shows the usage" },
	{ "-l,", "--scan-log: it is empty: the path of a log is expected" },
	{ "-l,/l,-p,", "--database: it is empty: the path of a folder is expected" },
	{ "-l,/l,--require-path,srv", "--require-path: an absolute path is expected" },
	{ "-l,/l,--self-test", "--self-test: it needs --clamd" },
	{ "-l,/l,--queue-warning,1", "--queue-warning: it needs --clamd" },
	{ "-l,/l,--queue-critical,1", "--queue-critical: it needs --clamd" },
	{ "-l,/l,-H,a:b",
	  "--clamd: 'a:b' is neither the path of a socket nor HOST[:PORT] with a port from 1 to 65535" },
	{ "-l,/l,-e,0", "--expiry: '0' is not above 0" },
	{ "-l,/l,--require-path,/1,--require-path,/2,--require-path,/3,--require-path,/4,--require-path,/"
	  "5,--require-path,"
	  "/6,--require-path,/7,--require-path,/8,--require-path,/9,--require-path,/10,--require-path,/11,"
	  "--require-path,/12,--require-path,/13,--require-path,/14,--require-path,/15,--require-path,/16",
	  NULL },
};

/* Reads a line of arguments as the program would. */
static bool read_line_of(const char *arguments, struct settings *settings, struct problem *problem)
{
	struct common_settings common = option_common_defaults;
	char copy[1024];
	char *vector[ARGUMENTS_MAXIMUM + 2] = { "check_clamav_age" };
	int count = 1;
	bool done;

	snprintf(copy, sizeof copy, "%s", arguments);
	for (char *at = copy; *copy && at && count < ARGUMENTS_MAXIMUM; count++) {
		vector[count] = at;
		at = strchr(at, ',');
		if (at)
			*at++ = '\0';
	}
	*settings = defaults;
	done = option_parse(options, count, vector, settings, &common, problem) && verify(settings, problem);
	return done;
}

static void combinations_are_verified(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(lines); i++) {
		struct settings settings;
		struct problem problem = { 0 };
		bool done = read_line_of(lines[i].arguments, &settings, &problem);

		row_true(&rows, lines[i].arguments, done, lines[i].problem == NULL);
		row_text(&rows, lines[i].arguments, done ? "" : problem.text, lines[i].problem ? lines[i].problem : "");
		option_free(options, &settings);
	}
	rows_end(&rows);
}

static void seventeen_paths_are_too_many(void **state)
{
	const char *items[17];
	struct settings settings = { .scan_log = "/l", .require_path = { .items = items, .count = 17 } };
	struct problem problem;

	(void)state;
	for (size_t i = 0; i < LENGTH(items); i++)
		items[i] = "/srv";
	assert_false(verify(&settings, &problem));
	assert_string_equal(problem.text, "--require-path: it may be given 16 times at most");
}

static const struct {
	const char *text;
	double seconds; /* 0: it is none */
} expiries[] = {
	{ "48 hours", 172800 }, { "1 day", 86400 },  { "2 days", 172800 }, { "1.5 hours", 5400 },
	{ "90 minutes", 5400 }, { "1week", 604800 }, { "30 seconds", 30 }, { "26h", 93600 },
	{ "1d2h", 93600 },      { "3600", 3600 },    { "hours", 0 },       { "2 hourss", 0 },
	{ "2 fortnights", 0 },  { "", 0 },           { "-1 hour", 0 },     { "1.2.3 hours", 0 },
	{ "0 days", 0 },
};

static void an_expiry_is_read_as_the_peers_write_it(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(expiries); i++) {
		struct settings settings = defaults;
		struct problem problem = { 0 };
		bool read = parse_expiry(expiries[i].text, &settings, &problem);

		row_true(&rows, expiries[i].text, read, expiries[i].seconds > 0);
		row_number(&rows, expiries[i].text, settings.critical.end, read ? expiries[i].seconds : 50 * HOUR);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_age_is_judged),
		cmocka_unit_test(a_scan_that_is_missing_is_told),
		cmocka_unit_test(what_was_found_is_judged),
		cmocka_unit_test(errors_are_judged),
		cmocka_unit_test(what_was_scanned_is_judged),
		cmocka_unit_test(signatures_are_judged),
		cmocka_unit_test(clamd_is_judged),
		cmocka_unit_test(combinations_are_verified),
		cmocka_unit_test(seventeen_paths_are_too_many),
		cmocka_unit_test(an_expiry_is_read_as_the_peers_write_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
