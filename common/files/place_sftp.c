// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/place_kind.h"

static bool verify(const struct place_address *address, const struct place_access *access, struct problem *problem)
{
	(void)access;
	return problem_set(problem, PROBLEM_INPUT, "%s: no such place yet", address->text);
}

const struct place_kind place_sftp = { .verify = verify };
