/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Is the last block of a zstd file there?  Hops from block header to block header.
 *
 * Source: RFC 8878, 3.1.
 */
#ifndef RECEICO_FILES_ZSTD_BLOCKS_H
#define RECEICO_FILES_ZSTD_BLOCKS_H

#include "common/files/content_end.h"
#include "common/files/reader.h"

/* Files of more blocks (some 250 MB) are not followed to their end: each hop may be a round trip. */
enum { ZSTD_HOPS_MAXIMUM = 4096 };

/* False when the file could not be read: then the problem says why. */
bool zstd_blocks_end(const struct reader *reader, const struct deadline *deadline, enum content_end *end,
		     struct problem *problem) MUST_CHECK;

#endif
