// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * First and last bytes of a file: a kind is told, its end is looked for, and a tap that the bytes go
 * by in two pieces says the same.
 */
#include "common/files/content_tap.h"
#include "common/files/openpgp_packets.h"
#include "common/files/zstd_blocks.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct bytes {
	const uint8_t *data;
	size_t size;
};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static bool read_bytes(void *source, uint64_t offset, void *bytes, size_t size, const struct deadline *deadline,
		       size_t *length, struct problem *problem)
{
	const struct bytes *all = source;
	size_t left = offset < all->size ? all->size - (size_t)offset : 0;

	(void)deadline;
	(void)problem;
	*length = left < size ? left : size;
	if (*length > 0)
		memcpy(bytes, all->data + offset, *length);
	return true;
}

/* The name of the file: what it promises needs no more than its own bytes. */
static void name(const uint8_t *data, size_t size)
{
	char text[256];
	size_t length = size < sizeof text - 1 ? size : sizeof text - 1;
	struct content_promise promise;

	memcpy(text, data, length);
	text[length] = '\0';
	promise = content_promise_of(text);
	require(promise.inner == 0 || promise.kinds != 0);
}

/* Whole and byte by byte the packets come to the same. */
static void packets(const uint8_t *data, size_t size)
{
	struct openpgp_packets whole = { 0 };
	struct openpgp_packets slow = { 0 };
	bool holds = openpgp_packets_add(&whole, data, size);
	bool holds_slowly = true;

	for (size_t i = 0; i < size && holds_slowly; i++)
		holds_slowly = openpgp_packets_add(&slow, data + i, 1);
	require(holds == holds_slowly && openpgp_packets_end(&whole) == openpgp_packets_end(&slow));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes all = { data, size };
	struct reader reader = { .size_bytes = size, .source = &all, .read = read_bytes };
	struct deadline deadline = deadline_in(60);
	struct content_tap *tap = calloc(1, sizeof *tap);
	struct problem problem = { 0 };
	struct problem again = { 0 };
	enum content_end end;
	enum content_kind kind = content_kind_of(data, size);
	struct content_sample sample = { .head = data, .tail = data, .size_bytes = size, .holds_tar = size % 2 };

	require(tap != NULL && content_kind_name(kind) != NULL);
	sample.tail_length = size;
	sample.head_length = size < CONTENT_HEAD_SIZE ? size : CONTENT_HEAD_SIZE;
	name(data, size);
	packets(data, size);
	if (size > 0) {
		end = content_end_look(kind, &sample, &problem);
		require((end == CONTENT_END_MISSING) == (problem.kind != PROBLEM_NONE));
		content_tap_add(tap, data, size / 3);
		content_tap_add(tap, data + size / 3, size - size / 3);
		sample = content_tap_sample(tap);
		sample.holds_tar = size % 2;
		require(content_end_look(kind, &sample, &again) == end && strcmp(problem.text, again.text) == 0);
	}
	require(zstd_blocks_end(&reader, &deadline, &end, &problem));
	free(tap);
	return 0;
}
