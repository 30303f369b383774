// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_failure.h"

#include <curl/curl.h>
#include <string.h>

void http_failure_place(const char *address, struct http_response *response)
{
	const struct http_target *target = &response->target;

	if (address && strcmp(address, target->host) != 0)
		problem_prefix(&response->problem, "%.150s (%.100s) port %ld", target->host, address, target->port);
	else
		problem_prefix(&response->problem, "%.150s port %ld", target->host, target->port);
}

static const char *shown_host(const struct http_failure *failure, const struct http_response *response)
{
	return failure->address ? failure->address : response->target.host;
}

static void tell_timeout(const struct http_failure *failure, struct http_response *response)
{
	struct problem *problem = &response->problem;

	if (!failure->connected)
		problem_set(problem, PROBLEM_TIMEOUT, "timeout: no connection");
	else if (response->target.tls && !failure->encrypted)
		problem_set(problem, PROBLEM_TIMEOUT, "timeout: the TLS handshake has not ended");
	else if (!failure->began)
		problem_set(problem, PROBLEM_TIMEOUT, "timeout: no answer");
	else if (!failure->header_ended)
		problem_set(problem, PROBLEM_TIMEOUT, "timeout: the header of the answer has not ended");
	else
		problem_set(problem, PROBLEM_TIMEOUT, "timeout: the answer has not ended after %llu bytes of its body",
			    (unsigned long long)response->body_size);
}

/* What goes wrong before there is a connection is said as connect.h says it; true when
 * it is that. */
static bool tell_unconnected(const struct http_failure *failure, struct http_response *response)
{
	const char *host = shown_host(failure, response);
	struct problem *problem = &response->problem;

	if (failure->proxied)
		return false;
	if (failure->result == CURLE_OPERATION_TIMEDOUT && !failure->resolved)
		problem_set(problem, PROBLEM_TIMEOUT, "timeout: host '%.200s' was not resolved", host);
	else if (failure->result == CURLE_COULDNT_RESOLVE_HOST)
		problem_set(problem, PROBLEM_UNRESOLVED, "cannot resolve host '%.200s'", host);
	else if (failure->result == CURLE_COULDNT_CONNECT && failure->system_error)
		problem_set(problem, PROBLEM_REFUSED, "connect to address %.200s and port %ld: %s", host,
			    response->target.port, strerror((int)failure->system_error));
	else
		return false;
	return true;
}

static void tell_written(const struct http_failure *failure, struct problem *problem)
{
	if (failure->body_too_large)
		problem_set(problem, PROBLEM_PEER, "body larger than %zu bytes", failure->body_maximum);
	else if (failure->headers_too_large)
		problem_set(problem, PROBLEM_PEER, "header larger than %d bytes", (int)HTTP_HEADERS_MAXIMUM);
	else
		problem_set(problem, PROBLEM_SYSTEM, "out of memory");
}

static const char *words_of(const struct http_failure *failure)
{
	static const char prefix[] = "SSL certificate problem: ";
	const char *words = *failure->words ? failure->words : curl_easy_strerror((CURLcode)failure->result);

	return strncmp(words, prefix, sizeof prefix - 1) == 0 ? words + sizeof prefix - 1 : words;
}

/* The kinds of failure that need no words of their own. */
static enum problem_kind kind_of(CURLcode result)
{
	switch (result) {
	case CURLE_FAILED_INIT:
	case CURLE_NOT_BUILT_IN:
	case CURLE_UNKNOWN_OPTION:
	case CURLE_INTERFACE_FAILED:
	case CURLE_SSL_ENGINE_NOTFOUND:
	case CURLE_SSL_ENGINE_SETFAILED:
		return PROBLEM_SYSTEM;
	case CURLE_URL_MALFORMAT:
	case CURLE_BAD_FUNCTION_ARGUMENT:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
		return PROBLEM_INPUT;
	default:
		return PROBLEM_PEER;
	}
}

void http_failure_tell(const struct http_failure *failure, struct http_response *response)
{
	struct problem *problem = &response->problem;
	const char *words = words_of(failure);

	if (tell_unconnected(failure, response))
		return;
	switch ((CURLcode)failure->result) {
	case CURLE_OPERATION_TIMEDOUT:
		tell_timeout(failure, response);
		break;
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
		problem_set(problem, PROBLEM_UNRESOLVED, "%.300s", words);
		break;
	case CURLE_COULDNT_CONNECT:
		problem_set(problem, PROBLEM_REFUSED, "%.300s", words);
		break;
	case CURLE_WRITE_ERROR:
		tell_written(failure, problem);
		break;
	case CURLE_PEER_FAILED_VERIFICATION:
		problem_set(problem, PROBLEM_PEER, "the certificate does not hold: %.300s", words);
		break;
	case CURLE_SSL_CONNECT_ERROR:
		problem_set(problem, PROBLEM_PEER, "the TLS handshake failed: %.300s", words);
		break;
	case CURLE_FILESIZE_EXCEEDED:
		problem_set(problem, PROBLEM_PEER, "body larger than %zu bytes", failure->body_maximum);
		break;
	case CURLE_OUT_OF_MEMORY:
		/* libcurl says the same of a line of the header that is longer than it takes. */
		if (failure->connected)
			problem_set(problem, PROBLEM_PEER, "a line of the header is too long, or memory ran out");
		else
			problem_set(problem, PROBLEM_SYSTEM, "out of memory");
		break;
	case CURLE_SSL_CACERT_BADFILE:
		problem_set(problem, PROBLEM_INPUT, "the certificates to trust cannot be read from %.300s",
			    strchr(words, '/') ? strchr(words, '/') : words);
		break;
	case CURLE_GOT_NOTHING:
		problem_set(problem, PROBLEM_PEER, "the connection was closed without an answer");
		break;
	case CURLE_PARTIAL_FILE:
		problem_set(problem, PROBLEM_PEER, "the connection was closed in the middle of the body: %.300s",
			    words);
		break;
	default:
		problem_set(problem, kind_of((CURLcode)failure->result), "%.400s", words);
	}
	http_failure_place(failure->address, response);
}
