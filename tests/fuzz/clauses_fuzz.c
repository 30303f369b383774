// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Catalogues of clauses: what is taken is whole and can be printed in every form, and what
 * is refused has a reason.
 */
#include "common/slo/clauses_text.h"
#include "common/slo/columns.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_clause(const struct clauses *clauses, const struct clause *clause)
{
	bool nothing = clause_state(clause) == CLAUSE_NONE;

	require(clauses_find(clauses, clause->number) == clause && clause->line > 0);
	for (size_t language = 0; language < CLAUSE_LANGUAGES; language++)
		require(clause->titles[language] && clause->objectives[language]);
	require(clause->held_by.count > 0);
	require(nothing == (clause->services.count + clause->objects.count + clause->nothing_yet.count == 0));
	require(clause_state(clause) != CLAUSE_HELD || clause->nothing_yet.count == 0);
	for (size_t i = 0; i < clause->proof_count; i++)
		require(clause->proofs[i].command && clause->proofs[i].proves);
}

/* No line leaves the terminal, and none ends in a blank. */
static void check_lines(const struct buffer *text)
{
	require(!text->overflowed);
	for (const char *line = text->data; *line;) {
		size_t length = strcspn(line, "\n");
		char *copy = strndup(line, length);

		require(copy != NULL && columns_width(copy) <= 80);
		require(length == 0 || line[length - 1] != ' ');
		free(copy);
		line += length + 1;
	}
}

static void write_all(const struct clauses *clauses)
{
	for (size_t i = 0; i < CLAUSE_LANGUAGES; i++) {
		struct clauses_view view = { .clauses = clauses,
					     .held_by = CLAUSE_HOLDERS,
					     .language = (enum clause_language)i };
		struct buffer text = buffer_limited(1 << 24);

		clauses_write_list(&text, &view);
		clauses_write_one(&text, clauses->items, view.language);
		check_lines(&text);
		clauses_write_json(&text, &view);
		clauses_write_markdown(&text, &view);
		require(!text.overflowed);
		buffer_free(&text);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct problem problem = { 0 };
	struct clauses clauses;

	require(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	if (clauses_parse(text, &clauses, &problem)) {
		require(clauses.count > 0 && clauses.count <= CLAUSES_MAXIMUM);
		for (size_t i = 0; i < clauses.count; i++)
			check_clause(&clauses, clauses.items + i);
		write_all(&clauses);
	} else {
		require(problem.kind != PROBLEM_NONE && problem.text[0] != '\0');
	}
	clauses_free(&clauses);
	free(text);
	return 0;
}
