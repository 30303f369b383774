/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Bytes as they stand in a URL: %XX.  Source: RFC 3986, 2.1.
 */
#ifndef RECEICO_FILES_PERCENT_H
#define RECEICO_FILES_PERCENT_H

#include "common/check/problem.h"

#include <stddef.h>

/* The value of a hexadecimal digit, or -1. */
int percent_digit(char digit);

/* Decodes in place.  False for what is no code, and for a NUL. */
bool percent_decode(char *text) MUST_CHECK;

/* Writes a name as part of a path.  False when it does not fit. */
bool percent_encode(const char *name, char *encoded, size_t size) MUST_CHECK;

#endif
