/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What came of an HTTP request.
 */
#ifndef RECEICO_NET_HTTP_RESPONSE_H
#define RECEICO_NET_HTTP_RESPONSE_H

#include "common/check/buffer.h"
#include "common/check/problem.h"
#include "common/net/http_target.h"

#include <stdint.h>
#include <time.h>

/* The longest status line that is kept, and how much header an answer may have. */
enum { HTTP_STATUS_LINE_SIZE = 256, HTTP_HEADERS_MAXIMUM = 256 * 1024 };

/* Seconds, each phase by itself; over all requests when redirects were followed.  NAN
 * where a phase did not happen. */
struct http_times {
	double total, dns, connect, tls, first_byte, transfer;
};

struct http_response {
	bool answered;                           /* a whole answer came; else `problem` says what is wrong */
	struct problem problem;                  /* with host and port in front */
	int code;                                /* 200 */
	char status_line[HTTP_STATUS_LINE_SIZE]; /* "HTTP/1.1 200 OK"; foreign text */
	struct http_target target;               /* who answered, at the end of the redirects */
	char location[2048];                     /* where a redirect leads that was not followed; "" when none */
	long redirects;                          /* how many were followed */
	struct buffer headers;                   /* lines of the last answer */
	struct buffer body;                      /* when it is kept; NUL bytes are blanks in it */
	uint64_t body_size;                      /* bytes */
	struct http_times times;
	bool connected;             /* a connection was made, whatever came of it */
	time_t certificate_end;     /* 0: not asked, or none was shown */
	char certificate_name[256]; /* its subject; foreign text */
};

/* Puts asterisks over a secret wherever the response says it: what a server repeats must
 * not get into anybody's history.  One of less than four bytes is left, or half the
 * text would go. */
void http_response_hide(struct http_response *response, const char *secret);

/* Frees what it holds; it may be used again. */
void http_response_free(struct http_response *response);

#endif
