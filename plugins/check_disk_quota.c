// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * check_disk_quota - does every tenant stay within the space that is his?
 *
 * OK proves that what each tenant uses was counted, by the kernel's quota or by a walk
 * through his folder, and is within the limits.  It does not prove that a limit is kept
 * unless --require-enforcement asks for that.  A user's or a group's quota counts all that
 * is theirs on the file system, not only the folder.
 */
#include "common/check/check.h"
#include "common/check/duration.h"
#include "common/check/file.h"
#include "common/check/number.h"
#include "common/check/size.h"
#include "common/files/tenant_history.h"
#include "common/files/tenant_use.h"
#include "common/files/tenant_verdict.h"
#include "common/files/tenants.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A walk that would fill the whole timeout leaves so much of it to say what was found. */
#define TIME_TO_SAY 0.2

/* Days that a forecast looks back on at least: weeks have a pattern. */
enum { DAY_SECONDS = 86400, LOOK_BACK_DAYS = 28 };

struct ceiling {
	bool is_disk; /* the size of the file system */
	uint64_t bytes;
};

struct settings {
	struct texts path, exclude;
	const char *tenants;
	struct ceiling limit;
	long inode_limit;
	struct space_limit warning, critical, iwarning, icritical;
	bool require_enforcement;
	int source;
	struct use_budget budget;
	long threads;
	double forecast; /* seconds */
	const char *state_dir;
	long top;
};

static const struct settings defaults = { .top = 50 };

/* --- arguments ------------------------------------------------------------------ */

static bool parse_limit(const char *text, void *filled, struct problem *problem)
{
	struct ceiling limit = { .is_disk = strcmp(text, "disk") == 0 };

	if (!limit.is_disk && !size_parse(text, &limit.bytes, problem))
		return false;
	if (!limit.is_disk && limit.bytes == 0)
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' is no limit: a size above 0, or disk, is expected",
				   text);
	((struct settings *)filled)->limit = limit;
	return true;
}

static bool parse_warning(const char *text, void *filled, struct problem *problem)
{
	return space_limit_parse(text, UNIT_BYTES, &((struct settings *)filled)->warning, problem);
}

static bool parse_critical(const char *text, void *filled, struct problem *problem)
{
	return space_limit_parse(text, UNIT_BYTES, &((struct settings *)filled)->critical, problem);
}

static bool parse_inode_warning(const char *text, void *filled, struct problem *problem)
{
	return space_limit_parse(text, UNIT_NONE, &((struct settings *)filled)->iwarning, problem);
}

static bool parse_inode_critical(const char *text, void *filled, struct problem *problem)
{
	return space_limit_parse(text, UNIT_NONE, &((struct settings *)filled)->icritical, problem);
}

/* TIME[,ENTRIES], or ,ENTRIES. */
static bool parse_budget(const char *text, void *filled, struct problem *problem)
{
	const char *comma = strchr(text, ',');
	size_t length = comma ? (size_t)(comma - text) : strlen(text);
	struct use_budget budget = { 0 };
	double entries = 0;

	if ((length > 0 || !comma) && (!duration_parse_part(text, length, &budget.seconds, problem)))
		return false;
	if ((length > 0 && budget.seconds <= 0) ||
	    (comma && (!number_parse(comma + 1, &entries) || entries < 1 || entries > 1e15)))
		return problem_set(problem, PROBLEM_INPUT,
				   "'%.100s' is no budget (such as 30s, 30s,2000000 or ,2000000)", text);
	budget.entries = (uint64_t)entries;
	((struct settings *)filled)->budget = budget;
	return true;
}

static const char *const sources[] = { "any", "statfs", "project", "user", "group", "btrfs", "walk", NULL };

static const struct option_entry options[] = {
	{ 'p', FILLS(path), "GLOB", "each folder that matches is a tenant's, named as the folder is",
	  .group = "Tenants" },
	{ 0, FILLS(exclude), "PATTERN", "but not those whose name matches this" },
	{ 0, FILLS(tenants), "FILE",
	  "an INI file of tenants: a [NAME] for each, with path, and limit, inodes, project, user, group, note" },
	{ 'l', FILLS_BY(limit, parse_limit), "SIZE",
	  "what each tenant may use (15GB is 15 x 10^9 bytes), or disk: the size of the file system, whose use is "
	  "then judged (default: the limit of his quota)",
	  .group = "Limits" },
	{ 0, FILLS(inode_limit), "COUNT", "inodes that each tenant may use (default: as his quota says)", .lowest = 1,
	  .highest = 1000000000000 },
	{ 'w', FILLS_BY(warning, parse_warning), "SPACE",
	  "warning when more is used: 80%, 12GB; or less is free: 5%FREE, 2GBFREE; or a range of these (default 90% "
	  "unless -c is given)" },
	{ 'c', FILLS_BY(critical, parse_critical), "SPACE", "critical likewise (default 95% unless -w is given)" },
	{ 'W', FILLS_BY(iwarning, parse_inode_warning), "INODES",
	  "warning when more inodes are used: 80%, 100000; or fewer are free: 5%FREE" },
	{ 'K', FILLS_BY(icritical, parse_inode_critical), "INODES", "critical likewise" },
	{ 0, FILLS(require_enforcement), NULL,
	  "critical unless a quota keeps each tenant's limit, is enforced, and is what --limit or the file says" },
	{ 0, FILLS(source), "SOURCE",
	  "take the figures from statfs (of a project's folder), the quota of the project, user or group (of the "
	  "folder unless the file names one), the btrfs qgroup, or a walk; any tries all but the owner's in this "
	  "order",
	  .choices = sources, .group = "Source" },
	{ 0, FILLS_BY(budget, parse_budget), "TIME[,ENTRIES]",
	  "end each walk after so much; what it found is then unknown" },
	{ 0, FILLS(threads), "COUNT", "threads of a walk (default: as many as there are cores)", .lowest = 1,
	  .highest = 64 },
	{ 0, FILLS(forecast), "TIME", "warning when a limit will be reached within this time at the present pace",
	  .group = "Forecast" },
	{ 0, FILLS(state_dir), "DIR", "where each day's figures are remembered (default: the system's place)" },
	{ 0, FILLS(top), "COUNT", "tenants in the performance data, the fullest first (0: all)", .lowest = 0,
	  .highest = TENANTS_MAXIMUM, .group = "Output" },
	{ 0 },
};

static const struct example examples[] = {
	{ "--path '/srv/tenants/*' --limit 15GB", "nobody uses more than 95 % of 15 GB" },
	{ "--path '/srv/tenants/*' --limit 15GB -w 80% -c 1GBFREE --forecast 14d",
	  "nor will within two weeks at his present pace" },
	{ "--path '/srv/tenants/*' --limit 15GB --require-enforcement", "and the kernel keeps everybody to that" },
	{ "--tenants /etc/receico/tenants.ini -W 90% -K 95%", "the tenants of a file, inodes too" },
	{ "--path /srv --limit disk -w 10%FREE -c 5%FREE", "a dedicated server: the disk is the limit" },
	{ "--path /srv/tenants/a --limit 15GB --source walk --budget 60s,5000000 -t 90",
	  "a walk, and no longer than this" },
	{ 0 },
};

/* --- facts ------------------------------------------------------------------------ */

/* What was found.  evaluate() sees only this. */
struct facts {
	time_t now;
	struct tenant_use *uses;
	size_t count;
	struct texts unmatched; /* patterns that no folder matches */
	struct tenant_history history;
};

/* --- collect ---------------------------------------------------------------------- */

static bool read_file(const char *path, struct tenants *tenants, struct problem *problem)
{
	struct buffer text = buffer_limited(TENANTS_FILE_MAXIMUM);
	bool done = file_read(path, &text, problem);

	if (done && memchr(text.data, '\0', text.length))
		done = problem_set(problem, PROBLEM_INPUT, "it is no text");
	done = done && tenants_parse(text.data, tenants, problem);
	buffer_free(&text);
	return done || problem_prefix(problem, "--tenants");
}

static bool find_tenants(const struct settings *settings, struct tenants *tenants, struct facts *facts,
			 struct problem *problem)
{
	size_t found = 0;

	if (settings->tenants && !read_file(settings->tenants, tenants, problem))
		return false;
	facts->unmatched.items = calloc(settings->path.count + 1, sizeof *facts->unmatched.items);
	for (size_t i = 0; facts->unmatched.items && i < settings->path.count; i++) {
		if (!tenants_find(settings->path.items[i], &settings->exclude, tenants, &found, problem))
			return problem_prefix(problem, "--path");
		if (found == 0)
			facts->unmatched.items[facts->unmatched.count++] = settings->path.items[i];
	}
	facts->uses = calloc(tenants->count + 1, sizeof *facts->uses);
	if (facts->uses && facts->unmatched.items)
		return true;
	problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	return false;
}

/* The same check has the same name in each of its runs. */
static void name_history(const struct settings *settings, struct buffer *name)
{
	buffer_print(name, "%s", settings->tenants ? settings->tenants : "");
	for (size_t i = 0; i < settings->path.count; i++)
		buffer_print(name, "\n%s", settings->path.items[i]);
}

static void remember(const struct settings *settings, const struct deadline *deadline, struct facts *facts)
{
	double look_back = settings->forecast / DAY_SECONDS * 2;
	struct buffer name = buffer_limited(TENANTS_FILE_MAXIMUM);

	look_back = look_back < LOOK_BACK_DAYS ? LOOK_BACK_DAYS : look_back;
	look_back = look_back > FORECAST_POINTS_MAXIMUM ? FORECAST_POINTS_MAXIMUM : look_back;
	name_history(settings, &name);
	tenant_history_update(settings->state_dir, name.data, (int32_t)look_back, facts->now, deadline, facts->uses,
			      facts->count, &facts->history);
	buffer_free(&name);
}

static void trace(const struct tenant_use *use, const struct result *result)
{
	char text[300];

	tenant_use_describe(use, text, sizeof text);
	result_trace(result, 2, "%s (%s): %s%s%s", use->tenant->name, use->tenant->path,
		     use->kind == USE_UNKNOWN ? use->problem.text : text,
		     use->quota_problem.text[0] ? "; no quota: " : "", use->quota_problem.text);
}

static void collect(const struct settings *settings, const struct tenants *tenants, const struct deadline *deadline,
		    struct facts *facts, const struct result *result)
{
	const struct use_request request = { .source = (enum use_source)settings->source,
					     .of_disk = settings->limit.is_disk,
					     .limit_bytes = settings->limit.bytes,
					     .limit_inodes = (uint64_t)settings->inode_limit,
					     .budget = settings->budget,
					     .threads = settings->threads };
	double left = deadline_left(deadline);
	struct deadline within = deadline_within(deadline, left > TIME_TO_SAY * 2 ? left - TIME_TO_SAY : left / 2);

	for (facts->count = 0; facts->uses && facts->count < tenants->count; facts->count++) {
		struct tenant_use *use = facts->uses + facts->count;

		tenant_use_measure(&request, tenants->items + facts->count, &within, use);
		trace(use, result);
	}
	tenant_use_label(facts->uses, facts->count);
	if (settings->forecast > 0)
		remember(settings, deadline, facts);
	tenant_use_sort(facts->uses, facts->count);
}

/* --- evaluate --------------------------------------------------------------------- */

static struct tenant_limits limits_of(const struct settings *settings)
{
	struct tenant_limits limits = { .warning = settings->warning,
					.critical = settings->critical,
					.inode_warning = settings->iwarning,
					.inode_critical = settings->icritical,
					.require_enforcement = settings->require_enforcement,
					.forecast_seconds = settings->forecast };

	if (!limits.warning.range.is_set && !limits.critical.range.is_set) {
		limits.warning = (struct space_limit){ .range = { .end = 90, .is_set = true },
						       .is_percent = true,
						       .text = "90%" };
		limits.critical = (struct space_limit){ .range = { .end = 95, .is_set = true },
							.is_percent = true,
							.text = "95%" };
	}
	return limits;
}

/* All tenants together. */
struct sum {
	uint64_t used, ceiling;
	bool is_whole;                   /* everybody was measured */
	bool has_ceilings;               /* and has one */
	size_t without_forecast, points; /* who has too few days for one, and the most that one of them has */
	size_t states[4];                /* tenants in each */
};

static struct sum add_up(const struct facts *facts)
{
	struct sum sum = { .is_whole = facts->count > 0, .has_ceilings = facts->count > 0 };

	for (size_t i = 0; i < facts->count; i++) {
		const struct tenant_use *use = facts->uses + i;

		sum.used += use->used_bytes;
		sum.ceiling += use->ceiling_bytes;
		sum.is_whole = sum.is_whole && use->kind != USE_UNKNOWN && !tenant_use_is_at_least(use);
		sum.has_ceilings = sum.has_ceilings && use->ceiling_bytes > 0;
		if (!use->forecast.is_known) {
			sum.without_forecast++;
			sum.points = use->forecast.points > sum.points ? use->forecast.points : sum.points;
		}
	}
	return sum;
}

static void write_sum(const struct sum *sum, struct buffer *text)
{
	char used[32];
	char ceiling[32];

	size_write(sum->used, used, sizeof used);
	size_write(sum->ceiling, ceiling, sizeof ceiling);
	buffer_print(text, "use %s%s", sum->is_whole ? "" : "at least ", used);
	if (sum->has_ceilings)
		buffer_print(text, " of %s", ceiling);
}

static void write_first(const struct facts *facts, struct buffer *text)
{
	char first[300];

	tenant_use_describe(facts->uses, first, sizeof first);
	buffer_print(text, "%s%s: %s", facts->count > 1 ? ", the fullest is " : "", facts->uses->tenant->name, first);
}

/* "1 critical and 2 unknown of 12 tenants, all use 92.1 GB of 180.0 GB" */
static void write_states(const struct facts *facts, const struct sum *sum, struct buffer *text)
{
	static const char *const names[] = { "", "warning", "critical", "unknown" };
	static const enum status order[] = { STATUS_CRITICAL, STATUS_UNKNOWN, STATUS_WARNING };

	for (size_t i = 0; i < LENGTH(order); i++) {
		if (sum->states[order[i]] > 0)
			buffer_print(text, "%s%zu %s", text->length > 0 ? " and " : "", sum->states[order[i]],
				     names[order[i]]);
	}
	buffer_print(text, " of %zu tenants, all ", facts->count);
	write_sum(sum, text);
}

/* The one line that stands for all.  A tenant alone who is in trouble speaks for himself. */
static void say_sum(const struct settings *settings, const struct facts *facts, const struct sum *sum,
		    enum status worst, struct result *result)
{
	struct buffer text = buffer_limited(2000);

	if (worst == STATUS_OK) {
		if (facts->count > 1) {
			buffer_print(&text, "%zu tenants ", facts->count);
			write_sum(sum, &text);
		}
		write_first(facts, &text);
		if (settings->forecast > 0 && sum->without_forecast > 0)
			buffer_print(&text, "; no forecast yet for %zu: %zu of %d days are known",
				     sum->without_forecast, sum->points, FORECAST_POINTS_MINIMUM);
	} else if (facts->count > 1) {
		write_states(facts, sum, &text);
	}
	if (text.length > 0)
		result_say(result, worst, "%s", text.data);
	buffer_free(&text);
}

static void measure_sum(const struct facts *facts, const struct sum *sum, struct result *result)
{
	const struct measure total = { .label = "total",
				       .value = sum->is_whole ? (double)sum->used : NAN,
				       .unit = UNIT_BYTES,
				       .minimum = BOUND(0),
				       .maximum = { .is_set = sum->has_ceilings, .value = (double)sum->ceiling } };
	const struct measure tenants = { .label = "tenants", .value = (double)facts->count, .minimum = BOUND(0) };

	result_measure(result, &total);
	result_measure(result, &tenants);
}

static void judge_memory(const struct tenant_history *history, struct result *result)
{
	if (history->damaged[0])
		result_say(result, STATUS_WARNING,
			   "state '%s' was damaged: it is now '%s.damaged', and the figures of past days are lost",
			   history->damaged, history->damaged);
	if (history->problem.kind != PROBLEM_NONE)
		result_say(result, STATUS_UNKNOWN, "today's figures cannot be remembered for a forecast: %s",
			   history->problem.text);
}

static enum status judge_tenants(const struct settings *settings, const struct facts *facts, struct sum *sum,
				 struct result *result)
{
	const struct tenant_limits limits = limits_of(settings);
	enum status worst = STATUS_OK;

	for (size_t i = 0; i < facts->count; i++) {
		const struct tenant_use *use = facts->uses + i;
		struct result *part = result_part(result, "%s", use->tenant->name);
		bool shows = settings->top == 0 || i < (size_t)settings->top;

		tenant_use_judge(use, &limits, facts->now, shows, part);
		sum->states[result_status(part)]++;
		worst = status_worse(worst, result_status(part));
	}
	return worst;
}

static void evaluate(const struct settings *settings, const struct facts *facts, struct result *result)
{
	struct sum sum = add_up(facts);
	enum status worst = judge_tenants(settings, facts, &sum, result);

	for (size_t i = 0; i < facts->unmatched.count; i++)
		result_say(result, STATUS_CRITICAL, "no folder matches '%s'", facts->unmatched.items[i]);
	if (facts->count > 0)
		say_sum(settings, facts, &sum, worst, result);
	measure_sum(facts, &sum, result);
	judge_memory(&facts->history, result);
}

/* --- combinations ------------------------------------------------------------------- */

static bool refuse(const char *option, const char *reason, struct problem *problem)
{
	return problem_set(problem, PROBLEM_INPUT, "%s: %s", option, reason);
}

static bool verify(const void *checked, struct problem *problem)
{
	const struct settings *settings = checked;

	if (settings->path.count == 0 && !settings->tenants)
		return refuse("--path", "it is missing: the folder of each tenant (or --tenants) is expected", problem);
	for (size_t i = 0; i < settings->path.count; i++) {
		if (settings->path.items[i][0] != '/')
			return problem_set(problem, PROBLEM_INPUT, "--path: '%.100s' does not begin with a slash",
					   settings->path.items[i]);
	}
	if (settings->exclude.count > 0 && settings->path.count == 0)
		return refuse("--exclude", "it needs --path", problem);
	if (settings->require_enforcement && settings->source == USE_FROM_WALK)
		return refuse("--require-enforcement", "a walk sees no quota: it excludes --source walk", problem);
	if (settings->state_dir && settings->forecast <= 0)
		return refuse("--state-dir", "it needs --forecast", problem);
	return true;
}

/* --------------------------------------------------------------------------------- */

static void run(const void *given, const struct deadline *deadline, struct result *result)
{
	const struct settings *settings = given;
	struct facts facts = { .now = time(NULL) };
	struct tenants tenants = { 0 };
	struct problem problem;

	if (find_tenants(settings, &tenants, &facts, &problem)) {
		collect(settings, &tenants, deadline, &facts, result);
		evaluate(settings, &facts, result);
	} else {
		result_problem(result, STATUS_UNKNOWN, &problem);
	}
	free(facts.unmatched.items);
	free(facts.uses);
	tenants_free(&tenants);
}

const struct check check = {
	.name = "check_disk_quota",
	.service = "QUOTA",
	.summary = "does every tenant stay within the space that is his?",
	.proves = "OK proves that what each tenant uses was counted, by the kernel's quota or by a walk through his "
		  "folder, and is within the limits; with --require-enforcement also that the kernel keeps the limit "
		  "that was promised. A walk counts what du(1) counts. A user's or a group's quota counts all that is "
		  "theirs on the file system, not only the folder.",
	.clauses = "1.22, 1.13",
	.synopsis = "--path GLOB... [OPTION]...",
	.options = options,
	.examples = examples,
	.defaults = &defaults,
	.settings_size = sizeof(struct settings),
	.verify = verify,
	.run = run,
};
