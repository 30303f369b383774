/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A program of the suite, from the inside: what a plugin's file includes.
 *
 * A plugin fills in one `const struct check check`; main.c, which is linked into
 * every program, parses the options, makes the deadline, calls run(), prints the
 * result and exits.  run() records on the result and returns; it neither prints
 * nor exits.
 */
#ifndef RECEICO_CHECK_CHECK_H
#define RECEICO_CHECK_CHECK_H

#include "common/check/deadline.h"
#include "common/check/option.h"
#include "common/check/problem.h"
#include "common/check/result.h"
#include "common/check/status.h"

#include <stdbool.h>
#include <stddef.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* An invocation shown by --help.  A test parses each. */
struct example {
	const char *arguments; /* behind the program's name; split at blanks, 'quotes' hold together */
	const char *meaning;   /* what it does */
};

struct check {
	const char *name;                   /* of the program: "check_ssh" */
	const char *service;                /* first word of its output: "SSH" */
	const char *summary;                /* one line: the question it answers */
	const char *proves;                 /* a paragraph: what OK proves, and what it does not */
	const char *clauses;                /* the SLO clauses it serves: "1.13, 4.3" */
	const char *synopsis;               /* behind the program's name in the usage line */
	const struct option_entry *options; /* ends in an entry without a name */
	const struct example *examples;     /* ends in an entry without arguments */
	const void *defaults;               /* a struct settings */
	size_t settings_size;
	/* Says what is impossible in a combination of options (pure); NULL: everything is possible. */
	bool (*verify)(const void *settings, struct problem *problem);
	/* Looks, judges, and records. */
	void (*run)(const void *settings, const struct deadline *deadline, struct result *result);
};

/* Every plugin defines it. */
extern const struct check check;

#endif
