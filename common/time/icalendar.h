/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The lines of an iCalendar file.
 *
 * Each ends in CRLF and is folded so that none is longer than 75 octets, never within a
 * character of UTF-8.  Source: RFC 5545, 3.1 (lines) and 3.3.11 (text).
 */
#ifndef RECEICO_TIME_ICALENDAR_H
#define RECEICO_TIME_ICALENDAR_H

#include "common/check/buffer.h"

/* Adds a line of at most 200 octets by a printf format: "BEGIN:VEVENT". */
void icalendar_line(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);

/* Adds `NAME:` and a text, in which backslash, comma and semicolon are escaped and a line
 * end is written as \n.  The text is valid UTF-8. */
void icalendar_text(struct buffer *buffer, const char *name, const char *text);

#endif
