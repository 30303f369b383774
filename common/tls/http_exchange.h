/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * One request in HTTP/1.0 and its answer, for what certificates point at: OCSP
 * responders and revocation lists, which are fetched in plain (they are signed; under
 * TLS one would need the other: RFC 5280, 4.2.1.13).  Follows no redirect.
 */
#ifndef RECEICO_TLS_HTTP_EXCHANGE_H
#define RECEICO_TLS_HTTP_EXCHANGE_H

#include "common/check/buffer.h"
#include "common/check/deadline.h"

/* Parts of http://HOST[:PORT]/PATH. */
struct http_address {
	char host[256];
	long port;
	char path[1024]; /* begins with a slash */
};

/* Reads an address; another scheme, a user, a blank or a control character in it are
 * problems, for the text may come from a certificate. */
bool http_address_parse(const char *url, struct http_address *address, struct problem *problem) MUST_CHECK;

/* What the bytes so far amount to. */
enum http_reply { HTTP_REPLY_MORE, HTTP_REPLY_WHOLE, HTTP_REPLY_BAD };

/* Looks at the bytes of an answer, `ended` when no more come: status 200, its headers,
 * and a body as long as they say, or until the end.  Pure.  *start and *length are where
 * the body lies when it is whole. */
enum http_reply http_reply_judge(const struct buffer *reply, bool ended, size_t *start, size_t *length,
				 struct problem *problem);

/* What to send; `body` NULL: GET. */
struct http_request {
	const char *url;
	const char *content_type;
	const void *body;
	size_t length;
};

/* Sends it and leaves the body of the answer in `reply`, whose maximum bounds the whole
 * answer. */
bool http_exchange(const struct http_request *request, const struct deadline *deadline, struct buffer *reply,
		   struct problem *problem) MUST_CHECK;

#endif
