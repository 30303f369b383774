/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The text of a place, taken apart.
 *
 * Source: RFC 3986, 3.
 */
#ifndef RECEICO_FILES_PLACE_ADDRESS_H
#define RECEICO_FILES_PLACE_ADDRESS_H

#include "common/check/problem.h"

#include <stddef.h>

enum place_scheme { PLACE_LOCAL, PLACE_SFTP, PLACE_FTP, PLACE_FTPS, PLACE_HTTPS };

struct place_address {
	enum place_scheme scheme;
	char user[256]; /* decoded; "" when there is none */
	char host[256]; /* name or address; IPv6 without brackets */
	long port;      /* the scheme's own unless the text says */
	/* As the server takes it: decoded, "inbox" of "/~/inbox" ("." of "/~"); of https as it
	 * stands in the URL, with the query.  Of this machine the whole text. */
	char path[4096];
	char text[4096]; /* the whole without the user: for the operator */
};

/* Does the text name no scheme, so that it is a path of this machine? */
bool place_address_is_local(const char *text);

/* Takes a text apart; the problem says what is expected. */
bool place_address_parse(const char *text, struct place_address *address, struct problem *problem) MUST_CHECK;

/* Writes where `name` lies in a folder: "FOLDER/NAME".  False when it does not fit. */
bool place_path_join(const char *folder, const char *name, char *path, size_t size) MUST_CHECK;

#endif
