// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * check_clamav_age - did the last virus scan end in time, and was it a good one?
 *
 * OK proves that the log tells of a scan that came to its end within the limits, found
 * nothing, and met no errors.  With further options OK also proves that paths were
 * covered, that the signatures on disk are young, that clamd answers with the same
 * signatures, and that it finds the EICAR test file.  A log is what a scanner wrote: OK
 * does not prove that nobody else wrote into it, nor that no virus is there.
 */
#include "common/check/check.h"
#include "common/check/duration.h"
#include "common/files/cvd.h"
#include "common/files/scan_judgement.h"
#include "common/net/clamd.h"
#include "common/time/zone.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define USUAL_FOLDER "/var/lib/clamav"

/* A scan a day, two hours of grace; then a second missed one. */
enum { DAY_AND_GRACE = 26 * 3600, TWO_DAYS_AND_GRACE = 50 * 3600 };

struct settings {
	const char *scan_log;
	struct range warning, critical;
	const char *timezone;
	struct range infected_warning, infected_critical;
	struct range errors_warning, errors_critical;
	bool ignore_vanished;
	struct range files;
	struct texts require_path;
	const char *database;
	struct range database_warning, database_critical;
	struct clamd_address clamd;
	struct range queue_warning, queue_critical;
	double reload_grace; /* seconds */
	bool self_test;
};

static const struct settings defaults = {
	.warning = { .end = DAY_AND_GRACE, .is_set = true },
	.critical = { .end = TWO_DAYS_AND_GRACE, .is_set = true },
	.infected_critical = { .is_set = true },
	.errors_warning = { .is_set = true },
	.reload_grace = 3600,
};

/* --- arguments ------------------------------------------------------------------ */

/* A duration as ours, or as the peers write it: "48 hours", "1 day". */
static bool read_expiry(const char *text, double *seconds, struct problem *problem)
{
	static const struct {
		const char *name;
		double seconds;
	} words[] = { { "second", 1 }, { "minute", 60 }, { "hour", 3600 }, { "day", 86400 }, { "week", 604800 } };
	size_t number = strspn(text, "0123456789.");
	const char *word = text + number + strspn(text + number, " ");
	double count = 0;

	for (size_t i = 0; i < LENGTH(words); i++) {
		size_t length = strlen(words[i].name);

		if (strncmp(word, words[i].name, length) != 0 || word[length + (word[length] == 's')])
			continue;
		if (!duration_parse_part(text, number, &count, problem))
			return false;
		*seconds = count * words[i].seconds;
		return true;
	}
	return duration_parse(text, seconds, problem);
}

static bool parse_expiry(const char *text, void *filled, struct problem *problem)
{
	double seconds = 0;

	if (!read_expiry(text, &seconds, problem))
		return false;
	if (seconds <= 0)
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' is not above 0", text);
	((struct settings *)filled)->critical = (struct range){ .end = seconds, .is_set = true };
	return true;
}

static bool parse_clamd(const char *text, void *filled, struct problem *problem)
{
	return clamd_address_parse(text, &((struct settings *)filled)->clamd, problem);
}

static const struct option_entry options[] = {
	{ 'l', FILLS(scan_log), "FILE",
	  "log of clamscan or clamdscan; rotated ones are looked at when it has no summary", .group = "Last scan",
	  .alias = "logfile", .required = true },
	{ 'w', FILLS(warning), "RANGE", "warning unless the last completed scan ended within this time",
	  .unit = UNIT_SECONDS },
	{ 'c', FILLS(critical), "RANGE", "critical unless it ended within this", .unit = UNIT_SECONDS },
	{ 'e', .name = "expiry", .kind = OPTION_PARSED, .parse = parse_expiry, .argument = "DURATION",
	  .help = "the same as --critical; takes '48 hours' too" },
	{ 0, FILLS(timezone), "ZONE", "zone of the times in the log, such as Asia/Tokyo (default: this machine's)" },
	{ 0, FILLS(infected_warning), "RANGE", "warning unless it found at most so many infected files" },
	{ 0, FILLS(infected_critical), "RANGE", "critical unless it found at most so many" },
	{ 0, FILLS(errors_warning), "RANGE", "warning unless it met at most so many errors" },
	{ 0, FILLS(errors_critical), "RANGE", "critical unless it met at most so many" },
	{ 0, FILLS(ignore_vanished), NULL, "a file that went away while the scan ran is no error" },
	{ 0, FILLS(files), "RANGE", "critical unless it scanned at least so many files (default 1 where the log tells)",
	  .at_least = true },
	{ 0, FILLS(require_path), "PATH", "critical unless it scanned this file, or something in this folder" },
	{ 'p', FILLS(database), "FOLDER",
	  "judge the age of the signatures here, by the youngest of daily, main and bytecode "
	  "(default with a limit alone: " USUAL_FOLDER ")",
	  .group = "Signatures", .alias = "path" },
	{ 0, FILLS(database_warning), "RANGE", "warning unless it is younger than this (default 26h)",
	  .unit = UNIT_SECONDS },
	{ 0, FILLS(database_critical), "RANGE", "critical unless it is younger (default 50h)", .unit = UNIT_SECONDS },
	{ 'H', FILLS_BY(clamd, parse_clamd), "SOCKET|HOST[:PORT]",
	  "critical unless clamd answers here (port 3310); with --database also that its signatures are those on disk",
	  .group = "Daemon" },
	{ 0, FILLS(queue_warning), "RANGE", "warning unless at most so many requests wait" },
	{ 0, FILLS(queue_critical), "RANGE", "critical unless at most so many wait" },
	{ 0, FILLS(reload_grace), "DURATION", "clamd may lack new signatures for so long after they came" },
	{ 0, FILLS(self_test), NULL, "critical unless clamd finds the EICAR test file" },
	{ 0 },
};

static const struct example examples[] = {
	{ "-l /var/log/clamav/scan.log", "a scan ended within 26 hours and found nothing" },
	{ "-l /var/log/clamav/scan.log --timezone Asia/Tokyo -w 25h -c 49h", "the log's times are Japan's" },
	{ "-l /var/log/clamav/scan.log --require-path /srv/tenant --ignore-vanished",
	  "and it covered a tenant's files, some of which may have gone meanwhile" },
	{ "-l /var/log/clamav/scan.log -p /var/lib/clamav", "and the signatures are not older than 26 hours" },
	{ "-l /var/log/clamav/scan.log -p /var/lib/clamav -H /run/clamav/clamd.ctl --self-test",
	  "and clamd answers, has loaded them, and finds the EICAR test file" },
	{ "-l /var/log/clamav/scan.log -e '48 hours' --clamd 127.0.0.1:3310 --queue-warning 50",
	  "an expiry as the peers have it, and a daemon over TCP" },
	{ 0 },
};

/* --- facts ------------------------------------------------------------------------ */

struct clamd_look {
	struct problem problem; /* PROBLEM_NONE: it went well */
	double seconds;
	struct clamd_version version;
	time_t loaded_built; /* of the database that it has in memory; 0: not told */
	struct clamd_stats stats;
	struct clamd_verdict clean, eicar;
};

/* What was seen.  evaluate() sees only this. */
struct facts {
	time_t now;
	struct scan_look scan;
	struct problem database_problem; /* PROBLEM_NONE: it was read */
	struct cvd_folder database;
	struct clamd_look clamd;
};

static bool wants_database(const struct settings *settings)
{
	return settings->database || settings->database_warning.is_set || settings->database_critical.is_set;
}

static const char *folder_of(const struct settings *settings)
{
	return settings->database ? settings->database : USUAL_FOLDER;
}

/* --- collect ---------------------------------------------------------------------- */

/* For the person who asked with -v: what the verdict does not need. */
static void trace_scan(const struct scan_look *look, const struct result *trace)
{
	const struct scan *scan = &look->log.last;
	char start[32] = "unknown";

	if (scan->has_start)
		strftime(start, sizeof start, "%Y-%m-%d %H:%M:%S", &scan->start);
	result_trace(trace, 1, "%s: the last scan started %s, engine %s, %.0f signatures", look->file.path, start,
		     scan->engine[0] ? scan->engine : "unknown", scan->signatures);
}

static void trace_database(const struct cvd_folder *database, const struct result *trace)
{
	for (size_t i = 0; i < database->count; i++) {
		const struct cvd *cvd = database->found + i;

		result_trace(trace, 1, "%s: version %.0f, %.0f signatures of level %.0f, built %s by %s", cvd->name,
			     cvd->version, cvd->signatures, cvd->level, cvd->built_text, cvd->builder);
	}
}

static void look_at_log(const struct settings *settings, const struct deadline *deadline, struct scan_look *look)
{
	struct tm end;

	look->path = settings->scan_log;
	look->log = scan_log_empty(&settings->require_path);
	if (!scan_log_read(settings->scan_log, deadline, &look->log, &look->file, &look->problem))
		return;
	look->problem.kind = PROBLEM_NONE;
	end = look->log.last.end;
	look->finished = look->log.has_last ? mktime(&end) : 0;
	localtime_r(&look->file.written, &look->written);
}

static bool talk(const struct settings *settings, const struct deadline *deadline, struct clamd_look *look)
{
	const struct clamd_address *address = &settings->clamd;
	struct problem *problem = &look->problem;

	return clamd_ping(address, deadline, problem) &&
	       clamd_ask_version(address, deadline, &look->version, problem) &&
	       clamd_ask_stats(address, deadline, &look->stats, problem) &&
	       (!settings->self_test || clamd_self_test(address, deadline, &look->clean, &look->eicar, problem));
}

static void look_at_clamd(const struct settings *settings, const struct deadline *deadline, struct clamd_look *look)
{
	double begin = deadline_clock();
	struct tm built;

	if (!talk(settings, deadline, look))
		return;
	look->problem.kind = PROBLEM_NONE;
	look->seconds = deadline_clock() - begin;
	built = look->version.built;
	look->loaded_built = look->version.has_built ? mktime(&built) : 0;
}

static void collect(const struct settings *settings, const struct deadline *deadline, struct facts *facts,
		    const struct result *trace)
{
	look_at_log(settings, deadline, &facts->scan);
	if (facts->scan.log.has_last)
		trace_scan(&facts->scan, trace);
	if (wants_database(settings) &&
	    cvd_read_folder(folder_of(settings), &facts->database, &facts->database_problem))
		facts->database_problem.kind = PROBLEM_NONE;
	trace_database(&facts->database, trace);
	if (settings->clamd.is_set)
		look_at_clamd(settings, deadline, &facts->clamd);
}

/* --- evaluate --------------------------------------------------------------------- */

static struct scan_limits limits_of(const struct settings *settings)
{
	return (struct scan_limits){ .age_warning = &settings->warning,
				     .age_critical = &settings->critical,
				     .infected_warning = &settings->infected_warning,
				     .infected_critical = &settings->infected_critical,
				     .errors_warning = &settings->errors_warning,
				     .errors_critical = &settings->errors_critical,
				     .files = &settings->files,
				     .paths = &settings->require_path,
				     .ignore_vanished = settings->ignore_vanished };
}

/* The limits on the age of signatures, each with its default. */
static struct range database_warning(const struct settings *settings)
{
	return settings->database_warning.is_set ? settings->database_warning : defaults.warning;
}

static struct range database_critical(const struct settings *settings)
{
	return settings->database_critical.is_set ? settings->database_critical : defaults.critical;
}

static void judge_youngest(const struct settings *settings, const struct cvd *cvd, time_t now, struct result *result)
{
	const struct range warning = database_warning(settings);
	const struct range critical = database_critical(settings);
	double age = cvd ? scan_age(now, cvd->built) : NAN;
	char text[640] = "";
	char kind[16];
	char span[32];
	char built[32] = "";
	struct tm utc;

	if (cvd) {
		cvd_kind(cvd, kind, sizeof kind);
		duration_write(age < 0 ? -age : age, span, sizeof span);
		gmtime_r(&cvd->built, &utc);
		strftime(built, sizeof built, "%Y-%m-%dT%H:%M:%SZ", &utc);
		if (range_judge(&warning, &critical, age) == STATUS_OK)
			snprintf(text, sizeof text, "signatures %s %.0f (%s old)", kind, cvd->version, span);
		else
			snprintf(text, sizeof text, "the youngest signatures in %.400s are %s %.0f, built %s (%s %s)",
				 folder_of(settings), cvd->name, cvd->version, built, span,
				 age < 0 ? "ahead of now" : "old");
	}
	result_measure(result, &(struct measure){ .label = "db_age",
						  .value = age,
						  .unit = UNIT_SECONDS,
						  .warning = &warning,
						  .critical = &critical,
						  .minimum = BOUND(0),
						  .text = text });
}

static void judge_database(const struct settings *settings, const struct facts *facts, struct result *result)
{
	const struct cvd_folder *database = &facts->database;
	bool is_read = facts->database_problem.kind == PROBLEM_NONE;

	if (!is_read)
		result_problem(result, STATUS_CRITICAL, &facts->database_problem);
	if (is_read && database->damaged.kind != PROBLEM_NONE)
		result_problem(result, STATUS_CRITICAL, &database->damaged);
	else if (is_read && database->count == 0)
		result_say(result, STATUS_CRITICAL,
			   "no signature database in %s: none of daily, main and bytecode is there as .cvd or .cld",
			   folder_of(settings));
	judge_youngest(settings, is_read && database->count > 0 ? database->found + database->youngest : NULL,
		       facts->now, result);
}

/* What clamd has in memory may lag behind the disk for as long as it takes to notice. */
static void judge_loaded(const struct settings *settings, const struct facts *facts, const char *place,
			 struct result *result)
{
	const struct range warning = database_warning(settings);
	const struct range critical = database_critical(settings);
	const struct clamd_look *clamd = &facts->clamd;
	const struct cvd *daily = cvd_daily(&facts->database);
	double since = daily ? scan_age(facts->now, daily->arrived) : 0;
	enum status status = STATUS_WARNING;
	char loaded[64] = "no daily signatures";
	char span[32];

	if (daily == NULL || since <= settings->reload_grace ||
	    (clamd->version.has_database && clamd->version.database >= daily->version))
		return;
	if (clamd->version.has_database)
		snprintf(loaded, sizeof loaded, "daily %.0f", clamd->version.database);
	if (clamd->loaded_built > 0)
		status = status_worse(status,
				      range_judge(&warning, &critical, scan_age(facts->now, clamd->loaded_built)));
	duration_write(since, span, sizeof span);
	result_say(result, status, "%s has %s in memory, older than %s/%s %.0f, there since %s", place, loaded,
		   folder_of(settings), daily->name, daily->version, span);
}

static void judge_self_test(const struct clamd_look *clamd, const char *place, struct result *result)
{
	if (clamd->clean.is_infected)
		result_say(result, STATUS_CRITICAL, "%s finds %s in a harmless text", place, clamd->clean.signature);
	if (!clamd->eicar.is_infected)
		result_say(result, STATUS_CRITICAL, "%s does not find the EICAR test file", place);
	else
		result_say(result, STATUS_OK, "EICAR found as %s", clamd->eicar.signature);
}

static void judge_clamd(const struct settings *settings, const struct facts *facts, struct result *result)
{
	const struct clamd_look *clamd = &facts->clamd;
	bool is_heard = clamd->problem.kind == PROBLEM_NONE;
	struct measure queue = { .label = "queue",
				 .value = is_heard ? clamd->stats.queue : NAN,
				 .warning = &settings->queue_warning,
				 .critical = &settings->queue_critical,
				 .minimum = BOUND(0) };
	char place[CLAMD_PLACE_SIZE];
	char text[CLAMD_PLACE_SIZE + 64];

	clamd_place_write(&settings->clamd, place, sizeof place);
	snprintf(text, sizeof text, "%s has %.0f requests waiting", place, clamd->stats.queue);
	if (!is_heard)
		result_problem(result, STATUS_CRITICAL, &clamd->problem);
	else if (!clamd->stats.is_valid)
		result_say(result, STATUS_CRITICAL, "%s is about to end", place);
	else
		result_say(result, STATUS_OK, "%s answers", clamd->version.engine);
	if (range_judge(queue.warning, queue.critical, clamd->stats.queue) != STATUS_OK)
		queue.text = text;
	result_measure(result, &queue);
	result_measure(result, &(struct measure){ .label = "time",
						  .value = is_heard ? clamd->seconds : NAN,
						  .unit = UNIT_SECONDS,
						  .minimum = BOUND(0) });
	if (is_heard && wants_database(settings) && facts->database_problem.kind == PROBLEM_NONE)
		judge_loaded(settings, facts, place, result);
	if (is_heard && settings->self_test)
		judge_self_test(clamd, place, result);
}

static void evaluate(const struct settings *settings, const struct facts *facts, struct result *result)
{
	const struct scan_limits limits = limits_of(settings);

	scan_judge(&facts->scan, &limits, facts->now, result);
	if (wants_database(settings))
		judge_database(settings, facts, result);
	if (settings->clamd.is_set)
		judge_clamd(settings, facts, result);
}

/* --- combinations ------------------------------------------------------------------- */

static bool refuse(const char *option, const char *reason, struct problem *problem)
{
	return problem_set(problem, PROBLEM_INPUT, "%s: %s", option, reason);
}

static bool verify(const void *checked, struct problem *problem)
{
	const struct settings *settings = checked;
	const struct texts *paths = &settings->require_path;

	if (settings->scan_log[0] == '\0')
		return refuse("--scan-log", "it is empty: the path of a log is expected", problem);
	if (settings->database && settings->database[0] == '\0')
		return refuse("--database", "it is empty: the path of a folder is expected", problem);
	if (paths->count > SCAN_PATHS_MAXIMUM)
		return refuse("--require-path", "it may be given 16 times at most", problem);
	for (size_t i = 0; i < paths->count; i++) {
		if (paths->items[i][0] != '/')
			return refuse("--require-path", "an absolute path is expected", problem);
	}
	if (settings->clamd.is_set)
		return true;
	if (settings->self_test)
		return refuse("--self-test", "it needs --clamd", problem);
	if (settings->queue_warning.is_set)
		return refuse("--queue-warning", "it needs --clamd", problem);
	return !settings->queue_critical.is_set || refuse("--queue-critical", "it needs --clamd", problem);
}

/* --------------------------------------------------------------------------------- */

static void run(const void *given, const struct deadline *deadline, struct result *result)
{
	const struct settings *settings = given;
	struct facts facts = { .now = time(NULL) };
	struct problem problem;

	if (!zone_enter(settings->timezone, &problem)) {
		problem_prefix(&problem, "--timezone");
		result_problem(result, STATUS_UNKNOWN, &problem);
		return;
	}
	collect(settings, deadline, &facts, result);
	evaluate(settings, &facts, result);
}

const struct check check = {
	.name = "check_clamav_age",
	.service = "CLAMAV",
	.summary = "did the last virus scan end in time, and was it a good one?",
	.proves = "OK proves that the log tells of a scan that came to its end within the limits, found nothing and "
		  "met no errors, and whatever else the options ask for: paths that it covered, signatures that are "
		  "young, a clamd that answers with the same ones and finds the EICAR test file. A log is what a "
		  "scanner wrote: OK does not prove that nobody else wrote into it, nor that no virus is there.",
	.clauses = "4.8",
	.synopsis = "-l FILE [OPTION]...",
	.options = options,
	.examples = examples,
	.defaults = &defaults,
	.settings_size = sizeof(struct settings),
	.verify = verify,
	.run = run,
};
