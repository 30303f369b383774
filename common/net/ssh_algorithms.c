// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_algorithms.h"

#include "common/check/text.h"

#include <stdint.h>
#include <string.h>

/* Longer names do not exist: RFC 4250, 4.6.1. */
enum { NAME_MAXIMUM = 64 };

/* What is left to read of a packet. */
struct reader {
	const unsigned char *next;
	size_t left;
};

static bool read_u32(struct reader *reader, uint32_t *value)
{
	if (reader->left < 4)
		return false;
	*value = (uint32_t)reader->next[0] << 24 | (uint32_t)reader->next[1] << 16 | (uint32_t)reader->next[2] << 8 |
		 reader->next[3];
	reader->next += 4;
	reader->left -= 4;
	return true;
}

/* A string: its length, and its bytes, which stay where they are. */
static bool read_string(struct reader *reader, const unsigned char **bytes, size_t *length)
{
	uint32_t count = 0;

	if (!read_u32(reader, &count) || count > reader->left)
		return false;
	*bytes = reader->next;
	*length = count;
	reader->next += count;
	reader->left -= count;
	return true;
}

static bool parse_lists(struct reader *reader, struct ssh_offers *offers, struct problem *problem)
{
	enum { COOKIE = 16 };

	if (reader->left < COOKIE)
		return problem_set(problem, PROBLEM_PEER, "its KEXINIT packet is cut short");
	reader->next += COOKIE;
	reader->left -= COOKIE;
	for (int i = 0; i < SSH_LISTS; i++) {
		const unsigned char *bytes = NULL;
		size_t length = 0;

		if (!read_string(reader, &bytes, &length))
			return problem_set(problem, PROBLEM_PEER,
					   "its KEXINIT packet has a list that does not fit into it");
		if (memchr(bytes, '\0', length))
			return problem_set(problem, PROBLEM_PEER, "its KEXINIT packet has a NUL byte in a list");
		offers->lists[i] = buffer_limited(SSH_PACKET_MAXIMUM);
		if (length > 0 && !buffer_append(&offers->lists[i], bytes, length))
			return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	}
	if (offers->lists[SSH_LIST_KEX].length == 0)
		return problem_set(problem, PROBLEM_PEER, "its KEXINIT packet offers no key exchange");
	return true;
}

/* The server goes: its reason, in its words. */
static bool disconnected(struct reader *reader, struct problem *problem)
{
	const unsigned char *text = (const unsigned char *)"";
	size_t length = 0;
	uint32_t reason = 0;

	if (!read_u32(reader, &reason) || !read_string(reader, &text, &length))
		return problem_set(problem, PROBLEM_PEER, "it disconnected with a broken packet");
	return problem_set(problem, PROBLEM_PEER, "it disconnected (reason %lu): %.*s", (unsigned long)reason,
			   (int)(length < 200 ? length : 200), (const char *)text);
}

/* One packet's payload. */
static enum ssh_offers_state take_payload(struct reader *payload, struct ssh_offers *offers, struct problem *problem)
{
	unsigned char message = payload->next[0];

	payload->next++;
	payload->left--;
	switch (message) {
	case SSH_MSG_KEXINIT:
		return parse_lists(payload, offers, problem) ? SSH_OFFERS_DONE : SSH_OFFERS_FAILED;
	case SSH_MSG_DISCONNECT:
		disconnected(payload, problem);
		return SSH_OFFERS_FAILED;
	case SSH_MSG_IGNORE:
	case SSH_MSG_DEBUG:
		return SSH_OFFERS_MORE;
	default:
		problem_set(problem, PROBLEM_PEER, "its first packet is no KEXINIT but message %u", message);
		return SSH_OFFERS_FAILED;
	}
}

enum ssh_offers_state ssh_offers_parse(const unsigned char *bytes, size_t length, struct ssh_offers *offers,
				       struct problem *problem)
{
	struct reader stream = { bytes, length };
	enum ssh_offers_state state = SSH_OFFERS_MORE;
	uint32_t packet_length = 0;

	while (state == SSH_OFFERS_MORE && read_u32(&stream, &packet_length)) {
		struct reader payload;
		size_t padding;

		if (packet_length < 6 || packet_length > SSH_PACKET_MAXIMUM) {
			problem_set(problem, PROBLEM_PEER, "it sent a packet of %lu bytes",
				    (unsigned long)packet_length);
			return SSH_OFFERS_FAILED;
		}
		if (stream.left < packet_length)
			break;
		padding = stream.next[0];
		if (padding + 2 > packet_length) {
			problem_set(problem, PROBLEM_PEER, "it sent a packet with more padding than room");
			return SSH_OFFERS_FAILED;
		}
		payload = (struct reader){ stream.next + 1, packet_length - 1 - padding };
		state = take_payload(&payload, offers, problem);
		stream.next += packet_length;
		stream.left -= packet_length;
	}
	if (state == SSH_OFFERS_MORE && length >= SSH_OFFERS_MAXIMUM) {
		problem_set(problem, PROBLEM_PEER, "no KEXINIT within %d bytes", SSH_OFFERS_MAXIMUM);
		return SSH_OFFERS_FAILED;
	}
	return state;
}

void ssh_offers_free(struct ssh_offers *offers)
{
	for (int i = 0; i < SSH_LISTS; i++)
		buffer_free(&offers->lists[i]);
}

const char *ssh_list_name(enum ssh_list list)
{
	static const char *const names[SSH_LISTS] = { "key exchange", "host key", "cipher", "cipher", "MAC", "MAC" };

	return names[list];
}

/* The next name of a list; false at its end. */
static bool next_name(const char **list, char *name)
{
	size_t length = strcspn(*list, ",");
	size_t kept = length < NAME_MAXIMUM ? length : NAME_MAXIMUM;

	if (**list == '\0')
		return false;
	memcpy(name, *list, kept);
	name[kept] = '\0';
	*list += length + ((*list)[length] == ',');
	return true;
}

/* Names in the key exchange list that only say what else the server can do (RFC 8308, 2.1). */
static bool is_signal(enum ssh_list list, const char *name)
{
	return list == SSH_LIST_KEX && (text_matches("ext-info-?", name) || text_matches("kex-strict-*", name));
}

/* Does the list of the other direction have it too? */
static bool is_listed(const struct ssh_offers *offers, enum ssh_list list, const char *wanted)
{
	const char *names = offers->lists[list].length ? offers->lists[list].data : "";
	char name[NAME_MAXIMUM + 1];

	while (next_name(&names, name)) {
		if (strcmp(name, wanted) == 0)
			return true;
	}
	return false;
}

static bool was_seen(const struct ssh_offers *offers, enum ssh_list list, const char *name)
{
	return (list == SSH_LIST_CIPHER_TO_CLIENT && is_listed(offers, SSH_LIST_CIPHER_TO_SERVER, name)) ||
	       (list == SSH_LIST_MAC_TO_CLIENT && is_listed(offers, SSH_LIST_MAC_TO_SERVER, name));
}

size_t ssh_offers_find(const struct ssh_offers *offers,
		       bool (*is_meant)(enum ssh_list, const char *name, const void *of), const void *of,
		       struct buffer *found)
{
	const char *group = "";
	size_t count = 0;

	for (int i = 0; i < SSH_LISTS; i++) {
		enum ssh_list list = (enum ssh_list)i;
		const char *names = offers->lists[i].length ? offers->lists[i].data : "";
		char name[NAME_MAXIMUM + 1];

		while (next_name(&names, name)) {
			if (is_signal(list, name) || !is_meant(list, name, of) || was_seen(offers, list, name))
				continue;
			if (strcmp(group, ssh_list_name(list)) != 0)
				buffer_print(found, "%s%s", count ? ", " : "", ssh_list_name(list));
			buffer_print(found, " %s", name);
			group = ssh_list_name(list);
			count++;
		}
	}
	return count;
}

bool ssh_algorithm_is_weak(enum ssh_list list, const char *name)
{
	/* Names by pattern.  As of SSH_WEAK_DATE. */
	static const struct {
		enum ssh_list list; /* the first of its name */
		const char *pattern;
	} weak[] = {
		/* SHA-1 or groups below 2048 bits: RFC 9142, 3 (SHOULD NOT, MUST NOT). */
		{ SSH_LIST_KEX, "*-sha1" },
		{ SSH_LIST_KEX, "*-sha1@*" },
		{ SSH_LIST_KEX, "gss-*-sha1-*" },
		{ SSH_LIST_KEX, "rsa1024-*" },
		/* Signatures by SHA-1 or DSA: RFC 8332, OpenSSH 8.8 and 7.0 switched them off. */
		{ SSH_LIST_HOST_KEY, "ssh-rsa" },
		{ SSH_LIST_HOST_KEY, "ssh-rsa-cert-v0?@openssh.com" },
		{ SSH_LIST_HOST_KEY, "ssh-dss*" },
		/* CBC: Albrecht, Paterson, Watson 2009 (CVE-2008-5161). */
		{ SSH_LIST_CIPHER_TO_SERVER, "*-cbc" },
		{ SSH_LIST_CIPHER_TO_SERVER, "*-cbc@*" },
		/* RC4: RFC 8758.  Blocks of 64 bits: CVE-2016-2183. */
		{ SSH_LIST_CIPHER_TO_SERVER, "arcfour*" },
		{ SSH_LIST_CIPHER_TO_SERVER, "3des-*" },
		{ SSH_LIST_CIPHER_TO_SERVER, "blowfish-*" },
		{ SSH_LIST_CIPHER_TO_SERVER, "cast128-*" },
		{ SSH_LIST_CIPHER_TO_SERVER, "idea-*" },
		{ SSH_LIST_CIPHER_TO_SERVER, "none" },
		/* MD5 and SHA-1 (RFC 6151, NIST SP 800-131A rev. 3), tags below 128 bits. */
		{ SSH_LIST_MAC_TO_SERVER, "hmac-md5*" },
		{ SSH_LIST_MAC_TO_SERVER, "hmac-sha1*" },
		{ SSH_LIST_MAC_TO_SERVER, "hmac-ripemd*" },
		{ SSH_LIST_MAC_TO_SERVER, "umac-64*" },
		{ SSH_LIST_MAC_TO_SERVER, "hmac-*-96*" },
		{ SSH_LIST_MAC_TO_SERVER, "none" },
	};

	for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
		if (strcmp(ssh_list_name(weak[i].list), ssh_list_name(list)) == 0 &&
		    text_matches(weak[i].pattern, name))
			return true;
	}
	return false;
}

static bool matches_one(enum ssh_list list, const char *name, const void *of)
{
	const struct texts *patterns = of;

	(void)list;
	for (size_t i = 0; i < patterns->count; i++) {
		if (text_matches(patterns->items[i], name))
			return true;
	}
	return false;
}

size_t ssh_offers_find_matching(const struct ssh_offers *offers, const struct texts *patterns, struct buffer *found)
{
	return ssh_offers_find(offers, matches_one, patterns, found);
}

static bool is_weak(enum ssh_list list, const char *name, const void *of)
{
	(void)of;
	return ssh_algorithm_is_weak(list, name);
}

size_t ssh_offers_find_weak(const struct ssh_offers *offers, struct buffer *found)
{
	return ssh_offers_find(offers, is_weak, NULL, found);
}

static size_t put_u32(unsigned char *at, size_t value)
{
	at[0] = (unsigned char)(value >> 24);
	at[1] = (unsigned char)(value >> 16);
	at[2] = (unsigned char)(value >> 8);
	at[3] = (unsigned char)value;
	return 4;
}

size_t ssh_disconnect_write(unsigned char *packet, size_t size)
{
	enum { BY_APPLICATION = 11, BLOCK = 8, PADDING_LEAST = 4 };
	static const char reason[] = "check done";
	size_t payload = 1 + 4 + 4 + (sizeof reason - 1) + 4;
	size_t padding = PADDING_LEAST + (BLOCK - (5 + payload + PADDING_LEAST) % BLOCK) % BLOCK;
	size_t at = 0;

	if (5 + payload + padding > size)
		return 0;
	memset(packet, 0, 5 + payload + padding);
	at += put_u32(packet, 1 + payload + padding);
	packet[at++] = (unsigned char)padding;
	packet[at++] = SSH_MSG_DISCONNECT;
	at += put_u32(packet + at, BY_APPLICATION);
	at += put_u32(packet + at, sizeof reason - 1);
	memcpy(packet + at, reason, sizeof reason - 1);
	return 5 + payload + padding;
}
