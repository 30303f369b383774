/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The settings of an HTTP client in libcurl's terms: what holds for all of its
 * requests.  For http_client.c.
 */
#ifndef RECEICO_NET_HTTP_SETUP_H
#define RECEICO_NET_HTTP_SETUP_H

#include "common/net/http_client.h"

#include <curl/curl.h>

/* Lists that libcurl only borrows. */
struct http_setup {
	struct curl_slist *routes, *resolved;
};

/* Sets the handle up; false when memory runs out.  The settings and *setup must
 * outlive the handle's use.  http_setup_free() is due either way. */
bool http_setup_make(struct http_setup *setup, CURL *curl, const struct http_client_settings *settings) MUST_CHECK;
void http_setup_free(struct http_setup *setup);

/* Makes the cookie jar where there is none, for nobody but us: libcurl would let all
 * read it, and would not say when it cannot write it. */
bool http_setup_cookie_jar(const struct http_client_settings *settings, struct problem *problem) MUST_CHECK;

/* Adds a copy of a text, or of each, at the end of a list. */
bool http_list_add(struct curl_slist **list, const char *text) MUST_CHECK;
bool http_list_add_all(struct curl_slist **list, const struct texts *texts) MUST_CHECK;

#endif
