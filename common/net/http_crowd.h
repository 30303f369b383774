/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Many users who ask for a page at the same moment.
 */
#ifndef RECEICO_NET_HTTP_CROWD_H
#define RECEICO_NET_HTTP_CROWD_H

#include "common/net/http_client.h"

#include <stddef.h>

/* Lets `users` users, each with a connection and cookies of his own, ask for the same
 * page, and fills as many responses; free each.  A problem means that nobody asked;
 * who failed has his problem in his response. */
bool http_crowd_ask(const struct http_client_settings *settings, const struct http_request *request, size_t users,
		    const struct deadline *deadline, struct http_response *responses,
		    struct problem *problem) MUST_CHECK;

#endif
