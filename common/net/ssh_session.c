// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_session.h"

#include "common/check/file.h"
#include "common/check/library.h"

#include <errno.h>
#include <libssh2.h>
#include <libssh2_sftp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

/* A private key is a page; more is not one. */
enum { IDENTITY_MAXIMUM = 65536 };

/* What a server may send in a session: everything we ask for fits in a fraction. */
enum { RECEIVED_MAXIMUM = 1 << 20 };

#define FUNCTION(name) __typeof__(libssh2_##name) *name
#define SYMBOL(name) LIBRARY_SYMBOL(struct libssh2, name, "libssh2_" #name)

struct libssh2 {
	FUNCTION(init);
	FUNCTION(session_init_ex);
	FUNCTION(session_callback_set);
	FUNCTION(session_set_blocking);
	FUNCTION(session_banner_set);
	FUNCTION(session_method_pref);
	FUNCTION(session_supported_algs);
	FUNCTION(free);
	FUNCTION(session_handshake);
	FUNCTION(session_last_error);
	FUNCTION(session_last_errno);
	FUNCTION(session_block_directions);
	FUNCTION(session_disconnect_ex);
	FUNCTION(session_free);
	FUNCTION(session_hostkey);
	FUNCTION(hostkey_hash);
	FUNCTION(session_methods);
	FUNCTION(knownhost_init);
	FUNCTION(knownhost_readfile);
	FUNCTION(knownhost_checkp);
	FUNCTION(knownhost_free);
	FUNCTION(userauth_list);
	FUNCTION(userauth_authenticated);
	FUNCTION(userauth_publickey_frommemory);
	FUNCTION(agent_init);
	FUNCTION(agent_connect);
	FUNCTION(agent_list_identities);
	FUNCTION(agent_get_identity);
	FUNCTION(agent_userauth);
	FUNCTION(agent_disconnect);
	FUNCTION(agent_free);
	FUNCTION(sftp_init);
	FUNCTION(sftp_stat_ex);
	FUNCTION(sftp_last_error);
	FUNCTION(sftp_shutdown);
};

static const struct library_symbol symbols[] = {
	SYMBOL(init),
	SYMBOL(session_init_ex),
	SYMBOL(session_callback_set),
	SYMBOL(session_set_blocking),
	SYMBOL(session_banner_set),
	SYMBOL(session_method_pref),
	SYMBOL(session_supported_algs),
	SYMBOL(free),
	SYMBOL(session_handshake),
	SYMBOL(session_last_error),
	SYMBOL(session_last_errno),
	SYMBOL(session_block_directions),
	SYMBOL(session_disconnect_ex),
	SYMBOL(session_free),
	SYMBOL(session_hostkey),
	SYMBOL(hostkey_hash),
	SYMBOL(session_methods),
	SYMBOL(knownhost_init),
	SYMBOL(knownhost_readfile),
	SYMBOL(knownhost_checkp),
	SYMBOL(knownhost_free),
	SYMBOL(userauth_list),
	SYMBOL(userauth_authenticated),
	SYMBOL(userauth_publickey_frommemory),
	SYMBOL(agent_init),
	SYMBOL(agent_connect),
	SYMBOL(agent_list_identities),
	SYMBOL(agent_get_identity),
	SYMBOL(agent_userauth),
	SYMBOL(agent_disconnect),
	SYMBOL(agent_free),
	SYMBOL(sftp_init),
	SYMBOL(sftp_stat_ex),
	SYMBOL(sftp_last_error),
	SYMBOL(sftp_shutdown),
	{ 0 },
};

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

/* libssh2 reads here: first what we have read before it, then the socket.  What the
 * server says first is kept for ssh_offers_parse(). */
static ssize_t receive(libssh2_socket_t fd, void *bytes, size_t length, int flags, void **abstract)
{
	struct ssh_session *session = *abstract;
	ssize_t count;

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

/* One host key algorithm: the kind of key, libssh2's bits for it in known_hosts, its name. */
struct key_type {
	const char *kind;
	int known_bits;
	const char *algorithm;
};

/* In the order in which ssh(1) prefers them. */
static const struct key_type key_types[] = {
	{ "ed25519", LIBSSH2_KNOWNHOST_KEY_ED25519, "ssh-ed25519" },
	{ "ecdsa", LIBSSH2_KNOWNHOST_KEY_ECDSA_256, "ecdsa-sha2-nistp256" },
	{ "ecdsa", LIBSSH2_KNOWNHOST_KEY_ECDSA_384, "ecdsa-sha2-nistp384" },
	{ "ecdsa", LIBSSH2_KNOWNHOST_KEY_ECDSA_521, "ecdsa-sha2-nistp521" },
	{ "rsa", LIBSSH2_KNOWNHOST_KEY_SSHRSA, "rsa-sha2-512" },
	{ "rsa", LIBSSH2_KNOWNHOST_KEY_SSHRSA, "rsa-sha2-256" },
	{ "rsa", LIBSSH2_KNOWNHOST_KEY_SSHRSA, "ssh-rsa" },
};

enum { KEY_TYPES = sizeof key_types / sizeof *key_types };

/* Asks libssh2 about a key, by the name of host and port. */
static int known_check(const struct ssh_session *session, LIBSSH2_KNOWNHOSTS *known, const char *key, size_t length,
		       int bits)
{
	struct libssh2_knownhost *entry = NULL;

	return session->api.knownhost_checkp(known, session->settings->host, (int)session->settings->port, key, length,
					     LIBSSH2_KNOWNHOST_TYPE_PLAIN | bits, &entry);
}

/* Does the file have a key of this type for the host?  One that is no key cannot match, so a
 * mismatch says that there is another. */
static bool known_has_type(const struct ssh_session *session, LIBSSH2_KNOWNHOSTS *known, const struct key_type *type)
{
	static const char no_key[] = "AAAA";

	return known_check(session, known, no_key, sizeof no_key - 1,
			   LIBSSH2_KNOWNHOST_KEYENC_BASE64 | type->known_bits) == LIBSSH2_KNOWNHOST_CHECK_MISMATCH;
}

/* The algorithms to ask for, as a list at work. */
struct preference {
	char list[256];
	const char **supported; /* by this libssh2 */
	int supported_count;
};

/* Adds what libssh2 can do and the list has not: of a name that it does not know,
 * version 1.10 makes a copy onto itself. */
static void prefer(struct preference *preference, const struct key_type *type)
{
	size_t used = strlen(preference->list);

	for (int i = 0; i < preference->supported_count; i++) {
		if (strcmp(preference->supported[i], type->algorithm) == 0 &&
		    strstr(preference->list, type->algorithm) == NULL)
			snprintf(preference->list + used, sizeof preference->list - used, "%s%s", used ? "," : "",
				 type->algorithm);
	}
}

/* Which key do we ask for: the one that was named, one that the file knows, or any. */
static bool prefer_host_keys(struct ssh_session *session, LIBSSH2_KNOWNHOSTS *known, struct problem *problem)
{
	const char *wanted = session->settings->host_key_type;
	struct preference preference = { .list = "" };

	preference.supported_count =
		session->api.session_supported_algs(session->handle, LIBSSH2_METHOD_HOSTKEY, &preference.supported);
	if (preference.supported_count <= 0)
		return failed(session, "cannot list host key types", problem);
	for (int i = 0; i < KEY_TYPES; i++) {
		if (wanted ? strcasecmp(wanted, key_types[i].kind) == 0
			   : known && known_has_type(session, known, key_types + i))
			prefer(&preference, key_types + i);
	}
	for (int i = 0; i < KEY_TYPES && !wanted; i++)
		prefer(&preference, key_types + i);
	session->api.free(session->handle, preference.supported);
	if (session->api.session_method_pref(session->handle, LIBSSH2_METHOD_HOSTKEY, preference.list) != 0)
		return failed(session, "cannot choose a host key type", problem);
	return true;
}

/* Is the key that the server showed in the file? */
static void judge_known(struct ssh_session *session, LIBSSH2_KNOWNHOSTS *known)
{
	size_t length = 0;
	int type = 0;
	const char *key = session->api.session_hostkey(session->handle, &length, &type);

	session->known = SSH_KNOWN_NOT;
	for (int i = 0; key && i < KEY_TYPES; i++) {
		int found;

		if (strcmp(key_types[i].algorithm, session->host_key.type) != 0)
			continue;
		found = known_check(session, known, key, length,
				    LIBSSH2_KNOWNHOST_KEYENC_RAW | key_types[i].known_bits);
		if (found == LIBSSH2_KNOWNHOST_CHECK_MATCH)
			session->known = SSH_KNOWN;
		else if (found == LIBSSH2_KNOWNHOST_CHECK_MISMATCH)
			session->known = SSH_KNOWN_OTHER;
	}
}

static bool read_host_key(struct ssh_session *session, struct problem *problem)
{
	const char *digest = session->api.hostkey_hash(session->handle, LIBSSH2_HOSTKEY_HASH_SHA256);
	const char *method = session->api.session_methods(session->handle, LIBSSH2_METHOD_HOSTKEY);

	if (digest == NULL)
		return failed(session, "the server showed no host key", problem);
	ssh_fingerprint_write((const unsigned char *)digest, session->host_key.fingerprint);
	/* RSA keys sign in several ways; the key is the same. */
	snprintf(session->host_key.type, sizeof session->host_key.type, "%s",
		 method == NULL                    ? "unknown"
		 : strncmp(method, "rsa-", 4) == 0 ? "ssh-rsa"
						   : method);
	return true;
}

static bool shake_hands(struct ssh_session *session, LIBSSH2_KNOWNHOSTS *known, struct problem *problem)
{
	static const char step[] = "the key exchange did not succeed";
	int result;

	if (!prefer_host_keys(session, known, problem))
		return false;
	REPEAT(session, result, step, problem,
	       session->api.session_handshake(session->handle, session->transport->stream.fd));
	session->transport->greeted = true;
	if (!concluded(session, result, step, problem) || !read_host_key(session, problem))
		return false;
	if (known)
		judge_known(session, known);
	return true;
}

static bool open_with_known_hosts(struct ssh_session *session, struct problem *problem)
{
	LIBSSH2_KNOWNHOSTS *known = session->api.knownhost_init(session->handle);
	bool opened;

	if (known == NULL)
		return failed(session, "known hosts", problem);
	if (session->api.knownhost_readfile(known, session->settings->known_hosts, LIBSSH2_KNOWNHOST_FILE_OPENSSH) < 0)
		opened = problem_set(problem, PROBLEM_INPUT, "--known-hosts: cannot read '%.200s'",
				     session->settings->known_hosts);
	else
		opened = shake_hands(session, known, problem);
	session->api.knownhost_free(known);
	return opened;
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
	if (session->api.init(0) != 0 || !prepare_replay(session))
		return problem_set(problem, PROBLEM_SYSTEM, "libssh2 cannot start");
	session->handle = session->api.session_init_ex(NULL, NULL, NULL, session);
	if (session->handle == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	session->api.session_callback_set(session->handle, LIBSSH2_CALLBACK_RECV, callback);
	session->api.session_set_blocking(session->handle, 0);
	if (session->api.session_banner_set(session->handle, SSH_CLIENT_IDENTIFICATION) != 0)
		return failed(session, "libssh2 cannot start", problem);
	return session->settings->known_hosts ? open_with_known_hosts(session, problem)
					      : shake_hands(session, NULL, problem);
}

bool ssh_session_open(struct ssh_transport *transport, const struct ssh_session_settings *settings,
		      struct ssh_session **session, struct problem *problem)
{
	struct ssh_session *opened = calloc(1, sizeof *opened);

	if (opened == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	opened->transport = transport;
	opened->settings = settings;
	if (!library_load("libssh2.so.1", symbols, &opened->api, problem) || !start(opened, problem)) {
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
	snprintf(methods, size, "%s", list ? list : "none");
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
	int result = LIBSSH2_ERROR_AUTHENTICATION_FAILED;

	if (session->api.agent_connect(agent) != 0 || session->api.agent_list_identities(agent) != 0)
		return problem_set(problem, PROBLEM_SYSTEM, "ssh-agent does not answer (SSH_AUTH_SOCK)");
	while (session->api.agent_get_identity(agent, &key, key) == 0) {
		REPEAT(session, result, "login", problem, session->api.agent_userauth(agent, user, key));
		if (result == 0)
			return true;
		if (result == LIBSSH2_ERROR_EAGAIN)
			return false;
	}
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
