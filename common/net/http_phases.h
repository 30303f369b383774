/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The times of an HTTP answer as performance data.
 */
#ifndef RECEICO_NET_HTTP_PHASES_H
#define RECEICO_NET_HTTP_PHASES_H

#include "common/check/result.h"
#include "common/net/http_response.h"

/* Records time_dns, time_connect, time_tls, time_firstbyte, time_transfer and
 * http_code; U where there was none. */
void http_phases_record(const struct http_response *response, struct result *result);

#endif
