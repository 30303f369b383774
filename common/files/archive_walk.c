// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/archive_walk.h"

#include "common/files/archive_library.h"

#include <errno.h>
#include <stdio.h>

struct walk {
	struct libarchive library;
	struct archive *reader;
	const struct archive_source *source;
	const struct deadline *deadline;
	struct archive_contents *contents;
	enum step source_step; /* what the source came to, when it failed */
	struct problem source_problem;
};

bool archive_walk_knows(enum content_kind kind)
{
	return kind == CONTENT_TAR || kind == CONTENT_CPIO || kind == CONTENT_ZIP || kind == CONTENT_7ZIP;
}

/* archive_read_callback */
static la_ssize_t give_block(struct archive *reader, void *data, const void **block)
{
	struct walk *walk = data;
	size_t length = 0;
	enum step step = walk->source->next(walk->source->from, block, &length, &walk->source_problem);

	if (step == STEP_MORE)
		return (la_ssize_t)length;
	if (step == STEP_END)
		return 0;
	walk->source_step = step;
	walk->library.set_error(reader, EIO, "the bytes end");
	return -1;
}

/* archive_seek_callback */
static la_int64_t seek(struct archive *reader, void *data, la_int64_t offset, int whence)
{
	const struct walk *walk = data;
	struct file_pass *pass = walk->source->pass;
	la_int64_t size = (la_int64_t)pass->reader->size_bytes;
	la_int64_t from = whence == SEEK_END ? size : whence == SEEK_CUR ? (la_int64_t)pass->offset : 0;

	(void)reader;
	if (offset < -from || offset > size - from)
		return ARCHIVE_FATAL;
	pass->offset = (uint64_t)(from + offset);
	return from + offset;
}

static enum step failed(struct walk *walk, struct problem *problem)
{
	if (walk->source_step != STEP_MORE) {
		if (walk->source_step != STEP_STOPPED)
			*problem = walk->source_problem;
		return walk->source_step;
	}
	return archive_failure(&walk->library, walk->reader, problem);
}

/* Unpacking goes on between two blocks of the source: a small file may hold a very large one. */
static enum step time_is_over(struct walk *walk)
{
	walk->source_step = STEP_STOPPED;
	return STEP_STOPPED;
}

static enum step read_entry(struct walk *walk, struct archive_entry *entry, struct problem *problem)
{
	const void *block;
	size_t length;
	la_int64_t offset;
	int code;

	walk->contents->entries++;
	if (walk->library.is_encrypted(entry)) {
		walk->contents->encrypted++;
		code = walk->library.skip_data(walk->reader);
		if (code == ARCHIVE_OK || code == ARCHIVE_EOF)
			return STEP_MORE;
		/* Where the end of an encrypted file is not told, the rest cannot be found without the key. */
		return walk->source_step == STEP_MORE ? STEP_END : failed(walk, problem);
	}
	do {
		if (deadline_passed(walk->deadline))
			return time_is_over(walk);
		code = walk->library.read_block(walk->reader, &block, &length, &offset);
	} while (code == ARCHIVE_OK);
	return code == ARCHIVE_EOF ? STEP_MORE : failed(walk, problem);
}

static enum step read_entries(struct walk *walk, struct problem *problem)
{
	struct archive_entry *entry;
	enum step step = STEP_MORE;

	while (step == STEP_MORE) {
		int code;

		if (deadline_passed(walk->deadline))
			return time_is_over(walk);
		code = walk->library.next_header(walk->reader, &entry);
		if (code == ARCHIVE_EOF)
			return walk->source_step == STEP_MORE ? STEP_END : failed(walk, problem);
		/* A name that this locale cannot show is a warning, and nothing to us. */
		if (code == ARCHIVE_OK || code == ARCHIVE_WARN) {
			step = read_entry(walk, entry, problem);
			continue;
		}
		/* The directory itself of a 7z may be encrypted. */
		if (walk->source_step == STEP_MORE && walk->library.has_encrypted_entries(walk->reader) == 1) {
			walk->contents->encrypted++;
			return STEP_END;
		}
		return failed(walk, problem);
	}
	return step;
}

enum step archive_walk(enum content_kind kind, const struct archive_source *source, const struct deadline *deadline,
		       struct archive_contents *contents, struct problem *problem)
{
	struct walk walk = { .source = source, .deadline = deadline, .contents = contents, .source_step = STEP_MORE };
	enum step step;

	*contents = (struct archive_contents){ 0 };
	if (!archive_library_load(&walk.library, problem))
		return STEP_UNABLE;
	walk.reader = archive_reader_new(&walk.library, kind, problem);
	if (walk.reader == NULL)
		return STEP_UNABLE;
	walk.library.set_callback_data(walk.reader, &walk);
	walk.library.set_read_callback(walk.reader, give_block);
	if (source->pass)
		walk.library.set_seek_callback(walk.reader, seek);
	step = walk.library.open(walk.reader) == ARCHIVE_OK ? read_entries(&walk, problem) : failed(&walk, problem);
	walk.library.reader_free(walk.reader);
	return step;
}
