// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* O_PATH */
#include "common/files/quota.h"

#include "common/files/quota_source.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

/* One question: a folder that is open, and what was learnt so far. */
struct inquiry {
	const struct quota_request *request;
	int folder;   /* O_PATH: a folder that we may not read is asked about, too */
	int readable; /* the same for reading, or -1 */
	struct stat about;
	bool was_hidden;
	struct problem *problem; /* the reasons so far */
};

/* --- the folder's own ids ---------------------------------------------------------- */

static struct quota_id project_of(const struct inquiry *inquiry)
{
	struct fsxattr attributes = { 0 };

	if (inquiry->request->project.is_set)
		return inquiry->request->project;
	if (inquiry->readable < 0 || ioctl(inquiry->readable, FS_IOC_FSGETXATTR, &attributes) != 0)
		return (struct quota_id){ 0 };
	return (struct quota_id){ .is_set = attributes.fsx_projid != 0, .number = attributes.fsx_projid };
}

static struct quota_id id_of(const struct inquiry *inquiry, enum quota_source kind)
{
	const struct quota_request *request = inquiry->request;
	bool is_asked_for = request->source == kind;
	bool is_user = kind == QUOTA_USER;
	const struct quota_id *given = is_user ? &request->user : &request->group;
	uint32_t own = is_user ? inquiry->about.st_uid : inquiry->about.st_gid;

	if (kind == QUOTA_PROJECT)
		return project_of(inquiry);
	return given->is_set ? *given : (struct quota_id){ .is_set = is_asked_for, .number = own };
}

/* --- the sources one after the other -------------------------------------------------- */

static void add_reason(struct inquiry *inquiry, const struct problem *reason)
{
	struct problem *problem = inquiry->problem;
	size_t length = problem->kind == PROBLEM_NONE ? 0 : strlen(problem->text);

	if (reason->kind == PROBLEM_NONE)
		return;
	problem->kind = PROBLEM_SYSTEM;
	snprintf(problem->text + length, sizeof problem->text - length, "%s%s", length ? "; " : "", reason->text);
}

static enum quota_answer ask_control(const struct inquiry *inquiry, enum quota_source kind, struct quota *quota,
				     struct problem *problem)
{
	struct quota_id id = id_of(inquiry, kind);

	if (id.is_set)
		return quota_from_control(inquiry->folder, kind, id.number, quota, problem);
	if (kind == QUOTA_PROJECT)
		problem_set(problem, PROBLEM_PEER, "it belongs to no project");
	return QUOTA_NONE;
}

/* What statfs shows is one figure; quotactl, where it is allowed, tells what it is made of. */
static enum quota_answer ask_statfs(const struct inquiry *inquiry, struct quota *quota, struct problem *problem)
{
	struct quota_id project = project_of(inquiry);
	struct quota details;
	struct problem ignored;

	if (quota_from_statfs(inquiry->folder, inquiry->request->path, quota, problem) != QUOTA_FOUND)
		return QUOTA_NONE;
	quota->id = project.number;
	if (inquiry->request->source == QUOTA_ANY && project.is_set &&
	    quota_from_control(inquiry->folder, QUOTA_PROJECT, project.number, &details, &ignored) == QUOTA_FOUND) {
		*quota = details;
		quota->source = QUOTA_STATFS;
		quota->has_details = true;
	}
	return QUOTA_FOUND;
}

/* Elsewhere than on btrfs there is nothing to say of it, unless it was asked for. */
static enum quota_answer ask_btrfs(const struct inquiry *inquiry, struct quota *quota, struct problem *problem)
{
	struct statfs system;

	if (inquiry->request->source == QUOTA_ANY &&
	    (fstatfs(inquiry->folder, &system) != 0 || system.f_type != BTRFS_SUPER_MAGIC))
		return QUOTA_NONE;
	if (inquiry->readable >= 0)
		return quota_from_btrfs(inquiry->readable, quota, problem);
	problem_set(problem, PROBLEM_SYSTEM, "btrfs: it may not be opened");
	return QUOTA_HIDDEN;
}

static bool ask(struct inquiry *inquiry, enum quota_source source, struct quota *quota)
{
	struct problem reason = { 0 };
	struct quota found = { 0 };
	enum quota_answer answer;

	if (inquiry->request->source != QUOTA_ANY && inquiry->request->source != source)
		return false;
	if (source == QUOTA_STATFS)
		answer = ask_statfs(inquiry, &found, &reason);
	else if (source == QUOTA_BTRFS)
		answer = ask_btrfs(inquiry, &found, &reason);
	else
		answer = ask_control(inquiry, source, &found, &reason);
	if (answer == QUOTA_FOUND) {
		*quota = found;
		return true;
	}
	inquiry->was_hidden = inquiry->was_hidden || answer == QUOTA_HIDDEN;
	add_reason(inquiry, &reason);
	return false;
}

/* --- */

static enum quota_answer inquire(struct inquiry *inquiry, struct quota *quota)
{
	if (fstat(inquiry->folder, &inquiry->about) != 0) {
		problem_set(inquiry->problem, PROBLEM_SYSTEM, "%s", strerror(errno));
		return QUOTA_HIDDEN;
	}
	for (enum quota_source source = QUOTA_STATFS; source <= QUOTA_BTRFS; source++) {
		if (ask(inquiry, source, quota))
			return QUOTA_FOUND;
	}
	return inquiry->was_hidden ? QUOTA_HIDDEN : QUOTA_NONE;
}

enum quota_answer quota_read(const struct quota_request *request, struct quota *quota, struct problem *problem)
{
	struct problem reasons = { 0 };
	struct inquiry inquiry = { .request = request, .problem = &reasons };
	enum quota_answer answer;

	inquiry.folder = open(request->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (inquiry.folder < 0) {
		bool is_missing = errno == ENOENT || errno == ENOTDIR;

		problem_set(problem, is_missing ? PROBLEM_PEER : PROBLEM_SYSTEM, "the folder %.300s cannot be read: %s",
			    request->path, strerror(errno));
		return is_missing ? QUOTA_NONE : QUOTA_HIDDEN;
	}
	inquiry.readable = open(request->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
	answer = inquire(&inquiry, quota);
	if (inquiry.readable >= 0)
		close(inquiry.readable);
	close(inquiry.folder);
	if (answer != QUOTA_FOUND)
		*problem = reasons;
	return answer;
}

void quota_describe(const struct quota *quota, char *text, size_t size)
{
	static const char *const owners[] = {
		[QUOTA_STATFS] = "project", [QUOTA_PROJECT] = "project", [QUOTA_USER] = "user", [QUOTA_GROUP] = "group"
	};
	const char *how = quota->source != QUOTA_STATFS ? "quotactl"
			  : quota->has_details          ? "statfs and quotactl"
							: "statfs";

	if (quota->source == QUOTA_BTRFS)
		snprintf(text, size, "btrfs qgroup 0/%lu", (unsigned long)quota->id);
	else if (quota->source == QUOTA_STATFS && quota->id == 0)
		snprintf(text, size, "%s of its project", how);
	else
		snprintf(text, size, "%s of %s %lu", how, owners[quota->source], (unsigned long)quota->id);
}
