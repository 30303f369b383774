/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Where an HTTP request goes.
 *
 * Source: RFC 3986, 3 (parts of a URL) and 5 (references); RFC 9110, 4.2.
 */
#ifndef RECEICO_NET_HTTP_TARGET_H
#define RECEICO_NET_HTTP_TARGET_H

#include "common/check/problem.h"

#include <stddef.h>

struct http_target {
	bool tls;       /* https */
	char host[256]; /* name or address; IPv6 without brackets */
	long port;      /* that of the scheme unless the URL says */
	char url[2048]; /* the whole */
};

/* What the command line says of it.  A text that is NULL was not given. */
struct http_place {
	const char *hostname; /* virtual host: NAME or NAME:PORT */
	const char *address;  /* to connect to, in its stead */
	const char *url;      /* a path, or a whole URL, which then says it all */
	long port;            /* 0: that of the scheme */
	bool tls;
};

/* Reads a whole URL.  Only http and https are taken, no login inside, no blanks or
 * control characters. */
bool http_target_parse(const char *url, struct http_target *target, struct problem *problem) MUST_CHECK;

/* Makes the target of what the command line says. */
bool http_target_make(const struct http_place *place, struct http_target *target, struct problem *problem) MUST_CHECK;

/* Does a redirect stay with the address, or the address and the port, that we began with? */
enum http_stick { HTTP_STICK_NOT, HTTP_STICK_ADDRESS, HTTP_STICK_PORT };

/* Writes where to connect in the form of curl's CONNECT_TO; "" when the URL says it.
 * 560 bytes suffice. */
void http_target_route(const struct http_place *place, const struct http_target *target, enum http_stick stick,
		       char *route, size_t size);

/* Takes a URL relative to another: `reference` is a whole URL or a path. */
bool http_target_join(const struct http_target *base, const char *reference, struct http_target *target,
		      struct problem *problem) MUST_CHECK;

/* May what was meant for one be sent to the other: the same scheme, host and port, or the
 * same host when TLS has come in? */
bool http_target_is_home(const struct http_target *first, const struct http_target *next);

/* Reads HOST, HOST:PORT, [ADDRESS] or [ADDRESS]:PORT; a name in another script becomes
 * ASCII.  The port is left alone when none is said. */
bool http_authority_parse(const char *text, size_t length, char *host, size_t size, long *port) MUST_CHECK;

/* Writes a host as it stands in a URL, an IPv6 address in brackets.  260 bytes suffice. */
void http_host_write(const char *host, char *text, size_t size);

#endif
