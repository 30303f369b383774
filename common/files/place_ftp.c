// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * A place behind FTP: in the clear, or under TLS.
 */
#define _GNU_SOURCE /* strcasestr() */
#include "common/files/ftp_line.h"
#include "common/files/listed_field.h"
#include "common/files/read_ahead.h"
#include "common/files/remote_access.h"
#include "common/files/remote_folder.h"
#include "common/net/ftp_transfer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A listing in bytes, one of its lines, and the port on which TLS comes first. */
enum { TOLD_MAXIMUM = 32 << 20, LINE_SIZE = 8192, IMPLICIT_TLS_PORT = 990 };

struct ftp_place {
	char addresses[512];
	struct login login;
	struct ftp_account account;
	struct ftp_transfer *transfer;
	struct deadline deadline; /* of what was done last */
	struct remote_folder folder;
	bool knows_form;
	enum ftp_line_form form;
	struct read_ahead ahead;
	char read_path[REMOTE_PATH_SIZE];
};

static bool verify(const struct place_address *address, const struct place_access *access, struct problem *problem)
{
	if (!ftp_transfer_verify_path(address->path, problem))
		return false;
	return remote_login_verify(address, access, problem);
}

/* --- the session --- */

static bool read_login(const struct place *place, struct login *login, struct problem *problem)
{
	if (!remote_login_read(place, login, problem))
		return false;
	/* As it has been since RFC 1635. */
	if (login->user.length == 0)
		(void)(buffer_add(&login->user, "anonymous") && buffer_add(&login->password, "anonymous@"));
	return !login->password.overflowed || problem_set(problem, PROBLEM_SYSTEM, "out of memory");
}

static enum ftp_security security_of(const struct place_address *address)
{
	if (address->scheme == PLACE_FTP)
		return FTP_PLAIN;
	return address->port == IMPLICIT_TLS_PORT ? FTP_IMPLICIT_TLS : FTP_EXPLICIT_TLS;
}

static bool start(struct place *place, struct ftp_place *opened, struct problem *problem)
{
	const struct place_address *address = &place->address;
	const struct endpoint endpoint = remote_endpoint(place);

	opened->account = (struct ftp_account){ .host = address->host,
						.address = opened->addresses,
						.port = address->port,
						.security = security_of(address),
						.tls = remote_tls(place) };
	if (!read_login(place, &opened->login, problem) ||
	    !connect_addresses(&endpoint, &opened->deadline, opened->addresses, sizeof opened->addresses, problem))
		return false;
	opened->account.user = opened->login.user.data;
	opened->account.password = opened->login.password.data;
	return (ftp_transfer_open(&opened->account, &opened->transfer, problem) &&
		ftp_transfer_login(opened->transfer, &opened->deadline, problem)) ||
	       remote_blame(address, problem);
}

static void end(struct ftp_place *opened)
{
	ftp_transfer_close(opened->transfer, &opened->deadline);
	login_forget(&opened->login);
	free(opened);
}

static bool open_place(struct place *place, const struct deadline *deadline, struct problem *problem)
{
	struct ftp_place *opened = calloc(1, sizeof *opened);

	if (opened == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	opened->deadline = *deadline;
	opened->login = login_new();
	remote_folder_take(&opened->folder, &place->address);
	if (!start(place, opened, problem)) {
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

/* A listing that is coming in. */
struct telling {
	const struct listing_filter *filter;
	struct listing *listing;
	struct problem *problem; /* of what ended it early */
	const char *folder;
	enum ftp_line_form form;
	time_t now;
	char line[LINE_SIZE];
	size_t length;
};

static bool end_line(struct telling *telling)
{
	struct entry entry = { 0 };
	struct problem strange;

	if (telling->length > 0 && telling->line[telling->length - 1] == '\r')
		telling->length--;
	telling->line[telling->length] = '\0';
	problem_set(&strange, PROBLEM_PEER, "%.150s: a line of the listing is not understood: '%.200s'",
		    telling->folder, telling->line);
	/* A NUL would hide the rest of a name. */
	if (strlen(telling->line) < telling->length || telling->length == sizeof telling->line - 1) {
		listing_note_unreadable(telling->listing, &strange);
		return true;
	}
	switch (ftp_line_parse(telling->line, telling->form, telling->now, &entry)) {
	case FTP_LINE_ENTRY:
		entry.folder = telling->folder;
		return remote_add(telling->filter, &entry, telling->listing, telling->problem);
	case FTP_LINE_STRANGE:
		listing_note_unreadable(telling->listing, &strange);
		return true;
	default:
		return true;
	}
}

static bool take(void *taker, const char *bytes, size_t length)
{
	struct telling *telling = taker;

	for (size_t i = 0; i < length; i++) {
		if (bytes[i] != '\n') {
			if (telling->length < sizeof telling->line - 1)
				telling->line[telling->length++] = bytes[i];
			continue;
		}
		if (!end_line(telling))
			return false;
		telling->length = 0;
	}
	return true;
}

/* The server's own path for libcurl, which takes none for where the login landed. */
static const char *ftp_path(const char *path)
{
	return strcmp(path, ".") == 0 ? "" : path;
}

static bool tell(struct ftp_place *opened, struct telling *telling, bool *entered, struct problem *problem)
{
	const struct ftp_taker taker = { take, telling, TOLD_MAXIMUM };
	bool told;

	telling->form = opened->form;
	telling->length = 0;
	telling->problem->kind = PROBLEM_NONE;
	told = ftp_transfer_tell_folder(opened->transfer, opened->form == FTP_LINE_MLSD ? "MLSD" : "LIST",
					ftp_path(opened->folder.path), &taker, &opened->deadline, entered, problem);
	if (told && telling->length > 0)
		told = end_line(telling);
	if (telling->problem->kind != PROBLEM_NONE)
		*problem = *telling->problem;
	return told;
}

/* MLSD was offered; but does the server know it? */
static bool knows_no_mlsd(const struct ftp_place *opened)
{
	const struct ftp_reply *reply = ftp_transfer_reply(opened->transfer);

	return opened->form == FTP_LINE_MLSD && reply && reply->code >= 500 && reply->code <= 504;
}

static bool list_folder(struct ftp_place *opened, const struct listing_filter *filter, struct listing *listing,
			bool *entered, struct problem *problem)
{
	struct problem early = { 0 };
	struct telling telling = { .filter = filter,
				   .listing = listing,
				   .problem = &early,
				   .folder = opened->folder.text,
				   .now = time(NULL) };
	bool offered = false;

	if (!opened->knows_form && !ftp_transfer_offers(opened->transfer, "MLST", &opened->deadline, &offered, problem))
		return false;
	if (!opened->knows_form)
		opened->form = offered ? FTP_LINE_MLSD : FTP_LINE_LIST;
	opened->knows_form = true;
	if (tell(opened, &telling, entered, problem))
		return true;
	if (!knows_no_mlsd(opened))
		return false;
	opened->form = FTP_LINE_LIST;
	return tell(opened, &telling, entered, problem);
}

/* Asks for one thing about a path; *answered is false when the server says no. */
static bool ask(struct ftp_place *opened, const char *verb, const char *path, bool *answered, struct ftp_reply *reply,
		struct problem *problem)
{
	char command[REMOTE_PATH_SIZE + 8];

	snprintf(command, sizeof command, "%s %s", verb, path);
	if (!ftp_transfer_verify_path(path, problem) ||
	    !ftp_transfer_ask(opened->transfer, command, &opened->deadline, reply, problem))
		return false;
	*answered = reply->code == 213 && reply->lines == 1;
	if (reply->code == 421)
		return problem_set(problem, PROBLEM_PEER, "%.200s", reply->text);
	return true;
}

/* Looks at a file by SIZE and MDTM, to the byte and the second; *told is false when the server does not say. */
static bool ask_file(struct ftp_place *opened, struct entry *entry, bool *told, struct problem *problem)
{
	char path[REMOTE_PATH_SIZE];
	struct ftp_reply size = { 0 };
	struct ftp_reply stamp = { 0 };
	struct entry asked = *entry;

	*told = false;
	if (!remote_folder_join(&opened->folder, entry->name, path, problem) ||
	    !ask(opened, "SIZE", path, told, &size, problem))
		return false;
	if (!*told || !ftp_transfer_parse_size(&size, &asked.size_bytes)) {
		*told = false;
		return true;
	}
	if (!ask(opened, "MDTM", path, told, &stamp, problem))
		return false;
	if (!*told || !listed_stamp(stamp.text + 4, strlen(stamp.text + 4), &asked.modified)) {
		*told = false;
		return true;
	}
	asked.kind = ENTRY_FILE;
	asked.facts |= ENTRY_HAS_SIZE | ENTRY_HAS_MODIFIED;
	asked.modified_within = 0;
	*entry = asked;
	return true;
}

/* The folder cannot be entered: is the place a file? */
static bool list_one(struct place *place, struct ftp_place *opened, const struct listing_filter *filter, bool *exists,
		     struct listing *listing, struct problem *problem)
{
	struct problem reason = *problem;
	struct entry entry = { .kind = ENTRY_UNKNOWN };

	if (remote_folder_split(&opened->folder, &place->address, &entry) && !ask_file(opened, &entry, exists, problem))
		return false;
	if (*exists)
		return remote_add(filter, &entry, listing, problem);
	/* One code, 550, means both that it is not there and that one may not. */
	*exists = strcasestr(reason.text, "ermission") || strcasestr(reason.text, "denied");
	remote_blame(&place->address, &reason);
	if (*exists)
		listing_note_unreadable(listing, &reason);
	return true;
}

static bool is_refused(const struct ftp_place *opened)
{
	const struct ftp_reply *reply = ftp_transfer_last_reply(opened->transfer);

	return reply && ftp_reply_class(reply) == 5;
}

static bool list(struct place *place, const struct listing_filter *filter, const struct deadline *deadline,
		 bool *exists, struct listing *listing, struct problem *problem)
{
	struct ftp_place *opened = place->state;
	bool entered = false;

	opened->deadline = *deadline;
	*exists = false;
	remote_folder_take(&opened->folder, &place->address);
	if (list_folder(opened, filter, listing, &entered, problem)) {
		*exists = true;
		listing->folders++;
		return true;
	}
	if (!entered && problem->kind == PROBLEM_PEER && is_refused(opened) &&
	    list_one(place, opened, filter, exists, listing, problem))
		return true;
	return remote_blame(&place->address, problem);
}

static bool is_named(const char *name, const void *wish)
{
	return strcmp(name, wish) == 0;
}

/* What has no SIZE is looked up in its folder. */
static bool look_up(struct ftp_place *opened, const struct entry *entry, bool *there, struct entry *now,
		    struct problem *problem)
{
	const struct listing_filter filter = { is_named, entry->name };
	struct listing listing = listing_new();
	bool entered = false;
	bool listed = list_folder(opened, &filter, &listing, &entered, problem);

	if (listed) {
		*there = listing.count > 0;
		if (*there) {
			*now = listing.entries[0];
			now->name = entry->name;
			now->folder = entry->folder;
		}
	}
	listing_free(&listing);
	return listed;
}

static bool look(struct place *place, const struct entry *entry, const struct deadline *deadline, bool *there,
		 struct entry *now, struct problem *problem)
{
	struct ftp_place *opened = place->state;
	struct entry looked = *entry;
	bool told = false;
	bool done = true;

	opened->deadline = *deadline;
	if (entry->kind == ENTRY_FILE)
		done = ask_file(opened, &looked, &told, problem);
	if (done && !told)
		done = look_up(opened, entry, there, now, problem);
	if (done && told) {
		*there = true;
		*now = looked;
	}
	return done || remote_blame(&place->address, problem);
}

/* --- reading --- */

static bool fetch(void *source, uint64_t offset, const struct deadline *deadline, struct buffer *part,
		  struct problem *problem)
{
	const struct place *place = source;
	struct ftp_place *opened = place->state;

	opened->deadline = *deadline;
	return ftp_transfer_retrieve_part(opened->transfer, opened->read_path, offset, deadline, part, problem) ||
	       remote_blame(&place->address, problem);
}

static bool reader_open(struct place *place, const struct entry *entry, const struct deadline *deadline,
			struct reader *reader, struct problem *problem)
{
	struct ftp_place *opened = place->state;
	struct entry now = *entry;
	bool there = false;

	if (!look(place, entry, deadline, &there, &now, problem))
		return false;
	if (!there || now.kind != ENTRY_FILE || !(now.facts & ENTRY_HAS_SIZE))
		return problem_set(problem, PROBLEM_PEER, "%.200s: '%.200s' is no regular file any more",
				   place_text(place), entry->name);
	if (!remote_folder_join(&opened->folder, entry->name, opened->read_path, problem))
		return false;
	*reader = read_ahead_begin(&opened->ahead, now.size_bytes, place, fetch);
	return true;
}

static void reader_close(struct place *place, struct reader *reader)
{
	struct ftp_place *opened = place->state;

	(void)reader;
	read_ahead_end(&opened->ahead);
}

const struct place_kind place_ftp = {
	.verify = verify,
	.open = open_place,
	.close = close_place,
	.list = list,
	.look = look,
	.reader_open = reader_open,
	.reader_close = reader_close,
};
