// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/tls/host_name.h"

#include "common/check/text.h"

#include <arpa/inet.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

enum { LABEL_MAXIMUM = 63 };

bool host_name_is_address(const char *name)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, name, bytes) == 1 || inet_pton(AF_INET6, name, bytes) == 1;
}

/* --- Punycode: RFC 3492 --- */

enum { BASE = 36, FEWEST = 1, MOST = 26, SKEW = 38, DAMP = 700, FIRST_BIAS = 72, FIRST_POINT = 128 };

/* Section 6.1. */
static uint32_t adapt(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / points;
	for (; delta > ((BASE - FEWEST) * MOST) / 2; k += BASE)
		delta /= BASE - FEWEST;
	return k + (BASE - FEWEST + 1) * delta / (delta + SKEW);
}

struct label {
	uint32_t points[LABEL_MAXIMUM];
	size_t count;
	bool is_ascii;
};

/* What is written, and whether all of it found room. */
struct writer {
	char *text;
	size_t size, used;
	bool full;
};

static void put(struct writer *writer, char byte)
{
	if (writer->used + 1 >= writer->size) {
		writer->full = true;
		return;
	}
	writer->text[writer->used++] = byte;
	writer->text[writer->used] = '\0';
}

/* One delta as a number of variable length: section 6.3. */
static void put_delta(struct writer *writer, uint32_t delta, uint32_t bias)
{
	for (uint32_t k = BASE;; k += BASE) {
		uint32_t threshold = k <= bias ? FEWEST : k >= bias + MOST ? MOST : k - bias;
		uint32_t digit = delta < threshold ? delta : threshold + (delta - threshold) % (BASE - threshold);

		put(writer, "abcdefghijklmnopqrstuvwxyz0123456789"[digit]);
		if (delta < threshold)
			return;
		delta = (delta - threshold) / (BASE - threshold);
	}
}

/* The smallest point that is not below `least`. */
static uint32_t next_point(const struct label *label, uint32_t least)
{
	uint32_t smallest = UINT32_MAX;

	for (size_t i = 0; i < label->count; i++) {
		if (label->points[i] >= least && label->points[i] < smallest)
			smallest = label->points[i];
	}
	return smallest;
}

/* A label has at most 63 points below 0x110000, so no delta overflows 32 bits. */
static void put_punycode(struct writer *writer, const struct label *label)
{
	uint32_t point = FIRST_POINT;
	uint32_t delta = 0;
	uint32_t bias = FIRST_BIAS;
	uint32_t basic = 0;
	uint32_t done = 0;

	for (size_t i = 0; i < label->count; i++) {
		if (label->points[i] < FIRST_POINT) {
			put(writer, (char)label->points[i]);
			basic++;
		}
	}
	if (basic > 0)
		put(writer, '-');
	for (done = basic; done < label->count; delta++, point++) {
		uint32_t next = next_point(label, point);

		delta += (next - point) * (done + 1);
		point = next;
		for (size_t i = 0; i < label->count; i++) {
			if (label->points[i] < point)
				delta++;
			if (label->points[i] != point)
				continue;
			put_delta(writer, delta, bias);
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
	}
}

static void put_label(struct writer *writer, const struct label *label)
{
	size_t start = writer->used;

	if (!label->is_ascii) {
		for (const char *at = "xn--"; *at; at++)
			put(writer, *at);
		put_punycode(writer, label);
	}
	for (size_t i = 0; label->is_ascii && i < label->count; i++)
		put(writer, (char)label->points[i]);
	if (writer->used - start > LABEL_MAXIMUM)
		writer->full = true;
}

static bool is_dot(unsigned long point)
{
	return point == '.' || point == 0x3002 || point == 0xff0e || point == 0xff61;
}

/* Capitals and small letters are the same name: RFC 5895, 2.  What is not ASCII asks the
 * locale of that name, which is there whatever the environment says; without it they stay. */
static uint32_t small_letter(unsigned long point)
{
	locale_t unicode;
	wint_t small = (wint_t)point;

	if (point < FIRST_POINT)
		return point >= 'A' && point <= 'Z' ? (uint32_t)point + 32 : (uint32_t)point;
	unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (unicode) {
		small = towlower_l(small, unicode);
		freelocale(unicode);
	}
	return (uint32_t)small;
}

bool host_name_to_ascii(const char *name, char *ascii, size_t size)
{
	struct writer writer = { .text = ascii, .size = size };
	struct label label = { .is_ascii = true };
	size_t left = strlen(name);

	ascii[0] = '\0';
	while (left > 0) {
		unsigned long point = 0;
		size_t width = text_character(name, left, &point);

		if (width == 0 || (is_dot(point) ? label.count == 0 : label.count == LABEL_MAXIMUM))
			return false;
		name += width;
		left -= width;
		if (is_dot(point)) {
			put_label(&writer, &label);
			if (left > 0)
				put(&writer, '.');
			label = (struct label){ .is_ascii = true };
			continue;
		}
		label.points[label.count++] = small_letter(point);
		label.is_ascii = label.is_ascii && point < FIRST_POINT;
	}
	put_label(&writer, &label);
	return !writer.full && writer.used > 0;
}

/* --- HOST:PORT --- */

static bool parse_port(const char *text, long *port)
{
	char *end = NULL;
	long number = strtol(text, &end, 10);

	if (text[0] < '0' || text[0] > '9' || *end != '\0' || number < 1 || number > 65535)
		return false;
	*port = number;
	return true;
}

bool host_name_parse(const char *text, char *host, size_t size, long *port, struct problem *problem)
{
	const char *start = text[0] == '[' ? text + 1 : text;
	const char *close = text[0] == '[' ? strchr(text, ']') : NULL;
	const char *colon = strrchr(text, ':');
	size_t length;
	char clean[HOST_NAME_SIZE];

	if (text[0] == '[' && (close == NULL || (close[1] != '\0' && close[1] != ':')))
		return problem_set(problem, PROBLEM_INPUT, "'%.100s': [ADDRESS]:PORT is expected", text);
	/* More than one colon without brackets is an IPv6 address. */
	if (close)
		colon = close[1] == ':' ? close + 1 : NULL;
	else if (colon && strchr(text, ':') != colon)
		colon = NULL;
	length = close ? (size_t)(close - start) : colon ? (size_t)(colon - start) : strlen(start);
	if (length == 0 || length >= sizeof clean || length >= size)
		return problem_set(problem, PROBLEM_INPUT, "'%.100s': a name or an address is expected", text);
	if (colon && !parse_port(colon + 1, port))
		return problem_set(problem, PROBLEM_INPUT, "'%.100s': a port from 1 to 65535 is expected", text);
	snprintf(clean, sizeof clean, "%.*s", (int)length, start);
	if (clean[0] == '/' || host_name_is_address(clean))
		snprintf(host, size, "%s", clean);
	else if (!host_name_to_ascii(clean, host, size))
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' is no name of a host", text);
	return true;
}
