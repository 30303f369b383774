/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A program in the words of those who use it, printed from its option table.
 */
#ifndef RECEICO_CHECK_DESCRIBE_H
#define RECEICO_CHECK_DESCRIBE_H

#include "common/check/buffer.h"
#include "common/check/check.h"

/* --help: at most 80 columns wide, options in groups, examples. */
void describe_help(struct buffer *buffer, const struct check *program);

/* What its exit statuses mean, in a line without a full stop. */
const char *describe_exit_status(const struct check *program);

/* --version: one line. */
void describe_version(struct buffer *buffer, const struct check *program);

/* --describe=FORM: an Icinga 2 CheckCommand, a Nagios command, a man page (man(7)),
 * a completion script for bash, or a JSON object.  The option does not ask for the
 * first two of a program that prints a document. */
void describe_program(struct buffer *buffer, const struct check *program, enum description form);

/* "receico_ssh" for check_ssh and "receico_http" for check_receico_http: the name
 * of its command object, and the prefix of its variables, in a scheduler.
 * 64 bytes suffice. */
void describe_command_name(const struct check *program, char *text, size_t size);

#endif
