// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Looking at a folder of backups: all I/O of the checks of backups.
 */
#include "common/files/backup.h"

#include "common/files/backup_contents.h"
#include "common/files/usage.h"
#include "common/time/zone.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* Who names a file or a folder that is hidden wants it. */
static bool is_hidden_place(const char *file)
{
	const char *slash = strrchr(file, '/');
	const char *name = slash ? slash + 1 : file;

	return name[0] == '.' && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static struct generation_rules generation_rules_of(const struct backup_settings *settings)
{
	struct generation_rules rules = { .settle_seconds = settings->settle,
					  .tolerance_seconds = settings->tolerance,
					  .wants_companions = settings->verify == BACKUP_VERIFY_FULL };

	if (settings->critical_size.is_set)
		rules.smallest_bytes = settings->critical_size.start;
	rules.wants_hidden = is_hidden_place(settings->file);
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

static void take_usage(const struct usage *usage, struct generation *generation)
{
	if (!usage_is_whole(usage)) {
		generation_blame(generation, GENERATION_NOT_READ, "its size could not be found out: %.150s",
				 usage->unreadable ? usage->unreadable_first[0].path : "there was no time");
		return;
	}
	generation->size_bytes += usage->apparent_bytes;
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
			take_usage(&usage, generation);
		else
			generation_blame(generation, GENERATION_NOT_READ, "its size could not be found out: %.150s",
					 path ? problem.text : "out of memory");
		free(path);
	}
	if (generation->flaw == GENERATION_NOT_READ)
		generation->has_size = false;
	generation_judge_size(generation, &look->rules);
}

/* An index of a web server rounds sizes: asked for one file it tells the true one. */
static void ask_size(const struct look *look, struct generation *generation)
{
	generation->size_bytes = 0;
	generation->has_size = true;
	for (size_t i = 0; i < look->facts->generations.part_count; i++) {
		const struct entry *part = generation->parts[i];
		struct entry now;
		struct problem ignored;
		bool there = false;

		if (part == NULL)
			continue;
		if (!(part->facts & ENTRY_HAS_SIZE) &&
		    place_look(look->place, part, &look->deadline, &there, &now, &ignored) && there)
			part = &now;
		if (part->facts & ENTRY_HAS_SIZE)
			generation->size_bytes += part->size_bytes;
		else
			generation->has_size = false;
	}
	generation_judge_size(generation, &look->rules);
}

/* Does a folder of this machine hold anything?  False, with errno, when it cannot be looked into. */
static bool look_for_entries(const char *path, bool *is_empty)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;

	if (folder == NULL) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	do {
		errno = 0;
		entry = readdir(folder);
	} while (entry && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0));
	*is_empty = entry == NULL;
	if (entry)
		errno = 0;
	closedir(folder);
	return errno == 0;
}

/* An empty folder is no backup, whatever was asked for. */
static void look_into_folders(const struct look *look, struct generation *generation)
{
	for (size_t i = 0; i < look->facts->generations.part_count; i++) {
		const struct entry *part = generation->parts[i];
		bool is_empty = false;
		char *path;

		if (part == NULL || part->kind != ENTRY_FOLDER)
			continue;
		path = path_of(part);
		if (path == NULL || !look_for_entries(path, &is_empty))
			generation_blame(generation, GENERATION_NOT_READ, "the folder cannot be looked into: %s",
					 strerror(errno));
		else if (is_empty)
			generation_blame(generation, GENERATION_TOO_SMALL, "the folder is empty");
		free(path);
	}
}

static bool is_folder(const struct generation *generation)
{
	for (size_t i = 0; i < GENERATION_PARTS_MAXIMUM; i++) {
		if (generation->parts[i] && generation->parts[i]->kind == ENTRY_FOLDER)
			return true;
	}
	return false;
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
			generation_blame(generation, GENERATION_INCOMPLETE, "%.150s has gone while it was looked at",
					 part->name);
		else if (has_changed(part, &now))
			generation_blame(generation, GENERATION_BEING_WRITTEN, "it changed while it was looked at");
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

/* Finds out how large one that counts is, when the listing did not tell; gives how many were asked: 0 or 1. */
static size_t find_size(const struct look *look, struct generation *generation)
{
	if (!generation_is_whole(generation) || generation->has_size || look->is_local != is_folder(generation))
		return 0;
	if (look->is_local)
		measure(look, generation);
	else
		ask_size(look, generation);
	return 1;
}

/* All that is asked of one; gives how many were measured: 0 or 1. */
static size_t look_at_one(const struct look *look, struct generation *generation, bool measures, bool looks_twice)
{
	size_t measured = 0;

	if (look->is_local && generation_is_whole(generation))
		look_into_folders(look, generation);
	if (measures)
		measured = find_size(look, generation);
	if (look->settings->verify != BACKUP_VERIFY_OFF && generation_is_whole(generation))
		backup_contents_look(look->place, &look->facts->listing, look->settings->verify, &look->deadline,
				     generation);
	if (looks_twice && generation_is_whole(generation))
		look_again(look, generation);
	if (look->facts->is_access_judged)
		look_at_parts(look, generation);
	return measured;
}

static void look_at_generations(const struct look *look, const struct backup_reach *reach)
{
	struct generations *generations = &look->facts->generations;
	size_t whole = 0;
	size_t measured = 0;
	size_t i = 0;

	for (; i < generations->count && whole < reach->whole; i++) {
		measured += look_at_one(look, generations->items + i, measured < reach->measured, whole == 0);
		whole += generation_is_whole(generations->items + i);
	}
	/* The sizes of those before are what a newest one is compared with. */
	for (; i < generations->count && measured < reach->measured; i++)
		measured += find_size(look, generations->items + i);
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
