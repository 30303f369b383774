// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * The qgroup of a subvolume, from the tree in which btrfs keeps them.
 */
#define _GNU_SOURCE /* le64toh() */
#include "common/files/quota_source.h"

#include <endian.h>
#include <errno.h>
#include <linux/btrfs.h>
#include <linux/btrfs_tree.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>

/* What the tree has of one qgroup. */
struct qgroup {
	bool has_status, has_info, has_limit;
	struct btrfs_qgroup_status_item status;
	struct btrfs_qgroup_info_item info;
	struct btrfs_qgroup_limit_item limit;
};

static void copy_item(void *item, bool *has_item, size_t size, const char *bytes, size_t length)
{
	*has_item = length >= size;
	if (*has_item)
		memcpy(item, bytes, size);
}

static void take_item(struct qgroup *group, const struct btrfs_ioctl_search_header *header, uint64_t id,
		      const char *bytes)
{
	if (header->type == BTRFS_QGROUP_STATUS_KEY)
		copy_item(&group->status, &group->has_status, sizeof group->status, bytes, header->len);
	else if (header->type == BTRFS_QGROUP_INFO_KEY && header->offset == id)
		copy_item(&group->info, &group->has_info, sizeof group->info, bytes, header->len);
	else if (header->type == BTRFS_QGROUP_LIMIT_KEY && header->offset == id)
		copy_item(&group->limit, &group->has_limit, sizeof group->limit, bytes, header->len);
}

static void take_items(struct qgroup *group, const struct btrfs_ioctl_search_args *search, uint64_t id)
{
	size_t at = 0;

	for (uint32_t i = 0; i < search->key.nr_items; i++) {
		struct btrfs_ioctl_search_header header;

		if (at + sizeof header > sizeof search->buf)
			return;
		memcpy(&header, search->buf + at, sizeof header);
		at += sizeof header;
		if (header.len > sizeof search->buf - at)
			return;
		take_item(group, &header, id, search->buf + at);
		at += header.len;
	}
}

/* One key of the tree of quotas: an item of `type` for the qgroup `id`.  Returns 0 or an errno. */
static int search_key(int folder, uint32_t type, uint64_t id, struct qgroup *group)
{
	struct btrfs_ioctl_search_args search = { .key = { .tree_id = BTRFS_QUOTA_TREE_OBJECTID,
							   .min_type = type,
							   .max_type = type,
							   .min_offset = id,
							   .max_offset = id,
							   .max_transid = UINT64_MAX,
							   .nr_items = 1 } };

	if (ioctl(folder, BTRFS_IOC_TREE_SEARCH, &search) != 0)
		return errno;
	take_items(group, &search, id);
	return 0;
}

static int search(int folder, uint64_t id, struct qgroup *group)
{
	int error = search_key(folder, BTRFS_QGROUP_STATUS_KEY, 0, group);

	if (!error)
		error = search_key(folder, BTRFS_QGROUP_INFO_KEY, id, group);
	if (!error)
		error = search_key(folder, BTRFS_QGROUP_LIMIT_KEY, id, group);
	return error;
}

/* The id of the subvolume that a folder is the top of; 0 and a reason when it is none. */
static uint64_t subvolume_of(int folder, struct problem *problem)
{
	struct btrfs_ioctl_ino_lookup_args lookup = { .objectid = BTRFS_FIRST_FREE_OBJECTID };
	struct statfs system;
	struct stat about;

	if (fstatfs(folder, &system) != 0 || system.f_type != BTRFS_SUPER_MAGIC)
		problem_set(problem, PROBLEM_PEER, "it is not on btrfs");
	else if (fstat(folder, &about) != 0 || about.st_ino != BTRFS_FIRST_FREE_OBJECTID)
		problem_set(problem, PROBLEM_PEER, "it is no btrfs subvolume");
	else if (ioctl(folder, BTRFS_IOC_INO_LOOKUP, &lookup) != 0)
		problem_set(problem, PROBLEM_SYSTEM, "btrfs subvolume: %s", strerror(errno));
	else
		return lookup.treeid;
	return 0;
}

static enum quota_answer explain(int error, const struct qgroup *group, struct problem *problem)
{
	uint64_t flags = le64toh(group->status.flags);

	if (error == EPERM) {
		problem_set(problem, PROBLEM_SYSTEM, "btrfs qgroup: reading it takes CAP_SYS_ADMIN");
		return QUOTA_HIDDEN;
	}
	if (error == ENOENT || (!error && (!group->has_status || !(flags & BTRFS_QGROUP_STATUS_FLAG_ON)))) {
		problem_set(problem, PROBLEM_PEER, "btrfs keeps no quotas there");
		return QUOTA_NONE;
	}
	if (error)
		problem_set(problem, PROBLEM_SYSTEM, "btrfs qgroup: %s", strerror(error));
	else if (flags & (BTRFS_QGROUP_STATUS_FLAG_RESCAN | BTRFS_QGROUP_STATUS_FLAG_INCONSISTENT))
		problem_set(problem, PROBLEM_SYSTEM, "the counts of its btrfs qgroup do not hold before a rescan");
	else
		problem_set(problem, PROBLEM_SYSTEM, "its subvolume has no btrfs qgroup");
	return error || group->has_info ? QUOTA_HIDDEN : QUOTA_NONE;
}

/* A limit counts what the subvolume refers to, or what it has for itself alone. */
static void fill(const struct qgroup *group, struct quota *quota)
{
	uint64_t flags = group->has_limit ? le64toh(group->limit.flags) : 0;
	bool is_exclusive = (flags & BTRFS_QGROUP_LIMIT_MAX_EXCL) && !(flags & BTRFS_QGROUP_LIMIT_MAX_RFER);

	quota->bytes.used = le64toh(is_exclusive ? group->info.excl : group->info.rfer);
	if (flags & BTRFS_QGROUP_LIMIT_MAX_RFER)
		quota->bytes.hard = le64toh(group->limit.max_rfer);
	else if (is_exclusive)
		quota->bytes.hard = le64toh(group->limit.max_excl);
}

enum quota_answer quota_from_btrfs(int folder, struct quota *quota, struct problem *problem)
{
	const uint64_t bad = BTRFS_QGROUP_STATUS_FLAG_RESCAN | BTRFS_QGROUP_STATUS_FLAG_INCONSISTENT;
	struct qgroup group = { 0 };
	uint64_t id = subvolume_of(folder, problem);
	uint64_t flags;
	int error;

	if (id == 0)
		return QUOTA_NONE;
	error = search(folder, id, &group);
	flags = le64toh(group.status.flags);
	if (error || !group.has_status || !(flags & BTRFS_QGROUP_STATUS_FLAG_ON) || (flags & bad) || !group.has_info)
		return explain(error, &group, problem);
	*quota = (struct quota){ .source = QUOTA_BTRFS, .id = (uint32_t)id, .enforcement = QUOTA_ENFORCED };
	fill(&group, quota);
	return QUOTA_FOUND;
}
