/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What a check remembers from one run to the next: a small file of keys and values.
 *
 * The file is text: `receico-state 1 KIND`, a line `KEY=VALUE` for each, and `end`, so
 * that a file that was cut off is known.  It is written to another name in the same
 * folder, flushed, and renamed; links are not followed; a lock file beside it keeps a
 * second run out while the first looks and writes.  A file that cannot be read as such
 * is renamed to NAME.damaged, and the check begins anew.
 */
#ifndef RECEICO_FILES_STATE_H
#define RECEICO_FILES_STATE_H

#include "common/check/buffer.h"
#include "common/check/deadline.h"

#include <stddef.h>

/* The version of the form that this program writes; it reads no other. */
enum { STATE_VERSION = 1 };

/* Bytes that a file, a key and a value may have at most. */
enum { STATE_FILE_MAXIMUM = 1 << 20, STATE_KEY_MAXIMUM = 64, STATE_VALUE_MAXIMUM = 4096 };

struct state_entry {
	char *key, *value;
};

struct state {
	struct state_entry *entries;
	size_t count;
	bool is_new;     /* there was no file, or a damaged one */
	bool is_damaged; /* and it was set aside */
	char kind[STATE_KEY_MAXIMUM];
	char name[200]; /* of the file in its folder */
	int folder;     /* descriptors; -1: not open */
	int lock;
};

/* An empty state, not on disk.  KIND is a word: which program's, and what of it. */
struct state state_empty(const char *kind);

/* Where states lie unless the user says otherwise. */
const char *state_default_folder(void);

/* Writes a file name that belongs to `kind` and to `key`, which may be any text such as
 * a URL, and shows nothing of it. */
void state_name(const char *kind, const char *key, char *name, size_t size);

/* Opens the state `name` in a folder, waits for its lock, and reads it.  False when the
 * folder or the file cannot be used; a file that is missing or damaged is no failure.
 * state_close() is due either way. */
bool state_open(struct state *state, const char *folder, const char *name, const struct deadline *deadline,
		struct problem *problem) MUST_CHECK;

/* Writes it, if it is open. */
bool state_save(const struct state *state, struct problem *problem) MUST_CHECK;

/* Gives up the lock and the memory. */
void state_close(struct state *state);

/* The value of a key, or NULL. */
const char *state_get(const struct state *state, const char *key);

/* Sets a value, or removes the key when `value` is NULL.  Keys are letters, digits and
 * `._-`; values have no line ends.  False when they are not so, too long, or memory
 * runs out. */
bool state_set(struct state *state, const char *key, const char *value) MUST_CHECK;

/* The same for a number; a value that is none is not there. */
bool state_get_number(const struct state *state, const char *key, double *value);
bool state_set_number(struct state *state, const char *key, double value) MUST_CHECK;

/* Reads the text of a file into an empty state; false when it is damaged, of another
 * version, or another kind's.  The state may hold some of it then. */
bool state_parse(struct state *state, const char *text, size_t length) MUST_CHECK;

/* Appends the text of the file. */
bool state_write(const struct state *state, struct buffer *text) MUST_CHECK;

#endif
