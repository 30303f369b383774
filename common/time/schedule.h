/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A plan of runs: `04:00`, `mon-fri 04:00,16:00`, `mon-fri 04:00; sat,sun 12:30`.
 *
 * A rule is times of day, with weekdays in front unless it is for every day.  Weekdays
 * are mon tue wed thu fri sat sun in any case, alone, in a list, or as a range, which may
 * go round the end of the week (`sat-mon`).  Times are hours and minutes from 00:00 to
 * 23:59, in the zone of the process (zone.h).  Rules are separated by `;`; blanks may
 * stand between all words and signs.
 *
 * When the clock jumps: a run whose time is missing happens at the jump; one whose time
 * comes twice happens once, the first time; a day that the zone leaves out has no runs.
 * Runs that fall on one moment are one run.
 */
#ifndef RECEICO_TIME_SCHEDULE_H
#define RECEICO_TIME_SCHEDULE_H

#include "common/check/problem.h"

#include <stddef.h>
#include <time.h>

enum {
	SCHEDULE_TIMES_MAXIMUM = 64, /* times of day that differ */
	SCHEDULE_TEXT = 2048         /* bytes that suffice for schedule_write() */
};

struct schedule_time {
	short minute;           /* of the day */
	unsigned char weekdays; /* bit 0: Sunday; never 0 */
};

/* Zeroed it is the plan without runs.  Holds no memory. */
struct schedule {
	struct schedule_time times[SCHEDULE_TIMES_MAXIMUM]; /* each minute once, ascending */
	size_t count;
};

/* Adds the rules of `text` to the plan, for an option that may be repeated.  On failure
 * the plan is as it was. */
bool schedule_add(const char *text, struct schedule *schedule, struct problem *problem) MUST_CHECK;

/* The latest run at or before `now`; the runs before that one are those at or before it
 * minus a second.  False when the plan is empty. */
bool schedule_last(const struct schedule *schedule, time_t now, time_t *run) MUST_CHECK;

/* The first run after `now`; from there on each is the next after the one before.  False
 * when the plan is empty, or the year 9999 ends. */
bool schedule_next(const struct schedule *schedule, time_t now, time_t *run) MUST_CHECK;

/* Writes the plan so that equal plans read equal: "mon-fri 04:00,16:00; sat,sun 12:30".
 * "" for the plan without runs. */
void schedule_write(const struct schedule *schedule, char *text, size_t size);

#endif
