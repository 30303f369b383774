// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/remote_access.h"

struct endpoint remote_endpoint(const struct place *place)
{
	return (struct endpoint){ .host = place->address.host,
				  .port = place->address.port,
				  .family = connect_family(place->access->use_ipv4, place->access->use_ipv6) };
}

struct tls_settings remote_tls(const struct place *place)
{
	return (struct tls_settings){ .host = place->address.host,
				      .send_name = true,
				      .verify = !place->access->insecure,
				      .ca_file = place->access->ca_file,
				      .ca_folder = place->access->ca_directory };
}

bool remote_login_verify(const struct place_address *address, const struct place_access *access,
			 struct problem *problem)
{
	if (access->password_file && address->user[0] == '\0')
		return problem_set(problem, PROBLEM_INPUT,
				   "--password-file: it needs a user in the URL: SCHEME://USER@HOST/PATH");
	if (address->user[0] && !access->password_file && !access->netrc)
		return problem_set(problem, PROBLEM_INPUT, "the user needs --password-file or --netrc");
	return true;
}

bool remote_login_read(const struct place *place, struct login *login, struct problem *problem)
{
	const struct place_access *access = place->access;
	const char *user = place->address.user[0] ? place->address.user : NULL;

	if (access->netrc)
		return login_read_netrc(login, access->netrc, place->address.host, user, problem) ||
		       problem_prefix(problem, "--netrc");
	if (access->password_file)
		return login_read_password(login, user, access->password_file, problem) ||
		       problem_prefix(problem, "--password-file");
	return true;
}
