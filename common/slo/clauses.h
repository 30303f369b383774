/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The catalogue of an SLO: each clause, and what holds it, as an operator writes it.
 *
 *	[3.2]                                the number, as the SLO has it
 *	title_ja = データ消去の要件
 *	title_en = erasure
 *	objective_ja = ...                   what is promised, in a line
 *	objective_en = ...
 *	held_by = check, record              check, history, schedule, record; or none alone
 *	services = backup-expired            of the scheduler; they hold the clause
 *	objects = support-hours              what of the scheduler holds it and is no service
 *	command = check_backup_generations -f DIR --expire 14d
 *	proves = no backup is kept longer than its time     of the command in front of it
 *	nothing_yet = check_erasure          what would hold it, or a part of it, and does not exist
 *
 * Titles, objectives and held_by are required.  A clause that something holds says what
 * it is, or that there is nothing yet.  No program knows the clauses of one operator.
 */
#ifndef RECEICO_SLO_CLAUSES_H
#define RECEICO_SLO_CLAUSES_H

#include "common/check/problem.h"

#include <stddef.h>

/* Limits, so that a file named by mistake is soon found out. */
enum {
	CLAUSES_FILE_MAXIMUM = 256 * 1024,
	CLAUSES_MAXIMUM = 300,
	CLAUSE_NUMBER_MAXIMUM = 16,
	CLAUSE_PROOFS_MAXIMUM = 50
};

enum clause_language { CLAUSE_JA, CLAUSE_EN, CLAUSE_LANGUAGES };

/* How a clause may be held, and the words for it. */
enum clause_holder { CLAUSE_CHECK, CLAUSE_HISTORY, CLAUSE_SCHEDULE, CLAUSE_RECORD, CLAUSE_NOTHING, CLAUSE_HOLDERS };
extern const char *const clause_holder_words[CLAUSE_HOLDERS + 1]; /* NULL behind the last */

/* Whether it is. */
enum clause_state {
	CLAUSE_HELD,
	CLAUSE_IN_PART,     /* something holds it, and something is missing */
	CLAUSE_NOTHING_YET, /* nothing does */
	CLAUSE_NONE,        /* nothing is offered that could be held */
	CLAUSE_STATES
};
extern const char *const clause_state_words[CLAUSE_STATES];

struct clause_names {
	char **items;
	size_t count;
};

/* An invocation, and what its OK proves. */
struct clause_proof {
	char *command;
	char *proves;
	int line;
};

struct clause {
	char number[CLAUSE_NUMBER_MAXIMUM + 1];
	char *titles[CLAUSE_LANGUAGES], *objectives[CLAUSE_LANGUAGES];
	struct clause_names held_by; /* words of clause_holder_words */
	struct clause_names services, objects, nothing_yet;
	struct clause_names programs; /* those of the commands */
	struct clause_proof *proofs;
	size_t proof_count;
	int line;
};

struct clauses {
	struct clause *items; /* in the order of the file */
	size_t count;
};

/* Reads the text of a catalogue.  The problem gives the line.  clauses_free() is due
 * either way.  All texts are valid UTF-8 without control characters and `|`. */
bool clauses_parse(const char *text, struct clauses *clauses, struct problem *problem) MUST_CHECK;

/* The same for a file, which the problem names. */
bool clauses_read(const char *path, struct clauses *clauses, struct problem *problem) MUST_CHECK;
void clauses_free(struct clauses *clauses);

/* The clause with that number, or NULL. */
const struct clause *clauses_find(const struct clauses *clauses, const char *number);

enum clause_state clause_state(const struct clause *clause);

bool clause_has_name(const struct clause_names *names, const char *name);

#endif
