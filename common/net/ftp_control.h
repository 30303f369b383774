/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The control connection of FTP: commands and replies, plain or under TLS.
 *
 * Source: RFC 959, 5.4 (which replies follow which command); RFC 4217 (AUTH TLS).
 */
#ifndef RECEICO_NET_FTP_CONTROL_H
#define RECEICO_NET_FTP_CONTROL_H

#include "common/net/ftp_reply.h"
#include "common/net/stream.h"
#include "common/net/tls.h"

enum ftp_security {
	FTP_PLAIN,
	FTP_EXPLICIT_TLS, /* AUTH TLS behind the greeting: RFC 4217 */
	FTP_IMPLICIT_TLS  /* TLS from the first byte, on port 990 */
};

/* A conversation.  The caller opens the stream and closes it. */
struct ftp_control {
	struct stream stream;
	char pending[4096]; /* read, and not yet taken */
	size_t pending_length;
};

/* Reads one reply.  A peer that ends, says what is no reply, or does not stop is a
 * PROBLEM_PEER. */
bool ftp_control_read(struct ftp_control *control, struct ftp_reply *reply, const struct deadline *deadline,
		      struct problem *problem) MUST_CHECK;

/* Reads the greeting: a 1xx one says that it takes a while, and another follows. */
bool ftp_control_greet(struct ftp_control *control, struct ftp_reply *reply, const struct deadline *deadline,
		       struct problem *problem) MUST_CHECK;

/* Sends a command (without line end) and reads the reply to it. */
bool ftp_control_command(struct ftp_control *control, const char *command, struct ftp_reply *reply,
			 const struct deadline *deadline, struct problem *problem) MUST_CHECK;

/* AUTH TLS and the handshake.  A server that says no, or that sends anything behind
 * its 234 in the clear (which would later pass for an answer under TLS), is a
 * PROBLEM_PEER.  *peer is zero unless a certificate was shown. */
bool ftp_control_start_tls(struct ftp_control *control, const struct tls_settings *settings,
			   const struct deadline *deadline, struct tls_peer *peer, struct problem *problem) MUST_CHECK;

/* Writes the peer's address in digits; 64 bytes suffice.  False for a Unix socket. */
bool ftp_control_peer(const struct ftp_control *control, char *address, size_t size) MUST_CHECK;

/* Takes leave: sends `text` (such as "QUIT\r\n"; NULL: nothing) and waits for the
 * peer to close, for half a second at most. */
void ftp_control_leave(struct ftp_control *control, const char *text, const struct deadline *deadline);

#endif
