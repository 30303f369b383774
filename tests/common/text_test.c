// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/text.h"

#include "tests/common/rows.h"

#include <stdlib.h>

struct cleaned {
	const char *bytes;
	const char *expected;
};

/* Cleans each row's bytes into more room than they need. */
static void clean_all(const struct cleaned *table, size_t count)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++) {
		char clean[200];

		text_clean(table[i].bytes, strlen(table[i].bytes), clean, sizeof clean);
		row_text(&rows, table[i].expected, clean, table[i].expected);
	}
	rows_end(&rows);
}

static void plain_text_stays_as_it_is(void **state)
{
	static const struct cleaned table[] = {
		{ "", "" },
		{ "SSH-2.0-OpenSSH_9.2p1", "SSH-2.0-OpenSSH_9.2p1" },
		{ "a  b", "a  b" },
		{ " leading", " leading" },
		{ "~!@#$%^&*()_+`{}[]:;'\"<>,./\\", "~!@#$%^&*()_+`{}[]:;'\"<>,./\\" },
		{ "caf\xc3\xa9", "caf\xc3\xa9" },
		{ "領収書の発行は完了しました", "領収書の発行は完了しました" },
		{ "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
		{ "\xf4\x8f\xbf\xbd", "\xf4\x8f\xbf\xbd" },
		{ "\xc2\xa0"
		  "no-break space",
		  "\xc2\xa0"
		  "no-break space" },
	};

	(void)state;
	clean_all(table, ROWS(table));
}

static void what_ends_a_line_or_a_field_becomes_a_space(void **state)
{
	static const struct cleaned table[] = {
		{ "a|b", "a b" }, { "a\nb", "a b" },    { "a\r\nb", "a  b" }, { "a\tb", "a b" },
		{ "a\n", "a" },   { "a \r\n\t|", "a" }, { "|||", "" },        { " ", "" },
	};

	(void)state;
	clean_all(table, ROWS(table));
}

static void what_controls_a_terminal_becomes_a_question_mark(void **state)
{
	static const struct cleaned table[] = {
		{ "\x1b[31mred", "?[31mred" },
		{ "\x01\x02\x1f", "???" },
		{ "bell\x07", "bell?" },
		{ "a\x08"
		  "b",
		  "a?b" },
		{ "del\x7f", "del?" },
		{ "\xc2\x80", "?" },
		{ "\xc2\x85next", "?next" },
		{ "\xc2\x9b"
		  "31m",
		  "?31m" },
		{ "\xc2\x9f", "?" },
		{ "\v\f", "??" },
	};

	(void)state;
	clean_all(table, ROWS(table));
}

static void what_reorders_or_hides_text_becomes_a_question_mark(void **state)
{
	static const struct cleaned table[] = {
		{ "\xe2\x80\xaa", "?" },
		{ "\xe2\x80\xab", "?" },
		{ "\xe2\x80\xac", "?" },
		{ "\xe2\x80\xad", "?" },
		{ "a\xe2\x80\xae"
		  "b",
		  "a?b" },
		{ "\xe2\x81\xa6", "?" },
		{ "\xe2\x81\xa7", "?" },
		{ "\xe2\x81\xa8", "?" },
		{ "\xe2\x81\xa9", "?" },
		{ "\xe2\x80\x8e", "?" },
		{ "\xe2\x80\x8f", "?" },
		{ "\xd8\x9c", "?" },
		{ "\xe2\x80\xa8", "?" },
		{ "\xe2\x80\xa9", "?" },
		{ "\xe2\x80\x8b", "?" },
		{ "\xef\xbb\xbf", "?" },
		{ "\xf3\xa0\x81\xa1", "?" },
	};

	(void)state;
	clean_all(table, ROWS(table));
}

static void each_byte_that_is_not_utf8_becomes_a_question_mark(void **state)
{
	static const struct cleaned table[] = {
		{ "\x80", "?" },
		{ "\xbf"
		  "a",
		  "?a" },
		{ "\xff\xfe", "??" },
		{ "overlong slash \xc0\xaf", "overlong slash ??" },
		{ "overlong slash \xe0\x80\xaf", "overlong slash ???" },
		{ "overlong bar \xc1\xbc", "overlong bar ??" },
		{ "\xe0\x9f\xbf", "???" },
		{ "\xf0\x8f\xbf\xbf", "????" },
		{ "surrogate \xed\xa0\x80", "surrogate ???" },
		{ "surrogate \xed\xbf\xbf", "surrogate ???" },
		{ "beyond Unicode \xf4\x90\x80\x80", "beyond Unicode ????" },
		{ "beyond Unicode \xf5\x80\x80\x80", "beyond Unicode ????" },
		{ "truncated \xe9\xa0", "truncated ??" },
		{ "truncated \xf0\x9f\x98", "truncated ???" },
		{ "truncated \xc3", "truncated ?" },
		{ "broken \xe9\xa0"
		  "A",
		  "broken ??A" },
		{ "Latin-1 caf\xe9 au lait", "Latin-1 caf? au lait" },
		{ "Shift_JIS \x97\xcc \x8e\xfb", "Shift_JIS ?? ??" },
	};

	(void)state;
	clean_all(table, ROWS(table));
}

static void a_nul_does_not_end_the_text(void **state)
{
	char clean[20];

	(void)state;
	text_clean("a\0b\0", 4, clean, sizeof clean);
	assert_string_equal(clean, "a?b?");
}

static void no_byte_behind_the_length_is_read(void **state)
{
	char *bytes = malloc(3);
	char clean[20];

	(void)state;
	assert_non_null(bytes);
	memcpy(bytes, "a\xe9\xa0", 3);
	text_clean(bytes, 3, clean, sizeof clean);
	assert_string_equal(clean, "a??");
	text_clean(bytes, 1, clean, sizeof clean);
	assert_string_equal(clean, "a");
	free(bytes);
}

static void what_is_cut_ends_in_dots(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
		const char *expected;
	} table[] = {
		{ "1234567", 8, "1234567" },
		{ "12345678", 8, "1234..." },
		{ "123456789", 10, "123456789" },
		{ "1234567890", 10, "123456..." },
		{ "領収書", 10, "領収書" },
		{ "領収書", 9, "領..." },
		{ "領収書", 8, "領..." },
		{ "領収書領収書", 12, "領収..." },
		{ "ab領収書", 8, "ab..." },
		{ "a領収書", 8, "a領..." },
		{ "\xf0\x9f\x98\x80\xf0\x9f\x98\x80", 8, "\xf0\x9f\x98\x80..." },
		{ "1234   ", 8, "1234" },
		{ "1234567\n", 8, "1234..." },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		char clean[20];

		memset(clean, 'x', sizeof clean);
		text_clean(table[i].bytes, strlen(table[i].bytes), clean, table[i].size);
		row_text(&rows, table[i].bytes, clean, table[i].expected);
		row_true(&rows, "nothing is written behind the size", clean[table[i].size] == 'x', true);
	}
	rows_end(&rows);
}

/* Is it valid UTF-8 of printable characters without `|`?  Written from the table of
 * RFC 3629, section 4, and not from the code under test. */
static bool is_clean(const unsigned char *text)
{
	while (*text) {
		size_t more = *text < 0x80 ? 0 : *text < 0xe0 ? 1 : *text < 0xf0 ? 2 : 3;
		unsigned char second_least = *text == 0xe0 ? 0xa0 : *text == 0xf0 ? 0x90 : 0x80;
		unsigned char second_most = *text == 0xed ? 0x9f : *text == 0xf4 ? 0x8f : 0xbf;

		if (*text < 0x20 || *text == 0x7f || *text == '|' || (*text >= 0x80 && *text < 0xc2) || *text > 0xf4)
			return false;
		if (*text == 0xc2 && text[1] < 0xa0)
			return false;
		if (more > 0 && (text[1] < second_least || text[1] > second_most))
			return false;
		for (size_t i = 2; i <= more; i++) {
			if (text[i] < 0x80 || text[i] > 0xbf)
				return false;
		}
		text += more + 1;
	}
	return true;
}

static void the_check_for_clean_text_knows_unclean_text(void **state)
{
	(void)state;
	assert_true(is_clean((const unsigned char *)"領収書 caf\xc3\xa9 \xf0\x9f\x98\x80"));
	assert_false(is_clean((const unsigned char *)"a|b"));
	assert_false(is_clean((const unsigned char *)"a\n"));
	assert_false(is_clean((const unsigned char *)"\xc2\x9b"));
	assert_false(is_clean((const unsigned char *)"\xe9\xa0"));
	assert_false(is_clean((const unsigned char *)"\xed\xa0\x80"));
	assert_false(is_clean((const unsigned char *)"\xc0\xaf"));
}

static uint32_t next_random(uint32_t *seed)
{
	/* xorshift32 (Marsaglia) */
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void whatever_comes_in_clean_text_comes_out(void **state)
{
	static const char *const pieces[] = { "|",    "\n", "\x1b", "領", "\xf0\x9f\x98\x80", "\xe2\x80\xae",
					      "\xc3", "a",  " " };
	uint32_t seed = 1;

	(void)state;
	for (int i = 0; i < 30000; i++) {
		char bytes[64];
		char clean[80];
		size_t length = 0;
		size_t size = 8 + next_random(&seed) % 64;

		while (length < sizeof bytes - 4 && next_random(&seed) % 20 != 0) {
			const char *piece = pieces[next_random(&seed) % ROWS(pieces)];

			if (next_random(&seed) % 2)
				bytes[length++] = (char)next_random(&seed);
			else
				length += strlen(memcpy(bytes + length, piece, strlen(piece) + 1));
		}
		memset(clean, '\n', sizeof clean);
		text_clean(bytes, length, clean, size);
		assert_non_null(memchr(clean, '\0', size));
		assert_true(is_clean((const unsigned char *)clean));
		assert_int_equal(clean[size], '\n');
	}
}

static void cleaning_twice_changes_nothing_at_any_size(void **state)
{
	static const char text[] = "a|領収書\x1b[0m\xf0\x9f\x98\x80 caf\xc3\xa9 \xe2\x80\xae end\n";
	struct rows rows = { 0 };

	(void)state;
	for (size_t size = 8; size < sizeof text + 4; size++) {
		char once[80];
		char twice[80];

		text_clean(text, sizeof text - 1, once, size);
		text_clean(once, strlen(once), twice, size);
		row_text(&rows, once, twice, once);
		row_true(&rows, once, is_clean((const unsigned char *)once) && strlen(once) < size, true);
	}
	rows_end(&rows);
}

static void a_character_is_measured_with_its_code_point(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		size_t width;
		unsigned long point;
	} table[] = {
		{ "a", 1, 1, 'a' },
		{ "", 1, 1, 0 },
		{ "", 0, 0, 77 },
		{ "\x7f", 1, 1, 0x7f },
		{ "\xc2\x80", 2, 2, 0x80 },
		{ "\xdf\xbf", 2, 2, 0x7ff },
		{ "\xe0\xa0\x80", 3, 3, 0x800 },
		{ "\xef\xbf\xbf", 3, 3, 0xffff },
		{ "\xf0\x90\x80\x80", 4, 4, 0x10000 },
		{ "\xf4\x8f\xbf\xbf", 4, 4, 0x10ffff },
		{ "領", 3, 3, 0x9818 },
		{ "領", 2, 0, 77 },
		{ "\x80", 1, 0, 77 },
		{ "\xed\xa0\x80", 3, 0, 77 },
		{ "\xf4\x90\x80\x80", 4, 0, 77 },
		{ "\xf8\x88\x80\x80\x80", 5, 0, 77 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		unsigned long point = 77;

		row_number(&rows, table[i].bytes, (double)text_character(table[i].bytes, table[i].length, &point),
			   (double)table[i].width);
		row_number(&rows, table[i].bytes, (double)point, (double)table[i].point);
	}
	rows_end(&rows);
}

static void a_pattern_matches_in_any_case(void **state)
{
	static const struct {
		const char *pattern;
		const char *text;
		bool expected;
	} table[] = {
		{ "", "", true },
		{ "", "a", false },
		{ "*", "", true },
		{ "*", "a/b.c", true },
		{ "openssh_9.*", "OpenSSH_9.2p1", true },
		{ "OpenSSH_9.?", "openssh_9.2", true },
		{ "OpenSSH_9.?", "openssh_9.10", false },
		{ "[a-c]x", "Bx", true },
		{ "[a-c]x", "dx", false },
		{ "abc", "abcd", false },
		{ "*.example.org", ".example.org", true },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++)
		row_true(&rows, table[i].pattern, text_matches(table[i].pattern, table[i].text), table[i].expected);
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_text_stays_as_it_is),
		cmocka_unit_test(what_ends_a_line_or_a_field_becomes_a_space),
		cmocka_unit_test(what_controls_a_terminal_becomes_a_question_mark),
		cmocka_unit_test(what_reorders_or_hides_text_becomes_a_question_mark),
		cmocka_unit_test(each_byte_that_is_not_utf8_becomes_a_question_mark),
		cmocka_unit_test(a_nul_does_not_end_the_text),
		cmocka_unit_test(no_byte_behind_the_length_is_read),
		cmocka_unit_test(what_is_cut_ends_in_dots),
		cmocka_unit_test(the_check_for_clean_text_knows_unclean_text),
		cmocka_unit_test(whatever_comes_in_clean_text_comes_out),
		cmocka_unit_test(cleaning_twice_changes_nothing_at_any_size),
		cmocka_unit_test(a_character_is_measured_with_its_code_point),
		cmocka_unit_test(a_pattern_matches_in_any_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
