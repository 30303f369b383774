// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_session.h"

#include "common/check/file.h"
#include "common/net/ssh_handle.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A private key is a page; more is not one. */
enum { IDENTITY_MAXIMUM = 65536 };

/* What a server may send in a session: everything up to a login fits in a fraction.  What is
 * asked for then is allowed as it is asked for. */
enum { RECEIVED_MAXIMUM = 1 << 20 };

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
	if (session->received_bytes >= session->received_maximum)
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

bool ssh_session_failed(const struct ssh_session *session, const char *what, struct problem *problem)
{
	char *message = NULL;
	int error = session->api.session_last_error(session->handle, &message, NULL, 0);

	if (session->received_bytes >= session->received_maximum)
		return problem_set(problem, PROBLEM_PEER, "%s: the server sent more than %zu bytes", what,
				   session->received_maximum);
	return problem_set(problem, error == LIBSSH2_ERROR_ALLOC ? PROBLEM_SYSTEM : PROBLEM_PEER,
			   "%s: %s (libssh2 error %d)", what, message && *message ? message : "no reason given", error);
}

bool ssh_session_is_blocked(const struct ssh_session *session)
{
	return session->api.session_last_errno(session->handle) == LIBSSH2_ERROR_EAGAIN;
}

bool ssh_session_wait(const struct ssh_session *session, const char *what, struct problem *problem)
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

/* Ends a step of libssh2: 0 is well, a passed deadline has its problem already. */
static bool concluded(const struct ssh_session *session, int result, const char *what, struct problem *problem)
{
	if (result == 0)
		return true;
	return result == LIBSSH2_ERROR_EAGAIN ? false : ssh_session_failed(session, what, problem);
}

static bool shake_hands(struct ssh_session *session, const struct ssh_host *host, struct problem *problem)
{
	static const char step[] = "the key exchange did not succeed";
	int result;

	if (!ssh_host_key_prefer(host, session->settings->host_key_type))
		return ssh_session_failed(session, "cannot choose a host key type", problem);
	SSH_REPEAT(session, result, step, problem,
		   session->api.session_handshake(session->handle, session->transport->stream.fd));
	session->transport->greeted = true;
	if (!concluded(session, result, step, problem))
		return false;
	if (!ssh_host_key_read(host, &session->host_key))
		return ssh_session_failed(session, "the server showed no host key", problem);
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
		return ssh_session_failed(session, "libssh2 cannot start", problem);
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
	opened->received_maximum = RECEIVED_MAXIMUM;
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
		SSH_REPEAT(session, result, "", &ignored,
			   session->api.session_disconnect_ex(session->handle, SSH_DISCONNECT_BY_APPLICATION,
							      "check done", ""));
	if (session->handle)
		SSH_REPEAT(session, result, "", &ignored, session->api.session_free(session->handle));
	/* What sshd still has to say must not meet a closed socket. */
	if (session->handle && session->transport->greeted)
		stream_finish(&session->transport->stream, session->settings->deadline);
	buffer_free(&session->replay);
	free(session);
}

void ssh_session_allow(struct ssh_session *session, size_t bytes)
{
	session->received_maximum += bytes;
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
		if (!ssh_session_is_blocked(session))
			return ssh_session_failed(session, step, problem);
		if (!ssh_session_wait(session, step, problem))
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
	SSH_REPEAT(session, result, "login", problem,
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
		SSH_REPEAT(session, result, "login", problem, session->api.agent_userauth(agent, user, key));
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
		return ssh_session_failed(session, "ssh-agent", problem);
	done = try_agent_keys(session, agent, user, problem);
	session->api.agent_disconnect(agent);
	session->api.agent_free(agent);
	return done;
}
