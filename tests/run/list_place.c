// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * list_place - prints what a place has, a line an entry, as the library sees it.
 *
 * For tests: no program of the suite shows a whole listing.
 */
#include "common/check/check.h"
#include "common/files/place.h"

#include "tests/common/entry_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct settings {
	const char *place;
	struct place_access access;
	const char *wants;
	bool look;
	bool quiet, folders;
	const char *read, *to;
	long offset, length;
};

static const struct settings defaults = { .length = 64 };

#define FILLS_ACCESS(member)                                                                                           \
	.name = #member, .kind = OPTION_KIND(((struct settings *)0)->access.member),                                   \
	.offset = offsetof(struct settings, access.member)

static const struct option_entry options[] = {
	{ 'f', FILLS(place), "PLACE", "where to look", .group = "Place", .required = true, .operand = 1 },
	{ 0, FILLS(wants), "TEXT", "only names that begin so" },
	{ 0, FILLS(look), NULL, "look at each entry once more" },
	{ 0, FILLS(folders), NULL, "say in which folder each is" },
	{ 0, FILLS(quiet), NULL, "say nothing of the entries" },
	{ 0, FILLS(read), "NAME", "then read some of this file" },
	{ 0, FILLS(to), "FILE", "and write it there" },
	{ 0, FILLS(offset), "BYTES", "from there", .lowest = 0, .highest = 1L << 40 },
	{ 0, FILLS(length), "BYTES", "so much", .lowest = 1, .highest = 1L << 40 },
	{ '4', FILLS_ACCESS(use_ipv4), NULL, "use IPv4 only", .group = "Access" },
	{ '6', FILLS_ACCESS(use_ipv6), NULL, "use IPv6 only" },
	{ 0, FILLS_ACCESS(password_file), "FILE", "password" },
	{ 0, FILLS_ACCESS(netrc), "FILE", "user and password" },
	{ 0, FILLS_ACCESS(identity), "FILE", "private key" },
	{ 0, FILLS_ACCESS(passphrase_file), "FILE", "its passphrase" },
	{ 0, FILLS_ACCESS(known_hosts), "FILE", "keys of hosts" },
	{ 0, FILLS_ACCESS(host_key), "SHA256:...", "pinned key" },
	{ 0, FILLS_ACCESS(agent), NULL, "keys of ssh-agent" },
	{ 0, FILLS_ACCESS(ca_file), "FILE", "authorities" },
	{ 0, FILLS_ACCESS(ca_directory), "DIR", "authorities" },
	{ 0, FILLS_ACCESS(insecure), NULL, "verify nobody" },
	{ 0 },
};

static const struct example examples[] = { { "-f /var/backups", "lists a folder" }, { 0 } };

static bool begins_so(const char *name, const void *wish)
{
	return strncmp(name, wish, strlen(wish)) == 0;
}

/* --- printing --- */

static void print_entry(const struct entry *entry)
{
	printf("%s\n", entry_text_of(entry).text);
}

static void print_entries(struct place *place, const struct settings *settings, const struct listing *listing,
			  const struct deadline *deadline, struct result *result)
{
	struct problem problem;

	for (size_t i = 0; i < listing->count; i++) {
		struct entry now = listing->entries[i];
		bool there = true;

		if (settings->folders && !settings->quiet)
			printf("%s/ ", listing->entries[i].folder);
		if (!settings->quiet)
			print_entry(&listing->entries[i]);
		if (!settings->look)
			continue;
		if (!place_look(place, &listing->entries[i], deadline, &there, &now, &problem))
			result_problem(result, STATUS_CRITICAL, &problem);
		else if (!settings->quiet)
			printf("%s\n", there ? entry_text_of(&now).text : "gone");
	}
}

/* --- reading --- */

static bool copy_bytes(const struct settings *settings, const struct reader *reader, FILE *to,
		       const struct deadline *deadline, struct problem *problem)
{
	uint64_t offset = (uint64_t)settings->offset;
	uint64_t end = offset + (uint64_t)settings->length;
	static char bytes[65536];
	size_t length = 1;

	while (offset < end && length > 0) {
		size_t size = end - offset < sizeof bytes ? (size_t)(end - offset) : sizeof bytes;

		if (!reader->read(reader->source, offset, bytes, size, deadline, &length, problem))
			return false;
		fwrite(bytes, 1, length, to);
		offset += length;
	}
	return true;
}

static bool read_file(struct place *place, const struct settings *settings, const struct entry *entry,
		      const struct deadline *deadline, struct problem *problem)
{
	FILE *to = settings->to ? fopen(settings->to, "w") : NULL;
	struct reader reader;
	bool done = false;

	if (to == NULL)
		return problem_set(problem, PROBLEM_INPUT, "--read: it needs --to, a file that can be written");
	if (place_reader_open(place, entry, deadline, &reader, problem)) {
		if (!settings->quiet)
			printf("reads %" PRIu64 " bytes\n", reader.size_bytes);
		done = copy_bytes(settings, &reader, to, deadline, problem);
		place_reader_close(place, &reader);
	}
	fclose(to);
	return done;
}

static void read_named(struct place *place, const struct settings *settings, const struct listing *listing,
		       const struct deadline *deadline, struct result *result)
{
	struct problem problem;

	for (size_t i = 0; settings->read && i < listing->count; i++) {
		if (strcmp(listing->entries[i].name, settings->read) == 0 &&
		    !read_file(place, settings, &listing->entries[i], deadline, &problem))
			result_problem(result, STATUS_CRITICAL, &problem);
	}
}

static void list(struct place *place, const struct settings *settings, const struct deadline *deadline,
		 struct result *result)
{
	const struct listing_filter filter = { settings->wants ? begins_so : NULL, settings->wants };
	struct listing listing = listing_new();
	struct problem problem;
	bool exists = false;

	if (!place_list(place, &filter, deadline, &exists, &listing, &problem)) {
		result_problem(result, STATUS_CRITICAL, &problem);
	} else {
		print_entries(place, settings, &listing, deadline, result);
		read_named(place, settings, &listing, deadline, result);
		if (listing.unreadable_count > 0)
			result_problem(result, STATUS_UNKNOWN, &listing.unreadable);
		result_say(result, exists ? STATUS_OK : STATUS_CRITICAL,
			   "%s %s: %zu entries, %zu folders, %zu vanished, %zu unreadable", place_text(place),
			   exists ? "exists" : "does not exist", listing.count, listing.folders, listing.vanished,
			   listing.unreadable_count);
	}
	listing_free(&listing);
}

static void run(const void *given, const struct deadline *deadline, struct result *result)
{
	const struct settings *settings = given;
	struct place *place = NULL;
	struct problem problem;

	if (!place_open(settings->place, &settings->access, deadline, &place, &problem)) {
		result_problem(result, STATUS_CRITICAL, &problem);
		return;
	}
	list(place, settings, deadline, result);
	place_close(place);
}

static bool verify(const void *given, struct problem *problem)
{
	const struct settings *settings = given;

	return place_verify(settings->place, &settings->access, problem);
}

const struct check check = {
	.name = "list_place",
	.service = "PLACE",
	.summary = "what lies there?",
	.proves = "OK proves that the place is there and could be listed.",
	.clauses = "none",
	.synopsis = "[OPTION]... PLACE",
	.options = options,
	.examples = examples,
	.defaults = &defaults,
	.settings_size = sizeof(struct settings),
	.verify = verify,
	.run = run,
};
