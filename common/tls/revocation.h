/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Has the authority taken a certificate back?  Asked of a stapled OCSP response, of
 * the OCSP responder, and of revocation lists.
 *
 * Sources: RFC 6960 (OCSP), RFC 6066, 8 (stapling), RFC 5280, 5 (lists).
 */
#ifndef RECEICO_TLS_REVOCATION_H
#define RECEICO_TLS_REVOCATION_H

#include "common/check/deadline.h"
#include "common/tls/chain.h"

#include <openssl/x509.h>

enum {
	REVOCATION_RESPONSE_MAXIMUM = 64 * 1024,  /* bytes of an OCSP response */
	REVOCATION_LIST_MAXIMUM = 8 * 1024 * 1024 /* bytes of a revocation list */
};

enum revocation_state {
	REVOCATION_NOT_ASKED,
	REVOCATION_GOOD,
	REVOCATION_REVOKED,
	REVOCATION_ABSENT,   /* nobody to ask: no staple, no responder or list is named */
	REVOCATION_UNUSABLE, /* what was answered does not hold: stale, wrongly signed, for another certificate */
	REVOCATION_UNREACHED /* no answer was to be had */
};

struct revocation_facts {
	enum revocation_state state;
	char subject[CERTIFICATE_NAME_SIZE]; /* of the certificate that was revoked */
	int64_t revoked_at;
	char reason[32]; /* "keyCompromise"; "": none was given */
	char words[400]; /* why it is unusable or unreached; foreign bytes */
};

/* Whom to ask about.  All borrowed. */
struct revocation_subject {
	X509_STORE *store;
	STACK_OF(X509) * path; /* the server's certificate, its issuer, and so on, as trust_judge() found it */
};

/* Judges the OCSP response that came with the handshake (DER; NULL: none came). */
void revocation_judge_staple(const struct revocation_subject *subject, const unsigned char *response, long length,
			     struct revocation_facts *facts);

/* Asks the responder that the server's certificate names, over plain HTTP. */
void revocation_ask_responder(const struct revocation_subject *subject, const struct deadline *deadline,
			      struct revocation_facts *facts);

/* Looks through revocation lists for each certificate of the path whose issuer has one
 * there: a file (PEM or DER), an http:// address, or "auto": the address that the
 * server's certificate names. */
void revocation_search_lists(const struct revocation_subject *subject, const char *source,
			     const struct deadline *deadline, struct revocation_facts *facts);

/* The same in a list's bytes. */
void revocation_search_bytes(const struct revocation_subject *subject, const char *bytes, size_t length,
			     struct revocation_facts *facts);

#endif
