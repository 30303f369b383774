// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Looks at a file and the folders it lies in, each through the descriptor of the one before, so that
 * nobody can put a link in between.
 */
#define _GNU_SOURCE /* O_PATH */
#include "common/files/access.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

/* The way from the root to where we are. */
struct way {
	struct access_facts *facts;
	struct problem *problem;             /* for what is no fact: memory */
	int folders[ACCESS_FOLDERS_MAXIMUM]; /* descriptors, the root's first */
	size_t depth;                        /* of these */
	char at[PATH_MAX];                   /* the last one's path */
	char left[PATH_MAX];                 /* names that are still to be gone through */
};

enum outcome { GO_ON, DONE, FAILED };

static enum outcome unseen(struct way *way, const char *path, const char *why)
{
	problem_set(&way->facts->unseen, PROBLEM_SYSTEM, "%.350s: %s", path, why);
	return DONE;
}

static enum outcome no_memory(struct way *way)
{
	problem_set(way->problem, PROBLEM_SYSTEM, "out of memory");
	return FAILED;
}

static const char *why_not(int error)
{
	return error == EACCES ? "this user may not look there" : strerror(error);
}

/* Descriptors of O_PATH need no right to read the file, but have no attributes of their own. */
static bool read_list(int fd, struct acl *acl, struct problem *problem)
{
	unsigned char bytes[ACL_BYTES_MAXIMUM];
	char path[32];
	ssize_t length;

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	length = getxattr(path, "system.posix_acl_access", bytes, sizeof bytes);
	if (length < 0 && (errno == ENODATA || errno == ENOTSUP))
		return true;
	if (length < 0)
		return problem_set(problem, PROBLEM_SYSTEM, "its access list cannot be read: %s", strerror(errno));
	return acl_parse(bytes, (size_t)length, acl, problem);
}

static enum outcome fill(struct way *way, int fd, const char *path, const struct stat *about,
			 struct access_object *object)
{
	struct problem problem = { 0 };

	object->path = strdup(path);
	if (object->path == NULL)
		return no_memory(way);
	object->has_owner = object->has_mode = true;
	object->owner = about->st_uid;
	object->group = about->st_gid;
	object->type = about->st_mode & S_IFMT;
	object->mode = about->st_mode & 07777;
	if (!read_list(fd, &object->acl, &problem))
		unseen(way, path, problem.text);
	return GO_ON;
}

static bool was_seen(const struct access_facts *facts, const char *path)
{
	for (size_t i = 0; i < facts->folder_count; i++) {
		if (strcmp(facts->folders[i].path, path) == 0)
			return true;
	}
	return false;
}

/* Takes the descriptor. */
static enum outcome enter(struct way *way, int fd, const char *path, const struct stat *about)
{
	struct access_facts *facts = way->facts;

	if (way->depth == ACCESS_FOLDERS_MAXIMUM || strlen(path) >= sizeof way->at) {
		close(fd);
		return unseen(way, path, "it lies too deep");
	}
	way->folders[way->depth++] = fd;
	if (path != way->at)
		memcpy(way->at, path, strlen(path) + 1);
	/* A link may lead through a folder twice. */
	if (was_seen(facts, path))
		return GO_ON;
	if (facts->folder_count == ACCESS_FOLDERS_MAXIMUM)
		return unseen(way, path, "too many folders lie on the way");
	return fill(way, fd, path, about, &facts->folders[facts->folder_count++]);
}

/* Back to the folder above; false when that is out of the root. */
static bool leave(struct way *way)
{
	if (way->depth <= 1)
		return false;
	close(way->folders[--way->depth]);
	*strrchr(way->at, '/') = '\0';
	return true;
}

static void leave_all(struct way *way)
{
	while (leave(way))
		continue;
}

/* What follows the root in a path below it; NULL when it is not below. */
static const char *below(const char *root, const char *path)
{
	size_t length = strlen(root);

	while (length > 0 && root[length - 1] == '/')
		length--;
	return strncmp(root, path, length) == 0 && (path[length] == '/' || path[length] == '\0') ? path + length : NULL;
}

/* The same, when the root itself is reached through a link. */
static const char *below_root(const char *root, const char *path)
{
	const char *rest = below(root, path);
	char *real = rest ? NULL : realpath(root, NULL);

	if (real)
		rest = below(real, path);
	free(real);
	return rest;
}

/* Puts a link's target in front of what is left to go. */
static bool redirect(struct way *way, const char *target)
{
	char left[sizeof way->left];
	int length = snprintf(left, sizeof left, "%s/%s", target, way->left);

	if (length < 0 || (size_t)length >= sizeof left)
		return false;
	memcpy(way->left, left, (size_t)length + 1);
	return true;
}

static enum outcome follow(struct way *way, int fd, const char *path)
{
	struct access_facts *facts = way->facts;
	struct access_link *link;
	char target[PATH_MAX];
	ssize_t length = readlinkat(fd, "", target, sizeof target - 1);
	const char *rest = target;

	if (length < 0)
		return unseen(way, path, why_not(errno));
	if (facts->link_count == ACCESS_LINKS_MAXIMUM)
		return unseen(way, path, "too many links lie on the way");
	target[length] = '\0';
	link = &facts->links[facts->link_count++];
	link->path = strdup(path);
	link->target = strdup(target);
	if (link->path == NULL || link->target == NULL)
		return no_memory(way);
	if (target[0] == '/') {
		rest = below_root(facts->root, target);
		if (rest == NULL) {
			link->leads_out = true;
			return DONE;
		}
		leave_all(way);
	}
	return redirect(way, rest) ? GO_ON : unseen(way, path, "its target is too long");
}

static enum outcome not_there(struct way *way, const char *path, int error)
{
	struct access_facts *facts = way->facts;

	if (error == ENOENT && facts->link_count > 0) {
		facts->links[facts->link_count - 1].is_dangling = true;
		return DONE;
	}
	return unseen(way, error == EACCES ? way->at : path, why_not(error));
}

/* One name in the folder where we are. */
static enum outcome look_at(struct way *way, const char *name)
{
	char path[PATH_MAX + NAME_MAX + 2];
	enum outcome outcome;
	struct stat about;
	int fd = openat(way->folders[way->depth - 1], name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	int error = errno;

	snprintf(path, sizeof path, "%s/%s", strcmp(way->at, "/") == 0 ? "" : way->at, name);
	if (fd < 0)
		return not_there(way, path, error);
	if (fstat(fd, &about) != 0)
		outcome = unseen(way, path, why_not(errno));
	else if (S_ISLNK(about.st_mode))
		outcome = follow(way, fd, path);
	else if (way->left[strspn(way->left, "/")] != '\0' && S_ISDIR(about.st_mode))
		return enter(way, fd, path, &about);
	else if (way->left[strspn(way->left, "/")] != '\0')
		outcome = unseen(way, path, "it is no folder");
	else {
		way->facts->has_file = true;
		outcome = fill(way, fd, path, &about, &way->facts->file) == GO_ON ? DONE : FAILED;
	}
	close(fd);
	return outcome;
}

/* The next name of those left; "" at the end. */
static bool take_name(struct way *way, char name[NAME_MAX + 1])
{
	const char *begin = way->left + strspn(way->left, "/");
	size_t length = strcspn(begin, "/");

	if (length > NAME_MAX)
		return false;
	memcpy(name, begin, length);
	name[length] = '\0';
	memmove(way->left, begin + length, strlen(begin + length) + 1);
	return true;
}

static enum outcome step(struct way *way)
{
	struct access_facts *facts = way->facts;
	char name[NAME_MAX + 1];

	if (!take_name(way, name))
		return unseen(way, way->at, "a name below it is too long");
	if (name[0] == '\0') /* a link led back to a folder on the way */
		return DONE;
	if (strcmp(name, ".") == 0)
		return GO_ON;
	if (strcmp(name, "..") != 0)
		return look_at(way, name);
	if (leave(way))
		return GO_ON;
	if (facts->link_count == 0)
		return unseen(way, way->at, "the path leads out of it");
	facts->links[facts->link_count - 1].leads_out = true;
	return DONE;
}

static enum outcome enter_root(struct way *way)
{
	const char *root = way->facts->root;
	struct stat about;
	int fd = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return unseen(way, root, why_not(errno));
	if (fstat(fd, &about) != 0) {
		close(fd);
		return unseen(way, root, why_not(errno));
	}
	return enter(way, fd, root, &about);
}

bool access_look(const char *root, const char *path, struct access_facts *facts, struct problem *problem)
{
	struct way way = { .facts = facts, .problem = problem };
	const char *rest = below(root, path);
	enum outcome outcome;

	*facts = (struct access_facts){ 0 };
	if (root[0] != '/' || rest == NULL || strlen(rest) >= sizeof way.left)
		return problem_set(problem, PROBLEM_INPUT, "'%.200s' does not lie below '%.200s'", path, root);
	memcpy(way.left, rest, strlen(rest) + 1);
	facts->root = strdup(root);
	if (facts->root == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	for (size_t length = strlen(root); length > 1 && root[length - 1] == '/'; length--)
		facts->root[length - 1] = '\0';
	outcome = enter_root(&way);
	while (outcome == GO_ON)
		outcome = step(&way);
	while (way.depth > 0)
		close(way.folders[--way.depth]);
	return outcome != FAILED;
}

bool access_from_entry(const struct entry *entry, struct access_facts *facts, struct problem *problem)
{
	struct access_object *file = &facts->file;
	size_t length = strlen(entry->folder) + 1 + strlen(entry->name) + 1;
	bool has_slash = entry->folder[0] && entry->folder[strlen(entry->folder) - 1] == '/';

	*facts = (struct access_facts){ 0 };
	facts->root = strdup(entry->folder);
	file->path = malloc(length);
	if (facts->root == NULL || file->path == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	snprintf(file->path, length, "%s%s%s", entry->folder, has_slash ? "" : "/", entry->name);
	facts->has_file = true;
	file->has_owner = entry->facts & ENTRY_HAS_OWNER;
	file->has_mode = entry->facts & ENTRY_HAS_MODE;
	file->owner = entry->owner;
	file->group = entry->group;
	file->mode = entry->mode & 07777;
	if (entry->kind == ENTRY_FILE || entry->kind == ENTRY_FOLDER)
		file->type = entry->kind == ENTRY_FILE ? S_IFREG : S_IFDIR;
	return true;
}

void access_facts_free(struct access_facts *facts)
{
	free(facts->root);
	free(facts->file.path);
	acl_free(&facts->file.acl);
	for (size_t i = 0; i < facts->folder_count; i++) {
		free(facts->folders[i].path);
		acl_free(&facts->folders[i].acl);
	}
	for (size_t i = 0; i < facts->link_count; i++) {
		free(facts->links[i].path);
		free(facts->links[i].target);
	}
	*facts = (struct access_facts){ 0 };
}
