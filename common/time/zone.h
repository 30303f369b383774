/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The time zone in which a program reads and writes days and times of day.
 *
 * An SLO says "at 04:00" in the zone of the people it is for; the machine that
 * runs the check may be anywhere.  A C library takes a zone that it does not know
 * silently for UTC, which moves every verdict by hours: so a name is looked up here
 * before it is handed over.
 *
 * Sources: POSIX.1-2008 XBD 8.3 (TZ) and RFC 8536 (the files).
 */
#ifndef RECEICO_TIME_ZONE_H
#define RECEICO_TIME_ZONE_H

#include "common/check/problem.h"

/* Makes `name` the zone of the whole process: from here on localtime_r(), mktime() and
 * calendar.h are in it.  To be called once, before a thread starts.  NULL and "" leave
 * the machine's own zone (TZ or /etc/localtime).
 *
 * A name is one of these; everything else is PROBLEM_INPUT, and the zone stays:
 * - a file of $TZDIR, or of /usr/share/zoneinfo where TZDIR is no absolute path:
 *   "Asia/Tokyo".  It must be whole.  No path leads out of that folder, and the zones
 *   that count leap seconds ("right/Asia/Tokyo") are refused, as the clock does not;
 * - "Asia/Tokyo", "Japan", "UTC", "Etc/UTC" or "GMT" where there is no such file;
 * - a text as POSIX has it, "JST-9" or "CET-1CEST,M3.5.0,M10.5.0/3".  A name for summer
 *   wants the two rules behind it: without them each C library has its own. */
bool zone_enter(const char *name, struct problem *problem) MUST_CHECK;

#endif
