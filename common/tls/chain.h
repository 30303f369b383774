/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Certificates as plain facts.
 *
 * All texts are foreign, bounded, and hold no NUL of theirs (`?` stands for it).
 * Times are seconds since 1970, in UTC, read by OpenSSL and also right where time_t
 * and gmtime() end.  Source: RFC 5280.
 */
#ifndef RECEICO_TLS_CHAIN_H
#define RECEICO_TLS_CHAIN_H

#include "common/check/problem.h"

#include <openssl/x509.h>
#include <stddef.h>
#include <stdint.h>

enum {
	CHAIN_MAXIMUM = 32,            /* certificates that are looked at */
	CERTIFICATE_NAME_SIZE = 256,   /* bytes of a name */
	CERTIFICATE_NAMES_SIZE = 1024, /* bytes of all alternative names */
	CERTIFICATE_FINGERPRINT_SIZE = 65,
	CERTIFICATE_TIME_SIZE = 32,
};

struct certificate_facts {
	char subject[CERTIFICATE_NAME_SIZE]; /* common name, else the first alternative name, else all of it */
	char issuer[CERTIFICATE_NAME_SIZE];  /* common name, else unit, else organisation, else all of it */
	char issuer_organisation[CERTIFICATE_NAME_SIZE]; /* "": none */
	char names[CERTIFICATE_NAMES_SIZE];              /* alternative names (DNS, IP), with ", " between; "": none */
	int64_t not_before, not_after;
	char key_type[16]; /* "RSA", "EC", "ED25519", ... */
	int key_bits;
	char signature[48];                             /* "sha256WithRSAEncryption" */
	char digest[24];                                /* of the signature: "SHA256"; "": it has none of its own */
	char fingerprint[CERTIFICATE_FINGERPRINT_SIZE]; /* SHA-256, lower case hex */
	bool self_signed;                               /* issued by itself, as far as names and keys tell */
	bool is_authority;                              /* may sign certificates */
	bool serves;                                    /* may be a TLS server's: extended key usage and key usage */
	bool must_staple;                               /* demands a stapled OCSP response: RFC 7633 */
};

struct certificate_chain {
	struct certificate_facts *items; /* owned */
	size_t count;                    /* of items, at most CHAIN_MAXIMUM */
	size_t sent;                     /* how many there were */
};

/* Fills *facts from one certificate. */
bool certificate_read(X509 *certificate, struct certificate_facts *facts, struct problem *problem) MUST_CHECK;

/* The same for each of `certificates` (NULL: none).  chain_free() is due either way. */
bool chain_read(STACK_OF(X509) * certificates, struct certificate_chain *chain, struct problem *problem) MUST_CHECK;
void chain_free(struct certificate_chain *chain);

/* Writes a name as struct certificate_facts has it for an issuer. */
void certificate_write_name(const X509_NAME *name, char *text, size_t size);

/* Writes "2027-01-01T00:00:00Z".  CERTIFICATE_TIME_SIZE bytes suffice. */
void certificate_write_time(int64_t seconds, char *text, size_t size);

/* Seconds since 1970 of a time in a certificate or a list. */
bool certificate_read_time(const ASN1_TIME *time, int64_t *seconds) MUST_CHECK;

/* Reads a fingerprint as people copy it, with colons or blanks, in any case, and behind
 * `sha256 Fingerprint=` as openssl(1) prints it; writes it as the facts have it, into
 * CERTIFICATE_FINGERPRINT_SIZE bytes. */
bool certificate_parse_fingerprint(const char *text, char *fingerprint, struct problem *problem) MUST_CHECK;

/* The weakness of the key or the signature, in words with a reason; false: none.
 * Thresholds: NIST SP 800-57 part 1 rev. 5, table 2 (112 bits of security: RSA, DSA
 * 2048, EC 224) and NIST SP 800-131A rev. 2, section 9 (SHA-1, and MD5 before it, no more for
 * signatures).  What a root signs itself with proves nothing, so it is not judged. */
bool certificate_weak_key(const struct certificate_facts *facts, char *text, size_t size);
bool certificate_weak_signature(const struct certificate_facts *facts, char *text, size_t size);

#endif
