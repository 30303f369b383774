/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Unencrypted SSH packets, as a server writes them (RFC 4253, 6 and 7.1).
 */
#ifndef RECEICO_TESTS_SSH_PACKET_H
#define RECEICO_TESTS_SSH_PACKET_H

#include "common/check/buffer.h"

#include <string.h>

enum { SSH_NAME_LISTS = 10 };

static inline void ssh_put_u32(struct buffer *buffer, size_t value)
{
	const unsigned char bytes[] = { (unsigned char)(value >> 24), (unsigned char)(value >> 16),
					(unsigned char)(value >> 8), (unsigned char)value };

	buffer_append(buffer, bytes, sizeof bytes);
}

static inline void ssh_put_byte(struct buffer *buffer, unsigned char byte)
{
	buffer_append(buffer, &byte, 1);
}

static inline void ssh_put_string(struct buffer *buffer, const char *bytes, size_t length)
{
	ssh_put_u32(buffer, length);
	if (length > 0)
		buffer_append(buffer, bytes, length);
}

/* A packet of this payload, with as much padding as the RFC wants. */
static inline void ssh_put_packet(struct buffer *buffer, const struct buffer *payload)
{
	size_t padding = 4 + (8 - (5 + payload->length + 4) % 8) % 8;

	ssh_put_u32(buffer, 1 + payload->length + padding);
	ssh_put_byte(buffer, (unsigned char)padding);
	buffer_append(buffer, payload->data, payload->length);
	for (size_t i = 0; i < padding; i++)
		ssh_put_byte(buffer, (unsigned char)(0xA0 + i));
}

/* The payload of a KEXINIT up to its lists: message and cookie. */
static inline void ssh_put_kexinit_head(struct buffer *payload)
{
	ssh_put_byte(payload, 20);
	for (int i = 0; i < 16; i++)
		ssh_put_byte(payload, (unsigned char)(0xC0 + i));
}

/* The whole payload; a list that is NULL is empty. */
static inline void ssh_put_kexinit(struct buffer *payload, const char *const lists[SSH_NAME_LISTS])
{
	ssh_put_kexinit_head(payload);
	for (int i = 0; i < SSH_NAME_LISTS; i++)
		ssh_put_string(payload, lists[i], lists[i] ? strlen(lists[i]) : 0);
	ssh_put_byte(payload, 0); /* first_kex_packet_follows */
	ssh_put_u32(payload, 0);  /* reserved */
}

#endif
