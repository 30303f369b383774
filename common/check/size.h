/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Amounts of data: `15GB` is 15 x 10^9 bytes, `15GiB` is 15 x 2^30.
 *
 * Source: IEC 80000-13 (binary prefixes), SI (decimal ones).
 */
#ifndef RECEICO_CHECK_SIZE_H
#define RECEICO_CHECK_SIZE_H

#include "common/check/problem.h"

#include <stddef.h>
#include <stdint.h>

/* Reads a number of bytes, or a number with B, kB, MB, GB, TB, PB, KiB, MiB, GiB,
 * TiB or PiB (any case, the B may go: `15G` is 15GB, `15Gi` is 15GiB).  At most
 * 2^63 - 1 bytes; a fraction of a byte is dropped. */
bool size_parse(const char *text, uint64_t *bytes, struct problem *problem) MUST_CHECK;

/* The same over `length` bytes of text; a sign is taken (ranges have negative ends). */
bool size_parse_part(const char *text, size_t length, double *bytes, struct problem *problem) MUST_CHECK;

/* Writes an amount with a decimal prefix: "15.0 GB", "512 B".  16 bytes suffice. */
void size_write(uint64_t bytes, char *text, size_t size);

#endif
