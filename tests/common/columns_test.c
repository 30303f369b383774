// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Columns on a terminal: how wide a text is, where a line ends, and rows.
 */
#include "common/slo/columns.h"

#include "tests/common/rows.h"

static const struct {
	const char *text;
	size_t width;
} widths[] = {
	{ "", 0 },          { "abc d", 5 },    { "é", 1 },                /* one code point */
	{ "e\xCC\x81", 1 },                                               /* a letter and what combines with it */
	{ "日本語", 6 },    { "カタカナ", 8 }, { "ｶﾅ", 2 },               /* halfwidth */
	{ "ＡＢ（）", 8 },                                                /* fullwidth */
	{ "、。ー", 6 },    { "が", 2 },       { "か\xE3\x82\x99", 2 },   /* with a combining voiced mark */
	{ "日a本", 5 },     { "한", 2 },       { "\xF0\xA0\xAE\xB7", 2 }, /* U+20BB7 */
	{ "…", 1 },                                                       /* ambiguous */
	{ "\xE6\x97", 2 }, /* half of a character: two bytes that are none */
};

static void a_japanese_character_takes_two_columns(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(widths); i++)
		row_number(&rows, widths[i].text, (double)columns_width(widths[i].text), (double)widths[i].width);
	rows_end(&rows);
}

static const struct {
	const char *text;
	size_t width;
	const char *rest; /* what the next line begins with */
} lines[] = {
	{ "", 5, "" },
	{ "one two", 7, "" },
	{ "one two", 6, " two" },
	{ "one two", 3, " two" },
	{ "onetwo", 4, "wo" },
	{ "one  two", 5, "  two" }, /* and not in a blank */
	{ "one 日本", 4, " 日本" },
	{ "one 日本", 5, " 日本" },
	{ "日本語", 6, "" },
	{ "日本語", 5, "語" },
	{ "日本語", 4, "語" },
	{ "日本語", 3, "本語" },
	{ "日本、語", 4, "本、語" }, /* a line does not begin with a comma */
	{ "サーバー", 6, "バー" },   /* nor with the mark of a long vowel */
	{ "チェック", 4, "ック" },   /* where nothing else is left, it is cut */
	{ "日本(語)", 5, "(語)" },
	{ "日「語」", 4, "「語」" },                     /* and does not end with a bracket that opens */
	{ "日か\xE3\x82\x99、", 4, "か\xE3\x82\x99、" }, /* nor between a character and its voiced mark */
	{ "毎朝abc", 5, "abc" },
	{ "毎朝 abc", 5, " abc" },
	{ "日", 1, "日" }, /* it does not fit at all */
};

static void a_line_ends_where_it_may(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(lines); i++)
		row_text(&rows, lines[i].text, lines[i].text + columns_fit(lines[i].text, lines[i].width),
			 lines[i].rest);
	rows_end(&rows);
}

static void rows_are_as_long_as_their_longest_cell(void **state)
{
	static const struct column cells[] = { { "1.1", 4 }, { "サービス時間", 8 }, { "a bc", 3 }, { "", 5 } };
	static const struct column empty[] = { { "", 4 }, { "", 5 } };
	static const struct column too_wide[] = { { "日", 1 } };
	struct buffer buffer = buffer_limited(1000);

	(void)state;
	columns_row(&buffer, cells, ROWS(cells));
	assert_string_equal(buffer.data, "1.1   サービス  a\n"
					 "      時間      bc\n");
	buffer_free(&buffer);
	columns_row(&buffer, empty, ROWS(empty));
	columns_row(&buffer, too_wide, ROWS(too_wide));
	assert_string_equal(buffer.data, "");
	buffer_free(&buffer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_japanese_character_takes_two_columns),
		cmocka_unit_test(a_line_ends_where_it_may),
		cmocka_unit_test(rows_are_as_long_as_their_longest_cell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
