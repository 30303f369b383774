// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/holiday_changes.h"

#include "common/check/text.h"
#include "common/time/calendar.h"

#include <string.h>

/* `2027-05-06` */
enum { DATE_LENGTH = 10 };

/* A part of a line. */
struct span {
	const char *start;
	size_t length;
};

static struct span trimmed(const char *start, size_t length)
{
	size_t blanks = 0;

	while (blanks < length && strchr(" \t\r", start[blanks]))
		blanks++;
	while (length > blanks && strchr(" \t\r", start[length - 1]))
		length--;
	return (struct span){ .start = start + blanks, .length = length - blanks };
}

static bool is_word(struct span span, const char *word)
{
	return span.length == strlen(word) && memcmp(span.start, word, span.length) == 0;
}

static bool read_name(struct span span, char name[HOLIDAY_NAME_SIZE], struct problem *problem)
{
	if (span.length == 0)
		return problem_set(problem, PROBLEM_INPUT, "a name is missing (or - to take the holiday away)");
	if (span.length >= HOLIDAY_NAME_SIZE)
		return problem_set(problem, PROBLEM_INPUT, "a name has at most %d bytes", HOLIDAY_NAME_SIZE - 1);
	text_clean(span.start, span.length, name, HOLIDAY_NAME_SIZE);
	if (strlen(name) != span.length || memcmp(name, span.start, span.length) != 0)
		return problem_set(problem, PROBLEM_INPUT,
				   "'%s' is no name: it has bytes that are not UTF-8, or a control character or |",
				   name);
	return true;
}

static bool read_names(struct span span, struct holiday_change *change, struct problem *problem)
{
	static const char separator[] = " / ";
	struct span other = span;

	for (size_t i = 0; i + sizeof separator - 1 <= span.length; i++) {
		if (memcmp(span.start + i, separator, sizeof separator - 1) != 0)
			continue;
		other = trimmed(span.start + i + sizeof separator - 1, span.length - i - (sizeof separator - 1));
		span = trimmed(span.start, i);
		break;
	}
	return read_name(span, change->name_ja, problem) && read_name(other, change->name_en, problem);
}

static bool read_date(struct span span, struct holiday_change *change, struct problem *problem)
{
	char date[DATE_LENGTH + 1] = "";

	if (span.length > DATE_LENGTH)
		return problem_set(problem, PROBLEM_INPUT, "'%.*s...' is not a date (such as 2026-11-20)", DATE_LENGTH,
				   span.start);
	memcpy(date, span.start, span.length);
	return calendar_parse_date(date, &change->day, problem);
}

/* A change that means nothing is a slip of the pen. */
static bool verify(const struct holiday_change *change, const struct holiday_changes *changes, struct problem *problem)
{
	const struct holiday_change *earlier = holiday_change_on(changes, change->day);
	struct holiday_year holidays;
	char date[CALENDAR_TEXT];

	calendar_write_day(change->day, date, sizeof date);
	if (!holidays_of_year(calendar_date_of(change->day).year, &holidays, problem))
		return false;
	if (earlier)
		return problem_set(problem, PROBLEM_INPUT, "%s stands in line %d already", date, earlier->line);
	if (change->removes && holiday_on(&holidays, change->day) == NULL)
		return problem_set(problem, PROBLEM_INPUT, "%s is no holiday that could be taken away", date);
	if (changes->count == HOLIDAY_CHANGES_MAXIMUM)
		return problem_set(problem, PROBLEM_INPUT, "more than %d days", HOLIDAY_CHANGES_MAXIMUM);
	return true;
}

static bool read_line(struct span line, int number, struct holiday_changes *changes, struct problem *problem)
{
	const char *sign = memchr(line.start, '=', line.length);
	struct holiday_change change = { .line = number };
	struct span value;

	if (sign == NULL)
		return problem_set(problem, PROBLEM_INPUT, "it is no 'DATE = NAME', 'DATE = -' or comment");
	value = trimmed(sign + 1, line.length - (size_t)(sign + 1 - line.start));
	change.removes = is_word(value, "-") || is_word(value, "remove");
	if (!read_date(trimmed(line.start, (size_t)(sign - line.start)), &change, problem) ||
	    (!change.removes && !read_names(value, &change, problem)) || !verify(&change, changes, problem))
		return false;
	changes->items[changes->count++] = change;
	return true;
}

bool holiday_changes_parse(const char *text, struct holiday_changes *changes, struct problem *problem)
{
	static const char byte_order_mark[] = "\xEF\xBB\xBF";
	int number = 1;

	changes->count = 0;
	if (strncmp(text, byte_order_mark, sizeof byte_order_mark - 1) == 0)
		text += sizeof byte_order_mark - 1;
	for (const char *next; *text; text = next, number++) {
		size_t length = strcspn(text, "\n");
		struct span line = trimmed(text, length);

		next = text + length + (text[length] == '\n');
		if (line.length == 0 || *line.start == '#' || *line.start == ';')
			continue;
		if (!read_line(line, number, changes, problem))
			return problem_prefix(problem, "line %d", number);
	}
	return true;
}

const struct holiday_change *holiday_change_on(const struct holiday_changes *changes, long day)
{
	for (size_t i = 0; i < changes->count; i++) {
		if (changes->items[i].day == day)
			return &changes->items[i];
	}
	return NULL;
}
