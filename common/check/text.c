// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* FNM_CASEFOLD */
#include "common/check/text.h"

#include <fnmatch.h>
#include <string.h>

size_t text_character(const char *bytes, size_t length, unsigned long *point)
{
	/* By the number of bytes: the least code point that needs so many. */
	static const unsigned long least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first;
	unsigned long value;
	size_t needed;

	if (length == 0)
		return 0;
	first = (unsigned char)bytes[0];
	if (first < 0x80) {
		*point = first;
		return 1;
	}
	needed = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
	if (first < 0xC2 || first > 0xF4 || needed > length)
		return 0;
	value = first & (0xFFu >> (needed + 1));
	for (size_t i = 1; i < needed; i++) {
		unsigned char next = (unsigned char)bytes[i];

		if ((next & 0xC0) != 0x80)
			return 0;
		value = value << 6 | (next & 0x3F);
	}
	if (value < least[needed] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
		return 0;
	*point = value;
	return needed;
}

/* Characters that change how the rest of a line is read or shown. */
static bool is_harmful(unsigned long point)
{
	return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x061C || point == 0xFEFF ||
	       (point >= 0x200B && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
	       (point >= 0x2060 && point <= 0x206F) || (point >= 0xE0000 && point <= 0xE0FFF);
}

static bool is_blank(unsigned long point)
{
	return point == '\t' || point == '\n' || point == '\r' || point == '|' || point == ' ';
}

void text_clean(const char *bytes, size_t length, char *clean, size_t size)
{
	static const char dots[] = "...";
	size_t used = 0;
	size_t kept = 0; /* where the text ends when it must give way to the dots */

	for (size_t i = 0; i < length;) {
		unsigned long point = 0;
		size_t width = text_character(bytes + i, length - i, &point);
		size_t step = width ? width : 1;
		const char *source = bytes + i;

		if (width && is_blank(point)) {
			source = " ";
			width = 1;
		} else if (width == 0 || is_harmful(point)) {
			source = "?";
			width = 1;
		}
		if (used + width >= size) {
			memcpy(clean + kept, dots, sizeof dots);
			return;
		}
		memcpy(clean + used, source, width);
		used += width;
		if (used + sizeof dots <= size)
			kept = used;
		i += step;
	}
	while (used > 0 && clean[used - 1] == ' ')
		used--;
	clean[used] = '\0';
}

bool text_matches(const char *pattern, const char *text)
{
	return fnmatch(pattern, text, FNM_CASEFOLD) == 0;
}
