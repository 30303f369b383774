/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The least a program can do to learn a server's host key through libssh2: what check_ssh --host-key is
 * measured against.
 *
 *   ssh_handshake PORT     (on 127.0.0.1) prints the SHA-256 fingerprint in hexadecimal
 */
#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>
#include <libssh2.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FINGERPRINT_SIZE = 32 };

static int connect_to(in_port_t port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons(port),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int on = 1;
	int connection = socket(AF_INET, SOCK_STREAM, 0);

	/* Without it the handshake waits for delayed acknowledgements. */
	if (connection < 0 || setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) != 0 ||
	    connect(connection, (struct sockaddr *)&address, sizeof(address)) != 0)
		return -1;
	return connection;
}

static int print_fingerprint(LIBSSH2_SESSION *session)
{
	const char *hash = libssh2_hostkey_hash(session, LIBSSH2_HOSTKEY_HASH_SHA256);

	if (hash == NULL)
		return 2;
	for (int i = 0; i < FINGERPRINT_SIZE; i++)
		printf("%02x", (unsigned char)hash[i]);
	putchar('\n');
	return 0;
}

static int shake_hands(int connection)
{
	LIBSSH2_SESSION *session = libssh2_session_init();
	char *reason = NULL;
	int status = 2;

	if (session == NULL)
		return 2;
	/* The key that ssh(1) and check_ssh ask for first: signatures differ in cost. */
	libssh2_session_method_pref(session, LIBSSH2_METHOD_HOSTKEY, "ssh-ed25519,ecdsa-sha2-nistp256");
	if (libssh2_session_handshake(session, connection) == 0) {
		status = print_fingerprint(session);
		libssh2_session_disconnect(session, "measured");
	} else {
		libssh2_session_last_error(session, &reason, NULL, 0);
		fprintf(stderr, "ssh_handshake: %s\n", reason);
	}
	libssh2_session_free(session);
	return status;
}

int main(int argc, char **argv)
{
	long port = argc == 2 ? strtol(argv[1], NULL, 10) : 0;
	int connection;
	int status;

	if (port < 1 || port > 65535) {
		fprintf(stderr, "usage: ssh_handshake PORT\n");
		return 2;
	}
	if (libssh2_init(0) != 0)
		return 1;
	connection = connect_to((in_port_t)port);
	if (connection < 0) {
		perror("ssh_handshake");
		return 1;
	}
	status = shake_hands(connection);
	close(connection);
	libssh2_exit();
	return status;
}
