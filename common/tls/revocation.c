// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * OCSP: what was stapled, and what the responder says.
 */
#include "common/tls/revocation.h"

#include "common/tls/handshake.h"
#include "common/tls/http_exchange.h"

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

/* Clocks differ; five minutes is what OpenSSL's own programs forgive. */
enum { CLOCK_SKEW_SECONDS = 300 };

static void set_state(struct revocation_facts *facts, enum revocation_state state, const char *words)
{
	facts->state = state;
	snprintf(facts->words, sizeof facts->words, "%s", words);
}

/* Does this answer concern the certificate?  It names it by a digest of its choice. */
static bool concerns(OCSP_SINGLERESP *single, X509 *certificate, X509 *issuer)
{
	const OCSP_CERTID *theirs = OCSP_SINGLERESP_get0_id(single);
	ASN1_OBJECT *digest = NULL;
	OCSP_CERTID *ours = NULL;
	bool same = false;

	if (OCSP_id_get0_info(NULL, &digest, NULL, NULL, (OCSP_CERTID *)theirs) != 1 ||
	    EVP_get_digestbyobj(digest) == NULL)
		return false;
	ours = OCSP_cert_to_id(EVP_get_digestbyobj(digest), certificate, issuer);
	same = ours && OCSP_id_cmp(ours, theirs) == 0;
	OCSP_CERTID_free(ours);
	return same;
}

static void judge_single(OCSP_SINGLERESP *single, X509 *certificate, struct revocation_facts *facts)
{
	ASN1_GENERALIZEDTIME *revoked = NULL;
	ASN1_GENERALIZEDTIME *from = NULL;
	ASN1_GENERALIZEDTIME *until = NULL;
	int reason = -1;
	int status = OCSP_single_get0_status(single, &reason, &revoked, &from, &until);

	if (status == V_OCSP_CERTSTATUS_REVOKED) {
		facts->state = REVOCATION_REVOKED;
		certificate_write_name(X509_get_subject_name(certificate), facts->subject, sizeof facts->subject);
		if (revoked && !certificate_read_time(revoked, &facts->revoked_at))
			facts->revoked_at = 0;
		if (reason >= 0)
			snprintf(facts->reason, sizeof facts->reason, "%s", OCSP_crl_reason_str(reason));
	} else if (OCSP_check_validity(from, until, CLOCK_SKEW_SECONDS, -1) != 1) {
		set_state(facts, REVOCATION_UNUSABLE, "it is out of date");
	} else if (status != V_OCSP_CERTSTATUS_GOOD) {
		set_state(facts, REVOCATION_UNUSABLE, "the responder does not know the certificate");
	} else {
		facts->state = REVOCATION_GOOD;
	}
}

static void judge_basic(const struct revocation_subject *subject, OCSP_BASICRESP *basic, struct revocation_facts *facts)
{
	X509 *certificate = sk_X509_value(subject->path, 0);
	X509 *issuer = sk_X509_value(subject->path, 1);

	if (issuer == NULL) {
		set_state(facts, REVOCATION_UNUSABLE, "the issuer of the certificate is not known");
		return;
	}
	ERR_clear_error();
	if (OCSP_basic_verify(basic, subject->path, subject->store, 0) != 1) {
		snprintf(facts->words, sizeof facts->words, "its signature does not hold: %s", handshake_reason());
		facts->state = REVOCATION_UNUSABLE;
		return;
	}
	for (int i = 0; i < OCSP_resp_count(basic); i++) {
		OCSP_SINGLERESP *single = OCSP_resp_get0(basic, i);

		if (concerns(single, certificate, issuer)) {
			judge_single(single, certificate, facts);
			return;
		}
	}
	set_state(facts, REVOCATION_UNUSABLE, "it is for another certificate");
}

static void judge_response(const struct revocation_subject *subject, const unsigned char *bytes, long length,
			   struct revocation_facts *facts)
{
	OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &bytes, length);
	OCSP_BASICRESP *basic = NULL;
	int status = response ? OCSP_response_status(response) : -1;

	if (response == NULL) {
		set_state(facts, REVOCATION_UNUSABLE, "it cannot be read");
	} else if (status != OCSP_RESPONSE_STATUS_SUCCESSFUL) {
		snprintf(facts->words, sizeof facts->words, "it says '%s'", OCSP_response_status_str(status));
		facts->state = REVOCATION_UNUSABLE;
	} else if ((basic = OCSP_response_get1_basic(response)) == NULL) {
		set_state(facts, REVOCATION_UNUSABLE, "it is of a kind that is not known");
	} else {
		judge_basic(subject, basic, facts);
	}
	OCSP_BASICRESP_free(basic);
	OCSP_RESPONSE_free(response);
	ERR_clear_error();
}

void revocation_judge_staple(const struct revocation_subject *subject, const unsigned char *response, long length,
			     struct revocation_facts *facts)
{
	*facts = (struct revocation_facts){ .state = REVOCATION_ABSENT };
	if (response && length > REVOCATION_RESPONSE_MAXIMUM)
		set_state(facts, REVOCATION_UNUSABLE, "it is too large");
	else if (response)
		judge_response(subject, response, length, facts);
}

/* The request in DER, to be freed with OPENSSL_free(); its length, or 0. */
static int write_request(X509 *certificate, X509 *issuer, unsigned char **bytes)
{
	OCSP_REQUEST *request = OCSP_REQUEST_new();
	OCSP_CERTID *id = OCSP_cert_to_id(NULL, certificate, issuer);
	int length = 0;

	if (request && id && OCSP_request_add0_id(request, id)) {
		id = NULL; /* the request owns it now */
		length = i2d_OCSP_REQUEST(request, bytes);
	}
	OCSP_CERTID_free(id);
	OCSP_REQUEST_free(request);
	return length > 0 ? length : 0;
}

static void ask(const struct revocation_subject *subject, const char *url, const struct deadline *deadline,
		struct revocation_facts *facts)
{
	struct buffer reply = buffer_limited(REVOCATION_RESPONSE_MAXIMUM);
	unsigned char *bytes = NULL;
	int length = write_request(sk_X509_value(subject->path, 0), sk_X509_value(subject->path, 1), &bytes);
	struct http_request request = { .url = url, .content_type = "application/ocsp-request", .body = bytes };
	struct problem problem;

	request.length = (size_t)length;
	if (length == 0)
		set_state(facts, REVOCATION_UNREACHED, "out of memory");
	else if (http_exchange(&request, deadline, &reply, &problem))
		judge_response(subject, (const unsigned char *)reply.data, (long)reply.length, facts);
	else
		set_state(facts, REVOCATION_UNREACHED, problem.text);
	OPENSSL_free(bytes);
	buffer_free(&reply);
}

void revocation_ask_responder(const struct revocation_subject *subject, const struct deadline *deadline,
			      struct revocation_facts *facts)
{
	STACK_OF(OPENSSL_STRING) *urls = X509_get1_ocsp(sk_X509_value(subject->path, 0));

	*facts = (struct revocation_facts){ .state = REVOCATION_ABSENT };
	if (sk_OPENSSL_STRING_num(urls) < 1)
		set_state(facts, REVOCATION_ABSENT, "the certificate names no responder");
	else if (sk_X509_num(subject->path) < 2)
		set_state(facts, REVOCATION_UNREACHED, "the issuer of the certificate is not known");
	else
		ask(subject, sk_OPENSSL_STRING_value(urls, 0), deadline, facts);
	X509_email_free(urls);
}
