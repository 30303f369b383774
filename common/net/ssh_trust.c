// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_trust.h"

bool ssh_trust_pin(const struct ssh_trust *trust, const struct ssh_host_key *key, struct problem *problem)
{
	if (trust->pinned->count == 0 || ssh_fingerprint_is_among(trust->pinned, key->fingerprint))
		return true;
	return problem_set(problem, PROBLEM_PEER,
			   "%.150s port %ld: the host's key is %s %s, which is none of the %zu pinned", trust->host,
			   trust->port, key->type, key->fingerprint, trust->pinned->count);
}

bool ssh_trust_known(const struct ssh_trust *trust, const struct ssh_host_key *key, enum ssh_known known,
		     struct problem *problem)
{
	switch (known) {
	case SSH_KNOWN_REVOKED:
		return problem_set(problem, PROBLEM_PEER,
				   "%.100s port %ld: the host's key is %s %s, which %.150s calls revoked", trust->host,
				   trust->port, key->type, key->fingerprint, trust->known_hosts);
	case SSH_KNOWN_OTHER:
		return problem_set(problem, PROBLEM_PEER,
				   "%.100s port %ld: the host's key is %s %s, but %.150s has another for it",
				   trust->host, trust->port, key->type, key->fingerprint, trust->known_hosts);
	case SSH_KNOWN_NOT:
		return problem_set(problem, PROBLEM_PEER,
				   "%.100s port %ld: the host's key is %s %s, and %.150s has no %s key for it",
				   trust->host, trust->port, key->type, key->fingerprint, trust->known_hosts,
				   key->type);
	default:
		return true;
	}
}
