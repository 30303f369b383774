/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * ClamAV's signature databases, by the headers of their files.
 *
 * daily, main and bytecode each lie in the folder as .cvd (as it was fetched) or .cld
 * (brought up to date by differences since).  Both begin with 512 bytes of text:
 * `ClamAV-VDB:BUILD TIME:VERSION:SIGNATURES:LEVEL:MD5:DIGITAL SIGNATURE:BUILDER:SECONDS`.
 * How old a database is stands there; the time of the file tells only when it came here.
 *
 * Source: ClamAV, libclamav/cvd.c (cl_cvdparse).
 */
#ifndef RECEICO_FILES_CVD_H
#define RECEICO_FILES_CVD_H

#include "common/check/problem.h"

#include <stddef.h>
#include <time.h>

enum { CVD_HEADER_SIZE = 512 };

struct cvd {
	char name[16]; /* "daily.cld"; empty for a header alone */
	char built_text[40];
	char builder[32];
	double version, signatures, level;
	time_t built;
	time_t arrived; /* here: when the file was last written */
};

/* daily, main and bytecode */
enum { CVD_KINDS = 3 };

struct cvd_folder {
	struct cvd found[CVD_KINDS]; /* of each kind the file with the higher version */
	size_t count;                /* of them that are there, first in `found` */
	size_t youngest;             /* its place in `found` */
	struct problem damaged;      /* PROBLEM_NONE, or what is wrong with a file */
};

/* Reads a header, of which at most CVD_HEADER_SIZE bytes are looked at.  Sets neither the
 * name nor when the file came. */
bool cvd_parse(const char *bytes, size_t length, struct cvd *cvd, struct problem *problem) MUST_CHECK;

/* Looks at the headers in a folder.  A file that is no database is no failure but
 * `damaged`.  PROBLEM_PEER: there is no such folder; PROBLEM_SYSTEM: it or a file in it
 * cannot be read. */
bool cvd_read_folder(const char *folder, struct cvd_folder *found, struct problem *problem) MUST_CHECK;

/* The daily database of a folder, or NULL. */
const struct cvd *cvd_daily(const struct cvd_folder *folder);

/* "daily" of "daily.cld", for the text.  16 bytes suffice. */
void cvd_kind(const struct cvd *cvd, char *text, size_t size);

#endif
