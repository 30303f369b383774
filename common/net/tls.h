/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * TLS on a stream, through OpenSSL 3, loaded when the first stream asks for it.
 */
#ifndef RECEICO_NET_TLS_H
#define RECEICO_NET_TLS_H

#include "common/net/stream.h"

#include <time.h>

/* What the peer must show. */
struct tls_settings {
	const char *host;      /* its name or address: checked against the certificate, and sent as SNI when a name */
	bool send_name;        /* send SNI */
	bool verify;           /* chain and name must hold */
	const char *ca_file;   /* trust the certificates in this PEM file; NULL: not */
	const char *ca_folder; /* trust this folder of hashed certificates; both NULL: the system's */
};

/* What it showed. */
struct tls_peer {
	char subject[256]; /* common name, else the first DNS name; foreign text */
	time_t not_after;  /* the end of the leaf's validity */
	char protocol[16]; /* "TLSv1.3" */
};

/* Where the certificates of the authorities lie.  A member that is NULL is not used;
 * the texts are borrowed from the settings or are constant. */
struct tls_trust {
	const char *file;   /* PEM, read whole */
	const char *folder; /* of hashed certificates, read as needed */
};

/* Loads OpenSSL without its configuration file, and finds what to trust: what the
 * settings name, else the system's hashed folder, else its bundle.  When nothing
 * is to be verified both members are NULL.  For other libraries that use OpenSSL;
 * stream_start_tls() does it by itself. */
bool tls_prepare(const struct tls_settings *settings, struct tls_trust *trust, struct problem *problem) MUST_CHECK;

/* Performs the handshake on a connected stream and sets stream->tls.  Of a
 * certificate that does not hold the problem says why in OpenSSL's words and gives
 * the subject.  *peer is filled whenever the peer showed a certificate. */
bool stream_start_tls(struct stream *stream, const struct tls_settings *settings, const struct deadline *deadline,
		      struct tls_peer *peer, struct problem *problem) MUST_CHECK;

/* For stream.c: as stream_read() and stream_write(), and the end of a session. */
bool tls_read(struct tls *tls, void *bytes, size_t size, size_t *length, const struct deadline *deadline,
	      struct problem *problem) MUST_CHECK;
bool tls_write(struct tls *tls, const void *bytes, size_t length, const struct deadline *deadline,
	       struct problem *problem) MUST_CHECK;
void tls_close(struct tls *tls);

#endif
