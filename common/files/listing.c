// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* MADV_POPULATE_WRITE */
#include "common/files/listing.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The first block is small, for most folders are; the others are large, for few calls. */
enum { FIRST_BLOCK = 16 << 10, BLOCK = 512 << 10, FIRST_ENTRIES = 64 };

/* From so many entries on the array grows by a quarter: what it has too much is touched too. */
enum { MANY_ENTRIES = 8192 };

/* One block of texts, the newest first. */
struct listing_text {
	struct listing_text *next;
	size_t used, size;
	const char *folder; /* of the last entry; only the newest block's is used */
	char bytes[];
};

struct listing listing_new(void)
{
	return (struct listing){ 0 };
}

void listing_free(struct listing *listing)
{
	while (listing->texts) {
		struct listing_text *next = listing->texts->next;

		free(listing->texts);
		listing->texts = next;
	}
	free(listing->entries);
	*listing = listing_new();
}

/* Has the kernel provide large memory at once: page by page, as it is touched, costs more than
 * what is written there.  Where it does not know how (before Linux 5.14) nothing is lost. */
static void touch(void *memory, size_t size)
{
#ifdef MADV_POPULATE_WRITE
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t begin = (page - (uintptr_t)memory % page) % page;

	if (size >= begin + page)
		(void)madvise((char *)memory + begin, (size - begin) / page * page, MADV_POPULATE_WRITE);
#else
	(void)memory;
	(void)size;
#endif
}

static bool add_block(struct listing *listing, size_t least)
{
	size_t size = listing->texts ? BLOCK : FIRST_BLOCK;
	struct listing_text *block;

	if (size < least)
		size = least;
	block = malloc(sizeof *block + size);
	if (block == NULL)
		return false;
	if (size >= BLOCK)
		touch(block, size);
	block->next = listing->texts;
	block->used = 0;
	block->size = size;
	block->folder = listing->texts ? listing->texts->folder : NULL;
	listing->texts = block;
	return true;
}

static const char *keep_text(struct listing *listing, const char *text)
{
	size_t size = strlen(text) + 1;
	struct listing_text *block = listing->texts;
	char *kept;

	if ((block == NULL || block->size - block->used < size) && !add_block(listing, size))
		return NULL;
	block = listing->texts;
	kept = block->bytes + block->used;
	memcpy(kept, text, size);
	block->used += size;
	return kept;
}

static const char *keep_folder(struct listing *listing, const char *folder)
{
	const char *last = listing->texts ? listing->texts->folder : NULL;

	if (last && strcmp(last, folder) == 0)
		return last;
	last = keep_text(listing, folder);
	if (last)
		listing->texts->folder = last;
	return last;
}

static bool make_room(struct listing *listing)
{
	size_t old = listing->capacity;
	size_t capacity = old >= MANY_ENTRIES ? old + old / 4 : old > 0 ? 2 * old : FIRST_ENTRIES;
	struct entry *entries;

	if (listing->count < old)
		return true;
	entries = realloc(listing->entries, capacity * sizeof *entries);
	if (entries == NULL)
		return false;
	if (capacity > MANY_ENTRIES)
		touch(entries + old, (capacity - old) * sizeof *entries);
	listing->entries = entries;
	listing->capacity = capacity;
	return true;
}

bool listing_add(struct listing *listing, const struct entry *entry, struct problem *problem)
{
	const char *folder;
	const char *name;

	if (listing->count >= LISTING_MAXIMUM)
		return problem_set(problem, PROBLEM_SYSTEM, "more than %d entries", LISTING_MAXIMUM);
	folder = keep_folder(listing, entry->folder);
	name = folder ? keep_text(listing, entry->name) : NULL;
	if (name == NULL || !make_room(listing))
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	listing->entries[listing->count] = *entry;
	listing->entries[listing->count].folder = folder;
	listing->entries[listing->count].name = name;
	listing->count++;
	return true;
}

void listing_note_unreadable(struct listing *listing, const struct problem *problem)
{
	if (listing->unreadable_count++ == 0)
		listing->unreadable = *problem;
}

bool listing_wants(const struct listing_filter *filter, const char *name)
{
	return filter == NULL || filter->wants == NULL || filter->wants(name, filter->wish);
}

void entry_path(const struct entry *entry, char *path, size_t size)
{
	size_t length = strlen(entry->folder);
	bool ends = length > 0 && entry->folder[length - 1] == '/';

	snprintf(path, size, "%s%s%s", entry->folder, ends ? "" : "/", entry->name);
}
