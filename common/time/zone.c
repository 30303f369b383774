// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/zone.h"

#include "common/check/file.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ZONE_FOLDER "/usr/share/zoneinfo"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

enum {
	ZONE_FILE_MAXIMUM = 256 * 1024, /* bytes; the largest of the tz database has 4 KiB */
	ZONE_NAME_MAXIMUM = 100,
	ZONE_FOLDER_MAXIMUM = 3000,
	HEADER_BYTES = 44
};

static bool not_a_zone(const char *name, struct problem *problem)
{
	return problem_set(
		problem, PROBLEM_INPUT,
		"'%.100s' is no time zone (expected a name such as Asia/Tokyo or UTC, or a text such as JST-9)", name);
}

/* --- files: RFC 8536, section 3 --- */

static uint64_t number_at(const char *bytes)
{
	uint64_t number = 0;

	for (size_t i = 0; i < 4; i++)
		number = number << 8 | (unsigned char)bytes[i];
	return number;
}

/* The bytes of the header and the data at `bytes`; 0 when they are not there. */
static size_t block_length(const char *bytes, size_t length, size_t time_width)
{
	uint64_t needed;

	if (length < HEADER_BYTES || memcmp(bytes, "TZif", 4) != 0)
		return 0;
	needed = HEADER_BYTES + number_at(bytes + 32) * (time_width + 1) /* transitions and their types */
		 + number_at(bytes + 36) * 6 + number_at(bytes + 40)     /* types and their names */
		 + number_at(bytes + 28) * (time_width + 4)              /* leap seconds */
		 + number_at(bytes + 24) + number_at(bytes + 20);
	return needed <= length ? (size_t)needed : 0;
}

/* Half a file would be taken for UTC, like none. */
static bool is_whole_zone(const char *bytes, size_t length)
{
	size_t first = block_length(bytes, length, 4);
	size_t second;

	if (first == 0 || bytes[4] < '2')
		return first > 0;
	second = block_length(bytes + first, length - first, 8);
	return second > 0 && length - first - second >= 2 && bytes[first + second] == '\n' && bytes[length - 1] == '\n';
}

static const char *zone_folder(void)
{
	const char *folder = getenv("TZDIR");

	return folder && folder[0] == '/' && strlen(folder) <= ZONE_FOLDER_MAXIMUM ? folder : ZONE_FOLDER;
}

enum finding_of_file { FILE_ABSENT, FILE_DAMAGED, FILE_WHOLE };

static enum finding_of_file look_for_file(const char *path)
{
	struct buffer buffer = buffer_limited(ZONE_FILE_MAXIMUM);
	struct problem ignored;
	enum finding_of_file found = FILE_ABSENT;

	if (file_read(path, &buffer, &ignored))
		found = is_whole_zone(buffer.data, buffer.length) ? FILE_WHOLE : FILE_DAMAGED;
	buffer_free(&buffer);
	return found;
}

/* Without dots no path leads upward; what begins with a slash or a colon is none of ours. */
static bool may_be_a_file(const char *name)
{
	return name[0] != '/' && strspn(name, LETTERS DIGITS "_+-/") == strlen(name) && strncmp(name, "right/", 6) != 0;
}

/* What a machine without the tz database knows, in POSIX's words; NULL for all else. */
static const char *well_known(const char *name)
{
	static const struct {
		const char *name, *text;
	} zones[] = { { "Asia/Tokyo", "JST-9" }, /* no summer time since 1951 */
		      { "Japan", "JST-9" },
		      { "UTC", "UTC0" },
		      { "Etc/UTC", "UTC0" },
		      { "GMT", "GMT0" } };

	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		if (strcmp(name, zones[i].name) == 0)
			return zones[i].text;
	}
	return NULL;
}

/* --- texts: POSIX.1-2008 XBD 8.3; each function moves *at behind what it takes --- */

/* `JST` or `<+09>`. */
static bool take_name(const char **at)
{
	bool quoted = **at == '<';
	const char *start = *at + quoted;
	size_t length = strspn(start, LETTERS);

	if (quoted) {
		length = strspn(start, LETTERS DIGITS "+-");
		if (start[length] != '>')
			return false;
	}
	*at = start + length + quoted;
	return length >= 3;
}

static bool take_number(const char **at, long lowest, long highest)
{
	size_t width = strspn(*at, DIGITS);
	long number = 0;

	if (width < 1 || width > 3)
		return false;
	for (size_t i = 0; i < width; i++)
		number = number * 10 + (*at)[i] - '0';
	*at += width;
	return number >= lowest && number <= highest;
}

static bool take_sign(const char **at, const char *signs)
{
	if (**at == '\0' || !strchr(signs, **at))
		return false;
	*at += 1;
	return true;
}

/* `[+-]hh[:mm[:ss]]` */
static bool take_hours(const char **at, long highest)
{
	take_sign(at, "+-");
	if (!take_number(at, 0, highest))
		return false;
	for (int part = 0; part < 2 && take_sign(at, ":"); part++) {
		if (!take_number(at, 0, 59))
			return false;
	}
	return true;
}

/* `Mm.w.d`, `Jn` or `n`, and `/time`; the hours as RFC 8536, section 3.3.1, widens them. */
static bool take_rule(const char **at)
{
	if (!take_sign(at, ","))
		return false;
	if (take_sign(at, "M")) {
		if (!take_number(at, 1, 12) || !take_sign(at, ".") || !take_number(at, 1, 5) || !take_sign(at, ".") ||
		    !take_number(at, 0, 6))
			return false;
	} else if (take_sign(at, "J")) {
		if (!take_number(at, 1, 365))
			return false;
	} else if (!take_number(at, 0, 365)) {
		return false;
	}
	return !take_sign(at, "/") || take_hours(at, 167);
}

static bool is_posix_text(const char *text)
{
	const char *at = text;

	if (!take_name(&at) || !take_hours(&at, 24))
		return false;
	if (*at == '\0')
		return true;
	if (!take_name(&at) || (*at != ',' && !take_hours(&at, 24)))
		return false;
	return take_rule(&at) && take_rule(&at) && *at == '\0';
}

bool zone_enter(const char *name, struct problem *problem)
{
	char path[ZONE_FOLDER_MAXIMUM + ZONE_NAME_MAXIMUM + 8] = "";
	enum finding_of_file found = FILE_ABSENT;
	const char *value = NULL;

	if (name && name[0] != '\0') {
		if (strlen(name) > ZONE_NAME_MAXIMUM)
			return not_a_zone(name, problem);
		snprintf(path, sizeof path, ":%s/%s", zone_folder(), name);
		if (may_be_a_file(name))
			found = look_for_file(path + 1);
		if (found == FILE_WHOLE)
			value = path; /* musl does not know TZDIR: the whole path means the same to both */
		else if (found == FILE_ABSENT)
			value = is_posix_text(name) ? name : well_known(name);
		if (!value)
			return not_a_zone(name, problem);
		if (setenv("TZ", value, 1) != 0)
			return problem_set(problem, PROBLEM_SYSTEM, "cannot set the time zone: %s", strerror(errno));
	}
	tzset();
	return true;
}
