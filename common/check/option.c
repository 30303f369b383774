// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/option.h"

#include "common/check/duration.h"
#include "common/check/number.h"
#include "common/check/size.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* More than any program has; getopt_long() wants its own table of them. */
enum { OPTIONS_MAXIMUM = 128, NAME_MAXIMUM = 48 };

/* What getopt_long() returns for the n-th option: beyond every letter. */
enum { FIRST_INDEX = 1000 };

struct option_cursor option_cursor(const struct option_entry *table)
{
	return (struct option_cursor){ .next = table };
}

const struct option_entry *option_next(struct option_cursor *cursor)
{
	const struct option_entry *option = cursor->next;

	if (option->name == NULL && option->shared == NULL && cursor->outer) {
		option = cursor->outer;
		cursor->outer = NULL;
		cursor->base = 0;
	}
	if (option->shared) {
		cursor->outer = option + 1;
		cursor->base = option->offset;
		option = option->shared;
	}
	if (option->name == NULL)
		return NULL;
	cursor->next = option + 1;
	return option;
}

bool option_takes_argument(const struct option_entry *option)
{
	return option->kind != OPTION_FLAG && option->kind != OPTION_COUNT && !option->optional;
}

bool option_repeats(const struct option_entry *option)
{
	return option->kind == OPTION_TEXTS || option->kind == OPTION_COUNT || option->repeatable;
}

/* The name with dashes, behind a prefix. */
static void name_write(const struct option_entry *option, const char *prefix, char *text, size_t size)
{
	snprintf(text, size, "%s%s", prefix, option->name);
	for (char *at = text; *at; at++) {
		if (*at == '_')
			*at = '-';
	}
}

void option_spelling(const struct option_entry *option, char *text, size_t size)
{
	name_write(option, "--", text, size);
}

static bool parse_number(const struct option_entry *option, const char *text, long *value, struct problem *problem)
{
	bool limited = option->lowest != 0 || option->highest != 0;
	char *end = NULL;
	long number;

	errno = 0;
	number = strtol(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || strchr("-0123456789", *text) == NULL ||
	    (limited && (number < option->lowest || number > option->highest)))
		return limited ? problem_set(problem, PROBLEM_INPUT, "'%.100s' is not a whole number from %ld to %ld",
					     text, option->lowest, option->highest)
			       : problem_set(problem, PROBLEM_INPUT, "'%.100s' is not a whole number", text);
	*value = number;
	return true;
}

static bool parse_duration(const char *text, double *seconds, struct problem *problem)
{
	double value = 0;

	if (!duration_parse(text, &value, problem))
		return false;
	if (value <= 0)
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' is not a duration above 0", text);
	*seconds = value;
	return true;
}

static bool parse_choice(const struct option_entry *option, const char *text, int *place, struct problem *problem)
{
	const char *separator = "";
	size_t used;

	/* A choice without a word is what holds while the option is not given. */
	for (int i = 0; option->choices[i]; i++) {
		if (*option->choices[i] && strcasecmp(text, option->choices[i]) == 0) {
			*place = i;
			return true;
		}
	}
	problem_set(problem, PROBLEM_INPUT, "'%.100s' is none of", text);
	for (int i = 0; option->choices[i]; i++) {
		if (*option->choices[i] == '\0')
			continue;
		used = strlen(problem->text);
		snprintf(problem->text + used, sizeof problem->text - used, "%s %s", separator, option->choices[i]);
		separator = ",";
	}
	return false;
}

static bool texts_add(struct texts *texts, const char *text, struct problem *problem)
{
	const char **items = realloc(texts->items, (texts->count + 1) * sizeof *items);

	if (items == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	items[texts->count] = text;
	texts->items = items;
	texts->count++;
	return true;
}

static bool parse_range(const struct option_entry *option, const char *text, struct range *range,
			struct problem *problem)
{
	return option->at_least ? range_parse_at_least(text, option->unit, range, problem)
				: range_parse(text, option->unit, range, problem);
}

/* Puts one option's value into the member that it fills of a struct. */
static bool fill(const struct option_entry *option, const char *text, void *settings, struct problem *problem)
{
	void *member = (char *)settings + option->offset;

	switch (option->kind) {
	case OPTION_FLAG:
		*(bool *)member = true;
		return true;
	case OPTION_COUNT:
		*(unsigned char *)member =
			(unsigned char)(*(unsigned char *)member + (*(unsigned char *)member < UCHAR_MAX));
		return true;
	case OPTION_TEXT:
		*(const char **)member = text;
		return true;
	case OPTION_TEXTS:
		return texts_add(member, text, problem);
	case OPTION_NUMBER:
		return parse_number(option, text, member, problem);
	case OPTION_DURATION:
		return parse_duration(text, member, problem);
	case OPTION_SIZE:
		return size_parse(text, member, problem);
	case OPTION_RANGE:
		return parse_range(option, text, member, problem);
	case OPTION_STATE:
		return status_parse(text, member, problem);
	case OPTION_CHOICE:
		return parse_choice(option, text, member, problem);
	case OPTION_PARSED:
		return option->parse(text, settings, problem);
	case OPTION_IGNORED:
		break;
	}
	return true;
}

/* Blames the option for a problem. */
static bool blame(const struct option_entry *option, struct problem *problem)
{
	char spelling[NAME_MAXIMUM];

	option_spelling(option, spelling, sizeof spelling);
	return problem_prefix(problem, "%s", spelling);
}

/* The parser at work: both tables, seen as one list. */
struct parser {
	const struct option_entry *entries[OPTIONS_MAXIMUM];
	void *filled[OPTIONS_MAXIMUM]; /* the struct that the entry fills */
	bool seen[OPTIONS_MAXIMUM];
	size_t count;
	size_t own; /* how many of them belong to the program; the rest are common */
	struct problem *problem;
};

/* The same list in the form that getopt_long() takes; some options have two spellings. */
struct spellings {
	char letters[3 * OPTIONS_MAXIMUM + 2];
	char names[OPTIONS_MAXIMUM][NAME_MAXIMUM];
	struct option longs[2 * OPTIONS_MAXIMUM + 1];
};

static void list_options(struct parser *parser, const struct option_entry *table, void *settings)
{
	struct option_cursor cursor = option_cursor(table);
	const struct option_entry *option;

	while ((option = option_next(&cursor)) && parser->count < OPTIONS_MAXIMUM) {
		parser->filled[parser->count] = (char *)settings + cursor.base;
		parser->entries[parser->count++] = option;
	}
}

static void spell_options(const struct parser *parser, struct spellings *spellings)
{
	/* cppcheck-suppress ctuuninitvar ; it is filled here */
	char *letter = spellings->letters;
	struct option *next = spellings->longs;

	/* The colon in front makes a missing argument a case of its own. */
	*letter++ = ':';
	for (size_t i = 0; i < parser->count; i++) {
		const struct option_entry *option = parser->entries[i];
		int argument = option->optional                ? optional_argument
			       : option_takes_argument(option) ? required_argument
							       : no_argument;

		name_write(option, "", spellings->names[i], NAME_MAXIMUM);
		*next++ = (struct option){ spellings->names[i], argument, NULL, FIRST_INDEX + (int)i };
		if (option->alias)
			*next++ = (struct option){ option->alias, argument, NULL, FIRST_INDEX + (int)i };
		if (option->letter == 0)
			continue;
		*letter++ = option->letter;
		if (argument != no_argument)
			*letter++ = ':';
		if (argument == optional_argument)
			*letter++ = ':';
	}
	*letter = '\0';
	*next = (struct option){ 0 };
}

static const struct option_entry *by_letter(const struct parser *parser, int letter, size_t *index)
{
	for (size_t i = 0; i < parser->count; i++) {
		if (parser->entries[i]->letter == letter) {
			*index = i;
			return parser->entries[i];
		}
	}
	return NULL;
}

/* "$_HOSTRECEICO_START$": what Nagios has no value for it hands on as it stands. */
static bool is_unfilled_macro(const char *text)
{
	size_t length = strlen(text);

	return length > 2 && text[0] == '$' && text[length - 1] == '$' &&
	       strspn(text + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == length - 2;
}

static bool take(struct parser *parser, size_t index, const char *text)
{
	const struct option_entry *option = parser->entries[index];

	parser->seen[index] = true;
	if (option_takes_argument(option) && is_unfilled_macro(text)) {
		problem_set(parser->problem, PROBLEM_INPUT, "'%.100s' is a macro that the scheduler has no value for",
			    text);
		return blame(option, parser->problem);
	}
	return fill(option, text, parser->filled[index], parser->problem) || blame(option, parser->problem);
}

/* What getopt_long() could not take. */
static bool complain(const struct parser *parser, int kind, char **argv)
{
	const char *word = optind > 0 ? argv[optind - 1] : "";
	/* What stands behind the `=` may be a secret that somebody tried to pass. */
	int shown = (int)strcspn(word, "=") < 100 ? (int)strcspn(word, "=") : 100;
	size_t index = 0;

	if (kind == ':') {
		const struct option_entry *option = optopt >= FIRST_INDEX ? parser->entries[optopt - FIRST_INDEX]
									  : by_letter(parser, optopt, &index);

		problem_set(parser->problem, PROBLEM_INPUT, "an argument is missing: %s is expected",
			    option && option->argument ? option->argument : "a value");
		return option ? blame(option, parser->problem) : false;
	}
	if (optopt >= FIRST_INDEX)
		return problem_set(parser->problem, PROBLEM_INPUT, "%.*s: this option takes no argument", shown, word);
	if (optopt != 0)
		return problem_set(parser->problem, PROBLEM_INPUT, "-%c is not an option; --help lists them", optopt);
	return problem_set(parser->problem, PROBLEM_INPUT,
			   "%.*s is not an option, or short for several; --help lists them", shown, word);
}

static bool is_last_word(const struct common_settings *common)
{
	return common->help || common->version || common->describe != DESCRIBE_NOTHING;
}

/* The option that the next operand fills.  What an option has filled already is not
 * taken again: `-H a 22` is host and port. */
static size_t next_operand(const struct parser *parser, int place)
{
	size_t next = parser->own;

	for (size_t i = 0; i < parser->own; i++) {
		int operand = parser->entries[i]->operand;

		if (operand >= place && !parser->seen[i] &&
		    (next == parser->own || operand < parser->entries[next]->operand))
			next = i;
	}
	return next;
}

static bool parse_operands(struct parser *parser, int argc, char **argv)
{
	int place = 1;

	for (int i = optind; i < argc; i++) {
		size_t index = next_operand(parser, place);

		if (index == parser->own)
			return problem_set(parser->problem, PROBLEM_INPUT,
					   "argument %d without a dash is one too many; --help shows the usage",
					   i - optind + 1);
		place = parser->entries[index]->operand;
		if (!take(parser, index, argv[i]))
			return false;
	}
	return true;
}

static bool check_required(const struct parser *parser)
{
	for (size_t i = 0; i < parser->count; i++) {
		const struct option_entry *option = parser->entries[i];

		if (option->required && !parser->seen[i]) {
			problem_set(parser->problem, PROBLEM_INPUT,
				    "it must be given: %s is expected; --help shows the usage", option->argument);
			return blame(option, parser->problem);
		}
	}
	return true;
}

bool option_parse(const struct option_entry *table, int argc, char **argv, void *settings,
		  struct common_settings *common, struct problem *problem)
{
	struct parser parser = { .problem = problem };
	struct spellings spellings;
	int found;

	list_options(&parser, table, settings);
	parser.own = parser.count;
	list_options(&parser, common->table, common);
	spell_options(&parser, &spellings);
	opterr = 0;
	optind = 0; /* glibc: start afresh; tests parse many times */
	while ((found = getopt_long(argc, argv, spellings.letters, spellings.longs, NULL)) != -1) {
		size_t index = found >= FIRST_INDEX ? (size_t)(found - FIRST_INDEX) : 0;

		if (found == '?' || found == ':')
			return complain(&parser, found, argv);
		if (found < FIRST_INDEX && by_letter(&parser, found, &index) == NULL)
			return complain(&parser, '?', argv);
		if (!take(&parser, index, optarg))
			return false;
		if (is_last_word(common))
			return true;
	}
	if (common->extra_opts)
		return problem_set(problem, PROBLEM_INPUT,
				   "--extra-opts: write it in full and on the command line, or it is not read");
	return parse_operands(&parser, argc, argv) && check_required(&parser);
}

void option_free(const struct option_entry *table, void *settings)
{
	struct option_cursor cursor = option_cursor(table);
	const struct option_entry *option;

	while ((option = option_next(&cursor))) {
		if (option->kind == OPTION_TEXTS) {
			struct texts *texts = (struct texts *)(void *)((char *)settings + cursor.base + option->offset);

			free(texts->items);
			*texts = (struct texts){ 0 };
		}
	}
}

bool option_default(const struct option_entry *option, const void *defaults, char *text, size_t size)
{
	const char *member = (const char *)defaults + option->offset;

	switch (option->kind) {
	case OPTION_TEXT:
		if (*(const char *const *)(const void *)member == NULL)
			return false;
		snprintf(text, size, "%s", *(const char *const *)(const void *)member);
		return true;
	case OPTION_NUMBER:
		snprintf(text, size, "%ld", *(const long *)(const void *)member);
		return *(const long *)(const void *)member != 0;
	case OPTION_DURATION:
		number_write(*(const double *)(const void *)member, text, size);
		return *(const double *)(const void *)member > 0;
	case OPTION_SIZE:
		snprintf(text, size, "%llu", (unsigned long long)*(const uint64_t *)(const void *)member);
		return *(const uint64_t *)(const void *)member != 0;
	case OPTION_RANGE:
		range_write((const struct range *)(const void *)member, text, size);
		return *text != '\0';
	case OPTION_STATE:
		snprintf(text, size, "%s", status_name(*(const enum status *)(const void *)member));
		return true;
	case OPTION_CHOICE:
		snprintf(text, size, "%s", option->choices[*(const int *)(const void *)member]);
		return true;
	default:
		return false;
	}
}
