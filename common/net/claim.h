/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A file that must be there, and its least size: `backup.tar:15GB`.
 */
#ifndef RECEICO_NET_CLAIM_H
#define RECEICO_NET_CLAIM_H

#include "common/check/problem.h"

#include <stdint.h>

struct claim {
	bool is_set;
	char path[1024];
	uint64_t size_bytes;
};

/* Reads `PATH[:SIZE]`; a path that has a colon is written `PATH:0`. */
bool claim_parse(const char *text, struct claim *claim, struct problem *problem) MUST_CHECK;

#endif
