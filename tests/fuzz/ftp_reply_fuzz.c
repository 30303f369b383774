// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Replies of an FTP server: read whole and byte by byte they must come to the same.
 */
#include "common/net/ftp_reply.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check(const struct ftp_reply_parser *parser, size_t used, size_t size)
{
	const struct ftp_reply *reply = &parser->reply;

	require(used <= size && used <= FTP_REPLY_BYTES_MAXIMUM + 1);
	require(reply->length <= FTP_REPLY_TEXT_MAXIMUM && reply->text[reply->length] == '\0');
	require(parser->state != FTP_REPLY_MORE || used == size);
	require(parser->state != FTP_REPLY_DONE || (reply->code >= 100 && reply->code <= 699 && reply->lines > 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct ftp_reply_parser whole = { 0 };
	struct ftp_reply_parser slow = { 0 };
	size_t used = 0;
	size_t used_slowly = 0;

	ftp_reply_feed(&whole, bytes, size, &used);
	check(&whole, used, size);
	while (used_slowly < size && slow.state == FTP_REPLY_MORE) {
		size_t taken = 0;

		ftp_reply_feed(&slow, bytes + used_slowly, 1, &taken);
		used_slowly += taken;
	}
	require(used == used_slowly && memcmp(&whole, &slow, sizeof whole) == 0);
	return 0;
}
