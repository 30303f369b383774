/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A program of the suite, from the inside: what a plugin's file includes.
 *
 * A plugin fills in one `const struct check check`; main.c, which is linked into
 * every program, parses the options, makes the deadline, calls run(), prints the
 * result and exits.  run() records on the result and returns; it neither prints
 * nor exits.
 *
 * A program that prints a document (a calendar, a catalogue) instead of a state fills
 * in the same struct, with document() in the place of run() and without .service:
 *
 *			a check                         a document
 *	good		its line, 0 to 3                the document, 0
 *	bad input	`SERVICE UNKNOWN - ...`, 3      one line on standard error and nothing else, 3
 *	--help, -V	3, as the field's plugins do    0
 *	common options	all of option_common_table      option_document_table: no --timeout, --clause or
 *			                                -v; --output-format is a name of its own
 *	--describe	icinga2 nagios man bash json    man bash json
 */
#ifndef RECEICO_CHECK_CHECK_H
#define RECEICO_CHECK_CHECK_H

#include "common/check/buffer.h"
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
	const char *service;                /* first word of its output: "SSH"; NULL with document() */
	const char *summary;                /* one line: the question it answers */
	const char *proves;                 /* a paragraph: what OK (or the document) proves, and what not */
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
	/* Or, in its place: appends the whole document.  Of a document that fails nothing is printed. */
	bool (*document)(const void *settings, struct buffer *document, struct problem *problem);
};

/* The common options that the program takes, with their defaults. */
const struct common_settings *check_common(const struct check *program);

/* Every plugin defines it. */
extern const struct check check;

#endif
