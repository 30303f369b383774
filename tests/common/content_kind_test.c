// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/content_kind.h"

#include "tests/common/rows.h"

#include <stdlib.h>

#define BYTES(text) text, sizeof(text) - 1

static const struct {
	const char *bytes;
	size_t length;
	enum content_kind kind;
} kind_rows[] = {
	{ BYTES(""), CONTENT_EMPTY },
	{ BYTES("\0"), CONTENT_ZEROS },
	{ BYTES("\0\0\0\0\0\0\0\0"), CONTENT_ZEROS },
	{ BYTES("\0\0\0\0\0\0\0\1"), CONTENT_UNKNOWN },
	{ BYTES("\x1f\x8b\x08\0"), CONTENT_GZIP },
	{ BYTES("\x1f\x8b"), CONTENT_UNKNOWN },
	{ BYTES("\x1f\x9d\x90"), CONTENT_COMPRESS },
	{ BYTES("BZh91AY&SY"), CONTENT_BZIP2 },
	{ BYTES("BZh9\x17\x72\x45\x38\x50\x90"), CONTENT_BZIP2 },
	{ BYTES("BZh91AY&S"), CONTENT_TEXT },
	{ BYTES("BZh0 is not a size"), CONTENT_TEXT },
	{ BYTES("\xfd\x37zXZ\0"), CONTENT_XZ },
	{ BYTES("\x28\xb5\x2f\xfd"), CONTENT_ZSTD },
	{ BYTES("\x5a\x2a\x4d\x18"), CONTENT_ZSTD },
	{ BYTES("\x60\x2a\x4d\x18"), CONTENT_UNKNOWN },
	{ BYTES("\x04\x22\x4d\x18"), CONTENT_LZ4 },
	{ BYTES("\x02\x21\x4c\x18"), CONTENT_LZ4 },
	{ BYTES("LZIP\1\xf"), CONTENT_LZIP },
	{ BYTES("\x89LZO\0\r\n\x1a\n"), CONTENT_LZOP },
	{ BYTES("PK\3\4"), CONTENT_ZIP },
	{ BYTES("PK\5\6"), CONTENT_ZIP },
	{ BYTES("PK\7\x08PK\3"), CONTENT_ZIP },
	{ BYTES("PKSFX"), CONTENT_TEXT },
	{ BYTES("7z\xbc\xaf\x27\x1c"), CONTENT_7ZIP },
	{ BYTES("Rar!\x1a\7\1\0"), CONTENT_RAR },
	{ BYTES("070701"), CONTENT_CPIO },
	{ BYTES("070707"), CONTENT_CPIO },
	{ BYTES("070708"), CONTENT_TEXT },
	{ BYTES("SQLite format 3\0"), CONTENT_SQLITE },
	{ BYTES("SQLite format 3 "), CONTENT_TEXT },
	{ BYTES("PGDMP\1\16"), CONTENT_POSTGRESQL },
	{ BYTES("--\n-- PostgreSQL database dump\n--\n"), CONTENT_POSTGRESQL_SQL },
	{ BYTES("--\r\n-- PostgreSQL database dump\r\n--\r\n"), CONTENT_POSTGRESQL_SQL },
	{ BYTES("--\n-- PostgreSQL database cluster dump\n--\n"), CONTENT_POSTGRESQL_SQL },
	{ BYTES("--\n-- PostgreSQL database dumpling\n--\n"), CONTENT_TEXT },
	{ BYTES("-- MySQL dump 10.13  Distrib"), CONTENT_MYSQL_SQL },
	{ BYTES("-- MariaDB dump 10.19  Distrib"), CONTENT_MYSQL_SQL },
	{ BYTES("/*!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19-11"), CONTENT_MYSQL_SQL },
	{ BYTES("/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19-11"), CONTENT_MYSQL_SQL },
	{ BYTES("mysqldump: [Warning] x\n-- MySQL dump 10.13"), CONTENT_TEXT },
	{ BYTES("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n"), CONTENT_SQLITE_SQL },
	{ BYTES("PRAGMA foreign_keys=OFF;\nSELECT 1;\n"), CONTENT_TEXT },
	{ BYTES("-----BEGIN PGP MESSAGE-----\n"), CONTENT_OPENPGP_ARMOR },
	{ BYTES("-----BEGIN PGP PUBLIC KEY BLOCK-----\n"), CONTENT_TEXT },
	{ BYTES("\x85\x01\x0c\x03\x11\x22\x33\x44"), CONTENT_OPENPGP },
	{ BYTES("\x8c\x0d\x04\x09\x03\x02\x11\x22"), CONTENT_OPENPGP },
	{ BYTES("\xc3\x0d\x04\x09\x03\x02\x11\x22"), CONTENT_OPENPGP },
	{ BYTES("\x8c\x0d\x09\x09\x03\x02\x11\x22"), CONTENT_UNKNOWN },
	{ BYTES("\x8c\x0d\x04"), CONTENT_UNKNOWN },
	{ BYTES("age-encryption.org/v1\n-> X25519"), CONTENT_AGE },
	{ BYTES("-----BEGIN AGE ENCRYPTED FILE-----\n"), CONTENT_AGE_ARMOR },
	{ BYTES("LUKS\xba\xbe\0\2"), CONTENT_LUKS },
	{ BYTES("Salted__12345678"), CONTENT_OPENSSL },
	{ BYTES("U2FsdGVkX18="), CONTENT_OPENSSL_BASE64 },
	{ BYTES("<!DOCTYPE html>"), CONTENT_HTML },
	{ BYTES("\xef\xbb\xbf \r\n<HTML lang=ja>"), CONTENT_HTML },
	{ BYTES("<?xml version=\"1.0\"?>\n<!DOCTYPE x>\n<html xmlns=\"\">"), CONTENT_HTML },
	{ BYTES("<?xml version=\"1.0\"?>\n<Error>"), CONTENT_XML },
	{ BYTES("{\"error\": 403}"), CONTENT_JSON },
	{ BYTES("[\n {\"a\": 1}]"), CONTENT_JSON },
	{ BYTES("[client]\nuser=a\n"), CONTENT_TEXT },
	{ BYTES("plain words\n"), CONTENT_TEXT },
	{ BYTES("\xe9\xa0\x98\xe5\x8f\x8e\xe6\x9b\xb8\n"), CONTENT_TEXT },
	{ BYTES("cut in a character: \xe9\xa0"), CONTENT_TEXT },
	{ BYTES("in Shift_JIS: \x97\xcc\x8e\xfb and more"), CONTENT_TEXT },
	{ BYTES("-- MySQL dump 10.13\nINSERT INTO t VALUES (_binary '\0\1\xff');"), CONTENT_MYSQL_SQL },
	{ BYTES("a control \1 byte"), CONTENT_UNKNOWN },
	{ BYTES("a zero \0 byte"), CONTENT_UNKNOWN },
	{ BYTES("\x7f"
		"ELF\2\1\1"),
	  CONTENT_UNKNOWN },
};

static void a_kind_is_told_by_the_first_bytes(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(kind_rows); i++) {
		/* Of its own size, so that a look behind its end is found. */
		char *bytes = malloc(kind_rows[i].length + 1);

		assert_non_null(bytes);
		bytes = realloc(bytes, kind_rows[i].length ? kind_rows[i].length : 1);
		memcpy(bytes, kind_rows[i].bytes, kind_rows[i].length);
		row_text(&rows, kind_rows[i].bytes, content_kind_name(content_kind_of(bytes, kind_rows[i].length)),
			 content_kind_name(kind_rows[i].kind));
		free(bytes);
	}
	rows_end(&rows);
}

#define BIT(kind) CONTENT_BIT(CONTENT_##kind)
#define SQL (BIT(POSTGRESQL_SQL) | BIT(MYSQL_SQL) | BIT(SQLITE_SQL) | BIT(TEXT))

static void a_name_promises_by_its_suffixes(void **state)
{
	static const struct {
		const char *name;
		uint64_t kinds, inner;
	} table[] = {
		{ "a.tar.gz", BIT(GZIP), BIT(TAR) },
		{ "A.TAR.GZ", BIT(GZIP), BIT(TAR) },
		{ "a.tgz", BIT(GZIP), BIT(TAR) },
		{ "db.sql.gz", BIT(GZIP), SQL },
		{ "db.gz", BIT(GZIP), 0 },
		{ "db.backup.gz", BIT(GZIP), 0 },
		{ "a.tar.zst", BIT(ZSTD), BIT(TAR) },
		{ "a.tar.Z", BIT(COMPRESS), BIT(TAR) },
		{ "a.cpio.xz", BIT(XZ), BIT(CPIO) },
		{ "a.tar.bz2.gpg", BIT(OPENPGP) | BIT(OPENPGP_ARMOR), 0 },
		{ "a.asc", BIT(OPENPGP_ARMOR), 0 },
		{ "a.tar", BIT(TAR), 0 },
		{ "a.zip", BIT(ZIP), 0 },
		{ "db.sqlite3", BIT(SQLITE), 0 },
		{ "db.pgdump", BIT(POSTGRESQL), 0 },
		{ "db.sql", SQL, 0 },
		{ "db.sql.gz.20261123", BIT(GZIP), SQL },
		{ "db.sql.gz.001", 0, 0 },
		{ "db-20261123", 0, 0 },
		{ "db.20261123", 0, 0 },
		{ "20261123.tar", BIT(TAR), 0 },
		{ "a.enc", 0, 0 },
		{ "a.tar.gz.enc", 0, 0 },
		{ "gz", 0, 0 },
		{ ".gz", 0, 0 },
		{ "folder.gz/name", 0, 0 },
		{ "folder/.gz", 0, 0 },
		{ "folder/a.gz", BIT(GZIP), 0 },
		{ "a.", 0, 0 },
		{ ".", 0, 0 },
		{ "", 0, 0 },
		{ "a.gzgzgzgzgzgzgzgz", 0, 0 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct content_promise found = content_promise_of(table[i].name);

		row_true(&rows, table[i].name, found.kinds == table[i].kinds, true);
		row_true(&rows, table[i].name, found.inner == table[i].inner, true);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_kind_is_told_by_the_first_bytes),
		cmocka_unit_test(a_name_promises_by_its_suffixes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
