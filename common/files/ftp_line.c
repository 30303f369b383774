// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/ftp_line.h"

#include "common/files/ftp_facts.h"
#include "common/files/listed_field.h"

#include <string.h>
#include <strings.h>

/* Words of a line that are looked at: those in front of the name, with a group of several. */
enum { WORDS = 12 };

/* A word, in the line that is being read. */
struct word {
	const char *text;
	size_t length;
};

/* Takes the line apart at its blanks; the line stays as it is. */
static size_t split(const char *line, struct word *words)
{
	size_t count = 0;

	while (count < WORDS) {
		line += strspn(line, " \t");
		if (*line == '\0')
			break;
		words[count] = (struct word){ line, strcspn(line, " \t") };
		line += words[count++].length;
	}
	return count;
}

/* --- dates --- */

/* The latest year in which that day exists and is not more than a day ahead. */
static bool find_year(struct tm *day, time_t now, time_t *moment)
{
	struct tm today;

	if (localtime_r(&now, &today) == NULL)
		return false;
	/* Eight years lie between two leap years at most; tomorrow may be of the next year. */
	for (int year = today.tm_year + 1; year >= today.tm_year - 8; year--) {
		day->tm_year = year;
		if (listed_moment(day, false, moment) && *moment <= now + 86400)
			return true;
	}
	return false;
}

/* Reads HH:MM, or HH:MMPM as DOS has it; more may follow a minute: seconds. */
static bool read_clock(const struct word *word, struct tm *day)
{
	const char *text = word->text;
	size_t hour = memchr(text, ':', word->length) ? strcspn(text, ":") : word->length;
	const char *half = word->length > hour + 3 ? text + hour + 3 : "";

	if (word->length < hour + 3 || hour < 1 || hour > 2 || !listed_int(text, hour, &day->tm_hour) ||
	    !listed_int(text + hour + 1, 2, &day->tm_min))
		return false;
	if (*half == '\0' || *half == ':')
		return true;
	if (word->length != hour + 5 || day->tm_hour < 1 || day->tm_hour > 12 || strchr("APap", *half) == NULL)
		return false;
	day->tm_hour = day->tm_hour % 12 + (*half == 'P' || *half == 'p' ? 12 : 0);
	return true;
}

/* Reads three numbers with dashes between. */
static bool read_dashed(const struct word *word, int numbers[3])
{
	const char *at = word->text;
	const char *end = word->text + word->length;

	for (int i = 0; i < 3; i++) {
		const char *stop = i < 2 ? memchr(at, '-', (size_t)(end - at)) : end;

		if (stop == NULL || !listed_int(at, (size_t)(stop - at), &numbers[i]))
			return false;
		at = stop + 1;
	}
	return true;
}

/* Reads "YYYY-MM-DD HH:MM". */
static bool read_iso(const struct word *words, struct entry *entry)
{
	struct tm day = { 0 };
	int numbers[3];

	if (!read_dashed(words, numbers) || numbers[0] < 1900 || !read_clock(words + 1, &day))
		return false;
	day.tm_year = numbers[0] - 1900;
	day.tm_mon = numbers[1] - 1;
	day.tm_mday = numbers[2];
	entry->modified_within = 60;
	return listed_moment(&day, false, &entry->modified);
}

/* Reads "Mon DD HH:MM" or "Mon DD YYYY", also with the day in front. */
static bool read_month_day(const struct word *words, time_t now, struct entry *entry)
{
	struct tm day = { 0 };
	bool month_first = listed_month(words->text, words->length, &day.tm_mon);
	const struct word *number = month_first ? words + 1 : words;
	int year = 0;

	if ((!month_first && !listed_month(words[1].text, words[1].length, &day.tm_mon)) ||
	    !listed_int(number->text, number->length, &day.tm_mday))
		return false;
	if (words[2].length == 4 && listed_int(words[2].text, 4, &year)) {
		day.tm_year = year - 1900;
		entry->modified_within = 86400;
		return listed_moment(&day, false, &entry->modified);
	}
	entry->modified_within = 60;
	return read_clock(words + 2, &day) && find_year(&day, now, &entry->modified);
}

/* --- `ls -l` --- */

static bool read_kind(char letter, enum entry_kind *kind)
{
	if (letter == '\0' || strchr("-dlbcpsD", letter) == NULL)
		return false;
	*kind = letter == '-' ? ENTRY_FILE : letter == 'd' ? ENTRY_FOLDER : letter == 'l' ? ENTRY_LINK : ENTRY_OTHER;
	return true;
}

/* Reads "rwxr-sr-t", behind which there may be a sign of access lists. */
static bool read_mode(const struct word *word, mode_t *mode)
{
	static const char letters[] = "rwxrwxrwx";
	static const char set[] = "sst";
	static const char set_only[] = "SST";
	mode_t bits = 0;

	if (word->length < 10 || word->length > 11)
		return false;
	for (int i = 0; i < 9; i++) {
		char letter = word->text[i + 1];
		mode_t bit = (mode_t)0400 >> i;
		bool is_last = i % 3 == 2;
		mode_t special = (mode_t)04000 >> (i / 3);

		if (letter == letters[i])
			bits |= bit;
		else if (is_last && letter == set[i / 3])
			bits |= bit | special;
		else if (is_last && letter == set_only[i / 3])
			bits |= special;
		else if (letter != '-')
			return false;
	}
	*mode = bits;
	return true;
}

static void take_owner(const struct word *words, size_t count, struct entry *entry)
{
	int owner = 0;
	int group = 0;

	/* Names are of the server's accounts, of which we know nothing. */
	if (count != 2 || words[0].length > 6 || words[1].length > 6 ||
	    !listed_int(words[0].text, words[0].length, &owner) || !listed_int(words[1].text, words[1].length, &group))
		return;
	entry->owner = (uid_t)owner;
	entry->group = (gid_t)group;
	entry->facts |= ENTRY_HAS_OWNER;
}

/* Where in the words the date begins: behind the size, which stands behind the owner. */
static size_t find_date(const struct word *words, size_t count, time_t now, struct entry *entry, size_t *date_words)
{
	for (size_t i = 2; i + 2 < count; i++) {
		uint64_t size = 0;

		if (!listed_number(words[i - 1].text, words[i - 1].length, &size))
			continue;
		*date_words = read_month_day(words + i, now, entry) ? 3 : read_iso(words + i, entry) ? 2 : 0;
		if (*date_words > 0) {
			entry->size_bytes = size;
			return i;
		}
	}
	return 0;
}

enum ftp_line_kind ftp_line_take_name(char *name, struct entry *entry)
{
	char *arrow = entry->kind == ENTRY_LINK ? strstr(name, " -> ") : NULL;

	if (arrow)
		*arrow = '\0';
	if (*name == '\0')
		return FTP_LINE_STRANGE;
	entry->name = name;
	return listed_dots(name) ? FTP_LINE_NOTHING : FTP_LINE_ENTRY;
}

static enum ftp_line_kind parse_unix(char *line, time_t now, struct entry *entry)
{
	struct word words[WORDS];
	size_t count = split(line, words);
	size_t date_words = 0;
	uint64_t links = 0;
	size_t date;
	bool has_links;
	const struct word *last;

	if (count < 5 || !read_kind(line[0], &entry->kind) || !read_mode(words, &entry->mode))
		return FTP_LINE_STRANGE;
	date = find_date(words, count, now, entry, &date_words);
	if (date == 0)
		return FTP_LINE_STRANGE;
	entry->facts = ENTRY_HAS_MODE | ENTRY_HAS_MODIFIED;
	/* Of a device there stand its numbers. */
	if (entry->kind != ENTRY_OTHER)
		entry->facts |= ENTRY_HAS_SIZE;
	has_links = date > 3 && listed_number(words[1].text, words[1].length, &links);
	if (has_links) {
		entry->links = links;
		entry->facts |= ENTRY_HAS_LINKS;
		take_owner(words + 2, date - 3, entry);
	}
	last = words + date + date_words - 1;
	if (last->text[last->length] == '\0')
		return FTP_LINE_STRANGE;
	/* One blank: more of them belong to the name. */
	return ftp_line_take_name(line + (last->text - line) + last->length + 1, entry);
}

/* --- DOS --- */

static enum ftp_line_kind parse_dos(char *line, struct entry *entry)
{
	struct word words[WORDS];
	struct tm day = { 0 };
	int numbers[3];
	const char *after;

	if (split(line, words) < 4 || !read_dashed(words, numbers) || !read_clock(words + 1, &day))
		return FTP_LINE_STRANGE;
	day.tm_mon = numbers[0] - 1;
	day.tm_mday = numbers[1];
	day.tm_year = numbers[2] >= 100 ? numbers[2] - 1900 : numbers[2] + (numbers[2] < 70 ? 100 : 0);
	if (!listed_moment(&day, false, &entry->modified))
		return FTP_LINE_STRANGE;
	entry->modified_within = 60;
	entry->facts = ENTRY_HAS_MODIFIED;
	if (words[2].length == 5 && strncmp(words[2].text, "<DIR>", 5) == 0)
		entry->kind = ENTRY_FOLDER;
	else if (listed_number(words[2].text, words[2].length, &entry->size_bytes)) {
		entry->kind = ENTRY_FILE;
		entry->facts |= ENTRY_HAS_SIZE;
	} else {
		entry->kind = ENTRY_OTHER;
	}
	after = words[2].text + words[2].length;
	after += entry->kind == ENTRY_FOLDER ? strspn(after, " ") : 1;
	return ftp_line_take_name(line + (after - line), entry);
}

/* --- any --- */

static bool is_total(const char *line)
{
	return strncasecmp(line, "total ", 6) == 0 && line[6 + strspn(line + 6, "0123456789 ")] == '\0';
}

enum ftp_line_kind ftp_line_parse(char *line, enum ftp_line_form form, time_t now, struct entry *entry)
{
	struct entry parsed = { 0 };
	enum ftp_line_kind kind;

	if (*line == '\0')
		return FTP_LINE_NOTHING;
	if (form == FTP_LINE_MLSD)
		kind = ftp_facts_parse(line, &parsed);
	else if (is_total(line))
		kind = FTP_LINE_NOTHING;
	else if (*line == '+')
		kind = ftp_facts_parse_eplf(line, &parsed);
	else if (*line >= '0' && *line <= '9')
		kind = parse_dos(line, &parsed);
	else
		kind = parse_unix(line, now, &parsed);
	if (kind == FTP_LINE_ENTRY)
		*entry = parsed;
	return kind;
}
