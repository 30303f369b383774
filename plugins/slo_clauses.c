// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * slo_clauses - which clauses does the SLO have, and what holds each of them?
 *
 * What it prints is what the catalogue says: which service holds a clause, not whether that
 * service is configured, runs, or is OK now.
 */
#include "common/check/check.h"
#include "common/slo/clauses_text.h"

#include <errno.h>
#include <unistd.h>

#ifndef CATALOGUE_OWN
#define CATALOGUE_OWN "/etc/receico-plugins/slo.conf"
#define CATALOGUE_INSTALLED "/usr/share/receico-plugins/slo.conf"
#endif

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_MARKDOWN };

struct settings {
	bool list;
	const char *clause;
	int held_by; /* enum clause_holder, or HELD_BY_ALL */
	int lang;    /* enum clause_language */
	int output_format;
	const char *file; /* NULL: that of the installation */
};

enum { HELD_BY_ALL = CLAUSE_HOLDERS };

static const struct settings defaults = { .held_by = HELD_BY_ALL, .lang = CLAUSE_EN };

/* In the order of their enumerations. */
static const char *const holders[] = { "check", "history", "schedule", "record", "none", "all", NULL };
static const char *const languages[] = { "ja", "en", NULL };
static const char *const formats[] = { "text", "json", "markdown", NULL };

static const struct option_entry options[] = {
	{ 'l', FILLS(list), NULL, "a line for each clause, and how many are in which state (without --clause)",
	  .group = "What to print" },
	{ 'c', FILLS(clause), "NUMBER", "all that the catalogue has of one clause" },
	{ 'b', FILLS(held_by), "WAY", "only the clauses that are held this way: check, history, schedule, record, none",
	  .choices = holders },
	{ 'f', FILLS(file), "CATALOGUE",
	  "the file to read (without it " CATALOGUE_OWN " or, where that is not, " CATALOGUE_INSTALLED ")",
	  .group = "From where" },
	{ 0, FILLS(output_format), "FORMAT",
	  "text, json (both languages) or markdown (a table of what each command proves)", .choices = formats,
	  .alias = "output", .group = "How" },
	{ 0, FILLS(lang), "LANGUAGE", "ja or en (default en)", .choices = languages },
	{ 0 },
};

static const struct example examples[] = {
	{ "--list", "every clause, how it is held, and whether it is" },
	{ "--clause 3.1 --lang ja", "one clause, in Japanese" },
	{ "--held-by record", "those that a dated entry in a register holds" },
	{ "--file /etc/receico-plugins/slo.conf --output-format json", "an operator's own catalogue, for a program" },
	{ 0 },
};

static bool verify(const void *given, struct problem *problem)
{
	const struct settings *settings = given;

	if (settings->clause && settings->list)
		return problem_set(problem, PROBLEM_INPUT, "--list: it excludes --clause, which prints one");
	if (settings->clause && settings->held_by != HELD_BY_ALL)
		return problem_set(problem, PROBLEM_INPUT, "--held-by: it excludes --clause, which prints one");
	return true;
}

/* An operator's own goes first, also when it cannot be read: then that is to be told. */
static const char *find_catalogue(const struct settings *settings)
{
	if (settings->file)
		return settings->file;
	return access(CATALOGUE_OWN, F_OK) != 0 && errno == ENOENT ? CATALOGUE_INSTALLED : CATALOGUE_OWN;
}

static void write_view(const struct settings *settings, const struct clauses_view *view, struct buffer *document)
{
	switch ((enum format)settings->output_format) {
	case FORMAT_JSON:
		clauses_write_json(document, view);
		break;
	case FORMAT_MARKDOWN:
		clauses_write_markdown(document, view);
		break;
	case FORMAT_TEXT:
		if (view->only)
			clauses_write_one(document, view->only, view->language);
		else
			clauses_write_list(document, view);
		break;
	}
}

static bool write_clauses(const struct settings *settings, const struct clauses *clauses, struct buffer *document,
			  struct problem *problem)
{
	struct clauses_view view = { .clauses = clauses,
				     .held_by = settings->held_by,
				     .language = (enum clause_language)settings->lang };

	if (settings->clause) {
		view.only = clauses_find(clauses, settings->clause);
		if (view.only == NULL)
			return problem_set(
				problem, PROBLEM_INPUT,
				"--clause: '%.50s' is not in the catalogue: a number that --list shows is expected",
				settings->clause);
	}
	write_view(settings, &view, document);
	return true;
}

static bool document(const void *given, struct buffer *document, struct problem *problem)
{
	const struct settings *settings = given;
	struct clauses clauses;
	bool done = clauses_read(find_catalogue(settings), &clauses, problem) || problem_prefix(problem, "--file");

	done = done && write_clauses(settings, &clauses, document, problem);
	clauses_free(&clauses);
	return done;
}

const struct check check = {
	.name = "slo_clauses",
	.summary = "which clauses does the SLO have, and what holds each of them?",
	.proves =
		"It prints what the catalogue says: which services hold a clause and what their OK proves. It does not "
		"look whether they are configured, run, or are OK now. A clause is held when nothing that would hold a "
		"part of it is missing; in-part when something is; nothing-yet when all is; and none when nothing is "
		"offered that could be held.",
	.clauses = "none",
	.synopsis = "[--list | --clause NUMBER] [OPTION]...",
	.options = options,
	.examples = examples,
	.defaults = &defaults,
	.settings_size = sizeof(struct settings),
	.verify = verify,
	.document = document,
};
