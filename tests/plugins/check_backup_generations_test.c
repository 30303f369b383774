// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "plugins/check_backup_generations.c"

#include "tests/common/backup_maker.h"
#include "tests/common/judged.h"

#include <stdlib.h>

/* A verdict: how old the backups are that were there, what else was seen, and the line. */
struct judgement {
	const char *name;
	const char *schedule; /* NULL: none */
	struct settings settings;
	double hours[FILES_MAXIMUM]; /* their ages; a negative one proved to be broken; 0 ends them */
	const char *unread;          /* one that nobody could look into */
	const char *unsized;         /* one of unknown size */
	bool is_missing;             /* the place does not exist */
	struct problem problem;
	const char *unreadable; /* what the listing could not look at */
	const char *access;     /* a finding */
	const char *line;
};

static struct listing listing_of(const double *hours)
{
	static const char *const names[FILES_MAXIMUM] = { "a", "b", "c", "d", "e", "f", "g", "h",
							  "i", "j", "k", "l", "m", "n", "o", "p" };
	struct made_file files[FILES_MAXIMUM] = { 0 };

	for (size_t i = 0; i < FILES_MAXIMUM && (hours[i] < 0 || hours[i] > 0); i++)
		files[i] = (struct made_file){ names[i], fabs(hours[i]) * HOUR, 1e9, ENTRY_FILE, 0 };
	return made_listing(files, FILES_MAXIMUM);
}

static void blame(const struct judgement *row, struct generations *generations)
{
	for (size_t i = 0; i < generations->count; i++) {
		struct generation *generation = generations->items + i;
		const char *name = generation->parts[0]->name;

		if (row->hours[name[0] - 'a'] < 0)
			generation_blame(generation, GENERATION_UNSOUND, "the gzip stream ends early");
		if (row->unread && strcmp(name, row->unread) == 0)
			generation_blame(generation, GENERATION_NOT_READ, "the time was over before it was looked at");
		if (row->unsized && strcmp(name, row->unsized) == 0)
			generation->has_size = false;
	}
}

static void expect_judgement(struct rows *rows, const struct judgement *row)
{
	const struct generation_rules rules = { .settle_seconds = 60, .tolerance_seconds = 300 };
	struct settings settings = row->settings;
	struct backup_facts facts = { .now = now,
				      .place = "/backup",
				      .exists = !row->is_missing,
				      .problem = row->problem,
				      .listing = listing_of(row->hours) };
	struct result *result = judged_new("BACKUP");
	struct problem problem;

	settings.backup.file = "/backup";
	settings.backup.tolerance = 300;
	settings.backup.grace = 7200;
	settings.backup.missing = STATUS_CRITICAL;
	settings.spacing = settings.spacing > 0 ? settings.spacing : DAY;
	settings.gaps = STATUS_WARNING;
	settings.expired = STATUS_CRITICAL;
	if (row->schedule)
		assert_true(schedule_add(row->schedule, &settings.backup.schedule, &problem));
	if (row->unreadable)
		problem_set(&facts.listing.unreadable, PROBLEM_SYSTEM, "%s", row->unreadable);
	if (row->access)
		facts.access.texts[facts.access.count++] = strdup(row->access);
	assert_true(generations_find(&facts.listing, &rules, now, &facts.generations, &problem));
	blame(row, &facts.generations);
	evaluate(&settings, &facts, result);
	row_judged(rows, row->name, result, row->line);
	backup_facts_free(&facts);
}

#define AT_LEAST(count)                                                                                                \
	{                                                                                                              \
		.is_set = true, .start = (count), .end = INFINITY                                                      \
	}
#define BETWEEN(least, most)                                                                                           \
	{                                                                                                              \
		.is_set = true, .start = (least), .end = (most)                                                        \
	}

/* It is 06:00. */
static const struct judgement counts[] = {
	{ .name = "enough",
	  .settings = { .critical = AT_LEAST(3) },
	  .hours = { 2, 26, 50 },
	  .line = "BACKUP OK - 3 generations (2026-11-24 to 2026-11-26), newest 2 h old, 3.0 GB | "
		  "generations=3;;3:;0 missing=0;;;0 expired=0;;;0 oldest_age=180000.000000s;;;0.000000 "
		  "newest_age=7200.000000s;;;0.000000 size=3000000000B;;;0\n" },
	{ .name = "one too few",
	  .settings = { .critical = AT_LEAST(3) },
	  .hours = { 2, 26 },
	  .line = "BACKUP CRITICAL - 2 generations (2026-11-25 to 2026-11-26), newest 2 h old, 2.0 GB "
		  "(critical at 3:); missing of the last 3: 2026-11-24 | "
		  "generations=2;;3:;0 missing=1;;;0 expired=0;;;0 oldest_age=93600.000000s;;;0.000000 "
		  "newest_age=7200.000000s;;;0.000000 size=2000000000B;;;0\n" },
	{ .name = "many of one day are one",
	  .settings = { .critical = AT_LEAST(3) },
	  .hours = { 1, 2, 3, 4 },
	  .line = "BACKUP CRITICAL - 1 generation (2026-11-26), newest 1 h old, 4.0 GB (critical at 3:); "
		  "missing of the last 3: 2026-11-25, 2026-11-24 | "
		  "generations=1;;3:;0 missing=2;;;0 expired=0;;;0 oldest_age=14400.000000s;;;0.000000 "
		  "newest_age=3600.000000s;;;0.000000 size=4000000000B;;;0\n" },
	{ .name = "a warning before",
	  .settings = { .warning = AT_LEAST(3), .critical = AT_LEAST(1) },
	  .hours = { 2, 26 },
	  .line = "BACKUP WARNING - 2 generations (2026-11-25 to 2026-11-26), newest 2 h old, 2.0 GB (warning "
		  "at 3:); missing of the last 3: 2026-11-24 | "
		  "generations=2;3:;1:;0 missing=1;;;0 expired=0;;;0 oldest_age=93600.000000s;;;0.000000 "
		  "newest_age=7200.000000s;;;0.000000 size=2000000000B;;;0\n" },
	{ .name = "too many by a range",
	  .settings = { .critical = BETWEEN(1, 2) },
	  .hours = { 2, 26, 50 },
	  .line = "BACKUP CRITICAL - 3 generations (2026-11-24 to 2026-11-26), newest 2 h old, 3.0 GB "
		  "(critical at 1:2) | "
		  "generations=3;;1:2;0 missing=0;;;0 expired=0;;;0 oldest_age=180000.000000s;;;0.000000 "
		  "newest_age=7200.000000s;;;0.000000 size=3000000000B;;;0\n" },
	{ .name = "a broken one does not count",
	  .settings = { .critical = AT_LEAST(3) },
	  .hours = { 2, -26, 50 },
	  .line = "BACKUP CRITICAL - 2 generations (2026-11-24 to 2026-11-26), newest 2 h old, 2.0 GB "
		  "(critical at 3:); b is not sound: the gzip stream ends early; missing of the last 3: "
		  "2026-11-25 | "
		  "generations=2;;3:;0 missing=1;;;0 expired=0;;;0 oldest_age=180000.000000s;;;0.000000 "
		  "newest_age=7200.000000s;;;0.000000 size=2000000000B;;;0\n" },
	{ .name = "a gap",
	  .settings = { .critical = AT_LEAST(3) },
	  .hours = { 2, 50, 74 },
	  .line = "BACKUP WARNING - missing of the last 3: 2026-11-25 | "
		  "generations=3;;3:;0 missing=1;;;0 expired=0;;;0 oldest_age=266400.000000s;;;0.000000 "
		  "newest_age=7200.000000s;;;0.000000 size=3000000000B;;;0\n" },
	{ .name = "the newest is days old",
	  .settings = { .critical = AT_LEAST(2) },
	  .hours = { 98, 122 },
	  .line = "BACKUP WARNING - missing of the last 2: 2026-11-25, 2026-11-24 | "
		  "generations=2;;2:;0 missing=2;;;0 expired=0;;;0 oldest_age=439200.000000s;;;0.000000 "
		  "newest_age=352800.000000s;;;0.000000 size=2000000000B;;;0\n" },
	{ .name = "by the runs of a schedule",
	  .schedule = "04:00",
	  .settings = { .critical = AT_LEAST(3) },
	  .hours = { 1.5, 25.5, 49.5 },
	  .line = "BACKUP OK - 3 generations (2026-11-24 to 2026-11-26), newest 1 h 30 min old, 3.0 GB | "
		  "generations=3;;3:;0 missing=0;;;0 expired=0;;;0 oldest_age=178200.000000s;;;0.000000 "
		  "newest_age=5400.000000s;;;0.000000 size=3000000000B;;;0\n" },
	{ .name = "a run is missing",
	  .schedule = "04:00,16:00",
	  .settings = { .critical = AT_LEAST(3) },
	  .hours = { 1.5, 25.5, 37.5 },
	  .line = "BACKUP WARNING - missing of the last 3: 2026-11-25 16:00 | "
		  "generations=3;;3:;0 missing=1;;;0 expired=0;;;0 oldest_age=135000.000000s;;;0.000000 "
		  "newest_age=5400.000000s;;;0.000000 size=3000000000B;;;0\n" },
	{ .name = "all are broken",
	  .settings = { .critical = AT_LEAST(2) },
	  .hours = { -2, -26 },
	  .line = "BACKUP CRITICAL - no complete backup in /backup; 0 generations, 0 B (critical at 2:); a is not "
		  "sound: the gzip stream ends early; b is not sound: the gzip stream ends early; missing of the last "
		  "2: 2026-11-25, 2026-11-24 | "
		  "generations=0;;2:;0 missing=2;;;0 expired=0;;;0 oldest_age=U;;;0.000000 newest_age=U;;;0.000000 "
		  "size=0B;;;0\n" },
	{ .name = "enough, if one could be looked into",
	  .settings = { .critical = AT_LEAST(3) },
	  .hours = { 2, 26, 50 },
	  .unread = "b",
	  .line = "BACKUP UNKNOWN - 2 generations (2026-11-24 to 2026-11-26), newest 2 h old, 2.0 GB, and 1 more that "
		  "could not be looked into; b is not judged: the time was over before it was looked at | "
		  "generations=U;;3:;0 missing=0;;;0 expired=0;;;0 oldest_age=180000.000000s;;;0.000000 "
		  "newest_age=7200.000000s;;;0.000000 size=2000000000B;;;0\n" },
	{ .name = "too few, even if it could",
	  .settings = { .critical = AT_LEAST(4) },
	  .hours = { 2, 26, 50 },
	  .unread = "b",
	  .line = "BACKUP CRITICAL - 2 generations (2026-11-24 to 2026-11-26), newest 2 h old, 2.0 GB (critical at "
		  "4:); b is not judged: the time was over before it was looked at; missing of the last 4: 2026-11-23 "
		  "| "
		  "generations=2;;4:;0 missing=1;;;0 expired=0;;;0 oldest_age=180000.000000s;;;0.000000 "
		  "newest_age=7200.000000s;;;0.000000 size=2000000000B;;;0\n" },
	{ .name = "enough without it",
	  .settings = { .critical = AT_LEAST(2) },
	  .hours = { 2, 26, 50 },
	  .unread = "b",
	  .line = "BACKUP UNKNOWN - b is not judged: the time was over before it was looked at | "
		  "generations=2;;2:;0 missing=0;;;0 expired=0;;;0 oldest_age=180000.000000s;;;0.000000 "
		  "newest_age=7200.000000s;;;0.000000 size=2000000000B;;;0\n" },
	{ .name = "one whose size nobody knows",
	  .settings = { .critical = AT_LEAST(2) },
	  .hours = { 2, 26 },
	  .unsized = "b",
	  .line = "BACKUP OK - 2 generations (2026-11-25 to 2026-11-26), newest 2 h old | "
		  "generations=2;;2:;0 missing=0;;;0 expired=0;;;0 oldest_age=93600.000000s;;;0.000000 "
		  "newest_age=7200.000000s;;;0.000000 size=U;;;0\n" },
	{ .name = "others may read one",
	  .settings = { .critical = AT_LEAST(1) },
	  .hours = { 2 },
	  .access = "/backup/a: mode 0644, others may read (0600 at most)",
	  .line = "BACKUP CRITICAL - /backup/a: mode 0644, others may read (0600 at most) | "
		  "generations=1;;1:;0 missing=0;;;0 expired=0;;;0 oldest_age=7200.000000s;;;0.000000 "
		  "newest_age=7200.000000s;;;0.000000 size=1000000000B;;;0\n" },
};

static void generations_are_counted(void **state)
{
	(void)state;
	EACH_ROW(counts, expect_judgement);
}

static void what_has_expired_is_told(void **state)
{
	static const struct judgement table[] = {
		{ .name = "none",
		  .settings = { .expire = 3 * DAY },
		  .hours = { 2, 26, 50 },
		  .line = "BACKUP OK - 3 generations (2026-11-24 to 2026-11-26), newest 2 h old, 3.0 GB | "
			  "generations=3;;;0 missing=0;;;0 expired=0;;;0 oldest_age=180000.000000s;;;0.000000 "
			  "newest_age=7200.000000s;;;0.000000 size=3000000000B;;;0\n" },
		{ .name = "two by their age",
		  .settings = { .expire = 2 * DAY },
		  .hours = { 2, 26, 50, 74 },
		  .line = "BACKUP CRITICAL - 2 should be gone, the oldest is d, 3 d 2 h old | "
			  "generations=4;;;0 missing=0;;;0 expired=2;;;0 oldest_age=266400.000000s;;;0.000000 "
			  "newest_age=7200.000000s;;;0.000000 size=4000000000B;;;0\n" },
		{ .name = "a broken one has to go as well",
		  .settings = { .expire = 2 * DAY },
		  .hours = { 2, 26, -50 },
		  .line = "BACKUP CRITICAL - 1 should be gone, the oldest is c, 2 d 2 h old; c is not sound: the gzip "
			  "stream ends early | "
			  "generations=2;;;0 missing=0;;;0 expired=1;;;0 oldest_age=93600.000000s;;;0.000000 "
			  "newest_age=7200.000000s;;;0.000000 size=2000000000B;;;0\n" },
		{ .name = "just as many as may be kept",
		  .settings = { .at_most = 3 },
		  .hours = { 2, 26, 50 },
		  .line = "BACKUP OK - 3 generations (2026-11-24 to 2026-11-26), newest 2 h old, 3.0 GB | "
			  "generations=3;;;0 missing=0;;;0 expired=0;;;0 oldest_age=180000.000000s;;;0.000000 "
			  "newest_age=7200.000000s;;;0.000000 size=3000000000B;;;0\n" },
		{ .name = "more than may be kept",
		  .settings = { .at_most = 2 },
		  .hours = { 2, 26, 50, 74 },
		  .line = "BACKUP CRITICAL - 2 should be gone, the oldest is d, 3 d 2 h old | "
			  "generations=4;;;0 missing=0;;;0 expired=2;;;0 oldest_age=266400.000000s;;;0.000000 "
			  "newest_age=7200.000000s;;;0.000000 size=4000000000B;;;0\n" },
		{ .name = "several of one day are kept together",
		  .settings = { .at_most = 2 },
		  .hours = { 1, 2, 3, 26 },
		  .line = "BACKUP OK - 2 generations (2026-11-25 to 2026-11-26), newest 1 h old, 4.0 GB | "
			  "generations=2;;;0 missing=0;;;0 expired=0;;;0 oldest_age=93600.000000s;;;0.000000 "
			  "newest_age=3600.000000s;;;0.000000 size=4000000000B;;;0\n" },
	};

	(void)state;
	EACH_ROW(table, expect_judgement);
}

static void a_new_tenant_ramps_up(void **state)
{
	static const struct judgement table[] = {
		{ .name = "two of two",
		  .schedule = "04:00",
		  .settings = { .critical = AT_LEAST(7), .since = "2026-11-25" },
		  .hours = { 1.5, 25.5 },
		  .line = "BACKUP OK - 2 generations (2026-11-25 to 2026-11-26), newest 1 h 30 min old, 2.0 GB, 2 can "
			  "be there since 2026-11-25 | "
			  "generations=2;;2:;0 missing=0;;;0 expired=0;;;0 oldest_age=91800.000000s;;;0.000000 "
			  "newest_age=5400.000000s;;;0.000000 size=2000000000B;;;0\n" },
		{ .name = "one is missing all the same",
		  .schedule = "04:00",
		  .settings = { .critical = AT_LEAST(7), .since = "2026-11-24" },
		  .hours = { 1.5, 49.5 },
		  .line = "BACKUP CRITICAL - 2 generations (2026-11-24 to 2026-11-26), newest 1 h 30 min old, 2.0 GB, "
			  "3 can be there since 2026-11-24 (critical at 3:); missing of the last 3: 2026-11-25 | "
			  "generations=2;;3:;0 missing=1;;;0 expired=0;;;0 oldest_age=178200.000000s;;;0.000000 "
			  "newest_age=5400.000000s;;;0.000000 size=2000000000B;;;0\n" },
		{ .name = "the first is not due yet",
		  .schedule = "04:00",
		  .settings = { .critical = AT_LEAST(7), .since = "2026-11-27" },
		  .line = "BACKUP OK - no backup in /backup: none can be there yet, since 2026-11-27 | "
			  "generations=0 missing=U expired=0 oldest_age=U newest_age=U size=0B\n" },
		{ .name = "the first is not due yet, and only an end is asked for",
		  .settings = { .expire = 2 * DAY, .since = "2026-11-27" },
		  .line = "BACKUP OK - no backup in /backup: none can be there yet, since 2026-11-27 | "
			  "generations=0 missing=U expired=0 oldest_age=U newest_age=U size=0B\n" },
		{ .name = "the first is missing",
		  .schedule = "04:00",
		  .settings = { .critical = AT_LEAST(7), .since = "2026-11-26" },
		  .line = "BACKUP CRITICAL - no backup in /backup | "
			  "generations=0 missing=U expired=0 oldest_age=U newest_age=U size=0B\n" },
		{ .name = "not due yet, but the folder is missing",
		  .schedule = "04:00",
		  .settings = { .critical = AT_LEAST(7), .since = "2026-11-27" },
		  .is_missing = true,
		  .line = "BACKUP CRITICAL - no backup: /backup does not exist | "
			  "generations=0 missing=U expired=0 oldest_age=U newest_age=U size=0B\n" },
		{ .name = "not due yet, but the server is down",
		  .schedule = "04:00",
		  .settings = { .critical = AT_LEAST(7), .since = "2026-11-27" },
		  .problem = { PROBLEM_REFUSED, "connection refused" },
		  .line = "BACKUP CRITICAL - /backup: connection refused | "
			  "generations=U missing=U expired=U oldest_age=U newest_age=U size=U\n" },
	};

	(void)state;
	EACH_ROW(table, expect_judgement);
}

static void nothing_is_never_ok(void **state)
{
	static const struct judgement table[] = {
		{ .name = "an empty folder",
		  .settings = { .critical = AT_LEAST(7) },
		  .line = "BACKUP CRITICAL - no backup in /backup | "
			  "generations=0 missing=U expired=0 oldest_age=U newest_age=U size=0B\n" },
		{ .name = "an empty folder where only an end was asked for",
		  .settings = { .expire = 2 * DAY },
		  .line = "BACKUP CRITICAL - no backup in /backup | "
			  "generations=0 missing=U expired=0 oldest_age=U newest_age=U size=0B\n" },
		{ .name = "a folder that may not be read",
		  .settings = { .critical = AT_LEAST(7) },
		  .unreadable = "'/backup' cannot be listed: Permission denied",
		  .line = "BACKUP UNKNOWN - '/backup' cannot be listed: Permission denied | "
			  "generations=U missing=U expired=U oldest_age=U newest_age=U size=U\n" },
		{ .name = "one of several that may not be read",
		  .settings = { .critical = AT_LEAST(2) },
		  .hours = { 2, 26 },
		  .unreadable = "'/backup/a' cannot be listed: Permission denied",
		  .line = "BACKUP UNKNOWN - '/backup/a' cannot be listed: Permission denied | "
			  "generations=2;;2:;0 missing=0;;;0 expired=0;;;0 oldest_age=93600.000000s;;;0.000000 "
			  "newest_age=7200.000000s;;;0.000000 size=2000000000B;;;0\n" },
	};

	(void)state;
	EACH_ROW(table, expect_judgement);
}

static void impossible_options_are_refused(void **state)
{
	static const struct {
		struct settings settings;
		const char *problem;
	} table[] = {
		{ { .backup.file = "/backup" },
		  "--warning, --critical, --at-most or --expire must say how many to keep" },
		{ { .backup.file = "/backup", .critical = AT_LEAST(1), .spacing = DAY, .since = "yesterday" },
		  "--since: 'yesterday' is not a date (such as 2026-11-20)" },
		{ { .backup.file = "/backup", .critical = AT_LEAST(2.5), .spacing = DAY },
		  "--critical: whole numbers up to 100000 are expected" },
		{ { .backup.file = "/backup", .warning = AT_LEAST(100001), .spacing = DAY },
		  "--warning: whole numbers up to 100000 are expected" },
		{ { .backup.file = "/backup", .expire = BACKUP_SPAN_MAXIMUM + 1, .spacing = DAY },
		  "--expire: at most ten years are expected" },
		{ { .backup.file = "/backup", .critical = AT_LEAST(1), .spacing = 59 },
		  "--spacing: at least a minute is expected" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct problem problem = { 0 };

		row_true(&rows, table[i].problem, verify(&table[i].settings, &problem), false);
		row_text(&rows, table[i].problem, problem.text, table[i].problem);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(generations_are_counted),        cmocka_unit_test(what_has_expired_is_told),
		cmocka_unit_test(a_new_tenant_ramps_up),          cmocka_unit_test(nothing_is_never_ok),
		cmocka_unit_test(impossible_options_are_refused),
	};

	return cmocka_run_group_tests(tests, in_tokyo, NULL);
}
