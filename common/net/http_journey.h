/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A scenario (http_scenario.h) at work: one user walks through its steps.
 */
#ifndef RECEICO_NET_HTTP_JOURNEY_H
#define RECEICO_NET_HTTP_JOURNEY_H

#include "common/check/result.h"
#include "common/net/http_client.h"
#include "common/net/http_expectation.h"
#include "common/net/http_scenario.h"

#include <stddef.h>

struct http_journey {
	struct scenario scenario;
	struct scenario_variables variables;
	double *seconds;                     /* of each step; NAN: not answered, or not reached */
	size_t done;                         /* steps that went as they should */
	bool failed;                         /* the next one did not: */
	struct problem problem;              /* with its reason, or */
	struct http_response response;       /* an answer that is not */
	struct http_expectation expectation; /* as expected */
};

/* Reads the scenario, and the secrets that it names, and judges its regular
 * expressions: all that can be wrong with it before somebody is asked.
 * http_journey_free() is due either way. */
bool http_journey_prepare(struct http_journey *journey, const char *path, struct problem *problem) MUST_CHECK;

/* Walks, up to the first step that fails.  The settings must keep cookies; `base` is
 * where paths are. */
void http_journey_walk(struct http_journey *journey, const struct http_client_settings *settings,
		       const struct http_target *base, const struct deadline *deadline);

/* The time of all steps; NAN when not all went well. */
double http_journey_seconds(const struct http_journey *journey);

/* Records time_STEP of each step and says which one failed, and why; true when none
 * did. */
bool http_journey_judge_steps(const struct http_journey *journey, struct result *result);

/* Frees it, and overwrites its secrets. */
void http_journey_free(struct http_journey *journey);

#endif
