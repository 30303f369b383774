// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/openpgp_packets.h"

static void begin_body(struct openpgp_packets *packets, uint64_t length, bool is_part)
{
	packets->left = length;
	packets->is_part = is_part;
	packets->place = length > 0 ? OPENPGP_BODY : OPENPGP_TAG;
}

static void begin_number(struct openpgp_packets *packets, unsigned octets)
{
	packets->left = 0;
	packets->octets = octets;
	packets->place = OPENPGP_NUMBER;
}

static bool take_tag(struct openpgp_packets *packets, unsigned char byte)
{
	enum { IS_TAG = 0x80, IS_CURRENT = 0x40, LENGTH_TYPE = 3, ENDLESS = 3 };

	if (!(byte & IS_TAG))
		return false;
	if (byte & IS_CURRENT)
		packets->place = OPENPGP_LENGTH;
	else if ((byte & LENGTH_TYPE) == ENDLESS)
		packets->place = OPENPGP_ENDLESS;
	else
		begin_number(packets, 1u << (byte & LENGTH_TYPE));
	return true;
}

static void take_length(struct openpgp_packets *packets, unsigned char byte)
{
	if (byte < 192) {
		begin_body(packets, byte, false);
	} else if (byte < 224) {
		packets->left = (uint64_t)(byte - 192) << 8;
		packets->place = OPENPGP_TWO_OCTETS;
	} else if (byte == 255) {
		begin_number(packets, 4);
	} else {
		begin_body(packets, UINT64_C(1) << (byte & 0x1f), true);
	}
}

static void take_octet(struct openpgp_packets *packets, unsigned char byte)
{
	packets->left = packets->left << 8 | byte;
	if (--packets->octets == 0)
		begin_body(packets, packets->left, false);
}

static size_t pass_body(struct openpgp_packets *packets, size_t length)
{
	size_t passed = packets->left < length ? (size_t)packets->left : length;

	packets->left -= passed;
	if (packets->left == 0)
		packets->place = packets->is_part ? OPENPGP_LENGTH : OPENPGP_TAG;
	return passed;
}

bool openpgp_packets_add(struct openpgp_packets *packets, const void *block, size_t length)
{
	const unsigned char *bytes = block;
	size_t at = 0;

	while (at < length) {
		switch (packets->place) {
		case OPENPGP_TAG:
			if (!take_tag(packets, bytes[at++]))
				return false;
			break;
		case OPENPGP_LENGTH:
			take_length(packets, bytes[at++]);
			break;
		case OPENPGP_TWO_OCTETS:
			begin_body(packets, packets->left + bytes[at++] + 192, false);
			break;
		case OPENPGP_NUMBER:
			take_octet(packets, bytes[at++]);
			break;
		case OPENPGP_BODY:
			at += pass_body(packets, length - at);
			break;
		default:
			return true;
		}
	}
	return true;
}

bool openpgp_packets_end(const struct openpgp_packets *packets)
{
	return packets->place == OPENPGP_TAG || packets->place == OPENPGP_ENDLESS;
}
