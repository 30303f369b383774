// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_transport.h"

#include <string.h>

/* Reads until the server has identified itself. */
static bool read_identification(struct ssh_transport *transport, const struct deadline *deadline,
				struct problem *problem)
{
	enum ssh_identification_state state = SSH_IDENTIFICATION_MORE;

	while (state == SSH_IDENTIFICATION_MORE) {
		char bytes[1024];
		size_t length = 0;
		size_t used = 0;

		if (!stream_read(&transport->stream, bytes, sizeof bytes, &length, deadline, problem)) {
			return problem->kind == PROBLEM_TIMEOUT
				       ? ssh_identification_missed(&transport->identification, problem)
				       : false;
		}
		if (length == 0)
			return ssh_identification_ended(&transport->identification, problem);
		state = ssh_identification_feed(&transport->identification, bytes, length, &used, problem);
		if (state == SSH_IDENTIFICATION_DONE)
			buffer_append(&transport->received, bytes + used, length - used);
	}
	return state == SSH_IDENTIFICATION_DONE;
}

bool ssh_transport_open(const struct endpoint *endpoint, const struct deadline *deadline,
			struct ssh_transport *transport, struct problem *problem)
{
	double start = deadline_clock();

	memset(transport, 0, sizeof *transport);
	transport->stream.fd = -1;
	transport->received = buffer_limited(SSH_OFFERS_MAXIMUM);
	if (!connect_to(endpoint, deadline, &transport->stream.fd, problem))
		return false;
	if (!read_identification(transport, deadline, problem))
		return problem_prefix(problem, "%.150s port %ld", endpoint->host, endpoint->port);
	transport->seconds = deadline_clock() - start;
	return true;
}

static const char greeting[] = SSH_CLIENT_IDENTIFICATION "\r\n";

static bool greet(struct ssh_transport *transport, const struct deadline *deadline, struct problem *problem)
{
	transport->greeted = true;
	return stream_write(&transport->stream, greeting, sizeof greeting - 1, deadline, problem);
}

/* One more piece of what the server sends before it expects an answer. */
static bool read_more(struct ssh_transport *transport, const struct deadline *deadline, struct problem *problem)
{
	char bytes[4096];
	size_t length = 0;

	if (!stream_read(&transport->stream, bytes, sizeof bytes, &length, deadline, problem)) {
		if (problem->kind == PROBLEM_TIMEOUT)
			problem_set(problem, PROBLEM_TIMEOUT,
				    "timeout: the server did not say which algorithms it offers");
		return false;
	}
	if (length == 0)
		return problem_set(problem, PROBLEM_PEER, "the connection ended before the server said what it offers");
	buffer_append(&transport->received, bytes, length);
	return true;
}

bool ssh_transport_read_offers(struct ssh_transport *transport, const struct deadline *deadline,
			       struct ssh_offers *offers, struct problem *problem)
{
	enum ssh_offers_state state;

	if (!transport->greeted && !greet(transport, deadline, problem))
		return false;
	for (;;) {
		state = ssh_offers_parse((const unsigned char *)transport->received.data, transport->received.length,
					 offers, problem);
		if (state != SSH_OFFERS_MORE)
			break;
		if (!read_more(transport, deadline, problem))
			return false;
	}
	return state == SSH_OFFERS_DONE;
}

void ssh_transport_disconnect(struct ssh_transport *transport, const struct deadline *deadline)
{
	unsigned char farewell[128];
	size_t length = 0;
	struct problem ignored;

	/* Both in one packet: this is what a plain liveness check costs. */
	if (!transport->greeted) {
		memcpy(farewell, greeting, sizeof greeting - 1);
		length = sizeof greeting - 1;
		transport->greeted = true;
	}
	length += ssh_disconnect_write(farewell + length, sizeof farewell - length);
	if (stream_write(&transport->stream, farewell, length, deadline, &ignored))
		stream_finish(&transport->stream, deadline);
}

void ssh_transport_close(struct ssh_transport *transport)
{
	stream_close(&transport->stream);
	buffer_free(&transport->received);
}
