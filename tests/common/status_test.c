// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/status.h"

#include "tests/common/rows.h"

static void the_more_severe_of_two_wins(void **state)
{
	/* From the mildest to the worst. */
	static const enum status order[] = { STATUS_OK, STATUS_WARNING, STATUS_UNKNOWN, STATUS_CRITICAL };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(order); i++) {
		for (size_t j = 0; j < ROWS(order); j++)
			row_text(&rows, status_name(order[i]), status_name(status_worse(order[i], order[j])),
				 status_name(order[i > j ? i : j]));
	}
	rows_end(&rows);
}

static void a_state_is_read_from_its_names(void **state)
{
	static const struct {
		const char *text;
		int expected;
		const char *name;
	} table[] = {
		{ "ok", 0, "OK" },         { "OK", 0, "OK" },
		{ "0", 0, "OK" },          { "warning", 1, "WARNING" },
		{ "warn", 1, "WARNING" },  { "Warn", 1, "WARNING" },
		{ "1", 1, "WARNING" },     { "critical", 2, "CRITICAL" },
		{ "crit", 2, "CRITICAL" }, { "2", 2, "CRITICAL" },
		{ "CRIT", 2, "CRITICAL" }, { "unknown", 3, "UNKNOWN" },
		{ "3", 3, "UNKNOWN" },     { "UnKnOwN", 3, "UNKNOWN" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		enum status status = (enum status)((table[i].expected + 1) % 4);
		struct problem problem = { 0 };

		row_true(&rows, table[i].text, status_parse(table[i].text, &status, &problem), true);
		row_number(&rows, table[i].text, (int)status, table[i].expected);
		row_text(&rows, table[i].text, status_name(status), table[i].name);
	}
	rows_end(&rows);
}

static void what_is_no_state_is_refused_and_leaves_the_state(void **state)
{
	static const char *const table[] = { "", " ", "o", "okay", "4", "-1", "00", "critical ", "warnings", "unkn" };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		enum status status = STATUS_WARNING;
		struct problem problem = { 0 };

		row_true(&rows, table[i], status_parse(table[i], &status, &problem), false);
		row_number(&rows, table[i], (int)status, STATUS_WARNING);
		row_number(&rows, table[i], (int)problem.kind, PROBLEM_INPUT);
		row_holds(&rows, table[i], problem.text, "is not a state (ok, warning, critical or unknown)");
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_more_severe_of_two_wins),
		cmocka_unit_test(a_state_is_read_from_its_names),
		cmocka_unit_test(what_is_no_state_is_refused_and_leaves_the_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
