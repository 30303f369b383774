// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_route.h"

#include "common/net/http_target.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

/* --- the parts: each steps over one, and gives its length --- */

static bool skip_colon(const char **at)
{
	if (**at != ':')
		return false;
	(*at)++;
	return true;
}

/* A name, an address in brackets, or nothing. */
static bool skip_host(const char **at, size_t *length)
{
	bool bracket = **at == '[';

	*length = strcspn(*at, bracket ? "]" : ":");
	if (bracket && (*at)[(*length)++] != ']')
		return false;
	*at += *length;
	return true;
}

/* A port, or nothing. */
static bool skip_port(const char **at, size_t *length)
{
	long port = 0;

	*length = strspn(*at, "0123456789");
	for (size_t i = 0; i < *length && port <= 65535; i++)
		port = port * 10 + ((*at)[i] - '0');
	*at += *length;
	return *length == 0 || (port >= 1 && port <= 65535);
}

/* --- --resolve --- */

static bool is_address(const char *text, size_t length)
{
	unsigned char bytes[sizeof(struct in6_addr)];
	char address[INET6_ADDRSTRLEN];
	bool bracket = length >= 2 && text[0] == '[' && text[length - 1] == ']';

	text += bracket;
	length -= bracket ? 2 : 0;
	if (length >= sizeof address)
		return false;
	memcpy(address, text, length);
	address[length] = '\0';
	return inet_pton(AF_INET6, address, bytes) == 1 || (!bracket && inet_pton(AF_INET, address, bytes) == 1);
}

static bool are_addresses(const char *text)
{
	for (;; text++) {
		size_t length = strcspn(text, ",");

		if (!is_address(text, length))
			return false;
		text += length;
		if (*text == '\0')
			return true;
	}
}

static bool is_resolve(const char *text)
{
	size_t host;
	size_t port;

	text += *text == '+';
	return *text != '[' && skip_host(&text, &host) && host > 0 && skip_colon(&text) && skip_port(&text, &port) &&
	       port > 0 && skip_colon(&text) && are_addresses(text);
}

static bool verify_resolve(const struct texts *resolve, struct problem *problem)
{
	for (size_t i = 0; i < resolve->count; i++) {
		if (!is_resolve(resolve->items[i]))
			return problem_set(problem, PROBLEM_INPUT, "--resolve: '%.150s' is not HOST:PORT:ADDRESS",
					   resolve->items[i]);
	}
	return true;
}

/* --- --connect-to --- */

static bool is_connect_to(const char *text)
{
	size_t length;

	return skip_host(&text, &length) && skip_colon(&text) && skip_port(&text, &length) && skip_colon(&text) &&
	       skip_host(&text, &length) && skip_colon(&text) && skip_port(&text, &length) && *text == '\0';
}

static bool verify_connect_to(const struct texts *connect_to, struct problem *problem)
{
	for (size_t i = 0; i < connect_to->count; i++) {
		if (!is_connect_to(connect_to->items[i]))
			return problem_set(problem, PROBLEM_INPUT,
					   "--connect-to: '%.150s' is not HOST1:PORT1:HOST2:PORT2",
					   connect_to->items[i]);
	}
	return true;
}

/* --- --proxy --- */

static bool is_known_scheme(const char *text, size_t length)
{
	static const char *const known[] = { "http", "https", "socks4", "socks4a", "socks5", "socks5h" };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strlen(known[i]) == length && strncasecmp(text, known[i], length) == 0)
			return true;
	}
	return false;
}

static bool verify_proxy(const char *proxy, struct problem *problem)
{
	const char *colon = proxy ? strstr(proxy, "://") : NULL;
	const char *host = colon ? colon + 3 : proxy;
	char name[256];
	long port = 0;

	if (proxy == NULL)
		return true;
	if (strchr(proxy, '@'))
		return problem_set(problem, PROBLEM_INPUT,
				   "--proxy: it has a login in it; --proxy-authorization gives one");
	if (colon && !is_known_scheme(proxy, (size_t)(colon - proxy)))
		return problem_set(
			problem, PROBLEM_INPUT,
			"--proxy: '%.150s' is no proxy that is known: http, https, socks4, socks4a, socks5 or socks5h",
			proxy);
	return http_authority_parse(host, strcspn(host, "/"), name, sizeof name, &port) ||
	       problem_set(problem, PROBLEM_INPUT, "--proxy: '%.150s' has no host and port that can be read", proxy);
}

bool http_route_verify(const struct texts *resolve, const struct texts *connect_to, const char *proxy,
		       struct problem *problem)
{
	return verify_resolve(resolve, problem) && verify_connect_to(connect_to, problem) &&
	       verify_proxy(proxy, problem);
}
