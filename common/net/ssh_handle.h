/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * An SSH session from the inside, for what goes on in it: ssh_session.c and sftp_client.c.
 *
 * libssh2 never blocks: a call that cannot go on yet is repeated when the connection is
 * ready, until the deadline.
 */
#ifndef RECEICO_NET_SSH_HANDLE_H
#define RECEICO_NET_SSH_HANDLE_H

#include "common/net/ssh_session.h"

struct ssh_session {
	struct libssh2 api;
	LIBSSH2_SESSION *handle;
	struct ssh_transport *transport;
	const struct ssh_session_settings *settings;
	struct buffer replay; /* what libssh2 is to read before it reads the socket */
	size_t received_bytes, received_maximum;
	struct ssh_host_key host_key;
	enum ssh_known known;
};

/* What libssh2 has to say of its last failure; `what` was being done.  Returns false. */
bool ssh_session_failed(const struct ssh_session *session, const char *what, struct problem *problem);

/* Waits until the session can go on. */
bool ssh_session_wait(const struct ssh_session *session, const char *what, struct problem *problem) MUST_CHECK;

/* Repeats a call of libssh2 while it would block; `result` is its error code. */
#define SSH_REPEAT(session, result, what, problem, call)                                                               \
	do {                                                                                                           \
		(result) = (call);                                                                                     \
	} while ((result) == LIBSSH2_ERROR_EAGAIN && ssh_session_wait(session, what, problem))

/* The same for a call that gives a pointer, NULL when it fails. */
#define SSH_REPEAT_POINTER(session, pointer, what, problem, call)                                                      \
	do {                                                                                                           \
		(pointer) = (call);                                                                                    \
	} while ((pointer) == NULL && ssh_session_is_blocked(session) && ssh_session_wait(session, what, problem))

/* Would the last call have blocked? */
bool ssh_session_is_blocked(const struct ssh_session *session);

#endif
