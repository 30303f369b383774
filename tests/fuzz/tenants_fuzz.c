// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Files of tenants, and the other small texts of check_disk_quota: thresholds on space, and the
 * table of mounts.
 */
#include "common/files/mount_device.h"
#include "common/files/space_limit.h"
#include "common/files/tenants.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void try_tenants(const char *text)
{
	struct tenants tenants = { 0 };
	struct problem problem = { 0 };

	if (tenants_parse(text, &tenants, &problem)) {
		require(tenants.count > 0 && problem.kind == PROBLEM_NONE);
		for (size_t i = 0; i < tenants.count; i++)
			require(tenants.items[i].name[0] != '\0' && tenants.items[i].path[0] == '/' &&
				tenants.items[i].line > 0);
	} else {
		require(problem.text[0] != '\0');
	}
	tenants_free(&tenants);
}

static void try_limit(const char *text, enum unit unit)
{
	struct space_limit limit = { 0 };
	struct problem problem = { 0 };
	struct range used;

	if (space_limit_parse(text, unit, &limit, &problem)) {
		used = space_limit_range(&limit, 15000000000);
		require(used.is_set && (used.start <= used.end || limit.of_free));
		used = space_limit_range(&limit, 0);
		require(used.is_set == !space_limit_needs_ceiling(&limit));
	} else {
		require(problem.kind == PROBLEM_INPUT);
	}
}

static void try_mounts(const char *text)
{
	char path[MOUNT_DEVICE_SIZE];

	if (mount_device_parse(text, makedev(8, 1), path, sizeof path))
		require(path[0] == '/' && strlen(path) < sizeof path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	require(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	try_tenants(text);
	try_limit(text, UNIT_BYTES);
	try_limit(text, UNIT_NONE);
	try_mounts(text);
	free(text);
	return 0;
}
