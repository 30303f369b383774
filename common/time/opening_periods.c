// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Time periods for schedulers.
 */
#include "common/time/opening_report.h"

#include "common/time/calendar.h"

#include <stdio.h>

/* How a scheduler writes a period: what stands in front of, between and behind. */
struct notation {
	const char *comment;
	const char *head[3];  /* name, title */
	const char *range[3]; /* day, times */
	const char *only;     /* behind a date: that day alone */
	const char *remark;   /* begins a comment behind a range */
	const char *tail;
	const char *tail_excluding[2]; /* name of a period; NULL: it cannot be relied on */
};

/* Icinga 2.13 takes a date for the day after it as well (icinga2#9388), which "every second
 * day", counted from the date, does not hold; and a period that excludes another knows nothing
 * of that one when it is started first, in an order that changes (icinga2#7398). */
static const struct notation icinga2 = {
	.comment = "//",
	.head = { "object TimePeriod \"", "\" {\n\tdisplay_name = \"", "\"\n\tranges = {\n" },
	.range = { "\t\t\"", "\" = \"", "\"" },
	.only = "/2",
	.remark = " // ",
	.tail = "\t}\n}\n",
};

static const struct notation nagios = {
	.comment = "#",
	.head = { "define timeperiod {\n\ttimeperiod_name\t", "\n\talias\t", "\n" },
	.range = { "\t", "\t", "" },
	.only = "",
	.remark = "\t; ",
	.tail = "}\n",
	.tail_excluding = { "\texclude\t", "\n}\n" },
};

/* A report being written. */
struct writer {
	const struct opening_report *report;
	const struct notation *notation;
	struct buffer *document;
};

/* "2026" or "2026 to 2030" */
static void add_years(const struct writer *writer)
{
	const struct opening_days *days = writer->report->days;

	buffer_print(writer->document, "%d", days->from);
	if (days->to > days->from)
		buffer_print(writer->document, " to %d", days->to);
}

static void begin_period(const struct writer *writer, const char *name, const char *title)
{
	const struct notation *notation = writer->notation;

	buffer_print(writer->document, "\n%s%s-%s%s%s, ", notation->head[0], writer->report->prefix, name,
		     notation->head[1], title);
	add_years(writer);
	buffer_add(writer->document, notation->head[2]);
}

static void add_range(const struct writer *writer, const char *day, const char *times)
{
	const struct notation *notation = writer->notation;

	buffer_print(writer->document, "%s%s%s%s%s", notation->range[0], day, notation->range[1], times,
		     notation->range[2]);
}

/* The weekdays of a set, all with the same times. */
static void add_weekdays(const struct writer *writer, unsigned weekdays, const char *times)
{
	static const char *const names[7] = { "sunday",   "monday", "tuesday", "wednesday",
					      "thursday", "friday", "saturday" };

	for (int i = 0; i < 7; i++) {
		if (weekdays & 1u << i) {
			add_range(writer, names[i], times);
			buffer_add(writer->document, "\n");
		}
	}
}

/* The days that are wanted, each with the same times. */
static void add_dates(const struct writer *writer, bool (*wanted)(const struct opening_day *day), const char *times)
{
	const struct opening_days *days = writer->report->days;

	for (size_t i = 0; i < days->count; i++) {
		const struct opening_day *day = &days->items[i];
		char date[CALENDAR_TEXT];
		char range[2 * CALENDAR_TEXT];

		if (!wanted(day))
			continue;
		calendar_write_day(day->day, date, sizeof date);
		snprintf(range, sizeof range, "%s%s", date, writer->notation->only);
		add_range(writer, range, times);
		/* The bracket keeps the backslash of a name from the end of the line. */
		buffer_print(writer->document, "%s%s (%s)\n", writer->notation->remark, day->name_ja, day->name_en);
	}
}

static bool is_open(const struct opening_day *day)
{
	return day->kind == OPENING_OPEN;
}

static bool is_closed_by_date(const struct opening_day *day)
{
	return day->kind != OPENING_OPEN && day->kind != OPENING_WEEKEND;
}

/* Behind the last year, where no holiday is known, each weekday every week: better a call on
 * a holiday than none at all. */
static void add_later_weeks(const struct writer *writer, const char *times)
{
	const struct opening_days *days = writer->report->days;
	long first = days->items[days->count - 1].day + 1;

	for (long day = first; day < first + 7; day++) {
		char from[CALENDAR_TEXT];
		char range[2 * CALENDAR_TEXT];

		if (!(writer->report->hours->weekdays & 1u << calendar_weekday(day)))
			continue;
		calendar_write_day(day, from, sizeof from);
		snprintf(range, sizeof range, "%s - 2099-12-31/7", from);
		add_range(writer, range, times);
		buffer_add(writer->document, "\n");
	}
}

static void add_support_hours(const struct writer *writer)
{
	const struct notation *notation = writer->notation;
	const struct opening_hours *hours = writer->report->hours;
	char times[OPENING_TEXT];

	opening_spans_write(hours, times, sizeof times);
	begin_period(writer, "support-hours", "Support by phone");
	if (notation->tail_excluding[0]) {
		add_weekdays(writer, hours->weekdays, times);
		buffer_print(writer->document, "%s%s-closed%s", notation->tail_excluding[0], writer->report->prefix,
			     notation->tail_excluding[1]);
	} else {
		add_dates(writer, is_open, times);
		add_later_weeks(writer, times);
		buffer_add(writer->document, notation->tail);
	}
}

static void add_heading(const struct writer *writer)
{
	const char *comment = writer->notation->comment;

	buffer_print(writer->document, "%s Japan's holidays and the support hours of ", comment);
	add_years(writer);
	buffer_print(writer->document,
		     ", as slo_calendar prints them.\n"
		     "%s The times are those of the scheduler's own zone, which must be Japan's (TZ=Asia/Tokyo).\n"
		     "%s Holidays behind the last year are not in it: print it again before.\n",
		     comment, comment);
}

static void write_periods(const struct writer *writer)
{
	enum opening_part part = writer->report->part;
	bool has_hours = part == OPENING_ALL || part == OPENING_SUPPORT_HOURS;
	bool excludes = has_hours && writer->notation->tail_excluding[0];

	add_heading(writer);
	if (part == OPENING_ALL || part == OPENING_HOLIDAYS) {
		begin_period(writer, "holidays", "Holidays in Japan");
		add_dates(writer, opening_is_holiday, "00:00-24:00");
		buffer_add(writer->document, writer->notation->tail);
	}
	if (part == OPENING_ALL || part == OPENING_CLOSED_DAYS || excludes) {
		begin_period(writer, "closed", "No support by phone");
		add_weekdays(writer, ~(unsigned)writer->report->hours->weekdays, "00:00-24:00");
		add_dates(writer, is_closed_by_date, "00:00-24:00");
		buffer_add(writer->document, writer->notation->tail);
	}
	if (has_hours)
		add_support_hours(writer);
}

void opening_report_icinga2(struct buffer *document, const struct opening_report *report)
{
	write_periods(&(struct writer){ report, &icinga2, document });
}

void opening_report_nagios(struct buffer *document, const struct opening_report *report)
{
	write_periods(&(struct writer){ report, &nagios, document });
}
