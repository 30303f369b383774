// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/forecast.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Beyond any figure or day that can be: 2^53 KiB, and the year 7000. */
#define KIBIBYTES_MAXIMUM ((uint64_t)1 << 53)
enum { DAY_MAXIMUM = 2000000 };

static bool read_number(const char **at, uint64_t maximum, uint64_t *number)
{
	const char *digit = *at;
	uint64_t value = 0;

	for (; *digit >= '0' && *digit <= '9'; digit++) {
		value = value * 10 + (uint64_t)(*digit - '0');
		if (value > maximum)
			return false;
	}
	if (digit == *at)
		return false;
	*number = value;
	*at = digit;
	return true;
}

/* `DAY:KIB,KIB,,KIB`: the first day, and a figure for it and each that follows; none is empty. */
bool forecast_parse(const char *text, struct forecast_history *history)
{
	uint64_t day = 0;
	struct forecast_history read = { .count = 0 };

	history->count = 0;
	if (!read_number(&text, DAY_MAXIMUM, &day) || *text != ':')
		return false;
	for (text++;; text++, day++) {
		struct forecast_point *point = read.points + read.count;

		if (*text != ',' && *text != '\0') {
			if (read.count == FORECAST_POINTS_MAXIMUM || day > DAY_MAXIMUM ||
			    !read_number(&text, KIBIBYTES_MAXIMUM, &point->kibibytes))
				return false;
			point->day = (int32_t)day;
			read.count++;
		}
		if (*text == '\0')
			break;
		if (*text != ',')
			return false;
	}
	*history = read;
	return true;
}

/* Days without a figure take a byte each, so a gap of a year is shorter written by leaving out what is
 * before it. */
static bool write_from(const struct forecast_history *history, size_t first, struct buffer *text)
{
	int32_t day = history->points[first].day;

	buffer_print(text, "%" PRId32 ":", day);
	for (size_t i = first; i < history->count; i++) {
		if (history->points[i].day - day > FORECAST_POINTS_MAXIMUM)
			return false;
		for (; day < history->points[i].day; day++)
			buffer_add(text, ",");
		buffer_print(text, "%" PRIu64, history->points[i].kibibytes);
	}
	return !text->overflowed;
}

void forecast_write(const struct forecast_history *history, size_t maximum, struct buffer *text)
{
	for (size_t first = 0; first < history->count; first++) {
		struct buffer attempt = buffer_limited(maximum);
		bool fits = write_from(history, first, &attempt);

		if (fits)
			buffer_append(text, attempt.data, attempt.length);
		buffer_free(&attempt);
		if (fits)
			return;
	}
}

static void drop_first(struct forecast_history *history)
{
	history->count--;
	memmove(history->points, history->points + 1, history->count * sizeof *history->points);
}

/* Points behind that day. */
static size_t count_after(const struct forecast_history *history, int32_t day)
{
	size_t count = 0;

	while (count < history->count && history->points[history->count - 1 - count].day > day)
		count++;
	return count;
}

bool forecast_add(struct forecast_history *history, int32_t today, uint64_t bytes)
{
	size_t future = count_after(history, today);

	if (future * 2 > history->count && history->count >= FORECAST_POINTS_MINIMUM)
		return false;
	history->count -= future;
	if (history->count > 0 && history->points[history->count - 1].day == today)
		return future > 0;
	if (history->count == FORECAST_POINTS_MAXIMUM)
		drop_first(history);
	history->points[history->count++] = (struct forecast_point){ .day = today, .kibibytes = bytes / 1024 };
	return true;
}

static int compare(const void *one, const void *other)
{
	const double *a = one;
	const double *b = other;

	return (*a > *b) - (*a < *b);
}

/* KiB a day; NAN when there is no memory. */
static double median_slope(const struct forecast_point *points, size_t count)
{
	size_t pairs = 0;
	double *slopes = malloc(count * (count - 1) / 2 * sizeof *slopes);
	double median;

	if (slopes == NULL)
		return NAN;
	for (size_t i = 0; i < count; i++) {
		for (size_t j = i + 1; j < count; j++)
			slopes[pairs++] = ((double)points[j].kibibytes - (double)points[i].kibibytes) /
					  (double)(points[j].day - points[i].day);
	}
	qsort(slopes, pairs, sizeof *slopes, compare);
	median = (slopes[(pairs - 1) / 2] + slopes[pairs / 2]) / 2;
	free(slopes);
	return median;
}

struct forecast forecast_predict(const struct forecast_history *history, int32_t today, int32_t days, uint64_t used,
				 uint64_t ceiling)
{
	struct forecast forecast = { .days_left = used >= ceiling ? 0 : INFINITY };
	size_t known = history->count - count_after(history, today);
	size_t first = 0;

	while (first < known && today - history->points[first].day >= days)
		first++;
	forecast.points = known - first;
	if (forecast.points < FORECAST_POINTS_MINIMUM)
		return forecast;
	forecast.bytes_per_day = median_slope(history->points + first, forecast.points) * 1024;
	forecast.is_known = !isnan(forecast.bytes_per_day);
	if (used < ceiling && forecast.bytes_per_day > 0)
		forecast.days_left = (double)(ceiling - used) / forecast.bytes_per_day;
	return forecast;
}
