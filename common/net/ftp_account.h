/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Whom to log in to, and as whom.
 */
#ifndef RECEICO_NET_FTP_ACCOUNT_H
#define RECEICO_NET_FTP_ACCOUNT_H

#include "common/check/result.h"
#include "common/net/ftp_control.h"

/* All texts are borrowed for the session's life. */
struct ftp_account {
	const char *host;    /* its name, or its address in digits */
	const char *address; /* in digits, or several as connect_addresses() writes them: nothing is looked up */
	long port;
	enum ftp_security security;
	struct tls_settings tls; /* used unless security is FTP_PLAIN */
	const char *user;
	const char *password;
	const struct result *trace; /* result_trace() gets the conversation at verbosity 2; NULL: nobody */
};

/* May it be the host of an account: a name, or an address in digits?  Pure. */
bool ftp_account_takes_host(const char *text);

#endif
