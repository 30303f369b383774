/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The time in the name of a file: `receico-%Y%m%d.tar.gz`.
 *
 * The conversions are those of strptime(3), but each takes its digits exactly:
 *
 *	%Y  year, 4 digits, from 1970	%H  hour, 00 to 23
 *	%y  year, 2 digits, 1970-2068	%M  minute, 00 to 59
 *	%m  month, 01 to 12		%S  second, 00 to 59
 *	%b  month, Jan to Dec, any case	%F  %Y-%m-%d
 *	%d  day of the month, 01 to 31	%T  %H:%M:%S
 *	%j  day of the year, 001 to 366	%s  seconds since 1970 (UTC), 10 digits
 *	%%  a percent sign
 *
 * `*` is any run of bytes, `?` any one byte, everything else stands for itself.  The
 * whole name must match.  A date that does not exist (30 February, hour 25) does not
 * match.  A conversion that comes twice must come to the same, whatever its spelling;
 * with %s the others are not compared with it.  Each `*` takes as few bytes as lets what
 * stands between it and the next `*` fit and be a possible time, and is then settled: so
 * the work is bounded by the length of the pattern times that of the name.
 */
#ifndef RECEICO_TIME_NAME_PATTERN_H
#define RECEICO_TIME_NAME_PATTERN_H

#include "common/check/problem.h"

#include <time.h>

enum { NAME_PATTERN_MAXIMUM = 255 }; /* bytes of a pattern */

/* The moments that a name can mean, in the zone of the process (zone.h): a day when it
 * has a date alone, else an hour, a minute or a second. */
struct name_match {
	time_t from;  /* the first of them */
	time_t until; /* the first behind them; always after `from` */
	long day;     /* the day in the name (calendar.h); with %s that of the moment */
};

/* Can the pattern tell a time?  It must hold a date (%F, %s, %j with a year, or day,
 * month and year), %M wants %H, and %S wants %M. */
bool name_pattern_verify(const char *pattern, struct problem *problem) MUST_CHECK;

/* Does the name match?  Any bytes may be in it.  A pattern that name_pattern_verify()
 * refuses matches nothing.
 *
 * Where the clock jumps: a time that comes twice means both and all between; one that is
 * missing means the second of the jump. */
bool name_pattern_match(const char *pattern, const char *name, struct name_match *match) MUST_CHECK;

#endif
