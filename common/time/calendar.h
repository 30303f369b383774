/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Days and times of day in the zone of the process (zone.h).
 *
 * A day is a number counted from 1970-01-01 (0) in the Gregorian calendar; the second
 * of a day is what the clock on the wall shows, from 0 to 86,399.  Clocks jump: a time
 * of day can be missing and can come twice, and a zone that changes its side of the
 * date line leaves out a whole day.  What is asked of a moment before the year 1 or
 * after 9999 is answered for the first or the last moment of those years.
 */
#ifndef RECEICO_TIME_CALENDAR_H
#define RECEICO_TIME_CALENDAR_H

#include "common/check/problem.h"

#include <stddef.h>
#include <time.h>

struct calendar_date {
	int year;  /* 1 to 9999 */
	int month; /* 1 to 12 */
	int day;   /* 1 to 31 */
};

/* The day of a moment, and the second of that day. */
long calendar_day(time_t moment);
long calendar_second(time_t moment);

/* The first moment at which the clock shows that second of that day or a later one.  So
 * a time that is missing is the moment of the jump, and of a time that comes twice it is
 * the first.  The second 86400 is the start of the next day. */
time_t calendar_moment(long day, long second);

/* The moment from which on the clock never again shows an earlier time: where times come
 * twice it is the second, but for the very first of them, before which all is over.  It
 * ends what a name with the time before can mean. */
time_t calendar_moment_late(long day, long second);

/* False for a day that the zone left out, such as 2011-12-30 in Pacific/Apia. */
bool calendar_day_exists(long day);

/* The weekday: 0 is Sunday, as in struct tm. */
int calendar_weekday(long day);

/* The day of a date; false when there is no such date in the years 1 to 9999. */
bool calendar_day_of(int year, int month, int day_of_month, long *day) MUST_CHECK;

/* The date of a day. */
struct calendar_date calendar_date_of(long day);

/* Reads `2026-11-20`, digits and dashes exactly so. */
bool calendar_parse_date(const char *text, long *day, struct problem *problem) MUST_CHECK;

/* Writes a day: "2026-11-20".  CALENDAR_TEXT bytes suffice for all three. */
enum { CALENDAR_TEXT = 32 };
void calendar_write_day(long day, char *text, size_t size);

/* Writes a moment: "2026-11-20 04:00", the seconds dropped. */
void calendar_write_moment(time_t moment, char *text, size_t size);

/* Writes the time of day of a moment: "04:00". */
void calendar_write_time(time_t moment, char *text, size_t size);

#endif
