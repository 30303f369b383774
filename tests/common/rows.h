/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Tables of rows: every row is tried, each that fails is told with its text, and
 * the test fails at the end.
 *
 *	struct rows rows = { 0 };
 *	for (size_t i = 0; i < ROWS(table); i++)
 *		row_text(&rows, table[i].input, found(table[i].input), table[i].expected);
 *	rows_end(&rows);
 */
#ifndef RECEICO_TESTS_ROWS_H
#define RECEICO_TESTS_ROWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

struct rows {
	size_t tried;
	size_t failed;
};

/* Has the row what was expected?  `row` names it. */
static inline bool row_true(struct rows *rows, const char *row, bool found, bool expected)
{
	rows->tried++;
	if (found == expected)
		return true;
	rows->failed++;
	print_error("# [%s] is %s, expected %s\n", row, found ? "true" : "false", expected ? "true" : "false");
	return false;
}

/* NAN equals NAN; NULL equals NULL alone. */
static inline bool row_number(struct rows *rows, const char *row, double found, double expected)
{
	bool same = isnan(expected) ? isnan(found) != 0 : found >= expected && found <= expected;

	rows->tried++;
	if (same)
		return true;
	rows->failed++;
	print_error("# [%s] is %.17g, expected %.17g\n", row, found, expected);
	return false;
}

static inline bool row_text(struct rows *rows, const char *row, const char *found, const char *expected)
{
	rows->tried++;
	if (found == expected || (found && expected && strcmp(found, expected) == 0))
		return true;
	rows->failed++;
	print_error("# [%s]\n#    is       [%s]\n#    expected [%s]\n", row, found ? found : "(none)",
		    expected ? expected : "(none)");
	return false;
}

/* `part` is somewhere in `found`. */
static inline bool row_holds(struct rows *rows, const char *row, const char *found, const char *part)
{
	rows->tried++;
	if (strstr(found, part))
		return true;
	rows->failed++;
	print_error("# [%s]\n#    is   [%s]\n#    lacks [%s]\n", row, found, part);
	return false;
}

static inline void rows_end(const struct rows *rows)
{
	if (rows->tried == 0)
		fail_msg("no row was tried");
	if (rows->failed > 0)
		fail_msg("%zu rows failed", rows->failed);
}

#endif
