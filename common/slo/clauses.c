// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/slo/clauses.h"

#include "common/check/file.h"
#include "common/check/ini_file.h"
#include "common/check/text.h"

#include <stdlib.h>
#include <string.h>

const char *const clause_holder_words[] = { "check", "history", "schedule", "record", "none", NULL };
const char *const clause_state_words[] = { "held", "in-part", "nothing-yet", "none" };

/* A line of the file has no more. */
enum { VALUE_SIZE = 256 };

enum key_kind {
	KEY_TEXT,  /* char * */
	KEY_NAMES, /* struct clause_names, with commas in between */
	KEY_HOLDERS,
	KEY_COMMAND,
	KEY_PROVES
};

/* The keys of a clause, and what they fill. */
static const struct key {
	const char *word;
	size_t offset; /* in struct clause */
	enum key_kind kind;
	bool once, required;
} keys[] = {
	{ "title_ja", offsetof(struct clause, titles[CLAUSE_JA]), KEY_TEXT, true, true },
	{ "title_en", offsetof(struct clause, titles[CLAUSE_EN]), KEY_TEXT, true, true },
	{ "objective_ja", offsetof(struct clause, objectives[CLAUSE_JA]), KEY_TEXT, true, true },
	{ "objective_en", offsetof(struct clause, objectives[CLAUSE_EN]), KEY_TEXT, true, true },
	{ "held_by", offsetof(struct clause, held_by), KEY_HOLDERS, true, true },
	{ "services", offsetof(struct clause, services), KEY_NAMES, true, false },
	{ "objects", offsetof(struct clause, objects), KEY_NAMES, true, false },
	{ "nothing_yet", offsetof(struct clause, nothing_yet), KEY_NAMES, true, false },
	{ "command", 0, KEY_COMMAND, false, false },
	{ "proves", 0, KEY_PROVES, false, false },
};
enum { KEY_COUNT = sizeof keys / sizeof *keys };

static bool no_memory(struct problem *problem)
{
	return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
}

/* --- names -------------------------------------------------------------------------- */

static bool has_word(const struct clause_names *names, const char *word, size_t length)
{
	for (size_t i = 0; i < names->count; i++) {
		if (strlen(names->items[i]) == length && memcmp(names->items[i], word, length) == 0)
			return true;
	}
	return false;
}

bool clause_has_name(const struct clause_names *names, const char *name)
{
	return has_word(names, name, strlen(name));
}

static bool add_name(struct clause_names *names, const char *text, size_t length, struct problem *problem)
{
	char **items = realloc(names->items, (names->count + 1) * sizeof *items);

	if (items == NULL)
		return no_memory(problem);
	names->items = items;
	items[names->count] = strndup(text, length);
	if (items[names->count] == NULL)
		return no_memory(problem);
	names->count++;
	return true;
}

/* Adds the names of `value`, which stand between commas. */
static bool take_names(struct clause_names *names, const char *value, struct problem *problem)
{
	for (const char *next = value;; next++) {
		const char *name = next + strspn(next, " \t");
		size_t length = strcspn(name, ",");

		next = name + length;
		while (length > 0 && (name[length - 1] == ' ' || name[length - 1] == '\t'))
			length--;
		if (length == 0)
			return problem_set(problem, PROBLEM_INPUT, "a name is missing beside a comma");
		if (has_word(names, name, length))
			return problem_set(problem, PROBLEM_INPUT, "'%.*s' stands twice", (int)length, name);
		if (!add_name(names, name, length, problem))
			return false;
		if (*next == '\0')
			return true;
	}
}

static bool take_holders(struct clause_names *names, const char *value, struct problem *problem)
{
	if (!take_names(names, value, problem))
		return false;
	for (size_t i = 0; i < names->count; i++) {
		size_t word = 0;

		while (clause_holder_words[word] && strcmp(clause_holder_words[word], names->items[i]) != 0)
			word++;
		if (clause_holder_words[word] == NULL)
			return problem_set(problem, PROBLEM_INPUT,
					   "'%s' is no way to hold a clause: check, history, schedule, record or none",
					   names->items[i]);
	}
	if (names->count > 1 && clause_has_name(names, clause_holder_words[CLAUSE_NOTHING]))
		return problem_set(problem, PROBLEM_INPUT, "none stands alone");
	return true;
}

static void free_names(struct clause_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->items[i]);
	free(names->items);
}

/* --- commands ------------------------------------------------------------------------- */

/* The command that has not been told yet what it proves, or NULL. */
static struct clause_proof *open_proof(const struct clause *clause)
{
	struct clause_proof *last = clause->proof_count > 0 ? clause->proofs + clause->proof_count - 1 : NULL;

	return last && last->proves == NULL ? last : NULL;
}

static bool take_command(struct clause *clause, const char *value, int line, struct problem *problem)
{
	size_t length = strcspn(value, " \t");
	struct clause_proof *proofs;

	if (open_proof(clause))
		return problem_set(problem, PROBLEM_INPUT, "the command in front of it has no 'proves'");
	if (clause->proof_count == CLAUSE_PROOFS_MAXIMUM)
		return problem_set(problem, PROBLEM_INPUT, "there are more than %d commands", CLAUSE_PROOFS_MAXIMUM);
	proofs = realloc(clause->proofs, (clause->proof_count + 1) * sizeof *proofs);
	if (proofs == NULL)
		return no_memory(problem);
	clause->proofs = proofs;
	proofs += clause->proof_count;
	*proofs = (struct clause_proof){ .command = strdup(value), .line = line };
	if (proofs->command == NULL)
		return no_memory(problem);
	clause->proof_count++;
	return has_word(&clause->programs, value, length) || add_name(&clause->programs, value, length, problem);
}

static bool take_proves(struct clause *clause, const char *value, struct problem *problem)
{
	struct clause_proof *proof = open_proof(clause);

	if (proof == NULL)
		return problem_set(problem, PROBLEM_INPUT, "no command stands in front of it");
	proof->proves = strdup(value);
	return proof->proves || no_memory(problem);
}

/* --- a file at work ----------------------------------------------------------------------- */

static bool is_set(const struct clause *clause, const struct key *key)
{
	const void *member = (const char *)clause + key->offset;

	return key->kind == KEY_TEXT ? *(char *const *)member != NULL
				     : ((const struct clause_names *)member)->count > 0;
}

/* Has the clause what it needs?  That is seen behind its last line, so the problem names
 * the line itself. */
static bool verify_clause(const struct clause *clause, struct problem *problem)
{
	bool nothing = clause_has_name(&clause->held_by, clause_holder_words[CLAUSE_NOTHING]);
	const struct clause_proof *proof = open_proof(clause);

	for (size_t i = 0; i < KEY_COUNT; i++) {
		if (keys[i].required && !is_set(clause, keys + i))
			return problem_set(problem, PROBLEM_INPUT, "line %d: [%s] has no %s", clause->line,
					   clause->number, keys[i].word);
	}
	if (proof)
		return problem_set(problem, PROBLEM_INPUT, "line %d: the command has no 'proves'", proof->line);
	if (nothing &&
	    clause->services.count + clause->objects.count + clause->nothing_yet.count + clause->proof_count > 0)
		return problem_set(problem, PROBLEM_INPUT,
				   "line %d: [%s] is held by none, and has services, objects, commands or nothing_yet",
				   clause->line, clause->number);
	if (!nothing && clause->services.count + clause->objects.count + clause->nothing_yet.count == 0)
		return problem_set(problem, PROBLEM_INPUT,
				   "line %d: what holds [%s]? It has no services, no objects, and no nothing_yet",
				   clause->line, clause->number);
	return true;
}

static bool open_clause(void *user, const char *number, int line, struct problem *problem)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	struct clauses *clauses = user;
	const struct clause *first = clauses_find(clauses, number);
	struct clause *items;

	if (strlen(number) > CLAUSE_NUMBER_MAXIMUM || number[strspn(number, allowed)] != '\0')
		return problem_set(problem, PROBLEM_INPUT,
				   "'%.50s' is no number of a clause: 1 to %d letters, digits, dots and dashes", number,
				   CLAUSE_NUMBER_MAXIMUM);
	if (first)
		return problem_set(problem, PROBLEM_INPUT, "a second [%s]; the first is in line %d", number,
				   first->line);
	if (clauses->count == CLAUSES_MAXIMUM)
		return problem_set(problem, PROBLEM_INPUT, "there are more than %d clauses", CLAUSES_MAXIMUM);
	items = realloc(clauses->items, (clauses->count + 1) * sizeof *items);
	if (items == NULL)
		return no_memory(problem);
	clauses->items = items;
	items += clauses->count++;
	*items = (struct clause){ .line = line };
	memcpy(items->number, number, strlen(number));
	return true;
}

static bool take_value(struct clause *clause, const struct key *key, const char *value, int line,
		       struct problem *problem)
{
	void *member = (char *)clause + key->offset;

	switch (key->kind) {
	case KEY_NAMES:
		return take_names(member, value, problem);
	case KEY_HOLDERS:
		return take_holders(member, value, problem);
	case KEY_COMMAND:
		return take_command(clause, value, line, problem);
	case KEY_PROVES:
		return take_proves(clause, value, problem);
	case KEY_TEXT:
		break;
	}
	*(char **)member = strdup(value);
	return *(char **)member || no_memory(problem);
}

/* What is printed later goes to terminals, tables and logs. */
static bool is_clean(const char *value)
{
	char clean[VALUE_SIZE];

	text_clean(value, strlen(value), clean, sizeof clean);
	return strcmp(clean, value) == 0;
}

static bool take_entry(void *user, const char *word, const char *value, int line, struct problem *problem)
{
	struct clauses *clauses = user;
	struct clause *clause = clauses->items + clauses->count - 1;
	size_t i = 0;

	while (i < KEY_COUNT && strcmp(keys[i].word, word) != 0)
		i++;
	if (i == KEY_COUNT)
		return problem_set(problem, PROBLEM_INPUT, "'%.50s' is no key of a clause", word);
	if (keys[i].once && is_set(clause, keys + i))
		return problem_set(problem, PROBLEM_INPUT, "a second '%s' in the clause", word);
	if (*value == '\0')
		return problem_set(problem, PROBLEM_INPUT, "'%s' has no value", word);
	if (!is_clean(value))
		return problem_set(problem, PROBLEM_INPUT,
				   "'%s' holds a control character, a `|`, or what is not UTF-8", word);
	return take_value(clause, keys + i, value, line, problem) || problem_prefix(problem, "%s", word);
}

bool clauses_parse(const char *text, struct clauses *clauses, struct problem *problem)
{
	const struct ini_listener listener = { .user = clauses, .section = open_clause, .entry = take_entry };

	*clauses = (struct clauses){ 0 };
	if (!ini_file_parse(text, &listener, problem))
		return false;
	if (clauses->count == 0)
		return problem_set(problem, PROBLEM_INPUT, "it has no clause: a [NUMBER] is expected");
	for (size_t i = 0; i < clauses->count; i++) {
		if (!verify_clause(clauses->items + i, problem))
			return false;
	}
	return true;
}

bool clauses_read(const char *path, struct clauses *clauses, struct problem *problem)
{
	struct buffer text = buffer_limited(CLAUSES_FILE_MAXIMUM);
	bool done;

	*clauses = (struct clauses){ 0 };
	done = file_read(path, &text, problem);
	if (done && strlen(text.data) != text.length)
		done = problem_set(problem, PROBLEM_INPUT, "%.200s: it holds a NUL", path);
	else if (done)
		done = clauses_parse(text.data, clauses, problem) || problem_prefix(problem, "%.200s", path);
	buffer_free(&text);
	return done;
}

void clauses_free(struct clauses *clauses)
{
	for (size_t i = 0; i < clauses->count; i++) {
		struct clause *clause = clauses->items + i;

		for (size_t language = 0; language < CLAUSE_LANGUAGES; language++) {
			free(clause->titles[language]);
			free(clause->objectives[language]);
		}
		for (size_t proof = 0; proof < clause->proof_count; proof++) {
			free(clause->proofs[proof].command);
			free(clause->proofs[proof].proves);
		}
		free(clause->proofs);
		free_names(&clause->held_by);
		free_names(&clause->services);
		free_names(&clause->objects);
		free_names(&clause->nothing_yet);
		free_names(&clause->programs);
	}
	free(clauses->items);
	*clauses = (struct clauses){ 0 };
}

/* --- questions --------------------------------------------------------------------------- */

const struct clause *clauses_find(const struct clauses *clauses, const char *number)
{
	for (size_t i = 0; i < clauses->count; i++) {
		if (strcmp(clauses->items[i].number, number) == 0)
			return clauses->items + i;
	}
	return NULL;
}

enum clause_state clause_state(const struct clause *clause)
{
	bool something = clause->services.count + clause->objects.count > 0;

	if (clause_has_name(&clause->held_by, clause_holder_words[CLAUSE_NOTHING]))
		return CLAUSE_NONE;
	if (!something)
		return CLAUSE_NOTHING_YET;
	return clause->nothing_yet.count > 0 ? CLAUSE_IN_PART : CLAUSE_HELD;
}
