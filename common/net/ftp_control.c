// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ftp_control.h"

#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* The longest command: a path of PATH_MAX and its verb. */
enum { COMMAND_MAXIMUM = 4200 };

/* A reply that is no more than announced: how many of those before we lose patience. */
enum { PRELIMINARY_MAXIMUM = 10 };

/* What keeps a reply from being complete; the start of what came is shown. */
static bool no_reply(const struct ftp_reply_parser *parser, struct problem *problem)
{
	switch (parser->state) {
	case FTP_REPLY_MALFORMED:
		return problem_set(problem, PROBLEM_PEER, "no FTP reply: '%.100s'", parser->reply.text);
	case FTP_REPLY_FLOOD:
		return problem_set(problem, PROBLEM_PEER, "a reply of more than %d bytes: '%.40s...'",
				   FTP_REPLY_BYTES_MAXIMUM, parser->reply.text);
	default:
		return problem_set(problem, PROBLEM_PEER, "the server closed the connection%s",
				   parser->bytes > 0 ? " in the middle of a reply" : "");
	}
}

/* Reads more; false at the end, too. */
static bool fill(struct ftp_control *control, const struct ftp_reply_parser *parser, const struct deadline *deadline,
		 struct problem *problem)
{
	if (!stream_read(&control->stream, control->pending, sizeof control->pending, &control->pending_length,
			 deadline, problem))
		return false;
	return control->pending_length > 0 || no_reply(parser, problem);
}

bool ftp_control_read(struct ftp_control *control, struct ftp_reply *reply, const struct deadline *deadline,
		      struct problem *problem)
{
	struct ftp_reply_parser parser = { 0 };

	while (parser.state == FTP_REPLY_MORE) {
		size_t taken = 0;

		if (control->pending_length == 0 && !fill(control, &parser, deadline, problem))
			return false;
		ftp_reply_feed(&parser, control->pending, control->pending_length, &taken);
		control->pending_length -= taken;
		memmove(control->pending, control->pending + taken, control->pending_length);
	}
	if (parser.state != FTP_REPLY_DONE)
		return no_reply(&parser, problem);
	*reply = parser.reply;
	return true;
}

bool ftp_control_greet(struct ftp_control *control, struct ftp_reply *reply, const struct deadline *deadline,
		       struct problem *problem)
{
	for (int i = 0; i < PRELIMINARY_MAXIMUM; i++) {
		if (!ftp_control_read(control, reply, deadline, problem))
			return false;
		if (ftp_reply_class(reply) != 1)
			return true;
	}
	return problem_set(problem, PROBLEM_PEER, "it announces a greeting again and again: '%.100s'", reply->text);
}

bool ftp_control_command(struct ftp_control *control, const char *command, struct ftp_reply *reply,
			 const struct deadline *deadline, struct problem *problem)
{
	char line[COMMAND_MAXIMUM];
	int length = snprintf(line, sizeof line, "%s\r\n", command);

	if (length >= (int)sizeof line || strcspn(command, "\r\n") < strlen(command))
		return problem_set(problem, PROBLEM_INPUT, "'%.40s...' cannot be sent as one command", command);
	return stream_write(&control->stream, line, (size_t)length, deadline, problem) &&
	       ftp_control_read(control, reply, deadline, problem);
}

bool ftp_control_start_tls(struct ftp_control *control, const struct tls_settings *settings,
			   const struct deadline *deadline, struct tls_peer *peer, struct problem *problem)
{
	struct ftp_reply reply = { 0 };

	*peer = (struct tls_peer){ 0 };
	if (!ftp_control_command(control, "AUTH TLS", &reply, deadline, problem))
		return problem_prefix(problem, "AUTH TLS");
	if (reply.code != 234)
		return problem_set(problem, PROBLEM_PEER, "the server does not start TLS: %.200s", reply.text);
	if (control->pending_length > 0)
		return problem_set(problem, PROBLEM_PEER,
				   "the server sent text in the clear behind its answer to "
				   "AUTH TLS: somebody may be in between");
	return stream_start_tls(&control->stream, settings, deadline, peer, problem);
}

bool ftp_control_peer(const struct ftp_control *control, char *address, size_t size)
{
	struct sockaddr_storage peer = { 0 };
	struct sockaddr *generic = (struct sockaddr *)&peer;
	socklen_t length = sizeof peer;

	return getpeername(control->stream.fd, generic, &length) == 0 && generic->sa_family != AF_UNIX &&
	       getnameinfo(generic, length, address, (socklen_t)size, NULL, 0, NI_NUMERICHOST) == 0;
}

void ftp_control_leave(struct ftp_control *control, const char *text, const struct deadline *deadline)
{
	struct deadline soon = deadline_within(deadline, 0.5);
	struct problem ignored;

	if (text == NULL || stream_write(&control->stream, text, strlen(text), &soon, &ignored))
		stream_finish(&control->stream, &soon);
}
