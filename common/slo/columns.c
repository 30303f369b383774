// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/slo/columns.h"

#include "common/check/text.h"

#include <stdbool.h>
#include <string.h>

struct span {
	unsigned long first, last;
};

static bool is_in(const struct span *spans, size_t count, unsigned long point)
{
	for (size_t i = 0; i < count; i++) {
		if (point >= spans[i].first && point <= spans[i].last)
			return true;
	}
	return false;
}

static bool is_wide(unsigned long point)
{
	static const struct span wide[] = {
		{ 0x1100, 0x115F },   { 0x2E80, 0x303E },   { 0x3041, 0x33FF }, { 0x3400, 0x4DBF },
		{ 0x4E00, 0xA4CF },   { 0xA960, 0xA97F },   { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF },
		{ 0xFE30, 0xFE6F },   { 0xFF01, 0xFF60 },   { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F },
		{ 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
	};

	return is_in(wide, sizeof wide / sizeof *wide, point);
}

static bool is_combining(unsigned long point)
{
	static const struct span combining[] = {
		{ 0x0300, 0x036F }, { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF },
		{ 0x20D0, 0x20FF }, { 0x3099, 0x309A }, { 0xFE00, 0xFE0F },
	};

	return is_in(combining, sizeof combining / sizeof *combining, point);
}

static size_t point_width(unsigned long point)
{
	if (is_combining(point))
		return 0;
	return is_wide(point) ? 2 : 1;
}

/* Reads the character at `text`, which is not at its end; bytes that are none count singly. */
static size_t read_character(const char *text, unsigned long *point)
{
	size_t length = text_character(text, strlen(text), point);

	if (length == 0)
		*point = '?';
	return length > 0 ? length : 1;
}

static size_t width_of(const char *text, size_t length)
{
	size_t width = 0;

	for (const char *end = text + length; text < end;) {
		unsigned long point;

		text += read_character(text, &point);
		width += point_width(point);
	}
	return width;
}

size_t columns_width(const char *text)
{
	return width_of(text, strlen(text));
}

/* Is the character of `length` bytes one of `set`? */
static bool is_one_of(const char *text, size_t length, const char *set)
{
	char character[5] = { 0 };

	memcpy(character, text, length);
	return strstr(set, character) != NULL;
}

/* May a line end between two characters, of which neither is a blank? */
static bool may_part(const char *before, size_t before_length, const char *after, size_t after_length)
{
	static const char ends_no_line[] = "「『（(【";
	static const char begins_no_line[] = "、。，．」』）)】・ー？！々ァィゥェォッャュョぁぃぅぇぉっゃゅょ,.";
	unsigned long left = 0;
	unsigned long right = 0;

	text_character(before, before_length, &left);
	text_character(after, after_length, &right);
	return (is_wide(left) || is_wide(right)) && !is_one_of(before, before_length, ends_no_line) &&
	       !is_one_of(after, after_length, begins_no_line) && !is_combining(right);
}

size_t columns_fit(const char *text, size_t width)
{
	size_t used = 0;
	size_t end = 0;
	size_t good_end = 0;
	size_t before_length = 0;

	while (text[end]) {
		unsigned long point;
		size_t length = read_character(text + end, &point);

		if (end > 0 && text[end - 1] != ' ' &&
		    (text[end] == ' ' || may_part(text + end - before_length, before_length, text + end, length)))
			good_end = end;
		used += point_width(point);
		if (used > width)
			return good_end > 0 ? good_end : end;
		end += length;
		before_length = length;
	}
	return end;
}

/* Appends the next line of a row, and moves the cells on; false when nothing was left. */
static bool add_line(struct buffer *buffer, const char **rest, const struct column *cells, size_t count)
{
	size_t blanks = 0;
	bool found = false;

	for (size_t i = 0; i < count; i++) {
		size_t length = columns_fit(rest[i], cells[i].width);
		size_t width = width_of(rest[i], length);

		if (length > 0) {
			buffer_print(buffer, "%*s", (int)blanks, "");
			buffer_append(buffer, rest[i], length);
			blanks = 0;
			found = true;
			rest[i] += length;
			rest[i] += strspn(rest[i], " ");
		}
		blanks += (cells[i].width > width ? cells[i].width - width : 0) + 2;
	}
	buffer_add(buffer, found ? "\n" : "");
	return found;
}

void columns_row(struct buffer *buffer, const struct column *cells, size_t count)
{
	enum { CELLS_MAXIMUM = 8 };
	const char *rest[CELLS_MAXIMUM];

	count = count < CELLS_MAXIMUM ? count : CELLS_MAXIMUM;
	for (size_t i = 0; i < count; i++)
		rest[i] = cells[i].text;
	while (add_line(buffer, rest, cells, count))
		continue;
}
