/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A strict reader of JSON for tests: is a text one value by RFC 8259, and no more?
 */
#ifndef RECEICO_TESTS_JSON_CHECK_H
#define RECEICO_TESTS_JSON_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Where the value, or its part, ends; NULL when there is none at `text`. */
static inline const char *json_value(const char *text, int depth);

static inline const char *json_blank(const char *text)
{
	return text + strspn(text, " \t\r\n");
}

static inline const char *json_string(const char *text)
{
	if (*text++ != '"')
		return NULL;
	for (; *text != '"'; text++) {
		if ((unsigned char)*text < 0x20)
			return NULL;
		if (*text != '\\')
			continue;
		text++;
		if (*text == 'u' && strspn(text + 1, "0123456789abcdefABCDEF") >= 4)
			text += 4;
		else if (*text == '\0' || strchr("\"\\/bfnrt", *text) == NULL)
			return NULL;
	}
	return text + 1;
}

static inline const char *json_digits(const char *text)
{
	size_t count = strspn(text, "0123456789");

	return count > 0 ? text + count : NULL;
}

static inline const char *json_number(const char *text)
{
	text += *text == '-';
	if (*text == '0' && strspn(text, "0123456789") > 1)
		return NULL;
	text = json_digits(text);
	if (text && *text == '.')
		text = json_digits(text + 1);
	if (text && (*text == 'e' || *text == 'E'))
		text = json_digits(text + 1 + (text[1] == '-' || text[1] == '+'));
	return text;
}

static inline const char *json_word(const char *text)
{
	static const char *const words[] = { "true", "false", "null" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strncmp(text, words[i], strlen(words[i])) == 0)
			return text + strlen(words[i]);
	}
	return json_number(text);
}

/* The members of an object or the items of an array, up to `end`. */
static inline const char *json_list(const char *text, char end, int depth)
{
	text = json_blank(text);
	if (*text == end)
		return text + 1;
	for (;;) {
		if (end == '}') {
			text = json_string(json_blank(text));
			if (text == NULL || *(text = json_blank(text)) != ':')
				return NULL;
			text++;
		}
		text = json_value(text, depth + 1);
		if (text == NULL)
			return NULL;
		text = json_blank(text);
		if (*text == end)
			return text + 1;
		if (*text++ != ',')
			return NULL;
	}
}

static inline const char *json_value(const char *text, int depth)
{
	text = json_blank(text);
	if (depth > 100)
		return NULL;
	if (*text == '{')
		return json_list(text + 1, '}', depth);
	if (*text == '[')
		return json_list(text + 1, ']', depth);
	return *text == '"' ? json_string(text) : json_word(text);
}

static inline bool json_is_valid(const char *text)
{
	const char *end = json_value(text, 0);

	return end && *json_blank(end) == '\0';
}

#endif
