// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/tls/protocol_probe.h"

#include "common/net/connect.h"
#include "common/net/stream.h"
#include "common/tls/handshake.h"

#include <openssl/err.h>
#include <openssl/rand.h>
#include <string.h>

const char *const probe_names[] = { "ssl3", "tls1", "tls1.1", "tls1.2", "tls1.3", NULL };

const char *probe_title(enum probed_protocol protocol)
{
	static const char *const titles[] = { "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3" };

	return titles[protocol];
}

int probe_version(enum probed_protocol protocol)
{
	static const int versions[] = { SSL3_VERSION, TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION, TLS1_3_VERSION };

	return versions[protocol];
}

/* --- SSL 3.0 by hand: RFC 6101, 5.2 and 5.6.1.2 --- */

enum { RECORD_ALERT = 21, RECORD_HANDSHAKE = 22, CLIENT_HELLO = 1, SERVER_HELLO = 2 };

/* What servers of that time knew, and what of today's still has a number there. */
static const unsigned char ssl3_ciphers[] = { 0x00, 0x2f, 0x00, 0x35, 0x00, 0x33, 0x00, 0x39, 0x00, 0x0a, 0x00, 0x16,
					      0x00, 0x05, 0x00, 0x04, 0xc0, 0x13, 0xc0, 0x14, 0x00, 0x09, 0x00, 0xff };

static size_t write_hello(unsigned char *hello)
{
	enum { RANDOM = 32, BODY = 2 + RANDOM + 1 + 2 + sizeof ssl3_ciphers + 2, MESSAGE = 4 + BODY };
	unsigned char *at = hello;
	static const unsigned char heads[] = { RECORD_HANDSHAKE, 3, 0, 0, MESSAGE, CLIENT_HELLO, 0, 0, BODY, 3, 0 };

	memcpy(at, heads, sizeof heads);
	at += sizeof heads;
	if (RAND_bytes(at, RANDOM) != 1)
		memset(at, 7, RANDOM);
	at += RANDOM;
	*at++ = 0; /* no session */
	*at++ = 0;
	*at++ = sizeof ssl3_ciphers;
	memcpy(at, ssl3_ciphers, sizeof ssl3_ciphers);
	at += sizeof ssl3_ciphers;
	*at++ = 1; /* one way to compress: not at all */
	*at++ = 0;
	return (size_t)(at - hello);
}

enum probe_outcome probe_judge_ssl3(const unsigned char *bytes, size_t length, bool ended)
{
	if (length == 0)
		return ended ? PROBE_REFUSED : PROBE_NOT_ASKED;
	if (bytes[0] == RECORD_ALERT && (length < 2 || bytes[1] == 3))
		return length >= 2 || ended ? PROBE_REFUSED : PROBE_NOT_ASKED;
	if (bytes[0] != RECORD_HANDSHAKE)
		return PROBE_UNPROVEN;
	if (length < PROBE_ANSWER_NEEDED)
		return ended ? PROBE_UNPROVEN : PROBE_NOT_ASKED;
	/* Behind the record's header of five bytes: kind, length in three, version. */
	return bytes[5] == SERVER_HELLO && bytes[9] == 3 && bytes[10] == 0 ? PROBE_SPOKEN : PROBE_UNPROVEN;
}

static enum probe_outcome probe_ssl3(int fd, const struct deadline *deadline, struct problem *problem)
{
	struct stream stream = { .fd = fd }; /* borrowed: it is not closed here */
	unsigned char bytes[PROBE_HELLO_MAXIMUM];
	size_t used = 0;
	size_t count = 1;
	enum probe_outcome outcome = PROBE_NOT_ASKED;

	if (!stream_write(&stream, bytes, write_hello(bytes), deadline, problem))
		return PROBE_UNPROVEN;
	while (outcome == PROBE_NOT_ASKED) {
		/* A reset is a refusal too. */
		if (!stream_read(&stream, bytes + used, sizeof bytes - used, &count, deadline, problem))
			return problem->kind == PROBLEM_PEER && used == 0 ? PROBE_REFUSED : PROBE_UNPROVEN;
		used += count;
		outcome = probe_judge_ssl3(bytes, used, count == 0);
	}
	if (outcome == PROBE_UNPROVEN)
		problem_set(problem, PROBLEM_PEER, "the answer is not SSL");
	return outcome;
}

/* --- the others through OpenSSL --- */

/* What was seen of the handshake. */
struct sight {
	int wanted;
	bool spoken; /* a ServerHello of the version came */
};

/* Sees each message; in a ServerHello the version follows the kind and the length, and
 * TLS 1.3 pretends to be 1.2 there: RFC 8446, 4.1.3. */
static void watch(int written, int version, int kind, const void *message, size_t length, SSL *session, void *watched)
{
	const unsigned char *bytes = message;
	struct sight *sight = watched;

	(void)version;
	(void)session;
	if (written || kind != SSL3_RT_HANDSHAKE || length < 6)
		return;
	if (bytes[0] == SERVER_HELLO && (bytes[4] << 8 | bytes[5]) == sight->wanted)
		sight->spoken = true;
}

static bool is_refusal(const struct problem *problem)
{
	unsigned long error = ERR_peek_error();

	if (problem->kind != PROBLEM_PEER)
		return false;
	/* Alerts of the server have reasons above 1000, and a version that is not ours is a no. */
	return error == 0 || ERR_GET_REASON(error) >= SSL_AD_REASON_OFFSET ||
	       ERR_GET_REASON(error) == SSL_R_UNEXPECTED_EOF_WHILE_READING ||
	       ERR_GET_REASON(error) == SSL_R_UNSUPPORTED_PROTOCOL || ERR_GET_REASON(error) == SSL_R_WRONG_SSL_VERSION;
}

static enum probe_outcome probe_tls(SSL_CTX *context, int version, const char *server_name, int fd,
				    const struct deadline *deadline, struct problem *problem)
{
	struct handshake_settings settings = { .server_name = server_name,
					       .minimum_protocol = version,
					       .maximum_protocol = version,
					       .security_level = 0 };
	struct sight sight = { .wanted = version };
	struct handshake handshake;
	enum probe_outcome outcome = PROBE_UNPROVEN;
	bool done;

	SSL_CTX_set_msg_callback(context, watch);
	SSL_CTX_set_msg_callback_arg(context, &sight);
	done = handshake_perform(context, &settings, fd, deadline, &handshake, problem);
	if (sight.spoken || (done && SSL_version(handshake.session) == version))
		outcome = PROBE_SPOKEN;
	else if (is_refusal(problem))
		outcome = PROBE_REFUSED;
	handshake_end(&handshake);
	SSL_CTX_set_msg_callback(context, NULL);
	SSL_CTX_set_msg_callback_arg(context, NULL);
	return outcome;
}

enum probe_outcome probe_perform(SSL_CTX *context, enum probed_protocol protocol, const char *server_name, int fd,
				 const struct deadline *deadline, struct problem *problem)
{
	*problem = (struct problem){ 0 };
	if (protocol == PROBE_SSL3)
		return probe_ssl3(fd, deadline, problem);
	return probe_tls(context, probe_version(protocol), server_name, fd, deadline, problem);
}
