/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The log of a virus scan, as text: the last scan that came to its end, and what began after it.
 *
 * clamscan and clamdscan write lines about files and then a summary; both append, so a
 * log holds many scans and the last summary counts.  clamscan's summary tells how many
 * files it scanned, clamdscan's does not.  clamonacc writes what it finds and never a
 * summary: it watches, and completes no scan.
 *
 * A log is text without escapes, and names of files stand in it as they are, line ends
 * included.  So a summary counts only when it is whole (from its heading to `End Date:`
 * with nothing else in between), and what is found behind it is told beside it.
 *
 * Sources: ClamAV 1.4, clamscan/clamscan.c, clamscan/manager.c, clamdscan/clamdscan.c,
 * clamdscan/proto.c, clamonacc/.
 */
#ifndef RECEICO_FILES_SCAN_LOG_H
#define RECEICO_FILES_SCAN_LOG_H

#include "common/check/option.h"

#include <stddef.h>
#include <time.h>

/* Infected files that are remembered by name, paths that can be asked for, and bytes of
 * a line that are kept: of a longer one, its beginning and its end. */
enum { SCAN_FOUND_MAXIMUM = 5, SCAN_PATHS_MAXIMUM = 16, SCAN_LINE_MAXIMUM = 8192 };

/* An infected file. */
struct scan_found {
	char file[256];      /* foreign bytes, cut where too long */
	char signature[128]; /* likewise */
};

struct scan {
	/* From the summary; NAN where this form does not tell. */
	struct tm start, end; /* as the clock of the scanning machine's zone showed */
	bool has_start;
	double seconds;
	double infected, errors; /* a summary without errors does not tell them: 0 */
	double files;            /* scanned */
	double signatures;       /* known to the scanner */
	char engine[32];         /* "1.4.6", or "" */
	/* From the lines about files. */
	size_t vanished; /* files that went away while the scan ran */
	size_t failed;   /* other errors */
	char first_vanished[256], first_error[256];
	bool has_no_scanner; /* clamd was not there: nothing was scanned */
	size_t found_count;  /* infected files, of which the first are in `found` */
	struct scan_found found[SCAN_FOUND_MAXIMUM];
	size_t paths; /* lines that name what was scanned and clean */
	bool covered[SCAN_PATHS_MAXIMUM];
};

struct scan_log {
	const struct texts *wanted; /* paths that should be covered; NULL: none */
	bool has_last, has_open, has_undated, is_on_access;
	struct scan last; /* the last scan with a whole summary */
	struct scan open; /* what began after it */

	/* The reading itself. */
	size_t found_before; /* of open.found_count: before the scan that is read */
	bool in_summary, is_timed;
	char line[SCAN_LINE_MAXIMUM];
	size_t length;
};

/* A log of which nothing is read yet.  `wanted` outlives it. */
struct scan_log scan_log_empty(const struct texts *wanted);

/* Reads the next bytes of the log, in pieces of any size. */
void scan_log_feed(struct scan_log *log, const char *bytes, size_t length);

/* Says that there is no more: a last line may lack its end.  has_undated is set then when
 * a summary has no date, as before ClamAV 0.103. */
void scan_log_end(struct scan_log *log);

/* Errors of a scan: those of its summary, or its lines when they are more.  With
 * `ignore_vanished` files that went away are none. */
double scan_errors(const struct scan *scan, bool ignore_vanished);

#endif
