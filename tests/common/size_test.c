// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/size.h"

#include "tests/common/rows.h"

static void a_size_is_read_with_every_prefix(void **state)
{
	static const struct {
		const char *text;
		uint64_t bytes;
	} table[] = {
		{ "0", 0 },
		{ "512", 512 },
		{ "512B", 512 },
		{ "512b", 512 },
		{ "1k", 1000 },
		{ "1kB", 1000 },
		{ "1KB", 1000 },
		{ "1Ki", 1024 },
		{ "1KiB", 1024 },
		{ "1kib", 1024 },
		{ "3M", 3000000 },
		{ "3MB", 3000000 },
		{ "3MiB", 3145728 },
		{ "15G", 15000000000 },
		{ "15GB", 15000000000 },
		{ "15gb", 15000000000 },
		{ "15Gi", 16106127360 },
		{ "15GiB", 16106127360 },
		{ "2TB", 2000000000000 },
		{ "2TiB", 2199023255552 },
		{ "1PB", 1000000000000000 },
		{ "1PiB", 1125899906842624 },
		{ "1.5GB", 1500000000 },
		{ "0.5", 0 },
		{ "1.9B", 1 },
		{ "1e3", 1000 },
		{ "1e3kB", 1000000 },
		{ "8191PiB", 9222246136947933184 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		uint64_t bytes = 77;
		struct problem problem = { 0 };

		row_true(&rows, table[i].text, size_parse(table[i].text, &bytes, &problem), true);
		row_true(&rows, table[i].text, bytes == table[i].bytes, true);
	}
	rows_end(&rows);
}

static void what_is_no_size_is_refused(void **state)
{
	static const struct {
		const char *text;
		const char *problem;
	} table[] = {
		{ "", "'' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "B", "'B' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "GB", "'GB' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "15 GB", "'15 GB' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "15GBx", "'15GBx' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "15GBB", "'15GBB' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "15iB", "'15iB' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "15i", "'15i' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "15Gii", "'15Gii' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "15EB", "'15EB' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "15%", "'15%' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "0x10", "'0x10' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "1e400", "'1e400' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "1e300PB", "'1e300PB' is not a size (such as 500MB, 15GB or 15GiB)" },
		{ "-1", "'-1' is not a size between 0 and 8 EiB" },
		{ "-0.5", "'-0.5' is not a size between 0 and 8 EiB" },
		{ "8192PiB", "'8192PiB' is not a size between 0 and 8 EiB" },
		{ "9223372036854775808", "'9223372036854775808' is not a size between 0 and 8 EiB" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		uint64_t bytes = 77;
		struct problem problem = { 0 };

		row_true(&rows, table[i].text, size_parse(table[i].text, &bytes, &problem), false);
		row_true(&rows, table[i].text, bytes == 77, true);
		row_number(&rows, table[i].text, (int)problem.kind, PROBLEM_INPUT);
		row_text(&rows, table[i].text, problem.text, table[i].problem);
	}
	rows_end(&rows);
}

static void a_part_of_a_text_takes_a_sign_and_stops_at_its_length(void **state)
{
	static const struct {
		const char *text;
		size_t length;
		double bytes;
	} table[] = {
		{ "-15GB", 5, -15e9 },  { "+1kB", 4, 1000 },     { "15GB:20GB", 4, 15e9 }, { "15GB:20GB", 3, 15e9 },
		{ "15GB:20GB", 2, 15 }, { "15GB:20GB", 0, NAN }, { "15GB:20GB", 5, NAN },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		double bytes = NAN;
		struct problem problem = { 0 };

		row_true(&rows, table[i].text, size_parse_part(table[i].text, table[i].length, &bytes, &problem),
			 !isnan(table[i].bytes));
		row_number(&rows, table[i].text, bytes, table[i].bytes);
	}
	rows_end(&rows);
}

static void a_size_is_written_with_a_decimal_prefix(void **state)
{
	static const struct {
		uint64_t bytes;
		const char *expected;
	} table[] = {
		{ 0, "0 B" },
		{ 512, "512 B" },
		{ 999, "999 B" },
		{ 1000, "1.0 kB" },
		{ 1500, "1.5 kB" },
		{ 999949, "999.9 kB" },
		{ 999950, "1.0 MB" },
		{ 999999, "1.0 MB" },
		{ 1000000, "1.0 MB" },
		{ 15000000000, "15.0 GB" },
		{ 2199023255552, "2.2 TB" },
		{ 1000000000000000, "1.0 PB" },
		{ UINT64_MAX, "18446.7 PB" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		char text[16];

		size_write(table[i].bytes, text, sizeof text);
		row_text(&rows, table[i].expected, text, table[i].expected);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_size_is_read_with_every_prefix),
		cmocka_unit_test(what_is_no_size_is_refused),
		cmocka_unit_test(a_part_of_a_text_takes_a_sign_and_stops_at_its_length),
		cmocka_unit_test(a_size_is_written_with_a_decimal_prefix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
