/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A user of the web: one after the other it asks for pages, through libcurl.
 *
 * It has cookies and connections of its own.  Redirects are followed here and not by
 * libcurl, so that they never leave http and https, and no secret goes to another
 * host than the first.
 */
#ifndef RECEICO_NET_HTTP_CLIENT_H
#define RECEICO_NET_HTTP_CLIENT_H

#include "common/check/deadline.h"
#include "common/check/option.h"
#include "common/net/http_response.h"
#include "common/net/http_secrets.h"

#include <stddef.h>

/* TLS versions, in the order of enum and option words. */
enum http_tls_version { HTTP_TLS_ANY, HTTP_TLS_1_0, HTTP_TLS_1_1, HTTP_TLS_1_2, HTTP_TLS_1_3 };

/* Versions of HTTP likewise. */
enum http_version { HTTP_VERSION_ANY, HTTP_VERSION_1_0, HTTP_VERSION_1_1, HTTP_VERSION_2 };

/* The words of both: "any", "1.0", ... NULL. */
extern const char *const http_tls_words[], *const http_version_words[];

/* Reads check_curl's VERSION[+]: that version alone, or with + newer ones too; "1" is
 * 1.0.  The two are enum http_tls_version. */
bool http_tls_versions_parse(const char *text, int *minimum, int *maximum, struct problem *problem) MUST_CHECK;

/* How pages are reached; borrowed by the client while it lives. */
struct http_client_settings {
	const char *address; /* shown where something fails: what is connected to; NULL: the host */
	const char *route;   /* http_target_route(); "" or NULL: by the URL */
	const struct texts *connect_to, *resolve; /* more of those, in curl's form; NULL: none */
	bool use_ipv4, use_ipv6;
	const char *source;   /* address or interface to connect from */
	const char *proxy;    /* NULL: none */
	const char *no_proxy; /* hosts that are reached without */
	bool proxy_from_environment;
	bool verify;
	const char *ca_file, *ca_folder; /* whom to trust; at most one is not NULL */
	enum http_tls_version tls_minimum, tls_maximum;
	enum http_version http_version;
	const char *user_agent;
	bool decompress;        /* ask for compressed pages, and unpack them */
	bool keep_cookies;      /* from page to page */
	const char *cookie_jar; /* and from run to run, in this file */
	bool share_nothing;     /* a new connection for each page: users side by side */
	bool read_certificate;  /* fill the response's certificate_... */
	long redirects_maximum;
	size_t body_maximum;                /* bytes, unpacked */
	const struct http_secrets *secrets; /* NULL: none */
};

/* One page to ask for.  Headers, logins and bodies go to the host of `target` alone, also
 * when a redirect leads elsewhere.  Texts are borrowed until the answer is there. */
struct http_request {
	const struct http_target *target;
	const char *method;          /* NULL: GET, or POST with a body */
	const char *body;            /* NULL: none */
	const char *content_type;    /* of the body; NULL: a form's */
	const struct texts *headers; /* NULL: none */
	bool follow;                 /* redirects */
	bool keep_body;              /* else it is read and counted */
	bool stop_at_body;           /* the header is enough */
	bool handshake_only;         /* no page: connect and shake hands */
};

/* Are the method and the headers such as can be sent? */
bool http_request_verify(const char *method, const struct texts *headers, struct problem *problem) MUST_CHECK;

/* Reads the body of a request from a file, a text that is not empty; nothing when `path`
 * is NULL.  It may hold a secret: file_forget_secret() is due, also when it failed. */
enum { HTTP_REQUEST_BODY_MAXIMUM = 1 << 20 };
bool http_request_read_body(const char *path, struct buffer *body, struct problem *problem) MUST_CHECK;

/* Loads OpenSSL without its configuration, and fills in whom to trust where the settings
 * name nobody (tls.h).  `needed` is false where no TLS will be spoken. */
bool http_client_find_trust(struct http_client_settings *settings, bool needed, struct problem *problem) MUST_CHECK;

struct http_client;

/* A new user.  Free it with http_client_free(). */
bool http_client_new(const struct http_client_settings *settings, struct http_client **client,
		     struct problem *problem) MUST_CHECK;
void http_client_free(struct http_client *client);

/* Asks, and waits for the answer.  Free the response whatever comes of it. */
void http_client_ask(struct http_client *client, const struct http_request *request, const struct deadline *deadline,
		     struct http_response *response);

/* The same in steps, for those who ask many at once (http_crowd.h): begin, let libcurl
 * transfer, and tell the client libcurl's result, which may want another transfer. */
bool http_client_begin(struct http_client *client, const struct http_request *request, const struct deadline *deadline,
		       struct http_response *response) MUST_CHECK;
bool http_client_end_transfer(struct http_client *client, int result) MUST_CHECK;
void *http_client_handle(struct http_client *client); /* the CURL * */

#endif
