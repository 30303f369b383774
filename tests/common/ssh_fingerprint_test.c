// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_fingerprint.h"

#include "tests/common/rows.h"

#include <stdio.h>

/* One digest in its forms; the base64 is that of coreutils' base64(1). */
#define HEX_BYTES                                                                                                      \
	0xb8, 0xd8, 0x95, 0xce, 0xd9, 0x2c, 0x0a, 0xc0, 0xe1, 0x71, 0xcd, 0x2e, 0xf5, 0xef, 0x01, 0xba, 0x34, 0x17,    \
		0x55, 0x4a, 0x4a, 0x64, 0x80, 0xd3, 0x31, 0xcc, 0xc2, 0xbe, 0x3d, 0xed, 0x0f, 0x6b
#define HEX "b8d895ced92c0ac0e171cd2ef5ef01ba3417554a4a6480d331ccc2be3ded0f6b"
#define COLONS "b8:d8:95:ce:d9:2c:0a:c0:e1:71:cd:2e:f5:ef:01:ba:34:17:55:4a:4a:64:80:d3:31:cc:c2:be:3d:ed:0f:6b"
#define BASE64 "uNiVztksCsDhcc0u9e8BujQXVUpKZIDTMczCvj3tD2s"
#define HEX_63 "b8d895ced92c0ac0e171cd2ef5ef01ba3417554a4a6480d331ccc2be3ded0f6"

static void a_fingerprint_is_written_as_ssh_keygen_does(void **state)
{
	static const struct {
		const char *name;
		unsigned char digest[SSH_DIGEST_LENGTH];
		const char *expected;
	} table[] = {
		{ "an example", { HEX_BYTES }, "SHA256:" BASE64 },
		{ "zeros", { 0 }, "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
		{ "the last bit", { [31] = 1 }, "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE" },
		{ "the first bit", { 0x80 }, "SHA256:gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
		{ "the last two characters of the alphabet",
		  { 0xfb, 0xff },
		  "SHA256:+/8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		char fingerprint[SSH_FINGERPRINT_SIZE];

		ssh_fingerprint_write(table[i].digest, fingerprint);
		row_text(&rows, table[i].name, fingerprint, table[i].expected);
	}
	rows_end(&rows);
}

static void every_form_of_a_fingerprint_is_read(void **state)
{
	static const char *const texts[] = {
		"SHA256:" BASE64,
		"SHA256:" BASE64 "=",
		"sha256:" BASE64,
		HEX,
		"B8D895CED92C0AC0E171CD2EF5EF01BA3417554A4A6480D331CCC2BE3DED0F6B",
		COLONS,
		"B8:d8:95:CE:D9:2c:0a:c0:e1:71:cd:2e:f5:ef:01:ba:34:17:55:4a:4a:64:80:d3:31:cc:c2:be:3d:ed:0f:6b",
		"b8d8:95ced92c0ac0e171cd2ef5ef01ba3417554a4a6480d331ccc2be3ded0f6b",
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(texts); i++) {
		char fingerprint[SSH_FINGERPRINT_SIZE] = "";
		struct problem problem = { 0 };

		row_true(&rows, texts[i], ssh_fingerprint_parse(texts[i], fingerprint, &problem), true);
		row_text(&rows, texts[i], fingerprint, "SHA256:" BASE64);
	}
	rows_end(&rows);
}

static void what_is_no_fingerprint_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"SHA256:",
		"SHA256",
		BASE64,
		"SHA256:uNiVztksCsDhcc0u9e8BujQXVUpKZIDTMczCvj3tD2",
		"SHA256:" BASE64 "A",
		"SHA256:" BASE64 "==",
		"SHA256:" BASE64 " ",
		" SHA256:" BASE64,
		"SHA256:uNiVztksCsDhcc0u9e8BujQXVUpKZIDTMczCvj3tD2=",
		"SHA256:uNiVztksCsDhcc0u9e8BujQXVUpKZIDTMczCvj3tD-_",
		"SHA256:" HEX,
		"SHA1:" BASE64,
		"MD5:b8:d8:95:ce:d9:2c:0a:c0:e1:71:cd:2e:f5:ef:01:ba",
		"b8:d8:95:ce:d9:2c:0a:c0:e1:71:cd:2e:f5:ef:01:ba",
		HEX_63,
		HEX_63 "g",
		HEX "0",
		HEX " ",
		"0x" HEX,
		":::",
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(texts); i++) {
		char fingerprint[SSH_FINGERPRINT_SIZE] = "untouched";
		char expected[300];
		struct problem problem = { 0 };

		snprintf(expected, sizeof expected,
			 "'%s' is not a fingerprint (SHA256: and 43 characters, as ssh-keygen -l prints, or 64 hex "
			 "digits)",
			 texts[i]);
		row_true(&rows, texts[i], ssh_fingerprint_parse(texts[i], fingerprint, &problem), false);
		row_number(&rows, texts[i], (int)problem.kind, PROBLEM_INPUT);
		row_text(&rows, texts[i], problem.text, expected);
		row_text(&rows, texts[i], fingerprint, "untouched");
	}
	rows_end(&rows);
}

static void a_last_character_with_bits_to_spare_is_refused(void **state)
{
	/* 43 characters hold 258 bits, the digest 256: the last has four, and only 16 characters may stand there. */
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof letters - 1; i++) {
		char text[] = "SHA256:" BASE64;
		char fingerprint[SSH_FINGERPRINT_SIZE];
		struct problem problem;

		text[sizeof text - 2] = letters[i];
		row_true(&rows, text, ssh_fingerprint_parse(text, fingerprint, &problem), i % 4 == 0);
	}
	rows_end(&rows);
}

static void a_long_text_is_cut_in_the_complaint(void **state)
{
	char text[400];
	char fingerprint[SSH_FINGERPRINT_SIZE];
	struct problem problem = { 0 };

	(void)state;
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	assert_false(ssh_fingerprint_parse(text, fingerprint, &problem));
	assert_true(strlen(problem.text) < 250);
	assert_non_null(strstr(problem.text, "is not a fingerprint"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fingerprint_is_written_as_ssh_keygen_does),
		cmocka_unit_test(every_form_of_a_fingerprint_is_read),
		cmocka_unit_test(what_is_no_fingerprint_is_refused),
		cmocka_unit_test(a_last_character_with_bits_to_spare_is_refused),
		cmocka_unit_test(a_long_text_is_cut_in_the_complaint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
