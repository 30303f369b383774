// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_secrets.h"

#include "common/check/file.h"
#include "common/net/netrc.h"

#include <string.h>

enum { LINE_MAXIMUM = 16 * 1024, FILE_MAXIMUM = 256 * 1024 };

static bool verify_login_file(const char *given, const char *option, const char *instead, struct problem *problem)
{
	if (given == NULL || (given[0] == '@' && given[1] != '\0'))
		return true;
	return problem_set(
		problem, PROBLEM_INPUT,
		"%s: a password on the command line is seen by every user of this machine; put USER:PASSWORD "
		"into a file and give @FILE%s",
		option, instead);
}

bool http_secrets_verify(const struct http_secret_files *files, struct problem *problem)
{
	int logins = (files->authorization != NULL) + (files->user != NULL || files->netrc != NULL) +
		     (files->bearer_file != NULL);

	if (!verify_login_file(files->authorization, "--authorization", ", or --user with --password-file, or --netrc",
			       problem) ||
	    !verify_login_file(files->proxy_authorization, "--proxy-authorization", "", problem))
		return false;
	if (logins > 1)
		return problem_set(
			problem, PROBLEM_INPUT,
			"--authorization, --user with --password-file, --netrc and --bearer-file exclude each "
			"other");
	if (files->user && !files->password_file && !files->netrc)
		return problem_set(problem, PROBLEM_INPUT, "--user: it needs --password-file or --netrc");
	if (files->password_file && (files->user == NULL || files->netrc))
		return problem_set(problem, PROBLEM_INPUT,
				   files->netrc ? "--password-file and --netrc exclude each other"
						: "--password-file: it needs --user");
	if (files->private_key && files->client_cert == NULL)
		return problem_set(problem, PROBLEM_INPUT, "--private-key: it needs --client-cert");
	if (files->passphrase_file && files->client_cert == NULL)
		return problem_set(problem, PROBLEM_INPUT, "--passphrase-file: it needs --client-cert");
	return true;
}

/* Takes USER:PASSWORD apart; the rest of the first buffer is overwritten. */
static bool split_login(struct buffer *login, struct buffer *password, struct problem *problem)
{
	char *colon = strchr(login->data, ':');

	if (colon == NULL)
		return problem_set(problem, PROBLEM_INPUT, "its first line is not USER:PASSWORD");
	if (!buffer_add(password, colon + 1))
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	memset(colon, 0, login->length - (size_t)(colon - login->data));
	login->length = (size_t)(colon - login->data);
	return true;
}

static bool read_line(const char *path, const char *option, struct buffer *secret, struct problem *problem)
{
	return path == NULL || file_read_secret(path, secret, problem) || problem_prefix(problem, "%s", option);
}

static bool read_whole(const char *path, const char *option, struct buffer *secret, struct problem *problem)
{
	if (path == NULL)
		return true;
	if (!file_read_private(path, secret, problem))
		return problem_prefix(problem, "%s", option);
	if (strlen(secret->data) != secret->length || secret->length == 0)
		return problem_set(problem, PROBLEM_INPUT, "%s: '%.200s' is empty, or no text", option, path);
	return true;
}

static bool read_user(const struct http_secret_files *files, const char *host, struct http_secrets *secrets,
		      struct problem *problem)
{
	if (files->authorization)
		return (file_read_secret(files->authorization + 1, &secrets->user, problem) &&
			split_login(&secrets->user, &secrets->password, problem)) ||
		       problem_prefix(problem, "--authorization");
	if (files->netrc)
		return netrc_read(files->netrc, host, files->user, &secrets->user, &secrets->password, problem) ||
		       problem_prefix(problem, "--netrc");
	if (files->user && !buffer_add(&secrets->user, files->user))
		return problem_set(problem, PROBLEM_INPUT, "--user: it is too long");
	return read_line(files->password_file, "--password-file", &secrets->password, problem);
}

/* A certificate is no secret; a key in the same file makes it one. */
static bool read_certificate(const struct http_secret_files *files, struct http_secrets *secrets,
			     struct problem *problem)
{
	if (files->client_cert == NULL)
		return true;
	if (files->private_key == NULL)
		return read_whole(files->client_cert, "--client-cert", &secrets->certificate, problem);
	return (file_read(files->client_cert, &secrets->certificate, problem) ||
		problem_prefix(problem, "--client-cert")) &&
	       read_whole(files->private_key, "--private-key", &secrets->private_key, problem);
}

bool http_secrets_read(const struct http_secret_files *files, const char *host, struct http_secrets *secrets,
		       struct problem *problem)
{
	const struct buffer line = buffer_limited(LINE_MAXIMUM);
	const struct buffer file = buffer_limited(FILE_MAXIMUM);

	*secrets = (struct http_secrets){ line, line, line, file, line, file, file, line };
	return read_user(files, host, secrets, problem) &&
	       read_line(files->bearer_file, "--bearer-file", &secrets->bearer, problem) &&
	       read_whole(files->header_file, "--header-file", &secrets->headers, problem) &&
	       read_line(files->proxy_authorization ? files->proxy_authorization + 1 : NULL, "--proxy-authorization",
			 &secrets->proxy_login, problem) &&
	       read_certificate(files, secrets, problem) &&
	       read_line(files->passphrase_file, "--passphrase-file", &secrets->passphrase, problem);
}

void http_secrets_forget(struct http_secrets *secrets)
{
	file_forget_secret(&secrets->user);
	file_forget_secret(&secrets->password);
	file_forget_secret(&secrets->bearer);
	file_forget_secret(&secrets->headers);
	file_forget_secret(&secrets->proxy_login);
	file_forget_secret(&secrets->certificate);
	file_forget_secret(&secrets->private_key);
	file_forget_secret(&secrets->passphrase);
}
