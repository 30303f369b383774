// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/tls/handshake.h"

#include "common/check/file.h"
#include "common/net/connect.h"
#include "common/net/tls_library.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

/* --- the context --- */

const char *handshake_reason(void)
{
	const char *text = ERR_reason_error_string(ERR_peek_error());

	return text ? text : "no reason given";
}

/* The chain is judged afterwards, and by one who wants to know every fault. */
static int accept_any_chain(X509_STORE_CTX *store, void *unused)
{
	(void)store;
	(void)unused;
	return 1;
}

/* OpenSSL would ask at the terminal. */
static int refuse_to_ask(char *password, int size, int writing, void *unused)
{
	(void)password;
	(void)size;
	(void)writing;
	(void)unused;
	return -1;
}

/* Bytes of a private key's file. */
enum { KEY_MAXIMUM = 65536 };

static bool use_key(SSL_CTX *context, const char *path, struct problem *problem)
{
	struct buffer text = buffer_limited(KEY_MAXIMUM);
	EVP_PKEY *key = NULL;
	BIO *bio = NULL;
	bool good = file_read_private(path, &text, problem);

	if (good) {
		bio = BIO_new_mem_buf(text.data, (int)text.length);
		key = bio ? PEM_read_bio_PrivateKey(bio, NULL, refuse_to_ask, NULL) : NULL;
		if (key == NULL)
			good = problem_set(problem, PROBLEM_INPUT, "'%.200s' holds no private key without a passphrase",
					   path);
		else if (SSL_CTX_use_PrivateKey(context, key) != 1)
			good = problem_set(problem, PROBLEM_INPUT, "'%.200s' is not the key of the certificate", path);
	}
	EVP_PKEY_free(key);
	BIO_free(bio);
	file_forget_secret(&text);
	return good || problem_prefix(problem, "--clientkey");
}

static bool use_certificate(SSL_CTX *context, const char *certificate, const char *key, struct problem *problem)
{
	if (certificate == NULL)
		return true;
	ERR_clear_error();
	/* Security is the server's business here: a weak client certificate is for it to refuse. */
	SSL_CTX_set_security_level(context, 0);
	if (SSL_CTX_use_certificate_chain_file(context, certificate) != 1)
		return problem_set(problem, PROBLEM_INPUT, "--clientcert: cannot read certificates from '%.200s': %s",
				   certificate, errno ? strerror(errno) : handshake_reason());
	return use_key(context, key ? key : certificate, problem);
}

bool handshake_prepare(const char *certificate_file, const char *key_file, SSL_CTX **context, struct problem *problem)
{
	SSL_CTX *made = NULL;

	OPENSSL_init_ssl(TLS_START, NULL);
	made = SSL_CTX_new(TLS_client_method());
	if (made == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "no TLS context: %s", handshake_reason());
	SSL_CTX_set_cert_verify_callback(made, accept_any_chain, NULL);
	SSL_CTX_set_session_cache_mode(made, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	if (!use_certificate(made, certificate_file, key_file, problem)) {
		SSL_CTX_free(made);
		return false;
	}
	*context = made;
	return true;
}

/* --- what is remembered while it runs --- */

/* Called when the server asks for a certificate; the one of the context is taken. */
static int note_request(SSL *session, void *noted)
{
	struct handshake *handshake = noted;

	(void)session;
	handshake->asked_for_certificate = true;
	return 1;
}

static bool offer_protocols(SSL *session, const struct texts *alpn, struct problem *problem)
{
	unsigned char list[1024];
	size_t used = 0;

	for (size_t i = 0; alpn && i < alpn->count; i++) {
		size_t length = strlen(alpn->items[i]);

		if (length == 0 || length > 255 || used + 1 + length > sizeof list)
			return problem_set(problem, PROBLEM_INPUT,
					   "--alpn: '%.100s' is not a name of 1 to 255 bytes, or they are too many",
					   alpn->items[i]);
		list[used++] = (unsigned char)length;
		memcpy(list + used, alpn->items[i], length);
		used += length;
	}
	if (used > 0 && SSL_set_alpn_protos(session, list, (unsigned)used) != 0)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	return true;
}

static bool make_session(SSL_CTX *context, const struct handshake_settings *settings, int fd,
			 struct handshake *handshake, struct problem *problem)
{
	SSL *session = SSL_new(context);

	handshake->session = session;
	if (session == NULL || SSL_set_fd(session, fd) != 1)
		return problem_set(problem, PROBLEM_SYSTEM, "no TLS session: %s", handshake_reason());
	SSL_set_security_level(session, settings->security_level);
	if (SSL_set_min_proto_version(session, settings->minimum_protocol) != 1 ||
	    SSL_set_max_proto_version(session, settings->maximum_protocol) != 1)
		return problem_set(problem, PROBLEM_SYSTEM, "this OpenSSL does not know the protocol");
	/* Old protocols sign with what level 0 alone lets pass, also in the list of ciphers. */
	if (settings->security_level == 0 && SSL_set_cipher_list(session, "ALL:COMPLEMENTOFDEFAULT:@SECLEVEL=0") != 1)
		return problem_set(problem, PROBLEM_SYSTEM, "no ciphers: %s", handshake_reason());
	SSL_set_cert_cb(session, note_request, handshake);
	if (settings->ask_for_staple)
		SSL_set_tlsext_status_type(session, TLSEXT_STATUSTYPE_ocsp);
	if (settings->server_name && SSL_set_tlsext_host_name(session, settings->server_name) != 1)
		return problem_set(problem, PROBLEM_INPUT, "'%.200s' cannot be sent as the server's name",
				   settings->server_name);
	return offer_protocols(session, settings->alpn, problem);
}

/* --- the handshake --- */

/* OpenSSL's words for what has a plainer meaning. */
static const char *explain(unsigned long error)
{
	static const struct {
		int reason;
		const char *words;
	} known[] = {
		{ SSL_R_WRONG_VERSION_NUMBER, "the answer is not TLS" },
		{ SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE, "the server refuses what was offered (handshake failure)" },
		{ SSL_R_TLSV1_ALERT_INSUFFICIENT_SECURITY, "the server wants stronger ciphers" },
		{ SSL_R_TLSV1_UNRECOGNIZED_NAME, "the server does not know this name (SNI)" },
		{ SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL, "the server speaks none of the protocols of --alpn" },
		{ SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED, "the server wants a client certificate" },
		{ SSL_R_EXCESSIVE_MESSAGE_SIZE, "the certificates are too large" },
		{ SSL_R_UNEXPECTED_EOF_WHILE_READING, "the server closed the connection" },
	};

	if (ERR_GET_LIB(error) != ERR_LIB_SSL)
		return NULL;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (ERR_GET_REASON(error) == known[i].reason)
			return known[i].words;
	}
	return NULL;
}

static bool is_about_version(unsigned long error)
{
	return ERR_GET_LIB(error) == ERR_LIB_SSL && (ERR_GET_REASON(error) == SSL_R_UNSUPPORTED_PROTOCOL ||
						     ERR_GET_REASON(error) == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION);
}

static const char *least_protocol(SSL *session)
{
	switch (SSL_get_min_proto_version(session)) {
	case TLS1_VERSION:
		return "TLSv1.0";
	case TLS1_1_VERSION:
		return "TLSv1.1";
	case TLS1_2_VERSION:
		return "TLSv1.2";
	default:
		return "TLSv1.3";
	}
}

static bool describe_failure(SSL *session, int system_error, struct problem *problem)
{
	unsigned long error = ERR_peek_error();
	const char *words = explain(error);

	if (is_about_version(error))
		return problem_set(problem, PROBLEM_PEER, "the server does not speak %s or newer",
				   least_protocol(session));

	if (error == 0)
		return problem_set(problem, PROBLEM_PEER, "%s",
				   system_error ? strerror(system_error) : "the server closed the connection");
	return problem_set(problem, PROBLEM_PEER, "%s", words ? words : handshake_reason());
}

/* Waits for what an operation needs that did not complete.  False when it cannot go on. */
static bool await(SSL *session, int fd, int outcome, const struct deadline *deadline, struct problem *problem)
{
	int system_error = errno;

	switch (SSL_get_error(session, outcome)) {
	case SSL_ERROR_WANT_READ:
		return connect_wait(fd, POLLIN, deadline, problem);
	case SSL_ERROR_WANT_WRITE:
		return connect_wait(fd, POLLOUT, deadline, problem);
	case SSL_ERROR_SYSCALL:
	case SSL_ERROR_SSL:
		return describe_failure(session, system_error, problem);
	default:
		return problem_set(problem, PROBLEM_PEER, "the server ended TLS");
	}
}

static bool shake_hands(SSL *session, int fd, const struct deadline *deadline, struct problem *problem)
{
	for (;;) {
		int outcome = 0;

		if (deadline_passed(deadline))
			return problem_set(problem, PROBLEM_TIMEOUT, "timeout");
		ERR_clear_error();
		errno = 0;
		outcome = SSL_connect(session);
		if (outcome == 1)
			return true;
		if (!await(session, fd, outcome, deadline, problem))
			return false;
	}
}

static void read_alpn(struct handshake *handshake)
{
	const unsigned char *name = NULL;
	unsigned length = 0;

	SSL_get0_alpn_selected(handshake->session, &name, &length);
	snprintf(handshake->alpn, sizeof handshake->alpn, "%.*s", (int)length, name ? (const char *)name : "");
}

/* All of it, also after a failure: a server that refuses has often shown itself before. */
static void read_session(struct handshake *handshake)
{
	SSL *session = handshake->session;

	snprintf(handshake->protocol, sizeof handshake->protocol, "%s", SSL_get_version(session));
	snprintf(handshake->cipher, sizeof handshake->cipher, "%s", SSL_get_cipher_name(session));
	handshake->certificate = SSL_get0_peer_certificate(session);
	handshake->sent = SSL_get_peer_cert_chain(session);
	handshake->staple_length = SSL_get_tlsext_status_ocsp_resp(session, &handshake->staple);
	if (handshake->staple_length <= 0)
		handshake->staple = NULL;
	read_alpn(handshake);
}

/* In TLS 1.3 the server judges the client's certificate when we have finished already.
 * If it takes it, it sends tickets or nothing; if not, an alert: RFC 8446, 4.4.2.4, 6.2. */
static void await_judgement(struct handshake *handshake, int fd, const struct deadline *deadline)
{
	struct deadline soon = deadline_within(deadline, 1);
	bool waiting = handshake->asked_for_certificate && SSL_version(handshake->session) == TLS1_3_VERSION;

	while (waiting) {
		struct problem problem = { 0 };
		char byte;
		int outcome;

		ERR_clear_error();
		errno = 0;
		outcome = SSL_peek(handshake->session, &byte, 1);
		waiting = outcome <= 0 && SSL_SESSION_is_resumable(SSL_get_session(handshake->session)) == 0;
		if (waiting && !await(handshake->session, fd, outcome, &soon, &problem)) {
			waiting = false;
			if (problem.kind == PROBLEM_PEER)
				handshake->refusal = problem;
		}
	}
}

bool handshake_perform(SSL_CTX *context, const struct handshake_settings *settings, int fd,
		       const struct deadline *deadline, struct handshake *handshake, struct problem *problem)
{
	double start = deadline_clock();
	bool done;

	*handshake = (struct handshake){ 0 };
	if (!make_session(context, settings, fd, handshake, problem))
		return false;
	done = shake_hands(handshake->session, fd, deadline, problem);
	handshake->seconds = deadline_clock() - start;
	if (done)
		await_judgement(handshake, fd, deadline);
	/* Last, because a ticket that came meanwhile replaces the session. */
	read_session(handshake);
	if (done)
		return true;
	if (problem->kind == PROBLEM_TIMEOUT)
		return problem_set(problem, PROBLEM_TIMEOUT, "timeout: the TLS handshake did not end");
	if (handshake->asked_for_certificate)
		return problem_prefix(problem, "TLS handshake failed after the server asked for a client certificate");
	return problem_prefix(problem, "TLS handshake failed");
}

void handshake_end(struct handshake *handshake)
{
	if (handshake->session) {
		/* One try, without waiting for the server's: RFC 8446, 6.1. */
		if (SSL_is_init_finished(handshake->session) && handshake->refusal.kind == PROBLEM_NONE)
			SSL_shutdown(handshake->session);
		SSL_free(handshake->session);
	}
	*handshake = (struct handshake){ 0 };
}
