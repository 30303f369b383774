/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What lies in a folder: names and what is known of each.
 *
 * A listing is made by place.h from a folder of this machine, or one behind SFTP,
 * FTP or HTTPS; each tells other facts, so an entry says which it has.  Names are
 * foreign bytes.  Nothing is sorted.
 */
#ifndef RECEICO_FILES_LISTING_H
#define RECEICO_FILES_LISTING_H

#include "common/check/problem.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

enum entry_kind { ENTRY_FILE, ENTRY_FOLDER, ENTRY_LINK, ENTRY_OTHER, ENTRY_UNKNOWN };

/* Which members of an entry hold something. */
enum entry_fact {
	ENTRY_HAS_SIZE = 1 << 0,
	ENTRY_HAS_MODIFIED = 1 << 1,
	ENTRY_HAS_OWNER = 1 << 2, /* .owner and .group */
	ENTRY_HAS_MODE = 1 << 3,
	ENTRY_HAS_LINKS = 1 << 4,
	ENTRY_HAS_INODE = 1 << 5, /* .device and .inode */
	/* .size_bytes is as the index shows it ("1.2M"), not to the byte: ENTRY_HAS_SIZE is not set then.
	 * place_look() finds the true one. */
	ENTRY_HAS_ROUGH_SIZE = 1 << 6
};

struct entry {
	const char *name;   /* in its folder, never empty, without a slash; owned by the listing, as is .folder */
	const char *folder; /* the folder as it is spoken of: "/backup/a", "sftp://host/backup" */
	enum entry_kind kind;
	unsigned facts; /* of enum entry_fact */
	uint64_t size_bytes;
	time_t modified;
	int modified_within; /* seconds that .modified may be early: 0, 60 (a listing to the minute), 86400 */
	uid_t owner;
	gid_t group;
	mode_t mode; /* the lowest twelve bits */
	uint64_t links;
	dev_t device;
	ino_t inode;
};

struct listing {
	struct entry *entries;
	size_t count, capacity;
	struct listing_text *texts; /* where the names lie */
	size_t vanished;            /* went between being listed and being looked at */
	size_t folders;             /* that were listed */
	/* The first folder or entry that could not be looked at, and why; PROBLEM_NONE when all could. */
	struct problem unreadable;
	size_t unreadable_count;
};

/* More than any backup folder has: where a listing ends, and says so. */
enum { LISTING_MAXIMUM = 2000000 };

/* Which names are wanted, asked before anything else is found out of them.  A zeroed
 * filter wants all. */
struct listing_filter {
	bool (*wants)(const char *name, const void *wish);
	const void *wish;
};

/* A listing of nothing; listing_free() is due. */
struct listing listing_new(void);
void listing_free(struct listing *listing);

/* Adds an entry; name and folder are copied (the folder once for all entries of it that
 * follow each other).  False when memory runs out or the listing is full. */
bool listing_add(struct listing *listing, const struct entry *entry, struct problem *problem) MUST_CHECK;

/* Notes that a folder or an entry could not be looked at, and why: the first is kept, all are
 * counted. */
void listing_note_unreadable(struct listing *listing, const struct problem *problem);

/* Is the name wanted? */
bool listing_wants(const struct listing_filter *filter, const char *name);

/* Writes where an entry lies, "/backup/a/NAME".  What does not fit is cut. */
void entry_path(const struct entry *entry, char *path, size_t size);

#endif
