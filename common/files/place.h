/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Where backups lie, and how to look there.
 *
 *	/backup/receico              a folder of this machine
 *	/backup/tenant-?/            folders by a glob(7) pattern
 *	/backup/tenant-?/x-*.tar.gz  files by one
 *	/backup/receico.tar.gz       one file
 *	sftp://USER@HOST[:PORT]/PATH libssh2; the host's key is verified; /~/PATH: from where the login lands
 *	ftp://, ftps://              libcurl; MLSD where it is offered, else LIST; PATH as in sftp
 *	https://HOST/PATH/           a folder's index as nginx and Apache print it
 *
 * A path of this machine is a pattern as a shell has it: a backslash quotes, `*` and `?`
 * match no dot at the beginning of a name and never a slash, and no wildcard matches a
 * link to a folder.  A pattern that ends in a slash means what lies in the folders.
 * In a URL, bytes may be written as %XX; a password has no place there.
 *
 * Times: a server of SFTP or MLSD tells them in UTC.  LIST (RFC 959) names no zone: the zone of
 * this process is assumed.  An index names none either: UTC is assumed, as nginx prints it
 * unless told otherwise.
 *
 * A library is loaded only for the place that needs it.  Nothing is ever written.
 */
#ifndef RECEICO_FILES_PLACE_H
#define RECEICO_FILES_PLACE_H

#include "common/check/deadline.h"
#include "common/check/option.h"
#include "common/files/listing.h"
#include "common/files/reader.h"

/* How to get in; what a place does not use is NULL or false. */
struct place_access {
	const char *password_file, *netrc;                    /* ftp, ftps, https */
	const char *identity, *passphrase_file, *known_hosts; /* sftp */
	struct texts host_key;                                /* sftp: pinned fingerprints */
	bool agent;                                           /* sftp: keys of ssh-agent */
	const char *ca_file, *ca_directory;                   /* ftps, https */
	bool insecure, use_ipv4, use_ipv6;
};

struct place;

/* Is the text a place, and does `access` fit it?  Pure.  What does not fit is named as an option:
 * "--identity: ...". */
bool place_verify(const char *text, const struct place_access *access, struct problem *problem) MUST_CHECK;

/* Does it lie on this machine?  True of everything that does not begin with a scheme and "://". */
bool place_is_local(const char *text);

/* Gets ready to look: parses, reads secrets, connects and logs in where that is needed.
 * place_close() is due on success; `access` is borrowed until then. */
bool place_open(const char *text, const struct place_access *access, const struct deadline *deadline,
		struct place **place, struct problem *problem) MUST_CHECK;
void place_close(struct place *place);

/* The place without user and password, for the operator. */
const char *place_text(const struct place *place);

/* Lists what is there and wanted.  A place that does not exist, or a pattern that nothing
 * matches, is an empty listing with *exists false; what cannot be looked at is noted in the
 * listing, exists, and is no failure.  Links are listed, not followed; names `.` and `..` never
 * are.  A failure leaves what was listed so far in the listing. */
bool place_list(struct place *place, const struct listing_filter *filter, const struct deadline *deadline, bool *exists,
		struct listing *listing, struct problem *problem) MUST_CHECK;

/* Looks at one entry again; *there is false when it has gone.  The texts of *now are those of
 * `entry`. */
bool place_look(struct place *place, const struct entry *entry, const struct deadline *deadline, bool *there,
		struct entry *now, struct problem *problem) MUST_CHECK;

/* Reads an entry's file: a regular one, through no link.  On success place_reader_close() is due; one reader
 * at a time. */
bool place_reader_open(struct place *place, const struct entry *entry, const struct deadline *deadline,
		       struct reader *reader, struct problem *problem) MUST_CHECK;
void place_reader_close(struct place *place, struct reader *reader);

#endif
