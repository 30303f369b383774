// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * The tenants that a pattern finds.
 */
#include "common/files/tenants.h"

#include "common/check/text.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The last part of a path, without slashes behind it; the path itself where there is none. */
static void name_of(const char *path, char *name, size_t size)
{
	size_t end = strlen(path);
	size_t start;

	while (end > 0 && path[end - 1] == '/')
		end--;
	for (start = end; start > 0 && path[start - 1] != '/';)
		start--;
	snprintf(name, size, "%.*s", (int)(end - start), path + start);
	if (end == 0)
		snprintf(name, size, "%s", path);
}

static bool is_excluded(const char *name, const struct texts *exclude)
{
	for (size_t i = 0; i < exclude->count; i++) {
		if (text_matches(exclude->items[i], name))
			return true;
	}
	return false;
}

static bool is_known(const struct tenants *tenants, const char *path)
{
	for (size_t i = 0; i < tenants->count; i++) {
		if (strcmp(tenants->items[i].path, path) == 0)
			return true;
	}
	return false;
}

/* A link, which lstat() would follow when a slash stood behind it, is none. */
static bool is_folder(const char *path)
{
	char plain[4096];
	size_t length = strlen(path);
	struct stat about;

	while (length > 1 && path[length - 1] == '/')
		length--;
	if (snprintf(plain, sizeof plain, "%.*s", (int)length, path) >= (int)sizeof plain)
		return false;
	return lstat(plain, &about) == 0 && S_ISDIR(about.st_mode);
}

static bool add(const char *path, const struct texts *exclude, struct tenants *tenants, size_t *found,
		struct problem *problem)
{
	char name[300];

	name_of(path, name, sizeof name);
	if (is_excluded(name, exclude))
		return true;
	++*found;
	return is_known(tenants, path) || tenants_add(tenants, name, path, problem);
}

/* What is not there matches nothing; what may not be looked at might. */
static int judge_error(const char *path, int error)
{
	(void)path;
	return error != ENOENT && error != ENOTDIR;
}

bool tenants_find(const char *pattern, const struct texts *exclude, struct tenants *tenants, size_t *found,
		  struct problem *problem)
{
	glob_t matches = { 0 };
	size_t count = 0;
	bool done = true;
	int status;

	if (strpbrk(pattern, "*?[\\") == NULL) {
		done = add(pattern, exclude, tenants, &count, problem);
	} else {
		status = glob(pattern, 0, judge_error, &matches);
		if (status != 0 && status != GLOB_NOMATCH)
			done = problem_set(problem, PROBLEM_SYSTEM, "'%.200s': %s", pattern,
					   status == GLOB_NOSPACE ? "out of memory"
								  : "a folder on its way cannot be read");
		for (size_t i = 0; done && i < matches.gl_pathc; i++) {
			if (is_folder(matches.gl_pathv[i]))
				done = add(matches.gl_pathv[i], exclude, tenants, &count, problem);
		}
		globfree(&matches);
	}
	if (done)
		*found = count;
	return done;
}
