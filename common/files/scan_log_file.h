/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The log of a virus scan, as a file, and those that logrotate made of it.
 *
 * A log may be large: it is read backwards from its end until the last whole summary and
 * the beginning of its scan are found, and only from there on forwards.  When it has no
 * whole summary, those that it was renamed to are looked at, the youngest first: NAME.1,
 * NAME.1.gz, NAME.gz, NAME.2, NAME.2.gz.  What is compressed is read through from its
 * beginning, with libarchive, which is loaded then.
 */
#ifndef RECEICO_FILES_SCAN_LOG_FILE_H
#define RECEICO_FILES_SCAN_LOG_FILE_H

#include "common/check/deadline.h"
#include "common/files/scan_log.h"

#include <time.h>

struct scan_log_file {
	char path[512];  /* of the file that has the last summary; that asked for when none has */
	bool is_rotated; /* it is not the file that was asked for */
	time_t written;  /* when the file that was asked for was last written; 0: it is not there */
};

/* Reads the log at `path` into an empty `log`.  That no file has a summary is no failure.
 * PROBLEM_PEER: there is no such file, nor a rotated one.  PROBLEM_SYSTEM: a file cannot
 * be read, and the text names it, its owner and its mode.  PROBLEM_INPUT: it is no
 * regular file.  PROBLEM_TIMEOUT: the deadline passed before a summary was found. */
bool scan_log_read(const char *path, const struct deadline *deadline, struct scan_log *log, struct scan_log_file *file,
		   struct problem *problem) MUST_CHECK;

#endif
