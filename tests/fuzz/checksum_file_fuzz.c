// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Checksum files: the first line is the name that is looked for, the rest the file.  What is found is
 * the right number of hex digits, and stands in the file.
 */
#include "common/files/checksum_file.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static bool stands_in(const char *digits, const char *text, size_t length)
{
	for (size_t i = 0; i + strlen(digits) <= length; i++) {
		if (strncasecmp(text + i, digits, strlen(digits)) == 0)
			return true;
	}
	return false;
}

static void check(const char *text, size_t length, const char *name, bool is_own)
{
	struct checksum found = { 0 };
	enum checksum_finding finding = checksum_find(text, length, name, is_own, &found);

	if (finding != CHECKSUM_FOUND) {
		require(found.text[0] == '\0');
		return;
	}
	require(strlen(found.text) == (found.kind == DIGEST_SHA256 ? 64 : 128));
	require(strspn(found.text, "0123456789abcdef") == strlen(found.text));
	require(stands_in(found.text, text, length));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const char *end = memchr(text, '\n', size);
	bool is_own = false;
	char name[256];
	size_t length = end ? (size_t)(end - text) : 0;

	if (end == NULL || length >= sizeof name)
		return 0;
	memcpy(name, text, length);
	name[length] = '\0';
	checksum_file_is_for(name, "a.tar", &is_own);
	check(end + 1, size - length - 1, name, true);
	check(end + 1, size - length - 1, name, false);
	return 0;
}
