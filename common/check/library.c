// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/library.h"

#include <dlfcn.h>
#include <string.h>

bool library_load(const char *file, const struct library_symbol *symbols, void *functions, struct problem *problem)
{
	/* Lazy: a run calls few of the functions that the library itself refers to. */
	void *library = dlopen(file, RTLD_LAZY | RTLD_LOCAL);

	if (library == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "%s cannot be loaded: %s", file, dlerror());
	for (; symbols->name; symbols++) {
		void *address = dlsym(library, symbols->name);

		if (address == NULL)
			return problem_set(problem, PROBLEM_SYSTEM, "%s is too old: it has no %s", file, symbols->name);
		memcpy((char *)functions + symbols->offset, &address, sizeof address);
	}
	return true;
}
