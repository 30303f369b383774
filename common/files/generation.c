// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/generation.h"

#include "common/check/duration.h"
#include "common/check/size.h"
#include "common/time/name_pattern.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An entry that is a part of a generation. */
struct candidate {
	const struct entry *entry;
	struct name_match match; /* zero when there are no patterns */
	size_t part;
	bool is_partial; /* its name says that it is being written */
};

struct candidates {
	struct candidate *items;
	size_t count, capacity;
};

/* What the usual programs add to the name of a file that they have not finished. */
static const char *const partial_suffixes[] = { ".part",       ".partial",  ".tmp", ".temp",       ".filepart",
						".incomplete", ".download", ".swp", ".inprogress", "~" };

/* The length of a name without such a suffix; its whole length when it has none. */
static size_t finished_length(const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < sizeof partial_suffixes / sizeof *partial_suffixes; i++) {
		size_t suffix = strlen(partial_suffixes[i]);

		if (length > suffix && strcmp(name + length - suffix, partial_suffixes[i]) == 0)
			return length - suffix;
	}
	return length;
}

/* What lies beside backups and is none: checksums and signatures. */
static bool is_companion(const char *name)
{
	static const char *const ends[] = { ".sha256", ".sha512", ".sha1", ".md5", ".asc", ".sig" };
	static const char *const names[] = { "SHA256SUMS", "SHA512SUMS", "SHA1SUMS", "MD5SUMS" };
	size_t length = strlen(name);

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t end = strlen(ends[i]);

		if (length > end && strcmp(name + length - end, ends[i]) == 0)
			return true;
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

/* Which of the patterns the name, or its finished form, has. */
static bool match_name(const struct generation_rules *rules, const char *name, struct candidate *candidate)
{
	char finished[NAME_PATTERN_MAXIMUM + 1];
	size_t length = finished_length(name);

	for (size_t part = 0; part < rules->pattern_count; part++) {
		candidate->part = part;
		candidate->is_partial = false;
		if (name_pattern_match(rules->patterns[part], name, &candidate->match))
			return true;
		if (name[length] == '\0' || length >= sizeof finished)
			continue;
		memcpy(finished, name, length);
		finished[length] = '\0';
		candidate->is_partial = true;
		if (name_pattern_match(rules->patterns[part], finished, &candidate->match))
			return true;
	}
	return false;
}

bool generation_wants(const struct generation_rules *rules, const char *name)
{
	struct candidate ignored;

	if (is_companion(name) && rules->wants_companions)
		return true;
	return rules->pattern_count == 0 || match_name(rules, name, &ignored);
}

static bool add_candidate(struct candidates *candidates, const struct candidate *candidate, struct problem *problem)
{
	if (candidates->count == GENERATIONS_MAXIMUM)
		return problem_set(problem, PROBLEM_INPUT,
				   "more than %d files could be backups: a --pattern for their names is expected",
				   GENERATIONS_MAXIMUM);
	if (candidates->count == candidates->capacity) {
		size_t capacity = candidates->capacity ? 2 * candidates->capacity : 64;
		struct candidate *items = realloc(candidates->items, capacity * sizeof *items);

		if (items == NULL)
			return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
		candidates->items = items;
		candidates->capacity = capacity;
	}
	candidates->items[candidates->count++] = *candidate;
	return true;
}

/* What a folder has without anybody's doing, and what is hidden in it. */
static bool is_hidden(const char *name)
{
	return name[0] == '.' || strcmp(name, "lost+found") == 0;
}

/* With patterns a name alone makes a candidate: what a link or a device has the name of a backup for is said.
 * Without, every file and folder is one. */
static bool is_candidate(const struct generation_rules *rules, const struct entry *entry, struct candidate *candidate)
{
	*candidate = (struct candidate){ .entry = entry };
	if (rules->pattern_count > 0)
		return match_name(rules, entry->name, candidate);
	if (is_hidden(entry->name) && !rules->wants_hidden)
		return false;
	candidate->is_partial = entry->name[finished_length(entry->name)] != '\0';
	return !is_companion(entry->name) && entry->kind != ENTRY_LINK && entry->kind != ENTRY_OTHER;
}

static bool find_candidates(const struct listing *listing, const struct generation_rules *rules,
			    struct candidates *candidates, size_t *strangers, struct problem *problem)
{
	struct candidate candidate;

	for (size_t i = 0; i < listing->count; i++) {
		if (!is_candidate(rules, listing->entries + i, &candidate))
			++*strangers;
		else if (!add_candidate(candidates, &candidate, problem))
			return false;
	}
	return true;
}

static int compare_times(time_t a, time_t b)
{
	return (a > b) - (a < b);
}

/* Of one folder and time together, part by part, the finished and youngest file of a part first. */
static int compare_candidates(const void *left, const void *right)
{
	const struct candidate *a = left;
	const struct candidate *b = right;
	int order = strcmp(a->entry->folder, b->entry->folder);

	if (order == 0)
		order = compare_times(a->match.from, b->match.from);
	if (order == 0)
		order = compare_times(a->match.until, b->match.until);
	if (order == 0)
		order = (a->part > b->part) - (a->part < b->part);
	if (order == 0)
		order = (int)a->is_partial - (int)b->is_partial;
	if (order == 0)
		order = compare_times(b->entry->modified, a->entry->modified);
	return order ? order : strcmp(a->entry->name, b->entry->name);
}

/* --- one generation --- */

void generation_blame(struct generation *generation, enum generation_flaw flaw, const char *format, ...)
{
	char reason[GENERATION_REASON_SIZE];
	va_list arguments;

	if (generation->flaw != GENERATION_WHOLE)
		return;
	va_start(arguments, format);
	vsnprintf(reason, sizeof reason, format, arguments);
	va_end(arguments);
	generation->flaw = flaw;
	generation->reason = strdup(reason);
}

void generation_judge_size(struct generation *generation, const struct generation_rules *rules)
{
	char text[32];
	char least[32];

	if (!generation->has_size || (double)generation->size_bytes >= rules->smallest_bytes)
		return;
	size_write(generation->size_bytes, text, sizeof text);
	size_write((uint64_t)rules->smallest_bytes, least, sizeof least);
	generation_blame(generation, GENERATION_TOO_SMALL, "%s, at least %s expected", text, least);
}

bool generation_is_whole(const struct generation *generation)
{
	return generation->flaw == GENERATION_WHOLE;
}

bool generation_may_count(const struct generation *generation)
{
	return generation_is_whole(generation) || generation->flaw == GENERATION_NOT_READ;
}

bool generation_serves(const struct generation *generation, time_t run, double tolerance_seconds)
{
	if (difftime(generation->moment, run) >= -tolerance_seconds)
		return true;
	/* A name that holds the date alone, with a time of change that cannot be trusted. */
	return !generation->is_exact && generation->until > run;
}

void generation_name(const struct generation *generation, char *name, size_t size)
{
	const struct entry *first = NULL;
	size_t more = 0;
	int used = 0;

	for (size_t i = 0; i < GENERATION_PARTS_MAXIMUM; i++) {
		if (generation->parts[i] && first)
			more++;
		else if (generation->parts[i])
			first = generation->parts[i];
	}
	name[0] = '\0';
	if (first && generation->shows_folder)
		used = snprintf(name, size, "%.120s/", first->folder);
	if (first && (size_t)used < size)
		used += snprintf(name + used, size - (size_t)used, "%.*s", generation->shows_folder ? 100 : 200,
				 first->name);
	if (more > 0 && (size_t)used < size)
		snprintf(name + used, size - (size_t)used, " and %zu more", more);
}

/* A listing that tells times to the minute names no zone: that far may two of them lie apart. */
enum { ZONES_APART_SECONDS = 26 * 3600 };

/* By how many seconds the time of the last change may be told too early. */
static double time_slack(const struct entry *entry)
{
	return entry->modified_within > 0 ? entry->modified_within + ZONES_APART_SECONDS : 0;
}

/* The time of the last change, but no later than what the name means.  An earlier one stands: what was old before
 * its name was given to it is no younger for that, unless the time is known so roughly that it fits. */
static void take_time(struct generation *generation, const struct entry *entry, const struct name_match *match)
{
	bool known = entry->facts & ENTRY_HAS_MODIFIED;
	bool named = match->until > match->from;
	time_t moment = known ? entry->modified : match->from;
	double beside = 0;

	if (named && moment < match->from) {
		beside = difftime(match->from, moment) - time_slack(entry);
		moment = beside > 0 ? moment : match->from;
	} else if (named && moment >= match->until) {
		beside = difftime(moment, match->until);
		moment = match->until - 1;
	}
	if (beside > 0 && known && beside > generation->disagreement)
		generation->disagreement = beside;
	if (!known || moment != entry->modified)
		generation->is_exact = false;
	if (moment > generation->moment)
		generation->moment = moment;
}

static void take_size(struct generation *generation, const struct entry *entry)
{
	if (entry->kind != ENTRY_FOLDER && entry->facts & ENTRY_HAS_SIZE)
		generation->size_bytes += entry->size_bytes;
	else
		generation->has_size = false;
}

static void judge_part(struct generation *generation, const struct candidate *candidate,
		       const struct generation_rules *rules, time_t now)
{
	const struct entry *entry = candidate->entry;
	double age = difftime(now, entry->modified);
	char text[32];

	if (entry->kind == ENTRY_LINK)
		generation_blame(generation, GENERATION_UNSOUND, "it is a symbolic link");
	if (entry->kind == ENTRY_OTHER)
		generation_blame(generation, GENERATION_UNSOUND, "it is neither a file nor a folder");
	if (candidate->is_partial)
		generation_blame(generation, GENERATION_BEING_WRITTEN, "its name says that it is being written");
	if (!(entry->facts & ENTRY_HAS_MODIFIED))
		return;
	if (age < -rules->tolerance_seconds) {
		duration_write(-age, text, sizeof text);
		generation_blame(generation, GENERATION_OF_THE_FUTURE, "last changed %s in the future", text);
	} else if (age < rules->settle_seconds) {
		generation->is_settling = generation_is_whole(generation);
		duration_write(age > 0 ? age : 0, text, sizeof text);
		generation_blame(generation, GENERATION_BEING_WRITTEN, "last changed %s ago", text);
	}
}

static void judge_whole(struct generation *generation, size_t part_count, const struct generation_rules *rules,
			time_t now)
{
	if (generation->from && difftime(generation->from, now) > rules->tolerance_seconds)
		generation_blame(generation, GENERATION_OF_THE_FUTURE, "its name is of the future");
	for (size_t i = 0; i < part_count; i++) {
		if (generation->parts[i] == NULL)
			generation_blame(generation, GENERATION_INCOMPLETE, "%.200s is missing", rules->patterns[i]);
		else if (generation->parts[i]->kind != ENTRY_FOLDER && generation->parts[i]->facts & ENTRY_HAS_SIZE &&
			 generation->parts[i]->size_bytes == 0)
			generation_blame(generation, GENERATION_TOO_SMALL, "it is empty");
	}
	generation_judge_size(generation, rules);
}

/* Are both of the same set? */
static bool belong_together(const struct candidate *a, const struct candidate *b)
{
	return a->match.from == b->match.from && a->match.until == b->match.until &&
	       strcmp(a->entry->folder, b->entry->folder) == 0;
}

/* Makes one generation: of a candidate, or of those of one set; gives how many of them there were. */
static size_t assemble(const struct candidates *candidates, size_t first, size_t part_count,
		       const struct generation_rules *rules, time_t now, struct generation *generation)
{
	const struct candidate *leader = candidates->items + first;
	size_t next = first;

	*generation = (struct generation){
		.is_exact = true, .has_size = true, .from = leader->match.from, .until = leader->match.until
	};
	do {
		const struct candidate *candidate = candidates->items + next;

		if (generation->parts[candidate->part] == NULL) {
			generation->parts[candidate->part] = candidate->entry;
			take_time(generation, candidate->entry, &candidate->match);
			take_size(generation, candidate->entry);
			judge_part(generation, candidate, rules, now);
		}
		next++;
	} while (rules->pattern_count > 1 && next < candidates->count &&
		 belong_together(leader, candidates->items + next));
	judge_whole(generation, part_count, rules, now);
	return next - first;
}

static int compare_generations(const void *left, const void *right)
{
	const struct generation *a = left;
	const struct generation *b = right;
	int order = compare_times(b->moment, a->moment);

	return order ? order : strcmp(a->parts[0] ? a->parts[0]->name : "", b->parts[0] ? b->parts[0]->name : "");
}

static bool assemble_all(struct candidates *candidates, const struct generation_rules *rules, time_t now,
			 bool several_folders, struct generations *generations, struct problem *problem)
{
	generations->part_count = rules->pattern_count ? rules->pattern_count : 1;
	if (candidates->count == 0)
		return true;
	generations->items = calloc(candidates->count, sizeof *generations->items);
	if (generations->items == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	if (rules->pattern_count > 1)
		qsort(candidates->items, candidates->count, sizeof *candidates->items, compare_candidates);
	for (size_t i = 0; i < candidates->count; generations->count++)
		i += assemble(candidates, i, generations->part_count, rules, now,
			      generations->items + generations->count);
	qsort(generations->items, generations->count, sizeof *generations->items, compare_generations);
	for (size_t i = 0; i < generations->count; i++)
		generations->items[i].shows_folder = several_folders;
	return true;
}

bool generations_find(const struct listing *listing, const struct generation_rules *rules, time_t now,
		      struct generations *generations, struct problem *problem)
{
	struct candidates candidates = { 0 };
	bool done;

	*generations = (struct generations){ 0 };
	done = find_candidates(listing, rules, &candidates, &generations->strangers, problem) &&
	       assemble_all(&candidates, rules, now, listing->folders > 1, generations, problem);
	free(candidates.items);
	return done;
}

void generations_free(struct generations *generations)
{
	for (size_t i = 0; i < generations->count; i++) {
		free(generations->items[i].reason);
		free(generations->items[i].proof);
		free(generations->items[i].contents);
	}
	free(generations->items);
	*generations = (struct generations){ 0 };
}

/* --- sizes --- */

static int compare_sizes(const void *left, const void *right)
{
	const double a = *(const double *)left;
	const double b = *(const double *)right;

	return (a > b) - (a < b);
}

/* More than any rule looks at. */
enum { MEDIAN_MAXIMUM = 32 };

double generations_median_size(const struct generations *generations, size_t first, size_t count)
{
	double sizes[MEDIAN_MAXIMUM];
	size_t known = 0;

	for (size_t i = first; i < generations->count && known < count && known < MEDIAN_MAXIMUM; i++) {
		if (generation_is_whole(generations->items + i) && generations->items[i].has_size)
			sizes[known++] = (double)generations->items[i].size_bytes;
	}
	if (known == 0)
		return NAN;
	qsort(sizes, known, sizeof *sizes, compare_sizes);
	return known % 2 ? sizes[known / 2] : (sizes[known / 2 - 1] + sizes[known / 2]) / 2;
}
