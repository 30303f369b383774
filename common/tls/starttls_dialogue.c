// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/tls/starttls_dialogue.h"

#include <stdio.h>
#include <string.h>

void starttls_say(struct starttls_dialogue *dialogue, const char *text)
{
	dialogue->send_length = (size_t)snprintf(dialogue->send, sizeof dialogue->send, "%s", text);
	dialogue->stage++;
}

/* LDAPMessage of an ExtendedRequest with the OID of StartTLS: RFC 4511, 4.14.1. */
static const char ldap_request[] = "\x30\x1d\x02\x01\x01\x77\x18\x80\x16"
				   "1.3.6.1.4.1.1466.20037";
/* SSLRequest: its length, and the number that stands for it. */
static const char postgres_request[] = "\0\0\0\x08\x04\xd2\x16\x2f";

static void send_bytes(struct starttls_dialogue *dialogue, const char *bytes, size_t length)
{
	memcpy(dialogue->send, bytes, length);
	dialogue->send_length = length;
	dialogue->stage++;
}

void starttls_begin(struct starttls_dialogue *dialogue, enum starttls_protocol protocol, const char *host)
{
	char opening[600];

	*dialogue = (struct starttls_dialogue){ .protocol = protocol };
	snprintf(dialogue->host, sizeof dialogue->host, "%s", host);
	switch (protocol) {
	case STARTTLS_NONE:
		dialogue->state = STARTTLS_READY;
		break;
	case STARTTLS_LDAP:
		send_bytes(dialogue, ldap_request, sizeof ldap_request - 1);
		break;
	case STARTTLS_POSTGRES:
		send_bytes(dialogue, postgres_request, sizeof postgres_request - 1);
		break;
	case STARTTLS_IRC:
		starttls_say(dialogue, "STARTTLS\r\n");
		break;
	case STARTTLS_XMPP:
		snprintf(opening, sizeof opening,
			 "<?xml version='1.0'?><stream:stream xmlns='jabber:client' "
			 "xmlns:stream='http://etherx.jabber.org/streams' to='%s' version='1.0'>",
			 dialogue->host);
		starttls_say(dialogue, opening);
		break;
	default:
		break;
	}
}

static bool speaks_in_lines(enum starttls_protocol protocol)
{
	return protocol != STARTTLS_LDAP && protocol != STARTTLS_POSTGRES && protocol != STARTTLS_MYSQL &&
	       protocol != STARTTLS_XMPP;
}

bool starttls_may_speak_first(enum starttls_protocol protocol)
{
	return protocol == STARTTLS_IMAP || protocol == STARTTLS_IRC || protocol == STARTTLS_XMPP;
}

/* A NUL would hide the rest of the line from the text functions. */
static void keep(struct starttls_dialogue *dialogue, char byte)
{
	if (dialogue->unit_length < STARTTLS_UNIT_MAXIMUM)
		dialogue->unit[dialogue->unit_length++] = byte;
	dialogue->unit[dialogue->unit_length] = '\0';
}

static void take_byte(struct starttls_dialogue *dialogue, char byte)
{
	if (++dialogue->bytes > STARTTLS_BYTES_MAXIMUM) {
		dialogue->state = STARTTLS_FLOOD;
	} else if (!speaks_in_lines(dialogue->protocol)) {
		keep(dialogue, byte);
		starttls_take_byte(dialogue);
	} else if (byte == '\n') {
		starttls_take_line(dialogue, dialogue->unit);
		/* What was refused is told with the line that did it. */
		if (dialogue->state == STARTTLS_MORE)
			dialogue->unit[dialogue->unit_length = 0] = '\0';
	} else if (byte != '\r') {
		keep(dialogue, (char)(byte ? byte : '?'));
	}
}

enum starttls_state starttls_feed(struct starttls_dialogue *dialogue, const char *bytes, size_t length, size_t *taken)
{
	size_t used = 0;

	while (used < length && dialogue->state == STARTTLS_MORE && dialogue->send_length == 0)
		take_byte(dialogue, bytes[used++]);
	*taken = used;
	return dialogue->state;
}
