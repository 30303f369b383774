/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Thresholds on space, in the words that administrators use.
 *
 * `80%`, `12GB` and `80%USED`, `12GBUSED` alert when more than that is used; `5%FREE` and
 * `2GB FREE` when less is free.  Each may be a range (range.h): `1GB:12GB`, `@80%:90%`.  A
 * percentage is of the ceiling.
 */
#ifndef RECEICO_FILES_SPACE_LIMIT_H
#define RECEICO_FILES_SPACE_LIMIT_H

#include "common/check/range.h"

#include <stdint.h>

struct space_limit {
	struct range range;
	bool is_percent;  /* of the ceiling; else bytes, or a count */
	bool of_free;     /* about what is free */
	const char *text; /* as it was given; borrowed */
};

/* Reads one; `text` must outlive it.  With UNIT_BYTES a number needs its unit or a `%`, since `80` would be 80 bytes;
 * with UNIT_NONE it counts inodes. */
bool space_limit_parse(const char *text, enum unit unit, struct space_limit *limit, struct problem *problem) MUST_CHECK;

/* The same as a range of what is used, below the ceiling (0: none is known).  Not set when
 * the limit is not set, or needs a ceiling and there is none. */
struct range space_limit_range(const struct space_limit *limit, uint64_t ceiling);

/* Does it mean nothing without a ceiling? */
bool space_limit_needs_ceiling(const struct space_limit *limit);

#endif
