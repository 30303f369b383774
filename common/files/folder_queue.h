/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The folders of a walk that wait to be read, shared by the threads that read them.
 *
 * The last that was added is taken first, so that what waits stays few.  A folder is
 * opened relative to the folder it lies in, whose descriptor is kept while it is wanted;
 * when many are open, the ones that have been for longest are closed, and opened again
 * by their names from the nearest folder above that is still open.  What was opened must
 * be the folder that was found (device and inode), or it has vanished.
 */
#ifndef RECEICO_FILES_FOLDER_QUEUE_H
#define RECEICO_FILES_FOLDER_QUEUE_H

#include "common/check/problem.h"

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Folders that may wait at once; with them go at most some 100 MB. */
enum { FOLDER_QUEUE_MAXIMUM = 1000000 };

struct folder {
	struct folder *parent;          /* NULL: the first */
	struct folder *next;            /* the one that is taken after it */
	struct folder *older, *younger; /* among those that are open and may be closed */
	uint64_t device, inode;
	off_t position;    /* where reading goes on when it is opened again */
	unsigned children; /* folders in it that are remembered */
	unsigned unopened; /* those of them that have not been opened yet */
	unsigned users;    /* threads that use the descriptor now */
	int descriptor;    /* -1: closed */
	bool waits;        /* to be taken */
	bool was_opened;
	char name[];
};

struct folder_queue {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	struct folder *first; /* to be taken next */
	struct folder *oldest, *youngest;
	size_t count; /* folders remembered */
	size_t open;  /* of them, those that may be closed */
	size_t open_maximum;
	unsigned busy;  /* threads that hold a folder */
	unsigned idle;  /* threads that wait for one */
	size_t waiting; /* folders that wait */
	bool stopped;
};

/* Begins with one folder, which is open; its descriptor is the caller's and stays open.
 * False when there is no memory. */
bool folder_queue_begin(struct folder_queue *queue, int descriptor, uint64_t device, uint64_t inode) MUST_CHECK;

/* Adds a folder that lies in `parent`.  False when there is no memory, or too many wait. */
bool folder_queue_add(struct folder_queue *queue, struct folder *parent, const char *name, uint64_t device,
		      uint64_t inode) MUST_CHECK;

/* Takes the next folder, or waits for one.  NULL when there is none and nobody is left who
 * could add one, or the walk was stopped.  folder_queue_release() is due. */
struct folder *folder_queue_take(struct folder_queue *queue);

/* Opens a folder that was taken, if it is not open.  Returns 0 or an errno; ENOENT also when
 * another folder has its name now. */
int folder_queue_open(struct folder_queue *queue, struct folder *folder) MUST_CHECK;

/* Lets it be taken once more (by another thread at once): there is more to read from `position`.
 * It stays in the hands of the one who calls, too. */
void folder_queue_put_back(struct folder_queue *queue, struct folder *folder, off_t position);

void folder_queue_release(struct folder_queue *queue, struct folder *folder);

/* Nobody gets a folder any more. */
void folder_queue_stop(struct folder_queue *queue);

/* Would one thread more have something to do? */
bool folder_queue_wants_threads(struct folder_queue *queue);

/* Frees all; every thread must have ended. */
void folder_queue_end(struct folder_queue *queue);

/* Writes the path of a folder that was taken (or of a name in it, when not NULL) below `start`;
 * when it is too long it is cut in front. */
void folder_write_path(const struct folder *folder, const char *start, const char *name, char *path, size_t size);

#endif
