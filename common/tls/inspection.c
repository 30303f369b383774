// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/tls/inspection.h"

#include "common/net/connect.h"
#include "common/net/stream.h"
#include "common/tls/certificate_file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* One server of a visit. */
struct place {
	const struct inspection_tools *tools;
	const struct inspection_settings *settings;
	struct endpoint endpoint;
	const char *server_name; /* as SNI, in ASCII; NULL: none */
};

/* Connects, and goes to the point where TLS begins. */
static bool open_stream(const struct place *place, const struct deadline *deadline, struct stream *stream,
			struct problem *problem)
{
	*stream = (struct stream){ .fd = -1 };
	return connect_to(&place->endpoint, deadline, &stream->fd, problem) &&
	       (place->settings->starttls == STARTTLS_NONE ||
		starttls_perform(stream, place->settings->starttls, place->endpoint.host, deadline, problem));
}

/* --- names --- */

static void add_name(struct inspection *inspection, const char *name)
{
	if (inspection->name_count < INSPECTION_NAMES_MAXIMUM)
		snprintf(inspection->names[inspection->name_count++], HOST_NAME_SIZE, "%s", name);
}

static void match_names(const struct inspection_settings *settings, const char *host, X509 *certificate,
			struct inspection *inspection)
{
	for (size_t i = 0; settings->names && i < settings->names->count; i++)
		add_name(inspection, settings->names->items[i]);
	if (inspection->name_count == 0 && settings->server_name && settings->server_name[0])
		add_name(inspection, settings->server_name);
	else if (inspection->name_count == 0 && host && host[0] != '/')
		add_name(inspection, host);
	for (size_t i = 0; i < inspection->name_count; i++)
		inspection->matches[i] = trust_match_name(certificate, inspection->names[i]);
}

/* --- what was shown --- */

/* An answer about a certificate is worth nothing unless its chain is good, and one that is
 * not must not send us to addresses of its choice. */
static void ask_about_revocation(const struct place *place, const struct handshake *handshake, STACK_OF(X509) * path,
				 const struct deadline *deadline, struct inspection *inspection)
{
	struct revocation_subject subject = { .store = place->tools->store, .path = path };

	/* A responder that is silent must leave time for what else is to be asked. */
	struct deadline until = deadline_within(deadline, deadline_left(deadline) / 2);

	if (path == NULL || sk_X509_num(path) < 1)
		return;
	if (place->settings->handshake.ask_for_staple)
		revocation_judge_staple(&subject, handshake->staple, handshake->staple_length, &inspection->staple);
	if (inspection->trust.count > 0)
		return;
	if (place->settings->ask_responder)
		revocation_ask_responder(&subject, &until, &inspection->responder);
	if (place->settings->lists)
		revocation_search_lists(&subject, place->settings->lists, &until, &inspection->lists);
}

static bool judge_trust(const struct place *place, const struct handshake *handshake, const struct deadline *deadline,
			struct inspection *inspection, struct problem *problem)
{
	STACK_OF(X509) *path = NULL;

	if (place->tools->store == NULL)
		return true;
	if (!trust_judge(place->tools->store, handshake->certificate, handshake->sent, place->settings->trust_level,
			 place->tools->now, &inspection->trust, &path, problem))
		return false;
	inspection->trust_judged = true;
	ask_about_revocation(place, handshake, path, deadline, inspection);
	sk_X509_pop_free(path, X509_free);
	return true;
}

static bool read_certificates(const struct place *place, const struct handshake *handshake,
			      const struct deadline *deadline, struct inspection *inspection, struct problem *problem)
{
	if (handshake->certificate == NULL)
		return true;
	match_names(place->settings, place->endpoint.host, handshake->certificate, inspection);
	return chain_read(handshake->sent, &inspection->chain, problem) &&
	       judge_trust(place, handshake, deadline, inspection, problem);
}

static void read_handshake(const struct handshake *handshake, struct inspection *inspection)
{
	snprintf(inspection->protocol, sizeof inspection->protocol, "%s", handshake->protocol);
	snprintf(inspection->cipher, sizeof inspection->cipher, "%s", handshake->cipher);
	snprintf(inspection->alpn, sizeof inspection->alpn, "%s", handshake->alpn);
	inspection->asked_for_certificate = handshake->asked_for_certificate;
	inspection->refusal = handshake->refusal;
}

/* True when the server could be talked to, whatever came of it. */
static bool shake_hands(const struct place *place, const struct deadline *deadline, struct inspection *inspection)
{
	struct handshake_settings settings = place->settings->handshake;
	struct handshake handshake = { 0 };
	struct stream stream;
	struct problem problem = { 0 };
	bool reached = open_stream(place, deadline, &stream, &inspection->failure);

	settings.server_name = place->server_name;
	if (reached) {
		if (handshake_perform(place->tools->context, &settings, stream.fd, deadline, &handshake,
				      &inspection->failure))
			inspection->seconds = handshake.seconds;
		read_handshake(&handshake, inspection);
		/* The first failure is the one to tell. */
		if (!read_certificates(place, &handshake, deadline, inspection, &problem) &&
		    inspection->failure.kind == PROBLEM_NONE)
			inspection->failure = problem;
		handshake_end(&handshake);
	}
	stream_close(&stream);
	return reached;
}

static void probe(const struct place *place, enum probed_protocol protocol, const struct deadline *deadline,
		  struct inspection *inspection)
{
	struct problem *problem = &inspection->probe_problems[protocol];
	enum probe_outcome outcome = PROBE_UNPROVEN;
	struct stream stream;

	/* What has just been spoken needs no second visit. */
	if (isfinite(inspection->seconds) &&
	    strcmp(inspection->protocol, protocol == PROBE_TLS1 ? "TLSv1" : probe_title(protocol)) == 0) {
		inspection->probes[protocol] = PROBE_SPOKEN;
		return;
	}
	if (open_stream(place, deadline, &stream, problem))
		outcome = probe_perform(place->tools->context, protocol, place->server_name, stream.fd, deadline,
					problem);
	stream_close(&stream);
	inspection->probes[protocol] = outcome;
}

void inspection_visit(const struct inspection_tools *tools, const struct inspection_settings *settings,
		      const char *host, long port, const struct deadline *deadline, struct inspection *inspection)
{
	struct place place = { .tools = tools, .settings = settings };
	bool is_name = host[0] != '/' && !host_name_is_address(host);
	bool is_v6 = strchr(host, ':') != NULL && !is_name && host[0] != '/';
	char ascii[HOST_NAME_SIZE];

	*inspection = (struct inspection){ .seconds = NAN };
	place.endpoint = (struct endpoint){ .host = host, .port = port, .family = settings->family, .is_named = true };
	/* RFC 6066, 3: addresses are no names. */
	if (settings->server_name == NULL)
		place.server_name = is_name ? host : NULL;
	else if (host_name_to_ascii(settings->server_name, ascii, sizeof ascii))
		place.server_name = ascii;
	if (host[0] == '/')
		snprintf(inspection->where, sizeof inspection->where, "%s", host);
	else
		snprintf(inspection->where, sizeof inspection->where, is_v6 ? "[%s]:%ld" : "%s:%ld", host, port);
	if (!shake_hands(&place, deadline, inspection))
		return;
	for (int i = 0; i < PROBE_PROTOCOLS; i++) {
		if (settings->probes & 1u << i)
			probe(&place, (enum probed_protocol)i, deadline, inspection);
	}
}

void inspection_read_file(const struct inspection_settings *settings, const char *path, struct inspection *inspection)
{
	STACK_OF(X509) *certificates = NULL;

	*inspection = (struct inspection){ .seconds = NAN, .is_file = true };
	snprintf(inspection->where, sizeof inspection->where, "%s", path);
	if (!certificate_file_read(path, &certificates, &inspection->failure))
		return;
	if (chain_read(certificates, &inspection->chain, &inspection->failure) && settings->names->count > 0)
		match_names(settings, NULL, sk_X509_value(certificates, 0), inspection);
	sk_X509_pop_free(certificates, X509_free);
}

void inspection_free(struct inspection *inspection)
{
	chain_free(&inspection->chain);
}
