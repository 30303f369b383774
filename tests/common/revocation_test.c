// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Revocation by stapled responses and by lists that are made here, and the answers of
 * HTTP servers that carry them.
 */
#include "common/tls/http_exchange.h"
#include "common/tls/revocation.h"

#include "tests/common/certificate_maker.h"

#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <time.h>

enum { DAY = 86400 };

static struct made root, stranger, leaf, other;
static time_t now;

#define VALID .not_before = now - DAY, .not_after = now + 90 * DAY

static int make_all(void **state)
{
	(void)state;
	now = time(NULL);
	root = make_certificate(&(struct order){ .subject = "Root", VALID, .extensions = { MAKER_AUTHORITY } });
	stranger = make_certificate(&(struct order){ .subject = "Stranger", VALID, .extensions = { MAKER_AUTHORITY } });
	leaf = make_certificate(&(struct order){ .subject = "leaf", .issuer = &root, VALID });
	other = make_certificate(&(struct order){ .subject = "other", .issuer = &root, VALID });
	return 0;
}

/* --- stapled responses --- */

struct response {
	const char *name;
	const struct made *about, *signer;
	int status;           /* V_OCSP_CERTSTATUS_... */
	int until;            /* seconds from now */
	const EVP_MD *digest; /* that names the certificate; NULL: SHA-1 */
	bool cut;
	enum revocation_state state;
	const char *words;
};

static struct response responses[] = {
	{ "good", &leaf, &root, V_OCSP_CERTSTATUS_GOOD, DAY, NULL, false, REVOCATION_GOOD, "" },
	{ "revoked", &leaf, &root, V_OCSP_CERTSTATUS_REVOKED, DAY, NULL, false, REVOCATION_REVOKED, "" },
	{ "revoked, and stale", &leaf, &root, V_OCSP_CERTSTATUS_REVOKED, -DAY, NULL, false, REVOCATION_REVOKED, "" },
	{ "unknown", &leaf, &root, V_OCSP_CERTSTATUS_UNKNOWN, DAY, NULL, false, REVOCATION_UNUSABLE,
	  "the responder does not know the certificate" },
	{ "stale", &leaf, &root, V_OCSP_CERTSTATUS_GOOD, -3600, NULL, false, REVOCATION_UNUSABLE, "it is out of date" },
	{ "a minute late", &leaf, &root, V_OCSP_CERTSTATUS_GOOD, -60, NULL, false, REVOCATION_GOOD, "" },
	{ "for another", &other, &root, V_OCSP_CERTSTATUS_GOOD, DAY, NULL, false, REVOCATION_UNUSABLE,
	  "it is for another certificate" },
	{ "cut off", &leaf, &root, V_OCSP_CERTSTATUS_GOOD, DAY, NULL, true, REVOCATION_UNUSABLE, "it cannot be read" },
	{ "signed by a stranger", &leaf, &stranger, V_OCSP_CERTSTATUS_GOOD, DAY, NULL, false, REVOCATION_UNUSABLE,
	  NULL },
};

static int write_response(const struct response *row, unsigned char **der)
{
	OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
	ASN1_TIME *from = ASN1_TIME_set(NULL, now - 2 * DAY);
	ASN1_TIME *until = ASN1_TIME_set(NULL, now + row->until);
	OCSP_CERTID *id = OCSP_cert_to_id(row->digest, row->about->certificate, root.certificate);
	OCSP_RESPONSE *response;
	int length;

	assert_non_null(
		OCSP_basic_add1_status(basic, id, row->status, OCSP_REVOKED_STATUS_KEYCOMPROMISE, from, from, until));
	assert_int_equal(OCSP_basic_sign(basic, row->signer->certificate, row->signer->key, EVP_sha256(), NULL, 0), 1);
	response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
	length = i2d_OCSP_RESPONSE(response, der);
	OCSP_RESPONSE_free(response);
	OCSP_CERTID_free(id);
	ASN1_TIME_free(from);
	ASN1_TIME_free(until);
	OCSP_BASICRESP_free(basic);
	return row->cut ? length - 10 : length;
}

static void a_staple_is_judged(void **state)
{
	X509_STORE *store = X509_STORE_new();
	STACK_OF(X509) *path = maker_stack((X509 *[]){ leaf.certificate, root.certificate, NULL });
	struct revocation_subject subject = { .store = store, .path = path };
	struct rows rows = { 0 };

	(void)state;
	X509_STORE_add_cert(store, root.certificate);
	for (size_t i = 0; i < ROWS(responses) * 2; i++) {
		struct response row = responses[i / 2];
		struct revocation_facts facts;
		unsigned char *der = NULL;
		int length;

		row.digest = i % 2 ? EVP_sha256() : NULL;
		length = write_response(&row, &der);
		revocation_judge_staple(&subject, der, length, &facts);
		row_number(&rows, row.name, facts.state, row.state);
		if (row.words)
			row_text(&rows, row.name, facts.words, row.words);
		if (row.state == REVOCATION_REVOKED) {
			row_text(&rows, row.name, facts.subject, "leaf");
			row_text(&rows, row.name, facts.reason, "keyCompromise");
			row_number(&rows, row.name, (double)facts.revoked_at, (double)(now - 2 * DAY));
		}
		OPENSSL_free(der);
	}
	rows_end(&rows);
	sk_X509_free(path);
	X509_STORE_free(store);
}

static void no_staple_is_none(void **state)
{
	struct revocation_facts facts;
	STACK_OF(X509) *path = maker_stack((X509 *[]){ leaf.certificate, NULL });
	struct revocation_subject subject = { .path = path };

	(void)state;
	revocation_judge_staple(&subject, NULL, 0, &facts);
	assert_int_equal(facts.state, REVOCATION_ABSENT);
	sk_X509_free(path);
}

/* --- lists --- */

struct list {
	const char *name;
	const struct made *issuer; /* whose name it has */
	const struct made *signer;
	const struct made *revoked; /* NULL: nobody */
	int until;
	int demand; /* a critical extension; 0: none */
	enum revocation_state state;
	const char *words;
};

static const struct list lists[] = {
	{ "of others", &root, &root, &other, DAY, 0, REVOCATION_GOOD, "" },
	{ "of the certificate", &root, &root, &leaf, DAY, 0, REVOCATION_REVOKED, "" },
	{ "empty", &root, &root, NULL, DAY, 0, REVOCATION_GOOD, "" },
	{ "stale", &root, &root, NULL, -DAY, 0, REVOCATION_UNUSABLE, "it is out of date" },
	{ "stale, with the certificate", &root, &root, &leaf, -DAY, 0, REVOCATION_REVOKED, "" },
	{ "forged", &root, &stranger, &leaf, DAY, 0, REVOCATION_UNUSABLE, "its signature does not hold" },
	{ "of another issuer", &stranger, &stranger, NULL, DAY, 0, REVOCATION_ABSENT,
	  "it has no list of the certificate's issuer" },
	{ "with a demand", &root, &root, NULL, DAY, NID_delta_crl, REVOCATION_UNUSABLE,
	  "it demands what is not understood" },
};

static void revoke(X509_CRL *list, const X509 *certificate)
{
	X509_REVOKED *entry = X509_REVOKED_new();
	ASN1_TIME *when = ASN1_TIME_set(NULL, now - DAY);

	X509_REVOKED_set_serialNumber(entry, (ASN1_INTEGER *)(uintptr_t)X509_get0_serialNumber(certificate));
	X509_REVOKED_set_revocationDate(entry, when);
	X509_CRL_add0_revoked(list, entry);
	ASN1_TIME_free(when);
}

static X509_CRL *make_list(const struct list *row)
{
	X509_CRL *list = X509_CRL_new();
	ASN1_TIME *when = ASN1_TIME_set(NULL, now - 10 * DAY);
	ASN1_INTEGER *number = ASN1_INTEGER_new();

	ASN1_INTEGER_set(number, 1);
	X509_CRL_set_version(list, 1);
	X509_CRL_set_issuer_name(list, X509_get_subject_name(row->issuer->certificate));
	X509_CRL_set1_lastUpdate(list, when);
	ASN1_TIME_set(when, now + row->until);
	X509_CRL_set1_nextUpdate(list, when);
	if (row->revoked)
		revoke(list, row->revoked->certificate);
	if (row->demand)
		X509_CRL_add1_ext_i2d(list, row->demand, number, 1, 0);
	assert_true(X509_CRL_sign(list, row->signer->key, EVP_sha256()) > 0);
	ASN1_INTEGER_free(number);
	ASN1_TIME_free(when);
	return list;
}

static void a_list_is_searched_in_both_forms(void **state)
{
	STACK_OF(X509) *path = maker_stack((X509 *[]){ leaf.certificate, root.certificate, NULL });
	struct revocation_subject subject = { .path = path };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(lists) * 2; i++) {
		const struct list *row = lists + i / 2;
		X509_CRL *list = make_list(row);
		BIO *bio = BIO_new(BIO_s_mem());
		struct revocation_facts facts;
		char *bytes = NULL;
		long length;

		if (i % 2)
			PEM_write_bio_X509_CRL(bio, list);
		else
			i2d_X509_CRL_bio(bio, list);
		length = BIO_get_mem_data(bio, &bytes);
		revocation_search_bytes(&subject, bytes, (size_t)length, &facts);
		row_number(&rows, row->name, facts.state, row->state);
		if (row->state != REVOCATION_REVOKED)
			row_text(&rows, row->name, facts.words, row->words);
		X509_CRL_free(list);
		BIO_free(bio);
	}
	rows_end(&rows);
	sk_X509_free(path);
}

static void what_is_no_list_is_told(void **state)
{
	STACK_OF(X509) *path = maker_stack((X509 *[]){ leaf.certificate, root.certificate, NULL });
	struct revocation_subject subject = { .path = path };
	struct deadline deadline = deadline_in(1);
	struct revocation_facts facts;

	(void)state;
	revocation_search_bytes(&subject, "hello", 5, &facts);
	assert_int_equal(facts.state, REVOCATION_UNREACHED);
	revocation_search_bytes(&subject, "", 0, &facts);
	assert_int_equal(facts.state, REVOCATION_UNREACHED);
	revocation_search_lists(&subject, "/nonexistent/list", &deadline, &facts);
	assert_int_equal(facts.state, REVOCATION_UNREACHED);
	revocation_search_lists(&subject, "auto", &deadline, &facts);
	assert_int_equal(facts.state, REVOCATION_ABSENT);
	revocation_ask_responder(&subject, &deadline, &facts);
	assert_int_equal(facts.state, REVOCATION_ABSENT);
	sk_X509_free(path);
}

/* --- HTTP --- */

static const struct {
	const char *url;
	const char *host; /* NULL: refused */
	long port;
	const char *path;
} addresses[] = {
	{ "http://a.example/x?y", "a.example", 80, "/x?y" },
	{ "HTTP://a.example:8080", "a.example", 8080, "/" },
	{ "http://[::1]:81/x#y", "::1", 81, "/x" },
	{ "http://a.example?q", "a.example", 80, "/?q" },
	{ "https://a.example/", NULL, 0, NULL },
	{ "file:///etc/passwd", NULL, 0, NULL },
	{ "http://user@a.example/", NULL, 0, NULL },
	{ "http://a.example/\r\nX: y", NULL, 0, NULL },
	{ "http://a.example/a b", NULL, 0, NULL },
	{ "http:///run/socket", NULL, 0, NULL },
	{ "http://", NULL, 0, NULL },
	{ "http://a.example:0/", NULL, 0, NULL },
};

static void addresses_are_of_plain_http(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(addresses); i++) {
		struct http_address address;
		struct problem problem;
		bool good = http_address_parse(addresses[i].url, &address, &problem);

		row_text(&rows, addresses[i].url, good ? address.host : NULL, addresses[i].host);
		row_text(&rows, addresses[i].url, good ? address.path : NULL, addresses[i].path);
		if (good)
			row_number(&rows, addresses[i].url, (double)address.port, (double)addresses[i].port);
	}
	rows_end(&rows);
}

static const struct {
	const char *bytes;
	bool ended;
	enum http_reply state;
	const char *body; /* when whole */
	const char *words;
} replies[] = {
	{ "HTTP/1.0 200 OK\r\n\r\nbody", true, HTTP_REPLY_WHOLE, "body", "" },
	{ "HTTP/1.0 200 OK\r\n\r\nbody", false, HTTP_REPLY_MORE, NULL, "" },
	{ "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nbody", false, HTTP_REPLY_WHOLE, "bo", "" },
	{ "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbo", false, HTTP_REPLY_MORE, NULL, "" },
	{ "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbo", true, HTTP_REPLY_BAD, NULL,
	  "the answer ends after 2 of 4 bytes" },
	{ "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nbo", true, HTTP_REPLY_BAD, NULL,
	  "the answer has no length that is one" },
	{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", true, HTTP_REPLY_BAD, NULL,
	  "the answer is in pieces, which HTTP/1.0 does not have" },
	{ "HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n", false, HTTP_REPLY_BAD, NULL,
	  "the answer is 'HTTP/1.1 301 Moved'" },
	{ "HTTP/1.1 200 OK\r\n", true, HTTP_REPLY_BAD, NULL, "the answer ends early" },
	{ "SSH-2.0-x\r\n", false, HTTP_REPLY_BAD, NULL, "the answer is not HTTP" },
	{ "HT", false, HTTP_REPLY_MORE, NULL, "" },
	{ "", true, HTTP_REPLY_BAD, NULL, "the answer ends early" },
};

static void answers_are_whole_or_not(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(replies); i++) {
		struct buffer reply = buffer_limited(10000);
		struct problem problem = { 0 };
		size_t start = 0;
		size_t length = 0;
		char body[100];

		buffer_add(&reply, replies[i].bytes);
		row_number(&rows, replies[i].bytes,
			   http_reply_judge(&reply, replies[i].ended, &start, &length, &problem), replies[i].state);
		row_text(&rows, replies[i].bytes, problem.text, replies[i].words);
		snprintf(body, sizeof body, "%.*s", (int)length, reply.data + start);
		if (replies[i].body)
			row_text(&rows, replies[i].bytes, body, replies[i].body);
		buffer_free(&reply);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_staple_is_judged),
		cmocka_unit_test(no_staple_is_none),
		cmocka_unit_test(a_list_is_searched_in_both_forms),
		cmocka_unit_test(what_is_no_list_is_told),
		cmocka_unit_test(addresses_are_of_plain_http),
		cmocka_unit_test(answers_are_whole_or_not),
	};

	return cmocka_run_group_tests(tests, make_all, maker_forget);
}
