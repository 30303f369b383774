/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Tables of facts in tests/data.
 */
#ifndef RECEICO_TESTS_FACTS_FILE_H
#define RECEICO_TESTS_FACTS_FILE_H

#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>

/* Opens a table of facts; `make check` says where, else it lies beside this file. */
static inline FILE *facts_open(const char *name)
{
	const char *tests = getenv("TEST_SOURCES");
	const char *slash = strrchr(__FILE__, '/');
	char path[1000];
	FILE *file;

	if (tests)
		snprintf(path, sizeof path, "%s/data/%s", tests, name);
	else
		snprintf(path, sizeof path, "%.*s/../data/%s", (int)(slash - __FILE__), __FILE__, name);
	file = fopen(path, "r");
	if (file == NULL)
		fail_msg("%s cannot be read", path);
	return file;
}

#endif
