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

	while (i < facts->generations.count && !generation_is_whole(facts->generations.items + i))
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

static void say_none(const struct backup_settings *settings, const struct backup_facts *facts, struct result *result)
{
	enum status status = settings->ignore_missing ? STATUS_OK : settings->missing;
	size_t others = facts->generations.strangers;

	if (!facts->exists)
		result_say(result, status, "no backup: %s does not exist", facts->place);
	else if (others > 0)
		result_say(result, status, "no backup in %s: none of %zu entries there is one", facts->place, others);
	else
		result_say(result, status, "no backup in %s%s%s", facts->place,
			   settings->pattern ? " has a name like " : "", settings->pattern ? settings->pattern : "");
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

static enum status state_of(enum generation_flaw flaw)
{
	switch (flaw) {
	case GENERATION_WHOLE:
	case GENERATION_BEING_WRITTEN:
		return STATUS_OK;
	case GENERATION_OF_THE_FUTURE:
	case GENERATION_INCOMPLETE:
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

enum status backup_judge_flaws(const struct backup_facts *facts, size_t count, struct result *result)
{
	enum status worst = STATUS_OK;
	enum status worst_untold = STATUS_OK;
	size_t flawed = 0;
	char name[256];

	for (size_t i = 0; i < count && i < facts->generations.count; i++) {
		const struct generation *generation = facts->generations.items + i;
		enum status status = state_of(generation->flaw);

		if (generation_is_whole(generation))
			continue;
		worst = status_worse(worst, status);
		if (flawed++ >= TOLD_MAXIMUM) {
			worst_untold = status_worse(worst_untold, status);
			continue;
		}
		generation_name(generation, name, sizeof name);
		result_say(result, status, "%s is %s%s", name, words_of(generation->flaw),
			   generation->reason ? generation->reason : "not usable");
	}
	if (flawed > TOLD_MAXIMUM)
		result_say(result, worst_untold, "%zu more do not count", flawed - TOLD_MAXIMUM);
	return worst;
}

void backup_judge_time(const struct generation *generation, struct result *result)
{
	char name[256];
	char text[32];

	if (generation->disagreement <= DISAGREEMENT_SECONDS)
		return;
	generation_name(generation, name, sizeof name);
	duration_write(generation->disagreement, text, sizeof text);
	result_say(result, STATUS_WARNING, "%s was last changed %s beside the time in its name", name, text);
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
