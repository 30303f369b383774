/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Numbers and dates as the lists of servers have them: digits alone, and dates that exist.
 */
#ifndef RECEICO_FILES_LISTED_FIELD_H
#define RECEICO_FILES_LISTED_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* Reads a number without sign; one above 2^60 is none. */
bool listed_number(const char *text, size_t length, uint64_t *number);

/* The same for one of at most six digits. */
bool listed_int(const char *text, size_t length, int *number);

/* Reads "Jan", in any case, as 0. */
bool listed_month(const char *text, size_t length, int *month);

/* The moment of a date and time of day, in UTC or in the zone of this process.  False for the 30th of
 * February. */
bool listed_moment(const struct tm *day, bool is_utc, time_t *moment);

/* Reads YYYYMMDDHHMMSS in UTC, perhaps with a fraction: RFC 3659, 2.3. */
bool listed_stamp(const char *text, size_t length, time_t *moment);

/* Is it `.` or `..`? */
bool listed_dots(const char *name);

#endif
