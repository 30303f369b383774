// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * What servers say before TLS: the first byte chooses the protocol.  Read whole and byte
 * by byte it must come to the same.
 */
#include "common/tls/starttls_dialogue.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static size_t feed(struct starttls_dialogue *dialogue, const char *bytes, size_t length, size_t piece)
{
	size_t used = 0;

	while (used < length && dialogue->state == STARTTLS_MORE) {
		size_t taken = 0;

		dialogue->send_length = 0;
		starttls_feed(dialogue, bytes + used, length - used < piece ? length - used : piece, &taken);
		require(taken > 0);
		require(dialogue->send_length <= sizeof dialogue->send);
		used += taken;
	}
	require(dialogue->unit_length <= STARTTLS_UNIT_MAXIMUM && dialogue->unit[dialogue->unit_length] == '\0');
	require(dialogue->bytes == used && used <= STARTTLS_BYTES_MAXIMUM + 1);
	return used;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char letters[] = "-fsiplgmxvnc"; /* ftp smtp imap pop3 ldap postgres mysql xmpp sieve nntp irc */
	static struct starttls_dialogue whole;
	static struct starttls_dialogue slow;
	const char *place = size > 0 ? memchr(letters, data[0], sizeof letters - 1) : NULL;
	enum starttls_protocol protocol = place ? (enum starttls_protocol)(place - letters) : STARTTLS_NONE;

	if (protocol == STARTTLS_NONE)
		return 0;
	starttls_begin(&whole, protocol, "host.example");
	starttls_begin(&slow, protocol, "host.example");
	require(feed(&whole, (const char *)data + 1, size - 1, size) ==
		feed(&slow, (const char *)data + 1, size - 1, 1));
	require(whole.state == slow.state && whole.stage == slow.stage && whole.unit_length == slow.unit_length);
	return 0;
}
