// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/percent.h"

#include <stdio.h>
#include <string.h>

int percent_digit(char digit)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = digit ? strchr(digits, digit >= 'A' && digit <= 'F' ? digit + ('a' - 'A') : digit) : NULL;

	return at ? (int)(at - digits) : -1;
}

bool percent_decode(char *text)
{
	char *to = text;

	for (; *text; text++) {
		int high = *text == '%' ? percent_digit(text[1]) : -1;
		int low = high >= 0 ? percent_digit(text[2]) : -1;

		if (*text != '%') {
			*to++ = *text;
			continue;
		}
		if (low < 0 || high * 16 + low == 0)
			return false;
		*to++ = (char)(high * 16 + low);
		text += 2;
	}
	*to = '\0';
	return true;
}

bool percent_encode(const char *name, char *encoded, size_t size)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
	size_t used = 0;

	for (; *name; name++) {
		if (used + 4 > size)
			return false;
		if (strchr(plain, *name))
			encoded[used++] = *name;
		else
			used += (size_t)snprintf(encoded + used, size - used, "%%%02X", (unsigned)(unsigned char)*name);
	}
	encoded[used] = '\0';
	return true;
}
