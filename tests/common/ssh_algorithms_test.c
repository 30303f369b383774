// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_algorithms.h"

#include "tests/common/rows.h"
#include "tests/common/ssh_packet.h"

#include <stdio.h>
#include <stdlib.h>

enum { BYTES_MAXIMUM = 200000 };

static const char *const sound[SSH_NAME_LISTS] = {
	"curve25519-sha256,ecdh-sha2-nistp256",
	"ssh-ed25519,rsa-sha2-512",
	"aes256-ctr,aes128-ctr",
	"aes256-ctr",
	"hmac-sha2-256,hmac-sha2-512",
	"hmac-sha2-256",
	"none,zlib@openssh.com",
	"none",
};

/* A server's first bytes, and what came of them. */
struct parsed {
	struct buffer bytes;
	enum ssh_offers_state state;
	struct ssh_offers offers;
	struct problem problem;
};

static struct parsed nothing(void)
{
	struct parsed parsed = { .bytes = buffer_limited(BYTES_MAXIMUM) };

	return parsed;
}

static void parse(struct parsed *parsed, size_t length)
{
	/* A copy of its own size: whoever reads on meets the sanitizer. */
	unsigned char *copy = malloc(length ? length : 1);

	assert_non_null(copy);
	if (length > 0)
		memcpy(copy, parsed->bytes.data, length);
	parsed->state = ssh_offers_parse(copy, length, &parsed->offers, &parsed->problem);
	free(copy);
}

static void forget(struct parsed *parsed)
{
	ssh_offers_free(&parsed->offers);
	buffer_free(&parsed->bytes);
}

static void put_kexinit(struct buffer *bytes, const char *const lists[SSH_NAME_LISTS])
{
	struct buffer payload = buffer_limited(BYTES_MAXIMUM);

	ssh_put_kexinit(&payload, lists);
	ssh_put_packet(bytes, &payload);
	buffer_free(&payload);
}

/* A packet of a message and what follows it. */
static void put_message(struct buffer *bytes, unsigned char message, const char *rest, size_t length)
{
	struct buffer payload = buffer_limited(BYTES_MAXIMUM);

	ssh_put_byte(&payload, message);
	buffer_append(&payload, rest, length);
	ssh_put_packet(bytes, &payload);
	buffer_free(&payload);
}

static void expect_lists(struct rows *rows, const struct ssh_offers *offers, const char *const lists[SSH_NAME_LISTS])
{
	for (int i = 0; i < SSH_LISTS; i++) {
		char name[40];

		snprintf(name, sizeof name, "list %d", i);
		row_text(rows, name, offers->lists[i].length ? offers->lists[i].data : "", lists[i] ? lists[i] : "");
	}
}

static void an_offer_wants_more_until_its_packet_is_whole(void **state)
{
	struct rows rows = { 0 };
	struct parsed parsed = nothing();

	(void)state;
	put_kexinit(&parsed.bytes, sound);
	for (size_t length = 0; length < parsed.bytes.length; length++) {
		char name[40];

		snprintf(name, sizeof name, "%zu bytes", length);
		parse(&parsed, length);
		row_number(&rows, name, (int)parsed.state, SSH_OFFERS_MORE);
		row_number(&rows, name, (int)parsed.problem.kind, PROBLEM_NONE);
	}
	parse(&parsed, parsed.bytes.length);
	row_number(&rows, "all of it", (int)parsed.state, SSH_OFFERS_DONE);
	expect_lists(&rows, &parsed.offers, sound);
	forget(&parsed);
	rows_end(&rows);
}

static void what_follows_the_offer_does_not_matter(void **state)
{
	struct rows rows = { 0 };
	struct parsed parsed = nothing();

	(void)state;
	put_kexinit(&parsed.bytes, sound);
	buffer_append(&parsed.bytes, "\xff\xff\xff\xff\xff", 5);
	parse(&parsed, parsed.bytes.length);
	row_number(&rows, "state", (int)parsed.state, SSH_OFFERS_DONE);
	expect_lists(&rows, &parsed.offers, sound);
	forget(&parsed);
	rows_end(&rows);
}

static void packets_to_be_ignored_are_ignored(void **state)
{
	struct rows rows = { 0 };
	struct parsed parsed = nothing();
	size_t before;

	(void)state;
	put_message(&parsed.bytes, SSH_MSG_IGNORE, "\0\0\0\1x", 5);
	put_message(&parsed.bytes, SSH_MSG_DEBUG, "\1\0\0\0\1x\0\0\0\0", 10);
	put_message(&parsed.bytes, SSH_MSG_IGNORE, "", 0);
	before = parsed.bytes.length;
	parse(&parsed, before);
	row_number(&rows, "before the offer", (int)parsed.state, SSH_OFFERS_MORE);
	put_kexinit(&parsed.bytes, sound);
	parse(&parsed, parsed.bytes.length - 1);
	row_number(&rows, "all but a byte", (int)parsed.state, SSH_OFFERS_MORE);
	parse(&parsed, parsed.bytes.length);
	row_number(&rows, "with the offer", (int)parsed.state, SSH_OFFERS_DONE);
	expect_lists(&rows, &parsed.offers, sound);
	forget(&parsed);
	rows_end(&rows);
}

static void the_first_offer_counts(void **state)
{
	static const char *const other[SSH_NAME_LISTS] = { "other" };
	struct rows rows = { 0 };
	struct parsed parsed = nothing();

	(void)state;
	put_kexinit(&parsed.bytes, sound);
	put_kexinit(&parsed.bytes, other);
	parse(&parsed, parsed.bytes.length);
	row_number(&rows, "state", (int)parsed.state, SSH_OFFERS_DONE);
	expect_lists(&rows, &parsed.offers, sound);
	forget(&parsed);
	rows_end(&rows);
}

static void lists_may_be_empty_but_for_the_key_exchange(void **state)
{
	static const char *const kex_alone[SSH_NAME_LISTS] = { "curve25519-sha256" };
	static const char *const no_kex[SSH_NAME_LISTS] = { NULL, "ssh-ed25519", "aes256-ctr" };
	static const struct {
		const char *name;
		const char *const *lists;
		const char *problem;
	} table[] = {
		{ "key exchange alone", kex_alone, "" },
		{ "no key exchange", no_kex, "its KEXINIT packet offers no key exchange" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct parsed parsed = nothing();

		put_kexinit(&parsed.bytes, table[i].lists);
		parse(&parsed, parsed.bytes.length);
		row_number(&rows, table[i].name, (int)parsed.state,
			   *table[i].problem ? SSH_OFFERS_FAILED : SSH_OFFERS_DONE);
		row_text(&rows, table[i].name, parsed.problem.text, table[i].problem);
		expect_lists(&rows, &parsed.offers, table[i].lists);
		forget(&parsed);
	}
	rows_end(&rows);
}

static void a_broken_packet_is_refused(void **state)
{
#define RAW(text) .bytes = (text), .length = sizeof(text) - 1
	static const struct {
		const char *name;
		const char *bytes;
		size_t length;
		const char *problem;
	} table[] = {
		{ "length 0", RAW("\0\0\0\0"), "it sent a packet of 0 bytes" },
		{ "length 5", RAW("\0\0\0\5"), "it sent a packet of 5 bytes" },
		{ "length 35001", RAW("\0\0\x88\xb9"), "it sent a packet of 35001 bytes" },
		{ "length 0xffffffff", RAW("\xff\xff\xff\xff"), "it sent a packet of 4294967295 bytes" },
		{ "length 0x80000000", RAW("\x80\0\0\0"), "it sent a packet of 2147483648 bytes" },
		{ "text for a packet", RAW("HTTP/1.1"), "it sent a packet of 1213486160 bytes" },
		{ "more padding than room", RAW("\0\0\0\7\7\x14\0\0\0\0\0"),
		  "it sent a packet with more padding than room" },
		{ "padding that leaves no message", RAW("\0\0\0\7\6\x14\0\0\0\0\0"),
		  "it sent a packet with more padding than room" },
		{ "padding of 255", RAW("\0\0\0\7\xff\x14\0\0\0\0\0"), "it sent a packet with more padding than room" },
		{ "KEXINIT without a cookie", RAW("\0\0\0\7\5\x14\0\0\0\0\0"), "its KEXINIT packet is cut short" },
		{ "a cookie of 15 bytes",
		  RAW("\0\0\0\x15\4\x14"
		      "012345678901234"
		      "\0\0\0\0"),
		  "its KEXINIT packet is cut short" },
		{ "a cookie and nothing else",
		  RAW("\0\0\0\x16\4\x14"
		      "0123456789012345"
		      "\0\0\0\0"),
		  "its KEXINIT packet has a list that does not fit into it" },
		{ "message 0", RAW("\0\0\0\6\4\0\0\0\0\0"), "its first packet is no KEXINIT but message 0" },
		{ "message 3", RAW("\0\0\0\6\4\3\0\0\0\0"), "its first packet is no KEXINIT but message 3" },
		{ "message 21", RAW("\0\0\0\6\4\x15\0\0\0\0"), "its first packet is no KEXINIT but message 21" },
		{ "message 255", RAW("\0\0\0\6\4\xff\0\0\0\0"), "its first packet is no KEXINIT but message 255" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct parsed parsed = nothing();

		buffer_append(&parsed.bytes, table[i].bytes, table[i].length);
		parse(&parsed, parsed.bytes.length);
		row_number(&rows, table[i].name, (int)parsed.state, SSH_OFFERS_FAILED);
		row_number(&rows, table[i].name, (int)parsed.problem.kind, PROBLEM_PEER);
		row_text(&rows, table[i].name, parsed.problem.text, table[i].problem);
		forget(&parsed);
	}
	rows_end(&rows);
}

/* A KEXINIT whose n-th list is `bytes`, said to be `claimed` long; the lists before it are good, none follows. */
static void put_bad_list(struct buffer *bytes, int place, const char *list, size_t length, size_t claimed)
{
	struct buffer payload = buffer_limited(BYTES_MAXIMUM);

	ssh_put_kexinit_head(&payload);
	for (int i = 0; i < place; i++)
		ssh_put_string(&payload, sound[i], strlen(sound[i]));
	ssh_put_u32(&payload, claimed);
	buffer_append(&payload, list, length);
	ssh_put_packet(bytes, &payload);
	buffer_free(&payload);
}

static void a_broken_list_is_refused_wherever_it_stands(void **state)
{
	static const struct {
		const char *name;
		const char *list;
		size_t length, claimed;
		const char *problem;
	} table[] = {
		{ "one byte beyond the packet", "abc", 3, 4,
		  "its KEXINIT packet has a list that does not fit into it" },
		{ "0xffffffff bytes", "abc", 3, 0xffffffff, "its KEXINIT packet has a list that does not fit into it" },
		{ "a NUL in front", "\0abc", 4, 4, "its KEXINIT packet has a NUL byte in a list" },
		{ "a NUL at the end", "abc\0", 4, 4, "its KEXINIT packet has a NUL byte in a list" },
		{ "the last list", "abc", 3, 3, "its KEXINIT packet has a list that does not fit into it" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		for (int place = 0; place < SSH_LISTS - 1; place++) {
			struct parsed parsed = nothing();
			char name[60];

			snprintf(name, sizeof name, "%s, list %d", table[i].name, place);
			put_bad_list(&parsed.bytes, place, table[i].list, table[i].length, table[i].claimed);
			parse(&parsed, parsed.bytes.length);
			row_number(&rows, name, (int)parsed.state, SSH_OFFERS_FAILED);
			row_text(&rows, name, parsed.problem.text, table[i].problem);
			forget(&parsed);
		}
	}
	rows_end(&rows);
}

static void a_list_may_end_where_the_packet_does(void **state)
{
	struct rows rows = { 0 };
	struct parsed parsed = nothing();

	(void)state;
	put_bad_list(&parsed.bytes, SSH_LIST_MAC_TO_CLIENT, "hmac-sha2-256", 13, 13);
	parse(&parsed, parsed.bytes.length);
	row_number(&rows, "state", (int)parsed.state, SSH_OFFERS_DONE);
	expect_lists(&rows, &parsed.offers, sound);
	forget(&parsed);
	rows_end(&rows);
}

static void a_goodbye_is_told_with_the_servers_reason(void **state)
{
#define FIFTY "01234567890123456789012345678901234567890123456789"
	static const struct {
		const char *name;
		const char *rest;
		size_t length;
		const char *problem;
	} table[] = {
		{ "with a reason", "\0\0\0\2\0\0\0\7go away\0\0\0\0", 19, "it disconnected (reason 2): go away" },
		{ "without a language", "\0\0\0\x0c\0\0\0\4full", 12, "it disconnected (reason 12): full" },
		{ "without words", "\xff\xff\xff\xff\0\0\0\0\0\0\0\0", 12, "it disconnected (reason 4294967295): " },
		{ "without a reason", "\0\0\0", 3, "it disconnected with a broken packet" },
		{ "words beyond the packet", "\0\0\0\2\0\0\0\x09go away\0", 16,
		  "it disconnected with a broken packet" },
		{ "201 bytes of words", "\0\0\0\2\0\0\0\xc9" FIFTY FIFTY FIFTY FIFTY "!", 209,
		  "it disconnected (reason 2): " FIFTY FIFTY FIFTY FIFTY },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct parsed parsed = nothing();

		put_message(&parsed.bytes, SSH_MSG_DISCONNECT, table[i].rest, table[i].length);
		put_kexinit(&parsed.bytes, sound);
		parse(&parsed, parsed.bytes.length);
		row_number(&rows, table[i].name, (int)parsed.state, SSH_OFFERS_FAILED);
		row_number(&rows, table[i].name, (int)parsed.problem.kind, PROBLEM_PEER);
		row_text(&rows, table[i].name, parsed.problem.text, table[i].problem);
		forget(&parsed);
	}
	rows_end(&rows);
}

/* One packet of message `message` whose length field says `packet_length`. */
static void put_packet_of(struct buffer *bytes, unsigned char message, size_t packet_length)
{
	char filler[SSH_PACKET_MAXIMUM + 1] = { 4, (char)message };

	ssh_put_u32(bytes, packet_length);
	buffer_append(bytes, filler, packet_length);
}

static void a_packet_may_have_35000_bytes(void **state)
{
	struct rows rows = { 0 };
	struct parsed parsed = nothing();

	(void)state;
	put_packet_of(&parsed.bytes, SSH_MSG_IGNORE, 35000);
	put_kexinit(&parsed.bytes, sound);
	parse(&parsed, parsed.bytes.length);
	row_number(&rows, "ignored", (int)parsed.state, SSH_OFFERS_DONE);
	expect_lists(&rows, &parsed.offers, sound);
	forget(&parsed);
	rows_end(&rows);
}

static void the_offer_must_come_within_128_kib(void **state)
{
	struct parsed parsed = nothing();

	(void)state;
	while (parsed.bytes.length < SSH_OFFERS_MAXIMUM)
		put_packet_of(&parsed.bytes, SSH_MSG_IGNORE, 6);
	parse(&parsed, SSH_OFFERS_MAXIMUM - 1);
	assert_int_equal(parsed.state, SSH_OFFERS_MORE);
	parse(&parsed, SSH_OFFERS_MAXIMUM);
	assert_int_equal(parsed.state, SSH_OFFERS_FAILED);
	assert_string_equal(parsed.problem.text, "no KEXINIT within 131072 bytes");
	forget(&parsed);
}

/* Offers of these lists, as the parser makes them. */
static void offer(struct parsed *parsed, const char *const lists[SSH_NAME_LISTS])
{
	*parsed = nothing();
	put_kexinit(&parsed->bytes, lists);
	parse(parsed, parsed->bytes.length);
	assert_int_equal(parsed->state, SSH_OFFERS_DONE);
}

static bool is_any(enum ssh_list list, const char *name, const void *of)
{
	(void)list;
	(void)name;
	(void)of;
	return true;
}

static bool has_letter(enum ssh_list list, const char *name, const void *of)
{
	(void)list;
	return strchr(name, *(const char *)of) != NULL;
}

static bool is_weak(enum ssh_list list, const char *name, const void *of)
{
	(void)of;
	return ssh_algorithm_is_weak(list, name);
}

/* Lists, what is looked for in them, and what is found. */
struct search {
	const char *name;
	const char *lists[SSH_NAME_LISTS];
	bool (*is_meant)(enum ssh_list, const char *, const void *);
	const char *of;
	size_t count;
	const char *found;
};

static const struct search searches[] = {
	{ "every kind",
	  { "k1,k2", "h", "c", "c", "m", "m" },
	  is_any,
	  NULL,
	  5,
	  "key exchange k1 k2, host key h, cipher c, MAC m" },
	{ "a name in both directions once", { "k", "h", "a,b", "b,a", "m", "m" }, has_letter, "b", 1, "cipher b" },
	{ "a name in the second direction alone",
	  { "k", "h", "a", "a,b", "m", "m,n" },
	  is_any,
	  NULL,
	  6,
	  "key exchange k, host key h, cipher a b, MAC m n" },
	{ "the second direction alone", { "k", "h", "", "b", "", "n" }, has_letter, "b", 1, "cipher b" },
	{ "one name as cipher and as MAC",
	  { "k", "h", "none", "none", "none", "none" },
	  has_letter,
	  "n",
	  2,
	  "cipher none, MAC none" },
	{ "a name that begins like another",
	  { "k", "h", "ab", "a,abc", "m", "m" },
	  has_letter,
	  "a",
	  3,
	  "cipher ab a abc" },
	{ "signals are no key exchange",
	  { "ext-info-s,ext-info-c,kex-strict-s-v00@openssh.com,kex-strict-c-v00@openssh.com" },
	  is_any,
	  NULL,
	  0,
	  "" },
	{ "a signal's name elsewhere", { "k", "ext-info-s" }, has_letter, "x", 1, "host key ext-info-s" },
	{ "a key exchange beside signals",
	  { "ext-info-s,kx,kex-strict-s-v00@openssh.com" },
	  is_any,
	  NULL,
	  1,
	  "key exchange kx" },
	{ "nothing", { "k", "h", "c", "c", "m", "m" }, has_letter, "z", 0, "" },
	{ "what else is listed is not looked at",
	  { "k", "h", "c", "c", "m", "m", "zlib", "zlib", "z", "z" },
	  has_letter,
	  "z",
	  0,
	  "" },
	{ "weak ones",
	  { "curve25519-sha256,diffie-hellman-group1-sha1", "ssh-rsa", "aes128-cbc,aes256-ctr", "aes128-cbc",
	    "hmac-sha1", "hmac-sha1,hmac-md5" },
	  is_weak,
	  NULL,
	  5,
	  "key exchange diffie-hellman-group1-sha1, host key ssh-rsa, cipher aes128-cbc, MAC hmac-sha1 "
	  "hmac-md5" },
};

static void algorithms_are_found_and_grouped(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(searches); i++) {
		struct buffer found = buffer_limited(1000);
		struct parsed parsed;

		offer(&parsed, searches[i].lists);
		row_number(&rows, searches[i].name,
			   (double)ssh_offers_find(&parsed.offers, searches[i].is_meant, searches[i].of, &found),
			   (double)searches[i].count);
		row_text(&rows, searches[i].name, found.length ? found.data : "", searches[i].found);
		buffer_free(&found);
		forget(&parsed);
	}
	rows_end(&rows);
}

static void a_name_is_cut_at_64_bytes(void **state)
{
#define SIXTY "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij"
	static const char *const lists[SSH_NAME_LISTS] = { SIXTY "1234," SIXTY "12345" };
	struct buffer found = buffer_limited(1000);
	struct parsed parsed;

	(void)state;
	offer(&parsed, lists);
	assert_int_equal(ssh_offers_find(&parsed.offers, is_any, NULL, &found), 2);
	assert_string_equal(found.data, "key exchange " SIXTY "1234 " SIXTY "1234");
	buffer_free(&found);
	forget(&parsed);
}

static void each_list_has_its_name(void **state)
{
	static const char *const names[SSH_LISTS] = { "key exchange", "host key", "cipher", "cipher", "MAC", "MAC" };
	struct rows rows = { 0 };

	(void)state;
	for (int i = 0; i < SSH_LISTS; i++)
		row_text(&rows, names[i], ssh_list_name((enum ssh_list)i), names[i]);
	rows_end(&rows);
}

/* Names that are weak, or not, in a list and in its other direction. */
static void expect_weakness(enum ssh_list list, enum ssh_list other, const char *const *names, bool weak)
{
	struct rows rows = { 0 };

	for (; *names; names++) {
		row_true(&rows, *names, ssh_algorithm_is_weak(list, *names), weak);
		row_true(&rows, *names, ssh_algorithm_is_weak(other, *names), weak);
	}
	rows_end(&rows);
}

static void weak_key_exchanges_are_known(void **state)
{
	static const char *const weak[] = { "diffie-hellman-group1-sha1",
					    "diffie-hellman-group14-sha1",
					    "diffie-hellman-group-exchange-sha1",
					    "rsa1024-sha1",
					    "rsa1024-sha256",
					    "diffie-hellman-group14-sha1@example.org",
					    "DIFFIE-HELLMAN-GROUP1-SHA1",
					    "gss-group1-sha1-toWM5Slw5Ew8Mqkay+al2g==",
					    "gss-gex-sha1-eipGX3TCiQSrx573bT1o1Q==",
					    "gss-group14-sha1-A/vxljAEU54gt9a48EiANQ==",
					    NULL };
	static const char *const good[] = { "curve25519-sha256",
					    "curve25519-sha256@libssh.org",
					    "sntrup761x25519-sha512@openssh.com",
					    "mlkem768x25519-sha256",
					    "ecdh-sha2-nistp256",
					    "ecdh-sha2-nistp521",
					    "diffie-hellman-group14-sha256",
					    "diffie-hellman-group16-sha512",
					    "diffie-hellman-group18-sha512",
					    "diffie-hellman-group-exchange-sha256",
					    "gss-group14-sha256-toWM5Slw5Ew8Mqkay+al2g==",
					    "rsa2048-sha256",
					    "none",
					    "ssh-rsa",
					    NULL };

	(void)state;
	expect_weakness(SSH_LIST_KEX, SSH_LIST_KEX, weak, true);
	expect_weakness(SSH_LIST_KEX, SSH_LIST_KEX, good, false);
}

static void weak_host_keys_are_known(void **state)
{
	static const char *const weak[] = { "ssh-rsa",
					    "ssh-dss",
					    "ssh-rsa-cert-v01@openssh.com",
					    "ssh-rsa-cert-v00@openssh.com",
					    "ssh-dss-cert-v01@openssh.com",
					    NULL };
	static const char *const good[] = { "ssh-ed25519",
					    "rsa-sha2-256",
					    "rsa-sha2-512",
					    "ecdsa-sha2-nistp256",
					    "ecdsa-sha2-nistp521",
					    "ssh-ed25519-cert-v01@openssh.com",
					    "rsa-sha2-512-cert-v01@openssh.com",
					    "sk-ssh-ed25519@openssh.com",
					    "ssh-ed448",
					    "aes128-cbc",
					    "",
					    NULL };

	(void)state;
	expect_weakness(SSH_LIST_HOST_KEY, SSH_LIST_HOST_KEY, weak, true);
	expect_weakness(SSH_LIST_HOST_KEY, SSH_LIST_HOST_KEY, good, false);
}

static void weak_ciphers_are_known_in_both_directions(void **state)
{
	static const char *const weak[] = { "aes128-cbc",
					    "aes192-cbc",
					    "aes256-cbc",
					    "3des-cbc",
					    "3des-ctr",
					    "des-cbc",
					    "blowfish-cbc",
					    "blowfish-ctr",
					    "cast128-cbc",
					    "cast128-ctr",
					    "idea-cbc",
					    "idea-ctr",
					    "twofish256-cbc",
					    "serpent128-cbc",
					    "seed-cbc",
					    "arcfour",
					    "arcfour128",
					    "arcfour256",
					    "none",
					    "rijndael-cbc@lysator.liu.se",
					    "des-cbc@ssh.com",
					    "camellia128-cbc@openssh.org",
					    NULL };
	static const char *const good[] = { "aes128-ctr",
					    "aes256-ctr",
					    "aes128-gcm@openssh.com",
					    "aes256-gcm@openssh.com",
					    "AEAD_AES_256_GCM",
					    "chacha20-poly1305@openssh.com",
					    "twofish256-ctr",
					    "camellia256-ctr",
					    "hmac-sha1",
					    "ssh-rsa",
					    "",
					    NULL };

	(void)state;
	expect_weakness(SSH_LIST_CIPHER_TO_SERVER, SSH_LIST_CIPHER_TO_CLIENT, weak, true);
	expect_weakness(SSH_LIST_CIPHER_TO_SERVER, SSH_LIST_CIPHER_TO_CLIENT, good, false);
}

static void weak_macs_are_known_in_both_directions(void **state)
{
	static const char *const weak[] = { "hmac-md5",
					    "hmac-md5-96",
					    "hmac-md5-etm@openssh.com",
					    "hmac-sha1",
					    "hmac-sha1-96",
					    "hmac-sha1-etm@openssh.com",
					    "hmac-ripemd160",
					    "hmac-ripemd160@openssh.com",
					    "hmac-ripemd160-etm@openssh.com",
					    "umac-64@openssh.com",
					    "umac-64-etm@openssh.com",
					    "hmac-sha2-256-96",
					    "hmac-sha2-512-96",
					    "none",
					    NULL };
	static const char *const good[] = { "hmac-sha2-256",
					    "hmac-sha2-512",
					    "hmac-sha2-256-etm@openssh.com",
					    "hmac-sha2-512-etm@openssh.com",
					    "umac-128@openssh.com",
					    "umac-128-etm@openssh.com",
					    "AEAD_AES_128_GCM",
					    "aes128-cbc",
					    "",
					    NULL };

	(void)state;
	expect_weakness(SSH_LIST_MAC_TO_SERVER, SSH_LIST_MAC_TO_CLIENT, weak, true);
	expect_weakness(SSH_LIST_MAC_TO_SERVER, SSH_LIST_MAC_TO_CLIENT, good, false);
}

static size_t get_u32(const unsigned char *at)
{
	return (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
}

static void our_goodbye_is_a_packet_by_the_rules(void **state)
{
	unsigned char packet[64];
	size_t length = ssh_disconnect_write(packet, sizeof packet);
	size_t words;

	(void)state;
	assert_int_equal(length % 8, 0);
	assert_true(length >= 16);
	assert_int_equal(get_u32(packet), length - 4);
	assert_true(packet[4] >= 4);
	assert_int_equal(packet[5], SSH_MSG_DISCONNECT);
	assert_int_equal(get_u32(packet + 6), 11);
	words = get_u32(packet + 10);
	assert_int_equal(words, strlen("check done"));
	assert_memory_equal(packet + 14, "check done", words);
	assert_int_equal(get_u32(packet + 14 + words), 0);
	assert_int_equal(14 + words + 4 + packet[4], length);
}

static void our_goodbye_is_understood_by_our_own_reader(void **state)
{
	unsigned char packet[64];
	size_t length = ssh_disconnect_write(packet, sizeof packet);
	struct parsed parsed = nothing();

	(void)state;
	buffer_append(&parsed.bytes, packet, length);
	parse(&parsed, length);
	assert_int_equal(parsed.state, SSH_OFFERS_FAILED);
	assert_string_equal(parsed.problem.text, "it disconnected (reason 11): check done");
	forget(&parsed);
}

static void our_goodbye_is_not_written_where_it_has_no_room(void **state)
{
	unsigned char packet[64];
	size_t length = ssh_disconnect_write(packet, sizeof packet);

	(void)state;
	memset(packet, 0x55, sizeof packet);
	assert_int_equal(ssh_disconnect_write(packet, length - 1), 0);
	for (size_t i = 0; i < sizeof packet; i++)
		assert_int_equal(packet[i], 0x55);
	assert_int_equal(ssh_disconnect_write(packet, length), length);
	assert_int_equal(packet[length], 0x55);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_offer_wants_more_until_its_packet_is_whole),
		cmocka_unit_test(what_follows_the_offer_does_not_matter),
		cmocka_unit_test(packets_to_be_ignored_are_ignored),
		cmocka_unit_test(the_first_offer_counts),
		cmocka_unit_test(lists_may_be_empty_but_for_the_key_exchange),
		cmocka_unit_test(a_broken_packet_is_refused),
		cmocka_unit_test(a_broken_list_is_refused_wherever_it_stands),
		cmocka_unit_test(a_list_may_end_where_the_packet_does),
		cmocka_unit_test(a_goodbye_is_told_with_the_servers_reason),
		cmocka_unit_test(a_packet_may_have_35000_bytes),
		cmocka_unit_test(the_offer_must_come_within_128_kib),
		cmocka_unit_test(algorithms_are_found_and_grouped),
		cmocka_unit_test(a_name_is_cut_at_64_bytes),
		cmocka_unit_test(each_list_has_its_name),
		cmocka_unit_test(weak_key_exchanges_are_known),
		cmocka_unit_test(weak_host_keys_are_known),
		cmocka_unit_test(weak_ciphers_are_known_in_both_directions),
		cmocka_unit_test(weak_macs_are_known_in_both_directions),
		cmocka_unit_test(our_goodbye_is_a_packet_by_the_rules),
		cmocka_unit_test(our_goodbye_is_understood_by_our_own_reader),
		cmocka_unit_test(our_goodbye_is_not_written_where_it_has_no_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
