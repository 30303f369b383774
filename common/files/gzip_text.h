/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A text that gzip compressed, read through once.
 *
 * libarchive undoes the compression; it is loaded when the first is read.
 */
#ifndef RECEICO_FILES_GZIP_TEXT_H
#define RECEICO_FILES_GZIP_TEXT_H

#include "common/check/deadline.h"
#include "common/check/problem.h"

#include <stddef.h>

/* Gives the text to `take` piece by piece, at most 64 KiB each; `taker` is passed on.  The
 * descriptor stays the caller's.  An empty file is an empty text.  PROBLEM_SYSTEM: the library is missing or
 * the file cannot be read; PROBLEM_PEER: it is damaged, or no gzip file. */
bool gzip_text_read(int fd, const struct deadline *deadline,
		    void (*take)(void *taker, const char *bytes, size_t length), void *taker,
		    struct problem *problem) MUST_CHECK;

#endif
