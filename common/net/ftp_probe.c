// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* getrandom() */
#include "common/net/ftp_probe.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

/* --- an upload --- */

enum { TOKEN_BYTES = 16, TOKEN_TEXT = 2 * TOKEN_BYTES + 1 };

/* What deleting may take. */
#define CLEAN_UP_SECONDS 2.0

/* A text that nobody can guess. */
static bool make_token(char token[TOKEN_TEXT], struct problem *problem)
{
	unsigned char bytes[TOKEN_BYTES];

	if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
		return problem_set(problem, PROBLEM_SYSTEM, "no random bytes");
	for (size_t i = 0; i < sizeof bytes; i++)
		snprintf(token + 2 * i, 3, "%02x", (unsigned)bytes[i]);
	return true;
}

/* ProFTPD wants each data connection to resume the TLS session of the control
 * connection, and libcurl gets no ticket to do so from one on which it only sends: it
 * answers 425 to the first transfer after an upload.  A new login has new tickets. */
static bool retrieve(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
		     struct buffer *content, struct problem *problem)
{
	const struct ftp_reply *reply;

	if (ftp_transfer_retrieve(transfer, path, deadline, content, problem))
		return true;
	reply = ftp_transfer_last_reply(transfer);
	if (reply == NULL || reply->code != 425 || content->length > 0)
		return false;
	ftp_transfer_log_in_anew(transfer);
	*problem = (struct problem){ 0 };
	return ftp_transfer_retrieve(transfer, path, deadline, content, problem);
}

static bool read_back(struct ftp_transfer *transfer, const char *path, const char *content,
		      const struct deadline *deadline, struct problem *problem)
{
	struct buffer found = buffer_limited(strlen(content));
	bool same = false;

	if (retrieve(transfer, path, deadline, &found, problem)) {
		same = found.length == strlen(content) && memcmp(found.data, content, found.length) == 0;
		if (!same)
			problem_set(problem, PROBLEM_PEER, "'%.150s' does not hold what was stored in it", path);
	}
	buffer_free(&found);
	return same;
}

static bool make_file(const char *folder, char *path, size_t path_size, char *content, size_t content_size,
		      struct problem *problem)
{
	char name[TOKEN_TEXT];
	char secret[TOKEN_TEXT];
	bool ends_in_slash = folder[0] && folder[strlen(folder) - 1] == '/';

	if (!make_token(name, problem) || !make_token(secret, problem))
		return false;
	snprintf(content, content_size, "This file of a monitoring check may be deleted. %s\n", secret);
	if (snprintf(path, path_size, "%s%sreceico-probe-%s.txt", folder, ends_in_slash ? "" : "/", name) >=
	    (int)path_size)
		return problem_set(problem, PROBLEM_INPUT, "the path is longer than %zu bytes", path_size);
	return true;
}

void ftp_probe_upload(struct ftp_transfer *transfer, const char *folder, const struct deadline *deadline,
		      struct ftp_upload *upload)
{
	double left = deadline_left(deadline);
	struct deadline sooner = deadline_within(deadline, left - (left < 6 ? left / 3 : CLEAN_UP_SECONDS));
	char path[1200];
	char content[128];
	bool may_exist = false;

	*upload = (struct ftp_upload){ 0 };
	if (!make_file(folder, path, sizeof path, content, sizeof content, &upload->failure))
		return;
	if (!ftp_transfer_store(transfer, path, content, strlen(content), &sooner, &may_exist, &upload->failure) ||
	    !read_back(transfer, path, content, &sooner, &upload->failure)) {
		if (upload->failure.kind == PROBLEM_TIMEOUT)
			problem_prefix(&upload->failure, "upload to '%.150s'", folder);
	}
	if (may_exist && !ftp_transfer_delete(transfer, path, deadline, &upload->leftover))
		problem_prefix(&upload->leftover, "a file may be left behind");
}

/* --- access --- */

enum verdict { VERDICT_DENIED, VERDICT_GRANTED, VERDICT_ABSENT, VERDICT_UNCLEAR };

/* RFC 959, 4.2.2: 550 no such file or no access, 553 name not allowed, 530 not logged
 * in; 500, 502 and 504: the server has no such command. */
static enum verdict judge(const struct ftp_reply *reply)
{
	switch (reply->code) {
	case 530:
	case 550:
	case 553:
		return VERDICT_DENIED;
	case 500:
	case 502:
	case 504:
		return VERDICT_ABSENT;
	default:
		return ftp_reply_class(reply) <= 2 ? VERDICT_GRANTED : VERDICT_UNCLEAR;
	}
}

static bool unclear(const char *step, const char *path, const struct ftp_reply *reply, struct problem *problem)
{
	return problem_set(problem, PROBLEM_PEER, "no telling whether '%.150s' is denied: %s: %.150s", path, step,
			   reply->text);
}

static void grant(struct ftp_access *access, const char *step, const struct ftp_reply *reply)
{
	access->granted = true;
	snprintf(access->reply, sizeof access->reply, "%s: %.150s", step, reply->text);
}

/* Asks with a command that is answered at once. */
static bool try_command(struct ftp_transfer *transfer, const char *verb, const char *path,
			const struct deadline *deadline, struct ftp_access *access, struct problem *problem)
{
	char command[1200];
	struct ftp_reply reply = { 0 };
	enum verdict verdict;

	if (snprintf(command, sizeof command, "%s %s", verb, path) >= (int)sizeof command)
		return problem_set(problem, PROBLEM_INPUT, "the path is longer than %zu bytes", sizeof command);
	if (!ftp_transfer_ask(transfer, command, deadline, &reply, problem))
		return problem_prefix(problem, "no telling whether '%.150s' is denied: %s", path, verb);
	verdict = judge(&reply);
	if (verdict == VERDICT_GRANTED)
		grant(access, verb, &reply);
	else if (access->reply[0] == '\0')
		snprintf(access->reply, sizeof access->reply, "%s: %.150s", verb, reply.text);
	/* SIZE is not in RFC 959; a server without it still answers to RETR. */
	if (verdict == VERDICT_UNCLEAR || (verdict == VERDICT_ABSENT && strcmp(verb, "SIZE") != 0))
		return unclear(verb, path, &reply, problem);
	return true;
}

/* A server may refuse and close its end before libcurl (7.88) has made the data
 * connection, which then takes that for the fault.  So what gave no reply is asked
 * again, without data. */
static const struct ftp_reply *ask_again(struct ftp_transfer *transfer, const char *verb, const char *path,
					 const struct deadline *deadline, struct ftp_reply *reply,
					 struct problem *problem)
{
	char command[1200];
	struct problem first = *problem;

	if (problem->kind == PROBLEM_TIMEOUT ||
	    snprintf(command, sizeof command, "%s %s", verb, path) >= (int)sizeof command)
		return NULL;
	if (ftp_transfer_ask(transfer, command, deadline, reply, problem) && ftp_reply_class(reply) >= 4)
		return reply;
	*problem = first;
	return NULL;
}

static bool try_retrieve(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
			 struct ftp_access *access, struct problem *problem)
{
	struct buffer nothing = buffer_limited(0);
	struct ftp_reply again = { 0 };
	bool whole = ftp_transfer_retrieve(transfer, path, deadline, &nothing, problem);
	const struct ftp_reply *reply = ftp_transfer_reply(transfer);

	buffer_free(&nothing);
	if (reply == NULL && !whole)
		reply = ask_again(transfer, "RETR", path, deadline, &again, problem);
	if (reply == NULL)
		return whole ? unclear("RETR", path, &(struct ftp_reply){ .text = "no reply" }, problem)
			     : problem_prefix(problem, "no telling whether '%.150s' is denied: RETR", path);
	if (judge(reply) == VERDICT_GRANTED)
		grant(access, "RETR", reply);
	else if (judge(reply) != VERDICT_DENIED)
		return unclear("RETR", path, reply, problem);
	return true;
}

/* What refused a listing, at once or behind a 150; NULL: nothing did. */
static const struct ftp_reply *find_refusal(const struct ftp_reply *reply, const struct ftp_reply *last)
{
	const struct ftp_reply *final = reply && ftp_reply_class(reply) == 1 ? last : reply;

	return final && ftp_reply_class(final) >= 4 ? final : NULL;
}

/* An empty listing shows nothing: that is how some servers answer for what is not there. */
static bool try_list(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
		     struct ftp_access *access, struct problem *problem)
{
	struct ftp_reply again = { 0 };
	size_t entries = 0;
	bool listed = ftp_transfer_list_from_outside(transfer, path, deadline, &entries, problem);
	const struct ftp_reply *reply = ftp_transfer_reply(transfer);
	const struct ftp_reply *refusal;

	if (entries > 0) {
		grant(access, "LIST", reply ? reply : &(struct ftp_reply){ .text = "entries came" });
		return true;
	}
	if (listed)
		return true;
	if (reply == NULL)
		reply = ask_again(transfer, "LIST", path, deadline, &again, problem);
	refusal = find_refusal(reply, ftp_transfer_last_reply(transfer));
	if (refusal == NULL)
		return problem_prefix(problem, "no telling whether '%.150s' is denied: LIST", path);
	/* 450: there is no such file (RFC 959, 4.2.2). */
	return refusal->code == 450 || judge(refusal) == VERDICT_DENIED || unclear("LIST", path, refusal, problem);
}

bool ftp_probe_access(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
		      struct ftp_access *access, struct problem *problem)
{
	struct ftp_access found = { 0 };
	bool is_folder = path[0] && path[strlen(path) - 1] == '/';

	if (!try_command(transfer, "CWD", path, deadline, &found, problem))
		return false;
	if (!found.granted && !is_folder && !try_command(transfer, "SIZE", path, deadline, &found, problem))
		return false;
	if (!found.granted && !is_folder && !try_retrieve(transfer, path, deadline, &found, problem))
		return false;
	if (!found.granted && !try_list(transfer, path, deadline, &found, problem))
		return false;
	*access = found;
	return true;
}
