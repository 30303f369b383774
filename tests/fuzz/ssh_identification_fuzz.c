// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * An SSH server's first words.  What is taken is sound, what is refused is told in
 * words, and the pieces in which they came make no difference.
 */
#include "common/net/ssh_identification.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
	if (!condition)
		abort();
}

struct fed {
	enum ssh_identification_state state;
	struct ssh_identification identification;
	size_t used;
	struct problem problem;
};

static void feed(struct fed *fed, const uint8_t *data, size_t size, size_t piece)
{
	memset(fed, 0, sizeof *fed);
	for (size_t at = 0; at < size && fed->state == SSH_IDENTIFICATION_MORE; at += piece) {
		size_t length = size - at < piece ? size - at : piece;
		size_t used = 0;

		fed->state = ssh_identification_feed(&fed->identification, data + at, length, &used, &fed->problem);
		require(used <= length);
		require(fed->state != SSH_IDENTIFICATION_MORE || used == length);
		fed->used += used;
	}
}

static void require_same(const struct fed *a, const struct fed *b)
{
	require(a->state == b->state && a->used == b->used && a->problem.kind == b->problem.kind);
	require(strcmp(a->problem.text, b->problem.text) == 0);
	require(strcmp(a->identification.protocol, b->identification.protocol) == 0);
	require(strcmp(a->identification.version, b->identification.version) == 0);
	require(strcmp(a->identification.software, b->identification.software) == 0);
	require(strcmp(a->identification.said, b->identification.said) == 0);
}

static void require_sound(const struct ssh_identification *identification, const uint8_t *data, size_t used)
{
	const char *version = identification->version;
	size_t software_length = strlen(identification->software);
	size_t line = strlen("SSH-") + strlen(identification->protocol) + strlen("-") + strlen(version);

	require(used > line && data[used - 1] == '\n');
	require(line < SSH_IDENTIFICATION_MAXIMUM);
	require(identification->protocol[0] != '\0');
	require(strspn(identification->protocol, "0123456789.") == strlen(identification->protocol));
	require(software_length > 0 && strncmp(version, identification->software, software_length) == 0);
	require(version[software_length] == '\0' || version[software_length] == ' ');
	require(ssh_identification_is(identification, version));
	require(ssh_identification_is(identification, identification->software));
	require(ssh_version_compare(version, version) == 0);
	require(ssh_version_product_length(version) <= strlen(version));
}

/* Where the first line begins that starts with "SSH-"; `size` when none does. */
static size_t find_identification(const uint8_t *data, size_t size)
{
	size_t start = 0;

	while (start < size && (size - start < 4 || memcmp(data + start, "SSH-", 4) != 0)) {
		const uint8_t *end = memchr(data + start, '\n', size - start);

		start = end ? (size_t)(end - data) + 1 : size;
	}
	return start;
}

/* Is it SSH-protocol-software, with no NUL? */
static bool is_good_line(const char *line, size_t length)
{
	size_t protocol = strspn(line + 4, "0123456789.");
	const char *software = line + 4 + protocol + 1;

	return strlen(line) == length && protocol > 0 && protocol < 16 && software[-1] == '-' && *software != '\0' &&
	       *software != ' ';
}

/* The same rules, told another way: all bytes are there. */
static enum ssh_identification_state judge(const uint8_t *data, size_t size)
{
	char line[SSH_IDENTIFICATION_MAXIMUM + 1] = "";
	size_t start = find_identification(data, size);
	const uint8_t *end = start < size ? memchr(data + start, '\n', size - start) : NULL;
	size_t length = end ? (size_t)(end - data) - start : size - start;

	if (length >= SSH_IDENTIFICATION_MAXIMUM)
		return SSH_IDENTIFICATION_FAILED;
	if (end == NULL)
		return SSH_IDENTIFICATION_MORE;
	if (length > 0 && end[-1] == '\r')
		length--;
	memcpy(line, data + start, length);
	return is_good_line(line, length) ? SSH_IDENTIFICATION_DONE : SSH_IDENTIFICATION_FAILED;
}

/* Whatever has come by now: the end of the connection or of the time is told in words. */
static void require_words(const struct fed *fed)
{
	struct fed ended = *fed;
	struct problem problem = { 0 };

	require(!ssh_identification_missed(&fed->identification, &problem));
	require(problem.kind == PROBLEM_TIMEOUT && problem.text[0] != '\0');
	require(!ssh_identification_ended(&ended.identification, &problem));
	require(problem.kind == PROBLEM_PEER && problem.text[0] != '\0');
}

/* Two versions, one from each half: they compare alike from both sides. */
static void compare_halves(const uint8_t *data, size_t size)
{
	char *halves[2];

	for (size_t i = 0; i < 2; i++) {
		halves[i] = calloc(1, size / 2 + 1);
		require(halves[i] != NULL);
		memcpy(halves[i], data + i * (size / 2), size / 2);
	}
	require(ssh_version_compare(halves[0], halves[1]) == -ssh_version_compare(halves[1], halves[0]));
	free(halves[0]);
	free(halves[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fed whole;
	struct fed pieces;

	feed(&whole, data, size, size ? size : 1);
	for (size_t piece = 1; piece <= 3; piece++) {
		feed(&pieces, data, size, piece);
		require_same(&whole, &pieces);
	}
	if (size < SSH_PREAMBLE_MAXIMUM)
		require(whole.state == judge(data, size));
	if (whole.state == SSH_IDENTIFICATION_DONE)
		require_sound(&whole.identification, data, whole.used);
	else if (whole.state == SSH_IDENTIFICATION_FAILED)
		require(whole.problem.kind == PROBLEM_PEER && whole.problem.text[0] != '\0');
	else
		require_words(&whole);
	if (size > 0)
		compare_halves(data, size);
	return 0;
}
