/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Is it the host that we mean?  By fingerprints that were pinned, and by a known_hosts
 * file.  Pure.
 */
#ifndef RECEICO_NET_SSH_TRUST_H
#define RECEICO_NET_SSH_TRUST_H

#include "common/net/ssh_host_key.h"

/* What the user knows of a host.  Borrowed. */
struct ssh_trust {
	const char *host;
	long port;
	const struct texts *pinned; /* fingerprints; none: any */
	const char *known_hosts;    /* the file that was asked; NULL: none */
};

/* Is the key among those that were pinned, if any were?  Else the problem says which key it is. */
bool ssh_trust_pin(const struct ssh_trust *trust, const struct ssh_host_key *key, struct problem *problem) MUST_CHECK;

/* Is what the file said of the key good, if it was asked?  Else the problem says what it said. */
bool ssh_trust_known(const struct ssh_trust *trust, const struct ssh_host_key *key, enum ssh_known known,
		     struct problem *problem) MUST_CHECK;

#endif
