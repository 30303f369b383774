/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * When something that grows will reach its ceiling, from one figure a day.  Pure.
 *
 * The pace is the median of the slopes between any two of the days looked at (the estimator
 * of Theil and Sen), so that a day on which much came and went does not bend it.  Days of
 * which nothing is known are none.  A clock that jumps does no harm: a few points in the
 * future were made while it was ahead, and go; when most are in the future it is behind now,
 * and nothing is changed.
 */
#ifndef RECEICO_FILES_FORECAST_H
#define RECEICO_FILES_FORECAST_H

#include "common/check/buffer.h"

#include <stddef.h>
#include <stdint.h>

/* Points that are kept, and those that a forecast needs at least. */
enum { FORECAST_POINTS_MAXIMUM = 400, FORECAST_POINTS_MINIMUM = 3 };

/* One figure a day, the oldest first; days count from 1970-01-01 UTC. */
struct forecast_history {
	struct forecast_point {
		int32_t day;
		uint64_t kibibytes;
	} points[FORECAST_POINTS_MAXIMUM];
	size_t count;
};

struct forecast {
	size_t points;        /* that it rests on */
	bool is_known;        /* there were enough */
	double bytes_per_day; /* the pace; below 0: it shrinks */
	double days_left;     /* until the ceiling at this pace; 0: it is reached; INFINITY: never */
};

/* Reads what forecast_write() wrote.  False when it is something else; the history is empty then. */
bool forecast_parse(const char *text, struct forecast_history *history);

/* Writes as much of the history as `maximum` bytes hold: the oldest points go. */
void forecast_write(const struct forecast_history *history, size_t maximum, struct buffer *text);

/* Adds today's figure unless there is one; true when the history has changed. */
bool forecast_add(struct forecast_history *history, int32_t today, uint64_t bytes);

/* Looks ahead from `used` bytes by the last `days` days up to today. */
struct forecast forecast_predict(const struct forecast_history *history, int32_t today, int32_t days, uint64_t used,
				 uint64_t ceiling);

#endif
