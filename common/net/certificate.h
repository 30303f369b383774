/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * How long the certificate holds that a TLS server showed.
 */
#ifndef RECEICO_NET_CERTIFICATE_H
#define RECEICO_NET_CERTIFICATE_H

#include "common/check/result.h"
#include "common/net/tls.h"

/* Days that must be left; what has expired is critical whatever they say. */
struct certificate_limits {
	bool is_set;
	struct range warning, critical;
};

/* Reads `DAYS[,DAYS]`: warning and critical, each a range or a minimum. */
bool certificate_limits_parse(const char *text, struct certificate_limits *limits, struct problem *problem) MUST_CHECK;

/* Whole days from `now` to the end, rounded down: what ended an hour ago has -1. */
long certificate_days_left(const struct tls_peer *peer, time_t now);

/* Writes "certificate 'NAME' expires in 30 days, on 2026-12-24T00:00:00Z", or "expired 3
 * days ago, on ...": whole days, rounded down, either way.  Foreign bytes remain. */
void certificate_describe(const struct tls_peer *peer, time_t now, char *text, size_t size);

/* Is it within the limits, so that nothing but that needs to be said?  False when none
 * was shown, or no limits are set. */
bool certificate_is_good(const struct certificate_limits *limits, const struct tls_peer *peer, time_t now);

/* Records days_left (U when no certificate was shown), and says what is wrong with
 * them, with `place` (the host and the port) in front.  When the handshake has failed,
 * the reason has been said; that there are too few days is then said in brief. */
void certificate_judge(const struct certificate_limits *limits, const struct tls_peer *peer, time_t now,
		       const char *place, bool handshake_failed, struct result *result);

#endif
