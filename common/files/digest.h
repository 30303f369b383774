/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * SHA-256 and SHA-512 (FIPS 180-4), by OpenSSL, which is loaded when the first one is begun.
 */
#ifndef RECEICO_FILES_DIGEST_H
#define RECEICO_FILES_DIGEST_H

#include "common/check/problem.h"

#include <stddef.h>

enum digest_kind { DIGEST_SHA256, DIGEST_SHA512 };

/* Room for the longest as hex digits, with its NUL. */
enum { DIGEST_TEXT_SIZE = 129 };

struct digest;

/* Begins one; digest_free() is due on success. */
bool digest_new(enum digest_kind kind, struct digest **digest, struct problem *problem) MUST_CHECK;

/* False, at once and from then on, when OpenSSL fails. */
bool digest_add(struct digest *digest, const void *bytes, size_t length) MUST_CHECK;

/* Ends it: lower-case hex digits. */
bool digest_finish(struct digest *digest, char text[static DIGEST_TEXT_SIZE], struct problem *problem) MUST_CHECK;

void digest_free(struct digest *digest);

#endif
