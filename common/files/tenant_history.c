// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/tenant_history.h"

#include "common/files/state.h"

#include <stdio.h>
#include <string.h>

static const char kind[] = "disk-quota";

/* Bytes of a line beside its value; days after which a tenant who is gone is forgotten. */
enum { LINE_OVERHEAD = 64, FORGOTTEN_AFTER = 60, DAY_SECONDS = 86400 };

static void read_history(const struct state *state, const char *key, struct forecast_history *history)
{
	const char *text = state_get(state, key);

	if (text == NULL || !forecast_parse(text, history))
		history->count = 0;
}

static bool write_history(struct state *state, const char *key, const struct forecast_history *history, size_t maximum)
{
	struct buffer text = buffer_limited(maximum);
	bool done;

	forecast_write(history, maximum, &text);
	done = state_set(state, key, text.data);
	buffer_free(&text);
	return done;
}

/* What every tenant may have of the file. */
static size_t value_maximum(size_t count)
{
	size_t share = STATE_FILE_MAXIMUM / (count + 1);

	share = share / 2 > LINE_OVERHEAD ? share - LINE_OVERHEAD : LINE_OVERHEAD;
	return share < STATE_VALUE_MAXIMUM ? share : STATE_VALUE_MAXIMUM;
}

/* Removes what has had no new point for long; the clock may be wrong, so not on a day that is before it. */
static bool forget_gone(struct state *state, int32_t today)
{
	bool done = true;

	for (size_t i = state->count; done && i > 0; i--) {
		struct forecast_history history;
		char key[STATE_KEY_MAXIMUM];

		snprintf(key, sizeof key, "%s", state->entries[i - 1].key);
		read_history(state, key, &history);
		if (history.count == 0 || today - history.points[history.count - 1].day > FORGOTTEN_AFTER)
			done = state_set(state, key, NULL);
	}
	return done;
}

/* True when there is something new to keep. */
static bool update_one(struct state *state, int32_t today, int32_t days, size_t maximum, struct tenant_use *use,
		       bool *failed)
{
	struct forecast_history history;
	char key[STATE_KEY_MAXIMUM];
	bool changed = false;

	state_name("tenant", use->tenant->path, key, sizeof key);
	read_history(state, key, &history);
	if (use->kind != USE_UNKNOWN && !tenant_use_is_at_least(use))
		changed = forecast_add(&history, today, use->used_bytes);
	use->forecast = forecast_predict(&history, today, days, use->used_bytes, use->ceiling_bytes);
	if (changed && !write_history(state, key, &history, maximum))
		*failed = true;
	return changed;
}

void tenant_history_update(const char *folder, const char *key, int32_t days, time_t now,
			   const struct deadline *deadline, struct tenant_use *uses, size_t count,
			   struct tenant_history *history)
{
	struct state state = state_empty(kind);
	/* The walk may have used up all of the time; a file is quick. */
	struct deadline within = deadline_in(deadline_left(deadline) > 0.3 ? deadline_left(deadline) : 0.3);
	int32_t today = (int32_t)(now / DAY_SECONDS);
	char name[100];
	bool changed = false;
	bool failed = false;
	bool opened;

	*history = (struct tenant_history){ 0 };
	state_name(kind, key, name, sizeof name);
	opened = state_open(&state, folder ? folder : state_default_folder(), name, &within, &history->problem);
	for (size_t i = 0; i < count; i++)
		changed = update_one(&state, today, days, value_maximum(count), uses + i, &failed) || changed;
	if (state.is_damaged)
		snprintf(history->damaged, sizeof history->damaged, "%s", name);
	if (opened && (failed || (changed && !forget_gone(&state, today))))
		problem_set(&history->problem, PROBLEM_SYSTEM, "out of memory");
	else if (opened && (!changed || state_save(&state, &history->problem)))
		history->problem = (struct problem){ 0 };
	state_close(&state);
}
