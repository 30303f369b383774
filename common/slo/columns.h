/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Text in columns on a terminal, in which a Japanese character takes two.
 *
 * Sources: Unicode Standard Annex 11 (East Asian Width: W and F take two columns, what
 * combines takes none, what is ambiguous one); JIS X 4051 for the characters that begin or
 * end no line.
 */
#ifndef RECEICO_SLO_COLUMNS_H
#define RECEICO_SLO_COLUMNS_H

#include "common/check/buffer.h"

#include <stddef.h>

/* The columns that valid UTF-8 takes. */
size_t columns_width(const char *text);

/* How many bytes of `text` go into a line of `width` columns (2 at least): all of it, or up
 * to a blank or between Japanese characters, or where the line is full.  0 for no text. */
size_t columns_fit(const char *text, size_t width);

struct column {
	const char *text;
	size_t width;
};

/* Appends a row, on as many lines as its longest cell takes; two blanks stand between
 * cells, and none at the end of a line. */
void columns_row(struct buffer *buffer, const struct column *cells, size_t count);

#endif
