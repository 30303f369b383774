// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* SOCK_NONBLOCK, SOCK_CLOEXEC */
#include "common/net/connect.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

int connect_family(bool use_ipv4, bool use_ipv6)
{
	return use_ipv4 ? AF_INET : use_ipv6 ? AF_INET6 : AF_UNSPEC;
}

bool connect_family_verify(bool use_ipv4, bool use_ipv6, struct problem *problem)
{
	return !(use_ipv4 && use_ipv6) ||
	       problem_set(problem, PROBLEM_INPUT, "--use-ipv4 and --use-ipv6 exclude each other");
}

bool connect_wait(int fd, short events, const struct deadline *deadline, struct problem *problem)
{
	struct pollfd waited = { .fd = fd, .events = events };

	for (;;) {
		int left = deadline_poll_ms(deadline);
		int ready = left > 0 ? poll(&waited, 1, left) : 0;

		if (ready > 0)
			return true;
		if (ready == 0 && left == 0)
			return problem_set(problem, PROBLEM_TIMEOUT, "timeout");
		if (ready < 0 && errno != EINTR)
			return problem_set(problem, PROBLEM_SYSTEM, "poll: %s", strerror(errno));
	}
}

/*
 * One look-up of a name.  It is shared by the thread that does it and the one that
 * waits; whoever is last frees it, since a look-up cannot be called off.
 */
struct lookup {
	pthread_mutex_t mutex;
	pthread_cond_t done_signal;
	bool done;
	bool abandoned;
	int error;        /* of getaddrinfo() */
	int system_error; /* errno, for EAI_SYSTEM */
	struct addrinfo *addresses;
	int family;
	char host[256];
};

/* The wait goes by the clock of the deadlines. */
static void lookup_init(struct lookup *lookup)
{
	pthread_condattr_t attributes;

	pthread_mutex_init(&lookup->mutex, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&lookup->done_signal, &attributes);
	pthread_condattr_destroy(&attributes);
}

static void lookup_free(struct lookup *lookup)
{
	if (lookup->addresses)
		freeaddrinfo(lookup->addresses);
	pthread_mutex_destroy(&lookup->mutex);
	pthread_cond_destroy(&lookup->done_signal);
	free(lookup);
}

static void *lookup_run(void *argument)
{
	struct lookup *lookup = argument;
	struct addrinfo hints = { .ai_family = lookup->family, .ai_socktype = SOCK_STREAM };
	struct addrinfo *addresses = NULL;
	int error = getaddrinfo(lookup->host, NULL, &hints, &addresses);
	int system_error = errno;
	bool abandoned;

	pthread_mutex_lock(&lookup->mutex);
	lookup->error = error;
	lookup->system_error = system_error;
	lookup->addresses = error == 0 ? addresses : NULL;
	lookup->done = true;
	abandoned = lookup->abandoned;
	pthread_cond_signal(&lookup->done_signal);
	pthread_mutex_unlock(&lookup->mutex);
	if (abandoned)
		lookup_free(lookup);
	return NULL;
}

static bool lookup_start(struct lookup *lookup)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int error;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	error = pthread_create(&thread, &attributes, lookup_run, lookup);
	pthread_attr_destroy(&attributes);
	return error == 0;
}

/* Waits for the look-up; false when the deadline came first, and the thread frees it then. */
static bool lookup_wait(struct lookup *lookup, const struct deadline *deadline)
{
	struct timespec until = { .tv_sec = (time_t)deadline->seconds };
	int error = 0;
	bool done;

	until.tv_nsec = (long)((deadline->seconds - (double)until.tv_sec) * 1e9);
	pthread_mutex_lock(&lookup->mutex);
	while (!lookup->done && error == 0)
		error = pthread_cond_timedwait(&lookup->done_signal, &lookup->mutex, &until);
	done = lookup->done;
	lookup->abandoned = !done;
	pthread_mutex_unlock(&lookup->mutex);
	return done;
}

static bool unresolved(const struct lookup *lookup, bool is_named, struct problem *problem)
{
	enum problem_kind kind =
		lookup->error == EAI_MEMORY || lookup->error == EAI_SYSTEM ? PROBLEM_SYSTEM : PROBLEM_UNRESOLVED;

	const char *reason = lookup->error == EAI_SYSTEM ? strerror(lookup->system_error) : gai_strerror(lookup->error);

	if (is_named)
		return problem_set(problem, kind, "cannot resolve the name: %s", reason);
	return problem_set(problem, kind, "cannot resolve host '%.200s': %s", lookup->host, reason);
}

static bool resolve(const struct endpoint *endpoint, const struct deadline *deadline, struct addrinfo **addresses,
		    struct problem *problem)
{
	const char *host = endpoint->host;
	struct lookup *lookup;
	bool resolved;

	if (strlen(host) >= sizeof lookup->host)
		return problem_set(problem, PROBLEM_UNRESOLVED, "cannot resolve host '%.40s...': the name is too long",
				   host);
	lookup = calloc(1, sizeof *lookup);
	if (lookup == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	lookup_init(lookup);
	lookup->family = endpoint->family;
	snprintf(lookup->host, sizeof lookup->host, "%s", host);
	if (!lookup_start(lookup)) {
		lookup_free(lookup);
		return problem_set(problem, PROBLEM_SYSTEM, "cannot start a thread to resolve host '%.200s'", host);
	}
	if (!lookup_wait(lookup, deadline)) {
		if (endpoint->is_named)
			return problem_set(problem, PROBLEM_TIMEOUT, "timeout: the name was not resolved");
		return problem_set(problem, PROBLEM_TIMEOUT, "timeout: host '%.200s' was not resolved", host);
	}
	resolved = lookup->error == 0 || unresolved(lookup, endpoint->is_named, problem);
	*addresses = lookup->addresses;
	lookup->addresses = NULL;
	lookup_free(lookup);
	return resolved;
}

/* What this machine lacks, rather than the peer. */
static bool is_our_fault(int error)
{
	static const int ours[] = { EMFILE, ENFILE, ENOMEM, ENOBUFS, EACCES, EPERM, EADDRNOTAVAIL, EAFNOSUPPORT };

	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
		if (error == ours[i])
			return true;
	}
	return false;
}

/* What went wrong with one address. */
static bool connect_failed(const struct endpoint *endpoint, int error, struct problem *problem)
{
	enum problem_kind kind = error == ECONNREFUSED ? PROBLEM_REFUSED
				 : is_our_fault(error) ? PROBLEM_SYSTEM
						       : PROBLEM_PEER;

	if (endpoint->is_named)
		return problem_set(problem, kind, "no connection: %s", strerror(error));
	if (endpoint->host[0] == '/')
		return problem_set(problem, kind, "connect to socket %.200s: %s", endpoint->host, strerror(error));
	return problem_set(problem, kind, "connect to address %.200s and port %ld: %s", endpoint->host, endpoint->port,
			   strerror(error));
}

/* Adds which of a name's addresses that was. */
static void name_address(const struct addrinfo *address, int number, struct problem *problem)
{
	char digits[INET6_ADDRSTRLEN];
	size_t used = strlen(problem->text);

	if (getnameinfo(address->ai_addr, address->ai_addrlen, digits, sizeof digits, NULL, 0, NI_NUMERICHOST) == 0)
		snprintf(problem->text + used, sizeof problem->text - used, " (%s, address %d of the name)", digits,
			 number);
}

/* Waits for a connection under way. */
static bool await_connection(int fd, const struct endpoint *endpoint, const struct deadline *deadline,
			     struct problem *problem)
{
	int error = 0;
	socklen_t length = sizeof error;

	if (!connect_wait(fd, POLLOUT, deadline, problem)) {
		if (problem->kind == PROBLEM_TIMEOUT && endpoint->is_named)
			problem_set(problem, PROBLEM_TIMEOUT, "timeout: no connection");
		else if (problem->kind == PROBLEM_TIMEOUT)
			problem_set(problem, PROBLEM_TIMEOUT, "timeout: no connection to address %.200s and port %ld",
				    endpoint->host, endpoint->port);
		return false;
	}
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0)
		error = errno;
	return error == 0 || connect_failed(endpoint, error, problem);
}

static bool connect_address(const struct sockaddr *address, socklen_t length, const struct endpoint *endpoint,
			    const struct deadline *deadline, int *fd, struct problem *problem)
{
	static const int yes = 1;
	int opened = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	bool connected;

	if (opened < 0)
		return connect_failed(endpoint, errno, problem);
	if (address->sa_family != AF_UNIX)
		setsockopt(opened, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	connected = connect(opened, address, length) == 0;
	/* A Unix socket with a full queue says so at once; TCP would wait. */
	while (!connected && errno == EAGAIN && address->sa_family == AF_UNIX && !deadline_passed(deadline)) {
		poll(NULL, 0, 10);
		connected = connect(opened, address, length) == 0;
	}
	if (!connected && (errno == EINPROGRESS || errno == EINTR))
		connected = await_connection(opened, endpoint, deadline, problem);
	else if (!connected)
		connect_failed(endpoint, errno, problem);
	if (connected)
		*fd = opened;
	else
		close(opened);
	return connected;
}

static void set_port(struct sockaddr *address, long port)
{
	if (address->sa_family == AF_INET6)
		((struct sockaddr_in6 *)(void *)address)->sin6_port = htons((uint16_t)port);
	else
		((struct sockaddr_in *)(void *)address)->sin_port = htons((uint16_t)port);
}

/* Tries the addresses in turn, each with an equal share of the time that is left. */
static bool connect_any(struct addrinfo *addresses, const struct endpoint *endpoint, const struct deadline *deadline,
			int *fd, struct problem *problem)
{
	int count = 0;
	int left;

	for (const struct addrinfo *each = addresses; each; each = each->ai_next)
		count++;
	left = count;
	for (const struct addrinfo *each = addresses; each; each = each->ai_next, left--) {
		struct deadline share = deadline_within(deadline, deadline_left(deadline) / left);

		set_port(each->ai_addr, endpoint->port);
		if (connect_address(each->ai_addr, each->ai_addrlen, endpoint, &share, fd, problem))
			return true;
		if (count > 1)
			name_address(each, count - left + 1, problem);
		if (deadline_passed(deadline))
			return false;
	}
	return false;
}

/* An address written in digits needs no resolver, and costs none. */
static bool is_numeric(const struct endpoint *endpoint, struct sockaddr_storage *address, socklen_t *length)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)(void *)address;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)(void *)address;

	memset(address, 0, sizeof *address);
	if (endpoint->family != AF_INET6 && inet_pton(AF_INET, endpoint->host, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		*length = sizeof *v4;
	} else if (endpoint->family != AF_INET && inet_pton(AF_INET6, endpoint->host, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		*length = sizeof *v6;
	} else {
		return false;
	}
	set_port((struct sockaddr *)address, endpoint->port);
	return true;
}

static bool connect_unix(const struct endpoint *endpoint, const struct deadline *deadline, int *fd,
			 struct problem *problem)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	if (strlen(endpoint->host) >= sizeof address.sun_path)
		return problem_set(problem, PROBLEM_INPUT, "connect to socket %.60s...: the path is too long",
				   endpoint->host);
	memcpy(address.sun_path, endpoint->host, strlen(endpoint->host) + 1);
	return connect_address((struct sockaddr *)&address, sizeof address, endpoint, deadline, fd, problem);
}

bool connect_to(const struct endpoint *endpoint, const struct deadline *deadline, int *fd, struct problem *problem)
{
	struct sockaddr_storage address;
	struct addrinfo *addresses = NULL;
	socklen_t length = 0;
	bool connected;

	if (endpoint->host[0] == '/')
		return connect_unix(endpoint, deadline, fd, problem);
	if (is_numeric(endpoint, &address, &length))
		return connect_address((struct sockaddr *)&address, length, endpoint, deadline, fd, problem);
	if (!resolve(endpoint, deadline, &addresses, problem))
		return false;
	connected = connect_any(addresses, endpoint, deadline, fd, problem);
	freeaddrinfo(addresses);
	return connected;
}

static void write_addresses(const struct addrinfo *each, char *addresses, size_t size)
{
	char digits[INET6_ADDRSTRLEN];

	*addresses = '\0';
	for (; each; each = each->ai_next) {
		size_t used = strlen(addresses);
		bool is_v6 = each->ai_family == AF_INET6;

		if (used + sizeof digits + 4 < size &&
		    getnameinfo(each->ai_addr, each->ai_addrlen, digits, sizeof digits, NULL, 0, NI_NUMERICHOST) == 0)
			snprintf(addresses + used, size - used, "%s%s%s%s", used ? "," : "", is_v6 ? "[" : "", digits,
				 is_v6 ? "]" : "");
	}
}

bool connect_addresses(const struct endpoint *endpoint, const struct deadline *deadline, char *addresses, size_t size,
		       struct problem *problem)
{
	struct sockaddr_storage address;
	struct addrinfo number = { .ai_addr = (struct sockaddr *)&address };
	struct addrinfo *found = NULL;

	if (is_numeric(endpoint, &address, &number.ai_addrlen)) {
		number.ai_family = address.ss_family;
		write_addresses(&number, addresses, size);
		return true;
	}
	if (!resolve(endpoint, deadline, &found, problem))
		return false;
	write_addresses(found, addresses, size);
	freeaddrinfo(found);
	return *addresses != '\0' ||
	       problem_set(problem, PROBLEM_UNRESOLVED, "cannot resolve host '%.200s'", endpoint->host);
}
