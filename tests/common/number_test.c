// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/number.h"

#include "tests/common/rows.h"

#include <stdlib.h>

static void a_number_ends_where_its_form_ends(void **state)
{
	static const struct {
		const char *text;
		size_t used;
		double value;
	} table[] = {
		{ "0", 1, 0 },        { "42", 2, 42 },        { "-7", 2, -7 },
		{ "+7", 2, 7 },       { "1.5", 3, 1.5 },      { ".5", 2, 0.5 },
		{ "5.", 2, 5 },       { "-.25", 4, -0.25 },   { "1e3", 3, 1000 },
		{ "1E3", 3, 1000 },   { "1e+3", 4, 1000 },    { "1e-3", 4, 0.001 },
		{ "1e", 1, 1 },       { "1e+", 1, 1 },        { "1ex", 1, 1 },
		{ "1.2.3", 3, 1.2 },  { "0x10", 1, 0 },       { "7 ", 1, 7 },
		{ "1,5", 1, 1 },      { "10s", 2, 10 },       { "1.7e308", 7, 1.7e308 },
		{ "", 0, NAN },       { " 7", 0, NAN },       { "-", 0, NAN },
		{ ".", 0, NAN },      { "-.", 0, NAN },       { "e5", 0, NAN },
		{ "--5", 0, NAN },    { "+-5", 0, NAN },      { "inf", 0, NAN },
		{ "nan", 0, NAN },    { "infinity", 0, NAN }, { "1e999", 0, NAN },
		{ "-1e999", 0, NAN }, { "x", 0, NAN },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		double value = NAN;
		size_t length = strlen(table[i].text);
		bool whole = length > 0 && table[i].used == length;

		row_number(&rows, table[i].text, (double)number_read(table[i].text, length, &value),
			   (double)table[i].used);
		row_number(&rows, table[i].text, value, table[i].value);
		row_true(&rows, table[i].text, number_parse(table[i].text, &value), whole);
	}
	rows_end(&rows);
}

static void no_byte_behind_the_length_is_read(void **state)
{
	static const char *const texts[] = { "1234", "-1.5e10", "1e5", ".5.5" };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(texts); i++) {
		for (size_t length = 0; length <= strlen(texts[i]); length++) {
			/* Exactly so many bytes: the sanitizer sees a step too far. */
			char *copy = malloc(length + 1);
			char *exact = malloc(length ? length : 1);
			double value = NAN;
			double expected = NAN;

			assert_non_null(copy);
			assert_non_null(exact);
			memcpy(exact, texts[i], length);
			memcpy(copy, texts[i], length);
			copy[length] = '\0';
			row_number(&rows, copy, (double)number_read(exact, length, &value),
				   (double)number_read(copy, length, &expected));
			row_number(&rows, copy, value, expected);
			free(exact);
			free(copy);
		}
	}
	rows_end(&rows);
}

static void four_hundred_digits_are_no_number(void **state)
{
	char text[402];
	double value = 5;

	(void)state;
	memset(text, '0', sizeof text);
	text[sizeof text - 1] = '\0';
	assert_int_equal(number_read(text, 401, &value), 0);
	assert_int_equal(number_read(text, 399, &value), 399);
	assert_true(value == 0);
}

static void a_number_is_written_as_a_plain_decimal(void **state)
{
	static const struct {
		double value;
		const char *expected;
	} table[] = {
		{ 0, "0" },
		{ 5, "5" },
		{ -5, "-5" },
		{ 0.1, "0.1" },
		{ 15.3, "15.3" },
		{ 1234567, "1234567" },
		{ 1.0 / 3, "0.3333333333333333" },
		{ 0.0001, "0.0001" },
		{ 0.00001, "0.00001" },
		{ 0.0000025, "0.0000025" },
		{ 15e9, "15000000000" },
		{ -15e9, "-15000000000" },
		{ 0x1p53, "9007199254740992" },
		{ 0x1p63, "9223372036854775808" },
		{ 1e22, "1e+22" },
		{ 1e-300, "1e-300" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		char text[32];

		number_write(table[i].value, text, sizeof text);
		row_text(&rows, table[i].expected, text, table[i].expected);
	}
	rows_end(&rows);
}

static void what_is_written_reads_back_the_same(void **state)
{
	uint64_t seed = 1;
	struct rows rows = { 0 };

	(void)state;
	for (int i = 0; i < 20000; i++) {
		double value;
		double back = NAN;
		char text[32];

		/* Knuth's MMIX generator; every pattern of bits that is a finite double. */
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		memcpy(&value, &seed, sizeof value);
		if (!isfinite(value))
			continue;
		number_write(value, text, sizeof text);
		row_true(&rows, text, number_parse(text, &back), true);
		row_number(&rows, text, back, value);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_ends_where_its_form_ends),
		cmocka_unit_test(no_byte_behind_the_length_is_read),
		cmocka_unit_test(four_hundred_digits_are_no_number),
		cmocka_unit_test(a_number_is_written_as_a_plain_decimal),
		cmocka_unit_test(what_is_written_reads_back_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
