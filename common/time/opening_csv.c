// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Days as a table.
 */
#include "common/time/opening_report.h"

#include "common/time/calendar.h"

#include <string.h>

static bool is_in_part(const struct opening_day *day, enum opening_part part)
{
	switch (part) {
	case OPENING_HOLIDAYS:
		return opening_is_holiday(day);
	case OPENING_CLOSED_DAYS:
		return day->kind != OPENING_OPEN;
	case OPENING_SUPPORT_HOURS:
		return day->kind == OPENING_OPEN;
	case OPENING_ALL:
		break;
	}
	return true;
}

static void add_field(struct buffer *document, const char *text)
{
	bool quote = strpbrk(text, ",\"") != NULL;

	buffer_add(document, quote ? ",\"" : ",");
	for (; *text; text++) {
		buffer_append(document, text, 1);
		if (*text == '"')
			buffer_add(document, "\"");
	}
	buffer_add(document, quote ? "\"" : "");
}

void opening_report_csv(struct buffer *document, const struct opening_report *report)
{
	static const char *const kinds[] = {
		[OPENING_OPEN] = "open",       [OPENING_WEEKEND] = "weekend",       [OPENING_CLOSED] = "closed",
		[OPENING_HOLIDAY] = "holiday", [OPENING_SUBSTITUTE] = "substitute", [OPENING_BETWEEN] = "between",
		[OPENING_ADDED] = "added"
	};
	char times[OPENING_TEXT];

	opening_spans_write(report->hours, times, sizeof times);
	buffer_add(document, "date,name_ja,name_en,kind\n");
	for (size_t i = 0; i < report->days->count; i++) {
		const struct opening_day *day = &report->days->items[i];
		char date[CALENDAR_TEXT];

		if (!is_in_part(day, report->part))
			continue;
		calendar_write_day(day->day, date, sizeof date);
		buffer_add(document, date);
		add_field(document, day->kind == OPENING_OPEN ? times : day->name_ja);
		add_field(document, day->kind == OPENING_OPEN ? times : day->name_en);
		add_field(document, kinds[day->kind]);
		buffer_add(document, "\n");
	}
}
