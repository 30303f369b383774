// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * --help and --version: the option table for a person in a shell.
 */
#include "common/check/describe.h"

#include "config.h"

#include <stdio.h>
#include <string.h>

enum { WIDTH = 80, INDENT = 30 };

/* Adds `text` from column `column` on, wrapped at WIDTH, further lines indented. */
static void add_wrapped(struct buffer *buffer, const char *text, size_t column, size_t indent)
{
	for (bool first = true; *text; first = false) {
		size_t length = strcspn(text, " ");

		if (!first && column + 1 + length > WIDTH) {
			buffer_print(buffer, "\n%*s", (int)indent, "");
			column = indent;
		} else if (!first) {
			buffer_add(buffer, " ");
			column++;
		}
		buffer_append(buffer, text, length);
		column += length;
		text += length;
		text += strspn(text, " ");
	}
	buffer_add(buffer, "\n");
}

static void add_option(struct buffer *buffer, const struct option_entry *option, const void *defaults)
{
	char spelling[64];
	char value[100];
	struct buffer usage = buffer_limited(200);
	struct buffer help = buffer_limited(2000);
	size_t column;

	option_spelling(option, spelling, sizeof spelling);
	if (option->letter)
		buffer_print(&usage, "  -%c, %s", option->letter, spelling);
	else
		buffer_print(&usage, "      %s", spelling);
	if (option_takes_argument(option))
		buffer_print(&usage, "=%s", option->argument);
	buffer_add(&help, option->help);
	if (option_repeats(option))
		buffer_add(&help, " (repeatable)");
	if (option->required)
		buffer_add(&help, " (required)");
	if (option_default(option, defaults, value, sizeof value) && option->kind != OPTION_CHOICE)
		buffer_print(&help, " (default %s)", value);
	buffer_add(buffer, usage.data);
	column = usage.length;
	if (column + 2 > INDENT) {
		buffer_add(buffer, "\n");
		column = 0;
	}
	buffer_print(buffer, "%*s", (int)(INDENT - column), "");
	add_wrapped(buffer, help.data, INDENT, INDENT);
	buffer_free(&usage);
	buffer_free(&help);
}

static void add_table(struct buffer *buffer, const struct option_entry *table, const void *defaults)
{
	struct option_cursor cursor = option_cursor(table);
	const struct option_entry *option;

	while ((option = option_next(&cursor))) {
		if (option->group)
			buffer_print(buffer, "\n%s:\n", option->group);
		if (option->kind != OPTION_IGNORED)
			add_option(buffer, option, (const char *)defaults + cursor.base);
	}
}

static void add_examples(struct buffer *buffer, const struct check *program)
{
	buffer_add(buffer, "\nExamples:\n");
	for (const struct example *example = program->examples; example->arguments; example++) {
		buffer_print(buffer, "  %s ", program->name);
		add_wrapped(buffer, example->arguments, strlen(program->name) + 3, 6);
		buffer_add(buffer, "      ");
		add_wrapped(buffer, example->meaning, 6, 6);
	}
}

/* How the arguments of checks are written. */
static void add_notation(struct buffer *buffer)
{
	buffer_add(buffer, "\n");
	add_wrapped(buffer,
		    "RANGE is a threshold as the plugin guidelines have it: 10 (alert outside 0 to 10), 10: (below "
		    "10), ~:10 "
		    "(above 10), 10:20 (outside), @10:20 (inside). Times may be written 500ms, 90s, 26h or 7d, sizes "
		    "15GB (10^9) "
		    "or 15GiB (2^30). STATE is ok, warning, critical or unknown.",
		    0, 0);
}

void describe_help(struct buffer *buffer, const struct check *program)
{
	buffer_print(buffer, "%s - ", program->name);
	add_wrapped(buffer, program->summary, strlen(program->name) + 3, 4);
	buffer_print(buffer, "\nUsage: %s ", program->name);
	add_wrapped(buffer, program->synopsis, strlen(program->name) + 8, 8);
	buffer_add(buffer, "\n");
	add_wrapped(buffer, program->proves, 0, 0);
	buffer_print(buffer, "\nSLO clauses it serves: %s\n", program->clauses);
	add_table(buffer, program->options, program->defaults);
	add_table(buffer, check_common(program)->table, check_common(program));
	if (!program->document)
		add_notation(buffer);
	add_examples(buffer, program);
	buffer_print(buffer, "\nExit status: %s.\n", describe_exit_status(program));
}

const char *describe_exit_status(const struct check *program)
{
	return program->document ? "0 printed, 3 not: standard error says why"
				 : "0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN";
}

void describe_version(struct buffer *buffer, const struct check *program)
{
	buffer_print(buffer, "%s (%s) %s\n", program->name, PACKAGE_NAME, PACKAGE_VERSION);
}
