// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/describe.h"

#include "tests/common/json_check.h"
#include "tests/common/rows.h"

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- a program with an option of every kind -------------------------------------------- */

struct settings {
	const char *hostname;
	long port;
	bool use_ipv4, use_ipv6, quiet;
	unsigned char depth;
	struct texts expect;
	double delay;
	uint64_t largest;
	struct range warning, days_left;
	enum status refuse;
	int order;
	int even;
};

static const struct settings defaults = {
	.port = 22,
	.delay = 1.5,
	.largest = 15000000000,
	.days_left = { .start = 7, .end = INFINITY, .is_set = true },
	.refuse = STATUS_CRITICAL,
	.order = 1,
};

static const char *const orders[] = { "first", "last", NULL };

static bool parse_even(const char *text, void *filled, struct problem *problem)
{
	(void)text;
	(void)filled;
	(void)problem;
	return true;
}

static const struct option_entry options[] = {
	{ 'H', FILLS(hostname), "HOST", "server to \"connect\" to", .group = "Connection", .required = true,
	  .operand = 1, .is_address = true },
	{ 'p', FILLS(port), "PORT", "port it listens on, where C:\\ is no path", .operand = 2 },
	{ '4', FILLS(use_ipv4), NULL, "use IPv4 only" },
	{ '6', FILLS(use_ipv6), NULL, "use IPv6 only" },
	{ 'q', FILLS(quiet), NULL, "say less", .group = "What is expected" },
	{ 'd', FILLS(depth), NULL, "look deeper" },
	{ 'e', FILLS(expect), "TEXT",
	  "text of the answer, told at such a length that the line must be wrapped, and then again, at a blank" },
	{ 'D', FILLS(delay), "TIME", "wait before it" },
	{ 0, FILLS(largest), "SIZE", "most that is read" },
	{ 'w', FILLS(warning), "RANGE", "seconds: warning", .unit = UNIT_SECONDS },
	{ 0, FILLS(days_left), "RANGE", "days left: warning", .at_least = true },
	{ 'r', FILLS(refuse), "STATE", "state when it refuses" },
	{ 0, FILLS(order), "ORDER", "first or last", .choices = orders },
	{ 'E', FILLS_BY(even, parse_even), "DIGIT[:DIGIT]", "even digits", .repeatable = true },
	{ 'x', .name = "old_thing", .kind = OPTION_IGNORED, .argument = "X", .help = "ignored, as it always was" },
	{ 0 }
};

static const struct example examples[] = {
	{ "-H example.org -e '220 ready'", "the server answers" },
	{ "-H example.org --order=first --delay=90s --largest=15GB --warning=500ms:2s --days-left=7",
	  ".once and -twice" },
	{ 0 }
};

static const struct check program = {
	.name = "check_receico_test",
	.service = "TEST",
	.summary = "does a server answer, and does a summary that is longer than a line of eighty columns wrap?",
	.proves = "OK proves that a test server answered. It does not prove that it will do so again, however "
		  "long this paragraph may become, which must be wrapped at eighty columns as well.",
	.clauses = "1.13, 4.3",
	.synopsis = "[OPTION]... [-w RANGE] [-c RANGE] [--expect=TEXT]... [--order=ORDER] HOST [PORT]",
	.options = options,
	.examples = examples,
	.defaults = &defaults,
	.settings_size = sizeof(struct settings),
};

/* The program in this form; the caller frees it. */
static struct buffer describe(enum description form)
{
	struct buffer buffer = buffer_limited(1 << 20);

	describe_program(&buffer, &program, form);
	assert_false(buffer.overflowed);
	return buffer;
}

static struct buffer help(void)
{
	struct buffer buffer = buffer_limited(1 << 20);

	describe_help(&buffer, &program);
	assert_false(buffer.overflowed);
	return buffer;
}

static size_t count(const char *text, const char *part)
{
	size_t found = 0;

	for (text = strstr(text, part); text; text = strstr(text + 1, part))
		found++;
	return found;
}

/* Is every one of the facts in the text? */
static void hold_all(struct buffer text, const char *const *facts, size_t length)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < length; i++)
		row_holds(&rows, facts[i], text.data, facts[i]);
	buffer_free(&text);
	rows_end(&rows);
}

/* Calls `look` for each option of the program and each common one. */
static void each_option(struct rows *rows, const char *text,
			void (*look)(struct rows *, const char *, const struct option_entry *))
{
	struct option_cursor own = option_cursor(options);
	struct option_cursor common = option_cursor(option_common_table);
	const struct option_entry *option;

	while ((option = option_next(&own)) || (option = option_next(&common)))
		look(rows, text, option);
}

/* --- --help and --version ----------------------------------------------------------------- */

static void no_line_of_the_help_is_over_80_columns(void **state)
{
	struct buffer text = help();
	size_t longest = 0;

	(void)state;
	for (const char *line = text.data; *line;) {
		size_t length = strcspn(line, "\n");

		if (length > 80)
			fail_msg("%.*s", (int)length, line);
		if (length > longest)
			longest = length;
		line += length + 1;
	}
	assert_in_range(longest, 75, 80); /* and the width is used */
	buffer_free(&text);
}

static void look_for_help(struct rows *rows, const char *text, const struct option_entry *option)
{
	char spelling[64];
	char line[100];

	option_spelling(option, spelling, sizeof spelling);
	if (option->letter)
		snprintf(line, sizeof line, "\n  -%c, %s%s%s", option->letter, spelling,
			 option_takes_argument(option) ? "=" : "",
			 option_takes_argument(option) ? option->argument : "");
	else
		snprintf(line, sizeof line, "\n      %s%s%s", spelling, option_takes_argument(option) ? "=" : "",
			 option_takes_argument(option) ? option->argument : "");
	row_number(rows, line, (double)count(text, line), option->kind == OPTION_IGNORED ? 0 : 1);
}

static void the_help_lists_every_option_once(void **state)
{
	struct buffer text = help();
	struct rows rows = { 0 };

	(void)state;
	each_option(&rows, text.data, look_for_help);
	buffer_free(&text);
	rows_end(&rows);
}

static void the_help_tells_groups_defaults_and_examples(void **state)
{
	static const char *const facts[] = {
		"check_receico_test - does a server answer, and",
		"\nUsage: check_receico_test [OPTION]... [-w RANGE]",
		"\nOK proves that a test server",
		"\nSLO clauses it serves: 1.13, 4.3\n",
		"\n\nConnection:\n  -H, --hostname=HOST         server to \"connect\" to (required)\n",
		"port it listens on, where C:\\ is no path (default\n                              22)\n",
		"\n\nWhat is expected:\n  -q, --quiet                 say less\n",
		"\n  -d, --depth                 look deeper (repeatable)\n",
		"wait before it (default 1.5)",
		"most that is read (default 15000000000)",
		"seconds: warning\n",
		"days left: warning (default 7:)",
		"state when it refuses (default CRITICAL)",
		"\n  -E, --even=DIGIT[:DIGIT]    even digits (repeatable)\n",
		"\n\nCommon:\n",
		"\nExamples:\n  check_receico_test -H example.org -e '220 ready'\n      the server answers\n",
		"\nRANGE is a threshold",
		"\nExit status: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.\n",
	};

	(void)state;
	hold_all(help(), facts, ROWS(facts));
}

static void the_version_is_one_line(void **state)
{
	struct buffer text = buffer_limited(1000);

	(void)state;
	describe_version(&text, &program);
	assert_string_equal(text.data, "check_receico_test (" PACKAGE_NAME ") " PACKAGE_VERSION "\n");
	buffer_free(&text);
}

/* --- --describe ------------------------------------------------------------------------------ */

static void a_command_is_named_after_what_it_checks(void **state)
{
	static const char *const table[][2] = {
		{ "check_ssh", "receico_ssh" },         { "check_receico_http", "receico_http" },
		{ "receico_http", "receico_http" },     { "ssh", "receico_ssh" },
		{ "check_check_x", "receico_check_x" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		const struct check named = { .name = table[i][0] };
		char text[64];

		describe_command_name(&named, text, sizeof text);
		row_text(&rows, table[i][0], text, table[i][1]);
	}
	rows_end(&rows);
}

static void icinga2_gets_a_check_command(void **state)
{
	static const char *const facts[] = {
		"object CheckCommand \"receico_test\" {\n\timport \"ipv4-or-ipv6\"\n\n"
		"\tcommand = [ ReceicoPluginDir + \"/check_receico_test\" ]\n\n\targuments = {\n",
		"\t\t\"--hostname\" = {\n\t\t\tvalue = \"$receico_test_hostname$\"\n"
		"\t\t\tdescription = \"server to \\\"connect\\\" to\"\n\t\t\trequired = true\n\t\t}\n",
		"\t\t\"--quiet\" = {\n\t\t\tset_if = \"$receico_test_quiet$\"\n\t\t\tdescription = \"say "
		"less\"\n\t\t}\n",
		"\t\t\"--days-left\" = {\n\t\t\tvalue = \"$receico_test_days_left$\"\n",
		"\t\t\"--timeout\" = {\n\t\t\tvalue = \"$receico_test_timeout$\"\n",
		"\t\t\"--extra-opts\" = {\n",
		"C:\\\\ is no path",
		"at a blank\"\n\t\t\trepeat_key = true\n\t\t}\n",
		"\"even digits\"\n\t\t\trepeat_key = true\n\t\t}\n",
		"\tvars.receico_test_hostname = \"$check_address$\"\n",
		"\tvars.receico_test_use_ipv4 = \"$check_ipv4$\"\n",
		"\tvars.receico_test_use_ipv6 = \"$check_ipv6$\"\n",
		"\tvars.receico_test_clause = \"$slo_clause$\"\n",
	};
	struct buffer text = describe(DESCRIBE_ICINGA2);

	(void)state;
	assert_null(strstr(text.data, "--help"));
	assert_null(strstr(text.data, "--version"));
	assert_null(strstr(text.data, "--describe"));
	assert_null(strstr(text.data, "--old-thing"));
	assert_int_equal(count(text.data, "{"), count(text.data, "}"));
	hold_all(text, facts, ROWS(facts));
}

static void a_program_without_an_address_imports_none(void **state)
{
	static const struct option_entry quiet[] = { { 'q', FILLS(quiet), NULL, "say less" }, { 0 } };
	struct check local = program;
	struct buffer text = buffer_limited(100000);

	(void)state;
	local.options = quiet;
	describe_program(&text, &local, DESCRIBE_ICINGA2);
	assert_null(strstr(text.data, "import"));
	assert_null(strstr(text.data, "check_address"));
	buffer_free(&text);
	describe_program(&text, &local, DESCRIBE_NAGIOS);
	assert_string_equal(text.data, "define command {\n\tcommand_name\treceico_test\n"
				       "\tcommand_line\t$USER2$/check_receico_test $ARG1$\n}\n");
	buffer_free(&text);
}

static void nagios_gets_a_command(void **state)
{
	struct buffer text = describe(DESCRIBE_NAGIOS);

	(void)state;
	assert_string_equal(text.data, "define command {\n\tcommand_name\treceico_test\n\tcommand_line\t"
				       "$USER2$/check_receico_test --hostname '$HOSTADDRESS$' $ARG1$\n}\n");
	buffer_free(&text);
}

static void the_manual_page_has_its_sections_and_escapes(void **state)
{
	static const char *const facts[] = {
		".TH check_receico_test 8 \"\" \"" PACKAGE_NAME " " PACKAGE_VERSION "\"\n",
		"\n.SH NAME\ncheck_receico_test \\- does a server answer",
		"\n.SH SYNOPSIS\n.B check_receico_test\n[OPTION]... [\\-w RANGE]",
		"\n.SH DESCRIPTION\nOK proves that",
		"\nSLO clauses it serves: 1.13, 4.3\n.SH OPTIONS\n",
		"\n.SS Connection\n.TP\n\\fB\\-H\\fR, \\fB\\-\\-hostname\\fR=\\fIHOST\\fR\n",
		"C:\\e is no path (default 22)\n",
		"\n.SS What is expected\n.TP\n\\fB\\-q\\fR, \\fB\\-\\-quiet\\fR\nsay less\n",
		"\\fB\\-\\-days\\-left\\fR=\\fIRANGE\\fR\ndays left: warning (default 7:)\n",
		"even digits (repeatable)\n",
		"\n.SS Common\n",
		"\n.SH EXAMPLES\n.TP\n.B check_receico_test \\-H example.org \\-e '220 ready'\nthe server answers\n",
		"\n\\&.once and \\-twice\n",
		"\n.SH EXIT STATUS\n0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN\n",
	};
	struct buffer text = describe(DESCRIBE_MAN);

	(void)state;
	assert_null(strstr(text.data, "old\\-thing"));
	hold_all(text, facts, ROWS(facts));
}

/* Does this command take the text on its standard input? */
static bool takes(const char *command, const struct buffer *text)
{
	char path[] = "/tmp/receico-describe-XXXXXX";
	char line[200];
	int fd = mkstemp(path);
	int status;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text->data, text->length), text->length);
	close(fd);
	snprintf(line, sizeof line, "%s < %s", command, path);
	status = system(line);
	remove(path);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void bash_takes_its_completion(void **state)
{
	static const char *const facts[] = {
		"_check_receico_test() {\n",
		"\t--refuse) COMPREPLY=($(compgen -W 'ok warning critical unknown' -- \"$word\")); return ;;\n",
		"\t--order) COMPREPLY=($(compgen -W 'first last' -- \"$word\")); return ;;\n",
		"\t--output-format) COMPREPLY=($(compgen -W 'nagios json' -- \"$word\")); return ;;\n",
		" --hostname= --port= --use-ipv4 --use-ipv6 --quiet --depth --expect= --delay=",
		" --version --help --verbose --describe=",
		"\ncomplete -F _check_receico_test check_receico_test\n",
	};
	struct buffer text = describe(DESCRIBE_BASH);

	(void)state;
	assert_null(strstr(text.data, "--old-thing"));
	assert_true(takes("bash -n", &text));
	hold_all(text, facts, ROWS(facts));
}

/* What bash offers for the last word of a line, as a list. */
static void completion_offers_what_fits(void **state)
{
	static const char *const table[][2] = {
		{ "check_receico_test --ho", "--hostname=" },
		{ "check_receico_test --order = f", "first" },
		{ "check_receico_test --refuse = c", "critical" },
		{ "check_receico_test --use-ipv", "--use-ipv4 --use-ipv6" },
		{ "check_receico_test --order l", "last" },
	};
	struct buffer text = describe(DESCRIBE_BASH);
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct buffer script = buffer_limited(100000);

		buffer_print(&script,
			     "compopt() { :; }\n%sCOMP_WORDS=(%s)\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
			     "_check_receico_test\n[[ \"${COMPREPLY[*]}\" == '%s' ]]\n",
			     text.data, table[i][0], table[i][1]);
		row_true(&rows, table[i][0], takes("bash --norc", &script), true);
		buffer_free(&script);
	}
	buffer_free(&text);
	rows_end(&rows);
}

static void look_for_json(struct rows *rows, const char *text, const struct option_entry *option)
{
	char spelling[64];
	char member[100];

	option_spelling(option, spelling, sizeof spelling);
	snprintf(member, sizeof member, "\n{\"name\":\"%s\",", spelling);
	row_number(rows, member, (double)count(text, member), 1);
}

static void json_holds_every_option(void **state)
{
	static const char *const facts[] = {
		"{\"name\":\"check_receico_test\",\"version\":\"" PACKAGE_VERSION
		"\",\"service\":\"TEST\",\"summary\":\"",
		"\"clauses\":\"1.13, 4.3\",\"options\":[",
		"{\"name\":\"--hostname\",\"letter\":\"H\",\"kind\":\"text\",\"argument\":\"HOST\",\"required\":true,"
		"\"repeatable\":false,\"help\":\"server to \\\"connect\\\" to\"}",
		"{\"name\":\"--port\",\"letter\":\"p\",\"kind\":\"number\",\"argument\":\"PORT\",\"required\":false,"
		"\"repeatable\":false,\"default\":\"22\",\"help\":\"port it listens on, where C:\\\\ is no path\"}",
		"\"kind\":\"flag\",\"required\":false",
		"\"kind\":\"count\",\"required\":false,\"repeatable\":true",
		"\"kind\":\"texts\"",
		"\"kind\":\"duration\"",
		"\"kind\":\"size\"",
		"\"kind\":\"range\"",
		"\"kind\":\"state\"",
		"\"kind\":\"choice\",\"argument\":\"ORDER\",\"required\":false,\"repeatable\":false,\"default\":"
		"\"last\"",
		"\"kind\":\"parsed\"",
		"\"kind\":\"ignored\"",
		"\"examples\":[\n{\"arguments\":\"-H example.org -e '220 ready'\",\"meaning\":\"the server "
		"answers\"},\n",
	};
	struct buffer text = describe(DESCRIBE_JSON);
	struct rows rows = { 0 };

	(void)state;
	assert_true(json_is_valid(text.data));
	each_option(&rows, text.data, look_for_json);
	rows_end(&rows);
	hold_all(text, facts, ROWS(facts));
}

static void json_without_options_of_its_own_is_valid(void **state)
{
	static const struct option_entry none[] = { { 0 } };
	static const struct example no_examples[] = { { 0 } };
	struct check bare = program;
	struct buffer text = buffer_limited(100000);

	(void)state;
	bare.options = none;
	bare.examples = no_examples;
	describe_program(&text, &bare, DESCRIBE_JSON);
	assert_true(json_is_valid(text.data));
	buffer_free(&text);
}

static void nothing_is_described_unless_asked(void **state)
{
	struct buffer text = describe(DESCRIBE_NOTHING);

	(void)state;
	assert_int_equal(text.length, 0);
}

/* --- a program that prints a document --------------------------------------------------------- */

static bool write_nothing(const void *settings, struct buffer *document, struct problem *problem)
{
	(void)settings;
	(void)document;
	(void)problem;
	return true;
}

/* Holds the description of the document's program these, and none of those? */
static void hold_and_lack(struct buffer text, const char *const holds[], const char *const lacks[])
{
	struct rows rows = { 0 };

	for (size_t i = 0; holds[i]; i++)
		row_holds(&rows, holds[i], text.data, holds[i]);
	for (size_t i = 0; lacks[i]; i++)
		row_true(&rows, lacks[i], strstr(text.data, lacks[i]) != NULL, false);
	buffer_free(&text);
	rows_end(&rows);
}

static struct check document_program(void)
{
	struct check local = program;

	local.name = "slo_test";
	local.service = NULL;
	local.document = write_nothing;
	return local;
}

static void the_help_of_a_document_tells_nothing_of_checks(void **state)
{
	static const char *const holds[] = { "\n  -H, --hostname=HOST",
					     "\n\nCommon:\n      --describe=FORM",
					     "--extra-opts",
					     "\n  -V, --version",
					     "\n  -h, --help",
					     "\nExit status: 0 printed, 3 not: standard error says why.\n",
					     NULL };
	static const char *const lacks[] = { "--timeout", "--clause",     "--output-format", "--verbose",
					     "icinga2",   "threshold as", "CRITICAL, 3",     NULL };
	const struct check local = document_program();
	struct buffer text = buffer_limited(1 << 20);

	(void)state;
	describe_help(&text, &local);
	hold_and_lack(text, holds, lacks);
}

static void the_page_of_a_document_is_for_people(void **state)
{
	static const char *const holds[] = { ".TH slo_test 1 ", "\n.SS Common\n",
					     "\n.SH EXIT STATUS\n0 printed, 3 not: standard error says why\n", NULL };
	static const char *const lacks[] = { "timeout", "CRITICAL, 3", NULL };
	const struct check local = document_program();
	struct buffer text = buffer_limited(1 << 20);

	(void)state;
	describe_program(&text, &local, DESCRIBE_MAN);
	hold_and_lack(text, holds, lacks);
}

static void a_document_has_no_service(void **state)
{
	static const char *const holds[] = { "{\"name\":\"slo_test\"", "{\"name\":\"--describe\"", NULL };
	static const char *const lacks[] = { "\"service\":", "--timeout", NULL };
	const struct check local = document_program();
	struct buffer text = buffer_limited(1 << 20);

	(void)state;
	describe_program(&text, &local, DESCRIBE_JSON);
	assert_true(json_is_valid(text.data));
	hold_and_lack(text, holds, lacks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_line_of_the_help_is_over_80_columns),
		cmocka_unit_test(the_help_lists_every_option_once),
		cmocka_unit_test(the_help_tells_groups_defaults_and_examples),
		cmocka_unit_test(the_version_is_one_line),
		cmocka_unit_test(a_command_is_named_after_what_it_checks),
		cmocka_unit_test(icinga2_gets_a_check_command),
		cmocka_unit_test(a_program_without_an_address_imports_none),
		cmocka_unit_test(nagios_gets_a_command),
		cmocka_unit_test(the_manual_page_has_its_sections_and_escapes),
		cmocka_unit_test(bash_takes_its_completion),
		cmocka_unit_test(completion_offers_what_fits),
		cmocka_unit_test(json_holds_every_option),
		cmocka_unit_test(json_without_options_of_its_own_is_valid),
		cmocka_unit_test(nothing_is_described_unless_asked),
		cmocka_unit_test(the_help_of_a_document_tells_nothing_of_checks),
		cmocka_unit_test(the_page_of_a_document_is_for_people),
		cmocka_unit_test(a_document_has_no_service),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
