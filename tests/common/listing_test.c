// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/listing.h"

#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>

static void entries_keep_their_texts(void **state)
{
	struct listing listing = listing_new();
	struct problem problem = { 0 };
	char name[300];
	char folder[32];
	struct rows rows = { 0 };

	(void)state;
	for (int i = 0; i < 50000; i++) {
		struct entry entry = { .name = name, .folder = folder, .size_bytes = (uint64_t)i };

		/* The longest names come among short ones. */
		snprintf(name, sizeof name, i % 100 == 0 ? "%0255d" : "%d", i);
		snprintf(folder, sizeof folder, "/folder/%d", i / 1000);
		assert_true(listing_add(&listing, &entry, &problem));
	}
	assert_int_equal(listing.count, 50000);
	for (int i = 0; i < 50000; i++) {
		snprintf(name, sizeof name, i % 100 == 0 ? "%0255d" : "%d", i);
		snprintf(folder, sizeof folder, "/folder/%d", i / 1000);
		row_text(&rows, name, listing.entries[i].name, name);
		row_text(&rows, name, listing.entries[i].folder, folder);
		row_true(&rows, name, listing.entries[i].size_bytes == (uint64_t)i, true);
	}
	rows_end(&rows);
	/* Once for all that follow each other. */
	assert_ptr_equal(listing.entries[1000].folder, listing.entries[1999].folder);
	listing_free(&listing);
	assert_int_equal(listing.count, 0);
}

static void a_listing_has_an_end(void **state)
{
	struct listing listing = listing_new();
	const struct entry entry = { .name = "a", .folder = "b" };
	struct problem problem = { 0 };

	(void)state;
	for (int i = 0; i < LISTING_MAXIMUM; i++)
		assert_true(listing_add(&listing, &entry, &problem));
	assert_false(listing_add(&listing, &entry, &problem));
	assert_string_equal(problem.text, "more than 2000000 entries");
	assert_int_equal(listing.count, LISTING_MAXIMUM);
	listing_free(&listing);
}

static void the_first_that_is_unreadable_is_kept(void **state)
{
	struct listing listing = listing_new();
	struct problem problem = { 0 };

	(void)state;
	problem_set(&problem, PROBLEM_SYSTEM, "first");
	listing_note_unreadable(&listing, &problem);
	problem_set(&problem, PROBLEM_SYSTEM, "second");
	listing_note_unreadable(&listing, &problem);
	assert_string_equal(listing.unreadable.text, "first");
	assert_int_equal(listing.unreadable_count, 2);
	listing_free(&listing);
	assert_int_equal(listing.unreadable.kind, PROBLEM_NONE);
}

static bool is_a(const char *name, const void *wish)
{
	return strcmp(name, wish) == 0;
}

static void a_filter_of_nothing_wants_all(void **state)
{
	const struct listing_filter all = { 0 };
	const struct listing_filter one = { is_a, "a" };

	(void)state;
	assert_true(listing_wants(NULL, "a"));
	assert_true(listing_wants(&all, "a"));
	assert_true(listing_wants(&one, "a"));
	assert_false(listing_wants(&one, "b"));
}

static void a_path_is_folder_and_name(void **state)
{
	const struct entry plain = { .folder = "/a", .name = "b" };
	const struct entry root = { .folder = "/", .name = "b" };
	char path[6] = "";

	(void)state;
	entry_path(&plain, path, sizeof path);
	assert_string_equal(path, "/a/b");
	entry_path(&root, path, sizeof path);
	assert_string_equal(path, "/b");
	entry_path(&plain, path, 4);
	assert_string_equal(path, "/a/");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_keep_their_texts),
		cmocka_unit_test(a_listing_has_an_end),
		cmocka_unit_test(the_first_that_is_unreadable_is_kept),
		cmocka_unit_test(a_filter_of_nothing_wants_all),
		cmocka_unit_test(a_path_is_folder_and_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
