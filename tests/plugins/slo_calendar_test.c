// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "plugins/slo_calendar.c"

#include "tests/common/rows.h"

#include <stdio.h>

/* Reads options as main() does. */
static bool parse(const char *const *words, struct settings *settings, struct problem *problem)
{
	static char texts[8][64];
	char *vector[10] = { texts[0] };
	struct common_settings common = *check_common(&check);
	int count = 1;

	for (; words[count - 1]; count++) {
		snprintf(texts[count], sizeof texts[count], "%s", words[count - 1]);
		vector[count] = texts[count];
	}
	*settings = defaults;
	return option_parse(options, count, vector, settings, &common, problem) && verify(settings, problem);
}

/* The lines of the document that hold `part`, and the number of all its lines. */
static size_t count_lines(const char *text, const char *part)
{
	size_t count = 0;

	for (const char *end; (end = strchr(text, '\n')); text = end + 1) {
		const char *found = strstr(text, part);

		count += found && found < end;
	}
	return count;
}

static struct buffer print(const char *const *words, int this_year)
{
	static struct facts facts;
	struct settings settings;
	struct problem problem;
	struct buffer text = buffer_limited(1 << 22);

	facts = (struct facts){ .this_year = this_year };
	if (!parse(words, &settings, &problem) || !evaluate(&settings, &facts, &text, &problem))
		fail_msg("%s", problem.text);
	assert_false(text.overflowed);
	return text;
}

static void the_years_are_this_one_and_the_next_unless_given(void **state)
{
	static const struct {
		const char *words[3];
		int this_year;
		const char *first, *last; /* dates */
	} table[] = {
		{ { NULL }, 2026, "2026-01-01", "2027-12-31" },
		{ { NULL }, 2050, "2050-01-01", "2050-12-31" },
		{ { "--from=2030", NULL }, 2026, "2030-01-01", "2031-12-31" },
		{ { "--to=2026", NULL }, 2026, "2026-01-01", "2026-12-31" },
		{ { "--from=2000", "--to=2050", NULL }, 1990, "2000-01-01", "2050-12-31" },
		{ { "--from=2050", NULL }, 2099, "2050-01-01", "2050-12-31" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		const char *words[5] = { "--format=csv" };
		struct buffer text;

		memcpy(words + 1, table[i].words, sizeof table[i].words);
		text = print(words, table[i].this_year);
		row_number(&rows, table[i].first, strncmp(strchr(text.data, '\n') + 1, table[i].first, 10), 0);
		row_holds(&rows, table[i].last, text.data + text.length - 60, table[i].last);
		row_number(&rows, table[i].last, (double)count_lines(text.data, table[i].last), 1);
		buffer_free(&text);
	}
	rows_end(&rows);
}

static void years_that_make_no_sense_are_refused(void **state)
{
	static const struct {
		const char *words[3];
		int this_year;
		const char *problem;
	} table[] = {
		{ { NULL }, 2051, "--from: it must be given in 2051: a year from 2000 to 2050 is expected" },
		{ { "--to=2040", NULL }, 1999, "--from: it must be given in 1999" },
		{ { "--from=2027", "--to=2026", NULL }, 2026, "--to: 2026 lies before the first year, 2027" },
		{ { "--to=2025", NULL }, 2026, "--to: 2025 lies before the first year, 2026" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		static struct facts facts;
		struct settings settings;
		struct problem problem = { 0 };
		struct buffer text = buffer_limited(1 << 20);

		facts.this_year = table[i].this_year;
		assert_true(parse(table[i].words, &settings, &problem));
		row_true(&rows, table[i].problem, evaluate(&settings, &facts, &text, &problem), false);
		row_holds(&rows, table[i].problem, problem.text, table[i].problem);
		row_number(&rows, table[i].problem, (double)text.length, 0);
		buffer_free(&text);
	}
	rows_end(&rows);
}

static void bad_options_are_refused(void **state)
{
	static const struct {
		const char *word;
		const char *problem;
	} table[] = {
		{ "--from=1999", "--from: '1999' is not a whole number from 2000 to 2050" },
		{ "--to=2051", "--to: '2051' is not a whole number from 2000 to 2050" },
		{ "--format=ical", "--format: 'ical' is none of icinga2, nagios, icalendar, csv" },
		{ "--what=open", "--what: 'open' is none of all, holidays, closed, support-hours" },
		{ "--hours=mon", "--hours: 'mon' are no hours (expected spans" },
		{ "--closed=12-32", "--closed: '12-32' is no span of days (expected MONTH-DAY" },
		{ "--prefix=", "--prefix: '' is not 1 to 60 letters, digits, - and _" },
		{ "--prefix=a\"b", "--prefix: 'a\"b' is not" },
		{ "--prefix=a b", "--prefix: 'a b' is not" },
		{ "--prefix=1234567890123456789012345678901234567890123456789", NULL },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		const char *const words[] = { table[i].word, NULL };
		struct settings settings;
		struct problem problem = { 0 };

		row_true(&rows, table[i].word, parse(words, &settings, &problem), table[i].problem == NULL);
		if (table[i].problem)
			row_holds(&rows, table[i].word, problem.text, table[i].problem);
	}
	rows_end(&rows);
}

static void the_first_closing_replaces_the_default(void **state)
{
	static const struct {
		const char *words[4];
		size_t count;
		int first; /* of the last one */
	} table[] = {
		{ { NULL }, 1, 1230 },
		{ { "--closed=08-15", NULL }, 1, 815 },
		{ { "--closed=08-15", "--closed=12-29:01-03", NULL }, 2, 1229 },
		{ { "--closed=none", NULL }, 0, 0 },
		{ { "--closed=08-15", "--closed=none", "--closed=05-01", NULL }, 1, 501 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct settings settings;
		struct problem problem;
		char row[20];

		snprintf(row, sizeof row, "row %zu", i);
		assert_true(parse(table[i].words, &settings, &problem));
		row_number(&rows, row, (double)settings.closed.count, (double)table[i].count);
		if (table[i].count > 0)
			row_number(&rows, row, settings.closed.items[table[i].count - 1].first, table[i].first);
	}
	rows_end(&rows);
}

static void the_year_is_that_of_japan(void **state)
{
	(void)state;
	assert_int_equal(year_in_japan(1798729199), 2026); /* 2026-12-31 23:59:59 in Tokyo */
	assert_int_equal(year_in_japan(1798729200), 2027);
	assert_int_equal(year_in_japan(0), 1970);
}

static void a_part_has_its_days(void **state)
{
	static const struct {
		const char *what;
		size_t holidays, weekends, closed, open;
	} table[] = {
		{ "--what=all", 18, 102, 4, 241 },
		{ "--what=holidays", 18, 0, 0, 0 },
		{ "--what=closed", 18, 102, 4, 0 },
		{ "--what=support-hours", 0, 0, 0, 241 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		const char *const words[] = { "--from=2026", "--to=2026", "--format=csv", table[i].what, NULL };
		struct buffer text = print(words, 1990);
		size_t holidays = count_lines(text.data, ",holiday") + count_lines(text.data, ",substitute") +
				  count_lines(text.data, ",between");

		row_number(&rows, table[i].what, (double)holidays, (double)table[i].holidays);
		row_number(&rows, table[i].what, (double)count_lines(text.data, ",weekend"), (double)table[i].weekends);
		row_number(&rows, table[i].what, (double)count_lines(text.data, ",closed"), (double)table[i].closed);
		row_number(&rows, table[i].what, (double)count_lines(text.data, ",open"), (double)table[i].open);
		buffer_free(&text);
	}
	rows_end(&rows);
}

/* The periods that a scheduler gets; to Nagios one excludes another, which it brings along. */
static void a_part_has_its_periods(void **state)
{
	static const struct {
		const char *what;
		bool holidays, closed, hours;
	} table[] = {
		{ "--what=all", true, true, true },
		{ "--what=holidays", true, false, false },
		{ "--what=closed", false, true, false },
		{ "--what=support-hours", false, false, true },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < 2 * ROWS(table); i++) {
		const char *const words[] = { "--from=2026", "--prefix=x",
					      i % 2 ? "--format=nagios" : "--format=icinga2", table[i / 2].what, NULL };
		const char *const names[2][3] = {
			{ "object TimePeriod \"x-holidays\" {\n", "object TimePeriod \"x-closed\" {\n",
			  "object TimePeriod \"x-support-hours\" {\n" },
			{ "\ttimeperiod_name\tx-holidays\n", "\ttimeperiod_name\tx-closed\n",
			  "\ttimeperiod_name\tx-support-hours\n" },
		};
		struct buffer text = print(words, 1990);

		row_true(&rows, table[i / 2].what, strstr(text.data, names[i % 2][0]), table[i / 2].holidays);
		row_true(&rows, table[i / 2].what, strstr(text.data, names[i % 2][1]),
			 table[i / 2].closed || (i % 2 && table[i / 2].hours));
		row_true(&rows, table[i / 2].what, strstr(text.data, names[i % 2][2]), table[i / 2].hours);
		buffer_free(&text);
	}
	rows_end(&rows);
}

/* What a calendar program must find in the file; a test of its own reads the rest back. */
static void the_events_repeat_but_for_closed_days(void **state)
{
	static const char *const holds[] = {
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
		"UID:receico-holiday-20260101@receico-plugins\r\nDTSTAMP:20260101T000000Z\r\n"
		"DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20260102\r\nSUMMARY;LANGUAGE=ja:元日\r\n",
		"DTSTART;VALUE=DATE:20260104\r\nDTEND;VALUE=DATE:20260105\r\n"
		"RRULE:FREQ=WEEKLY;BYDAY=SU,SA;UNTIL=20261231\r\nEXDATE;VALUE=DATE:20260503\r\n",
		"DTSTART;TZID=Asia/Tokyo:20260105T100000\r\nDTEND;TZID=Asia/Tokyo:20260105T120000\r\n"
		"RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261231T145959Z\r\n"
		"EXDATE;TZID=Asia/Tokyo:20260112T100000\r\n",
		"DTSTART;TZID=Asia/Tokyo:20260105T130000\r\n",
		"EXDATE;TZID=Asia/Tokyo:20261231T130000\r\n",
		"END:VCALENDAR\r\n",
	};
	const char *const words[] = { "--from=2026", "--to=2026", "--format=icalendar", NULL };
	struct buffer text = print(words, 1990);
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(holds); i++)
		row_holds(&rows, holds[i], text.data, holds[i]);
	row_number(&rows, "every line ends in CRLF", (double)count_lines(text.data, "\r"),
		   (double)count_lines(text.data, ""));
	row_number(&rows, "events", (double)count_lines(text.data, "BEGIN:VEVENT"), 18 + 4 + 1 + 2);
	buffer_free(&text);
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_years_are_this_one_and_the_next_unless_given),
		cmocka_unit_test(years_that_make_no_sense_are_refused),
		cmocka_unit_test(bad_options_are_refused),
		cmocka_unit_test(the_first_closing_replaces_the_default),
		cmocka_unit_test(the_year_is_that_of_japan),
		cmocka_unit_test(a_part_has_its_days),
		cmocka_unit_test(a_part_has_its_periods),
		cmocka_unit_test(the_events_repeat_but_for_closed_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
