// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "plugins/check_backup_age.c"

#include "tests/common/backup_maker.h"
#include "tests/common/judged.h"

#include <stdlib.h>

/* A verdict: the files that were there, what else was seen, and the line. */
struct judgement {
	const char *name;
	const char *schedule; /* NULL: none */
	struct settings settings;
	struct made_file files[FILES_MAXIMUM];
	const char *unsound; /* a file that proved to be broken */
	const char *unread;  /* one that could not be read to the end */
	bool is_missing;     /* the place does not exist */
	struct problem problem;
	const char *unreadable; /* what the listing could not look at */
	const char *access;     /* a finding */
	const char *line;
};

static void blame_named(struct generations *generations, const char *name, enum generation_flaw flaw,
			const char *reason)
{
	for (size_t i = 0; name && i < generations->count; i++) {
		if (strcmp(generations->items[i].parts[0]->name, name) == 0)
			generation_blame(generations->items + i, flaw, "%s", reason);
	}
}

static void expect_judgement(struct rows *rows, const struct judgement *row)
{
	struct settings settings = row->settings;
	struct backup_facts facts = { .now = now,
				      .place = "/backup",
				      .exists = !row->is_missing,
				      .problem = row->problem,
				      .listing = made_listing(row->files, FILES_MAXIMUM) };
	struct generation_rules rules = { .patterns = settings.backup.pattern ? &settings.backup.pattern
									      : settings.backup.part.items,
					  .pattern_count = settings.backup.pattern ? 1 : settings.backup.part.count,
					  .settle_seconds = 60,
					  .tolerance_seconds = 300,
					  .smallest_bytes = settings.backup.critical_size.start };
	struct result *result = judged_new("BACKUP");
	struct problem problem;

	settings.backup.file = "/backup";
	settings.backup.tolerance = 300;
	settings.backup.timezone = "Asia/Tokyo";
	settings.backup.missing = settings.backup.missing ? settings.backup.missing : STATUS_CRITICAL;
	if (row->schedule)
		assert_true(schedule_add(row->schedule, &settings.backup.schedule, &problem));
	if (row->unreadable)
		problem_set(&facts.listing.unreadable, PROBLEM_SYSTEM, "%s", row->unreadable);
	if (row->access)
		facts.access.texts[facts.access.count++] = strdup(row->access);
	assert_true(generations_find(&facts.listing, &rules, now, &facts.generations, &problem));
	blame_named(&facts.generations, row->unsound, GENERATION_UNSOUND, "the gzip stream ends early");
	blame_named(&facts.generations, row->unread, GENERATION_NOT_READ, "read 5 of 10 GB in the time there was");
	evaluate(&settings, &facts, result);
	row_judged(rows, row->name, result, row->line);
	backup_facts_free(&facts);
}

#define AT_MOST(seconds)                                                                                               \
	{                                                                                                              \
		.is_set = true, .end = (seconds)                                                                       \
	}
#define AT_LEAST(bytes)                                                                                                \
	{                                                                                                              \
		.is_set = true, .start = (bytes), .end = INFINITY                                                      \
	}
#define TWO_HOURS .backup.grace = 7200
#define TODAY "receico-20261126.gz"
#define YESTERDAY "receico-20261125.gz"
#define DATED .backup.pattern = "receico-%Y%m%d.gz"
#define SETS .backup.part = { .items = set_patterns, .count = 2 }
#define BOTH_OF_YESTERDAY                                                                                              \
	{ "db-20261125", 25.8 * HOUR, 10, 0, 0 },                                                                      \
	{                                                                                                              \
		"files-20261125", 25.8 * HOUR, 10, 0, 0                                                                \
	}

static const char *set_patterns[] = { "db-%Y%m%d", "files-%Y%m%d" };

static const struct judgement ages[] = {
	{ .name = "young enough",
	  .settings = { .warning_age = AT_MOST(26 * HOUR), .critical_age = AT_MOST(50 * HOUR) },
	  .files = { { "a", 2 * HOUR, 1.5e9, 0, 0 }, { "b", 26 * HOUR, 1e9, 0, 0 } },
	  .line = "BACKUP OK - a of 2026-11-26 04:00 Asia/Tokyo, 2 h old, 1.5 GB | "
		  "age=7200.000000s;93600;180000;0.000000 size=1500000000B;;;0 generations=2;;;0\n" },
	{ .name = "too old for a warning",
	  .settings = { .warning_age = AT_MOST(HOUR) },
	  .files = { { "a", 2 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP WARNING - a of 2026-11-26 04:00 Asia/Tokyo, 2 h old, 10 B (warning at 3600) | "
		  "age=7200.000000s;3600;;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "too old",
	  .settings = { .warning_age = AT_MOST(HOUR), .critical_age = AT_MOST(7199) },
	  .files = { { "a", 2 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP CRITICAL - a of 2026-11-26 04:00 Asia/Tokyo, 2 h old, 10 B (critical at 7199) | "
		  "age=7200.000000s;3600;7199;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "the newest is being written: the one before counts",
	  .settings = { .critical_age = AT_MOST(26 * HOUR) },
	  .files = { { "b", 10, 10, 0, 0 }, { "a", 2 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP OK - a of 2026-11-26 04:00 Asia/Tokyo, 2 h old, 10 B, b is being written: last "
		  "changed 10 s ago | "
		  "age=7200.000000s;;93600;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "the newest is of the future: the one before counts",
	  .settings = { .critical_age = AT_MOST(HOUR) },
	  .files = { { "b", -DAY, 10, 0, 0 }, { "a", 2 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP CRITICAL - a of 2026-11-26 04:00 Asia/Tokyo, 2 h old, 10 B (critical at 3600); b is "
		  "of the future: last changed 1 d in the future | "
		  "age=7200.000000s;;3600;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "the newest is broken: the one before counts, and that is said",
	  .settings = { .critical_age = AT_MOST(26 * HOUR) },
	  .files = { { "b", HOUR, 10, 0, 0 }, { "a", 2 * HOUR, 10, 0, 0 } },
	  .unsound = "b",
	  .line = "BACKUP CRITICAL - b is not sound: the gzip stream ends early; the newest that counts is a "
		  "of 2026-11-26 04:00 Asia/Tokyo, 2 h old, 10 B | "
		  "age=7200.000000s;;93600;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "an older broken one is not looked at",
	  .settings = { .critical_age = AT_MOST(26 * HOUR) },
	  .files = { { "b", HOUR, 10, 0, 0 }, { "a", 2 * HOUR, 0, 0, 0 } },
	  .line = "BACKUP OK - b of 2026-11-26 05:00 Asia/Tokyo, 1 h old, 10 B | "
		  "age=3600.000000s;;93600;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "none counts",
	  .settings = { .critical_age = AT_MOST(26 * HOUR) },
	  .files = { { "a", HOUR, 0, 0, 0 } },
	  .line = "BACKUP CRITICAL - no complete backup in /backup; a is too small: it is empty | "
		  "age=U;;93600;0.000000 size=U;;;0 generations=0;;;0\n" },
	{ .name = "not read to the end",
	  .settings = { .critical_age = AT_MOST(26 * HOUR) },
	  .files = { { "b", HOUR, 10, 0, 0 }, { "a", 2 * HOUR, 10, 0, 0 } },
	  .unread = "b",
	  .line = "BACKUP UNKNOWN - b is not judged: read 5 of 10 GB in the time there was; the newest is b of "
		  "2026-11-26 05:00 Asia/Tokyo, 1 h old, 10 B | "
		  "age=3600.000000s;;93600;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "not read to the end, and too old whatever is in it",
	  .settings = { .critical_age = AT_MOST(HOUR) },
	  .files = { { "a", 2 * HOUR, 10, 0, 0 } },
	  .unread = "a",
	  .line = "BACKUP CRITICAL - a of 2026-11-26 04:00 Asia/Tokyo, 2 h old, 10 B (critical at 3600); a is not "
		  "judged: read 5 of 10 GB in the time there was | "
		  "age=7200.000000s;;3600;0.000000 size=10B;;;0 generations=0;;;0\n" },
	{ .name = "the only one is being written",
	  .settings = { .critical_age = AT_MOST(26 * HOUR) },
	  .files = { { "a", 10, 10, 0, 0 } },
	  .line = "BACKUP CRITICAL - no complete backup in /backup: a is being written: last changed 10 s ago | "
		  "age=U;;93600;0.000000 size=U;;;0 generations=0;;;0\n" },
	{ .name = "which is no harm where none has to be there",
	  .settings = { .critical_age = AT_MOST(26 * HOUR), .backup.ignore_missing = true },
	  .files = { { "a", 10, 10, 0, 0 } },
	  .line = "BACKUP OK - no complete backup in /backup, a is being written: last changed 10 s ago | "
		  "age=U;;93600;0.000000 size=U;;;0 generations=0;;;0\n" },
	{ .name = "a broken one is, even there",
	  .settings = { .critical_age = AT_MOST(26 * HOUR), .backup.ignore_missing = true },
	  .files = { { "a", HOUR, 0, 0, 0 } },
	  .line = "BACKUP CRITICAL - no complete backup in /backup; a is too small: it is empty | "
		  "age=U;;93600;0.000000 size=U;;;0 generations=0;;;0\n" },
	{ .name = "others may read it",
	  .settings = { .critical_age = AT_MOST(26 * HOUR) },
	  .files = { { "a", HOUR, 10, 0, 0 } },
	  .access = "/backup/a: mode 0644, others may read (0600 at most)",
	  .line = "BACKUP CRITICAL - /backup/a: mode 0644, others may read (0600 at most) | "
		  "age=3600.000000s;;93600;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "a name that tries to forge",
	  .settings = { .critical_age = AT_MOST(HOUR) },
	  .files = { { "a|age=1s\n\033[31m", 2 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP CRITICAL - a age=1s ?[31m of 2026-11-26 04:00 Asia/Tokyo, 2 h old, 10 B (critical at "
		  "3600) | "
		  "age=7200.000000s;;3600;0.000000 size=10B;;;0 generations=1;;;0\n" },
};

static void an_age_is_judged(void **state)
{
	(void)state;
	EACH_ROW(ages, expect_judgement);
}

/* It is 06:00. */
static const struct judgement schedules[] = {
	{ .name = "last night's is there",
	  .schedule = "04:00",
	  .settings = { DATED, TWO_HOURS },
	  .files = { { TODAY, 1.8 * HOUR, 10, 0, 0 }, { YESTERDAY, 26 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP OK - receico-20261126.gz of 2026-11-26 04:12 Asia/Tokyo, 1 h 48 min old, 10 B, next "
		  "run 2026-11-27 04:00 Asia/Tokyo | "
		  "age=6480.000000s;;;0.000000 overdue=0.000000s;;;0.000000 size=10B;;;0 generations=2;;;0\n" },
	{ .name = "last night's is missing, and the time is up",
	  .schedule = "04:00",
	  .settings = { DATED, TWO_HOURS },
	  .files = { { YESTERDAY, 25.8 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP CRITICAL - the run of 2026-11-26 04:00 Asia/Tokyo left no backup (due by 06:00, 0 s ago); "
		  "the newest that counts is receico-20261125.gz of 2026-11-25 04:12 Asia/Tokyo, 1 d 1 h old, 10 B; "
		  "next run 2026-11-27 04:00 | "
		  "age=92880.000000s;;;0.000000 overdue=0.000000s;;;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "it has a second left",
	  .schedule = "04:00",
	  .settings = { DATED, .backup.grace = 7201 },
	  .files = { { YESTERDAY, 25.8 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP OK - receico-20261125.gz of 2026-11-25 04:12 Asia/Tokyo, 1 d 1 h old, 10 B, the next "
		  "is due by 2026-11-26 06:00 Asia/Tokyo | "
		  "age=92880.000000s;;;0.000000 overdue=0.000000s;;;0.000000 size=10B;;;0 "
		  "generations=1;;;0\n" },
	{ .name = "three are missing",
	  .schedule = "04:00",
	  .settings = { DATED, TWO_HOURS },
	  .files = { { "receico-20261123.gz", 73.8 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP CRITICAL - the last 3 runs left no backup, since that of 2026-11-24 04:00 Asia/Tokyo; the "
		  "newest that counts is receico-20261123.gz of 2026-11-23 04:12 Asia/Tokyo, 3 d 1 h old, 10 B; next "
		  "run 2026-11-27 04:00 | "
		  "age=265680.000000s;;;0.000000 overdue=172800.000000s;;;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "the missing one is there and broken",
	  .schedule = "04:00",
	  .settings = { DATED, TWO_HOURS },
	  .files = { { TODAY, 1.8 * HOUR, 10, 0, 0 }, { YESTERDAY, 25.8 * HOUR, 10, 0, 0 } },
	  .unsound = TODAY,
	  .line = "BACKUP CRITICAL - the run of 2026-11-26 04:00 Asia/Tokyo left no backup (due by 06:00, 0 s ago); "
		  "the newest that counts is receico-20261125.gz of 2026-11-25 04:12 Asia/Tokyo, 1 d 1 h old, 10 B; "
		  "next run 2026-11-27 04:00; receico-20261126.gz is not sound: the gzip stream ends early | "
		  "age=92880.000000s;;;0.000000 overdue=0.000000s;;;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "none has ever been whole",
	  .schedule = "04:00",
	  .settings = { DATED, TWO_HOURS },
	  .files = { { TODAY, 1.8 * HOUR, 0, 0, 0 } },
	  .line = "BACKUP CRITICAL - no complete backup in /backup; the run of 2026-11-26 04:00 Asia/Tokyo left no "
		  "backup (due by 06:00, 0 s ago); next run 2026-11-27 04:00; receico-20261126.gz is too small: it is "
		  "empty | "
		  "age=U;;;0.000000 overdue=0.000000s;;;0.000000 size=U;;;0 generations=0;;;0\n" },
	{ .name = "one made by hand before the run does not stand for it",
	  .schedule = "04:00",
	  .settings = { DATED, TWO_HOURS },
	  .files = { { TODAY, 4 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP CRITICAL - the run of 2026-11-26 04:00 Asia/Tokyo left no backup (due by 06:00, 0 s ago); "
		  "the newest that counts is receico-20261126.gz of 2026-11-26 02:00 Asia/Tokyo, 4 h old, 10 B; next "
		  "run 2026-11-27 04:00 | "
		  "age=14400.000000s;;;0.000000 overdue=0.000000s;;;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "a copy made later stands for the run of its name alone",
	  .schedule = "04:00",
	  .settings = { DATED, TWO_HOURS },
	  .files = { { "receico-20261124.gz", 2 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP CRITICAL - the last 2 runs left no backup, since that of 2026-11-25 04:00 Asia/Tokyo; the "
		  "newest that counts is receico-20261124.gz of 2026-11-24 23:59 Asia/Tokyo, 1 d 6 h old, 10 B; next "
		  "run 2026-11-27 04:00; receico-20261124.gz was last changed 1 d 4 h beside the time in its name | "
		  "age=108001.000000s;;;0.000000 overdue=86400.000000s;;;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "it is there since before its time was up, and has to settle",
	  .schedule = "04:00",
	  .settings = { DATED, .backup.grace = 7199 },
	  .files = { { TODAY, 30, 10, 0, 0 }, { YESTERDAY, 25.8 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP OK - receico-20261125.gz of 2026-11-25 04:12 Asia/Tokyo, 1 d 1 h old, 10 B, next run "
		  "2026-11-27 04:00 Asia/Tokyo, receico-20261126.gz is being written: last changed 30 s ago | "
		  "age=92880.000000s;;;0.000000 overdue=0.000000s;;;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "it has to settle, and came too late",
	  .schedule = "04:00",
	  .settings = { DATED, .backup.grace = 7170 },
	  .files = { { TODAY, 30, 10, 0, 0 }, { YESTERDAY, 25.8 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP CRITICAL - the run of 2026-11-26 04:00 Asia/Tokyo left no backup (due by 05:59, 30 s ago); "
		  "receico-20261126.gz is being written: last changed 30 s ago; the newest that counts is "
		  "receico-20261125.gz of 2026-11-25 04:12 Asia/Tokyo, 1 d 1 h old, 10 B; next run 2026-11-27 04:00 | "
		  "age=92880.000000s;;;0.000000 overdue=30.000000s;;;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "its name says that it is not finished: no time to settle",
	  .schedule = "04:00",
	  .settings = { DATED, .backup.grace = 7199 },
	  .files = { { TODAY ".part", 30, 10, 0, 0 }, { YESTERDAY, 25.8 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP CRITICAL - the run of 2026-11-26 04:00 Asia/Tokyo left no backup (due by 05:59, 1 s ago); "
		  "receico-20261126.gz.part is being written: its name says that it is being written; the newest that "
		  "counts is receico-20261125.gz of 2026-11-25 04:12 Asia/Tokyo, 1 d 1 h old, 10 B; next run "
		  "2026-11-27 04:00 | "
		  "age=92880.000000s;;;0.000000 overdue=1.000000s;;;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "it is there and could not be read to the end",
	  .schedule = "04:00",
	  .settings = { DATED, TWO_HOURS },
	  .files = { { TODAY, 1.8 * HOUR, 10, 0, 0 }, { YESTERDAY, 25.8 * HOUR, 10, 0, 0 } },
	  .unread = TODAY,
	  .line = "BACKUP UNKNOWN - receico-20261126.gz is not judged: read 5 of 10 GB in the time there was; the "
		  "newest is receico-20261126.gz of 2026-11-26 04:12 Asia/Tokyo, 1 h 48 min old, 10 B | "
		  "age=6480.000000s;;;0.000000 overdue=0.000000s;;;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "an old one with a new name does not stand for it",
	  .schedule = "04:00",
	  .settings = { DATED, TWO_HOURS },
	  .files = { { TODAY, 40 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP CRITICAL - the last 2 runs left no backup, since that of 2026-11-25 04:00 Asia/Tokyo; the "
		  "newest that counts is receico-20261126.gz of 2026-11-24 14:00 Asia/Tokyo, 1 d 16 h old, 10 B; next "
		  "run 2026-11-27 04:00; receico-20261126.gz was last changed 1 d 10 h beside the time in its name | "
		  "age=144000.000000s;;;0.000000 overdue=86400.000000s;;;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "due on another day",
	  .schedule = "23:00",
	  .settings = { DATED, TWO_HOURS },
	  .files = { { "receico-20261124.gz", 31 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP CRITICAL - the run of 2026-11-25 23:00 Asia/Tokyo left no backup (due by 2026-11-26 01:00, 5 "
		  "h ago); the newest that counts is receico-20261124.gz of 2026-11-24 23:00 Asia/Tokyo, 1 d 7 h old, "
		  "10 B; next run 2026-11-26 23:00 | "
		  "age=111600.000000s;;;0.000000 overdue=18000.000000s;;;0.000000 size=10B;;;0 generations=1;;;0\n" },
	{ .name = "a set that is not complete, and has time",
	  .schedule = "04:00",
	  .settings = { SETS, .backup.grace = 3 * HOUR },
	  .files = { { "db-20261126", HOUR, 10, 0, 0 }, BOTH_OF_YESTERDAY },
	  .line = "BACKUP OK - db-20261125 and 1 more of 2026-11-25 04:12 Asia/Tokyo, 1 d 1 h old, 20 B, the next is "
		  "due by 2026-11-26 07:00 Asia/Tokyo, db-20261126 is incomplete: files-%Y%m%d is missing | "
		  "age=92880.000000s;;;0.000000 overdue=0.000000s;;;0.000000 size=20B;;;0 generations=1;;;0\n" },
	{ .name = "a set that is not complete, and has none",
	  .schedule = "04:00",
	  .settings = { SETS, TWO_HOURS },
	  .files = { { "db-20261126", HOUR, 10, 0, 0 }, BOTH_OF_YESTERDAY },
	  .line = "BACKUP CRITICAL - the run of 2026-11-26 04:00 Asia/Tokyo left no backup (due by 06:00, 0 s ago); "
		  "the newest that counts is db-20261125 and 1 more of 2026-11-25 04:12 Asia/Tokyo, 1 d 1 h old, 20 B; "
		  "next run 2026-11-27 04:00; db-20261126 is incomplete: files-%Y%m%d is missing | "
		  "age=92880.000000s;;;0.000000 overdue=0.000000s;;;0.000000 size=20B;;;0 generations=1;;;0\n" },
	{ .name = "an age as well",
	  .schedule = "mon-wed 04:00",
	  .settings = { DATED, TWO_HOURS, .warning_age = AT_MOST(DAY) },
	  .files = { { YESTERDAY, 25.8 * HOUR, 10, 0, 0 } },
	  .line = "BACKUP WARNING - receico-20261125.gz of 2026-11-25 04:12 Asia/Tokyo, 1 d 1 h old, 10 B "
		  "(warning at 86400) | "
		  "age=92880.000000s;86400;;0.000000 overdue=0.000000s;;;0.000000 size=10B;;;0 "
		  "generations=1;;;0\n" },
};

static void a_schedule_is_judged(void **state)
{
	(void)state;
	EACH_ROW(schedules, expect_judgement);
}

static void a_size_is_judged(void **state)
{
#define BEFORE                                                                                                         \
	{ "b", 25 * HOUR, 90, 0, 0 }, { "c", 49 * HOUR, 100, 0, 0 },                                                   \
	{                                                                                                              \
		"d", 73 * HOUR, 4000, 0, 0                                                                             \
	}
	static const struct judgement table[] = {
		{ .name = "large enough",
		  .settings = { .critical_age = AT_MOST(DAY), .backup.critical_size = AT_LEAST(10) },
		  .files = { { "a", HOUR, 10, 0, 0 } },
		  .line = "BACKUP OK - a of 2026-11-26 05:00 Asia/Tokyo, 1 h old, 10 B | "
			  "age=3600.000000s;;86400;0.000000 size=10B;;10:;0 generations=1;;;0\n" },
		{ .name = "small for a warning",
		  .settings = { .critical_age = AT_MOST(DAY), .warning_size = AT_LEAST(11) },
		  .files = { { "a", HOUR, 10, 0, 0 } },
		  .line = "BACKUP WARNING - a has 10 B (warning at 11:) | "
			  "age=3600.000000s;;86400;0.000000 size=10B;11:;;0 generations=1;;;0\n" },
		{ .name = "too small: it does not count",
		  .settings = { .critical_age = AT_MOST(DAY), .backup.critical_size = AT_LEAST(11) },
		  .files = { { "a", HOUR, 10, 0, 0 }, BEFORE },
		  .line = "BACKUP CRITICAL - b of 2026-11-25 05:00 Asia/Tokyo, 1 d 1 h old, 90 B (critical at 86400); "
			  "a is too small: 10 B, at least 11 B expected | "
			  "age=90000.000000s;;86400;0.000000 size=90B;;11:;0 generations=3;;;0\n" },
		{ .name = "half of the median",
		  .settings = { .critical_age = AT_MOST(DAY), .shrink = 50 },
		  .files = { { "a", HOUR, 50, 0, 0 }, BEFORE },
		  .line = "BACKUP OK - a of 2026-11-26 05:00 Asia/Tokyo, 1 h old, 50 B | "
			  "age=3600.000000s;;86400;0.000000 size=50B;;;0 generations=4;;;0\n" },
		{ .name = "less than half of it",
		  .settings = { .critical_age = AT_MOST(DAY), .shrink = 50 },
		  .files = { { "a", HOUR, 49, 0, 0 }, BEFORE },
		  .line = "BACKUP CRITICAL - a is 51 % smaller than the median of those before (100 B) | "
			  "age=3600.000000s;;86400;0.000000 size=49B;;;0 generations=4;;;0\n" },
		{ .name = "nothing to compare with",
		  .settings = { .critical_age = AT_MOST(DAY), .shrink = 50 },
		  .files = { { "a", HOUR, 49, 0, 0 } },
		  .line = "BACKUP OK - a of 2026-11-26 05:00 Asia/Tokyo, 1 h old, 49 B | "
			  "age=3600.000000s;;86400;0.000000 size=49B;;;0 generations=1;;;0\n" },
		{ .name = "a size that is not known",
		  .settings = { .critical_age = AT_MOST(DAY), .backup.critical_size = AT_LEAST(11) },
		  .files = { { "a", HOUR, NAN, 0, 0 } },
		  .line = "BACKUP UNKNOWN - the size of a is not known | "
			  "age=3600.000000s;;86400;0.000000 size=U;;11:;0 generations=1;;;0\n" },
		{ .name = "and that nobody asked for",
		  .settings = { .critical_age = AT_MOST(DAY) },
		  .files = { { "a", HOUR, NAN, 0, 0 } },
		  .line = "BACKUP OK - a of 2026-11-26 05:00 Asia/Tokyo, 1 h old | "
			  "age=3600.000000s;;86400;0.000000 size=U;;;0 generations=1;;;0\n" },
	};

	(void)state;
	EACH_ROW(table, expect_judgement);
}

static void nothing_is_never_ok(void **state)
{
	static const struct judgement table[] = {
		{ .name = "an empty folder",
		  .settings = { .critical_age = AT_MOST(DAY) },
		  .line = "BACKUP CRITICAL - no backup in /backup | "
			  "age=U;;86400;0.000000 size=U;;;0 generations=0;;;0\n" },
		{ .name = "other files alone",
		  .settings = { DATED, .critical_age = AT_MOST(DAY) },
		  .files = { { "a", HOUR, 10, 0, 0 }, { "b", HOUR, 10, 0, 0 } },
		  .line = "BACKUP CRITICAL - no backup in /backup: none of 2 entries there is one | "
			  "age=U;;86400;0.000000 size=U;;;0 generations=0;;;0\n" },
		{ .name = "no folder",
		  .schedule = "04:00",
		  .settings = { DATED, TWO_HOURS },
		  .is_missing = true,
		  .line = "BACKUP CRITICAL - no backup: /backup does not exist | "
			  "age=U;;;0.000000 overdue=0.000000s;;;0.000000 size=U;;;0 generations=0;;;0\n" },
		{ .name = "unless it is allowed",
		  .settings = { .critical_age = AT_MOST(DAY), .backup.ignore_missing = true },
		  .line = "BACKUP OK - no backup in /backup | "
			  "age=U;;86400;0.000000 size=U;;;0 generations=0;;;0\n" },
		{ .name = "or means less",
		  .settings = { .critical_age = AT_MOST(DAY), .backup.missing = STATUS_WARNING },
		  .line = "BACKUP WARNING - no backup in /backup | "
			  "age=U;;86400;0.000000 size=U;;;0 generations=0;;;0\n" },
		{ .name = "a folder that may not be read",
		  .settings = { .critical_age = AT_MOST(DAY) },
		  .unreadable = "'/backup' cannot be listed: Permission denied",
		  .line = "BACKUP UNKNOWN - '/backup' cannot be listed: Permission denied | "
			  "age=U;;86400;0.000000 size=U;;;0 generations=U;;;0\n" },
		{ .name = "nothing may be missing where not all was seen",
		  .settings = { .critical_age = AT_MOST(DAY), .backup.ignore_missing = true },
		  .unreadable = "'/backup' cannot be listed: Permission denied",
		  .line = "BACKUP UNKNOWN - '/backup' cannot be listed: Permission denied | "
			  "age=U;;86400;0.000000 size=U;;;0 generations=U;;;0\n" },
		{ .name = "a server that is down",
		  .schedule = "04:00",
		  .settings = { DATED, TWO_HOURS },
		  .problem = { PROBLEM_REFUSED, "connection refused" },
		  .line = "BACKUP CRITICAL - /backup: connection refused | "
			  "age=U;;;0.000000 overdue=U;;;0.000000 size=U;;;0 generations=U;;;0\n" },
		{ .name = "a library that is missing",
		  .settings = { .critical_age = AT_MOST(DAY) },
		  .problem = { PROBLEM_SYSTEM, "libssh2.so.1 is missing" },
		  .line = "BACKUP UNKNOWN - /backup: libssh2.so.1 is missing | "
			  "age=U;;86400;0.000000 size=U;;;0 generations=U;;;0\n" },
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
		  "--schedule, --warning-age or --critical-age must say how old a backup may be" },
		{ { .backup.file = "/backup", .critical_age = AT_MOST(1), .backup.pattern = "x" },
		  "--pattern: 'x' holds no date (expected %Y%m%d, %F, %Y%j or %s in it)" },
		{ { .backup.file = "/backup", .critical_age = AT_MOST(1), .backup.mode = "0999" },
		  "--mode: '0999' is no mode: octal digits such as 0600 are expected" },
		{ { .backup.file = "/backup", .critical_age = AT_MOST(1), .backup.timezone = "" },
		  "--timezone: a zone is expected, such as Asia/Tokyo" },
		{ { .backup.file = "/backup", .critical_age = AT_MOST(1), .backup.grace = BACKUP_SPAN_MAXIMUM + 1 },
		  "--grace: at most ten years are expected" },
		{ { .backup.file = "/backup", .critical_age = AT_MOST(1), .backup.critical_size = AT_MOST(5) },
		  "--critical-size: one size is expected, such as 1MB" },
		{ { .backup.file = "/backup", .critical_age = AT_MOST(1), .backup.root = "backup" },
		  "--root: an absolute path is expected" },
		{ { .backup.file = "sftp://a@b/c",
		    .access.insecure = true,
		    .access.agent = true,
		    .critical_age = AT_MOST(1),
		    .backup.root = "/c" },
		  "--root: it is for backups on this machine" },
		{ { .backup.file = "sftp://a@b/c",
		    .access.insecure = true,
		    .access.agent = true,
		    .critical_age = AT_MOST(1),
		    .access.use_ipv4 = true,
		    .access.use_ipv6 = true },
		  "--use-ipv4: it excludes --use-ipv6" },
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

static void a_part_to_shrink_by_is_read(void **state)
{
	static const struct {
		const char *text;
		double percent; /* 0: refused */
	} table[] = { { "50%", 50 }, { "50", 50 }, { "0.5%", 0.5 }, { "99%", 99 }, { "100%", 0 }, { "0", 0 },
		      { "101", 0 },  { "-5", 0 },  { "50%%", 0 },   { "%", 0 },    { "", 0 },     { "50 %", 0 } };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct settings settings = { 0 };
		struct problem problem;

		row_true(&rows, table[i].text, parse_shrink(table[i].text, &settings, &problem), table[i].percent > 0);
		row_number(&rows, table[i].text, settings.shrink, table[i].percent);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_age_is_judged),
		cmocka_unit_test(a_schedule_is_judged),
		cmocka_unit_test(a_size_is_judged),
		cmocka_unit_test(nothing_is_never_ok),
		cmocka_unit_test(impossible_options_are_refused),
		cmocka_unit_test(a_part_to_shrink_by_is_read),
	};

	return cmocka_run_group_tests(tests, in_tokyo, NULL);
}
