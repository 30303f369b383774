// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_host_key.h"

#include "common/check/buffer.h"
#include "common/check/file.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* A file of known hosts; thousands of them fit. */
enum { KNOWN_HOSTS_MAXIMUM = 16 << 20 };

/* One host key algorithm: the kind of key, libssh2's bits for it in known_hosts, its name. */
struct key_type {
	const char *kind;
	int known_bits;
	const char *algorithm;
};

/* In the order in which ssh(1) prefers them. */
static const struct key_type key_types[] = {
	{ "ed25519", LIBSSH2_KNOWNHOST_KEY_ED25519, "ssh-ed25519" },
	{ "ecdsa", LIBSSH2_KNOWNHOST_KEY_ECDSA_256, "ecdsa-sha2-nistp256" },
	{ "ecdsa", LIBSSH2_KNOWNHOST_KEY_ECDSA_384, "ecdsa-sha2-nistp384" },
	{ "ecdsa", LIBSSH2_KNOWNHOST_KEY_ECDSA_521, "ecdsa-sha2-nistp521" },
	{ "rsa", LIBSSH2_KNOWNHOST_KEY_SSHRSA, "rsa-sha2-512" },
	{ "rsa", LIBSSH2_KNOWNHOST_KEY_SSHRSA, "rsa-sha2-256" },
	{ "rsa", LIBSSH2_KNOWNHOST_KEY_SSHRSA, "ssh-rsa" },
};

enum { KEY_TYPES = sizeof key_types / sizeof *key_types };

/* Asks libssh2 about a key, by the name of host and port. */
static int known_check(const struct ssh_host *host, LIBSSH2_KNOWNHOSTS *hosts, const char *key, size_t length, int bits)
{
	struct libssh2_knownhost *entry = NULL;

	return host->api->knownhost_checkp(hosts, host->name, (int)host->port, key, length,
					   LIBSSH2_KNOWNHOST_TYPE_PLAIN | bits, &entry);
}

/* Does the file have a key of this type for the host?  One that is no key cannot match, so a
 * mismatch says that there is another. */
static bool known_has_type(const struct ssh_host *host, const struct key_type *type)
{
	static const char no_key[] = "AAAA";

	return known_check(host, host->known, no_key, sizeof no_key - 1,
			   LIBSSH2_KNOWNHOST_KEYENC_BASE64 | type->known_bits) == LIBSSH2_KNOWNHOST_CHECK_MISMATCH;
}

/* The algorithms to ask for, as a list at work. */
struct preference {
	char list[256];
	const char **supported; /* by this libssh2 */
	int supported_count;
};

/* Adds what libssh2 can do and the list has not: of a name that it does not know,
 * version 1.10 makes a copy onto itself. */
static void prefer(struct preference *preference, const struct key_type *type)
{
	size_t used = strlen(preference->list);

	for (int i = 0; i < preference->supported_count; i++) {
		if (strcmp(preference->supported[i], type->algorithm) == 0 &&
		    strstr(preference->list, type->algorithm) == NULL)
			snprintf(preference->list + used, sizeof preference->list - used, "%s%s", used ? "," : "",
				 type->algorithm);
	}
}

bool ssh_host_key_prefer(const struct ssh_host *host, const char *kind)
{
	struct preference preference = { .list = "" };

	preference.supported_count =
		host->api->session_supported_algs(host->session, LIBSSH2_METHOD_HOSTKEY, &preference.supported);
	if (preference.supported_count <= 0)
		return false;
	for (int i = 0; i < KEY_TYPES; i++) {
		if (kind ? strcasecmp(kind, key_types[i].kind) == 0
			 : host->known && known_has_type(host, key_types + i))
			prefer(&preference, key_types + i);
	}
	for (int i = 0; i < KEY_TYPES && !kind; i++)
		prefer(&preference, key_types + i);
	host->api->free(host->session, preference.supported);
	return host->api->session_method_pref(host->session, LIBSSH2_METHOD_HOSTKEY, preference.list) == 0;
}

bool ssh_host_key_read(const struct ssh_host *host, struct ssh_host_key *key)
{
	const char *digest = host->api->hostkey_hash(host->session, LIBSSH2_HOSTKEY_HASH_SHA256);
	const char *method = host->api->session_methods(host->session, LIBSSH2_METHOD_HOSTKEY);

	if (digest == NULL)
		return false;
	ssh_fingerprint_write((const unsigned char *)digest, key->fingerprint);
	if (method == NULL)
		method = "unknown";
	/* RSA keys sign in several ways; the key is the same. */
	snprintf(key->type, sizeof key->type, "%s", strncmp(method, "rsa-", 4) == 0 ? "ssh-rsa" : method);
	return true;
}

enum ssh_known ssh_host_key_look_up(const struct ssh_host *host, const struct ssh_host_key *key)
{
	enum ssh_known known = SSH_KNOWN_NOT;
	size_t length = 0;
	int type = 0;
	const char *bytes = host->api->session_hostkey(host->session, &length, &type);

	for (int i = 0; bytes && i < KEY_TYPES; i++) {
		int bits = LIBSSH2_KNOWNHOST_KEYENC_RAW | key_types[i].known_bits;
		int found;

		if (strcmp(key_types[i].algorithm, key->type) != 0)
			continue;
		if (known_check(host, host->revoked, bytes, length, bits) == LIBSSH2_KNOWNHOST_CHECK_MATCH)
			return SSH_KNOWN_REVOKED;
		found = known_check(host, host->known, bytes, length, bits);
		if (found == LIBSSH2_KNOWNHOST_CHECK_MATCH)
			known = SSH_KNOWN;
		else if (found == LIBSSH2_KNOWNHOST_CHECK_MISMATCH)
			known = SSH_KNOWN_OTHER;
	}
	return known;
}

/* libssh2 wants a line with its end, as fgets() gives it. */
static bool add_line(const struct ssh_host *host, LIBSSH2_KNOWNHOSTS *hosts, const char *names, const char *line,
		     size_t length)
{
	struct buffer whole = buffer_limited(KNOWN_HOSTS_MAXIMUM);
	bool good;

	buffer_add(&whole, names);
	buffer_append(&whole, line, length);
	buffer_add(&whole, "\n");
	good = !whole.overflowed &&
	       host->api->knownhost_readline(hosts, whole.data, whole.length, LIBSSH2_KNOWNHOST_FILE_OPENSSH) == 0;
	buffer_free(&whole);
	return good;
}

/* libssh2 knows no patterns; a revoked key is taken to be so for this host, whatever names stand before it. */
static bool add_revoked(const struct ssh_host *host, const char *line, size_t length)
{
	size_t others = strcspn(line, " \t");
	char names[300];

	snprintf(names, sizeof names, host->port == 22 ? "%.250s" : "[%.250s]:%ld", host->name, host->port);
	return others < length && add_line(host, host->revoked, names, line + others, length - others);
}

static bool read_line(const struct ssh_host *host, const char *line, size_t length)
{
	static const char revoked[] = "@revoked";
	size_t marker = strcspn(line, " \t\n");

	if (length == 0 || *line == '#')
		return true;
	if (*line != '@')
		return add_line(host, host->known, "", line, length);
	if (marker != sizeof revoked - 1 || strncmp(line, revoked, marker) != 0)
		return true;
	marker += strspn(line + marker, " \t");
	return add_revoked(host, line + marker, length - marker);
}

static bool read_lines(const struct ssh_host *host, const char *text, struct problem *problem)
{
	for (int number = 1; *text; number++) {
		const char *line = text + strspn(text, " \t\r");
		size_t length = strcspn(line, "\r\n");

		if (!read_line(host, line, length))
			return problem_set(problem, PROBLEM_INPUT, "line %d is no known host", number);
		text = line + strcspn(line, "\n");
		text += *text == '\n';
	}
	return true;
}

bool ssh_host_read_known(struct ssh_host *host, const char *path, struct problem *problem)
{
	struct buffer text = buffer_limited(KNOWN_HOSTS_MAXIMUM);
	bool done = file_read(path, &text, problem);

	host->known = host->api->knownhost_init(host->session);
	host->revoked = host->api->knownhost_init(host->session);
	if (done && (host->known == NULL || host->revoked == NULL))
		done = problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	if (done && !read_lines(host, text.data, problem))
		done = problem_prefix(problem, "'%.150s'", path);
	buffer_free(&text);
	return done;
}

void ssh_host_forget(struct ssh_host *host)
{
	if (host->known)
		host->api->knownhost_free(host->known);
	if (host->revoked)
		host->api->knownhost_free(host->revoked);
	host->known = host->revoked = NULL;
}
