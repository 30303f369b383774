// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/backup_contents.h"

#include "common/check/buffer.h"
#include "common/files/backup.h"
#include "common/files/checksum_file.h"
#include "common/files/soundness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a look at one generation needs at hand. */
struct contents_look {
	struct place *place;
	const struct listing *listing;
	enum soundness_depth depth;
	const struct deadline *deadline;
};

static bool read_all(const struct contents_look *look, const struct entry *entry, struct buffer *text)
{
	struct reader reader;
	struct problem ignored;
	char bytes[4096];
	size_t length = 1;
	bool done = true;

	if (!place_reader_open(look->place, entry, look->deadline, &reader, &ignored))
		return false;
	while (done && length > 0)
		done = reader.read(reader.source, text->length, bytes, sizeof bytes, look->deadline, &length,
				   &ignored) &&
		       (length == 0 || buffer_append(text, bytes, length));
	place_reader_close(look->place, &reader);
	return done;
}

/* The checksum file for a part, or NULL; one of its own goes before one of the folder. */
static const struct entry *find_checksum(const struct contents_look *look, const struct entry *part, bool *is_own)
{
	const struct entry *found = NULL;
	bool own = false;

	for (size_t i = 0; i < look->listing->count; i++) {
		const struct entry *entry = look->listing->entries + i;

		if (strcmp(entry->folder, part->folder) == 0 && checksum_file_is_for(entry->name, part->name, &own) &&
		    (found == NULL || own)) {
			found = entry;
			*is_own = own;
		}
	}
	return found;
}

/* Adds to what was found out of a generation; what several parts have in common is told once. */
static void add_proof(struct generation *generation, const char *text)
{
	size_t before = generation->proof ? strlen(generation->proof) : 0;
	char *proof;

	if (before > 0 && strstr(generation->proof, text))
		return;
	proof = realloc(generation->proof, GENERATION_REASON_SIZE);
	if (proof == NULL)
		return;
	snprintf(proof + before, GENERATION_REASON_SIZE - before, "%s%s", before > 0 ? "; " : "", text);
	generation->proof = proof;
}

static void take_soundness(const struct soundness *soundness, const struct entry *part, struct generation *generation)
{
	bool is_set = generation->parts[1] != NULL;
	const char *name = is_set ? part->name : "";
	const char *colon = is_set ? ": " : "";
	char proof[GENERATION_REASON_SIZE];

	switch (soundness->verdict) {
	case SOUNDNESS_SOUND:
		snprintf(proof, sizeof proof, "%.200s%s", soundness->reason,
			 soundness->checksum == SOUNDNESS_CHECKSUM_MATCHES && !strstr(soundness->reason, "checksum")
				 ? ", its checksum holds"
				 : "");
		add_proof(generation, proof);
		break;
	case SOUNDNESS_UNSOUND:
		generation_blame(generation, GENERATION_UNSOUND, "%s%s%s", name, colon, soundness->reason);
		break;
	case SOUNDNESS_UNFINISHED:
	case SOUNDNESS_UNREADABLE:
	case SOUNDNESS_UNKNOWN:
		generation_blame(generation, GENERATION_NOT_READ, "%s%s%s", name, colon, soundness->reason);
		break;
	}
	if (soundness->checksum == SOUNDNESS_CHECKSUM_MALFORMED)
		generation_blame(generation, GENERATION_NOT_READ, "%s%sthe file with its checksum is malformed", name,
				 colon);
}

/* Remembers what a part holds, to tell the same content twice. */
static bool take_digest(const struct soundness *soundness, struct generation *generation)
{
	size_t before = generation->contents ? strlen(generation->contents) : 0;
	char *contents;

	if (soundness->digest[0] == '\0')
		return false;
	contents = realloc(generation->contents, before + sizeof soundness->digest);
	if (contents == NULL)
		return false;
	snprintf(contents + before, sizeof soundness->digest, "%s", soundness->digest);
	generation->contents = contents;
	return true;
}

/* Opens a part and looks at it with the text of its checksum file. */
static bool look_with(const struct contents_look *look, const struct entry *part,
		      const struct soundness_question *question, struct soundness *soundness, struct problem *problem)
{
	struct reader reader;
	bool done = place_reader_open(look->place, part, look->deadline, &reader, problem);

	if (done) {
		done = soundness_look(&reader, question, look->deadline, soundness, problem);
		place_reader_close(look->place, &reader);
	}
	return done;
}

static bool look_into(const struct contents_look *look, const struct entry *part, struct soundness *soundness,
		      struct problem *problem)
{
	struct buffer checksum = buffer_limited(CHECKSUM_FILE_MAXIMUM);
	struct soundness_question question = { .depth = look->depth, .name = part->name };
	const struct entry *beside = NULL;
	bool done = true;

	if (look->depth == SOUNDNESS_FULL)
		beside = find_checksum(look, part, &question.checksum_is_own);
	if (beside) {
		done = read_all(look, beside, &checksum) ||
		       problem_set(problem, PROBLEM_SYSTEM, "%.150s, with its checksum, could not be read",
				   beside->name);
		/* An empty one is malformed, not missing. */
		question.checksum_text = checksum.length > 0 ? checksum.data : "";
		question.checksum_length = checksum.length;
	}
	done = done && look_with(look, part, &question, soundness, problem);
	buffer_free(&checksum);
	return done;
}

/* Looks at one part; true when its digest was taken. */
static bool look_at_part(const struct contents_look *look, const struct entry *part, struct generation *generation)
{
	struct soundness soundness;
	struct problem problem;

	if (part->kind == ENTRY_FOLDER) {
		add_proof(generation, "a folder, not looked into");
		return false;
	}
	if (!look_into(look, part, &soundness, &problem)) {
		generation_blame(generation, GENERATION_NOT_READ, "%.200s", problem.text);
		return false;
	}
	take_soundness(&soundness, part, generation);
	return take_digest(&soundness, generation);
}

void backup_contents_look(struct place *place, const struct listing *listing, int verification,
			  const struct deadline *deadline, struct generation *generation)
{
	const struct contents_look look = { .place = place,
					    .listing = listing,
					    .depth = verification == BACKUP_VERIFY_FULL ? SOUNDNESS_FULL
											: SOUNDNESS_MAGIC,
					    .deadline = deadline };
	size_t files = 0;
	size_t parts = 0;
	size_t digests = 0;

	for (; parts < GENERATION_PARTS_MAXIMUM && generation->parts[parts]; parts++) {
		files += generation->parts[parts]->kind != ENTRY_FOLDER;
		digests += look_at_part(&look, generation->parts[parts], generation);
	}
	if (files == 0)
		generation_blame(generation, GENERATION_NOT_READ, "a folder, which --verify does not look into");
	if (digests < parts) {
		free(generation->contents);
		generation->contents = NULL;
	}
}
