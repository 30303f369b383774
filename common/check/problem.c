// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool problem_set(struct problem *problem, enum problem_kind kind, const char *format, ...)
{
	va_list arguments;

	problem->kind = kind;
	va_start(arguments, format);
	vsnprintf(problem->text, sizeof problem->text, format, arguments);
	va_end(arguments);
	return false;
}

bool problem_prefix(struct problem *problem, const char *format, ...)
{
	char text[sizeof problem->text];
	char prefix[200];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(prefix, sizeof prefix, format, arguments);
	va_end(arguments);
	memcpy(text, problem->text, sizeof text);
	snprintf(problem->text, sizeof problem->text, "%s: %s", prefix, text);
	return false;
}
