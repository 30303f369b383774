// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/claim.h"

#include "common/check/size.h"

#include <string.h>

bool claim_parse(const char *text, struct claim *claim, struct problem *problem)
{
	struct claim parsed = { .is_set = true };
	const char *colon = strrchr(text, ':');
	size_t length = colon ? (size_t)(colon - text) : strlen(text);

	if (length == 0 || length >= sizeof parsed.path)
		return problem_set(problem, PROBLEM_INPUT, "a path of 1 to 1000 bytes is expected");
	memcpy(parsed.path, text, length);
	if (colon && !size_parse(colon + 1, &parsed.size_bytes, problem))
		return problem_prefix(problem, "behind the colon (a path that has one is written PATH:0)");
	*claim = parsed;
	return true;
}
