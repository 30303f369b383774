/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A glob(7) pattern, taken apart into the folders that it leads through and the names
 * in the last of them.
 */
#ifndef RECEICO_FILES_LOCAL_PATTERN_H
#define RECEICO_FILES_LOCAL_PATTERN_H

#include "common/check/deadline.h"
#include "common/files/listing.h"

/* Has it a wildcard, `*`, `?` or `[`, that no backslash quotes? */
bool local_pattern_has_wildcard(const char *text);

/* Takes the backslashes away that quote. */
void local_pattern_unquote(char *text);

/* The end of a pattern: what stands behind its last slash. */
const char *local_pattern_last(const char *pattern);

/* Adds the folders to which the pattern leads, without its last part: their paths are the names
 * of entries of kind ENTRY_FOLDER.  A pattern without a folder gives ".".  Folders that cannot be
 * read are noted in the listing. */
bool local_pattern_folders(const char *pattern, const struct deadline *deadline, struct listing *folders,
			   struct problem *problem) MUST_CHECK;

#endif
