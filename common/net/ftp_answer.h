/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Listening for what a server says, and for whether it is what was expected.
 *
 * Without expectations a greeting is awaited: a whole reply whose code is 220
 * (RFC 959, 5.4).  With expectations the bytes are searched for them, whatever they
 * are, as the check_ftp of monitoring-plugins does: until they are found, the
 * server closes, or it has said something and then nothing for two seconds.
 */
#ifndef RECEICO_NET_FTP_ANSWER_H
#define RECEICO_NET_FTP_ANSWER_H

#include "common/check/buffer.h"
#include "common/check/option.h"
#include "common/net/ftp_control.h"

struct ftp_expectation {
	const struct texts *texts; /* anywhere in the answer; none: a 220 greeting */
	bool all;                  /* each of them, not just one */
	bool more_follows;         /* something was sent, so a complete reply need not be the last */
	long maximum_bytes;        /* listen no longer than for so many; 0: no limit but our own of 64 KiB */
};

struct ftp_answer {
	struct buffer text;             /* what was heard, as it came; freed by ftp_answer_free() */
	struct ftp_reply_parser parser; /* of the reply at hand */
	double heard_seconds;           /* when the last of it came, on deadline_clock() */
	bool ended;                     /* the server closed */
};

/* An answer of which nothing was heard yet. */
struct ftp_answer ftp_answer_new(void);

/* Listens, and adds to the answer.  A timeout, an answer without end, and a server
 * that closes without a word (or, without expectations, in the middle of a reply)
 * are problems; an answer that does not match is none. */
bool ftp_answer_listen(struct ftp_answer *answer, struct ftp_control *control,
		       const struct ftp_expectation *expectation, const struct deadline *deadline,
		       struct problem *problem) MUST_CHECK;

/* Is the answer as expected?  Pure. */
bool ftp_answer_matches(const struct ftp_answer *answer, const struct ftp_expectation *expectation);

/* The code of the last reply, 0 when it is none.  Pure. */
int ftp_answer_code(const struct ftp_answer *answer);

/* Writes the answer as one line, cut to `size`.  Foreign bytes remain. */
void ftp_answer_write(const struct ftp_answer *answer, char *line, size_t size);

void ftp_answer_free(struct ftp_answer *answer);

#endif
