// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_scenario.h"

#include "common/check/library.h"
#include "common/net/http_target.h"

#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More entries than a step can need. */
enum { ENTRIES_MAXIMUM = 200 };

/* What inih takes of a section's name. */
enum { SECTION_MAXIMUM = 48 };

struct ini_functions {
	__typeof__(ini_parse_stream) *parse_stream;
};

static const struct library_symbol ini_symbols[] = {
	LIBRARY_SYMBOL(struct ini_functions, parse_stream, "ini_parse_stream"), { 0 }
};

static const struct {
	const char *word;
	enum scenario_key key;
	bool named; /* KEY.NAME */
	bool repeatable;
} keys[] = {
	{ "url", SCENARIO_URL, false, false },       { "method", SCENARIO_METHOD, false, false },
	{ "body", SCENARIO_BODY, false, false },     { "content_type", SCENARIO_CONTENT_TYPE, false, false },
	{ "status", SCENARIO_STATUS, false, false }, { "redirect", SCENARIO_REDIRECT, false, false },
	{ "string", SCENARIO_STRING, false, true },  { "forbid_string", SCENARIO_FORBID_STRING, false, true },
	{ "regex", SCENARIO_REGEX, false, true },    { "forbid_regex", SCENARIO_FORBID_REGEX, false, true },
	{ "form", SCENARIO_FORM, true, true },       { "header", SCENARIO_HEADER, true, true },
	{ "capture", SCENARIO_CAPTURE, true, true },
};

/* --- a file at work: inih reads lines from us and gives us entries --- */

struct reader {
	const char *next;
	int line; /* of the text that inih has */
	struct scenario *scenario;
	struct scenario_section *section; /* the open one */
	struct problem *problem;
	bool failed;
};

static bool fail(struct reader *reader, int line, const char *format, ...) PRINTF_LIKE(3, 4);

static bool fail(struct reader *reader, int line, const char *format, ...)
{
	char text[400];
	va_list arguments;

	if (reader->failed)
		return false;
	reader->failed = true;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	return problem_set(reader->problem, PROBLEM_INPUT, "line %d: %s", line, text);
}

static bool is_name(const char *name)
{
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	return length > 0 && length <= SCENARIO_NAME_MAXIMUM && name[length] == '\0';
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
		fail(reader, reader->line, "it is longer than %d bytes", size - 2);
		return NULL;
	}
	memcpy(line, reader->next, length);
	line[length] = '\n';
	line[length + 1] = '\0';
	reader->next += length + (reader->next[length] == '\n');
	if (*line == '[') {
		reader->section = NULL;
		if (length > SECTION_MAXIMUM)
			fail(reader, reader->line, "the name of the section is too long");
	}
	return line;
}

static bool open_step(struct reader *reader, const char *name)
{
	struct scenario *scenario = reader->scenario;
	struct scenario_section *steps;

	if (strlen(name) > SCENARIO_NAME_MAXIMUM || *name == '\0')
		return fail(reader, reader->line, "the name of a step has 1 to %d bytes", SCENARIO_NAME_MAXIMUM);
	for (size_t i = 0; i < scenario->count; i++) {
		if (strcmp(scenario->steps[i].name, name) == 0)
			return fail(reader, reader->line, "a second step has the name '%s'", name);
	}
	if (scenario->count == SCENARIO_STEPS_MAXIMUM)
		return fail(reader, reader->line, "there are more than %d steps", SCENARIO_STEPS_MAXIMUM);
	steps = realloc(scenario->steps, (scenario->count + 1) * sizeof *steps);
	if (steps == NULL)
		return fail(reader, reader->line, "out of memory");
	scenario->steps = steps;
	reader->section = steps + scenario->count++;
	*reader->section = (struct scenario_section){ .line = reader->line };
	snprintf(reader->section->name, sizeof reader->section->name, "%s", name);
	return true;
}

static bool open_section(struct reader *reader, const char *name)
{
	static const char step[] = "step ";

	if (strcmp(name, "secrets") == 0) {
		reader->section = &reader->scenario->secrets;
		return true;
	}
	if (strncmp(name, step, sizeof step - 1) == 0)
		return open_step(reader, name + sizeof step - 1);
	return fail(reader, reader->line, "it is in section [%.50s]; a section is [secrets] or [step NAME]", name);
}

/* --- entries --- */

static bool add_entry(struct reader *reader, enum scenario_key key, const char *name, const char *value)
{
	struct scenario_section *section = reader->section;
	struct scenario_entry added = { .key = key, .line = reader->line };
	struct scenario_entry *entries;

	if (section->count == ENTRIES_MAXIMUM)
		return fail(reader, reader->line, "the section has more than %d lines", ENTRIES_MAXIMUM);
	entries = realloc(section->entries, (section->count + 1) * sizeof *entries);
	if (entries == NULL)
		return fail(reader, reader->line, "out of memory");
	section->entries = entries;
	added.name = name ? strdup(name) : NULL;
	added.value = strdup(value);
	section->entries[section->count++] = added;
	return (added.value && (added.name || name == NULL)) || fail(reader, reader->line, "out of memory");
}

/* Does the word before the dot (or all of it) mean this key? */
static bool is_word(const char *text, const char *word, bool named)
{
	size_t length = strlen(word);

	return strncmp(text, word, length) == 0 && (named ? text[length] == '.' && text[length + 1] : !text[length]);
}

static bool take_step_line(struct reader *reader, const char *word, const char *value)
{
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const char *name = keys[i].named ? word + strlen(keys[i].word) + 1 : NULL;

		if (!is_word(word, keys[i].word, keys[i].named))
			continue;
		if (!keys[i].repeatable && scenario_value(reader->section, keys[i].key, 0))
			return fail(reader, reader->line, "a second '%s' in the step", word);
		if (keys[i].key == SCENARIO_CAPTURE && name && !is_name(name))
			return fail(reader, reader->line, "'%.50s' is no name of letters, digits and _", name);
		if (keys[i].key != SCENARIO_FORM && keys[i].key != SCENARIO_BODY && *value == '\0')
			return fail(reader, reader->line, "'%.50s' has no value", word);
		return add_entry(reader, keys[i].key, name, value);
	}
	return fail(reader, reader->line, "'%.50s' is no key of a step", word);
}

static bool take_secret(struct reader *reader, const char *name, const char *path)
{
	if (!is_name(name))
		return fail(reader, reader->line, "'%.50s' is no name of letters, digits and _", name);
	if (*path == '\0')
		return fail(reader, reader->line, "the secret '%s' has no file", name);
	return add_entry(reader, SCENARIO_SECRET, name, path);
}

static int take_line(void *user, const char *section, const char *name, const char *value)
{
	struct reader *reader = user;

	if (reader->failed)
		return 0;
	if (reader->section == NULL && !open_section(reader, section))
		return 0;
	return reader->section == &reader->scenario->secrets ? take_secret(reader, name, value)
							     : take_step_line(reader, name, value);
}

/* --- the whole --- */

/* Is it a secret, or captured by a step before the n-th? */
static bool is_known(const struct scenario *scenario, size_t step, const char *name, size_t length)
{
	for (size_t i = 0; i <= step; i++) {
		const struct scenario_section *section = i == 0 ? &scenario->secrets : scenario->steps + i - 1;

		for (size_t j = 0; j < section->count; j++) {
			const struct scenario_entry *entry = section->entries + j;

			if ((entry->key == SCENARIO_SECRET || entry->key == SCENARIO_CAPTURE) &&
			    strlen(entry->name) == length && strncmp(entry->name, name, length) == 0)
				return true;
		}
	}
	return false;
}

static bool is_expanded(enum scenario_key key)
{
	return key == SCENARIO_URL || key == SCENARIO_BODY || key == SCENARIO_FORM || key == SCENARIO_HEADER;
}

/* Every ${NAME} of an entry must be known when its step begins. */
static bool verify_references(struct reader *reader, size_t step, const struct scenario_entry *entry)
{
	for (const char *at = entry->value; is_expanded(entry->key) && (at = strstr(at, "${"));) {
		size_t length = strcspn(at += 2, "}");

		if (at[length] == '\0')
			return fail(reader, entry->line, "a ${ has no }");
		if (!is_known(reader->scenario, step, at, length))
			return fail(reader, entry->line, "${%.*s} is neither a secret nor captured by an earlier step",
				    (int)(length < 50 ? length : 50), at);
		at += length;
	}
	return true;
}

/* What can be judged before the walk: a URL that holds no variable, and words. */
static bool verify_value(struct reader *reader, const struct scenario_section *step, const struct scenario_entry *entry)
{
	static const struct http_target anywhere = { .host = "a", .port = 80, .url = "http://a/" };
	struct http_target target;
	struct problem problem;

	if (entry->key == SCENARIO_REDIRECT && strcmp(entry->value, "follow") != 0 && strcmp(entry->value, "stop") != 0)
		return fail(reader, entry->line, "the step '%s': redirect is follow or stop", step->name);
	if (entry->key == SCENARIO_URL && strstr(entry->value, "${") == NULL &&
	    !http_target_join(&anywhere, entry->value, &target, &problem))
		return fail(reader, entry->line, "%s", problem.text);
	return true;
}

static bool verify_step(struct reader *reader, size_t number)
{
	const struct scenario_section *step = reader->scenario->steps + number;

	if (scenario_value(step, SCENARIO_URL, 0) == NULL)
		return fail(reader, step->line, "the step '%s' has no url", step->name);
	if (scenario_value(step, SCENARIO_FORM, 0) && scenario_value(step, SCENARIO_BODY, 0))
		return fail(reader, step->line, "the step '%s' has both a form and a body", step->name);
	for (size_t i = 0; i < step->count; i++) {
		if (!verify_references(reader, number, step->entries + i) ||
		    !verify_value(reader, step, step->entries + i))
			return false;
	}
	return true;
}

/* A heading without a line under it is not seen by inih's caller. */
static bool verify_headings(struct reader *reader, const char *text)
{
	bool empty = false;
	int heading = 0;
	int line = 1;

	for (const char *at = text; *at; line++) {
		at += strspn(at, " \t\r");
		if (*at == '[' && empty)
			break;
		if (*at == '[')
			heading = line;
		empty = *at == '[' || (empty && strchr("\n;#", *at) != NULL);
		at += strcspn(at, "\n");
		at += *at == '\n';
	}
	return !empty || fail(reader, heading, "the section is empty");
}

bool scenario_parse(const char *text, struct scenario *scenario, struct problem *problem)
{
	struct reader reader = { .next = text, .scenario = scenario, .problem = problem };
	struct ini_functions ini;
	int line;

	*scenario = (struct scenario){ 0 };
	if (!library_load("libinih.so.1", ini_symbols, &ini, problem))
		return false;
	line = ini.parse_stream(read_line, &reader, take_line, &reader);
	if (reader.failed)
		return false;
	if (line != 0)
		return fail(&reader, line, "it is no section, entry or comment");
	if (!verify_headings(&reader, text))
		return false;
	if (scenario->count == 0)
		return problem_set(problem, PROBLEM_INPUT, "it has no [step NAME]");
	for (size_t i = 0; i < scenario->count; i++) {
		if (!verify_step(&reader, i))
			return false;
	}
	return true;
}

static void section_free(struct scenario_section *section)
{
	for (size_t i = 0; i < section->count; i++) {
		free(section->entries[i].name);
		free(section->entries[i].value);
	}
	free(section->entries);
}

void scenario_free(struct scenario *scenario)
{
	section_free(&scenario->secrets);
	for (size_t i = 0; i < scenario->count; i++)
		section_free(scenario->steps + i);
	free(scenario->steps);
	*scenario = (struct scenario){ 0 };
}

const char *scenario_value(const struct scenario_section *step, enum scenario_key key, size_t place)
{
	for (size_t i = 0; i < step->count; i++) {
		if (step->entries[i].key == key && place-- == 0)
			return step->entries[i].value;
	}
	return NULL;
}
