/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Why a transfer of libcurl failed, in words for the operator.
 *
 * Source: libcurl-errors(3).
 */
#ifndef RECEICO_NET_HTTP_FAILURE_H
#define RECEICO_NET_HTTP_FAILURE_H

#include "common/net/http_response.h"

/* What is known beside libcurl's result. */
struct http_failure {
	int result;          /* CURLcode */
	const char *words;   /* CURLOPT_ERRORBUFFER */
	const char *address; /* connected to instead of the target's host; NULL: none */
	long system_error;   /* errno, or 0 */
	bool resolved, connected, encrypted, began, header_ended; /* how far it came */
	bool proxied;                                             /* it went, or may have gone, through a proxy */
	size_t body_maximum;
	bool body_too_large, headers_too_large;
};

/* Sets response->problem from it. */
void http_failure_tell(const struct http_failure *failure, struct http_response *response);

/* Puts "HOST port PORT" of the response's target, and the address, in front of its problem. */
void http_failure_place(const char *address, struct http_response *response);

#endif
