// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* explicit_bzero() */
#include "common/check/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* What keeps a file from being read at all. */
static bool cannot_read(const char *path, int error, struct problem *problem)
{
	return problem_set(problem, error == ENOENT || error == EISDIR ? PROBLEM_INPUT : PROBLEM_SYSTEM,
			   "cannot read '%.200s': %s", path, strerror(error));
}

/* Opens a regular file; a FIFO or a device named by mistake must not hold us up. */
static int open_regular(const char *path, struct stat *about, struct problem *problem)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0 || fstat(fd, about) != 0) {
		cannot_read(path, errno, problem);
	} else if (!S_ISREG(about->st_mode)) {
		problem_set(problem, PROBLEM_INPUT, "cannot read '%.200s': not a regular file", path);
	} else {
		return fd;
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool read_all(int fd, const char *path, struct buffer *buffer, struct problem *problem)
{
	char bytes[4096];
	ssize_t count;

	while ((count = read(fd, bytes, sizeof bytes)) > 0) {
		if (!buffer_append(buffer, bytes, (size_t)count))
			break;
	}
	explicit_bzero(bytes, sizeof bytes);
	if (count < 0)
		return cannot_read(path, errno, problem);
	if (buffer->overflowed)
		return problem_set(problem, PROBLEM_INPUT, "cannot read '%.200s': larger than %zu bytes", path,
				   buffer->maximum);
	return true;
}

bool file_read(const char *path, struct buffer *buffer, struct problem *problem)
{
	struct stat about;
	int fd = open_regular(path, &about, problem);
	bool done;

	if (fd < 0)
		return false;
	done = read_all(fd, path, buffer, problem);
	close(fd);
	return done;
}

/* Is it kept from everybody but its owner, and is that us or root? */
static bool is_private(const char *path, const struct stat *about, struct problem *problem)
{
	if (about->st_mode & (S_IRWXG | S_IRWXO))
		return problem_set(problem, PROBLEM_INPUT,
				   "'%.200s' holds a secret and has mode %04o: others must have no access (chmod 600)",
				   path, (unsigned)about->st_mode & 07777u);
	if (about->st_uid != geteuid() && about->st_uid != 0)
		return problem_set(problem, PROBLEM_INPUT, "'%.200s' holds a secret and belongs to another user", path);
	return true;
}

bool file_read_private(const char *path, struct buffer *buffer, struct problem *problem)
{
	struct stat about;
	int fd = open_regular(path, &about, problem);
	bool done;

	if (fd < 0)
		return false;
	/* From here on a core of this process, or a debugger of the same user, would see it. */
	prctl(PR_SET_DUMPABLE, 0);
	done = is_private(path, &about, problem);
	/* All of its room now: a buffer that grows leaves what it held in freed memory. */
	if (done && !buffer_reserve(buffer, buffer->maximum))
		done = problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	done = done && read_all(fd, path, buffer, problem);
	close(fd);
	return done;
}

bool file_read_secret(const char *path, struct buffer *buffer, struct problem *problem)
{
	size_t start = buffer->length;

	/* What is no file may be the secret itself, typed in the wrong place: it is not repeated. */
	if (access(path, F_OK) != 0)
		return problem_set(problem, errno == ENOENT ? PROBLEM_INPUT : PROBLEM_SYSTEM,
				   "cannot read the named file: %s", strerror(errno));
	if (!file_read_private(path, buffer, problem))
		return false;
	buffer->length = start + strcspn(buffer->data + start, "\r\n");
	if (buffer->length == start)
		return problem_set(problem, PROBLEM_INPUT, "'%.200s' has no secret in its first line", path);
	buffer->data[buffer->length] = '\0';
	return true;
}

void file_forget_secret(struct buffer *buffer)
{
	if (buffer->capacity > 0)
		explicit_bzero(buffer->data, buffer->capacity);
	buffer_free(buffer);
}
