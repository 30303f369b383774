// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * The variables of a scenario: secrets, and what its steps capture.
 */
#include "common/net/http_scenario.h"

#include "common/check/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A token is much shorter. */
enum { VALUE_MAXIMUM = 16 * 1024 };

static const struct scenario_variable *find(const struct scenario_variables *variables, const char *name, size_t length)
{
	for (size_t i = 0; i < variables->count; i++) {
		if (strlen(variables->items[i].name) == length && memcmp(variables->items[i].name, name, length) == 0)
			return variables->items + i;
	}
	return NULL;
}

static struct scenario_variable *add(struct scenario_variables *variables, const char *name)
{
	struct scenario_variable *items = realloc(variables->items, (variables->count + 1) * sizeof *items);
	struct scenario_variable *added;

	if (items == NULL)
		return NULL;
	variables->items = items;
	added = items + variables->count++;
	*added = (struct scenario_variable){ .value = buffer_limited(VALUE_MAXIMUM) };
	snprintf(added->name, sizeof added->name, "%s", name);
	return added;
}

bool scenario_variable_set(struct scenario_variables *variables, const char *name, const char *value, size_t length)
{
	const struct scenario_variable *found = find(variables, name, strlen(name));
	struct scenario_variable *variable =
		found ? variables->items + (found - variables->items) : add(variables, name);

	if (variable == NULL)
		return false;
	file_forget_secret(&variable->value);
	variable->value = buffer_limited(VALUE_MAXIMUM);
	return buffer_append(&variable->value, value, length);
}

void scenario_variables_forget(struct scenario_variables *variables)
{
	for (size_t i = 0; i < variables->count; i++)
		file_forget_secret(&variables->items[i].value);
	free(variables->items);
	*variables = (struct scenario_variables){ 0 };
}

bool scenario_expand(const char *text, const struct scenario_variables *variables, struct buffer *expanded)
{
	for (;;) {
		const char *start = strstr(text, "${");
		const struct scenario_variable *variable;
		size_t length;

		if (start == NULL)
			return buffer_add(expanded, text);
		length = strcspn(start + 2, "}");
		variable = find(variables, start + 2, length);
		if (variable == NULL || start[2 + length] == '\0' ||
		    !buffer_append(expanded, text, (size_t)(start - text)) ||
		    !buffer_append(expanded, variable->value.data, variable->value.length))
			return false;
		text = start + 2 + length + 1;
	}
}

bool scenario_encode(const char *text, struct buffer *encoded)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789*-._";
	bool fits = true;

	for (; *text && fits; text++) {
		if (strchr(plain, *text))
			fits = buffer_append(encoded, text, 1);
		else if (*text == ' ')
			fits = buffer_add(encoded, "+");
		else
			fits = buffer_print(encoded, "%%%02X", (unsigned)(unsigned char)*text);
	}
	return fits;
}
