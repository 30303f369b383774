/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What a server lists of a folder: its lines are counted, not kept.
 *
 * The form of a line is the server's own (RFC 959, 4.1.3: LIST); those that stand for
 * no entry are the total, the folder itself (`.`) and the one above (`..`).  Pure:
 * bytes in, a number out.
 */
#ifndef RECEICO_NET_FTP_LISTING_H
#define RECEICO_NET_FTP_LISTING_H

#include <stddef.h>

/* A listing that is coming in.  All zero at its beginning. */
struct ftp_listing {
	size_t entries; /* so far */
	char line[512]; /* the beginning of the line at hand */
	size_t line_length;
};

/* Takes bytes as they came, in pieces of any size. */
void ftp_listing_feed(struct ftp_listing *listing, const char *bytes, size_t length);

/* Nothing follows: what stands behind the last line end is a line as well. */
void ftp_listing_end(struct ftp_listing *listing);

#endif
