/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Does an OpenPGP message end where its last packet does?  Told from the lengths of the packets,
 * without a key.
 *
 * Source: RFC 9580, 4.2.
 */
#ifndef RECEICO_FILES_OPENPGP_PACKETS_H
#define RECEICO_FILES_OPENPGP_PACKETS_H

#include "common/check/problem.h"

#include <stddef.h>
#include <stdint.h>

enum openpgp_place {
	OPENPGP_TAG,        /* a packet begins, or it was the last */
	OPENPGP_LENGTH,     /* of a packet or its next part begins */
	OPENPGP_TWO_OCTETS, /* the length goes on */
	OPENPGP_NUMBER,
	OPENPGP_BODY,
	OPENPGP_ENDLESS /* a body of no told length */
};

/* A zeroed one begins. */
struct openpgp_packets {
	enum openpgp_place place;
	uint64_t left;   /* bytes of the body, or the length as far as it was read */
	unsigned octets; /* of OPENPGP_NUMBER that are to come */
	bool is_part;    /* another part of the body follows */
};

/* Goes on with bytes as they come; false when no packet can begin where one should. */
bool openpgp_packets_add(struct openpgp_packets *packets, const void *block, size_t length) MUST_CHECK;

/* May the message end here? */
bool openpgp_packets_end(const struct openpgp_packets *packets);

#endif
