/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What a listing of the library costs.
 *
 *   folder_listing PLACE
 *
 * Prints how many entries there are, and the newest time.
 */
#include "common/files/place.h"

#include <stdio.h>

static bool list(const char *text, struct listing *listing, struct problem *problem)
{
	const struct deadline deadline = deadline_in(60);
	const struct place_access access = { 0 };
	const struct listing_filter all = { 0 };
	struct place *place = NULL;
	bool exists = false;
	bool listed;

	if (!place_open(text, &access, &deadline, &place, problem))
		return false;
	listed = place_list(place, &all, &deadline, &exists, listing, problem);
	place_close(place);
	return listed;
}

int main(int argc, char **argv)
{
	struct listing listing = listing_new();
	struct problem problem = { .text = "" };
	time_t newest = 0;

	if (argc != 2 || !list(argv[1], &listing, &problem)) {
		fprintf(stderr, "folder_listing: %s\n", problem.text);
		return 2;
	}
	for (size_t i = 0; i < listing.count; i++) {
		if (listing.entries[i].modified > newest)
			newest = listing.entries[i].modified;
	}
	printf("%zu %lld\n", listing.count, (long long)newest);
	listing_free(&listing);
	return 0;
}
