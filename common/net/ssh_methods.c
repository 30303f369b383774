// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_methods.h"

#include <string.h>

/* Is the name one of a list whose items end at a character of `ends`? */
static bool is_listed(const char *list, const char *ends, const char *name)
{
	size_t length = strlen(name);

	while (*list) {
		size_t item = strcspn(list, ends);

		if (item == length && strncmp(list, name, length) == 0)
			return true;
		list += item;
		list += strspn(list, ends);
	}
	return false;
}

bool ssh_method_exists(const char *name)
{
	return *name && is_listed(SSH_METHODS, ", ", name);
}

bool ssh_method_is_offered(const char *list, const char *name)
{
	return is_listed(list, ",", name);
}
