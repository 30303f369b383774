// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_delay_memory.h"

#include <stdio.h>

static const char kind[] = "http-delay";

void http_delay_remember(const char *folder, const char *url, const char *address, double limit_seconds, double seconds,
			 time_t now, const struct deadline *deadline, struct http_delay_memory *memory)
{
	struct state state = state_empty(kind);
	/* The page may have used up all of the time; a file is quick. */
	struct deadline within = deadline_in(deadline_left(deadline) > 0.3 ? deadline_left(deadline) : 0.3);
	char key[3000];
	char name[100];
	bool opened;

	*memory = (struct http_delay_memory){ 0 };
	snprintf(key, sizeof key, "%s %s %g", url, address ? address : "", limit_seconds);
	state_name(kind, key, name, sizeof name);
	opened = state_open(&state, folder ? folder : state_default_folder(), name, &within, &memory->problem);
	memory->delay = http_delay_read(&state);
	memory->delay = http_delay_update(&memory->delay, limit_seconds, seconds, now);
	if (state.is_damaged)
		snprintf(memory->damaged, sizeof memory->damaged, "%s", name);
	if (opened && !http_delay_write(&memory->delay, &state))
		problem_set(&memory->problem, PROBLEM_SYSTEM, "out of memory");
	else if (opened && state_save(&state, &memory->problem))
		memory->problem = (struct problem){ 0 };
	state_close(&state);
}

void http_delay_memory_judge(const struct http_delay_memory *memory, double limit_seconds, double maximum_seconds,
			     time_t now, struct result *result)
{
	http_delay_judge(&memory->delay, limit_seconds, maximum_seconds, now, result);
	if (memory->damaged[0])
		result_say(result, STATUS_WARNING,
			   "state '%s' was damaged: it is now '%s.damaged', and what it said of delays is lost",
			   memory->damaged, memory->damaged);
	if (memory->problem.kind != PROBLEM_NONE)
		result_say(result, STATUS_UNKNOWN, "since when answers are slow cannot be remembered: %s",
			   memory->problem.text);
}
