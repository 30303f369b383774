// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Lines of LIST and MLSD: an entry has a name that lies in the line, and facts that make sense.
 */
#include "common/files/ftp_line.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check(const char *bytes, size_t size, enum ftp_line_form form)
{
	static const time_t now = 1772366400;
	struct entry entry = { 0 };
	char *line = malloc(size + 1);

	require(line != NULL);
	memcpy(line, bytes, size);
	line[size] = '\0';
	if (ftp_line_parse(line, form, now, &entry) == FTP_LINE_ENTRY) {
		require(entry.name >= line && entry.name + strlen(entry.name) <= line + size && *entry.name != '\0');
		require(strcmp(entry.name, ".") != 0 && strcmp(entry.name, "..") != 0);
		require(entry.mode <= 07777 && entry.modified_within >= 0 && entry.modified_within <= 86400);
		require(!(entry.facts & ENTRY_HAS_SIZE) || entry.size_bytes <= (uint64_t)1 << 60);
	} else {
		require(entry.name == NULL && entry.facts == 0);
	}
	free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check((const char *)data, size, FTP_LINE_LIST);
	check((const char *)data, size, FTP_LINE_MLSD);
	return 0;
}
