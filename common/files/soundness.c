// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/soundness.h"

#include "common/files/bytes.h"
#include "common/files/file_pass.h"
#include "common/files/soundness_through.h"
#include "common/files/zstd_blocks.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a file that begins with zeros is looked at for anything else. */
enum { PLACES = 16, PLACE_SIZE = 4096 };

/* How much of what a program said is shown; nothing else of a backup ever is. */
enum { SHOWN_MAXIMUM = 80 };

void soundness_say(struct soundness *soundness, enum soundness_verdict verdict, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(soundness->reason, sizeof soundness->reason, format, arguments);
	va_end(arguments);
	soundness->verdict = verdict;
}

/* What a program said that should have written a dump. */
static bool is_complaint(const struct content_sample *sample)
{
	static const char *const programs[] = { "mysqldump: ", "mariadb-dump: ", "pg_dump: ", "pg_dumpall: ",
						"sqlite3: ",   "Error: ",        "ERROR",     "bash: ",
						"sh: ",        "/bin/sh: " };

	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
		if (sample->head_length >= strlen(programs[i]) &&
		    memcmp(sample->head, programs[i], strlen(programs[i])) == 0)
			return true;
	}
	return false;
}

/* The name of the first kind of a set. */
static const char *first_name(uint64_t kinds)
{
	int kind = 0;

	while (!(kinds >> kind & 1))
		kind++;
	return content_kind_name((enum content_kind)kind);
}

static int first_line_length(const struct content_sample *sample)
{
	size_t length = 0;

	while (length < sample->head_length && length < SHOWN_MAXIMUM && sample->head[length] != '\n')
		length++;
	return (int)length;
}

bool soundness_kind_fits(enum content_kind kind, uint64_t promised, const struct content_sample *sample,
			 struct problem *problem)
{
	if (promised == 0)
		return true;
	if (kind == CONTENT_TEXT && is_complaint(sample))
		return problem_set(problem, PROBLEM_PEER, "it is what a program said: '%.*s'",
				   first_line_length(sample), (const char *)sample->head);
	if (promised & CONTENT_BIT(kind))
		return true;
	if (kind == CONTENT_UNKNOWN)
		return problem_set(problem, PROBLEM_PEER, "its first bytes are not those of %s", first_name(promised));
	return problem_set(problem, PROBLEM_PEER, "it is %s, not %s", content_kind_name(kind), first_name(promised));
}

/* The bytes could not be had. */
static void say_unread(struct soundness *soundness, const struct problem *problem)
{
	if (problem->kind == PROBLEM_TIMEOUT)
		soundness_say(soundness, SOUNDNESS_UNFINISHED, "the time was over before it was looked at");
	else
		soundness_say(soundness, SOUNDNESS_UNREADABLE, "%s", problem->text);
}

/* It begins with zeros; is it any better elsewhere?  False when it cannot be read. */
static bool holds_zeros_alone(const struct reader *reader, const struct deadline *deadline, bool *zeros,
			      struct problem *problem)
{
	unsigned char bytes[PLACE_SIZE];

	*zeros = true;
	for (uint64_t i = 0; i < PLACES && *zeros; i++) {
		size_t length = 0;

		if (!file_pass_read_part(reader, reader->size_bytes / PLACES * i, bytes, sizeof bytes, deadline,
					 &length, problem))
			return false;
		*zeros = bytes_are_zero(bytes, length);
	}
	return true;
}

/* What is read through is seen whole anyway. */
static void judge_zeros(const struct reader *reader, const struct soundness_question *question,
			const struct deadline *deadline, struct soundness *soundness)
{
	struct problem problem = { 0 };
	bool zeros = false;

	if (question->depth == SOUNDNESS_MAGIC && !holds_zeros_alone(reader, deadline, &zeros, &problem))
		say_unread(soundness, &problem);
	else if (zeros)
		soundness_say(soundness, SOUNDNESS_UNSOUND, "it holds zero bytes wherever it was looked at");
	else
		soundness_say(soundness, SOUNDNESS_UNKNOWN, "it begins with zero bytes, and its name promises nothing");
}

/* Reads the first and last bytes into a buffer of both sizes. */
static bool take_sample(const struct reader *reader, const struct deadline *deadline, unsigned char *bytes,
			struct content_sample *sample, struct problem *problem)
{
	unsigned char *tail = bytes + CONTENT_HEAD_SIZE;
	uint64_t size = reader->size_bytes;
	uint64_t behind = size > CONTENT_TAIL_SIZE ? size - CONTENT_TAIL_SIZE : 0;
	uint64_t expected = size - behind;
	size_t length = 0;

	sample->size_bytes = size;
	if (!file_pass_read_part(reader, behind, tail, (size_t)expected, deadline, &sample->tail_length, problem))
		return false;
	if (sample->tail_length < expected)
		return problem_set(problem, PROBLEM_PEER, "it is shorter than it was listed");
	sample->tail = tail;
	sample->head = tail;
	sample->head_length = size < CONTENT_HEAD_SIZE ? (size_t)size : CONTENT_HEAD_SIZE;
	if (behind == 0)
		return true;
	if (!file_pass_read_part(reader, 0, bytes, CONTENT_HEAD_SIZE, deadline, &length, problem))
		return false;
	sample->head = bytes;
	sample->head_length = length;
	return true;
}

static bool look_at_end(const struct reader *reader, enum content_kind kind, const struct content_sample *sample,
			const struct deadline *deadline, enum content_end *end, struct problem *problem)
{
	if (kind == CONTENT_ZSTD)
		return zstd_blocks_end(reader, deadline, end, problem);
	*end = content_end_look(kind, sample, problem);
	return true;
}

/* Nothing in the bytes says that they are what somebody wanted to keep. */
static bool tells_nothing(enum content_kind kind)
{
	return kind == CONTENT_UNKNOWN || kind >= CONTENT_HTML;
}

static void judge(const struct reader *reader, const struct soundness_question *question,
		  const struct content_sample *given, const struct deadline *deadline, enum content_kind kind,
		  struct soundness *soundness)
{
	struct content_promise promise = content_promise_of(question->name);
	struct content_sample sample = *given;
	struct problem problem = { 0 };
	enum content_end end = CONTENT_END_UNTOLD;

	sample.holds_tar = promise.inner & CONTENT_BIT(CONTENT_TAR);
	if (!soundness_kind_fits(kind, promise.kinds, &sample, &problem)) {
		soundness_say(soundness, SOUNDNESS_UNSOUND, "%s", problem.text);
		return;
	}
	if (kind == CONTENT_ZEROS) {
		judge_zeros(reader, question, deadline, soundness);
		return;
	}
	if (tells_nothing(kind) && promise.kinds == 0) {
		soundness_say(soundness, SOUNDNESS_UNKNOWN, "%s, and its name promises nothing", soundness->kind);
		return;
	}
	if (!look_at_end(reader, kind, &sample, deadline, &end, &problem))
		say_unread(soundness, &problem);
	else if (end == CONTENT_END_MISSING)
		soundness_say(soundness, SOUNDNESS_UNSOUND, "%s: %s", soundness->kind, problem.text);
	else if (end == CONTENT_END_HERE)
		soundness_say(soundness, SOUNDNESS_SOUND, "%s, begins and ends as it should", soundness->kind);
	else
		soundness_say(soundness, SOUNDNESS_SOUND, "%s by its beginning; its end was not told", soundness->kind);
}

bool soundness_look(const struct reader *reader, const struct soundness_question *question,
		    const struct deadline *deadline, struct soundness *soundness, struct problem *problem)
{
	struct soundness found = { .kind = content_kind_name(CONTENT_UNKNOWN), .size_bytes = reader->size_bytes };
	struct content_sample sample = { 0 };
	enum content_kind kind = CONTENT_UNKNOWN;
	struct problem unread = { 0 };
	unsigned char *bytes = malloc(CONTENT_HEAD_SIZE + CONTENT_TAIL_SIZE);
	bool done = true;

	if (bytes == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	found.checksum = question->checksum_text && question->depth == SOUNDNESS_FULL ? SOUNDNESS_CHECKSUM_UNCOMPARED
										      : SOUNDNESS_CHECKSUM_NONE;
	if (reader->size_bytes == 0) {
		found.kind = content_kind_name(CONTENT_EMPTY);
		soundness_say(&found, SOUNDNESS_UNSOUND, "it is empty");
	} else if (!take_sample(reader, deadline, bytes, &sample, &unread)) {
		say_unread(&found, &unread);
	} else {
		kind = content_kind_of(sample.head, sample.head_length);
		found.kind = content_kind_name(kind);
		judge(reader, question, &sample, deadline, kind, &found);
	}
	free(bytes);
	if (question->depth == SOUNDNESS_FULL &&
	    (found.verdict == SOUNDNESS_SOUND || found.verdict == SOUNDNESS_UNKNOWN))
		done = soundness_look_through(reader, question, kind, deadline, &found, problem);
	if (done)
		*soundness = found;
	return done;
}
