// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * slo_calendar - on which days and at which hours is somebody there?
 *
 * Prints Japan's holidays and the support hours of the SLO for a range of years, as time
 * periods of Icinga 2 or Nagios, as iCalendar, or as CSV.  The holidays are those of the
 * law as it stands (common/time/holidays.h), which does not prove that no new act moves
 * one: --holidays has what it does not know.
 */
#include "common/check/check.h"
#include "common/check/file.h"
#include "common/time/calendar.h"
#include "common/time/opening_report.h"

#include <string.h>
#include <time.h>

/* Japan has one offset, without summer. */
enum { JAPAN_SECONDS = 9 * 3600, DAY_SECONDS = 86400 };

enum { CHANGES_FILE_MAXIMUM = 1 << 16, PREFIX_MAXIMUM = 60, WEEKEND_BITS = 0x41 };

enum format { FORMAT_ICINGA2, FORMAT_NAGIOS, FORMAT_ICALENDAR, FORMAT_CSV };

struct settings {
	long from, to; /* years; 0: not given */
	int format;    /* enum format */
	int what;      /* enum opening_part */
	const char *holidays, *prefix;
	struct opening_hours hours;
	struct opening_closings closed;
	bool closed_is_given;
};

static const struct settings defaults = {
	.prefix = "receico",
	.hours = { .weekdays = 0x7f & ~WEEKEND_BITS, .spans = { { 600, 720 }, { 780, 1020 } }, .count = 2 },
	.closed = { .items = { { 1230, 103 } }, .count = 1 },
};

static const char *const formats[] = { "icinga2", "nagios", "icalendar", "csv", NULL };
/* By enum opening_part. */
static const char *const parts[] = { "all", "holidays", "closed", "support-hours", NULL };

static bool parse_hours(const char *text, void *filled, struct problem *problem)
{
	struct settings *settings = filled;

	return opening_hours_parse(text, &settings->hours, problem);
}

/* The first that is given takes the place of the default. */
static bool parse_closed(const char *text, void *filled, struct problem *problem)
{
	struct settings *settings = filled;

	if (!settings->closed_is_given || strcmp(text, "none") == 0)
		settings->closed.count = 0;
	settings->closed_is_given = true;
	return strcmp(text, "none") == 0 || opening_closing_add(text, &settings->closed, problem);
}

static const struct option_entry options[] = {
	{ 0, FILLS(from), "YEAR", "first year (default: this one)", .group = "Days", .lowest = HOLIDAYS_FIRST_YEAR,
	  .highest = HOLIDAYS_LAST_YEAR },
	{ 0, FILLS(to), "YEAR", "last year (default: the one after the first)", .lowest = HOLIDAYS_FIRST_YEAR,
	  .highest = HOLIDAYS_LAST_YEAR },
	{ 0, FILLS(holidays), "FILE",
	  "what the law does not know yet, a line a day: '2027-05-06 = NAME' adds a holiday, '2027-05-06 = -' takes "
	  "one away" },
	{ 0, FILLS_BY(hours, parse_hours), "HOURS",
	  "when somebody answers the phone (default 'mon-fri 10:00-12:00,13:00-17:00')", .group = "Hours" },
	{ 0, FILLS_BY(closed, parse_closed), "DAY[:DAY]",
	  "days of each year on which nobody does, or none (default 12-30:01-03)", .repeatable = true },
	{ 0, FILLS(format), "FORMAT", "icinga2, nagios, icalendar or csv (default icinga2)", .group = "Output",
	  .choices = formats },
	{ 0, FILLS(what), "WHAT",
	  "holidays, closed (all days without support hours), support-hours, or all of it (default all)",
	  .choices = parts },
	{ 0, FILLS(prefix), "TEXT", "the names of the time periods, and of events, begin with it" },
	{ 0 },
};

static const struct example examples[] = {
	{ "--from 2026 --to 2030", "time periods for Icinga 2" },
	{ "--from 2026 --to 2030 --format nagios --prefix example", "for Nagios, with names of one's own" },
	{ "--format csv --what holidays", "the holidays of this year and the next as a table" },
	{ "--from 2026 --format icalendar --what closed", "the days without support for a calendar program" },
	{ "--from 2026 --hours 'mon-sat 09:00-18:00' --closed 12-29:01-03 --closed 08-13:08-15",
	  "other hours, and a summer break" },
	{ "--from 2027 --to 2027 --holidays holidays.txt", "with a holiday that a new act has added" },
	{ 0 },
};

/* --- facts ------------------------------------------------------------------------ */

struct facts {
	int this_year; /* in Japan */
	struct holiday_changes changes;
};

static int year_in_japan(time_t now)
{
	return calendar_date_of((long)((now + JAPAN_SECONDS) / DAY_SECONDS)).year;
}

static bool collect(const struct settings *settings, struct facts *facts, struct problem *problem)
{
	struct buffer text = buffer_limited(CHANGES_FILE_MAXIMUM);
	bool done;

	facts->this_year = year_in_japan(time(NULL));
	if (settings->holidays == NULL)
		return true;
	done = file_read(settings->holidays, &text, problem) &&
	       holiday_changes_parse(text.data ? text.data : "", &facts->changes, problem);
	buffer_free(&text);
	return done || problem_prefix(problem, "--holidays");
}

/* --- evaluate --------------------------------------------------------------------- */

static bool choose_years(const struct settings *settings, int this_year, int *from, int *to, struct problem *problem)
{
	long first = settings->from ? settings->from : this_year;
	long last = settings->to ? settings->to : first < HOLIDAYS_LAST_YEAR ? first + 1 : first;

	if (first < HOLIDAYS_FIRST_YEAR || first > HOLIDAYS_LAST_YEAR)
		return problem_set(problem, PROBLEM_INPUT,
				   "--from: it must be given in %ld: a year from %d to %d is expected", first,
				   HOLIDAYS_FIRST_YEAR, HOLIDAYS_LAST_YEAR);
	if (last < first)
		return problem_set(problem, PROBLEM_INPUT, "--to: %ld lies before the first year, %ld", last, first);
	*from = (int)first;
	*to = (int)last;
	return true;
}

static bool evaluate(const struct settings *settings, const struct facts *facts, struct buffer *document,
		     struct problem *problem)
{
	static void (*const write[])(struct buffer *, const struct opening_report *) = {
		[FORMAT_ICINGA2] = opening_report_icinga2,
		[FORMAT_NAGIOS] = opening_report_nagios,
		[FORMAT_ICALENDAR] = opening_report_icalendar,
		[FORMAT_CSV] = opening_report_csv,
	};
	const struct opening opening = { .hours = settings->hours,
					 .closings = settings->closed,
					 .changes = facts->changes };
	struct opening_days days = { 0 };
	const struct opening_report report = { &settings->hours, &days, (enum opening_part)settings->what,
					       settings->prefix };
	int from = 0;
	int to = 0;
	bool done = choose_years(settings, facts->this_year, &from, &to, problem) &&
		    opening_days_find(&opening, from, to, &days, problem);

	if (done)
		write[settings->format](document, &report);
	opening_days_free(&days);
	return done;
}

/* --- combinations ------------------------------------------------------------------- */

/* It stands in names of objects and in identifiers, where quotes and blanks would end them. */
static bool verify(const void *checked, struct problem *problem)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
	const struct settings *settings = checked;
	size_t length = strlen(settings->prefix);

	if (length == 0 || length > PREFIX_MAXIMUM || strspn(settings->prefix, letters) != length)
		return problem_set(problem, PROBLEM_INPUT, "--prefix: '%.100s' is not 1 to %d letters, digits, - and _",
				   settings->prefix, PREFIX_MAXIMUM);
	return true;
}

/* --------------------------------------------------------------------------------- */

static bool document(const void *given, struct buffer *written, struct problem *problem)
{
	const struct settings *settings = given;
	struct facts facts = { 0 };

	return collect(settings, &facts, problem) && evaluate(settings, &facts, written, problem);
}

const struct check check = {
	.name = "slo_calendar",
	.summary = "on which days and at which hours is somebody there?",
	.proves =
		"Prints Japan's holidays of 2000 to 2050 and the support hours of the SLO as time periods of Icinga 2 "
		"or Nagios, as iCalendar or as CSV. The holidays are those of the law as it stands, with the "
		"equinoxes as they are computed: that no new act moves one it cannot know, and --holidays tells it.",
	.clauses = "2.1, 2.1b",
	.synopsis = "[OPTION]...",
	.options = options,
	.examples = examples,
	.defaults = &defaults,
	.settings_size = sizeof(struct settings),
	.verify = verify,
	.document = document,
};
