// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* strcasestr() */
#include "common/net/ftp_transfer.h"

#include "common/net/ftp_client.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a listing may have at most, in bytes. */
enum { LISTING_MAXIMUM = 8 << 20 };

struct ftp_transfer {
	struct ftp_client client;
};

/* --- the session --- */

bool ftp_transfer_open(const struct ftp_account *account, struct ftp_transfer **transfer, struct problem *problem)
{
	struct ftp_transfer *opened = calloc(1, sizeof *opened);

	if (opened == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	if (!ftp_client_open(&opened->client, account, problem)) {
		ftp_client_close(&opened->client);
		free(opened);
		return false;
	}
	*transfer = opened;
	return true;
}

void ftp_transfer_close(struct ftp_transfer *transfer, const struct deadline *deadline)
{
	struct deadline soon = deadline_within(deadline, 0.5);
	struct ftp_reply reply = { 0 };
	struct problem ignored;

	if (transfer == NULL)
		return;
	if (transfer->client.control_socket != CURL_SOCKET_BAD && transfer->client.dialogue.outstanding == 0)
		(void)!ftp_transfer_ask(transfer, "QUIT", &soon, &reply, &ignored);
	ftp_client_close(&transfer->client);
	free(transfer);
}

bool ftp_transfer_login(struct ftp_transfer *transfer, const struct deadline *deadline, struct problem *problem)
{
	struct ftp_client *client = &transfer->client;
	const char *user = client->account->user;

	if (!ftp_client_begin(client, "PASS", "", true, problem))
		return false;
	client->api.easy_setopt(client->handle, CURLOPT_NOBODY, 1L);
	if (ftp_client_perform(client, deadline, problem))
		return true;
	if (problem->kind == PROBLEM_TIMEOUT)
		return problem_set(problem, PROBLEM_TIMEOUT, "timeout: login as '%.100s' did not end", user);
	return problem_prefix(problem, "login as '%.100s' %s", user,
			      ftp_dialogue_refusal(&client->dialogue) ? "refused" : "failed");
}

void ftp_transfer_log_in_anew(struct ftp_transfer *transfer)
{
	transfer->client.wants_anew = true;
}

const struct ftp_reply *ftp_transfer_reply(const struct ftp_transfer *transfer)
{
	return transfer->client.dialogue.has_reply ? &transfer->client.dialogue.reply : NULL;
}

const struct ftp_reply *ftp_transfer_last_reply(const struct ftp_transfer *transfer)
{
	return transfer->client.dialogue.has_last ? &transfer->client.dialogue.last : NULL;
}

/* --- operations --- */

static bool starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

/* Adds a command to a list; a star in front keeps libcurl from giving up the
 * connection when the command is refused. */
static bool add_command(struct ftp_client *client, struct curl_slist **commands, const char *verb, const char *argument,
			struct problem *problem)
{
	char command[FTP_COMMAND_MAXIMUM + 8];
	struct curl_slist *longer = NULL;

	if (snprintf(command, sizeof command, "*%s%s", verb, argument) < (int)sizeof command)
		longer = client->api.slist_append(*commands, command);
	if (longer == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	*commands = longer;
	return true;
}

/* Goes to where the login landed, for relative paths count from there. */
static bool add_return(struct ftp_client *client, struct curl_slist **commands, struct problem *problem)
{
	const char *entry = NULL;

	client->api.easy_getinfo(client->handle, CURLINFO_FTP_ENTRY_PATH, &entry);
	if (entry == NULL)
		return problem_set(problem, PROBLEM_PEER, "the server does not tell its current folder (PWD)");
	return add_command(client, commands, "CWD ", entry, problem);
}

/* For a command that wants a data connection: one is offered, and never made. */
static bool add_passive(struct ftp_client *client, struct curl_slist **commands, struct problem *problem)
{
	bool wanted = starts_with(client->dialogue.command, "RETR ") || starts_with(client->dialogue.command, "LIST ");

	return !wanted || add_command(client, commands, "EPSV", "", problem);
}

/* The command with what it needs around it.  libcurl knows nothing of where a CWD of
 * ours leads, so it must lead back.  SIZE is of the bytes as they lie, not of text
 * with its line ends made longer: RFC 3659, 4.2. */
static bool list_commands(struct ftp_client *client, struct curl_slist **commands, struct problem *problem)
{
	const char *command = client->dialogue.command;

	return (!client->has_moved || add_return(client, commands, problem)) &&
	       (!starts_with(command, "SIZE ") || add_command(client, commands, "TYPE I", "", problem)) &&
	       add_passive(client, commands, problem) && add_command(client, commands, command, "", problem) &&
	       (!starts_with(command, "CWD ") || add_return(client, commands, problem));
}

static bool perform_commands(struct ftp_client *client, const struct deadline *deadline, struct problem *problem)
{
	struct curl_slist *commands = NULL;
	bool done = list_commands(client, &commands, problem);

	if (done) {
		client->api.easy_setopt(client->handle, CURLOPT_NOBODY, 1L);
		client->api.easy_setopt(client->handle, CURLOPT_QUOTE, commands);
		done = ftp_client_perform(client, deadline, problem);
		client->api.easy_setopt(client->handle, CURLOPT_QUOTE, NULL);
		client->has_moved = false;
	}
	client->api.slist_free_all(commands);
	return done;
}

bool ftp_transfer_ask(struct ftp_transfer *transfer, const char *command, const struct deadline *deadline,
		      struct ftp_reply *reply, struct problem *problem)
{
	struct ftp_client *client = &transfer->client;
	struct ftp_dialogue *dialogue = &client->dialogue;
	bool asked;

	if (!ftp_client_begin(client, "", "", true, problem) || !ftp_dialogue_set_command(dialogue, command, problem))
		return false;
	asked = perform_commands(client, deadline, problem);
	/* What went wrong behind the reply does not change it. */
	if (dialogue->has_reply) {
		*reply = dialogue->reply;
		ftp_dialogue_strike_out(dialogue, reply->text);
		return true;
	}
	return asked ? problem_set(problem, PROBLEM_PEER, "no reply came") : false;
}

static bool run_list(struct ftp_client *client, const struct deadline *deadline, size_t *entries,
		     struct problem *problem)
{
	bool listed;

	client->sink.limit = LISTING_MAXIMUM;
	listed = ftp_client_perform(client, deadline, problem);
	ftp_listing_end(&client->sink.listing);
	*entries = client->sink.listing.entries;
	return listed;
}

bool ftp_transfer_list(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
		       size_t *entries, struct problem *problem)
{
	struct ftp_client *client = &transfer->client;

	if (!ftp_client_begin(client, "LIST", path, true, problem))
		return false;
	client->api.easy_setopt(client->handle, CURLOPT_FTP_FILEMETHOD, (long)CURLFTPMETHOD_SINGLECWD);
	client->has_moved = true;
	return run_list(client, deadline, entries, problem) || problem_prefix(problem, "cannot list '%.150s'", path);
}

bool ftp_transfer_list_from_outside(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
				    size_t *entries, struct problem *problem)
{
	size_t length = strlen(path);
	char folder[FTP_PATH_MAXIMUM];

	if (length >= sizeof folder)
		return problem_set(problem, PROBLEM_INPUT, "the path is longer than %d bytes", FTP_PATH_MAXIMUM);
	/* libcurl sends it without the slash at its end. */
	while (length > 1 && path[length - 1] == '/')
		length--;
	memcpy(folder, path, length);
	folder[length] = '\0';
	return ftp_client_begin(&transfer->client, "LIST", folder, true, problem) &&
	       run_list(&transfer->client, deadline, entries, problem);
}

bool ftp_transfer_offers(struct ftp_transfer *transfer, const char *feature, const struct deadline *deadline,
			 bool *offered, struct problem *problem)
{
	struct ftp_reply reply = { 0 };
	char line[32];

	if (!ftp_transfer_ask(transfer, "FEAT", deadline, &reply, problem))
		return problem_prefix(problem, "FEAT");
	snprintf(line, sizeof line, " %s", feature);
	*offered = ftp_reply_class(&reply) == 2 &&
		   (strcasestr(reply.text, line) != NULL || reply.length >= FTP_REPLY_TEXT_MAXIMUM);
	return true;
}

bool ftp_transfer_tell_folder(struct ftp_transfer *transfer, const char *verb, const char *path,
			      const struct ftp_taker *taker, const struct deadline *deadline, bool *entered,
			      struct problem *problem)
{
	struct ftp_client *client = &transfer->client;
	bool told;

	*entered = false;
	/* The command itself names no path. */
	if (!ftp_client_begin(client, verb, path, true, problem) ||
	    !ftp_dialogue_set_command(&client->dialogue, verb, problem))
		return false;
	client->api.easy_setopt(client->handle, CURLOPT_CUSTOMREQUEST, verb);
	client->api.easy_setopt(client->handle, CURLOPT_FTP_FILEMETHOD, (long)CURLFTPMETHOD_SINGLECWD);
	client->has_moved = true;
	client->sink.limit = taker->limit;
	client->sink.take = taker->take;
	client->sink.taker = taker->taker;
	told = ftp_client_perform(client, deadline, problem);
	*entered = client->dialogue.is_sent || client->dialogue.asked_for_data;
	return told || problem_prefix(problem, "cannot list '%.150s'", path);
}

bool ftp_transfer_verify_path(const char *path, struct problem *problem)
{
	for (const char *at = path; *at; at++) {
		if ((unsigned char)*at < ' ' || *at == 0x7F)
			return problem_set(problem, PROBLEM_INPUT, "the path has a control character");
	}
	if (path[0] == '\0' || strlen(path) > 1000)
		return problem_set(problem, PROBLEM_INPUT, "a path of 1 to 1000 bytes is expected");
	return true;
}

bool ftp_transfer_parse_size(const struct ftp_reply *reply, uint64_t *size_bytes)
{
	const char *digits = reply->text + 4;
	size_t length;
	uint64_t size = 0;

	if (reply->code != 213 || reply->lines != 1 || reply->length < 5)
		return false;
	length = strspn(digits, "0123456789");
	/* 18 digits are less than 2^63; more is no size of a file. */
	if (length == 0 || length > 18 || digits[length + strspn(digits + length, " ")] != '\0')
		return false;
	for (size_t i = 0; i < length; i++)
		size = size * 10 + (uint64_t)(digits[i] - '0');
	*size_bytes = size;
	return true;
}

bool ftp_transfer_size(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
		       uint64_t *size_bytes, struct problem *problem)
{
	char command[FTP_COMMAND_MAXIMUM];
	struct ftp_reply reply = { 0 };

	if (snprintf(command, sizeof command, "SIZE %s", path) >= (int)sizeof command)
		return problem_set(problem, PROBLEM_INPUT, "the path is longer than %d bytes", FTP_PATH_MAXIMUM);
	if (!ftp_transfer_ask(transfer, command, deadline, &reply, problem))
		return problem_prefix(problem, "size of '%.150s'", path);
	if (ftp_transfer_parse_size(&reply, size_bytes))
		return true;
	return problem_set(problem, PROBLEM_PEER, "size of '%.150s': %.200s", path, reply.text);
}

bool ftp_transfer_retrieve(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
			   struct buffer *content, struct problem *problem)
{
	struct ftp_client *client = &transfer->client;

	if (!ftp_client_begin(client, "RETR", path, false, problem))
		return false;
	client->sink.buffer = content;
	client->sink.limit = content->maximum - content->length;
	return ftp_client_perform(client, deadline, problem) ||
	       problem_prefix(problem, "cannot retrieve '%.150s'", path);
}

bool ftp_transfer_retrieve_part(struct ftp_transfer *transfer, const char *path, uint64_t offset,
				const struct deadline *deadline, struct buffer *content, struct problem *problem)
{
	struct ftp_client *client = &transfer->client;
	size_t wanted = content->maximum - content->length;
	char range[64];

	if (!ftp_client_begin(client, "RETR", path, false, problem))
		return false;
	snprintf(range, sizeof range, "%" PRIu64 "-%" PRIu64, offset, offset + wanted - 1);
	client->api.easy_setopt(client->handle, CURLOPT_RANGE, range);
	/* Without the size libcurl (7.88) forgets where to begin. */
	client->api.easy_setopt(client->handle, CURLOPT_IGNORE_CONTENT_LENGTH, 0L);
	client->sink.buffer = content;
	client->sink.limit = wanted;
	return ftp_client_perform(client, deadline, problem) ||
	       problem_prefix(problem, "cannot retrieve '%.150s'", path);
}

bool ftp_transfer_store(struct ftp_transfer *transfer, const char *path, const void *bytes, size_t length,
			const struct deadline *deadline, bool *may_exist, struct problem *problem)
{
	struct ftp_client *client = &transfer->client;
	const struct ftp_dialogue *dialogue = &client->dialogue;
	bool stored;

	*may_exist = false;
	if (!ftp_client_begin(client, "STOR", path, false, problem))
		return false;
	client->source = (struct ftp_source){ bytes, length };
	client->api.easy_setopt(client->handle, CURLOPT_UPLOAD, 1L);
	client->api.easy_setopt(client->handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)length);
	stored = ftp_client_perform(client, deadline, problem);
	*may_exist = dialogue->is_sent && !(dialogue->has_reply && ftp_reply_class(&dialogue->reply) >= 4);
	return stored || problem_prefix(problem, "cannot store '%.150s'", path);
}

bool ftp_transfer_delete(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
			 struct problem *problem)
{
	char command[FTP_COMMAND_MAXIMUM];
	struct ftp_reply reply = { 0 };

	if (snprintf(command, sizeof command, "DELE %s", path) >= (int)sizeof command)
		return problem_set(problem, PROBLEM_INPUT, "the path is longer than %d bytes", FTP_PATH_MAXIMUM);
	if (!ftp_transfer_ask(transfer, command, deadline, &reply, problem))
		return problem_prefix(problem, "cannot delete '%.150s'", path);
	if (ftp_reply_class(&reply) == 2)
		return true;
	return problem_set(problem, PROBLEM_PEER, "cannot delete '%.150s': %.200s", path, reply.text);
}
