/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * One TLS handshake on a connection, through OpenSSL 3, and what the server showed.
 *
 * Nothing is verified here, so that every certificate can be seen and told about:
 * trust.h judges them afterwards.  Nothing but the handshake is sent.
 */
#ifndef RECEICO_TLS_HANDSHAKE_H
#define RECEICO_TLS_HANDSHAKE_H

#include "common/check/deadline.h"
#include "common/check/problem.h"
#include "common/check/option.h"

#include <openssl/ssl.h>

struct handshake_settings {
	const char *server_name;  /* sent as SNI; NULL: not sent */
	int minimum_protocol;     /* TLS1_VERSION to TLS1_3_VERSION */
	int maximum_protocol;     /* 0: the newest */
	int security_level;       /* 0 to 5, as in SSL_CTX_set_security_level(3) */
	const struct texts *alpn; /* protocols to offer (RFC 7301); NULL or empty: none */
	bool ask_for_staple;      /* ask for an OCSP response (RFC 6066, 8) */
};

/* What came of it.  The certificates are borrowed from the session. */
struct handshake {
	SSL *session; /* owned; NULL before the first try */
	double seconds;
	char protocol[16]; /* "TLSv1.3" */
	char cipher[64];
	char alpn[64];               /* the protocol that the server chose; "": none */
	X509 *certificate;           /* NULL: none was shown */
	STACK_OF(X509) * sent;       /* as sent, the server's own first; may be NULL */
	const unsigned char *staple; /* the OCSP response in DER; NULL: none */
	long staple_length;
	bool asked_for_certificate; /* the server asked the client for one */
	struct problem refusal;     /* kind PROBLEM_NONE unless the server refused the client's, or its lack */
};

/* The context of all handshakes of a run, without OpenSSL's configuration file;
 * SSL_CTX_free() is due.  The files (PEM) are the client's certificate with its chain,
 * and its key, which nobody else may read; NULL: none. */
bool handshake_prepare(const char *certificate_file, const char *key_file, SSL_CTX **context,
		       struct problem *problem) MUST_CHECK;

/* Performs one on a connected, non-blocking socket.  What the server showed before a
 * failure is in *handshake all the same; handshake_end() is due either way.  A server
 * that asked for a certificate is given a second to say whether it takes ours. */
bool handshake_perform(SSL_CTX *context, const struct handshake_settings *settings, int fd,
		       const struct deadline *deadline, struct handshake *handshake,
		       struct problem *problem) MUST_CHECK;

/* Says goodbye, once, and frees. */
void handshake_end(struct handshake *handshake);

/* The words for the last thing that went wrong inside OpenSSL; borrowed, never NULL. */
const char *handshake_reason(void);

#endif
