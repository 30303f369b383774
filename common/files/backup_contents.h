/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What is in a generation of a backup, as --verify asks: each of its files is looked at
 * (soundness.h), with the checksum file beside it.
 */
#ifndef RECEICO_FILES_BACKUP_CONTENTS_H
#define RECEICO_FILES_BACKUP_CONTENTS_H

#include "common/files/generation.h"
#include "common/files/place.h"

/* To the depth of enum backup_verification.  Notes in the generation what is wrong with it, or what
 * was found out of it (.proof) and, where every part was read through, its digests (.contents).
 * Folders are not looked into, which is said; one that is nothing else is not judged. */
void backup_contents_look(struct place *place, const struct listing *listing, int verification,
			  const struct deadline *deadline, struct generation *generation);

#endif
