// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ftp_dialogue.h"

#include <stdio.h>
#include <string.h>

/* The longest password that is to be struck out, in bytes. */
enum { PASSWORD_MAXIMUM = 1024 };

void ftp_dialogue_begin(struct ftp_dialogue *dialogue)
{
	dialogue->command[0] = '\0';
	dialogue->is_sent = dialogue->has_reply = dialogue->has_last = dialogue->asked_for_data = false;
	dialogue->parser = (struct ftp_reply_parser){ 0 };
	dialogue->reply_bytes = 0;
}

bool ftp_dialogue_set_command(struct ftp_dialogue *dialogue, const char *command, struct problem *problem)
{
	size_t length = strlen(command);

	if (length >= sizeof dialogue->command || strcspn(command, "\r\n") < length)
		return problem_set(problem, PROBLEM_INPUT, "'%.40s...' cannot be sent as one command", command);
	memcpy(dialogue->command, command, length + 1);
	return true;
}

void ftp_dialogue_strike_out(const struct ftp_dialogue *dialogue, char *text)
{
	const char *password = dialogue->password;
	size_t length = strlen(password);

	for (char *at = length ? strstr(text, password) : NULL; at; at = strstr(at + length, password))
		memset(at, '*', length);
}

void ftp_dialogue_write_reply(const struct ftp_dialogue *dialogue, const struct ftp_reply *reply, char *text,
			      size_t size)
{
	char whole[sizeof reply->text];

	memcpy(whole, reply->text, sizeof whole);
	ftp_dialogue_strike_out(dialogue, whole);
	snprintf(text, size, "%.*s", FTP_SHOWN_MAXIMUM, whole);
}

/* More is struck out than is shown, so that no half of a password remains at the end. */
static void trace(const struct ftp_dialogue *dialogue, const char *mark, const char *bytes, size_t length)
{
	char text[4 * PASSWORD_MAXIMUM];

	if (dialogue->trace == NULL)
		return;
	snprintf(text, sizeof text, "%.*s", (int)(length < sizeof text ? length : sizeof text), bytes);
	ftp_dialogue_strike_out(dialogue, text);
	result_trace(dialogue->trace, 2, "%s %.*s", mark, FTP_SHOWN_MAXIMUM, text);
}

static bool is_command(const struct ftp_dialogue *dialogue, const char *line, size_t length)
{
	size_t expected = strlen(dialogue->command);

	while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
		length--;
	return expected > 0 && length == expected && memcmp(line, dialogue->command, length) == 0;
}

void ftp_dialogue_sent(struct ftp_dialogue *dialogue, const char *line, size_t length)
{
	dialogue->outstanding++;
	if (!dialogue->is_sent && is_command(dialogue, line, length)) {
		dialogue->is_sent = true;
		dialogue->parser = (struct ftp_reply_parser){ 0 };
	}
	if (length >= 4 && (memcmp(line, "EPSV", 4) == 0 || memcmp(line, "PASV", 4) == 0))
		dialogue->asked_for_data = true;
	if (length >= 4 && memcmp(line, "PASS", 4) == 0)
		trace(dialogue, ">", "PASS ...", 8);
	else
		trace(dialogue, ">", line, length);
}

static void take_reply(struct ftp_dialogue *dialogue)
{
	dialogue->last = dialogue->parser.reply;
	dialogue->has_last = true;
	/* A greeting is no answer to anything. */
	if (dialogue->outstanding > 0 && ftp_reply_class(&dialogue->last) != 1)
		dialogue->outstanding--;
	if (dialogue->is_sent && !dialogue->has_reply) {
		dialogue->reply = dialogue->parser.reply;
		dialogue->has_reply = true;
	}
}

bool ftp_dialogue_is_flooded(const struct ftp_dialogue *dialogue)
{
	return dialogue->reply_bytes > FTP_REPLIES_MAXIMUM;
}

bool ftp_dialogue_received(struct ftp_dialogue *dialogue, const char *bytes, size_t length)
{
	dialogue->reply_bytes += length;
	if (ftp_dialogue_is_flooded(dialogue))
		return false;
	trace(dialogue, "<", bytes, length);
	for (size_t used = 0, taken = 0; used < length; used += taken) {
		enum ftp_reply_state state = ftp_reply_feed(&dialogue->parser, bytes + used, length - used, &taken);

		if (state == FTP_REPLY_DONE)
			take_reply(dialogue);
		if (state != FTP_REPLY_MORE)
			dialogue->parser = (struct ftp_reply_parser){ 0 };
	}
	return true;
}

const struct ftp_reply *ftp_dialogue_refusal(const struct ftp_dialogue *dialogue)
{
	if (dialogue->has_reply && ftp_reply_class(&dialogue->reply) >= 4)
		return &dialogue->reply;
	return dialogue->has_last && ftp_reply_class(&dialogue->last) >= 4 ? &dialogue->last : NULL;
}
