// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t digits(const char *text, size_t length)
{
	size_t count = 0;

	while (count < length && text[count] >= '0' && text[count] <= '9')
		count++;
	return count;
}

/* How many bytes at the start of `text` have the form of a number. */
static size_t number_length(const char *text, size_t length)
{
	size_t at = length > 0 && (text[0] == '-' || text[0] == '+');
	size_t whole = digits(text + at, length - at);
	size_t fraction = 0;

	at += whole;
	if (at < length && text[at] == '.') {
		fraction = digits(text + at + 1, length - at - 1);
		at += 1 + fraction;
	}
	if (whole + fraction == 0)
		return 0;
	if (at < length && (text[at] == 'e' || text[at] == 'E')) {
		size_t sign = at + 1 < length && (text[at + 1] == '-' || text[at + 1] == '+');
		size_t exponent = digits(text + at + 1 + sign, length - at - 1 - sign);

		if (exponent > 0)
			at += 1 + sign + exponent;
	}
	return at;
}

size_t number_read(const char *text, size_t length, double *value)
{
	char copy[400];
	size_t used = number_length(text, length);
	double number;

	if (used == 0 || used >= sizeof copy)
		return 0;
	memcpy(copy, text, used);
	copy[used] = '\0';
	number = strtod(copy, NULL);
	if (!isfinite(number))
		return 0;
	*value = number;
	return used;
}

bool number_parse(const char *text, double *value)
{
	size_t length = strlen(text);

	return length > 0 && number_read(text, length, value) == length;
}

void number_write(double value, char *text, size_t size)
{
	/* Performance data and the other readers of ranges know no exponent. */
	for (int decimals = 0; fabs(value) < 1e19 && decimals <= 17; decimals++) {
		snprintf(text, size, "%.*f", decimals, value);
		if (strtod(text, NULL) == value)
			return;
	}
	for (int precision = 6; precision <= 17; precision++) {
		snprintf(text, size, "%.*g", precision, value);
		if (strtod(text, NULL) == value)
			return;
	}
}
