/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * One page, asked for several times: one after the other, or by many users at once.
 */
#ifndef RECEICO_NET_HTTP_SERIES_H
#define RECEICO_NET_HTTP_SERIES_H

#include "common/net/http_client.h"
#include "common/net/http_expectation.h"
#include "common/net/http_samples.h"

#include <stddef.h>

struct http_series {
	size_t asked, failed;          /* failed: no answer, or not as expected */
	struct http_response response; /* the worst of them; the last when all are alike */
	struct http_summary summary;   /* of the times of those that were answered */
};

/* How often, and how. */
struct http_series_settings {
	long samples;            /* one after the other, each by a new user */
	double interval_seconds; /* from the start of one to the start of the next */
	long users;              /* at once; 0: not at once */
};

/* Asks.  A problem means that nobody could.  Ends early when the deadline passes; then
 * `asked` is smaller than wanted and the last one failed.  http_series_free() is due
 * either way. */
bool http_series_ask(const struct http_series_settings *settings, const struct http_client_settings *client_settings,
		     const struct http_request *request, const struct http_expectation *expectation,
		     const struct deadline *deadline, struct http_series *series, struct problem *problem) MUST_CHECK;

void http_series_free(struct http_series *series);

#endif
