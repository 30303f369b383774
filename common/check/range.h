/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Threshold ranges: `10`, `10:`, `~:10`, `10:20`, `@10:20`.
 *
 * A value outside start..end (both ends belong to it) alerts; with `@` a value
 * inside does.  A missing start is 0, a missing end is infinity, `~` is minus
 * infinity.  Source: Monitoring Plugins Development Guidelines, "Threshold and
 * Ranges".  Trailing rubbish is refused, which the older suites let pass.
 */
#ifndef RECEICO_CHECK_RANGE_H
#define RECEICO_CHECK_RANGE_H

#include "common/check/problem.h"
#include "common/check/status.h"

#include <stddef.h>

/* What a number measures: the base units of performance data, and with them the
 * suffixes that are taken where such a number is asked for. */
enum unit {
	UNIT_NONE,    /* a plain number */
	UNIT_SECONDS, /* `s`; takes durations */
	UNIT_BYTES,   /* `B`; takes sizes */
	UNIT_PERCENT  /* `%`; takes a trailing % */
};

struct range {
	double start; /* -INFINITY for `~` */
	double end;   /* INFINITY when missing */
	bool inside;  /* `@`: a value inside alerts */
	bool is_set;  /* false: no range was given, nothing alerts */
};

/* Reads a number in the given unit, or one with its suffixes; all of `length` bytes. */
bool unit_parse(const char *text, size_t length, enum unit unit, double *value, struct problem *problem) MUST_CHECK;

/* How the unit is written in performance data: "", "s", "B" or "%". */
const char *unit_symbol(enum unit unit);

/* Reads a range whose ends are numbers in `unit`. */
bool range_parse(const char *text, enum unit unit, struct range *range, struct problem *problem) MUST_CHECK;

/* The same, but a bare number means "at least" (`7` is `7:`), for what is better
 * when there is more of it: days left, generations kept. */
bool range_parse_at_least(const char *text, enum unit unit, struct range *range, struct problem *problem) MUST_CHECK;

/* Writes the range in base units, in its shortest form; "" when it is not set.
 * 64 bytes suffice. */
void range_write(const struct range *range, char *text, size_t size);

/* Does this value alert?  A range that is not set never does; NAN (could not be
 * measured) always does where a range is set. */
bool range_alerts(const struct range *range, double value);

/* CRITICAL, else WARNING, else OK; either range may be NULL. */
enum status range_judge(const struct range *warning, const struct range *critical, double value);

#endif
