// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/icalendar.h"

#include "tests/common/rows.h"

#include <stdio.h>

#define TEN "1234567890"
#define SIXTY TEN TEN TEN TEN TEN TEN

static void lines_end_and_fold(void **state)
{
	static const char *const table[][2] = {
		{ "", "\r\n" },
		{ "BEGIN:VEVENT", "BEGIN:VEVENT\r\n" },
		{ SIXTY TEN "12345", SIXTY TEN "12345\r\n" },
		{ SIXTY TEN "123456", SIXTY TEN "12345\r\n 6\r\n" },
		{ SIXTY TEN "1234元", SIXTY TEN "1234\r\n 元\r\n" }, /* 3 octets, at 75 to 77 */
		{ SIXTY TEN "12元", SIXTY TEN "12元\r\n" },
		{ SIXTY TEN "1"
			    "𠮷x",
		  SIXTY TEN "1"
			    "𠮷\r\n x\r\n" },
		/* The blank counts. */
		{ SIXTY TEN "12345" SIXTY TEN "1234", SIXTY TEN "12345\r\n " SIXTY TEN "1234\r\n" },
		{ SIXTY TEN "12345" SIXTY TEN "12345", SIXTY TEN "12345\r\n " SIXTY TEN "1234\r\n 5\r\n" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct buffer buffer = buffer_limited(1000);

		icalendar_line(&buffer, "%s", table[i][0]);
		row_text(&rows, table[i][0], buffer.data, table[i][1]);
		buffer_free(&buffer);
	}
	rows_end(&rows);
}

static void text_is_escaped(void **state)
{
	static const char *const table[][2] = {
		{ "元日", "SUMMARY:元日\r\n" },
		{ "", "SUMMARY:\r\n" },
		{ "a,b;c\\d\ne:f\"g", "SUMMARY:a\\,b\\;c\\\\d\\ne:f\"g\r\n" },
		/* An escape is one piece: the backslash would be octet 75. */
		{ SIXTY "123456,", "SUMMARY:" SIXTY "123456\r\n \\,\r\n" },
		{ SIXTY "12345,", "SUMMARY:" SIXTY "12345\\,\r\n" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct buffer buffer = buffer_limited(1000);

		icalendar_text(&buffer, "SUMMARY", table[i][0]);
		row_text(&rows, table[i][0], buffer.data, table[i][1]);
		buffer_free(&buffer);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_end_and_fold),
		cmocka_unit_test(text_is_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
