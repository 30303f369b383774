// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/remote_folder.h"

#include <stdio.h>
#include <string.h>

void remote_folder_take(struct remote_folder *folder, const struct place_address *address)
{
	snprintf(folder->path, sizeof folder->path, "%s", address->path);
	snprintf(folder->text, sizeof folder->text, "%s", address->text);
}

bool remote_folder_split(struct remote_folder *folder, const struct place_address *address, struct entry *entry)
{
	const char *slash = strrchr(address->path, '/');
	const char *name = slash ? slash + 1 : address->path;
	size_t length = (size_t)(name - address->path);
	char *text_end;

	if (*name == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return false;
	snprintf(folder->path, sizeof folder->path, "%.*s", (int)length, address->path);
	if (length == 0)
		snprintf(folder->path, sizeof folder->path, ".");
	snprintf(folder->text, sizeof folder->text, "%s", address->text);
	text_end = strrchr(folder->text, '/');
	if (text_end)
		*text_end = '\0';
	entry->folder = folder->text;
	entry->name = name;
	return true;
}

bool remote_folder_join(const struct remote_folder *folder, const char *name, char *path, struct problem *problem)
{
	return place_path_join(folder->path, name, path, REMOTE_PATH_SIZE) ||
	       problem_set(problem, PROBLEM_INPUT, "the path is longer than %d bytes", REMOTE_PATH_SIZE - 1);
}

bool remote_add(const struct listing_filter *filter, const struct entry *entry, struct listing *listing,
		struct problem *problem)
{
	const char *name = entry->name;
	struct problem strange;

	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return true;
	if (*name == '\0' || strchr(name, '/')) {
		problem_set(&strange, PROBLEM_PEER, "%.200s: the server lists '%.200s', which is no name",
			    entry->folder, name);
		listing_note_unreadable(listing, &strange);
		return true;
	}
	if (!listing_wants(filter, name))
		return true;
	if (listing->count >= REMOTE_MAXIMUM)
		return problem_set(problem, PROBLEM_PEER, "the server lists more than %d entries", REMOTE_MAXIMUM);
	return listing_add(listing, entry, problem);
}

bool remote_blame(const struct place_address *address, struct problem *problem)
{
	/* Who refuses a connection is named already. */
	if (problem->kind == PROBLEM_REFUSED)
		return false;
	return problem_prefix(problem, "%.150s port %ld", address->host, address->port);
}
