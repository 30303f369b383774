/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A folder of backups as its checks are asked about it: the options that they share, what
 * they see there, and what they all say of it.
 */
#ifndef RECEICO_FILES_BACKUP_H
#define RECEICO_FILES_BACKUP_H

#include "common/check/option.h"
#include "common/check/result.h"
#include "common/files/access.h"
#include "common/files/generation.h"
#include "common/files/place.h"
#include "common/time/schedule.h"

enum backup_verification { BACKUP_VERIFY_OFF, BACKUP_VERIFY_MAGIC, BACKUP_VERIFY_FULL };

/* What the shared table fills. */
struct backup_settings {
	const char *file; /* the place (place.h) */
	const char *pattern;
	struct texts part;
	double settle, look_again, tolerance; /* seconds */
	enum status missing;
	bool ignore_missing;
	struct schedule schedule;
	double grace;               /* seconds */
	const char *timezone;       /* NULL: the machine's */
	struct range critical_size; /* bytes; a plain minimum */
	int verify;                 /* enum backup_verification */
	const char *owner, *group, *mode, *root;
};

extern const struct option_entry backup_options[];

/* The table for struct place_access, of which every place uses its part. */
extern const struct option_entry backup_login_options[];

/* The defaults that the shared table needs, as an initializer. */
#define BACKUP_DEFAULTS                                                                                                \
	{                                                                                                              \
		.settle = 60, .tolerance = 300, .grace = 7200, .missing = STATUS_CRITICAL                              \
	}

/* No span that a check of backups is asked about is longer: ten years. */
enum { BACKUP_SPAN_MAXIMUM = 3653 * 86400 };

/* Is the span no longer than that?  The problem names the option. */
bool backup_verify_span(const char *option, double seconds, struct problem *problem) MUST_CHECK;

/* Says what is impossible in a combination.  Pure. */
bool backup_verify(const struct backup_settings *settings, const struct place_access *access,
		   struct problem *problem) MUST_CHECK;

/* What was seen. */
struct backup_facts {
	time_t now;
	char place[300];        /* for the operator */
	struct problem problem; /* why the place could not be looked at; PROBLEM_NONE: it could */
	bool exists;
	struct listing listing;
	struct generations generations;
	bool is_access_judged; /* it was asked for */
	struct access_findings access;
};

/* How far to look.  A generation that is looked at is read as --verify says, its access is looked
 * at, and that no folder of this machine is empty; the newest that counts is looked at twice. */
struct backup_reach {
	size_t whole;    /* until so many generations are found that count; SIZE_MAX: at all */
	size_t measured; /* so many of those that count and are folders of this machine are walked for their size */
};

/* Enters the time zone and looks.  False, with the problem, for what the user gave wrongly and
 * only the machine can tell; everything else is in the facts.  backup_facts_free() is due either
 * way. */
bool backup_look(const struct backup_settings *settings, const struct place_access *access,
		 const struct backup_reach *reach, const struct deadline *deadline, struct backup_facts *facts,
		 struct problem *problem) MUST_CHECK;
void backup_facts_free(struct backup_facts *facts);

/* Says that the place could not be looked at, is missing, or holds no backup; true when there
 * are generations to judge. */
bool backup_judge_place(const struct backup_settings *settings, const struct backup_facts *facts,
			struct result *result);

/* Says that generations are there and none of them counts. */
void backup_judge_none_whole(const struct backup_settings *settings, const struct backup_facts *facts,
			     struct result *result);

/* The newest generation that may count (generation.h), or NULL; and how many lie before it in the list. */
const struct generation *backup_newest(const struct backup_facts *facts, size_t *flawed_before);

/* How many count. */
size_t backup_count_whole(const struct backup_facts *facts);

/* Writes what is wrong with one that does not count: "b is too small: it is empty". */
enum { BACKUP_FLAW_SIZE = 600 };
void backup_write_flaw(const struct generation *generation, char *text, size_t size);

/* Says what is wrong with the first `count` generations, each with the state it deserves, and
 * gives the worst of them. */
enum status backup_judge_flaws(const struct backup_settings *settings, const struct backup_facts *facts, size_t count,
			       struct result *result);

/* Says which of the first `count` generations, of those that count, were last changed more than a day
 * beside the time in their names. */
void backup_judge_times(const struct backup_facts *facts, size_t count, struct result *result);

/* Says who may get at the backups and should not. */
void backup_judge_access(const struct backup_facts *facts, struct result *result);

/* Writes a moment with its zone, if one was given: "2026-11-26 04:00 Asia/Tokyo". */
enum { BACKUP_MOMENT_SIZE = 100 };
void backup_write_moment(const struct backup_settings *settings, time_t moment, char *text, size_t size);

/* Seconds since a generation's moment; 0 when the clocks differ. */
double backup_age(const struct backup_facts *facts, const struct generation *generation);

/* The latest run that must have left a backup by now; false: no schedule, or none yet. */
bool backup_due_run(const struct backup_settings *settings, time_t now, time_t *run) MUST_CHECK;

#endif
