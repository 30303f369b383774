// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/slo/clauses_text.h"

#include "common/check/output.h"
#include "common/slo/columns.h"

#include <string.h>

enum { WIDTH = 80, GAP = 2 };

/* A cell of the list that is wider is wrapped, so that the title has room. */
enum { HELD_BY_WIDTH_MAXIMUM = 17 };

/* Long enough for the names of a clause: a line of the file, and ", ". */
enum { NAMES_MAXIMUM = 1000 };

/* The words of one language. */
static const struct words {
	const char *holders[CLAUSE_HOLDERS];
	const char *states[CLAUSE_STATES];
	const char *number, *title, *held_by, *state;
	const char *objective, *services, *objects, *programs, *command, *proves, *nothing_yet;
	const char *one_clause, *clauses; /* behind their number, in front of the counts */
} words_of[CLAUSE_LANGUAGES] = {
	[CLAUSE_JA] = { .holders = { "監視", "履歴", "予定", "記録", "なし" },
			.states = { "対応済", "一部", "未対応", "対象外" },
			.number = "番号",
			.title = "項目",
			.held_by = "方法",
			.state = "状態",
			.objective = "目標",
			.services = "サービス",
			.objects = "オブジェクト",
			.programs = "プログラム",
			.command = "コマンド",
			.proves = "OKの意味",
			.nothing_yet = "まだないもの",
			.one_clause = "項目",
			.clauses = "項目" },
	[CLAUSE_EN] = { .holders = { "check", "history", "schedule", "record", "none" },
			.states = { "held", "in-part", "nothing-yet", "none" },
			.number = "clause",
			.title = "title",
			.held_by = "held by",
			.state = "state",
			.objective = "objective",
			.services = "services",
			.objects = "objects",
			.programs = "programs",
			.command = "command",
			.proves = "OK proves",
			.nothing_yet = "nothing yet",
			.one_clause = " clause",
			.clauses = " clauses" },
};

static bool is_shown(const struct clauses_view *view, const struct clause *clause)
{
	if (view->only)
		return clause == view->only;
	return view->held_by >= CLAUSE_HOLDERS || clause_has_name(&clause->held_by, clause_holder_words[view->held_by]);
}

/* The clause from `clause` on that is shown, or NULL; begin with the first of the catalogue. */
static const struct clause *next_shown(const struct clauses_view *view, const struct clause *clause)
{
	const struct clause *end = view->clauses->items + view->clauses->count;

	while (clause < end && !is_shown(view, clause))
		clause++;
	return clause < end ? clause : NULL;
}

static size_t count_shown(const struct clauses_view *view, size_t counts[CLAUSE_STATES])
{
	size_t count = 0;

	for (const struct clause *clause = view->clauses->items; (clause = next_shown(view, clause)); clause++) {
		counts[clause_state(clause)]++;
		count++;
	}
	return count;
}

void clauses_write_summary(struct buffer *buffer, const struct clauses_view *view)
{
	const struct words *words = words_of + view->language;
	size_t counts[CLAUSE_STATES] = { 0 };
	size_t count = count_shown(view, counts);

	buffer_print(buffer, "%zu%s:", count, count == 1 ? words->one_clause : words->clauses);
	for (size_t state = 0; state < CLAUSE_STATES; state++)
		buffer_print(buffer, "%s%zu %s", state == 0 ? " " : ", ", counts[state], words->states[state]);
	buffer_add(buffer, "\n");
}

/* --- for people -------------------------------------------------------------------------- */

static void add_names(struct buffer *buffer, const struct clause_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		buffer_print(buffer, "%s%s", i == 0 ? "" : ", ", names->items[i]);
}

static void add_holders(struct buffer *buffer, const struct clause *clause, const struct words *words)
{
	const char *separator = "";

	for (size_t i = 0; i < CLAUSE_HOLDERS; i++) {
		if (clause_has_name(&clause->held_by, clause_holder_words[i])) {
			buffer_print(buffer, "%s%s", separator, words->holders[i]);
			separator = ", ";
		}
	}
}

static void widen(size_t *width, const char *text)
{
	size_t needed = columns_width(text);

	*width = needed > *width ? needed : *width;
}

struct list_widths {
	size_t number, title, held_by, state;
};

static struct list_widths measure(const struct clauses_view *view, const struct words *words)
{
	struct list_widths widths = { 0 };

	widen(&widths.number, words->number);
	widen(&widths.held_by, words->held_by);
	widen(&widths.state, words->state);
	for (const struct clause *clause = view->clauses->items; (clause = next_shown(view, clause)); clause++) {
		struct buffer holders = buffer_limited(NAMES_MAXIMUM);

		add_holders(&holders, clause, words);
		widen(&widths.number, clause->number);
		widen(&widths.held_by, holders.data);
		widen(&widths.state, words->states[clause_state(clause)]);
		buffer_free(&holders);
	}
	if (widths.held_by > HELD_BY_WIDTH_MAXIMUM)
		widths.held_by = HELD_BY_WIDTH_MAXIMUM;
	widths.title = WIDTH - 3 * GAP - widths.number - widths.held_by - widths.state;
	return widths;
}

static void add_list_row(struct buffer *buffer, const struct list_widths *widths, const char *number, const char *title,
			 const char *held_by, const char *state)
{
	const struct column cells[] = { { number, widths->number },
					{ title, widths->title },
					{ held_by, widths->held_by },
					{ state, widths->state } };

	columns_row(buffer, cells, sizeof cells / sizeof *cells);
}

void clauses_write_list(struct buffer *buffer, const struct clauses_view *view)
{
	const struct words *words = words_of + view->language;
	struct list_widths widths = measure(view, words);

	add_list_row(buffer, &widths, words->number, words->title, words->held_by, words->state);
	for (const struct clause *clause = view->clauses->items; (clause = next_shown(view, clause)); clause++) {
		struct buffer holders = buffer_limited(NAMES_MAXIMUM);

		add_holders(&holders, clause, words);
		add_list_row(buffer, &widths, clause->number, clause->titles[view->language], holders.data,
			     words->states[clause_state(clause)]);
		buffer_free(&holders);
	}
	buffer_add(buffer, "\n");
	clauses_write_summary(buffer, view);
}

/* The widest name of a line. */
static size_t label_width(const struct words *words)
{
	size_t width = 0;

	widen(&width, words->objective);
	widen(&width, words->held_by);
	widen(&width, words->state);
	widen(&width, words->services);
	widen(&width, words->objects);
	widen(&width, words->programs);
	widen(&width, words->command);
	widen(&width, words->proves);
	widen(&width, words->nothing_yet);
	return width;
}

static void add_line(struct buffer *buffer, const struct words *words, const char *label, const char *text)
{
	size_t width = label_width(words);
	const struct column cells[] = { { label, width }, { text, WIDTH - GAP - width } };

	columns_row(buffer, cells, sizeof cells / sizeof *cells);
}

static void add_names_line(struct buffer *buffer, const struct words *words, const char *label,
			   const struct clause_names *names)
{
	struct buffer text = buffer_limited(NAMES_MAXIMUM);

	add_names(&text, names);
	if (names->count > 0)
		add_line(buffer, words, label, text.data);
	buffer_free(&text);
}

void clauses_write_one(struct buffer *buffer, const struct clause *clause, enum clause_language language)
{
	const struct words *words = words_of + language;
	struct buffer holders = buffer_limited(NAMES_MAXIMUM);

	add_line(buffer, words, clause->number, clause->titles[language]);
	add_line(buffer, words, words->objective, clause->objectives[language]);
	add_holders(&holders, clause, words);
	add_line(buffer, words, words->held_by, holders.data);
	buffer_free(&holders);
	add_line(buffer, words, words->state, words->states[clause_state(clause)]);
	add_names_line(buffer, words, words->services, &clause->services);
	add_names_line(buffer, words, words->objects, &clause->objects);
	add_names_line(buffer, words, words->programs, &clause->programs);
	for (size_t i = 0; i < clause->proof_count; i++) {
		add_line(buffer, words, words->command, clause->proofs[i].command);
		add_line(buffer, words, words->proves, clause->proofs[i].proves);
	}
	add_names_line(buffer, words, words->nothing_yet, &clause->nothing_yet);
}

/* --- for programs ------------------------------------------------------------------------ */

static void json_text(struct buffer *buffer, const char *name, const char *text)
{
	buffer_print(buffer, ",\"%s\":", name);
	output_json_string(buffer, text);
}

static void json_names(struct buffer *buffer, const char *name, const struct clause_names *names)
{
	buffer_print(buffer, ",\"%s\":[", name);
	for (size_t i = 0; i < names->count; i++) {
		buffer_add(buffer, i == 0 ? "" : ",");
		output_json_string(buffer, names->items[i]);
	}
	buffer_add(buffer, "]");
}

static void json_clause(struct buffer *buffer, const struct clause *clause)
{
	buffer_add(buffer, "{\"number\":");
	output_json_string(buffer, clause->number);
	json_text(buffer, "title_ja", clause->titles[CLAUSE_JA]);
	json_text(buffer, "title_en", clause->titles[CLAUSE_EN]);
	json_text(buffer, "objective_ja", clause->objectives[CLAUSE_JA]);
	json_text(buffer, "objective_en", clause->objectives[CLAUSE_EN]);
	json_names(buffer, "held_by", &clause->held_by);
	json_text(buffer, "state", clause_state_words[clause_state(clause)]);
	json_names(buffer, "services", &clause->services);
	json_names(buffer, "objects", &clause->objects);
	json_names(buffer, "programs", &clause->programs);
	buffer_add(buffer, ",\"commands\":[");
	for (size_t i = 0; i < clause->proof_count; i++) {
		buffer_add(buffer, i == 0 ? "{\"command\":" : ",{\"command\":");
		output_json_string(buffer, clause->proofs[i].command);
		json_text(buffer, "proves", clause->proofs[i].proves);
		buffer_add(buffer, "}");
	}
	buffer_add(buffer, "]");
	json_names(buffer, "nothing_yet", &clause->nothing_yet);
	buffer_add(buffer, "}");
}

void clauses_write_json(struct buffer *buffer, const struct clauses_view *view)
{
	size_t counts[CLAUSE_STATES] = { 0 };
	const char *separator = "\n";

	buffer_print(buffer, "{\"count\":%zu,\"states\":{", count_shown(view, counts));
	for (size_t state = 0; state < CLAUSE_STATES; state++)
		buffer_print(buffer, "%s\"%s\":%zu", state == 0 ? "" : ",", clause_state_words[state], counts[state]);
	buffer_add(buffer, "},\"clauses\":[");
	for (const struct clause *clause = view->clauses->items; (clause = next_shown(view, clause)); clause++) {
		buffer_add(buffer, separator);
		json_clause(buffer, clause);
		separator = ",\n";
	}
	buffer_add(buffer, "]}\n");
}

/* --- for a page ------------------------------------------------------------------------- */

/* What means something to Markdown becomes plain text; a word may hold `_`. */
static void add_markdown(struct buffer *buffer, const char *text)
{
	for (; *text; text++) {
		if (strchr("\\`*<[", *text))
			buffer_add(buffer, "\\");
		buffer_append(buffer, text, 1);
	}
}

/* A command as code; a backtick in it would end that. */
static void add_code(struct buffer *buffer, const char *text)
{
	const char *fence = strchr(text, '`') ? "`` " : "`";

	buffer_print(buffer, "%s%s%s", fence, text, fence[1] ? " ``" : "`");
}

static void begin_markdown_row(struct buffer *buffer, const struct clause *clause, enum clause_language language)
{
	buffer_print(buffer, "| %s ", clause->number);
	add_markdown(buffer, clause->titles[language]);
	buffer_add(buffer, " | ");
}

static void markdown_clause(struct buffer *buffer, const struct clause *clause, enum clause_language language)
{
	const struct words *words = words_of + language;
	struct buffer names = buffer_limited(NAMES_MAXIMUM);

	for (size_t i = 0; i < clause->proof_count; i++) {
		begin_markdown_row(buffer, clause, language);
		add_code(buffer, clause->proofs[i].command);
		buffer_add(buffer, " | ");
		add_markdown(buffer, clause->proofs[i].proves);
		buffer_add(buffer, " |\n");
	}
	add_names(&names, &clause->nothing_yet);
	if (clause->nothing_yet.count > 0 || clause->proof_count == 0) {
		begin_markdown_row(buffer, clause, language);
		buffer_print(buffer, "%s | ",
			     clause->nothing_yet.count > 0 ? words->nothing_yet : words->states[clause_state(clause)]);
		add_markdown(buffer, clause->nothing_yet.count > 0 ? names.data : clause->objectives[language]);
		buffer_add(buffer, " |\n");
	}
	buffer_free(&names);
}

void clauses_write_markdown(struct buffer *buffer, const struct clauses_view *view)
{
	const struct words *words = words_of + view->language;

	buffer_print(buffer, "| %s | %s | %s |\n|---|---|---|\n", words->number, words->command, words->proves);
	for (const struct clause *clause = view->clauses->items; (clause = next_shown(view, clause)); clause++)
		markdown_clause(buffer, clause, view->language);
	buffer_add(buffer, "\n");
	clauses_write_summary(buffer, view);
}
