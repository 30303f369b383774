/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The depth `full` of soundness.h: every byte read, unpacked, and compared.
 */
#ifndef RECEICO_FILES_SOUNDNESS_THROUGH_H
#define RECEICO_FILES_SOUNDNESS_THROUGH_H

#include "common/files/content_end.h"
#include "common/files/soundness.h"

/* Sets the verdict and its reason. */
void soundness_say(struct soundness *soundness, enum soundness_verdict verdict, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* Is a content that begins so what `promised`, a set of kinds, says?  Nothing promised: yes.  The problem says
 * what it is instead.  Pure. */
bool soundness_kind_fits(enum content_kind kind, uint64_t promised, const struct content_sample *sample,
			 struct problem *problem) MUST_CHECK;

/* Goes on with what soundness_look() found to the depth of `magic`. */
bool soundness_look_through(const struct reader *reader, const struct soundness_question *question,
			    enum content_kind kind, const struct deadline *deadline, struct soundness *soundness,
			    struct problem *problem) MUST_CHECK;

#endif
