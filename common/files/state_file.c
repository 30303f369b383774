// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * A state file on disk: open, lock, read, write.
 */
#define _GNU_SOURCE /* O_CLOEXEC, O_DIRECTORY, O_NOFOLLOW; flock() */
#include "common/files/state.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* How often a lock that another run holds is tried again. */
enum { LOCK_RETRY_MS = 20 };

static bool cannot(const struct state *state, const char *what, struct problem *problem)
{
	return problem_set(problem, PROBLEM_SYSTEM, "state '%.150s': cannot %s: %s", state->name, what,
			   strerror(errno));
}

static bool open_folder(struct state *state, const char *folder, struct problem *problem)
{
	struct stat about;

	state->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (state->folder < 0)
		return problem_set(problem, PROBLEM_SYSTEM, "the folder '%.200s' for states cannot be opened: %s",
				   folder, strerror(errno));
	/* Where anybody may put files, what we read may be anybody's. */
	if (fstat(state->folder, &about) == 0 && (about.st_mode & S_IWOTH) && !(about.st_mode & S_ISVTX))
		return problem_set(problem, PROBLEM_INPUT, "others may write to the folder '%.200s' for states",
				   folder);
	return true;
}

/* The lock is a file of its own: the state itself is replaced with each run. */
static bool take_lock(struct state *state, const struct deadline *deadline, struct problem *problem)
{
	char name[sizeof state->name + 8];

	snprintf(name, sizeof name, "%s.lock", state->name);
	state->lock = openat(state->folder, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
	if (state->lock < 0)
		return cannot(state, "open its lock", problem);
	while (flock(state->lock, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return cannot(state, "lock it", problem);
		if (deadline_passed(deadline))
			return problem_set(problem, PROBLEM_TIMEOUT, "state '%.150s': another run holds its lock",
					   state->name);
		poll(NULL, 0, LOCK_RETRY_MS);
	}
	return true;
}

static bool read_file(const struct state *state, int fd, struct buffer *text, struct problem *problem)
{
	char bytes[4096];
	struct stat about;
	ssize_t count = 0;

	if (fstat(fd, &about) != 0)
		return cannot(state, "look at it", problem);
	if (!S_ISREG(about.st_mode))
		return problem_set(problem, PROBLEM_SYSTEM, "state '%.150s' is not a regular file", state->name);
	if (about.st_uid != geteuid() && about.st_uid != 0)
		return problem_set(problem, PROBLEM_SYSTEM, "state '%.150s' belongs to another user", state->name);
	while ((count = read(fd, bytes, sizeof bytes)) > 0) {
		if (!buffer_append(text, bytes, (size_t)count))
			return true; /* what is too large is damaged */
	}
	return count == 0 || cannot(state, "read it", problem);
}

static void forget_entries(struct state *state)
{
	for (size_t i = 0; i < state->count; i++) {
		free(state->entries[i].key);
		free(state->entries[i].value);
	}
	free(state->entries);
	state->entries = NULL;
	state->count = 0;
}

static bool set_aside(struct state *state, struct problem *problem)
{
	char aside[sizeof state->name + 16];

	forget_entries(state);
	snprintf(aside, sizeof aside, "%s.damaged", state->name);
	if (renameat(state->folder, state->name, state->folder, aside) != 0)
		return cannot(state, "set the damaged file aside", problem);
	state->is_new = state->is_damaged = true;
	return true;
}

static bool read_state(struct state *state, struct problem *problem)
{
	struct buffer text = buffer_limited(STATE_FILE_MAXIMUM);
	int fd = openat(state->folder, state->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	bool done;

	if (fd < 0 && errno == ENOENT)
		return true;
	if (fd < 0)
		return cannot(state, "open it", problem);
	done = read_file(state, fd, &text, problem);
	close(fd);
	if (done) {
		state->is_new = false;
		if (text.overflowed || !state_parse(state, text.data, text.length))
			done = set_aside(state, problem);
	}
	buffer_free(&text);
	return done;
}

bool state_open(struct state *state, const char *folder, const char *name, const struct deadline *deadline,
		struct problem *problem)
{
	if (strchr(name, '/') || strlen(name) >= sizeof state->name)
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' is no name for a state", name);
	snprintf(state->name, sizeof state->name, "%s", name);
	return open_folder(state, folder, problem) && take_lock(state, deadline, problem) && read_state(state, problem);
}

static bool write_all(int fd, const struct buffer *text)
{
	size_t written = 0;

	while (written < text->length) {
		ssize_t count = write(fd, text->data + written, text->length - written);

		if (count < 0 && errno != EINTR)
			return false;
		written += count > 0 ? (size_t)count : 0;
	}
	return fsync(fd) == 0;
}

static bool replace(const struct state *state, const struct buffer *text, struct problem *problem)
{
	char temporary[sizeof state->name + 8];
	bool done;
	int fd;

	/* The lock is ours, so what has this name was left by a run that was cut off. */
	snprintf(temporary, sizeof temporary, "%s.new", state->name);
	unlinkat(state->folder, temporary, 0);
	fd = openat(state->folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return cannot(state, "save it", problem);
	done = write_all(fd, text);
	done = close(fd) == 0 && done;
	if (done && renameat(state->folder, temporary, state->folder, state->name) == 0) {
		fsync(state->folder);
		return true;
	}
	cannot(state, "save it", problem);
	unlinkat(state->folder, temporary, 0);
	return false;
}

bool state_save(const struct state *state, struct problem *problem)
{
	struct buffer text = buffer_limited(STATE_FILE_MAXIMUM);
	bool done;

	if (state->lock < 0)
		return true;
	done = state_write(state, &text)
		       ? replace(state, &text, problem)
		       : problem_set(problem, PROBLEM_SYSTEM, "state '%.150s' has grown too large", state->name);
	buffer_free(&text);
	return done;
}

void state_close(struct state *state)
{
	forget_entries(state);
	if (state->lock >= 0)
		close(state->lock);
	if (state->folder >= 0)
		close(state->folder);
	state->lock = state->folder = -1;
}
