// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/inode_set.h"

#include <stdlib.h>

enum { FIRST_CAPACITY = 1024 };

/* The finisher of MurmurHash3: every step can be undone, so no two numbers share a hash. */
static uint64_t mix(uint64_t number)
{
	number = (number ^ (number >> 33)) * 0xff51afd7ed558ccdu;
	number = (number ^ (number >> 33)) * 0xc4ceb9fe1a85ec53u;
	return number ^ (number >> 33);
}

/* The place of a hash, or the empty one where it belongs. */
static uint64_t *find(const struct inode_set *set, uint64_t hash)
{
	size_t place = hash & (set->capacity - 1);

	while (set->places[place] != 0 && set->places[place] != hash)
		place = (place + 1) & (set->capacity - 1);
	return set->places + place;
}

static bool grow(struct inode_set *set)
{
	struct inode_set larger = { .capacity = set->capacity ? set->capacity * 2 : FIRST_CAPACITY };

	if (larger.capacity > INODE_SET_MAXIMUM)
		return false;
	larger.places = calloc(larger.capacity, sizeof *larger.places);
	if (larger.places == NULL)
		return false;
	for (size_t i = 0; i < set->capacity; i++) {
		if (set->places[i] != 0)
			*find(&larger, set->places[i]) = set->places[i];
	}
	free(set->places);
	set->places = larger.places;
	set->capacity = larger.capacity;
	return true;
}

enum inode_answer inode_set_add(struct inode_set *set, uint64_t device, uint64_t inode)
{
	uint64_t hash = mix(inode) ^ mix(~device);
	bool is_full = set->count >= set->capacity / 8 * 7;
	uint64_t *place;

	if (hash == 0) {
		enum inode_answer answer = set->has_zero ? INODE_KNOWN : INODE_ADDED;

		set->has_zero = true;
		return answer;
	}
	if (is_full)
		is_full = !grow(set);
	if (set->capacity == 0)
		return INODE_NO_ROOM;
	place = find(set, hash);
	if (*place == hash)
		return INODE_KNOWN;
	if (is_full)
		return INODE_NO_ROOM;
	*place = hash;
	set->count++;
	return INODE_ADDED;
}

void inode_set_free(struct inode_set *set)
{
	free(set->places);
	*set = (struct inode_set){ 0 };
}
