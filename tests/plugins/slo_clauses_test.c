// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * slo_clauses: what it prints of a catalogue, whole, in each form.
 */
#include "plugins/slo_clauses.c"

#include "tests/common/json_check.h"
#include "tests/common/rows.h"

#include <stdlib.h>

static const char catalogue[] =
	"[1.1]\ntitle_ja = サービス時間\ntitle_en = service hours\nobjective_ja = 終日利用できる\n"
	"objective_en = open at all hours\nheld_by = schedule, history\nobjects = always\nnothing_yet = check_slo\n"
	"[1.2b]\ntitle_ja = "
	"とても長い名前をもつ条項であってその名前は一行には到底おさまりきらないほどの長さになるもの\n"
	"title_en = a clause with a name that is so long that no line of the list has room for all of it\n"
	"objective_ja = なし\nobjective_en = not offered\nheld_by = none\n"
	"[3]\ntitle_ja = 記録\ntitle_en = a *record*\nobjective_ja = 残す\nobjective_en = kept\nheld_by = record\n"
	"nothing_yet = check_x, check_y\n"
	"[4.1]\ntitle_ja = 応答\ntitle_en = answers\nobjective_ja = 速い\nobjective_en = fast\nheld_by = check\n"
	"services = http, https\ncommand = check_http -u \"a\\b\"\nproves = it <answers>\n"
	"command = check_http `date`\nproves = and now\n";

/* What the program prints of the catalogue above with these settings. */
static struct buffer printed(const struct settings *settings)
{
	struct buffer text = buffer_limited(100000);
	struct problem problem = { 0 };
	struct clauses clauses;

	assert_true(clauses_parse(catalogue, &clauses, &problem));
	if (!write_clauses(settings, &clauses, &text, &problem))
		buffer_print(&text, "problem: %s", problem.text);
	clauses_free(&clauses);
	return text;
}

static const struct {
	const char *name;
	struct settings settings;
	const char *text;
} texts[] = {
	{ "all, in English",
	  { .held_by = HELD_BY_ALL, .lang = CLAUSE_EN },
	  "clause  title                                     held by            state\n"
	  "1.1     service hours                             history, schedule  in-part\n"
	  "1.2b    a clause with a name that is so long      none               none\n"
	  "        that no line of the list has room for\n"
	  "        all of it\n"
	  "3       a *record*                                record             nothing-yet\n"
	  "4.1     answers                                   check              held\n"
	  "\n"
	  "4 clauses: 1 held, 1 in-part, 1 nothing-yet, 1 none\n" },
	{ "all, in Japanese",
	  { .held_by = HELD_BY_ALL, .lang = CLAUSE_JA },
	  "番号  項目                                                    方法        状態\n"
	  "1.1   サービス時間                                            履歴, 予定  一部\n"
	  "1.2b  とても長い名前をもつ条項であってその名前は一行には到底  なし        対象外\n"
	  "      おさまりきらないほどの長さになるもの\n"
	  "3     記録                                                    記録        未対応\n"
	  "4.1   応答                                                    監視        対応済\n"
	  "\n"
	  "4項目: 1 対応済, 1 一部, 1 未対応, 1 対象外\n" },
	{ "held by history",
	  { .held_by = CLAUSE_HISTORY, .lang = CLAUSE_EN },
	  "clause  title                                         held by            state\n"
	  "1.1     service hours                                 history, schedule  in-part\n"
	  "\n"
	  "1 clause: 0 held, 1 in-part, 0 nothing-yet, 0 none\n" },
	{ "held by none",
	  { .held_by = CLAUSE_NOTHING, .lang = CLAUSE_EN },
	  "clause  title                                                     held by  state\n"
	  "1.2b    a clause with a name that is so long that no line of the  none     none\n"
	  "        list has room for all of it\n"
	  "\n"
	  "1 clause: 0 held, 0 in-part, 0 nothing-yet, 1 none\n" },
	{ "one clause",
	  { .clause = "4.1", .held_by = HELD_BY_ALL, .lang = CLAUSE_EN },
	  "4.1          answers\n"
	  "objective    fast\n"
	  "held by      check\n"
	  "state        held\n"
	  "services     http, https\n"
	  "programs     check_http\n"
	  "command      check_http -u \"a\\b\"\n"
	  "OK proves    it <answers>\n"
	  "command      check_http `date`\n"
	  "OK proves    and now\n" },
	{ "one clause in Japanese",
	  { .clause = "1.1", .held_by = HELD_BY_ALL, .lang = CLAUSE_JA },
	  "1.1           サービス時間\n"
	  "目標          終日利用できる\n"
	  "方法          履歴, 予定\n"
	  "状態          一部\n"
	  "オブジェクト  always\n"
	  "まだないもの  check_slo\n" },
	{ "a clause that is not there",
	  { .clause = "1.2", .held_by = HELD_BY_ALL },
	  "problem: --clause: '1.2' is not in the catalogue: a number that --list shows is expected" },
	{ "Markdown",
	  { .held_by = HELD_BY_ALL, .lang = CLAUSE_EN, .output_format = FORMAT_MARKDOWN },
	  "| clause | command | OK proves |\n"
	  "|---|---|---|\n"
	  "| 1.1 service hours | nothing yet | check_slo |\n"
	  "| 1.2b a clause with a name that is so long that no line of the list has room for all of it | none | "
	  "not offered |\n"
	  "| 3 a \\*record\\* | nothing yet | check_x, check_y |\n"
	  "| 4.1 answers | `check_http -u \"a\\b\"` | it \\<answers> |\n"
	  "| 4.1 answers | `` check_http `date` `` | and now |\n"
	  "\n"
	  "4 clauses: 1 held, 1 in-part, 1 nothing-yet, 1 none\n" },
	{ "JSON of one clause",
	  { .clause = "4.1", .held_by = HELD_BY_ALL, .output_format = FORMAT_JSON },
	  "{\"count\":1,\"states\":{\"held\":1,\"in-part\":0,\"nothing-yet\":0,\"none\":0},\"clauses\":[\n"
	  "{\"number\":\"4.1\",\"title_ja\":\"応答\",\"title_en\":\"answers\",\"objective_ja\":\"速い\","
	  "\"objective_en\":\"fast\",\"held_by\":[\"check\"],\"state\":\"held\",\"services\":[\"http\",\"https\"],"
	  "\"objects\":[],\"programs\":[\"check_http\"],\"commands\":["
	  "{\"command\":\"check_http -u \\\"a\\\\b\\\"\",\"proves\":\"it <answers>\"},"
	  "{\"command\":\"check_http `date`\",\"proves\":\"and now\"}],\"nothing_yet\":[]}]}\n" },
};

static void each_form_is_printed_whole(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(texts); i++) {
		struct buffer text = printed(&texts[i].settings);

		row_text(&rows, texts[i].name, text.data, texts[i].text);
		buffer_free(&text);
	}
	rows_end(&rows);
}

static void json_is_valid_whatever_is_shown(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (int held_by = 0; held_by <= HELD_BY_ALL; held_by++) {
		const struct settings settings = { .held_by = held_by, .output_format = FORMAT_JSON };
		struct buffer text = printed(&settings);

		row_true(&rows, holders[held_by], json_is_valid(text.data), true);
		buffer_free(&text);
	}
	rows_end(&rows);
}

static const struct {
	const char *name;
	struct settings settings;
	const char *problem; /* NULL: possible */
} combinations[] = {
	{ "nothing", { .held_by = HELD_BY_ALL }, NULL },
	{ "a list of some", { .list = true, .held_by = CLAUSE_RECORD }, NULL },
	{ "one clause", { .clause = "1", .held_by = HELD_BY_ALL }, NULL },
	{ "a list of one",
	  { .list = true, .clause = "1", .held_by = HELD_BY_ALL },
	  "--list: it excludes --clause, which prints one" },
	{ "one of some",
	  { .clause = "1", .held_by = CLAUSE_CHECK },
	  "--held-by: it excludes --clause, which prints one" },
};

static void what_is_impossible_is_said(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(combinations); i++) {
		struct problem problem = { 0 };
		bool good = verify(&combinations[i].settings, &problem);

		row_text(&rows, combinations[i].name, good ? NULL : problem.text, combinations[i].problem);
	}
	rows_end(&rows);
}

static void a_file_that_is_not_there_is_named(void **state)
{
	const struct settings settings = { .held_by = HELD_BY_ALL, .file = "/nonexistent/slo.conf" };
	struct buffer text = buffer_limited(1000);
	struct problem problem = { 0 };

	(void)state;
	assert_false(document(&settings, &text, &problem));
	assert_string_equal(problem.text, "--file: cannot read '/nonexistent/slo.conf': No such file or directory");
	assert_int_equal(text.length, 0);
	buffer_free(&text);
}

static void the_words_are_in_the_order_of_their_values(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < CLAUSE_HOLDERS; i++)
		row_text(&rows, "a holder", holders[i], clause_holder_words[i]);
	row_text(&rows, "all", holders[HELD_BY_ALL], "all");
	row_text(&rows, "Japanese", languages[CLAUSE_JA], "ja");
	row_text(&rows, "English", languages[CLAUSE_EN], "en");
	row_text(&rows, "text", formats[FORMAT_TEXT], "text");
	row_text(&rows, "json", formats[FORMAT_JSON], "json");
	row_text(&rows, "markdown", formats[FORMAT_MARKDOWN], "markdown");
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_form_is_printed_whole),
		cmocka_unit_test(json_is_valid_whatever_is_shown),
		cmocka_unit_test(what_is_impossible_is_said),
		cmocka_unit_test(a_file_that_is_not_there_is_named),
		cmocka_unit_test(the_words_are_in_the_order_of_their_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
