// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * The text of a state file and what it holds.
 */
#include "common/files/state.h"

#include "common/check/number.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef STATE_FOLDER
#define STATE_FOLDER "/var/lib/receico-plugins"
#endif

/* More keys than any check has. */
enum { ENTRIES_MAXIMUM = 10000 };

struct state state_empty(const char *kind)
{
	struct state state = { .is_new = true, .folder = -1, .lock = -1 };

	snprintf(state.kind, sizeof state.kind, "%s", kind);
	return state;
}

const char *state_default_folder(void)
{
	return STATE_FOLDER;
}

void state_name(const char *kind, const char *key, char *name, size_t size)
{
	/* FNV-1a: two of a site's few hundred URLs do not meet in 64 bits. */
	uint64_t hash = 0xcbf29ce484222325u;

	for (; *key; key++)
		hash = (hash ^ (unsigned char)*key) * 0x100000001b3u;
	snprintf(name, size, "%s-%016llx", kind, (unsigned long long)hash);
}

/* --- entries --- */

static struct state_entry *find(const struct state *state, const char *key)
{
	for (size_t i = 0; i < state->count; i++) {
		if (strcmp(state->entries[i].key, key) == 0)
			return state->entries + i;
	}
	return NULL;
}

const char *state_get(const struct state *state, const char *key)
{
	const struct state_entry *entry = find(state, key);

	return entry ? entry->value : NULL;
}

static bool is_key(const char *key)
{
	size_t length = strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

	return length > 0 && length < STATE_KEY_MAXIMUM && key[length] == '\0';
}

static void forget(struct state_entry *entry)
{
	free(entry->key);
	free(entry->value);
}

static void remove_entry(struct state *state, struct state_entry *entry)
{
	forget(entry);
	*entry = state->entries[--state->count];
}

static bool add_entry(struct state *state, const char *key, const char *value)
{
	struct state_entry added = { .key = strdup(key), .value = strdup(value) };
	struct state_entry *entries = NULL;

	if (added.key && added.value && state->count < ENTRIES_MAXIMUM)
		entries = realloc(state->entries, (state->count + 1) * sizeof *entries);
	if (entries == NULL) {
		forget(&added);
		return false;
	}
	entries[state->count++] = added;
	state->entries = entries;
	return true;
}

bool state_set(struct state *state, const char *key, const char *value)
{
	struct state_entry *entry = find(state, key);
	char *copy;

	if (!is_key(key) || (value && (strlen(value) > STATE_VALUE_MAXIMUM || strpbrk(value, "\r\n"))))
		return false;
	if (value == NULL) {
		if (entry)
			remove_entry(state, entry);
		return true;
	}
	if (entry == NULL)
		return add_entry(state, key, value);
	copy = strdup(value);
	if (copy == NULL)
		return false;
	free(entry->value);
	entry->value = copy;
	return true;
}

bool state_get_number(const struct state *state, const char *key, double *value)
{
	const char *text = state_get(state, key);

	return text && number_parse(text, value);
}

bool state_set_number(struct state *state, const char *key, double value)
{
	char text[32];

	number_write(value, text, sizeof text);
	return state_set(state, key, text);
}

/* --- text --- */

static bool parse_line(struct state *state, const char *line, size_t length)
{
	const char *equals = memchr(line, '=', length);
	char key[STATE_KEY_MAXIMUM];
	char value[STATE_VALUE_MAXIMUM + 1];
	size_t key_length;
	size_t value_length;

	if (equals == NULL || memchr(line, '\0', length))
		return false;
	key_length = (size_t)(equals - line);
	value_length = length - key_length - 1;
	if (key_length >= sizeof key || value_length >= sizeof value)
		return false;
	memcpy(key, line, key_length);
	key[key_length] = '\0';
	memcpy(value, equals + 1, value_length);
	value[value_length] = '\0';
	return state_get(state, key) == NULL && state_set(state, key, value);
}

bool state_parse(struct state *state, const char *text, size_t length)
{
	static const char end_line[] = "end\n";
	const char *end = text + length;
	char first[STATE_KEY_MAXIMUM + 40];
	int first_length = snprintf(first, sizeof first, "receico-state %d %s\n", STATE_VERSION, state->kind);

	if (length < (size_t)first_length || memcmp(text, first, (size_t)first_length) != 0)
		return false;
	for (const char *line = text + first_length; line < end;) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));

		if (stop == NULL)
			return false;
		if ((size_t)(end - line) == sizeof end_line - 1 && memcmp(line, end_line, sizeof end_line - 1) == 0)
			return true;
		if (!parse_line(state, line, (size_t)(stop - line)))
			return false;
		line = stop + 1;
	}
	return false;
}

bool state_write(const struct state *state, struct buffer *text)
{
	buffer_print(text, "receico-state %d %s\n", STATE_VERSION, state->kind);
	for (size_t i = 0; i < state->count; i++) {
		buffer_add(text, state->entries[i].key);
		buffer_add(text, "=");
		buffer_add(text, state->entries[i].value);
		buffer_add(text, "\n");
	}
	return buffer_add(text, "end\n") && !text->overflowed;
}
