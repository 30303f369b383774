/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Spans of time: `90s`, `26h`, `7d`, `1h30m`.
 */
#ifndef RECEICO_CHECK_DURATION_H
#define RECEICO_CHECK_DURATION_H

#include "common/check/problem.h"

#include <stddef.h>

/* Reads a number of seconds, or numbers each with ms, s, m, h, d or w (a day is
 * 86,400 s).  One sign in front is taken: ranges have negative ends. */
bool duration_parse(const char *text, double *seconds, struct problem *problem) MUST_CHECK;

/* The same over `length` bytes; for readers of larger texts. */
bool duration_parse_part(const char *text, size_t length, double *seconds, struct problem *problem) MUST_CHECK;

/* Writes a span as people say it, in its two largest units: "26 h 5 min",
 * "3 d", "0.250 s".  32 bytes suffice. */
void duration_write(double seconds, char *text, size_t size);

#endif
