/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Who may use how much: a file of tenants.
 *
 *	[acme]
 *	path = /srv/tenants/acme
 *	limit = 15GB
 *	project = 1001
 *	note = contract 4711
 *
 * One section for each, named as the tenant is.  `path` is required; `limit` (15GB, 15GiB;
 * what was promised), `inodes`, the ids `project`, `user` and `group` of its quota, and `note`
 * (shown when something is wrong) may be there.
 */
#ifndef RECEICO_FILES_TENANTS_H
#define RECEICO_FILES_TENANTS_H

#include "common/check/option.h"
#include "common/files/quota.h"

#include <stddef.h>
#include <stdint.h>

enum { TENANTS_MAXIMUM = 5000, TENANTS_FILE_MAXIMUM = 4 << 20 };

struct tenant {
	char *name, *path, *note; /* note: may be NULL */
	uint64_t limit_bytes;     /* 0: not given */
	uint64_t limit_inodes;    /* likewise */
	struct quota_id project, user, group;
	int line; /* where it begins in the file; 0: it is from no file */
};

struct tenants {
	struct tenant *items;
	size_t count;
};

/* Adds the tenants that the text of a file names.  A problem names the line. */
bool tenants_parse(const char *text, struct tenants *tenants, struct problem *problem) MUST_CHECK;

/* Adds one.  False when there is no memory, or too many. */
bool tenants_add(struct tenants *tenants, const char *name, const char *path, struct problem *problem) MUST_CHECK;

/* Adds each folder whose path matches the shell pattern and whose name matches none of
 * `exclude`; *found tells how many match.  A symbolic link is no tenant of a pattern with
 * wildcards; a path without them is added as it is, also when nothing is there.  What is a
 * tenant already is not added again. */
bool tenants_find(const char *pattern, const struct texts *exclude, struct tenants *tenants, size_t *found,
		  struct problem *problem) MUST_CHECK;

void tenants_free(struct tenants *tenants);

#endif
