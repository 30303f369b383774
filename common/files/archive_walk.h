/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Reads each file of an archive to its end; nothing is written and no name is used.
 */
#ifndef RECEICO_FILES_ARCHIVE_WALK_H
#define RECEICO_FILES_ARCHIVE_WALK_H

#include "common/files/content_kind.h"
#include "common/files/file_pass.h"

/* Where the archive's bytes come from. */
struct archive_source {
	void *from;
	/* The next block, which lasts until the next call.  STEP_BROKEN and STEP_UNABLE fill the problem. */
	enum step (*next)(void *from, const void **block, size_t *length, struct problem *problem);
	struct file_pass *pass; /* that can be sought in; NULL: from front to end alone */
};

struct archive_contents {
	uint64_t entries;   /* files, folders, links */
	uint64_t encrypted; /* of these: not read */
};

/* Can an archive of this kind be read here? */
bool archive_walk_knows(enum content_kind kind);

/* STEP_END when everything was read and right.  *contents is filled as far as it came. */
enum step archive_walk(enum content_kind kind, const struct archive_source *source, const struct deadline *deadline,
		       struct archive_contents *contents, struct problem *problem);

#endif
