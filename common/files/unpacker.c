// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/unpacker.h"

#include "common/files/archive_library.h"
#include "common/files/gzip_stream.h"

#include <stdlib.h>

struct unpacker {
	struct file_pass *pass;
	enum content_kind kind;
	struct gzip_stream *gzip; /* or */
	struct libarchive library;
	struct archive *reader;
	bool is_open, is_done;
};

bool unpacker_knows(enum content_kind kind)
{
	return content_kind_is_compressed(kind) && kind != CONTENT_LZOP;
}

bool unpacker_new(enum content_kind kind, struct file_pass *pass, struct unpacker **unpacker, struct problem *problem)
{
	struct unpacker *new = calloc(1, sizeof *new);
	bool ready;

	if (new == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	new->pass = pass;
	new->kind = kind;
	if (kind == CONTENT_GZIP) {
		ready = gzip_stream_new(pass, &new->gzip, problem);
	} else {
		ready = archive_library_load(&new->library, problem);
		if (ready) {
			new->reader = archive_reader_new(&new->library, kind, problem);
			ready = new->reader != NULL;
		}
	}
	if (!ready) {
		unpacker_free(new);
		return false;
	}
	*unpacker = new;
	return true;
}

/* archive_read_callback; at the end and when it failed there is nothing to give, which differs by the sign. */
static la_ssize_t give_block(struct archive *reader, void *data, const void **block)
{
	struct file_pass *pass = data;
	size_t length = 0;

	(void)reader;
	switch (file_pass_next(pass, block, &length)) {
	case STEP_MORE:
		return (la_ssize_t)length;
	case STEP_END:
		return 0;
	default:
		return -1;
	}
}

static enum step failed(struct unpacker *unpacker, struct problem *problem)
{
	if (unpacker->pass->problem.kind != PROBLEM_NONE)
		return STEP_STOPPED;
	return archive_failure(&unpacker->library, unpacker->reader, problem);
}

static enum step open_stream(struct unpacker *unpacker, struct problem *problem)
{
	const struct libarchive *library = &unpacker->library;
	struct archive_entry *entry;
	int code;

	unpacker->is_open = true;
	library->set_callback_data(unpacker->reader, unpacker->pass);
	library->set_read_callback(unpacker->reader, give_block);
	if (library->open(unpacker->reader) != ARCHIVE_OK)
		return failed(unpacker, problem);
	code = library->next_header(unpacker->reader, &entry);
	if (code != ARCHIVE_OK && code != ARCHIVE_WARN && code != ARCHIVE_EOF)
		return failed(unpacker, problem);
	/* Otherwise the bytes would come through as they are, and pass for content. */
	if (library->filter_code(unpacker->reader, 0) == ARCHIVE_FILTER_NONE) {
		problem_set(problem, PROBLEM_PEER, "its first bytes are not those of a whole %s stream",
			    content_kind_name(unpacker->kind));
		return STEP_BROKEN;
	}
	return code == ARCHIVE_EOF ? STEP_END : STEP_MORE;
}

static enum step next_block(struct unpacker *unpacker, const void **block, size_t *length, struct problem *problem)
{
	la_int64_t offset;

	for (;;) {
		int code = unpacker->library.read_block(unpacker->reader, block, length, &offset);

		if (code == ARCHIVE_EOF)
			return unpacker->pass->problem.kind != PROBLEM_NONE ? STEP_STOPPED : STEP_END;
		if (code != ARCHIVE_OK)
			return failed(unpacker, problem);
		if (*length > 0)
			return STEP_MORE;
	}
}

enum step unpacker_next(struct unpacker *unpacker, const void **block, size_t *length, struct problem *problem)
{
	enum step step = STEP_MORE;

	if (unpacker->gzip)
		return gzip_stream_next(unpacker->gzip, block, length, problem);
	if (unpacker->is_done)
		return STEP_END;
	if (!unpacker->is_open)
		step = open_stream(unpacker, problem);
	if (step == STEP_MORE)
		step = next_block(unpacker, block, length, problem);
	unpacker->is_done = step != STEP_MORE;
	return step;
}

void unpacker_free(struct unpacker *unpacker)
{
	if (unpacker == NULL)
		return;
	gzip_stream_free(unpacker->gzip);
	if (unpacker->reader)
		unpacker->library.reader_free(unpacker->reader);
	free(unpacker);
}
