/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * How to get in, in the terms of those who connect.  For the places on other machines.
 */
#ifndef RECEICO_FILES_REMOTE_ACCESS_H
#define RECEICO_FILES_REMOTE_ACCESS_H

#include "common/files/place_kind.h"
#include "common/net/connect.h"
#include "common/net/login.h"
#include "common/net/tls.h"

/* Where to connect, and what the server must show.  The texts are those of the place. */
struct endpoint remote_endpoint(const struct place *place);
struct tls_settings remote_tls(const struct place *place);

/* Do user and password go together? */
bool remote_login_verify(const struct place_address *address, const struct place_access *access,
			 struct problem *problem) MUST_CHECK;

/* Reads user and password.  Where none are given the login stays empty. */
bool remote_login_read(const struct place *place, struct login *login, struct problem *problem) MUST_CHECK;

#endif
