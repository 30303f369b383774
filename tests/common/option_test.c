// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/option.h"

#include "tests/common/rows.h"

#include <stdio.h>

enum { WORDS = 10 };

/* A member of every kind. */
struct settings {
	bool quiet;
	unsigned char depth;
	const char *hostname;
	const char *host_key;
	struct texts expect;
	long port;
	long offset;
	double delay;
	uint64_t largest;
	struct range warning;
	struct range minimum;
	enum status refuse;
	int order;
	int even;
};

static const struct settings defaults = { .port = 22, .delay = 1.5, .largest = 15000000000, .refuse = STATUS_WARNING };

static const char *const orders[] = { "first", "last", "any", NULL };

static bool parse_even(const char *text, void *filled, struct problem *problem)
{
	struct settings *settings = filled;

	if (strlen(text) != 1 || strchr("02468", text[0]) == NULL)
		return problem_set(problem, PROBLEM_INPUT, "'%s' is not an even digit", text);
	settings->even = text[0] - '0';
	return true;
}

/* The second operand stands before the first: the order in the table is that of --help. */
static const struct option_entry table[] = {
	{ 'p', FILLS(port), "PORT", "port", .lowest = 1, .highest = 65535, .operand = 2 },
	{ 'H', FILLS(hostname), "HOST", "host", .operand = 1, .alias = "host", .required = true },
	{ 'q', FILLS(quiet), NULL, "quiet" },
	{ 'd', FILLS(depth), NULL, "depth" },
	{ 'k', FILLS(host_key), "KEY", "key" },
	{ 'e', FILLS(expect), "TEXT", "expect" },
	{ 0, FILLS(offset), "NUMBER", "offset" },
	{ 'D', FILLS(delay), "TIME", "delay" },
	{ 0, FILLS(largest), "SIZE", "largest" },
	{ 'w', FILLS(warning), "RANGE", "warning", .unit = UNIT_SECONDS },
	{ 0, FILLS(minimum), "RANGE", "minimum", .at_least = true },
	{ 'r', FILLS(refuse), "STATE", "refuse" },
	{ 0, FILLS(order), "ORDER", "order", .choices = orders },
	{ 'E', FILLS_BY(even, parse_even), "DIGIT", "even" },
	{ 'x', .name = "old_thing", .kind = OPTION_IGNORED, .argument = "X", .help = "ignored" },
	{ 0 }
};

/* Everything that was read, as text: members that differ from their defaults. */
static void show(const struct settings *settings, char *text, size_t size)
{
	char range[64];
	size_t used = 0;

	text[0] = '\0';
#define SHOW(condition, ...)                                                                                           \
	if (condition)                                                                                                 \
	used += (size_t)snprintf(text + used, size - used, __VA_ARGS__)
	SHOW(settings->hostname && strcmp(settings->hostname, "h") != 0, "hostname=%s ", settings->hostname);
	SHOW(settings->port != 22, "port=%ld ", settings->port);
	SHOW(settings->quiet, "quiet ");
	SHOW(settings->depth, "depth=%u ", (unsigned)settings->depth);
	SHOW(settings->host_key, "host_key=%s ", settings->host_key);
	for (size_t i = 0; i < settings->expect.count; i++)
		SHOW(true, "expect=%s ", settings->expect.items[i]);
	SHOW(settings->offset, "offset=%ld ", settings->offset);
	SHOW(settings->delay < 1.5 || settings->delay > 1.5, "delay=%g ", settings->delay);
	SHOW(settings->largest != 15000000000, "largest=%llu ", (unsigned long long)settings->largest);
	range_write(&settings->warning, range, sizeof range);
	SHOW(range[0], "warning=%s ", range);
	range_write(&settings->minimum, range, sizeof range);
	SHOW(range[0], "minimum=%s ", range);
	SHOW(settings->refuse != STATUS_WARNING, "refuse=%s ", status_name(settings->refuse));
	SHOW(settings->order, "order=%s ", orders[settings->order]);
	SHOW(settings->even, "even=%d ", settings->even);
	if (used > 0)
		text[used - 1] = '\0';
}

struct row {
	char *words[WORDS];
	const char *expected; /* what show() says, or the problem */
};

/* The words of a row, for its report. */
static const char *row_name(char *const *words, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (; *words && used < size; words++)
		used += (size_t)snprintf(text + used, size - used, "%s ", *words);
	return text;
}

/* Reads a row's words behind a program's name. */
static bool parse_row(char *const *words, struct settings *settings, struct common_settings *common,
		      struct problem *problem)
{
	static char program[] = "check_x";
	char *argv[WORDS + 2] = { program };
	int argc = 1;

	for (; words[argc - 1]; argc++)
		argv[argc] = words[argc - 1];
	*settings = defaults;
	*common = option_common_defaults;
	return option_parse(table, argc, argv, settings, common, problem);
}

static void parse_rows(const struct row *cases, size_t count, bool good)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct settings settings;
		struct common_settings common;
		struct problem problem = { 0 };
		char name[300];
		char found[500];

		row_name(cases[i].words, name, sizeof name);
		row_true(&rows, name, parse_row(cases[i].words, &settings, &common, &problem), good);
		show(&settings, found, sizeof found);
		row_text(&rows, name, good ? found : problem.text, cases[i].expected);
		row_number(&rows, name, problem.kind, good ? PROBLEM_NONE : PROBLEM_INPUT);
		option_free(table, &settings);
		row_true(&rows, name, settings.expect.items == NULL && settings.expect.count == 0, true);
	}
	rows_end(&rows);
}

static void every_kind_is_read(void **state)
{
	static const struct row cases[] = {
		{ { "-H", "h" }, "" },
		{ { "-H", "other" }, "hostname=other" },
		{ { "-H", "h", "-q" }, "quiet" },
		{ { "-H", "h", "-d", "--depth" }, "depth=2" },
		{ { "-H", "h", "-ddd" }, "depth=3" },
		{ { "-H", "h", "-qdd" }, "quiet depth=2" },
		{ { "-H", "h", "--host-key", "k" }, "host_key=k" },
		{ { "-H", "h", "--host-key=" }, "host_key=" },
		{ { "-H", "h", "-e", "a", "--expect=b", "-ec" }, "expect=a expect=b expect=c" },
		{ { "-H", "h", "-p", "1" }, "port=1" },
		{ { "-H", "h", "-p65535" }, "port=65535" },
		{ { "-H", "h", "--offset=-7" }, "offset=-7" },
		{ { "-H", "h", "--offset", "-7" }, "offset=-7" },
		{ { "-H", "h", "-D", "26h" }, "delay=93600" },
		{ { "-H", "h", "-D", "500ms" }, "delay=0.5" },
		{ { "-H", "h", "--largest=15GiB" }, "largest=16106127360" },
		{ { "-H", "h", "--largest=0" }, "largest=0" },
		{ { "-H", "h", "-w", "500ms:2s" }, "warning=0.5:2" },
		{ { "-H", "h", "-w", "-5:10" }, "warning=-5:10" },
		{ { "-H", "h", "--warning", "-5:" }, "warning=-5:" },
		{ { "-H", "h", "-w@1:2" }, "warning=@1:2" },
		{ { "-H", "h", "--minimum=7" }, "minimum=7:" },
		{ { "-H", "h", "-r", "crit" }, "refuse=CRITICAL" },
		{ { "-H", "h", "-r", "0" }, "refuse=OK" },
		{ { "-H", "h", "--order=last" }, "order=last" },
		{ { "-H", "h", "--order=ANY" }, "order=any" },
		{ { "-H", "h", "-E", "8" }, "even=8" },
		{ { "-H", "h", "-x", "anything" }, "" },
		{ { "-H", "h", "--old-thing=-x" }, "" },
	};

	(void)state;
	parse_rows(cases, ROWS(cases), true);
}

static void a_bad_value_is_refused_and_its_option_named(void **state)
{
	static const struct row cases[] = {
		{ { "-H", "h", "-p", "0" }, "--port: '0' is not a whole number from 1 to 65535" },
		{ { "-H", "h", "-p", "65536" }, "--port: '65536' is not a whole number from 1 to 65535" },
		{ { "-H", "h", "-p", "-1" }, "--port: '-1' is not a whole number from 1 to 65535" },
		{ { "-H", "h", "-p", "" }, "--port: '' is not a whole number from 1 to 65535" },
		{ { "-H", "h", "-p", "22x" }, "--port: '22x' is not a whole number from 1 to 65535" },
		{ { "-H", "h", "-p", " 22" }, "--port: ' 22' is not a whole number from 1 to 65535" },
		{ { "-H", "h", "-p", "+22" }, "--port: '+22' is not a whole number from 1 to 65535" },
		{ { "-H", "h", "-p", "0x16" }, "--port: '0x16' is not a whole number from 1 to 65535" },
		{ { "-H", "h", "-p", "2.2" }, "--port: '2.2' is not a whole number from 1 to 65535" },
		{ { "-H", "h", "--offset=9223372036854775808" },
		  "--offset: '9223372036854775808' is not a whole number" },
		{ { "-H", "h", "--offset=-" }, "--offset: '-' is not a whole number" },
		{ { "-H", "h", "-D", "0" }, "--delay: '0' is not a duration above 0" },
		{ { "-H", "h", "-D", "-5s" }, "--delay: '-5s' is not a duration above 0" },
		{ { "-H", "h", "-D", "5x" }, "--delay: '5x' is not a duration (such as 90s, 26h or 1h30m)" },
		{ { "-H", "h", "--largest=-1" }, "--largest: '-1' is not a size between 0 and 8 EiB" },
		{ { "-H", "h", "--largest=1x" }, "--largest: '1x' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ { "-H", "h", "-w", "5:1" },
		  "--warning: '5:1' is not a range (such as 10, 5:, ~:10 or @1:5): its start is above its end" },
		{ { "-H", "h", "--minimum", "x" },
		  "--minimum: 'x' is not a range (such as 10, 5:, ~:10 or @1:5): 'x' is not a number" },
		{ { "-H", "h", "-r", "bad" }, "--refuse: 'bad' is not a state (ok, warning, critical or unknown)" },
		{ { "-H", "h", "--order=none" }, "--order: 'none' is none of first, last, any" },
		{ { "-H", "h", "--order=" }, "--order: '' is none of first, last, any" },
		{ { "-H", "h", "-E", "7" }, "--even: '7' is not an even digit" },
		{ { "-H", "$_HOSTNAME$" }, "--hostname: '$_HOSTNAME$' is a macro that the scheduler has no value for" },
		{ { "-H", "h", "$USER7$" }, "--port: '$USER7$' is a macro that the scheduler has no value for" },
		{ { "-H", "h", "-p", "$$" }, "--port: '$$' is not a whole number from 1 to 65535" },
		{ { "-H", "h", "-p", "$x$" }, "--port: '$x$' is not a whole number from 1 to 65535" },
		{ { "-H", "h", "a b" }, "--port: 'a b' is not a whole number from 1 to 65535" },
	};

	(void)state;
	parse_rows(cases, ROWS(cases), false);
}

static void an_option_is_found_by_each_of_its_names(void **state)
{
	static const struct row cases[] = {
		{ { "--hostname=a" }, "hostname=a" },      { { "--hostname", "a" }, "hostname=a" },
		{ { "--host=a" }, "hostname=a" },          { { "-Ha" }, "hostname=a" },
		{ { "--hostn=a" }, "hostname=a" },         { { "-H", "h", "--wa=3" }, "warning=3" },
		{ { "-H", "--port" }, "hostname=--port" },
	};

	(void)state;
	parse_rows(cases, ROWS(cases), true);
}

static void words_without_a_dash_fill_the_operands_in_order(void **state)
{
	static const struct row cases[] = {
		{ { "a" }, "hostname=a" },
		{ { "a", "23" }, "hostname=a port=23" },
		{ { "a", "-q", "23" }, "hostname=a port=23 quiet" },
		{ { "-q", "a", "23" }, "hostname=a port=23 quiet" },
		{ { "a", "23", "-q" }, "hostname=a port=23 quiet" },
		{ { "-p", "23", "a" }, "hostname=a port=23" },
		{ { "-H", "a", "23" }, "hostname=a port=23" },
		{ { "--", "a", "23" }, "hostname=a port=23" },
		{ { "-q", "--", "-a" }, "hostname=-a quiet" },
		{ { "-w", "1", "-", "-q" }, "hostname=- quiet warning=1" },
	};

	(void)state;
	parse_rows(cases, ROWS(cases), true);
}

static void an_operand_too_many_is_refused(void **state)
{
	static const struct row cases[] = {
		{ { "a", "23", "b" }, "argument 3 without a dash is one too many; --help shows the usage" },
		{ { "-H", "a", "-p", "23", "b" }, "argument 1 without a dash is one too many; --help shows the usage" },
		{ { "a", "-p", "23", "24" }, "argument 2 without a dash is one too many; --help shows the usage" },
		{ { "a", "23", "--", "-q" }, "argument 3 without a dash is one too many; --help shows the usage" },
	};

	(void)state;
	parse_rows(cases, ROWS(cases), false);
}

static void the_last_one_wins(void **state)
{
	static const struct row cases[] = {
		{ { "-H", "a", "--host=b" }, "hostname=b" },
		{ { "-H", "h", "-p1", "-p", "2", "--port=3" }, "port=3" },
		{ { "-H", "h", "-w5", "-w6:7" }, "warning=6:7" },
		{ { "-H", "h", "-E2", "-E4" }, "even=4" },
		{ { "-H", "h", "--order=last", "--order=first" }, "" },
		{ { "-H", "h", "-q", "-q" }, "quiet" },
	};

	(void)state;
	parse_rows(cases, ROWS(cases), true);
}

static void what_is_no_option_is_refused(void **state)
{
	static const struct row cases[] = {
		{ { "-H", "h", "-z" }, "-z is not an option; --help lists them" },
		{ { "-H", "h", "-qz" }, "-z is not an option; --help lists them" },
		{ { "-H", "h", "-q-" }, "-- is not an option; --help lists them" },
		{ { "-H", "h", "-:" }, "-: is not an option; --help lists them" },
		{ { "-H", "h", "-?" }, "-? is not an option; --help lists them" },
		{ { "-H", "h", "-0" }, "-0 is not an option; --help lists them" },
		{ { "-H", "h", "--nonsense" }, "--nonsense is not an option, or short for several; --help lists them" },
		{ { "-H", "h", "--nonsense=5" },
		  "--nonsense is not an option, or short for several; --help lists them" },
		{ { "-H", "h", "--ho=x" }, "--ho is not an option, or short for several; --help lists them" },
		{ { "-H", "h", "--host_key=x" },
		  "--host_key is not an option, or short for several; --help lists them" },
		{ { "-H", "h", "--o", "x" }, "--o is not an option, or short for several; --help lists them" },
		{ { "-H", "h", "--=x" }, "-- is not an option, or short for several; --help lists them" },
		{ { "--zz", "-H", "h" }, "--zz is not an option, or short for several; --help lists them" },
		{ { "h", "--zz", "22" }, "--zz is not an option, or short for several; --help lists them" },
	};

	(void)state;
	parse_rows(cases, ROWS(cases), false);
}

static void an_argument_is_wanted_or_not(void **state)
{
	static const struct row cases[] = {
		{ { "-H" }, "--hostname: an argument is missing: HOST is expected" },
		{ { "-H", "h", "-p" }, "--port: an argument is missing: PORT is expected" },
		{ { "-H", "h", "-qp" }, "--port: an argument is missing: PORT is expected" },
		{ { "-H", "h", "--port" }, "--port: an argument is missing: PORT is expected" },
		{ { "-H", "h", "--old-thing" }, "--old-thing: an argument is missing: X is expected" },
		{ { "-H", "h", "-t" }, "--timeout: an argument is missing: SECONDS[:STATE] is expected" },
		{ { "-H", "h", "--quiet=yes" }, "--quiet: this option takes no argument" },
		{ { "-H", "h", "--depth=2" }, "--depth: this option takes no argument" },
		{ { "-H", "h", "--help=x" }, "--help: this option takes no argument" },
	};

	(void)state;
	parse_rows(cases, ROWS(cases), false);
}

static void what_is_required_must_be_given(void **state)
{
	static const struct row cases[] = {
		{ { NULL }, "--hostname: it must be given: HOST is expected; --help shows the usage" },
		{ { "-q" }, "--hostname: it must be given: HOST is expected; --help shows the usage" },
		{ { "-p", "23" }, "--hostname: it must be given: HOST is expected; --help shows the usage" },
		{ { "--" }, "--hostname: it must be given: HOST is expected; --help shows the usage" },
	};

	(void)state;
	parse_rows(cases, ROWS(cases), false);
}

static void a_count_stays_at_its_most(void **state)
{
	static char program[] = "check_x";
	static char host[] = "h";
	char depths[402] = "-";
	char *argv[] = { program, depths, host, NULL };
	struct settings settings = defaults;
	struct common_settings common = option_common_defaults;
	struct problem problem = { 0 };

	(void)state;
	memset(depths + 1, 'd', sizeof depths - 2);
	assert_true(option_parse(table, 3, argv, &settings, &common, &problem));
	assert_int_equal(settings.depth, 255);
	option_free(table, &settings);
}

/* --- the common options -------------------------------------------------------------- */

static void show_common(const struct common_settings *common, char *text, size_t size)
{
	snprintf(text, size, "%g %s %s v%u%s%s%s%s describe=%d", common->timeout, status_name(common->timeout_result),
		 common->output_format == OUTPUT_JSON ? "json" : "nagios", (unsigned)common->verbose,
		 common->clause ? " clause=" : "", common->clause ? common->clause : "", common->help ? " help" : "",
		 common->version ? " version" : "", common->describe);
}

static void every_program_takes_the_common_options(void **state)
{
	static const struct row cases[] = {
		{ { "h" }, "10 CRITICAL nagios v0 describe=0" },
		{ { "h", "-t", "5" }, "5 CRITICAL nagios v0 describe=0" },
		{ { "h", "-t", "5:WARNING" }, "5 WARNING nagios v0 describe=0" },
		{ { "h", "-t", "500ms:unknown" }, "0.5 UNKNOWN nagios v0 describe=0" },
		{ { "h", "-t", "5:0" }, "5 OK nagios v0 describe=0" },
		{ { "h", "--timeout=1m" }, "60 CRITICAL nagios v0 describe=0" },
		{ { "h", "-t5:WARNING", "-t6" }, "6 WARNING nagios v0 describe=0" },
		{ { "h", "--timeout-result=ok" }, "10 OK nagios v0 describe=0" },
		{ { "h", "-t1ms" }, "0.001 CRITICAL nagios v0 describe=0" },
		{ { "h", "--output-format=json" }, "10 CRITICAL json v0 describe=0" },
		{ { "h", "--output", "json" }, "10 CRITICAL json v0 describe=0" },
		{ { "h", "--output=NAGIOS" }, "10 CRITICAL nagios v0 describe=0" },
		{ { "h", "-v" }, "10 CRITICAL nagios v1 describe=0" },
		{ { "h", "-vvv" }, "10 CRITICAL nagios v3 describe=0" },
		{ { "h", "--clause=1.13" }, "10 CRITICAL nagios v0 clause=1.13 describe=0" },
		{ { "h", "-h" }, "10 CRITICAL nagios v0 help describe=0" },
		{ { "h", "-V" }, "10 CRITICAL nagios v0 version describe=0" },
		{ { "h", "--describe=json" }, "10 CRITICAL nagios v0 describe=5" },
		{ { "--help" }, "10 CRITICAL nagios v0 help describe=0" },
		{ { "--help", "-z", "-p", "0" }, "10 CRITICAL nagios v0 help describe=0" },
		{ { "--version", "--nonsense" }, "10 CRITICAL nagios v0 version describe=0" },
		{ { "--describe=man", "a", "b", "c" }, "10 CRITICAL nagios v0 describe=3" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		struct settings settings;
		struct common_settings common;
		struct problem problem = { 0 };
		char name[300];
		char found[300];

		row_name(cases[i].words, name, sizeof name);
		row_true(&rows, name, parse_row(cases[i].words, &settings, &common, &problem), true);
		show_common(&common, found, sizeof found);
		row_text(&rows, name, found, cases[i].expected);
		option_free(table, &settings);
	}
	rows_end(&rows);
}

static void a_bad_common_option_is_refused(void **state)
{
	static const struct row cases[] = {
		{ { "h", "-t", "0" }, "--timeout: '0' is not a time from 1 ms to 11 days" },
		{ { "h", "-t", "-5" }, "--timeout: '-5' is not a time from 1 ms to 11 days" },
		{ { "h", "-t", "12d" }, "--timeout: '12d' is not a time from 1 ms to 11 days" },
		{ { "h", "-t", "" }, "--timeout: '' is not a duration (such as 90s, 26h or 1h30m)" },
		{ { "h", "-t", ":WARNING" }, "--timeout: '' is not a duration (such as 90s, 26h or 1h30m)" },
		{ { "h", "-t", "5:" }, "--timeout: '' is not a state (ok, warning, critical or unknown)" },
		{ { "h", "-t", "5:bad" }, "--timeout: 'bad' is not a state (ok, warning, critical or unknown)" },
		{ { "h", "-t", "5:1:2" }, "--timeout: '1:2' is not a state (ok, warning, critical or unknown)" },
		{ { "h", "--timeout-result=4" },
		  "--timeout-result: '4' is not a state (ok, warning, critical or unknown)" },
		{ { "h", "--output=xml" }, "--output-format: 'xml' is none of nagios, json" },
		{ { "h", "--extra-opt=x" },
		  "--extra-opts: write it in full and on the command line, or it is not read" },
		{ { "h", "--describe=" }, "--describe: '' is none of icinga2, nagios, man, bash, json" },
		{ { "h", "--describe=x" }, "--describe: 'x' is none of icinga2, nagios, man, bash, json" },
		{ { "h", "-z", "--help" }, "-z is not an option; --help lists them" },
	};

	(void)state;
	parse_rows(cases, ROWS(cases), false);
}

/* --- about an option -------------------------------------------------------------------- */

static void a_document_takes_few_of_the_common_options(void **state)
{
	static const struct {
		const char *word;
		const char *expected; /* the start of the problem; NULL: it is taken */
	} cases[] = {
		{ "--help", NULL },
		{ "--version", NULL },
		{ "--describe=man", NULL },
		{ "--describe=json", NULL },
		{ "--describe=icinga2", "--describe: 'icinga2' is none of man, bash, json" },
		{ "--describe=nagios", "--describe: 'nagios' is none of" },
		{ "--timeout=5", "--timeout is not an option" },
		{ "--verbose", "--verbose is not an option" },
		{ "--clause=1.13", "--clause is not an option" },
		{ "--output-format=json", "--output-format is not an option" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		static const struct option_entry none[] = { { 0 } };
		static char name[] = "slo_x";
		char word[64];
		char *argv[] = { name, word, NULL };
		struct common_settings common = option_document_defaults;
		struct settings settings = defaults;
		struct problem problem = { 0 };
		bool taken;

		snprintf(word, sizeof word, "%s", cases[i].word);
		taken = option_parse(none, 2, argv, &settings, &common, &problem);
		row_true(&rows, cases[i].word, taken, cases[i].expected == NULL);
		if (!taken && cases[i].expected)
			row_holds(&rows, cases[i].word, problem.text, cases[i].expected);
	}
	rows_end(&rows);
}

static void a_default_is_told_where_there_is_one(void **state)
{
	static const struct settings all = {
		.quiet = true,
		.depth = 3,
		.hostname = "localhost",
		.port = 22,
		.offset = -7,
		.delay = 1.5,
		.largest = 15000000000,
		.warning = { .start = 0, .end = 5, .is_set = true },
		.minimum = { .start = 7, .end = INFINITY, .is_set = true },
		.refuse = STATUS_CRITICAL,
		.order = 2,
		.even = 4,
	};
	static const struct {
		const char *name;
		const char *all;  /* NULL: nothing is told */
		const char *none; /* of settings that are all zero */
	} expected[] = {
		{ "port", "22", NULL },
		{ "hostname", "localhost", NULL },
		{ "quiet", NULL, NULL },
		{ "depth", NULL, NULL },
		{ "host_key", NULL, NULL },
		{ "expect", NULL, NULL },
		{ "offset", "-7", NULL },
		{ "delay", "1.5", NULL },
		{ "largest", "15000000000", NULL },
		{ "warning", "5", NULL },
		{ "minimum", "7:", NULL },
		{ "refuse", "CRITICAL", "OK" },
		{ "order", "any", "first" },
		{ "even", NULL, NULL },
		{ "old_thing", NULL, NULL },
	};
	const struct settings none = { 0 };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(expected); i++) {
		char text[100];

		row_text(&rows, "the order of the table", table[i].name, expected[i].name);
		row_text(&rows, expected[i].name, option_default(&table[i], &all, text, sizeof text) ? text : NULL,
			 expected[i].all);
		row_text(&rows, expected[i].name, option_default(&table[i], &none, text, sizeof text) ? text : NULL,
			 expected[i].none);
	}
	rows_end(&rows);
}

static void an_option_knows_its_spelling_and_its_nature(void **state)
{
	static const struct {
		const char *spelling;
		bool takes_argument, repeats;
	} expected[] = {
		{ "--port", true, false },    { "--hostname", true, false }, { "--quiet", false, false },
		{ "--depth", false, true },   { "--host-key", true, false }, { "--expect", true, true },
		{ "--offset", true, false },  { "--delay", true, false },    { "--largest", true, false },
		{ "--warning", true, false }, { "--minimum", true, false },  { "--refuse", true, false },
		{ "--order", true, false },   { "--even", true, false },     { "--old-thing", true, false },
	};
	const struct option_entry repeatable = { .name = "each", .kind = OPTION_PARSED, .repeatable = true };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(expected); i++) {
		char text[64];

		option_spelling(&table[i], text, sizeof text);
		row_text(&rows, table[i].name, text, expected[i].spelling);
		row_true(&rows, table[i].name, option_takes_argument(&table[i]), expected[i].takes_argument);
		row_true(&rows, table[i].name, option_repeats(&table[i]), expected[i].repeats);
	}
	row_true(&rows, "parsed and repeatable", option_repeats(&repeatable), true);
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_read),
		cmocka_unit_test(a_bad_value_is_refused_and_its_option_named),
		cmocka_unit_test(an_option_is_found_by_each_of_its_names),
		cmocka_unit_test(words_without_a_dash_fill_the_operands_in_order),
		cmocka_unit_test(an_operand_too_many_is_refused),
		cmocka_unit_test(the_last_one_wins),
		cmocka_unit_test(what_is_no_option_is_refused),
		cmocka_unit_test(an_argument_is_wanted_or_not),
		cmocka_unit_test(what_is_required_must_be_given),
		cmocka_unit_test(a_count_stays_at_its_most),
		cmocka_unit_test(every_program_takes_the_common_options),
		cmocka_unit_test(a_bad_common_option_is_refused),
		cmocka_unit_test(a_document_takes_few_of_the_common_options),
		cmocka_unit_test(a_default_is_told_where_there_is_one),
		cmocka_unit_test(an_option_knows_its_spelling_and_its_nature),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
