// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_identification.h"

#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>

#define BYTES(text) .bytes = (text), .length = sizeof(text) - 1
#define DEBIAN "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3"
#define TEN "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

/* One conversation, and what is expected of it. */
struct row {
	const char *name;
	const char *bytes;
	size_t length;
	const char *protocol, *version, *software;
	const char *said;
	size_t beyond; /* bytes that do not belong to it any more */
	const char *problem;
};

/* What came of feeding. */
struct fed {
	enum ssh_identification_state state;
	struct ssh_identification identification;
	size_t used;
	struct problem problem;
};

/* Feeds a piece of the bytes unless the end has been reached. */
static void feed(struct fed *fed, const char *bytes, size_t length)
{
	/* A copy of its own size: whoever reads on meets the sanitizer. */
	char *copy = malloc(length ? length : 1);
	size_t used = 0;

	assert_non_null(copy);
	memcpy(copy, bytes, length);
	if (fed->state == SSH_IDENTIFICATION_MORE) {
		fed->state = ssh_identification_feed(&fed->identification, copy, length, &used, &fed->problem);
		fed->used += used;
	}
	free(copy);
}

/* In two pieces; the second is empty when `split` is the whole. */
static void feed_split(struct fed *fed, const struct row *row, size_t split)
{
	memset(fed, 0, sizeof *fed);
	feed(fed, row->bytes, split);
	feed(fed, row->bytes + split, row->length - split);
}

static void feed_singly(struct fed *fed, const struct row *row)
{
	memset(fed, 0, sizeof *fed);
	for (size_t i = 0; i < row->length; i++)
		feed(fed, row->bytes + i, 1);
}

static void compare(struct rows *rows, const struct row *row, const char *how, const struct fed *fed)
{
	char name[200];

	snprintf(name, sizeof name, "%s, %s", row->name, how);
	row_number(rows, name, (int)fed->state, row->problem ? SSH_IDENTIFICATION_FAILED : SSH_IDENTIFICATION_DONE);
	row_text(rows, name, fed->identification.said, row->said ? row->said : "");
	row_text(rows, name, fed->problem.text, row->problem ? row->problem : "");
	row_number(rows, name, (int)fed->problem.kind, row->problem ? PROBLEM_PEER : PROBLEM_NONE);
	if (row->problem)
		return;
	row_text(rows, name, fed->identification.protocol, row->protocol);
	row_text(rows, name, fed->identification.version, row->version);
	row_text(rows, name, fed->identification.software, row->software);
	row_number(rows, name, (double)fed->used, (double)(row->length - row->beyond));
}

/* Each row whole, in two pieces at every place, and byte by byte. */
static void compare_all(const struct row *table, size_t count)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct fed fed;
		char how[40];

		for (size_t split = 0; split <= table[i].length; split++) {
			snprintf(how, sizeof how, "split at %zu", split);
			feed_split(&fed, table + i, split);
			compare(&rows, table + i, how, &fed);
		}
		feed_singly(&fed, table + i);
		compare(&rows, table + i, "byte by byte", &fed);
	}
	rows_end(&rows);
}

static void an_identification_is_read_in_whatever_pieces(void **state)
{
	static const struct row table[] = {
		{ "with a comment", BYTES(DEBIAN "\r\n"), "2.0", "OpenSSH_9.2p1 Debian-2+deb12u3", "OpenSSH_9.2p1" },
		{ "without a comment", BYTES("SSH-2.0-OpenSSH_9.2p1\r\n"), "2.0", "OpenSSH_9.2p1", "OpenSSH_9.2p1" },
		{ "with LF alone", BYTES(DEBIAN "\n"), "2.0", "OpenSSH_9.2p1 Debian-2+deb12u3", "OpenSSH_9.2p1" },
		{ "of both protocols", BYTES("SSH-1.99-Cisco-1.25\r\n"), "1.99", "Cisco-1.25", "Cisco-1.25" },
		{ "of the old protocol", BYTES("SSH-1.5-1.2.27\r\n"), "1.5", "1.2.27", "1.2.27" },
		{ "with a comment of two words", BYTES("SSH-2.0-dropbear_2022.83 a b\r\n"), "2.0",
		  "dropbear_2022.83 a b", "dropbear_2022.83" },
		{ "with an empty comment", BYTES("SSH-2.0-x \r\n"), "2.0", "x ", "x" },
		{ "with a dash in the version", BYTES("SSH-2.0-a-b\r\n"), "2.0", "a-b", "a-b" },
		{ "with a CR within", BYTES("SSH-2.0-a\rb\r\n"), "2.0", "a\rb", "a\rb" },
		{ "with two CR", BYTES("SSH-2.0-a\r\r\n"), "2.0", "a\r", "a\r" },
		{ "with bytes behind", BYTES("SSH-2.0-x\r\n\0\0\1\2\n"), "2.0", "x", "x", .beyond = 5 },
		{ "with a second one behind", BYTES("SSH-2.0-x\r\nSSH-2.0-y\r\n"), "2.0", "x", "x", .beyond = 11 },
		{ "after a line", BYTES("Welcome\r\nSSH-2.0-x\r\n"), "2.0", "x", "x", "Welcome" },
		{ "after three lines", BYTES("one\ntwo\r\nthree\nSSH-2.0-x\r\n"), "2.0", "x", "x", "one" },
		{ "after an empty line", BYTES("\r\nSSH-2.0-x\r\n"), "2.0", "x", "x", "" },
		{ "after an empty line and another", BYTES("\nfirst\nSSH-2.0-x\n"), "2.0", "x", "x", "first" },
		{ "after a longer line", BYTES("a line that is longer than it\nSSH-2.0-x\n"), "2.0", "x", "x",
		  "a line that is longer than it" },
		{ "after a line that only resembles it", BYTES("ssh-2.0-a\nSSH-2.0-x\n"), "2.0", "x", "x",
		  "ssh-2.0-a" },
		{ "after one that begins with a blank", BYTES(" SSH-2.0-a\nSSH-2.0-x\n"), "2.0", "x", "x",
		  " SSH-2.0-a" },
		{ "after a line with a NUL", BYTES("a\0b\nSSH-2.0-x\n"), "2.0", "x", "x", "a" },
		{ "after a line of a NUL", BYTES("\0SSH-2.0-a\nSSH-2.0-x\n"), "2.0", "x", "x", "" },
	};

	(void)state;
	compare_all(table, ROWS(table));
}

static void a_broken_identification_is_refused_in_whatever_pieces(void **state)
{
#define NO_PROTOCOL(line) .problem = "the identification '" line "' has no protocol version"
#define NO_SOFTWARE(line) .problem = "the identification '" line "' has no software version"
	static const struct row table[] = {
		{ "nothing behind SSH-", BYTES("SSH-\r\n"), NO_PROTOCOL("SSH-") },
		{ "no dash behind the protocol", BYTES("SSH-2.0\r\n"), NO_PROTOCOL("SSH-2.0") },
		{ "an empty protocol", BYTES("SSH--x\r\n"), NO_PROTOCOL("SSH--x") },
		{ "letters for the protocol", BYTES("SSH-two-x\r\n"), NO_PROTOCOL("SSH-two-x") },
		{ "a blank in the protocol", BYTES("SSH-2.0 -x\r\n"), NO_PROTOCOL("SSH-2.0 -x") },
		{ "a protocol of 16 digits", BYTES("SSH-1234567890123456-x\r\n"),
		  NO_PROTOCOL("SSH-1234567890123456-x") },
		{ "nothing behind the protocol", BYTES("SSH-2.0-\r\n"), NO_SOFTWARE("SSH-2.0-") },
		{ "a comment alone", BYTES("SSH-2.0- comment\r\n"), NO_SOFTWARE("SSH-2.0- comment") },
		{ "a NUL in the version", BYTES("SSH-2.0-a\0b\r\n"), .problem = "the identification holds a NUL byte" },
		{ "a NUL behind SSH-", BYTES("SSH-\0\r\n"), .problem = "the identification holds a NUL byte" },
		{ "a broken one after a line", BYTES("hello\nSSH-2.0\n"), NO_PROTOCOL("SSH-2.0"), .said = "hello" },
	};

	(void)state;
	compare_all(table, ROWS(table));
}

static void a_protocol_of_15_digits_is_taken(void **state)
{
	static const struct row row = { "15 digits", BYTES("SSH-123456789012345-x\n"), "123456789012345", "x", "x" };

	(void)state;
	compare_all(&row, 1);
}

static void it_wants_more_until_the_line_has_ended(void **state)
{
	static const struct row row = { "the line", BYTES("hello\n" DEBIAN "\r\n"), "2.0", NULL, NULL };
	struct rows rows = { 0 };

	(void)state;
	for (size_t length = 0; length < row.length; length++) {
		char name[40];
		struct fed fed = { 0 };

		snprintf(name, sizeof name, "%zu bytes", length);
		feed(&fed, row.bytes, length);
		row_number(&rows, name, (int)fed.state, SSH_IDENTIFICATION_MORE);
		row_number(&rows, name, (double)fed.used, (double)length);
		row_text(&rows, name, fed.identification.version, "");
	}
	rows_end(&rows);
}

static void garbage_is_no_identification_but_a_line_like_any_other(void **state)
{
	static const struct row table[] = {
		{ "HTTP", BYTES("HTTP/1.1 400 Bad Request\r\nServer: x\r\n"), .said = "HTTP/1.1 400 Bad Request" },
		{ "FTP", BYTES("220 ready\r\n"), .said = "220 ready" },
		{ "TLS", BYTES("\x15\x03\x01\n\x02\x02"), .said = "\x15\x03\x01" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct fed fed = { 0 };

		feed(&fed, table[i].bytes, table[i].length);
		row_number(&rows, table[i].name, (int)fed.state, SSH_IDENTIFICATION_MORE);
		row_text(&rows, table[i].name, fed.identification.said, table[i].said);
	}
	rows_end(&rows);
}

static void an_identification_has_255_bytes_at_most(void **state)
{
	/* "SSH-2.0-" are 8; what follows them, and the line's end. */
	static const struct {
		const char *name;
		size_t version_length;
		const char *end;
		enum ssh_identification_state expected;
	} table[] = {
		{ "255 bytes with CR LF", 245, "\r\n", SSH_IDENTIFICATION_DONE },
		{ "256 bytes with CR LF", 246, "\r\n", SSH_IDENTIFICATION_FAILED },
		{ "255 bytes with LF", 246, "\n", SSH_IDENTIFICATION_DONE },
		{ "256 bytes with LF", 247, "\n", SSH_IDENTIFICATION_FAILED },
		{ "254 bytes so far", 246, "", SSH_IDENTIFICATION_MORE },
		{ "255 bytes without an end", 247, "", SSH_IDENTIFICATION_FAILED },
		{ "1008 bytes", 1000, "\r\n", SSH_IDENTIFICATION_FAILED },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		char line[1100];
		struct fed fed = { 0 };

		snprintf(line, sizeof line, "SSH-2.0-%*s%s", (int)table[i].version_length, "", table[i].end);
		memset(line + 8, 'v', table[i].version_length);
		feed(&fed, line, strlen(line));
		row_number(&rows, table[i].name, (int)fed.state, (int)table[i].expected);
		row_number(&rows, table[i].name, (double)strlen(fed.identification.version),
			   table[i].expected == SSH_IDENTIFICATION_DONE ? (double)table[i].version_length : 0);
		row_text(&rows, table[i].name, fed.problem.text,
			 table[i].expected == SSH_IDENTIFICATION_FAILED ? "the identification is longer than 255 bytes"
									: "");
	}
	rows_end(&rows);
}

/* Feeds `lines` lines of `line_length` bytes, LF included, then an identification. */
static void feed_preamble(struct fed *fed, size_t lines, size_t line_length)
{
	char *line = malloc(line_length);

	assert_non_null(line);
	memset(line, 'p', line_length);
	line[line_length - 1] = '\n';
	memset(fed, 0, sizeof *fed);
	for (size_t i = 0; i < lines; i++)
		feed(fed, line, line_length);
	free(line);
	feed(fed, "SSH-2.0-x\r\n", 11);
}

static void other_lines_are_skipped_up_to_64_kib(void **state)
{
	static const struct {
		const char *name;
		size_t lines, line_length;
		bool expected;
	} table[] = {
		{ "one of 255 bytes", 1, 255, true },
		{ "one of 256 bytes", 1, 256, true },
		{ "one of 257 bytes", 1, 257, true },
		{ "one of 10 KB", 1, 10000, true },
		{ "one of 60 KB", 1, 60000, true },
		{ "six of 10 KB", 6, 10000, true },
		{ "65525 empty ones", 65525, 1, true },
		{ "65526 empty ones", 65526, 1, false },
		{ "one of 65525 bytes", 1, 65525, true },
		{ "one of 65526 bytes", 1, 65526, false },
		{ "one of 70 KB", 1, 70000, false },
		{ "seven of 10 KB", 7, 10000, false },
		{ "a million empty ones", 1000000, 1, false },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct fed fed;

		feed_preamble(&fed, table[i].lines, table[i].line_length);
		row_number(&rows, table[i].name, (int)fed.state,
			   table[i].expected ? SSH_IDENTIFICATION_DONE : SSH_IDENTIFICATION_FAILED);
		row_text(&rows, table[i].name, fed.problem.text,
			 table[i].expected ? "" : "no identification within 65536 bytes");
	}
	rows_end(&rows);
}

static void the_limit_holds_where_no_identification_begins(void **state)
{
	static const struct {
		const char *name;
		const char *byte;
	} table[] = { { "a line without an end", "x" }, { "ends without a line", "\n" } };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct fed fed = { 0 };

		for (size_t bytes = 0; bytes < SSH_PREAMBLE_MAXIMUM - 1; bytes++)
			feed(&fed, table[i].byte, 1);
		row_number(&rows, table[i].name, (int)fed.state, SSH_IDENTIFICATION_MORE);
		feed(&fed, table[i].byte, 1);
		row_number(&rows, table[i].name, (int)fed.state, SSH_IDENTIFICATION_FAILED);
		row_text(&rows, table[i].name, fed.problem.text, "no identification within 65536 bytes");
	}
	rows_end(&rows);
}

/* What each is after an end of the connection, or of the time. */
struct ending {
	const char *name;
	const char *bytes;
	size_t length;
	const char *said;
	const char *ended;
	const char *missed;
};

static const struct ending endings[] = {
	{ "nothing", BYTES(""), "", "the connection was closed without an SSH identification",
	  "timeout: no SSH identification" },
	{ "an empty line", BYTES("\r\n"), "", "the connection was closed without an SSH identification",
	  "timeout: no SSH identification" },
	{ "half of it", BYTES("SSH-2.0-Open"), "SSH-2.0-Open",
	  "the connection ended amid the identification 'SSH-2.0-Open'",
	  "timeout amid the SSH identification 'SSH-2.0-Open'" },
	{ "all but its end", BYTES("SSH-2.0-x\r"), "SSH-2.0-x",
	  "the connection ended amid the identification 'SSH-2.0-x'",
	  "timeout amid the SSH identification 'SSH-2.0-x'" },
	{ "half of it after a line", BYTES("hello\nSSH-2"), "hello",
	  "the connection ended amid the identification 'SSH-2'", "timeout amid the SSH identification 'SSH-2'" },
	{ "too little to tell", BYTES("SS"), "SS", "no SSH identification, but 'SS'",
	  "timeout: no SSH identification, but 'SS'" },
	{ "too little after a line that had it", BYTES("H-SSH-2.0-x\nSS"), "H-SSH-2.0-x",
	  "no SSH identification, but 'H-SSH-2.0-x'", "timeout: no SSH identification, but 'H-SSH-2.0-x'" },
	{ "a penalty", BYTES("Not allowed at this time\r\n"), "Not allowed at this time",
	  "sshd turns this host away (PerSourcePenalties): 'Not allowed at this time'; PerSourcePenaltyExemptList "
	  "spares it",
	  "timeout: no SSH identification, but 'Not allowed at this time'" },
	{ "a penalty without an end", BYTES("Not allowed at this time"), "Not allowed at this time",
	  "sshd turns this host away (PerSourcePenalties): 'Not allowed at this time'; PerSourcePenaltyExemptList "
	  "spares it",
	  "timeout: no SSH identification, but 'Not allowed at this time'" },
	{ "too many logins", BYTES("Exceeded MaxStartups\r\n"), "Exceeded MaxStartups",
	  "sshd has too many unfinished logins (MaxStartups): 'Exceeded MaxStartups'",
	  "timeout: no SSH identification, but 'Exceeded MaxStartups'" },
	{ "HTTP", BYTES("HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n"), "HTTP/1.1 400 Bad Request",
	  "no SSH identification, but 'HTTP/1.1 400 Bad Request'",
	  "timeout: no SSH identification, but 'HTTP/1.1 400 Bad Request'" },
	{ "a line of 300 bytes", BYTES(HUNDRED HUNDRED HUNDRED "\n"), HUNDRED HUNDRED TEN TEN TEN TEN TEN "01234",
	  "no SSH identification, but '" HUNDRED HUNDRED TEN TEN TEN TEN TEN "01234'",
	  "timeout: no SSH identification, but '" HUNDRED HUNDRED TEN TEN TEN TEN TEN "01234'" },
};

static void an_early_end_is_told_in_words(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(endings); i++) {
		struct fed fed = { 0 };

		feed(&fed, endings[i].bytes, endings[i].length);
		row_number(&rows, endings[i].name, (int)fed.state, SSH_IDENTIFICATION_MORE);
		row_true(&rows, endings[i].name, ssh_identification_ended(&fed.identification, &fed.problem), false);
		row_number(&rows, endings[i].name, (int)fed.problem.kind, PROBLEM_PEER);
		row_text(&rows, endings[i].name, fed.problem.text, endings[i].ended);
		row_text(&rows, endings[i].name, fed.identification.said, endings[i].said);
	}
	rows_end(&rows);
}

static void the_end_of_the_time_is_told_in_words(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(endings); i++) {
		struct fed fed = { 0 };

		feed(&fed, endings[i].bytes, endings[i].length);
		row_true(&rows, endings[i].name, ssh_identification_missed(&fed.identification, &fed.problem), false);
		row_number(&rows, endings[i].name, (int)fed.problem.kind, PROBLEM_TIMEOUT);
		row_text(&rows, endings[i].name, fed.problem.text, endings[i].missed);
	}
	rows_end(&rows);
}

static void a_version_is_expected_with_the_comment_or_without(void **state)
{
	static const struct {
		const char *expected;
		bool is;
	} table[] = {
		{ "OpenSSH_9.2p1 Debian-2+deb12u3", true },
		{ "OpenSSH_9.2p1", true },
		{ "OpenSSH_9.2", false },
		{ "OpenSSH_9.2p1 ", false },
		{ "OpenSSH_9.2p1 Debian", false },
		{ "Debian-2+deb12u3", false },
		{ "openssh_9.2p1", false },
		{ "", false },
		{ "OpenSSH_9.2p1 Debian-2+deb12u4", false },
		{ "OpenSSH_9.2p1 Debian-2+deb12u3\r", false },
		{ "SSH-2.0-OpenSSH_9.2p1", false },
	};
	struct rows rows = { 0 };
	struct fed fed = { 0 };

	(void)state;
	feed(&fed, DEBIAN "\r\n", sizeof DEBIAN + 1);
	for (size_t i = 0; i < ROWS(table); i++)
		row_true(&rows, table[i].expected, ssh_identification_is(&fed.identification, table[i].expected),
			 table[i].is);
	rows_end(&rows);
}

static void versions_are_compared_number_by_number(void **state)
{
	static const struct {
		const char *a, *b;
		int expected;
	} table[] = {
		{ "9.2", "9.2", 0 },
		{ "OpenSSH_9.2p1", "OpenSSH_9.2p1", 0 },
		{ "9.2", "9.10", -1 },
		{ "OpenSSH_9.2p1", "9.10", -1 },
		{ "OpenSSH_10.0p2", "9.9", 1 },
		{ "9.2p1", "9.2", 1 },
		{ "9.2", "9.2p1", -1 },
		{ "9.2p2", "9.2p1", 1 },
		{ "9", "9.0", -1 },
		{ "9.02", "9.2", 0 },
		{ "OpenSSH_9.2p1", "dropbear_9.2.1", 0 },
		{ "dropbear_2022.83", "dropbear_2022.82", 1 },
		{ "OpenSSH", "1", -1 },
		{ "1", "OpenSSH", 1 },
		{ "OpenSSH", "dropbear", 0 },
		{ "", "", 0 },
		{ "0", "", 1 },
		{ "1.99999999999999999999999", "1.2", 1 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		char name[100];
		int there = ssh_version_compare(table[i].a, table[i].b);
		int back = ssh_version_compare(table[i].b, table[i].a);

		snprintf(name, sizeof name, "'%s' to '%s'", table[i].a, table[i].b);
		row_number(&rows, name, (there > 0) - (there < 0), table[i].expected);
		row_number(&rows, name, (back > 0) - (back < 0), -table[i].expected);
	}
	rows_end(&rows);
}

static void the_product_stands_before_the_number(void **state)
{
	static const struct {
		const char *version;
		size_t expected;
	} table[] = {
		{ "OpenSSH_9.2p1", 8 }, { "dropbear_2022.83", 9 }, { "9.2", 0 },
		{ "Cisco-1.25", 6 },    { "OpenSSH", 7 },          { "", 0 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++)
		row_number(&rows, table[i].version, (double)ssh_version_product_length(table[i].version),
			   (double)table[i].expected);
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_identification_is_read_in_whatever_pieces),
		cmocka_unit_test(a_broken_identification_is_refused_in_whatever_pieces),
		cmocka_unit_test(a_protocol_of_15_digits_is_taken),
		cmocka_unit_test(it_wants_more_until_the_line_has_ended),
		cmocka_unit_test(garbage_is_no_identification_but_a_line_like_any_other),
		cmocka_unit_test(an_identification_has_255_bytes_at_most),
		cmocka_unit_test(other_lines_are_skipped_up_to_64_kib),
		cmocka_unit_test(the_limit_holds_where_no_identification_begins),
		cmocka_unit_test(an_early_end_is_told_in_words),
		cmocka_unit_test(the_end_of_the_time_is_told_in_words),
		cmocka_unit_test(a_version_is_expected_with_the_comment_or_without),
		cmocka_unit_test(versions_are_compared_number_by_number),
		cmocka_unit_test(the_product_stands_before_the_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
