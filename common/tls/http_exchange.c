// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/tls/http_exchange.h"

#include "common/net/connect.h"
#include "common/net/stream.h"
#include "common/tls/host_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* --- the address --- */

static bool is_plain(const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text <= ' ' || (unsigned char)*text >= 0x7f)
			return false;
	}
	return true;
}

bool http_address_parse(const char *url, struct http_address *address, struct problem *problem)
{
	struct http_address parsed = { .port = 80 };
	char authority[300];
	size_t length;

	if (strncasecmp(url, "http://", 7) != 0 || !is_plain(url))
		return problem_set(problem, PROBLEM_INPUT, "'%.150s' is no address that begins with http://", url);
	url += 7;
	length = strcspn(url, "/?#");
	if (length >= sizeof authority || strlen(url + length) >= sizeof parsed.path - 1)
		return problem_set(problem, PROBLEM_INPUT, "'http://%.100s...' is too long", url);
	snprintf(authority, sizeof authority, "%.*s", (int)length, url);
	if (strchr(authority, '@') || authority[0] == '/')
		return problem_set(problem, PROBLEM_INPUT, "'http://%.150s': only a host is taken there", url);
	if (!host_name_parse(authority, parsed.host, sizeof parsed.host, &parsed.port, problem))
		return false;
	snprintf(parsed.path, sizeof parsed.path, "%s%.*s", url[length] == '/' ? "" : "/",
		 (int)strcspn(url + length, "#"), url + length);
	*address = parsed;
	return true;
}

/* --- the answer --- */

/* The value of a header in the head of an answer, or NULL. */
static const char *find_header(const char *head, const char *name)
{
	size_t length = strlen(name);

	for (const char *line = strstr(head, "\r\n"); line; line = strstr(line, "\r\n")) {
		line += 2;
		if (strncasecmp(line, name, length) == 0 && line[length] == ':')
			return line + length + 1 + strspn(line + length + 1, " \t");
	}
	return NULL;
}

static enum http_reply judge_body(const char *head, size_t present, bool ended, size_t *length, struct problem *problem)
{
	const char *stated = find_header(head, "Content-Length");
	const char *coded = find_header(head, "Transfer-Encoding");
	char *end = NULL;
	unsigned long long wanted = stated ? strtoull(stated, &end, 10) : present;

	if (coded && strncasecmp(coded, "identity", 8) != 0) {
		problem_set(problem, PROBLEM_PEER, "the answer is in pieces, which HTTP/1.0 does not have");
		return HTTP_REPLY_BAD;
	}
	if (stated && (*stated < '0' || *stated > '9' || (*end != '\r' && *end != ' '))) {
		problem_set(problem, PROBLEM_PEER, "the answer has no length that is one");
		return HTTP_REPLY_BAD;
	}
	if (present < wanted && ended) {
		problem_set(problem, PROBLEM_PEER, "the answer ends after %zu of %llu bytes", present, wanted);
		return HTTP_REPLY_BAD;
	}
	if (present < wanted || (stated == NULL && !ended))
		return HTTP_REPLY_MORE;
	*length = (size_t)wanted;
	return HTTP_REPLY_WHOLE;
}

enum http_reply http_reply_judge(const struct buffer *reply, bool ended, size_t *start, size_t *length,
				 struct problem *problem)
{
	char head[8192];
	const char *end = NULL;
	size_t seen = reply->length < sizeof head - 1 ? reply->length : sizeof head - 1;

	memcpy(head, reply->data, seen);
	head[seen] = '\0';
	end = strstr(head, "\r\n\r\n");
	if (seen >= 5 && strncmp(head, "HTTP/", 5) != 0) {
		problem_set(problem, PROBLEM_PEER, "the answer is not HTTP");
		return HTTP_REPLY_BAD;
	}
	if (end == NULL && (ended || seen == sizeof head - 1)) {
		problem_set(problem, PROBLEM_PEER, ended ? "the answer ends early" : "the answer has too many headers");
		return HTTP_REPLY_BAD;
	}
	if (end == NULL)
		return HTTP_REPLY_MORE;
	if (strncmp(head, "HTTP/1.", 7) != 0 || strncmp(head + 8, " 200", 4) != 0) {
		problem_set(problem, PROBLEM_PEER, "the answer is '%.*s'", (int)strcspn(head, "\r\n"), head);
		return HTTP_REPLY_BAD;
	}
	*start = (size_t)(end - head) + 4;
	head[*start - 2] = '\0';
	return judge_body(head, reply->length - *start, ended, length, problem);
}

/* --- the exchange --- */

static bool send_request(struct stream *stream, const struct http_request *request, const struct http_address *address,
			 const struct deadline *deadline, struct problem *problem)
{
	struct buffer head = buffer_limited(4096);
	bool bare = strchr(address->host, ':') == NULL;
	bool good;

	buffer_print(&head, "%s %s HTTP/1.0\r\nHost: %s%s%s", request->body ? "POST" : "GET", address->path,
		     bare ? "" : "[", address->host, bare ? "" : "]");
	if (address->port != 80)
		buffer_print(&head, ":%ld", address->port);
	buffer_add(&head, "\r\nUser-Agent: receico-plugins\r\nConnection: close\r\n");
	if (request->body)
		buffer_print(&head, "Content-Type: %s\r\nContent-Length: %zu\r\n", request->content_type,
			     request->length);
	buffer_add(&head, "\r\n");
	good = !head.overflowed || problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	good = good && stream_write(stream, head.data, head.length, deadline, problem) &&
	       (request->body == NULL || stream_write(stream, request->body, request->length, deadline, problem));
	buffer_free(&head);
	return good;
}

static bool read_reply(struct stream *stream, const struct deadline *deadline, struct buffer *reply,
		       struct problem *problem)
{
	char bytes[16384];
	size_t start = 0;
	size_t length = 0;

	for (;;) {
		size_t count = 0;
		enum http_reply state;

		if (!stream_read(stream, bytes, sizeof bytes, &count, deadline, problem))
			return false;
		if (!buffer_append(reply, bytes, count))
			return problem_set(problem, PROBLEM_PEER, "the answer is larger than %zu bytes",
					   reply->maximum);
		state = http_reply_judge(reply, count == 0, &start, &length, problem);
		if (state == HTTP_REPLY_BAD)
			return false;
		if (state == HTTP_REPLY_WHOLE)
			break;
	}
	buffer_consume(reply, start);
	reply->length = length;
	return true;
}

bool http_exchange(const struct http_request *request, const struct deadline *deadline, struct buffer *reply,
		   struct problem *problem)
{
	struct http_address address = { 0 };
	struct stream stream = { .fd = -1 };
	struct endpoint endpoint = { 0 };
	bool good;

	if (!http_address_parse(request->url, &address, problem))
		return false;
	endpoint.host = address.host;
	endpoint.port = address.port;
	good = connect_to(&endpoint, deadline, &stream.fd, problem) &&
	       send_request(&stream, request, &address, deadline, problem) &&
	       read_reply(&stream, deadline, reply, problem);
	stream_close(&stream);
	return good || problem_prefix(problem, "%.150s", request->url);
}
