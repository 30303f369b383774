// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Logs of scans: read whole and byte by byte they must come to the same, and what counts as
 * a scan that has ended has an end, and a number of infected files.
 */
#include "common/files/scan_log.h"

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

static void check_scan(const struct scan *scan)
{
	require(scan->errors >= 0 && scan_errors(scan, true) <= scan_errors(scan, false));
	require(memchr(scan->engine, '\0', sizeof scan->engine) != NULL);
	require(memchr(scan->first_error, '\0', sizeof scan->first_error) != NULL);
	require((scan->failed > 0) == (scan->first_error[0] != '\0'));
	for (size_t i = 0; i < SCAN_FOUND_MAXIMUM; i++) {
		require(memchr(scan->found[i].file, '\0', sizeof scan->found[i].file) != NULL);
		require(i < scan->found_count || scan->found[i].file[0] == '\0');
	}
}

static void check(const struct scan_log *log)
{
	check_scan(&log->last);
	check_scan(&log->open);
	require(log->has_open || (log->open.found_count == 0 && log->open.failed == 0));
	if (log->has_last)
		require(log->last.infected >= 0 && log->last.end.tm_year >= 70 && log->last.end.tm_mon < 12 &&
			(log->last.infected > 0 || log->last.found_count == 0));
}

static bool same(const struct scan *a, const struct scan *b)
{
	return a->found_count == b->found_count && a->vanished == b->vanished && a->failed == b->failed &&
	       a->paths == b->paths && memcmp(a->found, b->found, sizeof a->found) == 0 &&
	       memcmp(a->covered, b->covered, sizeof a->covered) == 0 && a->end.tm_sec == b->end.tm_sec &&
	       isnan(a->infected) == isnan(b->infected);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *items[] = { "/srv", "/home/a" };
	const struct texts wanted = { .items = items, .count = 2 };
	struct scan_log whole = scan_log_empty(&wanted);
	struct scan_log slow = scan_log_empty(&wanted);

	scan_log_feed(&whole, (const char *)data, size);
	scan_log_end(&whole);
	check(&whole);
	for (size_t i = 0; i < size; i++)
		scan_log_feed(&slow, (const char *)data + i, 1);
	scan_log_end(&slow);
	require(whole.has_last == slow.has_last && whole.has_open == slow.has_open &&
		whole.has_undated == slow.has_undated && same(&whole.last, &slow.last) &&
		same(&whole.open, &slow.open));
	return 0;
}
