/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Whether a server takes a login in the clear, where nobody should be asked for a
 * password.
 */
#ifndef RECEICO_NET_FTP_PLAIN_LOGIN_H
#define RECEICO_NET_FTP_PLAIN_LOGIN_H

#include "common/check/result.h"
#include "common/net/connect.h"

struct ftp_plain_login {
	bool refused;
	char reply[200]; /* to USER */
};

/* Connects anew, in the clear, and sends USER: a server that asks for the password then
 * has every client send it in the clear.  No password is sent. */
bool ftp_plain_login_try(const struct endpoint *endpoint, const char *user, const struct deadline *deadline,
			 struct ftp_plain_login *login, struct problem *problem) MUST_CHECK;

/* Judges what the server answered; what is wrong is said with the place (ftp_place.h) in
 * front.  Pure. */
void ftp_plain_login_judge(const struct ftp_plain_login *login, const char *place, struct result *result);

#endif
