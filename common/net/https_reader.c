// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* explicit_bzero() */
#include "common/net/https_reader.h"

#include "common/net/curl_library.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Header lines of one answer, in bytes. */
enum { HEADERS_MAXIMUM = 256 << 10 };

struct https_reader {
	struct libcurl api;
	CURL *handle;
	const struct https_host *host;
	struct curl_slist *resolved;
	char authority[300]; /* "https://HOST:PORT" */
	char error[CURL_ERROR_SIZE];

	/* The request at hand. */
	struct buffer *body; /* where it goes */
	bool takes_cut;      /* what does not fit is left out, else a problem */
	bool is_cut;
	size_t header_bytes;
};

/* Taking less than what came makes libcurl give the request up. */
static size_t on_body(char *data, size_t unit, size_t count, void *user)
{
	struct https_reader *reader = user;
	size_t length = unit * count;

	if (buffer_append(reader->body, data, length))
		return length;
	reader->is_cut = reader->body->length == reader->body->maximum;
	return 0;
}

static size_t on_header(char *data, size_t unit, size_t count, void *user)
{
	struct https_reader *reader = user;
	size_t length = unit * count;

	(void)data;
	reader->header_bytes += length;
	return reader->header_bytes <= HEADERS_MAXIMUM ? length : 0;
}

/* --- set up --- */

static void set_up(struct https_reader *reader, const struct tls_trust *trust)
{
	const struct https_host *host = reader->host;
	__typeof__(curl_easy_setopt) *set = reader->api.easy_setopt;
	CURL *handle = reader->handle;

	set(handle, CURLOPT_NOSIGNAL, 1L);
	set(handle, CURLOPT_PROTOCOLS_STR, "https");
	set(handle, CURLOPT_PROXY, ""); /* nor one from the environment */
	set(handle, CURLOPT_PATH_AS_IS, 1L);
	set(handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	set(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	set(handle, CURLOPT_SSL_VERIFYPEER, host->tls.verify ? 1L : 0L);
	set(handle, CURLOPT_SSL_VERIFYHOST, host->tls.verify ? 2L : 0L);
	/* libcurl would read the whole bundle of the system else. */
	set(handle, CURLOPT_CAINFO, trust->file);
	set(handle, CURLOPT_CAPATH, trust->folder);
	set(handle, CURLOPT_USERAGENT, "receico-plugins");
	set(handle, CURLOPT_FILETIME, 1L);
	set(handle, CURLOPT_ERRORBUFFER, reader->error);
	set(handle, CURLOPT_HEADERFUNCTION, on_header);
	set(handle, CURLOPT_HEADERDATA, reader);
	set(handle, CURLOPT_WRITEFUNCTION, on_body);
	set(handle, CURLOPT_WRITEDATA, reader);
	if (host->user) {
		set(handle, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		set(handle, CURLOPT_USERNAME, host->user);
		set(handle, CURLOPT_PASSWORD, host->password);
	}
}

static bool pin_address(struct https_reader *reader, const struct deadline *deadline, struct problem *problem)
{
	const struct endpoint *endpoint = &reader->host->endpoint;
	bool is_v6 = strchr(endpoint->host, ':') != NULL;
	char addresses[512];
	char entry[900];

	if (!connect_addresses(endpoint, deadline, addresses, sizeof addresses, problem))
		return false;
	snprintf(reader->authority, sizeof reader->authority, "https://%s%s%s:%ld", is_v6 ? "[" : "", endpoint->host,
		 is_v6 ? "]" : "", endpoint->port);
	if (is_v6)
		return true;
	snprintf(entry, sizeof entry, "%s:%ld:%s", endpoint->host, endpoint->port, addresses);
	reader->resolved = reader->api.slist_append(NULL, entry);
	if (reader->resolved == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	reader->api.easy_setopt(reader->handle, CURLOPT_RESOLVE, reader->resolved);
	return true;
}

static bool start(struct https_reader *reader, const struct deadline *deadline, struct problem *problem)
{
	struct tls_trust trust = { 0 };

	/* Before libcurl, which would have OpenSSL read its configuration file. */
	if (!tls_prepare(&reader->host->tls, &trust, problem) || !curl_library_load(&reader->api, true, problem))
		return false;
	reader->handle = reader->api.easy_init();
	if (reader->handle == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "libcurl does not start");
	set_up(reader, &trust);
	return pin_address(reader, deadline, problem);
}

bool https_reader_open(const struct https_host *host, const struct deadline *deadline, struct https_reader **reader,
		       struct problem *problem)
{
	struct https_reader *opened = calloc(1, sizeof *opened);

	if (opened == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	opened->host = host;
	if (!start(opened, deadline, problem)) {
		https_reader_close(opened);
		return false;
	}
	*reader = opened;
	return true;
}

void https_reader_close(struct https_reader *reader)
{
	if (reader == NULL)
		return;
	if (reader->handle)
		reader->api.easy_cleanup(reader->handle);
	if (reader->resolved)
		reader->api.slist_free_all(reader->resolved);
	free(reader);
}

/* --- one request --- */

/* As connect.h says it. */
static bool not_connected(const struct https_reader *reader, struct problem *problem)
{
	const struct endpoint *endpoint = &reader->host->endpoint;
	long error = 0;

	reader->api.easy_getinfo(reader->handle, CURLINFO_OS_ERRNO, &error);
	return problem_set(problem, PROBLEM_REFUSED, "connect to address %.200s and port %ld: %s", endpoint->host,
			   endpoint->port, error ? strerror((int)error) : "no connection");
}

static bool explain(const struct https_reader *reader, const char *path, CURLcode code, struct problem *problem)
{
	const char *words = reader->error[0] ? reader->error : reader->api.easy_strerror(code);

	switch (code) {
	case CURLE_OPERATION_TIMEDOUT:
		return problem_set(problem, PROBLEM_TIMEOUT, "timeout: no whole answer to '%.200s'", path);
	case CURLE_OUT_OF_MEMORY:
	case CURLE_FAILED_INIT:
	case CURLE_SSL_CACERT_BADFILE:
		return problem_set(problem, PROBLEM_SYSTEM, "%.300s", words);
	case CURLE_PEER_FAILED_VERIFICATION:
		return problem_set(problem, PROBLEM_PEER, "the certificate does not hold: %.300s", words);
	case CURLE_COULDNT_CONNECT:
		return not_connected(reader, problem);
	case CURLE_SSL_CONNECT_ERROR:
		return problem_set(problem, PROBLEM_PEER, "the TLS handshake failed: %.300s", words);
	case CURLE_WRITE_ERROR:
		if (reader->is_cut)
			return problem_set(problem, PROBLEM_PEER, "more than %zu bytes came", reader->body->maximum);
		return problem_set(problem, PROBLEM_PEER, "header larger than %d bytes", (int)HEADERS_MAXIMUM);
	default:
		return problem_set(problem, PROBLEM_PEER, "%.300s", words);
	}
}

static void read_answer(struct https_reader *reader, struct https_answer *answer)
{
	const struct libcurl *api = &reader->api;
	curl_off_t length = -1;
	curl_off_t modified = -1;
	char *type = NULL;
	char *redirect = NULL;

	api->easy_getinfo(reader->handle, CURLINFO_RESPONSE_CODE, &answer->code);
	api->easy_getinfo(reader->handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
	api->easy_getinfo(reader->handle, CURLINFO_FILETIME_T, &modified);
	api->easy_getinfo(reader->handle, CURLINFO_CONTENT_TYPE, &type);
	api->easy_getinfo(reader->handle, CURLINFO_REDIRECT_URL, &redirect);
	answer->length = length;
	answer->modified = (time_t)modified;
	answer->is_cut = reader->is_cut;
	snprintf(answer->type, sizeof answer->type, "%s", type ? type : "");
	snprintf(answer->redirect, sizeof answer->redirect, "%s", redirect ? redirect : "");
}

static bool set_url(struct https_reader *reader, const char *path, struct problem *problem)
{
	struct buffer url = buffer_limited(16384);
	bool set;

	buffer_print(&url, "%s%s%s", reader->authority, *path == '/' ? "" : "/", path);
	set = !url.overflowed && reader->api.easy_setopt(reader->handle, CURLOPT_URL, url.data) == CURLE_OK;
	buffer_free(&url);
	return set || problem_set(problem, PROBLEM_SYSTEM, "the path is too long, or memory ran out");
}

static bool ask(struct https_reader *reader, const char *path, const char *range, struct buffer *body,
		const struct deadline *deadline, struct https_answer *answer, struct problem *problem)
{
	__typeof__(curl_easy_setopt) *set = reader->api.easy_setopt;
	long left_ms = deadline_poll_ms(deadline);
	CURLcode code;

	if (left_ms <= 0)
		return problem_set(problem, PROBLEM_TIMEOUT, "timeout");
	if (!set_url(reader, path, problem))
		return false;
	reader->body = body;
	reader->takes_cut = range != NULL;
	reader->is_cut = false;
	reader->header_bytes = 0;
	reader->error[0] = '\0';
	/* In this order: a GET takes the word back that nothing but a header is wanted. */
	set(reader->handle, CURLOPT_HTTPGET, 1L);
	set(reader->handle, CURLOPT_NOBODY, body == &answer->body && body->maximum == 0 ? 1L : 0L);
	set(reader->handle, CURLOPT_RANGE, range);
	set(reader->handle, CURLOPT_TIMEOUT_MS, left_ms);
	set(reader->handle, CURLOPT_CONNECTTIMEOUT_MS, left_ms);
	code = reader->api.easy_perform(reader->handle);
	read_answer(reader, answer);
	if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && reader->is_cut && reader->takes_cut))
		return true;
	return explain(reader, path, code, problem);
}

bool https_reader_look(struct https_reader *reader, const char *path, const struct deadline *deadline,
		       struct https_answer *answer, struct problem *problem)
{
	*answer = (struct https_answer){ .body = buffer_limited(0) };
	return ask(reader, path, NULL, &answer->body, deadline, answer, problem);
}

bool https_reader_get(struct https_reader *reader, const char *path, size_t maximum, const struct deadline *deadline,
		      struct https_answer *answer, struct problem *problem)
{
	*answer = (struct https_answer){ .body = buffer_limited(maximum) };
	if (!ask(reader, path, NULL, &answer->body, deadline, answer, problem)) {
		buffer_free(&answer->body);
		return false;
	}
	for (size_t i = 0; i < answer->body.length; i++) {
		if (answer->body.data[i] == '\0')
			answer->body.data[i] = ' ';
	}
	return true;
}

bool https_reader_get_part(struct https_reader *reader, const char *path, uint64_t offset,
			   const struct deadline *deadline, struct https_answer *answer, struct buffer *part,
			   struct problem *problem)
{
	char range[64];

	*answer = (struct https_answer){ .body = buffer_limited(0) };
	snprintf(range, sizeof range, "%" PRIu64 "-%" PRIu64, offset, offset + (part->maximum - part->length) - 1);
	return ask(reader, path, range, part, deadline, answer, problem);
}
