/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What an answer is expected to be, and whether it is.
 *
 * Reads no clock, file or socket.  Regular expressions are those of regcomp(3),
 * extended.
 */
#ifndef RECEICO_NET_HTTP_EXPECTATION_H
#define RECEICO_NET_HTTP_EXPECTATION_H

#include "common/check/option.h"
#include "common/check/result.h"
#include "common/net/http_response.h"

/* Texts that are NULL and lists that are empty expect nothing. */
struct http_expectation {
	const char *status;                       /* list with commas: one must be in the status line; replaces
					 what follows from the code */
	enum status redirect_status;              /* what a redirect means that was not followed */
	struct texts strings, forbidden_strings;  /* of the body */
	struct texts patterns, caseless_patterns; /* for the body */
	struct texts forbidden_patterns;
	bool linespan;              /* `.` and the like match line ends, `^` and `$` only the ends of the body */
	bool invert;                /* patterns must not be found, and forbidden ones must */
	enum status pattern_status; /* what it means when they do not hold */
	const char *header_string;  /* somewhere in the header */
	struct texts required_headers, forbidden_headers; /* http_header_matches() */
	double age_maximum;                               /* seconds since Last-Modified; 0: any */
	bool require_tls, forbid_tls;                     /* of the connection that gave the answer */
};

/* Are the patterns such that regcomp(3) takes them? */
bool http_expectation_verify(const struct http_expectation *expectation, struct problem *problem) MUST_CHECK;

/* One regular expression is; the problem says what is wrong with it. */
bool http_pattern_verify(const char *pattern, struct problem *problem) MUST_CHECK;

/* Must the body be kept to judge it? */
bool http_expectation_needs_body(const struct http_expectation *expectation);

/* Is this the status line of an answer, and does it hold one of the expected texts?
 * "302" finds "HTTP/1.1 302 Found". */
bool http_status_is(const char *status_line, const char *expected);

/* Records each expectation of an answered response that does not hold; gives the
 * worst state. */
enum status http_expectation_judge(const struct http_expectation *expectation, const struct http_response *response,
				   struct result *result);

/* The same state and nothing recorded. */
enum status http_expectation_status(const struct http_expectation *expectation, const struct http_response *response);

#endif
