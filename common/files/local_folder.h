/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A folder of this machine, read entry by entry.
 *
 * getdents64(2) with a large buffer: a folder of 100,000 entries takes a dozen calls.
 */
#ifndef RECEICO_FILES_LOCAL_FOLDER_H
#define RECEICO_FILES_LOCAL_FOLDER_H

#include "common/files/listing.h"

struct local_folder {
	int fd;
	char *bytes; /* as the kernel gave them */
	size_t length, next;
};

/* Opens a folder; its last part may be a link when `follow` says so.  False with errno.
 * local_folder_close() is due on success. */
bool local_folder_open(const char *path, bool follow, struct local_folder *folder) MUST_CHECK;
void local_folder_close(struct local_folder *folder);

/* The next name, not `.` nor `..`, and its kind as far as the folder tells it.  The name lives
 * until the next call.  *name is NULL at the end; false with errno when reading fails. */
bool local_folder_next(struct local_folder *folder, const char **name, enum entry_kind *kind) MUST_CHECK;

/* Looks at one entry, through no link, and fills all but its texts.  False with errno; then the
 * entry is as it was. */
bool local_entry_look(int folder, const char *name, struct entry *entry) MUST_CHECK;

#endif
