// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ftp_place.h"

#include <stdio.h>

void ftp_place_write(const struct endpoint *endpoint, char *place, size_t size)
{
	if (endpoint->host[0] == '/')
		snprintf(place, size, "socket %s", endpoint->host);
	else
		snprintf(place, size, "%.200s port %ld", endpoint->host, endpoint->port);
}

bool ftp_place_blame(const char *place, struct problem *problem)
{
	if (problem->kind != PROBLEM_INPUT && problem->kind != PROBLEM_SYSTEM)
		problem_prefix(problem, "%s", place);
	return false;
}
