/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What a file holds, told by its first bytes, and what its name promises.
 *
 * Sources: RFC 1952 (gzip), RFC 8878 (zstd), RFC 9580 (OpenPGP), the xz, lz4 and 7z format
 * descriptions, APPNOTE.TXT (zip), POSIX.1-2017 pax (tar, cpio), sqlite.org/fileformat2.html,
 * PostgreSQL's pg_backup_archiver.h, cryptsetup's LUKS1 and LUKS2 documents, age-encryption.org/v1.
 */
#ifndef RECEICO_FILES_CONTENT_KIND_H
#define RECEICO_FILES_CONTENT_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum content_kind {
	CONTENT_UNKNOWN,
	CONTENT_EMPTY, /* no byte at all */
	CONTENT_ZEROS, /* nothing but zero bytes as far as was looked */
	/* one compressed stream */
	CONTENT_GZIP,
	CONTENT_BZIP2,
	CONTENT_XZ,
	CONTENT_ZSTD,
	CONTENT_LZ4,
	CONTENT_LZIP,
	CONTENT_COMPRESS,
	CONTENT_LZOP,
	/* archives of files */
	CONTENT_ZIP,
	CONTENT_7ZIP,
	CONTENT_TAR,
	CONTENT_CPIO,
	CONTENT_RAR,
	/* databases and their dumps */
	CONTENT_SQLITE,
	CONTENT_POSTGRESQL,     /* pg_dump's custom format */
	CONTENT_POSTGRESQL_SQL, /* pg_dump, pg_dumpall: plain SQL */
	CONTENT_MYSQL_SQL,      /* mysqldump, mariadb-dump */
	CONTENT_SQLITE_SQL,     /* .dump of sqlite3 */
	/* encrypted */
	CONTENT_OPENPGP,
	CONTENT_OPENPGP_ARMOR,
	CONTENT_AGE,
	CONTENT_AGE_ARMOR,
	CONTENT_LUKS,
	CONTENT_OPENSSL,
	CONTENT_OPENSSL_BASE64,
	/* what stands where a backup should, when what made it failed */
	CONTENT_HTML,
	CONTENT_XML,
	CONTENT_JSON,
	CONTENT_TEXT
};

/* As many first bytes as can matter. */
enum { CONTENT_HEAD_SIZE = 4096 };

/* The kind of what begins with these `length` bytes; more than CONTENT_HEAD_SIZE of them change
 * nothing.  No byte is CONTENT_EMPTY. */
enum content_kind content_kind_of(const void *begin, size_t length);

/* For the operator: "gzip", "an HTML page". */
const char *content_kind_name(enum content_kind kind);

/* Nothing inside can be looked at without a key. */
bool content_kind_is_encrypted(enum content_kind kind);

/* Does it hold one stream that some other kind may be found in (gzip, xz, ...)? */
bool content_kind_is_compressed(enum content_kind kind);

/* What the suffixes of a file's name promise: of "a.tar.gz" gzip, and tar in it.  A set of
 * kinds each, bit CONTENT_BIT(kind); 0: nothing is promised. */
struct content_promise {
	uint64_t kinds; /* of the file */
	uint64_t inner; /* of what is compressed in it */
};
#define CONTENT_BIT(kind) (UINT64_C(1) << (kind))

struct content_promise content_promise_of(const char *name);

#endif
