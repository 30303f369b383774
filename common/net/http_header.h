/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The header lines of an HTTP answer, and the dates in them.
 *
 * Source: RFC 9110, 5 (fields) and 5.6.7 (dates).
 */
#ifndef RECEICO_NET_HTTP_HEADER_H
#define RECEICO_NET_HTTP_HEADER_H

#include "common/check/problem.h"

#include <stddef.h>
#include <time.h>

/* Finds the n-th field (from 0) with this name, in any case, in lines of
 * `NAME: VALUE`; a value that is too long for `size` bytes is cut.  Lines that are no
 * field, or go on from the line before (obsolete folding), are passed over. */
bool http_header_find(const char *lines, const char *name, size_t place, char *value, size_t size);

/* Is there a field like `wanted`: `NAME` alone, or `NAME: PATTERN`, where PATTERN is a
 * shell pattern (`*`, `?`) for the value, in any case? */
bool http_header_matches(const char *lines, const char *wanted);

/* Reads a date in any of HTTP's three forms, between the years 1970 and 9999. */
bool http_date_parse(const char *text, time_t *when) MUST_CHECK;

/* Reads the form in which OpenSSL prints the dates of certificates:
 * "Dec 24 06:00:00 2026 GMT". */
bool http_certificate_date_parse(const char *text, time_t *when) MUST_CHECK;

#endif
