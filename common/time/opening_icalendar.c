// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Days and hours as events.
 */
#include "common/time/opening_report.h"

#include "common/time/calendar.h"
#include "common/time/icalendar.h"

#include <stdio.h>

enum { DAY_MINUTES = 1440 };

/* `20260101` */
static void write_date(long day, char *text, size_t size)
{
	struct calendar_date date = calendar_date_of(day);

	snprintf(text, size, "%04d%02d%02d", date.year, date.month, date.day);
}

/* Begins an event.  DTSTAMP would be the moment of printing; the year in which the event
 * begins does as well and makes the same file of the same days. */
static void begin_event(struct buffer *document, const struct opening_report *report, const char *name, long day)
{
	char date[CALENDAR_TEXT];

	write_date(day, date, sizeof date);
	icalendar_line(document, "BEGIN:VEVENT");
	icalendar_line(document, "UID:%s-%s-%s@receico-plugins", report->prefix, name, date);
	icalendar_line(document, "DTSTAMP:%.4s0101T000000Z", date);
}

static void add_whole_day(struct buffer *document, long day)
{
	char date[CALENDAR_TEXT];

	write_date(day, date, sizeof date);
	icalendar_line(document, "DTSTART;VALUE=DATE:%s", date);
	write_date(day + 1, date, sizeof date);
	icalendar_line(document, "DTEND;VALUE=DATE:%s", date);
}

static void end_event(struct buffer *document, const char *summary, const char *description, const char *category)
{
	icalendar_text(document, "SUMMARY;LANGUAGE=ja", summary);
	icalendar_text(document, "DESCRIPTION", description);
	icalendar_text(document, "CATEGORIES", category);
	icalendar_line(document, "TRANSP:TRANSPARENT");
	icalendar_line(document, "END:VEVENT");
}

static void add_dates(struct buffer *document, const struct opening_report *report)
{
	for (size_t i = 0; i < report->days->count; i++) {
		const struct opening_day *day = &report->days->items[i];
		bool is_holiday = opening_is_holiday(day);

		if (!is_holiday && (day->kind != OPENING_CLOSED || report->part == OPENING_HOLIDAYS))
			continue;
		begin_event(document, report, is_holiday ? "holiday" : "closed", day->day);
		add_whole_day(document, day->day);
		end_event(document, day->name_ja, day->name_en, is_holiday ? "HOLIDAY" : "CLOSED");
	}
}

/* `WEEKLY;BYDAY=MO,TU` for a set of weekdays. */
static void write_week(unsigned weekdays, char *text, size_t size)
{
	static const char names[7][3] = { "SU", "MO", "TU", "WE", "TH", "FR", "SA" };
	size_t used = (size_t)snprintf(text, size, "WEEKLY;BYDAY");
	char separator = '=';

	for (int i = 0; i < 7; i++) {
		if (weekdays & 1u << i && used < size) {
			used += (size_t)snprintf(text + used, size - used, "%c%s", separator, names[i]);
			separator = ',';
		}
	}
}

/* An event that repeats on the days of one kind; the others of its weekdays are taken out. */
struct repeated {
	enum opening_kind kind;
	unsigned weekdays;
	const struct opening_span *span; /* NULL: the whole day */
};

/* The first such day, or NULL. */
static const struct opening_day *first_of(const struct opening_days *days, enum opening_kind kind)
{
	for (size_t i = 0; i < days->count; i++) {
		if (days->items[i].kind == kind)
			return &days->items[i];
	}
	return NULL;
}

/* A moment of a day as the value of a property: `;TZID=Asia/Tokyo:20260105T100000`. */
static void add_moment(struct buffer *document, const char *property, long day, short minute)
{
	char date[CALENDAR_TEXT];

	write_date(day + minute / DAY_MINUTES, date, sizeof date);
	icalendar_line(document, "%s;TZID=Asia/Tokyo:%sT%02d%02d00", property, date, minute % DAY_MINUTES / 60,
		       minute % 60);
}

static void add_exceptions(struct buffer *document, const struct opening_days *days, const struct repeated *repeated,
			   long first)
{
	for (size_t i = 0; i < days->count; i++) {
		const struct opening_day *day = &days->items[i];
		char date[CALENDAR_TEXT];

		if (day->day <= first || day->kind == repeated->kind ||
		    !(repeated->weekdays & 1u << calendar_weekday(day->day)))
			continue;
		write_date(day->day, date, sizeof date);
		if (repeated->span)
			add_moment(document, "EXDATE", day->day, repeated->span->from);
		else
			icalendar_line(document, "EXDATE;VALUE=DATE:%s", date);
	}
}

/* Its times and its rule.  UNTIL has the form of DTSTART, or is in UTC where that has a zone
 * (RFC 5545, 3.3.10): the last day ends in Japan at 15:00 UTC. */
static void add_rule(struct buffer *document, const struct opening_days *days, const struct repeated *repeated,
		     long first)
{
	char week[64];
	char last[CALENDAR_TEXT];

	write_week(repeated->weekdays, week, sizeof week);
	write_date(days->items[days->count - 1].day, last, sizeof last);
	if (repeated->span) {
		add_moment(document, "DTSTART", first, repeated->span->from);
		add_moment(document, "DTEND", first, repeated->span->to);
	} else {
		add_whole_day(document, first);
	}
	icalendar_line(document, "RRULE:FREQ=%s;UNTIL=%s%s", week, last, repeated->span ? "T145959Z" : "");
	add_exceptions(document, days, repeated, first);
}

static void add_weekend(struct buffer *document, const struct opening_report *report)
{
	const struct repeated weekend = { OPENING_WEEKEND, ~(unsigned)report->hours->weekdays & 0x7fu, NULL };
	const struct opening_day *first = first_of(report->days, weekend.kind);

	if (first == NULL)
		return;
	begin_event(document, report, "weekend", first->day);
	add_rule(document, report->days, &weekend, first->day);
	end_event(document, "休業日", "Closed", "CLOSED");
}

static void add_hours(struct buffer *document, const struct opening_report *report)
{
	const struct opening_day *first = first_of(report->days, OPENING_OPEN);

	for (size_t i = 0; first && i < report->hours->count; i++) {
		const struct repeated hours = { OPENING_OPEN, report->hours->weekdays, &report->hours->spans[i] };
		char name[32];

		snprintf(name, sizeof name, "support-%02d%02d", hours.span->from / 60, hours.span->from % 60);
		begin_event(document, report, name, first->day);
		add_rule(document, report->days, &hours, first->day);
		end_event(document, "電話受付", "Support by phone", "SUPPORT");
	}
}

/* Japan has had one offset since 1951. */
static void add_zone(struct buffer *document)
{
	static const char *const lines[] = { "BEGIN:VTIMEZONE",    "TZID:Asia/Tokyo",
					     "BEGIN:STANDARD",     "DTSTART:19700101T000000",
					     "TZOFFSETFROM:+0900", "TZOFFSETTO:+0900",
					     "TZNAME:JST",         "END:STANDARD",
					     "END:VTIMEZONE" };

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		icalendar_line(document, "%s", lines[i]);
}

void opening_report_icalendar(struct buffer *document, const struct opening_report *report)
{
	bool has_hours = report->part == OPENING_ALL || report->part == OPENING_SUPPORT_HOURS;

	icalendar_line(document, "BEGIN:VCALENDAR");
	icalendar_line(document, "VERSION:2.0");
	icalendar_line(document, "PRODID:-//receico-plugins//slo_calendar//EN");
	icalendar_line(document, "CALSCALE:GREGORIAN");
	if (has_hours)
		add_zone(document);
	if (report->part != OPENING_SUPPORT_HOURS)
		add_dates(document, report);
	if (report->part == OPENING_ALL || report->part == OPENING_CLOSED_DAYS)
		add_weekend(document, report);
	if (has_hours)
		add_hours(document, report);
	icalendar_line(document, "END:VCALENDAR");
}
