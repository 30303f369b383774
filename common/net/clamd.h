/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A conversation with clamd, ClamAV's daemon: over its Unix socket or TCP, within a deadline.
 *
 * A command is a connection: `z`, the command and a NUL go there, an answer that ends in a
 * NUL comes back.  Every answer is held to its form: what is cut off, too long or something
 * else is a problem (PROBLEM_PEER), never a good answer.
 *
 * Source: clamd(8), "COMMANDS"; ClamAV, clamd/session.c and clamd/others.c.
 */
#ifndef RECEICO_NET_CLAMD_H
#define RECEICO_NET_CLAMD_H

#include "common/check/deadline.h"
#include "common/check/problem.h"

#include <stddef.h>
#include <time.h>

/* Where clamd listens unless it is told otherwise, bytes of an answer at most, and what
 * suffices for a place in words. */
enum { CLAMD_PORT = 3310, CLAMD_ANSWER_MAXIMUM = 65536, CLAMD_PLACE_SIZE = 256 };

struct clamd_address {
	bool is_set;
	char host[200]; /* a name, an address, or the path of a socket */
	long port;
};

struct clamd_version {
	char engine[64];   /* "ClamAV 1.4.6" */
	bool has_database; /* it told the version of its daily database */
	double database;
	bool has_built;
	struct tm built; /* of that database, as the clock of clamd's zone shows */
};

struct clamd_stats {
	double queue;  /* requests that wait, of all pools */
	bool is_valid; /* no pool is about to end */
};

/* What clamd says of something that it scanned. */
struct clamd_verdict {
	bool is_infected;
	char signature[128]; /* foreign bytes; "" when it is clean */
};

/* Reads `/run/clamav/clamd.ctl`, `HOST`, `HOST:PORT`, `ADDRESS` or `[ADDRESS]:PORT`. */
bool clamd_address_parse(const char *text, struct clamd_address *address, struct problem *problem) MUST_CHECK;

/* Writes "clamd on socket /run/clamav/clamd.ctl" or "clamd on 127.0.0.1 port 3310". */
void clamd_place_write(const struct clamd_address *address, char *text, size_t size);

/* Does it answer PING with PONG? */
bool clamd_ping(const struct clamd_address *address, const struct deadline *deadline,
		struct problem *problem) MUST_CHECK;

/* Which engine it is, and which daily database it has loaded. */
bool clamd_ask_version(const struct clamd_address *address, const struct deadline *deadline,
		       struct clamd_version *version, struct problem *problem) MUST_CHECK;

/* How busy it is. */
bool clamd_ask_stats(const struct clamd_address *address, const struct deadline *deadline, struct clamd_stats *stats,
		     struct problem *problem) MUST_CHECK;

/* Has it scan bytes, of which it gets a copy through the connection (INSTREAM). */
bool clamd_scan(const struct clamd_address *address, const void *bytes, size_t length, const struct deadline *deadline,
		struct clamd_verdict *verdict, struct problem *problem) MUST_CHECK;

/* Has it scan the EICAR test file, which every scanner finds, and before it a harmless
 * text, so that one who finds something in everything is known: *clean and *infected are
 * what it said of them.  Source: EICAR, "Anti Malware Testfile". */
bool clamd_self_test(const struct clamd_address *address, const struct deadline *deadline, struct clamd_verdict *clean,
		     struct clamd_verdict *infected, struct problem *problem) MUST_CHECK;

/* The answers, without their NUL. */
bool clamd_version_parse(const char *answer, struct clamd_version *version, struct problem *problem) MUST_CHECK;
bool clamd_stats_parse(const char *answer, struct clamd_stats *stats, struct problem *problem) MUST_CHECK;
bool clamd_verdict_parse(const char *answer, struct clamd_verdict *verdict, struct problem *problem) MUST_CHECK;

#endif
