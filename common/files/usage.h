/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * How much a folder takes on disk, by walking through it.
 *
 * What is counted is what `du -s` counts, to the block: the blocks of every file, link,
 * fifo, socket, device and folder below the path, and of the folder itself; what has
 * several names counts once.  Mounts below it are not entered and do not count, nor do
 * symbolic links lead anywhere.  What vanishes while the walk is on its way is no
 * failure.  Memory is bounded by the folders that wait to be read, not by their depth,
 * and so are the descriptors; a path may be longer than PATH_MAX.  Nothing is written:
 * the times of access stay where the kernel allows that to be asked for.
 *
 * What could not be read, a budget that ran out, and hard links beyond what the memory
 * holds all leave something out, so the figures are then a lower bound: usage_is_whole().
 *
 * Sources: getdents64(2), statx(2); POSIX du(1).
 */
#ifndef RECEICO_FILES_USAGE_H
#define RECEICO_FILES_USAGE_H

#include "common/check/deadline.h"
#include "common/check/problem.h"

#include <stdint.h>

/* How many of the folders that could not be read are told by name. */
enum { USAGE_UNREADABLE_SHOWN = 3, USAGE_PATH_SIZE = 256 };

struct usage_settings {
	long threads;             /* that walk at the same time; 0: as many as cores are online */
	uint64_t entries_maximum; /* names to look at, at most (checked now and then); 0: no limit */
};

/* Why a walk ended. */
enum usage_end {
	USAGE_DONE,           /* it has been everywhere it may */
	USAGE_OUT_OF_TIME,    /* the deadline passed */
	USAGE_OUT_OF_ENTRIES, /* there are more than entries_maximum */
	USAGE_OUT_OF_MEMORY   /* none is left, or a million folders wait to be read */
};

/* Something that could not be looked at. */
struct usage_unreadable {
	char path[USAGE_PATH_SIZE]; /* foreign bytes; cut in front when it is long, `...` then */
	int error;                  /* errno */
};

struct usage {
	uint64_t blocks_bytes;   /* on disk: 512 for each of st_blocks */
	uint64_t apparent_bytes; /* st_size of regular files and symbolic links */
	uint64_t files;          /* all that is no folder, each once */
	uint64_t folders;        /* with the first */
	uint64_t entries;        /* names that were looked at */
	uint64_t unreadable;     /* folders (or single names) that could not be looked at */
	struct usage_unreadable unreadable_first[USAGE_UNREADABLE_SHOWN];
	bool links_left_out; /* more hard links than are remembered: further ones were not counted */
	enum usage_end end;
};

/* Walks through `path`, a folder or a link to one.  False when the path itself is no folder
 * or cannot be opened, or there is no memory; everything else is told in *usage. */
bool usage_measure(const char *path, const struct usage_settings *settings, const struct deadline *deadline,
		   struct usage *usage, struct problem *problem) MUST_CHECK;

/* Are the figures those of all that is there? */
bool usage_is_whole(const struct usage *usage);

/* Files and folders: what a quota of inodes counts. */
uint64_t usage_inodes(const struct usage *usage);

#endif
