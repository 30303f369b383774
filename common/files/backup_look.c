// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Looking at a folder of backups: all I/O of the checks of backups.
 */
#include "common/files/backup.h"

#include "common/check/buffer.h"
#include "common/check/size.h"
#include "common/files/checksum_file.h"
#include "common/files/soundness.h"
#include "common/files/usage.h"
#include "common/time/zone.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a look needs at hand. */
struct look {
	const struct backup_settings *settings;
	struct generation_rules rules;
	struct access_rules access_rules;
	struct place *place;
	bool is_local;
	/* Earlier than the run's own, so that there is time to say how far it came. */
	struct deadline deadline;
	struct backup_facts *facts;
};

/* --- rules --- */

static struct generation_rules generation_rules_of(const struct backup_settings *settings)
{
	struct generation_rules rules = { .settle_seconds = settings->settle,
					  .tolerance_seconds = settings->tolerance,
					  .wants_companions = settings->verify == BACKUP_VERIFY_FULL };

	if (settings->critical_size.is_set && !settings->critical_size.inside)
		rules.smallest_bytes = settings->critical_size.start;
	rules.patterns = settings->pattern ? &settings->pattern : settings->part.items;
	rules.pattern_count = settings->pattern ? 1 : settings->part.count;
	return rules;
}

static bool asks_for_access(const struct backup_settings *settings)
{
	return settings->owner || settings->group || settings->mode || settings->root;
}

static bool read_access_rules(const struct backup_settings *settings, struct access_rules *rules,
			      struct problem *problem)
{
	if (settings->owner && !access_owners_read(settings->owner, rules, problem))
		return problem_prefix(problem, "--owner");
	if (settings->group && !access_groups_read(settings->group, rules, problem))
		return problem_prefix(problem, "--group");
	if (settings->mode && !access_mode_read(settings->mode, rules, problem))
		return problem_prefix(problem, "--mode");
	return true;
}

static bool is_wanted(const char *name, const void *wish)
{
	return generation_wants(wish, name);
}

/* The path of an entry of this machine; NULL when there is no memory. */
static char *path_of(const struct entry *entry)
{
	size_t size = strlen(entry->folder) + strlen(entry->name) + 2;
	char *path = malloc(size);

	if (path)
		snprintf(path, size, "%s/%s", entry->folder, entry->name);
	return path;
}

/* --- how large --- */

static void take_usage(const struct usage *usage, const struct look *look, struct generation *generation)
{
	char text[32];
	char least[32];

	if (!usage_is_whole(usage)) {
		generation_blame(generation, GENERATION_NOT_READ, "its size could not be found out: %.150s",
				 usage->unreadable ? usage->unreadable_first[0].path : "there was no time");
		return;
	}
	generation->size_bytes += usage->apparent_bytes;
	if (usage_inodes(usage) == 1)
		generation_blame(generation, GENERATION_TOO_SMALL, "the folder is empty");
	if ((double)generation->size_bytes < look->rules.smallest_bytes) {
		size_write(generation->size_bytes, text, sizeof text);
		size_write((uint64_t)look->rules.smallest_bytes, least, sizeof least);
		generation_blame(generation, GENERATION_TOO_SMALL, "%s, at least %s expected", text, least);
	}
}

/* Walks the folders among the parts: then the size of all of it is known. */
static void measure(const struct look *look, struct generation *generation)
{
	const struct usage_settings settings = { 0 };

	generation->has_size = true;
	for (size_t i = 0; i < look->facts->generations.part_count; i++) {
		const struct entry *part = generation->parts[i];
		struct usage usage;
		struct problem problem;
		char *path;

		if (part == NULL || part->kind != ENTRY_FOLDER)
			continue;
		path = path_of(part);
		if (path && usage_measure(path, &settings, &look->deadline, &usage, &problem))
			take_usage(&usage, look, generation);
		else
			generation_blame(generation, GENERATION_NOT_READ, "its size could not be found out: %.150s",
					 path ? problem.text : "out of memory");
		free(path);
	}
	if (generation->flaw == GENERATION_NOT_READ)
		generation->has_size = false;
}

static bool is_folder(const struct generation *generation)
{
	for (size_t i = 0; i < GENERATION_PARTS_MAXIMUM; i++) {
		if (generation->parts[i] && generation->parts[i]->kind == ENTRY_FOLDER)
			return true;
	}
	return false;
}

/* --- what is in it --- */

static bool read_all(const struct look *look, const struct entry *entry, struct buffer *text)
{
	struct reader reader;
	struct problem ignored;
	char bytes[4096];
	size_t length = 1;
	bool done = true;

	if (!place_reader_open(look->place, entry, &look->deadline, &reader, &ignored))
		return false;
	while (done && length > 0)
		done = reader.read(reader.source, text->length, bytes, sizeof bytes, &look->deadline, &length,
				   &ignored) &&
		       (length == 0 || buffer_append(text, bytes, length));
	place_reader_close(look->place, &reader);
	return done;
}

/* Finds the checksum file for a part; one of its own goes before one of the folder. */
static void find_checksum(const struct look *look, const struct entry *part, struct buffer *text, bool *is_own)
{
	const struct listing *listing = &look->facts->listing;
	const struct entry *found = NULL;
	bool own = false;

	for (size_t i = 0; i < listing->count; i++) {
		const struct entry *entry = listing->entries + i;

		if (strcmp(entry->folder, part->folder) == 0 && checksum_file_is_for(entry->name, part->name, &own) &&
		    (found == NULL || own)) {
			found = entry;
			*is_own = own;
		}
	}
	if (found && !read_all(look, found, text))
		buffer_free(text);
}

static void take_soundness(const struct soundness *soundness, const struct entry *part, struct generation *generation)
{
	bool is_set = generation->parts[1] != NULL;
	const char *name = is_set ? part->name : "";
	const char *colon = is_set ? ": " : "";

	switch (soundness->verdict) {
	case SOUNDNESS_SOUND:
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

/* What is said of a sound one. */
static void take_proof(const struct soundness *soundness, enum soundness_depth depth, struct generation *generation)
{
	if (soundness->verdict != SOUNDNESS_SOUND)
		return;
	generation->proof = depth == SOUNDNESS_MAGIC                            ? "begins and ends as it should"
			    : soundness->checksum == SOUNDNESS_CHECKSUM_MATCHES ? "read through, its checksum holds"
										: "read through";
}

/* Remembers what a part holds, to tell the same content twice. */
static void take_digest(const struct soundness *soundness, struct generation *generation)
{
	size_t before = generation->contents ? strlen(generation->contents) : 0;
	char *contents;

	if (soundness->digest[0] == '\0')
		return;
	contents = realloc(generation->contents, before + sizeof soundness->digest);
	if (contents == NULL)
		return;
	snprintf(contents + before, sizeof soundness->digest, "%s", soundness->digest);
	generation->contents = contents;
}

static bool look_into(const struct look *look, const struct entry *part, enum soundness_depth depth,
		      struct reader *reader, struct soundness *soundness, struct problem *problem)
{
	struct buffer checksum = buffer_limited(CHECKSUM_FILE_MAXIMUM);
	struct soundness_question question = { .depth = depth, .name = part->name };
	bool done;

	if (depth == SOUNDNESS_FULL) {
		find_checksum(look, part, &checksum, &question.checksum_is_own);
		question.checksum_text = checksum.length > 0 ? checksum.data : NULL;
		question.checksum_length = checksum.length;
	}
	done = place_reader_open(look->place, part, &look->deadline, reader, problem);
	if (done) {
		done = soundness_look(reader, &question, &look->deadline, soundness, problem);
		place_reader_close(look->place, reader);
	}
	buffer_free(&checksum);
	return done;
}

static void verify_contents(const struct look *look, struct generation *generation)
{
	enum soundness_depth depth = look->settings->verify == BACKUP_VERIFY_FULL ? SOUNDNESS_FULL : SOUNDNESS_MAGIC;

	for (size_t i = 0; i < look->facts->generations.part_count; i++) {
		const struct entry *part = generation->parts[i];
		struct reader reader;
		struct soundness soundness;
		struct problem problem;

		if (part->kind == ENTRY_FOLDER)
			continue;
		if (!look_into(look, part, depth, &reader, &soundness, &problem)) {
			generation_blame(generation, GENERATION_NOT_READ, "%.200s", problem.text);
			return;
		}
		take_soundness(&soundness, part, generation);
		take_proof(&soundness, depth, generation);
		take_digest(&soundness, generation);
	}
}

/* --- a second look --- */

static bool has_changed(const struct entry *before, const struct entry *now)
{
	return (before->facts & now->facts & ENTRY_HAS_SIZE && before->size_bytes != now->size_bytes) ||
	       (before->facts & now->facts & ENTRY_HAS_MODIFIED && before->modified_within == now->modified_within &&
		before->modified != now->modified);
}

/* Is it still what it was?  A place behind a network is asked again only when a pause is asked for. */
static void look_again(const struct look *look, struct generation *generation)
{
	double pause = look->settings->look_again;
	double left = deadline_left(&look->deadline);

	if (pause <= 0 && !look->is_local)
		return;
	poll(NULL, 0, (int)((pause < left ? pause : left) * 1000));
	for (size_t i = 0; i < look->facts->generations.part_count; i++) {
		const struct entry *part = generation->parts[i];
		struct entry now;
		struct problem problem;
		bool there;

		if (!place_look(look->place, part, &look->deadline, &there, &now, &problem))
			generation_blame(generation, GENERATION_NOT_READ, "at a second look: %.200s", problem.text);
		else if (!there)
			generation_blame(generation, GENERATION_INCOMPLETE, "%.150s has gone while we looked",
					 part->name);
		else if (has_changed(part, &now))
			generation_blame(generation, GENERATION_BEING_WRITTEN, "it changed while we looked");
	}
}

/* --- who may get at it --- */

static void look_at_access(const struct look *look, const struct entry *entry)
{
	struct access_facts *facts = calloc(1, sizeof *facts);
	struct backup_facts *seen = look->facts;
	struct problem problem = { .kind = PROBLEM_SYSTEM, .text = "out of memory" };
	char *path = path_of(entry);
	const char *root = look->settings->root ? look->settings->root : entry->folder;
	bool done = facts && path;

	if (done && look->is_local)
		done = access_look(root, path, facts, &problem);
	else if (done)
		done = access_from_entry(entry, facts, &problem);
	if (done) {
		access_judge(&look->access_rules, facts, &seen->access);
	} else if (seen->access.unseen_count++ == 0) {
		seen->access.unseen = problem;
	}
	if (facts)
		access_facts_free(facts);
	free(facts);
	free(path);
}

static void look_at_parts(const struct look *look, const struct generation *generation)
{
	for (size_t i = 0; i < look->facts->generations.part_count; i++) {
		if (generation->parts[i])
			look_at_access(look, generation->parts[i]);
	}
}

/* --- all of it --- */

static void look_at_generations(const struct look *look, const struct backup_reach *reach)
{
	struct generations *generations = &look->facts->generations;
	size_t whole = 0;
	size_t measured = 0;

	for (size_t i = 0; i < generations->count && whole < reach->whole; i++) {
		struct generation *generation = generations->items + i;

		if (look->is_local && measured < reach->measured && is_folder(generation)) {
			measure(look, generation);
			measured++;
		}
		if (look->settings->verify != BACKUP_VERIFY_OFF && generation_is_whole(generation))
			verify_contents(look, generation);
		if (whole == 0 && generation_is_whole(generation))
			look_again(look, generation);
		if (look->facts->is_access_judged)
			look_at_parts(look, generation);
		if (generation_is_whole(generation))
			whole++;
	}
	/* The sizes of those before are what a newest one is compared with. */
	for (size_t i = 0; i < generations->count && measured < reach->measured && reach->whole != SIZE_MAX; i++) {
		if (look->is_local && is_folder(generations->items + i) && !generations->items[i].has_size) {
			measure(look, generations->items + i);
			measured++;
		}
	}
}

static bool find_generations(struct look *look, struct problem *problem)
{
	const struct listing_filter filter = { .wants = is_wanted, .wish = &look->rules };
	struct backup_facts *facts = look->facts;

	return place_list(look->place, &filter, &look->deadline, &facts->exists, &facts->listing, problem) &&
	       generations_find(&facts->listing, &look->rules, facts->now, &facts->generations, problem);
}

bool backup_look(const struct backup_settings *settings, const struct place_access *access,
		 const struct backup_reach *reach, const struct deadline *deadline, struct backup_facts *facts,
		 struct problem *problem)
{
	struct look look = { .settings = settings,
			     .is_local = place_is_local(settings->file),
			     .deadline = deadline_within(deadline, 0.9 * deadline_left(deadline)),
			     .facts = facts };

	*facts = (struct backup_facts){ .now = time(NULL), .listing = listing_new() };
	if (!zone_enter(settings->timezone, problem))
		return problem_prefix(problem, "--timezone");
	if (!read_access_rules(settings, &look.access_rules, problem))
		return false;
	look.rules = generation_rules_of(settings);
	facts->is_access_judged = asks_for_access(settings);
	/* What failed on the way and did no harm leaves its words behind as well. */
	if (!place_open(settings->file, access, &look.deadline, &look.place, problem)) {
		facts->problem = *problem;
		return true;
	}
	snprintf(facts->place, sizeof facts->place, "%.290s", place_text(look.place));
	if (find_generations(&look, problem))
		look_at_generations(&look, reach);
	else
		facts->problem = *problem;
	if (reach->whole == SIZE_MAX)
		generations_mark_repeated(&facts->generations);
	place_close(look.place);
	return true;
}

void backup_facts_free(struct backup_facts *facts)
{
	generations_free(&facts->generations);
	listing_free(&facts->listing);
	access_findings_free(&facts->access);
}
