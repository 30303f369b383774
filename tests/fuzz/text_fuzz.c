// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Foreign text: the first byte chooses the room.  What comes out is clean, and
 * cleaning it again changes nothing.
 */
#include "common/check/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the run, which keeps the input, unless every character is printable. */
static void expect_clean(const char *text)
{
	size_t length = strlen(text);

	for (size_t i = 0; i < length;) {
		unsigned long point = 0;
		size_t width = text_character(text + i, length - i, &point);

		if (width == 0 || point < 0x20 || (point >= 0x7F && point < 0xA0) || point == '|')
			abort();
		i += width;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t room = size > 0 ? 8 + (size_t)data[0] * 4 : 8;
	char *once = malloc(room);
	char *twice = malloc(room);

	if (once && twice && size > 0) {
		text_clean((const char *)data + 1, size - 1, once, room);
		expect_clean(once);
		text_clean(once, strlen(once), twice, room);
		if (strcmp(once, twice) != 0)
			abort();
	}
	free(once);
	free(twice);
	return 0;
}
