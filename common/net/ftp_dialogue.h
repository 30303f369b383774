/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What is said over a control connection that libcurl holds: which reply belongs to
 * which command.
 *
 * A request is about one command (`RETR backup.tar`); libcurl sends others around it.
 * Does no I/O: it is told what was sent and what came.
 */
#ifndef RECEICO_NET_FTP_DIALOGUE_H
#define RECEICO_NET_FTP_DIALOGUE_H

#include "common/check/result.h"
#include "common/net/ftp_reply.h"

enum {
	FTP_PATH_MAXIMUM = 4096,                    /* of a path, in bytes */
	FTP_COMMAND_MAXIMUM = FTP_PATH_MAXIMUM + 8, /* of a command, in bytes */
	FTP_REPLIES_MAXIMUM = 1 << 20,              /* of all replies to one request, in bytes */
	FTP_SHOWN_MAXIMUM = 200                     /* of what is shown of a reply, in bytes */
};

struct ftp_dialogue {
	const char *password;       /* struck out of all that is shown; borrowed */
	const struct result *trace; /* result_trace() gets the conversation at verbosity 2; NULL: nobody */
	size_t outstanding;         /* commands that have no final reply yet */

	/* The request at hand: the command it is about, and the replies. */
	char command[FTP_COMMAND_MAXIMUM];
	bool is_sent, has_reply, has_last;
	bool asked_for_data;    /* a data connection was asked for (EPSV, PASV), so what goes before it was done */
	struct ftp_reply reply; /* the first one to the command */
	struct ftp_reply last;  /* to whatever came last */
	struct ftp_reply_parser parser;
	size_t reply_bytes;
};

/* Begins a request that is about no command yet. */
void ftp_dialogue_begin(struct ftp_dialogue *dialogue);

/* It is about this command.  One that is too long, or more than one, is a problem. */
bool ftp_dialogue_set_command(struct ftp_dialogue *dialogue, const char *command, struct problem *problem) MUST_CHECK;

/* A command was sent, with its line end. */
void ftp_dialogue_sent(struct ftp_dialogue *dialogue, const char *line, size_t length);

/* A part of a reply came.  Lines between the replies, which libcurl makes up, are none.
 * False when more came than one request may cause. */
bool ftp_dialogue_received(struct ftp_dialogue *dialogue, const char *bytes, size_t length) MUST_CHECK;

/* More came than one request may cause. */
bool ftp_dialogue_is_flooded(const struct ftp_dialogue *dialogue);

/* The reply that refused something, or NULL when nothing was refused. */
const struct ftp_reply *ftp_dialogue_refusal(const struct ftp_dialogue *dialogue);

/* Strikes the password out: servers repeat it, and what is shown stays in a history. */
void ftp_dialogue_strike_out(const struct ftp_dialogue *dialogue, char *text);

/* Writes what may be shown of a reply. */
void ftp_dialogue_write_reply(const struct ftp_dialogue *dialogue, const struct ftp_reply *reply, char *text,
			      size_t size);

#endif
