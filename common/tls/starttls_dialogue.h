/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What is said in plain before TLS begins, as a machine: the server's bytes go in,
 * ours come out, and at the end stands the server's go-ahead or why there is none.
 *
 * Pure; takes bytes in pieces of any size, keeps a bounded part of them, and gives
 * up on a server that talks without end.
 * Sources: RFC 4217 (ftp), 3207 (smtp), 3501 6.2.1 (imap), 2595 4 (pop3), 4511 4.14
 * (ldap), 5804 2.2 (sieve), 4642 (nntp), 6120 5 (xmpp); PostgreSQL "SSL Session
 * Encryption"; MySQL "Connection Phase"; IRCv3 "tls".
 */
#ifndef RECEICO_TLS_STARTTLS_DIALOGUE_H
#define RECEICO_TLS_STARTTLS_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>

enum starttls_protocol {
	STARTTLS_NONE, /* TLS from the first byte */
	STARTTLS_FTP,
	STARTTLS_SMTP,
	STARTTLS_IMAP,
	STARTTLS_POP3,
	STARTTLS_LDAP,
	STARTTLS_POSTGRES,
	STARTTLS_MYSQL,
	STARTTLS_XMPP,
	STARTTLS_SIEVE,
	STARTTLS_NNTP,
	STARTTLS_IRC,
	STARTTLS_PROTOCOLS
};

enum {
	STARTTLS_BYTES_MAXIMUM = 64 * 1024, /* that a server may say before TLS */
	STARTTLS_UNIT_MAXIMUM = 8192,       /* of a line or packet that are looked at */
};

enum starttls_state {
	STARTTLS_MORE,      /* the server has not said enough */
	STARTTLS_READY,     /* it gave the go-ahead: the next byte is TLS */
	STARTTLS_REFUSED,   /* it does not offer TLS, or will not begin it */
	STARTTLS_MALFORMED, /* it speaks something else */
	STARTTLS_FLOOD,     /* it said more than may be said */
};

struct starttls_dialogue {
	enum starttls_protocol protocol;
	enum starttls_state state;            /* once it is not MORE, nothing is taken any more */
	int stage;                            /* how many times we have spoken since the greeting */
	int code;                             /* of the reply at hand, where replies have one */
	bool offered;                         /* STARTTLS was among the capabilities */
	size_t bytes;                         /* received so far */
	char unit[STARTTLS_UNIT_MAXIMUM + 1]; /* the line, packet or element at hand, cut; foreign bytes */
	size_t unit_length;
	char send[600]; /* to be sent before more is taken; send_length is then set to 0 */
	size_t send_length;
	char host[256]; /* the name of the server, where it must be told */
};

/* A dialogue at its beginning; it may have something to send at once. */
void starttls_begin(struct starttls_dialogue *dialogue, enum starttls_protocol protocol, const char *host);

/* Takes bytes until there is something to send or the state is not MORE any more;
 * *taken tells how many. */
enum starttls_state starttls_feed(struct starttls_dialogue *dialogue, const char *bytes, size_t length, size_t *taken);

/* May this server speak without being asked?  Where it may not, bytes behind a reply
 * that we have yet to answer are an injection. */
bool starttls_may_speak_first(enum starttls_protocol protocol);

/* For the files of the protocols: puts text to send, and steps to the next stage. */
void starttls_say(struct starttls_dialogue *dialogue, const char *text);

/* A whole line without its end (NUL-terminated, cut) of a protocol of lines. */
void starttls_take_line(struct starttls_dialogue *dialogue, const char *line);

/* The same for what has no lines: looks whether dialogue->unit is complete after each
 * byte, and judges it.  Of a packet that refuses, the words are left in the unit. */
void starttls_take_byte(struct starttls_dialogue *dialogue);

#endif
