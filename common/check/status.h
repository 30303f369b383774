/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The four states of a check, and the one order of their severity.
 *
 * Which state to use: what is watched is down, refused, unresolvable, too slow,
 * missing or wrong: CRITICAL (or as the thresholds say).  We could not ask (bad
 * option, no permission to look, no memory): UNKNOWN.  Nothing found is never OK.
 *
 * Source: Monitoring Plugins Development Guidelines, "Plugin Return Codes".
 */
#ifndef RECEICO_CHECK_STATUS_H
#define RECEICO_CHECK_STATUS_H

#include "common/check/problem.h"

/* The values are the exit statuses. */
enum status { STATUS_OK = 0, STATUS_WARNING = 1, STATUS_CRITICAL = 2, STATUS_UNKNOWN = 3 };

/* "OK", "WARNING", "CRITICAL" or "UNKNOWN". */
const char *status_name(enum status status);

/* The more severe of two: CRITICAL > UNKNOWN > WARNING > OK, the order in which
 * Icinga 2 ranks services (Service::GetSeverity). */
enum status status_worse(enum status a, enum status b);

/* Reads ok, warning (warn), critical (crit), unknown in any case, or 0 to 3. */
bool status_parse(const char *text, enum status *status, struct problem *problem) MUST_CHECK;

#endif
