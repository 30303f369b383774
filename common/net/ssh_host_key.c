// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_host_key.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

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
static int known_check(const struct ssh_host *host, const char *key, size_t length, int bits)
{
	struct libssh2_knownhost *entry = NULL;

	return host->api->knownhost_checkp(host->known, host->name, (int)host->port, key, length,
					   LIBSSH2_KNOWNHOST_TYPE_PLAIN | bits, &entry);
}

/* Does the file have a key of this type for the host?  One that is no key cannot match, so a
 * mismatch says that there is another. */
static bool known_has_type(const struct ssh_host *host, const struct key_type *type)
{
	static const char no_key[] = "AAAA";

	return known_check(host, no_key, sizeof no_key - 1, LIBSSH2_KNOWNHOST_KEYENC_BASE64 | type->known_bits) ==
	       LIBSSH2_KNOWNHOST_CHECK_MISMATCH;
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
		int found;

		if (strcmp(key_types[i].algorithm, key->type) != 0)
			continue;
		found = known_check(host, bytes, length, LIBSSH2_KNOWNHOST_KEYENC_RAW | key_types[i].known_bits);
		if (found == LIBSSH2_KNOWNHOST_CHECK_MATCH)
			known = SSH_KNOWN;
		else if (found == LIBSSH2_KNOWNHOST_CHECK_MISMATCH)
			known = SSH_KNOWN_OTHER;
	}
	return known;
}
