// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_target.h"

#include "common/tls/host_name.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static long default_port(bool tls)
{
	return tls ? 443 : 80;
}

/* Does the text hold what would end it early, or what nobody may send in a request line? */
static bool has_blank(const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text <= ' ' || *text == 0x7F)
			return true;
	}
	return false;
}

static bool parse_scheme(const char *url, bool *tls, const char **rest)
{
	if (strncasecmp(url, "https://", 8) == 0) {
		*tls = true;
		*rest = url + 8;
		return true;
	}
	*tls = false;
	*rest = url + 7;
	return strncasecmp(url, "http://", 7) == 0;
}

/* Digits behind a colon, `length` bytes of them. */
static bool parse_port(const char *text, size_t length, long *port)
{
	long value = 0;

	if (length == 0 || length > 5)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		value = value * 10 + (text[i] - '0');
	}
	if (value < 1 || value > 65535)
		return false;
	*port = value;
	return true;
}

static bool is_ascii(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if ((unsigned char)text[i] >= 0x80)
			return false;
	}
	return true;
}

/* libcurl would do it in the character set of the locale, which need not be UTF-8. */
static bool spell_in_ascii(char *host, size_t size)
{
	char ascii[HOST_NAME_SIZE];
	bool done = host_name_to_ascii(host, ascii, sizeof ascii) && strlen(ascii) < size;

	if (done)
		memcpy(host, ascii, strlen(ascii) + 1);
	return done;
}

bool http_authority_parse(const char *text, size_t length, char *host, size_t size, long *port)
{
	const char *end = text + length;
	bool bracket = length > 0 && *text == '[';
	const char *stop = bracket ? memchr(text, ']', length) : memchr(text, ':', length);
	size_t taken;

	text += bracket;
	if (bracket && stop == NULL)
		return false;
	taken = stop ? (size_t)(stop - text) : (size_t)(end - text);
	if (taken == 0 || taken >= size || memchr(text, '@', taken) || memchr(text, '\\', taken))
		return false;
	memcpy(host, text, taken);
	host[taken] = '\0';
	if (!is_ascii(text, taken) && !spell_in_ascii(host, size))
		return false;
	if (stop == NULL)
		return true;
	stop += bracket;
	if (stop == end)
		return true;
	return *stop == ':' && parse_port(stop + 1, (size_t)(end - stop - 1), port);
}

void http_host_write(const char *host, char *text, size_t size)
{
	bool is_literal = strchr(host, ':') != NULL;

	snprintf(text, size, is_literal ? "[%s]" : "%s", host);
}

/* Puts the parts together and reads the whole, so that one place knows what a URL may be. */
static bool compose(bool tls, const char *host, long port, const char *path, struct http_target *target,
		    struct problem *problem)
{
	char url[sizeof target->url];
	char written[260];
	char number[16] = "";
	int length;

	http_host_write(host, written, sizeof written);
	if (port != default_port(tls))
		snprintf(number, sizeof number, ":%ld", port);
	length = snprintf(url, sizeof url, "http%s://%s%s%s%s", tls ? "s" : "", written, number,
			  *path == '/' || *path == '?' ? "" : "/", path);
	if (length < 0 || (size_t)length >= sizeof url)
		return problem_set(problem, PROBLEM_INPUT, "the URL is longer than %zu bytes", sizeof url - 1);
	return http_target_parse(url, target, problem);
}

/* A URL as shown in a problem: without what stands behind `?`, which may be a secret. */
static int shown_length(const char *url)
{
	size_t length = strcspn(url, "?#");

	return length > 200 ? 200 : (int)length;
}

bool http_target_parse(const char *url, struct http_target *target, struct problem *problem)
{
	struct http_target parsed = { 0 };
	const char *rest = NULL;
	size_t length;

	if (!parse_scheme(url, &parsed.tls, &rest))
		return problem_set(problem, PROBLEM_INPUT, "'%.*s' is neither http:// nor https://", shown_length(url),
				   url);
	if (has_blank(url) || strlen(url) >= sizeof parsed.url)
		return problem_set(problem, PROBLEM_INPUT, "'%.*s' has blanks in it, or is too long", shown_length(url),
				   url);
	length = strcspn(rest, "/?#");
	if (memchr(rest, '@', length))
		return problem_set(problem, PROBLEM_INPUT,
				   "the URL has a login in it; --user with --password-file, or --netrc, give one");
	parsed.port = default_port(parsed.tls);
	if (!http_authority_parse(rest, length, parsed.host, sizeof parsed.host, &parsed.port))
		return problem_set(problem, PROBLEM_INPUT, "'%.*s' has no host and port that can be read",
				   shown_length(url), url);
	if (!is_ascii(rest, length))
		return compose(parsed.tls, parsed.host, parsed.port, rest + length, target, problem);
	snprintf(parsed.url, sizeof parsed.url, "%s", url);
	*target = parsed;
	return true;
}

static bool has_scheme(const char *url)
{
	size_t scheme = strcspn(url, ":/?#");

	return url[scheme] == ':' && strncmp(url + scheme, "://", 3) == 0;
}

/* -H and -p beside a whole URL may repeat what it says. */
static bool agrees(const struct http_place *place, const struct http_target *target, struct problem *problem)
{
	char host[sizeof target->host];
	long port = 0;

	if (place->hostname &&
	    (!http_authority_parse(place->hostname, strlen(place->hostname), host, sizeof host, &port) ||
	     strcasecmp(host, target->host) != 0))
		return problem_set(problem, PROBLEM_INPUT,
				   "--hostname is '%.150s', but the URL names the host '%.150s'; --address says "
				   "where to connect",
				   place->hostname, target->host);
	if (place->port != 0 && place->port != target->port)
		return problem_set(problem, PROBLEM_INPUT, "--port is %ld, but the URL has port %ld", place->port,
				   target->port);
	return true;
}

bool http_target_make(const struct http_place *place, struct http_target *target, struct problem *problem)
{
	const char *name = place->hostname ? place->hostname : place->address;
	const char *path = place->url ? place->url : "/";
	char host[sizeof target->host];
	long port = place->port;
	long said = 0;

	if (has_scheme(path)) {
		struct http_target parsed = { 0 };

		if (!http_target_parse(path, &parsed, problem))
			return problem_prefix(problem, "--url");
		if (!agrees(place, &parsed, problem))
			return false;
		*target = parsed;
		return true;
	}
	if (name == NULL)
		return problem_set(problem, PROBLEM_INPUT,
				   "a host is missing: --hostname, --address, or a whole URL in "
				   "--url");
	/* An IPv6 address has colons of its own. */
	if (strchr(name, ':') != strrchr(name, ':') && *name != '[')
		snprintf(host, sizeof host, "%s", name);
	else if (!http_authority_parse(name, strlen(name), host, sizeof host, &said))
		return problem_set(problem, PROBLEM_INPUT, "--%s: '%.150s' is no host, or HOST:PORT",
				   place->hostname ? "hostname" : "address", name);
	if (said != 0)
		port = said;
	if (port == 0)
		port = default_port(place->tls);
	return compose(place->tls, host, port, path, target, problem) || problem_prefix(problem, "--url");
}

void http_target_route(const struct http_place *place, const struct http_target *target, enum http_stick stick,
		       char *route, size_t size)
{
	bool other_port = place->port != 0 && place->port != target->port;
	const char *address = place->address ? place->address : target->host;
	char host[260];
	char to[260];
	char number[16] = "";

	route[0] = '\0';
	if (place->address == NULL && stick == HTTP_STICK_NOT && !other_port)
		return;
	http_host_write(target->host, host, sizeof host);
	http_host_write(address, to, sizeof to);
	if (stick == HTTP_STICK_PORT || other_port)
		snprintf(number, sizeof number, "%ld", place->port != 0 ? place->port : target->port);
	if (stick != HTTP_STICK_NOT)
		snprintf(route, size, "::%s:%s", to, number);
	else if (other_port)
		snprintf(route, size, "%s:%ld:%s:%s", host, target->port, to, number);
	else
		snprintf(route, size, "%s::%s:", host, to);
}

bool http_target_join(const struct http_target *base, const char *reference, struct http_target *target,
		      struct problem *problem)
{
	if (has_scheme(reference))
		return http_target_parse(reference, target, problem);
	return compose(base->tls, base->host, base->port, reference, target, problem);
}

bool http_target_is_home(const struct http_target *first, const struct http_target *next)
{
	return strcasecmp(first->host, next->host) == 0 &&
	       ((first->tls == next->tls && first->port == next->port) || (!first->tls && next->tls));
}
