// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_phases.h"

#include <math.h>

static void record(const char *label, double value, enum unit unit, struct result *result)
{
	struct measure measure = { .label = label, .value = value, .unit = unit };

	if (unit == UNIT_SECONDS)
		measure.minimum = BOUND(0);
	result_measure(result, &measure);
}

void http_phases_record(const struct http_response *response, struct result *result)
{
	const struct http_times *times = &response->times;

	record("time_dns", times->dns, UNIT_SECONDS, result);
	record("time_connect", times->connect, UNIT_SECONDS, result);
	record("time_tls", times->tls, UNIT_SECONDS, result);
	record("time_firstbyte", times->first_byte, UNIT_SECONDS, result);
	record("time_transfer", times->transfer, UNIT_SECONDS, result);
	record("http_code", response->code > 0 ? (double)response->code : (double)NAN, UNIT_NONE, result);
}
