// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/message.h"

#include <stdio.h>

static void replace_escapes(char *text)
{
	char *to = text;

	for (const char *at = text; *at; at++) {
		if (*at == '\\' && at[1]) {
			at++;
			*to++ = (char)(*at == 'n' ? '\n' : *at == 'r' ? '\r' : *at == 't' ? '\t' : *at);
		} else {
			*to++ = *at;
		}
	}
	*to = '\0';
}

bool message_parse(const char *text, const char *end, bool escape, struct message *message, struct problem *problem)
{
	struct message parsed = { .is_set = true };

	if (snprintf(parsed.text, sizeof parsed.text, "%s%s", text, escape ? "" : end) >= (int)sizeof parsed.text)
		return problem_set(problem, PROBLEM_INPUT, "it is longer than 1000 bytes");
	if (escape)
		replace_escapes(parsed.text);
	*message = parsed;
	return true;
}
