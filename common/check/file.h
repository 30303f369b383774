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

/* The same for a file whose whole content is secret, such as a private key: it must
 * be ours or root's, and nobody else may read or write it. */
bool file_read_private(const char *path, struct buffer *buffer, struct problem *problem) MUST_CHECK;

/* Appends the first line of a file that holds a secret, without its line end.
 * The file must be private as above; the line must not be empty.  Wipe it, and what
 * the function before gives, with file_forget_secret(), also when they failed. */
bool file_read_secret(const char *path, struct buffer *buffer, struct problem *problem) MUST_CHECK;

/* Overwrites and frees a secret. */
void file_forget_secret(struct buffer *buffer);

#endif
