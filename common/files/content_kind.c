// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/content_kind.h"

#include "common/files/bytes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const kind_names[] = {
	[CONTENT_UNKNOWN] = "unknown kind",
	[CONTENT_EMPTY] = "empty",
	[CONTENT_ZEROS] = "zero bytes",
	[CONTENT_GZIP] = "gzip",
	[CONTENT_BZIP2] = "bzip2",
	[CONTENT_XZ] = "xz",
	[CONTENT_ZSTD] = "zstd",
	[CONTENT_LZ4] = "lz4",
	[CONTENT_LZIP] = "lzip",
	[CONTENT_COMPRESS] = "compress",
	[CONTENT_LZOP] = "lzop",
	[CONTENT_ZIP] = "zip",
	[CONTENT_7ZIP] = "7z",
	[CONTENT_TAR] = "tar",
	[CONTENT_CPIO] = "cpio",
	[CONTENT_RAR] = "rar",
	[CONTENT_SQLITE] = "an SQLite database",
	[CONTENT_POSTGRESQL] = "a pg_dump archive",
	[CONTENT_POSTGRESQL_SQL] = "SQL of pg_dump",
	[CONTENT_MYSQL_SQL] = "SQL of mysqldump",
	[CONTENT_SQLITE_SQL] = "SQL of sqlite3",
	[CONTENT_OPENPGP] = "OpenPGP",
	[CONTENT_OPENPGP_ARMOR] = "armored OpenPGP",
	[CONTENT_AGE] = "age",
	[CONTENT_AGE_ARMOR] = "armored age",
	[CONTENT_LUKS] = "LUKS",
	[CONTENT_OPENSSL] = "encrypted by openssl enc",
	[CONTENT_OPENSSL_BASE64] = "encrypted by openssl enc (base64)",
	[CONTENT_HTML] = "an HTML page",
	[CONTENT_XML] = "an XML text",
	[CONTENT_JSON] = "a JSON text",
	[CONTENT_TEXT] = "a text",
};

/* Text literals with their NUL left out: magic bytes may be zero. */
#define MAGIC(kind, bytes)                                                                                             \
	{                                                                                                              \
		kind, bytes, sizeof(bytes) - 1                                                                         \
	}

static const struct magic {
	enum content_kind kind;
	const char *bytes;
	size_t length;
} magics[] = {
	MAGIC(CONTENT_GZIP, "\x1f\x8b\x08"),
	MAGIC(CONTENT_XZ, "\xfd"
			  "7zXZ\0"),
	MAGIC(CONTENT_ZSTD, "\x28\xb5\x2f\xfd"),
	MAGIC(CONTENT_LZ4, "\x04\x22\x4d\x18"),
	MAGIC(CONTENT_LZ4, "\x02\x21\x4c\x18"), /* what the Linux kernel takes */
	MAGIC(CONTENT_LZIP, "LZIP\x01"),
	MAGIC(CONTENT_COMPRESS, "\x1f\x9d"),
	MAGIC(CONTENT_LZOP, "\x89LZO\0\r\n\x1a\n"),
	MAGIC(CONTENT_ZIP, "PK\3\4"),
	MAGIC(CONTENT_ZIP, "PK\5\6"),       /* an empty one */
	MAGIC(CONTENT_ZIP, "PK\7\x08PK\3"), /* one that was to be split */
	MAGIC(CONTENT_7ZIP, "7z\xbc\xaf\x27\x1c"),
	MAGIC(CONTENT_RAR, "Rar!\x1a\x07"),
	MAGIC(CONTENT_CPIO, "070701"),
	MAGIC(CONTENT_CPIO, "070702"),
	MAGIC(CONTENT_CPIO, "070707"),
	MAGIC(CONTENT_SQLITE, "SQLite format 3\0"),
	MAGIC(CONTENT_POSTGRESQL, "PGDMP"),
	MAGIC(CONTENT_OPENPGP_ARMOR, "-----BEGIN PGP MESSAGE-----"),
	MAGIC(CONTENT_AGE, "age-encryption.org/v1\n"),
	MAGIC(CONTENT_AGE_ARMOR, "-----BEGIN AGE ENCRYPTED FILE-----"),
	MAGIC(CONTENT_LUKS, "LUKS\xba\xbe"),
	MAGIC(CONTENT_OPENSSL, "Salted__"),
	MAGIC(CONTENT_OPENSSL_BASE64, "U2FsdGVkX1"),
};

const char *content_kind_name(enum content_kind kind)
{
	return kind_names[kind];
}

bool content_kind_is_encrypted(enum content_kind kind)
{
	return kind >= CONTENT_OPENPGP && kind <= CONTENT_OPENSSL_BASE64;
}

bool content_kind_is_compressed(enum content_kind kind)
{
	return kind >= CONTENT_GZIP && kind <= CONTENT_LZOP;
}

/* "BZh", the block size, and the first block's magic or that of the end. */
static bool is_bzip2(const unsigned char *bytes, size_t length)
{
	return length >= 10 && memcmp(bytes, "BZh", 3) == 0 && bytes[3] >= '1' && bytes[3] <= '9' &&
	       (memcmp(bytes + 4, "\x31\x41\x59\x26\x53\x59", 6) == 0 ||
		memcmp(bytes + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

/* A skippable frame stands in front of what pzstd writes (RFC 8878, 3.1.2). */
static bool is_zstd_skippable(const unsigned char *bytes, size_t length)
{
	return length >= 4 && (bytes[0] & 0xf0) == 0x50 && memcmp(bytes + 1, "\x2a\x4d\x18", 3) == 0;
}

/* The header's checksum: the old form of tar has no magic at all. */
static bool is_tar(const unsigned char *bytes, size_t length)
{
	char digits[9] = { 0 };
	unsigned long sum = 0;
	char *end = NULL;

	if (length < 512 || bytes[0] == '\0')
		return false;
	memcpy(digits, bytes + 148, 8);
	for (size_t i = 0; i < 512; i++)
		sum += i >= 148 && i < 156 ? ' ' : bytes[i];
	return strtoul(digits, &end, 8) == sum && end != digits;
}

static bool is_binary_cpio(const unsigned char *bytes, size_t length)
{
	/* 070707 in either order of bytes; then device, inode, mode: the file's type is a known one. */
	if (length < 26)
		return false;
	if (bytes[0] == 0xc7 && bytes[1] == 0x71)
		return bytes[7] >= 0x10 && bytes[7] <= 0xcf;
	return bytes[0] == 0x71 && bytes[1] == 0xc7 && bytes[6] >= 0x10 && bytes[6] <= 0xcf;
}

/* The first packet of a message: a session key (tags 1 and 3), a signature to come (4) or
 * compressed data (8), each in a version or with an algorithm that exists (RFC 9580, 4.2 and 5). */
static bool is_openpgp(const unsigned char *bytes, size_t length)
{
	static const size_t old_lengths[] = { 1, 2, 4, 0 };
	unsigned tag;
	size_t body;

	if (length < 8 || !(bytes[0] & 0x80))
		return false;
	if (bytes[0] & 0x40) {
		tag = bytes[0] & 0x3f;
		body = bytes[1] < 192 || (bytes[1] >= 224 && bytes[1] < 255) ? 2 : bytes[1] < 224 ? 3 : 6;
	} else {
		tag = (bytes[0] >> 2) & 0x0f;
		body = 1 + old_lengths[bytes[0] & 3];
	}
	if (tag == 1)
		return bytes[body] == 3 || bytes[body] == 6;
	if (tag == 3)
		return bytes[body] >= 4 && bytes[body] <= 6;
	if (tag == 4)
		return bytes[body] == 3 || bytes[body] == 6;
	return tag == 8 && bytes[body] >= 1 && bytes[body] <= 3;
}

/* No control characters; the character set may be any that has ASCII in it. */
static bool is_text(const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if ((bytes[i] < ' ' && !(bytes[i] >= '\b' && bytes[i] <= '\r') && bytes[i] != '\033') ||
		    bytes[i] == 0x7f)
			return false;
	}
	return true;
}

static bool begins(const char *bytes, size_t length, const char *text)
{
	return length >= strlen(text) && strncasecmp(bytes, text, strlen(text)) == 0;
}

/* The line at *bytes without its end; goes on to the next. */
static size_t take_line(const char **bytes, size_t *length, const char **line)
{
	const char *end = memchr(*bytes, '\n', *length);
	size_t taken = end ? (size_t)(end - *bytes) : *length;
	size_t shown = taken;

	*line = *bytes;
	*bytes += end ? taken + 1 : taken;
	*length -= end ? taken + 1 : taken;
	while (shown > 0 && (*line)[shown - 1] == '\r')
		shown--;
	return shown;
}

static bool line_is(const char *line, size_t length, const char *text)
{
	return length == strlen(text) && memcmp(line, text, length) == 0;
}

/* The first lines of the dumps that end in a mark. */
static enum content_kind sql_kind(const char *bytes, size_t length)
{
	const char *line;
	size_t size = take_line(&bytes, &length, &line);

	/* What newer ones put first: a comment that clients with a sandbox obey. */
	if (begins(line, size, "/*!999999\\-") || begins(line, size, "/*M!999999\\-"))
		size = take_line(&bytes, &length, &line);
	if (begins(line, size, "-- MySQL dump ") || begins(line, size, "-- MariaDB dump "))
		return CONTENT_MYSQL_SQL;
	if (line_is(line, size, "PRAGMA foreign_keys=OFF;")) {
		size = take_line(&bytes, &length, &line);
		return line_is(line, size, "BEGIN TRANSACTION;") ? CONTENT_SQLITE_SQL : CONTENT_TEXT;
	}
	if (!line_is(line, size, "--"))
		return CONTENT_TEXT;
	size = take_line(&bytes, &length, &line);
	return line_is(line, size, "-- PostgreSQL database dump") ||
			       line_is(line, size, "-- PostgreSQL database cluster dump")
		       ? CONTENT_POSTGRESQL_SQL
		       : CONTENT_TEXT;
}

static bool holds(const char *bytes, size_t length, const char *text)
{
	for (size_t i = 0; i + strlen(text) <= length; i++) {
		if (strncasecmp(bytes + i, text, strlen(text)) == 0)
			return true;
	}
	return false;
}

static enum content_kind markup_kind(const char *bytes, size_t length)
{
	static const char *const openings[] = { "<!doctype html", "<html", "<head", "<body", "<title", "<h1" };

	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
		if (begins(bytes, length, openings[i]))
			return CONTENT_HTML;
	}
	if (holds(bytes, length, "<html"))
		return CONTENT_HTML;
	return begins(bytes, length, "<?xml") ? CONTENT_XML : CONTENT_TEXT;
}

static enum content_kind text_kind(const char *bytes, size_t length)
{
	size_t blanks = 0;

	if (begins(bytes, length, "\xef\xbb\xbf")) {
		bytes += 3;
		length -= 3;
	}
	while (blanks < length && strchr(" \t\r\n", bytes[blanks]))
		blanks++;
	bytes += blanks;
	length -= blanks;
	if (length > 0 && bytes[0] == '<')
		return markup_kind(bytes, length);
	if (length > 1 && (bytes[0] == '{' || bytes[0] == '[')) {
		size_t i = 1;

		while (i < length && strchr(" \t\r\n", bytes[i]))
			i++;
		if (i < length && strchr(bytes[0] == '{' ? "\"}" : "{[\"]-0123456789tfn", bytes[i]))
			return CONTENT_JSON;
	}
	return CONTENT_TEXT;
}

enum content_kind content_kind_of(const void *begin, size_t length)
{
	const unsigned char *bytes = begin;

	if (length == 0)
		return CONTENT_EMPTY;
	if (length > CONTENT_HEAD_SIZE)
		length = CONTENT_HEAD_SIZE;
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
		const struct magic *magic = &magics[i];

		if (length >= magic->length && memcmp(bytes, magic->bytes, magic->length) == 0)
			return magic->kind;
	}
	if (is_bzip2(bytes, length))
		return CONTENT_BZIP2;
	if (is_zstd_skippable(bytes, length))
		return CONTENT_ZSTD;
	if (bytes_are_zero(bytes, length))
		return CONTENT_ZEROS;
	if (is_tar(bytes, length))
		return CONTENT_TAR;
	/* Dumps may hold any bytes, from the first row on. */
	if (sql_kind(begin, length) != CONTENT_TEXT)
		return sql_kind(begin, length);
	if (is_text(bytes, length))
		return text_kind(begin, length);
	if (is_binary_cpio(bytes, length))
		return CONTENT_CPIO;
	return is_openpgp(bytes, length) ? CONTENT_OPENPGP : CONTENT_UNKNOWN;
}
