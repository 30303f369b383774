/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Certificates for tests, made as they run: nothing of the kind is kept in the sources.
 * Whatever is made lives until the group of tests ends in maker_forget().
 */
#ifndef RECEICO_TESTS_CERTIFICATE_MAKER_H
#define RECEICO_TESTS_CERTIFICATE_MAKER_H

#include "tests/common/rows.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <stdint.h>

struct made {
	X509 *certificate;
	EVP_PKEY *key;
};

/* An extension by its number and text, as in openssl's configuration: "critical,CA:TRUE". */
struct made_extension {
	int kind;
	const char *text;
};

struct order {
	const char *subject;       /* common name; NULL: none */
	const struct made *issuer; /* NULL: itself */
	const char *organisation;  /* NULL: none */
	int64_t not_before, not_after;
	int rsa_bits;         /* 0: EC with P-256 */
	const EVP_MD *digest; /* NULL: SHA-256 */
	struct made_extension extensions[6];
};

#define MAKER_AUTHORITY                                                                                                \
	{ NID_basic_constraints, "critical,CA:TRUE" },                                                                 \
	{                                                                                                              \
		NID_key_usage, "critical,keyCertSign,cRLSign"                                                          \
	}

/* All that was made so far. */
static struct made maker_stock[1000];
static size_t maker_count;

/* For the end of a group of tests. */
static inline int maker_forget(void **state)
{
	(void)state;
	while (maker_count > 0) {
		maker_count--;
		X509_free(maker_stock[maker_count].certificate);
		EVP_PKEY_free(maker_stock[maker_count].key);
	}
	return 0;
}

static inline X509_NAME *maker_name(const char *common, const char *organisation)
{
	X509_NAME *name = X509_NAME_new();

	assert_non_null(name);
	if (organisation)
		X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8, (const unsigned char *)organisation, -1, -1, 0);
	if (common)
		X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)common, -1, -1, 0);
	return name;
}

static inline void maker_set_time(ASN1_TIME *time, int64_t seconds)
{
	assert_non_null(ASN1_TIME_adj(time, 0, (int)(seconds / 86400), (long)(seconds % 86400)));
}

static inline void maker_extend(X509 *certificate, X509 *issuer, const struct made_extension *extension)
{
	X509V3_CTX context;
	X509_EXTENSION *made;

	X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
	made = X509V3_EXT_conf_nid(NULL, &context, extension->kind, extension->text);
	assert_non_null(made);
	assert_int_equal(X509_add_ext(certificate, made, -1), 1);
	X509_EXTENSION_free(made);
}

static inline struct made make_certificate(const struct order *order)
{
	static long serial = 1000;
	struct made made = { X509_new(),
			     order->rsa_bits ? EVP_RSA_gen((unsigned)order->rsa_bits) : EVP_EC_gen("P-256") };
	const struct made *issuer = order->issuer ? order->issuer : &made;
	X509_NAME *name = maker_name(order->subject, order->organisation);

	assert_non_null(made.certificate);
	assert_non_null(made.key);
	X509_set_version(made.certificate, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(made.certificate), serial++);
	X509_set_subject_name(made.certificate, name);
	X509_NAME_free(name);
	X509_set_issuer_name(made.certificate, X509_get_subject_name(issuer->certificate));
	X509_set_pubkey(made.certificate, made.key);
	maker_set_time(X509_getm_notBefore(made.certificate), order->not_before);
	maker_set_time(X509_getm_notAfter(made.certificate), order->not_after);
	for (size_t i = 0; i < ROWS(order->extensions) && order->extensions[i].text; i++)
		maker_extend(made.certificate, issuer->certificate, order->extensions + i);
	assert_true(X509_sign(made.certificate, issuer->key, order->digest ? order->digest : EVP_sha256()) > 0);
	assert_true(maker_count < ROWS(maker_stock));
	maker_stock[maker_count++] = made;
	return made;
}

/* A stack that borrows; ends at the first NULL. */
static inline STACK_OF(X509) * maker_stack(X509 *const *certificates)
{
	STACK_OF(X509) *stack = sk_X509_new_null();

	assert_non_null(stack);
	for (; *certificates; certificates++)
		sk_X509_push(stack, *certificates);
	return stack;
}

#endif
