/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The words of plans: weekdays, times of day, and the signs between them.
 *
 * Each take_ function moves *at behind what it takes; it returns false when that is not
 * there, and *at is then of no more use but to say so.
 */
#ifndef RECEICO_TIME_WEEK_H
#define RECEICO_TIME_WEEK_H

#include "common/check/problem.h"

enum { WEEK_EVERY_DAY = 0x7f }; /* bit 0: Sunday */

/* "sun" to "sat". */
extern const char week_day_names[7][4];

/* From a to z in any case: isalpha() goes by the locale. */
bool week_is_letter(char byte);

void week_skip_blanks(const char **at);

/* A sign that stands between two words, blanks around it; else *at stays. */
bool week_take_sign(const char **at, char sign);

/* `mon-fri,sun` in any case, as bits; a range may go round the end of the week. */
bool week_take_days(const char **at, unsigned char *weekdays) MUST_CHECK;

/* `4:00` or `04:00`, at most 23:59, as the minute of the day. */
bool week_take_time(const char **at, short *minute) MUST_CHECK;

#endif
