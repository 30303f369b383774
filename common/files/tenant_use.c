// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/tenant_use.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

/* --- looking ----------------------------------------------------------------------- */

/* Like df(1): what only root may fill is neither free nor part of the size. */
static bool read_disk(const struct tenant *tenant, struct tenant_use *use)
{
	struct statvfs disk;

	if (statvfs(tenant->path, &disk) != 0)
		return problem_set(&use->problem, errno == ENOENT || errno == ENOTDIR ? PROBLEM_PEER : PROBLEM_SYSTEM,
				   "the folder %.300s cannot be read: %s", tenant->path, strerror(errno));
	use->used_bytes = (uint64_t)(disk.f_blocks - disk.f_bfree) * disk.f_frsize;
	use->promised_bytes = use->used_bytes + (uint64_t)disk.f_bavail * disk.f_frsize;
	use->has_inodes = disk.f_files > 0;
	use->used_inodes = disk.f_files - disk.f_ffree;
	use->promised_inodes = disk.f_files;
	return true;
}

static bool read_quota(const struct use_request *request, const struct tenant *tenant, struct tenant_use *use)
{
	const struct quota_request asked = { .path = tenant->path,
					     .source = (enum quota_source)request->source,
					     .project = tenant->project,
					     .user = tenant->user,
					     .group = tenant->group };

	use->quota_answer = quota_read(&asked, &use->quota, &use->quota_problem);
	if (use->quota_answer != QUOTA_FOUND)
		return false;
	use->kind = USE_OF_QUOTA;
	use->used_bytes = use->quota.bytes.used;
	use->used_inodes = use->quota.inodes.used;
	use->has_inodes = use->quota.has_inodes;
	return true;
}

static void walk(const struct use_request *request, const struct tenant *tenant, const struct deadline *deadline,
		 struct tenant_use *use)
{
	const struct usage_settings settings = { .threads = request->threads,
						 .entries_maximum = request->budget.entries };
	struct deadline within =
		request->budget.seconds > 0 ? deadline_within(deadline, request->budget.seconds) : *deadline;

	if (!usage_measure(tenant->path, &settings, &within, &use->usage, &use->problem))
		return;
	use->kind = USE_OF_WALK;
	use->used_bytes = use->usage.blocks_bytes;
	use->used_inodes = usage_inodes(&use->usage);
	use->has_inodes = true;
	use->timed_out = use->usage.end == USAGE_OUT_OF_TIME && deadline_passed(deadline);
}

/* Of the limits that there are, the one that is reached first. */
static uint64_t least(uint64_t promised, uint64_t kept)
{
	return promised == 0 || (kept > 0 && kept < promised) ? kept : promised;
}

static void find_ceilings(struct tenant_use *use)
{
	const struct quota_limits *bytes = &use->quota.bytes;
	const struct quota_limits *inodes = &use->quota.inodes;
	bool has_quota = use->kind == USE_OF_QUOTA;

	use->ceiling_bytes = least(use->promised_bytes, !has_quota ? 0 : bytes->hard ? bytes->hard : bytes->soft);
	use->ceiling_inodes = least(use->promised_inodes, !has_quota ? 0 : inodes->hard ? inodes->hard : inodes->soft);
}

void tenant_use_measure(const struct use_request *request, const struct tenant *tenant, const struct deadline *deadline,
			struct tenant_use *use)
{
	bool of_disk = request->of_disk && tenant->limit_bytes == 0;
	bool may_walk = request->source == USE_FROM_ANY || request->source == USE_FROM_WALK;

	*use = (struct tenant_use){ .tenant = tenant, .quota_answer = QUOTA_NONE };
	if (of_disk && !read_disk(tenant, use))
		return;
	if (of_disk && request->source == USE_FROM_ANY) {
		use->kind = USE_OF_DISK;
	} else if (request->source == USE_FROM_WALK || !read_quota(request, tenant, use)) {
		if (may_walk)
			walk(request, tenant, deadline, use);
		else
			use->problem = use->quota_problem;
	}
	if (!of_disk) {
		use->promised_bytes = tenant->limit_bytes ? tenant->limit_bytes : request->limit_bytes;
		use->promised_inodes = 0;
	}
	if (tenant->limit_inodes || request->limit_inodes)
		use->promised_inodes = tenant->limit_inodes ? tenant->limit_inodes : request->limit_inodes;
	find_ceilings(use);
}

bool tenant_use_is_at_least(const struct tenant_use *use)
{
	if (use->kind == USE_OF_WALK)
		return !usage_is_whole(&use->usage);
	return use->kind == USE_OF_QUOTA && use->quota.is_at_least;
}

/* --- labels ------------------------------------------------------------------------- */

static bool is_taken(const struct tenant_use *uses, size_t count, const char *label)
{
	if (strcmp(label, "total") == 0 || strcmp(label, "tenants") == 0)
		return true;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(uses[i].label, label) == 0 || strcmp(uses[i].inode_label, label) == 0)
			return true;
	}
	return false;
}

static void clean(const char *name, char *label, size_t size)
{
	static const char kept[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
	size_t length = 0;

	for (; *name && length + 1 < size; name++)
		label[length++] = *name;
	label[length] = '\0';
	for (char *at = label; *at; at++) {
		if (strchr(kept, *at) == NULL)
			*at = '_';
	}
	if (length == 0)
		snprintf(label, size, "_");
}

/* Ends in `ending`, and when that is taken in a number as well. */
static void choose(const struct tenant_use *uses, size_t count, const char *ending, char *label)
{
	char name[USE_LABEL_SIZE];
	char tail[USE_LABEL_SIZE];

	clean(uses[count].tenant->name, name, sizeof name);
	for (unsigned number = 1; number <= TENANTS_MAXIMUM; number++) {
		int room;

		if (number == 1)
			snprintf(tail, sizeof tail, "%s", ending);
		else
			snprintf(tail, sizeof tail, "_%u%s", number, ending);
		room = USE_LABEL_SIZE - 1 - (int)strlen(tail);
		snprintf(label, USE_LABEL_SIZE, "%.*s%s", room, name, tail);
		if (!is_taken(uses, count, label))
			return;
	}
}

void tenant_use_label(struct tenant_use *uses, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		choose(uses, i, "", uses[i].label);
		choose(uses, i, "_inodes", uses[i].inode_label);
	}
}

/* --- order -------------------------------------------------------------------------- */

/* How much of his ceiling a tenant has filled; who could not be measured comes first. */
static double rank(const struct tenant_use *use)
{
	if (use->kind == USE_UNKNOWN)
		return 1e300;
	return use->ceiling_bytes > 0 ? (double)use->used_bytes / (double)use->ceiling_bytes : 0;
}

static int compare(const void *one, const void *other)
{
	const struct tenant_use *a = one;
	const struct tenant_use *b = other;
	double ranks[] = { rank(a), rank(b) };

	if (ranks[0] > ranks[1] || ranks[0] < ranks[1])
		return ranks[0] > ranks[1] ? -1 : 1;
	if (a->used_bytes != b->used_bytes)
		return a->used_bytes > b->used_bytes ? -1 : 1;
	return strcmp(a->tenant->name, b->tenant->name);
}

void tenant_use_sort(struct tenant_use *uses, size_t count)
{
	if (count > 1)
		qsort(uses, count, sizeof *uses, compare);
}
