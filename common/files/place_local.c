// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * A place on this machine.
 */
#define _GNU_SOURCE /* O_CLOEXEC, O_DIRECTORY, O_NOATIME, O_NOFOLLOW, O_PATH */
#include "common/files/local_folder.h"
#include "common/files/local_look.h"
#include "common/files/local_pattern.h"
#include "common/files/place_kind.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* How many entries are read between two looks at the clock. */
enum { ENTRIES_A_LOOK = 256 };

/* A listing at work. */
struct walk {
	const struct listing_filter *filter;
	const struct deadline *deadline;
	struct listing *listing;
	size_t matched; /* names that the pattern takes, wanted or not */
};

static bool verify(const struct place_address *address, const struct place_access *access, struct problem *problem)
{
	(void)access;
	if (strlen(address->path) >= PATH_MAX)
		return problem_set(problem, PROBLEM_INPUT, "the path is longer than %d bytes", PATH_MAX - 1);
	return true;
}

static bool open_place(struct place *place, const struct deadline *deadline, struct problem *problem)
{
	(void)place;
	(void)deadline;
	(void)problem;
	return true;
}

static void close_place(struct place *place)
{
	(void)place;
}

/* --- listing --- */

static void note_unreadable(const struct walk *walk, const char *path, int error)
{
	struct problem problem;

	problem_set(&problem, PROBLEM_SYSTEM, "cannot look into '%.300s': %s", path, strerror(error));
	listing_note_unreadable(walk->listing, &problem);
}

static bool is_wanted(struct walk *walk, const char *name, const char *pattern)
{
	if (pattern && fnmatch(pattern, name, FNM_PERIOD) != 0)
		return false;
	walk->matched++;
	return listing_wants(walk->filter, name);
}

/* Adds the names that are wanted.  What cannot be read to its end is noted. */
static bool read_names(struct walk *walk, struct local_folder *open, const char *path, const char *pattern,
		       struct problem *problem)
{
	struct entry entry = { .folder = path };

	for (size_t count = 1;; count++) {
		if (!local_folder_next(open, &entry.name, &entry.kind)) {
			note_unreadable(walk, path, errno);
			return true;
		}
		if (entry.name == NULL)
			return true;
		if (count % ENTRIES_A_LOOK == 0 && deadline_passed(walk->deadline))
			return problem_set(problem, PROBLEM_TIMEOUT, "timeout: '%.300s' has more than %zu entries",
					   path, count);
		if (is_wanted(walk, entry.name, pattern) && !listing_add(walk->listing, &entry, problem))
			return false;
	}
}

static bool list_open(struct walk *walk, struct local_folder *open, const char *path, const char *pattern,
		      struct problem *problem)
{
	size_t first = walk->listing->count;

	return read_names(walk, open, path, pattern, problem) &&
	       local_look_at(open->fd, walk->listing, first, walk->deadline, problem);
}

/* Lists a folder, all of it or what matches.  A folder that is not there has nothing. */
static bool list_folder(struct walk *walk, const char *path, bool follow, const char *pattern, struct problem *problem)
{
	struct local_folder open;
	bool listed;

	if (!local_folder_open(path, follow, &open)) {
		if (errno != ENOENT && errno != ENOTDIR)
			note_unreadable(walk, path, errno);
		return true;
	}
	walk->listing->folders++;
	if (pattern == NULL)
		walk->matched++;
	listed = list_open(walk, &open, path, pattern, problem);
	local_folder_close(&open);
	return listed;
}

/* Adds one entry of a folder, if it is there. */
static bool list_one(struct walk *walk, const char *path, const char *name, struct problem *problem)
{
	int folder = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct entry entry = { .folder = path, .name = name };
	bool there = folder >= 0 && local_entry_look(folder, name, &entry);
	bool listed = true;

	if (there) {
		walk->matched++;
		listed = !listing_wants(walk->filter, name) || listing_add(walk->listing, &entry, problem);
	} else if (errno != ENOENT && errno != ENOTDIR) {
		note_unreadable(walk, path, errno);
	}
	if (folder >= 0)
		close(folder);
	return listed;
}

static bool list_pattern(struct walk *walk, const char *pattern, struct listing *folders, struct problem *problem)
{
	const char *last = local_pattern_last(pattern);
	bool is_literal = !local_pattern_has_wildcard(last);
	char name[PATH_MAX];
	bool listed = local_pattern_folders(pattern, walk->deadline, folders, problem);

	snprintf(name, sizeof name, "%s", last);
	local_pattern_unquote(name);
	for (size_t i = 0; listed && i < folders->count; i++) {
		const char *path = folders->entries[i].name;
		bool follow = folders->entries[i].kind == ENTRY_UNKNOWN;

		if (is_literal && *name)
			listed = list_one(walk, path, name, problem);
		else
			listed = list_folder(walk, *path ? path : ".", follow, *last ? last : NULL, problem);
	}
	if (folders->unreadable_count > 0 && walk->listing->unreadable_count == 0)
		walk->listing->unreadable = folders->unreadable;
	walk->listing->unreadable_count += folders->unreadable_count;
	return listed;
}

/* Takes the slashes at the end away; were there any? */
static bool strip_slashes(char *path)
{
	size_t length = strlen(path);
	size_t kept = length;

	while (kept > 1 && path[kept - 1] == '/')
		kept--;
	path[kept] = '\0';
	return kept < length;
}

/* A path without wildcards: a folder, perhaps by a link, or one entry. */
static bool list_path(struct walk *walk, char *path, struct problem *problem)
{
	bool is_folder = strip_slashes(path);
	char *slash = strrchr(path, '/');
	struct stat about;

	if (stat(path, &about) == 0 ? S_ISDIR(about.st_mode) : errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
		return list_folder(walk, path, true, NULL, problem);
	if (is_folder)
		return true;
	if (slash == NULL)
		return list_one(walk, ".", path, problem);
	*slash = '\0';
	return list_one(walk, slash == path ? "/" : path, slash + 1, problem);
}

static bool list(struct place *place, const struct listing_filter *filter, const struct deadline *deadline,
		 bool *exists, struct listing *listing, struct problem *problem)
{
	struct walk walk = { .filter = filter, .deadline = deadline, .listing = listing };
	struct listing folders = listing_new();
	char path[PATH_MAX];
	bool listed;

	if (local_pattern_has_wildcard(place->address.path)) {
		listed = list_pattern(&walk, place->address.path, &folders, problem);
	} else {
		snprintf(path, sizeof path, "%s", place->address.path);
		local_pattern_unquote(path);
		listed = list_path(&walk, path, problem);
	}
	listing_free(&folders);
	if (listed)
		*exists = walk.matched > 0 || listing->unreadable_count > 0;
	return listed;
}

static bool look(struct place *place, const struct entry *entry, const struct deadline *deadline, bool *there,
		 struct entry *now, struct problem *problem)
{
	int folder = open(entry->folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct entry looked = { .name = entry->name, .folder = entry->folder };
	bool found = folder >= 0 && local_entry_look(folder, entry->name, &looked);
	int error = errno;

	(void)place;
	(void)deadline;
	if (folder >= 0)
		close(folder);
	if (!found && error != ENOENT && error != ENOTDIR)
		return problem_set(problem, PROBLEM_SYSTEM, "cannot look at '%.300s' in '%.100s': %s", entry->name,
				   entry->folder, strerror(error));
	*there = found;
	if (found)
		*now = looked;
	return true;
}

/* --- reading --- */

struct local_file {
	int fd;
};

static bool read_file(void *source, uint64_t offset, void *bytes, size_t size, const struct deadline *deadline,
		      size_t *length, struct problem *problem)
{
	const struct local_file *file = source;
	ssize_t count;

	if (deadline_passed(deadline))
		return problem_set(problem, PROBLEM_TIMEOUT, "timeout: reading");
	if (offset > INT64_MAX)
		return problem_set(problem, PROBLEM_SYSTEM, "no file is that long");
	do {
		count = pread(file->fd, bytes, size, (off_t)offset);
	} while (count < 0 && errno == EINTR);
	if (count < 0)
		return problem_set(problem, PROBLEM_SYSTEM, "cannot read: %s", strerror(errno));
	*length = (size_t)count;
	return true;
}

/* That it was read must not show, where the owner may ask for that. */
static int open_quietly(int folder, const char *name)
{
	static const int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
	int fd = openat(folder, name, flags | O_NOATIME);

	return fd < 0 && errno == EPERM ? openat(folder, name, flags) : fd;
}

/* Opening something else than a file may do something: a tape winds back. */
static int open_regular(const struct entry *entry, struct entry *about)
{
	int folder = open(entry->folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int fd = -1;
	int error;

	if (folder < 0)
		return -1;
	if (local_entry_look(folder, entry->name, about)) {
		errno = about->kind == ENTRY_LINK ? ELOOP : EINVAL;
		if (about->kind == ENTRY_FILE)
			fd = open_quietly(folder, entry->name);
	}
	error = errno;
	close(folder);
	errno = error;
	return fd;
}

static bool reader_open(struct place *place, const struct entry *entry, const struct deadline *deadline,
			struct reader *reader, struct problem *problem)
{
	struct local_file *file = malloc(sizeof *file);
	struct entry about;
	struct stat opened;

	(void)place;
	(void)deadline;
	if (file == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	file->fd = open_regular(entry, &about);
	/* It may have been replaced since it was looked at. */
	if (file->fd < 0 || fstat(file->fd, &opened) != 0 || !S_ISREG(opened.st_mode)) {
		problem_set(problem, PROBLEM_SYSTEM, "cannot read '%.300s' in '%.100s': %s", entry->name, entry->folder,
			    errno == EINVAL ? "it is not a regular file" : strerror(errno));
		if (file->fd >= 0)
			close(file->fd);
		free(file);
		return false;
	}
	*reader = (struct reader){ .size_bytes = (uint64_t)opened.st_size, .source = file, .read = read_file };
	return true;
}

static void reader_close(struct place *place, struct reader *reader)
{
	struct local_file *file = reader->source;

	(void)place;
	close(file->fd);
	free(file);
}

const struct place_kind place_local = {
	.verify = verify,
	.open = open_place,
	.close = close_place,
	.list = list,
	.look = look,
	.reader_open = reader_open,
	.reader_close = reader_close,
};
