// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Loaded before the C library: lets user-mode-linux run on processors that have more vector state than
 * it knows of (AMX).  It writes back as much of it as it has read, which Linux refuses unless it is all.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/uio.h>

static long (*real_ptrace)(int, pid_t, long, void *);

__attribute__((constructor)) static void find_real(void)
{
	real_ptrace = (long (*)(int, pid_t, long, void *))dlsym(RTLD_NEXT, "ptrace");
}

/* The stacks that we are called on are small; there is one thread. */
static char state[65536];

static long write_whole_state(pid_t process, struct iovec *part)
{
	struct iovec whole = { state, sizeof state };

	if (real_ptrace(PTRACE_GETREGSET, process, NT_X86_XSTATE, &whole) != 0 || part->iov_len >= whole.iov_len)
		return real_ptrace(PTRACE_SETREGSET, process, NT_X86_XSTATE, part);
	memcpy(state, part->iov_base, part->iov_len);
	return real_ptrace(PTRACE_SETREGSET, process, NT_X86_XSTATE, &whole);
}

long ptrace(enum __ptrace_request request, ...)
{
	va_list arguments;
	pid_t process;
	long address;
	void *data;

	va_start(arguments, request);
	process = va_arg(arguments, pid_t);
	address = va_arg(arguments, long);
	data = va_arg(arguments, void *);
	va_end(arguments);
	if (request == PTRACE_SETREGSET && address == NT_X86_XSTATE)
		return write_whole_state(process, data);
	return real_ptrace((int)request, process, address, data);
}
