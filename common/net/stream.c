// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/stream.h"

#include "common/net/connect.h"
#include "common/net/tls.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static bool broken(int error, struct problem *problem)
{
	return problem_set(problem, PROBLEM_PEER, "the connection broke: %s", strerror(error));
}

bool stream_read(struct stream *stream, void *bytes, size_t size, size_t *length, const struct deadline *deadline,
		 struct problem *problem)
{
	if (stream->tls)
		return tls_read(stream->tls, bytes, size, length, deadline, problem);
	for (;;) {
		/* A peer that never pauses must not keep us beyond the deadline. */
		ssize_t count = deadline_passed(deadline) ? -1 : recv(stream->fd, bytes, size, 0);

		if (count >= 0) {
			*length = (size_t)count;
			return true;
		}
		if (!deadline_passed(deadline) && errno != EAGAIN && errno != EINTR)
			return broken(errno, problem);
		if (!connect_wait(stream->fd, POLLIN, deadline, problem))
			return false;
	}
}

bool stream_write(struct stream *stream, const void *bytes, size_t length, const struct deadline *deadline,
		  struct problem *problem)
{
	const char *next = bytes;

	if (stream->tls)
		return tls_write(stream->tls, bytes, length, deadline, problem);
	while (length > 0) {
		ssize_t count = send(stream->fd, next, length, MSG_NOSIGNAL);

		if (count >= 0) {
			next += count;
			length -= (size_t)count;
		} else if (errno != EAGAIN && errno != EINTR) {
			return broken(errno, problem);
		} else if (!connect_wait(stream->fd, POLLOUT, deadline, problem)) {
			return false;
		}
	}
	return true;
}

void stream_finish(struct stream *stream, const struct deadline *deadline)
{
	struct deadline soon = deadline_within(deadline, 1);
	struct problem ignored;
	char bytes[4096];
	size_t length = 1;

	if (stream->tls == NULL)
		shutdown(stream->fd, SHUT_WR);
	for (size_t total = 0; total < 65536 && length > 0; total += length) {
		if (!stream_read(stream, bytes, sizeof bytes, &length, &soon, &ignored))
			return;
	}
}

void stream_close(struct stream *stream)
{
	if (stream->tls)
		tls_close(stream->tls);
	if (stream->fd >= 0)
		close(stream->fd);
	*stream = (struct stream){ .fd = -1 };
}
