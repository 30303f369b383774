// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Revocation lists: from a file, an address, or where the certificate says.
 */
#include "common/check/file.h"
#include "common/tls/http_exchange.h"
#include "common/tls/revocation.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static void set_state(struct revocation_facts *facts, enum revocation_state state, const char *words)
{
	facts->state = state;
	snprintf(facts->words, sizeof facts->words, "%s", words);
}

/* --- one list --- */

/* RFC 5280, 5.2: a list with a critical extension that is not understood says nothing. */
static bool has_unknown_demands(const X509_CRL *list)
{
	for (int at = -1; (at = X509_CRL_get_ext_by_critical(list, 1, at)) >= 0;) {
		const X509_EXTENSION *extension = X509_CRL_get_ext(list, at);
		int kind = OBJ_obj2nid(X509_EXTENSION_get_object((X509_EXTENSION *)extension));

		if (kind != NID_issuing_distribution_point)
			return true;
	}
	return false;
}

/* Why this list cannot be relied on; NULL: it can. */
static const char *find_fault(X509_CRL *list, X509 *issuer)
{
	const ASN1_TIME *next = X509_CRL_get0_nextUpdate(list);

	if (X509_CRL_verify(list, X509_get0_pubkey(issuer)) != 1)
		return "its signature does not hold";
	if (next && X509_cmp_current_time(next) < 0)
		return "it is out of date";
	if (has_unknown_demands(list))
		return "it demands what is not understood";
	return NULL;
}

static void note_revoked(X509 *certificate, X509_REVOKED *entry, struct revocation_facts *facts)
{
	ASN1_ENUMERATED *reason = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, NULL, NULL);
	static const char *const reasons[] = { "unspecified",        "keyCompromise", "cACompromise",
					       "affiliationChanged", "superseded",    "cessationOfOperation",
					       "certificateHold" };
	long number = reason ? ASN1_ENUMERATED_get(reason) : -1;

	facts->state = REVOCATION_REVOKED;
	certificate_write_name(X509_get_subject_name(certificate), facts->subject, sizeof facts->subject);
	if (!certificate_read_time(X509_REVOKED_get0_revocationDate(entry), &facts->revoked_at))
		facts->revoked_at = 0;
	if (number >= 0 && (size_t)number < sizeof reasons / sizeof *reasons)
		snprintf(facts->reason, sizeof facts->reason, "%s", reasons[number]);
	ASN1_ENUMERATED_free(reason);
}

/* Looks up a certificate in the list of its issuer. */
static void look_up(X509_CRL *list, X509 *certificate, X509 *issuer, struct revocation_facts *facts)
{
	const char *fault = find_fault(list, issuer);
	X509_REVOKED *entry = NULL;

	if (X509_CRL_get0_by_cert(list, &entry, certificate) == 1) {
		if (X509_CRL_verify(list, X509_get0_pubkey(issuer)) == 1)
			note_revoked(certificate, entry, facts);
		else
			set_state(facts, REVOCATION_UNUSABLE, fault);
	} else if (fault) {
		set_state(facts, REVOCATION_UNUSABLE, fault);
	} else {
		facts->state = REVOCATION_GOOD;
	}
}

/* Revoked anywhere is revoked; after that, what is known of the server's own counts. */
static void search_list(const struct revocation_subject *subject, X509_CRL *list, struct revocation_facts *facts)
{
	for (int i = 0; i + 1 < sk_X509_num(subject->path); i++) {
		X509 *certificate = sk_X509_value(subject->path, i);
		struct revocation_facts found = { .state = REVOCATION_ABSENT };

		if (X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_issuer_name(certificate)) != 0)
			continue;
		look_up(list, certificate, sk_X509_value(subject->path, i + 1), &found);
		if (found.state == REVOCATION_REVOKED || (i == 0 && facts->state != REVOCATION_REVOKED) ||
		    (found.state == REVOCATION_UNUSABLE && facts->state == REVOCATION_GOOD))
			*facts = found;
	}
}

/* --- several --- */

static size_t search_pem(const struct revocation_subject *subject, const char *bytes, size_t length,
			 struct revocation_facts *facts)
{
	BIO *bio = BIO_new_mem_buf(bytes, (int)length);
	X509_CRL *list;
	size_t count = 0;

	while (bio && (list = PEM_read_bio_X509_CRL(bio, NULL, NULL, NULL)) != NULL) {
		search_list(subject, list, facts);
		X509_CRL_free(list);
		count++;
	}
	BIO_free(bio);
	return count;
}

void revocation_search_bytes(const struct revocation_subject *subject, const char *bytes, size_t length,
			     struct revocation_facts *facts)
{
	const unsigned char *at = (const unsigned char *)bytes;
	X509_CRL *list = NULL;

	*facts = (struct revocation_facts){ .state = REVOCATION_ABSENT };
	set_state(facts, REVOCATION_ABSENT, "it has no list of the certificate's issuer");
	if (length > REVOCATION_LIST_MAXIMUM) {
		set_state(facts, REVOCATION_UNUSABLE, "it is too large");
	} else if (length > 0 && search_pem(subject, bytes, length, facts) == 0) {
		list = d2i_X509_CRL(NULL, &at, (long)length);
		if (list)
			search_list(subject, list, facts);
		else
			set_state(facts, REVOCATION_UNREACHED, "there is no revocation list in it");
		X509_CRL_free(list);
	} else if (length == 0) {
		set_state(facts, REVOCATION_UNREACHED, "the list is empty");
	}
	ERR_clear_error();
}

/* The first http:// address among the distribution points: RFC 5280, 4.2.1.13. */
static bool find_address(const X509 *certificate, char *url, size_t size)
{
	CRL_DIST_POINTS *points = X509_get_ext_d2i(certificate, NID_crl_distribution_points, NULL, NULL);

	url[0] = '\0';
	for (int i = 0; i < sk_DIST_POINT_num(points) && url[0] == '\0'; i++) {
		const DIST_POINT_NAME *point = sk_DIST_POINT_value(points, i)->distpoint;
		const GENERAL_NAMES *names = point && point->type == 0 ? point->name.fullname : NULL;

		for (int j = 0; j < sk_GENERAL_NAME_num(names) && url[0] == '\0'; j++) {
			const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, j);
			const ASN1_STRING *text = name->type == GEN_URI ? name->d.uniformResourceIdentifier : NULL;
			int length = text ? ASN1_STRING_length(text) : 0;

			if (length > 7 && (size_t)length < size &&
			    strncasecmp((const char *)ASN1_STRING_get0_data(text), "http://", 7) == 0)
				snprintf(url, size, "%.*s", length, (const char *)ASN1_STRING_get0_data(text));
		}
	}
	CRL_DIST_POINTS_free(points);
	return url[0] != '\0';
}

void revocation_search_lists(const struct revocation_subject *subject, const char *source,
			     const struct deadline *deadline, struct revocation_facts *facts)
{
	struct buffer bytes = buffer_limited(REVOCATION_LIST_MAXIMUM + 16384);
	struct problem problem;
	char url[1024];
	bool named = strcasecmp(source, "auto") != 0;
	bool good;

	*facts = (struct revocation_facts){ .state = REVOCATION_ABSENT };
	if (!named && !find_address(sk_X509_value(subject->path, 0), url, sizeof url)) {
		set_state(facts, REVOCATION_ABSENT, "the certificate names no address of a list");
		return;
	}
	if (named)
		snprintf(url, sizeof url, "%s", source);
	if (strncasecmp(url, "http://", 7) == 0)
		good = http_exchange(&(struct http_request){ .url = url }, deadline, &bytes, &problem);
	else
		good = file_read(url, &bytes, &problem);
	if (good)
		revocation_search_bytes(subject, bytes.data, bytes.length, facts);
	else
		set_state(facts, REVOCATION_UNREACHED, problem.text);
	buffer_free(&bytes);
}
