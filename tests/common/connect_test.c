// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Real sockets on the loopback interface; the system chooses every port.
 */
#define _GNU_SOURCE /* mkdtemp() */
#include "common/net/connect.h"

#include "tests/common/rows.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* What a test may take beyond its deadline: the machine may be busy. */
static const double slack_seconds = 3;

/* Binds a socket; with a backlog below 0 it does not listen, so it refuses.  -1
 * when this machine has no such address. */
static int serve(const struct sockaddr *address, socklen_t length, int backlog)
{
	int fd = socket(address->sa_family, SOCK_STREAM, 0);

	if (fd >= 0 && (bind(fd, address, length) != 0 || (backlog >= 0 && listen(fd, backlog) != 0))) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* On 127.0.0.1, at a free port. */
static int serve_ipv4(int backlog, long *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof address;
	int fd = serve((struct sockaddr *)&address, length, backlog);

	assert_true(fd >= 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &length), 0);
	*port = ntohs(address.sin_port);
	return fd;
}

/* On ::1, at a free port; -1 where this machine has none. */
static int serve_ipv6(long *port)
{
	struct sockaddr_in6 address = { .sin6_family = AF_INET6, .sin6_addr = in6addr_loopback };
	socklen_t length = sizeof address;
	int fd = serve((struct sockaddr *)&address, length, 5);

	if (fd >= 0)
		assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &length), 0);
	*port = ntohs(address.sin6_port);
	return fd;
}

static int serve_unix(const char *path, int backlog)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	fd = serve((struct sockaddr *)&address, sizeof address, backlog);
	assert_true(fd >= 0);
	return fd;
}

/* Connects, looks at the socket, and closes it. */
static void reach(const char *host, int family, long port)
{
	struct endpoint endpoint = { .host = host, .port = port, .family = family };
	struct deadline deadline = deadline_in(10);
	struct problem problem = { 0 };
	socklen_t length = sizeof(int);
	int no_delay = 0;
	int fd = -1;

	if (!connect_to(&endpoint, &deadline, &fd, &problem))
		fail_msg("%s: %s", host, problem.text);
	assert_true(fcntl(fd, F_GETFL) & O_NONBLOCK);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	if (host[0] != '/') {
		assert_int_equal(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &no_delay, &length), 0);
		assert_true(no_delay);
	}
	assert_int_equal(send(fd, "x", 1, MSG_NOSIGNAL), 1);
	close(fd);
}

/* Fails to connect, in time, and leaves no descriptor open. */
static void fail_to_reach(const struct endpoint *endpoint, double seconds, struct problem *problem)
{
	struct deadline deadline = deadline_in(seconds);
	double start = deadline_clock();
	int next_descriptor = dup(STDIN_FILENO);
	int fd = -7;

	close(next_descriptor);
	assert_false(connect_to(endpoint, &deadline, &fd, problem));
	assert_true(deadline_clock() - start < (seconds > 0 ? seconds : 0) + slack_seconds);
	assert_int_equal(fd, -7);
	/* A look-up that was given up still has descriptors of its own, and lets them go later. */
	if (strstr(problem->text, "was not resolved"))
		return;
	fd = dup(STDIN_FILENO);
	assert_true(fd <= next_descriptor);
	close(fd);
}

static void an_ipv4_address_is_reached(void **state)
{
	long port;
	int server = serve_ipv4(5, &port);

	(void)state;
	reach("127.0.0.1", AF_UNSPEC, port);
	reach("127.0.0.1", AF_INET, port);
	close(server);
}

static void an_ipv6_address_is_reached(void **state)
{
	long port;
	int server = serve_ipv6(&port);

	(void)state;
	if (server < 0) {
		/* cmocka's skip() reads as a failure in TAP. */
		print_message("# not tried: this machine has no ::1\n");
		return;
	}
	reach("::1", AF_UNSPEC, port);
	reach("::1", AF_INET6, port);
	reach("0:0:0:0:0:0:0:1", AF_UNSPEC, port);
	close(server);
}

static void a_name_is_resolved_and_each_of_its_addresses_tried(void **state)
{
	long port;
	int server = serve_ipv4(5, &port);

	(void)state;
	/* Where localhost is ::1 too, that one refuses first. */
	reach("localhost", AF_UNSPEC, port);
	reach("localhost", AF_INET, port);
	close(server);
}

static void a_unix_socket_is_reached_by_its_path(void **state)
{
	int server = serve_unix("socket", 5);
	char path[200];

	snprintf(path, sizeof path, "%s/socket", (const char *)*state);
	reach(path, AF_UNSPEC, 0);
	close(server);
	remove("socket");
}

static void a_port_where_nobody_listens_refuses(void **state)
{
	struct endpoint endpoint = { .host = "127.0.0.1" };
	struct problem problem = { 0 };
	char expected[200];
	int holder = serve_ipv4(-1, &endpoint.port);

	(void)state;
	fail_to_reach(&endpoint, 10, &problem);
	snprintf(expected, sizeof expected, "connect to address 127.0.0.1 and port %ld: Connection refused",
		 endpoint.port);
	assert_string_equal(problem.text, expected);
	assert_int_equal(problem.kind, PROBLEM_REFUSED);
	endpoint = (struct endpoint){ .host = "localhost", .port = endpoint.port, .family = AF_INET };
	fail_to_reach(&endpoint, 10, &problem);
	assert_int_equal(problem.kind, PROBLEM_REFUSED);
	endpoint.is_named = true;
	fail_to_reach(&endpoint, 10, &problem);
	assert_string_equal(problem.text, "no connection: Connection refused");
	close(holder);
}

static void a_unix_socket_that_nobody_serves_is_told_by_its_path(void **state)
{
	static const struct {
		const char *name;
		enum problem_kind kind;
		const char *reason;
	} table[] = {
		{ "bound", PROBLEM_REFUSED, "Connection refused" },
		{ "missing", PROBLEM_PEER, "No such file or directory" },
		{ "file", PROBLEM_REFUSED, "Connection refused" },
	};
	int holder = serve_unix("bound", -1);
	struct rows rows = { 0 };

	close(open("file", O_CREAT | O_WRONLY, 0600));
	for (size_t i = 0; i < ROWS(table); i++) {
		char path[200];
		char expected[300];
		struct endpoint endpoint = { .host = path };
		struct problem problem = { 0 };

		snprintf(path, sizeof path, "%s/%s", (const char *)*state, table[i].name);
		snprintf(expected, sizeof expected, "connect to socket %s: %s", path, table[i].reason);
		fail_to_reach(&endpoint, 10, &problem);
		row_text(&rows, table[i].name, problem.text, expected);
		row_number(&rows, table[i].name, problem.kind, table[i].kind);
	}
	close(holder);
	remove("bound");
	remove("file");
	rows_end(&rows);
}

static void what_cannot_be_an_address_is_refused(void **state)
{
	char long_name[301];
	char long_path[201];
	const struct {
		const char *row;
		struct endpoint endpoint;
		enum problem_kind kind;
		const char *said;
	} table[] = {
		{ "a name of 300 letters", { long_name }, PROBLEM_UNRESOLVED, "...': the name is too long" },
		{ "a path of 200 letters", { long_path }, PROBLEM_INPUT, "...: the path is too long" },
		{ "IPv4 where IPv6 is asked for",
		  { "127.0.0.1", 1, AF_INET6 },
		  PROBLEM_UNRESOLVED,
		  "cannot resolve host '127.0.0.1': " },
		{ "IPv6 where IPv4 is asked for",
		  { "::1", 1, AF_INET },
		  PROBLEM_UNRESOLVED,
		  "cannot resolve host '::1': " },
		{ "no name", { "" }, PROBLEM_UNRESOLVED, "cannot resolve host '': " },
		{ "IPv6 where IPv4 is asked for, which the caller names",
		  { "::1", 1, AF_INET, .is_named = true },
		  PROBLEM_UNRESOLVED,
		  "cannot resolve the name: " },
	};
	struct rows rows = { 0 };

	(void)state;
	memset(long_name, 'n', sizeof long_name - 1);
	long_name[sizeof long_name - 1] = '\0';
	memset(long_path, '/', sizeof long_path - 1);
	long_path[sizeof long_path - 1] = '\0';
	for (size_t i = 0; i < ROWS(table); i++) {
		struct problem problem = { 0 };

		fail_to_reach(&table[i].endpoint, 10, &problem);
		row_number(&rows, table[i].row, problem.kind, table[i].kind);
		row_holds(&rows, table[i].row, problem.text, table[i].said);
	}
	rows_end(&rows);
}

static void a_name_that_does_not_exist_fails_in_time(void **state)
{
	/* RFC 6761: .invalid has no addresses.  Without a resolver the look-up hangs. */
	const struct endpoint endpoint = { .host = "nosuchhost.invalid", .port = 1 };
	struct problem problem = { 0 };

	(void)state;
	fail_to_reach(&endpoint, 1, &problem);
	assert_true(problem.kind == PROBLEM_UNRESOLVED || problem.kind == PROBLEM_TIMEOUT);
	assert_non_null(strstr(problem.text, "nosuchhost.invalid"));
}

static void a_server_that_takes_nobody_times_out(void **state)
{
	struct endpoint endpoint = { .host = "127.0.0.1" };
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct problem problem = { 0 };
	int waiting[8];
	char expected[200];
	double start;
	int server = serve_ipv4(0, &endpoint.port);

	(void)state;
	address.sin_port = htons((uint16_t)endpoint.port);
	for (size_t i = 0; i < ROWS(waiting); i++) {
		waiting[i] = socket(AF_INET, SOCK_STREAM, 0);
		assert_true(waiting[i] >= 0);
		assert_int_equal(fcntl(waiting[i], F_SETFL, O_NONBLOCK), 0);
		if (connect(waiting[i], (struct sockaddr *)&address, sizeof address) != 0)
			assert_int_equal(errno, EINPROGRESS);
	}
	start = deadline_clock();
	fail_to_reach(&endpoint, 0.3, &problem);
	assert_true(deadline_clock() - start >= 0.29);
	assert_int_equal(problem.kind, PROBLEM_TIMEOUT);
	snprintf(expected, sizeof expected, "timeout: no connection to address 127.0.0.1 and port %ld", endpoint.port);
	assert_string_equal(problem.text, expected);
	for (size_t i = 0; i < ROWS(waiting); i++)
		close(waiting[i]);
	close(server);
}

static void a_deadline_that_has_passed_is_a_timeout(void **state)
{
	static const char *const hosts[] = { "127.0.0.1", "localhost" };
	struct rows rows = { 0 };
	long port;
	int server = serve_ipv4(5, &port);

	(void)state;
	for (size_t i = 0; i < ROWS(hosts); i++) {
		struct endpoint endpoint = { .host = hosts[i], .port = port };
		struct problem problem = { 0 };

		fail_to_reach(&endpoint, -1, &problem);
		row_number(&rows, hosts[i], problem.kind, PROBLEM_TIMEOUT);
		row_holds(&rows, hosts[i], problem.text, hosts[i]);
	}
	close(server);
	rows_end(&rows);
}

static void a_wait_ends_when_the_descriptor_is_ready_or_the_time_is_up(void **state)
{
	struct problem problem = { 0 };
	struct deadline soon = deadline_in(0.1);
	struct deadline late = deadline_in(10);
	struct deadline passed = deadline_in(-1);
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_false(connect_wait(ends[0], POLLIN, &soon, &problem));
	assert_true(deadline_passed(&soon));
	assert_int_equal(problem.kind, PROBLEM_TIMEOUT);
	assert_true(connect_wait(ends[1], POLLOUT, &late, &problem));
	assert_int_equal(write(ends[1], "x", 1), 1);
	assert_true(connect_wait(ends[0], POLLIN, &late, &problem));
	assert_false(connect_wait(ends[0], POLLIN, &passed, &problem));
	close(ends[1]);
	assert_true(connect_wait(ends[0], POLLIN, &late, &problem));
	close(ends[0]);
}

static int make_folder(void **state)
{
	char *folder = strdup("/tmp/receico-connect-XXXXXX");

	*state = folder;
	return folder && mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
	if (chdir("/") != 0 || rmdir(*state) != 0)
		return -1;
	free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_ipv4_address_is_reached),
		cmocka_unit_test(an_ipv6_address_is_reached),
		cmocka_unit_test(a_name_is_resolved_and_each_of_its_addresses_tried),
		cmocka_unit_test(a_unix_socket_is_reached_by_its_path),
		cmocka_unit_test(a_port_where_nobody_listens_refuses),
		cmocka_unit_test(a_unix_socket_that_nobody_serves_is_told_by_its_path),
		cmocka_unit_test(what_cannot_be_an_address_is_refused),
		cmocka_unit_test(a_server_that_takes_nobody_times_out),
		cmocka_unit_test(a_wait_ends_when_the_descriptor_is_ready_or_the_time_is_up),
		cmocka_unit_test(a_deadline_that_has_passed_is_a_timeout),
		cmocka_unit_test(a_name_that_does_not_exist_fails_in_time),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
