/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The least a program can do to shake hands with a TLS server and verify it, trusting a folder of hashed
 * certificates: what check_tls is measured against.
 *
 *   tls_handshake PORT CA_FOLDER     (on 127.0.0.1) prints the protocol and when the certificate ends
 */
#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int connect_to(in_port_t port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons(port),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int on = 1;
	int connection = socket(AF_INET, SOCK_STREAM, 0);

	if (connection < 0 || setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) != 0 ||
	    connect(connection, (struct sockaddr *)&address, sizeof(address)) != 0)
		return -1;
	return connection;
}

/* The context, or NULL: it verifies the chain and the address. */
static SSL_CTX *make_context(const char *folder)
{
	SSL_CTX *context;

	/* The configuration file costs time, and check_tls does not read it. */
	if (OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) != 1)
		return NULL;
	context = SSL_CTX_new(TLS_client_method());
	if (context == NULL)
		return NULL;
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
	if (SSL_CTX_load_verify_dir(context, folder) != 1 ||
	    X509_VERIFY_PARAM_set1_ip_asc(SSL_CTX_get0_param(context), "127.0.0.1") != 1) {
		SSL_CTX_free(context);
		return NULL;
	}
	return context;
}

static int print_end(const SSL *session)
{
	X509 *certificate = SSL_get0_peer_certificate(session);
	struct tm end;

	if (certificate == NULL || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1)
		return 2;
	printf("%s until %04d-%02d-%02d\n", SSL_get_version(session), end.tm_year + 1900, end.tm_mon + 1, end.tm_mday);
	return 0;
}

static int shake_hands(SSL_CTX *context, int connection)
{
	SSL *session = SSL_new(context);
	int status = 2;

	if (session == NULL)
		return 2;
	if (SSL_set_fd(session, connection) == 1 && SSL_connect(session) == 1) {
		status = print_end(session);
		SSL_shutdown(session);
	} else {
		ERR_print_errors_fp(stderr);
	}
	SSL_free(session);
	return status;
}

int main(int argc, char **argv)
{
	long port = argc == 3 ? strtol(argv[1], NULL, 10) : 0;
	SSL_CTX *context;
	int connection;
	int status;

	if (port < 1 || port > 65535) {
		fprintf(stderr, "usage: tls_handshake PORT CA_FOLDER\n");
		return 2;
	}
	context = make_context(argv[2]);
	if (context == NULL) {
		ERR_print_errors_fp(stderr);
		return 1;
	}
	connection = connect_to((in_port_t)port);
	if (connection < 0) {
		perror("tls_handshake");
		SSL_CTX_free(context);
		return 1;
	}
	status = shake_hands(context, connection);
	close(connection);
	SSL_CTX_free(context);
	return status;
}
