// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ftp_reply.h"

#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>

/* Feeds at most `piece` bytes at a time; gives how many were taken in all. */
static size_t feed(struct ftp_reply_parser *parser, const char *bytes, size_t length, size_t piece)
{
	size_t used = 0;

	while (used < length && parser->state == FTP_REPLY_MORE) {
		size_t taken = 0;

		ftp_reply_feed(parser, bytes + used, length - used < piece ? length - used : piece, &taken);
		used += taken;
	}
	return used;
}

static const struct {
	const char *bytes;
	const char *text;
	const char *left_over;
	enum ftp_reply_state state;
	int code;
	int lines;
} replies[] = {
	{ "220 ready\r\n", "220 ready", "", FTP_REPLY_DONE, 220, 1 },
	{ "220 bare line feed\n", "220 bare line feed", "", FTP_REPLY_DONE, 220, 1 },
	{ "220\r\n", "220", "", FTP_REPLY_DONE, 220, 1 },
	{ "220 \r\n", "220 ", "", FTP_REPLY_DONE, 220, 1 },
	{ "631 base64\r\n", "631 base64", "", FTP_REPLY_DONE, 631, 1 },
	{ "220-one\r\n220-two\r\n220 three\r\n", "220-one 220-two 220 three", "", FTP_REPLY_DONE, 220, 3 },
	{ "220-one\r\n two\r\n\r\n220 three\r\n", "220-one  two 220 three", "", FTP_REPLY_DONE, 220, 4 },
	{ "230-one\r\n220 another code is text\r\n230 end\r\n", "230-one 220 another code is text 230 end", "",
	  FTP_REPLY_DONE, 230, 3 },
	{ "230-one\r\n2301 four digits are text\r\n230\r\n", "230-one 2301 four digits are text 230", "",
	  FTP_REPLY_DONE, 230, 3 },
	{ "234 go\r\n220 injected\r\n", "234 go", "220 injected\r\n", FTP_REPLY_DONE, 234, 1 },
	{ "220 cut", "220 cut", "", FTP_REPLY_MORE, 0, 0 },
	{ "220-one\r\n220-two\r\n", "220-one 220-two", "", FTP_REPLY_MORE, 220, 2 },
	{ "", "", "", FTP_REPLY_MORE, 0, 0 },
	{ "\r\n220 ready\r\n", "", "220 ready\r\n", FTP_REPLY_MALFORMED, 0, 1 },
	{ "SSH-2.0-OpenSSH_9.2p1\r\n", "SSH-2.0-OpenSSH_9.2p1", "", FTP_REPLY_MALFORMED, 0, 1 },
	{ "22\r\n", "22", "", FTP_REPLY_MALFORMED, 0, 1 },
	{ "2200 x\r\n", "2200 x", "", FTP_REPLY_MALFORMED, 0, 1 },
	{ "220\tx\r\n", "220\tx", "", FTP_REPLY_MALFORMED, 0, 1 },
	{ "-220 x\r\n", "-220 x", "", FTP_REPLY_MALFORMED, 0, 1 },
	{ " 220 x\r\n", " 220 x", "", FTP_REPLY_MALFORMED, 0, 1 },
	{ "999 x\r\n", "999 x", "", FTP_REPLY_MALFORMED, 0, 1 },
	{ "000 x\r\n", "000 x", "", FTP_REPLY_MALFORMED, 0, 1 },
	{ "220 a\rb\r\n", "220 ab", "", FTP_REPLY_DONE, 220, 1 },
};

static void replies_are_read_in_pieces_of_any_size(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(replies); i++) {
		size_t length = strlen(replies[i].bytes);

		for (size_t piece = 1; piece <= length + 1; piece++) {
			struct ftp_reply_parser parser = { 0 };
			size_t used = feed(&parser, replies[i].bytes, length, piece);

			row_text(&rows, replies[i].bytes, parser.reply.text, replies[i].text);
			row_text(&rows, replies[i].bytes, replies[i].bytes + used, replies[i].left_over);
			row_number(&rows, replies[i].bytes, parser.state, replies[i].state);
			row_number(&rows, replies[i].bytes, parser.reply.code, replies[i].code);
			row_number(&rows, replies[i].bytes, (double)parser.reply.lines, replies[i].lines);
		}
	}
	rows_end(&rows);
}

static void a_long_text_is_cut_but_read_to_its_end(void **state)
{
	struct ftp_reply_parser parser = { 0 };
	char bytes[5000];

	(void)state;
	memset(bytes, 'x', sizeof bytes);
	memcpy(bytes, "220 ", 4);
	bytes[sizeof bytes - 1] = '\n';
	assert_int_equal(feed(&parser, bytes, sizeof bytes, 100), sizeof bytes);
	assert_int_equal(parser.state, FTP_REPLY_DONE);
	assert_int_equal(parser.reply.length, FTP_REPLY_TEXT_MAXIMUM);
	assert_int_equal(strlen(parser.reply.text), FTP_REPLY_TEXT_MAXIMUM);
}

static void a_reply_without_end_is_a_flood(void **state)
{
	static const char *const pieces[] = { "220-more\r\n", "2", "220 ", "\0" };

	(void)state;
	for (size_t i = 0; i < ROWS(pieces); i++) {
		struct ftp_reply_parser parser = { 0 };
		size_t length = i == ROWS(pieces) - 1 ? 1 : strlen(pieces[i]);
		size_t total = 0;

		while (parser.state == FTP_REPLY_MORE && total < 1000000)
			total += feed(&parser, pieces[i], length, length);
		assert_int_equal(parser.state, FTP_REPLY_FLOOD);
		assert_int_equal(total, FTP_REPLY_BYTES_MAXIMUM + 1);
	}
}

static void nothing_is_taken_after_the_end(void **state)
{
	struct ftp_reply_parser parser = { 0 };
	size_t taken = 1;

	(void)state;
	feed(&parser, "220 x\n", 6, 6);
	assert_int_equal(ftp_reply_feed(&parser, "230 y\n", 6, &taken), FTP_REPLY_DONE);
	assert_int_equal(taken, 0);
	assert_int_equal(parser.reply.code, 220);
}

static void bytes_of_any_value_are_text(void **state)
{
	struct ftp_reply_parser parser = { 0 };
	char bytes[] = "220 \0\xff\x1b|x=1\n";

	(void)state;
	feed(&parser, bytes, sizeof bytes - 1, 3);
	assert_int_equal(parser.state, FTP_REPLY_DONE);
	assert_int_equal(parser.reply.length, sizeof bytes - 2);
	assert_memory_equal(parser.reply.text, bytes, sizeof bytes - 2);
}

static void the_class_is_the_first_digit(void **state)
{
	(void)state;
	assert_int_equal(ftp_reply_class(&(struct ftp_reply){ .code = 120 }), 1);
	assert_int_equal(ftp_reply_class(&(struct ftp_reply){ .code = 226 }), 2);
	assert_int_equal(ftp_reply_class(&(struct ftp_reply){ .code = 553 }), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replies_are_read_in_pieces_of_any_size),
		cmocka_unit_test(a_long_text_is_cut_but_read_to_its_end),
		cmocka_unit_test(a_reply_without_end_is_a_flood),
		cmocka_unit_test(nothing_is_taken_after_the_end),
		cmocka_unit_test(bytes_of_any_value_are_text),
		cmocka_unit_test(the_class_is_the_first_digit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
