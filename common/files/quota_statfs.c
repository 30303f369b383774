// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* O_PATH */
#include "common/files/quota_source.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Folders above that are looked at. */
enum { LEVELS_MAXIMUM = 1000 };

/* The way by `..` leads through the folder, which we may not enter perhaps; its name does not. */
static int open_by_name(const char *path)
{
	char above[PATH_MAX];
	size_t length = strlen(path);

	while (length > 1 && path[length - 1] == '/')
		length--;
	while (length > 0 && path[length - 1] != '/')
		length--;
	if (length == 0 || snprintf(above, sizeof above, "%.*s", (int)length, path) >= (int)sizeof above)
		return -1;
	return open(above, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/* Opens the folder above as long as it is on the same file system; -1: it is not. */
static int open_above(int folder, const char *path)
{
	int above = openat(folder, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct stat here;
	struct stat there;
	bool is_same_system;

	if (above < 0 && path)
		above = open_by_name(path);
	is_same_system = above >= 0 && fstat(folder, &here) == 0 && fstat(above, &there) == 0 &&
			 here.st_dev == there.st_dev && here.st_ino != there.st_ino;
	if (above >= 0 && !is_same_system) {
		close(above);
		above = -1;
	}
	return above;
}

/* XFS computes the whole's inodes from its free blocks, which others change while we look. */
static bool is_limit_of_inodes(const struct statvfs *ours, const struct statvfs *whole)
{
	return ours->f_files < whole->f_files - whole->f_files / 16;
}

/* Looks for a folder above that sees a larger file system: then the size that ours sees is its limit. */
static bool find_larger(int folder, const char *path, const struct statvfs *ours, struct statvfs *larger)
{
	bool found = false;
	int at = open_above(folder, path);

	for (int level = 0; at >= 0 && !found && level < LEVELS_MAXIMUM; level++) {
		int above = -1;

		found = fstatvfs(at, larger) == 0 &&
			(ours->f_blocks < larger->f_blocks || is_limit_of_inodes(ours, larger));
		if (!found)
			above = open_above(at, NULL);
		close(at);
		at = above;
	}
	if (at >= 0)
		close(at);
	return found;
}

enum quota_answer quota_from_statfs(int folder, const char *path, struct quota *quota, struct problem *problem)
{
	struct statvfs ours;
	struct statvfs whole;

	if (fstatvfs(folder, &ours) != 0) {
		problem_set(problem, PROBLEM_SYSTEM, "statfs: %s", strerror(errno));
		return QUOTA_HIDDEN;
	}
	if (!find_larger(folder, path, &ours, &whole)) {
		problem_set(problem, PROBLEM_PEER, "statfs shows no project's limit");
		return QUOTA_NONE;
	}
	*quota = (struct quota){ .source = QUOTA_STATFS, .is_either_kind = true, .enforcement = QUOTA_ENFORCED };
	quota->bytes.used = (uint64_t)(ours.f_blocks - ours.f_bfree) * ours.f_frsize;
	if (ours.f_blocks < whole.f_blocks) {
		quota->bytes.hard = (uint64_t)ours.f_blocks * ours.f_frsize;
		quota->is_at_least = ours.f_bfree == 0;
	}
	quota->has_inodes = is_limit_of_inodes(&ours, &whole);
	if (quota->has_inodes) {
		quota->inodes.hard = ours.f_files;
		quota->inodes.used = ours.f_files - ours.f_ffree;
	}
	return QUOTA_FOUND;
}
