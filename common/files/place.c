// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/place.h"

#include "common/files/place_kind.h"

#include <stdlib.h>

static const struct place_kind *const kinds[] = {
	[PLACE_LOCAL] = &place_local, [PLACE_SFTP] = &place_sftp,   [PLACE_FTP] = &place_ftp,
	[PLACE_FTPS] = &place_ftp,    [PLACE_HTTPS] = &place_https,
};

static bool refuse(const char *option, const char *reason, struct problem *problem)
{
	return problem_set(problem, PROBLEM_INPUT, "%s: %s", option, reason);
}

/* What only some places can use must not be given to another: the user believes that it works. */
static bool verify_use(const struct place_address *address, const struct place_access *access, struct problem *problem)
{
	bool is_sftp = address->scheme == PLACE_SFTP;
	bool has_tls = address->scheme == PLACE_FTPS || address->scheme == PLACE_HTTPS;
	bool has_password = has_tls || address->scheme == PLACE_FTP;
	const char *ssh = access->identity          ? "--identity"
			  : access->passphrase_file ? "--passphrase-file"
			  : access->known_hosts     ? "--known-hosts"
			  : access->host_key.count  ? "--host-key"
			  : access->agent           ? "--agent"
						    : NULL;
	const char *trust = access->ca_file ? "--ca-file" : access->ca_directory ? "--ca-directory" : NULL;
	const char *password = access->password_file ? "--password-file" : access->netrc ? "--netrc" : NULL;
	const char *family = access->use_ipv4 ? "--use-ipv4" : access->use_ipv6 ? "--use-ipv6" : NULL;

	if (ssh && !is_sftp)
		return refuse(ssh, "it is for sftp://", problem);
	if (trust && !has_tls)
		return refuse(trust, "it is for ftps:// and https://", problem);
	if (password && !has_password)
		return refuse(password, "it is for ftp://, ftps:// and https://", problem);
	if (access->insecure && !is_sftp && !has_tls)
		return refuse("--insecure", "it is for sftp://, ftps:// and https://", problem);
	if (family && address->scheme == PLACE_LOCAL)
		return refuse(family, "it is for a place on another machine", problem);
	return true;
}

static bool verify_sense(const struct place_access *access, struct problem *problem)
{
	const char *trust = access->ca_file ? "--ca-file" : access->ca_directory ? "--ca-directory" : NULL;

	if (access->password_file && access->netrc)
		return refuse("--password-file", "it excludes --netrc", problem);
	if (access->ca_file && access->ca_directory)
		return refuse("--ca-file", "it excludes --ca-directory", problem);
	if (access->use_ipv4 && access->use_ipv6)
		return refuse("--use-ipv4", "it excludes --use-ipv6", problem);
	if (trust && access->insecure)
		return refuse(trust, "it has no effect with --insecure", problem);
	return true;
}

static bool verify(const struct place_address *address, const struct place_access *access, struct problem *problem)
{
	return verify_use(address, access, problem) && verify_sense(access, problem) &&
	       kinds[address->scheme]->verify(address, access, problem);
}

bool place_verify(const char *text, const struct place_access *access, struct problem *problem)
{
	struct place_address address;

	return place_address_parse(text, &address, problem) && verify(&address, access, problem);
}

bool place_is_local(const char *text)
{
	return place_address_is_local(text);
}

bool place_open(const char *text, const struct place_access *access, const struct deadline *deadline,
		struct place **place, struct problem *problem)
{
	struct place *opened = calloc(1, sizeof *opened);

	if (opened == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	opened->access = access;
	if (!place_address_parse(text, &opened->address, problem) || !verify(&opened->address, access, problem)) {
		free(opened);
		return false;
	}
	opened->kind = kinds[opened->address.scheme];
	if (!opened->kind->open(opened, deadline, problem)) {
		free(opened);
		return false;
	}
	*place = opened;
	return true;
}

void place_close(struct place *place)
{
	if (place == NULL)
		return;
	place->kind->close(place);
	free(place);
}

const char *place_text(const struct place *place)
{
	return place->address.text;
}

bool place_list(struct place *place, const struct listing_filter *filter, const struct deadline *deadline, bool *exists,
		struct listing *listing, struct problem *problem)
{
	return place->kind->list(place, filter, deadline, exists, listing, problem);
}

bool place_look(struct place *place, const struct entry *entry, const struct deadline *deadline, bool *there,
		struct entry *now, struct problem *problem)
{
	return place->kind->look(place, entry, deadline, there, now, problem);
}

bool place_reader_open(struct place *place, const struct entry *entry, const struct deadline *deadline,
		       struct reader *reader, struct problem *problem)
{
	return place->kind->reader_open(place, entry, deadline, reader, problem);
}

void place_reader_close(struct place *place, struct reader *reader)
{
	place->kind->reader_close(place, reader);
}
