// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * The protocols without lines: ldap, postgres, mysql, xmpp.
 */
#include "common/tls/starttls_dialogue.h"

#include <stdint.h>
#include <string.h>

static unsigned char byte_at(const struct starttls_dialogue *dialogue, size_t at)
{
	return (unsigned char)dialogue->unit[at];
}

/* Refused: of the packet what remains is the words it has for it, at this place. */
static void refuse(struct starttls_dialogue *dialogue, size_t at, size_t length)
{
	if (at > dialogue->unit_length || length > dialogue->unit_length - at)
		length = 0;
	for (size_t i = 0; i < length; i++)
		dialogue->unit[i] = (char)(dialogue->unit[at + i] ? dialogue->unit[at + i] : '?');
	dialogue->unit[length] = '\0';
	dialogue->unit_length = length;
	dialogue->state = STARTTLS_REFUSED;
}

/* One tag and length in BER (X.690, 8.1).  *at moves behind them. */
enum ber { BER_GOOD, BER_MORE, BER_BAD };

static enum ber read_header(const struct starttls_dialogue *dialogue, size_t *at, unsigned char *tag, size_t *length)
{
	size_t next = *at;
	size_t count = 0;
	size_t value = 0;

	if (dialogue->unit_length < next + 2)
		return BER_MORE;
	*tag = byte_at(dialogue, next++);
	value = byte_at(dialogue, next++);
	if (value >= 0x80) {
		count = value & 0x7f;
		value = 0;
		if (count == 0 || count > 4)
			return BER_BAD;
		if (dialogue->unit_length < next + count)
			return BER_MORE;
		for (; count > 0; count--)
			value = value << 8 | byte_at(dialogue, next++);
	}
	if (value > STARTTLS_UNIT_MAXIMUM)
		return BER_BAD;
	*at = next;
	*length = value;
	return BER_GOOD;
}

/* The member at *at must have this tag, and lie within `end`. */
static bool enter(const struct starttls_dialogue *dialogue, unsigned char wanted, size_t end, size_t *at,
		  size_t *length)
{
	unsigned char tag = 0;

	return read_header(dialogue, at, &tag, length) == BER_GOOD && tag == wanted && *at + *length <= end;
}

/* LDAPMessage ::= SEQUENCE { messageID, [APPLICATION 24] { resultCode, matchedDN, diagnosticMessage,
 * ... } }: RFC 4511, 4.12. */
static void judge_ldap(struct starttls_dialogue *dialogue, size_t at, size_t end)
{
	size_t length = 0;
	bool good = enter(dialogue, 0x02, end, &at, &length);

	at += length;
	good = good && enter(dialogue, 0x78, end, &at, &length) && enter(dialogue, 0x0a, end, &at, &length);
	if (!good || length != 1) {
		dialogue->state = STARTTLS_MALFORMED;
	} else if (byte_at(dialogue, at) == 0) {
		dialogue->state = STARTTLS_READY;
	} else {
		at += 1;
		if (enter(dialogue, 0x04, end, &at, &length))
			at += length;
		if (!enter(dialogue, 0x04, end, &at, &length))
			length = 0;
		refuse(dialogue, at, length);
	}
}

static void take_ldap(struct starttls_dialogue *dialogue)
{
	unsigned char tag = 0x30;
	size_t at = 0;
	size_t length = 0;
	enum ber header = read_header(dialogue, &at, &tag, &length);

	if (header == BER_BAD || tag != 0x30 || at + length > STARTTLS_UNIT_MAXIMUM)
		dialogue->state = STARTTLS_MALFORMED;
	else if (header == BER_GOOD && dialogue->unit_length == at + length)
		judge_ldap(dialogue, at, at + length);
}

static void take_postgres(struct starttls_dialogue *dialogue)
{
	dialogue->state = dialogue->unit[0] == 'S'                               ? STARTTLS_READY
			  : dialogue->unit[0] == 'N' || dialogue->unit[0] == 'E' ? STARTTLS_REFUSED
										 : STARTTLS_MALFORMED;
}

/* The bits of the capability flags that matter. */
enum { MYSQL_PROTOCOL_41 = 0x0200, MYSQL_SSL = 0x0800, MYSQL_SECURE_CONNECTION = 0x8000 };

/* Behind the header of four bytes: version 10, the server's version up to a NUL, 13
 * bytes, and the lower half of the capabilities. */
static void judge_mysql(struct starttls_dialogue *dialogue)
{
	static const unsigned char request[36] = {
		32, 0, 0, 1, 0, (MYSQL_PROTOCOL_41 | MYSQL_SSL | MYSQL_SECURE_CONNECTION) >> 8, 0, 0, 0, 0, 0, 1, 33
	};
	const char *version_end = memchr(dialogue->unit + 5, '\0', dialogue->unit_length - 5);
	size_t at = version_end ? (size_t)(version_end - dialogue->unit) + 1 + 13 : 0;
	unsigned flags = 0;

	if (at > 0 && at + 2 <= dialogue->unit_length)
		flags = (unsigned)byte_at(dialogue, at) | (unsigned)byte_at(dialogue, at + 1) << 8;
	if (byte_at(dialogue, 4) == 10 && (flags & MYSQL_SSL)) {
		/* The server answers nothing to it: TLS follows at once. */
		memcpy(dialogue->send, request, sizeof request);
		dialogue->send_length = sizeof request;
		dialogue->state = STARTTLS_READY;
	} else if (byte_at(dialogue, 4) == 0xff) {
		/* Behind the number of the error. */
		refuse(dialogue, 7, dialogue->unit_length - 7);
	} else if (byte_at(dialogue, 4) == 10 && flags != 0) {
		refuse(dialogue, 0, 0);
	} else {
		dialogue->state = STARTTLS_MALFORMED;
	}
}

static void take_mysql(struct starttls_dialogue *dialogue)
{
	size_t length = 0;

	if (dialogue->unit_length < 4)
		return;
	length = byte_at(dialogue, 0) | (size_t)byte_at(dialogue, 1) << 8 | (size_t)byte_at(dialogue, 2) << 16;
	if (length < 2 || length + 4 > STARTTLS_UNIT_MAXIMUM)
		dialogue->state = STARTTLS_MALFORMED;
	else if (dialogue->unit_length == length + 4)
		judge_mysql(dialogue);
}

/* Does the text end in `end`? */
static bool ends(const struct starttls_dialogue *dialogue, const char *end)
{
	size_t length = strlen(end);

	return dialogue->unit_length >= length &&
	       memcmp(dialogue->unit + dialogue->unit_length - length, end, length) == 0;
}

/* No reader of XML: what matters are a few elements, each known when its `>` comes. */
static void take_xmpp(struct starttls_dialogue *dialogue)
{
	const char *text = dialogue->unit;

	if (text[dialogue->unit_length - 1] == '\0' || text[0] != '<' ||
	    dialogue->unit_length == STARTTLS_UNIT_MAXIMUM) {
		dialogue->state = STARTTLS_MALFORMED;
	} else if (text[dialogue->unit_length - 1] != '>') {
		return;
	} else if (strstr(text, "<failure") || strstr(text, "<stream:error")) {
		dialogue->state = STARTTLS_REFUSED;
	} else if (dialogue->stage == 1 && (ends(dialogue, "</stream:features>") || ends(dialogue, "</features>"))) {
		if (strstr(text, "<starttls") == NULL) {
			dialogue->state = STARTTLS_REFUSED;
			return;
		}
		starttls_say(dialogue, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
		dialogue->unit[dialogue->unit_length = 0] = '\0';
	} else if (dialogue->stage == 2 && strstr(text, "<proceed") &&
		   (ends(dialogue, "/>") || ends(dialogue, "</proceed>"))) {
		dialogue->state = STARTTLS_READY;
	}
}

void starttls_take_byte(struct starttls_dialogue *dialogue)
{
	switch (dialogue->protocol) {
	case STARTTLS_LDAP:
		take_ldap(dialogue);
		break;
	case STARTTLS_POSTGRES:
		take_postgres(dialogue);
		break;
	case STARTTLS_MYSQL:
		take_mysql(dialogue);
		break;
	default:
		take_xmpp(dialogue);
		break;
	}
}
