/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * From a plain connection to the point where TLS begins.
 */
#ifndef RECEICO_TLS_STARTTLS_H
#define RECEICO_TLS_STARTTLS_H

#include "common/net/stream.h"
#include "common/tls/starttls_dialogue.h"

/* The names of the protocols in the order of enum starttls_protocol ("none", "ftp",
 * ...), NULL behind the last; and the port each has by custom. */
extern const char *const starttls_names[];
long starttls_port(enum starttls_protocol protocol);

/* A service by the name that check_ssl_cert's -P has for it: one of the above, or one
 * that speaks TLS from the first byte, such as https, imaps, mqtts. */
struct starttls_service {
	const char *name;
	enum starttls_protocol protocol;
	long port;
};
const struct starttls_service *starttls_find_service(const char *name);

/* Asks the server for TLS in its protocol and waits for the go-ahead.  What the server
 * sent behind the go-ahead would be taken for part of the protected talk, so it is a
 * problem and not dropped (the injection of CVE-2011-0411, seen from a client). */
bool starttls_perform(struct stream *stream, enum starttls_protocol protocol, const char *host,
		      const struct deadline *deadline, struct problem *problem) MUST_CHECK;

#endif
