// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* memrchr() */
#include "common/files/scan_log_file.h"

#include "common/files/gzip_text.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes read at a time, and those that a summary's heading and its entries may take. */
enum { BLOCK = 65536, SUMMARY = 2048 };

/* --- opening ---------------------------------------------------------------------- */

/* A log is usually kept for a group (adm): the operator wants to know which. */
static bool cannot_read(const char *path, int error, struct problem *problem)
{
	struct stat about;
	const struct passwd *owner;
	const struct group *group;

	if (error != EACCES || stat(path, &about) != 0)
		return problem_set(problem, PROBLEM_SYSTEM, "cannot read %.300s: %s%s", path, strerror(error),
				   error == EACCES ? " (a folder above it is closed to this user)" : "");
	owner = getpwuid(about.st_uid);
	group = getgrgid(about.st_gid);
	return problem_set(problem, PROBLEM_SYSTEM,
			   "cannot read %.300s: %s (mode %04o, owner %.32s, group %.32s; this user needs to be in "
			   "that group, or the group to have read)",
			   path, strerror(error), (unsigned)about.st_mode & 07777u, owner ? owner->pw_name : "unknown",
			   group ? group->gr_name : "unknown");
}

/* Opens a regular file: a FIFO or a device in its place must not hold us up.  -1 with a
 * problem, or with PROBLEM_NONE when there is no such file. */
static int open_log(const char *path, struct stat *about, struct problem *problem)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	problem->kind = PROBLEM_NONE;
	if (fd < 0) {
		if (errno == ENXIO) /* a socket, or a FIFO that nobody reads */
			problem_set(problem, PROBLEM_INPUT, "%.300s is not a regular file", path);
		else if (errno != ENOENT && errno != ENOTDIR)
			cannot_read(path, errno, problem);
		return -1;
	}
	if (fstat(fd, about) == 0 && S_ISREG(about->st_mode))
		return fd;
	problem_set(problem, PROBLEM_INPUT, "%.300s is not a regular file%s", path,
		    S_ISDIR(about->st_mode) ? " but a folder" : "");
	close(fd);
	return -1;
}

static bool out_of_time(const char *path, const char *missing, struct problem *problem)
{
	return problem_set(problem, PROBLEM_TIMEOUT, "timeout: %.300s was read without coming to %s", path, missing);
}

/* --- backwards to where reading is to begin ------------------------------------------- */

/* Is the summary that begins here whole? */
static bool is_whole(int fd, off_t offset)
{
	struct scan_log log = scan_log_empty(NULL);
	char bytes[SUMMARY];
	ssize_t count = pread(fd, bytes, sizeof bytes, offset);

	if (count > 0)
		scan_log_feed(&log, bytes, (size_t)count);
	return log.has_last;
}

/* What a line is that begins with dashes. */
enum mark { MARK_NONE, MARK_SUMMARY, MARK_BEGINNING };

static enum mark mark_at(const char *line, size_t length)
{
	static const char heading[] = "----------- SCAN SUMMARY -----------";
	size_t dashes = 0;

	if (length >= strlen(heading) && memcmp(line, heading, strlen(heading)) == 0)
		return MARK_SUMMARY;
	while (dashes < length && line[dashes] == '-')
		dashes++;
	return dashes == 38 || dashes == 79 ? MARK_BEGINNING : MARK_NONE;
}

struct search {
	int fd;
	bool has_whole; /* the last whole summary lies behind */
};

/* Looks at the lines that begin in the first `length` of `size` bytes, the last first; true
 * when one of them is where reading is to begin. */
static bool search_block(struct search *search, const char *bytes, size_t length, size_t size, off_t offset,
			 off_t *start)
{
	size_t end = length;

	for (const char *found; (found = memrchr(bytes, '\n', end)) != NULL; end = (size_t)(found - bytes)) {
		size_t line = (size_t)(found - bytes) + 1;
		enum mark mark = mark_at(bytes + line, size - line);

		if (mark == MARK_NONE)
			continue;
		if (search->has_whole) {
			*start = offset + (off_t)line;
			return true;
		}
		if (mark == MARK_SUMMARY)
			search->has_whole = is_whole(search->fd, offset + (off_t)line);
	}
	return false;
}

/* Finds where to read from to meet the last whole scan and all that follows it. */
static bool find_start(int fd, const char *path, off_t size, const struct deadline *deadline, off_t *start,
		       struct problem *problem)
{
	enum { OVERLAP = 80 }; /* a mark may stand across the border of two blocks */
	struct search search = { .fd = fd };
	char bytes[BLOCK + OVERLAP];

	*start = 0;
	for (off_t end = size; end > 0;) {
		off_t offset = end > BLOCK ? end - BLOCK : 0;
		ssize_t count = pread(fd, bytes, (size_t)(end - offset) + OVERLAP, offset);

		if (count < 0)
			return problem_set(problem, PROBLEM_SYSTEM, "cannot read %.300s: %s", path, strerror(errno));
		if (deadline_passed(deadline))
			return out_of_time(path, "a summary, backwards from its end", problem);
		if (search_block(&search, bytes, count < end - offset ? (size_t)count : (size_t)(end - offset),
				 (size_t)count, offset, start))
			return true;
		end = offset;
	}
	return true;
}

/* --- forwards ------------------------------------------------------------------------- */

/* What is written while we read belongs to the next run. */
static bool read_forwards(int fd, const char *path, off_t start, off_t size, const struct deadline *deadline,
			  struct scan_log *log, struct problem *problem)
{
	char bytes[BLOCK];

	while (start < size) {
		ssize_t count = pread(fd, bytes, size - start < BLOCK ? (size_t)(size - start) : BLOCK, start);

		if (count < 0)
			return problem_set(problem, PROBLEM_SYSTEM, "cannot read %.300s: %s", path, strerror(errno));
		if (count == 0)
			break;
		if (deadline_passed(deadline))
			return out_of_time(path, "its end", problem);
		scan_log_feed(log, bytes, (size_t)count);
		start += count;
	}
	scan_log_end(log);
	return true;
}

static bool read_plain(int fd, const char *path, off_t size, const struct deadline *deadline, struct scan_log *log,
		       struct problem *problem)
{
	off_t start = 0;

	return find_start(fd, path, size, deadline, &start, problem) &&
	       read_forwards(fd, path, start, size, deadline, log, problem);
}

static void take_text(void *log, const char *bytes, size_t length)
{
	scan_log_feed(log, bytes, length);
}

static bool read_compressed(int fd, const char *path, const struct deadline *deadline, struct scan_log *log,
			    struct problem *problem)
{
	if (!gzip_text_read(fd, deadline, take_text, log, problem))
		return problem_prefix(problem, "%.300s", path);
	scan_log_end(log);
	return true;
}

/* --- the log and its elder brothers ----------------------------------------------------- */

/* Reads one rotated log.  One that is not there is no failure. */
static bool read_rotated(const char *path, bool is_compressed, const struct deadline *deadline, struct scan_log *log,
			 struct problem *problem)
{
	struct stat about;
	int fd = open_log(path, &about, problem);
	bool done;

	if (fd < 0)
		return problem->kind == PROBLEM_NONE;
	done = is_compressed ? read_compressed(fd, path, deadline, log, problem)
			     : read_plain(fd, path, about.st_size, deadline, log, problem);
	close(fd);
	return done;
}

/* The scan that an older log has, and what it left open unless the younger one has more. */
static void adopt(struct scan_log *log, const struct scan_log *older)
{
	log->last = older->last;
	log->has_last = older->has_last;
	log->has_undated = log->has_undated || older->has_undated;
	log->is_on_access = log->is_on_access || older->is_on_access;
	if (!log->has_open && older->has_open) {
		log->open = older->open;
		log->has_open = true;
	}
}

static bool look_at_rotated(const char *path, const struct deadline *deadline, struct scan_log *log,
			    struct scan_log_file *file, bool *any, struct problem *problem)
{
	static const char *const suffixes[] = { ".1", ".1.gz", ".gz", ".2", ".2.gz" };

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes && !log->has_last; i++) {
		struct scan_log older = scan_log_empty(log->wanted);
		char rotated[sizeof file->path];
		int length = snprintf(rotated, sizeof rotated, "%s%s", path, suffixes[i]);

		if (length < 0 || (size_t)length >= sizeof rotated)
			return true;
		if (access(rotated, F_OK) != 0 && errno == ENOENT)
			continue;
		*any = true;
		if (!read_rotated(rotated, strstr(suffixes[i], "gz") != NULL, deadline, &older, problem))
			return false;
		adopt(log, &older);
		if (older.has_last) {
			snprintf(file->path, sizeof file->path, "%s", rotated);
			file->is_rotated = true;
		}
	}
	return true;
}

bool scan_log_read(const char *path, const struct deadline *deadline, struct scan_log *log, struct scan_log_file *file,
		   struct problem *problem)
{
	struct stat about = { 0 };
	int fd = open_log(path, &about, problem);
	bool any = fd >= 0;
	bool done = true;

	if (fd < 0 && problem->kind != PROBLEM_NONE)
		return false;
	*file = (struct scan_log_file){ .written = fd >= 0 ? about.st_mtime : 0 };
	snprintf(file->path, sizeof file->path, "%s", path);
	if (fd >= 0) {
		done = read_plain(fd, path, about.st_size, deadline, log, problem);
		close(fd);
	}
	if (!done || log->has_last)
		return done;
	if (!look_at_rotated(path, deadline, log, file, &any, problem))
		return false;
	return any || problem_set(problem, PROBLEM_PEER, "there is no scan log %.300s: no scan has written one", path);
}
