// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * What is said before TLS: dialogues of each protocol, in pieces of any size, and what a
 * server must not do.
 */
#include "common/tls/starttls.h"

#include "tests/common/rows.h"

#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#define LDAP_YES "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00"
#define LDAP_YES_LONG "\x30\x84\x00\x00\x00\x10\x02\x01\x01\x78\x84\x00\x00\x00\x07\x0a\x01\x00\x04\x00\x04\x00"
#define LDAP_NO "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x02\x04\x00\x04\x00"
#define MYSQL_HELLO(low, high)                                                                                         \
	"\x26\x00\x00\x00\x0a"                                                                                         \
	"5.7.1\0"                                                                                                      \
	"\x01\x00\x00\x00"                                                                                             \
	"abcdefgh\0" low high "\x21\x02\x00\x00\x80\x15\0\0\0\0\0\0\0\0\0\0"
#define XMPP_OPEN "<?xml version='1.0'?><stream:stream from='a' version='1.0'>"
#define XMPP_OFFER "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>"

/* What the server says after each of our words, and what we have said at the end. */
struct dialogue {
	enum starttls_protocol protocol;
	enum starttls_state state;
	const char *server[4]; /* what it says at first, and after each thing we say */
	size_t lengths[4];     /* 0: that of the text */
	const char *said;      /* all of ours, up to the first NUL */
};

static const struct dialogue dialogues[] = {
	{ STARTTLS_FTP, STARTTLS_READY, { "220 hello\r\n", "234 go\r\n" }, { 0 }, "AUTH TLS\r\n" },
	{ STARTTLS_FTP, STARTTLS_READY, { "220-a\n220 b\n", "334 go\n" }, { 0 }, "AUTH TLS\r\n" },
	{ STARTTLS_FTP, STARTTLS_READY, { "120 wait\r\n220 b\r\n", "234 go\r\n" }, { 0 }, "AUTH TLS\r\n" },
	{ STARTTLS_FTP, STARTTLS_REFUSED, { "220 hello\r\n", "500 what?\r\n" }, { 0 }, "AUTH TLS\r\n" },
	{ STARTTLS_FTP, STARTTLS_REFUSED, { "421 full\r\n" }, { 0 }, "" },
	{ STARTTLS_FTP, STARTTLS_MALFORMED, { "SSH-2.0-x\r\n" }, { 0 }, "" },
	{ STARTTLS_FTP, STARTTLS_MORE, { "220 hello" }, { 0 }, "" },
	{ STARTTLS_SMTP,
	  STARTTLS_READY,
	  { "220 mx\r\n", "250-mx\r\n250-SIZE 1\r\n250 STARTTLS\r\n", "220 go\r\n" },
	  { 0 },
	  "EHLO localhost\r\nSTARTTLS\r\n" },
	{ STARTTLS_SMTP,
	  STARTTLS_READY,
	  { "220-mx\r\n220 x\r\n", "250-mx\r\n250-starttls\r\n250 HELP\r\n", "220 go\r\n" },
	  { 0 },
	  "EHLO localhost\r\nSTARTTLS\r\n" },
	{ STARTTLS_SMTP,
	  STARTTLS_REFUSED,
	  { "220 mx\r\n", "250-mx\r\n250 XSTARTTLS\r\n" },
	  { 0 },
	  "EHLO localhost\r\n" },
	{ STARTTLS_SMTP,
	  STARTTLS_REFUSED,
	  { "220 mx\r\n", "250 STARTTLS\r\n", "454 not now\r\n" },
	  { 0 },
	  "EHLO localhost\r\nSTARTTLS\r\n" },
	{ STARTTLS_IMAP, STARTTLS_READY, { "* OK hi\r\n", "* CAPABILITY X\r\na OK go\r\n" }, { 0 }, "a STARTTLS\r\n" },
	{ STARTTLS_IMAP, STARTTLS_REFUSED, { "* OK hi\r\n", "a BAD no\r\n" }, { 0 }, "a STARTTLS\r\n" },
	{ STARTTLS_IMAP, STARTTLS_REFUSED, { "* PREAUTH hi\r\n" }, { 0 }, "" },
	{ STARTTLS_IMAP, STARTTLS_REFUSED, { "* BYE\r\n" }, { 0 }, "" },
	{ STARTTLS_IMAP, STARTTLS_MALFORMED, { "+OK pop\r\n" }, { 0 }, "" },
	{ STARTTLS_POP3, STARTTLS_READY, { "+OK hi\r\n", "+OK go\r\n" }, { 0 }, "STLS\r\n" },
	{ STARTTLS_POP3, STARTTLS_REFUSED, { "+OK hi\r\n", "-ERR no\r\n" }, { 0 }, "STLS\r\n" },
	{ STARTTLS_POP3, STARTTLS_MALFORMED, { "* OK imap\r\n" }, { 0 }, "" },
	{ STARTTLS_NNTP, STARTTLS_READY, { "201 no posting\r\n", "382 go\r\n" }, { 0 }, "STARTTLS\r\n" },
	{ STARTTLS_NNTP, STARTTLS_REFUSED, { "200 hi\r\n", "580 no\r\n" }, { 0 }, "STARTTLS\r\n" },
	{ STARTTLS_SIEVE,
	  STARTTLS_READY,
	  { "\"IMPLEMENTATION\" \"x\"\r\n\"STARTTLS\"\r\nOK \"hi\"\r\n", "OK \"go\"\r\n" },
	  { 0 },
	  "STARTTLS\r\n" },
	{ STARTTLS_SIEVE, STARTTLS_REFUSED, { "\"SASL\" \"\"\r\nOK\r\n" }, { 0 }, "" },
	{ STARTTLS_SIEVE, STARTTLS_REFUSED, { "BYE \"full\"\r\n" }, { 0 }, "" },
	{ STARTTLS_IRC,
	  STARTTLS_READY,
	  { "", ":irc NOTICE * :Looking up\r\n:irc 670 * :go\r\n" },
	  { 0 },
	  "STARTTLS\r\n" },
	{ STARTTLS_IRC, STARTTLS_READY, { "", "PING :x\r\n", "670 *\r\n" }, { 0 }, "STARTTLS\r\nPONG :x\r\n" },
	{ STARTTLS_IRC, STARTTLS_REFUSED, { "", ":irc 421 * STARTTLS :Unknown command\r\n" }, { 0 }, "STARTTLS\r\n" },
	{ STARTTLS_IRC, STARTTLS_MALFORMED, { "", "hello\r\n" }, { 0 }, "STARTTLS\r\n" },
	{ STARTTLS_XMPP,
	  STARTTLS_READY,
	  { "", XMPP_OPEN XMPP_OFFER, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>" },
	  { 0 },
	  NULL },
	{ STARTTLS_XMPP, STARTTLS_READY, { "", XMPP_OPEN XMPP_OFFER, "<proceed xmlns='x'></proceed>" }, { 0 }, NULL },
	{ STARTTLS_XMPP, STARTTLS_REFUSED, { "", XMPP_OPEN "<stream:features></stream:features>" }, { 0 }, NULL },
	{ STARTTLS_XMPP, STARTTLS_REFUSED, { "", XMPP_OPEN XMPP_OFFER, "<failure/>" }, { 0 }, NULL },
	{ STARTTLS_XMPP, STARTTLS_MALFORMED, { "", "HTTP/1.1 400\r\n" }, { 0 }, NULL },
	{ STARTTLS_LDAP, STARTTLS_READY, { "", LDAP_YES }, { 0, 14 }, NULL },
	{ STARTTLS_LDAP, STARTTLS_READY, { "", LDAP_YES_LONG }, { 0, 22 }, NULL },
	{ STARTTLS_LDAP, STARTTLS_REFUSED, { "", LDAP_NO }, { 0, 14 }, NULL },
	{ STARTTLS_LDAP, STARTTLS_MALFORMED, { "", "220 hi\r\n" }, { 0 }, NULL },
	{ STARTTLS_LDAP, STARTTLS_MALFORMED, { "", "\x30\x84\xff\xff\xff\xff" }, { 0, 6 }, NULL },
	{ STARTTLS_LDAP, STARTTLS_MALFORMED, { "", "\x30\x03\x02\x01\x01" }, { 0, 5 }, NULL },
	{ STARTTLS_LDAP, STARTTLS_MORE, { "", LDAP_YES }, { 0, 13 }, NULL },
	{ STARTTLS_POSTGRES, STARTTLS_READY, { "", "S" }, { 0 }, NULL },
	{ STARTTLS_POSTGRES, STARTTLS_REFUSED, { "", "N" }, { 0 }, NULL },
	{ STARTTLS_POSTGRES, STARTTLS_MALFORMED, { "", "H" }, { 0 }, NULL },
	{ STARTTLS_MYSQL, STARTTLS_READY, { MYSQL_HELLO("\x00\xff", "") }, { 42 }, NULL },
	{ STARTTLS_MYSQL, STARTTLS_REFUSED, { MYSQL_HELLO("\xff\xf7", "") }, { 42 }, NULL },
	{ STARTTLS_MYSQL, STARTTLS_REFUSED, { "\x05\x00\x00\x00\xff\x6a\x04no" }, { 9 }, NULL },
	{ STARTTLS_MYSQL,
	  STARTTLS_MALFORMED,
	  { "\x05\x00\x00\x00\x0a"
	    "abcd" },
	  { 9 },
	  NULL },
	{ STARTTLS_MYSQL, STARTTLS_MALFORMED, { "220 hi\r\n" }, { 0 }, NULL },
};

/* Plays both sides; gives the bytes of the server that were left over. */
static size_t play(const struct dialogue *row, size_t piece, struct starttls_dialogue *dialogue, char *said,
		   size_t size)
{
	size_t left = 0;

	said[0] = '\0';
	starttls_begin(dialogue, row->protocol, "server.example");
	for (size_t i = 0; i < ROWS(row->server); i++) {
		const char *bytes = row->server[i] ? row->server[i] : "";
		size_t length = row->lengths[i] ? row->lengths[i] : strlen(bytes);
		size_t used = 0;

		while (used < length && dialogue->state == STARTTLS_MORE && dialogue->send_length == 0) {
			size_t taken = 0;

			starttls_feed(dialogue, bytes + used, length - used < piece ? length - used : piece, &taken);
			used += taken;
		}
		left += length - used;
		snprintf(said + strlen(said), size - strlen(said), "%.*s", (int)dialogue->send_length, dialogue->send);
		dialogue->send_length = 0;
	}
	return left;
}

static void each_protocol_is_spoken(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(dialogues); i++) {
		for (size_t piece = 1; piece < 60; piece += 7) {
			struct starttls_dialogue dialogue;
			char said[1000];
			char name[100];
			size_t left = play(dialogues + i, piece, &dialogue, said, sizeof said);

			snprintf(name, sizeof name, "%s, row %zu, in pieces of %zu",
				 starttls_names[dialogues[i].protocol], i, piece);
			row_number(&rows, name, dialogue.state, dialogues[i].state);
			if (dialogues[i].state == STARTTLS_READY)
				row_number(&rows, name, (double)left, 0);
			if (dialogues[i].said)
				row_text(&rows, name, said, dialogues[i].said);
		}
	}
	rows_end(&rows);
}

static void the_words_of_a_packet_that_refuses_are_kept(void **state)
{
	static const char mysql[] = "\x08\x00\x00\x00\xff\x10\x04no\0no";
	static const char ldap[] = "\x30\x11\x02\x01\x01\x78\x0c\x0a\x01\x02\x04\x00\x04\x05"
				   "never";
	struct starttls_dialogue dialogue;
	size_t taken = 0;

	(void)state;
	starttls_begin(&dialogue, STARTTLS_MYSQL, "x");
	starttls_feed(&dialogue, mysql, sizeof mysql - 1, &taken);
	assert_int_equal(dialogue.state, STARTTLS_REFUSED);
	assert_string_equal(dialogue.unit, "no?no");
	starttls_begin(&dialogue, STARTTLS_LDAP, "x");
	dialogue.send_length = 0;
	starttls_feed(&dialogue, ldap, sizeof ldap - 1, &taken);
	assert_int_equal(dialogue.state, STARTTLS_REFUSED);
	assert_string_equal(dialogue.unit, "never");
}

static void requests_are_as_the_protocols_have_them(void **state)
{
	struct starttls_dialogue dialogue;

	(void)state;
	starttls_begin(&dialogue, STARTTLS_LDAP, "x");
	assert_int_equal(dialogue.send_length, 31);
	assert_memory_equal(dialogue.send,
			    "\x30\x1d\x02\x01\x01\x77\x18\x80\x16"
			    "1.3.6.1.4.1.1466.20037",
			    31);
	starttls_begin(&dialogue, STARTTLS_POSTGRES, "x");
	assert_int_equal(dialogue.send_length, 8);
	assert_memory_equal(dialogue.send, "\0\0\0\x08\x04\xd2\x16\x2f", 8);
}

static void a_server_without_end_is_a_flood(void **state)
{
	static const enum starttls_protocol protocols[] = { STARTTLS_FTP, STARTTLS_IMAP, STARTTLS_IRC, STARTTLS_SIEVE };
	static const char *const lines[] = { "220-x\r\n", "* CAPABILITY\r\n", ":a NOTICE x\r\n", "\"X\"\r\n" };

	(void)state;
	for (size_t i = 0; i < ROWS(protocols); i++) {
		struct starttls_dialogue dialogue;
		size_t total = 0;
		size_t taken = 0;

		starttls_begin(&dialogue, protocols[i], "x");
		if (protocols[i] == STARTTLS_IMAP)
			starttls_feed(&dialogue, "* OK\r\n", 6, &taken);
		dialogue.send_length = 0;
		while (dialogue.state == STARTTLS_MORE && total < 1000000) {
			starttls_feed(&dialogue, lines[i], strlen(lines[i]), &taken);
			total += taken;
		}
		assert_int_equal(dialogue.state, STARTTLS_FLOOD);
		assert_true(total <= STARTTLS_BYTES_MAXIMUM + 1);
	}
}

/* --- over a connection --- */

static const struct {
	const char *name;
	enum starttls_protocol protocol;
	const char *server; /* all of it is there before we say anything */
	bool good;
	const char *words;
} talks[] = {
	{ "go-ahead alone", STARTTLS_IMAP, "* OK hi\r\na OK go\r\n", true, "" },
	{ "bytes behind the go-ahead", STARTTLS_IMAP, "* OK hi\r\na OK go\r\n* OK injected\r\n", false,
	  "STARTTLS (imap): 15 bytes in plain behind the go-ahead (injection)" },
	{ "answers unasked", STARTTLS_SMTP, "220 mx\r\n250 STARTTLS\r\n", false,
	  "STARTTLS (smtp): the server answers before it is asked (injection)" },
	{ "postgres with more", STARTTLS_POSTGRES, "SX", false,
	  "STARTTLS (postgres): 1 bytes in plain behind the go-ahead (injection)" },
	{ "refused", STARTTLS_FTP, "421 full\r\n", false, "STARTTLS (ftp) is refused: '421 full'" },
	{ "something else", STARTTLS_POP3, "SSH-2.0-x\r\n", false, "STARTTLS: this is not pop3, but 'SSH-2.0-x'" },
	{ "ends", STARTTLS_FTP, "220 hi", false, "STARTTLS (ftp): the server closed the connection" },
};

static void what_a_server_must_not_do_is_told(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(talks); i++) {
		struct deadline deadline = deadline_in(5);
		struct problem problem = { 0 };
		struct stream stream = { .fd = -1 };
		int ends[2];

		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
		stream.fd = ends[0];
		assert_int_equal(write(ends[1], talks[i].server, strlen(talks[i].server)), strlen(talks[i].server));
		shutdown(ends[1], SHUT_WR);
		row_true(&rows, talks[i].name, starttls_perform(&stream, talks[i].protocol, "x", &deadline, &problem),
			 talks[i].good);
		row_text(&rows, talks[i].name, problem.text, talks[i].words);
		stream_close(&stream);
		close(ends[1]);
	}
	rows_end(&rows);
}

static void services_have_their_ports(void **state)
{
	(void)state;
	assert_int_equal(starttls_find_service("smtp")->protocol, STARTTLS_SMTP);
	assert_int_equal(starttls_find_service("IMAPS")->protocol, STARTTLS_NONE);
	assert_int_equal(starttls_find_service("imaps")->port, 993);
	assert_null(starttls_find_service("gopher"));
	assert_int_equal(starttls_port(STARTTLS_IRC), 6667);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_protocol_is_spoken),
		cmocka_unit_test(the_words_of_a_packet_that_refuses_are_kept),
		cmocka_unit_test(requests_are_as_the_protocols_have_them),
		cmocka_unit_test(a_server_without_end_is_a_flood),
		cmocka_unit_test(what_a_server_must_not_do_is_told),
		cmocka_unit_test(services_have_their_ports),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
