/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What one tenant uses, what he may, and how we know.
 */
#ifndef RECEICO_FILES_TENANT_USE_H
#define RECEICO_FILES_TENANT_USE_H

#include "common/check/deadline.h"
#include "common/files/forecast.h"
#include "common/files/quota.h"
#include "common/files/tenants.h"
#include "common/files/usage.h"

/* Where to look.  The first six are those of quota.h; USE_FROM_ANY tries them, and then walks. */
enum use_source {
	USE_FROM_ANY = QUOTA_ANY,
	USE_FROM_STATFS = QUOTA_STATFS,
	USE_FROM_PROJECT = QUOTA_PROJECT,
	USE_FROM_USER = QUOTA_USER,
	USE_FROM_GROUP = QUOTA_GROUP,
	USE_FROM_BTRFS = QUOTA_BTRFS,
	USE_FROM_WALK
};

/* Of a walk: for each tenant anew. */
struct use_budget {
	double seconds;   /* 0: what the deadline leaves */
	uint64_t entries; /* 0: no limit */
};

struct use_request {
	enum use_source source;
	bool of_disk; /* the ceiling is the size of the file system, and its use the figure unless a source is forced */
	uint64_t limit_bytes, limit_inodes; /* promised to tenants that have no limit of their own; 0: none */
	struct use_budget budget;
	long threads;
};

/* How the figures were had. */
enum use_kind { USE_UNKNOWN /* they were not */, USE_OF_QUOTA, USE_OF_WALK, USE_OF_DISK };

enum { USE_LABEL_SIZE = 20 };

struct tenant_use {
	const struct tenant *tenant;
	char label[USE_LABEL_SIZE], inode_label[USE_LABEL_SIZE]; /* of the performance data */
	enum use_kind kind;
	uint64_t used_bytes, used_inodes;
	bool has_inodes;
	uint64_t promised_bytes, promised_inodes; /* 0: nothing was */
	uint64_t ceiling_bytes, ceiling_inodes; /* the least of what was promised and what its quota lets in; 0: none */
	bool timed_out;                         /* the program's own time ran out on the way */
	enum quota_answer quota_answer;         /* of USE_OF_QUOTA: found */
	struct quota quota;
	struct usage usage;           /* of USE_OF_WALK */
	struct problem problem;       /* of USE_UNKNOWN */
	struct problem quota_problem; /* why it is no quota's figure */
	struct forecast forecast;
};

/* Looks; whatever happens is told in *use. */
void tenant_use_measure(const struct use_request *request, const struct tenant *tenant, const struct deadline *deadline,
			struct tenant_use *use);

/* Is the figure less than what there is, perhaps? */
bool tenant_use_is_at_least(const struct tenant_use *use);

/* Gives each tenant labels of its own: the name in letters, digits and `_ - .`, cut to what old
 * graphing tools take (19 characters).  `total` and `tenants` are nobody's. */
void tenant_use_label(struct tenant_use *uses, size_t count);

/* Orders them: what could not be measured, then who has filled most of his ceiling, then who uses
 * most. */
void tenant_use_sort(struct tenant_use *uses, size_t count);

#endif
