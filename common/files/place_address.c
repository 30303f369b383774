// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/place_address.h"

#include "common/files/percent.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const struct scheme {
	const char *name;
	enum place_scheme scheme;
	long port;
} schemes[] = {
	{ "sftp", PLACE_SFTP, 22 },
	{ "ftp", PLACE_FTP, 21 },
	{ "ftps", PLACE_FTPS, 21 },
	{ "https", PLACE_HTTPS, 443 },
};

/* The length of "SCHEME" in "SCHEME://...", or 0. */
static size_t scheme_length(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.";
	size_t length = strspn(text, letters);

	return strncmp(text + length, "://", 3) == 0 ? length : 0;
}

bool place_address_is_local(const char *text)
{
	return scheme_length(text) == 0;
}

static const struct scheme *find_scheme(const char *text, size_t length)
{
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		if (strlen(schemes[i].name) == length && strncasecmp(text, schemes[i].name, length) == 0)
			return schemes + i;
	}
	return NULL;
}

static bool decode(const char *text, size_t length, char *decoded, size_t size)
{
	if (length >= size)
		return false;
	memcpy(decoded, text, length);
	decoded[length] = '\0';
	return percent_decode(decoded);
}

static bool parse_user(const char *text, size_t length, struct place_address *address, struct problem *problem)
{
	if (memchr(text, ':', length))
		return problem_set(problem, PROBLEM_INPUT,
				   "a password does not belong into a URL: --password-file or --netrc is expected");
	if (length == 0 || !decode(text, length, address->user, sizeof address->user))
		return problem_set(problem, PROBLEM_INPUT,
				   "the user in front of @ is empty, too long or badly encoded");
	return true;
}

static bool parse_port(const char *text, const char *end, long *port)
{
	long number = 0;

	for (; text < end && *text >= '0' && *text <= '9' && number < 65536; text++)
		number = number * 10 + (*text - '0');
	if (text < end || number < 1 || number > 65535)
		return false;
	*port = number;
	return true;
}

static bool parse_host(const char *text, size_t length, struct place_address *address, struct problem *problem)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
	static const char allowed_v6[] = "abcdefABCDEF0123456789:.";
	bool is_v6 = length > 0 && text[0] == '[';
	const char *host = is_v6 ? text + 1 : text;
	size_t host_length = strspn(host, is_v6 ? allowed_v6 : allowed);
	const char *rest = host + host_length;
	const char *end = text + length;

	if (is_v6 && (rest >= end || *rest++ != ']'))
		return problem_set(problem, PROBLEM_INPUT, "[IPv6 address] is expected");
	if (host_length == 0 || host_length >= sizeof address->host)
		return problem_set(problem, PROBLEM_INPUT, "a host is expected behind ://");
	memcpy(address->host, host, host_length);
	address->host[host_length] = '\0';
	if (rest == end)
		return true;
	if (*rest != ':' || !parse_port(rest + 1, end, &address->port))
		return problem_set(problem, PROBLEM_INPUT, "HOST or HOST:PORT is expected, not '%.*s'",
				   (int)(length < 200 ? length : 200), text);
	return true;
}

/* "/~/inbox" is "inbox", from where the login lands; "/~" is that folder itself. */
static void strip_home(char *path)
{
	if (path[0] != '/' || path[1] != '~' || (path[2] != '/' && path[2] != '\0'))
		return;
	memmove(path, path[2] == '/' ? path + 3 : path + 2, strlen(path[2] == '/' ? path + 3 : path + 2) + 1);
	if (path[0] == '\0')
		snprintf(path, 2, ".");
}

static bool has_control(const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text < ' ' || *text == 0x7F)
			return true;
	}
	return false;
}

static bool parse_path(const char *text, struct place_address *address, struct problem *problem)
{
	if (address->scheme == PLACE_HTTPS) {
		if (strlen(text) >= sizeof address->path || has_control(text) || strchr(text, ' '))
			return problem_set(problem, PROBLEM_INPUT, "the path is too long, or has a blank");
		snprintf(address->path, sizeof address->path, "%s", *text ? text : "/");
		return true;
	}
	if (!decode(text, strlen(text), address->path, sizeof address->path) || has_control(address->path))
		return problem_set(problem, PROBLEM_INPUT,
				   "the path is too long, badly encoded, or has a control character");
	if (address->path[0] == '\0')
		snprintf(address->path, sizeof address->path, "/");
	strip_home(address->path);
	return true;
}

static bool parse_url(const char *text, const struct scheme *scheme, struct place_address *address,
		      struct problem *problem)
{
	const char *authority = text + strlen(scheme->name) + 3;
	size_t length = strcspn(authority, "/?#");
	const char *at = memchr(authority, '@', length);
	const char *host = at ? at + 1 : authority;
	size_t host_length = length - (size_t)(host - authority);

	address->scheme = scheme->scheme;
	address->port = scheme->port;
	if ((at && !parse_user(authority, (size_t)(at - authority), address, problem)) ||
	    !parse_host(host, host_length, address, problem) || !parse_path(authority + length, address, problem))
		return false;
	snprintf(address->text, sizeof address->text, "%s://%s", scheme->name, host);
	return true;
}

bool place_address_parse(const char *text, struct place_address *address, struct problem *problem)
{
	size_t length = scheme_length(text);
	const struct scheme *scheme = length ? find_scheme(text, length) : NULL;
	struct place_address parsed = { .scheme = PLACE_LOCAL };

	if (text[0] == '\0' || strlen(text) >= sizeof parsed.text)
		return problem_set(problem, PROBLEM_INPUT, "a path or a URL is expected");
	if (length && scheme == NULL)
		return problem_set(problem, PROBLEM_INPUT,
				   "'%.*s' is no scheme that is known: sftp, ftp, ftps or https is expected",
				   (int)(length < 40 ? length : 40), text);
	if (scheme && !parse_url(text, scheme, &parsed, problem))
		return false;
	if (scheme == NULL) {
		snprintf(parsed.path, sizeof parsed.path, "%s", text);
		snprintf(parsed.text, sizeof parsed.text, "%s", text);
	}
	*address = parsed;
	return true;
}

bool place_path_join(const char *folder, const char *name, char *path, size_t size)
{
	size_t length = strlen(folder);
	bool ends = length > 0 && folder[length - 1] == '/';

	return (size_t)snprintf(path, size, "%s%s%s", folder, ends ? "" : "/", name) < size;
}
