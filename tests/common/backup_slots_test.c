// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/backup_slots.h"

#include "common/time/calendar.h"
#include "tests/common/backup_maker.h"

#include <stdio.h>

enum { BACKUPS = 16 };

struct row {
	const char *name;
	const char *schedule; /* NULL: none */
	double grace, spacing;
	size_t wanted, at_most;
	const char *since;
	double ages[BACKUPS]; /* hours; a negative one: it does not count; 0 ends the row */
	const char *expected;
};

/* `COUNT OLDEST..NEWEST expected N missing N: GAPS kept FROM`. */
static void show(const struct backup_slots *slots, char *text, size_t size)
{
	char oldest[BACKUP_SLOT_NAME_SIZE] = "-";
	char newest[BACKUP_SLOT_NAME_SIZE] = "-";
	size_t used;

	if (slots->count > 0) {
		backup_slot_write(slots->oldest, slots->rules, oldest, sizeof oldest);
		backup_slot_write(slots->newest, slots->rules, newest, sizeof newest);
	}
	used = (size_t)snprintf(text, size, "%zu %s..%s expected %zu%s missing %zu", slots->count, oldest, newest,
				slots->expected, slots->is_ramping_up ? " as yet" : "", slots->missing);
	for (size_t i = 0; i < slots->missing && i < BACKUP_GAPS_TOLD; i++) {
		backup_slot_write(slots->gaps[i], slots->rules, oldest, sizeof oldest);
		used += (size_t)snprintf(text + used, size - used, "%s%s", i ? ", " : ": ", oldest);
	}
	if (slots->rules->at_most) {
		backup_slot_write(slots->kept_from, slots->rules, oldest, sizeof oldest);
		snprintf(text + used, size - used, " kept from %s", oldest);
	}
}

static size_t make(const double *ages, struct generation *items)
{
	size_t count = 0;

	for (; count < BACKUPS && (ages[count] < 0 || ages[count] > 0); count++)
		items[count] = (struct generation){ .moment = now - (time_t)(fabs(ages[count]) * HOUR),
						    .is_exact = true,
						    .has_size = true,
						    .size_bytes = 10,
						    .flaw = ages[count] < 0 ? GENERATION_UNSOUND : GENERATION_WHOLE };
	return count;
}

static void look_at(struct rows *rows, const struct row *row)
{
	struct generation items[BACKUPS];
	struct generations generations = { .items = items, .count = make(row->ages, items) };
	struct schedule schedule = { 0 };
	struct backup_slot_rules rules = { .schedule = &schedule,
					   .grace_seconds = row->grace,
					   .tolerance_seconds = 300,
					   .spacing_seconds = row->spacing,
					   .wanted = row->wanted,
					   .at_most = row->at_most };
	struct backup_slots slots;
	struct problem problem;
	char text[1000];

	if (row->schedule)
		assert_true(schedule_add(row->schedule, &schedule, &problem));
	if (row->since)
		rules.has_since = calendar_parse_date(row->since, &rules.since_day, &problem);
	assert_true(backup_slots_find(&generations, &rules, now, &slots, &problem));
	show(&slots, text, sizeof text);
	row_text(rows, row->name, text, row->expected);
}

/* It is 06:00; two hours ago was today's run. */
static const struct row by_day[] = {
	{ "nothing",
	  NULL,
	  0,
	  DAY,
	  3,
	  0,
	  NULL,
	  { 0 },
	  "0 -..- expected 3 missing 3: 2026-11-25, 2026-11-24, 2026-11-23" },
	{ "three days", NULL, 0, DAY, 3, 0, NULL, { 2, 26, 50 }, "3 2026-11-24..2026-11-26 expected 3 missing 0" },
	{ "today's may come later",
	  NULL,
	  0,
	  DAY,
	  3,
	  0,
	  NULL,
	  { 26, 50, 74 },
	  "3 2026-11-23..2026-11-25 expected 3 missing 0" },
	{ "yesterday's may not",
	  NULL,
	  0,
	  DAY,
	  3,
	  0,
	  NULL,
	  { 50, 74, 98 },
	  "3 2026-11-22..2026-11-24 expected 3 missing 1: 2026-11-25" },
	{ "several of one day are one",
	  NULL,
	  0,
	  DAY,
	  3,
	  0,
	  NULL,
	  { 1, 2, 3, 4 },
	  "1 2026-11-26..2026-11-26 expected 3 missing 2: 2026-11-25, 2026-11-24" },
	{ "what does not count is missing",
	  NULL,
	  0,
	  DAY,
	  3,
	  0,
	  NULL,
	  { 2, -26, 50 },
	  "2 2026-11-24..2026-11-26 expected 3 missing 1: 2026-11-25" },
	{ "an older one does not fill a gap",
	  NULL,
	  0,
	  DAY,
	  3,
	  0,
	  NULL,
	  { 2, 50, 74 },
	  "3 2026-11-23..2026-11-26 expected 3 missing 1: 2026-11-25" },
	{ "no number is wanted: gaps between two",
	  NULL,
	  0,
	  DAY,
	  0,
	  0,
	  NULL,
	  { 2, 26, 98 },
	  "3 2026-11-22..2026-11-26 expected 5 missing 2: 2026-11-24, 2026-11-23" },
	{ "weeks", NULL, 0, 7 * DAY, 2, 0, NULL, { 24, 192 }, "2 2026-11-12..2026-11-19 expected 2 missing 0" },
	{ "six hours",
	  NULL,
	  0,
	  6 * HOUR,
	  2,
	  0,
	  NULL,
	  { 2, 8 },
	  "2 2026-11-25 21:00..2026-11-26 03:00 expected 2 missing 0" },
	{ "kept: all when there are few",
	  NULL,
	  0,
	  DAY,
	  0,
	  3,
	  NULL,
	  { 2, 26 },
	  "2 2026-11-25..2026-11-26 expected 2 missing 0 kept from 2026-11-25" },
	{ "kept: the newest three",
	  NULL,
	  0,
	  DAY,
	  0,
	  3,
	  NULL,
	  { 2, 26, 50, 74, 98 },
	  "5 2026-11-22..2026-11-26 expected 5 missing 0 kept from 2026-11-24" },
};

static void slots_are_counted_and_gaps_named(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(by_day); i++)
		look_at(&rows, &by_day[i]);
	rows_end(&rows);
}

static const struct row by_run[] = {
	{ "each run has one",
	  "04:00",
	  7200,
	  DAY,
	  2,
	  0,
	  NULL,
	  { 1.9, 25.9 },
	  "2 2026-11-25..2026-11-26 expected 2 missing 0" },
	{ "today's is due at this moment",
	  "04:00",
	  7200,
	  DAY,
	  2,
	  0,
	  NULL,
	  { 25.9, 49.9 },
	  "2 2026-11-24..2026-11-25 expected 2 missing 1: 2026-11-26" },
	{ "today's has a second left",
	  "04:00",
	  7201,
	  DAY,
	  2,
	  0,
	  NULL,
	  { 25.9, 49.9 },
	  "2 2026-11-24..2026-11-25 expected 2 missing 0" },
	{ "made by hand at night: it is yesterday's",
	  "04:00",
	  7200,
	  DAY,
	  2,
	  0,
	  NULL,
	  { 3, 25.9 },
	  "1 2026-11-25..2026-11-25 expected 2 missing 1: 2026-11-26" },
	{ "a clock that is behind",
	  "04:00",
	  7200,
	  DAY,
	  2,
	  0,
	  NULL,
	  { 2.08, 26 },
	  "2 2026-11-25..2026-11-26 expected 2 missing 0" },
	{ "two runs a day",
	  "04:00,16:00",
	  7200,
	  DAY,
	  3,
	  0,
	  NULL,
	  { 1.9, 25.9 },
	  "2 2026-11-25 04:00..2026-11-26 04:00 expected 3 missing 1: 2026-11-25 16:00" },
	{ "no run at the weekend",
	  "mon-fri 04:00",
	  7200,
	  DAY,
	  5,
	  0,
	  NULL,
	  { 1.9, 25.9, 49.9, 73.9, 145.9 },
	  "5 2026-11-20..2026-11-26 expected 5 missing 0" },
};

static void runs_of_a_schedule_are_slots(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(by_run); i++)
		look_at(&rows, &by_run[i]);
	rows_end(&rows);
}

static const struct row since_a_day[] = {
	{ "since two days",
	  "04:00",
	  7200,
	  DAY,
	  7,
	  0,
	  "2026-11-25",
	  { 1.9, 25.9 },
	  "2 2026-11-25..2026-11-26 expected 2 as yet missing 0" },
	{ "a miss is not hidden",
	  "04:00",
	  7200,
	  DAY,
	  7,
	  0,
	  "2026-11-24",
	  { 1.9, 49.9 },
	  "2 2026-11-24..2026-11-26 expected 3 as yet missing 1: 2026-11-25" },
	{ "since long ago",
	  "04:00",
	  7200,
	  DAY,
	  2,
	  0,
	  "2026-01-01",
	  { 1.9, 25.9 },
	  "2 2026-11-25..2026-11-26 expected 2 missing 0" },
	{ "since tomorrow", "04:00", 7200, DAY, 7, 0, "2026-11-27", { 0 }, "0 -..- expected 0 as yet missing 0" },
	{ "since today, whose run has time left",
	  "04:00",
	  7201,
	  DAY,
	  7,
	  0,
	  "2026-11-26",
	  { 0 },
	  "0 -..- expected 0 as yet missing 0" },
	{ "since today, whose run has none left",
	  "04:00",
	  7200,
	  DAY,
	  7,
	  0,
	  "2026-11-26",
	  { 0 },
	  "0 -..- expected 1 as yet missing 1: 2026-11-26" },
};

static void a_new_tenant_misses_nothing_before_his_first_day(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(since_a_day); i++)
		look_at(&rows, &since_a_day[i]);
	rows_end(&rows);
}

static void the_name_says_which_slot(void **state)
{
	/* 2026-11-24 from 00:00 on; its time of change is that of a copy made two days later. */
	const struct generation copied = { .moment = now - 30 * HOUR - 1,
					   .from = now - 54 * HOUR,
					   .until = now - 30 * HOUR };
	struct schedule schedule = { 0 };
	struct backup_slot_rules rules = { .schedule = &schedule, .spacing_seconds = DAY };
	struct problem problem;
	char text[BACKUP_SLOT_NAME_SIZE];
	struct rows rows = { 0 };

	(void)state;
	backup_slot_write(backup_slot_of(&copied, &rules), &rules, text, sizeof text);
	row_text(&rows, "a day", text, "2026-11-24");
	assert_true(schedule_add("04:00", &schedule, &problem));
	backup_slot_write(backup_slot_of(&copied, &rules), &rules, text, sizeof text);
	row_text(&rows, "a run", text, "2026-11-24");
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slots_are_counted_and_gaps_named),
		cmocka_unit_test(runs_of_a_schedule_are_slots),
		cmocka_unit_test(a_new_tenant_misses_nothing_before_his_first_day),
		cmocka_unit_test(the_name_says_which_slot),
	};

	return cmocka_run_group_tests(tests, in_tokyo, NULL);
}
