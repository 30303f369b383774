// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * The catalogue of clauses: what is read, what is refused and with which line, and which
 * state a clause has.
 */
#include "common/slo/clauses.h"

#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Lines 2 to 5; what holds the clause comes behind. */
#define TITLES "title_ja = 件名\ntitle_en = title\nobjective_ja = 目標\nobjective_en = objective\n"
#define CLAUSE "[1.1]\n" TITLES
#define GOOD CLAUSE "held_by = check\nservices = ssh\n"
#define X50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static const struct {
	const char *name;
	const char *text;
	const char *problem; /* NULL: it is good */
} files[] = {
	{ "one clause", GOOD, NULL },
	{ "comments, blanks, line ends of DOS", "; c\r\n\r\n# d\r\n" GOOD, NULL },
	{ "no line end", CLAUSE "held_by = none", NULL },
	{ "any number", "[A-1.2_b]\n" TITLES "held_by = none\n", NULL },
	{ "several ways", CLAUSE "held_by = check,history , schedule, record\nnothing_yet = a b\n", NULL },
	{ "objects alone", CLAUSE "held_by = schedule\nobjects = hours\n", NULL },
	{ "commands with what they prove",
	  GOOD "command = check_ssh -H HOST\nproves = one\ncommand = check_ssh\nproves = two\n", NULL },
	{ "the keys in another order", "[1]\nservices = a\nheld_by = check\n" TITLES, NULL },

	{ "nothing", "", "it has no clause: a [NUMBER] is expected" },
	{ "comments alone", "; nothing\n", "it has no clause: a [NUMBER] is expected" },
	{ "no section", "held_by = none\n", "line 1: it stands before the first [section]" },
	{ "no key", GOOD "hello\n", "line 8: it is no [section], entry or comment" },
	{ "an unknown key", GOOD "service = x\n", "line 8: 'service' is no key of a clause" },
	{ "a key in capitals", GOOD "Objects = x\n", "line 8: 'Objects' is no key of a clause" },
	{ "a second clause of the number", GOOD "\n" GOOD, "line 9: a second [1.1]; the first is in line 1" },
	{ "a second title", CLAUSE "title_en = other\n", "line 6: a second 'title_en' in the clause" },
	{ "a second list of services", GOOD "services = ftp\n", "line 8: a second 'services' in the clause" },
	{ "a second way", GOOD "held_by = record\n", "line 8: a second 'held_by' in the clause" },
	{ "no title in Japanese", "[1]\ntitle_en = t\nobjective_ja = o\nobjective_en = o\nheld_by = none\n",
	  "line 1: [1] has no title_ja" },
	{ "no title in English", "\n[1]\ntitle_ja = t\nobjective_ja = o\nobjective_en = o\nheld_by = none\n",
	  "line 2: [1] has no title_en" },
	{ "no objective in Japanese", "[1]\ntitle_ja = t\ntitle_en = t\nobjective_en = o\nheld_by = none\n",
	  "line 1: [1] has no objective_ja" },
	{ "no objective in English", "[1]\ntitle_ja = t\ntitle_en = t\nobjective_ja = o\nheld_by = none\n",
	  "line 1: [1] has no objective_en" },
	{ "no way", CLAUSE "services = ssh\n", "line 1: [1.1] has no held_by" },
	{ "no way, and a clause behind it", CLAUSE "services = ssh\n[1.2]\n" TITLES "held_by = none\n",
	  "line 1: [1.1] has no held_by" },
	{ "an empty clause", GOOD "[1.2]\n[1.3]\n" TITLES "held_by = none\n", "line 8: [1.2] has no title_ja" },
	{ "an empty title", "[1]\ntitle_ja =\n", "line 2: 'title_ja' has no value" },
	{ "an unknown way", CLAUSE "held_by = luck\n",
	  "line 6: held_by: 'luck' is no way to hold a clause: check, history, schedule, record or none" },
	{ "a way in capitals", CLAUSE "held_by = Check\n",
	  "line 6: held_by: 'Check' is no way to hold a clause: check, history, schedule, record or none" },
	{ "a way twice", CLAUSE "held_by = check, check\n", "line 6: held_by: 'check' stands twice" },
	{ "none and another", CLAUSE "held_by = none, record\n", "line 6: held_by: none stands alone" },
	{ "a service twice", CLAUSE "services = ssh, ftp, ssh\n", "line 6: services: 'ssh' stands twice" },
	{ "a comma too many", CLAUSE "services = ssh,, ftp\n", "line 6: services: a name is missing beside a comma" },
	{ "a comma at the end", CLAUSE "nothing_yet = ssh,\n",
	  "line 6: nothing_yet: a name is missing beside a comma" },
	{ "a comma alone", CLAUSE "objects = ,\n", "line 6: objects: a name is missing beside a comma" },
	{ "none, and a service", CLAUSE "held_by = none\nservices = ssh\n",
	  "line 1: [1.1] is held by none, and has services, objects, commands or nothing_yet" },
	{ "none, and an object", CLAUSE "held_by = none\nobjects = a\n",
	  "line 1: [1.1] is held by none, and has services, objects, commands or nothing_yet" },
	{ "none, and a command", CLAUSE "held_by = none\ncommand = a\nproves = b\n",
	  "line 1: [1.1] is held by none, and has services, objects, commands or nothing_yet" },
	{ "none, and something missing", CLAUSE "held_by = none\nnothing_yet = a\n",
	  "line 1: [1.1] is held by none, and has services, objects, commands or nothing_yet" },
	{ "nothing that holds it", CLAUSE "held_by = check\n",
	  "line 1: what holds [1.1]? It has no services, no objects, and no nothing_yet" },
	{ "a command alone does not hold it", CLAUSE "held_by = check\ncommand = a\nproves = b\n",
	  "line 1: what holds [1.1]? It has no services, no objects, and no nothing_yet" },
	{ "a command that proves nothing", GOOD "command = check_ssh\n", "line 8: the command has no 'proves'" },
	{ "two commands", GOOD "command = check_ssh\ncommand = check_ftp\n",
	  "line 9: command: the command in front of it has no 'proves'" },
	{ "proves without a command", GOOD "proves = a\n", "line 8: proves: no command stands in front of it" },
	{ "proves twice", GOOD "command = a\nproves = b\nproves = c\n",
	  "line 10: proves: no command stands in front of it" },
	{ "a bad number", "[1.1 a]\n",
	  "line 1: '1.1 a' is no number of a clause: 1 to 16 letters, digits, dots and dashes" },
	{ "a long number", "[12345678901234567]\n",
	  "line 1: '12345678901234567' is no number of a clause: 1 to 16 letters, digits, dots and dashes" },
	{ "no number", "[]\n", "line 1: the name of a section has 1 to 48 bytes" },
	{ "a control character", "[1]\ntitle_en = a\033b\n",
	  "line 2: 'title_en' holds a control character, a `|`, or what is not UTF-8" },
	{ "a bar", "[1]\ntitle_en = a|b\n",
	  "line 2: 'title_en' holds a control character, a `|`, or what is not UTF-8" },
	{ "half a character", "[1]\ntitle_ja = \xE4\xBB\n",
	  "line 2: 'title_ja' holds a control character, a `|`, or what is not UTF-8" },
	{ "a long line", "[1]\ntitle_en = " X50 X50 X50 X50 "\n", "line 2: it is longer than 198 bytes" },
};

static void files_are_read_or_refused_with_the_line(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(files); i++) {
		struct problem problem = { 0 };
		struct clauses clauses;
		bool good = clauses_parse(files[i].text, &clauses, &problem);

		row_true(&rows, files[i].name, good, files[i].problem == NULL);
		row_text(&rows, files[i].name, good ? NULL : problem.text, files[i].problem);
		clauses_free(&clauses);
	}
	rows_end(&rows);
}

static void what_is_read_is_found(void **state)
{
	struct problem problem = { 0 };
	struct clauses clauses;
	const struct clause *clause;

	(void)state;
	assert_true(clauses_parse(GOOD "\n[2.1b]\n" TITLES "held_by = record , check\n"
				       "services = a,  b c ,d\nobjects = o\nnothing_yet = n\n"
				       "command = check_x -a 1\nproves = one\ncommand = check_y\nproves = two\n"
				       "command = check_x -b\nproves = three\n",
				  &clauses, &problem));
	assert_int_equal(clauses.count, 2);
	assert_null(clauses_find(&clauses, "2.1"));
	clause = clauses_find(&clauses, "2.1b");
	assert_non_null(clause);
	assert_int_equal(clause->line, 9);
	assert_string_equal(clause->titles[CLAUSE_JA], "件名");
	assert_string_equal(clause->titles[CLAUSE_EN], "title");
	assert_string_equal(clause->objectives[CLAUSE_JA], "目標");
	assert_string_equal(clause->objectives[CLAUSE_EN], "objective");
	assert_int_equal(clause->held_by.count, 2);
	assert_true(clause_has_name(&clause->held_by, "check"));
	assert_int_equal(clause->services.count, 3);
	assert_string_equal(clause->services.items[1], "b c");
	assert_string_equal(clause->objects.items[0], "o");
	assert_string_equal(clause->nothing_yet.items[0], "n");
	assert_int_equal(clause->programs.count, 2);
	assert_string_equal(clause->programs.items[0], "check_x");
	assert_string_equal(clause->programs.items[1], "check_y");
	assert_int_equal(clause->proof_count, 3);
	assert_string_equal(clause->proofs[2].command, "check_x -b");
	assert_string_equal(clause->proofs[2].proves, "three");
	clauses_free(&clauses);
}

static const struct {
	const char *lines;
	enum clause_state state;
} states[] = {
	{ "held_by = none\n", CLAUSE_NONE },
	{ "held_by = check\nservices = a\n", CLAUSE_HELD },
	{ "held_by = schedule\nobjects = a\n", CLAUSE_HELD },
	{ "held_by = check\nservices = a\nnothing_yet = b\n", CLAUSE_IN_PART },
	{ "held_by = schedule\nobjects = a\nnothing_yet = b\n", CLAUSE_IN_PART },
	{ "held_by = record\nnothing_yet = b\n", CLAUSE_NOTHING_YET },
	/* A program that nobody runs holds nothing. */
	{ "held_by = check\ncommand = a\nproves = b\nnothing_yet = c\n", CLAUSE_NOTHING_YET },
};

static void what_is_missing_is_never_held(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(states); i++) {
		char text[500];
		struct problem problem = { 0 };
		struct clauses clauses;

		snprintf(text, sizeof text, CLAUSE "%s", states[i].lines);
		if (row_true(&rows, states[i].lines, clauses_parse(text, &clauses, &problem), true))
			row_text(&rows, states[i].lines, clause_state_words[clause_state(clauses.items)],
				 clause_state_words[states[i].state]);
		clauses_free(&clauses);
	}
	rows_end(&rows);
}

/* So many texts behind each other, a number in each. */
static char *repeat(const char *before, const char *behind, int count)
{
	size_t length = 0;
	size_t size = (size_t)count * 200 + 1000;
	char *text = malloc(size);

	assert_non_null(text);
	*text = '\0';
	for (int i = 0; i < count; i++)
		length += (size_t)snprintf(text + length, size - length, "%s%d%s", before, i, behind);
	return text;
}

static void a_catalogue_has_an_end(void **state)
{
	struct problem problem = { 0 };
	struct clauses clauses;
	char *text = repeat("[", "]\n" TITLES "held_by = none\n", CLAUSES_MAXIMUM + 1);

	(void)state;
	assert_false(clauses_parse(text, &clauses, &problem));
	assert_string_equal(problem.text, "line 1801: there are more than 300 clauses");
	clauses_free(&clauses);
	free(text);
}

static void a_clause_has_an_end(void **state)
{
	struct problem problem = { 0 };
	struct clauses clauses;
	char *commands = repeat("command = ", "\nproves = a\n", CLAUSE_PROOFS_MAXIMUM + 1);
	char text[5000];

	(void)state;
	snprintf(text, sizeof text, GOOD "%s", commands);
	free(commands);
	assert_false(clauses_parse(text, &clauses, &problem));
	assert_string_equal(problem.text, "line 108: command: there are more than 50 commands");
	clauses_free(&clauses);
}

static void a_file_is_named_with_its_line(void **state)
{
	static const char with_nul[] = GOOD "\0[1.2]\n";
	static const struct {
		const char *content;
		size_t length;
		const char *problem; /* behind the path; NULL: none */
	} cases[] = {
		{ GOOD, sizeof GOOD - 1, NULL },
		{ "", 0, ": it has no clause: a [NUMBER] is expected" },
		{ "[1]\nx = y\n", 10, ": line 2: 'x' is no key of a clause" },
		{ with_nul, sizeof with_nul - 1, ": it holds a NUL" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(cases); i++) {
		char path[] = "/tmp/clauses_test.XXXXXX";
		int fd = mkstemp(path);
		struct problem problem = { 0 };
		struct clauses clauses;
		bool good;

		assert_true(fd >= 0);
		assert_int_equal(write(fd, cases[i].content, cases[i].length), cases[i].length);
		close(fd);
		good = clauses_read(path, &clauses, &problem);
		unlink(path);
		row_true(&rows, cases[i].content, good, cases[i].problem == NULL);
		row_true(&rows, "the path stands first", good || strncmp(problem.text, path, strlen(path)) == 0, true);
		row_text(&rows, cases[i].content, good ? NULL : problem.text + strlen(path), cases[i].problem);
		clauses_free(&clauses);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_read_or_refused_with_the_line),
		cmocka_unit_test(what_is_read_is_found),
		cmocka_unit_test(what_is_missing_is_never_held),
		cmocka_unit_test(a_catalogue_has_an_end),
		cmocka_unit_test(a_clause_has_an_end),
		cmocka_unit_test(a_file_is_named_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
