/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Who logs in to an SSH server, and by what.
 */
#ifndef RECEICO_NET_SSH_LOGIN_H
#define RECEICO_NET_SSH_LOGIN_H

#include "common/net/ssh_session.h"

/* Borrowed. */
struct ssh_login {
	const char *user;
	bool agent;                  /* keys of ssh-agent, else: */
	const char *identity;        /* file of a private key */
	const char *passphrase_file; /* its first line is the passphrase of that; NULL: none */
};

/* Logs in.  Whoever the server is: ssh_trust.h comes first. */
bool ssh_login_do(const struct ssh_login *login, struct ssh_session *session, struct problem *problem) MUST_CHECK;

#endif
