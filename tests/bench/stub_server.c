/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A server that greets and nothing else, so that a measurement sees the client's cost alone.
 *
 *   stub_server ssh|ftp [CONNECTIONS [SECONDS]]
 *
 * It listens on a free port of 127.0.0.1, prints the port, greets every client, reads what comes and closes
 * after the client. It ends after so many connections (default a million), so many seconds (default 600), or
 * when its standard input ends, so that it cannot outlive the one who started it.
 */
#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { INPUT, LISTENER, FIRST_CLIENT, SLOTS = 256 };

struct server {
	struct pollfd slots[SLOTS];
	nfds_t used;
	const char *greeting;
	long connections_left;
};

static time_t now_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static int listen_on_free_port(in_port_t *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    listen(listener, SLOTS) != 0 || getsockname(listener, (struct sockaddr *)&address, &length) != 0)
		return -1;
	*port = ntohs(address.sin_port);
	return listener;
}

static void drop(struct server *server, nfds_t index)
{
	close(server->slots[index].fd);
	server->slots[index] = server->slots[--server->used];
}

static void greet(struct server *server)
{
	int client = accept(server->slots[LISTENER].fd, NULL, NULL);
	int on = 1;

	if (client < 0)
		return;
	server->connections_left--;
	setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	/* A greeting always fits an empty socket buffer; a client that is gone already is not missed. */
	if (send(client, server->greeting, strlen(server->greeting), MSG_NOSIGNAL) < 0) {
		close(client);
		return;
	}
	server->slots[server->used++] = (struct pollfd){ .fd = client, .events = POLLIN };
}

static void serve_clients(struct server *server)
{
	char bytes[4096];

	for (nfds_t i = server->used; i-- > FIRST_CLIENT;)
		if (server->slots[i].revents != 0 && read(server->slots[i].fd, bytes, sizeof(bytes)) <= 0)
			drop(server, i);
}

static bool input_ended(const struct server *server)
{
	char byte;

	return server->slots[INPUT].revents != 0 && read(STDIN_FILENO, &byte, 1) <= 0;
}

static void serve(struct server *server, time_t end)
{
	while (server->connections_left > 0 && now_seconds() < end) {
		/* With every slot taken the others wait in the backlog. */
		server->slots[LISTENER].events = server->used < SLOTS ? POLLIN : 0;
		if (poll(server->slots, server->used, 1000) < 0 && errno != EINTR)
			return;
		if (input_ended(server))
			return;
		serve_clients(server);
		if (server->slots[LISTENER].revents & POLLIN)
			greet(server);
	}
}

static const char *greeting_of(const char *protocol)
{
	if (strcmp(protocol, "ssh") == 0)
		return "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n";
	if (strcmp(protocol, "ftp") == 0)
		return "220 (vsFTPd 3.0.3)\r\n";
	return NULL;
}

int main(int argc, char **argv)
{
	struct server server = { .used = FIRST_CLIENT };
	in_port_t port;
	int listener;

	server.greeting = argc > 1 ? greeting_of(argv[1]) : NULL;
	if (server.greeting == NULL) {
		fprintf(stderr, "usage: stub_server ssh|ftp [CONNECTIONS [SECONDS]]\n");
		return 2;
	}
	server.connections_left = argc > 2 ? strtol(argv[2], NULL, 10) : 1000000;
	listener = listen_on_free_port(&port);
	if (listener < 0) {
		perror("stub_server");
		return 1;
	}
	printf("%u\n", (unsigned)port);
	if (fflush(stdout) != 0)
		return 1;
	server.slots[INPUT] = (struct pollfd){ .fd = STDIN_FILENO, .events = POLLIN };
	server.slots[LISTENER] = (struct pollfd){ .fd = listener, .events = POLLIN };
	serve(&server, now_seconds() + (argc > 3 ? strtol(argv[3], NULL, 10) : 600));
	return 0;
}
