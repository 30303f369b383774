// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Access lists from the attribute: each entry has a known tag, and the mask never adds a right.
 */
#include "common/files/acl.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct acl acl = { 0 };
	struct problem problem = { 0 };

	if (!acl_parse(data, size, &acl, &problem)) {
		require(acl.entries == NULL && acl.count == 0 && problem.kind == PROBLEM_SYSTEM);
		return 0;
	}
	require(acl.count > 0 && acl.count == (size - 4) / 8);
	for (size_t i = 0; i < acl.count; i++) {
		unsigned effective = acl_effective(&acl, &acl.entries[i]);

		require(acl.entries[i].rights <= 7 && (effective & ~acl.entries[i].rights) == 0);
	}
	acl_free(&acl);
	return 0;
}
