// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * check_backup_generations - are enough generations of a backup kept, and none too long?
 *
 * OK proves that so many days (or runs, or other slots) each have a complete backup,
 * that none between them is missing, and that none is kept longer than asked for.  It
 * does not prove that one can be restored: only a restore does.
 *
 * A place is one series of backups: several tenants are several runs.
 */
#include "common/check/check.h"
#include "common/check/duration.h"
#include "common/check/size.h"
#include "common/files/backup.h"
#include "common/files/backup_slots.h"
#include "common/time/calendar.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct settings {
	struct backup_settings backup;
	struct place_access access;
	struct range warning, critical; /* generations */
	enum status gaps, expired;
	double spacing; /* seconds */
	double expire;  /* seconds; 0: not asked */
	long at_most;   /* 0: not asked */
	const char *since;
};

static const struct settings defaults = {
	.backup = BACKUP_DEFAULTS,
	.gaps = STATUS_WARNING,
	.expired = STATUS_CRITICAL,
	.spacing = 86400,
};

static const struct option_entry options[] = {
	{ 'w', FILLS(warning), "RANGE", "at least so many generations, else warning", .group = "Generations",
	  .at_least = true },
	{ 'c', FILLS(critical), "RANGE", "at least so many generations, else critical", .at_least = true },
	{ 0, FILLS(spacing), "TIME",
	  "backups within the same such time (1d: the same day of the zone) are one generation; with --schedule "
	  "those of one run are" },
	{ 0, FILLS(gaps), "STATE",
	  "what it means when one of the last is missing: of as many as are to be kept, or between two others" },
	{ 0, FILLS(since), "DATE", "the first day that can have a backup, such as 2026-04-01: none is missing before" },
	{ 0, FILLS(at_most), "NUMBER", "so many generations may be kept; what is older has expired", .lowest = 1,
	  .highest = 100000 },
	{ 0, FILLS(expire), "TIME", "what is older than this has expired" },
	{ 0, FILLS(expired), "STATE", "what it means when something that has expired is still there" },
	{ SHARES(backup, backup_options) },
	{ SHARES(access, backup_login_options) },
	{ 0 },
};

static const struct example examples[] = {
	{ "-f /backup -p receico-%Y%m%d.tar.gz -c 7 --timezone Asia/Tokyo", "seven days have a backup" },
	{ "-f /backup -p receico-%Y%m%d.tar.gz -c 7 --schedule 04:00 --grace 2h --expire 14d --verify magic",
	  "seven runs have one that is whole, and none is older than two weeks" },
	{ "-f /backup --part db-%Y%m%d.sql.zst --part files-%Y%m%d.tar.zst -c 7:10 --since 2026-11-20",
	  "seven to ten sets, at a tenant who is new" },
	{ "-f sftp://backup@store.example.org/receico -p %Y-%m-%d --known-hosts /etc/ssh/ssh_known_hosts --agent -c 7",
	  "dated folders on another machine" },
	{ 0 },
};

/* --- evaluate --------------------------------------------------------------------- */

/* How many a range wants at least; 0: none. */
static size_t least_of(const struct range *range)
{
	return range->is_set && !range->inside && range->start > 0 ? (size_t)range->start : 0;
}

static struct backup_slot_rules slot_rules_of(const struct settings *settings)
{
	struct backup_slot_rules rules = { .schedule = &settings->backup.schedule,
					   .grace_seconds = settings->backup.grace,
					   .tolerance_seconds = settings->backup.tolerance,
					   .spacing_seconds = settings->spacing,
					   .at_most = (size_t)settings->at_most };
	size_t warned_below = least_of(&settings->warning);
	struct problem ignored;

	rules.wanted = least_of(&settings->critical);
	if (warned_below > rules.wanted)
		rules.wanted = warned_below;
	if (settings->since)
		rules.has_since = calendar_parse_date(settings->since, &rules.since_day, &ignored);
	return rules;
}

/* A tenant who is new cannot have them all yet: but all that he can have. */
static struct range as_far_as_possible(const struct range *range, const struct backup_slots *slots)
{
	struct range eased = *range;

	if (range->is_set && !range->inside && slots->is_ramping_up && eased.start > (double)slots->expected)
		eased.start = (double)slots->expected;
	return eased;
}

static void describe(const struct settings *settings, const struct backup_facts *facts,
		     const struct backup_slots *slots, char *text, size_t size)
{
	char first[BACKUP_SLOT_NAME_SIZE];
	char last[BACKUP_SLOT_NAME_SIZE];
	char span[2 * BACKUP_SLOT_NAME_SIZE + 8] = "";
	char age[32] = "";
	char bytes[32] = "";

	if (slots->count > 0) {
		backup_slot_write(slots->oldest, slots->rules, first, sizeof first);
		backup_slot_write(slots->newest, slots->rules, last, sizeof last);
		duration_write(backup_age(facts, slots->newest_generation), age, sizeof age);
		snprintf(span, sizeof span, " (%s%s%s)", first, slots->count > 1 ? " to " : "",
			 slots->count > 1 ? last : "");
	}
	if (slots->has_size)
		size_write(slots->size_bytes, bytes, sizeof bytes);
	snprintf(text, size, "%zu generation%s%s%s%s%s%s%s", slots->count, slots->count == 1 ? "" : "s", span,
		 *age ? ", newest " : "", age, *age ? " old" : "", *bytes ? ", " : "", bytes);
	if (slots->is_ramping_up)
		snprintf(text + strlen(text), size - strlen(text), ", %zu can be there since %s", slots->expected,
			 settings->since);
}

/* Would it be enough if those counted that nobody could look into?  Then it is not known. */
static bool is_undecided(const struct range *warning, const struct range *critical, const struct backup_slots *slots)
{
	enum status least = range_judge(warning, critical, (double)slots->count);

	return slots->present > slots->count && least != STATUS_OK &&
	       range_judge(warning, critical, (double)slots->present) != least;
}

static void judge_count(const struct settings *settings, const struct backup_facts *facts,
			const struct backup_slots *slots, struct result *result)
{
	struct range warning = as_far_as_possible(&settings->warning, slots);
	struct range critical = as_far_as_possible(&settings->critical, slots);
	struct measure count = { .label = "generations",
				 .value = (double)slots->count,
				 .warning = &warning,
				 .critical = &critical,
				 .minimum = BOUND(0) };
	char text[400];

	describe(settings, facts, slots, text, sizeof text);
	count.text = text;
	if (is_undecided(&warning, &critical, slots)) {
		result_say(result, STATUS_UNKNOWN, "%s, and %zu more that could not be looked into", text,
			   slots->present - slots->count);
		count.value = NAN;
	}
	result_measure(result, &count);
}

static void judge_gaps(const struct settings *settings, const struct backup_slots *slots, struct result *result)
{
	char text[600] = "";
	char name[BACKUP_SLOT_NAME_SIZE];
	size_t told = slots->missing < BACKUP_GAPS_TOLD ? slots->missing : BACKUP_GAPS_TOLD;

	result_measure(result,
		       &(struct measure){ .label = "missing", .value = (double)slots->missing, .minimum = BOUND(0) });
	if (slots->missing == 0)
		return;
	for (size_t i = 0; i < told; i++) {
		backup_slot_write(slots->gaps[i], slots->rules, name, sizeof name);
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i ? ", " : "", name);
	}
	if (slots->missing > told)
		snprintf(text + strlen(text), sizeof text - strlen(text), " and %zu more", slots->missing - told);
	result_say(result, settings->gaps, "missing of the last %zu: %s", slots->expected, text);
}

/* What has expired: by its age, or because enough younger ones are there. */
static bool has_expired(const struct settings *settings, const struct backup_facts *facts,
			const struct backup_slots *slots, const struct generation *generation)
{
	if (settings->expire > 0 && backup_age(facts, generation) > settings->expire)
		return true;
	return settings->at_most > 0 && slots->count > (size_t)settings->at_most &&
	       backup_slot_of(generation, slots->rules) < slots->kept_from;
}

static void judge_expired(const struct settings *settings, const struct backup_facts *facts,
			  const struct backup_slots *slots, struct result *result)
{
	const struct generation *oldest = NULL;
	size_t expired = 0;
	char name[256];
	char age[32];

	for (size_t i = 0; i < facts->generations.count; i++) {
		if (has_expired(settings, facts, slots, facts->generations.items + i)) {
			oldest = facts->generations.items + i;
			expired++;
		}
	}
	result_measure(result, &(struct measure){ .label = "expired", .value = (double)expired, .minimum = BOUND(0) });
	if (oldest == NULL)
		return;
	generation_name(oldest, name, sizeof name);
	duration_write(backup_age(facts, oldest), age, sizeof age);
	result_say(result, settings->expired, "%zu should be gone, the oldest is %s, %s old", expired, name, age);
}

static void record_ages(const struct backup_facts *facts, const struct backup_slots *slots, struct result *result)
{
	const struct measure measures[] = {
		{ .label = "oldest_age",
		  .value = slots->count ? backup_age(facts, slots->oldest_generation) : NAN,
		  .unit = UNIT_SECONDS,
		  .minimum = BOUND(0) },
		{ .label = "newest_age",
		  .value = slots->count ? backup_age(facts, slots->newest_generation) : NAN,
		  .unit = UNIT_SECONDS,
		  .minimum = BOUND(0) },
		{ .label = "size",
		  .value = slots->has_size ? (double)slots->size_bytes : NAN,
		  .unit = UNIT_BYTES,
		  .minimum = BOUND(0) },
	};

	for (size_t i = 0; i < LENGTH(measures); i++)
		result_measure(result, measures + i);
}

/* Nothing is there to be judged: every figure is told all the same. */
static void record_nothing(const struct backup_facts *facts, struct result *result)
{
	static const struct {
		const char *label;
		enum unit unit;
		bool is_zero; /* where there is nothing it is 0, not unknown */
	} figures[] = {
		{ "generations", UNIT_NONE, true },    { "missing", UNIT_NONE, false },
		{ "expired", UNIT_NONE, true },        { "oldest_age", UNIT_SECONDS, false },
		{ "newest_age", UNIT_SECONDS, false }, { "size", UNIT_BYTES, true },
	};
	bool looked = facts->problem.kind == PROBLEM_NONE && facts->listing.unreadable.kind == PROBLEM_NONE;

	for (size_t i = 0; i < LENGTH(figures); i++)
		result_measure(result, &(struct measure){ .label = figures[i].label,
							  .unit = figures[i].unit,
							  .value = looked && figures[i].is_zero ? 0 : NAN });
}

static void judge(const struct settings *settings, const struct backup_facts *facts, struct result *result)
{
	struct backup_slot_rules rules = slot_rules_of(settings);
	struct backup_slots slots;
	struct problem problem;

	if (!backup_slots_find(&facts->generations, &rules, facts->now, &slots, &problem)) {
		result_problem(result, STATUS_UNKNOWN, &problem);
		return;
	}
	if (slots.present == 0 && !slots.is_before_start)
		backup_judge_none_whole(&settings->backup, facts, result);
	judge_count(settings, facts, &slots, result);
	judge_gaps(settings, &slots, result);
	judge_expired(settings, facts, &slots, result);
	record_ages(facts, &slots, result);
	backup_judge_flaws(&settings->backup, facts, SIZE_MAX, result);
	backup_judge_times(facts, SIZE_MAX, result);
}

/* A tenant whose first backup is not due yet has none, and that is as it should be. */
static bool is_too_early(const struct settings *settings, const struct backup_facts *facts)
{
	struct backup_slot_rules rules = slot_rules_of(settings);
	struct backup_slots slots;
	struct problem ignored;

	return facts->problem.kind == PROBLEM_NONE && facts->exists && facts->generations.count == 0 &&
	       facts->listing.unreadable.kind == PROBLEM_NONE &&
	       backup_slots_find(&facts->generations, &rules, facts->now, &slots, &ignored) && slots.is_before_start;
}

static void evaluate(const struct settings *settings, const struct backup_facts *facts, struct result *result)
{
	if (is_too_early(settings, facts)) {
		result_say(result, STATUS_OK, "no backup in %s: none can be there yet, since %s", facts->place,
			   settings->since);
		record_nothing(facts, result);
	} else if (backup_judge_place(&settings->backup, facts, result)) {
		judge(settings, facts, result);
	} else {
		record_nothing(facts, result);
	}
	backup_judge_access(facts, result);
}

/* --- combinations ------------------------------------------------------------------- */

static bool verify_count(const char *option, const struct range *range, struct problem *problem)
{
	const double bounds[] = { range->start, range->end };

	for (size_t i = 0; range->is_set && i < LENGTH(bounds); i++) {
		if (isfinite(bounds[i]) &&
		    (bounds[i] < 0 || bounds[i] > GENERATIONS_MAXIMUM || bounds[i] > (double)(long)bounds[i]))
			return problem_set(problem, PROBLEM_INPUT, "%s: whole numbers up to %d are expected", option,
					   GENERATIONS_MAXIMUM);
	}
	return true;
}

static bool verify(const void *checked, struct problem *problem)
{
	const struct settings *settings = checked;
	long day;

	if (!settings->warning.is_set && !settings->critical.is_set && settings->at_most == 0 &&
	    !(settings->expire > 0))
		return problem_set(problem, PROBLEM_INPUT,
				   "--warning, --critical, --at-most or --expire must say how many to keep");
	if (settings->since && !calendar_parse_date(settings->since, &day, problem))
		return problem_prefix(problem, "--since");
	if (settings->spacing < 60)
		return problem_set(problem, PROBLEM_INPUT, "--spacing: at least a minute is expected");
	return verify_count("--warning", &settings->warning, problem) &&
	       verify_count("--critical", &settings->critical, problem) &&
	       backup_verify_span("--spacing", settings->spacing, problem) &&
	       backup_verify_span("--expire", settings->expire, problem) &&
	       backup_verify(&settings->backup, &settings->access, problem);
}

/* --------------------------------------------------------------------------------- */

static void run(const void *given, const struct deadline *deadline, struct result *result)
{
	const struct settings *settings = given;
	bool measures = settings->backup.critical_size.is_set;
	const struct backup_reach reach = { .whole = SIZE_MAX, .measured = measures ? SIZE_MAX : 0 };
	struct backup_facts facts;
	struct problem problem;

	if (backup_look(&settings->backup, &settings->access, &reach, deadline, &facts, &problem))
		evaluate(settings, &facts, result);
	else
		result_problem(result, STATUS_UNKNOWN, &problem);
	backup_facts_free(&facts);
}

const struct check check = {
	.name = "check_backup_generations",
	.service = "BACKUP",
	.summary = "are enough generations of a backup kept, and none too long?",
	.proves = "OK proves that so many days (or runs, or other slots) each have a complete backup, that none "
		  "between them is missing, and that none is kept longer than asked for. It does not prove that "
		  "one can be restored: only a restore does.",
	.clauses = "3.2, 3.3, 3.7",
	.synopsis = "[OPTION]... PLACE",
	.options = options,
	.examples = examples,
	.defaults = &defaults,
	.settings_size = sizeof(struct settings),
	.verify = verify,
	.run = run,
};
