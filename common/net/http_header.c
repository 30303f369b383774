// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_header.h"

#include "common/check/text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Longer values are cut before they are compared. */
enum { VALUE_MAXIMUM = 4096 };

/* Does this line begin with the field's name and a colon?  Gives its value, or NULL. */
static const char *field_value(const char *line, const char *name, size_t length)
{
	if (strncasecmp(line, name, length) != 0 || line[length] != ':')
		return NULL;
	line += length + 1;
	return line + strspn(line, " \t");
}

static void copy_value(const char *from, char *value, size_t size)
{
	size_t length = strcspn(from, "\r\n");

	while (length > 0 && (from[length - 1] == ' ' || from[length - 1] == '\t'))
		length--;
	if (length >= size)
		length = size - 1;
	memcpy(value, from, length);
	value[length] = '\0';
}

bool http_header_find(const char *lines, const char *name, size_t place, char *value, size_t size)
{
	size_t length = strlen(name);

	for (const char *line = lines; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *found = field_value(line, name, length);

		if (found == NULL || place-- > 0)
			continue;
		copy_value(found, value, size);
		return true;
	}
	return false;
}

bool http_header_matches(const char *lines, const char *wanted)
{
	const char *colon = strchr(wanted, ':');
	const char *pattern = colon ? colon + 1 + strspn(colon + 1, " \t") : "*";
	char value[VALUE_MAXIMUM];
	char name[256];

	snprintf(name, sizeof name, "%.*s", (int)(colon ? colon - wanted : 255), wanted);
	for (size_t place = 0; http_header_find(lines, name, place, value, sizeof value); place++) {
		if (text_matches(pattern, value))
			return true;
	}
	return false;
}

/* Days from 1970-01-01 to a date of the Gregorian calendar, from the year 1970 on. */
static long days_until(long year, long month, long day)
{
	static const short before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	long last = year - 1;

	return (year - 1970) * 365 + (last / 4 - last / 100 + last / 400) - 477 + before[month] + (leap && month > 1) +
	       day - 1;
}

/* Reads a date by a format of strptime(3); all of the text must be read. */
static bool parse_date(const char *text, const char *format, time_t *when)
{
	struct tm date = { 0 };
	const char *end = strptime(text, format, &date);

	if (end == NULL || *end != '\0' || date.tm_year < 70 || date.tm_year > 9999 - 1900 || date.tm_mday < 1)
		return false;
	*when = (time_t)days_until(1900L + date.tm_year, date.tm_mon, date.tm_mday) * 86400 + date.tm_hour * 3600L +
		date.tm_min * 60L + date.tm_sec;
	return true;
}

bool http_date_parse(const char *text, time_t *when)
{
	return parse_date(text, "%a, %d %b %Y %H:%M:%S GMT", when) ||
	       parse_date(text, "%a, %d-%b-%y %H:%M:%S GMT", when) || parse_date(text, "%a %b %e %H:%M:%S %Y", when);
}

bool http_certificate_date_parse(const char *text, time_t *when)
{
	return parse_date(text, "%b %e %H:%M:%S %Y GMT", when);
}
