// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * The header lines of an answer, the dates in them, and where they lead.
 */
#include "common/net/http_header.h"
#include "common/net/http_target.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static bool is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return *text == '\0';
}

/* A URL is kept as it is; one whose host is in another script is spelt anew, and stays so. */
static void check_spelling(const char *url, const struct http_target *target)
{
	struct problem problem = { 0 };
	struct http_target again;

	if (is_ascii(url))
		require(strcmp(target->url, url) == 0);
	require(http_target_parse(target->url, &again, &problem));
	require(strcmp(again.url, target->url) == 0 && strcmp(again.host, target->host) == 0);
}

static void check_target(const char *url)
{
	struct problem problem = { 0 };
	struct http_target target;
	struct http_target joined;

	if (!http_target_parse(url, &target, &problem))
		return;
	require(target.host[0] != '\0' && target.port >= 1 && target.port <= 65535);
	require(strpbrk(url, " \t\r\n") == NULL);
	check_spelling(url, &target);
	require(http_target_is_home(&target, &target));
	/* A path stays with the host that it was taken from. */
	if (http_target_join(&target, "/path", &joined, &problem))
		require(http_target_is_home(&target, &joined));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "Date", "Last-Modified", "Location" };
	char *lines = malloc(size + 1);
	char value[300];
	time_t when = 0;

	require(lines != NULL);
	memcpy(lines, data, size);
	lines[size] = '\0';
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		for (size_t place = 0; http_header_find(lines, names[i], place, value, sizeof value); place++) {
			require(strlen(value) < sizeof value && strpbrk(value, "\r\n") == NULL);
			require(place < size && http_header_matches(lines, names[i]));
			if (http_date_parse(value, &when) || http_certificate_date_parse(value, &when))
				require(when >= 0 && when <= 253402300800);
			check_target(value);
		}
	}
	check_target(lines);
	free(lines);
	return 0;
}
