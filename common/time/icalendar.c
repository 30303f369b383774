// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/icalendar.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LINE_OCTETS = 75, LONGEST_LINE = 200 };

/* A line that is being written. */
struct folding {
	struct buffer *buffer;
	size_t octets; /* in the line so far */
};

/* Adds what must stay in one piece. */
static void add_piece(struct folding *folding, const char *piece, size_t length)
{
	if (folding->octets + length > LINE_OCTETS) {
		buffer_add(folding->buffer, "\r\n ");
		folding->octets = 1;
	}
	buffer_append(folding->buffer, piece, length);
	folding->octets += length;
}

/* The octets of the character that begins here. */
static size_t character_length(const char *text)
{
	size_t length = 1;

	while (((unsigned char)text[length] & 0xC0) == 0x80)
		length++;
	return length;
}

static void add_characters(struct folding *folding, const char *text)
{
	while (*text) {
		size_t length = character_length(text);

		add_piece(folding, text, length);
		text += length;
	}
}

void icalendar_line(struct buffer *buffer, const char *format, ...)
{
	struct folding folding = { .buffer = buffer };
	char line[LONGEST_LINE + 1];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	add_characters(&folding, line);
	buffer_add(buffer, "\r\n");
}

void icalendar_text(struct buffer *buffer, const char *name, const char *text)
{
	struct folding folding = { .buffer = buffer };

	add_characters(&folding, name);
	add_piece(&folding, ":", 1);
	while (*text) {
		size_t length = character_length(text);
		char escaped[] = "\\n";

		if (*text != '\n')
			escaped[1] = *text;
		if (strchr("\\,;\n", *text))
			add_piece(&folding, escaped, 2);
		else
			add_piece(&folding, text, length);
		text += length;
	}
	buffer_add(buffer, "\r\n");
}
