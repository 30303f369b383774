// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * The options --owner, --group and --mode.
 */
#include "common/files/access.h"

#include <ctype.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MAXIMUM = 256 };

/* The highest one stands for "none" in the kernel. */
static bool read_number(const char *text, uint32_t *id)
{
	char *end = NULL;
	unsigned long long number;

	if (!isdigit((unsigned char)text[0]))
		return false;
	errno = 0;
	number = strtoull(text, &end, 10);
	if (*end != '\0' || errno != 0 || number >= UINT32_MAX)
		return false;
	*id = (uint32_t)number;
	return true;
}

static bool user_id(const char *name, uint32_t *id)
{
	const struct passwd *user = getpwnam(name);

	if (user)
		*id = user->pw_uid;
	return user != NULL;
}

static bool group_id(const char *name, uint32_t *id)
{
	const struct group *group = getgrnam(name);

	if (group)
		*id = group->gr_gid;
	return group != NULL;
}

/* Names or numbers with commas between. */
static bool read_ids(const char *text, const char *what, bool (*find)(const char *name, uint32_t *id), uint32_t *ids,
		     size_t *count, struct problem *problem)
{
	*count = 0;
	for (;;) {
		char name[NAME_MAXIMUM];
		size_t length = strcspn(text, ",");

		if (length == 0 || length >= sizeof name)
			return problem_set(problem, PROBLEM_INPUT, "a %s, or several with commas between, is expected",
					   what);
		memcpy(name, text, length);
		name[length] = '\0';
		if (*count == ACCESS_IDS_MAXIMUM)
			return problem_set(problem, PROBLEM_INPUT, "at most %d %ss are expected", ACCESS_IDS_MAXIMUM,
					   what);
		if (!read_number(name, &ids[*count]) && !find(name, &ids[*count]))
			return problem_set(problem, PROBLEM_INPUT, "there is no %s '%s' on this machine", what, name);
		++*count;
		if (text[length] == '\0')
			return true;
		text += length + 1;
	}
}

bool access_owners_read(const char *text, struct access_rules *rules, struct problem *problem)
{
	return text == NULL || read_ids(text, "user", user_id, rules->owners, &rules->owner_count, problem);
}

bool access_groups_read(const char *text, struct access_rules *rules, struct problem *problem)
{
	return text == NULL || read_ids(text, "group", group_id, rules->groups, &rules->group_count, problem);
}

bool access_mode_read(const char *text, struct access_rules *rules, struct problem *problem)
{
	unsigned long mode;

	if (text == NULL)
		return true;
	if (text[0] == '\0' || strlen(text) > 5 || text[strspn(text, "01234567")] != '\0')
		return problem_set(problem, PROBLEM_INPUT, "'%.40s' is no mode: octal digits such as 0600 are expected",
				   text);
	mode = strtoul(text, NULL, 8);
	if (mode > 07777)
		return problem_set(problem, PROBLEM_INPUT, "'%.40s' is no mode: at most 7777 is expected", text);
	rules->mode = (mode_t)mode;
	rules->has_mode = true;
	return true;
}
