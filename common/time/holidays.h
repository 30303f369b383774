/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Japan's holidays of the years 2000 to 2050, by the rules of the law.
 *
 * They are days of the calendar (calendar.h counts them) and need no zone.  What lies
 * outside these years is refused, not guessed.
 *
 * Sources: the Act on National Holidays (Act No. 178 of 1948) with its amendments until
 * 2018 (Happy Monday 2000 and 2003; the day of Showa, Greenery Day and the rules for
 * substitutes 2007; Mountain Day 2016; the Emperor's birthday 2020), Act No. 99 of 2018
 * (the days of the enthronement, 2019), and the Acts for the games (days moved in 2020
 * and 2021).  The equinoxes are named by the government in the February before; until
 * then they are what the formula of the Hydrographic Department gives for 1980 to 2099
 * (Shin Koyomi Benricho, ed. Koyomi Keisan Kenkyukai, 1991).
 */
#ifndef RECEICO_TIME_HOLIDAYS_H
#define RECEICO_TIME_HOLIDAYS_H

#include "common/check/problem.h"

#include <stddef.h>

enum { HOLIDAYS_FIRST_YEAR = 2000, HOLIDAYS_LAST_YEAR = 2050 };

enum holiday_kind {
	HOLIDAY_NATIONAL,   /* the law names it */
	HOLIDAY_SUBSTITUTE, /* for one that falls on a Sunday: article 3 (2) */
	HOLIDAY_BETWEEN     /* it lies between two: article 3 (3) */
};

struct holiday {
	long day;
	enum holiday_kind kind;
	const char *name_ja, *name_en; /* static */
};

/* More than any year has; 2019 had 22. */
enum { HOLIDAYS_MAXIMUM = 24 };

/* The holidays of a year, ascending. */
struct holiday_year {
	struct holiday items[HOLIDAYS_MAXIMUM];
	size_t count;
};

/* Fills in the holidays of a year; a year that is not known is a problem. */
bool holidays_of_year(int year, struct holiday_year *holidays, struct problem *problem) MUST_CHECK;

/* The holiday on that day, or NULL. */
const struct holiday *holiday_on(const struct holiday_year *holidays, long day);

#endif
