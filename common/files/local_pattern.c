// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/local_pattern.h"

#include "common/files/local_folder.h"
#include "common/files/place_address.h"

#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

bool local_pattern_has_wildcard(const char *text)
{
	for (; *text; text++) {
		if (*text == '\\' && text[1])
			text++;
		else if (strchr("*?[", *text))
			return true;
	}
	return false;
}

void local_pattern_unquote(char *text)
{
	char *to = text;

	for (; *text; text++) {
		if (*text == '\\' && text[1])
			text++;
		*to++ = *text;
	}
	*to = '\0';
}

const char *local_pattern_last(const char *pattern)
{
	const char *slash = strrchr(pattern, '/');

	return slash ? slash + 1 : pattern;
}

/* One step from folders to those below them. */
struct step {
	const char *part; /* of the pattern, between two slashes */
	const struct deadline *deadline;
	struct listing *below;
};

/* Of kind ENTRY_FOLDER is what a wildcard has found, ENTRY_UNKNOWN what the user has named. */
static bool add_below(const struct step *step, const char *folder, const char *name, enum entry_kind kind,
		      struct problem *problem)
{
	struct entry entry = { .folder = "", .kind = kind };
	char path[PATH_MAX];

	if (folder[0] == '\0')
		snprintf(path, sizeof path, "%s", name);
	else if (!place_path_join(folder, name, path, sizeof path))
		return true; /* the kernel would not open it either */
	entry.name = path;
	return listing_add(step->below, &entry, problem);
}

static bool is_folder(const struct local_folder *folder, const char *name, enum entry_kind kind)
{
	struct entry about;

	if (kind != ENTRY_UNKNOWN)
		return kind == ENTRY_FOLDER;
	return local_entry_look(folder->fd, name, &about) && about.kind == ENTRY_FOLDER;
}

static bool cannot_look(const char *path, struct listing *listing)
{
	struct problem problem;

	if (errno != ENOENT && errno != ENOTDIR) {
		problem_set(&problem, PROBLEM_SYSTEM, "cannot look into '%.300s': %s", path, strerror(errno));
		listing_note_unreadable(listing, &problem);
	}
	return true;
}

static bool match_in(const struct step *step, struct local_folder *open, const char *folder, struct problem *problem)
{
	const char *name = NULL;
	enum entry_kind kind;

	for (;;) {
		if (!local_folder_next(open, &name, &kind))
			return cannot_look(folder, step->below);
		if (name == NULL)
			return true;
		if (deadline_passed(step->deadline))
			return problem_set(problem, PROBLEM_TIMEOUT, "timeout: looking into '%.300s'", folder);
		if (fnmatch(step->part, name, FNM_PERIOD) == 0 && is_folder(open, name, kind) &&
		    !add_below(step, folder, name, ENTRY_FOLDER, problem))
			return false;
	}
}

static bool take_step(const struct step *step, const struct entry *from, struct problem *problem)
{
	const char *folder = from->name;
	const char *path = folder[0] ? folder : ".";
	struct local_folder open;
	char name[PATH_MAX];
	bool done;

	if (!local_pattern_has_wildcard(step->part)) {
		snprintf(name, sizeof name, "%s", step->part);
		local_pattern_unquote(name);
		return add_below(step, folder, name, ENTRY_UNKNOWN, problem);
	}
	if (!local_folder_open(path, from->kind == ENTRY_UNKNOWN, &open))
		return cannot_look(path, step->below);
	done = match_in(step, &open, folder, problem);
	local_folder_close(&open);
	return done;
}

/* Replaces the folders by what is below them. */
static bool descend(const char *part, const struct deadline *deadline, struct listing *folders, struct problem *problem)
{
	struct listing below = listing_new();
	struct step step = { part, deadline, &below };
	bool done = true;

	for (size_t i = 0; done && i < folders->count; i++)
		done = take_step(&step, &folders->entries[i], problem);
	if (folders->unreadable_count > 0) {
		below.unreadable = folders->unreadable;
		below.unreadable_count += folders->unreadable_count;
	}
	listing_free(folders);
	*folders = below;
	return done;
}

bool local_pattern_folders(const char *pattern, const struct deadline *deadline, struct listing *folders,
			   struct problem *problem)
{
	const char *last = local_pattern_last(pattern);
	struct entry first = { .folder = "", .kind = ENTRY_UNKNOWN, .name = *pattern == '/' ? "/" : "" };
	char part[PATH_MAX];
	bool done = listing_add(folders, &first, problem);

	for (const char *at = pattern; done && at < last;) {
		size_t length = strcspn(at, "/");

		snprintf(part, sizeof part, "%.*s", (int)length, at);
		if (length > 0)
			done = descend(part, deadline, folders, problem);
		at += length + 1;
	}
	return done;
}
