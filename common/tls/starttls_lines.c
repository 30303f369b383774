// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * The protocols of lines: ftp, smtp, nntp, pop3, imap, sieve, irc.
 */
#include "common/tls/starttls_dialogue.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool begins(const char *line, const char *prefix)
{
	return strncasecmp(line, prefix, strlen(prefix)) == 0;
}

/* The word at the start of the line, and nothing but an end or a blank behind it. */
static bool begins_with_word(const char *line, const char *word)
{
	size_t length = strlen(word);

	return begins(line, word) && (line[length] == '\0' || line[length] == ' ');
}

/* The reply code at the start of the line, or 0. */
static int read_code(const char *line)
{
	int code = 0;

	for (int i = 0; i < 3; i++) {
		if (line[i] < '0' || line[i] > '9')
			return 0;
		code = code * 10 + (line[i] - '0');
	}
	return line[3] == '\0' || line[3] == ' ' || line[3] == '-' ? code : 0;
}

/* Takes a line of a reply that may have several, `220-` to `220 `; true at its end. */
static bool ends_reply(struct starttls_dialogue *dialogue, const char *line)
{
	int code = read_code(line);

	if (dialogue->code == 0) {
		if (code == 0)
			dialogue->state = STARTTLS_MALFORMED;
		dialogue->code = code;
		return code != 0 && line[3] != '-';
	}
	return code == dialogue->code && line[3] != '-';
}

/* The code of the reply that has ended; the next one begins. */
static int end_reply(struct starttls_dialogue *dialogue)
{
	int code = dialogue->code;

	dialogue->code = 0;
	return code;
}

static void take_ftp(struct starttls_dialogue *dialogue, const char *line)
{
	int code;

	if (!ends_reply(dialogue, line))
		return;
	code = end_reply(dialogue);
	/* 120: ready in some minutes; then 220 follows. */
	if (dialogue->stage == 0 && code == 120)
		return;
	if (dialogue->stage == 0 && code == 220)
		starttls_say(dialogue, "AUTH TLS\r\n");
	else if (dialogue->stage > 0 && (code == 234 || code == 334))
		dialogue->state = STARTTLS_READY;
	else
		dialogue->state = STARTTLS_REFUSED;
}

static void take_smtp(struct starttls_dialogue *dialogue, const char *line)
{
	int code;

	if (dialogue->stage == 1 && read_code(line) == 250 && line[3] && begins_with_word(line + 4, "STARTTLS"))
		dialogue->offered = true;
	if (!ends_reply(dialogue, line))
		return;
	code = end_reply(dialogue);
	if (dialogue->stage == 0 && code == 220) {
		starttls_say(dialogue, "EHLO localhost\r\n");
	} else if (dialogue->stage == 1 && code == 250 && dialogue->offered) {
		starttls_say(dialogue, "STARTTLS\r\n");
	} else if (dialogue->stage == 2 && code == 220) {
		dialogue->state = STARTTLS_READY;
	} else {
		dialogue->state = STARTTLS_REFUSED;
	}
}

/* No reply to these commands has more than one line: RFC 3977, 3.1. */
static void take_nntp(struct starttls_dialogue *dialogue, const char *line)
{
	int code = read_code(line);

	if (code == 0)
		dialogue->state = STARTTLS_MALFORMED;
	else if (dialogue->stage == 0 && (code == 200 || code == 201))
		starttls_say(dialogue, "STARTTLS\r\n");
	else
		dialogue->state = dialogue->stage == 1 && code == 382 ? STARTTLS_READY : STARTTLS_REFUSED;
}

static void take_pop3(struct starttls_dialogue *dialogue, const char *line)
{
	if (begins_with_word(line, "-ERR"))
		dialogue->state = STARTTLS_REFUSED;
	else if (!begins_with_word(line, "+OK"))
		dialogue->state = STARTTLS_MALFORMED;
	else if (dialogue->stage == 0)
		starttls_say(dialogue, "STLS\r\n");
	else
		dialogue->state = STARTTLS_READY;
}

static void take_imap(struct starttls_dialogue *dialogue, const char *line)
{
	/* PREAUTH: logged in already, too late for it (RFC 3501, 6.2.1). */
	if (begins_with_word(line, "* BYE") || begins_with_word(line, "a NO") || begins_with_word(line, "a BAD") ||
	    (dialogue->stage == 0 && begins_with_word(line, "* PREAUTH")))
		dialogue->state = STARTTLS_REFUSED;
	else if (dialogue->stage == 0 && begins_with_word(line, "* OK"))
		starttls_say(dialogue, "a STARTTLS\r\n");
	else if (dialogue->stage == 1 && begins_with_word(line, "a OK"))
		dialogue->state = STARTTLS_READY;
	else if (dialogue->stage == 0 || !begins(line, "* "))
		dialogue->state = STARTTLS_MALFORMED;
}

static void take_sieve(struct starttls_dialogue *dialogue, const char *line)
{
	bool ok = begins_with_word(line, "OK");

	if (begins_with_word(line, "NO") || begins_with_word(line, "BYE") ||
	    (ok && dialogue->stage == 0 && !dialogue->offered))
		dialogue->state = STARTTLS_REFUSED;
	else if (ok && dialogue->stage == 1)
		dialogue->state = STARTTLS_READY;
	else if (ok)
		starttls_say(dialogue, "STARTTLS\r\n");
	else if (line[0] != '"' || dialogue->stage == 1)
		dialogue->state = STARTTLS_MALFORMED;
	else if (begins_with_word(line, "\"STARTTLS\""))
		dialogue->offered = true;
}

static void take_irc(struct starttls_dialogue *dialogue, const char *line)
{
	const char *blank = line[0] == ':' ? strchr(line, ' ') : NULL;
	const char *command = blank ? blank + 1 : line;
	int code = read_code(command);
	char pong[300];

	if (code == 670)
		dialogue->state = STARTTLS_READY;
	else if (code == 691 || code == 421 || code == 451 || begins_with_word(command, "ERROR"))
		dialogue->state = STARTTLS_REFUSED;
	else if (begins_with_word(command, "PING") && command[4]) {
		snprintf(pong, sizeof pong, "PONG %.200s\r\n", command + 5);
		starttls_say(dialogue, pong);
	} else if (code == 0 && !begins_with_word(command, "NOTICE") && !begins_with_word(command, "CAP"))
		dialogue->state = STARTTLS_MALFORMED;
}

void starttls_take_line(struct starttls_dialogue *dialogue, const char *line)
{
	static void (*const takers[STARTTLS_PROTOCOLS])(struct starttls_dialogue *, const char *) = {
		[STARTTLS_FTP] = take_ftp,   [STARTTLS_SMTP] = take_smtp,   [STARTTLS_IMAP] = take_imap,
		[STARTTLS_POP3] = take_pop3, [STARTTLS_SIEVE] = take_sieve, [STARTTLS_NNTP] = take_nntp,
		[STARTTLS_IRC] = take_irc,
	};

	takers[dialogue->protocol](dialogue, line);
}
