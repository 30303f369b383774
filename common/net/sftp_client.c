// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/sftp_client.h"

#include "common/net/ssh_handle.h"

#include <stdlib.h>
#include <string.h>

/* What an answer, and a whole listing, may have in bytes: 100,000 entries with long names fit. */
enum { ANSWER_ALLOWANCE = 4096, LISTING_ALLOWANCE = 32 << 20 };

/* libssh2 asks ahead for four times what is wanted; it forgets that when it is to read elsewhere. */
enum { READ_MAXIMUM = 128 << 10, READ_ALLOWANCE = 1 << 20 };

struct sftp_client {
	struct ssh_session *session;
	LIBSSH2_SFTP *sftp;
	LIBSSH2_SFTP_HANDLE *open; /* NULL: nothing */
	uint64_t offset;           /* of the file */
	unsigned long refusal;
};

unsigned long sftp_client_refusal(const struct sftp_client *client)
{
	return client->refusal;
}

/* SFTP's own words for an error (section 7), with what it is about in front. */
static bool refused(struct sftp_client *client, const char *path, struct problem *problem)
{
	static const char *const reasons[] = { "no error",          "end of file",     "no such file",
					       "permission denied", "failure",         "bad message",
					       "no connection",     "connection lost", "not supported by the server" };
	struct ssh_session *session = client->session;
	unsigned long code = session->api.sftp_last_error(client->sftp);

	client->refusal = LIBSSH2_FX_OK;
	if (session->api.session_last_errno(session->handle) != LIBSSH2_ERROR_SFTP_PROTOCOL || code == LIBSSH2_FX_OK)
		return ssh_session_failed(session, "SFTP", problem);
	client->refusal = code;
	return problem_set(problem, PROBLEM_PEER, "SFTP: '%.200s': %s", path,
			   code < sizeof reasons / sizeof *reasons ? reasons[code] : "failure");
}

bool sftp_client_open(struct ssh_session *session, struct sftp_client **client, struct problem *problem)
{
	static const char step[] = "SFTP did not start";
	struct sftp_client *opened = calloc(1, sizeof *opened);

	if (opened == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	opened->session = session;
	SSH_REPEAT_POINTER(session, opened->sftp, step, problem, session->api.sftp_init(session->handle));
	if (opened->sftp == NULL) {
		free(opened);
		return ssh_session_is_blocked(session) ? false : ssh_session_failed(session, step, problem);
	}
	*client = opened;
	return true;
}

void sftp_client_close(struct sftp_client *client)
{
	struct problem ignored;
	int ended;

	if (client == NULL)
		return;
	sftp_client_end(client);
	SSH_REPEAT(client->session, ended, "", &ignored, client->session->api.sftp_shutdown(client->sftp));
	free(client);
}

bool sftp_client_look(struct sftp_client *client, const char *path, bool follow, LIBSSH2_SFTP_ATTRIBUTES *about,
		      struct problem *problem)
{
	struct ssh_session *session = client->session;
	int kind = follow ? LIBSSH2_SFTP_STAT : LIBSSH2_SFTP_LSTAT;
	int result;

	ssh_session_allow(session, ANSWER_ALLOWANCE);
	SSH_REPEAT(session, result, "SFTP did not answer", problem,
		   session->api.sftp_stat_ex(client->sftp, path, (unsigned)strlen(path), kind, about));
	client->refusal = LIBSSH2_FX_OK;
	if (result == 0)
		return true;
	return result == LIBSSH2_ERROR_EAGAIN ? false : refused(client, path, problem);
}

static bool open_path(struct sftp_client *client, const char *path, int kind, struct problem *problem)
{
	struct ssh_session *session = client->session;
	bool is_file = kind == LIBSSH2_SFTP_OPENFILE;
	unsigned long flags = is_file ? LIBSSH2_FXF_READ : 0;

	ssh_session_allow(session, ANSWER_ALLOWANCE + (is_file ? READ_ALLOWANCE : LISTING_ALLOWANCE));
	SSH_REPEAT_POINTER(session, client->open, "SFTP did not answer", problem,
			   session->api.sftp_open_ex(client->sftp, path, (unsigned)strlen(path), flags, 0, kind));
	client->refusal = LIBSSH2_FX_OK;
	client->offset = 0;
	if (client->open)
		return true;
	return ssh_session_is_blocked(session) ? false : refused(client, path, problem);
}

bool sftp_client_open_folder(struct sftp_client *client, const char *path, struct problem *problem)
{
	return open_path(client, path, LIBSSH2_SFTP_OPENDIR, problem);
}

bool sftp_client_open_file(struct sftp_client *client, const char *path, struct problem *problem)
{
	return open_path(client, path, LIBSSH2_SFTP_OPENFILE, problem);
}

void sftp_client_end(struct sftp_client *client)
{
	struct problem ignored;
	int result;

	if (client->open)
		SSH_REPEAT(client->session, result, "", &ignored, client->session->api.sftp_close_handle(client->open));
	client->open = NULL;
}

bool sftp_client_next(struct sftp_client *client, char *name, size_t size, LIBSSH2_SFTP_ATTRIBUTES *about, bool *more,
		      struct problem *problem)
{
	struct ssh_session *session = client->session;
	int result;

	SSH_REPEAT(session, result, "SFTP: the listing did not end", problem,
		   session->api.sftp_readdir_ex(client->open, name, size - 1, NULL, 0, about));
	if (result == LIBSSH2_ERROR_EAGAIN)
		return false;
	if (result == LIBSSH2_ERROR_BUFFER_TOO_SMALL)
		return problem_set(problem, PROBLEM_PEER, "SFTP: the server lists a name of more than %zu bytes",
				   size - 2);
	if (result < 0)
		return refused(client, "the listing", problem);
	name[result] = '\0';
	if (strlen(name) < (size_t)result)
		name[0] = '\0';
	*more = result > 0;
	return true;
}

bool sftp_client_read(struct sftp_client *client, uint64_t offset, void *bytes, size_t size, size_t *length,
		      struct problem *problem)
{
	struct ssh_session *session = client->session;
	ssize_t result;

	if (size > READ_MAXIMUM)
		size = READ_MAXIMUM;
	if (offset != client->offset) {
		session->api.sftp_seek64(client->open, offset);
		ssh_session_allow(session, READ_ALLOWANCE);
	}
	client->offset = offset;
	SSH_REPEAT(session, result, "SFTP: the file was not read to its end", problem,
		   session->api.sftp_read(client->open, bytes, size));
	if (result == LIBSSH2_ERROR_EAGAIN)
		return false;
	if (result < 0)
		return refused(client, "reading", problem);
	*length = (size_t)result;
	client->offset += *length;
	/* In packets of 4096 bytes and more, what is around the bytes is less than a part in 32. */
	ssh_session_allow(session, *length + *length / 32);
	return true;
}
