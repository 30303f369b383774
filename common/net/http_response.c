// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_response.h"

#include <string.h>

enum { SECRET_MINIMUM = 4 };

static void hide(char *text, const char *secret, size_t length)
{
	while (text && (text = strstr(text, secret))) {
		memset(text, '*', length);
		text += length;
	}
}

void http_response_hide(struct http_response *response, const char *secret)
{
	size_t length = strlen(secret);

	if (length < SECRET_MINIMUM)
		return;
	hide(response->status_line, secret, length);
	hide(response->problem.text, secret, length);
	hide(response->location, secret, length);
	hide(response->target.url, secret, length);
	hide(response->target.host, secret, length);
	hide(response->certificate_name, secret, length);
	hide(response->headers.data, secret, length);
	hide(response->body.data, secret, length);
}

void http_response_free(struct http_response *response)
{
	buffer_free(&response->headers);
	buffer_free(&response->body);
	*response = (struct http_response){ 0 };
}
