/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Whether what a tenant uses is within his limits.  Pure.
 */
#ifndef RECEICO_FILES_TENANT_VERDICT_H
#define RECEICO_FILES_TENANT_VERDICT_H

#include "common/check/result.h"
#include "common/files/space_limit.h"
#include "common/files/tenant_use.h"

#include <time.h>

struct tenant_limits {
	struct space_limit warning, critical;             /* of bytes */
	struct space_limit inode_warning, inode_critical; /* of inodes; not set: not judged */
	bool require_enforcement;                         /* by a quota, of what was promised */
	double forecast_seconds;                          /* a ceiling reached within them is a warning; 0: none */
};

/* Says what a tenant uses, and everything that is wrong with it; `shows` whether his measurements
 * become performance data.  What was not wholly measured is UNKNOWN unless it is too much already. */
void tenant_use_judge(const struct tenant_use *use, const struct tenant_limits *limits, time_t now, bool shows,
		      struct result *result);

/* "1.2 GB of 15.0 GB used (8.0 %, by a walk)".  300 bytes suffice. */
void tenant_use_describe(const struct tenant_use *use, char *text, size_t size);

#endif
