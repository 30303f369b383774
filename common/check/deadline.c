// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/deadline.h"

#include <limits.h>
#include <time.h>

double deadline_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct deadline deadline_in(double seconds)
{
	return (struct deadline){ .seconds = deadline_clock() + seconds, .span = seconds };
}

struct deadline deadline_within(const struct deadline *deadline, double seconds)
{
	struct deadline sooner = deadline_in(seconds);

	return sooner.seconds < deadline->seconds ? sooner : *deadline;
}

double deadline_left(const struct deadline *deadline)
{
	double left = deadline->seconds - deadline_clock();

	return left > 0 ? left : 0;
}

int deadline_poll_ms(const struct deadline *deadline)
{
	double milliseconds = deadline_left(deadline) * 1000;

	if (milliseconds >= INT_MAX)
		return INT_MAX;
	return milliseconds > 0 ? (int)milliseconds + 1 : 0;
}

bool deadline_passed(const struct deadline *deadline)
{
	return deadline_clock() >= deadline->seconds;
}
