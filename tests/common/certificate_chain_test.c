// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Certificates as facts, and how much of their validity is left.
 */
#include "common/tls/certificate_file.h"
#include "common/tls/chain.h"
#include "common/tls/host_name.h"
#include "common/tls/validity_limit.h"

#include "tests/common/certificate_maker.h"

#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>

enum { DAY = 86400 };

static const int64_t new_year = 1798761600; /* 2027-01-01T00:00:00Z */

static struct certificate_facts read_facts(const struct order *order)
{
	struct made made = make_certificate(order);
	struct certificate_facts facts;
	struct problem problem;

	assert_true(certificate_read(made.certificate, &facts, &problem));
	return facts;
}

static void an_authority_is_read(void **state)
{
	struct certificate_facts facts = read_facts(&(struct order){ .subject = "Root",
								     .organisation = "Org",
								     .not_before = new_year - 90 * DAY,
								     .not_after = new_year,
								     .extensions = { MAKER_AUTHORITY } });

	(void)state;
	assert_string_equal(facts.subject, "Root");
	assert_string_equal(facts.issuer, "Root");
	assert_string_equal(facts.issuer_organisation, "Org");
	assert_string_equal(facts.names, "");
	assert_true(facts.not_after == new_year);
	assert_true(facts.not_before == new_year - 90 * DAY);
	assert_string_equal(facts.key_type, "EC");
	assert_int_equal(facts.key_bits, 256);
	assert_string_equal(facts.signature, "ecdsa-with-SHA256");
	assert_string_equal(facts.digest, "SHA256");
	assert_int_equal(strlen(facts.fingerprint), 64);
	assert_true(facts.self_signed);
	assert_true(facts.is_authority);
	assert_false(facts.must_staple);
}

static void a_server_is_read(void **state)
{
	struct certificate_facts facts = read_facts(&(struct order){
		.not_after = 253402300799, /* 9999-12-31T23:59:59Z: RFC 5280, 4.1.2.5 */
		.rsa_bits = 1024,
		.digest = EVP_sha1(),
		.extensions = { { NID_subject_alt_name, "DNS:a.example,email:x@y,IP:127.0.0.1,IP:::1" },
				{ NID_ext_key_usage, "serverAuth" },
				{ NID_tlsfeature, "status_request" } } });
	char words[100];

	(void)state;
	assert_string_equal(facts.subject, "a.example");
	assert_string_equal(facts.names, "a.example, 127.0.0.1, ::1");
	assert_true(facts.not_after == 253402300799);
	assert_true(facts.must_staple);
	assert_true(facts.serves);
	assert_false(facts.is_authority);
	assert_true(certificate_weak_key(&facts, words, sizeof words));
	assert_string_equal(words, "RSA with 1024 bits, less than 2048");
}

static const struct {
	const char *type;
	int bits;
	const char *digest;
	bool self_signed, weak_key, weak_signature;
} strengths[] = {
	{ "RSA", 2048, "SHA256", false, false, false }, { "RSA", 2047, "SHA1", false, true, true },
	{ "RSA", 4096, "MD5", false, false, true },     { "RSA", 4096, "SHA1", true, false, false },
	{ "EC", 224, "SHA384", false, false, false },   { "EC", 192, "SHA512", false, true, false },
	{ "DSA", 1024, "SHA256", false, true, false },  { "ED25519", 253, "", false, false, false },
};

static void weakness_is_seen(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(strengths); i++) {
		struct certificate_facts facts = { .key_bits = strengths[i].bits,
						   .self_signed = strengths[i].self_signed };
		char words[100];
		char name[100];

		snprintf(facts.key_type, sizeof facts.key_type, "%s", strengths[i].type);
		snprintf(facts.digest, sizeof facts.digest, "%s", strengths[i].digest);
		snprintf(name, sizeof name, "%s %d %s", strengths[i].type, strengths[i].bits, strengths[i].digest);
		row_true(&rows, name, certificate_weak_key(&facts, words, sizeof words), strengths[i].weak_key);
		row_true(&rows, name, certificate_weak_signature(&facts, words, sizeof words),
			 strengths[i].weak_signature);
	}
	rows_end(&rows);
}

/* What a hostile authority may write is kept within bounds; it is cleaned where it is said. */
static void a_hostile_subject_is_bounded(void **state)
{
	char *long_name = malloc(60001);
	X509 *certificate = make_certificate(&(struct order){ .subject = "x", .not_after = new_year }).certificate;
	X509_NAME *name = X509_NAME_new();
	X509_NAME_ENTRY *entry;
	struct certificate_facts facts;
	struct problem problem;

	(void)state;
	memset(long_name, 'a', 60000);
	memcpy(long_name, "a\0|b\033[2J\n", 9);
	entry = X509_NAME_ENTRY_create_by_NID(NULL, NID_commonName, V_ASN1_UTF8STRING, (unsigned char *)long_name,
					      60000);
	X509_NAME_add_entry(name, entry, -1, 0);
	X509_set_subject_name(certificate, name);
	X509_NAME_ENTRY_free(entry);
	X509_NAME_free(name);
	assert_true(certificate_read(certificate, &facts, &problem));
	assert_int_equal(strlen(facts.subject), CERTIFICATE_NAME_SIZE - 1);
	assert_memory_equal(facts.subject, "a?|b\033[2J\naaaa", 12);
	free(long_name);
}

static void many_names_are_cut_at_a_name(void **state)
{
	char text[4000] = "DNS:n0.example";
	struct certificate_facts facts;

	(void)state;
	for (int i = 1; i < 150; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), ",DNS:n%d.example", i);
	facts = read_facts(&(struct order){ .not_after = new_year, .extensions = { { NID_subject_alt_name, text } } });
	assert_true(strlen(facts.names) < CERTIFICATE_NAMES_SIZE);
	assert_string_equal(facts.names + strlen(facts.names) - 13, ".example, ...");
}

/* --- files --- */

static void files_are_read_in_each_form(void **state)
{
	struct made made = make_certificate(&(struct order){ .subject = "file", .not_after = new_year });
	STACK_OF(X509) *found = NULL;
	struct problem problem;
	BIO *bio = BIO_new(BIO_s_mem());
	char *bytes = NULL;
	unsigned char *der = NULL;
	long length;

	(void)state;
	BIO_puts(bio, "Subject: text in front\n");
	PEM_write_bio_PrivateKey(bio, made.key, NULL, NULL, 0, NULL, NULL);
	PEM_write_bio_X509(bio, made.certificate);
	PEM_write_bio_X509(bio, made.certificate);
	length = BIO_get_mem_data(bio, &bytes);
	assert_true(certificate_file_parse(bytes, (size_t)length, &found, &problem));
	assert_int_equal(sk_X509_num(found), 2);
	sk_X509_pop_free(found, X509_free);
	/* A block that is broken is told, not passed over. */
	bytes[length - 100] = '!';
	assert_false(certificate_file_parse(bytes, (size_t)length, &found, &problem));
	assert_string_equal(problem.text, "certificate 2 in it is broken");
	length = i2d_X509(made.certificate, &der);
	assert_true(certificate_file_parse((const char *)der, (size_t)length, &found, &problem));
	assert_int_equal(sk_X509_num(found), 1);
	sk_X509_pop_free(found, X509_free);
	assert_false(certificate_file_parse("hello", 5, &found, &problem));
	assert_string_equal(problem.text, "it holds no certificate");
	assert_false(certificate_file_parse("", 0, &found, &problem));
	OPENSSL_free(der);
	BIO_free(bio);
}

/* --- fingerprints, limits, names --- */

#define HEX "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static void fingerprints_are_read_as_people_copy_them(void **state)
{
	static const char *const good[] = {
		HEX, "sha256 Fingerprint=" HEX,
		"00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:"
		"99:AA:BB:CC:DD:EE:FF"
	};
	static const char *const bad[] = { "", "00", HEX "0", "g" HEX, "SHA256:" HEX };
	char found[CERTIFICATE_FINGERPRINT_SIZE];
	struct problem problem;

	(void)state;
	for (size_t i = 0; i < ROWS(good); i++) {
		assert_true(certificate_parse_fingerprint(good[i], found, &problem));
		assert_string_equal(found, HEX);
	}
	for (size_t i = 0; i < ROWS(bad); i++)
		assert_false(certificate_parse_fingerprint(bad[i], found, &problem));
}

static const struct {
	const char *text;
	bool good;
	int days; /* lifetime */
	const char *range;
} limits[] = {
	{ "30", true, 90, "30:" },        { "30:", true, 90, "30:" },     { "14d", true, 90, "14:" },
	{ "36h", true, 90, "1.5:" },      { "2w", true, 90, "14:" },      { "25%", true, 90, "22.5:" },
	{ "25%:", true, 90, "22.5:" },    { "10%", true, 47, "4.7:" },    { "100%", true, 10, "10:" },
	{ "10:400", true, 90, "10:400" }, { "1d:30d", true, 90, "1:30" }, { "0", true, 90, "0:" },
	{ "101%", false, 90, "" },        { "", false, 90, "" },          { "x", false, 90, "" },
	{ "10x", false, 90, "" },         { "%", false, 90, "" },         { "5d%", false, 90, "" },
	{ "14 days", false, 90, "" },
};

static void limits_are_days_percents_and_durations(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(limits); i++) {
		struct validity_limit limit = { 0 };
		struct problem problem;
		struct range range;
		char text[64];

		row_true(&rows, limits[i].text, validity_limit_parse(limits[i].text, &limit, &problem), limits[i].good);
		range = validity_limit_days(&limit, (int64_t)limits[i].days * DAY);
		range_write(&range, text, sizeof text);
		row_text(&rows, limits[i].text, text, limits[i].range);
	}
	rows_end(&rows);
}

static void what_is_left_is_told(void **state)
{
	char text[48];

	(void)state;
	assert_true(validity_days_left(new_year, new_year - DAY) == 1.0);
	assert_true(validity_days_left(new_year, new_year + 1) < 0);
	assert_true(validity_days_left(new_year, new_year) == 0);
	validity_write_left(new_year, new_year - 37 * DAY - 5, text, sizeof text);
	assert_string_equal(text, "in 37 days");
	validity_write_left(new_year, new_year - 36 * 3600 - 300, text, sizeof text);
	assert_string_equal(text, "in 1 d 12 h");
	validity_write_left(new_year, new_year + 3 * DAY, text, sizeof text);
	assert_string_equal(text, "3 days ago");
	certificate_write_time(new_year, text, sizeof text);
	assert_string_equal(text, "2027-01-01T00:00:00Z");
}

/* From RFC 3492, 7.1, and names as they are met. */
static const struct {
	const char *name;
	const char *ascii; /* NULL: it has none */
} names[] = {
	{ "Example.ORG", "example.org" },
	{ "example.org.", "example.org" },
	{ "bücher.example", "xn--bcher-kva.example" },
	{ "BÜCHER.example", "xn--bcher-kva.example" },
	{ "ПРИМЕР.испытание", "xn--e1afmkfd.xn--80akhbyknj4f" },
	{ "ΠΑΡΆΔΕΙΓΜΑ.ΔΟΚΙΜΉ", "xn--hxajbheg2az3al.xn--jxalpdlp" },
	{ "日本語。jp", "xn--wgv71a119e.jp" },
	{ "他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye" },
	{ "なぜみんな日本語を話してくれないのか", "xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa" },
	{ "*.例え.jp", "*.xn--r8jz45g.jp" },
	{ "3年b組金八先生", "xn--3b-ww4c5e180e575a65lsy2b" },
	{ "\xff.example", NULL },
	{ "", NULL },
	{ ".", NULL },
	{ "。", NULL },
	{ "a..b", NULL },
	{ "a234567890123456789012345678901234567890123456789012345678901234.example", NULL },
};

static void names_in_other_scripts_have_an_ascii_form(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++) {
		char ascii[HOST_NAME_SIZE];
		bool good = host_name_to_ascii(names[i].name, ascii, sizeof ascii);

		row_text(&rows, names[i].name, good ? ascii : NULL, names[i].ascii);
	}
	rows_end(&rows);
}

static const struct {
	const char *text;
	const char *host; /* NULL: refused */
	long port;
} places[] = {
	{ "a.example", "a.example", 7 },
	{ "A.example:443", "a.example", 443 },
	{ "127.0.0.1:1", "127.0.0.1", 1 },
	{ "::1", "::1", 7 },
	{ "[::1]", "::1", 7 },
	{ "[::1]:25", "::1", 25 },
	{ "/run/x.sock", "/run/x.sock", 7 },
	{ "a:0", NULL, 0 },
	{ "a:65536", NULL, 0 },
	{ "a:x", NULL, 0 },
	{ "", NULL, 0 },
	{ ":443", NULL, 0 },
	{ "[::1", NULL, 0 },
	{ "[::1]x", NULL, 0 },
};

static void places_are_hosts_with_ports(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(places); i++) {
		char host[HOST_NAME_SIZE] = "";
		struct problem problem;
		long port = 7;
		bool good = host_name_parse(places[i].text, host, sizeof host, &port, &problem);

		row_text(&rows, places[i].text, good ? host : NULL, places[i].host);
		if (good)
			row_number(&rows, places[i].text, (double)port, (double)places[i].port);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_authority_is_read),
		cmocka_unit_test(a_server_is_read),
		cmocka_unit_test(weakness_is_seen),
		cmocka_unit_test(a_hostile_subject_is_bounded),
		cmocka_unit_test(many_names_are_cut_at_a_name),
		cmocka_unit_test(files_are_read_in_each_form),
		cmocka_unit_test(fingerprints_are_read_as_people_copy_them),
		cmocka_unit_test(limits_are_days_percents_and_durations),
		cmocka_unit_test(what_is_left_is_told),
		cmocka_unit_test(names_in_other_scripts_have_an_ascii_form),
		cmocka_unit_test(places_are_hosts_with_ports),
	};

	return cmocka_run_group_tests(tests, NULL, maker_forget);
}
