/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * From a name to a connection, within a deadline.
 */
#ifndef RECEICO_NET_CONNECT_H
#define RECEICO_NET_CONNECT_H

#include "common/check/deadline.h"
#include "common/check/problem.h"

#include <stddef.h>

/* Where to connect: a name, an IPv4 or IPv6 address, or the path of a Unix socket
 * (it begins with a slash; the port is not used then). */
struct endpoint {
	const char *host;
	long port;
	int family;    /* AF_UNSPEC, AF_INET or AF_INET6 */
	bool is_named; /* the caller puts the place in front: problems do not say it again */
};

/* The family for the options --use-ipv4 and --use-ipv6, and whether at most one is given. */
int connect_family(bool use_ipv4, bool use_ipv6);
bool connect_family_verify(bool use_ipv4, bool use_ipv6, struct problem *problem) MUST_CHECK;

/* Opens a stream socket, non-blocking and close-on-exec, with TCP_NODELAY (an SSH
 * handshake takes four times as long without).  Each address of a name is tried in
 * the resolver's order, no address eats more than its share of the time.  The name
 * is looked up in a thread, so a resolver that hangs cannot outlast the deadline.
 * On success the caller closes *fd. */
bool connect_to(const struct endpoint *endpoint, const struct deadline *deadline, int *fd,
		struct problem *problem) MUST_CHECK;

/* Looks the endpoint's host up and writes its addresses in the resolver's order, commas between, IPv6
 * in brackets: for a library that connects by itself, and would wait for the resolver as long
 * as that likes.  Addresses that do not fit are left out. */
bool connect_addresses(const struct endpoint *endpoint, const struct deadline *deadline, char *addresses, size_t size,
		       struct problem *problem) MUST_CHECK;

/* Waits until `fd` is ready for `events` (POLLIN, POLLOUT). */
bool connect_wait(int fd, short events, const struct deadline *deadline, struct problem *problem) MUST_CHECK;

#endif
