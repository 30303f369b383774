// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * A place behind HTTPS: a folder's index, or one file.
 */
#include "common/files/place_kind.h"
#include "common/files/read_ahead.h"
#include "common/files/remote_folder.h"
#include "common/files/web_index.h"
#include "common/net/https_reader.h"
#include "common/net/login.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* An index in bytes. */
enum { PAGE_MAXIMUM = 32 << 20 };

struct https_place {
	struct login login;
	struct https_host host;
	struct https_reader *reader;
	struct remote_folder folder;
	struct read_ahead ahead;
	char read_path[REMOTE_PATH_SIZE];
};

static bool verify(const struct place_address *address, const struct place_access *access, struct problem *problem)
{
	if (strpbrk(address->path, "?#"))
		return problem_set(problem, PROBLEM_INPUT,
				   "https://HOST/PATH/ is expected: a folder's index takes no query");
	if (access->password_file && address->user[0] == '\0')
		return problem_set(problem, PROBLEM_INPUT, "--password-file: it needs a user: https://USER@HOST/PATH/");
	if (address->user[0] && !access->password_file && !access->netrc)
		return problem_set(problem, PROBLEM_INPUT, "the user needs --password-file or --netrc");
	return true;
}

/* --- the session --- */

static bool read_login(const struct place *place, struct https_place *opened, struct problem *problem)
{
	const struct place_access *access = place->access;
	const char *user = place->address.user[0] ? place->address.user : NULL;

	if (access->netrc)
		return login_read_netrc(&opened->login, access->netrc, place->address.host, user, problem) ||
		       problem_prefix(problem, "--netrc");
	if (access->password_file)
		return login_read_password(&opened->login, user, access->password_file, problem) ||
		       problem_prefix(problem, "--password-file");
	return true;
}

static bool start(struct place *place, struct https_place *opened, const struct deadline *deadline,
		  struct problem *problem)
{
	const struct place_address *address = &place->address;
	const struct place_access *access = place->access;
	bool has_login = access->netrc || access->password_file;

	if (!read_login(place, opened, problem))
		return false;
	opened->host = (struct https_host){
		.endpoint = { .host = address->host,
			      .port = address->port,
			      .family = connect_family(access->use_ipv4, access->use_ipv6) },
		.tls = { .host = address->host,
			 .send_name = true,
			 .verify = !access->insecure,
			 .ca_file = access->ca_file,
			 .ca_folder = access->ca_directory },
		.user = has_login ? opened->login.user.data : NULL,
		.password = opened->login.password.data,
	};
	return https_reader_open(&opened->host, deadline, &opened->reader, problem);
}

static void end(struct https_place *opened)
{
	https_reader_close(opened->reader);
	login_forget(&opened->login);
	free(opened);
}

static bool open_place(struct place *place, const struct deadline *deadline, struct problem *problem)
{
	struct https_place *opened = calloc(1, sizeof *opened);

	if (opened == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	opened->login = login_new();
	remote_folder_take(&opened->folder, &place->address);
	if (!start(place, opened, deadline, problem)) {
		end(opened);
		return false;
	}
	place->state = opened;
	return true;
}

static void close_place(struct place *place)
{
	end(place->state);
}

/* --- listing --- */

/* A page that is being read. */
struct reading {
	const struct listing_filter *filter;
	struct listing *listing;
	const char *folder;
	struct problem *problem;
};

static bool take(void *taker, const struct entry *entry)
{
	const struct reading *reading = taker;
	struct entry placed = *entry;

	placed.folder = reading->folder;
	return remote_add(reading->filter, &placed, reading->listing, reading->problem);
}

static bool read_page(struct https_place *opened, const struct listing_filter *filter, const char *page,
		      struct listing *listing, struct problem *problem)
{
	struct reading reading = { filter, listing, opened->folder.text, problem };
	const struct web_index_taker taker = { take, &reading };
	struct problem unreadable;
	size_t strange = 0;

	if (!web_index_is_one(page))
		return problem_set(problem, PROBLEM_PEER,
				   "the page is no index of a folder, as nginx and Apache print it");
	listing->folders++;
	if (!web_index_read(page, &taker, &strange))
		return false;
	problem_set(&unreadable, PROBLEM_PEER, "%.200s: %zu links of the index are no names", opened->folder.text,
		    strange);
	if (strange > 0)
		listing_note_unreadable(listing, &unreadable);
	return true;
}

static bool is_missing(long code)
{
	return code == 404 || code == 410;
}

static bool is_denied(long code)
{
	return code == 401 || code == 403;
}

/* What an answer means that is none of use.  The place may not be there, or be denied: then it is no failure. */
static bool judge_code(const struct https_place *opened, const struct https_answer *answer, bool *exists,
		       struct listing *listing, struct problem *problem)
{
	*exists = !is_missing(answer->code);
	if (!*exists)
		return true;
	if (answer->redirect[0])
		return problem_set(problem, PROBLEM_PEER, "HTTP %ld leads to '%.200s'", answer->code, answer->redirect);
	problem_set(problem, PROBLEM_PEER, "%.200s: HTTP %ld", opened->folder.text, answer->code);
	if (!is_denied(answer->code))
		return problem_set(problem, PROBLEM_PEER, "HTTP %ld", answer->code);
	listing_note_unreadable(listing, problem);
	return true;
}

static bool list_folder(struct https_place *opened, const struct listing_filter *filter,
			const struct deadline *deadline, bool *exists, struct listing *listing, struct problem *problem)
{
	struct https_answer answer;
	bool listed;

	if (!https_reader_get(opened->reader, opened->folder.path, PAGE_MAXIMUM, deadline, &answer, problem))
		return false;
	*exists = true;
	if (answer.code == 200)
		listed = read_page(opened, filter, answer.body.data, listing, problem);
	else
		listed = judge_code(opened, &answer, exists, listing, problem);
	buffer_free(&answer.body);
	return listed;
}

static void fill(struct entry *entry, const struct https_answer *answer)
{
	entry->kind = ENTRY_FILE;
	entry->facts = (answer->length >= 0 ? ENTRY_HAS_SIZE : 0u) |
		       (answer->modified != (time_t)-1 ? ENTRY_HAS_MODIFIED : 0u);
	entry->size_bytes = answer->length >= 0 ? (uint64_t)answer->length : 0;
	entry->modified = answer->modified;
	entry->modified_within = 0;
}

/* Servers send who forgets the slash behind a folder's name to the name with a slash. */
static bool is_folder_redirect(const struct https_answer *answer, const char *path)
{
	const char *host = strstr(answer->redirect, "://");
	const char *leads_to = host ? strchr(host + 3, '/') : NULL;
	size_t length = strlen(path);

	return strncasecmp(answer->redirect, "https://", 8) == 0 && leads_to && strncmp(leads_to, path, length) == 0 &&
	       strcmp(leads_to + length, "/") == 0;
}

/* HEAD, and where that tells no size the beginning of the file: Apache tells none of an empty one. */
static bool ask_file(struct https_place *opened, const char *path, const struct deadline *deadline,
		     struct https_answer *answer, struct problem *problem)
{
	struct buffer part = buffer_limited(1);
	struct https_answer begun;
	bool asked;

	if (!https_reader_look(opened->reader, path, deadline, answer, problem))
		return false;
	if (answer->code != 200 || answer->length >= 0)
		return true;
	asked = https_reader_get_part(opened->reader, path, 0, deadline, &begun, &part, problem);
	if (asked && begun.code == 200)
		answer->length = begun.length;
	buffer_free(&part);
	return asked;
}

/* A place without a slash at its end: a file, or a folder all the same. */
static bool list_one(struct place *place, struct https_place *opened, const struct listing_filter *filter,
		     const struct deadline *deadline, bool *exists, struct listing *listing, struct problem *problem)
{
	struct https_answer answer;
	struct entry entry = { 0 };

	if (!ask_file(opened, opened->folder.path, deadline, &answer, problem))
		return false;
	if (is_folder_redirect(&answer, opened->folder.path)) {
		size_t used = strlen(opened->folder.path);

		snprintf(opened->folder.path + used, sizeof opened->folder.path - used, "/");
		return list_folder(opened, filter, deadline, exists, listing, problem);
	}
	*exists = true;
	if (answer.code != 200 || !remote_folder_split(&opened->folder, &place->address, &entry))
		return judge_code(opened, &answer, exists, listing, problem);
	fill(&entry, &answer);
	return remote_add(filter, &entry, listing, problem);
}

static bool list(struct place *place, const struct listing_filter *filter, const struct deadline *deadline,
		 bool *exists, struct listing *listing, struct problem *problem)
{
	struct https_place *opened = place->state;
	const char *path = opened->folder.path;
	bool listed;

	remote_folder_take(&opened->folder, &place->address);
	listed = path[strlen(path) - 1] == '/' ? list_folder(opened, filter, deadline, exists, listing, problem)
					       : list_one(place, opened, filter, deadline, exists, listing, problem);
	return listed || remote_blame(&place->address, problem);
}

/* Where an entry lies, as it stands in a URL. */
static bool join(const struct https_place *opened, const struct entry *entry, char *path, struct problem *problem)
{
	char encoded[REMOTE_PATH_SIZE];

	return (web_index_encode(entry->name, encoded, sizeof encoded - 1) &&
		remote_folder_join(&opened->folder, encoded, path, problem)) ||
	       problem_set(problem, PROBLEM_INPUT, "the path is longer than %d bytes", REMOTE_PATH_SIZE - 1);
}

static bool look_at(struct https_place *opened, const struct entry *entry, const struct deadline *deadline, bool *there,
		    struct entry *now, struct problem *problem)
{
	struct https_answer answer;
	char path[REMOTE_PATH_SIZE];
	struct entry looked = { .name = entry->name, .folder = entry->folder };

	if (!join(opened, entry, path, problem))
		return false;
	if (entry->kind == ENTRY_FOLDER && strlen(path) + 1 < sizeof path)
		snprintf(path + strlen(path), 2, "/");
	if (entry->kind == ENTRY_FOLDER ? !https_reader_look(opened->reader, path, deadline, &answer, problem)
					: !ask_file(opened, path, deadline, &answer, problem))
		return false;
	if (answer.code != 200 && !is_missing(answer.code))
		return problem_set(problem, PROBLEM_PEER, "'%.200s': HTTP %ld", entry->name, answer.code);
	*there = answer.code == 200;
	fill(&looked, &answer);
	/* What is told of a folder is its index's. */
	if (entry->kind == ENTRY_FOLDER)
		looked = *entry;
	if (*there)
		*now = looked;
	return true;
}

static bool look(struct place *place, const struct entry *entry, const struct deadline *deadline, bool *there,
		 struct entry *now, struct problem *problem)
{
	return look_at(place->state, entry, deadline, there, now, problem) || remote_blame(&place->address, problem);
}

/* --- reading --- */

static bool fetch(void *source, uint64_t offset, const struct deadline *deadline, struct buffer *part,
		  struct problem *problem)
{
	struct https_place *opened = source;
	struct https_answer answer;

	if (!https_reader_get_part(opened->reader, opened->read_path, offset, deadline, &answer, part, problem))
		return false;
	if (answer.code == 200 && offset > 0)
		return problem_set(problem, PROBLEM_PEER,
				   "the server gives no part of a file, so it can be read from its beginning alone");
	return answer.code == 200 || answer.code == 206 ||
	       problem_set(problem, PROBLEM_PEER, "'%.200s': HTTP %ld", opened->read_path, answer.code);
}

static bool read_file(void *source, uint64_t offset, void *bytes, size_t size, const struct deadline *deadline,
		      size_t *length, struct problem *problem)
{
	struct place *place = source;
	struct https_place *opened = place->state;

	return read_ahead_read(&opened->ahead, offset, bytes, size, deadline, length, problem) ||
	       remote_blame(&place->address, problem);
}

static bool reader_open(struct place *place, const struct entry *entry, const struct deadline *deadline,
			struct reader *reader, struct problem *problem)
{
	struct https_place *opened = place->state;
	struct entry now = *entry;
	bool there = false;

	if (!look(place, entry, deadline, &there, &now, problem))
		return false;
	if (!there || now.kind != ENTRY_FILE || !(now.facts & ENTRY_HAS_SIZE))
		return problem_set(problem, PROBLEM_PEER, "%.200s: '%.200s' is no file of a known size any more",
				   place_text(place), entry->name);
	if (!join(opened, entry, opened->read_path, problem))
		return false;
	opened->ahead = (struct read_ahead){ .size_bytes = now.size_bytes, .source = opened, .fetch = fetch };
	*reader = (struct reader){ .size_bytes = now.size_bytes, .source = place, .read = read_file };
	return true;
}

static void reader_close(struct place *place, struct reader *reader)
{
	struct https_place *opened = place->state;

	(void)reader;
	read_ahead_free(&opened->ahead);
}

const struct place_kind place_https = {
	.verify = verify,
	.open = open_place,
	.close = close_place,
	.list = list,
	.look = look,
	.reader_open = reader_open,
	.reader_close = reader_close,
};
