// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/arguments.h"

#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { WORDS = 12 };

/* The words of a vector, each in brackets. */
static void join(const struct arguments *arguments, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < arguments->count && used < size; i++)
		used += (size_t)snprintf(text + used, size - used, "[%s]", arguments->values[i]);
}

/* --- the text of an INI file --------------------------------------------------- */

struct section_row {
	const char *row;
	const char *text;
	const char *expected; /* the words, or the problem */
};

static void add_sections(const struct section_row *table, size_t count, bool good)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct arguments arguments = { 0 };
		struct problem problem = { 0 };
		char found[2000];
		bool added = arguments_add_section(&arguments, table[i].text, "check_x", &problem);

		join(&arguments, found, sizeof found);
		row_true(&rows, table[i].row, added, good);
		row_text(&rows, table[i].row, good ? found : problem.text, table[i].expected);
		row_number(&rows, table[i].row, problem.kind, good ? PROBLEM_NONE : PROBLEM_INPUT);
		if (good && arguments.count > 0)
			row_true(&rows, "NULL behind the last", arguments.values[arguments.count] == NULL, true);
		arguments_free(&arguments);
		row_number(&rows, "empty after it was freed", arguments.count, 0);
	}
	rows_end(&rows);
}

static void the_lines_of_a_section_become_options(void **state)
{
	static const struct section_row table[] = {
		{ "a key with a value", "[check_x]\nport=22\n", "[--port=22]" },
		{ "blanks around the sign", "[check_x]\nport = 22 \n", "[--port=22]" },
		{ "a key alone is a flag", "[check_x]\nuse-ipv6\n", "[--use-ipv6]" },
		{ "a key without a value is a flag", "[check_x]\nuse-ipv6=\n", "[--use-ipv6]" },
		{ "a letter with a value", "[check_x]\np=22\n", "[-p][22]" },
		{ "a letter alone", "[check_x]\nv\n", "[-v]" },
		{ "a negative range", "[check_x]\nw=-5:10\n", "[-w][-5:10]" },
		{ "a value with a sign in it", "[check_x]\nexpect=a=b\n", "[--expect=a=b]" },
		{ "a value with blanks in it", "[check_x]\nexpect=220 ready\n", "[--expect=220 ready]" },
		{ "an address", "[check_x]\nhostname=::1\n", "[--hostname=::1]" },
		{ "the order is kept", "[check_x]\nb=1\na\nc=2\n", "[-b][1][-a][-c][2]" },
		{ "no line end at the end", "[check_x]\nport=22", "[--port=22]" },
		{ "a flag without a line end", "[check_x]\nverbose", "[--verbose]" },
		{ "a section without lines", "[check_x]\n", "" },
		{ "a heading without a line end", "[check_x]", "" },
		{ "a byte order mark", "\xEF\xBB\xBF[check_x]\nport=22\n", "[--port=22]" },
		{ "text in UTF-8", "[check_x]\nexpect=領収書\n", "[--expect=領収書]" },
	};

	(void)state;
	add_sections(table, ROWS(table), true);
}

static void other_sections_are_left_alone(void **state)
{
	static const struct section_row table[] = {
		{ "one before and one behind", "[a]\nport=1\n[check_x]\nport=2\n[b]\nport=3\n", "[--port=2]" },
		{ "sections of the same name add up", "[check_x]\na=1\n[b]\na=2\n[check_x]\na=3\n", "[-a][1][-a][3]" },
		{ "a longer name", "[check_xy]\na=1\n[check_x]\na=2\n", "[-a][2]" },
		{ "a shorter name", "[check_]\na=1\n[check_x]\na=2\n", "[-a][2]" },
		{ "another case", "[CHECK_X]\na=1\n[check_x]\na=2\n", "[-a][2]" },
		{ "lines before the first section", "a=1\n[check_x]\na=2\n", "[-a][2]" },
	};

	(void)state;
	add_sections(table, ROWS(table), true);
}

static void comments_blank_lines_and_indents_are_no_options(void **state)
{
	static const struct section_row table[] = {
		{ "comments", "; one\n[check_x]\n# two = 2\n;three\na=1\n", "[-a][1]" },
		{ "indented comments", "[check_x]\n  # two\n\t;three\na=1\n", "[-a][1]" },
		{ "blank lines", "\n\n[check_x]\n\n   \n\t\na=1\n\n", "[-a][1]" },
		{ "an indented option is one of its own", "[check_x]\na=1\n  b=2\n\tc\n", "[-a][1][-b][2][-c]" },
		{ "an indented heading", "  [check_x]\n  a=1\n", "[-a][1]" },
		{ "DOS line ends", "[check_x]\r\n\r\nport=22\r\nverbose\r\n", "[--port=22][--verbose]" },
		{ "a comment behind a heading", "[check_x] ; mine\na=1\n", "[-a][1]" },
	};

	(void)state;
	add_sections(table, ROWS(table), true);
}

static void a_section_that_is_not_there_is_a_problem(void **state)
{
	static const struct section_row table[] = {
		{ "an empty file", "", "there is no section [check_x]" },
		{ "another section", "[check_y]\na=1\n", "there is no section [check_x]" },
		{ "a comment that looks like it", "# [check_x]\na=1\n", "there is no section [check_x]" },
		{ "a heading that is not closed", "[check_x\na=1\n", "line 1 is no option, section or comment" },
		{ "another heading that is not closed", "[check_x]\na=1\n\n[check_y\n",
		  "line 4 is no option, section or comment" },
	};

	(void)state;
	add_sections(table, ROWS(table), false);
}

/* A text of `length` times `letter` between two others. */
static char *text_around(const char *before, char letter, size_t length, const char *behind)
{
	size_t start = strlen(before);
	char *text = malloc(start + length + strlen(behind) + 1);

	assert_non_null(text);
	memcpy(text, before, start);
	memset(text + start, letter, length);
	strcpy(text + start + length, behind);
	return text;
}

static void a_long_line_is_taken_whole_or_refused(void **state)
{
	static const struct {
		const char *row;
		const char *before;
		size_t length;
		const char *behind;
		const char *expected; /* the problem, or NULL: it is taken */
	} table[] = {
		{ "the longest option", "[check_x]\nexpect=", 191, "\na=1\n", NULL },
		{ "a byte longer", "[check_x]\nexpect=", 192, "\na=1\n", "line 2 is longer than 198 bytes" },
		{ "a long line of ours", "\n[check_x]\n\nexpect=", 5000, "\n", "line 4 is longer than 198 bytes" },
		{ "a long comment", "[check_x]\n#", 5000, "\na=1\n", NULL },
		{ "a long line of another section", "[b]\nexpect=", 5000, "\n[check_x]\na=1\n", NULL },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		char *text = text_around(table[i].before, 'x', table[i].length, table[i].behind);
		struct arguments arguments = { 0 };
		struct problem problem = { 0 };

		row_true(&rows, table[i].row, arguments_add_section(&arguments, text, "check_x", &problem),
			 table[i].expected == NULL);
		row_text(&rows, table[i].row, problem.text, table[i].expected ? table[i].expected : "");
		if (table[i].expected == NULL)
			row_text(&rows, table[i].row, arguments.values[arguments.count - 1], "1");
		arguments_free(&arguments);
		free(text);
	}
	rows_end(&rows);
}

static void a_long_name_of_a_section_is_found(void **state)
{
	char *text = text_around("[", 's', 150, "]\nport=22\n");
	char *name = text_around("", 's', 150, "");
	struct arguments arguments = { 0 };
	struct problem problem = { 0 };

	(void)state;
	assert_true(arguments_add_section(&arguments, text, name, &problem));
	assert_int_equal(arguments.count, 1);
	assert_string_equal(arguments.values[0], "--port=22");
	arguments_free(&arguments);
	free(name);
	free(text);
}

static void more_than_a_thousand_options_are_refused(void **state)
{
	static const char heading[] = "[check_x]\n";
	char text[sizeof heading + 2 * 1001];
	struct arguments arguments = { 0 };
	struct problem problem = { 0 };

	(void)state;
	memcpy(text, heading, sizeof heading);
	for (size_t i = 0; i < 1001; i++)
		memcpy(text + sizeof heading - 1 + 2 * i, "v\n", 3);
	assert_false(arguments_add_section(&arguments, text, "check_x", &problem));
	assert_string_equal(problem.text, "the section has more than 1000 options");
	arguments_free(&arguments);
	text[sizeof heading - 1 + 2 * 1000] = '\0';
	assert_true(arguments_add_section(&arguments, text, "check_x", &problem));
	assert_int_equal(arguments.count, 1000);
	arguments_free(&arguments);
}

/* --- the command line ------------------------------------------------------------ */

static const char own_file[] = "[check_x]\nport=22\nv\n[other]\nport=23\n";

/* A folder with a file for each way to name one. */
static int make_files(void **state)
{
	static const struct {
		const char *name;
		const char *text;
	} files[] = {
		{ "own.ini", own_file },
		{ "plugins.ini", "[check_x]\nport=24\n" },
		{ "empty.ini", "" },
	};
	char *folder = strdup("/tmp/receico-arguments-XXXXXX");

	*state = folder;
	if (folder == NULL || mkdtemp(folder) == NULL || chdir(folder) != 0)
		return -1;
	for (size_t i = 0; i < ROWS(files); i++) {
		FILE *file = fopen(files[i].name, "w");

		if (file == NULL || fputs(files[i].text, file) < 0 || fclose(file) != 0)
			return -1;
	}
	return 0;
}

static int remove_files(void **state)
{
	static const char *const names[] = { "own.ini", "plugins.ini", "empty.ini" };

	for (size_t i = 0; i < ROWS(names); i++)
		remove(names[i]);
	if (chdir("/") != 0 || rmdir(*state) != 0)
		return -1;
	free(*state);
	return 0;
}

struct line_row {
	const char *row;
	const char *config; /* of $MP_CONFIG_FILE, or NULL */
	const char *search; /* of $NAGIOS_CONFIG_PATH, or NULL */
	char *words[WORDS];
	const char *expected; /* the words, or the problem */
};

static void set_variable(const char *name, const char *value)
{
	assert_int_equal(value ? setenv(name, value, 1) : unsetenv(name), 0);
}

static void read_lines(const struct line_row *table, size_t count, bool good)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct arguments arguments;
		struct problem problem = { 0 };
		char *words[WORDS];
		char found[2000];
		int length = 0;

		memcpy(words, table[i].words, sizeof words);
		while (words[length])
			length++;
		set_variable("MP_CONFIG_FILE", table[i].config);
		set_variable("NAGIOS_CONFIG_PATH", table[i].search);
		row_true(&rows, table[i].row, arguments_read("check_x", length, words, &arguments, &problem), good);
		join(&arguments, found, sizeof found);
		row_text(&rows, table[i].row, good ? found : problem.text, table[i].expected);
		arguments_free(&arguments);
	}
	set_variable("MP_CONFIG_FILE", NULL);
	set_variable("NAGIOS_CONFIG_PATH", NULL);
	rows_end(&rows);
}

static void a_line_without_files_stays_as_it_is(void **state)
{
	static const struct line_row table[] = {
		{ "the program alone", NULL, NULL, { "check_x" }, "[check_x]" },
		{ "options and operands", NULL, NULL, { "check_x", "-p", "22", "host" }, "[check_x][-p][22][host]" },
		{ "empty words", NULL, NULL, { "check_x", "", "-e", "" }, "[check_x][][-e][]" },
		{ "a longer name", NULL, NULL, { "check_x", "--extra-optsx" }, "[check_x][--extra-optsx]" },
		{ "as a value", NULL, NULL, { "check_x", "-s", "x--extra-opts" }, "[check_x][-s][x--extra-opts]" },
	};

	(void)state;
	read_lines(table, ROWS(table), true);
}

static void old_spellings_are_brought_up_to_date(void **state)
{
	static const struct line_row table[] = {
		{ "all three",
		  NULL,
		  NULL,
		  { "check_x", "-to", "5", "-wt", "1", "-ct", "2" },
		  "[check_x][-t][5][-w][1][-c][2]" },
		{ "only as whole words",
		  NULL,
		  NULL,
		  { "check_x", "-to5", "-wtx", "--to", "-t" },
		  "[check_x][-to5][-wtx][--to][-t]" },
		{ "not behind --",
		  NULL,
		  NULL,
		  { "check_x", "--", "-to", "-wt", "-ct" },
		  "[check_x][--][-to][-wt][-ct]" },
	};

	(void)state;
	read_lines(table, ROWS(table), true);
}

static const struct line_row extra_lines[] = {
	{ "=@file", NULL, NULL, { "check_x", "--extra-opts=@own.ini" }, "[check_x][--port=22][-v]" },
	{ "=section@file", NULL, NULL, { "check_x", "--extra-opts=other@own.ini" }, "[check_x][--port=23]" },
	{ "=section", "own.ini", NULL, { "check_x", "--extra-opts=other" }, "[check_x][--port=23]" },
	{ "a word of its own", NULL, NULL, { "check_x", "--extra-opts", "other@own.ini" }, "[check_x][--port=23]" },
	{ "no word", "own.ini", NULL, { "check_x", "--extra-opts" }, "[check_x][--port=22][-v]" },
	{ "an option behind it is no word of it",
	  "own.ini",
	  NULL,
	  { "check_x", "--extra-opts", "-4" },
	  "[check_x][--port=22][-v][-4]" },
	{ "nothing behind the sign",
	  "own.ini",
	  NULL,
	  { "check_x", "--extra-opts=", "host" },
	  "[check_x][--port=22][-v][host]" },
	{ "nothing behind the at", "own.ini", NULL, { "check_x", "--extra-opts=other@" }, "[check_x][--port=23]" },
	{ "behind what overrides it",
	  NULL,
	  NULL,
	  { "check_x", "-p", "99", "--extra-opts=@own.ini", "host" },
	  "[check_x][--port=22][-v][-p][99][host]" },
	{ "twice, in their order",
	  NULL,
	  NULL,
	  { "check_x", "--extra-opts=other@own.ini", "-4", "--extra-opts=@own.ini" },
	  "[check_x][--port=23][--port=22][-v][-4]" },
	{ "not behind --",
	  NULL,
	  NULL,
	  { "check_x", "--", "--extra-opts=@missing.ini" },
	  "[check_x][--][--extra-opts=@missing.ini]" },
	{ "one before --, one behind",
	  NULL,
	  NULL,
	  { "check_x", "--extra-opts=@own.ini", "--", "--extra-opts", "x" },
	  "[check_x][--port=22][-v][--][--extra-opts][x]" },
	{ "-- is no word of it",
	  "own.ini",
	  NULL,
	  { "check_x", "--extra-opts", "--", "x" },
	  "[check_x][--port=22][-v][--][x]" },
	{ "the folder in $NAGIOS_CONFIG_PATH", NULL, ".", { "check_x", "--extra-opts" }, "[check_x][--port=24]" },
	{ "the second folder there", NULL, "/nonexistent:.", { "check_x", "--extra-opts" }, "[check_x][--port=24]" },
	{ "$MP_CONFIG_FILE wins", "own.ini", ".", { "check_x", "--extra-opts=other" }, "[check_x][--port=23]" },
};

static void extra_options_stand_in_front_of_the_others(void **state)
{
	(void)state;
	read_lines(extra_lines, ROWS(extra_lines), true);
}

static void a_failure_names_the_option_and_the_file(void **state)
{
	static const struct line_row table[] = {
		{ "no such file",
		  NULL,
		  NULL,
		  { "check_x", "--extra-opts=@missing.ini" },
		  "--extra-opts: cannot read 'missing.ini': No such file or directory" },
		{ "no such file in $MP_CONFIG_FILE",
		  "missing.ini",
		  NULL,
		  { "check_x", "--extra-opts" },
		  "--extra-opts: cannot read 'missing.ini': No such file or directory" },
		{ "a folder",
		  NULL,
		  NULL,
		  { "check_x", "--extra-opts=@." },
		  "--extra-opts: cannot read '.': not a regular file" },
		{ "no such section",
		  NULL,
		  NULL,
		  { "check_x", "--extra-opts=third@own.ini" },
		  "--extra-opts: own.ini: there is no section [third]" },
		{ "an empty file",
		  NULL,
		  NULL,
		  { "check_x", "--extra-opts", "@empty.ini" },
		  "--extra-opts: empty.ini: there is no section [check_x]" },
		{ "the second of two",
		  NULL,
		  NULL,
		  { "check_x", "--extra-opts=@own.ini", "--extra-opts=third@own.ini" },
		  "--extra-opts: own.ini: there is no section [third]" },
	};

	(void)state;
	read_lines(table, ROWS(table), false);
}

static void too_long_a_name_is_refused(void **state)
{
	char *section = text_around("--extra-opts=", 's', 200, "@own.ini");
	char *path = text_around("--extra-opts=@", 'p', 2000, "");
	char program[] = "check_x";
	char *words[] = { program, section, NULL };
	struct arguments arguments;
	struct problem problem = { 0 };

	(void)state;
	assert_false(arguments_read("check_x", 2, words, &arguments, &problem));
	assert_string_equal(problem.text, "--extra-opts: the name of the section is too long");
	arguments_free(&arguments);
	words[1] = path;
	assert_false(arguments_read("check_x", 2, words, &arguments, &problem));
	assert_non_null(strstr(problem.text, "--extra-opts: "));
	arguments_free(&arguments);
	free(path);
	free(section);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_lines_of_a_section_become_options),
		cmocka_unit_test(other_sections_are_left_alone),
		cmocka_unit_test(comments_blank_lines_and_indents_are_no_options),
		cmocka_unit_test(a_section_that_is_not_there_is_a_problem),
		cmocka_unit_test(a_long_line_is_taken_whole_or_refused),
		cmocka_unit_test(a_long_name_of_a_section_is_found),
		cmocka_unit_test(more_than_a_thousand_options_are_refused),
		cmocka_unit_test(a_line_without_files_stays_as_it_is),
		cmocka_unit_test(old_spellings_are_brought_up_to_date),
		cmocka_unit_test(extra_options_stand_in_front_of_the_others),
		cmocka_unit_test(a_failure_names_the_option_and_the_file),
		cmocka_unit_test(too_long_a_name_is_refused),
	};

	return cmocka_run_group_tests(tests, make_files, remove_files);
}
