// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* explicit_bzero() */
#include "common/net/ftp_client.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* How long libcurl may miss that something came. */
enum { LOOK_AGAIN_MS = 20 };

/* --- what libcurl tells --- */

/* Each command that it sends, among other things. */
static int on_debug(CURL *handle, curl_infotype type, char *data, size_t size, void *user)
{
	struct ftp_client *client = user;

	(void)handle;
	if (type == CURLINFO_HEADER_OUT)
		ftp_dialogue_sent(&client->dialogue, data, size);
	return 0;
}

/* Each line of a reply.  Here and below, taking less than what came makes libcurl give the request up. */
static size_t on_reply(char *data, size_t unit, size_t count, void *user)
{
	struct ftp_client *client = user;
	size_t length = unit * count;

	return ftp_dialogue_received(&client->dialogue, data, length) ? length : 0;
}

static size_t on_data(char *data, size_t unit, size_t count, void *user)
{
	struct ftp_sink *sink = &((struct ftp_client *)user)->sink;
	size_t length = unit * count;

	sink->bytes += length;
	if (sink->bytes > sink->limit) {
		sink->overflowed = true;
		return 0;
	}
	if (sink->take)
		return sink->take(sink->taker, data, length) ? length : 0;
	if (sink->buffer == NULL)
		ftp_listing_feed(&sink->listing, data, length);
	else if (!buffer_append(sink->buffer, data, length))
		return 0;
	return length;
}

static size_t on_demand(char *data, size_t unit, size_t count, void *user)
{
	struct ftp_source *source = &((struct ftp_client *)user)->source;
	size_t length = unit * count < source->left ? unit * count : source->left;

	if (length > 0)
		memcpy(data, source->next, length);
	source->next += length;
	source->left -= length;
	return length;
}

/* --- set up --- */

/* What holds for every request. */
static void set_up(struct ftp_client *client)
{
	const struct ftp_account *account = client->account;
	__typeof__(curl_easy_setopt) *set = client->api.easy_setopt;
	CURL *handle = client->handle;

	set(handle, CURLOPT_NOSIGNAL, 1L);
	set(handle, CURLOPT_PROTOCOLS_STR, "ftp,ftps");
	set(handle, CURLOPT_PROXY, ""); /* nor one from the environment */
	set(handle, CURLOPT_PATH_AS_IS, 1L);
	set(handle, CURLOPT_USERNAME, account->user);
	set(handle, CURLOPT_PASSWORD, account->password);
	set(handle, CURLOPT_FTP_SKIP_PASV_IP, 1L);
	set(handle, CURLOPT_ERRORBUFFER, client->error);
	set(handle, CURLOPT_VERBOSE, 1L);
	set(handle, CURLOPT_DEBUGFUNCTION, on_debug);
	set(handle, CURLOPT_DEBUGDATA, client);
	set(handle, CURLOPT_HEADERFUNCTION, on_reply);
	set(handle, CURLOPT_HEADERDATA, client);
	set(handle, CURLOPT_WRITEFUNCTION, on_data);
	set(handle, CURLOPT_WRITEDATA, client);
	set(handle, CURLOPT_READFUNCTION, on_demand);
	set(handle, CURLOPT_READDATA, client);
}

static void set_up_tls(struct ftp_client *client, const struct tls_trust *trust)
{
	__typeof__(curl_easy_setopt) *set = client->api.easy_setopt;
	CURL *handle = client->handle;
	bool verify = client->account->tls.verify;

	set(handle, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	set(handle, CURLOPT_FTPSSLAUTH, (long)CURLFTPAUTH_TLS);
	set(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	set(handle, CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
	set(handle, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
	/* libcurl would read the whole bundle of the system else. */
	set(handle, CURLOPT_CAINFO, trust->file);
	set(handle, CURLOPT_CAPATH, trust->folder);
}

/* The name goes to the address that answered before: no second look-up, no other server. */
static bool pin_address(struct ftp_client *client, struct problem *problem)
{
	const struct ftp_account *account = client->account;
	bool needs_brackets = strchr(account->address, ':') && !strchr(account->address, '[');
	unsigned char digits[sizeof(struct in6_addr)];
	char entry[512];

	if (inet_pton(AF_INET, account->host, digits) == 1 || inet_pton(AF_INET6, account->host, digits) == 1)
		return true;
	snprintf(entry, sizeof entry, "%s:%ld:%s%s%s", account->host, account->port, needs_brackets ? "[" : "",
		 account->address, needs_brackets ? "]" : "");
	client->resolved = client->api.slist_append(NULL, entry);
	if (client->resolved == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	client->api.easy_setopt(client->handle, CURLOPT_RESOLVE, client->resolved);
	return true;
}

/* Of its own accord libcurl (7.88) says QUIT to what it still has, and waits two
 * minutes for the answer. */
static void forget_connections(struct ftp_client *client)
{
	if (client->control_socket != CURL_SOCKET_BAD)
		shutdown(client->control_socket, SHUT_RDWR);
	client->control_socket = CURL_SOCKET_BAD;
	if (client->multi)
		client->api.multi_cleanup(client->multi);
	client->multi = NULL;
}

/* Gives the connection up when it is out of step: libcurl (7.88) may send a command
 * before the one before is answered, when a data connection fails meanwhile, and then
 * takes each answer for that to the next command. */
static bool fall_in_step(struct ftp_client *client, struct problem *problem)
{
	bool anew = client->wants_anew || client->dialogue.outstanding > 0;

	client->wants_anew = false;
	client->dialogue.outstanding = 0;
	if (!anew)
		return true;
	client->has_moved = false;
	forget_connections(client);
	client->multi = client->api.multi_init();
	if (client->multi == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	/* They went with the connections. */
	client->api.easy_setopt(client->handle, CURLOPT_RESOLVE, client->resolved);
	return true;
}

bool ftp_client_open(struct ftp_client *client, const struct ftp_account *account, struct problem *problem)
{
	bool secure = account->security != FTP_PLAIN;
	struct tls_trust trust = { 0 };

	*client = (struct ftp_client){ .account = account,
				       .control_socket = CURL_SOCKET_BAD,
				       .dialogue = { .password = account->password, .trace = account->trace } };
	/* Before libcurl, which would have OpenSSL read its configuration file. */
	if (secure && !tls_prepare(&account->tls, &trust, problem))
		return false;
	if (!curl_library_load(&client->api, secure, problem))
		return false;
	client->multi = client->api.multi_init();
	client->handle = client->api.easy_init();
	if (client->multi == NULL || client->handle == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "libcurl does not start");
	set_up(client);
	if (secure)
		set_up_tls(client, &trust);
	return pin_address(client, problem);
}

void ftp_client_close(struct ftp_client *client)
{
	forget_connections(client);
	if (client->handle)
		client->api.easy_cleanup(client->handle);
	if (client->resolved)
		client->api.slist_free_all(client->resolved);
	explicit_bzero(client, sizeof *client);
}
/* --- one request --- */

static enum problem_kind kind_of(CURLcode code)
{
	switch (code) {
	case CURLE_OPERATION_TIMEDOUT:
		return PROBLEM_TIMEOUT;
	case CURLE_OUT_OF_MEMORY:
	case CURLE_FAILED_INIT:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_BAD_FUNCTION_ARGUMENT:
	case CURLE_UNKNOWN_OPTION:
		return PROBLEM_SYSTEM;
	case CURLE_URL_MALFORMAT:
		return PROBLEM_INPUT;
	case CURLE_COULDNT_CONNECT:
		return PROBLEM_REFUSED;
	default:
		return PROBLEM_PEER;
	}
}

/* Says why a request failed: in the server's words when it refused, else in libcurl's. */
static bool explain(const struct ftp_client *client, CURLcode code, struct problem *problem)
{
	const struct ftp_reply *refusal = ftp_dialogue_refusal(&client->dialogue);
	/* libcurl calls it a timeout when the server takes leave. */
	enum problem_kind kind = refusal && refusal->code == 421 ? PROBLEM_PEER : kind_of(code);
	bool broke = code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR || code == CURLE_GOT_NOTHING;
	const char *words = broke              ? "the connection broke"
			    : client->error[0] ? client->error
					       : client->api.easy_strerror(code);
	char text[FTP_SHOWN_MAXIMUM + 1];

	if (kind == PROBLEM_TIMEOUT)
		return problem_set(problem, PROBLEM_TIMEOUT, "timeout");
	if (ftp_dialogue_is_flooded(&client->dialogue))
		return problem_set(problem, PROBLEM_PEER, "a reply of more than %d bytes", FTP_REPLIES_MAXIMUM);
	if (client->sink.overflowed)
		return problem_set(problem, PROBLEM_PEER, "more than %zu bytes came", client->sink.limit);
	if (refusal) {
		ftp_dialogue_write_reply(&client->dialogue, refusal, text, sizeof text);
	} else {
		snprintf(text, sizeof text, "%s", words);
		ftp_dialogue_strike_out(&client->dialogue, text);
	}
	return problem_set(problem, kind, "%s", text);
}

/* Writes a path as part of a URL.  A slash in front is written as %2F: RFC 1738, 3.2.2. */
static void add_path(struct buffer *url, const char *path)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

	for (const char *at = path; *at; at++) {
		if (strchr(plain, *at) && (at > path || *at != '/'))
			buffer_append(url, at, 1);
		else
			buffer_print(url, "%%%02X", (unsigned)(unsigned char)*at);
	}
}

/* Sets what the next request is about: a path, and whether it is meant as a folder. */
static bool set_url(struct ftp_client *client, const char *path, bool is_folder, struct problem *problem)
{
	const struct ftp_account *account = client->account;
	struct buffer url = buffer_limited(3 * FTP_PATH_MAXIMUM + 512);
	bool is_v6 = strchr(account->host, ':') != NULL;
	size_t length = strlen(path);
	bool set;

	buffer_print(&url, "%s://%s%s%s:%ld/", account->security == FTP_IMPLICIT_TLS ? "ftps" : "ftp", is_v6 ? "[" : "",
		     account->host, is_v6 ? "]" : "", account->port);
	add_path(&url, path);
	if (is_folder && length > 0 && (path[length - 1] != '/' || length == 1))
		buffer_add(&url, "/");
	set = !url.overflowed && client->api.easy_setopt(client->handle, CURLOPT_URL, url.data) == CURLE_OK;
	buffer_free(&url);
	return set || problem_set(problem, PROBLEM_SYSTEM, "out of memory");
}

bool ftp_client_begin(struct ftp_client *client, const char *verb, const char *path, bool is_folder,
		      struct problem *problem)
{
	CURL *handle = client->handle;
	char command[FTP_COMMAND_MAXIMUM];
	int length = snprintf(command, sizeof command, "%s%s%s", verb, *path ? " " : "", path);

	if (length >= (int)sizeof command)
		return problem_set(problem, PROBLEM_INPUT, "the path is longer than %d bytes", FTP_PATH_MAXIMUM);
	if (!fall_in_step(client, problem))
		return false;
	ftp_dialogue_begin(&client->dialogue);
	if (!ftp_dialogue_set_command(&client->dialogue, command, problem))
		return false;
	client->sink = (struct ftp_sink){ 0 };
	client->source = (struct ftp_source){ 0 };
	client->api.easy_setopt(handle, CURLOPT_UPLOAD, 0L);
	client->api.easy_setopt(handle, CURLOPT_NOBODY, 0L);
	client->api.easy_setopt(handle, CURLOPT_QUOTE, NULL);
	client->api.easy_setopt(handle, CURLOPT_CUSTOMREQUEST, NULL);
	client->api.easy_setopt(handle, CURLOPT_RANGE, NULL);
	/* No SIZE before RETR, or a refused SIZE would pass for a refused RETR. */
	client->api.easy_setopt(handle, CURLOPT_IGNORE_CONTENT_LENGTH, 1L);
	client->api.easy_setopt(handle, CURLOPT_FTP_FILEMETHOD, (long)CURLFTPMETHOD_NOCWD);
	return set_url(client, path, is_folder, problem);
}

/* libcurl 7.88 does not always watch the connection that has something to say, and
 * curl_easy_perform() would look again only after a second. */
static CURLcode drive(struct ftp_client *client)
{
	const struct libcurl *api = &client->api;
	CURLMcode outcome = api->multi_add_handle(client->multi, client->handle);
	const CURLMsg *message;
	int count = 1;

	while (outcome == CURLM_OK && count > 0) {
		outcome = api->multi_perform(client->multi, &count);
		if (outcome == CURLM_OK && count > 0)
			outcome = api->multi_poll(client->multi, NULL, 0, LOOK_AGAIN_MS, NULL);
	}
	message = api->multi_info_read(client->multi, &count);
	client->control_socket = CURL_SOCKET_BAD;
	api->easy_getinfo(client->handle, CURLINFO_ACTIVESOCKET, &client->control_socket);
	api->multi_remove_handle(client->multi, client->handle);
	return outcome == CURLM_OK && message ? message->data.result : CURLE_FAILED_INIT;
}

bool ftp_client_perform(struct ftp_client *client, const struct deadline *deadline, struct problem *problem)
{
	long left_ms = deadline_poll_ms(deadline);
	CURLcode code;

	if (left_ms <= 0)
		return problem_set(problem, PROBLEM_TIMEOUT, "timeout");
	client->api.easy_setopt(client->handle, CURLOPT_TIMEOUT_MS, left_ms);
	client->api.easy_setopt(client->handle, CURLOPT_CONNECTTIMEOUT_MS, left_ms);
	client->error[0] = '\0';
	code = drive(client);
	return code == CURLE_OK || explain(client, code, problem);
}
