// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/checksum_file.h"

#include "tests/common/rows.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#define A8 "aaaaaaaa"
#define B8 "bbbbbbbb"
#define A A8 A8 A8 A8 A8 A8 A8 A8
#define B B8 B8 B8 B8 B8 B8 B8 B8
#define UPPER_A "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static const struct {
	const char *row, *text, *name;
	bool is_own;
	enum checksum_finding finding;
	const char *expected;
} table[] = {
	{ "GNU", A "  a.tar\n", "a.tar", true, CHECKSUM_FOUND, A },
	{ "GNU, binary", A " *a.tar\n", "a.tar", false, CHECKSUM_FOUND, A },
	{ "no line end", A "  a.tar", "a.tar", false, CHECKSUM_FOUND, A },
	{ "CR LF", A "  a.tar\r\n", "a.tar", false, CHECKSUM_FOUND, A },
	{ "upper case", UPPER_A "  a.tar\n", "a.tar", false, CHECKSUM_FOUND, A },
	{ "SHA-512", A B "  a.tar\n", "a.tar", false, CHECKSUM_FOUND, A B },
	{ "among others", B "  b.tar\n" A "  a.tar\n" B "  c.tar\n", "a.tar", false, CHECKSUM_FOUND, A },
	{ "with its folder", A "  /backup/x/a.tar\n", "a.tar", false, CHECKSUM_FOUND, A },
	{ "with ./", A "  ./a.tar\n", "a.tar", false, CHECKSUM_FOUND, A },
	{ "asked with its folder", A "  a.tar\n", "/backup/a.tar", false, CHECKSUM_FOUND, A },
	{ "escaped", "\\" A "  a\\nb\\\\c\\rd\n", "a\nb\\c\rd", false, CHECKSUM_FOUND, A },
	{ "not escaped", A "  a\\nb\n", "a\\nb", false, CHECKSUM_FOUND, A },
	{ "BSD", "SHA256 (a.tar) = " A "\n", "a.tar", false, CHECKSUM_FOUND, A },
	{ "BSD, SHA-512", "SHA512 (a.tar) = " A B "\n", "a.tar", false, CHECKSUM_FOUND, A B },
	{ "BSD, with parentheses", "SHA256 (a (1).tar) = " A "\n", "a (1).tar", false, CHECKSUM_FOUND, A },
	{ "openssl 3", "SHA2-256(a.tar)= " A "\n", "a.tar", false, CHECKSUM_FOUND, A },
	{ "openssl 1", "SHA256(a.tar)= " A "\n", "a.tar", false, CHECKSUM_FOUND, A },
	{ "digits alone", A "\n", "a.tar", true, CHECKSUM_FOUND, A },
	{ "digits alone, of a folder", A "\n", "a.tar", false, CHECKSUM_MALFORMED, NULL },
	{ "renamed when complete", A "  a.tar.part\n", "a.tar", true, CHECKSUM_FOUND, A },
	{ "another's", A "  b.tar\n", "a.tar", false, CHECKSUM_NOT_LISTED, NULL },
	{ "two others in its own", A "  b.tar\n" B "  c.tar\n", "a.tar", true, CHECKSUM_NOT_LISTED, NULL },
	{ "a name that begins so", A "  a.tar.gz\n", "a.tar", false, CHECKSUM_NOT_LISTED, NULL },
	{ "a name that ends so", A "  xa.tar\n", "a.tar", false, CHECKSUM_NOT_LISTED, NULL },
	{ "two that differ", A "  a.tar\n" B "  a.tar\n", "a.tar", false, CHECKSUM_MALFORMED, NULL },
	{ "twice the same", A "  a.tar\n" UPPER_A "  a.tar\n", "a.tar", false, CHECKSUM_FOUND, A },
	{ "both kinds", A "  a.tar\n" A B "  a.tar\n", "a.tar", false, CHECKSUM_FOUND, A B },
	{ "signed", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n" A "  a.tar\n-----BEGIN PGP SIGNATURE-----\n",
	  "a.tar", false, CHECKSUM_FOUND, A },
	{ "MD5", "d41d8cd98f00b204e9800998ecf8427e  a.tar\n", "a.tar", true, CHECKSUM_MALFORMED, NULL },
	{ "63 digits", "aaaaaaa" A8 A8 A8 A8 A8 A8 A8 "  a.tar\n", "a.tar", true, CHECKSUM_MALFORMED, NULL },
	{ "65 digits", A "a  a.tar\n", "a.tar", true, CHECKSUM_MALFORMED, NULL },
	{ "one blank", A " a.tar\n", "a.tar", true, CHECKSUM_MALFORMED, NULL },
	{ "no name", A "  \n", "a.tar", true, CHECKSUM_MALFORMED, NULL },
	{ "BSD with the other length", "SHA512 (a.tar) = " A "\n", "a.tar", true, CHECKSUM_MALFORMED, NULL },
	{ "an HTML page", "<html>404</html>\n", "a.tar", true, CHECKSUM_MALFORMED, NULL },
	{ "empty", "", "a.tar", true, CHECKSUM_MALFORMED, NULL },
};

static void a_checksum_is_found_in_every_common_form(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		size_t length = strlen(table[i].text);
		char *text = malloc(length ? length : 1); /* of its own size, without a NUL */
		struct checksum found = { 0 };

		assert_non_null(text);
		memcpy(text, table[i].text, length);
		row_number(&rows, table[i].row, checksum_find(text, length, table[i].name, table[i].is_own, &found),
			   table[i].finding);
		row_text(&rows, table[i].row, found.text, table[i].expected ? table[i].expected : "");
		free(text);
	}
	rows_end(&rows);
}

static void a_checksum_file_is_known_by_its_name(void **state)
{
	static const struct {
		const char *candidate;
		bool is_for, is_own;
	} names[] = {
		{ "a.tar.sha256", true, true },
		{ "a.tar.sha512", true, true },
		{ "SHA256SUMS", true, false },
		{ "SHA512SUMS", true, false },
		{ "sha256sum.txt", true, false },
		{ "a.tar.md5", false, false },
		{ "a.tar.gz.sha256", false, false },
		{ "b.tar.sha256", false, false },
		{ "a.tar", false, false },
		{ "MD5SUMS", false, false },
		{ "", false, false },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++) {
		bool is_own = false;

		row_true(&rows, names[i].candidate, checksum_file_is_for(names[i].candidate, "a.tar", &is_own),
			 names[i].is_for);
		row_true(&rows, names[i].candidate, is_own, names[i].is_own);
	}
	rows_end(&rows);
}

/* FIPS 180-4's examples. */
static void digests_are_those_of_the_standard(void **state)
{
	static const struct {
		enum digest_kind kind;
		const char *bytes, *expected;
	} examples[] = {
		{ DIGEST_SHA256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ DIGEST_SHA256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ DIGEST_SHA512, "abc",
		  "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
		  "454d4423643ce80e2a9ac94fa54ca49f" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(examples); i++) {
		struct digest *digest = NULL;
		struct problem problem = { 0 };
		char text[DIGEST_TEXT_SIZE] = "";

		assert_true(digest_new(examples[i].kind, &digest, &problem));
		assert_true(digest_add(digest, examples[i].bytes, strlen(examples[i].bytes)));
		assert_true(digest_finish(digest, text, &problem));
		row_text(&rows, examples[i].bytes, text, examples[i].expected);
		digest_free(digest);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_checksum_is_found_in_every_common_form),
		cmocka_unit_test(a_checksum_file_is_known_by_its_name),
		cmocka_unit_test(digests_are_those_of_the_standard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
