// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_samples.h"

#include "tests/common/rows.h"

static const struct {
	const char *name;
	double values[21];
	size_t count;
	double mean, p95, maximum;
} series[] = {
	{ "none", { 0 }, 0, NAN, NAN, NAN },
	{ "one", { 2 }, 1, 2, 2, 2 },
	{ "two", { 3, 1 }, 2, 2, 3, 3 },
	{ "ten: the 95th is the last", { 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 }, 10, 5.5, 10, 10 },
	{ "twenty: the 95th is the last but one",
	  { 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 },
	  20,
	  10.5,
	  19,
	  20 },
	{ "twenty-one", { 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 }, 21, 11, 20, 21 },
	{ "all alike", { 4, 4, 4 }, 3, 4, 4, 4 },
};

static void figures_are_those_of_the_values(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(series); i++) {
		double values[ROWS(series[i].values)];
		struct http_summary summary;

		memcpy(values, series[i].values, sizeof values);
		summary = http_summary_make(values, series[i].count);
		row_number(&rows, series[i].name, (double)summary.count, (double)series[i].count);
		row_number(&rows, series[i].name, summary.mean, series[i].mean);
		row_number(&rows, series[i].name, summary.p95, series[i].p95);
		row_number(&rows, series[i].name, summary.maximum, series[i].maximum);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_are_those_of_the_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
