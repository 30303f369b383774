/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * One function for each place that a quota (quota.h) can be read from.
 *
 * `folder` is a descriptor of it, which O_PATH may have opened.  Without an answer, the
 * problem says why.
 */
#ifndef RECEICO_FILES_QUOTA_SOURCE_H
#define RECEICO_FILES_QUOTA_SOURCE_H

#include "common/files/quota.h"

/* The project's limit as the size of the file system.  `path` is the folder's. */
enum quota_answer quota_from_statfs(int folder, const char *path, struct quota *quota,
				    struct problem *problem) MUST_CHECK;

/* QUOTA_PROJECT, QUOTA_USER or QUOTA_GROUP, by quotactl(2). */
enum quota_answer quota_from_control(int folder, enum quota_source source, uint32_t id, struct quota *quota,
				     struct problem *problem) MUST_CHECK;

/* The qgroup of the subvolume; the folder is opened for reading. */
enum quota_answer quota_from_btrfs(int folder, struct quota *quota, struct problem *problem) MUST_CHECK;

#endif
