// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/schedule.h"

#include "common/time/calendar.h"

#include <stdio.h>
#include <string.h>

enum {
	EVERY_DAY = 0x7f,
	LONGEST_WAIT = 15 /* days: a weekday that the zone left out comes a week later */
};

static const char weekday_names[7][4] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

/* Each take_ function moves *at behind what it takes, and leaves it when that is not there. */

static void skip_blanks(const char **at)
{
	*at += strspn(*at, " \t");
}

/* A sign that stands between two words, blanks around it. */
static bool take_sign(const char **at, char sign)
{
	const char *behind = *at + strspn(*at, " \t");

	if (*behind != sign)
		return false;
	*at = behind + 1;
	skip_blanks(at);
	return true;
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* By hand: isalpha() and tolower() go by the locale. */
static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool is_letter(char byte)
{
	return lower(byte) >= 'a' && lower(byte) <= 'z';
}

static bool take_weekday(const char **at, int *weekday)
{
	char word[4] = "";

	for (size_t i = 0; i < 3 && is_letter((*at)[i]); i++)
		word[i] = lower((*at)[i]);
	for (int i = 0; i < 7; i++) {
		if (strcmp(word, weekday_names[i]) == 0 && !is_letter((*at)[3]) && !is_digit((*at)[3])) {
			*weekday = i;
			*at += 3;
			return true;
		}
	}
	return false;
}

/* `mon-fri,sun` and the blank behind it. */
static bool take_weekdays(const char **at, unsigned char *weekdays)
{
	unsigned taken = 0;

	do {
		int first;
		int last;

		if (!take_weekday(at, &first))
			return false;
		last = first;
		if (take_sign(at, '-') && !take_weekday(at, &last))
			return false;
		taken |= 1u << last;
		for (int day = first; day != last; day = (day + 1) % 7)
			taken |= 1u << day;
	} while (take_sign(at, ','));
	*weekdays = (unsigned char)taken;
	return true;
}

/* `4:00` or `04:00` */
static bool take_time(const char **at, short *minute)
{
	size_t width = is_digit((*at)[0]) && is_digit((*at)[1]) ? 2 : 1;
	const char *minutes;
	int hour = 0;

	for (size_t i = 0; i < width; i++) {
		if (!is_digit((*at)[i]))
			return false;
		hour = hour * 10 + (*at)[i] - '0';
	}
	if ((*at)[width] != ':')
		return false;
	minutes = *at + width + 1;
	if (!is_digit(minutes[0]) || !is_digit(minutes[1]) || hour > 23 || minutes[0] > '5')
		return false;
	*minute = (short)(hour * 60 + (minutes[0] - '0') * 10 + minutes[1] - '0');
	*at = minutes + 2;
	return true;
}

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

	skip_blanks(&at);
	do {
		unsigned char weekdays = EVERY_DAY;

		if (is_letter(*at)) {
			if (!take_weekdays(&at, &weekdays) || (*at != ' ' && *at != '\t'))
				return not_a_schedule(text, problem);
			skip_blanks(&at);
		}
		do {
			short minute;

			if (!take_time(&at, &minute))
				return not_a_schedule(text, problem);
			if (!insert(&grown, minute, weekdays))
				return problem_set(problem, PROBLEM_INPUT, "more than %d times of day",
						   (int)SCHEDULE_TIMES_MAXIMUM);
		} while (take_sign(&at, ','));
	} while (take_sign(&at, ';'));
	skip_blanks(&at);
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

/* Later days and times have later moments or the same, so the first that fits is it.  The
 * search begins a day off, as a clock that falls back at midnight shows yesterday again. */

bool schedule_last(const struct schedule *schedule, time_t now, time_t *run)
{
	long today = calendar_day(now);

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

	for (long day = today - 1; day <= today + LONGEST_WAIT; day++) {
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

	for (int from = 0, to; weekdays != EVERY_DAY && from < 7; from = to + 1) {
		for (to = from; to < 7 && weekdays & 1u << (to + 1) % 7; to++)
			;
		if (to == from)
			continue;
		append(text, size, comma);
		append(text, size, weekday_names[(from + 1) % 7]);
		if (to > from + 1) {
			append(text, size, to > from + 2 ? "-" : ",");
			append(text, size, weekday_names[to % 7]);
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
