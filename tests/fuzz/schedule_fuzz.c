// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * A moment (eight bytes) and the text of a schedule: what is read is written so that it
 * reads the same, and the last run and the next stand around every moment.
 */
#include "common/time/schedule.h"
#include "common/time/zone.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_text(const struct schedule *schedule)
{
	struct schedule again = { .count = 0 };
	struct problem problem;
	char text[SCHEDULE_TEXT];
	char text_again[SCHEDULE_TEXT];

	schedule_write(schedule, text, sizeof text);
	require(strlen(text) + 1 < sizeof text && schedule_add(text, &again, &problem));
	schedule_write(&again, text_again, sizeof text_again);
	require(strcmp(text, text_again) == 0 && schedule->count == again.count);
	for (size_t i = 0; i < again.count; i++)
		require(schedule->times[i].minute == again.times[i].minute &&
			schedule->times[i].weekdays == again.times[i].weekdays);
}

static void check_runs(const struct schedule *schedule, time_t now)
{
	time_t last = 0;
	time_t next = 0;
	time_t run = 0;

	require(schedule_last(schedule, now, &last) && schedule_next(schedule, now, &next));
	require(last <= now && now < next && next - last <= 15 * 86400);
	require(schedule_next(schedule, last, &run) && run == next);
	require(schedule_last(schedule, next - 1, &run) && run == last);
	require(schedule_last(schedule, next, &run) && run == next);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool entered;
	struct schedule schedule = { .count = 0 };
	struct problem problem;
	int64_t moment = 0;
	char *text;

	if (size < sizeof moment)
		return 0;
	if (!entered)
		require(zone_enter("NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01", &problem));
	entered = true;
	memcpy(&moment, data, sizeof moment);
	text = calloc(size - sizeof moment + 1, 1);
	require(text != NULL);
	memcpy(text, data + sizeof moment, size - sizeof moment);
	if (schedule_add(text, &schedule, &problem)) {
		time_t run;

		check_text(&schedule);
		check_runs(&schedule, (time_t)(moment % 60000000000)); /* the years 69 to 3871 */
		require(schedule_last(&schedule, (time_t)moment, &run) || moment < 0);
		require(schedule_next(&schedule, (time_t)moment, &run) || moment > 0);
	}
	free(text);
	return 0;
}
