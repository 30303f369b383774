/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What an FTP server answers: `220 ready`, or several lines from `220-` to `220 `.
 *
 * The parser is pure and takes bytes as they come, in pieces of any size.  It keeps
 * no more than struct ftp_reply holds, and it gives up on an answer without end.
 * A line may end in LF alone, and a code may stand alone on its line.
 * Source: RFC 959, 4.2; RFC 2228, 3 (codes that begin with 6).
 */
#ifndef RECEICO_NET_FTP_REPLY_H
#define RECEICO_NET_FTP_REPLY_H

#include <stdbool.h>
#include <stddef.h>

enum {
	FTP_REPLY_TEXT_MAXIMUM = 1000,       /* bytes of a reply that are kept */
	FTP_REPLY_BYTES_MAXIMUM = 64 * 1024, /* bytes that one reply may have */
};

struct ftp_reply {
	int code;                              /* 100 to 699 */
	char text[FTP_REPLY_TEXT_MAXIMUM + 1]; /* the lines with their codes, joined with blanks; foreign bytes */
	size_t length;                         /* of the text, which may hold NULs */
	size_t lines;
};

enum ftp_reply_state {
	FTP_REPLY_MORE,      /* the reply goes on */
	FTP_REPLY_DONE,      /* it is complete */
	FTP_REPLY_MALFORMED, /* its first line does not begin with a code; the text has that line */
	FTP_REPLY_FLOOD,     /* it is longer than a reply may be */
};

/* A reply that is coming in.  All zero at its beginning. */
struct ftp_reply_parser {
	struct ftp_reply reply;     /* complete when the state is DONE */
	enum ftp_reply_state state; /* once it is not MORE, nothing is taken any more */
	size_t bytes;               /* taken so far */
	char head[4];               /* how the line at hand begins */
	size_t column;              /* bytes of the line at hand so far */
};

/* Takes bytes up to the end of the reply; what is left over, *taken tells. */
enum ftp_reply_state ftp_reply_feed(struct ftp_reply_parser *parser, const char *bytes, size_t length, size_t *taken);

/* The class of a code, its first digit: 1 preliminary, 2 done, 3 go on, 4 not now, 5 no. */
int ftp_reply_class(const struct ftp_reply *reply);

#endif
