/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Small files that a user names: configuration, and secrets.
 */
#ifndef RECEICO_CHECK_FILE_H
#define RECEICO_CHECK_FILE_H

#include "common/check/buffer.h"

/* Appends the whole of a regular file to `buffer`.  A file larger than what the
 * buffer may hold is a problem, not a cut. */
bool file_read(const char *path, struct buffer *buffer, struct problem *problem) MUST_CHECK;

/* Appends the first line of a file that holds a secret, without its line end.
 * The file must be a regular one of ours or root's that nobody else may read or
 * write; the line must not be empty.  Wipe it with file_forget_secret(). */
bool file_read_secret(const char *path, struct buffer *buffer, struct problem *problem) MUST_CHECK;

/* Overwrites and frees a secret. */
void file_forget_secret(struct buffer *buffer);

#endif
