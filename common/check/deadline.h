/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A moment on the monotonic clock by which something must be done.
 *
 * main() makes one from --timeout when the options are read and hands it down;
 * every wait takes it.  Setting the machine's clock moves nothing.
 */
#ifndef RECEICO_CHECK_DEADLINE_H
#define RECEICO_CHECK_DEADLINE_H

#include <stdbool.h>

struct deadline {
	double seconds; /* on the clock of deadline_clock() */
	double span;    /* seconds that were given when it was made */
};

/* Seconds on CLOCK_MONOTONIC; only differences mean something. */
double deadline_clock(void);

/* The moment `seconds` from now. */
struct deadline deadline_in(double seconds);

/* The earlier of `deadline` and the moment `seconds` from now: for a step that
 * must not eat all of the time. */
struct deadline deadline_within(const struct deadline *deadline, double seconds);

/* Seconds left; 0 when it has passed. */
double deadline_left(const struct deadline *deadline);

/* The same for poll(2): milliseconds, rounded up, so that a wait that ends has
 * really reached the deadline; 0 when it has passed. */
int deadline_poll_ms(const struct deadline *deadline);

bool deadline_passed(const struct deadline *deadline);

#endif
