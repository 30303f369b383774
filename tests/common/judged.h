/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Judgements as rows of a table (rows.h): what evaluate() makes of facts, compared as
 * the line that a person reads.
 *
 *	static void expect_judgement(struct rows *rows, const struct judgement *row)
 *	{
 *		struct result *result = judged_new("SSH");
 *
 *		evaluate(&row->settings, &row->facts, result);
 *		row_judged(rows, row->name, result, row->line);
 *	}
 *	...
 *	EACH_ROW(answers, expect_judgement);
 */
#ifndef RECEICO_TESTS_JUDGED_H
#define RECEICO_TESTS_JUDGED_H

#include "common/check/output.h"
#include "common/check/result.h"

#include "tests/common/rows.h"

/* Tries all rows of a table. */
#define EACH_ROW(table, expect_row)                                                                                    \
	do {                                                                                                           \
		struct rows rows_of_table = { 0 };                                                                     \
		for (size_t row_number_of_table = 0; row_number_of_table < ROWS(table); row_number_of_table++)         \
			expect_row(&rows_of_table, (table) + row_number_of_table);                                     \
		rows_end(&rows_of_table);                                                                              \
	} while (0)

static inline struct result *judged_new(const char *service)
{
	struct result *result = result_new(service);

	assert_non_null(result);
	return result;
}

/* Does the result print this?  The state is a word of it.  Frees the result. */
static inline void row_judged(struct rows *rows, const char *row, struct result *result, const char *printed)
{
	static const struct output_context context = { .program = "check", .version = "0" };
	struct buffer output = buffer_limited(10000);

	output_line(&output, result, &context);
	row_text(rows, row, output.data, printed);
	buffer_free(&output);
	result_free(result);
}

#endif
