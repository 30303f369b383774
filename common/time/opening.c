// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/opening.h"

#include "common/time/calendar.h"
#include "common/time/week.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_MINUTES = 1440, MONTH_WEIGHT = 100, LONGEST_YEAR = 366 };

static bool no_hours(const char *text, struct problem *problem)
{
	return problem_set(problem, PROBLEM_INPUT,
			   "'%.100s' are no hours (expected spans within a day, in order and apart, with or without "
			   "weekdays, such as 'mon-fri 10:00-12:00,13:00-17:00')",
			   text);
}

/* A time that may also be the end of the day. */
static bool take_end(const char **at, short *minute)
{
	static const char midnight[] = "24:00";

	if (strncmp(*at, midnight, sizeof midnight - 1) != 0)
		return week_take_time(at, minute);
	*minute = DAY_MINUTES;
	*at += sizeof midnight - 1;
	return true;
}

static bool take_spans(const char **at, struct opening_hours *hours)
{
	short end = -1;

	do {
		struct opening_span span;

		if (hours->count == OPENING_SPANS_MAXIMUM || !week_take_time(at, &span.from) ||
		    !week_take_sign(at, '-') || !take_end(at, &span.to) || span.from <= end || span.to <= span.from)
			return false;
		end = span.to;
		hours->spans[hours->count++] = span;
	} while (week_take_sign(at, ','));
	return true;
}

bool opening_hours_parse(const char *text, struct opening_hours *hours, struct problem *problem)
{
	struct opening_hours taken = { .weekdays = WEEK_EVERY_DAY };
	const char *at = text;

	week_skip_blanks(&at);
	if (week_is_letter(*at)) {
		if (!week_take_days(&at, &taken.weekdays) || (*at != ' ' && *at != '\t'))
			return no_hours(text, problem);
		week_skip_blanks(&at);
	}
	if (!take_spans(&at, &taken))
		return no_hours(text, problem);
	week_skip_blanks(&at);
	if (*at != '\0')
		return no_hours(text, problem);
	*hours = taken;
	return true;
}

void opening_spans_write(const struct opening_hours *hours, char *text, size_t size)
{
	size_t used = 0;

	*text = '\0';
	for (size_t i = 0; i < hours->count && used < size; i++) {
		const struct opening_span *span = &hours->spans[i];

		used += (size_t)snprintf(text + used, size - used, "%s%02d:%02d-%02d:%02d", i ? "," : "",
					 span->from / 60, span->from % 60, span->to / 60, span->to % 60);
	}
}

/* `12-30`, a day of leap years too. */
static bool take_date(const char **at, short *date)
{
	enum { LEAP_YEAR = 2000, LENGTH = 5 };
	const char *text = *at;
	int month;
	int day_of_month;
	long day;

	for (size_t i = 0; i < LENGTH; i++) {
		if (i == 2 ? text[i] != '-' : text[i] < '0' || text[i] > '9')
			return false;
	}
	month = (text[0] - '0') * 10 + text[1] - '0';
	day_of_month = (text[3] - '0') * 10 + text[4] - '0';
	if (!calendar_day_of(LEAP_YEAR, month, day_of_month, &day))
		return false;
	*date = (short)(month * MONTH_WEIGHT + day_of_month);
	*at = text + LENGTH;
	return true;
}

bool opening_closing_add(const char *text, struct opening_closings *closings, struct problem *problem)
{
	struct opening_closing closing = { 0 };
	const char *at = text;
	bool taken = take_date(&at, &closing.first);

	closing.last = closing.first;
	if (taken && *at == ':') {
		at++;
		taken = take_date(&at, &closing.last);
	}
	if (!taken || *at != '\0')
		return problem_set(problem, PROBLEM_INPUT,
				   "'%.100s' is no span of days (expected MONTH-DAY, or two, such as 12-30:01-03)",
				   text);
	if (closings->count == OPENING_CLOSINGS_MAXIMUM)
		return problem_set(problem, PROBLEM_INPUT, "more than %d spans of days", OPENING_CLOSINGS_MAXIMUM);
	closings->items[closings->count++] = closing;
	return true;
}

static bool is_closing(const struct opening_closings *closings, long day)
{
	struct calendar_date date = calendar_date_of(day);
	int place = date.month * MONTH_WEIGHT + date.day;

	for (size_t i = 0; i < closings->count; i++) {
		const struct opening_closing *closing = &closings->items[i];
		bool behind = place >= closing->first;
		bool before = place <= closing->last;

		if (closing->first <= closing->last ? behind && before : behind || before)
			return true;
	}
	return false;
}

/* The day as it is without a holiday. */
static struct opening_day plain_day(const struct opening *opening, long day)
{
	static const char *const names[7][2] = { { "日曜日", "Sunday" },   { "月曜日", "Monday" },
						 { "火曜日", "Tuesday" },  { "水曜日", "Wednesday" },
						 { "木曜日", "Thursday" }, { "金曜日", "Friday" },
						 { "土曜日", "Saturday" } };
	int weekday = calendar_weekday(day);

	if (is_closing(&opening->closings, day))
		return (struct opening_day){ day, OPENING_CLOSED, "休業日", "Closed" };
	return (struct opening_day){ day, opening->hours.weekdays & 1u << weekday ? OPENING_OPEN : OPENING_WEEKEND,
				     names[weekday][0], names[weekday][1] };
}

static struct opening_day day_of(const struct opening *opening, const struct holiday_year *holidays, long day)
{
	static const enum opening_kind kinds[] = { [HOLIDAY_NATIONAL] = OPENING_HOLIDAY,
						   [HOLIDAY_SUBSTITUTE] = OPENING_SUBSTITUTE,
						   [HOLIDAY_BETWEEN] = OPENING_BETWEEN };
	const struct holiday_change *change = holiday_change_on(&opening->changes, day);
	const struct holiday *holiday = holiday_on(holidays, day);

	if (change && !change->removes)
		return (struct opening_day){ day, OPENING_ADDED, change->name_ja, change->name_en };
	if (holiday && !change)
		return (struct opening_day){ day, kinds[holiday->kind], holiday->name_ja, holiday->name_en };
	return plain_day(opening, day);
}

/* Adds the days of a year. */
static bool add_year(const struct opening *opening, int year, struct opening_days *days, struct problem *problem)
{
	struct holiday_year holidays;
	long first = 0;
	long last = 0;

	if (!holidays_of_year(year, &holidays, problem))
		return false;
	if (!calendar_day_of(year, 1, 1, &first) || !calendar_day_of(year, 12, 31, &last))
		return false;
	for (long day = first; day <= last; day++)
		days->items[days->count++] = day_of(opening, &holidays, day);
	return true;
}

bool opening_days_find(const struct opening *opening, int from, int to, struct opening_days *days,
		       struct problem *problem)
{
	*days = (struct opening_days){ .from = from, .to = to };
	if (to < from)
		return problem_set(problem, PROBLEM_INPUT, "%d lies before the first year, %d", to, from);
	days->items = calloc(((size_t)(to - from) + 1) * LONGEST_YEAR, sizeof *days->items);
	if (days->items == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	for (int year = from; year <= to; year++) {
		if (!add_year(opening, year, days, problem))
			return false;
	}
	return true;
}

void opening_days_free(struct opening_days *days)
{
	free(days->items);
	*days = (struct opening_days){ 0 };
}

bool opening_is_holiday(const struct opening_day *day)
{
	return day->kind >= OPENING_HOLIDAY;
}
