// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/soundness_through.h"

#include "common/check/buffer.h"
#include "common/check/size.h"
#include "common/files/archive_walk.h"
#include "common/files/checksum_file.h"
#include "common/files/content_tap.h"
#include "common/files/openpgp_packets.h"
#include "common/files/unpacker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first blocks of what is unpacked; a block of lz4 is the largest, with 4 MiB. */
enum { START_MAXIMUM = 16 << 20 };

/* What is unpacked from one stream, seen from the archive in it. */
struct stream {
	struct unpacker *unpacker;
	struct content_tap tap;
	struct buffer start; /* until the kind of content could be told */
	bool start_was_given;
	const struct deadline *deadline;
};

/* What goes on in one file. */
struct through {
	struct file_pass pass;
	const struct reader *reader;
	const struct deadline *deadline;
	struct content_promise promise;
	enum content_kind kind, inner; /* .inner CONTENT_UNKNOWN: nothing is compressed in it, or something */
	struct archive_contents contents;
	struct problem problem; /* for STEP_BROKEN and STEP_UNABLE */
};

static enum step unpack(struct stream *stream, const void **block, size_t *length, struct problem *problem)
{
	enum step step;

	if (deadline_passed(stream->deadline))
		return STEP_STOPPED;
	step = unpacker_next(stream->unpacker, block, length, problem);
	if (step == STEP_MORE)
		content_tap_add(&stream->tap, *block, *length);
	return step;
}

/* As struct archive_source wants it: what was kept of the start, then the rest. */
static enum step give_unpacked(void *from, const void **block, size_t *length, struct problem *problem)
{
	struct stream *stream = from;

	if (!stream->start_was_given) {
		stream->start_was_given = true;
		*block = stream->start.data;
		*length = stream->start.length;
		return STEP_MORE;
	}
	return unpack(stream, block, length, problem);
}

static enum step give_block(void *from, const void **block, size_t *length, struct problem *problem)
{
	(void)problem;
	return file_pass_next(from, block, length);
}

static enum step unpack_start(struct stream *stream, struct problem *problem)
{
	const void *block = NULL;
	size_t length = 0;
	enum step step = STEP_MORE;

	stream->start = buffer_limited(START_MAXIMUM);
	while (step == STEP_MORE && stream->start.length < CONTENT_HEAD_SIZE) {
		step = unpack(stream, &block, &length, problem);
		if (step == STEP_MORE && !buffer_append(&stream->start, block, length)) {
			problem_set(problem, PROBLEM_SYSTEM, "out of memory");
			return STEP_UNABLE;
		}
	}
	return step;
}

static enum step unpack_rest(struct stream *stream, struct problem *problem)
{
	const void *block = NULL;
	size_t length = 0;
	enum step step;

	do {
		step = unpack(stream, &block, &length, problem);
	} while (step == STEP_MORE);
	return step;
}

/* A dump or an archive that was cut off can lie in a stream that was not. */
static enum step judge_content(const struct through *through, const struct stream *stream, struct problem *problem)
{
	struct content_sample sample = content_tap_sample(&stream->tap);

	if (!stream->tap.saw_a_byte) {
		problem_set(problem, PROBLEM_PEER, "it holds zero bytes alone");
		return STEP_BROKEN;
	}
	if (content_end_look(through->inner, &sample, problem) == CONTENT_END_MISSING) {
		problem_prefix(problem, "%s in it", content_kind_name(through->inner));
		return STEP_BROKEN;
	}
	return STEP_END;
}

static enum step read_content(struct through *through, struct stream *stream)
{
	struct archive_source source = { .from = stream, .next = give_unpacked };
	struct content_sample sample;
	enum step step = unpack_start(stream, &through->problem);

	if (step != STEP_MORE && step != STEP_END)
		return step;
	sample = content_tap_sample(&stream->tap);
	through->inner = content_kind_of(sample.head, sample.head_length);
	if (through->inner == CONTENT_EMPTY) {
		problem_set(&through->problem, PROBLEM_PEER, "it holds nothing");
		return STEP_BROKEN;
	}
	if (through->inner != CONTENT_ZEROS &&
	    !soundness_kind_fits(through->inner, through->promise.inner, &sample, &through->problem)) {
		problem_prefix(&through->problem, "what it holds");
		return STEP_BROKEN;
	}
	if (through->inner == CONTENT_TAR || through->inner == CONTENT_CPIO) {
		step = archive_walk(through->inner, &source, through->deadline, &through->contents, &through->problem);
		if (step == STEP_BROKEN)
			problem_prefix(&through->problem, "%s in it", content_kind_name(through->inner));
		if (step != STEP_END)
			return step;
	}
	step = unpack_rest(stream, &through->problem);
	return step == STEP_END ? judge_content(through, stream, &through->problem) : step;
}

static enum step read_stream(struct through *through)
{
	struct stream *stream = calloc(1, sizeof *stream);
	enum step step = STEP_UNABLE;

	if (stream == NULL) {
		problem_set(&through->problem, PROBLEM_SYSTEM, "out of memory");
		return STEP_UNABLE;
	}
	stream->deadline = through->deadline;
	if (unpacker_new(through->kind, &through->pass, &stream->unpacker, &through->problem))
		step = read_content(through, stream);
	unpacker_free(stream->unpacker);
	buffer_free(&stream->start);
	free(stream);
	return step;
}

static enum step read_archive(struct through *through)
{
	struct archive_source source = { .from = &through->pass, .next = give_block };
	enum step step;

	if (through->kind == CONTENT_7ZIP)
		source.pass = &through->pass;
	step = archive_walk(through->kind, &source, through->deadline, &through->contents, &through->problem);
	if (step == STEP_END && through->contents.entries + through->contents.encrypted == 0) {
		problem_set(&through->problem, PROBLEM_PEER, "no file is in it");
		return STEP_BROKEN;
	}
	return step;
}

/* What is encrypted can still be seen to be cut off. */
static enum step read_packets(struct through *through)
{
	struct openpgp_packets packets = { 0 };
	const void *block = NULL;
	size_t length = 0;
	enum step step;

	while ((step = file_pass_next(&through->pass, &block, &length)) == STEP_MORE) {
		if (!openpgp_packets_add(&packets, block, length)) {
			problem_set(&through->problem, PROBLEM_PEER, "something else follows its end");
			return STEP_BROKEN;
		}
	}
	if (step == STEP_END && !openpgp_packets_end(&packets)) {
		problem_set(&through->problem, PROBLEM_PEER, "it is cut off");
		return STEP_BROKEN;
	}
	return step;
}

static enum step read_file(struct through *through)
{
	enum step step = STEP_END;

	if (unpacker_knows(through->kind))
		step = read_stream(through);
	else if (archive_walk_knows(through->kind))
		step = read_archive(through);
	else if (through->kind == CONTENT_OPENPGP)
		step = read_packets(through);
	if (step == STEP_END)
		step = file_pass_finish(&through->pass);
	if (step == STEP_END && !through->pass.saw_a_byte) {
		problem_set(&through->problem, PROBLEM_PEER, "it holds zero bytes alone");
		return STEP_BROKEN;
	}
	return step;
}

static void say_stopped(const struct through *through, struct soundness *soundness)
{
	char read[16];
	char size[16];

	if (through->pass.problem.kind != PROBLEM_NONE && through->pass.problem.kind != PROBLEM_TIMEOUT) {
		soundness_say(soundness, SOUNDNESS_UNREADABLE, "%s", through->pass.problem.text);
		return;
	}
	size_write(soundness->bytes_read, read, sizeof read);
	size_write(soundness->size_bytes, size, sizeof size);
	soundness_say(soundness, SOUNDNESS_UNFINISHED, "%s of %s were read when the time was over", read, size);
}

static void say_whole(const struct through *through, struct soundness *soundness)
{
	const struct archive_contents *contents = &through->contents;
	char text[160];
	int used;

	/* What nothing here opens stays as the first bytes told it. */
	if (soundness->verdict == SOUNDNESS_UNKNOWN)
		return;
	if (through->kind == CONTENT_LZOP || through->kind == CONTENT_RAR) {
		soundness_say(soundness, SOUNDNESS_UNKNOWN, "%s: nothing here reads it", soundness->kind);
		return;
	}
	used = snprintf(text, sizeof text, "%s", soundness->kind);
	if (through->inner != CONTENT_UNKNOWN)
		used += snprintf(text + used, sizeof text - (size_t)used, " with %s in it",
				 content_kind_name(through->inner));
	if (contents->entries > 0)
		used += snprintf(text + used, sizeof text - (size_t)used, ", %" PRIu64 " %s", contents->entries,
				 contents->entries == 1 ? "entry" : "entries");
	if (contents->encrypted > 0)
		snprintf(text + used, sizeof text - (size_t)used, ", %" PRIu64 " encrypted and not opened",
			 contents->encrypted);
	soundness_say(soundness, SOUNDNESS_SOUND, "%s, read through%s", text,
		      content_kind_is_encrypted(through->kind) ? "; what is encrypted in it cannot be told" : "");
}

static bool compare(struct through *through, const struct checksum *checksum, struct soundness *soundness,
		    struct problem *problem)
{
	char text[DIGEST_TEXT_SIZE];
	const char *found = soundness->digest;

	if (!digest_finish(through->pass.digests[0], soundness->digest, problem))
		return false;
	if (checksum == NULL)
		return true;
	if (checksum->kind == DIGEST_SHA512) {
		if (!digest_finish(through->pass.digests[1], text, problem))
			return false;
		found = text;
	}
	if (strcmp(found, checksum->text) != 0) {
		soundness->checksum = SOUNDNESS_CHECKSUM_DIFFERS;
		soundness_say(soundness, SOUNDNESS_UNSOUND, "%s: it has another checksum than the file beside it says",
			      soundness->kind);
		return true;
	}
	soundness->checksum = SOUNDNESS_CHECKSUM_MATCHES;
	if (soundness->verdict == SOUNDNESS_UNKNOWN)
		soundness_say(soundness, SOUNDNESS_SOUND, "%s, its checksum holds", soundness->kind);
	return true;
}

static bool conclude(struct through *through, const struct checksum *checksum, struct soundness *soundness,
		     struct problem *problem)
{
	enum step step = read_file(through);

	soundness->bytes_read = through->pass.reached;
	soundness->entries = through->contents.entries;
	if (step == STEP_UNABLE) {
		*problem = through->problem;
		return false;
	}
	if (step == STEP_STOPPED) {
		say_stopped(through, soundness);
		return true;
	}
	if (step == STEP_BROKEN) {
		soundness_say(soundness, SOUNDNESS_UNSOUND, "%s: %s", soundness->kind, through->problem.text);
		return true;
	}
	say_whole(through, soundness);
	return compare(through, checksum, soundness, problem);
}

/* What the file beside says of ours; NULL: nothing that can be compared. */
static const struct checksum *find_checksum(const struct soundness_question *question, struct checksum *checksum,
					    struct soundness *soundness)
{
	if (question->checksum_text == NULL)
		return NULL;
	switch (checksum_find(question->checksum_text, question->checksum_length, question->name,
			      question->checksum_is_own, checksum)) {
	case CHECKSUM_FOUND:
		return checksum;
	case CHECKSUM_NOT_LISTED:
		soundness->checksum = SOUNDNESS_CHECKSUM_NONE;
		return NULL;
	default:
		soundness->checksum = SOUNDNESS_CHECKSUM_MALFORMED;
		return NULL;
	}
}

bool soundness_look_through(const struct reader *reader, const struct soundness_question *question,
			    enum content_kind kind, const struct deadline *deadline, struct soundness *soundness,
			    struct problem *problem)
{
	static const enum digest_kind kinds[] = { DIGEST_SHA256, DIGEST_SHA512 };
	struct through through = {
		.reader = reader,
		.deadline = deadline,
		.kind = kind,
		.promise = content_promise_of(question->name),
	};
	struct checksum wanted;
	const struct checksum *checksum = find_checksum(question, &wanted, soundness);
	size_t count = checksum && checksum->kind == DIGEST_SHA512 ? 2 : 1;
	bool done = file_pass_open(&through.pass, reader, deadline, kinds, count, problem) &&
		    conclude(&through, checksum, soundness, problem);

	file_pass_close(&through.pass);
	return done;
}
