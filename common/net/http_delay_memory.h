/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A delay (http_delay.h) from one run to the next, in a state file.
 */
#ifndef RECEICO_NET_HTTP_DELAY_MEMORY_H
#define RECEICO_NET_HTTP_DELAY_MEMORY_H

#include "common/check/deadline.h"
#include "common/net/http_delay.h"

struct http_delay_memory {
	struct http_delay delay; /* with the answer of this run */
	struct problem problem;  /* PROBLEM_NONE: it was saved */
	char damaged[200];       /* the name of a state that was set aside; "" when none */
};

/* Brings the delay of a page up to date; `address` may be NULL.  `folder` is NULL
 * for the usual one.  When the state cannot be read or saved the problem says so, and
 * the delay holds what is known. */
void http_delay_remember(const char *folder, const char *url, const char *address, double limit_seconds, double seconds,
			 time_t now, const struct deadline *deadline, struct http_delay_memory *memory);

/* As http_delay_judge(), with what went wrong with the state. */
void http_delay_memory_judge(const struct http_delay_memory *memory, double limit_seconds, double maximum_seconds,
			     time_t now, struct result *result);

#endif
