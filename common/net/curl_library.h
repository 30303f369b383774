/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The functions of libcurl that we call, loaded when the first session opens.
 */
#ifndef RECEICO_NET_CURL_LIBRARY_H
#define RECEICO_NET_CURL_LIBRARY_H

#include "common/check/problem.h"

#include <curl/curl.h>

#define CURL_FUNCTION(name) __typeof__(curl_##name) *name

/* Each as the manual of libcurl has it, without the prefix of its name. */
struct libcurl {
	CURL_FUNCTION(global_init);
	CURL_FUNCTION(easy_init);
	CURL_FUNCTION(easy_setopt);
	CURL_FUNCTION(easy_perform);
	CURL_FUNCTION(easy_getinfo);
	CURL_FUNCTION(easy_cleanup);
	CURL_FUNCTION(easy_strerror);
	CURL_FUNCTION(multi_init);
	CURL_FUNCTION(multi_add_handle);
	CURL_FUNCTION(multi_perform);
	CURL_FUNCTION(multi_poll);
	CURL_FUNCTION(multi_info_read);
	CURL_FUNCTION(multi_remove_handle);
	CURL_FUNCTION(multi_cleanup);
	CURL_FUNCTION(slist_append);
	CURL_FUNCTION(slist_free_all);
};

/* Loads the library and starts it; with `secure` also what it needs for TLS, before
 * which tls_prepare() is due (tls.h). */
bool curl_library_load(struct libcurl *api, bool secure, struct problem *problem) MUST_CHECK;

#endif
