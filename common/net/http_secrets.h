/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What proves to a web server who we are, read from files that are private.
 */
#ifndef RECEICO_NET_HTTP_SECRETS_H
#define RECEICO_NET_HTTP_SECRETS_H

#include "common/check/buffer.h"

/* Where they are; NULL: not given. */
struct http_secret_files {
	const char *authorization; /* @FILE, whose first line is USER:PASSWORD */
	const char *user;          /* a login, whose password is in the next */
	const char *password_file;
	const char *netrc;               /* or both of them */
	const char *bearer_file;         /* a token (RFC 6750) */
	const char *header_file;         /* lines of `NAME: VALUE` */
	const char *proxy_authorization; /* @FILE, as above */
	const char *client_cert;         /* PEM */
	const char *private_key;         /* PEM; NULL: it is in client_cert */
	const char *passphrase_file;     /* of the private key */
};

/* The buffers are secrets; one that is empty was not given. */
struct http_secrets {
	struct buffer user, password;
	struct buffer bearer;
	struct buffer headers;
	struct buffer proxy_login; /* USER:PASSWORD */
	struct buffer certificate, private_key, passphrase;
};

/* Are the files named in a way that can be taken together?  A login on the command
 * line itself is refused. */
bool http_secrets_verify(const struct http_secret_files *files, struct problem *problem) MUST_CHECK;

/* Reads them all; `host` is looked up in the netrc file.  http_secrets_forget() is due
 * either way.  The problem names the option. */
bool http_secrets_read(const struct http_secret_files *files, const char *host, struct http_secrets *secrets,
		       struct problem *problem) MUST_CHECK;

/* Overwrites and frees them. */
void http_secrets_forget(struct http_secrets *secrets);

#endif
