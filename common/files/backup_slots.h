/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The slots of a plan of backups: each run of a schedule, or each day (or other span)
 * where there is none.  However many backups a slot has, it is one generation.
 *
 * Pure: generations and the time in, slots out.
 */
#ifndef RECEICO_FILES_BACKUP_SLOTS_H
#define RECEICO_FILES_BACKUP_SLOTS_H

#include "common/files/generation.h"
#include "common/time/schedule.h"

struct backup_slot_rules {
	const struct schedule *schedule; /* without runs: by spacing */
	double grace_seconds;            /* how long after its time a run's backup may come */
	double tolerance_seconds;        /* clocks may differ by so much */
	double spacing_seconds;          /* whole days are days of the zone; others count from 1970 */
	size_t wanted;                   /* generations to be kept; 0: none is missed but between two others */
	size_t at_most;                  /* generations that may be kept; 0: any number */
	bool has_since;
	long since_day; /* calendar.h: no slot before this day is missed */
};

enum { BACKUP_GAPS_TOLD = 10, BACKUP_SLOT_NAME_SIZE = 40 };

/* A slot's number: the moment of a run, or a count of days or spans.  Later ones are greater. */
typedef long long backup_slot;

struct backup_slots {
	const struct backup_slot_rules *rules;
	size_t count;   /* slots that have a backup that counts */
	size_t present; /* slots that have one that may count (generation.h): no fewer */
	backup_slot newest, oldest;
	const struct generation *newest_generation, *oldest_generation; /* NULL when there are none */
	bool has_size;                                                  /* of all that count */
	uint64_t size_bytes;
	size_t expected;                    /* slots that can have one by now: at most .wanted */
	bool is_ramping_up;                 /* fewer than .wanted, because of .since_day */
	bool is_before_start;               /* .since_day has no slot yet that must have one */
	size_t missing;                     /* of the slots expected */
	backup_slot gaps[BACKUP_GAPS_TOLD]; /* the first of them, the newest first */
	backup_slot kept_from;              /* of .at_most: older ones have expired */
};

/* Finds the slots.  The rules and generations are borrowed by *slots.  False without memory. */
bool backup_slots_find(const struct generations *generations, const struct backup_slot_rules *rules, time_t now,
		       struct backup_slots *slots, struct problem *problem) MUST_CHECK;

/* The slot that a generation belongs to. */
backup_slot backup_slot_of(const struct generation *generation, const struct backup_slot_rules *rules);

/* Writes a slot's name: "2026-11-20", or "2026-11-20 04:00" where a day can have several. */
void backup_slot_write(backup_slot slot, const struct backup_slot_rules *rules, char *text, size_t size);

#endif
