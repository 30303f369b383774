// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/login.h"

#include "common/check/file.h"
#include "common/net/netrc.h"

/* Of a name or a password, in bytes. */
enum { WORD_MAXIMUM = 1024 };

struct login login_new(void)
{
	return (struct login){ buffer_limited(WORD_MAXIMUM), buffer_limited(WORD_MAXIMUM) };
}

bool login_read_password(struct login *login, const char *user, const char *password_file, struct problem *problem)
{
	buffer_add(&login->user, user);
	return file_read_secret(password_file, &login->password, problem);
}

bool login_read_netrc(struct login *login, const char *netrc, const char *host, const char *user,
		      struct problem *problem)
{
	return netrc_read(netrc, host, user, &login->user, &login->password, problem);
}

void login_forget(struct login *login)
{
	file_forget_secret(&login->user);
	file_forget_secret(&login->password);
}
