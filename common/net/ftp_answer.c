// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* memmem() */
#include "common/net/ftp_answer.h"

#include <string.h>

/* How long a server that has begun to speak may pause before it counts as done. */
#define PAUSE_SECONDS 2.0

struct ftp_answer ftp_answer_new(void)
{
	return (struct ftp_answer){ .text = buffer_limited(FTP_REPLY_BYTES_MAXIMUM) };
}

void ftp_answer_free(struct ftp_answer *answer)
{
	buffer_free(&answer->text);
}

int ftp_answer_code(const struct ftp_answer *answer)
{
	return answer->parser.state == FTP_REPLY_DONE ? answer->parser.reply.code : 0;
}

bool ftp_answer_matches(const struct ftp_answer *answer, const struct ftp_expectation *expectation)
{
	const struct texts *texts = expectation->texts;
	size_t found = 0;

	if (texts->count == 0)
		return ftp_answer_code(answer) == 220 ||
		       (answer->parser.state == FTP_REPLY_MORE && strncmp(answer->text.data, "220", 3) == 0);
	for (size_t i = 0; i < texts->count; i++) {
		if (memmem(answer->text.data, answer->text.length, texts->items[i], strlen(texts->items[i])))
			found++;
	}
	return expectation->all ? found == texts->count : found > 0;
}

/* Nothing that may come now would change the verdict. */
static bool is_enough(const struct ftp_answer *answer, const struct ftp_expectation *expectation)
{
	bool awaits_greeting = expectation->texts->count == 0;

	if (answer->ended || answer->text.overflowed)
		return true;
	if (expectation->maximum_bytes > 0 && answer->text.length >= (size_t)expectation->maximum_bytes)
		return true;
	if (answer->parser.state == FTP_REPLY_MORE)
		return false;
	if (awaits_greeting || answer->parser.state == FTP_REPLY_FLOOD)
		return true;
	return ftp_answer_matches(answer, expectation) ||
	       (answer->parser.state == FTP_REPLY_DONE && !expectation->more_follows);
}

/* A 1xx greeting only says that another will follow (RFC 959, 5.4: 120); it is not kept. */
static void take_replies(struct ftp_answer *answer, struct ftp_control *control, bool awaits_greeting)
{
	while (control->pending_length > 0) {
		size_t taken = control->pending_length;

		if (awaits_greeting)
			ftp_reply_feed(&answer->parser, control->pending, control->pending_length, &taken);
		buffer_append(&answer->text, control->pending, taken);
		control->pending_length -= taken;
		memmove(control->pending, control->pending + taken, control->pending_length);
		if (answer->parser.state != FTP_REPLY_DONE || ftp_reply_class(&answer->parser.reply) != 1)
			return;
		answer->parser = (struct ftp_reply_parser){ 0 };
		buffer_consume(&answer->text, answer->text.length);
	}
}

/* Of a text in which something is searched, replies only tell whether it is whole. */
static void follow_replies(struct ftp_answer *answer, const char *bytes, size_t length)
{
	while (length > 0) {
		size_t taken = 0;

		if (answer->parser.state == FTP_REPLY_DONE)
			answer->parser = (struct ftp_reply_parser){ 0 };
		if (ftp_reply_feed(&answer->parser, bytes, length, &taken) != FTP_REPLY_DONE)
			return;
		bytes += taken;
		length -= taken;
	}
}

static bool hear(struct ftp_answer *answer, struct ftp_control *control, bool awaits_greeting,
		 const struct deadline *deadline, struct problem *problem)
{
	if (!stream_read(&control->stream, control->pending, sizeof control->pending, &control->pending_length,
			 deadline, problem))
		return false;
	answer->heard_seconds = deadline_clock();
	answer->ended = control->pending_length == 0;
	if (!awaits_greeting)
		follow_replies(answer, control->pending, control->pending_length);
	take_replies(answer, control, awaits_greeting);
	return true;
}

/* Heard enough: but is it an answer? */
static bool is_answer(const struct ftp_answer *answer, const struct ftp_expectation *expectation,
		      struct problem *problem)
{
	bool awaits_greeting = expectation->texts->count == 0;
	bool complete = answer->parser.state != FTP_REPLY_MORE;

	if (answer->text.length == 0 && !complete)
		return problem_set(problem, PROBLEM_PEER, "it closed the connection");
	if (answer->text.overflowed || answer->parser.state == FTP_REPLY_FLOOD)
		return problem_set(problem, PROBLEM_PEER, "an answer of more than %d bytes: '%.40s...'",
				   FTP_REPLY_BYTES_MAXIMUM, answer->text.data);
	if (awaits_greeting && answer->ended && !complete)
		return problem_set(problem, PROBLEM_PEER,
				   "the server closed the connection in the middle of its greeting: '%.100s'",
				   answer->text.data);
	return true;
}

bool ftp_answer_listen(struct ftp_answer *answer, struct ftp_control *control,
		       const struct ftp_expectation *expectation, const struct deadline *deadline,
		       struct problem *problem)
{
	bool awaits_greeting = expectation->texts->count == 0;

	while (!is_enough(answer, expectation)) {
		bool may_pause = !awaits_greeting && answer->text.length > 0;
		struct deadline soon = deadline_within(deadline, PAUSE_SECONDS);

		if (hear(answer, control, awaits_greeting, may_pause ? &soon : deadline, problem))
			continue;
		if (!may_pause || problem->kind != PROBLEM_TIMEOUT || deadline_passed(deadline))
			return false;
		break;
	}
	return is_answer(answer, expectation, problem);
}

void ftp_answer_write(const struct ftp_answer *answer, char *line, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < answer->text.length && used + 1 < size; i++) {
		char byte = answer->text.data[i];

		if (byte != '\r' && byte != '\n')
			line[used++] = (char)(byte ? byte : '?');
		else if (used > 0 && line[used - 1] != ' ')
			line[used++] = ' ';
	}
	while (used > 0 && line[used - 1] == ' ')
		used--;
	line[used] = '\0';
}
