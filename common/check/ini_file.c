// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/ini_file.h"

#include "common/check/library.h"

#include <ini.h>
#include <stdio.h>
#include <string.h>

/* What inih takes of a section's name. */
enum { SECTION_MAXIMUM = 48 };

struct ini_functions {
	__typeof__(ini_parse_stream) *parse_stream;
};

static const struct library_symbol ini_symbols[] = {
	LIBRARY_SYMBOL(struct ini_functions, parse_stream, "ini_parse_stream"), { 0 }
};

/* A file at work: inih reads lines from us and gives us entries. */
struct reader {
	const char *next;
	int line; /* of the text that inih has */
	bool in_section;
	const struct ini_listener *listener;
	struct problem *problem;
	bool failed;
};

static bool fail(struct reader *reader, const char *text)
{
	reader->failed = true;
	return problem_set(reader->problem, PROBLEM_INPUT, "line %d: %s", reader->line, text);
}

static void open_section(struct reader *reader, const char *line, size_t length)
{
	const char *end = memchr(line, ']', length);
	size_t name_length = end ? (size_t)(end - line - 1) : 0;
	char name[SECTION_MAXIMUM + 1];

	if (end == NULL) {
		fail(reader, "a section has no ]");
		return;
	}
	if (name_length == 0 || name_length > SECTION_MAXIMUM) {
		fail(reader, "the name of a section has 1 to 48 bytes");
		return;
	}
	memcpy(name, line + 1, name_length);
	name[name_length] = '\0';
	reader->in_section = true;
	if (!reader->listener->section(reader->listener->user, name, reader->line, reader->problem)) {
		reader->failed = true;
		problem_prefix(reader->problem, "line %d", reader->line);
	}
}

/* Hands inih a line, without the blanks in front, which would make it part of the one
 * before.  A line that does not fit would come as two. */
static char *read_line(char *line, int size, void *stream)
{
	struct reader *reader = stream;
	size_t length;

	if (*reader->next == '\0' || reader->failed)
		return NULL;
	reader->line++;
	reader->next += strspn(reader->next, " \t\r");
	length = strcspn(reader->next, "\n");
	if (length + 2 > (size_t)size) {
		fail(reader, "it is longer than 198 bytes");
		return NULL;
	}
	memcpy(line, reader->next, length);
	line[length] = '\n';
	line[length + 1] = '\0';
	reader->next += length + (reader->next[length] == '\n');
	if (*line == '[')
		open_section(reader, line, length);
	return line;
}

static int take_entry(void *user, const char *section, const char *key, const char *value)
{
	struct reader *reader = user;

	(void)section;
	if (reader->failed)
		return 0;
	if (!reader->in_section)
		return fail(reader, "it stands before the first [section]");
	if (!reader->listener->entry(reader->listener->user, key, value, reader->line, reader->problem)) {
		reader->failed = true;
		problem_prefix(reader->problem, "line %d", reader->line);
	}
	return !reader->failed;
}

bool ini_file_parse(const char *text, const struct ini_listener *listener, struct problem *problem)
{
	static const char byte_order_mark[] = "\xEF\xBB\xBF";
	struct reader reader = { .next = text, .listener = listener, .problem = problem };
	struct ini_functions ini;
	int line;

	if (strncmp(text, byte_order_mark, sizeof byte_order_mark - 1) == 0)
		reader.next += sizeof byte_order_mark - 1;
	if (!library_load("libinih.so.1", ini_symbols, &ini, problem))
		return false;
	line = ini.parse_stream(read_line, &reader, take_entry, &reader);
	if (reader.failed)
		return false;
	return line == 0 || problem_set(problem, PROBLEM_INPUT, "line %d: it is no [section], entry or comment", line);
}
