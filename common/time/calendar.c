// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/calendar.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

_Static_assert(sizeof(time_t) >= 8, "wants a time_t that outlives 2038: -D_TIME_BITS=64 -D_FILE_OFFSET_BITS=64");

enum { DAY = 86400, HOUR = 3600, MINUTE = 60, WIDEST_OFFSET = 26 * HOUR };

enum { FIRST_DAY = -719162, LAST_DAY = 2932896 }; /* 0001-01-01 and 9999-12-31 */

static int64_t within(int64_t value, int64_t lowest, int64_t highest)
{
	if (value < lowest)
		return lowest;
	return value > highest ? highest : value;
}

/* Counts in years that begin in March, so that a leap day is the last of its year; 400
 * years have 146,097 days. */
static long day_number(int year, int month, int day_of_month)
{
	long march_year = month > 2 ? year : year - 1L;
	long era = (march_year >= 0 ? march_year : march_year - 399) / 400;
	long year_of_era = march_year - era * 400;
	long day_of_year = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day_of_month - 1;

	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

/* What the clock shows, as if it were UTC: seconds since 1970-01-01 00:00 by the wall. */
static int64_t wall_clock(int64_t moment)
{
	time_t bounded = (time_t)within(moment, (int64_t)(FIRST_DAY - 2) * DAY, (int64_t)(LAST_DAY + 2) * DAY);
	struct tm clock = { 0 };
	int64_t shown;

	if (!localtime_r(&bounded, &clock))
		return bounded;
	shown = (int64_t)day_number(clock.tm_year + 1900, clock.tm_mon + 1, clock.tm_mday) * DAY +
		clock.tm_hour * (int64_t)HOUR + clock.tm_min * (int64_t)MINUTE + clock.tm_sec;
	return within(shown, (int64_t)FIRST_DAY * DAY, (int64_t)LAST_DAY * DAY + DAY - 1);
}

/* The first moment behind `early` at which the clock shows `wanted` or later; `late` is one. */
static int64_t search(int64_t wanted, int64_t early, int64_t late)
{
	while (late - early > 1) {
		int64_t middle = early + (late - early) / 2;

		if (wall_clock(middle) >= wanted)
			late = middle;
		else
			early = middle;
	}
	return late;
}

/* What the clock shows is moment + offset, so the moments in question lie at wanted - offset
 * for the offsets before and after a jump that may be near.  Between the two the clock
 * passes `wanted` once when it leaps forward, and perhaps at both when it falls back. */
static int64_t moment_of(int64_t wanted, bool last)
{
	int64_t before = wanted - WIDEST_OFFSET;
	int64_t after = wanted + WIDEST_OFFSET;
	int64_t offset_before = wall_clock(before) - before;
	int64_t offset_after = wall_clock(after) - after;
	bool forward = offset_after > offset_before;
	int64_t early = wanted - (forward ? offset_after : offset_before);
	int64_t late = wanted - (forward ? offset_before : offset_after);

	if (last ? wall_clock(late - 1) < wanted : wall_clock(early) < wanted)
		return last ? late : search(wanted, early, late);
	return last ? search(wanted, early - 1, late) : early;
}

static int64_t wall_clock_of(long day, long second)
{
	return (int64_t)within(day, FIRST_DAY, LAST_DAY) * DAY + within(second, 0, DAY);
}

static long whole_days(int64_t seconds)
{
	return (long)((seconds >= 0 ? seconds : seconds - DAY + 1) / DAY);
}

long calendar_day(time_t moment)
{
	return whole_days(wall_clock(moment));
}

long calendar_second(time_t moment)
{
	int64_t shown = wall_clock(moment);

	return (long)(shown - (int64_t)whole_days(shown) * DAY);
}

time_t calendar_moment(long day, long second)
{
	return (time_t)moment_of(wall_clock_of(day, second), false);
}

time_t calendar_moment_late(long day, long second)
{
	return (time_t)moment_of(wall_clock_of(day, second), true);
}

bool calendar_day_exists(long day)
{
	return calendar_day(calendar_moment(day, 0)) == day;
}

int calendar_weekday(long day)
{
	return (int)((day % 7 + 11) % 7); /* day 0 was a Thursday */
}

bool calendar_day_of(int year, int month, int day_of_month, long *day)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day_of_month < 1 ||
	    day_of_month > lengths[month - 1] + (month == 2 && is_leap))
		return false;
	*day = day_number(year, month, day_of_month);
	return true;
}

/* The way back of day_number(). */
struct calendar_date calendar_date_of(long day)
{
	long since = (long)within(day, FIRST_DAY, LAST_DAY) + 719468;
	long era = since / 146097;
	long day_of_era = since - era * 146097;
	long year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	long day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	long month = (5 * day_of_year + 2) / 153;

	return (struct calendar_date){ .year = (int)(era * 400 + year_of_era + (month >= 10)),
				       .month = (int)(month < 10 ? month + 3 : month - 9),
				       .day = (int)(day_of_year - (153 * month + 2) / 5 + 1) };
}

bool calendar_parse_date(const char *text, long *day, struct problem *problem)
{
	static const char shape[] = "dddd-dd-dd";
	int parts[3] = { 0 };
	size_t part = 0;

	for (size_t i = 0; i < sizeof shape; i++) {
		bool is_digit = text[i] >= '0' && text[i] <= '9';

		if (shape[i] == 'd' ? !is_digit : text[i] != shape[i])
			return problem_set(problem, PROBLEM_INPUT, "'%.40s' is not a date (such as 2026-11-20)", text);
		if (is_digit)
			parts[part] = parts[part] * 10 + text[i] - '0';
		else
			part++;
	}
	if (!calendar_day_of(parts[0], parts[1], parts[2], day))
		return problem_set(problem, PROBLEM_INPUT, "there is no %s in the calendar", text);
	return true;
}

void calendar_write_day(long day, char *text, size_t size)
{
	struct calendar_date date = calendar_date_of(day);

	snprintf(text, size, "%04d-%02d-%02d", date.year, date.month, date.day);
}

void calendar_write_time(time_t moment, char *text, size_t size)
{
	long second = calendar_second(moment);

	snprintf(text, size, "%02ld:%02ld", second / HOUR, second / MINUTE % 60);
}

void calendar_write_moment(time_t moment, char *text, size_t size)
{
	char day[CALENDAR_TEXT];
	char time_of_day[CALENDAR_TEXT];

	calendar_write_day(calendar_day(moment), day, sizeof day);
	calendar_write_time(moment, time_of_day, sizeof time_of_day);
	snprintf(text, size, "%s %s", day, time_of_day);
}
