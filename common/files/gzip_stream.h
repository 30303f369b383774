/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The content of a gzip file, each member's CRC and size verified, by zlib.  Zeros behind the
 * last member are padding; anything else there is damage.
 */
#ifndef RECEICO_FILES_GZIP_STREAM_H
#define RECEICO_FILES_GZIP_STREAM_H

#include "common/files/file_pass.h"

struct gzip_stream;

/* Takes the bytes of `pass`; gzip_stream_free() is due on success. */
bool gzip_stream_new(struct file_pass *pass, struct gzip_stream **stream, struct problem *problem) MUST_CHECK;
enum step gzip_stream_next(struct gzip_stream *stream, const void **block, size_t *length, struct problem *problem);
void gzip_stream_free(struct gzip_stream *stream);

#endif
