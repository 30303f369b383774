// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * What an SSH server sends behind its first words.  The first byte of the input
 * says what the rest is: `K`, the lines are the lists of a KEXINIT; `D`, the reason
 * of a DISCONNECT after a DEBUG; else the input is the packets as they are.
 */
#include "common/net/ssh_algorithms.h"

#include "tests/common/ssh_packet.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BYTES_MAXIMUM = 1 << 20 };

static void require(bool condition)
{
	if (!condition)
		abort();
}

struct parsed {
	enum ssh_offers_state state;
	struct ssh_offers offers;
	struct problem problem;
};

static void parse(struct parsed *parsed, const struct buffer *bytes, size_t length)
{
	/* A copy of its own size: whoever reads on meets the sanitizer. */
	unsigned char *copy = malloc(length ? length : 1);

	require(copy != NULL);
	memcpy(copy, bytes->data, length);
	memset(parsed, 0, sizeof *parsed);
	parsed->state = ssh_offers_parse(copy, length, &parsed->offers, &parsed->problem);
	require((parsed->state == SSH_OFFERS_FAILED) == (parsed->problem.kind != PROBLEM_NONE));
	require(parsed->state != SSH_OFFERS_FAILED || parsed->problem.text[0] != '\0');
	free(copy);
}

static bool is_any(enum ssh_list list, const char *name, const void *of)
{
	(void)of;
	require(strchr(name, ',') == NULL && ssh_list_name(list)[0] != '\0');
	return true;
}

static bool is_weak(enum ssh_list list, const char *name, const void *of)
{
	(void)of;
	return ssh_algorithm_is_weak(list, name);
}

static size_t find(const struct ssh_offers *offers, bool (*is_meant)(enum ssh_list, const char *, const void *))
{
	struct buffer found = buffer_limited(1000);
	size_t count = ssh_offers_find(offers, is_meant, NULL, &found);

	require((count > 0) == (found.length > 0));
	require(strlen(found.data) == found.length);
	buffer_free(&found);
	return count;
}

static void require_sound(const struct ssh_offers *offers)
{
	size_t names = 0;

	require(offers->lists[SSH_LIST_KEX].length > 0);
	for (int i = 0; i < SSH_LISTS; i++) {
		const struct buffer *list = offers->lists + i;

		require(list->length < SSH_PACKET_MAXIMUM && !list->overflowed);
		require(strlen(list->data) == list->length);
		names += list->length > 0;
		for (size_t at = 0; at < list->length; at++)
			names += list->data[at] == ',';
	}
	require(find(offers, is_any) <= names);
	require(find(offers, is_weak) <= find(offers, is_any));
}

static void require_same_lists(const struct ssh_offers *a, const struct ssh_offers *b)
{
	for (int i = 0; i < SSH_LISTS; i++) {
		require(a->lists[i].length == b->lists[i].length);
		require(a->lists[i].length == 0 || memcmp(a->lists[i].data, b->lists[i].data, a->lists[i].length) == 0);
	}
}

/* A verdict over a part is the verdict over the whole. */
static void require_no_change_of_mind(const struct buffer *bytes, const struct parsed *whole)
{
	for (size_t length = 0; length < bytes->length; length += 1 + bytes->length / 200) {
		struct parsed part;

		parse(&part, bytes, length);
		if (part.state != SSH_OFFERS_MORE) {
			require(part.state == whole->state);
			require(strcmp(part.problem.text, whole->problem.text) == 0);
			require_same_lists(&part.offers, &whole->offers);
		}
		ssh_offers_free(&part.offers);
	}
}

/* The next line, without its end; an empty one behind the last. */
static size_t line_length(const uint8_t *data, size_t size)
{
	const uint8_t *end = size ? memchr(data, '\n', size) : NULL;

	return end ? (size_t)(end - data) : size;
}

/* Returns whether the packet is one that must be taken. */
static bool put_lists(struct buffer *bytes, const uint8_t *data, size_t size)
{
	struct buffer payload = buffer_limited(BYTES_MAXIMUM);
	bool good = true;

	ssh_put_kexinit_head(&payload);
	for (int i = 0; i < SSH_NAME_LISTS; i++) {
		size_t length = line_length(data, size);

		good = good && (i != SSH_LIST_KEX || length > 0) &&
		       (i >= SSH_LISTS || length == 0 || memchr(data, '\0', length) == NULL);
		ssh_put_string(&payload, (const char *)data, length);
		data += length < size ? length + 1 : length;
		size -= length < size ? length + 1 : length;
	}
	ssh_put_packet(bytes, &payload);
	good = good && payload.length < SSH_PACKET_MAXIMUM - 64;
	buffer_free(&payload);
	return good;
}

static void put_goodbye(struct buffer *bytes, const uint8_t *data, size_t size)
{
	struct buffer payload = buffer_limited(BYTES_MAXIMUM);

	ssh_put_byte(&payload, SSH_MSG_DEBUG);
	ssh_put_packet(bytes, &payload);
	buffer_free(&payload);
	ssh_put_byte(&payload, SSH_MSG_DISCONNECT);
	ssh_put_u32(&payload, 2);
	ssh_put_string(&payload, (const char *)data, size);
	ssh_put_packet(bytes, &payload);
	buffer_free(&payload);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer bytes = buffer_limited(BYTES_MAXIMUM);
	struct parsed whole;

	if (size > 0 && *data == 'K') {
		bool good = put_lists(&bytes, data + 1, size - 1);

		parse(&whole, &bytes, bytes.length);
		require(whole.state == (good ? SSH_OFFERS_DONE : SSH_OFFERS_FAILED));
	} else if (size > 0 && *data == 'D') {
		put_goodbye(&bytes, data + 1, size - 1);
		parse(&whole, &bytes, bytes.length);
		require(whole.state == SSH_OFFERS_FAILED);
	} else {
		buffer_append(&bytes, data, size);
		parse(&whole, &bytes, bytes.length);
	}
	if (whole.state == SSH_OFFERS_DONE)
		require_sound(&whole.offers);
	require_no_change_of_mind(&bytes, &whole);
	ssh_offers_free(&whole.offers);
	buffer_free(&bytes);
	return 0;
}
