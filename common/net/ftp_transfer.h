/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Logged in to an FTP server: folders, files, and what a login may do.
 *
 * Through libcurl, loaded when the first session is opened.  One control connection
 * serves a session as long as it lasts.  Every function ends by its deadline.  Data
 * connections go to the address of the control connection, whatever the server says.
 * Paths are as the server has them: relative to where the login lands, or absolute.
 * Problems quote the server's reply; the password is struck out of all of them.
 */
#ifndef RECEICO_NET_FTP_TRANSFER_H
#define RECEICO_NET_FTP_TRANSFER_H

#include "common/check/buffer.h"
#include "common/check/deadline.h"
#include "common/net/ftp_account.h"
#include "common/net/ftp_reply.h"

#include <stdint.h>

struct ftp_transfer;

/* Prepares a session and loads what it needs; does not connect. */
bool ftp_transfer_open(const struct ftp_account *account, struct ftp_transfer **transfer,
		       struct problem *problem) MUST_CHECK;

/* Says QUIT, waits half a second at most, and frees the session.  NULL is fine. */
void ftp_transfer_close(struct ftp_transfer *transfer, const struct deadline *deadline);

/* Connects and logs in. */
bool ftp_transfer_login(struct ftp_transfer *transfer, const struct deadline *deadline,
			struct problem *problem) MUST_CHECK;

/* Has the next operation log in anew, on another connection. */
void ftp_transfer_log_in_anew(struct ftp_transfer *transfer);

/* Sends one command (CWD, SIZE, DELE ...) and gives the reply, whatever it says.  For
 * RETR and LIST no data connection is made: only a refusal is to be had so. */
bool ftp_transfer_ask(struct ftp_transfer *transfer, const char *command, const struct deadline *deadline,
		      struct ftp_reply *reply, struct problem *problem) MUST_CHECK;

/* Enters a folder, lists it, and counts the entries: lines of LIST but those of `.`, `..`
 * and the total.  A listing of more than 8 MiB is a problem.  *entries is what was seen,
 * also on failure. */
bool ftp_transfer_list(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
		       size_t *entries, struct problem *problem) MUST_CHECK;

/* The same without entering: LIST PATH, which some servers answer with an empty
 * listing when there is no such path. */
bool ftp_transfer_list_from_outside(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
				    size_t *entries, struct problem *problem) MUST_CHECK;

/* Does the server offer a feature, such as "MLST" (FEAT: RFC 2389)?  Of a server that tells more
 * than a reply keeps it is taken to. */
bool ftp_transfer_offers(struct ftp_transfer *transfer, const char *feature, const struct deadline *deadline,
			 bool *offered, struct problem *problem) MUST_CHECK;

/* Who gets the bytes of a listing as they come; what returns false ends it. */
struct ftp_taker {
	bool (*take)(void *taker, const char *bytes, size_t length);
	void *taker;
	size_t limit; /* bytes; more is a problem */
};

/* Enters a folder and passes on what LIST or MLSD (the verb) tells of it.  *entered tells, also on failure,
 * whether the folder could be entered. */
bool ftp_transfer_tell_folder(struct ftp_transfer *transfer, const char *verb, const char *path,
			      const struct ftp_taker *taker, const struct deadline *deadline, bool *entered,
			      struct problem *problem) MUST_CHECK;

/* Appends a part of a file, from `offset` on and at most what fits into the buffer (REST: RFC 3659, 5).
 * At the end of the file and beyond nothing is appended. */
bool ftp_transfer_retrieve_part(struct ftp_transfer *transfer, const char *path, uint64_t offset,
				const struct deadline *deadline, struct buffer *content,
				struct problem *problem) MUST_CHECK;

/* The size of a file. */
bool ftp_transfer_size(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
		       uint64_t *size_bytes, struct problem *problem) MUST_CHECK;

/* Appends a file's content; one that does not fit into the buffer is a problem. */
bool ftp_transfer_retrieve(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
			   struct buffer *content, struct problem *problem) MUST_CHECK;

/* Stores bytes as a file.  *may_exist tells, also on failure, whether a file may be
 * there now that somebody must delete. */
bool ftp_transfer_store(struct ftp_transfer *transfer, const char *path, const void *bytes, size_t length,
			const struct deadline *deadline, bool *may_exist, struct problem *problem) MUST_CHECK;

bool ftp_transfer_delete(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
			 struct problem *problem) MUST_CHECK;

/* The reply to the command that the last operation was about (LIST, RETR, STOR ...),
 * or NULL when it did not come to that. */
const struct ftp_reply *ftp_transfer_reply(const struct ftp_transfer *transfer);

/* The last reply of the last operation, to whatever it was, or NULL. */
const struct ftp_reply *ftp_transfer_last_reply(const struct ftp_transfer *transfer);

/* May a path stand in a command: 1 to 1000 bytes, none of them a control character?  Pure. */
bool ftp_transfer_verify_path(const char *path, struct problem *problem) MUST_CHECK;

/* Reads the reply to SIZE (RFC 3659, 4): `213 NUMBER`.  Pure. */
bool ftp_transfer_parse_size(const struct ftp_reply *reply, uint64_t *size_bytes);

#endif
