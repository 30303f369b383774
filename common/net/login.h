/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Who logs in to a server.  Both the name and the password are secrets.
 */
#ifndef RECEICO_NET_LOGIN_H
#define RECEICO_NET_LOGIN_H

#include "common/check/buffer.h"

struct login {
	struct buffer user, password;
};

/* A login of which nothing is known yet. */
struct login login_new(void);

/* Takes the password from the first line of a file, which must be private (file.h). */
bool login_read_password(struct login *login, const char *user, const char *password_file,
			 struct problem *problem) MUST_CHECK;

/* Takes both from a netrc file (netrc.h); `user` NULL: any that it has for the host. */
bool login_read_netrc(struct login *login, const char *netrc, const char *host, const char *user,
		      struct problem *problem) MUST_CHECK;

/* Overwrites and frees; due also when nothing was read. */
void login_forget(struct login *login);

#endif
