// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * A place behind SFTP.
 */
#include "common/files/remote_access.h"
#include "common/files/remote_folder.h"
#include "common/net/sftp_client.h"
#include "common/net/ssh_login.h"
#include "common/net/ssh_trust.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* No file system has longer names. */
enum { NAME_SIZE = 1024 };

struct sftp_place {
	struct ssh_transport transport;
	struct ssh_session_settings settings;
	struct deadline deadline; /* of what is being done */
	struct ssh_session *session;
	struct sftp_client *client;
	struct remote_folder folder;
};

static bool refuse(const char *option, const char *reason, struct problem *problem)
{
	return problem_set(problem, PROBLEM_INPUT, "%s: %s", option, reason);
}

static bool verify(const struct place_address *address, const struct place_access *access, struct problem *problem)
{
	char pin[SSH_FINGERPRINT_SIZE];

	if (address->user[0] == '\0')
		return problem_set(problem, PROBLEM_INPUT, "sftp://USER@HOST/PATH is expected: there is no user");
	if (access->identity && access->agent)
		return refuse("--identity", "it excludes --agent", problem);
	if (!access->identity && !access->agent)
		return problem_set(problem, PROBLEM_INPUT, "sftp:// needs --identity or --agent");
	if (access->passphrase_file && !access->identity)
		return refuse("--passphrase-file", "it needs --identity", problem);
	for (size_t i = 0; i < access->host_key.count; i++) {
		if (!ssh_fingerprint_parse(access->host_key.items[i], pin, problem))
			return problem_prefix(problem, "--host-key");
	}
	if (access->host_key.count == 0 && !access->known_hosts && !access->insecure)
		return problem_set(problem, PROBLEM_INPUT, "sftp:// needs --known-hosts or --host-key (or --insecure)");
	return true;
}

/* --- the session --- */

/* Nobody but the host that is meant gets to see a login. */
static bool meet(struct place *place, struct sftp_place *opened, struct problem *problem)
{
	const struct place_access *access = place->access;
	const struct ssh_trust trust = { .host = place->address.host,
					 .port = place->address.port,
					 .pinned = &access->host_key,
					 .known_hosts = access->known_hosts };
	const struct ssh_login login = { .user = place->address.user,
					 .agent = access->agent,
					 .identity = access->identity,
					 .passphrase_file = access->passphrase_file };
	const struct ssh_host_key *key = ssh_session_host_key(opened->session);

	return ssh_trust_pin(&trust, key, problem) &&
	       ssh_trust_known(&trust, key, ssh_session_known(opened->session), problem) &&
	       ((ssh_login_do(&login, opened->session, problem) &&
		 sftp_client_open(opened->session, &opened->client, problem)) ||
		remote_blame(&place->address, problem));
}

static bool start(struct place *place, struct sftp_place *opened, struct problem *problem)
{
	const struct place_address *address = &place->address;
	const struct endpoint endpoint = remote_endpoint(place);

	opened->settings = (struct ssh_session_settings){ .host = address->host,
							  .port = address->port,
							  .known_hosts = place->access->known_hosts,
							  .deadline = &opened->deadline };
	return ssh_transport_open(&endpoint, &opened->deadline, &opened->transport, problem) &&
	       (ssh_session_open(&opened->transport, &opened->settings, &opened->session, problem) ||
		remote_blame(&place->address, problem)) &&
	       meet(place, opened, problem);
}

static void end(struct sftp_place *opened)
{
	sftp_client_close(opened->client);
	ssh_session_close(opened->session);
	ssh_transport_close(&opened->transport);
	free(opened);
}

static bool open_place(struct place *place, const struct deadline *deadline, struct problem *problem)
{
	struct sftp_place *opened = calloc(1, sizeof *opened);

	if (opened == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	opened->deadline = *deadline;
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

static void fill(struct entry *entry, const LIBSSH2_SFTP_ATTRIBUTES *about)
{
	bool has_mode = (about->flags & LIBSSH2_SFTP_ATTR_PERMISSIONS) != 0;
	unsigned long type = about->permissions & LIBSSH2_SFTP_S_IFMT;

	entry->kind = !has_mode                      ? ENTRY_UNKNOWN
		      : type == LIBSSH2_SFTP_S_IFREG ? ENTRY_FILE
		      : type == LIBSSH2_SFTP_S_IFDIR ? ENTRY_FOLDER
		      : type == LIBSSH2_SFTP_S_IFLNK ? ENTRY_LINK
						     : ENTRY_OTHER;
	entry->facts = (has_mode ? ENTRY_HAS_MODE : 0u) |
		       (about->flags & LIBSSH2_SFTP_ATTR_SIZE ? ENTRY_HAS_SIZE : 0u) |
		       (about->flags & LIBSSH2_SFTP_ATTR_UIDGID ? ENTRY_HAS_OWNER : 0u) |
		       (about->flags & LIBSSH2_SFTP_ATTR_ACMODTIME ? ENTRY_HAS_MODIFIED : 0u);
	entry->mode = (mode_t)(about->permissions & 07777);
	entry->size_bytes = about->filesize;
	entry->owner = (uid_t)about->uid;
	entry->group = (gid_t)about->gid;
	entry->modified = (time_t)about->mtime;
	entry->modified_within = 0;
}

/* Looks at one entry.  *there is false when it is not; what is denied is a problem. */
static bool look_at(struct sftp_place *opened, const struct entry *entry, bool *there, struct entry *now,
		    struct problem *problem)
{
	LIBSSH2_SFTP_ATTRIBUTES about = { 0 };
	struct entry looked = { .name = entry->name, .folder = entry->folder };
	char path[REMOTE_PATH_SIZE];

	if (!remote_folder_join(&opened->folder, entry->name, path, problem))
		return false;
	if (!sftp_client_look(opened->client, path, false, &about, problem)) {
		*there = false;
		return sftp_client_refusal(opened->client) == LIBSSH2_FX_NO_SUCH_FILE;
	}
	fill(&looked, &about);
	*there = true;
	*now = looked;
	return true;
}

static void note(const struct place *place, const struct problem *problem, struct listing *listing)
{
	struct problem placed = *problem;

	remote_blame(&place->address, &placed);
	listing_note_unreadable(listing, &placed);
}

static bool list_open(struct sftp_place *opened, const struct listing_filter *filter, struct listing *listing,
		      struct problem *problem)
{
	for (;;) {
		LIBSSH2_SFTP_ATTRIBUTES about = { 0 };
		char name[NAME_SIZE];
		struct entry entry = { .folder = opened->folder.text, .name = name };
		bool more = false;

		if (!sftp_client_next(opened->client, name, sizeof name, &about, &more, problem))
			return false;
		if (!more)
			return true;
		fill(&entry, &about);
		if (!remote_add(filter, &entry, listing, problem))
			return false;
	}
}

/* Of a server that tells nothing but names; OpenSSH does not. */
static bool complete(const struct place *place, struct sftp_place *opened, struct listing *listing,
		     struct problem *problem)
{
	size_t kept = 0;

	for (size_t i = 0; i < listing->count; i++) {
		struct entry *entry = &listing->entries[i];
		bool there = true;

		if (entry->kind == ENTRY_UNKNOWN && !look_at(opened, entry, &there, entry, problem)) {
			if (sftp_client_refusal(opened->client) == LIBSSH2_FX_OK)
				return false;
			note(place, problem, listing);
		}
		if (there || entry->kind != ENTRY_UNKNOWN)
			listing->entries[kept++] = *entry;
		else
			listing->vanished++;
	}
	listing->count = kept;
	return true;
}

/* The place is no folder that opens: is it an entry of one? */
static bool list_one(struct place *place, struct sftp_place *opened, const struct listing_filter *filter, bool *exists,
		     struct listing *listing, struct problem *problem)
{
	struct problem reason = *problem;
	struct entry entry = { 0 };

	if (!remote_folder_split(&opened->folder, &place->address, &entry)) {
		*exists = sftp_client_refusal(opened->client) != LIBSSH2_FX_NO_SUCH_FILE;
		if (*exists)
			note(place, &reason, listing);
		return true;
	}
	if (!look_at(opened, &entry, exists, &entry, problem)) {
		if (sftp_client_refusal(opened->client) == LIBSSH2_FX_OK)
			return false;
		*exists = true;
		note(place, problem, listing);
		return true;
	}
	if (!*exists)
		return true;
	if (entry.kind != ENTRY_FOLDER)
		return remote_add(filter, &entry, listing, problem);
	note(place, &reason, listing);
	return true;
}

static bool list(struct place *place, const struct listing_filter *filter, const struct deadline *deadline,
		 bool *exists, struct listing *listing, struct problem *problem)
{
	struct sftp_place *opened = place->state;
	bool listed;

	opened->deadline = *deadline;
	remote_folder_take(&opened->folder, &place->address);
	if (sftp_client_open_folder(opened->client, opened->folder.path, problem)) {
		listing->folders++;
		*exists = true;
		listed = list_open(opened, filter, listing, problem);
		sftp_client_end(opened->client);
		listed = listed && complete(place, opened, listing, problem);
	} else {
		listed = sftp_client_refusal(opened->client) != LIBSSH2_FX_OK &&
			 list_one(place, opened, filter, exists, listing, problem);
	}
	return listed || remote_blame(&place->address, problem);
}

static bool look(struct place *place, const struct entry *entry, const struct deadline *deadline, bool *there,
		 struct entry *now, struct problem *problem)
{
	struct sftp_place *opened = place->state;

	opened->deadline = *deadline;
	return look_at(opened, entry, there, now, problem) || remote_blame(&place->address, problem);
}

/* --- reading --- */

static bool read_file(void *source, uint64_t offset, void *bytes, size_t size, const struct deadline *deadline,
		      size_t *length, struct problem *problem)
{
	struct place *place = source;
	struct sftp_place *opened = place->state;

	opened->deadline = *deadline;
	return sftp_client_read(opened->client, offset, bytes, size, length, problem) ||
	       remote_blame(&place->address, problem);
}

static bool reader_open(struct place *place, const struct entry *entry, const struct deadline *deadline,
			struct reader *reader, struct problem *problem)
{
	struct sftp_place *opened = place->state;
	char path[REMOTE_PATH_SIZE];
	struct entry now = *entry;
	bool there = false;

	opened->deadline = *deadline;
	if (!look_at(opened, entry, &there, &now, problem))
		return remote_blame(&place->address, problem);
	if (!there || now.kind != ENTRY_FILE)
		return problem_set(problem, PROBLEM_PEER, "%.200s: '%.200s' is no regular file any more",
				   place_text(place), entry->name);
	if (!remote_folder_join(&opened->folder, entry->name, path, problem) ||
	    !sftp_client_open_file(opened->client, path, problem))
		return remote_blame(&place->address, problem);
	*reader = (struct reader){ .size_bytes = now.size_bytes, .source = place, .read = read_file };
	return true;
}

static void reader_close(struct place *place, struct reader *reader)
{
	struct sftp_place *opened = place->state;

	(void)reader;
	sftp_client_end(opened->client);
}

const struct place_kind place_sftp = {
	.verify = verify,
	.open = open_place,
	.close = close_place,
	.list = list,
	.look = look,
	.reader_open = reader_open,
	.reader_close = reader_close,
};
