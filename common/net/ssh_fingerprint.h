/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Fingerprints of host keys: "SHA256:" and 43 characters of base64 (RFC 4648, 4,
 * without padding), as ssh-keygen -l prints them.
 */
#ifndef RECEICO_NET_SSH_FINGERPRINT_H
#define RECEICO_NET_SSH_FINGERPRINT_H

#include "common/check/option.h"

enum {
	SSH_DIGEST_LENGTH = 32,   /* bytes of SHA-256 */
	SSH_FINGERPRINT_SIZE = 64 /* of a text for one, its NUL included */
};

/* Writes the fingerprint of a digest of SSH_DIGEST_LENGTH bytes. */
void ssh_fingerprint_write(const unsigned char *digest, char *fingerprint);

/* Reads one as people give it, "SHA256:base64" with or without padding, or 64 hex
 * digits with or without colons, and writes it in the form above. */
bool ssh_fingerprint_parse(const char *text, char *fingerprint, struct problem *problem) MUST_CHECK;

/* Is a fingerprint in the form above among those that people gave? */
bool ssh_fingerprint_is_among(const struct texts *given, const char *fingerprint);

#endif
