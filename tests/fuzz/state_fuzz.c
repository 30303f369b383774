// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * State files: what is read is written as it was, and read again.
 */
#include "common/files/state.h"

#include "common/net/http_delay.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct state state = state_empty("http-delay");
	struct state again = state_empty("http-delay");
	struct buffer text = buffer_limited(STATE_FILE_MAXIMUM);
	struct http_delay delay;

	if (state_parse(&state, (const char *)data, size)) {
		require(state_write(&state, &text));
		require(text.length == size && memcmp(text.data, data, size) == 0);
		require(state_parse(&again, text.data, text.length) && again.count == state.count);
	}
	delay = http_delay_read(&state);
	require(!delay.is_running || (delay.since > 0 && delay.answers >= 0 && delay.worst_seconds >= 0));
	delay = http_delay_update(&delay, 3, 4, 1767323045);
	require(delay.is_running && delay.since <= 1767323045);
	buffer_free(&text);
	state_close(&state);
	state_close(&again);
	return 0;
}
