// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/tenant_verdict.h"

#include "common/check/duration.h"
#include "common/check/size.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Quotas are kept in blocks: so far may a limit be from what was promised. */
enum { LIMIT_TOLERANCE = 65536 };

static const double day_seconds = 86400;

/* --- words ---------------------------------------------------------------------------- */

void tenant_use_describe(const struct tenant_use *use, char *text, size_t size)
{
	char used[32];
	char ceiling[32];
	char share[32] = "";
	char source[100] = "the file system";

	size_write(use->used_bytes, used, sizeof used);
	size_write(use->ceiling_bytes, ceiling, sizeof ceiling);
	if (use->ceiling_bytes > 0)
		snprintf(share, sizeof share, "%.1f %%, ", (double)use->used_bytes / (double)use->ceiling_bytes * 100);
	if (use->kind == USE_OF_QUOTA)
		quota_describe(&use->quota, source, sizeof source);
	else if (use->kind == USE_OF_WALK)
		snprintf(source, sizeof source, "a walk");
	snprintf(text, size, "%s%s%s%s used (%sby %s)", tenant_use_is_at_least(use) ? "at least " : "", used,
		 share[0] ? " of " : "", share[0] ? ceiling : "", share, source);
}

/* Two amounts that differ must not read the same. */
static void write_two_sizes(uint64_t one, uint64_t other, char *first, char *second, size_t size)
{
	size_write(one, first, size);
	size_write(other, second, size);
	if (strcmp(first, second) == 0) {
		snprintf(first, size, "%" PRIu64 " B", one);
		snprintf(second, size, "%" PRIu64 " B", other);
	}
}

/* --- measurements ----------------------------------------------------------------------- */

/* A figure that may be too low cannot tell that something is. */
static struct range without_start(struct range range, double value)
{
	if (!range.inside && value < range.start)
		range.start = -INFINITY;
	return range;
}

/* Says its text with the state it has; returns that. */
static enum status say_measured(struct measure measure, bool shows, struct result *result)
{
	enum status status = range_judge(measure.warning, measure.critical, measure.value);

	if (shows)
		return result_measure(result, &measure);
	result_say(result, status, "%s (%s at %s)", measure.text, status == STATUS_CRITICAL ? "critical" : "warning",
		   status == STATUS_CRITICAL ? measure.critical_as : measure.warning_as);
	return status;
}

struct quantity {
	const char *label;
	const char *text;
	uint64_t used, ceiling;
	enum unit unit;
	bool is_at_least;
	const struct space_limit *warning, *critical;
};

/* True when the limits are exceeded.  Otherwise a figure that may be too low is no measurement. */
static bool judge_quantity(const struct quantity *quantity, bool shows, struct result *result)
{
	struct range warning = space_limit_range(quantity->warning, quantity->ceiling);
	struct range critical = space_limit_range(quantity->critical, quantity->ceiling);
	struct measure measure = { .label = quantity->label,
				   .value = (double)quantity->used,
				   .unit = quantity->unit,
				   .minimum = BOUND(0),
				   .maximum = { .is_set = quantity->ceiling > 0, .value = (double)quantity->ceiling },
				   .text = quantity->text,
				   .warning_as = quantity->warning->text,
				   .critical_as = quantity->critical->text };
	bool exceeds;

	if (quantity->is_at_least) {
		warning = without_start(warning, measure.value);
		critical = without_start(critical, measure.value);
	}
	measure.warning = &warning;
	measure.critical = &critical;
	exceeds = range_judge(&warning, &critical, measure.value) != STATUS_OK;
	if (exceeds)
		return say_measured(measure, shows, result) != STATUS_OK;
	if (quantity->is_at_least)
		measure.value = NAN;
	if (shows)
		result_measure(result, &measure);
	else if (!quantity->is_at_least)
		result_say(result, STATUS_OK, "%s", quantity->text);
	return false;
}

/* A limit that is a share of nothing known judges nothing, and must not pass for one that holds. */
static void judge_ceiling(const struct space_limit *warning, const struct space_limit *critical, uint64_t ceiling,
			  const char *what, struct result *result)
{
	const struct space_limit *needy = space_limit_needs_ceiling(critical) ? critical : warning;

	if (ceiling == 0 && space_limit_needs_ceiling(needy))
		result_say(result, STATUS_UNKNOWN, "'%s' cannot be judged: neither %s nor a quota gives a limit",
			   needy->text, what);
}

static bool judge_bytes(const struct tenant_use *use, const struct tenant_limits *limits, bool shows,
			struct result *result)
{
	char text[300];
	const struct quantity quantity = { .label = use->label,
					   .text = text,
					   .used = use->used_bytes,
					   .ceiling = use->ceiling_bytes,
					   .unit = UNIT_BYTES,
					   .is_at_least = use->kind == USE_OF_WALK && tenant_use_is_at_least(use),
					   .warning = &limits->warning,
					   .critical = &limits->critical };

	tenant_use_describe(use, text, sizeof text);
	judge_ceiling(&limits->warning, &limits->critical, use->ceiling_bytes, "--limit", result);
	return judge_quantity(&quantity, shows, result);
}

static void judge_inodes(const struct tenant_use *use, const struct tenant_limits *limits, bool shows,
			 struct result *result)
{
	char of_ceiling[32] = "";
	char text[200];
	const struct quantity quantity = { .label = use->inode_label,
					   .text = text,
					   .used = use->used_inodes,
					   .ceiling = use->ceiling_inodes,
					   .unit = UNIT_NONE,
					   .is_at_least = use->kind == USE_OF_WALK && tenant_use_is_at_least(use),
					   .warning = &limits->inode_warning,
					   .critical = &limits->inode_critical };
	bool is_asked = limits->inode_warning.range.is_set || limits->inode_critical.range.is_set;

	if (!use->has_inodes) {
		if (is_asked)
			result_say(result, STATUS_UNKNOWN, "its quota does not count inodes");
		return;
	}
	if (!is_asked && use->ceiling_inodes == 0)
		return;
	if (use->ceiling_inodes > 0)
		snprintf(of_ceiling, sizeof of_ceiling, " of %" PRIu64, use->ceiling_inodes);
	snprintf(text, sizeof text, "%" PRIu64 "%s inodes used", use->used_inodes, of_ceiling);
	judge_ceiling(&limits->inode_warning, &limits->inode_critical, use->ceiling_inodes, "--inode-limit", result);
	judge_quantity(&quantity, shows, result);
}

/* --- what was not seen ------------------------------------------------------------------- */

static void say_unreadable(const struct usage *usage, const char *figure, struct result *result)
{
	char names[USAGE_UNREADABLE_SHOWN * (USAGE_PATH_SIZE + 2) + 8] = "";
	size_t length = 0;
	uint64_t shown = usage->unreadable < USAGE_UNREADABLE_SHOWN ? usage->unreadable : USAGE_UNREADABLE_SHOWN;

	for (uint64_t i = 0; i < shown; i++)
		length += (size_t)snprintf(names + length, sizeof names - length, "%s%s", i ? ", " : "",
					   usage->unreadable_first[i].path);
	result_say(result, STATUS_UNKNOWN, "%s%" PRIu64 " folder%s cannot be read: %s%s: %s", figure, usage->unreadable,
		   usage->unreadable == 1 ? "" : "s", names, usage->unreadable > shown ? ", ..." : "",
		   strerror(usage->unreadable_first[0].error));
}

/* The figure is said here unless it is too much and was said before. */
static void judge_whole(const struct tenant_use *use, bool is_said, struct result *result)
{
	static const char *const reasons[] = { [USAGE_OUT_OF_TIME] = "the time of its budget ran out",
					       [USAGE_OUT_OF_ENTRIES] = "the entries of its budget ran out",
					       [USAGE_OUT_OF_MEMORY] = "there was no memory for more" };
	const struct usage *usage = &use->usage;
	struct problem timeout;
	char described[300];
	char figure[310];

	if (use->kind != USE_OF_WALK || usage_is_whole(usage))
		return;
	tenant_use_describe(use, described, sizeof described);
	snprintf(figure, sizeof figure, "%s%s", is_said ? "" : described, is_said ? "" : "; ");
	if (use->timed_out) {
		problem_set(&timeout, PROBLEM_TIMEOUT, "%sthe walk ended after %" PRIu64 " entries: timeout", figure,
			    usage->entries);
		result_problem(result, STATUS_UNKNOWN, &timeout);
	} else if (usage->end != USAGE_DONE) {
		result_say(result, STATUS_UNKNOWN, "%sthe walk ended after %" PRIu64 " entries: %s", figure,
			   usage->entries, reasons[usage->end]);
	}
	if (usage->unreadable > 0)
		say_unreadable(usage, figure, result);
	if (usage->links_left_out)
		result_say(result, STATUS_UNKNOWN, "%sit has more hard links than can be told apart", figure);
}

/* --- quotas ------------------------------------------------------------------------------- */

static void judge_soft(const struct quota_limits *limits, const char *what, time_t now, struct result *result)
{
	char span[32];

	if (limits->soft == 0 || limits->used <= limits->soft)
		return;
	if (limits->grace_ends == 0) {
		result_say(result, STATUS_WARNING, "it is over its soft limit of %s", what);
	} else if (limits->grace_ends > now) {
		duration_write((double)(limits->grace_ends - now), span, sizeof span);
		result_say(result, STATUS_WARNING, "it is over its soft limit of %s, which holds in %s", what, span);
	} else {
		result_say(result, STATUS_CRITICAL,
			   "it is over its soft limit of %s, and its grace has passed: it can write nothing more",
			   what);
	}
}

static void judge_grace(const struct tenant_use *use, time_t now, struct result *result)
{
	char bytes[40];
	char inodes[40];

	if (use->kind != USE_OF_QUOTA || use->quota.enforcement == QUOTA_NOT_ENFORCED)
		return;
	size_write(use->quota.bytes.soft, bytes, sizeof bytes);
	judge_soft(&use->quota.bytes, bytes, now, result);
	snprintf(inodes, sizeof inodes, "%" PRIu64 " inodes", use->quota.inodes.soft);
	judge_soft(&use->quota.inodes, inodes, now, result);
}

static bool is_promised(uint64_t limit, uint64_t promised)
{
	uint64_t difference = limit > promised ? limit - promised : promised - limit;

	return limit > 0 && difference <= LIMIT_TOLERANCE;
}

static void judge_limit(const struct tenant_use *use, struct result *result)
{
	const struct quota_limits *bytes = &use->quota.bytes;
	uint64_t limit = bytes->hard ? bytes->hard : bytes->soft;
	char kept[32];
	char promised[32];

	if (limit == 0) {
		result_say(result, STATUS_CRITICAL, "its quota has no limit");
		return;
	}
	if (use->promised_bytes > 0 && !is_promised(bytes->hard, use->promised_bytes) &&
	    !is_promised(bytes->soft, use->promised_bytes)) {
		write_two_sizes(limit, use->promised_bytes, kept, promised, sizeof kept);
		result_say(result, STATUS_CRITICAL, "the limit of its quota is %s, and not %s as promised", kept,
			   promised);
	}
	if (bytes->hard == 0)
		result_say(result, STATUS_WARNING, "its quota has a soft limit alone, which holds after its grace");
}

static void judge_enforcement(const struct tenant_use *use, struct result *result)
{
	if (use->kind == USE_OF_DISK)
		return;
	if (use->quota_answer == QUOTA_HIDDEN) {
		result_say(result, STATUS_UNKNOWN, "whether a quota keeps its limit cannot be seen: %s",
			   use->quota_problem.text);
	} else if (use->quota_answer == QUOTA_NONE) {
		result_say(result, STATUS_CRITICAL, "no quota keeps its limit: %s", use->quota_problem.text);
	} else {
		if (use->quota.enforcement == QUOTA_NOT_ENFORCED)
			result_say(result, STATUS_CRITICAL, "its quota is counted, but not enforced");
		else if (use->quota.enforcement == QUOTA_ENFORCEMENT_UNKNOWN)
			result_say(result, STATUS_UNKNOWN, "whether its quota is enforced cannot be seen");
		judge_limit(use, result);
	}
}

/* --- */

static void judge_forecast(const struct tenant_use *use, const struct tenant_limits *limits, struct result *result)
{
	const struct forecast *forecast = &use->forecast;
	char pace[32];
	char span[32];

	if (limits->forecast_seconds <= 0)
		return;
	if (use->ceiling_bytes == 0) {
		result_say(result, STATUS_UNKNOWN, "no forecast: neither --limit nor a quota gives a limit");
		return;
	}
	if (!forecast->is_known || forecast->days_left <= 0 ||
	    forecast->days_left * day_seconds > limits->forecast_seconds)
		return;
	size_write((uint64_t)forecast->bytes_per_day, pace, sizeof pace);
	duration_write(forecast->days_left * day_seconds, span, sizeof span);
	result_say(result, STATUS_WARNING, "at its present pace of %s a day it reaches its limit in %s", pace, span);
}

static void judge_unmeasured(const struct tenant_use *use, bool shows, struct result *result)
{
	const struct measure measure = { .label = use->label, .value = NAN, .unit = UNIT_BYTES };

	result_problem(result, STATUS_CRITICAL, &use->problem);
	if (shows)
		result_measure(result, &measure);
}

void tenant_use_judge(const struct tenant_use *use, const struct tenant_limits *limits, time_t now, bool shows,
		      struct result *result)
{
	if (use->kind == USE_UNKNOWN) {
		judge_unmeasured(use, shows, result);
	} else {
		bool is_said = judge_bytes(use, limits, shows, result);

		judge_inodes(use, limits, shows, result);
		judge_whole(use, is_said, result);
		judge_grace(use, now, result);
		judge_forecast(use, limits, result);
	}
	if (limits->require_enforcement && use->kind != USE_UNKNOWN)
		judge_enforcement(use, result);
	if (use->tenant->note && result_status(result) != STATUS_OK)
		result_say(result, result_status(result), "note: %s", use->tenant->note);
}
