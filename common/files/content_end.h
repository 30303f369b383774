/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Is the end of a content there?  Told from its first and last bytes and its size.
 */
#ifndef RECEICO_FILES_CONTENT_END_H
#define RECEICO_FILES_CONTENT_END_H

#include "common/check/problem.h"
#include "common/files/content_kind.h"

/* As many last bytes as can matter: a zip's end record with the longest comment. */
enum { CONTENT_TAIL_SIZE = 68 * 1024 };

/* The bytes may overlap, and are all there is when size_bytes is as small. */
struct content_sample {
	const unsigned char *head; /* CONTENT_HEAD_SIZE bytes, or as many as there are */
	size_t head_length;
	const unsigned char *tail; /* the last CONTENT_TAIL_SIZE bytes, or as many as there are */
	size_t tail_length;
	uint64_t size_bytes;
	bool holds_tar; /* the name says that a tar is compressed in it */
};

enum content_end {
	CONTENT_END_HERE,    /* it is there */
	CONTENT_END_MISSING, /* it is cut off, or something else follows it; the problem says how that shows */
	CONTENT_END_UNTOLD   /* the kind has none that these bytes could show */
};

/* `problem` (PROBLEM_PEER) is filled for CONTENT_END_MISSING alone.  Pure. */
enum content_end content_end_look(enum content_kind kind, const struct content_sample *sample, struct problem *problem);

#endif
