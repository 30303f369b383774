// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/week.h"

#include <string.h>
#include <strings.h>

const char week_day_names[7][4] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

void week_skip_blanks(const char **at)
{
	*at += strspn(*at, " \t");
}

bool week_take_sign(const char **at, char sign)
{
	const char *behind = *at + strspn(*at, " \t");

	if (*behind != sign)
		return false;
	*at = behind + 1;
	week_skip_blanks(at);
	return true;
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

bool week_is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool take_weekday(const char **at, int *weekday)
{
	for (int i = 0; i < 7; i++) {
		if (strncasecmp(*at, week_day_names[i], 3) == 0) {
			*weekday = i;
			*at += 3;
			return true;
		}
	}
	return false;
}

bool week_take_days(const char **at, unsigned char *weekdays)
{
	unsigned taken = 0;

	do {
		int first;
		int last;

		if (!take_weekday(at, &first))
			return false;
		last = first;
		if (week_take_sign(at, '-') && !take_weekday(at, &last))
			return false;
		taken |= 1u << last;
		for (int day = first; day != last; day = (day + 1) % 7)
			taken |= 1u << day;
	} while (week_take_sign(at, ','));
	*weekdays = (unsigned char)taken;
	return true;
}

bool week_take_time(const char **at, short *minute)
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
