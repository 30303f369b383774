// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Thresholds on space: what is read, and what it means below a ceiling.
 */
#include "common/files/space_limit.h"

#include "tests/common/rows.h"

static const struct {
	const char *text;
	enum unit unit;
	const char *range; /* of what is used below a ceiling of 1000; NULL: refused */
} limits[] = {
	{ "80%", UNIT_BYTES, "800" },
	{ "80%USED", UNIT_BYTES, "800" },
	{ "80% used", UNIT_BYTES, "800" },
	{ "80%FREE", UNIT_BYTES, "200" },
	{ "5%free", UNIT_BYTES, "950" },
	{ "5 %FREE", UNIT_BYTES, NULL },
	{ "0.05%", UNIT_BYTES, "0" },
	{ "33.35%", UNIT_BYTES, "333" },
	{ "0.6kB", UNIT_BYTES, "600" },
	{ "600B", UNIT_BYTES, "600" },
	{ "0.2KiB USED", UNIT_BYTES, "204" },
	{ "300B FREE", UNIT_BYTES, "700" },
	{ "300BFREE", UNIT_BYTES, "700" },
	{ "2kBFREE", UNIT_BYTES, "-1000" },
	{ "100B:800B", UNIT_BYTES, "100:800" },
	{ "10%:80%", UNIT_BYTES, "100:800" },
	{ "@10%:80%", UNIT_BYTES, "@100:800" },
	{ "~:80%", UNIT_BYTES, "~:800" },
	{ "100B:", UNIT_BYTES, "100:" },
	{ "10%:20%FREE", UNIT_BYTES, "800:900" },
	{ "0", UNIT_BYTES, "0" },
	{ "0:12B", UNIT_BYTES, "12" },
	{ "12", UNIT_BYTES, NULL },
	{ "12USED", UNIT_BYTES, NULL },
	{ "12FREE", UNIT_BYTES, NULL },
	{ "1:12", UNIT_BYTES, NULL },
	{ "80%:12GB", UNIT_BYTES, NULL },
	{ "80%FREELY", UNIT_BYTES, NULL },
	{ "FREE", UNIT_BYTES, NULL },
	{ "", UNIT_BYTES, NULL },
	{ "x%", UNIT_BYTES, NULL },
	{ "90%:80%", UNIT_BYTES, NULL },
	{ "500", UNIT_NONE, "500" },
	{ "500USED", UNIT_NONE, "500" },
	{ "100FREE", UNIT_NONE, "900" },
	{ "50%", UNIT_NONE, "500" },
	{ "5GB", UNIT_NONE, NULL },
	{ "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001%",
	  UNIT_BYTES, NULL },
};

static void limits_are_read(void **unused)
{
	struct rows rows = { 0 };

	(void)unused;
	for (size_t i = 0; i < ROWS(limits); i++) {
		struct space_limit limit = { 0 };
		struct problem problem = { 0 };
		bool good = space_limit_parse(limits[i].text, limits[i].unit, &limit, &problem);
		char range[64] = "";
		struct range used = space_limit_range(&limit, 1000);

		row_true(&rows, limits[i].text, good, limits[i].range != NULL);
		row_true(&rows, limits[i].text, problem.kind == PROBLEM_INPUT, limits[i].range == NULL);
		range_write(&used, range, sizeof range);
		row_text(&rows, limits[i].text, range, limits[i].range ? limits[i].range : "");
	}
	rows_end(&rows);
}

static const struct {
	const char *text;
	bool needs_ceiling;
	const char *range; /* without one */
} without_ceiling[] = {
	{ "80%", true, "" },
	{ "1kBFREE", true, "" },
	{ "1kB", false, "1000" },
	{ "1kB:2kB", false, "1000:2000" },
};

static void without_a_ceiling_amounts_alone_are_judged(void **unused)
{
	struct rows rows = { 0 };

	(void)unused;
	for (size_t i = 0; i < ROWS(without_ceiling); i++) {
		const char *text = without_ceiling[i].text;
		struct space_limit limit = { 0 };
		struct problem problem;
		struct range used;
		char range[64] = "";

		row_true(&rows, text, space_limit_parse(text, UNIT_BYTES, &limit, &problem), true);
		row_true(&rows, text, space_limit_needs_ceiling(&limit), without_ceiling[i].needs_ceiling);
		used = space_limit_range(&limit, 0);
		range_write(&used, range, sizeof range);
		row_text(&rows, text, range, without_ceiling[i].range);
	}
	rows_end(&rows);
}

static void what_is_free_counts_from_the_ceiling(void **unused)
{
	struct space_limit limit = { 0 };
	struct problem problem;
	struct range used;

	(void)unused;
	assert_true(space_limit_parse("20%FREE", UNIT_BYTES, &limit, &problem));
	used = space_limit_range(&limit, 1000);
	assert_false(range_alerts(&used, 800));
	assert_true(range_alerts(&used, 801));
	assert_true(space_limit_parse("2kBFREE", UNIT_BYTES, &limit, &problem));
	used = space_limit_range(&limit, 1000);
	assert_true(range_alerts(&used, 0));
	used = space_limit_range(&(struct space_limit){ 0 }, 1000);
	assert_false(used.is_set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_are_read),
		cmocka_unit_test(without_a_ceiling_amounts_alone_are_judged),
		cmocka_unit_test(what_is_free_counts_from_the_ceiling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
