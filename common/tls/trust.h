/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Does a chain of certificates lead to somebody we trust?
 *
 * Judged from what the server sent and the trusted roots alone: nothing is fetched
 * and nothing remembered, so that a chain with a gap, which the browsers of some
 * customers fill and the programs of others do not, is seen and the gap named.
 * Every fault is found, not just the first.  Source: RFC 5280, 6; RFC 9525 (names).
 */
#ifndef RECEICO_TLS_TRUST_H
#define RECEICO_TLS_TRUST_H

#include "common/tls/chain.h"

#include <openssl/x509.h>
#include <stdbool.h>

enum trust_fault_kind {
	TRUST_SELF_SIGNED,          /* the server's certificate is its own issuer */
	TRUST_MISSING_INTERMEDIATE, /* the issuer of the server's certificate was not sent */
	TRUST_UNTRUSTED_ROOT,       /* the chain is whole, and its root is not trusted */
	TRUST_EXPIRED,              /* a certificate that the server did not send has expired */
	TRUST_NOT_YET_VALID,        /* the same */
	TRUST_WRONG_PURPOSE,        /* not for servers, or no authority */
	TRUST_NAME_CONSTRAINTS,     /* an authority may not sign for this name */
	TRUST_BAD_SIGNATURE,        /* it was not signed by its issuer */
	TRUST_BELOW_LEVEL,          /* key or signature are below the security level */
	TRUST_OTHER                 /* in OpenSSL's words */
};

struct trust_fault {
	enum trust_fault_kind kind;
	char subject[CERTIFICATE_NAME_SIZE]; /* of the certificate at fault */
	char issuer[CERTIFICATE_NAME_SIZE];
	char words[128]; /* OpenSSL's */
};

enum { TRUST_FAULTS_MAXIMUM = 8, TRUST_PATH_MAXIMUM = 16 };

struct trust_facts {
	struct trust_fault faults[TRUST_FAULTS_MAXIMUM]; /* each kind and certificate once */
	size_t count;
	int path[TRUST_PATH_MAXIMUM]; /* places among the sent certificates, from the server's up; -1: from the store */
	size_t path_length;           /* as far as the path could be built */
	char root[CERTIFICATE_NAME_SIZE]; /* the last of the path */
};

/* Loads what is trusted: a PEM file or a folder of hashed certificates, or for NULL the
 * system's (its hashed folder first: its bundle costs 19 ms).  X509_STORE_free() is due. */
bool trust_load(const char *file_or_folder, X509_STORE **store, struct problem *problem) MUST_CHECK;

/* Judges `certificate` at the time `now`, with `sent` (which holds it) to build from, at a
 * security level (0 to 5).  The path that was found goes to *path, which is freed with
 * sk_X509_pop_free(); NULL: it is not wanted. */
bool trust_judge(X509_STORE *store, X509 *certificate, STACK_OF(X509) * sent, int level, int64_t now,
		 struct trust_facts *facts, STACK_OF(X509) * *path, struct problem *problem) MUST_CHECK;

enum name_match {
	NAME_MATCHES,
	NAME_MATCHES_SUBJECT, /* by the common name, there being no alternative names: RFC 9525, 2 has done away with it */
	NAME_DIFFERS
};

/* Is the certificate for this name or address?  A name in another script is brought to
 * its ASCII form; one that begins with `*.` must be an alternative name itself. */
enum name_match trust_match_name(X509 *certificate, const char *name);

#endif
