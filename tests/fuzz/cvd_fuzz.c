// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Headers of signature databases: what is taken has whole numbers in it, and a time.
 */
#include "common/files/cvd.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static bool is_count(double number)
{
	return number >= 0 && number < 1e15 && number == (double)(int64_t)number;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct problem problem = { 0 };
	struct cvd cvd = { .version = -1 };

	if (!cvd_parse((const char *)data, size, &cvd, &problem)) {
		require(problem.kind == PROBLEM_PEER && problem.text[0] && cvd.version < 0);
		return 0;
	}
	require(is_count(cvd.version) && is_count(cvd.signatures) && is_count(cvd.level) && cvd.built > 0);
	require(memchr(cvd.built_text, '\0', sizeof cvd.built_text) && memchr(cvd.builder, '\0', sizeof cvd.builder));
	require(memcmp(data, "ClamAV-VDB:", 11) == 0);
	return 0;
}
