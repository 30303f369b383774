/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * When somebody is there: weekdays and hours, less Japan's holidays and days of one's own.
 */
#ifndef RECEICO_TIME_OPENING_H
#define RECEICO_TIME_OPENING_H

#include "common/time/holiday_changes.h"

enum { OPENING_SPANS_MAXIMUM = 8, OPENING_CLOSINGS_MAXIMUM = 8 };

/* From the one minute of the day to the other: 0 to 1440. */
struct opening_span {
	short from, to;
};

/* `mon-fri 10:00-12:00,13:00-17:00`; without weekdays every day. */
struct opening_hours {
	unsigned char weekdays;                           /* bit 0: Sunday */
	struct opening_span spans[OPENING_SPANS_MAXIMUM]; /* ascending, apart */
	size_t count;
};

/* Days of each year, both ends belong to it, as month * 100 + day.  With the first above
 * the last it goes round the end of the year. */
struct opening_closing {
	short first, last;
};

struct opening_closings {
	struct opening_closing items[OPENING_CLOSINGS_MAXIMUM];
	size_t count;
};

struct opening {
	struct opening_hours hours;
	struct opening_closings closings;
	struct holiday_changes changes;
};

/* Why a day is as it is; the first that holds, from the end. */
enum opening_kind {
	OPENING_OPEN,
	OPENING_WEEKEND, /* no weekday of the hours */
	OPENING_CLOSED,  /* a closing of one's own */
	OPENING_HOLIDAY, /* the law names it */
	OPENING_SUBSTITUTE,
	OPENING_BETWEEN,
	OPENING_ADDED /* the operator names it */
};

struct opening_day {
	long day;
	enum opening_kind kind;
	const char *name_ja, *name_en; /* static, or of the changes; without a cause, its weekday */
};

/* Reads hours; a time is from 00:00 to 24:00. */
bool opening_hours_parse(const char *text, struct opening_hours *hours, struct problem *problem) MUST_CHECK;

/* Writes the hours without the weekdays: "10:00-12:00,13:00-17:00".  OPENING_TEXT bytes suffice. */
enum { OPENING_TEXT = OPENING_SPANS_MAXIMUM * 12 + 1 };
void opening_spans_write(const struct opening_hours *hours, char *text, size_t size);

/* Adds `12-30:01-03`, or one day, `08-15`. */
bool opening_closing_add(const char *text, struct opening_closings *closings, struct problem *problem) MUST_CHECK;

/* All days of some years, in order. */
struct opening_days {
	int from, to; /* years, both belong to it */
	struct opening_day *items;
	size_t count;
};

/* Finds out what each day of the years is.  A year that holidays.h does not know is a
 * problem, and so is a last year before the first.  opening_days_free() is due either way. */
bool opening_days_find(const struct opening *opening, int from, int to, struct opening_days *days,
		       struct problem *problem) MUST_CHECK;
void opening_days_free(struct opening_days *days);

/* Is it a holiday, the law's or the operator's? */
bool opening_is_holiday(const struct opening_day *day);

#endif
