// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ftp_plain_login.h"

#include "common/net/ftp_control.h"

#include <stdio.h>

static bool ask_user(struct ftp_control *control, const char *user, const struct deadline *deadline,
		     struct ftp_plain_login *login, struct problem *problem)
{
	struct ftp_reply reply = { 0 };
	char command[300];

	if (!ftp_control_greet(control, &reply, deadline, problem))
		return problem_prefix(problem, "greeting");
	if (ftp_reply_class(&reply) != 2)
		return problem_set(problem, PROBLEM_PEER, "%.150s", reply.text);
	snprintf(command, sizeof command, "USER %.200s", user);
	if (!ftp_control_command(control, command, &reply, deadline, problem))
		return problem_prefix(problem, "USER");
	login->refused = ftp_reply_class(&reply) >= 4;
	snprintf(login->reply, sizeof login->reply, "%.150s", reply.text);
	return true;
}

bool ftp_plain_login_try(const struct endpoint *endpoint, const char *user, const struct deadline *deadline,
			 struct ftp_plain_login *login, struct problem *problem)
{
	struct ftp_control control = { .stream = { .fd = -1 } };
	bool asked = connect_to(endpoint, deadline, &control.stream.fd, problem) &&
		     ask_user(&control, user, deadline, login, problem);

	if (asked)
		ftp_control_leave(&control, "QUIT\r\n", deadline);
	stream_close(&control.stream);
	return asked || problem_prefix(problem, "no telling whether a plain login is refused");
}

void ftp_plain_login_judge(const struct ftp_plain_login *login, const char *place, struct result *result)
{
	if (login->refused)
		result_say(result, STATUS_OK, "a plain login is refused (%s)", login->reply);
	else
		result_say(result, STATUS_CRITICAL, "%s: the server %s: USER: %s", place,
			   login->reply[0] == '2' ? "takes a plain login, even without a password"
						  : "asks for a password in the clear",
			   login->reply);
}
