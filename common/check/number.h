/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Plain numbers as people and the plugin guidelines write them.
 */
#ifndef RECEICO_CHECK_NUMBER_H
#define RECEICO_CHECK_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* Reads a decimal number (sign, digits, point, exponent; nothing else: no hex,
 * `inf`, `nan` or blanks) at the start of `text`, at most `length` bytes of it.
 * Returns how many bytes it takes; 0 when there is none or it is out of range. */
size_t number_read(const char *text, size_t length, double *value);

/* The whole of `text` is one number. */
bool number_parse(const char *text, double *value);

/* Writes the shortest decimal that reads back as the same double; with an exponent
 * only from 10^19 on and where 17 decimals do not suffice.  `inf` never comes here.
 * 32 bytes suffice. */
void number_write(double value, char *text, size_t size);

#endif
