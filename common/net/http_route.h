/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What the command line says of the way to a page, in curl's forms.
 *
 * libcurl passes over what it cannot read in some of them, and the page would come
 * from elsewhere than was asked for.
 */
#ifndef RECEICO_NET_HTTP_ROUTE_H
#define RECEICO_NET_HTTP_ROUTE_H

#include "common/check/option.h"
#include "common/check/problem.h"

/*
 * --resolve: each is HOST:PORT:ADDRESS[,ADDRESS]..., perhaps with a plus in front
 * (CURLOPT_RESOLVE(3)).
 * --connect-to: each is HOST1:PORT1:HOST2:PORT2, where a part may be empty
 * (CURLOPT_CONNECT_TO(3)).
 * --proxy: [SCHEME://]HOST[:PORT], without a login (CURLOPT_PROXY(3)); NULL: none.
 */
bool http_route_verify(const struct texts *resolve, const struct texts *connect_to, const char *proxy,
		       struct problem *problem) MUST_CHECK;

#endif
