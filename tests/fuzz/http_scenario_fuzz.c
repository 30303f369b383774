// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Scenario files: what is taken must be whole, and what is refused has a reason.
 */
#include "common/net/http_scenario.h"

#include "common/check/file.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_step(const struct scenario_section *step)
{
	require(step->name[0] != '\0' && strlen(step->name) <= SCENARIO_NAME_MAXIMUM);
	require(scenario_value(step, SCENARIO_URL, 0) != NULL);
	for (size_t i = 0; i < step->count; i++) {
		struct scenario_variables variables = { 0 };
		struct buffer expanded = buffer_limited(4096);
		struct buffer encoded = buffer_limited(4096);

		require(step->entries[i].value != NULL && step->entries[i].line > 0);
		require(scenario_variable_set(&variables, "token", "a b&c", 5));
		if (scenario_expand(step->entries[i].value, &variables, &expanded) &&
		    scenario_encode(expanded.data, &encoded))
			require(strpbrk(encoded.data, " &=\r\n") == NULL);
		buffer_free(&expanded);
		buffer_free(&encoded);
		scenario_variables_forget(&variables);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct problem problem = { 0 };
	struct scenario scenario;

	require(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	if (scenario_parse(text, &scenario, &problem)) {
		require(scenario.count > 0 && scenario.count <= SCENARIO_STEPS_MAXIMUM);
		for (size_t i = 0; i < scenario.count; i++)
			check_step(scenario.steps + i);
	} else {
		require(problem.kind != PROBLEM_NONE && problem.text[0] != '\0');
	}
	scenario_free(&scenario);
	free(text);
	return 0;
}
