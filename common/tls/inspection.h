/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * All that is found out about one TLS server, or about one file of certificates, as
 * plain facts that can be judged without either.
 */
#ifndef RECEICO_TLS_INSPECTION_H
#define RECEICO_TLS_INSPECTION_H

#include "common/tls/chain.h"
#include "common/tls/handshake.h"
#include "common/tls/host_name.h"
#include "common/tls/protocol_probe.h"
#include "common/tls/revocation.h"
#include "common/tls/starttls.h"
#include "common/tls/trust.h"

enum { INSPECTION_NAMES_MAXIMUM = 32 };

struct inspection_settings {
	int family; /* AF_UNSPEC, AF_INET, AF_INET6 */
	enum starttls_protocol starttls;
	struct handshake_settings handshake; /* without the name: that is each server's */
	const char *server_name;             /* sent as SNI to all of them; NULL: the name of each; "": none */
	const struct texts *names;           /* the certificate must be for all of these; empty: for the server */
	int trust_level;                     /* security level of the chain */
	bool ask_responder;                  /* OCSP */
	const char *lists;                   /* where revocation lists are; NULL: not asked */
	unsigned probes;                     /* bit n: probe for enum probed_protocol n */
};

/* What a run shares.  `store` NULL: trust is not judged, and with it no revocation. */
struct inspection_tools {
	SSL_CTX *context;
	X509_STORE *store;
	int64_t now;
};

struct inspection {
	char where[HOST_NAME_SIZE + 16]; /* "host:443", or the path of the file */
	bool is_file;
	struct problem failure; /* PROBLEM_NONE: the handshake was done, the file was read */
	double seconds;         /* of the handshake; NAN: none was done */
	char protocol[16], cipher[64], alpn[64];
	bool asked_for_certificate;
	struct problem refusal; /* of the client's certificate, or its lack */
	struct certificate_chain chain;
	bool trust_judged;
	struct trust_facts trust;
	char names[INSPECTION_NAMES_MAXIMUM][HOST_NAME_SIZE]; /* that it should be for */
	enum name_match matches[INSPECTION_NAMES_MAXIMUM];
	size_t name_count;
	struct revocation_facts staple, responder, lists;
	enum probe_outcome probes[PROBE_PROTOCOLS];
	struct problem probe_problems[PROBE_PROTOCOLS];
};

/* Visits a server: one connection, one more for each probe, one for each thing that is
 * to be asked about revocation.  What cannot be done is noted in *inspection. */
void inspection_visit(const struct inspection_tools *tools, const struct inspection_settings *settings,
		      const char *host, long port, const struct deadline *deadline, struct inspection *inspection);

/* Reads the certificates of a file; their trust is not judged. */
void inspection_read_file(const struct inspection_settings *settings, const char *path, struct inspection *inspection);

void inspection_free(struct inspection *inspection);

#endif
