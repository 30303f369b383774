/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * SFTP within an SSH session: folders are listed, files are read.
 *
 * Paths are as the server has them: absolute, or relative to where the login lands.
 * Every call ends by the session's deadline.  What a server may send is bounded by what
 * is asked of it, so that one that talks without end does not fill the memory.
 *
 * Source: draft-ietf-secsh-filexfer-02 (version 3 of the protocol).
 */
#ifndef RECEICO_NET_SFTP_CLIENT_H
#define RECEICO_NET_SFTP_CLIENT_H

#include "common/net/ssh_session.h"

#include <stdint.h>

struct sftp_client;

/* What a server says no with (section 7): LIBSSH2_FX_NO_SUCH_FILE and others; LIBSSH2_FX_OK when
 * the last call failed for another reason, and the session is of no more use. */
unsigned long sftp_client_refusal(const struct sftp_client *client);

/* Starts SFTP in a session with a login. */
bool sftp_client_open(struct ssh_session *session, struct sftp_client **client, struct problem *problem) MUST_CHECK;
void sftp_client_close(struct sftp_client *client);

/* What lies at a path; of a link, with `follow`, where it leads. */
bool sftp_client_look(struct sftp_client *client, const char *path, bool follow, LIBSSH2_SFTP_ATTRIBUTES *about,
		      struct problem *problem) MUST_CHECK;

/* A folder or a file that is open; one at a time.  sftp_client_end() is due on success. */
bool sftp_client_open_folder(struct sftp_client *client, const char *path, struct problem *problem) MUST_CHECK;
bool sftp_client_open_file(struct sftp_client *client, const char *path, struct problem *problem) MUST_CHECK;
void sftp_client_end(struct sftp_client *client);

/* The next entry of the folder; *more is false at its end.  A name that does not fit is the server's
 * failure; of one with a NUL in it nothing is left. */
bool sftp_client_next(struct sftp_client *client, char *name, size_t size, LIBSSH2_SFTP_ATTRIBUTES *about, bool *more,
		      struct problem *problem) MUST_CHECK;

/* Reads from the file; *length is 0 at its end, else at least 1. */
bool sftp_client_read(struct sftp_client *client, uint64_t offset, void *bytes, size_t size, size_t *length,
		      struct problem *problem) MUST_CHECK;

#endif
