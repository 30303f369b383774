// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* explicit_bzero() */
#include "common/net/http_client.h"

#include "common/check/file.h"
#include "common/net/http_failure.h"
#include "common/net/http_header.h"
#include "common/net/http_setup.h"

#include <curl/curl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct http_client {
	const struct http_client_settings *settings;
	CURL *curl;
	struct http_setup setup;
	char words[CURL_ERROR_SIZE];
	/* The request under way. */
	const struct http_request *request;
	const struct deadline *deadline;
	struct http_response *response;
	struct curl_slist *headers;
	struct curl_slist *secret_headers; /* of the file of them, a line each */
	bool as_get;                       /* a redirect has made a GET of it */
	bool body_too_large, headers_too_large, header_ended, stopped;
};

/* --- what libcurl hands us ------------------------------------------------------- */

/* A status line begins a new header: what came before was an informational answer,
 * or that of a proxy. */
static void begin_header(struct http_client *client, const char *line, size_t length)
{
	struct http_response *response = client->response;

	client->header_ended = false;
	while (length > 0 && (line[length - 1] == '\r' || line[length - 1] == '\n' || line[length - 1] == ' '))
		length--;
	if (length >= sizeof response->status_line)
		length = sizeof response->status_line - 1;
	memcpy(response->status_line, line, length);
	response->status_line[length] = '\0';
	response->headers.length = 0;
	if (response->headers.capacity > 0)
		response->headers.data[0] = '\0';
}

/* Text functions shall see all of it. */
static void blank_nul_bytes(struct buffer *buffer, size_t from)
{
	for (char *at = buffer->data + from; (at = memchr(at, '\0', (size_t)(buffer->data + buffer->length - at)));)
		*at = ' ';
}

static size_t take_header(char *bytes, size_t one, size_t length, void *user)
{
	struct http_client *client = user;
	struct buffer *headers = &client->response->headers;
	size_t from = headers->length;

	(void)one;
	if (length > 0 && (*bytes == '\r' || *bytes == '\n'))
		client->header_ended = true;
	if (length >= 5 && memcmp(bytes, "HTTP/", 5) == 0)
		begin_header(client, bytes, length);
	else if (!buffer_append(headers, bytes, length))
		client->headers_too_large = true;
	else
		blank_nul_bytes(headers, from);
	return client->headers_too_large ? 0 : length;
}

static bool is_redirect(const struct http_response *response)
{
	const char *code = strchr(response->status_line, ' ');

	return code && code[1] == '3';
}

static size_t take_body(char *bytes, size_t one, size_t length, void *user)
{
	struct http_client *client = user;
	struct http_response *response = client->response;
	size_t from = response->body.length;

	(void)one;
	/* Where a redirect leads libcurl tells at its end; its body is short. */
	if (client->request->stop_at_body && !is_redirect(response)) {
		client->stopped = true;
		return 0;
	}
	response->body_size += length;
	if (response->body_size > client->settings->body_maximum) {
		client->body_too_large = true;
		return 0;
	}
	if (client->request->keep_body) {
		if (!buffer_append(&response->body, bytes, length))
			return 0;
		blank_nul_bytes(&response->body, from);
	}
	return length;
}

/* Some of the texts are secrets. */
static void forget_list(struct curl_slist *list)
{
	for (struct curl_slist *line = list; line; line = line->next)
		explicit_bzero(line->data, strlen(line->data));
	curl_slist_free_all(list);
}

/* Takes the lines of a file of headers apart. */
static bool split_secret_headers(struct http_client *client, const struct buffer *lines)
{
	struct buffer line = buffer_limited(lines->length + 1);
	bool added = true;

	for (const char *at = lines->data; added && *at; at += strcspn(at, "\n"), at += *at == '\n') {
		file_forget_secret(&line);
		added = buffer_append(&line, at, strcspn(at, "\r\n"));
		if (added && line.length > 0)
			added = http_list_add(&client->secret_headers, line.data);
	}
	file_forget_secret(&line);
	return added;
}

bool http_client_new(const struct http_client_settings *settings, struct http_client **client, struct problem *problem)
{
	struct http_client *made;

	if (!http_setup_cookie_jar(settings, problem))
		return false;
	made = calloc(1, sizeof *made);
	if (made)
		made->curl = curl_easy_init();
	if (made == NULL || made->curl == NULL) {
		http_client_free(made);
		return problem_set(problem, PROBLEM_SYSTEM, "libcurl cannot be started: out of memory?");
	}
	made->settings = settings;
	curl_easy_setopt(made->curl, CURLOPT_ERRORBUFFER, made->words);
	curl_easy_setopt(made->curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(made->curl, CURLOPT_HEADERDATA, made);
	curl_easy_setopt(made->curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(made->curl, CURLOPT_WRITEDATA, made);
	curl_easy_setopt(made->curl, CURLOPT_PRIVATE, made);
	if (!http_setup_make(&made->setup, made->curl, settings) ||
	    (settings->secrets && !split_secret_headers(made, &settings->secrets->headers))) {
		http_client_free(made);
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	}
	*client = made;
	return true;
}

void http_client_free(struct http_client *client)
{
	if (client == NULL)
		return;
	curl_easy_cleanup(client->curl);
	http_setup_free(&client->setup);
	forget_list(client->headers);
	forget_list(client->secret_headers);
	free(client);
}

void *http_client_handle(struct http_client *client)
{
	return client->curl;
}

/* --- one transfer ------------------------------------------------------------------- */

static bool add_secret_headers(struct http_client *client)
{
	for (const struct curl_slist *line = client->secret_headers; line; line = line->next) {
		if (!http_list_add(&client->headers, line->data))
			return false;
	}
	return true;
}

static bool is_at_home(const struct http_client *client)
{
	return http_target_is_home(client->request->target, &client->response->target);
}

static bool set_headers(struct http_client *client)
{
	const struct http_request *request = client->request;
	bool has_body = request->body && !client->as_get;
	char type[300];

	forget_list(client->headers);
	client->headers = NULL;
	snprintf(type, sizeof type, "Content-Type: %s", request->content_type ? request->content_type : "");
	/* Nobody shall wait for a permission to send a form. */
	if ((is_at_home(client) && !http_list_add_all(&client->headers, request->headers)) ||
	    (has_body && !http_list_add(&client->headers, "Expect:")) ||
	    (has_body && request->content_type && !http_list_add(&client->headers, type)) ||
	    (is_at_home(client) && !add_secret_headers(client)))
		return false;
	curl_easy_setopt(client->curl, CURLOPT_HTTPHEADER, client->headers);
	return true;
}

static void set_login(const struct http_client *client)
{
	const struct http_secrets *secrets = client->settings->secrets;
	bool has_user = secrets && secrets->user.length > 0 && is_at_home(client);
	bool has_bearer = secrets && secrets->bearer.length > 0 && is_at_home(client);

	curl_easy_setopt(client->curl, CURLOPT_USERNAME, has_user ? secrets->user.data : NULL);
	curl_easy_setopt(client->curl, CURLOPT_PASSWORD, has_user ? secrets->password.data : NULL);
	curl_easy_setopt(client->curl, CURLOPT_XOAUTH2_BEARER, has_bearer ? secrets->bearer.data : NULL);
	curl_easy_setopt(client->curl, CURLOPT_HTTPAUTH, has_bearer ? (long)CURLAUTH_BEARER : (long)CURLAUTH_BASIC);
}

static void set_method(const struct http_client *client)
{
	const struct http_request *request = client->request;
	const char *method = client->as_get ? NULL : request->method;
	const char *body = client->as_get ? NULL : request->body;
	CURL *curl = client->curl;

	curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, NULL);
	curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, request->handshake_only ? 1L : 0L);
	if (body) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(body));
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
	}
	/* A length that is too large, or no number, is an error then. */
	curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE,
			 request->stop_at_body || (method && strcmp(method, "HEAD") == 0)
				 ? (curl_off_t)0
				 : (curl_off_t)client->settings->body_maximum);
	if (method && strcmp(method, "HEAD") == 0)
		curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
	else if (method)
		curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
}

static bool begin_transfer(struct http_client *client)
{
	struct http_response *response = client->response;
	int left = deadline_poll_ms(client->deadline);

	buffer_free(&response->body);
	response->body = buffer_limited(client->settings->body_maximum);
	response->body_size = 0;
	response->status_line[0] = '\0';
	client->words[0] = '\0';
	client->header_ended = false;
	if (left == 0) {
		problem_set(&response->problem, PROBLEM_TIMEOUT, "timeout: the time was up before the request");
		http_failure_place(client->settings->address, response);
		return false;
	}
	if (!set_headers(client))
		return problem_set(&response->problem, PROBLEM_SYSTEM, "out of memory");
	set_login(client);
	set_method(client);
	curl_easy_setopt(client->curl, CURLOPT_URL, response->target.url);
	curl_easy_setopt(client->curl, CURLOPT_TIMEOUT_MS, (long)left);
	return true;
}

bool http_client_begin(struct http_client *client, const struct http_request *request, const struct deadline *deadline,
		       struct http_response *response)
{
	*response = (struct http_response){
		.target = *request->target,
		.headers = buffer_limited(HTTP_HEADERS_MAXIMUM),
		.times = { .dns = NAN, .connect = NAN, .tls = NAN, .first_byte = NAN, .transfer = NAN }
	};
	client->request = request;
	client->deadline = deadline;
	client->response = response;
	client->as_get = client->body_too_large = client->headers_too_large = client->stopped = false;
	return begin_transfer(client);
}

/* --- its end ------------------------------------------------------------------------- */

static double seconds_at(const struct http_client *client, CURLINFO what)
{
	curl_off_t microseconds = 0;

	curl_easy_getinfo(client->curl, what, &microseconds);
	return (double)microseconds / 1e6;
}

static void add_phase(double *sum, double from, double until)
{
	if (until > 0)
		*sum = (isnan(*sum) ? 0 : *sum) + (until > from ? until - from : 0);
}

/* libcurl's times all count from the beginning of the transfer; 0: not reached. */
static void add_times(const struct http_client *client)
{
	struct http_times *times = &client->response->times;
	double dns = seconds_at(client, CURLINFO_NAMELOOKUP_TIME_T);
	double connect = seconds_at(client, CURLINFO_CONNECT_TIME_T);
	double tls = seconds_at(client, CURLINFO_APPCONNECT_TIME_T);
	double ready = seconds_at(client, CURLINFO_PRETRANSFER_TIME_T);
	double first = seconds_at(client, CURLINFO_STARTTRANSFER_TIME_T);
	double total = seconds_at(client, CURLINFO_TOTAL_TIME_T);

	add_phase(&times->dns, 0, dns);
	add_phase(&times->connect, dns, connect);
	add_phase(&times->tls, connect, tls);
	add_phase(&times->first_byte, ready, first);
	if (first > 0)
		add_phase(&times->transfer, first, total);
	times->total += total;
	if (connect > 0)
		client->response->connected = true;
}

static void fail(const struct http_client *client, CURLcode result)
{
	long system_error = 0;
	struct http_failure failure = { .result = (int)result,
					.words = client->words,
					.address = client->settings->address,
					.resolved = seconds_at(client, CURLINFO_NAMELOOKUP_TIME_T) > 0,
					.connected = seconds_at(client, CURLINFO_CONNECT_TIME_T) > 0,
					.encrypted = seconds_at(client, CURLINFO_APPCONNECT_TIME_T) > 0,
					.began = seconds_at(client, CURLINFO_STARTTRANSFER_TIME_T) > 0,
					.header_ended = client->header_ended,
					.proxied = client->settings->proxy || client->settings->proxy_from_environment,
					.body_maximum = client->settings->body_maximum,
					.body_too_large = client->body_too_large,
					.headers_too_large = client->headers_too_large };

	curl_easy_getinfo(client->curl, CURLINFO_OS_ERRNO, &system_error);
	failure.system_error = system_error;
	http_failure_tell(&failure, client->response);
}

/* The common name of "C = JP, CN = www.example.org", else all of it. */
static void copy_common_name(const char *subject, struct http_response *response)
{
	const char *name = strstr(subject, "CN = ");
	const char *end = name ? strstr(name, ", ") : NULL;

	name = name ? name + 5 : subject;
	snprintf(response->certificate_name, sizeof response->certificate_name, "%.*s", (int)(end ? end - name : 255),
		 name);
}

/* Of the first certificate, which is the server's own. */
static void read_certificate(const struct http_client *client)
{
	static const char expiry[] = "Expire date:";
	static const char subject[] = "Subject:";
	struct http_response *response = client->response;
	struct curl_certinfo *chain = NULL;

	if (curl_easy_getinfo(client->curl, CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == NULL ||
	    chain->num_of_certs < 1)
		return;
	for (const struct curl_slist *line = chain->certinfo[0]; line; line = line->next) {
		if (strncmp(line->data, expiry, sizeof expiry - 1) == 0 &&
		    !http_certificate_date_parse(line->data + sizeof expiry - 1, &response->certificate_end))
			response->certificate_end = 0;
		if (strncmp(line->data, subject, sizeof subject - 1) == 0)
			copy_common_name(line->data + sizeof subject - 1, response);
	}
}

static bool refuse_redirect(const struct http_client *client, enum problem_kind kind, const char *words)
{
	problem_set(&client->response->problem, kind, "redirect %ld, to '%.*s': %s", client->response->redirects + 1,
		    (int)strcspn(client->response->location, "?#"), client->response->location, words);
	http_failure_place(client->settings->address, client->response);
	return false;
}

/* Goes where the answer leads; false when it does not, or that failed. */
static bool follow(struct http_client *client)
{
	struct http_response *response = client->response;
	const char *method = client->request->method;
	struct http_target next;
	struct problem problem;

	if (response->redirects >= client->settings->redirects_maximum)
		return refuse_redirect(client, PROBLEM_PEER, "too many");
	if (!http_target_parse(response->location, &next, &problem))
		return refuse_redirect(client, PROBLEM_PEER, "only http and https are followed");
	/* RFC 9110, 15.4: after 303 all but HEAD is a GET; after 301 and 302 what was a POST. */
	if ((response->code == 303 && (method == NULL || strcmp(method, "HEAD") != 0)) ||
	    ((response->code == 301 || response->code == 302) &&
	     (method ? strcmp(method, "POST") == 0 : client->request->body != NULL)))
		client->as_get = true;
	if (client->request->body && !client->as_get && !http_target_is_home(client->request->target, &next))
		return refuse_redirect(client, PROBLEM_PEER, "it would send the form to another host");
	response->redirects++;
	response->target = next;
	response->location[0] = '\0';
	return begin_transfer(client);
}

/* Takes the result of a transfer; true when another is due. */
static bool end_transfer(struct http_client *client, int result)
{
	struct http_response *response = client->response;
	const char *location = NULL;
	long code = 0;

	add_times(client);
	if (client->settings->read_certificate)
		read_certificate(client);
	curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &code);
	response->code = (int)code;
	if (result != CURLE_OK && !client->stopped) {
		fail(client, (CURLcode)result);
		return false;
	}
	/* libcurl takes a header for whole when the connection is closed in its middle. */
	if (!client->header_ended && !client->request->handshake_only) {
		problem_set(&response->problem, PROBLEM_PEER, "the connection was closed in the middle of the header");
		http_failure_place(client->settings->address, response);
		return false;
	}
	curl_easy_getinfo(client->curl, CURLINFO_REDIRECT_URL, &location);
	snprintf(response->location, sizeof response->location, "%s", location ? location : "");
	if (client->request->follow && location && strlen(location) >= sizeof response->location)
		return refuse_redirect(client, PROBLEM_PEER, "the address is too long");
	if (client->request->follow && location)
		return follow(client);
	response->answered = true;
	return false;
}

/* What the secrets were in the request they must not be in what is said of the answer. */
static void hide_secrets(const struct http_client *client)
{
	const struct http_secrets *secrets = client->settings->secrets;
	struct http_response *response = client->response;
	const char *colon;

	if (secrets == NULL)
		return;
	http_response_hide(response, secrets->password.data);
	http_response_hide(response, secrets->bearer.data);
	for (const struct curl_slist *line = client->secret_headers; line; line = line->next) {
		colon = strchr(line->data, ':');
		http_response_hide(response, colon ? colon + 1 + strspn(colon + 1, " \t") : line->data);
	}
	colon = strchr(secrets->proxy_login.data, ':');
	http_response_hide(response, colon ? colon + 1 : "");
}

bool http_client_end_transfer(struct http_client *client, int result)
{
	if (end_transfer(client, result))
		return true;
	hide_secrets(client);
	return false;
}

void http_client_ask(struct http_client *client, const struct http_request *request, const struct deadline *deadline,
		     struct http_response *response)
{
	bool again = http_client_begin(client, request, deadline, response);

	while (again)
		again = http_client_end_transfer(client, (int)curl_easy_perform(client->curl));
}
