/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Looking at many entries of one folder of this machine.
 *
 * Nearly all of the time goes into the kernel's fstatat(2), so a large folder is shared out
 * among threads: not less work, but done sooner.
 */
#ifndef RECEICO_FILES_LOCAL_LOOK_H
#define RECEICO_FILES_LOCAL_LOOK_H

#include "common/check/deadline.h"
#include "common/files/listing.h"

/* Looks at the entries of the listing from `first` on, which are of the open folder and have only names.
 * Those that went meanwhile are taken out and counted; those that cannot be looked at stay, and are
 * noted.  False when the deadline passes. */
bool local_look_at(int folder, struct listing *listing, size_t first, const struct deadline *deadline,
		   struct problem *problem) MUST_CHECK;

#endif
