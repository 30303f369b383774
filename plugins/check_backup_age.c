// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * check_backup_age - did the last backup come in time, and is it one?
 *
 * OK proves that the newest complete backup is as young as asked for, or is that of the
 * last run that had to be done by now; that it has its size; and with --verify what it
 * holds, with --owner, --group and --mode who may read it.  It does not prove that it
 * can be restored: only a restore does.
 */
#include "common/check/check.h"
#include "common/check/duration.h"
#include "common/check/number.h"
#include "common/check/size.h"
#include "common/files/backup.h"
#include "common/time/calendar.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct settings {
	struct backup_settings backup;
	struct place_access access;
	struct range warning_age, critical_age; /* seconds */
	struct range warning_size;              /* bytes */
	double shrink;                          /* percent; 0: not asked */
};

static const struct settings defaults = { .backup = BACKUP_DEFAULTS };

/* --- arguments ------------------------------------------------------------------ */

static bool parse_shrink(const char *text, void *filled, struct problem *problem)
{
	size_t length = strlen(text);
	double percent = 0;
	size_t used = number_read(text, length, &percent);

	if (used == 0 || (used < length && strcmp(text + used, "%") != 0) || percent <= 0 || percent >= 100)
		return problem_set(problem, PROBLEM_INPUT,
				   "'%.50s' is no part of a size: more than 0%%, less than 100%%", text);
	((struct settings *)filled)->shrink = percent;
	return true;
}

static const struct option_entry options[] = {
	{ 'w', FILLS(warning_age), "RANGE", "at most so old is the newest backup, else warning", .group = "Age",
	  .unit = UNIT_SECONDS },
	{ 'c', FILLS(critical_age), "RANGE", "at most so old, else critical", .unit = UNIT_SECONDS },
	{ SHARES(backup, backup_options) },
	{ 'W', FILLS(warning_size), "RANGE", "at least so large is the newest, else warning", .group = "Size",
	  .unit = UNIT_BYTES, .at_least = true },
	{ 0, FILLS_BY(shrink, parse_shrink), "PERCENT",
	  "critical when it is smaller than the median of the seven before by more than this (50%)" },
	{ SHARES(access, backup_login_options) },
	{ 0 },
};

static const struct example examples[] = {
	{ "-f /backup -p receico-%Y%m%d.tar.gz --schedule 04:00 --grace 2h --timezone Asia/Tokyo",
	  "last night's backup is there by 06:00" },
	{ "-f /backup -p receico-%Y%m%d.tar.gz --schedule 04:00 --verify magic --shrink 50% -C 1MB --owner root "
	  "--mode 0600 --root /backup",
	  "and is a whole archive, not much smaller than before, and for root alone" },
	{ "-f /backup --part db-%Y%m%d.sql.zst --part files-%Y%m%d.tar.zst -c 26h",
	  "both parts of a backup, of the same day" },
	{ "-f /var/lib/dump.sql -w 90000 -c 180000 -W 1000 -C 1", "one file, as check_file_age is asked" },
	{ "-f sftp://backup@store.example.org/receico -p %Y-%m-%d --known-hosts /etc/ssh/ssh_known_hosts --identity "
	  "/etc/icinga2/backup-key --schedule 'mon-fri 04:00'",
	  "dated folders on another machine" },
	{ 0 },
};

/* How many of the generations before the newest give the median of their size. */
enum { MEDIAN_COUNT = 7 };

/* Of what is said of the newest. */
enum { ABOUT_SIZE = 700 };

/* --- evaluate --------------------------------------------------------------------- */

/* Runs that had to be done by now and left no backup: how many, the first and the last of them. */
struct missed {
	size_t count;
	time_t first, last;
};

enum { MISSED_MAXIMUM = 1000 };

/* Is its backup there since before the deadline, and only too young to be taken for finished? */
static bool is_settling(const struct settings *settings, const struct backup_facts *facts, time_t run)
{
	for (size_t i = 0; i < facts->generations.count; i++) {
		const struct generation *generation = facts->generations.items + i;

		if (generation->flaw == GENERATION_BEING_WRITTEN && generation->is_settling &&
		    difftime(generation->moment, run) < settings->backup.grace &&
		    generation_serves(generation, run, settings->backup.tolerance))
			return true;
	}
	return false;
}

static struct missed find_missed(const struct settings *settings, const struct backup_facts *facts,
				 const struct generation *newest)
{
	struct missed missed = { 0 };
	time_t run;
	bool is_run = backup_due_run(&settings->backup, facts->now, &run);

	for (; is_run && missed.count < MISSED_MAXIMUM;
	     is_run = schedule_last(&settings->backup.schedule, run - 1, &run)) {
		if (newest && generation_serves(newest, run, settings->backup.tolerance))
			break;
		if (missed.count == 0 && is_settling(settings, facts, run))
			break;
		if (missed.count++ == 0)
			missed.last = run;
		missed.first = run;
		if (newest == NULL)
			break;
	}
	return missed;
}

/* Until when the backup of a run had to be there: the time, and the day where it is another. */
static void write_deadline(const struct settings *settings, time_t run, char *text, size_t size)
{
	time_t due = run + (time_t)settings->backup.grace;

	if (calendar_day(due) == calendar_day(run))
		calendar_write_time(due, text, size);
	else
		calendar_write_moment(due, text, size);
}

/* How the newest is brought up where something else is wrong. */
static const char *lead_to(const struct generation *newest)
{
	return generation_is_whole(newest) ? "the newest that counts is" : "the newest is";
}

/* What a missed run left instead: "; b is being written: last changed 10 s ago; the newest that counts is a of ...". */
static void write_instead(const struct backup_facts *facts, const struct generation *newest, const char *about,
			  char *text, size_t size)
{
	const struct generation *found = facts->generations.items;
	char unfinished[BACKUP_FLAW_SIZE] = "";

	while (found != newest && found->flaw != GENERATION_BEING_WRITTEN)
		found++;
	if (found != newest)
		backup_write_flaw(found, unfinished, sizeof unfinished);
	snprintf(text, size, "%s%s; %s %s", *unfinished ? "; " : "", unfinished, lead_to(newest), about);
}

static void say_missed(const struct settings *settings, const struct backup_facts *facts, const struct missed *missed,
		       const struct generation *newest, const char *about, struct result *result)
{
	char since[BACKUP_MOMENT_SIZE];
	char deadline[CALENDAR_TEXT];
	char next[CALENDAR_TEXT] = "";
	char late[32];
	char what[200];
	char instead[ABOUT_SIZE + BACKUP_FLAW_SIZE] = "";
	double overdue = difftime(facts->now, missed->last) - settings->backup.grace;
	time_t run;

	backup_write_moment(&settings->backup, missed->first, since, sizeof since);
	write_deadline(settings, missed->last, deadline, sizeof deadline);
	duration_write(overdue, late, sizeof late);
	if (schedule_next(&settings->backup.schedule, facts->now, &run))
		calendar_write_moment(run, next, sizeof next);
	if (missed->count == 1)
		snprintf(what, sizeof what, "the run of %s left no backup (due by %s, %s ago)", since, deadline, late);
	else
		snprintf(what, sizeof what, "the last %s%zu runs left no backup, since that of %s",
			 missed->count == MISSED_MAXIMUM ? "more than " : "", missed->count, since);
	/* When there is none that counts, that has told it. */
	if (newest)
		write_instead(facts, newest, about, instead, sizeof instead);
	result_say(result, STATUS_CRITICAL, "%s%s%s%s", what, instead, *next ? "; next run " : "", next);
}

static void judge_schedule(const struct settings *settings, const struct backup_facts *facts,
			   const struct generation *newest, const char *about, struct result *result)
{
	struct missed missed = find_missed(settings, facts, newest);
	struct measure overdue = { .label = "overdue", .unit = UNIT_SECONDS, .minimum = BOUND(0) };
	char text[BACKUP_MOMENT_SIZE];
	time_t run;

	if (settings->backup.schedule.count == 0)
		return;
	if (missed.count > 0) {
		say_missed(settings, facts, &missed, newest, about, result);
		overdue.value = difftime(facts->now, missed.first) - settings->backup.grace;
	}
	result_measure(result, &overdue);
	/* The run that may still be at work. */
	if (schedule_last(&settings->backup.schedule, facts->now, &run) &&
	    difftime(facts->now, run) < settings->backup.grace &&
	    (newest == NULL || !generation_serves(newest, run, settings->backup.tolerance))) {
		backup_write_moment(&settings->backup, run + (time_t)settings->backup.grace, text, sizeof text);
		result_say(result, STATUS_OK, "the next is due by %s", text);
	} else if (schedule_next(&settings->backup.schedule, facts->now, &run)) {
		backup_write_moment(&settings->backup, run, text, sizeof text);
		result_say(result, STATUS_OK, "next run %s", text);
	}
}

static void judge_age(const struct settings *settings, const struct backup_facts *facts,
		      const struct generation *newest, const char *about, struct result *result)
{
	struct measure age = { .label = "age",
			       .value = newest ? backup_age(facts, newest) : NAN,
			       .unit = UNIT_SECONDS,
			       .warning = &settings->warning_age,
			       .critical = &settings->critical_age,
			       .minimum = BOUND(0),
			       .text = about };

	result_measure(result, &age);
}

static void judge_shrinking(const struct settings *settings, const struct backup_facts *facts, double bytes,
			    size_t place, const char *name, struct result *result)
{
	double median = generations_median_size(&facts->generations, place + 1, MEDIAN_COUNT);
	char text[32];

	if (settings->shrink > 0 && bytes < median * (1 - settings->shrink / 100)) {
		size_write((uint64_t)median, text, sizeof text);
		result_say(result, STATUS_CRITICAL, "%s is %.0f %% smaller than the median of those before (%s)", name,
			   100 * (1 - bytes / median), text);
	}
}

static void judge_size(const struct settings *settings, const struct backup_facts *facts,
		       const struct generation *newest, size_t place, struct result *result)
{
	const struct range *warning = &settings->warning_size;
	const struct range *critical = &settings->backup.critical_size;
	double bytes = newest && newest->has_size ? (double)newest->size_bytes : NAN;
	struct measure size = { .label = "size",
				.value = bytes,
				.unit = UNIT_BYTES,
				.warning = warning,
				.critical = critical,
				.minimum = BOUND(0) };
	char name[256] = "";
	char number[32] = "";
	char text[300];

	if (newest)
		generation_name(newest, name, sizeof name);
	if (newest && newest->has_size)
		size_write(newest->size_bytes, number, sizeof number);
	snprintf(text, sizeof text, "%s has %s", name, number);
	/* While it is large enough, what is said of its age tells the size. */
	if (range_judge(warning, critical, bytes) != STATUS_OK)
		size.text = text;
	result_measure(result, &size);
	if (newest && isnan(bytes) && (warning->is_set || critical->is_set || settings->shrink > 0))
		result_say(result, STATUS_UNKNOWN, "the size of %s is not known", name);
	judge_shrinking(settings, facts, bytes, place, name, result);
}

/* What is said of the newest: its name, when, how large, and what was found out of it. */
static void describe(const struct settings *settings, const struct backup_facts *facts, const struct generation *newest,
		     char *text, size_t size)
{
	char name[256];
	char moment[BACKUP_MOMENT_SIZE];
	char age[32];
	char bytes[32] = "";

	generation_name(newest, name, sizeof name);
	backup_write_moment(&settings->backup, newest->moment, moment, sizeof moment);
	duration_write(backup_age(facts, newest), age, sizeof age);
	if (newest->has_size)
		size_write(newest->size_bytes, bytes, sizeof bytes);
	snprintf(text, size, "%s of %s, %s old%s%s%s%s", name, moment, age, *bytes ? ", " : "", bytes,
		 newest->proof ? ", " : "", newest->proof ? newest->proof : "");
}

/* Newer ones that do not count; and which one does, where nothing that is wrong with it has told that. */
static void judge_newer(const struct settings *settings, const struct backup_facts *facts,
			const struct generation *newest, const char *about, struct result *result)
{
	/* The newest itself may be one that nobody could look into. */
	size_t count = newest ? (size_t)(newest - facts->generations.items) + 1 : facts->generations.count;
	bool is_told = result_status(result) != STATUS_OK;
	enum status worst = backup_judge_flaws(&settings->backup, facts, count, result);

	if (worst != STATUS_OK && newest && !is_told)
		result_say(result, worst, "%s %s", lead_to(newest), about);
}

static void count_generations(const struct backup_facts *facts, bool looked, struct result *result)
{
	result_measure(result, &(struct measure){ .label = "generations",
						  .value = looked ? (double)backup_count_whole(facts) : NAN,
						  .minimum = BOUND(0) });
}

static void judge_newest(const struct settings *settings, const struct backup_facts *facts, struct result *result)
{
	size_t place = 0;
	const struct generation *newest = backup_newest(facts, &place);
	char about[ABOUT_SIZE] = "";

	if (newest)
		describe(settings, facts, newest, about, sizeof about);
	else
		backup_judge_none_whole(&settings->backup, facts, result);
	judge_age(settings, facts, newest, about, result);
	judge_schedule(settings, facts, newest, about, result);
	judge_size(settings, facts, newest, place, result);
	count_generations(facts, true, result);
	judge_newer(settings, facts, newest, about, result);
	if (newest)
		backup_judge_times(facts, place + 1, result);
}

/* Where there is nothing to judge every figure is told all the same. */
static void record_nothing(const struct settings *settings, const struct backup_facts *facts, struct result *result)
{
	struct missed missed = find_missed(settings, facts, NULL);
	bool looked = facts->problem.kind == PROBLEM_NONE && facts->listing.unreadable.kind == PROBLEM_NONE;
	struct measure overdue = { .label = "overdue", .value = NAN, .unit = UNIT_SECONDS, .minimum = BOUND(0) };

	judge_age(settings, facts, NULL, NULL, result);
	if (looked && missed.count > 0)
		overdue.value = difftime(facts->now, missed.last) - settings->backup.grace;
	if (settings->backup.schedule.count > 0)
		result_measure(result, &overdue);
	judge_size(settings, facts, NULL, 0, result);
	count_generations(facts, looked, result);
}

static void evaluate(const struct settings *settings, const struct backup_facts *facts, struct result *result)
{
	if (backup_judge_place(&settings->backup, facts, result))
		judge_newest(settings, facts, result);
	else
		record_nothing(settings, facts, result);
	backup_judge_access(facts, result);
}

/* --- combinations ------------------------------------------------------------------- */

static bool verify(const void *checked, struct problem *problem)
{
	const struct settings *settings = checked;

	if (settings->backup.schedule.count == 0 && !settings->warning_age.is_set && !settings->critical_age.is_set)
		return problem_set(problem, PROBLEM_INPUT,
				   "--schedule, --warning-age or --critical-age must say how old a backup may be");
	return backup_verify(&settings->backup, &settings->access, problem);
}

/* --------------------------------------------------------------------------------- */

static void run(const void *given, const struct deadline *deadline, struct result *result)
{
	const struct settings *settings = given;
	bool measures = settings->warning_size.is_set || settings->backup.critical_size.is_set;
	const struct backup_reach reach = { .whole = 1,
					    .measured = settings->shrink > 0 ? 1 + MEDIAN_COUNT : measures };
	struct backup_facts facts;
	struct problem problem;

	if (backup_look(&settings->backup, &settings->access, &reach, deadline, &facts, &problem))
		evaluate(settings, &facts, result);
	else
		result_problem(result, STATUS_UNKNOWN, &problem);
	backup_facts_free(&facts);
}

const struct check check = {
	.name = "check_backup_age",
	.service = "BACKUP",
	.summary = "did the last backup come in time, and is it one?",
	.proves = "OK proves that the newest complete backup is as young as asked for, or is that of the last run "
		  "that had to be done by now; with the other options, that it has its size, holds what its name "
		  "says, and is for its owner alone. It does not prove that it can be restored: only a restore does.",
	.clauses = "3.1",
	.synopsis = "[OPTION]... PLACE",
	.options = options,
	.examples = examples,
	.defaults = &defaults,
	.settings_size = sizeof(struct settings),
	.verify = verify,
	.run = run,
};
