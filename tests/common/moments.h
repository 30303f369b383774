/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Moments and zones in the tables of tests: a moment stands there in UTC, whatever the
 * zone of the row.
 */
#ifndef RECEICO_TESTS_MOMENTS_H
#define RECEICO_TESTS_MOMENTS_H

#include "common/time/zone.h"

#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOMENT_TEXT = 64 };

/* The zone of the rows that follow; a zone that this machine has not fails the test. */
static inline void enter_zone(const char *name)
{
	struct problem problem = { 0 };

	if (!zone_enter(name, &problem))
		fail_msg("%s (is the package tzdata installed?)", problem.text);
}

/* "2026-11-20 04:00:00", in UTC. */
static inline const char *utc_text(time_t moment, char *text)
{
	struct tm parts;

	assert_non_null(gmtime_r(&moment, &parts));
	assert_true(strftime(text, MOMENT_TEXT, "%Y-%m-%d %H:%M:%S", &parts) > 0);
	return text;
}

/* The way back, from 1970 on. */
static inline time_t utc_moment(const char *text)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	char *at = NULL;
	long year = strtol(text, &at, 10);
	long month = strtol(at + 1, &at, 10);
	time_t days = strtol(at + 1, &at, 10) - 1;
	long hour = strtol(at + 1, &at, 10);
	long minute = strtol(at + 1, &at, 10);
	long second = strtol(at + 1, &at, 10);
	char again[MOMENT_TEXT];
	time_t moment;

	for (long i = 1970; i < year; i++)
		days += (i % 4 == 0 && (i % 100 != 0 || i % 400 == 0)) ? 366 : 365;
	for (long i = 1; i < month; i++)
		days += lengths[i - 1] + (i == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
	moment = days * 86400 + hour * 3600 + minute * 60 + second;
	assert_string_equal(utc_text(moment, again), text);
	return moment;
}

#endif
