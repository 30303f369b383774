// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_session.h"

#include "common/check/file.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A private key is a page; more is not one. */
enum { IDENTITY_MAXIMUM = 65536 };

/* What a server may send in a session: everything we ask for fits in a fraction. */
enum { RECEIVED_MAXIMUM = 1 << 20 };

struct ssh_session {
	struct libssh2 api;
	LIBSSH2_SESSION *handle;
	struct ssh_transport *transport;
	const struct ssh_session_settings *settings;
	struct buffer replay; /* what libssh2 is to read before it reads the socket */
	size_t received_bytes;
	struct ssh_host_key host_key;
	enum ssh_known known;
};

/* ssh-agent answers on a socket of its own, on which libssh2 would wait for ever. */
static ssize_t receive_from_agent(const struct ssh_session *session, int fd, void *bytes, size_t length)
{
	struct problem ignored;
	ssize_t count;

	if (!connect_wait(fd, POLLIN, session->settings->deadline, &ignored))
		return -ETIMEDOUT;
	count = recv(fd, bytes, length, 0);
	return count < 0 ? -errno : count;
}

/* libssh2 reads here: first what we have read before it, then the socket.  What the
 * server says first is kept for ssh_offers_parse(). */
static ssize_t receive(libssh2_socket_t fd, void *bytes, size_t length, int flags, void **abstract)
{
	struct ssh_session *session = *abstract;
	ssize_t count;

	if (fd != session->transport->stream.fd)
		return receive_from_agent(session, fd, bytes, length);
	if (session->replay.length > 0) {
		if (length > session->replay.length)
			length = session->replay.length;
		memcpy(bytes, session->replay.data, length);
		buffer_consume(&session->replay, length);
		return (ssize_t)length;
	}
	/* libssh2 reads on while there is something to read, and keeps what it cannot use. */
	if (session->received_bytes >= RECEIVED_MAXIMUM)
		return -ECONNABORTED;
	if (deadline_passed(session->settings->deadline))
		return -EAGAIN;
	count = recv(fd, bytes, length, flags | MSG_NOSIGNAL);
	if (count < 0)
		return -errno;
	session->received_bytes += (size_t)count;
	buffer_append(&session->transport->received, bytes, (size_t)count);
	return count;
}

/* What libssh2 has to say of its last failure. */
static bool failed(const struct ssh_session *session, const char *what, struct problem *problem)
{
	char *message = NULL;
	int error = session->api.session_last_error(session->handle, &message, NULL, 0);

	if (session->received_bytes >= RECEIVED_MAXIMUM)
		return problem_set(problem, PROBLEM_PEER, "%s: the server sent more than %d bytes", what,
				   RECEIVED_MAXIMUM);
	return problem_set(problem, error == LIBSSH2_ERROR_ALLOC ? PROBLEM_SYSTEM : PROBLEM_PEER,
			   "%s: %s (libssh2 error %d)", what, message && *message ? message : "no reason given", error);
}

/* Waits until the session can go on. */
static bool wait_on(const struct ssh_session *session, const char *what, struct problem *problem)
{
	int directions = session->api.session_block_directions(session->handle);
	int events = (directions & LIBSSH2_SESSION_BLOCK_OUTBOUND ? POLLOUT : 0) |
		     (directions & LIBSSH2_SESSION_BLOCK_INBOUND ? POLLIN : 0);

	if (connect_wait(session->transport->stream.fd, (short)(events ? events : POLLIN), session->settings->deadline,
			 problem))
		return true;
	if (problem->kind == PROBLEM_TIMEOUT)
		problem_set(problem, PROBLEM_TIMEOUT, "timeout: %s", what);
	return false;
}

/* Repeats a call of libssh2 while it would block; `result` is its error code. */
#define REPEAT(session, result, what, problem, call)                                                                   \
	do {                                                                                                           \
		(result) = (call);                                                                                     \
	} while ((result) == LIBSSH2_ERROR_EAGAIN && wait_on(session, what, problem))

/* Ends a step of libssh2: 0 is well, a passed deadline has its problem already. */
static bool concluded(const struct ssh_session *session, int result, const char *what, struct problem *problem)
{
	if (result == 0)
		return true;
	return result == LIBSSH2_ERROR_EAGAIN ? false : failed(session, what, problem);
}

static bool shake_hands(struct ssh_session *session, const struct ssh_host *host, struct problem *problem)
{
	static const char step[] = "the key exchange did not succeed";
	int result;

	if (!ssh_host_key_prefer(host, session->settings->host_key_type))
		return failed(session, "cannot choose a host key type", problem);
	REPEAT(session, result, step, problem,
	       session->api.session_handshake(session->handle, session->transport->stream.fd));
	session->transport->greeted = true;
	if (!concluded(session, result, step, problem))
		return false;
	if (!ssh_host_key_read(host, &session->host_key))
		return failed(session, "the server showed no host key", problem);
	if (host->known)
		session->known = ssh_host_key_look_up(host, &session->host_key);
	return true;
}

static bool meet_host(struct ssh_session *session, struct problem *problem)
{
	struct ssh_host host = { .api = &session->api,
				 .session = session->handle,
				 .name = session->settings->host,
				 .port = session->settings->port };
	const char *path = session->settings->known_hosts;
	bool met =
		path == NULL || ssh_host_read_known(&host, path, problem) || problem_prefix(problem, "--known-hosts");

	met = met && shake_hands(session, &host, problem);
	ssh_host_forget(&host);
	return met;
}

/* What libssh2 is to read again: the identification, and what came with it. */
static bool prepare_replay(struct ssh_session *session)
{
	const struct ssh_transport *transport = session->transport;

	session->replay = buffer_limited(SSH_IDENTIFICATION_MAXIMUM + SSH_OFFERS_MAXIMUM);
	buffer_print(&session->replay, "%s\r\n", transport->identification.line);
	buffer_append(&session->replay, transport->received.data, transport->received.length);
	return !session->replay.overflowed;
}

static bool start(struct ssh_session *session, struct problem *problem)
{
	/* The callbacks' type differs between versions of the library; this is how its manual casts them. */
	void *callback = NULL;
	ssize_t (*receiver)(libssh2_socket_t, void *, size_t, int, void **) = receive;

	memcpy(&callback, &receiver, sizeof callback);
	if (!prepare_replay(session))
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	session->handle = session->api.session_init_ex(NULL, NULL, NULL, session);
	if (session->handle == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	session->api.session_callback_set(session->handle, LIBSSH2_CALLBACK_RECV, callback);
	session->api.session_set_blocking(session->handle, 0);
	if (session->api.session_banner_set(session->handle, SSH_CLIENT_IDENTIFICATION) != 0)
		return failed(session, "libssh2 cannot start", problem);
	return meet_host(session, problem);
}

bool ssh_session_open(struct ssh_transport *transport, const struct ssh_session_settings *settings,
		      struct ssh_session **session, struct problem *problem)
{
	struct ssh_session *opened = calloc(1, sizeof *opened);

	if (opened == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	opened->transport = transport;
	opened->settings = settings;
	if (!ssh_library_load(&opened->api, problem) || !start(opened, problem)) {
		ssh_session_close(opened);
		return false;
	}
	*session = opened;
	return true;
}

void ssh_session_close(struct ssh_session *session)
{
	struct problem ignored;
	int result;

	if (session == NULL)
		return;
	/* A server that does not know us yet would take the goodbye for an identification. */
	if (session->handle && session->transport->greeted)
		REPEAT(session, result, "", &ignored,
		       session->api.session_disconnect_ex(session->handle, SSH_DISCONNECT_BY_APPLICATION, "check done",
							  ""));
	if (session->handle)
		REPEAT(session, result, "", &ignored, session->api.session_free(session->handle));
	/* What sshd still has to say must not meet a closed socket. */
	if (session->handle && session->transport->greeted)
		stream_finish(&session->transport->stream, session->settings->deadline);
	buffer_free(&session->replay);
	free(session);
}

const struct ssh_host_key *ssh_session_host_key(const struct ssh_session *session)
{
	return &session->host_key;
}

enum ssh_known ssh_session_known(const struct ssh_session *session)
{
	return session->known;
}

bool ssh_session_methods(struct ssh_session *session, const char *user, char *methods, size_t size,
			 struct problem *problem)
{
	static const char step[] = "the server did not say how one may log in";
	const char *list = session->api.userauth_list(session->handle, user, (unsigned)strlen(user));

	while (list == NULL && !session->api.userauth_authenticated(session->handle)) {
		if (session->api.session_last_errno(session->handle) != LIBSSH2_ERROR_EAGAIN)
			return failed(session, step, problem);
		if (!wait_on(session, step, problem))
			return false;
		list = session->api.userauth_list(session->handle, user, (unsigned)strlen(user));
	}
	/* A list that is cut could hide the method that is asked about. */
	if ((size_t)snprintf(methods, size, "%s", list ? list : "none") >= size)
		return problem_set(problem, PROBLEM_PEER, "the server offers more ways to log in than %zu bytes hold",
				   size);
	return true;
}

static bool logged_in(const struct ssh_session *session, const char *user, int result, struct problem *problem)
{
	char step[200];

	snprintf(step, sizeof step, "login as '%.100s' failed", user);
	return concluded(session, result, step, problem);
}

/* A key that libssh2 cannot read ends the login before the server has had a chance to answer; what
 * it says of that differs by the kind of key, and may be left over from an earlier step. */
static bool is_unreadable_key(const struct ssh_session *session, int result, size_t received_before)
{
	return result != 0 && result != LIBSSH2_ERROR_EAGAIN && result != LIBSSH2_ERROR_ALLOC &&
	       result != LIBSSH2_ERROR_SOCKET_SEND && result != LIBSSH2_ERROR_SOCKET_RECV &&
	       result != LIBSSH2_ERROR_SOCKET_DISCONNECT && session->received_bytes == received_before;
}

bool ssh_session_login_key(struct ssh_session *session, const char *user, const char *identity, const char *passphrase,
			   struct problem *problem)
{
	struct buffer key = buffer_limited(IDENTITY_MAXIMUM);
	size_t received_before = session->received_bytes;
	int result = 0;

	if (!file_read_private(identity, &key, problem)) {
		file_forget_secret(&key);
		return problem_prefix(problem, "--identity");
	}
	/* Without a passphrase libssh2 1.10 reads through a null pointer; an empty one only fails. */
	REPEAT(session, result, "login", problem,
	       session->api.userauth_publickey_frommemory(session->handle, user, strlen(user), NULL, 0, key.data,
							  key.length, passphrase ? passphrase : ""));
	file_forget_secret(&key);
	if (is_unreadable_key(session, result, received_before))
		return problem_set(problem, PROBLEM_INPUT,
				   "--identity: '%.200s' is no private key, or its passphrase is wrong", identity);
	return logged_in(session, user, result, problem);
}

/* Offers the agent's keys in turn. */
static bool try_agent_keys(struct ssh_session *session, LIBSSH2_AGENT *agent, const char *user, struct problem *problem)
{
	struct libssh2_agent_publickey *key = NULL;
	bool any = false;
	int result;

	if (session->api.agent_connect(agent) != 0 || session->api.agent_list_identities(agent) != 0)
		return problem_set(problem, PROBLEM_SYSTEM, "ssh-agent does not answer (SSH_AUTH_SOCK)");
	while (session->api.agent_get_identity(agent, &key, key) == 0) {
		any = true;
		REPEAT(session, result, "login", problem, session->api.agent_userauth(agent, user, key));
		if (result == 0)
			return true;
		/* The next key is of use only when the server refused this one. */
		if (result != LIBSSH2_ERROR_AUTHENTICATION_FAILED && result != LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED)
			return logged_in(session, user, result, problem);
	}
	if (!any)
		return problem_set(problem, PROBLEM_SYSTEM, "ssh-agent holds no key");
	return problem_set(problem, PROBLEM_PEER, "login as '%.100s' failed: the server takes no key of ssh-agent",
			   user);
}

bool ssh_session_login_agent(struct ssh_session *session, const char *user, struct problem *problem)
{
	LIBSSH2_AGENT *agent = session->api.agent_init(session->handle);
	bool done;

	if (agent == NULL)
		return failed(session, "ssh-agent", problem);
	done = try_agent_keys(session, agent, user, problem);
	session->api.agent_disconnect(agent);
	session->api.agent_free(agent);
	return done;
}

/* SFTP's own words for an error (draft-ietf-secsh-filexfer-02, 7). */
static bool sftp_failed(struct ssh_session *session, LIBSSH2_SFTP *sftp, const char *path, struct problem *problem)
{
	static const char *const reasons[] = { "no error",          "end of file",     "no such file",
					       "permission denied", "failure",         "bad message",
					       "no connection",     "connection lost", "not supported by the server" };
	unsigned long code = session->api.sftp_last_error(sftp);

	if (session->api.session_last_errno(session->handle) != LIBSSH2_ERROR_SFTP_PROTOCOL)
		return failed(session, "SFTP", problem);
	return problem_set(problem, PROBLEM_PEER, "SFTP: '%.200s': %s", path,
			   code < sizeof reasons / sizeof *reasons ? reasons[code] : "failure");
}

static LIBSSH2_SFTP *sftp_open(struct ssh_session *session, struct problem *problem)
{
	static const char step[] = "SFTP did not start";
	LIBSSH2_SFTP *sftp;

	while ((sftp = session->api.sftp_init(session->handle)) == NULL) {
		if (session->api.session_last_errno(session->handle) != LIBSSH2_ERROR_EAGAIN) {
			failed(session, step, problem);
			return NULL;
		}
		if (!wait_on(session, step, problem))
			return NULL;
	}
	return sftp;
}

bool ssh_session_sftp_stat(struct ssh_session *session, const char *path, struct problem *problem)
{
	LIBSSH2_SFTP_ATTRIBUTES about;
	LIBSSH2_SFTP *sftp = sftp_open(session, problem);
	struct problem ignored;
	bool there;
	int result;
	int ended;

	if (sftp == NULL)
		return false;
	REPEAT(session, result, "SFTP did not answer", problem,
	       session->api.sftp_stat_ex(sftp, path, (unsigned)strlen(path), LIBSSH2_SFTP_STAT, &about));
	there = result == 0;
	if (!there && result != LIBSSH2_ERROR_EAGAIN)
		sftp_failed(session, sftp, path, problem);
	REPEAT(session, ended, "", &ignored, session->api.sftp_shutdown(sftp));
	return there;
}
