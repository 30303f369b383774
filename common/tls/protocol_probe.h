/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Does a server still speak a protocol that it should not?  Proved by asking for that
 * protocol alone: a server that answers with it speaks it.
 *
 * TLS 1.0 to 1.2 are asked for through OpenSSL at security level 0; SSL 3.0, which it
 * has no more, by a ClientHello of our own.  Sources: RFC 8996 (TLS 1.0, 1.1 are not to
 * be used), RFC 7568 and 6101 (SSL 3.0).
 */
#ifndef RECEICO_TLS_PROTOCOL_PROBE_H
#define RECEICO_TLS_PROTOCOL_PROBE_H

#include "common/check/deadline.h"
#include "common/check/problem.h"

#include <openssl/ssl.h>

enum probed_protocol { PROBE_SSL3, PROBE_TLS1, PROBE_TLS1_1, PROBE_TLS1_2, PROBE_TLS1_3, PROBE_PROTOCOLS };

/* "ssl3", "tls1", "tls1.1", "tls1.2", "tls1.3", NULL. */
extern const char *const probe_names[];

/* The same as people read them: "SSLv3", "TLSv1.0", ... */
const char *probe_title(enum probed_protocol protocol);

/* OpenSSL's number: TLS1_VERSION, ... */
int probe_version(enum probed_protocol protocol);

enum probe_outcome {
	PROBE_NOT_ASKED,
	PROBE_REFUSED, /* by an alert, or by closing the connection */
	PROBE_SPOKEN,  /* it answered with a ServerHello of this protocol */
	PROBE_UNPROVEN /* neither: no connection, silence, something else */
};

/* Asks on a connection at the point where TLS begins.  `server_name` is sent as SNI where
 * the protocol has it; NULL: not.  The problem says why it is unproven. */
enum probe_outcome probe_perform(SSL_CTX *context, enum probed_protocol protocol, const char *server_name, int fd,
				 const struct deadline *deadline, struct problem *problem);

/* What the first bytes of an answer to our ClientHello of SSL 3.0 mean (pure);
 * PROBE_NOT_ASKED: more are needed. */
enum { PROBE_HELLO_MAXIMUM = 128, PROBE_ANSWER_NEEDED = 11 };
enum probe_outcome probe_judge_ssl3(const unsigned char *bytes, size_t length, bool ended);

#endif
