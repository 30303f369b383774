// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_delay.h"

#include "common/check/duration.h"

#include <math.h>
#include <stdio.h>

struct http_delay http_delay_update(const struct http_delay *before, double limit_seconds, double seconds, time_t now)
{
	struct http_delay after = *before;

	if (after.is_running && after.since > now)
		after.since = now;
	if (isnan(seconds))
		return after;
	if (seconds < limit_seconds)
		return (struct http_delay){ 0 };
	if (after.seen > 0 && now - after.seen > HTTP_DELAY_GAP_SECONDS)
		after.is_running = false;
	if (!after.is_running)
		after = (struct http_delay){ .is_running = true, .since = now };
	if (seconds > after.worst_seconds)
		after.worst_seconds = seconds;
	after.answers++;
	after.seen = now;
	return after;
}

struct http_delay http_delay_read(const struct state *state)
{
	struct http_delay delay = { 0 };
	double since = 0;
	double answers = 0;
	double seen = 0;

	if (!state_get_number(state, "delay.since", &since) || since < 1 || since > 253402300799.0)
		return delay;
	delay.is_running = true;
	delay.since = (time_t)since;
	if (!state_get_number(state, "delay.worst", &delay.worst_seconds) || delay.worst_seconds < 0)
		delay.worst_seconds = 0;
	if (state_get_number(state, "delay.answers", &answers) && answers >= 0 && answers < 1e9)
		delay.answers = (long)answers;
	if (state_get_number(state, "delay.seen", &seen) && seen >= since && seen <= 253402300799.0)
		delay.seen = (time_t)seen;
	return delay;
}

bool http_delay_write(const struct http_delay *delay, struct state *state)
{
	if (!delay->is_running)
		return state_set(state, "delay.since", NULL) && state_set(state, "delay.worst", NULL) &&
		       state_set(state, "delay.answers", NULL) && state_set(state, "delay.seen", NULL);
	return state_set_number(state, "delay.since", (double)delay->since) &&
	       state_set_number(state, "delay.worst", delay->worst_seconds) &&
	       state_set_number(state, "delay.answers", (double)delay->answers) &&
	       state_set_number(state, "delay.seen", (double)delay->seen);
}

void http_delay_judge(const struct http_delay *delay, double limit_seconds, double maximum_seconds, time_t now,
		      struct result *result)
{
	double age = delay->is_running ? (double)(now - delay->since) : 0;
	/* A range alerts above its end, and a delay of exactly the maximum is over it. */
	bool too_long = delay->is_running && age >= maximum_seconds;
	struct measure measure = { .label = "delay", .value = age, .unit = UNIT_SECONDS, .minimum = BOUND(0) };
	char shown_age[32];
	char shown_maximum[32];
	char since[32] = "";
	struct tm date;

	result_measure(result, &measure);
	if (!delay->is_running)
		return;
	duration_write(age, shown_age, sizeof shown_age);
	duration_write(maximum_seconds, shown_maximum, sizeof shown_maximum);
	if (gmtime_r(&delay->since, &date))
		strftime(since, sizeof since, "%Y-%m-%dT%H:%M:%SZ", &date);
	result_say(result, too_long ? STATUS_CRITICAL : STATUS_WARNING,
		   "answers have taken %g s or more since %s, for %s (critical at %s), up to %.3f s", limit_seconds,
		   since, shown_age, shown_maximum, delay->worst_seconds);
}
