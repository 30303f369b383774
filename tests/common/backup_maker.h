/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Listings of backups for the tests, at a fixed time.
 */
#ifndef RECEICO_TESTS_BACKUP_MAKER_H
#define RECEICO_TESTS_BACKUP_MAKER_H

#include "common/files/listing.h"
#include "common/time/zone.h"

#include "tests/common/rows.h"

/* 2026-11-26 06:00 in Tokyo, and the run of 04:00 before it. */
static const time_t now = 1795640400;
static const time_t run_at_four = 1795633200;

enum { HOUR = 3600, DAY = 86400, FILES_MAXIMUM = 16 };

/* An entry of a listing, in short.  A row without a name ends a listing. */
struct made_file {
	const char *name;
	double age;  /* seconds; NAN: not known */
	double size; /* bytes; NAN: not known */
	enum entry_kind kind;
	ino_t inode;        /* 0: not known */
	const char *folder; /* NULL: "/backup" */
	int modified_within;
};

static inline struct listing made_listing(const struct made_file *files, size_t count)
{
	struct listing listing = listing_new();
	struct problem problem;

	for (size_t i = 0; i < count && files[i].name; i++) {
		struct entry entry = { .name = files[i].name,
				       .folder = files[i].folder ? files[i].folder : "/backup",
				       .kind = files[i].kind,
				       .modified_within = files[i].modified_within };

		if (!isnan(files[i].age)) {
			entry.facts |= ENTRY_HAS_MODIFIED;
			entry.modified = now - (time_t)files[i].age;
		}
		if (!isnan(files[i].size)) {
			entry.facts |= ENTRY_HAS_SIZE;
			entry.size_bytes = (uint64_t)files[i].size;
		}
		if (files[i].inode) {
			entry.facts |= ENTRY_HAS_INODE;
			entry.inode = files[i].inode;
		}
		assert_true(listing_add(&listing, &entry, &problem));
	}
	return listing;
}

/* For the set-up of a group of tests. */
static inline int in_tokyo(void **state)
{
	struct problem problem;

	(void)state;
	return zone_enter("Asia/Tokyo", &problem) ? 0 : 1;
}

#endif
