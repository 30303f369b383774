// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/netrc.h"

#include "common/check/file.h"

#include <string.h>
#include <strings.h>

/* Longer words are no logins, and longer files no netrc. */
enum { WORD_MAXIMUM = 1024, FILE_MAXIMUM = 1 << 20 };

struct reader {
	const char *next;
	struct buffer word; /* the last one read */
};

static void read_quoted(struct reader *reader)
{
	/* At once: a buffer that grows leaves what it held in freed memory. */
	if (!buffer_reserve(&reader->word, WORD_MAXIMUM)) {
		reader->next += strlen(reader->next);
		return;
	}
	for (reader->next++; *reader->next && *reader->next != '"'; reader->next++) {
		if (*reader->next == '\\' && reader->next[1])
			reader->next++;
		buffer_append(&reader->word, reader->next, 1);
	}
	reader->next += *reader->next == '"';
}

/* Reads a word; false at the end.  An empty one must be quoted. */
static bool read_word(struct reader *reader)
{
	size_t length;

	file_forget_secret(&reader->word);
	reader->next += strspn(reader->next, " \t\r\n");
	if (*reader->next == '\0')
		return false;
	if (*reader->next == '"') {
		read_quoted(reader);
		return true;
	}
	length = strcspn(reader->next, " \t\r\n");
	buffer_append(&reader->word, reader->next, length);
	reader->next += length;
	return true;
}

static bool is_word(const struct reader *reader, const char *word)
{
	return strcmp(reader->word.data, word) == 0;
}

static void skip_line(struct reader *reader)
{
	reader->next += strcspn(reader->next, "\n");
}

/* A macro ends at an empty line. */
static void skip_macro(struct reader *reader)
{
	const char *end = strstr(reader->next, "\n\n");

	reader->next = end ? end : reader->next + strlen(reader->next);
}

/* An entry as far as it was read. */
struct entry {
	bool applies; /* its machine is ours */
	bool has_login, has_password;
};

static bool is_found(const struct entry *entry, const char *user, const struct buffer *login)
{
	return entry->applies && entry->has_password && entry->has_login &&
	       (user == NULL || strcmp(user, login->data) == 0);
}

static bool keep(const struct reader *reader, const struct entry *entry, struct buffer *value)
{
	if (!entry->applies)
		return false;
	file_forget_secret(value);
	return buffer_append(value, reader->word.data, reader->word.length);
}

/* Reads one word and what belongs to it; false at the end of the entry or the file. */
static bool read_item(struct reader *reader, struct entry *entry, struct buffer *login, struct buffer *password)
{
	const char *before = reader->next;

	if (!read_word(reader))
		return false;
	if (is_word(reader, "machine") || is_word(reader, "default")) {
		reader->next = before;
		return false;
	}
	if (is_word(reader, "login"))
		entry->has_login |= read_word(reader) && keep(reader, entry, login);
	else if (is_word(reader, "password"))
		entry->has_password |= read_word(reader) && keep(reader, entry, password);
	else if (is_word(reader, "macdef"))
		skip_macro(reader);
	else if (reader->word.data[0] == '#')
		skip_line(reader);
	else
		(void)!read_word(reader); /* `account`, and words that we do not know, have a value */
	return true;
}

static bool find(struct reader *reader, const char *host, const char *user, struct buffer *login,
		 struct buffer *password)
{
	while (read_word(reader)) {
		struct entry entry = { .applies = is_word(reader, "default") };

		if (reader->word.data[0] == '#') {
			skip_line(reader);
			continue;
		}
		if (is_word(reader, "machine"))
			entry.applies = read_word(reader) && strcasecmp(reader->word.data, host) == 0;
		while (read_item(reader, &entry, login, password))
			;
		if (is_found(&entry, user, login))
			return true;
	}
	return false;
}

bool netrc_find(const char *text, const char *host, const char *user, struct buffer *login, struct buffer *password,
		struct problem *problem)
{
	struct reader reader = { .next = text, .word = buffer_limited(WORD_MAXIMUM) };
	bool found = find(&reader, host, user, login, password);

	file_forget_secret(&reader.word);
	if (found)
		return true;
	file_forget_secret(login);
	file_forget_secret(password);
	if (user)
		return problem_set(problem, PROBLEM_INPUT, "it has no password for '%.100s' on '%.200s'", user, host);
	return problem_set(problem, PROBLEM_INPUT, "it has no login with a password for '%.200s'", host);
}

bool netrc_read(const char *path, const char *host, const char *user, struct buffer *login, struct buffer *password,
		struct problem *problem)
{
	struct buffer text = buffer_limited(FILE_MAXIMUM);
	bool found =
		file_read_private(path, &text, problem) && netrc_find(text.data, host, user, login, password, problem);

	file_forget_secret(&text);
	return found;
}
