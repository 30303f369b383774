// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ftp_reply.h"

/* The code at the head of the line, or 0. */
static int read_code(const struct ftp_reply_parser *parser)
{
	int code = 0;

	if (parser->column < 3)
		return 0;
	for (int i = 0; i < 3; i++) {
		if (parser->head[i] < '0' || parser->head[i] > '9')
			return 0;
		code = code * 10 + (parser->head[i] - '0');
	}
	return code >= 100 && code <= 699 ? code : 0;
}

/* What stands behind the code; a blank also where nothing does. */
static char separator(const struct ftp_reply_parser *parser)
{
	return (char)(parser->column > 3 ? parser->head[3] : ' ');
}

/* A later line of several ends the reply only when it has the same code: RFC 959, 4.2. */
static enum ftp_reply_state judge_line(struct ftp_reply_parser *parser)
{
	int code = read_code(parser);

	parser->reply.lines++;
	if (parser->reply.lines > 1)
		return code == parser->reply.code && separator(parser) == ' ' ? FTP_REPLY_DONE : FTP_REPLY_MORE;
	if (code == 0 || (separator(parser) != ' ' && separator(parser) != '-'))
		return FTP_REPLY_MALFORMED;
	parser->reply.code = code;
	return separator(parser) == ' ' ? FTP_REPLY_DONE : FTP_REPLY_MORE;
}

static void keep(struct ftp_reply *reply, char byte)
{
	if (reply->length < FTP_REPLY_TEXT_MAXIMUM)
		reply->text[reply->length++] = byte;
	reply->text[reply->length] = '\0';
}

static void end_line(struct ftp_reply_parser *parser)
{
	parser->state = judge_line(parser);
	parser->column = 0;
}

static void take_byte(struct ftp_reply_parser *parser, char byte)
{
	if (++parser->bytes > FTP_REPLY_BYTES_MAXIMUM) {
		parser->state = FTP_REPLY_FLOOD;
		return;
	}
	if (byte == '\n') {
		end_line(parser);
		return;
	}
	/* RFC 854 lets a CR stand for nothing but the carriage: it is never text. */
	if (byte == '\r')
		return;
	if (parser->column == 0 && parser->reply.lines > 0)
		keep(&parser->reply, ' ');
	if (parser->column < sizeof parser->head)
		parser->head[parser->column] = byte;
	parser->column++;
	keep(&parser->reply, byte);
}

enum ftp_reply_state ftp_reply_feed(struct ftp_reply_parser *parser, const char *bytes, size_t length, size_t *taken)
{
	size_t used = 0;

	while (used < length && parser->state == FTP_REPLY_MORE)
		take_byte(parser, bytes[used++]);
	*taken = used;
	return parser->state;
}

int ftp_reply_class(const struct ftp_reply *reply)
{
	return reply->code / 100;
}
