/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Since when answers have been slow.
 *
 * A delay begins with the first answer at or above the limit and ends with the first
 * below it, or when nobody has looked for so long that nothing can be said of the time
 * between.  Pure: the state (state.h) carries it from run to run.
 */
#ifndef RECEICO_NET_HTTP_DELAY_H
#define RECEICO_NET_HTTP_DELAY_H

#include "common/check/result.h"
#include "common/files/state.h"

#include <time.h>

struct http_delay {
	bool is_running;
	time_t since;
	double worst_seconds; /* while it has been running */
	long answers;         /* at or above the limit, one after the other */
	time_t seen;          /* the last of them; 0: not known */
};

/* Nobody looked for longer than this: what was before is over (a scheduler that stood still, a node
 * that took its turn long ago). */
enum { HTTP_DELAY_GAP_SECONDS = 7200 };

/* What a delay becomes with an answer that took `seconds`.  NAN, nothing was measured,
 * leaves it as it is.  A clock that was set back lets a delay begin now. */
struct http_delay http_delay_update(const struct http_delay *before, double limit_seconds, double seconds, time_t now);

/* Takes it out of a state, and puts it there; false when that has no memory. */
struct http_delay http_delay_read(const struct state *state);
bool http_delay_write(const struct http_delay *delay, struct state *state) MUST_CHECK;

/* Records `delay` (seconds that it has run) and says since when: WARNING while it
 * runs, CRITICAL once it has run for `maximum_seconds`. */
void http_delay_judge(const struct http_delay *delay, double limit_seconds, double maximum_seconds, time_t now,
		      struct result *result);

#endif
