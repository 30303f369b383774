// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_fingerprint.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { BASE64_LENGTH = 43 };

static const char prefix[] = "SHA256:";
static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void ssh_fingerprint_write(const unsigned char *digest, char *fingerprint)
{
	char *next = fingerprint;
	unsigned bits = 0;
	int held = 0;

	memcpy(next, prefix, sizeof prefix - 1);
	next += sizeof prefix - 1;
	for (int i = 0; i < SSH_DIGEST_LENGTH; i++) {
		bits = (bits << 8 | digest[i]) & 0xFFFF;
		for (held += 8; held >= 6; held -= 6)
			*next++ = base64[bits >> (held - 6) & 63];
	}
	*next++ = base64[bits << (6 - held) & 63];
	*next = '\0';
}

static int hex_value(char digit)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = strchr(digits, digit >= 'A' && digit <= 'F' ? digit | 0x20 : digit);

	return found && *found ? (int)(found - digits) : -1;
}

/* 43 characters, of which the last holds four bits and must not have others (RFC 4648, 3.5): such a
 * text is mistyped and no key would ever match it. */
static bool is_base64(const char *body)
{
	return strspn(body, base64) == BASE64_LENGTH && (strchr(base64, body[BASE64_LENGTH - 1]) - base64) % 4 == 0 &&
	       (body[BASE64_LENGTH] == '\0' || strcmp(body + BASE64_LENGTH, "=") == 0);
}

/* 64 hex digits, colons anywhere between two of them. */
static bool parse_hex(const char *text, unsigned char *digest)
{
	int digits = 0;

	for (; *text; text++) {
		int value = hex_value(*text);

		if (*text == ':')
			continue;
		if (value < 0 || digits == 2 * SSH_DIGEST_LENGTH)
			return false;
		digest[digits / 2] = (unsigned char)(digest[digits / 2] << 4 | value);
		digits++;
	}
	return digits == 2 * SSH_DIGEST_LENGTH;
}

bool ssh_fingerprint_parse(const char *text, char *fingerprint, struct problem *problem)
{
	unsigned char digest[SSH_DIGEST_LENGTH] = { 0 };

	if (strncasecmp(text, prefix, sizeof prefix - 1) == 0 && is_base64(text + sizeof prefix - 1)) {
		snprintf(fingerprint, SSH_FINGERPRINT_SIZE, "%s%.*s", prefix, BASE64_LENGTH, text + sizeof prefix - 1);
		return true;
	}
	if (parse_hex(text, digest)) {
		ssh_fingerprint_write(digest, fingerprint);
		return true;
	}
	return problem_set(
		problem, PROBLEM_INPUT,
		"'%.100s' is not a fingerprint (SHA256: and 43 characters, as ssh-keygen -l prints, or 64 hex digits)",
		text);
}

bool ssh_fingerprint_is_among(const struct texts *given, const char *fingerprint)
{
	struct problem ignored;
	char pin[SSH_FINGERPRINT_SIZE];

	for (size_t i = 0; i < given->count; i++) {
		if (ssh_fingerprint_parse(given->items[i], pin, &ignored) && strcmp(pin, fingerprint) == 0)
			return true;
	}
	return false;
}
