// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* O_CLOEXEC, O_DIRECTORY, O_PATH */
#include "common/files/local_look.h"

#include "common/files/local_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

/* A thread is worth its start only when it has that many entries to look at; how many there are at most;
 * how many entries are looked at between two looks at the clock. */
enum { ENTRIES_A_THREAD = 8192, THREADS_MAXIMUM = 4, ENTRIES_A_LOOK = 256 };

/* What one thread looks at, and what came of it. */
struct share {
	int folder;
	struct entry *entries;
	size_t count;
	const struct deadline *deadline;
	size_t vanished, failed;
	const struct entry *first_failed;
	int first_error; /* errno */
	bool late;       /* the deadline came before the end */
};

static void note_failure(struct share *share, const struct entry *entry, int error)
{
	if (share->failed++ > 0)
		return;
	share->first_failed = entry;
	share->first_error = error;
}

/* An entry that went loses its name. */
static void look_at_share(struct share *share)
{
	for (size_t i = 0; i < share->count; i++) {
		struct entry *entry = &share->entries[i];

		if (i % ENTRIES_A_LOOK == 0 && deadline_passed(share->deadline)) {
			share->late = true;
			return;
		}
		if (local_entry_look(share->folder, entry->name, entry))
			continue;
		if (errno == ENOENT) {
			share->vanished++;
			entry->name = NULL;
		} else {
			note_failure(share, entry, errno);
		}
	}
}

static void *run_share(void *argument)
{
	struct share *share = argument;
	int folder = openat(share->folder, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int shared = share->folder;

	/* With one descriptor between them the threads would wait for each other's count of it. */
	if (folder >= 0)
		share->folder = folder;
	look_at_share(share);
	share->folder = shared;
	if (folder >= 0)
		close(folder);
	return NULL;
}

static size_t threads_for(size_t count)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t threads = count / ENTRIES_A_THREAD;

	if (processors < 1)
		processors = 1;
	if (threads > THREADS_MAXIMUM)
		threads = THREADS_MAXIMUM;
	if (threads > (size_t)processors)
		threads = (size_t)processors;
	return threads > 0 ? threads : 1;
}

/* The last share is done here, as is every one for which there is no thread. */
static void look_at_shares(struct share *shares, size_t count)
{
	pthread_t threads[THREADS_MAXIMUM];
	bool started[THREADS_MAXIMUM] = { false };

	for (size_t i = 0; i + 1 < count; i++)
		started[i] = pthread_create(&threads[i], NULL, run_share, &shares[i]) == 0;
	for (size_t i = 0; i < count; i++) {
		if (!started[i])
			look_at_share(&shares[i]);
	}
	for (size_t i = 0; i < count; i++) {
		if (started[i])
			pthread_join(threads[i], NULL);
	}
}

static void take_out_vanished(struct listing *listing, size_t first)
{
	size_t kept = first;

	for (size_t i = first; i < listing->count; i++) {
		if (listing->entries[i].name)
			listing->entries[kept++] = listing->entries[i];
	}
	listing->count = kept;
}

static void note_failed(const struct share *share, struct listing *listing)
{
	struct problem problem;

	if (share->failed == 0)
		return;
	problem_set(&problem, PROBLEM_SYSTEM, "cannot look at '%.300s' in '%.100s': %s", share->first_failed->name,
		    share->first_failed->folder, strerror(share->first_error));
	listing_note_unreadable(listing, &problem);
	listing->unreadable_count += share->failed - 1;
}

bool local_look_at(int folder, struct listing *listing, size_t first, const struct deadline *deadline,
		   struct problem *problem)
{
	size_t count = listing->count - first;
	size_t threads = threads_for(count);
	struct share shares[THREADS_MAXIMUM] = { { 0 } };
	size_t vanished = 0;
	bool late = false;

	if (count == 0)
		return true;
	for (size_t i = 0; i < threads; i++) {
		size_t begin = count * i / threads;

		shares[i].folder = folder;
		shares[i].entries = listing->entries + first + begin;
		shares[i].count = count * (i + 1) / threads - begin;
		shares[i].deadline = deadline;
	}
	look_at_shares(shares, threads);
	for (size_t i = 0; i < threads; i++) {
		note_failed(&shares[i], listing);
		vanished += shares[i].vanished;
		late = late || shares[i].late;
	}
	listing->vanished += vanished;
	if (vanished > 0)
		take_out_vanished(listing, first);
	return !late || problem_set(problem, PROBLEM_TIMEOUT, "timeout: not all of %zu entries were looked at", count);
}
