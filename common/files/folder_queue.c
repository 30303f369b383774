// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* O_NOATIME, O_PATH */
#include "common/files/folder_queue.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Descriptors that wait in folders for the folders below them. */
enum { OPEN_MAXIMUM = 256, OPEN_MINIMUM = 8 };

/* What is left for everything else of the process. */
static size_t open_maximum(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur / 4 >= OPEN_MAXIMUM)
		return OPEN_MAXIMUM;
	return limit.rlim_cur / 4 > OPEN_MINIMUM ? (size_t)limit.rlim_cur / 4 : OPEN_MINIMUM;
}

static struct folder *make(struct folder *parent, const char *name, uint64_t device, uint64_t inode)
{
	size_t size = strlen(name) + 1;
	struct folder *folder = malloc(sizeof *folder + size);

	if (folder == NULL)
		return NULL;
	*folder = (struct folder){ .parent = parent, .device = device, .inode = inode, .descriptor = -1 };
	memcpy(folder->name, name, size);
	return folder;
}

static void push(struct folder_queue *queue, struct folder *folder)
{
	folder->waits = true;
	folder->next = queue->first;
	queue->first = folder;
	queue->waiting++;
	if (queue->idle > 0)
		pthread_cond_signal(&queue->changed);
}

bool folder_queue_begin(struct folder_queue *queue, int descriptor, uint64_t device, uint64_t inode)
{
	struct folder *folder = make(NULL, "", device, inode);

	if (folder == NULL)
		return false;
	*queue = (struct folder_queue){ .count = 1, .open_maximum = open_maximum() };
	pthread_mutex_init(&queue->mutex, NULL);
	pthread_cond_init(&queue->changed, NULL);
	folder->descriptor = descriptor;
	folder->was_opened = true;
	push(queue, folder);
	return true;
}

bool folder_queue_add(struct folder_queue *queue, struct folder *parent, const char *name, uint64_t device,
		      uint64_t inode)
{
	struct folder *folder = make(parent, name, device, inode);
	bool has_room;

	if (folder == NULL)
		return false;
	pthread_mutex_lock(&queue->mutex);
	has_room = queue->count < FOLDER_QUEUE_MAXIMUM;
	if (has_room) {
		queue->count++;
		parent->children++;
		parent->unopened++;
		push(queue, folder);
	}
	pthread_mutex_unlock(&queue->mutex);
	if (!has_room)
		free(folder);
	return has_room;
}

struct folder *folder_queue_take(struct folder_queue *queue)
{
	struct folder *folder = NULL;

	pthread_mutex_lock(&queue->mutex);
	while (!queue->stopped && queue->first == NULL && queue->busy > 0) {
		queue->idle++;
		pthread_cond_wait(&queue->changed, &queue->mutex);
		queue->idle--;
	}
	if (!queue->stopped && queue->first) {
		folder = queue->first;
		queue->first = folder->next;
		queue->waiting--;
		queue->busy++;
		folder->waits = false;
		folder->users++;
	} else {
		/* The others wait for what will not come. */
		pthread_cond_broadcast(&queue->changed);
	}
	pthread_mutex_unlock(&queue->mutex);
	return folder;
}

/* --- descriptors; the mutex is held --- */

static void remember_open(struct folder_queue *queue, struct folder *folder)
{
	folder->younger = NULL;
	folder->older = queue->youngest;
	if (queue->youngest)
		queue->youngest->younger = folder;
	else
		queue->oldest = folder;
	queue->youngest = folder;
	queue->open++;
}

/* The first folder's descriptor is the caller's. */
static void close_folder(struct folder_queue *queue, struct folder *folder)
{
	if (folder->descriptor < 0 || folder->parent == NULL)
		return;
	*(folder->older ? &folder->older->younger : &queue->oldest) = folder->younger;
	*(folder->younger ? &folder->younger->older : &queue->youngest) = folder->older;
	queue->open--;
	close(folder->descriptor);
	folder->descriptor = -1;
}

static void close_one_too_many(struct folder_queue *queue)
{
	struct folder *folder = queue->open >= queue->open_maximum ? queue->oldest : NULL;

	while (folder && folder->users > 0)
		folder = folder->younger;
	if (folder)
		close_folder(queue, folder);
}

static bool is_in_use(const struct folder *folder)
{
	return folder->users > 0 || folder->waits;
}

static void close_unwanted(struct folder_queue *queue, struct folder *folder)
{
	if (!is_in_use(folder) && folder->unopened == 0)
		close_folder(queue, folder);
}

/* Closes and frees what nobody wants any more, from `folder` upwards. */
static void settle(struct folder_queue *queue, struct folder *folder)
{
	while (folder && !is_in_use(folder)) {
		struct folder *parent = folder->parent;

		close_unwanted(queue, folder);
		if (folder->children > 0 || !folder->was_opened)
			return;
		free(folder);
		queue->count--;
		if (parent)
			parent->children--;
		folder = parent;
	}
}

/* Whether it succeeded or not, the parent's descriptor is not wanted for it again. */
static void note_opened(struct folder_queue *queue, struct folder *folder, int descriptor)
{
	if (descriptor >= 0) {
		close_one_too_many(queue);
		folder->descriptor = descriptor;
		remember_open(queue, folder);
	}
	if (!folder->was_opened) {
		folder->was_opened = true;
		folder->parent->unopened--;
		close_unwanted(queue, folder->parent);
	}
}

/* --- opening --- */

/* Reading leaves the time of access alone where we may ask for that: owners and root. */
static int open_to_read(int base, const char *path)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;
	int descriptor = openat(base, path, flags | O_NOATIME);

	return descriptor < 0 && errno == EPERM ? openat(base, path, flags) : descriptor;
}

static bool is_folder_found(const struct folder *folder, int descriptor)
{
	struct stat about;

	return fstat(descriptor, &about) == 0 && about.st_dev == folder->device && about.st_ino == folder->inode;
}

/* Names one after the other, as many as one call takes. */
struct step {
	int base; /* where the path begins */
	bool owns_base;
	size_t length;
	char path[PATH_MAX];
};

/* Goes along the path that has been gathered, so that it can begin anew. */
static int advance(struct step *step)
{
	int descriptor = openat(step->base, step->path, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (step->owns_base)
		close(step->base);
	step->owns_base = descriptor >= 0;
	step->base = descriptor;
	step->length = 0;
	return descriptor < 0 ? errno : 0;
}

static int gather(struct step *step, const char *name)
{
	size_t length = strlen(name);
	int error = 0;

	if (step->length + length + 2 > sizeof step->path)
		error = advance(step);
	if (error)
		return error;
	if (step->length > 0)
		step->path[step->length++] = '/';
	memcpy(step->path + step->length, name, length + 1);
	step->length += length;
	return 0;
}

/* The folders on a way down. */
struct way {
	const struct folder *folder;
};

static int follow(const struct way *way, size_t depth, struct step *step, int *descriptor)
{
	int error = 0;

	for (size_t i = 0; i < depth && !error; i++)
		error = gather(step, way[i].folder->name);
	if (error)
		return error;
	*descriptor = open_to_read(step->base, step->path);
	return *descriptor < 0 ? errno : 0;
}

/* Opens `folder`, which lies `depth` levels below `base`. */
static int open_below(const struct folder *base, const struct folder *folder, size_t depth, int *descriptor)
{
	struct way *way = calloc(depth, sizeof *way);
	struct step *step = calloc(1, sizeof *step);
	int error = ENOMEM;

	if (way && step) {
		step->base = base->descriptor;
		for (size_t i = depth; i > 0; i--, folder = folder->parent)
			way[i - 1].folder = folder;
		error = follow(way, depth, step, descriptor);
		if (step->owns_base)
			close(step->base);
	}
	free(step);
	free(way);
	return error;
}

/* The nearest folder above that is open, and how far above. */
static struct folder *find_base(const struct folder *folder, size_t *depth)
{
	struct folder *base = folder->parent;

	for (*depth = 1; base->descriptor < 0; ++*depth)
		base = base->parent;
	return base;
}

static int open_checked(const struct folder *base, const struct folder *folder, size_t depth, int *descriptor)
{
	int opened = depth == 1 ? open_to_read(base->descriptor, folder->name) : -1;
	int error = depth == 1 ? (opened < 0 ? errno : 0) : open_below(base, folder, depth, &opened);

	if (!error && !is_folder_found(folder, opened))
		error = ENOENT;
	if (!error && folder->position > 0 && lseek(opened, folder->position, SEEK_SET) < 0)
		error = errno;
	if (error && opened >= 0)
		close(opened);
	if (!error)
		*descriptor = opened;
	return error;
}

int folder_queue_open(struct folder_queue *queue, struct folder *folder)
{
	struct folder *base;
	size_t depth = 0;
	int descriptor = -1;
	int error;

	pthread_mutex_lock(&queue->mutex);
	if (folder->descriptor >= 0) {
		pthread_mutex_unlock(&queue->mutex);
		return 0;
	}
	base = find_base(folder, &depth);
	base->users++;
	pthread_mutex_unlock(&queue->mutex);
	error = open_checked(base, folder, depth, &descriptor);
	pthread_mutex_lock(&queue->mutex);
	base->users--;
	note_opened(queue, folder, descriptor);
	close_unwanted(queue, base);
	pthread_mutex_unlock(&queue->mutex);
	return error;
}

/* --- */

void folder_queue_put_back(struct folder_queue *queue, struct folder *folder, off_t position)
{
	pthread_mutex_lock(&queue->mutex);
	folder->position = position;
	push(queue, folder);
	pthread_mutex_unlock(&queue->mutex);
}

void folder_queue_release(struct folder_queue *queue, struct folder *folder)
{
	pthread_mutex_lock(&queue->mutex);
	folder->users--;
	settle(queue, folder);
	queue->busy--;
	if (queue->busy == 0 && queue->idle > 0)
		pthread_cond_broadcast(&queue->changed);
	pthread_mutex_unlock(&queue->mutex);
}

void folder_queue_stop(struct folder_queue *queue)
{
	pthread_mutex_lock(&queue->mutex);
	queue->stopped = true;
	pthread_cond_broadcast(&queue->changed);
	pthread_mutex_unlock(&queue->mutex);
}

bool folder_queue_wants_threads(struct folder_queue *queue)
{
	bool wants;

	pthread_mutex_lock(&queue->mutex);
	wants = queue->idle == 0 && queue->waiting > 1 && !queue->stopped;
	pthread_mutex_unlock(&queue->mutex);
	return wants;
}

void folder_queue_end(struct folder_queue *queue)
{
	while (queue->first) {
		struct folder *folder = queue->first;

		queue->first = folder->next;
		folder->waits = false;
		if (!folder->was_opened)
			note_opened(queue, folder, -1);
		settle(queue, folder);
	}
	pthread_cond_destroy(&queue->changed);
	pthread_mutex_destroy(&queue->mutex);
}

void folder_write_path(const struct folder *folder, const char *start, const char *name, char *path, size_t size)
{
	static const char cut[] = "...";
	size_t left = size - 1;
	const char *part = name ? name : folder->name;
	const struct folder *above = name ? folder : folder->parent;

	path[left] = '\0';
	while (true) {
		size_t length = strlen(part);

		while (part == start && path[left] != '\0' && length > 0 && part[length - 1] == '/')
			length--;
		if (length + sizeof cut > left) {
			size_t tail = left - (sizeof cut - 1);

			memcpy(path + left - tail, part + length - tail, tail);
			memcpy(path, cut, sizeof cut - 1);
			return;
		}
		left -= length;
		memcpy(path + left, part, length);
		if (part == start)
			break;
		if (left > 0 && path[left] != '\0')
			path[--left] = '/';
		part = above && above->parent ? above->name : start;
		above = above && above->parent ? above->parent : NULL;
	}
	memmove(path, path + left, size - left);
}
