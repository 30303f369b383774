// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/schedule.h"

#include "common/time/calendar.h"
#include "common/time/week.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_WAIT = 15 }; /* days: a weekday that the zone left out comes a week later */

static bool not_a_schedule(const char *text, struct problem *problem)
{
	return problem_set(problem, PROBLEM_INPUT,
			   "'%.100s' is not a schedule (expected times from 00:00 to 23:59 with or without weekdays, "
			   "such as 04:00 or 'mon-fri 04:00,16:00; sat,sun 12:30')",
			   text);
}

/* Puts the time where its minute belongs.  False when there is no room. */
static bool insert(struct schedule *schedule, short minute, unsigned char weekdays)
{
	struct schedule_time *times = schedule->times;
	size_t place = 0;

	while (place < schedule->count && times[place].minute < minute)
		place++;
	if (place < schedule->count && times[place].minute == minute) {
		times[place].weekdays |= weekdays;
		return true;
	}
	if (schedule->count == SCHEDULE_TIMES_MAXIMUM)
		return false;
	memmove(times + place + 1, times + place, (schedule->count - place) * sizeof *times);
	times[place] = (struct schedule_time){ .minute = minute, .weekdays = weekdays };
	schedule->count++;
	return true;
}

bool schedule_add(const char *text, struct schedule *schedule, struct problem *problem)
{
	struct schedule grown = *schedule;
	const char *at = text;

	week_skip_blanks(&at);
	do {
		unsigned char weekdays = WEEK_EVERY_DAY;

		if (week_is_letter(*at)) {
			if (!week_take_days(&at, &weekdays) || (*at != ' ' && *at != '\t'))
				return not_a_schedule(text, problem);
			week_skip_blanks(&at);
		}
		do {
			short minute;

			if (!week_take_time(&at, &minute))
				return not_a_schedule(text, problem);
			if (!insert(&grown, minute, weekdays))
				return problem_set(problem, PROBLEM_INPUT, "more than %d times of day",
						   (int)SCHEDULE_TIMES_MAXIMUM);
		} while (week_take_sign(&at, ','));
	} while (week_take_sign(&at, ';'));
	week_skip_blanks(&at);
	if (*at != '\0')
		return not_a_schedule(text, problem);
	*schedule = grown;
	return true;
}

/* The run of that day and time, when there is one. */
static bool run_at(const struct schedule_time *time, long day, time_t *run)
{
	if (!(time->weekdays & 1u << calendar_weekday(day)) || !calendar_day_exists(day))
		return false;
	*run = calendar_moment(day, time->minute * 60L);
	return true;
}

/* Later days and times have later moments or the same, so the first that fits is it. */

bool schedule_last(const struct schedule *schedule, time_t now, time_t *run)
{
	long today = calendar_day(now);

	/* A clock that falls back at midnight shows yesterday again when today has begun. */
	for (long day = today + 1; day >= today - LONGEST_WAIT; day--) {
		for (size_t i = schedule->count; i > 0; i--) {
			time_t found;

			if (run_at(&schedule->times[i - 1], day, &found) && found <= now) {
				*run = found;
				return true;
			}
		}
	}
	return false;
}

bool schedule_next(const struct schedule *schedule, time_t now, time_t *run)
{
	long today = calendar_day(now);

	for (long day = today; day <= today + LONGEST_WAIT; day++) {
		for (size_t i = 0; i < schedule->count; i++) {
			time_t found;

			if (run_at(&schedule->times[i], day, &found) && found > now) {
				*run = found;
				return true;
			}
		}
	}
	return false;
}

static void append(char *text, size_t size, const char *more)
{
	size_t length = strlen(text);

	snprintf(text + length, size - length, "%s", more);
}

/* `mon-fri,sun `, the week beginning on Monday; nothing for every day. */
static void write_weekdays(unsigned weekdays, char *text, size_t size)
{
	const char *comma = "";

	for (int from = 0, to; weekdays != WEEK_EVERY_DAY && from < 7; from = to + 1) {
		for (to = from; to < 7 && weekdays & 1u << (to + 1) % 7; to++)
			;
		if (to == from)
			continue;
		append(text, size, comma);
		append(text, size, week_day_names[(from + 1) % 7]);
		if (to > from + 1) {
			append(text, size, to > from + 2 ? "-" : ",");
			append(text, size, week_day_names[to % 7]);
		}
		comma = ",";
	}
	if (comma[0] != '\0')
		append(text, size, " ");
}

void schedule_write(const struct schedule *schedule, char *text, size_t size)
{
	bool written[SCHEDULE_TIMES_MAXIMUM] = { false };

	text[0] = '\0';
	for (size_t i = 0; i < schedule->count; i++) {
		const char *comma = "";

		if (written[i])
			continue;
		append(text, size, i > 0 ? "; " : "");
		write_weekdays(schedule->times[i].weekdays, text, size);
		for (size_t j = i; j < schedule->count; j++) {
			char time[16];

			if (schedule->times[j].weekdays != schedule->times[i].weekdays)
				continue;
			snprintf(time, sizeof time, "%s%02d:%02d", comma, schedule->times[j].minute / 60,
				 schedule->times[j].minute % 60);
			append(text, size, time);
			written[j] = true;
			comma = ",";
		}
	}
}
