// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_samples.h"

#include <math.h>
#include <stdlib.h>

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left;
	double b = *(const double *)right;

	return (a > b) - (a < b);
}

struct http_summary http_summary_make(double *values, size_t count)
{
	struct http_summary summary = { .count = count, .mean = NAN, .p95 = NAN, .maximum = NAN };
	double sum = 0;

	if (count == 0)
		return summary;
	qsort(values, count, sizeof *values, compare);
	for (size_t i = 0; i < count; i++)
		sum += values[i];
	summary.mean = sum / (double)count;
	summary.p95 = values[(count * 95 + 99) / 100 - 1];
	summary.maximum = values[count - 1];
	return summary;
}
