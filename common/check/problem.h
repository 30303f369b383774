/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Why something could not be done, in words for the operator.
 *
 * Functions that can fail return false and fill a struct problem.  The text says
 * what is wrong and what was expected; which option or which host is to blame the
 * caller knows, who puts it in front (problem_prefix()).
 */
#ifndef RECEICO_CHECK_PROBLEM_H
#define RECEICO_CHECK_PROBLEM_H

#include <stdbool.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))

enum problem_kind {
	PROBLEM_NONE,       /* nothing is wrong */
	PROBLEM_INPUT,      /* what the user gave is wrong: his to mend */
	PROBLEM_SYSTEM,     /* this machine failed us: memory, a right, a library */
	PROBLEM_TIMEOUT,    /* the deadline passed */
	PROBLEM_UNRESOLVED, /* the name has no address */
	PROBLEM_REFUSED,    /* the peer said no to the connection */
	PROBLEM_PEER        /* the peer broke the rules, or went away */
};

struct problem {
	enum problem_kind kind;
	char text[512]; /* one line, no full stop; may hold foreign bytes until recorded */
};

/* Fills `problem` and returns false, so that failing is one line.  A text that
 * is too long is cut. */
bool problem_set(struct problem *problem, enum problem_kind kind, const char *format, ...) PRINTF_LIKE(3, 4);

/* Puts `TEXT: ` in front of what the problem says; returns false. */
bool problem_prefix(struct problem *problem, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
