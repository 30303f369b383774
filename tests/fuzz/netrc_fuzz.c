// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * A netrc file, behind a line with the host and one with the user (empty: any).  A
 * login is found whole or not at all, it is in the file, and a problem never quotes it.
 */
#include "common/check/file.h"
#include "common/net/netrc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
	if (!condition)
		abort();
}

/* Takes a line off the text. */
static char *take_line(char **text)
{
	char *line = *text;
	char *end = strchr(line, '\n');

	*text = end ? end + 1 : line + strlen(line);
	if (end)
		*end = '\0';
	return line;
}

/* Are the bytes of `part` in `text`, in their order?  Others may lie between them. */
static bool is_drawn_from(const char *part, const char *text)
{
	for (; *part; part++) {
		text = strchr(text, *part);
		if (text == NULL)
			return false;
		text++;
	}
	return true;
}

struct found {
	bool found;
	struct buffer login, password;
	struct problem problem;
};

static void find(const char *text, const char *host, const char *user, struct found *found)
{
	*found = (struct found){ .login = buffer_limited(200), .password = buffer_limited(200) };
	found->found = netrc_find(text, host, user, &found->login, &found->password, &found->problem);
}

static void forget(struct found *found)
{
	file_forget_secret(&found->login);
	file_forget_secret(&found->password);
}

static void require_login(const struct found *found, const char *text, const char *user)
{
	require(strstr(text, "login") && strstr(text, "password"));
	require(strlen(found->login.data) == found->login.length);
	require(is_drawn_from(found->login.data, text));
	require(is_drawn_from(found->password.data, text));
	require(user == NULL || strcmp(found->login.data, user) == 0);
}

/* Whoever was found first is found again when asked for, with the same password. */
static void require_again(const struct found *found, const char *text, const char *host)
{
	struct found again;

	find(text, host, found->login.data, &again);
	require(again.found);
	require(strcmp(again.login.data, found->login.data) == 0);
	require(strcmp(again.password.data, found->password.data) == 0);
	forget(&again);
}

/* The same words whatever the file holds. */
static void require_problem(const struct found *found, const char *host, const char *user)
{
	struct found nothing;

	require(found->login.length == 0 && found->password.length == 0);
	require(found->problem.kind == PROBLEM_INPUT);
	find("", host, user, &nothing);
	require(!nothing.found && strcmp(found->problem.text, nothing.problem.text) == 0);
	forget(&nothing);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1);
	char *text = copy;
	struct found found;
	const char *host;
	const char *user;

	if (copy == NULL)
		return 0;
	memcpy(copy, data, size);
	copy[size] = '\0';
	host = take_line(&text);
	user = take_line(&text);
	if (user[0] == '\0')
		user = NULL;
	find(text, host, user, &found);
	if (found.found) {
		require_login(&found, text, user);
		require_again(&found, text, host);
	} else {
		require_problem(&found, host, user);
	}
	forget(&found);
	free(copy);
	return 0;
}
