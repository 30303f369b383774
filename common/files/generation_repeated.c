// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Generations that hold the same.
 */
#include "common/files/generation.h"

#include <stdlib.h>
#include <string.h>

static int compare_moments(const struct generation *a, const struct generation *b)
{
	return (a->moment > b->moment) - (a->moment < b->moment);
}

static int compare_contents(const struct generation *a, const struct generation *b)
{
	if (a->contents == NULL || b->contents == NULL)
		return (a->contents != NULL) - (b->contents != NULL);
	return strcmp(a->contents, b->contents);
}

static bool has_inode(const struct entry *entry)
{
	return entry && entry->facts & ENTRY_HAS_INODE;
}

static int compare_inodes(const struct generation *a, const struct generation *b)
{
	const struct entry *left = a->parts[0];
	const struct entry *right = b->parts[0];

	if (!has_inode(left) || !has_inode(right))
		return (int)has_inode(left) - (int)has_inode(right);
	if (left->device != right->device)
		return left->device < right->device ? -1 : 1;
	return (left->inode > right->inode) - (left->inode < right->inode);
}

/* In these two orders those that are the same stand together, the oldest first. */
static int by_contents(const void *left, const void *right)
{
	const struct generation *a = *(struct generation *const *)left;
	const struct generation *b = *(struct generation *const *)right;
	int order = compare_contents(a, b);

	if (order == 0 && a->size_bytes != b->size_bytes)
		order = a->size_bytes < b->size_bytes ? -1 : 1;
	return order ? order : compare_moments(a, b);
}

static int by_inodes(const void *left, const void *right)
{
	const struct generation *a = *(struct generation *const *)left;
	const struct generation *b = *(struct generation *const *)right;
	int order = compare_inodes(a, b);

	return order ? order : compare_moments(a, b);
}

static bool same_contents(const struct generation *a, const struct generation *b)
{
	return a->contents && b->contents && a->size_bytes == b->size_bytes && compare_contents(a, b) == 0;
}

/* All parts are the same files. */
static bool same_inodes(const struct generation *a, const struct generation *b)
{
	for (size_t i = 0; i < GENERATION_PARTS_MAXIMUM; i++) {
		const struct entry *left = a->parts[i];
		const struct entry *right = b->parts[i];

		if (left == NULL && right == NULL)
			continue;
		if (!has_inode(left) || !has_inode(right) || left->inode != right->inode ||
		    left->device != right->device)
			return false;
	}
	return true;
}

static void mark_neighbours(struct generation **list, size_t count,
			    bool (*same)(const struct generation *, const struct generation *))
{
	char name[256];

	for (size_t i = 1, first = 0; i < count; i++) {
		if (!same(list[first], list[i])) {
			first = i;
			continue;
		}
		generation_name(list[first], name, sizeof name);
		generation_blame(list[i], GENERATION_REPEATED, "it holds the same as %s", name);
	}
}

static size_t list_whole(const struct generations *generations, struct generation **list)
{
	size_t count = 0;

	for (size_t i = 0; i < generations->count; i++) {
		if (generation_is_whole(generations->items + i))
			list[count++] = generations->items + i;
	}
	return count;
}

void generations_mark_repeated(struct generations *generations)
{
	struct generation **list = calloc(generations->count + 1, sizeof(struct generation *));
	size_t count;

	if (list == NULL)
		return;
	count = list_whole(generations, list);
	qsort(list, count, sizeof(void *), by_inodes);
	mark_neighbours(list, count, same_inodes);
	count = list_whole(generations, list);
	qsort(list, count, sizeof(void *), by_contents);
	mark_neighbours(list, count, same_contents);
	free(list);
}
