// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/tenants.h"

#include "common/check/ini_file.h"
#include "common/check/number.h"
#include "common/check/size.h"

#include <stdlib.h>
#include <string.h>

/* --- the list ---------------------------------------------------------------------- */

static bool no_memory(struct problem *problem)
{
	return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
}

static void forget(struct tenant *tenant)
{
	free(tenant->name);
	free(tenant->path);
	free(tenant->note);
}

/* Takes over what the tenant owns, also when it fails. */
static bool append(struct tenants *tenants, struct tenant tenant, struct problem *problem)
{
	struct tenant *items = NULL;
	bool has_room = tenants->count < TENANTS_MAXIMUM;

	if (has_room)
		items = realloc(tenants->items, (tenants->count + 1) * sizeof *items);
	if (items == NULL) {
		forget(&tenant);
		return has_room
			       ? no_memory(problem)
			       : problem_set(problem, PROBLEM_INPUT, "there are more than %d tenants", TENANTS_MAXIMUM);
	}
	tenants->items = items;
	items[tenants->count++] = tenant;
	return true;
}

bool tenants_add(struct tenants *tenants, const char *name, const char *path, struct problem *problem)
{
	struct tenant tenant = { .name = strdup(name), .path = strdup(path) };

	if (tenant.name && tenant.path)
		return append(tenants, tenant, problem);
	forget(&tenant);
	return no_memory(problem);
}

void tenants_free(struct tenants *tenants)
{
	for (size_t i = 0; i < tenants->count; i++)
		forget(tenants->items + i);
	free(tenants->items);
	*tenants = (struct tenants){ 0 };
}

/* --- values ------------------------------------------------------------------------- */

static bool parse_text(const char *value, char **text, struct problem *problem)
{
	if (*text)
		return problem_set(problem, PROBLEM_INPUT, "it is there a second time");
	if (*value == '\0')
		return problem_set(problem, PROBLEM_INPUT, "it is empty");
	*text = strdup(value);
	return *text || no_memory(problem);
}

static bool parse_path(const char *value, char **path, struct problem *problem)
{
	if (*value != '/')
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' does not begin with a slash", value);
	return parse_text(value, path, problem);
}

static bool parse_id(const char *value, struct quota_id *id, struct problem *problem)
{
	double number = -1;

	if (id->is_set)
		return problem_set(problem, PROBLEM_INPUT, "it is there a second time");
	/* 2^32 - 1 is no id: -1 stands for none. */
	if (strspn(value, "0123456789") != strlen(value) || !number_parse(value, &number) || number >= 0xffffffff)
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' is not a number from 0 to 4294967294", value);
	*id = (struct quota_id){ .is_set = true, .number = (uint32_t)number };
	return true;
}

static bool parse_limit(const char *value, uint64_t *limit, struct problem *problem)
{
	uint64_t bytes = 0;

	if (*limit != 0)
		return problem_set(problem, PROBLEM_INPUT, "it is there a second time");
	if (!size_parse(value, &bytes, problem))
		return false;
	if (bytes == 0)
		return problem_set(problem, PROBLEM_INPUT, "it is 0");
	*limit = bytes;
	return true;
}

static bool parse_inodes(const char *value, uint64_t *limit, struct problem *problem)
{
	double number = 0;

	if (*limit != 0)
		return problem_set(problem, PROBLEM_INPUT, "it is there a second time");
	if (strspn(value, "0123456789") != strlen(value) || !number_parse(value, &number) || number < 1 ||
	    number > 1e15)
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' is not a number from 1 on", value);
	*limit = (uint64_t)number;
	return true;
}

/* --- the file ------------------------------------------------------------------------- */

/* The tenants of a file begin at `first`: others may stand before them. */
struct reading {
	struct tenants *tenants;
	size_t first;
};

static bool verify_last(const struct reading *reading, struct problem *problem)
{
	const struct tenants *tenants = reading->tenants;
	const struct tenant *last = tenants->count > reading->first ? tenants->items + tenants->count - 1 : NULL;

	if (last == NULL || last->path)
		return true;
	return problem_set(problem, PROBLEM_INPUT, "the tenant '%s' of line %d has no path", last->name, last->line);
}

static bool take_section(void *user, const char *name, int line, struct problem *problem)
{
	struct reading *reading = user;
	struct tenant tenant = { .line = line };

	if (!verify_last(reading, problem))
		return false;
	for (size_t i = reading->first; i < reading->tenants->count; i++) {
		if (strcmp(reading->tenants->items[i].name, name) == 0)
			return problem_set(problem, PROBLEM_INPUT, "the tenant '%s' is there a second time", name);
	}
	tenant.name = strdup(name);
	return tenant.name ? append(reading->tenants, tenant, problem) : no_memory(problem);
}

static bool take_value(struct tenant *tenant, const char *key, const char *value, struct problem *problem)
{
	if (strcmp(key, "path") == 0)
		return parse_path(value, &tenant->path, problem);
	if (strcmp(key, "limit") == 0)
		return parse_limit(value, &tenant->limit_bytes, problem);
	if (strcmp(key, "inodes") == 0)
		return parse_inodes(value, &tenant->limit_inodes, problem);
	if (strcmp(key, "project") == 0)
		return parse_id(value, &tenant->project, problem);
	if (strcmp(key, "user") == 0)
		return parse_id(value, &tenant->user, problem);
	if (strcmp(key, "group") == 0)
		return parse_id(value, &tenant->group, problem);
	if (strcmp(key, "note") == 0)
		return parse_text(value, &tenant->note, problem);
	return problem_set(problem, PROBLEM_INPUT,
			   "no such key (path, limit, inodes, project, user, group and note are known)");
}

static bool take_entry(void *user, const char *key, const char *value, int line, struct problem *problem)
{
	struct reading *reading = user;
	struct tenant *tenant = reading->tenants->items + reading->tenants->count - 1;

	(void)line;
	return take_value(tenant, key, value, problem) || problem_prefix(problem, "%.50s", key);
}

bool tenants_parse(const char *text, struct tenants *tenants, struct problem *problem)
{
	struct reading reading = { .tenants = tenants, .first = tenants->count };
	const struct ini_listener listener = { &reading, take_section, take_entry };

	if (!ini_file_parse(text, &listener, problem))
		return false;
	if (tenants->count == reading.first)
		return problem_set(problem, PROBLEM_INPUT, "it names no tenant");
	return verify_last(&reading, problem);
}
