// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* timegm() */
#include "common/net/tls.h"

#include "common/net/certificate.h"
#include "common/net/connect.h"
#include "common/net/tls_library.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct tls {
	struct libssl ssl;
	struct libcrypto crypto;
	SSL_CTX *context;
	SSL *session;
	int fd;      /* borrowed from the stream */
	bool failed; /* after a fatal error nothing more may be sent: SSL_get_error(3) */
};

/* OpenSSL's words for what went wrong last. */
static const char *reason(const struct tls *tls)
{
	const char *text = tls->crypto.reason_string(tls->crypto.peek_error());

	return text ? text : "no reason given";
}

/* --- trust --- */

/* As `openssl rehash` names them: eight hexadecimal digits, a dot, a number. */
static bool is_hashed_name(const char *name)
{
	return strspn(name, "0123456789abcdef") == 8 && name[8] == '.' && isdigit((unsigned char)name[9]);
}

static bool has_hashed_certificates(const char *path)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	bool found = false;

	if (folder == NULL)
		return false;
	while (!found && (entry = readdir(folder)) != NULL)
		found = is_hashed_name(entry->d_name);
	closedir(folder);
	return found;
}

/* Where the bundle lies, the distributions do not agree. */
static const char *find_bundle(const struct libcrypto *crypto)
{
	static const char *const usual[] = { "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
					     "/etc/ssl/cert.pem" };
	const char *bundle = crypto->default_file();

	if (access(bundle, R_OK) == 0)
		return bundle;
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
		if (access(usual[i], R_OK) == 0)
			return usual[i];
	}
	return NULL;
}

/* The folder is read one certificate at a time, the bundle whole: a hundred times as much. */
static bool find_system_trust(const struct libcrypto *crypto, struct tls_trust *trust, struct problem *problem)
{
	struct tls_trust found = { .folder = crypto->default_folder() };

	if (!has_hashed_certificates(found.folder)) {
		found.folder = NULL;
		found.file = find_bundle(crypto);
	}
	if (found.folder == NULL && found.file == NULL)
		return problem_set(problem, PROBLEM_SYSTEM,
				   "this machine has no certificates of authorities; name them, or install them");
	*trust = found;
	return true;
}

static bool find_trust(const struct libcrypto *crypto, const struct tls_settings *settings, struct tls_trust *trust,
		       struct problem *problem)
{
	if (settings->ca_file == NULL && settings->ca_folder == NULL)
		return find_system_trust(crypto, trust, problem);
	if (settings->ca_file && access(settings->ca_file, R_OK) != 0)
		return problem_set(problem, PROBLEM_INPUT, "cannot read certificates from '%.200s': %s",
				   settings->ca_file, strerror(errno));
	if (settings->ca_folder && !has_hashed_certificates(settings->ca_folder))
		return problem_set(problem, PROBLEM_INPUT,
				   "'%.200s' is no readable folder of hashed certificates (openssl rehash makes one)",
				   settings->ca_folder);
	*trust = (struct tls_trust){ .file = settings->ca_file, .folder = settings->ca_folder };
	return true;
}

bool tls_prepare(const struct tls_settings *settings, struct tls_trust *trust, struct problem *problem)
{
	struct libssl ssl;
	struct libcrypto crypto;
	struct tls_trust found = { 0 };

	if (!tls_library_load(&ssl, &crypto, problem))
		return false;
	if (settings->verify && !find_trust(&crypto, settings, &found, problem))
		return false;
	/* Whoever comes first decides, also for other users of the library in this process. */
	ssl.init(TLS_START, NULL);
	*trust = found;
	return true;
}

/* --- the certificate --- */

/* The first DNS name among the alternative names. */
static void read_alternative_name(const struct tls *tls, const X509 *certificate, char *text, size_t size)
{
	GENERAL_NAMES *names = tls->crypto.get_extension(certificate, NID_subject_alt_name, NULL, NULL);
	int count = names ? tls->crypto.stack_count((const OPENSSL_STACK *)names) : 0;

	for (int i = 0; i < count && text[0] == '\0'; i++) {
		const GENERAL_NAME *name = tls->crypto.stack_item((const OPENSSL_STACK *)names, i);

		if (name->type == GEN_DNS)
			snprintf(text, size, "%.*s", tls->crypto.string_length(name->d.dNSName),
				 (const char *)tls->crypto.string_data(name->d.dNSName));
	}
	if (names)
		tls->crypto.names_free(names);
}

static void describe_peer(const struct tls *tls, const X509 *certificate, struct tls_peer *peer)
{
	struct tm end;

	snprintf(peer->protocol, sizeof peer->protocol, "%s", tls->ssl.get_version(tls->session));
	if (certificate == NULL)
		return;
	if (tls->crypto.name_get_text(tls->crypto.get_subject(certificate), NID_commonName, peer->subject,
				      sizeof peer->subject) < 1)
		peer->subject[0] = '\0';
	if (peer->subject[0] == '\0')
		read_alternative_name(tls, certificate, peer->subject, sizeof peer->subject);
	if (tls->crypto.time_to_tm(tls->crypto.get_not_after(certificate), &end) == 1)
		peer->not_after = timegm(&end);
}

static bool is_address(const char *host)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, host, bytes) == 1 || inet_pton(AF_INET6, host, bytes) == 1;
}

static bool names_host(const struct tls *tls, X509 *certificate, const char *host)
{
	if (is_address(host))
		return tls->crypto.check_address(certificate, host, 0) == 1;
	return tls->crypto.check_host(certificate, host, 0, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, NULL) == 1;
}

static bool has_expired(const struct tls_peer *peer, long error, struct problem *problem)
{
	char text[400];
	time_t now = time(NULL);

	/* Another certificate of the chain may be the one that has expired. */
	if (error != X509_V_ERR_CERT_HAS_EXPIRED || peer->not_after > now)
		return false;
	certificate_describe(peer, now, text, sizeof text);
	problem_set(problem, PROBLEM_PEER, "%s", text);
	return true;
}

/* The chain is judged by OpenSSL during the handshake.  The name is judged here,
 * because OpenSSL stops at the first fault and the operator wants to know each. */
static bool judge_certificate(const struct tls *tls, X509 *certificate, const struct tls_settings *settings,
			      const struct tls_peer *peer, struct problem *problem)
{
	long error = tls->ssl.get_verify_result(tls->session);
	bool named;

	if (certificate == NULL)
		return problem_set(problem, PROBLEM_PEER, "the server showed no certificate");
	named = names_host(tls, certificate, settings->host);
	if (error == X509_V_OK && named)
		return true;
	if (error == X509_V_OK)
		return problem_set(problem, PROBLEM_PEER, "certificate is for '%s', not for '%.200s'", peer->subject,
				   settings->host);
	if (!has_expired(peer, error, problem))
		problem_set(problem, PROBLEM_PEER, "certificate of '%s' is not trusted: %s", peer->subject,
			    tls->crypto.verify_string(error));
	if (!named) {
		size_t used = strlen(problem->text);

		snprintf(problem->text + used, sizeof problem->text - used, ", and it is not for '%.200s'",
			 settings->host);
	}
	return false;
}

static bool examine_peer(const struct tls *tls, const struct tls_settings *settings, struct tls_peer *peer,
			 struct problem *problem)
{
	X509 *certificate = tls->ssl.get_certificate(tls->session);
	bool good;

	describe_peer(tls, certificate, peer);
	good = !settings->verify || judge_certificate(tls, certificate, settings, peer, problem);
	if (certificate)
		tls->crypto.certificate_free(certificate);
	return good;
}

/* --- the session --- */

/* Waits for what an operation that did not complete needs.  False when it cannot go on. */
static bool await(struct tls *tls, int outcome, const struct deadline *deadline, struct problem *problem)
{
	int system_error = errno;

	switch (tls->ssl.get_error(tls->session, outcome)) {
	case SSL_ERROR_WANT_READ:
		return connect_wait(tls->fd, POLLIN, deadline, problem);
	case SSL_ERROR_WANT_WRITE:
		return connect_wait(tls->fd, POLLOUT, deadline, problem);
	case SSL_ERROR_SYSCALL:
		tls->failed = true;
		return problem_set(problem, PROBLEM_PEER, "%s",
				   system_error ? strerror(system_error) : "the peer closed the connection");
	default:
		tls->failed = true;
		return problem_set(problem, PROBLEM_PEER, "%s", reason(tls));
	}
}

static bool timed_out(const struct deadline *deadline, struct problem *problem)
{
	if (!deadline_passed(deadline))
		return false;
	problem_set(problem, PROBLEM_TIMEOUT, "timeout");
	return true;
}

/* OpenSSL keeps a queue of errors and errno may be stale: both are emptied before each call. */
static void forget_errors(const struct tls *tls)
{
	tls->crypto.clear_error();
	errno = 0;
}

static bool shake_hands(struct tls *tls, const struct deadline *deadline, struct problem *problem)
{
	for (;;) {
		int outcome;

		if (timed_out(deadline, problem))
			break;
		forget_errors(tls);
		outcome = tls->ssl.connect(tls->session);
		if (outcome == 1)
			return true;
		if (!await(tls, outcome, deadline, problem))
			break;
	}
	if (problem->kind == PROBLEM_TIMEOUT)
		return problem_set(problem, PROBLEM_TIMEOUT, "timeout: the TLS handshake did not end");
	return problem_prefix(problem, "TLS handshake failed");
}

static bool load_trust(const struct tls *tls, const struct tls_trust *trust, struct problem *problem)
{
	if (trust->file && tls->ssl.load_file(tls->context, trust->file) != 1)
		return problem_set(problem, PROBLEM_INPUT, "cannot read certificates from '%.200s': %s", trust->file,
				   reason(tls));
	if (trust->folder && tls->ssl.load_folder(tls->context, trust->folder) != 1)
		return problem_set(problem, PROBLEM_INPUT, "cannot use the certificates in '%.200s': %s", trust->folder,
				   reason(tls));
	return true;
}

static bool make_session(struct tls *tls, const struct tls_settings *settings, struct problem *problem)
{
	enum { SEND_NAME = SSL_CTRL_SET_TLSEXT_HOSTNAME, MODE = SSL_MODE_ENABLE_PARTIAL_WRITE };
	char name[256];

	tls->session = tls->ssl.session_new(tls->context);
	if (tls->session == NULL || tls->ssl.set_fd(tls->session, tls->fd) != 1)
		return problem_set(problem, PROBLEM_SYSTEM, "no TLS session: %s", reason(tls));
	tls->ssl.control(tls->session, SSL_CTRL_MODE, MODE, NULL);
	/* RFC 6066, 3: addresses are no names. */
	if (!settings->send_name || is_address(settings->host))
		return true;
	snprintf(name, sizeof name, "%s", settings->host);
	if (tls->ssl.control(tls->session, SEND_NAME, TLSEXT_NAMETYPE_host_name, name) != 1)
		return problem_set(problem, PROBLEM_INPUT, "'%.200s' cannot be sent as the server's name",
				   settings->host);
	return true;
}

/* The handshake goes on whatever the certificate is, so that it can be told about;
 * nothing of ours is sent before it has been judged. */
static bool make_context(struct tls *tls, const struct tls_trust *trust, struct problem *problem)
{
	tls->context = tls->ssl.context_new(tls->ssl.client_method());
	if (tls->context == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "no TLS context: %s", reason(tls));
	if (tls->ssl.context_control(tls->context, SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_2_VERSION, NULL) != 1)
		return problem_set(problem, PROBLEM_SYSTEM, "TLS 1.2 is not possible: %s", reason(tls));
	return load_trust(tls, trust, problem);
}

static bool start(struct tls *tls, const struct tls_settings *settings, const struct tls_trust *trust,
		  const struct deadline *deadline, struct tls_peer *peer, struct problem *problem)
{
	return tls_library_load(&tls->ssl, &tls->crypto, problem) && make_context(tls, trust, problem) &&
	       make_session(tls, settings, problem) && shake_hands(tls, deadline, problem) &&
	       examine_peer(tls, settings, peer, problem);
}

bool stream_start_tls(struct stream *stream, const struct tls_settings *settings, const struct deadline *deadline,
		      struct tls_peer *peer, struct problem *problem)
{
	struct tls_trust trust;
	struct tls *tls;

	*peer = (struct tls_peer){ 0 };
	if (!tls_prepare(settings, &trust, problem))
		return false;
	tls = calloc(1, sizeof *tls);
	if (tls == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	tls->fd = stream->fd;
	if (!start(tls, settings, &trust, deadline, peer, problem)) {
		tls_close(tls);
		return false;
	}
	stream->tls = tls;
	return true;
}

bool tls_read(struct tls *tls, void *bytes, size_t size, size_t *length, const struct deadline *deadline,
	      struct problem *problem)
{
	int room = size > INT16_MAX ? INT16_MAX : (int)size;

	for (;;) {
		int count;

		if (timed_out(deadline, problem))
			return false;
		forget_errors(tls);
		count = tls->ssl.read(tls->session, bytes, room);
		if (count > 0 || tls->ssl.get_error(tls->session, count) == SSL_ERROR_ZERO_RETURN) {
			*length = count > 0 ? (size_t)count : 0;
			return true;
		}
		if (!await(tls, count, deadline, problem))
			break;
	}
	return problem->kind == PROBLEM_PEER ? problem_prefix(problem, "the connection broke") : false;
}

bool tls_write(struct tls *tls, const void *bytes, size_t length, const struct deadline *deadline,
	       struct problem *problem)
{
	const char *next = bytes;

	while (length > 0) {
		int count;

		if (timed_out(deadline, problem))
			return false;
		forget_errors(tls);
		count = tls->ssl.write(tls->session, next, length > INT16_MAX ? INT16_MAX : (int)length);
		if (count > 0) {
			next += count;
			length -= (size_t)count;
		} else if (!await(tls, count, deadline, problem)) {
			return problem->kind == PROBLEM_PEER ? problem_prefix(problem, "the connection broke") : false;
		}
	}
	return true;
}

void tls_close(struct tls *tls)
{
	if (tls->session) {
		/* One try, without waiting for the peer's: RFC 8446, 6.1. */
		if (!tls->failed)
			tls->ssl.shutdown(tls->session);
		tls->ssl.session_free(tls->session);
	}
	if (tls->context)
		tls->ssl.context_free(tls->context);
	free(tls);
}
