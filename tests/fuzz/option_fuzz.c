// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * A command line: words split at NUL and line ends, by a table with an option of
 * every kind and the common ones.
 */
#include "common/check/option.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct settings {
	bool flag;
	unsigned char count;
	const char *text;
	struct texts texts;
	long number;
	long any_number;
	double duration;
	uint64_t size;
	struct range range, at_least;
	enum status state;
	int choice;
	int parsed;
};

static const char *const choices[] = { "first", "last", NULL };

static bool parse_length(const char *text, void *filled, struct problem *problem)
{
	struct settings *settings = filled;

	if (strlen(text) > 9)
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' is too long", text);
	settings->parsed = (int)strlen(text);
	return true;
}

static const struct option_entry table[] = {
	{ 'f', FILLS(flag), NULL, "flag" },
	{ 'c', FILLS(count), NULL, "count" },
	{ 'T', FILLS(text), "TEXT", "text", .operand = 1, .required = true, .alias = "other-text" },
	{ 'e', FILLS(texts), "TEXT", "texts" },
	{ 'n', FILLS(number), "NUMBER", "number", .lowest = 1, .highest = 65535, .operand = 2 },
	{ 0, FILLS(any_number), "NUMBER", "any number" },
	{ 'd', FILLS(duration), "TIME", "duration" },
	{ 's', FILLS(size), "SIZE", "size" },
	{ 'w', FILLS(range), "RANGE", "range", .unit = UNIT_SECONDS },
	{ 'l', FILLS(at_least), "RANGE", "at least", .unit = UNIT_BYTES, .at_least = true },
	{ 'r', FILLS(state), "STATE", "state" },
	{ 0, FILLS(choice), "CHOICE", "choice", .choices = choices },
	{ 'p', FILLS_BY(parsed, parse_length), "TEXT", "parsed", .repeatable = true },
	{ 'x', .name = "old", .kind = OPTION_IGNORED, .argument = "X", .help = "ignored" },
	{ 0 }
};

/* What was taken is within its limits. */
static void expect_sound(const struct settings *settings, const struct common_settings *common)
{
	if (settings->number < 1 || settings->number > 65535 || !isfinite(settings->duration) ||
	    settings->duration <= 0 || settings->size > INT64_MAX || settings->state > STATUS_UNKNOWN ||
	    settings->choice < 0 || settings->choice > 1 || settings->parsed > 9)
		abort();
	if (!isfinite(common->timeout) || common->timeout < 0.001 || common->timeout_result > STATUS_UNKNOWN)
		abort();
	for (size_t i = 0; i < settings->texts.count; i++) {
		if (strlen(settings->texts.items[i]) > 1 << 20)
			abort();
	}
}

/* How many words the text has; a NUL at the end of each. */
static size_t split(char *text, size_t size, char **words, size_t most)
{
	size_t count = 0;

	for (size_t start = 0; start < size && count < most;) {
		words[count++] = text + start;
		while (start < size && text[start] != '\n' && text[start] != '\0')
			start++;
		text[start++] = '\0';
	}
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char program[] = "check_x";
	struct settings settings = { .number = 22, .duration = 1 };
	struct common_settings common = option_common_defaults;
	struct problem problem = { 0 };
	char *words[66] = { program };
	char *text = malloc(size + 1);
	size_t count;

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	count = split(text, size, words + 1, 64);
	if (option_parse(table, (int)count + 1, words, &settings, &common, &problem))
		expect_sound(&settings, &common);
	else if (problem.kind != PROBLEM_INPUT || problem.text[0] == '\0')
		abort();
	option_free(table, &settings);
	free(text);
	return 0;
}
