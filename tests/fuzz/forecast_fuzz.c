// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Histories of a forecast: what is read is in order and can be written and read again, and whatever
 * was read a forecast is a number.
 */
#include "common/files/forecast.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void verify(const struct forecast_history *history)
{
	require(history->count <= FORECAST_POINTS_MAXIMUM);
	for (size_t i = 1; i < history->count; i++)
		require(history->points[i - 1].day < history->points[i].day);
}

static void reread(const struct forecast_history *history)
{
	struct forecast_history again;
	struct buffer text = buffer_limited(4096);

	forecast_write(history, text.maximum, &text);
	if (text.length > 0) {
		require(forecast_parse(text.data, &again) && again.count <= history->count && again.count > 0);
		require(again.points[again.count - 1].day == history->points[history->count - 1].day);
		require(again.points[again.count - 1].kibibytes == history->points[history->count - 1].kibibytes);
	}
	buffer_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct forecast_history history;
	struct forecast forecast;

	require(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	require(forecast_parse(text, &history) || history.count == 0);
	verify(&history);
	reread(&history);
	forecast_add(&history, 20788, 5000000000);
	verify(&history);
	forecast = forecast_predict(&history, 20788, 28, 5000000000, 15000000000);
	require(!isnan(forecast.days_left) && forecast.days_left > 0);
	require(!forecast.is_known || isfinite(forecast.bytes_per_day));
	free(text);
	return 0;
}
