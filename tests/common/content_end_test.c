// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Ends of the kinds that soundness_test has no tool for, and what its files do not show.
 */
#include "common/files/content_end.h"

#include "common/files/openpgp_packets.h"

#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>

#define BYTES(text) text, sizeof(text) - 1
#define HERE "here"
#define UNTOLD "untold"
#define PG "--\n-- PostgreSQL database dump\n--\n"
#define CLUSTER "--\n-- PostgreSQL database cluster dump\n--\n"
#define PG_END "--\n-- PostgreSQL database dump complete\n--\n"
#define CLUSTER_END "--\n-- PostgreSQL database cluster dump complete\n--\n"
#define LZ4_PLAIN "\x04\x22\x4d\x18\x60\x40\x82"
#define LZ4_CHECKED "\x04\x22\x4d\x18\x64\x40\xa7"
#define PGDMP "PGDMP\1\16\0\4\x08"

static const struct {
	const char *row;
	enum content_kind kind;
	const char *bytes;
	size_t length;
	const char *expected; /* the problem, or one of the two above */
} end_rows[] = {
	{ "pg_dump", CONTENT_POSTGRESQL_SQL, BYTES(PG "x;\n" PG_END "\n"), HERE },
	{ "pg_dump, since 17.6", CONTENT_POSTGRESQL_SQL, BYTES(PG "x;\n" PG_END "\n\\unrestrict a\n\n"), HERE },
	{ "pg_dump, from Windows", CONTENT_POSTGRESQL_SQL, BYTES(PG "-- PostgreSQL database dump complete\r\n--\r\n"),
	  HERE },
	{ "pg_dump, half", CONTENT_POSTGRESQL_SQL, BYTES(PG "x;\n"),
	  "its last line is not '-- PostgreSQL database dump complete'" },
	{ "pg_dump, and then something", CONTENT_POSTGRESQL_SQL, BYTES(PG PG_END "pg_dump: error\n"),
	  "its last line is not '-- PostgreSQL database dump complete'" },
	{ "pg_dumpall", CONTENT_POSTGRESQL_SQL, BYTES(CLUSTER PG PG_END CLUSTER_END), HERE },
	{ "pg_dumpall, after a database", CONTENT_POSTGRESQL_SQL, BYTES(CLUSTER PG PG_END),
	  "its last line is not '-- PostgreSQL database cluster dump complete'" },
	{ "mysqldump without a date", CONTENT_MYSQL_SQL, BYTES("-- MySQL dump 10\n-- Dump completed\n"), HERE },
	{ "mysqldump, two in a file", CONTENT_MYSQL_SQL,
	  BYTES("-- MySQL dump 10\n-- Dump completed\n-- MySQL dump 10\n"),
	  "its last line is not '-- Dump completed'" },
	{ "mysqldump, the mark in a line", CONTENT_MYSQL_SQL, BYTES("-- MySQL dump 10\nx -- Dump completed\n"),
	  "its last line is not '-- Dump completed'" },
	{ "mysqldump, half a line", CONTENT_MYSQL_SQL, BYTES("-- MySQL dump 10\n-- Dump completed on 20"),
	  "its last line is not '-- Dump completed'" },
	{ "sqlite3 met errors", CONTENT_SQLITE_SQL, BYTES("PRAGMA x\nROLLBACK; -- due to errors\n"),
	  "sqlite3 met errors: it ends in ROLLBACK" },
	{ "armored age", CONTENT_AGE_ARMOR, BYTES("-----BEGIN\n-----END AGE ENCRYPTED FILE-----\n"), HERE },
	{ "armored age, half", CONTENT_AGE_ARMOR, BYTES("-----BEGIN\nabcd\n"),
	  "its last line is not '-----END AGE ENCRYPTED FILE-----'" },
	{ "openssl", CONTENT_OPENSSL, BYTES("Salted__12345678x"), UNTOLD },
	{ "openssl, a header", CONTENT_OPENSSL, BYTES("Salted__12345678"), "it ends in its own header" },
	{ "LUKS, a header", CONTENT_LUKS, BYTES("LUKS\xba\xbe\0\1"), "it ends in its own header" },
	{ "age", CONTENT_AGE, BYTES("age-encryption.org/v1\n"), UNTOLD },
	{ "a gzip of one byte less than the least", CONTENT_GZIP, BYTES("\x1f\x8b\x08\0\0\0\0\0\0\3\3\0\0\0\0\0\0"),
	  "it is shorter than the shortest gzip file" },
	{ "a gzip of nothing", CONTENT_GZIP, BYTES("\x1f\x8b\x08\0\0\0\0\0\0\3\3\0\0\0\0\0\0\0\0\0"),
	  "it holds nothing" },
	{ "a gzip of nothing, with a name", CONTENT_GZIP,
	  BYTES("\x1f\x8b\x08\x08\0\0\0\0\0\3name\0\3\0\0\0\0\0\0\0\0\0"), "it holds nothing" },
	{ "a gzip whose name does not end", CONTENT_GZIP, BYTES("\x1f\x8b\x08\x08\0\0\0\0\0\3name and more\1\0\0\0"),
	  HERE },
	{ "a gzip that claims too much", CONTENT_GZIP, BYTES("\x1f\x8b\x08\0\0\0\0\0\0\3\3\0\0\0\0\0\0\0\0\1"),
	  "its last bytes are not the end of a gzip file" },
	{ "lz4", CONTENT_LZ4, BYTES(LZ4_PLAIN "\1\0\0\x80x\0\0\0\0"), HERE },
	{ "lz4, cut off", CONTENT_LZ4, BYTES(LZ4_PLAIN "\1\0\0\x80x\0\0\0"),
	  "the end mark of an lz4 frame is not there" },
	{ "lz4 with a checksum", CONTENT_LZ4, BYTES(LZ4_CHECKED "\1\0\0\x80x\0\0\0\0abcd"), HERE },
	{ "lz4 without its checksum", CONTENT_LZ4, BYTES(LZ4_CHECKED "\1\0\0\x80x\0\0\0\0"),
	  "the end mark of an lz4 frame is not there" },
	{ "lz4 of the kernel", CONTENT_LZ4, BYTES("\x02\x21\x4c\x18\0\0\0\0"), UNTOLD },
	{ "pg_dump archive", CONTENT_POSTGRESQL, BYTES(PGDMP "\1x\0\0\0\0\0"), HERE },
	{ "pg_dump archive, cut off", CONTENT_POSTGRESQL, BYTES(PGDMP "\1x\0\0\0\0"),
	  "the end of a pg_dump archive's last block is not there" },
	{ "pg_dump archive of another form", CONTENT_POSTGRESQL, BYTES(PGDMP "\3x"), UNTOLD },
	{ "pg_dump archive, a header", CONTENT_POSTGRESQL, BYTES("PGDMP"),
	  "the header of a pg_dump archive is damaged" },
	{ "SQLite, a header", CONTENT_SQLITE, BYTES("SQLite format 3\0"),
	  "it is shorter than the header of an SQLite database" },
	{ "7z, a header", CONTENT_7ZIP, BYTES("7z\xbc\xaf\x27\x1c\0\4"), "the first header of a 7z is damaged" },
	{ "zip without files", CONTENT_ZIP, BYTES("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), "no file is in it" },
	{ "tar of an odd size", CONTENT_TAR, BYTES("x"), "its size is not a multiple of 512 bytes, as a tar's is" },
	{ "a text", CONTENT_TEXT, BYTES("x"), UNTOLD },
};

static void an_end_is_there_or_it_is_said_what_is_not(void **state)
{
	static const char *const found[] = { [CONTENT_END_HERE] = HERE, [CONTENT_END_UNTOLD] = UNTOLD };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(end_rows); i++) {
		unsigned char *bytes = malloc(end_rows[i].length); /* of its own size */
		struct content_sample sample = { .head = bytes,
						 .head_length = end_rows[i].length,
						 .tail = bytes,
						 .tail_length = end_rows[i].length,
						 .size_bytes = end_rows[i].length };
		struct problem problem = { 0 };
		enum content_end end;

		assert_non_null(bytes);
		memcpy(bytes, end_rows[i].bytes, end_rows[i].length);
		end = content_end_look(end_rows[i].kind, &sample, &problem);
		row_text(&rows, end_rows[i].row, end == CONTENT_END_MISSING ? problem.text : found[end],
			 end_rows[i].expected);
		free(bytes);
	}
	rows_end(&rows);
}

/* LUKS says in its header where the payload begins: at sector 4096 (1), or behind two headers of 16 KiB (2). */
static void a_luks_device_is_more_than_its_header(void **state)
{
	static const struct {
		const char *bytes;
		size_t length, at;
		const char *number;
		uint64_t size;
		const char *expected;
	} table[] = {
		{ BYTES("LUKS\xba\xbe\0\1"), 104, "\0\0\x10\0", 2097152, "it ends in its own header" },
		{ BYTES("LUKS\xba\xbe\0\1"), 104, "\0\0\x10\0", 2097153, UNTOLD },
		{ BYTES("LUKS\xba\xbe\0\2"), 12, "\0\0\x40\0", 32768, "it ends in its own header" },
		{ BYTES("LUKS\xba\xbe\0\2"), 12, "\0\0\x40\0", 32769, UNTOLD },
		{ BYTES("LUKS\xba\xbe\0\2"), 12, "\x7f\0\0\0", 32769, "the header of a LUKS device is damaged" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		unsigned char bytes[592] = { 0 };
		struct content_sample sample = { .head = bytes,
						 .head_length = sizeof bytes,
						 .tail = bytes,
						 .tail_length = sizeof bytes,
						 .size_bytes = table[i].size };
		struct problem problem = { 0 };
		char row[20];

		memcpy(bytes, table[i].bytes, table[i].length);
		memcpy(bytes + table[i].at, table[i].number, 4);
		snprintf(row, sizeof row, "row %zu", i);
		row_text(&rows, row,
			 content_end_look(CONTENT_LUKS, &sample, &problem) == CONTENT_END_MISSING ? problem.text
												  : UNTOLD,
			 table[i].expected);
	}
	rows_end(&rows);
}

#define X64 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

/* RFC 9580, 4.2: the forms of a length, in old and current packets. */
static void openpgp_packets_end_where_their_lengths_say(void **state)
{
	static const struct {
		const char *row, *bytes;
		size_t length;
		bool holds, ends;
	} table[] = {
		{ "nothing", BYTES(""), true, true },
		{ "one octet", BYTES("\xd2\3abc"), true, true },
		{ "one octet, cut off", BYTES("\xd2\3ab"), true, false },
		{ "a tag alone", BYTES("\xd2"), true, false },
		{ "an empty body", BYTES("\xd2\0"), true, true },
		{ "two octets", BYTES("\xd2\xc0\0" X64 X64 X64), true, true },
		{ "two octets, cut off", BYTES("\xd2\xc0\1" X64 X64 X64), true, false },
		{ "half of two octets", BYTES("\xd2\xc0"), true, false },
		{ "five octets", BYTES("\xd2\xff\0\0\0\2ab"), true, true },
		{ "five octets, cut off", BYTES("\xd2\xff\0\0\1\2ab"), true, false },
		{ "parts", BYTES("\xd2\xe1xx\xe2xxxx\1x"), true, true },
		{ "parts without the last", BYTES("\xd2\xe1xx\xe2xxxx"), true, false },
		{ "parts, the last empty", BYTES("\xd2\xe1xx\0"), true, true },
		{ "old, one octet", BYTES("\x8c\2ab"), true, true },
		{ "old, two octets", BYTES("\x8d\0\2ab"), true, true },
		{ "old, four octets", BYTES("\x8e\0\0\0\2ab"), true, true },
		{ "old, four octets, cut off", BYTES("\x8e\0\0\0\3ab"), true, false },
		{ "old, of no told length", BYTES("\xa3\1abcdef"), true, true },
		{ "two packets", BYTES("\x8c\1a\xd2\1b"), true, true },
		{ "then something else", BYTES("\x8c\1a\n"), false, true },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct openpgp_packets whole = { 0 };
		struct openpgp_packets slow = { 0 };
		bool holds = true;

		row_true(&rows, table[i].row, openpgp_packets_add(&whole, table[i].bytes, table[i].length),
			 table[i].holds);
		row_true(&rows, table[i].row, openpgp_packets_end(&whole), table[i].ends);
		for (size_t j = 0; j < table[i].length; j++)
			holds = holds && openpgp_packets_add(&slow, table[i].bytes + j, 1);
		row_true(&rows, table[i].row, holds, table[i].holds);
		row_true(&rows, table[i].row, openpgp_packets_end(&slow), table[i].ends);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_end_is_there_or_it_is_said_what_is_not),
		cmocka_unit_test(a_luks_device_is_more_than_its_header),
		cmocka_unit_test(openpgp_packets_end_where_their_lengths_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
