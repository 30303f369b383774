// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/read_ahead.h"

#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>

/* A file of which each byte tells where it is, and what was asked of it. */
struct file {
	uint64_t size;
	size_t gives; /* at most so much at once; 0: no limit */
	char asked[400];
};

static char byte_at(uint64_t offset)
{
	return (char)(offset * 31 + offset / 251);
}

static bool fetch(void *source, uint64_t offset, const struct deadline *deadline, struct buffer *part,
		  struct problem *problem)
{
	struct file *file = source;
	size_t used = strlen(file->asked);
	size_t length = part->maximum;

	(void)deadline;
	snprintf(file->asked + used, sizeof file->asked - used, "%llu+%zuK ", (unsigned long long)offset / 1024,
		 part->maximum / 1024);
	if (offset >= file->size)
		return true;
	if (file->gives > 0 && length > file->gives)
		length = file->gives;
	for (size_t i = 0; i < length && offset + i < file->size; i++) {
		char byte = byte_at(offset + i);

		buffer_append(part, &byte, 1);
	}
	return part->length > 0 || problem_set(problem, PROBLEM_PEER, "nothing");
}

static size_t read_at(struct read_ahead *ahead, uint64_t offset, size_t size)
{
	const struct deadline deadline = deadline_in(60);
	struct problem problem = { 0 };
	char *bytes = malloc(size + 1);
	size_t length = 77;

	assert_non_null(bytes);
	assert_true(read_ahead_read(ahead, offset, bytes, size, &deadline, &length, &problem));
	assert_true(length <= size);
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] != byte_at(offset + i))
			fail_msg("byte %zu from %llu on is another", i, (unsigned long long)offset);
	}
	free(bytes);
	return length;
}

static uint64_t read_on(struct read_ahead *ahead, uint64_t offset, size_t size)
{
	size_t length;

	while ((length = read_at(ahead, offset, size)) > 0)
		offset += length;
	return offset;
}

static void who_reads_on_gets_larger_parts(void **state)
{
	struct file file = { .size = 1000 * 1024 };
	struct read_ahead ahead = { .size_bytes = file.size, .source = &file, .fetch = fetch };

	(void)state;
	assert_int_equal(read_on(&ahead, 0, 10000), file.size);
	assert_string_equal(file.asked, "0+64K 64+128K 192+256K 448+512K 960+40K ");
	read_ahead_free(&ahead);
}

static void who_looks_elsewhere_gets_little(void **state)
{
	struct file file = { .size = 1000 * 1024 };
	struct read_ahead ahead = { .size_bytes = file.size, .source = &file, .fetch = fetch };

	(void)state;
	assert_int_equal(read_at(&ahead, 0, 512), 512);
	assert_int_equal(read_at(&ahead, 512, 512), 512);
	assert_int_equal(read_at(&ahead, file.size - 1024, 2000), 1024);
	assert_int_equal(read_at(&ahead, 0, 512), 512);
	assert_int_equal(read_at(&ahead, 500 * 1024, 100 * 1024), 100 * 1024);
	assert_string_equal(file.asked, "0+64K 999+1K 0+64K 500+100K ");
	read_ahead_free(&ahead);
}

static void a_part_has_a_largest_size(void **state)
{
	struct file file = { .size = 100u << 20 };
	struct read_ahead ahead = { .size_bytes = file.size, .source = &file, .fetch = fetch };

	(void)state;
	assert_int_equal(read_at(&ahead, 0, 20 << 20), 8 << 20);
	assert_string_equal(file.asked, "0+8192K ");
	read_ahead_free(&ahead);
}

static void a_server_may_give_less(void **state)
{
	struct file file = { .size = 200 * 1024, .gives = 50 * 1024 };
	struct read_ahead ahead = { .size_bytes = file.size, .source = &file, .fetch = fetch };

	(void)state;
	assert_int_equal(read_on(&ahead, 0, 64 * 1024), file.size);
	assert_string_equal(file.asked, "0+64K 50+128K 100+100K 150+50K ");
	read_ahead_free(&ahead);
}

static void nothing_is_asked_for_beyond_the_end(void **state)
{
	struct file file = { .size = 10 };
	struct read_ahead ahead = { .size_bytes = file.size, .source = &file, .fetch = fetch };

	(void)state;
	assert_int_equal(read_at(&ahead, 10, 10), 0);
	assert_int_equal(read_at(&ahead, UINT64_MAX, 10), 0);
	assert_int_equal(read_at(&ahead, 0, 0), 0);
	assert_string_equal(file.asked, "");
	read_ahead_free(&ahead);
}

static void a_file_that_shrank_is_a_problem(void **state)
{
	struct file file = { .size = 10 };
	struct read_ahead ahead = { .size_bytes = 20, .source = &file, .fetch = fetch };
	const struct deadline deadline = deadline_in(60);
	struct problem problem = { 0 };
	char bytes[20];
	size_t length = 77;

	(void)state;
	assert_int_equal(read_at(&ahead, 0, 20), 10);
	assert_false(read_ahead_read(&ahead, 10, bytes, sizeof bytes, &deadline, &length, &problem));
	assert_string_equal(problem.text, "the server gave nothing from byte 10 on");
	assert_int_equal(length, 77);
	read_ahead_free(&ahead);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_reads_on_gets_larger_parts),
		cmocka_unit_test(who_looks_elsewhere_gets_little),
		cmocka_unit_test(a_part_has_a_largest_size),
		cmocka_unit_test(a_server_may_give_less),
		cmocka_unit_test(nothing_is_asked_for_beyond_the_end),
		cmocka_unit_test(a_file_that_shrank_is_a_problem),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
