/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Holidays and opening hours in the words of those who use them.
 */
#ifndef RECEICO_TIME_OPENING_REPORT_H
#define RECEICO_TIME_OPENING_REPORT_H

#include "common/check/buffer.h"
#include "common/time/opening.h"

enum opening_part {
	OPENING_ALL,
	OPENING_HOLIDAYS,
	OPENING_CLOSED_DAYS,  /* all that are not open */
	OPENING_SUPPORT_HOURS /* what is open */
};

struct opening_report {
	const struct opening_hours *hours;
	const struct opening_days *days;
	enum opening_part part;
	const char *prefix; /* of names: letters, digits, `-` and `_` */
};

/* Time periods PREFIX-holidays, PREFIX-closed and PREFIX-support-hours; to Nagios the last
 * excludes the second, which comes with it, to Icinga 2 it is a list of days.  Sources: Icinga 2
 * documentation, "Advanced Topics", Time Periods; Nagios Core documentation, "Object
 * Definitions", timeperiod. */
void opening_report_icinga2(struct buffer *document, const struct opening_report *report);
void opening_report_nagios(struct buffer *document, const struct opening_report *report);

/* Events of whole days; weekends and hours as events that repeat, in Japan's time.  The
 * same days make the same file.  Source: RFC 5545. */
void opening_report_icalendar(struct buffer *document, const struct opening_report *report);

/* A line a day: date, name_ja, name_en, kind; the names of an open day are its hours.  As
 * RFC 4180 has it, but with this system's line ends. */
void opening_report_csv(struct buffer *document, const struct opening_report *report);

#endif
