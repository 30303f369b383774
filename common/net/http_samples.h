/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Times of many requests, in three figures.
 */
#ifndef RECEICO_NET_HTTP_SAMPLES_H
#define RECEICO_NET_HTTP_SAMPLES_H

#include <stddef.h>

struct http_summary {
	size_t count;
	double mean, p95, maximum; /* NAN when there are none */
};

/* Sums up; reorders the values.  The 95th percentile is the least value that at least
 * 95 of 100 do not exceed (nearest rank), so that it is one that was measured. */
struct http_summary http_summary_make(double *values, size_t count);

#endif
