// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* timegm() */
#include "common/files/listed_field.h"

#include <string.h>
#include <strings.h>

static const uint64_t number_maximum = (uint64_t)1 << 60;

bool listed_number(const char *text, size_t length, uint64_t *number)
{
	uint64_t value = 0;

	if (length == 0)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9' || value > number_maximum / 10)
			return false;
		value = value * 10 + (uint64_t)(text[i] - '0');
	}
	*number = value;
	return value <= number_maximum;
}

bool listed_int(const char *text, size_t length, int *number)
{
	uint64_t value = 0;

	if (length > 6 || !listed_number(text, length, &value))
		return false;
	*number = (int)value;
	return true;
}

bool listed_month(const char *text, size_t length, int *month)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (int i = 0; i < 12 && length == 3; i++) {
		if (strncasecmp(names + 3L * i, text, 3) == 0) {
			*month = i;
			return true;
		}
	}
	return false;
}

static bool exists(const struct tm *day)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int year = day->tm_year + 1900;
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return day->tm_mon >= 0 && day->tm_mon < 12 && day->tm_mday >= 1 &&
	       day->tm_mday <= days[day->tm_mon] + (day->tm_mon == 1 && is_leap) && day->tm_hour <= 23 &&
	       day->tm_min <= 59 && day->tm_sec <= 60 && year >= 1900 && year <= 9999;
}

bool listed_moment(const struct tm *day, bool is_utc, time_t *moment)
{
	struct tm copy = *day;

	if (!exists(day))
		return false;
	copy.tm_isdst = is_utc ? 0 : -1;
	*moment = is_utc ? timegm(&copy) : mktime(&copy);
	return true;
}

bool listed_stamp(const char *text, size_t length, time_t *moment)
{
	struct tm day = { 0 };
	int year = 0;

	if (length < 14 || (length > 14 && text[14] != '.') || !listed_int(text, 4, &year) ||
	    !listed_int(text + 4, 2, &day.tm_mon) || !listed_int(text + 6, 2, &day.tm_mday) ||
	    !listed_int(text + 8, 2, &day.tm_hour) || !listed_int(text + 10, 2, &day.tm_min) ||
	    !listed_int(text + 12, 2, &day.tm_sec))
		return false;
	day.tm_year = year - 1900;
	day.tm_mon--;
	return listed_moment(&day, true, moment);
}

bool listed_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}
