/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The block device that a file system was mounted from.
 *
 * Source: proc(5), /proc/PID/mountinfo.
 */
#ifndef RECEICO_FILES_MOUNT_DEVICE_H
#define RECEICO_FILES_MOUNT_DEVICE_H

#include "common/check/problem.h"

#include <stddef.h>
#include <sys/types.h>

enum { MOUNT_DEVICE_SIZE = 256 };

/* Writes the path of the device whose number files of that system have.  False when the
 * system's table of mounts has none. */
bool mount_device_find(dev_t device, char *path, size_t size) MUST_CHECK;

/* The same from the text of that table. */
bool mount_device_parse(const char *table, dev_t device, char *path, size_t size) MUST_CHECK;

#endif
