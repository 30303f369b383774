// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Texts of places: no secret is shown, and a path that goes to a server is one line.
 */
#include "common/files/place_address.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check(const struct place_address *address, const char *text)
{
	require(address->path[0] != '\0' && address->text[0] != '\0');
	require((address->scheme == PLACE_LOCAL) == place_address_is_local(text));
	if (address->scheme == PLACE_LOCAL)
		return;
	require(address->host[0] != '\0' && address->port >= 1 && address->port <= 65535);
	require(strpbrk(address->path, "\r\n") == NULL && strpbrk(address->host, "/@?#\r\n ") == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct place_address *address = calloc(1, sizeof *address);
	struct problem problem = { 0 };
	char *text = malloc(size + 1);

	require(text != NULL && address != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	if (place_address_parse(text, address, &problem))
		check(address, text);
	else
		require(problem.kind == PROBLEM_INPUT && problem.text[0] != '\0');
	free(text);
	free(address);
	return 0;
}
