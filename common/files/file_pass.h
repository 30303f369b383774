/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * One pass over the bytes of a file: whoever reads them, each is read once into a window of
 * fixed size and goes into the digests on its way.
 */
#ifndef RECEICO_FILES_FILE_PASS_H
#define RECEICO_FILES_FILE_PASS_H

#include "common/check/deadline.h"
#include "common/files/digest.h"
#include "common/files/reader.h"

enum { FILE_PASS_WINDOW = 128 * 1024, FILE_PASS_DIGESTS = 2 };

/* What a step of reading, unpacking or walking came to. */
enum step {
	STEP_MORE,    /* a block is there */
	STEP_END,     /* it was all, and it was right */
	STEP_BROKEN,  /* the content is damaged; the problem says how */
	STEP_STOPPED, /* the bytes could not be had: the pass's own .problem says why */
	STEP_UNABLE   /* this machine cannot: a library, memory; the problem says what */
};

struct file_pass {
	const struct reader *reader;
	const struct deadline *deadline;
	unsigned char *window;
	uint64_t offset;  /* of the next block */
	uint64_t reached; /* all before it went into the digests */
	struct digest *digests[FILE_PASS_DIGESTS];
	struct problem problem; /* PROBLEM_TIMEOUT: the deadline passed */
	bool saw_a_byte;        /* that is not zero */
};

/* Begins at offset 0 with the digests of so many kinds; file_pass_close() is due either way. */
bool file_pass_open(struct file_pass *pass, const struct reader *reader, const struct deadline *deadline,
		    const enum digest_kind *kinds, size_t count, struct problem *problem) MUST_CHECK;
void file_pass_close(struct file_pass *pass);

/* The next block: STEP_MORE, STEP_END or STEP_STOPPED.  It lasts until the next call. */
enum step file_pass_next(struct file_pass *pass, const void **block, size_t *length);

/* The same without what was read already, to its end: STEP_END or STEP_STOPPED. */
enum step file_pass_finish(struct file_pass *pass);

/* Reads a part of a file into `bytes`; less than `size` at the file's end. */
bool file_pass_read_part(const struct reader *reader, uint64_t offset, void *bytes, size_t size,
			 const struct deadline *deadline, size_t *length, struct problem *problem) MUST_CHECK;

#endif
