// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_login.h"

#include "common/check/file.h"

/* A passphrase is a line. */
enum { PASSPHRASE_MAXIMUM = 1024 };

bool ssh_login_do(const struct ssh_login *login, struct ssh_session *session, struct problem *problem)
{
	struct buffer passphrase = buffer_limited(PASSPHRASE_MAXIMUM);
	bool done;

	if (login->agent)
		return ssh_session_login_agent(session, login->user, problem);
	done = login->passphrase_file == NULL || file_read_secret(login->passphrase_file, &passphrase, problem);
	if (done)
		done = ssh_session_login_key(session, login->user, login->identity,
					     login->passphrase_file ? passphrase.data : NULL, problem);
	else
		problem_prefix(problem, "--passphrase-file");
	file_forget_secret(&passphrase);
	return done;
}
