// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * An INI file of options.  Each word that comes out of it is an option, or the
 * value behind one letter.
 */
#include "common/check/arguments.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect_options(const struct arguments *arguments)
{
	for (int i = 0; i < arguments->count; i++) {
		const char *word = arguments->values[i];
		bool is_value = i > 0 && strlen(arguments->values[i - 1]) == 2;

		if (word[0] != '-' && !is_value)
			abort();
	}
	if (arguments->count > 0 && arguments->values[arguments->count] != NULL)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arguments arguments = { 0 };
	struct problem problem = { 0 };
	char *text = malloc(size + 1);

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (arguments_add_section(&arguments, text, "check_x", &problem))
		expect_options(&arguments);
	else if (problem.text[0] == '\0')
		abort();
	arguments_free(&arguments);
	free(text);
	return 0;
}
