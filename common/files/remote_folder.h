/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The folder of a place on another machine, and what its listing takes.
 */
#ifndef RECEICO_FILES_REMOTE_FOLDER_H
#define RECEICO_FILES_REMOTE_FOLDER_H

#include "common/files/listing.h"
#include "common/files/place_address.h"

/* A listing of another machine ends here: more would not come in time, and the machine may lie. */
enum { REMOTE_MAXIMUM = 200000, REMOTE_PATH_SIZE = 8192 };

struct remote_folder {
	char path[sizeof((struct place_address *)0)->path]; /* as the server has it */
	char text[sizeof((struct place_address *)0)->text]; /* as it is spoken of */
};

/* The place itself, as a folder. */
void remote_folder_take(struct remote_folder *folder, const struct place_address *address);

/* The place as an entry: the folder becomes the one in which it lies, and `entry` gets its texts,
 * which live as long as the folder and the address.  False when it can be no entry: "/", or one that ends in a slash. */
bool remote_folder_split(struct remote_folder *folder, const struct place_address *address, struct entry *entry);

/* Writes where `name` lies, into REMOTE_PATH_SIZE bytes. */
bool remote_folder_join(const struct remote_folder *folder, const char *name, char *path,
			struct problem *problem) MUST_CHECK;

/* Adds what a server listed, if it is wanted.  `.` and `..` are passed over; a name that is none
 * (empty, or with a slash) is noted as unreadable. */
bool remote_add(const struct listing_filter *filter, const struct entry *entry, struct listing *listing,
		struct problem *problem) MUST_CHECK;

/* Puts the host and the port in front of a problem that does not say them yet; returns false. */
bool remote_blame(const struct place_address *address, struct problem *problem);

#endif
