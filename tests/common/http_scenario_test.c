// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Scenarios: what is read, what is refused, and with which line.
 */
#include "common/net/http_scenario.h"

#include "common/check/file.h"

#include "tests/common/rows.h"

#define STEP "[step a]\nurl = /\n"
#define X50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static const struct {
	const char *name;
	const char *text;
	const char *problem; /* NULL: it is good */
} files[] = {
	{ "one step", STEP, NULL },
	{ "blanks and comments", "# c\n\n; c\n  [step a]\n\t url = /\n", NULL },
	{ "line ends of DOS", "[step a]\r\nurl = /\r\n", NULL },
	{ "no line end", "[step a]\nurl = /", NULL },
	{ "a secret", "[secrets]\np = /etc/p\n" STEP "form.q = ${p}\n", NULL },
	{ "secrets behind the steps", STEP "form.q = ${p}\n[secrets]\np = /etc/p\n", NULL },
	{ "captured before", STEP "capture.t = (.*)\n[step b]\nurl = /${t}\n", NULL },
	{ "all keys",
	  STEP "method = PUT\nbody =\ncontent_type = a/b\nstatus = 200\nredirect = stop\nstring = a\nstring = b\n"
	       "forbid_string = c\nregex = d\nforbid_regex = e\nheader.X = y\ncapture.t = (f)\n",
	  NULL },
	{ "a form's field without a value", STEP "form.q =\n", NULL },
	{ "a colon in a value", STEP "header.X = a: b\n", NULL },
	{ "nothing", "", "it has no [step NAME]" },
	{ "secrets alone", "[secrets]\np = /etc/p\n", "it has no [step NAME]" },
	{ "another section", "[login]\nurl = /\n",
	  "line 2: it is in section [login]; a section is [secrets] or [step NAME]" },
	{ "no section", "url = /\n", "line 1: it is in section []; a section is [secrets] or [step NAME]" },
	{ "a step without a name", "[step ]\nurl = /\n", "line 2: the name of a step has 1 to 40 bytes" },
	{ "a long name", "[step " X50 "]\nurl = /\n", "line 1: the name of the section is too long" },
	{ "a name used twice", STEP STEP, "line 4: a second step has the name 'a'" },
	{ "no heading's end", "[step a\nurl = /\n",
	  "line 2: it is in section []; a section is [secrets] or [step NAME]" },
	{ "an empty section", STEP "[step b]\n\n[step c]\nurl = /\n", "line 3: the section is empty" },
	{ "an empty section at the end", STEP "[step b]\n; c\n", "line 3: the section is empty" },
	{ "no url", "[step a]\nstring = b\n", "line 2: the step 'a' has no url" },
	{ "two urls", STEP "url = /b\n", "line 3: a second 'url' in the step" },
	{ "an unknown key", STEP "\nuri = /b\n", "line 4: 'uri' is no key of a step" },
	{ "a key without its name", STEP "form = b\n", "line 3: 'form' is no key of a step" },
	{ "a key with an empty name", STEP "form. = b\n", "line 3: 'form.' is no key of a step" },
	{ "no value", STEP "string =\n", "line 3: 'string' has no value" },
	{ "no =", STEP "hello\n", "line 3: it is no section, entry or comment" },
	{ "a bad name of a capture", STEP "capture.a-b = (c)\n", "line 3: 'a-b' is no name of letters, digits and _" },
	{ "a bad name of a secret", "[secrets]\na b = /c\n" STEP, "line 2: 'a b' is no name of letters, digits and _" },
	{ "a secret without a file", "[secrets]\na =\n" STEP, "line 2: the secret 'a' has no file" },
	{ "a bad redirect", STEP "redirect = no\n", "line 3: the step 'a': redirect is follow or stop" },
	{ "another scheme", "[step a]\nmethod = PUT\nurl = file:///etc/passwd\n",
	  "line 3: 'file:///etc/passwd' is neither http:// nor https://" },
	{ "a URL with a blank", "[step a]\nurl = /a b\n", "line 2: 'http://a/a b' has blanks in it, or is too long" },
	{ "a URL that is known later", "[step a]\nurl = /\ncapture.u = (x)\n[step b]\nurl = ${u}\n", NULL },
	{ "form and body", STEP "form.a = b\nbody = c\n", "line 2: the step 'a' has both a form and a body" },
	{ "an unknown variable", STEP "form.a = ${t}\n",
	  "line 3: ${t} is neither a secret nor captured by an earlier step" },
	{ "captured in the same step", STEP "capture.t = (.)\nform.a = ${t}\n",
	  "line 4: ${t} is neither a secret nor captured by an earlier step" },
	{ "a variable without an end", STEP "form.a = ${t\n", "line 3: a ${ has no }" },
	{ "a long line", STEP "string = " X50 X50 X50 X50 "\n", "line 3: it is longer than 198 bytes" },
};

static void files_are_read_or_refused_with_the_line(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(files); i++) {
		struct problem problem = { 0 };
		struct scenario scenario;
		bool good = scenario_parse(files[i].text, &scenario, &problem);

		row_true(&rows, files[i].name, good, files[i].problem == NULL);
		row_text(&rows, files[i].name, good ? NULL : problem.text, files[i].problem);
		scenario_free(&scenario);
	}
	rows_end(&rows);
}

static void values_are_found_in_their_order(void **state)
{
	struct problem problem = { 0 };
	struct scenario scenario;

	(void)state;
	assert_true(scenario_parse(STEP "string = one\nform.f = x\nstring = two\n", &scenario, &problem));
	assert_int_equal(scenario.count, 1);
	assert_string_equal(scenario.steps[0].name, "a");
	assert_int_equal(scenario.steps[0].line, 2);
	assert_string_equal(scenario_value(scenario.steps, SCENARIO_STRING, 0), "one");
	assert_string_equal(scenario_value(scenario.steps, SCENARIO_STRING, 1), "two");
	assert_null(scenario_value(scenario.steps, SCENARIO_STRING, 2));
	assert_string_equal(scenario.steps[0].entries[2].name, "f");
	scenario_free(&scenario);
}

static const struct {
	const char *text;
	const char *expanded; /* NULL: it cannot be */
} expansions[] = {
	{ "", "" },         { "plain $ {a} }", "plain $ {a} }" },
	{ "${a}", "1" },    { "<${a}${b}>", "<1two>" },
	{ "${c}", "${a}" }, { "${d}", NULL },
	{ "${}", NULL },    { "${a", NULL },
};

static void variables_are_put_in_once(void **state)
{
	struct scenario_variables variables = { 0 };
	struct rows rows = { 0 };

	(void)state;
	assert_true(scenario_variable_set(&variables, "a", "0", 1));
	assert_true(scenario_variable_set(&variables, "b", "two", 3));
	assert_true(scenario_variable_set(&variables, "c", "${a}", 4));
	assert_true(scenario_variable_set(&variables, "a", "12", 1));
	for (size_t i = 0; i < ROWS(expansions); i++) {
		struct buffer expanded = buffer_limited(100);
		bool done = scenario_expand(expansions[i].text, &variables, &expanded);

		row_text(&rows, expansions[i].text, done ? expanded.data : NULL, expansions[i].expanded);
		file_forget_secret(&expanded);
	}
	scenario_variables_forget(&variables);
	rows_end(&rows);
}

static void forms_are_encoded(void **state)
{
	struct buffer encoded = buffer_limited(100);

	(void)state;
	assert_true(scenario_encode("a-Z_0.9* &=+%\n\xC3\xA9", &encoded));
	assert_string_equal(encoded.data, "a-Z_0.9*+%26%3D%2B%25%0A%C3%A9");
	buffer_free(&encoded);
	encoded = buffer_limited(2);
	assert_false(scenario_encode("abc", &encoded));
	buffer_free(&encoded);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_read_or_refused_with_the_line),
		cmocka_unit_test(values_are_found_in_their_order),
		cmocka_unit_test(variables_are_put_in_once),
		cmocka_unit_test(forms_are_encoded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
