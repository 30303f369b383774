/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What a check found: a tree of parts, each with findings and measurements.
 *
 * Plugins only record; output.h prints.  Every text is cleaned (text.h) as it is
 * recorded, so foreign bytes may be passed as they came.  The tree owns its
 * texts; when memory runs out the result says so and is UNKNOWN at best.
 */
#ifndef RECEICO_CHECK_RESULT_H
#define RECEICO_CHECK_RESULT_H

#include "common/check/problem.h"
#include "common/check/range.h"
#include "common/check/status.h"

#include <stddef.h>

struct result;

/* A bound of a measurement; `{ 0 }` is none.  BOUND() is for use in functions: it is
 * no constant. */
struct bound {
	bool is_set;
	double value;
};
#define BOUND(number) ((struct bound){ .is_set = true, .value = (number) })

struct measure {
	const char *label; /* of the performance data; letters, digits, `_ - . /` */
	double value;      /* in base units; NAN: could not be measured, printed as U */
	enum unit unit;
	const struct range *warning;  /* NULL or not set: not judged */
	const struct range *critical; /* likewise */
	struct bound minimum, maximum;
	const char *text; /* what to say of it, or NULL: nothing while it is within its ranges */
	/* How people would write the ranges, or NULL: they are told in base units. */
	const char *warning_as, *critical_as;
};

/* One thing said about a part, with its state. */
struct finding {
	enum status status;
	char *text; /* cleaned */
	struct finding *next;
};

/* Room for a label, which may hold the name of a host or a path: cut, two would be the same. */
enum { RESULT_LABEL_SIZE = 320 };

/* One measurement, ready for performance data; all of it in base units. */
struct datum {
	char label[RESULT_LABEL_SIZE];
	double value; /* NAN: U */
	enum unit unit;
	struct range warning, critical;
	struct bound minimum, maximum;
	struct datum *next;
};

/* Read by output.c and by tests; written through the functions below alone. */
struct result {
	char *name; /* of the service (root) or the part */
	struct finding *findings, **findings_end;
	struct datum *data, **data_end;
	struct result *parts, **parts_end, *next;
	enum status timeout_status; /* what a passed deadline means: --timeout-result */
	int verbosity;              /* 0 to 3; result_trace() */
	bool incomplete;            /* memory ran out while recording */
};

/* A new tree for a service ("SSH").  NULL when there is no memory.  Free it with
 * result_free(), which takes the whole tree. */
struct result *result_new(const char *service);
void result_free(struct result *result);

/* A new part under `parent`, owned by it; what is said of it is shown with its
 * name in front.  Without memory it returns `parent`, marked incomplete. */
struct result *result_part(struct result *parent, const char *format, ...) PRINTF_LIKE(2, 3);

/* Records a finding with a state. */
void result_say(struct result *result, enum status status, const char *format, ...) PRINTF_LIKE(3, 4);

/* The same; returns false, so that a failing step is one line. */
bool result_fail(struct result *result, enum status status, const char *format, ...) PRINTF_LIKE(3, 4);

/* Records a problem as a finding and returns false.  A passed deadline takes the
 * state of --timeout-result, a fault of this machine or of the input is UNKNOWN,
 * everything else has state `status`. */
bool result_problem(struct result *result, enum status status, const struct problem *problem);

/* Judges a measurement against its ranges, records it as performance data, and
 * says its text with the state it has (the range that was left is added).
 * Returns that state.  A value that could not be measured (NAN) is only recorded:
 * why it could not, and what that means, is for the caller to say. */
enum status result_measure(struct result *result, const struct measure *measure);

/* A line for the person who asked with that many -v: to stderr, cleaned, at once. */
void result_trace(const struct result *result, int verbosity, const char *format, ...) PRINTF_LIKE(3, 4);

/* The worst state in the tree.  A tree in which nothing was said is UNKNOWN:
 * nothing found is never OK. */
enum status result_status(const struct result *result);

#endif
