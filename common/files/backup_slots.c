// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/backup_slots.h"

#include "common/time/calendar.h"

#include <stdio.h>
#include <stdlib.h>

enum { DAY_SECONDS = 86400 };

/* Slots that are looked back at, whatever is asked for. */
enum { LOOK_BACK_MAXIMUM = 100000 };

static bool by_run(const struct backup_slot_rules *rules)
{
	return rules->schedule && rules->schedule->count > 0;
}

/* The days of a slot; 0: it is counted in seconds. */
static long long days_of(const struct backup_slot_rules *rules)
{
	long long spacing = (long long)rules->spacing_seconds;

	return spacing >= DAY_SECONDS && spacing % DAY_SECONDS == 0 ? spacing / DAY_SECONDS : 0;
}

static backup_slot floor_divide(long long value, long long by)
{
	return by > 0 ? value / by - (value % by < 0) : value;
}

static backup_slot slot_at(time_t moment, const struct backup_slot_rules *rules)
{
	time_t run = 0;

	if (by_run(rules))
		return schedule_last(rules->schedule, moment, &run) ? run : 0;
	if (days_of(rules))
		return floor_divide(calendar_day(moment), days_of(rules));
	return floor_divide(moment, (long long)rules->spacing_seconds);
}

backup_slot backup_slot_of(const struct generation *generation, const struct backup_slot_rules *rules)
{
	bool is_named = generation->until > generation->from;

	/* A run may be dated a little before its time; a date alone means the runs of that day. */
	if (by_run(rules))
		return slot_at(generation->is_exact || !is_named ? generation->moment + (time_t)rules->tolerance_seconds
								 : generation->until - 1,
			       rules);
	return slot_at(is_named ? generation->from : generation->moment, rules);
}

static bool previous(backup_slot slot, const struct backup_slot_rules *rules, backup_slot *before)
{
	time_t run;

	if (!by_run(rules)) {
		*before = slot - 1;
		return true;
	}
	if (!schedule_last(rules->schedule, (time_t)slot - 1, &run))
		return false;
	*before = run;
	return true;
}

static long first_day(backup_slot slot, const struct backup_slot_rules *rules)
{
	if (by_run(rules))
		return calendar_day((time_t)slot);
	if (days_of(rules))
		return (long)(slot * days_of(rules));
	return calendar_day((time_t)(slot * (long long)rules->spacing_seconds));
}

void backup_slot_write(backup_slot slot, const struct backup_slot_rules *rules, char *text, size_t size)
{
	if (by_run(rules) && rules->schedule->count > 1)
		calendar_write_moment((time_t)slot, text, size);
	else if (by_run(rules) || days_of(rules))
		calendar_write_day(first_day(slot, rules), text, size);
	else
		calendar_write_moment((time_t)(slot * (long long)rules->spacing_seconds), text, size);
}

/* --- which have a backup --- */

static int compare_slots(const void *left, const void *right)
{
	const backup_slot a = *(const backup_slot *)left;
	const backup_slot b = *(const backup_slot *)right;

	return (a > b) - (a < b);
}

/* The slots of the generations that count, or may, ascending, each once. */
static size_t list_slots(const struct generations *generations, const struct backup_slot_rules *rules,
			 bool (*counts)(const struct generation *generation), backup_slot *list)
{
	size_t listed = 0;
	size_t distinct = 0;

	for (size_t i = 0; i < generations->count; i++) {
		if (counts(generations->items + i))
			list[listed++] = backup_slot_of(generations->items + i, rules);
	}
	qsort(list, listed, sizeof *list, compare_slots);
	for (size_t i = 0; i < listed; i++) {
		if (i == 0 || list[i] != list[i - 1])
			list[distinct++] = list[i];
	}
	return distinct;
}

static void sum_up(const struct generations *generations, struct backup_slots *slots)
{
	for (size_t i = 0; i < generations->count; i++) {
		const struct generation *generation = generations->items + i;

		if (!generation_is_whole(generation))
			continue;
		if (slots->newest_generation == NULL)
			slots->newest_generation = generation;
		slots->oldest_generation = generation;
		slots->has_size &= generation->has_size;
		slots->size_bytes += generation->size_bytes;
	}
}

/* --- which are missed --- */

/* The newest slot that must have one by now.  Without a schedule nobody knows when in its slot a backup is
 * made, so the one that is running is not missed. */
static bool newest_due(const struct backup_slot_rules *rules, time_t now, backup_slot *due)
{
	time_t run;

	if (!by_run(rules)) {
		*due = slot_at(now, rules) - 1;
		return true;
	}
	if (!schedule_last(rules->schedule, now - (time_t)rules->grace_seconds, &run))
		return false;
	*due = run;
	return true;
}

static bool goes_back_to(backup_slot slot, const struct backup_slots *slots)
{
	const struct backup_slot_rules *rules = slots->rules;

	if (rules->has_since && first_day(slot, rules) < rules->since_day)
		return false;
	return rules->wanted > 0 ? slots->expected < rules->wanted : slots->count > 0 && slot >= slots->oldest;
}

static void find_gaps(const backup_slot *list, struct backup_slots *slots, time_t now)
{
	backup_slot slot;
	bool more = newest_due(slots->rules, now, &slot);

	if (slots->count > 0 && (!more || slots->newest > slot)) {
		slot = slots->newest;
		more = true;
	}
	slots->is_before_start = slots->rules->has_since && slots->present == 0 &&
				 (!more || first_day(slot, slots->rules) < slots->rules->since_day);
	while (more && slots->expected < LOOK_BACK_MAXIMUM && goes_back_to(slot, slots)) {
		slots->expected++;
		if (bsearch(&slot, list, slots->present, sizeof *list, compare_slots) == NULL) {
			if (slots->missing < BACKUP_GAPS_TOLD)
				slots->gaps[slots->missing] = slot;
			slots->missing++;
		}
		more = previous(slot, slots->rules, &slot);
	}
	slots->is_ramping_up = slots->rules->has_since && slots->expected < slots->rules->wanted;
}

bool backup_slots_find(const struct generations *generations, const struct backup_slot_rules *rules, time_t now,
		       struct backup_slots *slots, struct problem *problem)
{
	backup_slot *list = calloc(generations->count + 1, sizeof *list);

	if (list == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	*slots = (struct backup_slots){ .rules = rules, .has_size = true };
	slots->count = list_slots(generations, rules, generation_is_whole, list);
	if (slots->count > 0) {
		slots->oldest = list[0];
		slots->newest = list[slots->count - 1];
		slots->kept_from =
			list[rules->at_most && slots->count > rules->at_most ? slots->count - rules->at_most : 0];
	}
	sum_up(generations, slots);
	/* One that nobody could look into is there: its slot is not missed. */
	slots->present = list_slots(generations, rules, generation_may_count, list);
	find_gaps(list, slots, now);
	free(list);
	return true;
}
