/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What the facts about a server mean, each in its own words.  Pure.  The result that is
 * given is the part of that server: what is said does not name it again.
 */
#ifndef RECEICO_TLS_VERDICT_H
#define RECEICO_TLS_VERDICT_H

#include "common/check/result.h"
#include "common/tls/inspection.h"
#include "common/tls/validity_limit.h"

/* Is the n-th certificate that was sent part of the path to a root?  Everything is where
 * no path was looked for. */
bool verdict_is_needed(const struct inspection *inspection, size_t place);

/* How long the certificates must last, and what the measurements are called. */
struct verdict_limits {
	const struct validity_limit *warning, *critical;
	int64_t now;
	double timeout;   /* seconds: the most that the handshake can take */
	bool label_place; /* put the place in front of the labels, for it is one of several */
};

/* Measures the time of the handshake (`time`) and the days that each certificate has left
 * (`days_chain_elem1` is the server's own), and says which are over the limits, expired or
 * not yet valid. */
void verdict_measure(const struct inspection *inspection, const struct verdict_limits *limits, struct result *result);

/* Says each fault of the chain: self-signed (unless that is good), missing intermediate,
 * untrusted root, wrong purpose, name constraints, and a wrong order. */
void verdict_trust(const struct inspection *inspection, bool self_signed_is_good, struct result *result);

/* Says each name that the certificate is not for. */
void verdict_names(const struct inspection *inspection, struct result *result);

/* Says which keys and signatures are weak. */
void verdict_strength(const struct inspection *inspection, struct result *result);

/* Says what revocation the staple, the responder and the lists tell of.  `bad_staple` is
 * what an unusable staple means, and `no_staple` what none means (what the certificate
 * itself demands is critical).  `no_answer` is what a responder means that cannot be
 * asked; one whose answer is bad is a warning at least: somebody answers in its place. */
void verdict_staple(const struct inspection *inspection, enum status bad_staple, enum status no_staple,
		    struct result *result);
void verdict_responder(const struct inspection *inspection, enum status no_answer, struct result *result);
void verdict_lists(const struct inspection *inspection, struct result *result);

/* Says which of the protocols that were probed for are spoken, and which are refused. */
void verdict_probes(const struct inspection *inspection, struct result *result);
void verdict_refused(const struct inspection *inspection, struct result *result);

/* For the person who debugs, at -vv: what was negotiated, and every certificate. */
void verdict_trace(const struct inspection *inspection, const struct result *result);

#endif
