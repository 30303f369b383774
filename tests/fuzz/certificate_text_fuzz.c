// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Files of certificates, and the fields of certificates as text: every text is bounded
 * and ends, whatever an authority has put there; and the other texts of check_tls.
 */
#include "common/check/buffer.h"
#include "common/tls/certificate_file.h"
#include "common/tls/chain.h"
#include "common/tls/host_name.h"
#include "common/tls/http_exchange.h"
#include "common/tls/protocol_probe.h"
#include "common/tls/trust.h"
#include "common/tls/validity_limit.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static bool ends_within(const char *text, size_t size)
{
	return memchr(text, '\0', size) != NULL;
}

static void check_facts(const struct certificate_facts *facts)
{
	char words[100];
	char date[CERTIFICATE_TIME_SIZE];

	require(ends_within(facts->subject, sizeof facts->subject) && ends_within(facts->issuer, sizeof facts->issuer));
	require(ends_within(facts->issuer_organisation, sizeof facts->issuer_organisation));
	require(ends_within(facts->names, sizeof facts->names) && ends_within(facts->key_type, sizeof facts->key_type));
	require(ends_within(facts->signature, sizeof facts->signature));
	require(strlen(facts->fingerprint) == CERTIFICATE_FINGERPRINT_SIZE - 1);
	certificate_weak_key(facts, words, sizeof words);
	certificate_weak_signature(facts, words, sizeof words);
	certificate_write_time(facts->not_after, date, sizeof date);
	validity_write_left(facts->not_after, facts->not_before, words, sizeof words);
}

static void read_certificates(const char *bytes, size_t size)
{
	STACK_OF(X509) *certificates = NULL;
	struct certificate_chain chain = { 0 };
	struct problem problem;

	if (!certificate_file_parse(bytes, size, &certificates, &problem))
		return;
	if (chain_read(certificates, &chain, &problem)) {
		for (size_t i = 0; i < chain.count; i++)
			check_facts(chain.items + i);
	}
	(void)trust_match_name(sk_X509_value(certificates, 0), "www.example.org");
	(void)trust_match_name(sk_X509_value(certificates, 0), "*.example.org");
	(void)trust_match_name(sk_X509_value(certificates, 0), "127.0.0.1");
	chain_free(&chain);
	sk_X509_pop_free(certificates, X509_free);
}

static void read_texts(const char *text)
{
	char host[HOST_NAME_SIZE];
	char pin[CERTIFICATE_FINGERPRINT_SIZE];
	struct http_address address;
	struct validity_limit limit;
	struct problem problem;
	long port = 0;

	if (host_name_parse(text, host, sizeof host, &port, &problem))
		require(port >= 0 && port <= 65535 && host[0] != '\0' && strlen(host) < sizeof host);
	if (certificate_parse_fingerprint(text, pin, &problem))
		require(strspn(pin, "0123456789abcdef") == sizeof pin - 1);
	if (http_address_parse(text, &address, &problem))
		require(address.host[0] != '/' && address.path[0] == '/' && strpbrk(address.path, " \r\n") == NULL);
	if (validity_limit_parse(text, &limit, &problem))
		require(limit.range.is_set && limit.range.start <= limit.range.end);
}

static void read_reply(const char *bytes, size_t size)
{
	struct buffer reply = buffer_limited(100000);
	struct problem problem;
	size_t start = 0;
	size_t length = 0;

	buffer_append(&reply, bytes, size);
	if (http_reply_judge(&reply, size % 2, &start, &length, &problem) == HTTP_REPLY_WHOLE)
		require(start + length <= reply.length);
	buffer_free(&reply);
	(void)probe_judge_ssl3((const unsigned char *)bytes, size, size % 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	char text[2000];

	read_certificates(bytes, size);
	snprintf(text, sizeof text, "%.*s", (int)size, size > 0 ? bytes : "");
	read_texts(text);
	read_reply(bytes, size);
	return 0;
}
