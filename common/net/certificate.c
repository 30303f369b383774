// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/certificate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool certificate_limits_parse(const char *text, struct certificate_limits *limits, struct problem *problem)
{
	struct certificate_limits parsed = { .is_set = true };
	const char *comma = strchr(text, ',');
	char warning[64];

	snprintf(warning, sizeof warning, "%.*s", comma ? (int)(comma - text) : (int)strlen(text), text);
	if (!range_parse_at_least(warning, UNIT_NONE, &parsed.warning, problem) ||
	    !range_parse_at_least(comma ? comma + 1 : "0", UNIT_NONE, &parsed.critical, problem))
		return false;
	*limits = parsed;
	return true;
}

long certificate_days_left(const struct tls_peer *peer, time_t now)
{
	long long seconds = (long long)peer->not_after - (long long)now;

	return (long)(seconds / 86400 - (seconds % 86400 < 0));
}

void certificate_describe(const struct tls_peer *peer, time_t now, char *text, size_t size)
{
	long long seconds = (long long)peer->not_after - (long long)now;
	bool expired = seconds < 0;
	long long days = (expired ? -seconds : seconds) / 86400;
	char date[32] = "";
	struct tm end;

	if (gmtime_r(&peer->not_after, &end))
		strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", &end);
	snprintf(text, size, "certificate '%s' %s %lld day%s%s, on %s", peer->subject,
		 expired ? "expired" : "expires in", days, days == 1 ? "" : "s", expired ? " ago" : "", date);
}

static bool is_shown(const struct tls_peer *peer)
{
	return peer->not_after != 0;
}

bool certificate_is_good(const struct certificate_limits *limits, const struct tls_peer *peer, time_t now)
{
	long days = certificate_days_left(peer, now);

	return limits->is_set && is_shown(peer) && days >= 0 &&
	       range_judge(&limits->warning, &limits->critical, (double)days) == STATUS_OK;
}

void certificate_judge(const struct certificate_limits *limits, const struct tls_peer *peer, time_t now,
		       const char *place, bool handshake_failed, struct result *result)
{
	long days = certificate_days_left(peer, now);
	struct measure measure = { .label = "days_left",
				   .value = is_shown(peer) ? (double)days : NAN,
				   .warning = &limits->warning,
				   .critical = &limits->critical };
	bool forgiven = is_shown(peer) && days < 0 && !handshake_failed &&
			range_judge(&limits->warning, &limits->critical, (double)days) != STATUS_CRITICAL;
	char certificate[400];
	char text[700];

	if (!limits->is_set)
		return;
	certificate_describe(peer, now, certificate, sizeof certificate);
	snprintf(text, sizeof text, "%s: %s", place, certificate);
	if (!handshake_failed && !forgiven && !certificate_is_good(limits, peer, now))
		measure.text = text;
	result_measure(result, &measure);
	if (forgiven)
		result_say(result, STATUS_CRITICAL, "%s", text);
}
