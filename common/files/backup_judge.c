// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * What all checks of backups say of a folder of them.
 */
#include "common/files/backup.h"

#include "common/check/duration.h"
#include "common/time/calendar.h"

#include <stdio.h>
#include <string.h>

/* So many of one sort are told; the number of the others is. */
enum { TOLD_MAXIMUM = 5 };

/* A time of change so far from the time in the name is told. */
enum { DISAGREEMENT_SECONDS = 86400 };

void backup_write_moment(const struct backup_settings *settings, time_t moment, char *text, size_t size)
{
	char clock[CALENDAR_TEXT];

	calendar_write_moment(moment, clock, sizeof clock);
	snprintf(text, size, "%s%s%.60s", clock, settings->timezone ? " " : "",
		 settings->timezone ? settings->timezone : "");
}

double backup_age(const struct backup_facts *facts, const struct generation *generation)
{
	double age = difftime(facts->now, generation->moment);

	return age > 0 ? age : 0;
}

bool backup_due_run(const struct backup_settings *settings, time_t now, time_t *run)
{
	return schedule_last(&settings->schedule, now - (time_t)settings->grace, run);
}

const struct generation *backup_newest(const struct backup_facts *facts, size_t *flawed_before)
{
	size_t i = 0;

	while (i < facts->generations.count && !generation_may_count(facts->generations.items + i))
		i++;
	*flawed_before = i;
	return i < facts->generations.count ? facts->generations.items + i : NULL;
}

size_t backup_count_whole(const struct backup_facts *facts)
{
	size_t whole = 0;

	for (size_t i = 0; i < facts->generations.count; i++)
		whole += generation_is_whole(facts->generations.items + i);
	return whole;
}

/* --- the place --- */

/* What the place is when the only thing that is there is the place itself, and no file and no folder. */
static const char *odd_kind(const struct backup_facts *facts)
{
	const struct entry *only = facts->listing.entries;
	char path[sizeof facts->place];

	if (facts->listing.count != 1 || (only->kind != ENTRY_LINK && only->kind != ENTRY_OTHER))
		return NULL;
	entry_path(only, path, sizeof path);
	if (strcmp(path, facts->place) != 0)
		return NULL;
	return only->kind == ENTRY_LINK ? "a symbolic link" : "neither a file nor a folder";
}

static enum status state_of_none(const struct backup_settings *settings)
{
	return settings->ignore_missing ? STATUS_OK : settings->missing;
}

static void say_none(const struct backup_settings *settings, const struct backup_facts *facts, struct result *result)
{
	const char *odd = odd_kind(facts);
	enum status status = state_of_none(settings);
	size_t others = facts->generations.strangers;

	if (!facts->exists)
		result_say(result, status, "no backup: %s does not exist", facts->place);
	else if (odd)
		result_say(result, STATUS_CRITICAL, "no backup: %s is %s", facts->place, odd);
	else if (others > 0)
		result_say(result, status, "no backup in %s: none of %zu entries there is one", facts->place, others);
	else
		result_say(result, status, "no backup in %s%s%s", facts->place,
			   settings->pattern ? ": nothing there has a name like " : "",
			   settings->pattern ? settings->pattern : "");
}

bool backup_judge_place(const struct backup_settings *settings, const struct backup_facts *facts, struct result *result)
{
	if (facts->problem.kind != PROBLEM_NONE) {
		struct problem problem = facts->problem;

		/* Of another machine the problem names host and port. */
		if (*facts->place && place_is_local(settings->file))
			problem_prefix(&problem, "%.150s", facts->place);
		return result_problem(result, STATUS_CRITICAL, &problem);
	}
	if (facts->listing.unreadable.kind != PROBLEM_NONE)
		result_say(result, STATUS_UNKNOWN, "%s", facts->listing.unreadable.text);
	else if (facts->generations.count == 0)
		say_none(settings, facts, result);
	return facts->generations.count > 0;
}

/* --- single generations --- */

/* Is it of a run that may still be at work? */
static bool is_in_time(const struct backup_settings *settings, const struct backup_facts *facts,
		       const struct generation *generation)
{
	time_t run;

	return schedule_last(&settings->schedule, facts->now, &run) && difftime(facts->now, run) < settings->grace &&
	       generation_serves(generation, run, settings->tolerance);
}

static enum status state_of(const struct backup_settings *settings, const struct backup_facts *facts,
			    const struct generation *generation)
{
	switch (generation->flaw) {
	case GENERATION_WHOLE:
	case GENERATION_BEING_WRITTEN:
		return STATUS_OK;
	case GENERATION_INCOMPLETE:
		return is_in_time(settings, facts, generation) ? STATUS_OK : STATUS_WARNING;
	case GENERATION_OF_THE_FUTURE:
	case GENERATION_REPEATED:
		return STATUS_WARNING;
	case GENERATION_TOO_SMALL:
	case GENERATION_UNSOUND:
		return STATUS_CRITICAL;
	case GENERATION_NOT_READ:
		break;
	}
	return STATUS_UNKNOWN;
}

static const char *words_of(enum generation_flaw flaw)
{
	switch (flaw) {
	case GENERATION_WHOLE:
		break;
	case GENERATION_UNSOUND:
		return "not sound: ";
	case GENERATION_BEING_WRITTEN:
		return "being written: ";
	case GENERATION_OF_THE_FUTURE:
		return "of the future: ";
	case GENERATION_INCOMPLETE:
		return "incomplete: ";
	case GENERATION_TOO_SMALL:
		return "too small: ";
	case GENERATION_NOT_READ:
		return "not judged: ";
	case GENERATION_REPEATED:
		return "repeated: ";
	}
	return "";
}

void backup_write_flaw(const struct generation *generation, char *text, size_t size)
{
	char name[256];

	generation_name(generation, name, sizeof name);
	snprintf(text, size, "%s is %s%s", name, words_of(generation->flaw),
		 generation->reason ? generation->reason : "not usable");
}

void backup_judge_none_whole(const struct backup_settings *settings, const struct backup_facts *facts,
			     struct result *result)
{
	enum status status = state_of_none(settings);
	bool all_being_written = true;
	char newest[BACKUP_FLAW_SIZE] = "";

	for (size_t i = 0; i < facts->generations.count; i++)
		all_being_written &= facts->generations.items[i].flaw == GENERATION_BEING_WRITTEN;
	/* What may be missing may be on its way; what is broken is there and no backup. */
	if (status == STATUS_OK && !all_being_written)
		status = STATUS_CRITICAL;
	/* A flaw that is none for itself is not told beside something worse. */
	if (status != STATUS_OK && state_of(settings, facts, facts->generations.items) == STATUS_OK)
		backup_write_flaw(facts->generations.items, newest, sizeof newest);
	result_say(result, status, "no complete backup in %s%s%s", facts->place, *newest ? ": " : "", newest);
}

enum status backup_judge_flaws(const struct backup_settings *settings, const struct backup_facts *facts, size_t count,
			       struct result *result)
{
	enum status worst = STATUS_OK;
	enum status worst_untold = STATUS_OK;
	size_t flawed = 0;
	char text[BACKUP_FLAW_SIZE];

	for (size_t i = 0; i < count && i < facts->generations.count; i++) {
		const struct generation *generation = facts->generations.items + i;
		enum status status = state_of(settings, facts, generation);

		if (generation_is_whole(generation))
			continue;
		worst = status_worse(worst, status);
		if (flawed++ >= TOLD_MAXIMUM) {
			worst_untold = status_worse(worst_untold, status);
			continue;
		}
		backup_write_flaw(generation, text, sizeof text);
		result_say(result, status, "%s", text);
	}
	if (flawed > TOLD_MAXIMUM)
		result_say(result, worst_untold, "%zu more do not count", flawed - TOLD_MAXIMUM);
	return worst;
}

void backup_judge_times(const struct backup_facts *facts, size_t count, struct result *result)
{
	size_t beside = 0;
	char name[256];
	char text[32];

	for (size_t i = 0; i < count && i < facts->generations.count; i++) {
		const struct generation *generation = facts->generations.items + i;

		if (!generation_may_count(generation) || generation->disagreement <= DISAGREEMENT_SECONDS ||
		    beside++ >= TOLD_MAXIMUM)
			continue;
		generation_name(generation, name, sizeof name);
		duration_write(generation->disagreement, text, sizeof text);
		result_say(result, STATUS_WARNING, "%s was last changed %s beside the time in its name", name, text);
	}
	if (beside > TOLD_MAXIMUM)
		result_say(result, STATUS_WARNING, "%zu more were changed beside the times in their names",
			   beside - TOLD_MAXIMUM);
}

/* --- access --- */

void backup_judge_access(const struct backup_facts *facts, struct result *result)
{
	const struct access_findings *access = &facts->access;
	size_t told = access->count < TOLD_MAXIMUM ? access->count : TOLD_MAXIMUM;

	for (size_t i = 0; i < told; i++)
		result_say(result, STATUS_CRITICAL, "%s", access->texts[i]);
	if (access->count + access->dropped > told)
		result_say(result, STATUS_CRITICAL, "%zu more findings of access",
			   access->count + access->dropped - told);
	if (access->unseen_count > 0)
		result_say(result, STATUS_UNKNOWN, "who may get at the backups is not all known: %s",
			   access->unseen.text);
}
