// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/scan_log.h"

#include "common/check/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define HEADING "----------- SCAN SUMMARY -----------"

/* What the programs write when a scan begins: so many dashes. */
enum { CLAMDSCAN_DASHES = 38, CLAMSCAN_DASHES = 79 };

static struct scan empty_scan(void)
{
	return (struct scan){ .seconds = NAN, .infected = NAN, .files = NAN, .signatures = NAN };
}

struct scan_log scan_log_empty(const struct texts *wanted)
{
	return (struct scan_log){ .wanted = wanted, .last = empty_scan(), .open = empty_scan() };
}

static bool begins(const char *line, const char *start)
{
	return strncmp(line, start, strlen(start)) == 0;
}

static bool ends(const char *line, size_t length, const char *end)
{
	size_t size = strlen(end);

	return length >= size && memcmp(line + length - size, end, size) == 0;
}

static void keep(char *place, size_t size, const char *bytes, size_t length)
{
	snprintf(place, size, "%.*s", (int)(length < size ? length : size - 1), bytes);
}

/* --- the summary ------------------------------------------------------------------ */

/* A number of digits alone, between two limits. */
static bool read_digits(const char *text, size_t length, int lowest, int highest, int *number)
{
	int value = 0;

	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		value = value * 10 + (text[i] - '0');
	}
	*number = value;
	return value >= lowest && value <= highest;
}

/* Of a month from 1 to 12. */
static int days_of(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && is_leap ? 29 : days[month - 1];
}

/* "2026:11:23 05:12:00": the year of struct tm begins at 1900, its month at 0. */
static bool read_date(const char *text, struct tm *date)
{
	struct tm read = { .tm_isdst = -1 };

	if (strlen(text) != 19 || text[4] != ':' || text[7] != ':' || text[10] != ' ' || text[13] != ':' ||
	    text[16] != ':')
		return false;
	if (!read_digits(text, 4, 1970, 9999, &read.tm_year) || !read_digits(text + 5, 2, 1, 12, &read.tm_mon) ||
	    !read_digits(text + 8, 2, 1, days_of(read.tm_year, read.tm_mon), &read.tm_mday) ||
	    !read_digits(text + 11, 2, 0, 23, &read.tm_hour) || !read_digits(text + 14, 2, 0, 59, &read.tm_min) ||
	    !read_digits(text + 17, 2, 0, 60, &read.tm_sec))
		return false;
	read.tm_year -= 1900;
	read.tm_mon -= 1;
	*date = read;
	return true;
}

static bool read_count(const char *text, double *count)
{
	double read = 0;

	if (text[0] < '0' || text[0] > '9' || strspn(text, "0123456789") != strlen(text) || !number_parse(text, &read))
		return false;
	*count = read;
	return true;
}

/* "11035.948 sec (183 m 55 s)" */
static bool read_seconds(const char *text, double *seconds)
{
	double read = 0;
	size_t used = number_read(text, strlen(text), &read);

	if (used == 0 || read < 0 || !begins(text + used, " sec"))
		return false;
	*seconds = read;
	return true;
}

/* Later versions may tell more: `Word: something`. */
static bool is_unknown_entry(const char *line, size_t length)
{
	size_t word = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz ");

	return word > 0 && line[0] != ' ' && line[word] == ':' && line[word + 1] == ' ' &&
	       !ends(line, length, " FOUND");
}

static void complete(struct scan_log *log)
{
	struct scan *scan = &log->open;
	size_t here = scan->found_count - log->found_before;

	/* Files found by a scan that was broken off are told only while this one lacks their number. */
	if ((double)here >= scan->infected) {
		size_t kept = scan->found_count < SCAN_FOUND_MAXIMUM ? scan->found_count : SCAN_FOUND_MAXIMUM;
		size_t gone = log->found_before < kept ? log->found_before : kept;

		memmove(scan->found, scan->found + gone, (kept - gone) * sizeof *scan->found);
		memset(scan->found + kept - gone, 0, gone * sizeof *scan->found);
		scan->found_count = here;
	}
	/* A summary that denies what stands above it is another scan's, or made up. */
	if (here > 0 && scan->infected == 0)
		scan->infected = (double)here;
	log->last = *scan;
	log->has_last = true;
	log->open = empty_scan();
	log->has_open = false;
	log->has_undated = false;
	log->in_summary = false;
	log->found_before = 0;
}

/* The text behind a key, or NULL when the line has another. */
static const char *value_of(const char *line, const char *key)
{
	return begins(line, key) ? line + strlen(key) : NULL;
}

static bool read_entry(struct scan_log *log, const char *line, size_t length)
{
	struct scan *scan = &log->open;
	const char *value;

	if ((value = value_of(line, "Known viruses: ")) != NULL)
		return read_count(value, &scan->signatures);
	if ((value = value_of(line, "Engine version: ")) != NULL) {
		keep(scan->engine, sizeof scan->engine, value, strlen(value));
		return true;
	}
	if ((value = value_of(line, "Scanned files: ")) != NULL)
		return read_count(value, &scan->files);
	if ((value = value_of(line, "Infected files: ")) != NULL)
		return read_count(value, &scan->infected);
	if ((value = value_of(line, "Total errors: ")) != NULL)
		return read_count(value, &scan->errors);
	if ((value = value_of(line, "Time: ")) != NULL)
		return log->is_timed = read_seconds(value, &scan->seconds);
	if ((value = value_of(line, "Start Date: ")) != NULL)
		return scan->has_start = read_date(value, &scan->start);
	if ((value = value_of(line, "End Date:   ")) == NULL)
		return begins(line, "LibClamAV ") || is_unknown_entry(line, length);
	if (!read_date(value, &scan->end) || isnan(scan->infected))
		return false;
	complete(log);
	return true;
}

static void begin_summary(struct scan_log *log)
{
	struct scan *scan = &log->open;

	log->has_open = true;
	log->in_summary = true;
	log->is_timed = false;
	scan->seconds = scan->infected = scan->files = scan->signatures = NAN;
	scan->errors = 0;
	scan->has_start = false;
	scan->engine[0] = '\0';
}

/* Before ClamAV 0.103 the time was the last that a summary told. */
static void leave_summary(struct scan_log *log)
{
	if (log->in_summary && log->is_timed && !log->open.has_start && !isnan(log->open.infected))
		log->has_undated = true;
	log->in_summary = false;
}

/* --- lines about files -------------------------------------------------------------- */

/* Is one of them the other, or a folder above it? */
static bool is_within(const char *path, size_t length, const char *folder, size_t folder_length)
{
	while (folder_length > 0 && folder[folder_length - 1] == '/')
		folder_length--;
	return length >= folder_length && memcmp(path, folder, folder_length) == 0 &&
	       (length == folder_length || path[folder_length] == '/');
}

/* clamdscan names the folder that it was given, clamscan each file. */
static void note_path(struct scan_log *log, const char *path, size_t length)
{
	log->has_open = true;
	for (size_t i = 0; log->wanted && i < log->wanted->count && i < SCAN_PATHS_MAXIMUM; i++) {
		const char *wanted = log->wanted->items[i];

		if (length > 0 && (is_within(path, length, wanted, strlen(wanted)) ||
				   is_within(wanted, strlen(wanted), path, length)))
			log->open.covered[i] = true;
	}
}

/* Who names what is clean names all that was scanned. */
static void note_clean(struct scan_log *log, const char *path, size_t length)
{
	log->open.paths++;
	note_path(log, path, length);
}

/* Where ": " stands last within `length` bytes; `length` when nowhere. */
static size_t last_colon(const char *line, size_t length)
{
	for (size_t i = length; i-- > 0;) {
		if (line[i] == ':' && line[i + 1] == ' ')
			return i;
	}
	return length;
}

/* "/srv/a: Eicar-Signature FOUND" */
static void note_found(struct scan_log *log, const char *line, size_t length)
{
	struct scan *scan = &log->open;
	size_t end = length - strlen(" FOUND");
	size_t colon = last_colon(line, end);

	note_path(log, line, colon);
	if (scan->found_count < SCAN_FOUND_MAXIMUM) {
		struct scan_found *found = scan->found + scan->found_count;

		keep(found->file, sizeof found->file, line, colon);
		keep(found->signature, sizeof found->signature, colon < end ? line + colon + 2 : "",
		     colon < end ? end - colon - 2 : 0);
	}
	scan->found_count++;
}

/* A file that was listed and could not be read any more, rather than one that may not be. */
static bool is_vanished(const char *line)
{
	static const char *const failures[] = { "Can't open file",         "lstat() failed",
						"File path check failure", "Failed to open file",
						"Can't open directory",    "Can't access file" };

	if (strstr(line, "Permission denied"))
		return false;
	for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
		if (strstr(line, failures[i]))
			return strstr(line, "No such file or directory") || strstr(line, "Can't access file");
	}
	return false;
}

static bool is_error(const char *line, size_t length)
{
	return begins(line, "ERROR: ") || ends(line, length, " ERROR") || ends(line, length, ": Access denied") ||
	       ends(line, length, ": Can't open directory.") || ends(line, length, ": Failed to open file") ||
	       (begins(line, "WARNING: ") && (strstr(line, "Can't open") || strstr(line, "Can't access")));
}

static void note_error(struct scan_log *log, const char *line, size_t length)
{
	struct scan *scan = &log->open;

	log->has_open = true;
	if (is_vanished(line)) {
		if (scan->vanished++ == 0)
			keep(scan->first_vanished, sizeof scan->first_vanished, line, length);
		return;
	}
	if (strstr(line, "Could not connect to clamd"))
		scan->has_no_scanner = true;
	if (scan->failed++ == 0)
		keep(scan->first_error, sizeof scan->first_error, line, length);
}

static bool is_clamonacc(const char *line)
{
	const char *text = begins(line, "ERROR: ") ? line + strlen("ERROR: ") : line;

	return begins(text, "Clamonacc: ") || begins(text, "ClamClient: ") || begins(text, "ClamInotif: ") ||
	       begins(text, "ClamFanotif: ");
}

static bool is_beginning(const char *line, size_t length)
{
	return (length == CLAMDSCAN_DASHES || length == CLAMSCAN_DASHES) && strspn(line, "-") == length;
}

/* What an earlier scan, broken off, had found is kept until one completes. */
static void begin_scan(struct scan_log *log)
{
	struct scan fresh = empty_scan();

	fresh.found_count = log->open.found_count;
	memcpy(fresh.found, log->open.found, sizeof fresh.found);
	log->open = fresh;
	log->found_before = fresh.found_count;
	log->has_open = true;
}

static void read_event(struct scan_log *log, const char *line, size_t length)
{
	static const char scanning[] = "Scanning ";

	if (is_clamonacc(line))
		log->is_on_access = true;
	if (is_beginning(line, length))
		begin_scan(log);
	else if (ends(line, length, " FOUND"))
		note_found(log, line, length);
	else if (begins(line, scanning))
		note_clean(log, line + strlen(scanning), length - strlen(scanning));
	else if (ends(line, length, ": OK"))
		note_clean(log, line, last_colon(line, length));
	else if (ends(line, length, ": Empty file"))
		note_path(log, line, last_colon(line, length));
	else if (is_error(line, length))
		note_error(log, line, length);
}

/* --- lines ---------------------------------------------------------------------------- */

/* What a daemon's log has in front: "Thu Nov 26 03:06:45 2026 -> ". */
static size_t stamp_length(const char *line, size_t length)
{
	static const char arrow[] = " -> ";
	enum { STAMP = 24 };

	return length > STAMP + strlen(arrow) && memcmp(line + STAMP, arrow, strlen(arrow)) == 0 && line[3] == ' ' &&
			       line[13] == ':' && line[16] == ':'
		       ? STAMP + strlen(arrow)
		       : 0;
}

static void read_line(struct scan_log *log)
{
	const char *line = log->line;
	size_t length = log->length;
	size_t skipped;

	log->length = 0;
	if (length > 0 && log->line[length - 1] == '\r')
		length--;
	log->line[length] = '\0';
	for (char *nul = log->line; (nul = memchr(nul, '\0', (size_t)(log->line + length - nul))) != NULL;)
		*nul = '?';
	skipped = stamp_length(line, length);
	line += skipped;
	length -= skipped;

	if (strcmp(line, HEADING) == 0) {
		leave_summary(log);
		begin_summary(log);
	} else if (!log->in_summary || !read_entry(log, line, length)) {
		leave_summary(log);
		read_event(log, line, length);
	}
}

/* Room for one byte more is kept for the NUL. */
static void add_to_line(struct scan_log *log, const char *bytes, size_t length)
{
	enum { LIMIT = SCAN_LINE_MAXIMUM - 1, HEAD = SCAN_LINE_MAXIMUM / 2, TAIL = SCAN_LINE_MAXIMUM / 4 };

	while (length > 0) {
		size_t room = LIMIT - log->length;
		size_t taken = length < room ? length : room;

		memcpy(log->line + log->length, bytes, taken);
		log->length += taken;
		bytes += taken;
		length -= taken;
		if (length > 0) {
			memmove(log->line + HEAD, log->line + LIMIT - TAIL, TAIL);
			log->length = HEAD + TAIL;
		}
	}
}

void scan_log_feed(struct scan_log *log, const char *bytes, size_t length)
{
	while (length > 0) {
		const char *end = memchr(bytes, '\n', length);
		size_t part = end ? (size_t)(end - bytes) : length;

		add_to_line(log, bytes, part);
		if (end == NULL)
			return;
		read_line(log);
		bytes += part + 1;
		length -= part + 1;
	}
}

void scan_log_end(struct scan_log *log)
{
	if (log->length > 0)
		read_line(log);
	leave_summary(log);
}

static double larger(double a, double b)
{
	return a > b ? a : b;
}

double scan_errors(const struct scan *scan, bool ignore_vanished)
{
	double vanished = (double)scan->vanished;
	double failed = (double)scan->failed;

	return ignore_vanished ? larger(scan->errors - vanished, failed) : larger(scan->errors, vanished + failed);
}
