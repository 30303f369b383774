/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The text of an INI file, entry by entry, each with its line.
 *
 * `[SECTION]` begins a section, `KEY = VALUE` (or `:`) is an entry, `;` and `#` begin a
 * comment, ` ;` one behind an entry.  Blanks in front of a line mean nothing.  The library
 * inih does the reading and is loaded for it; a line has at most 198 bytes, as with inih.
 */
#ifndef RECEICO_CHECK_INI_FILE_H
#define RECEICO_CHECK_INI_FILE_H

#include "common/check/problem.h"

/* Who hears of what a file holds.  False, with a problem, ends the reading. */
struct ini_listener {
	void *user; /* handed to both */
	bool (*section)(void *user, const char *name, int line, struct problem *problem);
	bool (*entry)(void *user, const char *key, const char *value, int line, struct problem *problem);
};

/* Tells the listener of each section and entry in order.  A problem begins with its line.
 * An entry in front of the first section is a problem. */
bool ini_file_parse(const char *text, const struct ini_listener *listener, struct problem *problem) MUST_CHECK;

#endif
