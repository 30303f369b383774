/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Checksum files that lie beside a backup: NAME.sha256, NAME.sha512, SHA256SUMS, SHA512SUMS.
 *
 * Lines as sha256sum(1) writes them (`HEX  NAME`, `HEX *NAME`; a `\` in front when the name
 * is escaped), as BSD and `openssl dgst` do (`SHA256 (NAME) = HEX`), or the digits alone in a
 * file of one backup.  Lines that are none of these, such as those of a signature, are passed over.
 */
#ifndef RECEICO_FILES_CHECKSUM_FILE_H
#define RECEICO_FILES_CHECKSUM_FILE_H

#include "common/check/problem.h"
#include "common/files/digest.h"

/* Larger ones are not read. */
enum { CHECKSUM_FILE_MAXIMUM = 1 << 20 };

struct checksum {
	enum digest_kind kind;
	char text[DIGEST_TEXT_SIZE]; /* lower-case hex digits */
};

enum checksum_finding {
	CHECKSUM_FOUND,
	CHECKSUM_NOT_LISTED, /* it has checksums, of other files */
	CHECKSUM_MALFORMED   /* it has none, or two that differ */
};

/* Is `candidate`, a name in the same folder, a checksum file that may speak of `name`?
 * *is_own: of this file alone (NAME.sha256). */
bool checksum_file_is_for(const char *candidate, const char *name, bool *is_own);

/* The checksum of `name` (its last component counts) in the text of a checksum file.  In a
 * file of its own the only checksum is taken whatever name stands at it: backups are renamed
 * when they are complete.  Pure. */
enum checksum_finding checksum_find(const char *text, size_t length, const char *name, bool is_own,
				    struct checksum *checksum);

#endif
