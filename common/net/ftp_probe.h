/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Trying out what an FTP server lets one do: what should work, and what must not.
 */
#ifndef RECEICO_NET_FTP_PROBE_H
#define RECEICO_NET_FTP_PROBE_H

#include "common/net/ftp_transfer.h"

/* What became of a file that was stored, read back, compared and deleted. */
struct ftp_upload {
	struct problem failure;  /* of storing, reading or comparing; PROBLEM_NONE: none */
	struct problem leftover; /* why a file may have been left behind; PROBLEM_NONE: none was */
};

/* Stores a small file of random content under a random name in `folder`, reads it
 * back, compares, and deletes it.  It is deleted whatever fails before, for which
 * two seconds of the time (a third of a short one) are kept back. */
void ftp_probe_upload(struct ftp_transfer *transfer, const char *folder, const struct deadline *deadline,
		      struct ftp_upload *upload);

/* Whether a login gets at a path. */
struct ftp_access {
	bool granted;
	char reply[200]; /* what the server said: to the step that got there, or to the first */
};

/* Tries to get at a path, as a folder (CWD, LIST) and as a file (SIZE, RETR, of which
 * one byte is read at most).  Denied is only what the server refuses in so many
 * words (530, 550, 553); when it breaks off, or says something else, that is a
 * problem, for then nobody knows. */
bool ftp_probe_access(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
		      struct ftp_access *access, struct problem *problem) MUST_CHECK;

#endif
