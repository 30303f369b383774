/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * How much of a certificate's validity must be left: `30` (days), `14d`, `36h`, or
 * `25%` of its lifetime, each a minimum, or a range of them.
 */
#ifndef RECEICO_TLS_VALIDITY_LIMIT_H
#define RECEICO_TLS_VALIDITY_LIMIT_H

#include "common/check/range.h"

#include <stdint.h>

struct validity_limit {
	bool in_percent;    /* of the lifetime; otherwise in days */
	struct range range; /* not set: no limit */
};

/* Reads a limit.  A number without a unit beside one with a unit is in seconds. */
bool validity_limit_parse(const char *text, struct validity_limit *limit, struct problem *problem) MUST_CHECK;

/* The range of days for a certificate that lives so many seconds. */
struct range validity_limit_days(const struct validity_limit *limit, int64_t lifetime_seconds);

/* Days from `now` to the end, down to a ten-thousandth (9 s); negative when it is over. */
double validity_days_left(int64_t not_after, int64_t now);

/* Writes "in 37 days", "in 36 h 5 min", or "3 days ago".  48 bytes suffice. */
void validity_write_left(int64_t not_after, int64_t now, char *text, size_t size);

#endif
