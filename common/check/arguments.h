/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The command line as the option parser gets it: old spellings brought up to
 * date, and --extra-opts replaced by the options that an INI file holds.
 *
 * `--extra-opts[=[SECTION][@FILE]]` works as in monitoring-plugins: the section is
 * the program's name unless given; without a file, $MP_CONFIG_FILE is read, else
 * the first of monitoring-plugins.ini, plugins.ini and nagios-plugins.ini found in
 * $NAGIOS_CONFIG_PATH and the usual folders of /etc.  A line `key=value` gives
 * `--key=value`, one letter gives `-k value`, a key alone gives a flag; `:` does for
 * `=`, and ` ;` begins a comment (inih).  The file's
 * options come first, so the command line overrides them; sections of the same
 * name add up.
 */
#ifndef RECEICO_CHECK_ARGUMENTS_H
#define RECEICO_CHECK_ARGUMENTS_H

#include "common/check/buffer.h"

struct arguments {
	int count;
	char **values; /* count texts, and NULL */
	char **owned;  /* those that were made here */
	int owned_count;
};

/* Fills `arguments` from the vector that main() got, which must outlive it.  On
 * failure the problem names --extra-opts.  arguments_free() is due either way. */
bool arguments_read(const char *program, int argc, char **argv, struct arguments *arguments,
		    struct problem *problem) MUST_CHECK;

/* Adds the options that `section` has in the text of an INI file. */
bool arguments_add_section(struct arguments *arguments, const char *text, const char *section,
			   struct problem *problem) MUST_CHECK;

void arguments_free(struct arguments *arguments);

#endif
