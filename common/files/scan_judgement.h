/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What a look at the log of a virus scan proves, in states and words.
 */
#ifndef RECEICO_FILES_SCAN_JUDGEMENT_H
#define RECEICO_FILES_SCAN_JUDGEMENT_H

#include "common/check/result.h"
#include "common/files/scan_log_file.h"

#include <time.h>

/* What was seen of the log. */
struct scan_look {
	const char *path;       /* of the log, as it was asked for */
	struct problem problem; /* PROBLEM_NONE: it was read */
	struct scan_log log;
	struct scan_log_file file;
	time_t finished;   /* log.last.end; -1: there is no such time of day in the zone */
	struct tm written; /* file.written in the zone of the log */
};

/* What is asked of it. */
struct scan_limits {
	const struct range *age_warning, *age_critical; /* seconds since the scan finished */
	const struct range *infected_warning, *infected_critical;
	const struct range *errors_warning, *errors_critical;
	const struct range *files; /* scanned; not set: one at least, where the form tells */
	const struct texts *paths; /* to be covered */
	bool ignore_vanished;
};

/* Records the verdict, and scan_age, infected, errors, vanished, scanned_files and
 * scan_time, of which each is there in every case. */
void scan_judge(const struct scan_look *look, const struct scan_limits *limits, time_t now, struct result *result);

/* Seconds from `then` to `now`.  What lies up to five minutes ahead is now: two clocks differ. */
double scan_age(time_t now, time_t then);

#endif
