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

static void write_date(time_t when, char *text, size_t size)
{
	struct tm date;

	text[0] = '\0';
	if (gmtime_r(&when, &date))
		strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", &date);
}

void certificate_describe(const struct tls_peer *peer, time_t now, char *text, size_t size)
{
	char date[32];

	write_date(peer->not_after, date, sizeof date);
	snprintf(text, size, "certificate '%s' expires in %ld days, on %s", peer->subject,
		 certificate_days_left(peer, now), date);
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
		       bool handshake_failed, struct result *result)
{
	long days = certificate_days_left(peer, now);
	bool expired = is_shown(peer) && days < 0;
	struct measure measure = { .label = "days_left", .value = is_shown(peer) ? (double)days : NAN };
	char text[400];
	char date[32];

	if (!limits->is_set)
		return;
	if (!handshake_failed && !expired) {
		measure.warning = &limits->warning;
		measure.critical = &limits->critical;
	}
	certificate_describe(peer, now, text, sizeof text);
	text[0] = 'C';
	if (!certificate_is_good(limits, peer, now))
		measure.text = handshake_failed || expired ? NULL : text;
	result_measure(result, &measure);
	write_date(peer->not_after, date, sizeof date);
	if (expired && !handshake_failed)
		result_say(result, STATUS_CRITICAL, "Certificate '%s' expired on %s", peer->subject, date);
}
