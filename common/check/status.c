// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/status.h"

#include <stddef.h>
#include <strings.h>

const char *status_name(enum status status)
{
	static const char *const names[] = { "OK", "WARNING", "CRITICAL", "UNKNOWN" };

	return names[status];
}

static int severity(enum status status)
{
	static const int severities[] = {
		[STATUS_OK] = 0, [STATUS_WARNING] = 1, [STATUS_UNKNOWN] = 2, [STATUS_CRITICAL] = 3
	};

	return severities[status];
}

enum status status_worse(enum status a, enum status b)
{
	return severity(b) > severity(a) ? b : a;
}

bool status_parse(const char *text, enum status *status, struct problem *problem)
{
	static const struct {
		const char *word;
		enum status status;
	} words[] = {
		{ "ok", STATUS_OK },         { "0", STATUS_OK },       { "warning", STATUS_WARNING },
		{ "warn", STATUS_WARNING },  { "1", STATUS_WARNING },  { "critical", STATUS_CRITICAL },
		{ "crit", STATUS_CRITICAL }, { "2", STATUS_CRITICAL }, { "unknown", STATUS_UNKNOWN },
		{ "3", STATUS_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcasecmp(text, words[i].word) == 0) {
			*status = words[i].status;
			return true;
		}
	}
	return problem_set(problem, PROBLEM_INPUT, "'%s' is not a state (ok, warning, critical or unknown)", text);
}
