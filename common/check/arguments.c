// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/arguments.h"

#include "common/check/file.h"
#include "common/check/library.h"

#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* An INI file of options is a page or two; a log named by mistake is not read whole. */
enum { FILE_MAXIMUM = 1 << 20, OPTIONS_MAXIMUM = 1000 };

/* What inih takes of a line; it reads the rest as a line of its own. */
enum { LINE_MAXIMUM = 198 };

struct ini_functions {
	__typeof__(ini_parse_string) *parse_string;
};

static const struct library_symbol ini_symbols[] = {
	LIBRARY_SYMBOL(struct ini_functions, parse_string, "ini_parse_string"), { 0 }
};

static bool add(struct arguments *arguments, char *value, struct problem *problem)
{
	char **values = realloc(arguments->values, ((size_t)arguments->count + 2) * sizeof *values);

	if (values == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	values[arguments->count++] = value;
	values[arguments->count] = NULL;
	arguments->values = values;
	return true;
}

/* Adds a text made here, which arguments_free() will free. */
static bool add_owned(struct arguments *arguments, char *value, struct problem *problem)
{
	char **owned = realloc(arguments->owned, ((size_t)arguments->owned_count + 1) * sizeof *owned);

	if (owned == NULL || value == NULL) {
		free(value);
		if (owned)
			arguments->owned = owned;
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	}
	owned[arguments->owned_count++] = value;
	arguments->owned = owned;
	return add(arguments, value, problem);
}

/* A section at work: inih calls back for each of its lines. */
struct section {
	const char *name;
	struct arguments *arguments;
	struct problem *problem;
	bool found;
	bool failed;
};

/* "-k", "--key" or "--key=value", allocated. */
static char *spell(const char *key, const char *value)
{
	struct buffer text = buffer_limited(FILE_MAXIMUM);

	buffer_print(&text, "%s%s", strlen(key) == 1 ? "-" : "--", key);
	if (value)
		buffer_print(&text, "=%s", value);
	return text.capacity ? text.data : NULL;
}

static int take_line(void *user, const char *name, const char *key, const char *value)
{
	struct section *section = user;
	bool letter = strlen(key) == 1;
	bool added;

	(void)name; /* prepare() has left no other */
	if (section->arguments->owned_count >= OPTIONS_MAXIMUM) {
		section->failed = true;
		problem_set(section->problem, PROBLEM_INPUT, "the section has more than %d options", OPTIONS_MAXIMUM);
		return 0;
	}
	if (value && *value)
		added = letter ? add_owned(section->arguments, spell(key, NULL), section->problem) &&
					 add_owned(section->arguments, strdup(value), section->problem)
			       : add_owned(section->arguments, spell(key, value), section->problem);
	else
		added = add_owned(section->arguments, spell(key, NULL), section->problem);
	if (!added)
		section->failed = true;
	return added;
}

/* Adds a line in a form that inih takes; false when it is too long for it. */
static bool prepare_line(struct buffer *prepared, const char *line, size_t length)
{
	/* Debian's inih refuses a line without `=`, which is how a flag is written. */
	bool is_flag =
		length > 0 && *line != '[' && memchr(line, '=', length) == NULL && memchr(line, ':', length) == NULL;

	buffer_append(prepared, line, length);
	if (is_flag)
		buffer_add(prepared, "=");
	return length + is_flag <= LINE_MAXIMUM;
}

/*
 * Leaves the lines of the section, and all headings for inih to judge.  Leading blanks
 * go, since they would make a line the rest of the one before.  A section that stands
 * in the file without a line counts.
 */
static bool prepare(struct section *section, const char *text, struct buffer *prepared)
{
	static const char byte_order_mark[] = "\xEF\xBB\xBF";
	size_t name = strlen(section->name);
	bool inside = false;

	if (strncmp(text, byte_order_mark, sizeof byte_order_mark - 1) == 0)
		text += sizeof byte_order_mark - 1;
	for (int number = 1; *text; number++) {
		const char *line = text + strspn(text, " \t\r");
		size_t length = strcspn(line, "\n");

		if (*line == '[')
			inside = strncmp(line + 1, section->name, name) == 0 && line[name + 1] == ']';
		section->found = section->found || inside;
		if ((*line == '[' || (inside && *line != ';' && *line != '#')) && !prepare_line(prepared, line, length))
			return problem_set(section->problem, PROBLEM_INPUT, "line %d is longer than %d bytes", number,
					   LINE_MAXIMUM);
		buffer_add(prepared, "\n");
		text = line + length + (line[length] == '\n');
	}
	return !prepared->overflowed || problem_set(section->problem, PROBLEM_SYSTEM, "out of memory");
}

static bool parse_section(struct section *section, const char *text)
{
	struct ini_functions ini;
	int line;

	if (!library_load("libinih.so.1", ini_symbols, &ini, section->problem))
		return false;
	line = ini.parse_string(text, take_line, section);
	if (section->failed)
		return false;
	if (line != 0)
		return problem_set(section->problem, PROBLEM_INPUT, "line %d is no option, section or comment", line);
	if (!section->found)
		return problem_set(section->problem, PROBLEM_INPUT, "there is no section [%.100s]", section->name);
	return true;
}

bool arguments_add_section(struct arguments *arguments, const char *text, const char *section, struct problem *problem)
{
	struct section parsed = { .name = section, .arguments = arguments, .problem = problem };
	struct buffer prepared = buffer_limited((size_t)2 * FILE_MAXIMUM);
	bool done = prepare(&parsed, text, &prepared) && parse_section(&parsed, prepared.data);

	buffer_free(&prepared);
	return done;
}

/* The first configuration file that is there; false when none is. */
static bool find_file(char *path, size_t size)
{
	static const char *const names[] = { "monitoring-plugins.ini", "plugins.ini", "nagios-plugins.ini" };
	static const char *const folders[] = { "/etc/monitoring-plugins",     "/usr/local/etc/monitoring-plugins",
					       "/etc/opt/monitoring-plugins", "/etc/nagios",
					       "/usr/local/etc/nagios",       "/usr/local/nagios/etc",
					       "/etc/nagios-plugins",         "/etc" };
	const char *named = getenv("MP_CONFIG_FILE");
	const char *search = getenv("NAGIOS_CONFIG_PATH");

	if (named) {
		snprintf(path, size, "%s", named);
		return true;
	}
	while (search && *search) {
		size_t length = strcspn(search, ":");

		for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
			snprintf(path, size, "%.*s/%s", (int)length, search, names[i]);
			if (access(path, F_OK) == 0)
				return true;
		}
		search += length + (search[length] == ':');
	}
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		for (size_t j = 0; j < sizeof names / sizeof *names; j++) {
			snprintf(path, size, "%s/%s", folders[i], names[j]);
			if (access(path, F_OK) == 0)
				return true;
		}
	}
	return false;
}

/* Reads `[SECTION][@FILE]` and adds what it names. */
static bool expand(struct arguments *arguments, const char *program, const char *place, struct problem *problem)
{
	struct buffer text = buffer_limited(FILE_MAXIMUM);
	char section[200];
	char path[1024];
	const char *at = strchr(place, '@');
	size_t length = at ? (size_t)(at - place) : strlen(place);
	bool done;

	if (length >= sizeof section)
		return problem_set(problem, PROBLEM_INPUT, "the name of the section is too long");
	snprintf(section, sizeof section, "%.*s", (int)(length ? length : strlen(program)), length ? place : program);
	if (at && strlen(at + 1) >= sizeof path)
		return problem_set(problem, PROBLEM_INPUT, "the name of the file is too long");
	if (at && at[1])
		snprintf(path, sizeof path, "%s", at + 1);
	else if (!find_file(path, sizeof path))
		return problem_set(problem, PROBLEM_INPUT,
				   "no configuration file is in the usual places; name one with @FILE");
	done = file_read(path, &text, problem);
	if (done && !arguments_add_section(arguments, text.data, section, problem))
		done = problem_prefix(problem, "%.150s", path);
	buffer_free(&text);
	return done;
}

/* Configurations of twenty years ago still say these. */
static char *modern_spelling(char *argument)
{
	static char timeout[] = "-t";
	static char warning[] = "-w";
	static char critical[] = "-c";

	if (strcmp(argument, "-to") == 0)
		return timeout;
	if (strcmp(argument, "-wt") == 0)
		return warning;
	if (strcmp(argument, "-ct") == 0)
		return critical;
	return argument;
}

/*
 * Is this --extra-opts?  *place gets what it names, *words how many words it takes:
 * as in monitoring-plugins, the next word is its argument unless it is an option.
 */
static bool is_extra(char **argv, const char **place, int *words)
{
	static const char option[] = "--extra-opts";
	const char *behind = *argv + sizeof option - 1;

	if (strncmp(*argv, option, sizeof option - 1) != 0 || (*behind != '\0' && *behind != '='))
		return false;
	*words = *behind == '\0' && argv[1] && argv[1][0] != '-' ? 2 : 1;
	*place = *words == 2 ? argv[1] : *behind == '=' ? behind + 1 : "";
	return true;
}

/* Adds what the files hold; `argv` ends in NULL or at `--`. */
static bool add_extra(struct arguments *arguments, const char *program, char **argv, struct problem *problem)
{
	const char *place = NULL;
	int words = 1;

	for (; *argv && strcmp(*argv, "--") != 0; argv += words) {
		if (!is_extra(argv, &place, &words))
			words = 1;
		else if (!expand(arguments, program, place, problem))
			return problem_prefix(problem, "--extra-opts");
	}
	return true;
}

bool arguments_read(const char *program, int argc, char **argv, struct arguments *arguments, struct problem *problem)
{
	const char *place = NULL;
	bool ended = false;
	int words = 1;

	*arguments = (struct arguments){ 0 };
	if (!add(arguments, argv[0], problem) || !add_extra(arguments, program, argv + 1, problem))
		return false;
	for (int i = 1; i < argc; i += words) {
		ended = ended || strcmp(argv[i], "--") == 0;
		if (!ended && is_extra(argv + i, &place, &words))
			continue;
		words = 1;
		if (!add(arguments, ended ? argv[i] : modern_spelling(argv[i]), problem))
			return false;
	}
	return true;
}

void arguments_free(struct arguments *arguments)
{
	for (int i = 0; i < arguments->owned_count; i++)
		free(arguments->owned[i]);
	free(arguments->owned);
	free(arguments->values);
	*arguments = (struct arguments){ 0 };
}
