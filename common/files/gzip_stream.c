// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define ZLIB_CONST /* next_in is read alone */
#include "common/files/gzip_stream.h"

#include "common/check/library.h"

#include <stdlib.h>
#include <zlib.h>

enum { BLOCK_SIZE = 128 * 1024, ONLY_GZIP = 16 + 15 /* window bits, zlib.h: inflateInit2 */ };

struct functions {
	__typeof__(inflateInit2_) *begin;
	__typeof__(inflate) *inflate;
	__typeof__(inflateReset) *reset;
	__typeof__(inflateEnd) *end;
};

#define SYMBOL(member, symbol) LIBRARY_SYMBOL(struct functions, member, symbol)
static const struct library_symbol symbols[] = {
	SYMBOL(begin, "inflateInit2_"),
	SYMBOL(inflate, "inflate"),
	SYMBOL(reset, "inflateReset"),
	SYMBOL(end, "inflateEnd"),
	{ 0 },
};
#undef SYMBOL

struct gzip_stream {
	struct file_pass *pass;
	struct functions library;
	z_stream zlib;
	uint64_t members; /* that ended */
	bool in_member;
	unsigned char block[BLOCK_SIZE];
};

bool gzip_stream_new(struct file_pass *pass, struct gzip_stream **stream, struct problem *problem)
{
	struct gzip_stream *new = calloc(1, sizeof *new);

	if (new == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	new->pass = pass;
	if (!library_load("libz.so.1", symbols, &new->library, problem)) {
		free(new);
		return false;
	}
	if (new->library.begin(&new->zlib, ONLY_GZIP, ZLIB_VERSION, (int)sizeof new->zlib) != Z_OK) {
		free(new);
		return problem_set(problem, PROBLEM_SYSTEM, "zlib cannot begin");
	}
	*stream = new;
	return true;
}

/* Sees to it that bytes are there; STEP_END when the file ends where it may. */
static enum step take_input(struct gzip_stream *stream, struct problem *problem)
{
	const void *bytes = NULL;
	size_t length = 0;
	enum step step;

	if (stream->zlib.avail_in > 0)
		return STEP_MORE;
	step = file_pass_next(stream->pass, &bytes, &length);
	if (step == STEP_END && (stream->in_member || stream->members == 0)) {
		problem_set(problem, PROBLEM_PEER, "it is cut off");
		return STEP_BROKEN;
	}
	stream->zlib.next_in = bytes;
	stream->zlib.avail_in = (uInt)length;
	return step;
}

/* Between members: zeros are passed over, anything else begins the next one. */
static bool begin_member(struct gzip_stream *stream)
{
	while (stream->members > 0 && stream->zlib.avail_in > 0 && *stream->zlib.next_in == 0) {
		stream->zlib.next_in++;
		stream->zlib.avail_in--;
	}
	if (stream->zlib.avail_in == 0)
		return false;
	stream->library.reset(&stream->zlib);
	stream->in_member = true;
	return true;
}

static enum step damaged(const struct gzip_stream *stream, struct problem *problem)
{
	if (stream->members > 0 && stream->zlib.total_out == 0 && stream->zlib.total_in < 10)
		problem_set(problem, PROBLEM_PEER, "something else follows its end");
	else
		problem_set(problem, PROBLEM_PEER, "%s", stream->zlib.msg ? stream->zlib.msg : "damaged");
	return STEP_BROKEN;
}

enum step gzip_stream_next(struct gzip_stream *stream, const void **block, size_t *length, struct problem *problem)
{
	for (;;) {
		enum step step = take_input(stream, problem);
		size_t made;
		int code;

		if (step != STEP_MORE)
			return step;
		if (!stream->in_member && !begin_member(stream))
			continue;
		stream->zlib.next_out = stream->block;
		stream->zlib.avail_out = BLOCK_SIZE;
		code = stream->library.inflate(&stream->zlib, Z_NO_FLUSH);
		if (code == Z_MEM_ERROR) {
			problem_set(problem, PROBLEM_SYSTEM, "out of memory");
			return STEP_UNABLE;
		}
		if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
			return damaged(stream, problem);
		if (code == Z_STREAM_END) {
			stream->in_member = false;
			stream->members++;
		}
		made = BLOCK_SIZE - stream->zlib.avail_out;
		if (made > 0) {
			*block = stream->block;
			*length = made;
			return STEP_MORE;
		}
	}
}

void gzip_stream_free(struct gzip_stream *stream)
{
	if (stream == NULL)
		return;
	stream->library.end(&stream->zlib);
	free(stream);
}
