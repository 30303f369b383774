// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/name_pattern.h"

#include "common/time/calendar.h"

#include "tests/common/moments.h"

/* `from` and `until` are UTC; NULL: the name does not match. */
struct match_row {
	const char *zone, *pattern, *name, *from, *until;
};

static void try_matches(const struct match_row *table, size_t count)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct name_match match = { .from = 77, .until = 78, .day = 79 };
		struct problem problem = { 0 };
		char row[400];
		char text[MOMENT_TEXT];

		enter_zone(table[i].zone);
		snprintf(row, sizeof row, "%s as %s (%s)", table[i].name, table[i].pattern, table[i].zone);
		row_true(&rows, row, name_pattern_verify(table[i].pattern, &problem), true);
		row_true(&rows, row, name_pattern_match(table[i].pattern, table[i].name, &match),
			 table[i].from != NULL);
		if (table[i].from) {
			row_text(&rows, row, utc_text(match.from, text), table[i].from);
			row_text(&rows, row, utc_text(match.until, text), table[i].until);
		} else {
			row_true(&rows, row, match.from == 77 && match.until == 78 && match.day == 79, true);
		}
	}
	rows_end(&rows);
}

/* A pattern and a name of UTC, and the name's first moment; NULL: it does not match. */
struct name_row {
	const char *pattern, *name, *from;
};

static void try_names(const struct name_row *table, size_t count)
{
	struct rows rows = { 0 };

	enter_zone("UTC");
	for (size_t i = 0; i < count; i++) {
		struct name_match match = { 0 };
		struct problem problem = { 0 };
		char row[400];
		char text[MOMENT_TEXT];

		snprintf(row, sizeof row, "%s as %s", table[i].name, table[i].pattern);
		row_true(&rows, row, name_pattern_verify(table[i].pattern, &problem), true);
		if (row_true(&rows, row, name_pattern_match(table[i].pattern, table[i].name, &match),
			     table[i].from != NULL) &&
		    table[i].from)
			row_text(&rows, row, utc_text(match.from, text), table[i].from);
	}
	rows_end(&rows);
}

static void every_conversion_is_read(void **state)
{
	static const struct name_row table[] = {
		{ "receico-%Y%m%d.tar.gz", "receico-20261120.tar.gz", "2026-11-20 00:00:00" },
		{ "%y%m%d", "261120", "2026-11-20 00:00:00" },
		{ "%y%m%d", "000101", "2000-01-01 00:00:00" },
		{ "%y%m%d", "680101", "2068-01-01 00:00:00" },
		{ "%y%m%d", "700101", "1970-01-01 00:00:00" },
		{ "%y%m%d", "991231", "1999-12-31 00:00:00" },
		{ "%d%b%Y", "20Nov2026", "2026-11-20 00:00:00" },
		{ "%d%b%Y", "01JAN2026", "2026-01-01 00:00:00" },
		{ "%d%b%Y", "01dec2026", "2026-12-01 00:00:00" },
		{ "%Y%j", "2026001", "2026-01-01 00:00:00" },
		{ "%Y%j", "2026365", "2026-12-31 00:00:00" },
		{ "%Y%j", "2024366", "2024-12-31 00:00:00" },
		{ "%y.%j", "24.060", "2024-02-29 00:00:00" },
		{ "%F", "2026-11-20", "2026-11-20 00:00:00" },
		{ "%FT%T", "2026-11-20T23:59:59", "2026-11-20 23:59:59" },
		{ "%F_%H%M", "2026-11-20_0405", "2026-11-20 04:05:00" },
		{ "%Y%m%d%H%M%S", "20261120000000", "2026-11-20 00:00:00" },
		{ "dump.%s", "dump.1795147200", "2026-11-20 04:00:00" },
		{ "dump.%s", "dump.1000000000", "2001-09-09 01:46:40" },
		{ "dump.%s", "dump.9999999999", "2286-11-20 17:46:39" },
		{ "100%%-%F", "100%-2026-11-20", "2026-11-20 00:00:00" },
		{ "%F/db.sql.zst", "2026-11-20/db.sql.zst", "2026-11-20 00:00:00" },
		{ "%Y%m%d", "19700101", "1970-01-01 00:00:00" },
		{ "%Y%m%d", "99991231", "9999-12-31 00:00:00" },
	};

	(void)state;
	try_names(table, ROWS(table));
}

static void digits_are_taken_exactly(void **state)
{
	static const struct name_row table[] = {
		{ "%Y-%m-%d", "2026-1-20", NULL },
		{ "%Y-%m-%d", "2026-11-2", NULL },
		{ "%Y-%m-%d", "26-11-20", NULL },
		{ "%Y-%m-%d", "02026-11-20", NULL },
		{ "%Y-%m-%d", "2026-11- 2", NULL },
		{ "%Y-%m-%d", "2026- 1-02", NULL },
		{ "%Y-%m-%d", "+026-11-20", NULL },
		{ "%Y-%m-%d", " 2026-11-20", NULL },
		{ "%Y%j", "20261", NULL },
		{ "%F %H", "2026-11-20 4", NULL },
		{ "%s", "999999999", NULL },
		{ "%s", "0999999999", NULL },
		{ "%s", "17951472000", NULL },
		{ "%s", "-179514720", NULL },
		{ "%Y%m%d", "2026112", NULL },
		{ "%Y%m%d", "202611201", NULL },
		{ "%Y%m%d",
		  "2026\xd9\xa1"
		  "120",
		  NULL },
		{ "%d%b%Y", "20Nove2026", NULL },
		{ "%d%b%Y", "20No2026", NULL },
		{ "%d%b%Y", "20 Nov2026", NULL },
	};

	(void)state;
	try_names(table, ROWS(table));
}

static void a_date_that_does_not_exist_does_not_match(void **state)
{
	static const struct name_row table[] = {
		{ "%Y%m%d", "20260230", NULL },
		{ "%Y%m%d", "20260229", NULL },
		{ "%Y%m%d", "20240229", "2024-02-29 00:00:00" },
		{ "%Y%m%d", "21000229", NULL },
		{ "%Y%m%d", "20260431", NULL },
		{ "%Y%m%d", "20260001", NULL },
		{ "%Y%m%d", "20261301", NULL },
		{ "%Y%m%d", "20260100", NULL },
		{ "%Y%m%d", "20260132", NULL },
		{ "%Y%m%d", "19691231", NULL },
		{ "%Y%m%d", "00000101", NULL },
		{ "%y%m%d", "690101", NULL },
		{ "%y%m%d", "260230", NULL },
		{ "%d%b%Y", "30Feb2026", NULL },
		{ "%d%b%Y", "20Foo2026", NULL },
		{ "%Y%j", "2026000", NULL },
		{ "%Y%j", "2026366", NULL },
		{ "%Y%j", "2026367", NULL },
		{ "%Y%j", "9999366", NULL },
		{ "%j%Y", "3662026", NULL },
		{ "%j%Y", "3662024", "2024-12-31 00:00:00" },
		{ "%F %H", "2026-11-20 24", NULL },
		{ "%F %H", "2026-11-20 25", NULL },
		{ "%F %H%M", "2026-11-20 2360", NULL },
		{ "%F %T", "2026-11-20 23:59:60", NULL },
		{ "%d%m%Y", "29022026", NULL },
		{ "%d%m%Y", "29022024", "2024-02-29 00:00:00" },
	};

	(void)state;
	try_names(table, ROWS(table));
}

static void the_whole_name_must_match(void **state)
{
	static const struct name_row table[] = {
		{ "receico-%Y%m%d.tar.gz", "receico-20261120.tar.gz.part", NULL },
		{ "receico-%Y%m%d.tar.gz", ".receico-20261120.tar.gz", NULL },
		{ "receico-%Y%m%d.tar.gz", "receico-20261120.tar.g", NULL },
		{ "receico-%Y%m%d.tar.gz", "Receico-20261120.tar.gz", NULL },
		{ "receico-%Y%m%d.tar.gz", "receico-20261120_tar_gz", NULL },
		{ "receico-%Y%m%d.tar.gz", "receico-20261120.tar.gz\n", NULL },
		{ "receico-%Y%m%d.tar.gz", "", NULL },
		{ "receico-%Y%m%d.tar.gz", "receico-", NULL },
		{ "\xe6\x97\xa5\xff-%F", "\xe6\x97\xa5\xff-2026-11-20", "2026-11-20 00:00:00" },
		{ "\xe6\x97\xa5\xff-%F", "\xe6\x97\xa5\xfe-2026-11-20", NULL },
		{ "[ab]-%F", "[ab]-2026-11-20", "2026-11-20 00:00:00" },
		{ "[ab]-%F", "a-2026-11-20", NULL },
		{ "\\*%F", "\\x2026-11-20", "2026-11-20 00:00:00" },
	};

	(void)state;
	try_names(table, ROWS(table));
}

static void a_star_is_any_run_and_a_question_mark_one_byte(void **state)
{
	static const struct name_row table[] = {
		{ "*%F", "2026-11-20", "2026-11-20 00:00:00" },
		{ "*%F", "x/y 2026-11-20", "2026-11-20 00:00:00" },
		{ "*%F", "2026-11-20x", NULL },
		{ "%F*", "2026-11-20", "2026-11-20 00:00:00" },
		{ "%F*", "x2026-11-20", NULL },
		{ "%F*", "2026-11-20.tar|\n\x1b\xff", "2026-11-20 00:00:00" },
		{ "%F*.tar", "2026-11-20.tar", "2026-11-20 00:00:00" },
		{ "%F*.tar", "2026-11-20.tar.tar", "2026-11-20 00:00:00" },
		{ "%F*.tar", "2026-11-20.tar.part", NULL },
		{ "%F*.tar", "2026-11-20tar", NULL },
		{ "*-%F-*.tar", "a-b-2026-11-20-c-d.tar", "2026-11-20 00:00:00" },
		{ "**%F**", "a2026-11-20b", "2026-11-20 00:00:00" },
		{ "*a*b*%F", "xxaxxbxx2026-11-20", "2026-11-20 00:00:00" },
		{ "*a*b*%F", "xxbxxaxx2026-11-20", NULL },
		{ "?%F", "x2026-11-20", "2026-11-20 00:00:00" },
		{ "?%F",
		  "\xff"
		  "2026-11-20",
		  "2026-11-20 00:00:00" },
		{ "?%F", "2026-11-20", NULL },
		{ "?%F", "xx2026-11-20", NULL },
		{ "??%F?", "ab2026-11-20c", "2026-11-20 00:00:00" },
		{ "%F.???", "2026-11-20.tar", "2026-11-20 00:00:00" },
		{ "%F.???", "2026-11-20.gz", NULL },
		{ "%F*%F", "2026-11-20", NULL },
	};

	(void)state;
	try_names(table, ROWS(table));
}

static void a_star_takes_as_few_bytes_as_lets_the_rest_be_a_time(void **state)
{
	static const struct name_row table[] = {
		{ "*%Y%m%d*", "20261120-20261121", "2026-11-20 00:00:00" },
		{ "*%Y%m%d", "20261120-20261121", "2026-11-21 00:00:00" },
		{ "*%Y%m%d*", "v12026112004.tar", "2026-11-20 00:00:00" },
		{ "*%Y%m%d*", "20260230-20261120", "2026-11-20 00:00:00" },
		{ "*%Y%m%d*", "99999999 20261120", "2026-11-20 00:00:00" },
		{ "*-%Y%m%d.sql", "db-1234567-20261120.sql", "2026-11-20 00:00:00" },
		{ "%d%m*%Y", "2902-2024", "2024-02-29 00:00:00" },
		{ "%d%m*%Y", "2902-2026", NULL },
		{ "%m%d*%Y", "0230-2024", NULL },
		/* settled: the year is that of the first place, the rest does not fit it */
		{ "*%Y-*%m%d", "2025-2026-0229", NULL },
		{ "*%Y-*%m%d", "2024-2026-0229", "2024-02-29 00:00:00" },
	};

	(void)state;
	try_names(table, ROWS(table));
}

static void a_conversion_that_comes_twice_must_come_to_the_same(void **state)
{
	static const struct name_row table[] = {
		{ "%Y/%m/%Y%m%d", "2026/11/20261120", "2026-11-20 00:00:00" },
		{ "%Y/%m/%Y%m%d", "2026/10/20261120", NULL },
		{ "%Y/%m/%Y%m%d", "2025/11/20261120", NULL },
		{ "%y-%F", "26-2026-11-20", "2026-11-20 00:00:00" },
		{ "%y-%F", "25-2026-11-20", NULL },
		{ "%b %F", "Nov 2026-11-20", "2026-11-20 00:00:00" },
		{ "%b %F", "Oct 2026-11-20", NULL },
		{ "%F %j", "2026-11-20 324", "2026-11-20 00:00:00" },
		{ "%F %j", "2026-11-20 325", NULL },
		{ "%Y%j %m", "2026324 11", "2026-11-20 00:00:00" },
		{ "%Y%j %m", "2026324 10", NULL },
		{ "%Y%j %d", "2026324 20", "2026-11-20 00:00:00" },
		{ "%Y%j %d", "2026324 21", NULL },
		{ "%F %s", "2020-01-01 1795147200", "2026-11-20 04:00:00" },
		{ "%F %s", "2020-02-30 1795147200", NULL },
		{ "%s %m", "1795147200 12", "2026-11-20 04:00:00" },
		{ "%s %m", "1795147200 13", NULL },
		{ "%s %m", "1795147200 00", NULL },
		{ "%s %s", "1795147200 1795147200", "2026-11-20 04:00:00" },
		{ "%s %s", "1795147200 1795147201", NULL },
	};

	(void)state;
	try_names(table, ROWS(table));
}

static void a_name_means_a_day_an_hour_a_minute_or_a_second(void **state)
{
	static const struct match_row table[] = {
		{ "Asia/Tokyo", "%F", "2026-11-20", "2026-11-19 15:00:00", "2026-11-20 15:00:00" },
		{ "Asia/Tokyo", "%F %H", "2026-11-20 04", "2026-11-19 19:00:00", "2026-11-19 20:00:00" },
		{ "Asia/Tokyo", "%F %H%M", "2026-11-20 0405", "2026-11-19 19:05:00", "2026-11-19 19:06:00" },
		{ "Asia/Tokyo", "%F %T", "2026-11-20 04:05:06", "2026-11-19 19:05:06", "2026-11-19 19:05:07" },
		{ "Asia/Tokyo", "%F %T", "2026-11-20 23:59:59", "2026-11-20 14:59:59", "2026-11-20 15:00:00" },
		{ "Asia/Tokyo", "%F %H", "2026-12-31 23", "2026-12-31 14:00:00", "2026-12-31 15:00:00" },
		{ "Asia/Tokyo", "%s", "1795147200", "2026-11-20 04:00:00", "2026-11-20 04:00:01" },
		{ "America/New_York", "%F", "2026-11-20", "2026-11-20 05:00:00", "2026-11-21 05:00:00" },
		{ "Asia/Tokyo", "%F", "1970-01-01", "1969-12-31 15:00:00", "1970-01-01 15:00:00" },
		{ "Asia/Tokyo", "%F", "9999-12-31", "9999-12-30 15:00:00", "9999-12-31 15:00:00" },
		{ "America/New_York", "%Y%j", "9999365", "9999-12-31 05:00:00", "10000-01-01 05:00:00" },
		{ "Asia/Tokyo", "%F %H", "2026-11-20 24", NULL, NULL },
	};

	(void)state;
	try_matches(table, ROWS(table));
}

static void where_the_clock_jumps_the_interval_is_what_the_name_can_mean(void **state)
{
	static const struct match_row table[] = {
		/* a day of 23 hours, of 25, of 24 and a half */
		{ "Europe/Berlin", "%F", "2026-03-29", "2026-03-28 23:00:00", "2026-03-29 22:00:00" },
		{ "Europe/Berlin", "%F", "2026-10-25", "2026-10-24 22:00:00", "2026-10-25 23:00:00" },
		{ "Australia/Lord_Howe", "%F", "2026-04-05", "2026-04-04 13:00:00", "2026-04-05 13:30:00" },
		/* twice: both, and all between */
		{ "Europe/Berlin", "%F %H", "2026-10-25 02", "2026-10-25 00:00:00", "2026-10-25 02:00:00" },
		{ "Europe/Berlin", "%F %H", "2026-10-25 01", "2026-10-24 23:00:00", "2026-10-25 00:00:00" },
		{ "Europe/Berlin", "%F %H", "2026-10-25 03", "2026-10-25 02:00:00", "2026-10-25 03:00:00" },
		{ "Europe/Berlin", "%F %H%M", "2026-10-25 0230", "2026-10-25 00:30:00", "2026-10-25 01:31:00" },
		{ "Australia/Lord_Howe", "%F %H%M", "2026-04-05 0145", "2026-04-04 14:45:00", "2026-04-04 15:16:00" },
		{ "America/New_York", "%F %T", "2026-11-01 01:30:00", "2026-11-01 05:30:00", "2026-11-01 06:30:01" },
		/* missing: the second of the jump */
		{ "Europe/Berlin", "%F %H", "2026-03-29 02", "2026-03-29 01:00:00", "2026-03-29 01:00:01" },
		{ "Europe/Berlin", "%F %H%M", "2026-03-29 0230", "2026-03-29 01:00:00", "2026-03-29 01:00:01" },
		{ "Australia/Lord_Howe", "%F %H", "2026-10-04 02", "2026-10-03 15:30:00", "2026-10-03 16:00:00" },
		{ "Pacific/Apia", "%F", "2011-12-30", "2011-12-30 10:00:00", "2011-12-30 10:00:01" },
		{ "Pacific/Apia", "%F", "2011-12-31", "2011-12-30 10:00:00", "2011-12-31 10:00:00" },
		/* with %s there is nothing to guess */
		{ "Europe/Berlin", "%s", "1792888200", "2026-10-25 00:30:00", "2026-10-25 00:30:01" },
	};

	(void)state;
	try_matches(table, ROWS(table));
}

static void the_day_is_that_of_the_name(void **state)
{
	static const struct {
		const char *zone, *pattern, *name;
		long day;
	} table[] = {
		{ "UTC", "%F", "1970-01-01", 0 },
		{ "Asia/Tokyo", "%F %T", "2026-11-20 00:00:00", 20777 },
		{ "America/New_York", "%F %T", "2026-11-20 23:59:59", 20777 },
		{ "America/New_York", "%Y%j", "2026324", 20777 },
		{ "Pacific/Apia", "%F", "2011-12-30", 15338 },
		{ "UTC", "%s", "1795147200", 20777 },
		{ "Asia/Tokyo", "%s", "1795186799", 20777 },
		{ "Asia/Tokyo", "%s", "1795186800", 20778 },
		{ "UTC", "%F %s", "2020-01-01 1795147200", 20777 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct name_match match = { .day = 0 };

		enter_zone(table[i].zone);
		row_true(&rows, table[i].name, name_pattern_match(table[i].pattern, table[i].name, &match), true);
		row_number(&rows, table[i].name, (double)match.day, (double)table[i].day);
	}
	rows_end(&rows);
}

static void a_pattern_that_tells_no_time_is_refused_and_matches_nothing(void **state)
{
	static const struct {
		const char *pattern, *name, *problem;
	} table[] = {
		{ "", "", "'' holds no date (expected %Y%m%d, %F, %Y%j or %s in it)" },
		{ "*", "x", "'*' holds no date (expected %Y%m%d, %F, %Y%j or %s in it)" },
		{ "backup.tar", "backup.tar", "'backup.tar' holds no date (expected %Y%m%d, %F, %Y%j or %s in it)" },
		{ "%Y%m", "202611", "'%Y%m' holds no date (expected %Y%m%d, %F, %Y%j or %s in it)" },
		{ "%m%d", "1120", "'%m%d' holds no date (expected %Y%m%d, %F, %Y%j or %s in it)" },
		{ "%Y%d", "202620", "'%Y%d' holds no date (expected %Y%m%d, %F, %Y%j or %s in it)" },
		{ "%j", "324", "'%j' holds no date (expected %Y%m%d, %F, %Y%j or %s in it)" },
		{ "%m%j%d", "1132420", "'%m%j%d' holds no date (expected %Y%m%d, %F, %Y%j or %s in it)" },
		{ "%T", "04:00:00", "'%T' holds no date (expected %Y%m%d, %F, %Y%j or %s in it)" },
		{ "%%F", "%F", "'%%F' holds no date (expected %Y%m%d, %F, %Y%j or %s in it)" },
		{ "%F %M", "2026-11-20 05", "'%F %M' has %M without %H, or %S without %M" },
		{ "%F %S", "2026-11-20 05", "'%F %S' has %M without %H, or %S without %M" },
		{ "%F %H %S", "2026-11-20 04 05", "'%F %H %S' has %M without %H, or %S without %M" },
		{ "%s %M", "1795147200 00", "'%s %M' has %M without %H, or %S without %M" },
		{ "%F%Q", "2026-11-20Q",
		  "'%Q' in '%F%Q' is no conversion (expected %Y %y %m %b %d %j %H %M %S %F %T %s or %%)" },
		{ "%F%", "2026-11-20%",
		  "'%' in '%F%' is no conversion (expected %Y %y %m %b %d %j %H %M %S %F %T %s or %%)" },
		{ "%4Y%m%d", "20261120",
		  "'%4' in '%4Y%m%d' is no conversion (expected %Y %y %m %b %d %j %H %M %S %F %T %s or %%)" },
		{ "%Ey%F", "2026-11-20",
		  "'%E' in '%Ey%F' is no conversion (expected %Y %y %m %b %d %j %H %M %S %F %T %s or %%)" },
		{ "%F %I%p", "2026-11-20 04AM",
		  "'%I' in '%F %I%p' is no conversion (expected %Y %y %m %b %d %j %H %M %S %F %T %s or %%)" },
	};
	struct rows rows = { 0 };

	(void)state;
	enter_zone("UTC");
	for (size_t i = 0; i < ROWS(table); i++) {
		struct name_match match = { 0 };
		struct problem problem = { 0 };

		row_true(&rows, table[i].pattern, name_pattern_verify(table[i].pattern, &problem), false);
		row_number(&rows, table[i].pattern, problem.kind, PROBLEM_INPUT);
		row_text(&rows, table[i].pattern, problem.text, table[i].problem);
		row_true(&rows, table[i].pattern, name_pattern_match(table[i].pattern, table[i].name, &match), false);
	}
	rows_end(&rows);
}

/* `unit` again and again, `size` - 1 bytes in all. */
static void repeat(const char *unit, char *text, size_t size)
{
	for (size_t i = 0; i + 1 < size; i++)
		text[i] = unit[i % strlen(unit)];
	text[size - 1] = '\0';
}

static void a_pattern_has_255_bytes_at_most(void **state)
{
	char pattern[NAME_PATTERN_MAXIMUM + 2];
	char name[2000] = "";
	struct problem problem = { 0 };
	struct name_match match;

	(void)state;
	enter_zone("UTC");
	repeat("x", pattern, sizeof pattern);
	memcpy(pattern, "%F", 2);
	assert_false(name_pattern_verify(pattern, &problem));
	assert_int_equal(problem.kind, PROBLEM_INPUT);
	assert_string_equal(problem.text, "a pattern has 255 bytes at most, not 256");
	pattern[NAME_PATTERN_MAXIMUM] = '\0';
	assert_true(name_pattern_verify(pattern, &problem));

	/* those that are longest when they are read */
	repeat("%F", pattern, sizeof pattern - 1);
	pattern[NAME_PATTERN_MAXIMUM - 1] = '\0';
	for (size_t i = 0; i < 127; i++)
		memcpy(name + i * 10, "2026-11-20", 11);
	assert_true(name_pattern_verify(pattern, &problem));
	assert_true(name_pattern_match(pattern, name, &match));
	assert_int_equal(match.day, 20777);
	name[1269] = '1';
	assert_false(name_pattern_match(pattern, name, &match));
}

/* A matcher that tries every share of the bytes among the stars would not come back. */
static void many_stars_cost_no_more_than_pattern_times_name(void **state)
{
	static const char *const units[] = { "*a", "*", "*%F", "*a?", "*20" };
	static const char *const names[] = { "a", "2026-11-20", "20", "2026-11-2" };
	char pattern[NAME_PATTERN_MAXIMUM + 1];
	char name[4096];
	struct problem problem = { 0 };

	(void)state;
	enter_zone("UTC");
	for (size_t i = 0; i < ROWS(units); i++) {
		repeat(units[i], pattern, 240);
		pattern[238 - 238 % strlen(units[i])] = '\0';
		memcpy(pattern + strlen(pattern), "%F!", 4);
		assert_true(name_pattern_verify(pattern, &problem));
		for (size_t j = 0; j < ROWS(names); j++) {
			struct name_match match;

			repeat(names[j], name, sizeof name);
			assert_false(name_pattern_match(pattern, name, &match));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_conversion_is_read),
		cmocka_unit_test(digits_are_taken_exactly),
		cmocka_unit_test(a_date_that_does_not_exist_does_not_match),
		cmocka_unit_test(the_whole_name_must_match),
		cmocka_unit_test(a_star_is_any_run_and_a_question_mark_one_byte),
		cmocka_unit_test(a_star_takes_as_few_bytes_as_lets_the_rest_be_a_time),
		cmocka_unit_test(a_conversion_that_comes_twice_must_come_to_the_same),
		cmocka_unit_test(a_name_means_a_day_an_hour_a_minute_or_a_second),
		cmocka_unit_test(where_the_clock_jumps_the_interval_is_what_the_name_can_mean),
		cmocka_unit_test(the_day_is_that_of_the_name),
		cmocka_unit_test(a_pattern_that_tells_no_time_is_refused_and_matches_nothing),
		cmocka_unit_test(a_pattern_has_255_bytes_at_most),
		cmocka_unit_test(many_stars_cost_no_more_than_pattern_times_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
