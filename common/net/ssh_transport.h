/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The beginning of an SSH conversation, by ourselves: identifications, the
 * server's offers, and a polite end.  What needs keys is in ssh_session.h, over the
 * same connection.
 */
#ifndef RECEICO_NET_SSH_TRANSPORT_H
#define RECEICO_NET_SSH_TRANSPORT_H

#include "common/check/buffer.h"
#include "common/net/connect.h"
#include "common/net/ssh_algorithms.h"
#include "common/net/ssh_identification.h"
#include "common/net/stream.h"

/* How we identify ourselves. */
#define SSH_CLIENT_IDENTIFICATION "SSH-2.0-check_ssh"

struct ssh_transport {
	struct stream stream;
	struct ssh_identification identification; /* the server's */
	struct buffer received; /* what came behind the identification, SSH_OFFERS_MAXIMUM bytes at most */
	bool greeted;           /* the server knows who we are */
	double seconds;         /* from the start until the identification was whole */
};

/* Connects and reads the server's identification.  ssh_transport_close() is due
 * either way. */
bool ssh_transport_open(const struct endpoint *endpoint, const struct deadline *deadline,
			struct ssh_transport *transport, struct problem *problem) MUST_CHECK;

/* Identifies us and reads the server's offers. */
bool ssh_transport_read_offers(struct ssh_transport *transport, const struct deadline *deadline,
			       struct ssh_offers *offers, struct problem *problem) MUST_CHECK;

/* Ends the conversation so that sshd has nothing to complain of: identifies us if
 * that has not happened, says DISCONNECT, waits (a second at most) for its end. */
void ssh_transport_disconnect(struct ssh_transport *transport, const struct deadline *deadline);

void ssh_transport_close(struct ssh_transport *transport);

#endif
