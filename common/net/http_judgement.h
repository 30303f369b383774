/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The answers of a web page, and the time they took, against limits.  Pure.
 */
#ifndef RECEICO_NET_HTTP_JUDGEMENT_H
#define RECEICO_NET_HTTP_JUDGEMENT_H

#include "common/check/result.h"
#include "common/net/certificate.h"
#include "common/net/http_journey.h"
#include "common/net/http_series.h"

/* Ranges may be NULL or not set. */
struct http_limits {
	const struct range *warning, *critical;         /* for the time; of several, the mean */
	const struct range *max_warning, *max_critical; /* for that of the slowest */
	const struct range *size;                       /* bytes of the body: WARNING */
	double timeout;                                 /* seconds: the most that a time can be */
	long samples, users; /* how many were to be asked for, one after the other, or at once */
	bool phases;         /* record the phases of the time too */
	bool show_body;
	enum status good; /* what is said of a good answer: OK, unless something else is unknown */
};

/* Records time (of several time_p95 or failed, and time_max), size and the phases, and
 * says how the page was answered, as it is, or what is wrong with it. */
void http_series_judge(const struct http_series *series, const struct http_expectation *expectation,
		       const struct http_limits *limits, struct result *result);

/* Of a mere handshake: says why it failed; records the phases. */
void http_handshake_judge(const struct http_series *series, const struct http_limits *limits, struct result *result);

/* Records time and time_STEP, and says that all steps went well, or which did not. */
void http_journey_judge(const struct http_journey *journey, const struct http_limits *limits, struct result *result);

/* Records days_left, and says how long the certificate holds. */
void http_certificate_judge(const struct certificate_limits *limits, const struct http_response *response, time_t now,
			    struct result *result);

/* Reads `MIN[:MAX]`, sizes of a page in bytes; a comma will do too. */
bool http_size_parse(const char *text, struct range *range, struct problem *problem) MUST_CHECK;

/* The answer for the person who asked with -vv, and with -vvv its header; the values of
 * cookies stay out. */
void http_response_trace(const struct http_response *response, const struct result *result);

#endif
