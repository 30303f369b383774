/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What each tenant used, day by day: kept in one state (state.h) for all tenants of a check.
 */
#ifndef RECEICO_FILES_TENANT_HISTORY_H
#define RECEICO_FILES_TENANT_HISTORY_H

#include "common/files/tenant_use.h"

#include <time.h>

struct tenant_history {
	struct problem problem; /* why it could not be read or kept; PROBLEM_NONE: it was */
	char damaged[100];      /* the name of a state that was damaged and set aside, or "" */
};

/* Remembers today's figures of those that were wholly measured, and fills in everybody's
 * forecast by the last `days` days.  `key` names the check among others; `folder` may be NULL
 * for the usual one. */
void tenant_history_update(const char *folder, const char *key, int32_t days, time_t now,
			   const struct deadline *deadline, struct tenant_use *uses, size_t count,
			   struct tenant_history *history);

#endif
