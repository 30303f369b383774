// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_plain.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* How long a connection is waited for that nobody may accept. */
#define PATIENCE_SECONDS 3.0

static bool make_plain(const struct http_target *target, long port, struct http_target *plain, struct problem *problem)
{
	/* Behind the scheme and the authority: the path. */
	const char *authority = strstr(target->url, "://");
	const char *path = authority ? authority + 3 + strcspn(authority + 3, "/?#") : "/";
	struct http_target base = { .port = port };

	snprintf(base.host, sizeof base.host, "%s", target->host);
	return http_target_join(&base, *path ? path : "/", plain, problem);
}

void http_plain_ask(const struct http_client_settings *settings, const struct http_target *target, long port,
		    const struct deadline *deadline, struct http_response *response)
{
	double patience = deadline_left(deadline) / 2;
	struct deadline within = deadline_within(deadline, patience < PATIENCE_SECONDS ? patience : PATIENCE_SECONDS);
	struct http_target plain;
	struct http_request request = { .target = &plain };
	struct http_client *client = NULL;

	*response = (struct http_response){ 0 };
	if (!make_plain(target, port, &plain, &response->problem) ||
	    !http_client_new(settings, &client, &response->problem))
		return;
	http_client_ask(client, &request, &within, response);
	http_client_free(client);
}

void http_plain_judge(const struct http_response *response, struct result *result)
{
	const struct http_target *target = &response->target;
	const struct problem *problem = &response->problem;

	if (!response->answered && !response->connected &&
	    (problem->kind == PROBLEM_REFUSED || problem->kind == PROBLEM_TIMEOUT))
		result_say(result, STATUS_OK, "plain HTTP on port %ld is %s", target->port,
			   problem->kind == PROBLEM_REFUSED ? "refused" : "not answered");
	else if (!response->answered)
		result_problem(result, STATUS_CRITICAL, problem);
	else if (response->code >= 301 && response->code <= 308 && strncasecmp(response->location, "https://", 8) == 0)
		result_say(result, STATUS_OK, "plain HTTP on port %ld leads to HTTPS", target->port);
	else
		result_say(result, STATUS_CRITICAL, "%s port %ld answers without TLS: %s%s%.*s", target->host,
			   target->port, response->status_line, response->location[0] ? ", leads to " : "",
			   (int)strcspn(response->location, "?#"), response->location);
}
