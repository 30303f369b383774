/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The line by which an SSH server says who it is.
 *
 *	SSH-protoversion-softwareversion SP comments CR LF
 *
 * It may arrive in any number of pieces and after any number of other lines, none
 * of which begins with "SSH-".  Pure: bytes in, state out.  Source: RFC 4253,
 * section 4.2.
 */
#ifndef RECEICO_NET_SSH_IDENTIFICATION_H
#define RECEICO_NET_SSH_IDENTIFICATION_H

#include "common/check/problem.h"

#include <stddef.h>

enum {
	SSH_IDENTIFICATION_MAXIMUM = 255, /* bytes, CR LF included */
	SSH_PREAMBLE_MAXIMUM = 65536      /* bytes of other lines: our limit, the RFC has none */
};

enum ssh_identification_state {
	SSH_IDENTIFICATION_MORE, /* feed more bytes */
	SSH_IDENTIFICATION_DONE,
	SSH_IDENTIFICATION_FAILED /* the problem says why */
};

struct ssh_identification {
	char protocol[16];                             /* "2.0" */
	char version[SSH_IDENTIFICATION_MAXIMUM + 1];  /* "OpenSSH_9.2p1 Debian-2+deb12u3": with the comment */
	char software[SSH_IDENTIFICATION_MAXIMUM + 1]; /* "OpenSSH_9.2p1": without it */
	char said[SSH_IDENTIFICATION_MAXIMUM + 1];     /* the first other line, "" if none: foreign text */
	/* Of the work: the line that is being put together, and what has gone by. */
	char line[SSH_IDENTIFICATION_MAXIMUM + 1];
	size_t line_length; /* of the whole line; what is beyond the maximum is not kept */
	size_t preamble_length;
};

/* Takes bytes as they came; begin with a zeroed struct.  *used is how many belong
 * to the identification and what stands before it: fewer than `length` when the
 * server's first packet came along. */
enum ssh_identification_state ssh_identification_feed(struct ssh_identification *identification, const void *bytes,
						      size_t length, size_t *used, struct problem *problem);

/* The peer has ended before it identified itself: puts a line without an end into
 * `said`, and says in words what that means; sshd's own refusals are named. */
bool ssh_identification_ended(struct ssh_identification *identification, struct problem *problem);

/* The deadline has passed before it identified itself: says so, with what it said instead. */
bool ssh_identification_missed(struct ssh_identification *identification, struct problem *problem);

/* Is it the version that is expected: with the comment, or without? */
bool ssh_identification_is(const struct ssh_identification *identification, const char *expected);

/* Compares the numbers in two software versions in turn: "OpenSSH_9.2p1" is below
 * "9.10".  Less than, equal to or greater than 0.  Letters do not count. */
int ssh_version_compare(const char *a, const char *b);

/* The name in front of the number: "OpenSSH_" of "OpenSSH_9.2p1", "" of "9.2"; its length. */
size_t ssh_version_product_length(const char *version);

#endif
