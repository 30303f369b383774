/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * libcurl as an FTP client: one request after the other, over one control connection
 * as long as that lasts.  For ftp_transfer.c, which knows what to request.
 */
#ifndef RECEICO_NET_FTP_CLIENT_H
#define RECEICO_NET_FTP_CLIENT_H

#include "common/check/buffer.h"
#include "common/check/deadline.h"
#include "common/net/curl_library.h"
#include "common/net/ftp_account.h"
#include "common/net/ftp_dialogue.h"
#include "common/net/ftp_listing.h"

/* Where the data of a request goes: to `take`, else into the buffer, or, without one, into the listing. */
struct ftp_sink {
	bool (*take)(void *taker, const char *bytes, size_t length); /* false: that is enough */
	void *taker;
	struct buffer *buffer;
	struct ftp_listing listing;
	size_t bytes, limit;
	bool overflowed;
};

/* Where the data of a request comes from. */
struct ftp_source {
	const char *next;
	size_t left;
};

struct ftp_client {
	struct libcurl api;
	CURL *handle;
	CURLM *multi;
	curl_socket_t control_socket; /* CURL_SOCKET_BAD: not connected */
	struct curl_slist *resolved;
	const struct ftp_account *account;
	char error[CURL_ERROR_SIZE];
	bool wants_anew; /* the next request is to log in anew */
	bool has_moved;  /* the server's current folder is not where the login landed */

	/* The request at hand. */
	struct ftp_dialogue dialogue;
	struct ftp_sink sink;
	struct ftp_source source;
};

/* Prepares a client and loads what it needs; does not connect.  libcurl keeps pointers
 * to the client, so it must stay where it is.  ftp_client_close() is due either way. */
bool ftp_client_open(struct ftp_client *client, const struct ftp_account *account, struct problem *problem) MUST_CHECK;

/* Gives up the connection and frees, without a word to the server. */
void ftp_client_close(struct ftp_client *client);

/* Begins a request about `VERB PATH`, or about no command when both are empty: what the
 * one before has set is set anew. */
bool ftp_client_begin(struct ftp_client *client, const char *verb, const char *path, bool is_folder,
		      struct problem *problem) MUST_CHECK;

/* Performs the request.  The problem is in the server's words when it refused, else in
 * libcurl's. */
bool ftp_client_perform(struct ftp_client *client, const struct deadline *deadline, struct problem *problem) MUST_CHECK;

#endif
