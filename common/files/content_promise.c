// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * What the suffixes of a name promise.
 *
 * Not listed is what several formats use (.dump, .db, .img, .enc): it promises nothing.
 */
#include "common/files/content_kind.h"

#include <string.h>
#include <strings.h>

enum { SUFFIX_MAXIMUM = 12 };

/* A text is no wonder in .sql: a dump that was told to leave comments out has no marks. */
#define SQL                                                                                                            \
	(CONTENT_BIT(CONTENT_POSTGRESQL_SQL) | CONTENT_BIT(CONTENT_MYSQL_SQL) | CONTENT_BIT(CONTENT_SQLITE_SQL) |      \
	 CONTENT_BIT(CONTENT_TEXT))
#define TAR CONTENT_BIT(CONTENT_TAR)

static const struct suffix {
	const char *text;
	uint64_t kinds, inner;
} suffixes[] = {
	{ "gz", CONTENT_BIT(CONTENT_GZIP) },
	{ "tgz", CONTENT_BIT(CONTENT_GZIP), TAR },
	{ "bz2", CONTENT_BIT(CONTENT_BZIP2) },
	{ "tbz", CONTENT_BIT(CONTENT_BZIP2), TAR },
	{ "tbz2", CONTENT_BIT(CONTENT_BZIP2), TAR },
	{ "xz", CONTENT_BIT(CONTENT_XZ) },
	{ "txz", CONTENT_BIT(CONTENT_XZ), TAR },
	{ "zst", CONTENT_BIT(CONTENT_ZSTD) },
	{ "zstd", CONTENT_BIT(CONTENT_ZSTD) },
	{ "tzst", CONTENT_BIT(CONTENT_ZSTD), TAR },
	{ "lz4", CONTENT_BIT(CONTENT_LZ4) },
	{ "tlz4", CONTENT_BIT(CONTENT_LZ4), TAR },
	{ "lz", CONTENT_BIT(CONTENT_LZIP) },
	{ "tlz", CONTENT_BIT(CONTENT_LZIP), TAR },
	{ "Z", CONTENT_BIT(CONTENT_COMPRESS) },
	{ "taz", CONTENT_BIT(CONTENT_COMPRESS), TAR },
	{ "lzo", CONTENT_BIT(CONTENT_LZOP) },
	{ "zip", CONTENT_BIT(CONTENT_ZIP) },
	{ "7z", CONTENT_BIT(CONTENT_7ZIP) },
	{ "tar", TAR },
	{ "cpio", CONTENT_BIT(CONTENT_CPIO) },
	{ "rar", CONTENT_BIT(CONTENT_RAR) },
	{ "sqlite", CONTENT_BIT(CONTENT_SQLITE) },
	{ "sqlite3", CONTENT_BIT(CONTENT_SQLITE) },
	{ "pgdump", CONTENT_BIT(CONTENT_POSTGRESQL) },
	{ "pgdmp", CONTENT_BIT(CONTENT_POSTGRESQL) },
	{ "sql", SQL },
	{ "gpg", CONTENT_BIT(CONTENT_OPENPGP) | CONTENT_BIT(CONTENT_OPENPGP_ARMOR) },
	{ "pgp", CONTENT_BIT(CONTENT_OPENPGP) | CONTENT_BIT(CONTENT_OPENPGP_ARMOR) },
	{ "asc", CONTENT_BIT(CONTENT_OPENPGP_ARMOR) },
	{ "age", CONTENT_BIT(CONTENT_AGE) | CONTENT_BIT(CONTENT_AGE_ARMOR) },
	{ "luks", CONTENT_BIT(CONTENT_LUKS) },
};

/* The last suffix of the first `length` bytes; *length goes back to its dot. */
static bool take_suffix(const char *name, size_t *length, char text[SUFFIX_MAXIMUM])
{
	size_t dot = *length;

	while (dot > 0 && name[dot - 1] != '.' && name[dot - 1] != '/')
		dot--;
	/* A name that begins with its only dot is a hidden one, not a suffix. */
	if (dot < 2 || name[dot - 1] != '.' || name[dot - 2] == '/' || *length - dot >= SUFFIX_MAXIMUM)
		return false;
	memcpy(text, name + dot, *length - dot);
	text[*length - dot] = '\0';
	*length = dot - 1;
	return true;
}

static const struct suffix *find(const char *text)
{
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		if (strcasecmp(suffixes[i].text, text) == 0)
			return &suffixes[i];
	}
	return NULL;
}

/* A date behind the suffixes ("db.sql.gz.20261123"); fewer digits number the pieces of a split file. */
static bool is_date(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	return digits >= 6 && text[digits] == '\0';
}

struct content_promise content_promise_of(const char *name)
{
	struct content_promise promise = { 0 };
	char text[SUFFIX_MAXIMUM];
	size_t length = strlen(name);
	const struct suffix *suffix;

	if (!take_suffix(name, &length, text) || (is_date(text) && !take_suffix(name, &length, text)))
		return promise;
	suffix = find(text);
	if (suffix == NULL)
		return promise;
	promise.kinds = suffix->kinds;
	promise.inner = suffix->inner;
	/* Kinds of one compressed stream stand before that of zip. */
	if (suffix->kinds < CONTENT_BIT(CONTENT_ZIP) && !suffix->inner && take_suffix(name, &length, text)) {
		suffix = find(text);
		promise.inner = suffix ? suffix->kinds : 0;
	}
	return promise;
}
