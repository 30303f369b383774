// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/curl_library.h"

#include "common/check/library.h"

#define SYMBOL(name) LIBRARY_SYMBOL(struct libcurl, name, "curl_" #name)

static const struct library_symbol symbols[] = {
	SYMBOL(global_init),
	SYMBOL(easy_init),
	SYMBOL(easy_setopt),
	SYMBOL(easy_getinfo),
	SYMBOL(easy_perform),
	SYMBOL(easy_cleanup),
	SYMBOL(easy_strerror),
	SYMBOL(multi_init),
	SYMBOL(multi_add_handle),
	SYMBOL(multi_perform),
	SYMBOL(multi_poll),
	SYMBOL(multi_info_read),
	SYMBOL(multi_remove_handle),
	SYMBOL(multi_cleanup),
	SYMBOL(slist_append),
	SYMBOL(slist_free_all),
	{ 0 },
};

bool curl_library_load(struct libcurl *api, bool secure, struct problem *problem)
{
	if (!library_load("libcurl.so.4", symbols, api, problem))
		return false;
	return api->global_init(secure ? CURL_GLOBAL_SSL : CURL_GLOBAL_NOTHING) == CURLE_OK ||
	       problem_set(problem, PROBLEM_SYSTEM, "libcurl does not start");
}
