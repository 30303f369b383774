// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Files of holidays: what is taken is a day that is known, once, with a name that changes
 * nothing around it; what is refused has a line.
 */
#include "common/time/holiday_changes.h"

#include "common/check/text.h"
#include "common/time/calendar.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_name(const char *name)
{
	char clean[HOLIDAY_NAME_SIZE];

	require(memchr(name, '\0', HOLIDAY_NAME_SIZE) != NULL && *name != '\0');
	text_clean(name, strlen(name), clean, sizeof clean);
	require(strcmp(name, clean) == 0);
}

static void check_change(const struct holiday_changes *changes, const struct holiday_change *change)
{
	int year = calendar_date_of(change->day).year;

	require(year >= HOLIDAYS_FIRST_YEAR && year <= HOLIDAYS_LAST_YEAR && change->line > 0);
	require(holiday_change_on(changes, change->day) == change);
	if (change->removes)
		return;
	check_name(change->name_ja);
	check_name(change->name_en);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct holiday_changes *changes = malloc(sizeof *changes);
	struct problem problem = { 0 };

	require(text != NULL && changes != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	if (holiday_changes_parse(text, changes, &problem)) {
		require(changes->count <= HOLIDAY_CHANGES_MAXIMUM);
		for (size_t i = 0; i < changes->count; i++)
			check_change(changes, &changes->items[i]);
	} else {
		require(problem.kind == PROBLEM_INPUT && strncmp(problem.text, "line ", 5) == 0);
	}
	free(changes);
	free(text);
	return 0;
}
