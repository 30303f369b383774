/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What an SSH server does behind its first words: host key, ways to log in, a
 * login (SFTP is in sftp_client.h).  Through libssh2, which is loaded when the first session opens, over
 * the connection on which the server has identified itself already.
 */
#ifndef RECEICO_NET_SSH_SESSION_H
#define RECEICO_NET_SSH_SESSION_H

#include "common/net/ssh_host_key.h"
#include "common/net/ssh_transport.h"

struct ssh_session;

/* What a session is to find out. */
struct ssh_session_settings {
	const char *host; /* as known_hosts knows it */
	long port;
	const char *host_key_type; /* "ed25519", "ecdsa", "rsa": ask for this one; NULL: the order of ssh(1) */
	const char *known_hosts;   /* file; NULL: not asked */
	const struct deadline *deadline;
};

/* Shakes hands and reads the host's key; with `known_hosts` prefers a type that the
 * file has for this host.  `transport` stays the caller's; it, the settings and
 * their deadline must outlive the session.  The server's first packets are kept in transport->received. */
bool ssh_session_open(struct ssh_transport *transport, const struct ssh_session_settings *settings,
		      struct ssh_session **session, struct problem *problem) MUST_CHECK;

/* Says goodbye and frees.  NULL is nothing. */
void ssh_session_close(struct ssh_session *session);

/* Borrowed; lives as long as the session. */
const struct ssh_host_key *ssh_session_host_key(const struct ssh_session *session);
enum ssh_known ssh_session_known(const struct ssh_session *session);

/* Writes the ways to log in that are offered to `user`, with commas between
 * ("publickey,password"), by asking with the method "none" (RFC 4252, 5.2);
 * "none" alone when that let us in. */
bool ssh_session_methods(struct ssh_session *session, const char *user, char *methods, size_t size,
			 struct problem *problem) MUST_CHECK;

/* Logs in with a private key from a file that others cannot read.  The passphrase
 * may be NULL. */
bool ssh_session_login_key(struct ssh_session *session, const char *user, const char *identity, const char *passphrase,
			   struct problem *problem) MUST_CHECK;

/* Logs in with what ssh-agent ($SSH_AUTH_SOCK) holds. */
bool ssh_session_login_agent(struct ssh_session *session, const char *user, struct problem *problem) MUST_CHECK;

/* Lets the server send so many bytes more; up to a login it has a megabyte.  A session that gets
 * more than that fails: libssh2 keeps what nobody asked for. */
void ssh_session_allow(struct ssh_session *session, size_t bytes);

#endif
