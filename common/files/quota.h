/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What the kernel keeps of a folder's use and its limits.
 *
 * statfs: a folder that belongs to a project (ext4, XFS) and whose limit is enforced shows
 * that limit as the size of its file system; this takes no privilege, but tells neither soft
 * from hard nor how far above the limit it is.  quotactl: the quota of a project, a user or a
 * group, which takes CAP_SYS_ADMIN (but for one's own user and groups).  btrfs: the qgroup of
 * a subvolume, which takes it too.
 *
 * Sources: quotactl(2); Linux fs/ext4/super.c (ext4_statfs_project), fs/xfs/xfs_qm_bhv.c;
 * linux/quota.h, linux/dqblk_xfs.h, linux/btrfs_tree.h.
 */
#ifndef RECEICO_FILES_QUOTA_H
#define RECEICO_FILES_QUOTA_H

#include "common/check/problem.h"

#include <stdint.h>
#include <time.h>

enum quota_source { QUOTA_ANY, QUOTA_STATFS, QUOTA_PROJECT, QUOTA_USER, QUOTA_GROUP, QUOTA_BTRFS };

/* Is the limit kept, or only what is used counted? */
enum quota_enforcement { QUOTA_ENFORCEMENT_UNKNOWN, QUOTA_NOT_ENFORCED, QUOTA_ENFORCED };

enum quota_answer {
	QUOTA_FOUND,
	QUOTA_NONE,  /* nothing of the kind is kept for this folder */
	QUOTA_HIDDEN /* there may be one, but we may not look */
};

struct quota_id {
	bool is_set;
	uint32_t number;
};

/* Whose quota it is. */
struct quota_request {
	const char *path;         /* the folder */
	enum quota_source source; /* QUOTA_ANY: the first that answers, in the order above */
	/* Without them: the folder's own project, owner and group.  QUOTA_ANY asks for a user's or a
	 * group's only when they are set: the owner of a folder may have more elsewhere. */
	struct quota_id project, user, group;
};

/* In bytes or inodes. */
struct quota_limits {
	uint64_t used;
	uint64_t soft, hard; /* 0: none */
	time_t grace_ends;   /* the soft limit is exceeded, and holds from then on; 0: it is not */
};

struct quota {
	enum quota_source source;
	bool has_details; /* statfs, and quotactl told soft and hard apart */
	uint32_t id;      /* of the project (0: unknown), user or group */
	struct quota_limits bytes, inodes;
	bool has_inodes;     /* inodes are counted */
	bool is_either_kind; /* `hard` is the limit, be it soft or hard */
	bool is_at_least;    /* used up to its limit; it may be more */
	enum quota_enforcement enforcement;
};

/* Asks.  When none was found the problem says why for each source; it is PROBLEM_PEER when the
 * folder itself is missing. */
enum quota_answer quota_read(const struct quota_request *request, struct quota *quota,
			     struct problem *problem) MUST_CHECK;

/* "statfs of project 1001", "quotactl of user 1000", "btrfs qgroup 0/256": where the figures
 * come from. */
void quota_describe(const struct quota *quota, char *text, size_t size);

#endif
