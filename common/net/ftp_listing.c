// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ftp_listing.h"

#include <stdbool.h>
#include <string.h>

static bool is_entry(const char *line)
{
	size_t length = strlen(line);

	if (length == 0 || (strncmp(line, "total ", 6) == 0 && strspn(line + 6, "0123456789") == length - 6))
		return false;
	return !(length > 2 && strcmp(line + length - 2, " .") == 0) &&
	       !(length > 3 && strcmp(line + length - 3, " ..") == 0);
}

static void end_line(struct ftp_listing *listing)
{
	if (listing->line_length > 0 && listing->line[listing->line_length - 1] == '\r')
		listing->line_length--;
	listing->line[listing->line_length] = '\0';
	if (is_entry(listing->line))
		listing->entries++;
	listing->line_length = 0;
}

void ftp_listing_feed(struct ftp_listing *listing, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '\n')
			end_line(listing);
		else if (listing->line_length < sizeof listing->line - 1)
			listing->line[listing->line_length++] = bytes[i];
	}
}

void ftp_listing_end(struct ftp_listing *listing)
{
	if (listing->line_length > 0)
		end_line(listing);
}
