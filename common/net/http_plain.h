/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Does a page come without TLS too?
 */
#ifndef RECEICO_NET_HTTP_PLAIN_H
#define RECEICO_NET_HTTP_PLAIN_H

#include "common/check/result.h"
#include "common/net/http_client.h"

/* Asks for the page of `target` over plain HTTP on that port, and follows nothing.  Of
 * the time it takes a part: a firewall that drops packets must not use it up. */
void http_plain_ask(const struct http_client_settings *settings, const struct http_target *target, long port,
		    const struct deadline *deadline, struct http_response *response);

/* Records whether plain HTTP is refused, does not answer, or leads to HTTPS at once. */
void http_plain_judge(const struct http_response *response, struct result *result);

#endif
