// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/scan_judgement.h"

#include "common/check/buffer.h"
#include "common/check/duration.h"

#include <math.h>
#include <stdio.h>

enum { STAMP_SIZE = 32, SPAN_SIZE = 32, FOUND_SHOWN = 3 };

double scan_age(time_t now, time_t then)
{
	static const double tolerance = 300;
	double age = difftime(now, then);

	return age < 0 && age >= -tolerance ? 0 : age;
}

/* --- words ------------------------------------------------------------------------ */

/* "2026-11-23 05:12" */
static void write_stamp(const struct tm *moment, char *text)
{
	if (strftime(text, STAMP_SIZE, "%Y-%m-%d %H:%M", moment) == 0)
		text[0] = '\0';
}

/* "2026-11-23 05:12 (3 h ago)" */
static void write_moment(const struct tm *moment, double age, char *text, size_t size)
{
	char stamp[STAMP_SIZE];
	char span[SPAN_SIZE];

	write_stamp(moment, stamp);
	duration_write(age < 0 ? -age : age, span, sizeof span);
	if (age < 0)
		snprintf(text, size, "%s, %s ahead of now: is --timezone right?", stamp, span);
	else
		snprintf(text, size, "%s (%s ago)", stamp, span);
}

/* ": /srv/a (Eicar-Signature), /srv/b (...) and 3 more" */
static void add_found(struct buffer *text, const struct scan *scan)
{
	size_t shown = 0;

	/* Of many, the names may have been lost to those of a scan that was broken off. */
	for (; shown < FOUND_SHOWN && shown < scan->found_count && scan->found[shown].signature[0]; shown++)
		buffer_print(text, "%s %s (%s)", shown == 0 ? ":" : ",", scan->found[shown].file,
			     scan->found[shown].signature);
	if (shown > 0 && scan->found_count > shown)
		buffer_print(text, " and %zu more", scan->found_count - shown);
}

/* --- the last scan ------------------------------------------------------------------ */

/* A text that is said while all is well, and a longer one that is said otherwise. */
static void measure(struct result *result, struct measure measured, const char *well, const char *otherwise)
{
	bool good = range_judge(measured.warning, measured.critical, measured.value) == STATUS_OK;

	measured.text = good ? well : otherwise;
	result_measure(result, &measured);
}

static void judge_age(const struct scan_look *look, const struct scan_limits *limits, time_t now, struct result *result)
{
	double age = look->finished == (time_t)-1 ? NAN : scan_age(now, look->finished);
	const struct measure measured = { .label = "scan_age",
					  .value = age,
					  .unit = UNIT_SECONDS,
					  .warning = limits->age_warning,
					  .critical = limits->age_critical,
					  .minimum = BOUND(0) };
	char moment[128];
	char here[768];
	char short_text[768];

	write_moment(&look->log.last.end, age, moment, sizeof moment);
	snprintf(here, sizeof here, "last scan in %s finished %s", look->file.path, moment);
	snprintf(short_text, sizeof short_text, "last scan finished %s", moment);
	measure(result, measured, look->file.is_rotated ? here : short_text, here);
	if (isnan(age))
		result_say(result, STATUS_UNKNOWN, "%s: the last scan's end is no time of this zone", look->file.path);
}

static void judge_infected(const struct scan_look *look, const struct scan_limits *limits, const char *when,
			   struct result *result)
{
	const struct scan *scan = &look->log.last;
	struct buffer text = buffer_limited(1500);
	char well[64];

	snprintf(well, sizeof well, "%.0f infected", scan->infected);
	buffer_print(&text, "%.0f infected in the scan of %s, by %s", scan->infected, when, look->file.path);
	add_found(&text, scan);
	measure(result,
		(struct measure){ .label = "infected",
				  .value = scan->infected,
				  .warning = limits->infected_warning,
				  .critical = limits->infected_critical,
				  .minimum = BOUND(0) },
		well, text.data);
	buffer_free(&text);
}

static void judge_errors(const struct scan_look *look, const struct scan_limits *limits, const char *when,
			 struct result *result)
{
	const struct scan *scan = &look->log.last;
	double errors = scan_errors(scan, limits->ignore_vanished);
	const char *first = scan->first_error[0] || limits->ignore_vanished ? scan->first_error : scan->first_vanished;
	char vanished[64];
	char text[1024];

	snprintf(text, sizeof text, "%.0f %s in the scan of %s, by %s%s%s", errors, errors > 1 ? "errors" : "error",
		 when, look->file.path, first[0] ? ": " : "", first);
	snprintf(vanished, sizeof vanished, "%zu vanished while it ran", scan->vanished);
	measure(result,
		(struct measure){ .label = "errors",
				  .value = errors,
				  .warning = limits->errors_warning,
				  .critical = limits->errors_critical,
				  .minimum = BOUND(0) },
		errors > 0 ? text : NULL, text);
	measure(result, (struct measure){ .label = "vanished", .value = (double)scan->vanished, .minimum = BOUND(0) },
		scan->vanished > 0 ? vanished : NULL, NULL);
}

/* A scan that looked at nothing found nothing. */
static const struct range *files_limit(const struct scan_limits *limits)
{
	static const struct range some = { .start = 1, .end = INFINITY, .is_set = true };

	return limits->files->is_set ? limits->files : &some;
}

static void judge_files(const struct scan_look *look, const struct scan_limits *limits, const char *when,
			struct result *result)
{
	const struct scan *scan = &look->log.last;
	const char *noun = scan->files == 1 ? "file" : "files";
	char well[64];
	char text[768];

	snprintf(well, sizeof well, "%.0f %s", scan->files, noun);
	snprintf(text, sizeof text, "%.0f %s scanned in the scan of %s, by %s", scan->files, noun, when,
		 look->file.path);
	measure(result,
		(struct measure){ .label = "scanned_files",
				  .value = scan->files,
				  .critical = files_limit(limits),
				  .minimum = BOUND(0) },
		well, text);
	if (isnan(scan->files) && limits->files->is_set)
		result_say(result, STATUS_UNKNOWN,
			   "%s does not tell how many files were scanned: --files needs the log of clamscan",
			   look->file.path);
	if (scan->has_no_scanner)
		result_say(result, STATUS_CRITICAL, "nothing was scanned in the scan of %s, by %s: %s", when,
			   look->file.path, scan->first_error);
	if (scan->signatures == 0)
		result_say(result, STATUS_CRITICAL, "the scan of %s knew no virus, by %s", when, look->file.path);
}

static void judge_paths(const struct scan_look *look, const struct scan_limits *limits, const char *when,
			struct result *result)
{
	const struct scan *scan = &look->log.last;

	for (size_t i = 0; i < limits->paths->count && i < SCAN_PATHS_MAXIMUM; i++) {
		if (scan->covered[i])
			continue;
		if (scan->paths == 0) {
			result_say(result, STATUS_UNKNOWN,
				   "%s does not tell which files were scanned: --require-path needs the log of "
				   "clamscan -v, or of clamdscan without -i",
				   look->file.path);
			return;
		}
		result_say(result, STATUS_CRITICAL, "%s was not scanned in the scan of %s, by %s",
			   limits->paths->items[i], when, look->file.path);
	}
}

static void judge_last(const struct scan_look *look, const struct scan_limits *limits, time_t now,
		       struct result *result)
{
	char when[STAMP_SIZE];

	write_stamp(&look->log.last.end, when);
	judge_age(look, limits, now, result);
	judge_infected(look, limits, when, result);
	judge_errors(look, limits, when, result);
	judge_files(look, limits, when, result);
	result_measure(result, &(struct measure){ .label = "scan_time",
						  .value = look->log.last.seconds,
						  .unit = UNIT_SECONDS,
						  .minimum = BOUND(0) });
	judge_paths(look, limits, when, result);
}

/* --- no scan, and one without a summary ---------------------------------------------- */

/* ", last written 2026-11-23 05:12 (3 h ago)" */
static void write_written(const struct scan_look *look, time_t now, char *text, size_t size)
{
	char moment[128];

	text[0] = '\0';
	if (look->file.written == 0)
		return;
	write_moment(&look->written, scan_age(now, look->file.written), moment, sizeof moment);
	snprintf(text, size, ", last written %s", moment);
}

static void judge_missing(const struct scan_look *look, const char *written, struct result *result)
{
	const char *why = look->log.is_on_access ? ": clamonacc wrote it, which watches and completes no scan"
			  : look->log.has_open   ? ": one began and has no summary"
						 : "";

	if (look->log.has_undated)
		result_say(result, STATUS_UNKNOWN,
			   "the last summary in %s does not tell when the scan ended: ClamAV does since 0.103%s",
			   look->file.path, written);
	else
		result_say(result, STATUS_CRITICAL, "no scan in %s has completed%s%s", look->file.path, why, written);
}

/* What was found counts at once, not only when the scan has ended. */
static void judge_open(const struct scan_look *look, const struct scan_limits *limits, const char *written,
		       struct result *result)
{
	const struct scan *scan = &look->log.open;
	enum status status =
		range_judge(limits->infected_warning, limits->infected_critical, (double)scan->found_count);
	struct buffer text = buffer_limited(1500);

	if (scan->found_count > 0) {
		buffer_print(&text, "%zu infected since the last summary, by %s%s", scan->found_count, look->path,
			     written);
		add_found(&text, scan);
		result_say(result, status, "%s", text.data);
	} else if (look->log.has_last) {
		result_say(result, STATUS_OK, "another scan began and has no summary%s", written);
	}
	buffer_free(&text);
}

static void record_nothing(const struct scan_limits *limits, struct result *result)
{
	const struct measure nothing[] = {
		{ .label = "scan_age",
		  .unit = UNIT_SECONDS,
		  .warning = limits->age_warning,
		  .critical = limits->age_critical },
		{ .label = "infected", .warning = limits->infected_warning, .critical = limits->infected_critical },
		{ .label = "errors", .warning = limits->errors_warning, .critical = limits->errors_critical },
		{ .label = "vanished" },
		{ .label = "scanned_files", .critical = files_limit(limits) },
		{ .label = "scan_time", .unit = UNIT_SECONDS },
	};

	for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
		struct measure each = nothing[i];

		each.value = NAN;
		each.minimum = BOUND(0);
		result_measure(result, &each);
	}
}

void scan_judge(const struct scan_look *look, const struct scan_limits *limits, time_t now, struct result *result)
{
	char written[160];

	if (look->problem.kind != PROBLEM_NONE) {
		result_problem(result, STATUS_CRITICAL, &look->problem);
		record_nothing(limits, result);
		return;
	}
	write_written(look, now, written, sizeof written);
	if (look->log.has_last) {
		judge_last(look, limits, now, result);
	} else {
		judge_missing(look, written, result);
		record_nothing(limits, result);
	}
	if (look->log.has_open)
		judge_open(look, limits, written, result);
}
