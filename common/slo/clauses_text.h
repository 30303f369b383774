/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A catalogue for people and for programs: a list, one clause, JSON, Markdown.
 */
#ifndef RECEICO_SLO_CLAUSES_TEXT_H
#define RECEICO_SLO_CLAUSES_TEXT_H

#include "common/check/buffer.h"
#include "common/slo/clauses.h"

/* Which clauses, and in which language. */
struct clauses_view {
	const struct clauses *clauses;
	const struct clause *only; /* NULL: all */
	int held_by;               /* enum clause_holder: those that it holds; CLAUSE_HOLDERS: all */
	enum clause_language language;
};

/* How many of them are in which state: "43 clauses: 6 held, 9 in-part, ...". */
void clauses_write_summary(struct buffer *buffer, const struct clauses_view *view);

/* A table in 80 columns with number, title, how it is held and its state, and the summary. */
void clauses_write_list(struct buffer *buffer, const struct clauses_view *view);

/* All that the catalogue has of one clause, in 80 columns. */
void clauses_write_one(struct buffer *buffer, const struct clause *clause, enum clause_language language);

/* An object (RFC 8259) with an array of the clauses, in both languages, and the counts. */
void clauses_write_json(struct buffer *buffer, const struct clauses_view *view);

/* A table (GitHub Flavored Markdown) of what is run for each clause and what its OK proves,
 * and of what is missing; and the summary. */
void clauses_write_markdown(struct buffer *buffer, const struct clauses_view *view);

#endif
