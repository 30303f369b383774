// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/clamd.h"

#include "common/check/buffer.h"
#include "common/net/connect.h"
#include "common/net/stream.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* --- the place --------------------------------------------------------------------- */

static bool unlike(const char *text, struct problem *problem)
{
	return problem_set(problem, PROBLEM_INPUT,
			   "'%.200s' is neither the path of a socket nor HOST[:PORT] with a port from 1 to 65535",
			   text);
}

static bool read_port(const char *text, long *port)
{
	long read = 0;

	if (*text == '\0' || strlen(text) > 5 || strspn(text, "0123456789") != strlen(text))
		return false;
	for (; *text; text++)
		read = read * 10 + (*text - '0');
	*port = read;
	return read >= 1 && read <= 65535;
}

bool clamd_address_parse(const char *text, struct clamd_address *address, struct problem *problem)
{
	struct clamd_address read = { .is_set = true, .port = CLAMD_PORT };
	const char *colon = strrchr(text, ':');
	const char *host = text;
	size_t length = strlen(text);

	if (text[0] == '[') {
		const char *end = strchr(text, ']');

		if (end == NULL || (end[1] != '\0' && (end[1] != ':' || !read_port(end + 2, &read.port))))
			return unlike(text, problem);
		host++;
		length = (size_t)(end - host);
	} else if (text[0] != '/' && colon && colon == strchr(text, ':')) {
		/* Only one colon: more of them are an IPv6 address. */
		if (!read_port(colon + 1, &read.port))
			return unlike(text, problem);
		length = (size_t)(colon - text);
	}
	if (length == 0 || length >= sizeof read.host)
		return unlike(text, problem);
	memcpy(read.host, host, length);
	*address = read;
	return true;
}

void clamd_place_write(const struct clamd_address *address, char *text, size_t size)
{
	if (address->host[0] == '/')
		snprintf(text, size, "clamd on socket %s", address->host);
	else
		snprintf(text, size, "clamd on %s port %ld", address->host, address->port);
}

/* --- one question --------------------------------------------------------------------- */

/* Says who did not answer what.  Where the connection was not made, that was said. */
static bool blame(const struct clamd_address *address, const char *command, struct problem *problem)
{
	char place[CLAMD_PLACE_SIZE];

	clamd_place_write(address, place, sizeof place);
	if (problem->kind == PROBLEM_TIMEOUT)
		return problem_set(problem, PROBLEM_TIMEOUT, "timeout: %s did not answer %s", place, command);
	if (problem->kind == PROBLEM_PEER)
		problem_prefix(problem, "%s, %s", place, command);
	return false;
}

static bool hear(struct stream *stream, struct buffer *answer, const struct deadline *deadline, struct problem *problem)
{
	for (;;) {
		char bytes[4096];
		const char *end;
		size_t length = 0;

		if (!stream_read(stream, bytes, sizeof bytes, &length, deadline, problem))
			return false;
		if (length == 0 && answer->length > 0)
			return problem_set(problem, PROBLEM_PEER, "the answer was cut off: '%.100s'", answer->data);
		if (length == 0)
			return problem_set(problem, PROBLEM_PEER, "no answer");
		end = memchr(bytes, '\0', length);
		if (!buffer_append(answer, bytes, end ? (size_t)(end - bytes) : length))
			return problem_set(problem, PROBLEM_PEER, "the answer is longer than %d bytes",
					   CLAMD_ANSWER_MAXIMUM);
		if (end && end + 1 < bytes + length)
			return problem_set(problem, PROBLEM_PEER, "more came than one answer");
		if (end)
			return true;
	}
}

/* Sends the bytes, when there are any, as INSTREAM wants them: pieces with their length in
 * front, the last of length 0. */
static bool send_stream(struct stream *stream, const void *bytes, size_t length, const struct deadline *deadline,
			struct problem *problem)
{
	const uint32_t size = htonl((uint32_t)length);
	const uint32_t end = 0;

	return stream_write(stream, &size, sizeof size, deadline, problem) &&
	       stream_write(stream, bytes, length, deadline, problem) &&
	       stream_write(stream, &end, sizeof end, deadline, problem);
}

static bool ask_over(struct stream *stream, const char *command, const void *bytes, size_t length,
		     const struct deadline *deadline, struct buffer *answer, struct problem *problem)
{
	char request[32];
	int size = snprintf(request, sizeof request, "z%s", command);

	/* The NUL is part of it. */
	return stream_write(stream, request, (size_t)size + 1, deadline, problem) &&
	       (bytes == NULL || send_stream(stream, bytes, length, deadline, problem)) &&
	       hear(stream, answer, deadline, problem);
}

/* The answer's buffer is to be freed either way. */
static bool ask(const struct clamd_address *address, const char *command, const void *bytes, size_t length,
		const struct deadline *deadline, struct buffer *answer, struct problem *problem)
{
	const struct endpoint endpoint = { .host = address->host, .port = address->port, .family = AF_UNSPEC };
	struct stream stream = { .fd = -1 };
	bool done;

	*answer = buffer_limited(CLAMD_ANSWER_MAXIMUM);
	if (!connect_to(&endpoint, deadline, &stream.fd, problem)) {
		if (problem->kind == PROBLEM_TIMEOUT)
			return blame(address, "the connection", problem);
		return false;
	}
	done = ask_over(&stream, command, bytes, length, deadline, answer, problem);
	stream_close(&stream);
	return done || blame(address, command, problem);
}

/* --- the answers ------------------------------------------------------------------------ */

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

/* Digits, at most 9 of them; gives how many. */
static size_t read_count(const char *text, double *count)
{
	size_t length = 0;
	double read = 0;

	while (length <= 9 && is_digit(text[length]))
		read = read * 10 + (text[length++] - '0');
	if (length == 0 || length > 9)
		return 0;
	*count = read;
	return length;
}

static bool other(const char *expected, const char *answer, struct problem *problem)
{
	return problem_set(problem, PROBLEM_PEER, "%s expected, the answer is '%.100s'", expected, answer);
}

/* "ClamAV 1.4.6/27848/Sun Nov 22 09:31:00 2026", or without what stands behind the engine
 * where no daily database is loaded. */
bool clamd_version_parse(const char *answer, struct clamd_version *version, struct problem *problem)
{
	struct clamd_version read = { .has_database = false };
	size_t engine = strcspn(answer, "/");
	const char *rest = answer + engine;

	if (strncmp(answer, "ClamAV ", 7) != 0 || !is_digit(answer[7]) || engine >= sizeof read.engine ||
	    memchr(answer, '\n', engine))
		return other("a version", answer, problem);
	memcpy(read.engine, answer, engine);
	if (*rest == '/') {
		size_t digits = read_count(rest + 1, &read.database);
		const char *end;

		if (digits == 0 || (rest[1 + digits] != '/' && rest[1 + digits] != '\0'))
			return other("a version", answer, problem);
		read.has_database = true;
		rest += 1 + digits;
		read.built.tm_isdst = -1;
		end = *rest ? strptime(rest + 1, "%a %b %d %H:%M:%S %Y", &read.built) : NULL;
		if (*rest && (end == NULL || *end))
			return other("a version", answer, problem);
		read.has_built = end != NULL;
	}
	*version = read;
	return true;
}

/* The lines of an answer, one after another. */
static const char *next_line(const char *line)
{
	const char *end = strchr(line, '\n');

	return end ? end + 1 : NULL;
}

/* "QUEUE: 3 items" */
static bool read_queue(const char *line, double *queue)
{
	static const char start[] = "QUEUE: ";
	double number = 0;
	size_t digits = read_count(line + strlen(start), &number);

	if (digits == 0 || strncmp(line + strlen(start) + digits, " item", 5) != 0)
		return false;
	*queue += number;
	return true;
}

/* As many pools as the first line tells, each with a STATE and a QUEUE; END stands last. */
bool clamd_stats_parse(const char *answer, struct clamd_stats *stats, struct problem *problem)
{
	struct clamd_stats read = { .is_valid = true };
	double pools = 0;
	double queues = 0;
	bool has_end = false;

	if (strncmp(answer, "POOLS: ", 7) != 0 || read_count(answer + 7, &pools) == 0)
		return other("statistics", answer, problem);
	for (const char *line = answer; line && !has_end; line = next_line(line)) {
		if (strncmp(line, "STATE: ", 7) == 0 && strncmp(line + 7, "VALID ", 6) != 0)
			read.is_valid = false;
		if (strncmp(line, "QUEUE: ", 7) == 0) {
			if (!read_queue(line, &read.queue))
				return other("statistics", line, problem);
			queues++;
		}
		has_end = strncmp(line, "END", 3) == 0 && (line[3] == '\0' || line[3] == '\n');
	}
	if (!has_end || pools < 1 || pools != queues)
		return other("statistics", answer, problem);
	*stats = read;
	return true;
}

/* "stream: OK", "stream: Eicar-Signature FOUND", or an error */
bool clamd_verdict_parse(const char *answer, struct clamd_verdict *verdict, struct problem *problem)
{
	static const char start[] = "stream: ";
	static const char found[] = " FOUND";
	const char *text = answer + strlen(start);
	struct clamd_verdict read = { .is_infected = false };
	size_t length;

	if (strncmp(answer, start, strlen(start)) != 0)
		return other("a verdict", answer, problem);
	length = strlen(text);
	if (strcmp(text, "OK") != 0) {
		if (length <= strlen(found) || strcmp(text + length - strlen(found), found) != 0)
			return other("a verdict", answer, problem);
		read.is_infected = true;
		snprintf(read.signature, sizeof read.signature, "%.*s", (int)(length - strlen(found)), text);
	}
	*verdict = read;
	return true;
}

/* --- the questions ------------------------------------------------------------------------ */

bool clamd_ping(const struct clamd_address *address, const struct deadline *deadline, struct problem *problem)
{
	struct buffer answer;
	bool done = ask(address, "PING", NULL, 0, deadline, &answer, problem);

	if (done && strcmp(answer.data, "PONG") != 0) {
		done = other("PONG", answer.data, problem);
		blame(address, "PING", problem);
	}
	buffer_free(&answer);
	return done;
}

bool clamd_ask_version(const struct clamd_address *address, const struct deadline *deadline,
		       struct clamd_version *version, struct problem *problem)
{
	struct buffer answer;
	bool done = ask(address, "VERSION", NULL, 0, deadline, &answer, problem);

	if (done && !clamd_version_parse(answer.data, version, problem))
		done = blame(address, "VERSION", problem);
	buffer_free(&answer);
	return done;
}

bool clamd_ask_stats(const struct clamd_address *address, const struct deadline *deadline, struct clamd_stats *stats,
		     struct problem *problem)
{
	struct buffer answer;
	bool done = ask(address, "STATS", NULL, 0, deadline, &answer, problem);

	if (done && !clamd_stats_parse(answer.data, stats, problem))
		done = blame(address, "STATS", problem);
	buffer_free(&answer);
	return done;
}

bool clamd_scan(const struct clamd_address *address, const void *bytes, size_t length, const struct deadline *deadline,
		struct clamd_verdict *verdict, struct problem *problem)
{
	struct buffer answer;
	bool done = ask(address, "INSTREAM", bytes, length, deadline, &answer, problem);

	if (done && !clamd_verdict_parse(answer.data, verdict, problem))
		done = blame(address, "INSTREAM", problem);
	buffer_free(&answer);
	return done;
}

/* The 68 bytes of the test file come together only here: a scanner that met them in this
 * source or in the program would put it in quarantine. */
static size_t write_eicar(char *bytes, size_t size)
{
	static const char first[] = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STA";
	static const char second[] = "NDARD-ANTIVIRUS-TEST-FILE!$H+H*";

	return (size_t)snprintf(bytes, size, "%s%s", first, second);
}

bool clamd_self_test(const struct clamd_address *address, const struct deadline *deadline, struct clamd_verdict *clean,
		     struct clamd_verdict *infected, struct problem *problem)
{
	static const char harmless[] = "nothing to be found here\n";
	char bytes[80];
	size_t length = write_eicar(bytes, sizeof bytes);

	return clamd_scan(address, harmless, strlen(harmless), deadline, clean, problem) &&
	       clamd_scan(address, bytes, length, deadline, infected, problem);
}
