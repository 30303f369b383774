// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * The index of a folder: whatever the page is, entries have names that lead nowhere else.
 */
#include "common/files/web_index.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static bool take(void *taker, const struct entry *entry)
{
	static const unsigned sizes = ENTRY_HAS_SIZE | ENTRY_HAS_ROUGH_SIZE;
	size_t *count = taker;
	char encoded[3 * 4096 + 8];

	require(*entry->name != '\0' && strchr(entry->name, '/') == NULL);
	require(strcmp(entry->name, ".") != 0 && strcmp(entry->name, "..") != 0);
	require((entry->facts & sizes) != sizes && entry->size_bytes <= (uint64_t)1 << 62);
	require(entry->kind == ENTRY_FILE || entry->kind == ENTRY_FOLDER);
	require(web_index_encode(entry->name, encoded, sizeof encoded));
	require(strspn(encoded, "%-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") ==
		strlen(encoded));
	return ++*count < 100;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t count = 0;
	const struct web_index_taker taker = { take, &count };
	char *page = malloc(size + 1);
	size_t strange = 0;

	require(page != NULL);
	memcpy(page, data, size);
	page[size] = '\0';
	(void)web_index_is_one(page);
	require(web_index_read(page, &taker, &strange) || count == 100);
	free(page);
	return 0;
}
