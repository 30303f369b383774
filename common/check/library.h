/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Shared libraries that only some invocations need, loaded when they do.
 *
 * A plugin is started thousands of times, and linking libcurl alone costs more
 * than everything else it does.  A wrapper declares a struct of function pointers
 * with the types of the library's own header and a table of their names:
 *
 *	struct functions { __typeof__(ini_parse_string_length) *parse; };
 *	static const struct library_symbol symbols[] = {
 *		LIBRARY_SYMBOL(struct functions, parse, "ini_parse_string_length"), { 0 } };
 */
#ifndef RECEICO_CHECK_LIBRARY_H
#define RECEICO_CHECK_LIBRARY_H

#include "common/check/problem.h"

#include <stddef.h>

struct library_symbol {
	const char *name; /* as the library exports it */
	size_t offset;    /* of the pointer in the struct of functions */
};

#define LIBRARY_SYMBOL(type, member, symbol)                                                                           \
	{                                                                                                              \
		symbol, offsetof(type, member)                                                                         \
	}

/* Loads `file` ("libssh2.so.1") and fills *functions.  The library stays loaded
 * until the process ends.  A problem names the library and what is missing. */
bool library_load(const char *file, const struct library_symbol *symbols, void *functions,
		  struct problem *problem) MUST_CHECK;

#endif
