/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Generations of a backup, found in a listing.
 *
 * A generation is a file, a folder, or a set of such parts that have the same time in
 * their names and lie in one folder.  Its moment is when it was finished: the time of its
 * last change, but no later than what its name means (a copy that was made later looks
 * younger than it is).  What is being written, or says that it is of the future, is known
 * for that and counts for nothing.
 *
 * Pure: a listing and the time in, generations out.
 */
#ifndef RECEICO_FILES_GENERATION_H
#define RECEICO_FILES_GENERATION_H

#include "common/check/option.h"
#include "common/files/listing.h"

#include <time.h>

enum {
	GENERATION_PARTS_MAXIMUM = 8,
	GENERATIONS_MAXIMUM = 100000, /* in one place; more is no folder of backups */
	GENERATION_REASON_SIZE = 240
};

/* Why a generation does not count.  The first that holds is the one that is kept. */
enum generation_flaw {
	GENERATION_WHOLE, /* nothing is wrong, as far as it was looked at */
	GENERATION_BEING_WRITTEN,
	GENERATION_OF_THE_FUTURE,
	GENERATION_INCOMPLETE, /* a part is missing */
	GENERATION_TOO_SMALL,
	GENERATION_UNSOUND,  /* it is something else, or broken */
	GENERATION_NOT_READ, /* we could not look, or not to the end */
	GENERATION_REPEATED  /* the same content as another's */
};

struct generation {
	time_t moment;
	time_t from, until;  /* what its name means (name_pattern.h); both 0: nothing */
	bool is_exact;       /* .moment is the time of the last change */
	bool is_settling;    /* being written for no other reason than that it has changed a moment ago */
	bool shows_folder;   /* its name is told with its folder: there are several */
	double disagreement; /* seconds between that time and what the name means; 0: none */
	const struct entry *parts[GENERATION_PARTS_MAXIMUM]; /* borrowed; NULL: missing */
	bool has_size;                                       /* of all parts */
	uint64_t size_bytes;                                 /* of the parts together, as far as known */
	enum generation_flaw flaw;
	char *reason;   /* owned; NULL: the flaw says it all */
	char *proof;    /* owned; what was found out of its content; NULL: nothing was asked */
	char *contents; /* owned; digests of the parts, where all were read; else NULL */
};

struct generations {
	struct generation *items; /* the youngest first */
	size_t count;
	size_t part_count; /* of each; the place of a part is that of its pattern */
	size_t strangers;  /* entries that are none of these */
};

/* What to look for. */
struct generation_rules {
	const char *const *patterns; /* name_pattern.h; one a part */
	size_t pattern_count;        /* 0: every file and folder is a generation by itself */
	bool wants_hidden;           /* without patterns: also those whose name begins with a dot */
	bool wants_companions;       /* list the checksums beside them as well */
	double settle_seconds;       /* what changed since is being written */
	double tolerance_seconds;    /* clocks differ by so much: what is later is of the future */
	double smallest_bytes;       /* less is too small; an empty one is in any case */
};

/* Does the name belong to a generation, be it one that is being written?  For
 * listing_filter. */
bool generation_wants(const struct generation_rules *rules, const char *name);

/* Finds the generations.  The listing must outlive them; generations_free() is due either way. */
bool generations_find(const struct listing *listing, const struct generation_rules *rules, time_t now,
		      struct generations *generations, struct problem *problem) MUST_CHECK;
void generations_free(struct generations *generations);

/* Notes a flaw, if there is none yet, and the reason in words. */
void generation_blame(struct generation *generation, enum generation_flaw flaw, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* Notes GENERATION_TOO_SMALL when its size is known, and less than the rules want. */
void generation_judge_size(struct generation *generation, const struct generation_rules *rules);

/* Notes GENERATION_REPEATED for those that count and hold what an older one holds: the same files
 * under other names, or the same size and digests. */
void generations_mark_repeated(struct generations *generations);

/* Does it count? */
bool generation_is_whole(const struct generation *generation);

/* Was it made by the run of a schedule at that moment, or a later one? */
bool generation_serves(const struct generation *generation, time_t run, double tolerance_seconds);

/* Could it count?  It does, or nobody could look into it. */
bool generation_may_count(const struct generation *generation);

/* Writes its name: the first part's, with `and N more` where there are others. */
void generation_name(const struct generation *generation, char *name, size_t size);

/* The median of the sizes of up to `count` generations that count, from `first` on; NAN when there is none
 * of known size. */
double generations_median_size(const struct generations *generations, size_t first, size_t count);

#endif
