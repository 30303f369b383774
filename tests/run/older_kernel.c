// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Loaded before the C library: makes a kernel look as it was before 5.14, without quotactl_fd(2).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/syscall.h>

enum { QUOTACTL_FD = 443 };

long syscall(long number, ...)
{
	long (*real)(long, ...) = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
	va_list arguments;
	long given[6];

	if (number == QUOTACTL_FD) {
		errno = ENOSYS;
		return -1;
	}
	va_start(arguments, number);
	for (int i = 0; i < 6; i++)
		given[i] = va_arg(arguments, long);
	va_end(arguments);
	return real(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}
