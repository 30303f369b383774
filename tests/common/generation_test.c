// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/generation.h"

#include "tests/common/backup_maker.h"

#include <stdio.h>

static const char *const flaws[] = { "whole", "writing", "future",   "incomplete",
				     "small", "unsound", "not read", "repeated" };

/* Each generation as `NAME FLAW HOURS-OLD`, with commas. */
static void show(const struct generations *generations, char *text, size_t size)
{
	size_t used = 0;
	char name[256];

	text[0] = '\0';
	for (size_t i = 0; i < generations->count; i++) {
		const struct generation *generation = generations->items + i;

		generation_name(generation, name, sizeof name);
		used += (size_t)snprintf(text + used, size - used, "%s%s %s %g", i ? ", " : "", name,
					 flaws[generation->flaw], difftime(now, generation->moment) / HOUR);
	}
}

struct row {
	const char *name;
	const char *patterns[4];
	struct made_file files[FILES_MAXIMUM];
	const char *expected;
	size_t strangers;
};

static void find_rows(const struct row *table, size_t count, const struct generation_rules *common)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct listing listing = made_listing(table[i].files, FILES_MAXIMUM);
		struct generation_rules rules = *common;
		struct generations generations;
		struct problem problem;
		char text[2000];

		rules.patterns = table[i].patterns;
		while (rules.pattern_count < 4 && table[i].patterns[rules.pattern_count])
			rules.pattern_count++;
		row_true(&rows, table[i].name, generations_find(&listing, &rules, now, &generations, &problem), true);
		show(&generations, text, sizeof text);
		row_text(&rows, table[i].name, text, table[i].expected);
		row_number(&rows, table[i].name, (double)generations.strangers, (double)table[i].strangers);
		generations_free(&generations);
		listing_free(&listing);
	}
	rows_end(&rows);
}

static const struct generation_rules usual = { .settle_seconds = 60, .tolerance_seconds = 300 };

static void generations_are_found_the_youngest_first(void **state)
{
	static const struct row table[] = {
		{ "none", { NULL }, { { 0 } }, "", 0 },
		{ "by the time of change",
		  { NULL },
		  { { "b", DAY, 5, 0, 0 }, { "a", HOUR, 5, 0, 0 }, { "c", 2 * DAY, 5, 0, 0 } },
		  "a whole 1, b whole 24, c whole 48",
		  0 },
		{ "links and devices are strangers when there is no pattern",
		  { NULL },
		  { { "a", HOUR, 5, 0, 0 }, { "latest", HOUR, 5, ENTRY_LINK, 0 }, { "pipe", HOUR, 5, ENTRY_OTHER, 0 } },
		  "a whole 1",
		  2 },
		{ "so are checksums and signatures",
		  { NULL },
		  { { "a", HOUR, 5, 0, 0 },
		    { "a.sha256", 0, 5, 0, 0 },
		    { "SHA256SUMS", 0, 5, 0, 0 },
		    { "a.asc", 0, 5, 0, 0 } },
		  "a whole 1",
		  3 },
		{ "what is hidden is none, and what a file system has of its own",
		  { NULL },
		  { { "a", HOUR, 5, 0, 0 }, { ".keep", HOUR, 0, 0, 0 }, { "lost+found", 0, NAN, ENTRY_FOLDER, 0 } },
		  "a whole 1",
		  2 },
		{ "a folder is one",
		  { "%Y-%m-%d" },
		  { { "2026-11-26", 2 * HOUR, NAN, ENTRY_FOLDER, 0 } },
		  "2026-11-26 whole 2",
		  0 },
		{ "other names are strangers",
		  { "x-%Y%m%d" },
		  { { "x-20261126", 2 * HOUR, 5, 0, 0 }, { "y-20261126", 2 * HOUR, 5, 0, 0 } },
		  "x-20261126 whole 2",
		  1 },
		{ "a link with such a name is no backup",
		  { "x-%Y%m%d" },
		  { { "x-20261126", 2 * HOUR, 5, ENTRY_LINK, 0 }, { "x-20261125", DAY, 5, ENTRY_OTHER, 0 } },
		  "x-20261126 unsound 2, x-20261125 unsound 24",
		  0 },
	};

	(void)state;
	find_rows(table, ROWS(table), &usual);
}

static void the_name_holds_the_time_of_change(void **state)
{
	/* It is 06:00: the day before ended six hours ago. */
	static const struct row table[] = {
		{ "within the day", { "%Y%m%d" }, { { "20261126", 2 * HOUR, 5, 0, 0 } }, "20261126 whole 2", 0 },
		{ "told to the minute, in a zone that nobody knows: the start of its day",
		  { "%Y%m%d" },
		  { { "20261126", 15 * HOUR, 5, 0, 0, .modified_within = 60 } },
		  "20261126 whole 6",
		  0 },
		{ "but no zone is that far",
		  { "%Y%m%d" },
		  { { "20261126", 33 * HOUR, 5, 0, 0, .modified_within = 60 } },
		  "20261126 whole 33",
		  0 },
		{ "touched a day later: the end of its day",
		  { "%Y%m%d" },
		  { { "20261125", 100, 5, 0, 0 } },
		  "20261125 whole 6.00028",
		  0 },
		{ "older than its name: no younger for that",
		  { "%Y%m%d" },
		  { { "20261126", 40 * HOUR, 5, 0, 0 } },
		  "20261126 whole 40",
		  0 },
		{ "no time of change: the start of its day",
		  { "%Y%m%d" },
		  { { "20261126", NAN, 5, 0, 0 } },
		  "20261126 whole 6",
		  0 },
		{ "the name knows the minute",
		  { "%Y%m%d-%H%M" },
		  { { "20261126-0400", 100, 5, 0, 0 } },
		  "20261126-0400 whole 1.98361",
		  0 },
	};

	(void)state;
	find_rows(table, ROWS(table), &usual);
}

static void what_is_not_whole_is_known_for_it(void **state)
{
	static const struct row table[] = {
		{ "changed within the time to settle", { NULL }, { { "a", 59, 5, 0, 0 } }, "a writing 0.0163889", 0 },
		{ "changed just before", { NULL }, { { "a", 60, 5, 0, 0 } }, "a whole 0.0166667", 0 },
		{ "a clock that is ahead a little", { NULL }, { { "a", -300, 5, 0, 0 } }, "a writing -0.0833333", 0 },
		{ "and too much", { NULL }, { { "a", -301, 5, 0, 0 } }, "a future -0.0836111", 0 },
		{ "a name of tomorrow", { "%Y%m%d" }, { { "20261127", DAY, 5, 0, 0 } }, "20261127 future 24", 0 },
		{ "a name that says so, with a pattern",
		  { "%Y%m%d.gz" },
		  { { "20261126.gz.part", 2 * HOUR, 5, 0, 0 } },
		  "20261126.gz.part writing 2",
		  0 },
		{ "and without", { NULL }, { { "a.tmp", DAY, 5, 0, 0 } }, "a.tmp writing 24", 0 },
		{ "one that is being written beside one that is there",
		  { "%Y%m%d.gz" },
		  { { "20261126.gz.part", HOUR, 5, 0, 0 }, { "20261126.gz", 2 * HOUR, 5, 0, 0 } },
		  "20261126.gz.part writing 1, 20261126.gz whole 2",
		  0 },
		{ "of a set the finished one goes before the other",
		  { "a%Y%m%d.gz", "b%Y%m%d.gz" },
		  { { "a20261126.gz.part", HOUR, 5, 0, 0 },
		    { "a20261126.gz", 2 * HOUR, 5, 0, 0 },
		    { "b20261126.gz", 2 * HOUR, 5, 0, 0 } },
		  "a20261126.gz and 1 more whole 2",
		  0 },
		{ "empty", { NULL }, { { "a", HOUR, 0, 0, 0 } }, "a small 1", 0 },
		{ "of unknown size", { NULL }, { { "a", HOUR, NAN, 0, 0 } }, "a whole 1", 0 },
	};
	static const struct row sized[] = {
		{ "just large enough", { NULL }, { { "a", HOUR, 1000, 0, 0 } }, "a whole 1", 0 },
		{ "a byte less", { NULL }, { { "a", HOUR, 999, 0, 0 } }, "a small 1", 0 },
		{ "a hidden one, asked for", { NULL }, { { ".a", HOUR, 1000, 0, 0 } }, ".a whole 1", 0 },
		{ "a folder has no size yet", { NULL }, { { "a", HOUR, 4096, ENTRY_FOLDER, 0 } }, "a whole 1", 0 },
		{ "parts count together",
		  { "a%Y%m%d", "b%Y%m%d" },
		  { { "a20261126", HOUR, 600, 0, 0 }, { "b20261126", HOUR, 400, 0, 0 } },
		  "a20261126 and 1 more whole 1",
		  0 },
	};
	struct generation_rules rules = usual;

	(void)state;
	find_rows(table, ROWS(table), &usual);
	rules.smallest_bytes = 1000;
	rules.wants_hidden = true;
	find_rows(sized, ROWS(sized), &rules);
}

static void a_set_wants_all_its_parts(void **state)
{
	static const struct row table[] = {
		{ "both",
		  { "a%Y%m%d", "b%Y%m%d" },
		  { { "b20261126", HOUR, 5, 0, 0 }, { "a20261126", 2 * HOUR, 5, 0, 0 } },
		  "a20261126 and 1 more whole 1",
		  0 },
		{ "the second is missing",
		  { "a%Y%m%d", "b%Y%m%d" },
		  { { "a20261126", HOUR, 5, 0, 0 }, { "a20261125", DAY, 5, 0, 0 }, { "b20261125", DAY, 5, 0, 0 } },
		  "a20261126 incomplete 1, a20261125 and 1 more whole 24",
		  0 },
		{ "the first is missing",
		  { "a%Y%m%d", "b%Y%m%d" },
		  { { "b20261126", HOUR, 5, 0, 0 } },
		  "b20261126 incomplete 1",
		  0 },
		{ "one is empty",
		  { "a%Y%m%d", "b%Y%m%d" },
		  { { "a20261126", HOUR, 5, 0, 0 }, { "b20261126", HOUR, 0, 0, 0 } },
		  "a20261126 and 1 more small 1",
		  0 },
		{ "one is being written",
		  { "a%Y%m%d", "b%Y%m%d" },
		  { { "a20261126", HOUR, 5, 0, 0 }, { "b20261126", 10, 5, 0, 0 } },
		  "a20261126 and 1 more writing 0.00277778",
		  0 },
		{ "of two that could be a part the younger",
		  { "a%Y%m%d*", "b%Y%m%d" },
		  { { "a20261126-1", 3 * HOUR, 5, 0, 0 },
		    { "a20261126-2", 2 * HOUR, 5, 0, 0 },
		    { "b20261126", 4 * HOUR, 5, 0, 0 } },
		  "a20261126-2 and 1 more whole 2",
		  0 },
		{ "parts in two folders are none",
		  { "a%Y%m%d", "b%Y%m%d" },
		  { { "a20261126", 3 * HOUR, 5, 0, 0 }, { "b20261126", 2 * HOUR, 5, 0, 0, "/other" } },
		  "b20261126 incomplete 2, a20261126 incomplete 3",
		  0 },
		{ "with one pattern each is one by itself",
		  { "a%Y%m%d*" },
		  { { "a20261126-1", 3 * HOUR, 5, 0, 0 }, { "a20261126-2", 2 * HOUR, 5, 0, 0 } },
		  "a20261126-2 whole 2, a20261126-1 whole 3",
		  0 },
	};

	(void)state;
	find_rows(table, ROWS(table), &usual);
}

static void the_time_beside_the_name_is_told(void **state)
{
	static const struct {
		const char *name;
		double age, disagreement;
	} table[] = {
		{ "20261126", 2 * HOUR, 0 },
		{ "20261126", 30 * HOUR, 24 * HOUR },
		{ "20261124", 2 * HOUR, 28 * HOUR },
		{ "20261126", NAN, 0 },
	};
	static const char *const pattern = "%Y%m%d";
	struct generation_rules rules = usual;
	struct rows rows = { 0 };

	(void)state;
	rules.patterns = &pattern;
	rules.pattern_count = 1;
	for (size_t i = 0; i < ROWS(table); i++) {
		const struct made_file file = { table[i].name, table[i].age, 5, 0, 0 };
		struct listing listing = made_listing(&file, 1);
		struct generations generations;
		struct problem problem;

		assert_true(generations_find(&listing, &rules, now, &generations, &problem));
		row_number(&rows, table[i].name, generations.items[0].disagreement, table[i].disagreement);
		generations_free(&generations);
		listing_free(&listing);
	}
	rows_end(&rows);
}

static void a_run_is_served_by_what_was_made_since(void **state)
{
	const time_t run = run_at_four;
	const struct {
		const char *name;
		struct generation generation;
		bool serves;
	} table[] = {
		{ "after it", { .moment = run + 600, .is_exact = true }, true },
		{ "a clock behind by the tolerance", { .moment = run - 300, .is_exact = true }, true },
		{ "before that", { .moment = run - 301, .is_exact = true }, false },
		{ "before it on the same day",
		  { .moment = run - 7200, .from = run - 14400, .until = run + 72000, .is_exact = true },
		  false },
		{ "a date alone, and no time to be trusted",
		  { .moment = run - 14400, .from = run - 14400, .until = run + 72000 },
		  true },
		{ "a date before it", { .moment = run - 14401, .from = run - 100800, .until = run - 14400 }, false },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++)
		row_true(&rows, table[i].name, generation_serves(&table[i].generation, run, 300), table[i].serves);
	rows_end(&rows);
}

static void the_same_content_counts_once(void **state)
{
	static const struct {
		const char *name;
		struct made_file files[4];
		const char *contents[4]; /* by name */
		const char *expected;
	} table[] = {
		{ "another name for the same file",
		  { { "a", HOUR, 5, 0, 7 }, { "b", DAY, 5, 0, 7 }, { "c", 2 * DAY, 5, 0, 8 } },
		  { NULL },
		  "a repeated 1, b whole 24, c whole 48" },
		{ "three times",
		  { { "a", HOUR, 5, 0, 7 }, { "b", DAY, 5, 0, 7 }, { "c", 2 * DAY, 5, 0, 7 } },
		  { NULL },
		  "a repeated 1, b repeated 24, c whole 48" },
		{ "the same size and digest",
		  { { "a", HOUR, 5, 0, 7 }, { "b", DAY, 5, 0, 8 } },
		  { "11", "11" },
		  "a repeated 1, b whole 24" },
		{ "another digest",
		  { { "a", HOUR, 5, 0, 7 }, { "b", DAY, 5, 0, 8 } },
		  { "11", "12" },
		  "a whole 1, b whole 24" },
		{ "another size",
		  { { "a", HOUR, 5, 0, 7 }, { "b", DAY, 6, 0, 8 } },
		  { "11", "11" },
		  "a whole 1, b whole 24" },
		{ "no digests", { { "a", HOUR, 5, 0, 7 }, { "b", DAY, 5, 0, 8 } }, { NULL }, "a whole 1, b whole 24" },
		{ "no inodes", { { "a", HOUR, 5, 0, 0 }, { "b", DAY, 5, 0, 0 } }, { NULL }, "a whole 1, b whole 24" },
		{ "what does not count is nobody's double",
		  { { "a", HOUR, 5, 0, 7 }, { "b.tmp", DAY, 5, 0, 7 } },
		  { NULL },
		  "a whole 1, b.tmp writing 24" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct listing listing = made_listing(table[i].files, 4);
		struct generations generations;
		struct problem problem;
		char text[1000];

		assert_true(generations_find(&listing, &usual, now, &generations, &problem));
		for (size_t j = 0; j < generations.count; j++) {
			if (table[i].contents[j])
				generations.items[j].contents = strdup(table[i].contents[j]);
		}
		generations_mark_repeated(&generations);
		show(&generations, text, sizeof text);
		row_text(&rows, table[i].name, text, table[i].expected);
		generations_free(&generations);
		listing_free(&listing);
	}
	rows_end(&rows);
}

static void the_median_is_of_those_that_count(void **state)
{
	static const struct made_file files[] = {
		{ "a", 1 * HOUR, 100, 0, 0 }, { "b", 2 * HOUR, 3, 0, 0 }, { "c", 3 * HOUR, 1, 0, 0 },
		{ "d", 4 * HOUR, 0, 0, 0 },   { "e", 5 * HOUR, 5, 0, 0 }, { "f", 6 * HOUR, NAN, 0, 0 },
		{ "g", 7 * HOUR, 70, 0, 0 },
	};
	static const struct {
		const char *name;
		size_t first, count;
		double median;
	} table[] = {
		{ "an odd number", 1, 3, 3 },
		{ "an even number", 1, 2, 2 },
		{ "past the empty and the unknown", 1, 4, 4 },
		{ "fewer than asked for", 4, 9, 37.5 },
		{ "none", 7, 7, NAN },
	};
	struct listing listing = made_listing(files, ROWS(files));
	struct generations generations;
	struct problem problem;
	struct rows rows = { 0 };

	(void)state;
	assert_true(generations_find(&listing, &usual, now, &generations, &problem));
	for (size_t i = 0; i < ROWS(table); i++)
		row_number(&rows, table[i].name, generations_median_size(&generations, table[i].first, table[i].count),
			   table[i].median);
	generations_free(&generations);
	listing_free(&listing);
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(generations_are_found_the_youngest_first),
		cmocka_unit_test(the_name_holds_the_time_of_change),
		cmocka_unit_test(what_is_not_whole_is_known_for_it),
		cmocka_unit_test(a_set_wants_all_its_parts),
		cmocka_unit_test(the_time_beside_the_name_is_told),
		cmocka_unit_test(a_run_is_served_by_what_was_made_since),
		cmocka_unit_test(the_same_content_counts_once),
		cmocka_unit_test(the_median_is_of_those_that_count),
	};

	return cmocka_run_group_tests(tests, in_tokyo, NULL);
}
