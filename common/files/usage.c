// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* statx(), sched_getaffinity(), SYS_getdents64 */
#include "common/files/usage.h"

#include "common/files/folder_queue.h"
#include "common/files/inode_set.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#ifndef STATX_ATTR_MOUNT_ROOT
#define STATX_ATTR_MOUNT_ROOT 0x00002000
#endif

enum {
	THREADS_MAXIMUM = 64,
	BUFFER_SIZE = 128 * 1024, /* names that one look into a folder gives: some 4000 */
	LARGE_PART = BUFFER_SIZE / 4,
	REPORT_EVERY = 64 /* names, then the budget and the time are looked at */
};

/* What the threads share. */
struct walk {
	const char *path;
	const struct usage_settings *settings;
	const struct deadline *deadline;
	struct folder_queue queue;
	atomic_uint_least64_t entries;
	pthread_mutex_t mutex; /* guards what follows */
	struct inode_set links;
	struct usage usage;
};

/* One thread and what it has counted. */
struct worker {
	struct walk *walk;
	pthread_t thread;
	uint64_t blocks, apparent_bytes, files, folders;
	unsigned unreported; /* entries */
	_Alignas(8) char names[BUFFER_SIZE];
};

/* As getdents64(2) gives it. */
struct name_entry {
	uint64_t inode;
	int64_t next_position;
	unsigned short size;
	unsigned char kind;
	char name[];
};

static void end_walk(struct walk *walk, enum usage_end end)
{
	pthread_mutex_lock(&walk->mutex);
	if (walk->usage.end == USAGE_DONE)
		walk->usage.end = end;
	pthread_mutex_unlock(&walk->mutex);
	folder_queue_stop(&walk->queue);
}

static void note_unreadable(struct walk *walk, const struct folder *folder, const char *name, int error)
{
	pthread_mutex_lock(&walk->mutex);
	if (walk->usage.unreadable < USAGE_UNREADABLE_SHOWN) {
		struct usage_unreadable *unreadable = walk->usage.unreadable_first + walk->usage.unreadable;

		folder_write_path(folder, walk->path, name, unreadable->path, sizeof unreadable->path);
		unreadable->error = error;
	}
	walk->usage.unreadable++;
	pthread_mutex_unlock(&walk->mutex);
}

/* False when the walk must end: the budget or the time has run out. */
static bool report(struct worker *worker)
{
	struct walk *walk = worker->walk;
	uint64_t maximum = walk->settings->entries_maximum;
	uint64_t entries = atomic_fetch_add(&walk->entries, worker->unreported) + worker->unreported;
	bool is_over = maximum > 0 && entries > maximum;

	worker->unreported = 0;
	if (!is_over && !deadline_passed(walk->deadline))
		return true;
	end_walk(walk, is_over ? USAGE_OUT_OF_ENTRIES : USAGE_OUT_OF_TIME);
	return false;
}

/* --- one name ---------------------------------------------------------------------- */

static uint64_t device_of(const struct statx *about)
{
	return makedev(about->stx_dev_major, about->stx_dev_minor);
}

/* A mount of the same file system shows by its attribute alone, which Linux has from 5.8 on. */
static bool is_mount(const struct folder *folder, const struct statx *about)
{
	if (about->stx_attributes_mask & STATX_ATTR_MOUNT_ROOT)
		return (about->stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
	return device_of(about) != folder->device;
}

/* Has another name of the same file been counted, or may one have been? */
static bool is_counted(struct walk *walk, const struct statx *about)
{
	enum inode_answer answer;

	if (about->stx_nlink <= 1)
		return false;
	pthread_mutex_lock(&walk->mutex);
	answer = inode_set_add(&walk->links, device_of(about), about->stx_ino);
	if (answer == INODE_NO_ROOM)
		walk->usage.links_left_out = true;
	pthread_mutex_unlock(&walk->mutex);
	return answer != INODE_ADDED;
}

static void count_file(struct worker *worker, const struct statx *about)
{
	worker->files++;
	worker->blocks += about->stx_blocks;
	if (S_ISREG(about->stx_mode) || S_ISLNK(about->stx_mode))
		worker->apparent_bytes += about->stx_size;
}

static void count_folder(struct worker *worker, struct folder *parent, const char *name, const struct statx *about)
{
	worker->folders++;
	worker->blocks += about->stx_blocks;
	if (!folder_queue_add(&worker->walk->queue, parent, name, device_of(about), about->stx_ino))
		end_walk(worker->walk, USAGE_OUT_OF_MEMORY);
}

/* Returns 0, or why the name could not be looked at. */
static int count_name(struct worker *worker, struct folder *folder, const char *name)
{
	struct statx about;

	if (statx(folder->descriptor, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT,
		  STATX_TYPE | STATX_NLINK | STATX_INO | STATX_SIZE | STATX_BLOCKS, &about) != 0)
		return errno == ENOENT ? 0 : errno;
	if (is_mount(folder, &about))
		return 0;
	if (S_ISDIR(about.stx_mode))
		count_folder(worker, folder, name, &about);
	else if (!is_counted(worker->walk, &about))
		count_file(worker, &about);
	return 0;
}

/* --- one folder -------------------------------------------------------------------- */

static bool is_itself_or_above(const char *name)
{
	return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

/* False when the walk must end.  Of names that cannot be looked at the first stands for all. */
static bool count_names(struct worker *worker, struct folder *folder, size_t length)
{
	bool is_told = false;

	for (size_t at = 0; at < length;) {
		const struct name_entry *entry = (const struct name_entry *)(worker->names + at);
		int error = 0;

		at += entry->size;
		if (is_itself_or_above(entry->name))
			continue;
		error = count_name(worker, folder, entry->name);
		if (error && !is_told)
			note_unreadable(worker->walk, folder, error == EACCES ? NULL : entry->name, error);
		is_told = is_told || error;
		if (++worker->unreported == REPORT_EVERY && !report(worker))
			return false;
	}
	return true;
}

/* Where reading goes on behind the names that were got. */
static off_t position_behind(const struct worker *worker, size_t length)
{
	off_t position = 0;

	for (size_t at = 0; at < length;) {
		const struct name_entry *entry = (const struct name_entry *)(worker->names + at);

		position = (off_t)entry->next_position;
		at += entry->size;
	}
	return position;
}

/* A large folder goes back before its names are looked at, so that another thread reads on. */
static void read_folder(struct worker *worker, struct folder *folder)
{
	struct walk *walk = worker->walk;
	int error = folder_queue_open(&walk->queue, folder);
	bool is_large = false;
	long length = 0;

	while (!error && !is_large) {
		length = syscall(SYS_getdents64, folder->descriptor, worker->names, sizeof worker->names);
		if (length < 0)
			error = errno;
		if (length <= 0)
			break;
		is_large = length > LARGE_PART;
		if (is_large)
			folder_queue_put_back(&walk->queue, folder, position_behind(worker, (size_t)length));
		if (!count_names(worker, folder, (size_t)length))
			return;
	}
	if (error && error != ENOENT)
		note_unreadable(walk, folder, NULL, error);
}

/* --- threads ------------------------------------------------------------------------ */

static struct worker *make_worker(struct walk *walk)
{
	struct worker *worker = malloc(sizeof *worker);

	if (worker) {
		worker->walk = walk;
		worker->blocks = worker->apparent_bytes = worker->files = worker->folders = 0;
		worker->unreported = 0;
	}
	return worker;
}

static void add_counts(struct worker *worker)
{
	struct walk *walk = worker->walk;

	report(worker);
	pthread_mutex_lock(&walk->mutex);
	walk->usage.blocks_bytes += worker->blocks * 512;
	walk->usage.apparent_bytes += worker->apparent_bytes;
	walk->usage.files += worker->files;
	walk->usage.folders += worker->folders;
	pthread_mutex_unlock(&walk->mutex);
}

static void *help(void *given)
{
	struct worker *worker = given;
	struct folder *folder;

	while ((folder = folder_queue_take(&worker->walk->queue)) != NULL) {
		read_folder(worker, folder);
		folder_queue_release(&worker->walk->queue, folder);
	}
	add_counts(worker);
	return NULL;
}

/* Where no thread can be had, fewer do the work. */
static struct worker *start_helper(struct walk *walk)
{
	struct worker *worker = make_worker(walk);

	if (worker && pthread_create(&worker->thread, NULL, help, worker) != 0) {
		free(worker);
		worker = NULL;
	}
	return worker;
}

static long threads_wanted(const struct usage_settings *settings)
{
	cpu_set_t cores;
	long threads = settings->threads;

	CPU_ZERO(&cores);
	if (threads == 0)
		threads = sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;
	return threads < THREADS_MAXIMUM ? threads : THREADS_MAXIMUM;
}

/* Small trees are done before a thread would have started: helpers come as folders pile up. */
static void walk_with(struct worker *worker)
{
	struct walk *walk = worker->walk;
	struct worker *helpers[THREADS_MAXIMUM];
	struct folder *folder;
	long threads = threads_wanted(walk->settings);
	long started = 0;

	while ((folder = folder_queue_take(&walk->queue)) != NULL) {
		read_folder(worker, folder);
		folder_queue_release(&walk->queue, folder);
		while (started + 1 < threads && folder_queue_wants_threads(&walk->queue)) {
			helpers[started] = start_helper(walk);
			if (helpers[started] == NULL)
				threads = started;
			else
				started++;
		}
	}
	add_counts(worker);
	while (started > 0) {
		pthread_join(helpers[--started]->thread, NULL);
		free(helpers[started]);
	}
}

/* --- */

static bool walk_from(struct walk *walk, int descriptor, const struct stat *about, struct problem *problem)
{
	struct worker *worker = make_worker(walk);

	if (worker == NULL || !folder_queue_begin(&walk->queue, descriptor, about->st_dev, about->st_ino)) {
		free(worker);
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	}
	worker->folders = 1;
	worker->blocks = (uint64_t)about->st_blocks;
	walk_with(worker);
	walk->usage.entries = atomic_load(&walk->entries);
	folder_queue_end(&walk->queue);
	inode_set_free(&walk->links);
	free(worker);
	return true;
}

static bool cannot(const char *path, struct problem *problem)
{
	bool is_missing = errno == ENOENT || errno == ENOTDIR;

	return problem_set(problem, is_missing ? PROBLEM_PEER : PROBLEM_SYSTEM, "the folder %.300s cannot be read: %s",
			   path, strerror(errno));
}

bool usage_measure(const char *path, const struct usage_settings *settings, const struct deadline *deadline,
		   struct usage *usage, struct problem *problem)
{
	struct walk walk = {
		.path = path, .settings = settings, .deadline = deadline, .mutex = PTHREAD_MUTEX_INITIALIZER
	};
	struct stat about;
	int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
	bool done;

	if (descriptor < 0)
		return cannot(path, problem);
	done = fstat(descriptor, &about) == 0 ? walk_from(&walk, descriptor, &about, problem) : cannot(path, problem);
	close(descriptor);
	if (done)
		*usage = walk.usage;
	return done;
}

bool usage_is_whole(const struct usage *usage)
{
	return usage->end == USAGE_DONE && usage->unreadable == 0 && !usage->links_left_out;
}

uint64_t usage_inodes(const struct usage *usage)
{
	return usage->files + usage->folders;
}
