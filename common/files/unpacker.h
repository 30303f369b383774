/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The content of one compressed stream, block by block; its checksums are verified.
 *
 * gzip is unpacked by zlib: libarchive does not look at gzip's checksum.  The others are
 * unpacked by libarchive.  Memory is what those take: usually below 10 MiB, for xz as much as
 * the file was packed with, up to libarchive's limit of 1 GiB.
 */
#ifndef RECEICO_FILES_UNPACKER_H
#define RECEICO_FILES_UNPACKER_H

#include "common/files/content_kind.h"
#include "common/files/file_pass.h"

struct unpacker;

/* Can a stream of this kind be unpacked here? */
bool unpacker_knows(enum content_kind kind);

/* Takes the bytes of `pass` from where it is; unpacker_free() is due on success. */
bool unpacker_new(enum content_kind kind, struct file_pass *pass, struct unpacker **unpacker,
		  struct problem *problem) MUST_CHECK;

/* The next block, which lasts until the next call. */
enum step unpacker_next(struct unpacker *unpacker, const void **block, size_t *length, struct problem *problem);

void unpacker_free(struct unpacker *unpacker);

#endif
