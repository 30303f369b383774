// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * check_disk_quota without a disk: every judgement, and every impossible combination of options.
 */
#include "plugins/check_disk_quota.c"

#include "common/check/output.h"

#include "tests/common/rows.h"

#include <errno.h>

/* --- judgements ---------------------------------------------------------------- */

enum { NOW = 1796083200 /* 2026-12-01T00:00:00Z */, TENANTS_AT_MOST = 3 };

#define GB *(uint64_t)1000000000

/* What was asked and what was found, and the whole line that must come of it. */
struct judgement {
	const char *name;
	struct settings settings;
	struct tenant_use uses[TENANTS_AT_MOST];
	enum status status;
	const char *line;
};

static const struct tenant a = { .name = "a", .path = "/srv/a" };
static const struct tenant b = { .name = "b", .path = "/srv/b" };
static const struct tenant c = { .name = "c", .path = "/srv/c" };
static const struct tenant noted = { .name = "a", .path = "/srv/a", .note = "contract 4711" };

#define OF(who) .tenant = &(who), .label = #who, .inode_label = #who "_inodes"
#define WALKED_AS(used, ceiling_is, answer, reason)                                                                    \
	.kind = USE_OF_WALK, .used_bytes = (used), .ceiling_bytes = (ceiling_is), .promised_bytes = (ceiling_is),      \
	.has_inodes = true, .used_inodes = 1000, .quota_answer = (answer), .quota_problem = { .text = reason }
#define WALKED(used, ceiling_is) WALKED_AS(used, ceiling_is, QUOTA_NONE, "none there")
#define BY(from) .source = (from), .id = 1001
#define ENFORCED .enforcement = QUOTA_ENFORCED
#define KEEPS(soft_is, hard_is) .bytes = { .used = 5 GB, .soft = (soft_is), .hard = (hard_is) }
#define KEEPS_FROM(soft_is, hard_is, moment)                                                                           \
	.bytes = { .used = 5 GB, .soft = (soft_is), .hard = (hard_is), .grace_ends = (moment) }
#define KEPT(ceiling_is, promised_is, ...)                                                                             \
	.kind = USE_OF_QUOTA, .used_bytes = 5 GB, .ceiling_bytes = (ceiling_is), .promised_bytes = (promised_is),      \
	.quota_answer = QUOTA_FOUND, .quota = { __VA_ARGS__ }
#define PARTLY(...) .usage = { .entries = 1234, __VA_ARGS__ }
#define UNMEASURED(failed_kind, words) .kind = USE_UNKNOWN, .problem = { .kind = (failed_kind), .text = words }
#define LIMIT(percent_or_bytes, of, as)                                                                                \
	{                                                                                                              \
		.range = { .end = (percent_or_bytes), .is_set = true }, .is_percent = (of), .text = (as)               \
	}
#define LEAST(percent_or_bytes, of, as)                                                                                \
	{                                                                                                              \
		.range = { .start = (percent_or_bytes), .end = INFINITY, .is_set = true }, .is_percent = (of),         \
		.of_free = true, .text = (as)                                                                          \
	}
#define USUAL .threads = 0
#define REQUIRED .require_enforcement = true

#define ONE(used) " | total=" used "B;;;0;15000000000 tenants=1;;;0 a=" used "B;13500000000;14250000000;0;15000000000\n"
#define FIVE ONE("5000000000")
#define PARTIAL " | total=U;;;0;15000000000 tenants=1;;;0 a=U;13500000000;14250000000;0;15000000000\n"
#define BY_QUOTA "5.0 GB of 15.0 GB used (33.3 %, by quotactl of project 1001)"

static void expect_judgement(struct rows *rows, const struct judgement *row)
{
	static const struct output_context context = { .program = "check_disk_quota", .version = "0" };
	struct result *result = result_new("QUOTA");
	struct buffer output = buffer_limited(10000);
	struct tenant_use uses[TENANTS_AT_MOST];
	struct facts facts = { .now = NOW, .uses = uses };

	assert_non_null(result);
	memcpy(uses, row->uses, sizeof uses);
	while (facts.count < TENANTS_AT_MOST && uses[facts.count].tenant)
		facts.count++;
	evaluate(&row->settings, &facts, result);
	output_line(&output, result, &context);
	row_number(rows, row->name, (int)result_status(result), (int)row->status);
	row_text(rows, row->name, output.data, row->line);
	buffer_free(&output);
	result_free(result);
}

static void expect_judgements(const struct judgement *table, size_t count)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++)
		expect_judgement(&rows, table + i);
	rows_end(&rows);
}

static const struct judgement limits[] = {
	{ "little",
	  { USUAL },
	  { { OF(a), WALKED(5 GB, 15 GB) } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by a walk)" FIVE },
	{ "nothing",
	  { USUAL },
	  { { OF(a), WALKED(0, 15 GB) } },
	  STATUS_OK,
	  "QUOTA OK - a: 0 B of 15.0 GB used (0.0 %, by a walk)" ONE("0") },
	{ "90 % by default",
	  { USUAL },
	  { { OF(a), WALKED(13500000001, 15 GB) } },
	  STATUS_WARNING,
	  "QUOTA WARNING - a: 13.5 GB of 15.0 GB used (90.0 %, by a walk) (warning at 90%)" ONE("13500000001") },
	{ "not yet 90 %",
	  { USUAL },
	  { { OF(a), WALKED(13500000000, 15 GB) } },
	  STATUS_OK,
	  "QUOTA OK - a: 13.5 GB of 15.0 GB used (90.0 %, by a walk)" ONE("13500000000") },
	{ "95 % by default",
	  { USUAL },
	  { { OF(a), WALKED(14250000001, 15 GB) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: 14.3 GB of 15.0 GB used (95.0 %, by a walk) (critical at 95%)" ONE("14250000001") },
	{ "over",
	  { USUAL },
	  { { OF(a), WALKED(16 GB, 15 GB) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: 16.0 GB of 15.0 GB used (106.7 %, by a walk) (critical at 95%)" ONE("16000000000") },
	{ "a note is shown with trouble",
	  { USUAL },
	  { { .tenant = &noted, .label = "a", WALKED(16 GB, 15 GB) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: 16.0 GB of 15.0 GB used (106.7 %, by a walk) (critical at 95%); "
	  "a: note: contract 4711" ONE("16000000000") },
	{ "a note is not shown without",
	  { USUAL },
	  { { .tenant = &noted, .label = "a", WALKED(5 GB, 15 GB) } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by a walk)" FIVE },
	{ "an amount",
	  { .warning = LIMIT(4e9, false, "4GB") },
	  { { OF(a), WALKED(5 GB, 15 GB) } },
	  STATUS_WARNING,
	  "QUOTA WARNING - a: 5.0 GB of 15.0 GB used (33.3 %, by a walk) (warning at 4GB) | "
	  "total=5000000000B;;;0;15000000000 tenants=1;;;0 a=5000000000B;4000000000;;0;15000000000\n" },
	{ "what is free",
	  { .critical = LEAST(11e9, false, "11GBFREE") },
	  { { OF(a), WALKED(5 GB, 15 GB) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: 5.0 GB of 15.0 GB used (33.3 %, by a walk) (critical at 11GBFREE) | "
	  "total=5000000000B;;;0;15000000000 tenants=1;;;0 a=5000000000B;;4000000000;0;15000000000\n" },
	{ "a share of what is free",
	  { .warning = LEAST(60, true, "60%FREE") },
	  { { OF(a), WALKED(5 GB, 15 GB) } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by a walk) | "
	  "total=5000000000B;;;0;15000000000 tenants=1;;;0 a=5000000000B;6000000000;;0;15000000000\n" },
	{ "an amount needs no limit",
	  { .warning = LIMIT(6e9, false, "6GB") },
	  { { OF(a), WALKED(5 GB, 0) } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB used (by a walk) | total=5000000000B;;;0 tenants=1;;;0 "
	  "a=5000000000B;6000000000;;0\n" },
	{ "a share of nothing known",
	  { USUAL },
	  { { OF(a), WALKED(5 GB, 0) } },
	  STATUS_UNKNOWN,
	  "QUOTA UNKNOWN - a: '95%' cannot be judged: neither --limit nor a quota gives a limit | "
	  "total=5000000000B;;;0 tenants=1;;;0 a=5000000000B;;;0\n" },
	{ "the whole disk",
	  { .limit = { .is_disk = true } },
	  { { OF(a), .kind = USE_OF_DISK, .used_bytes = 5 GB, .promised_bytes = 15 GB, .ceiling_bytes = 15 GB } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by the file system)" FIVE },
	{ "no tenant is in the performance data beyond the top",
	  { .top = 1, .warning = LIMIT(4e9, false, "4GB") },
	  { { OF(a), WALKED(5 GB, 15 GB) }, { OF(b), WALKED(4500000000, 15 GB) }, { OF(c), WALKED(1 GB, 15 GB) } },
	  STATUS_WARNING,
	  "QUOTA WARNING - 2 warning of 3 tenants, all use 10.5 GB of 45.0 GB; "
	  "a: 5.0 GB of 15.0 GB used (33.3 %, by a walk) (warning at 4GB); "
	  "b: 4.5 GB of 15.0 GB used (30.0 %, by a walk) (warning at 4GB) | "
	  "total=10500000000B;;;0;45000000000 tenants=3;;;0 a=5000000000B;4000000000;;0;15000000000\n" },
};

static void use_is_held_against_limits(void **unused)
{
	(void)unused;
	expect_judgements(limits, ROWS(limits));
}

static const struct judgement several[] = {
	{ "all is well",
	  { .top = 1 },
	  { { OF(a), WALKED(5 GB, 15 GB) }, { OF(b), WALKED(1 GB, 15 GB) } },
	  STATUS_OK,
	  "QUOTA OK - 2 tenants use 6.0 GB of 30.0 GB, the fullest is a: 5.0 GB of 15.0 GB used (33.3 %, by a "
	  "walk) | total=6000000000B;;;0;30000000000 tenants=2;;;0 "
	  "a=5000000000B;13500000000;14250000000;0;15000000000\n" },
	{ "one without a limit",
	  { .top = 1, .warning = LIMIT(20e9, false, "20GB") },
	  { { OF(a), WALKED(5 GB, 15 GB) }, { OF(b), WALKED(1 GB, 0) } },
	  STATUS_OK,
	  "QUOTA OK - 2 tenants use 6.0 GB, the fullest is a: 5.0 GB of 15.0 GB used (33.3 %, by a walk) | "
	  "total=6000000000B;;;0 tenants=2;;;0 a=5000000000B;20000000000;;0;15000000000\n" },
	{ "the worst first, each with its state",
	  { .top = 1 },
	  { { OF(a), UNMEASURED(PROBLEM_SYSTEM, "no") },
	    { OF(b), WALKED(16 GB, 15 GB) },
	    { OF(c), WALKED(14 GB, 15 GB) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - 1 critical and 1 unknown and 1 warning of 3 tenants, all use at least 30.0 GB; "
	  "b: 16.0 GB of 15.0 GB used (106.7 %, by a walk) (critical at 95%); a: no; "
	  "c: 14.0 GB of 15.0 GB used (93.3 %, by a walk) (warning at 90%) | total=U;;;0 tenants=3;;;0 a=U\n" },
};

static void several_tenants_make_one_line(void **unused)
{
	(void)unused;
	expect_judgements(several, ROWS(several));
}

static const struct judgement inodes[] = {
	{ "not asked for, no limit",
	  { USUAL },
	  { { OF(a), WALKED(5 GB, 15 GB) } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by a walk)" FIVE },
	{ "a limit alone is measured",
	  { USUAL },
	  { { OF(a), WALKED(5 GB, 15 GB), .ceiling_inodes = 1000 } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by a walk) | total=5000000000B;;;0;15000000000 "
	  "tenants=1;;;0 "
	  "a=5000000000B;13500000000;14250000000;0;15000000000 a_inodes=1000;;;0;1000\n" },
	{ "too many",
	  { .icritical = LIMIT(999, false, "999") },
	  { { OF(a), WALKED(5 GB, 15 GB) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: 1000 inodes used (critical at 999) | total=5000000000B;;;0;15000000000 "
	  "tenants=1;;;0 "
	  "a=5000000000B;13500000000;14250000000;0;15000000000 a_inodes=1000;;999;0\n" },
	{ "a share",
	  { .iwarning = LIMIT(50, true, "50%") },
	  { { OF(a), WALKED(5 GB, 15 GB), .ceiling_inodes = 1500 } },
	  STATUS_WARNING,
	  "QUOTA WARNING - a: 1000 of 1500 inodes used (warning at 50%) | total=5000000000B;;;0;15000000000 "
	  "tenants=1;;;0 a=5000000000B;13500000000;14250000000;0;15000000000 a_inodes=1000;750;;0;1500\n" },
	{ "a share of nothing known",
	  { .iwarning = LIMIT(50, true, "50%") },
	  { { OF(a), WALKED(5 GB, 15 GB) } },
	  STATUS_UNKNOWN,
	  "QUOTA UNKNOWN - a: '50%' cannot be judged: neither --inode-limit nor a quota gives a limit | "
	  "total=5000000000B;;;0;15000000000 tenants=1;;;0 a=5000000000B;13500000000;14250000000;0;15000000000 "
	  "a_inodes=1000;;;0\n" },
	{ "a quota without them",
	  { .iwarning = LIMIT(50, false, "50") },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_BTRFS), KEEPS(0, 15 GB), ENFORCED) } },
	  STATUS_UNKNOWN,
	  "QUOTA UNKNOWN - a: its quota does not count inodes" FIVE },
};

static void inodes_are_judged_too(void **unused)
{
	(void)unused;
	expect_judgements(inodes, ROWS(inodes));
}

static const struct judgement partial[] = {
	{ "a folder that cannot be read",
	  { USUAL },
	  { { OF(a), WALKED(5 GB, 15 GB), PARTLY(.unreadable = 1, .unreadable_first = { { "/srv/a/x|y", EACCES } }) } },
	  STATUS_UNKNOWN,
	  "QUOTA UNKNOWN - a: at least 5.0 GB of 15.0 GB used (33.3 %, by a walk); 1 folder cannot be read: "
	  "/srv/a/x y: Permission denied" PARTIAL },
	{ "many folders that cannot be read",
	  { USUAL },
	  { { OF(a), WALKED(5 GB, 15 GB),
	      PARTLY(.unreadable = 9, .unreadable_first = { { "/1", EACCES }, { "/2", EIO }, { "/3", EIO } }) } },
	  STATUS_UNKNOWN,
	  "QUOTA UNKNOWN - a: at least 5.0 GB of 15.0 GB used (33.3 %, by a walk); 9 folders cannot be read: "
	  "/1, /2, /3, ...: Permission denied" PARTIAL },
	{ "over already",
	  { USUAL },
	  { { OF(a), WALKED(16 GB, 15 GB), PARTLY(.unreadable = 1, .unreadable_first = { { "/1", EACCES } }) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: at least 16.0 GB of 15.0 GB used (106.7 %, by a walk) (critical at 95%); "
	  "a: 1 folder cannot be read: /1: Permission denied | "
	  "total=U;;;0;15000000000 tenants=1;;;0 a=16000000000B;13500000000;14250000000;0;15000000000\n" },
	{ "a warning already",
	  { USUAL },
	  { { OF(a), WALKED(14 GB, 15 GB), PARTLY(.end = USAGE_OUT_OF_ENTRIES) } },
	  STATUS_UNKNOWN,
	  "QUOTA UNKNOWN - a: the walk ended after 1234 entries: the entries of its budget ran out; a: at least "
	  "14.0 GB of 15.0 GB used (93.3 %, by a walk) (warning at 90%) | total=U;;;0;15000000000 tenants=1;;;0 "
	  "a=14000000000B;13500000000;14250000000;0;15000000000\n" },
	{ "no time left",
	  { USUAL },
	  { { OF(a), WALKED(5 GB, 15 GB), PARTLY(.end = USAGE_OUT_OF_TIME) } },
	  STATUS_UNKNOWN,
	  "QUOTA UNKNOWN - a: at least 5.0 GB of 15.0 GB used (33.3 %, by a walk); the walk ended after 1234 "
	  "entries: the time of its budget ran out" PARTIAL },
	{ "a timeout",
	  { USUAL },
	  { { OF(a), WALKED(5 GB, 15 GB), PARTLY(.end = USAGE_OUT_OF_TIME), .timed_out = true } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: at least 5.0 GB of 15.0 GB used (33.3 %, by a walk); the walk ended after 1234 "
	  "entries: timeout" PARTIAL },
	{ "no memory left",
	  { USUAL },
	  { { OF(a), WALKED(5 GB, 15 GB), PARTLY(.end = USAGE_OUT_OF_MEMORY) } },
	  STATUS_UNKNOWN,
	  "QUOTA UNKNOWN - a: at least 5.0 GB of 15.0 GB used (33.3 %, by a walk); the walk ended after 1234 "
	  "entries: there was no memory for more" PARTIAL },
	{ "too many hard links",
	  { USUAL },
	  { { OF(a), WALKED(5 GB, 15 GB), PARTLY(.links_left_out = true) } },
	  STATUS_UNKNOWN,
	  "QUOTA UNKNOWN - a: at least 5.0 GB of 15.0 GB used (33.3 %, by a walk); it has more hard links than "
	  "can be told apart" PARTIAL },
	{ "a part cannot be too little",
	  { .critical = { .range = { .start = 6e9, .end = INFINITY, .is_set = true }, .text = "6GB:" } },
	  { { OF(a), WALKED(5 GB, 15 GB), PARTLY(.end = USAGE_OUT_OF_ENTRIES) } },
	  STATUS_UNKNOWN,
	  "QUOTA UNKNOWN - a: at least 5.0 GB of 15.0 GB used (33.3 %, by a walk); the walk ended after 1234 "
	  "entries: the entries of its budget ran out | total=U;;;0;15000000000 tenants=1;;;0 "
	  "a=U;;~:;0;15000000000\n" },
	{ "inodes of a part",
	  { .iwarning = LIMIT(5000, false, "5000") },
	  { { OF(a), WALKED(5 GB, 15 GB), PARTLY(.end = USAGE_OUT_OF_ENTRIES) } },
	  STATUS_UNKNOWN,
	  "QUOTA UNKNOWN - a: at least 5.0 GB of 15.0 GB used (33.3 %, by a walk); the walk ended after 1234 "
	  "entries: the entries of its budget ran out | total=U;;;0;15000000000 tenants=1;;;0 "
	  "a=U;13500000000;14250000000;0;15000000000 a_inodes=U;5000;;0\n" },
	{ "no folder",
	  { USUAL },
	  { { OF(a), UNMEASURED(PROBLEM_PEER, "the folder /srv/a cannot be read: missing") } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: the folder /srv/a cannot be read: missing | total=U;;;0 tenants=1;;;0 a=U\n" },
	{ "no right",
	  { REQUIRED },
	  { { OF(a), UNMEASURED(PROBLEM_SYSTEM, "Permission denied") } },
	  STATUS_UNKNOWN,
	  "QUOTA UNKNOWN - a: Permission denied | total=U;;;0 tenants=1;;;0 a=U\n" },
};

static void what_was_not_seen_is_unknown_unless_it_is_too_much_already(void **unused)
{
	(void)unused;
	expect_judgements(partial, ROWS(partial));
}

static const struct judgement quotas[] = {
	{ "statfs",
	  { USUAL },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_STATFS), KEEPS(0, 15 GB), ENFORCED) } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by statfs of project 1001)" FIVE },
	{ "statfs without the id",
	  { USUAL },
	  { { OF(a), KEPT(15 GB, 15 GB, .source = QUOTA_STATFS, KEEPS(0, 15 GB), ENFORCED) } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by statfs of its project)" FIVE },
	{ "statfs and quotactl",
	  { USUAL },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_STATFS), KEEPS(0, 15 GB), ENFORCED, .has_details = true) } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by statfs and quotactl of project 1001)" FIVE },
	{ "a user",
	  { USUAL },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_USER), KEEPS(0, 15 GB), ENFORCED) } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by quotactl of user 1001)" FIVE },
	{ "a group",
	  { USUAL },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_GROUP), KEEPS(0, 15 GB), ENFORCED) } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by quotactl of group 1001)" FIVE },
	{ "btrfs",
	  { USUAL },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_BTRFS), KEEPS(0, 15 GB), ENFORCED) } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by btrfs qgroup 0/1001)" FIVE },
	{ "the end of what statfs sees",
	  { USUAL },
	  { { OF(a), KEPT(5 GB, 15 GB, BY(QUOTA_STATFS), KEEPS(0, 5 GB), ENFORCED, .is_at_least = true) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: at least 5.0 GB of 5.0 GB used (100.0 %, by statfs of project 1001) (critical at "
	  "95%) | total=U;;;0;5000000000 tenants=1;;;0 a=5000000000B;4500000000;4750000000;0;5000000000\n" },
	{ "a soft limit is not reached",
	  { USUAL },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS(6 GB, 15 GB), ENFORCED) } },
	  STATUS_OK,
	  "QUOTA OK - a: " BY_QUOTA FIVE },
	{ "a soft limit is exceeded",
	  { USUAL },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS(4 GB, 15 GB), ENFORCED) } },
	  STATUS_WARNING,
	  "QUOTA WARNING - a: it is over its soft limit of 4.0 GB" FIVE },
	{ "a grace that runs",
	  { USUAL },
	  { { OF(a),
	      KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS_FROM(4 GB, 15 GB, NOW + 3 * DAY_SECONDS), ENFORCED) } },
	  STATUS_WARNING,
	  "QUOTA WARNING - a: it is over its soft limit of 4.0 GB, which holds in 3 d" FIVE },
	{ "a grace that has passed",
	  { USUAL },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS_FROM(4 GB, 15 GB, NOW), ENFORCED) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: it is over its soft limit of 4.0 GB, and its grace has passed: it can write "
	  "nothing "
	  "more" FIVE },
	{ "a grace of inodes",
	  { USUAL },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS(0, 15 GB), ENFORCED,
			  .inodes = { .used = 11, .soft = 10, .grace_ends = NOW + 60 }) } },
	  STATUS_WARNING,
	  "QUOTA WARNING - a: it is over its soft limit of 10 inodes, which holds in 1 min" FIVE },
	{ "no grace where nothing is enforced",
	  { USUAL },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS(4 GB, 15 GB), .enforcement = QUOTA_NOT_ENFORCED) } },
	  STATUS_OK,
	  "QUOTA OK - a: " BY_QUOTA FIVE },
	{ "a smaller limit than promised counts",
	  { USUAL },
	  { { OF(a), KEPT(5 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS(0, 5 GB), ENFORCED) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: 5.0 GB of 5.0 GB used (100.0 %, by quotactl of project 1001) (critical at 95%) | "
	  "total=5000000000B;;;0;5000000000 tenants=1;;;0 a=5000000000B;4500000000;4750000000;0;5000000000\n" },
};

static void quotas_are_told_apart(void **unused)
{
	(void)unused;
	expect_judgements(quotas, ROWS(quotas));
}

static const struct judgement enforcements[] = {
	{ "as promised",
	  { REQUIRED },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS(0, 15 GB), ENFORCED) } },
	  STATUS_OK,
	  "QUOTA OK - a: " BY_QUOTA FIVE },
	{ "as promised, to the block",
	  { REQUIRED },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS(0, 15000003584), ENFORCED) } },
	  STATUS_OK,
	  "QUOTA OK - a: " BY_QUOTA FIVE },
	{ "the soft one as promised",
	  { REQUIRED },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS(15 GB, 16 GB), ENFORCED) } },
	  STATUS_OK,
	  "QUOTA OK - a: " BY_QUOTA FIVE },
	{ "nothing promised",
	  { REQUIRED },
	  { { OF(a), KEPT(15 GB, 0, BY(QUOTA_PROJECT), KEEPS(0, 15 GB), ENFORCED) } },
	  STATUS_OK,
	  "QUOTA OK - a: " BY_QUOTA FIVE },
	{ "GiB for GB",
	  { REQUIRED },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS(0, 16106127360), ENFORCED) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: the limit of its quota is 16.1 GB, and not 15.0 GB as promised" FIVE },
	{ "nearly",
	  { REQUIRED },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS(0, 15000100000), ENFORCED) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: the limit of its quota is 15000100000 B, and not 15000000000 B as promised" FIVE },
	{ "no limit",
	  { REQUIRED },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS(0, 0), ENFORCED) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: its quota has no limit" FIVE },
	{ "a soft limit alone",
	  { REQUIRED },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS(15 GB, 0), ENFORCED) } },
	  STATUS_WARNING,
	  "QUOTA WARNING - a: its quota has a soft limit alone, which holds after its grace" FIVE },
	{ "not enforced",
	  { REQUIRED },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS(0, 15 GB), .enforcement = QUOTA_NOT_ENFORCED) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: its quota is counted, but not enforced" FIVE },
	{ "not known",
	  { REQUIRED },
	  { { OF(a),
	      KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS(0, 15 GB), .enforcement = QUOTA_ENFORCEMENT_UNKNOWN) } },
	  STATUS_UNKNOWN,
	  "QUOTA UNKNOWN - a: whether its quota is enforced cannot be seen" FIVE },
	{ "no quota",
	  { REQUIRED },
	  { { OF(a), WALKED(5 GB, 15 GB) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: no quota keeps its limit: none there" FIVE },
	{ "no right to see one",
	  { REQUIRED },
	  { { OF(a), WALKED_AS(5 GB, 15 GB, QUOTA_HIDDEN, "no right") } },
	  STATUS_UNKNOWN,
	  "QUOTA UNKNOWN - a: whether a quota keeps its limit cannot be seen: no right" FIVE },
	{ "the disk is its own limit",
	  { REQUIRED, .limit = { .is_disk = true } },
	  { { OF(a), .kind = USE_OF_DISK, .used_bytes = 5 GB, .ceiling_bytes = 15 GB } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by the file system)" FIVE },
	{ "not asked for",
	  { USUAL },
	  { { OF(a), KEPT(15 GB, 15 GB, BY(QUOTA_PROJECT), KEEPS(0, 0), ENFORCED) } },
	  STATUS_OK,
	  "QUOTA OK - a: " BY_QUOTA FIVE },
};

static void limits_must_be_kept_where_that_is_required(void **unused)
{
	(void)unused;
	expect_judgements(enforcements, ROWS(enforcements));
}

#define AHEAD .forecast = 14 * DAY_SECONDS
#define PACE(known, pace, days)                                                                                        \
	.forecast = { .points = 5, .is_known = (known), .bytes_per_day = (pace), .days_left = (days) }

static const struct judgement forecasts[] = {
	{ "late enough",
	  { AHEAD },
	  { { OF(a), WALKED(5 GB, 15 GB), PACE(true, 1e8, 100) } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by a walk)" FIVE },
	{ "never",
	  { AHEAD },
	  { { OF(a), WALKED(5 GB, 15 GB), PACE(true, -1, INFINITY) } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by a walk)" FIVE },
	{ "soon",
	  { AHEAD },
	  { { OF(a), WALKED(5 GB, 15 GB), PACE(true, 1e9, 10) } },
	  STATUS_WARNING,
	  "QUOTA WARNING - a: at its present pace of 1.0 GB a day it reaches its limit in 10 d" FIVE },
	{ "on the day",
	  { AHEAD },
	  { { OF(a), WALKED(5 GB, 15 GB), PACE(true, 714285714, 14) } },
	  STATUS_WARNING,
	  "QUOTA WARNING - a: at its present pace of 714.3 MB a day it reaches its limit in 14 d" FIVE },
	{ "reached",
	  { AHEAD },
	  { { OF(a), WALKED(16 GB, 15 GB), PACE(true, 1e9, 0) } },
	  STATUS_CRITICAL,
	  "QUOTA CRITICAL - a: 16.0 GB of 15.0 GB used (106.7 %, by a walk) (critical at 95%)" ONE("16000000000") },
	{ "too few points",
	  { AHEAD },
	  { { OF(a), WALKED(5 GB, 15 GB), .forecast = { .points = 2, .days_left = INFINITY } } },
	  STATUS_OK,
	  "QUOTA OK - a: 5.0 GB of 15.0 GB used (33.3 %, by a walk); no forecast yet for 1: 2 of 3 days are "
	  "known" FIVE },
	{ "no limit",
	  { AHEAD, .warning = LIMIT(6e9, false, "6GB") },
	  { { OF(a), WALKED(5 GB, 0), PACE(true, 1e9, 10) } },
	  STATUS_UNKNOWN,
	  "QUOTA UNKNOWN - a: no forecast: neither --limit nor a quota gives a limit | total=5000000000B;;;0 "
	  "tenants=1;;;0 a=5000000000B;6000000000;;0\n" },
};

static void a_limit_that_will_be_reached_is_a_warning(void **unused)
{
	(void)unused;
	expect_judgements(forecasts, ROWS(forecasts));
}

static void expect_facts(const struct facts *facts, enum status status, const char *line)
{
	static const struct output_context context = { .program = "check_disk_quota", .version = "0" };
	const struct settings settings = { .forecast = DAY_SECONDS };
	struct result *result = result_new("QUOTA");
	struct buffer output = buffer_limited(10000);

	assert_non_null(result);
	evaluate(&settings, facts, result);
	output_line(&output, result, &context);
	assert_string_equal(output.data, line);
	assert_int_equal(result_status(result), status);
	buffer_free(&output);
	result_free(result);
}

static void a_pattern_without_folders_is_critical(void **unused)
{
	const char *patterns[] = { "/srv/x*", "/srv/y|*" };
	const struct facts facts = { .now = NOW, .unmatched = { patterns, 2 } };

	(void)unused;
	expect_facts(&facts, STATUS_CRITICAL,
		     "QUOTA CRITICAL - no folder matches '/srv/x*'; no folder matches '/srv/y *' | total=U;;;0 "
		     "tenants=0;;;0\n");
}

static void a_memory_that_fails_leaves_the_verdict(void **unused)
{
	struct tenant_use use = { OF(a), WALKED(16 GB, 15 GB), PACE(true, 1, 1e6) };
	struct facts facts = { .now = NOW, .uses = &use, .count = 1 };

	(void)unused;
	facts.history.problem = (struct problem){ PROBLEM_SYSTEM, "No space left on device" };
	expect_facts(&facts, STATUS_CRITICAL,
		     "QUOTA CRITICAL - a: 16.0 GB of 15.0 GB used (106.7 %, by a walk) (critical at 95%); today's "
		     "figures cannot be remembered for a forecast: No space left on device" ONE("16000000000"));
	facts.history = (struct tenant_history){ .damaged = "x" };
	use.used_bytes = 5 GB;
	expect_facts(&facts, STATUS_WARNING,
		     "QUOTA WARNING - state 'x' was damaged: it is now 'x.damaged', and the figures of past days are "
		     "lost" FIVE);
}

/* --- options -------------------------------------------------------------------- */

static const struct {
	const char *arguments; /* with blanks between */
	const char *problem;   /* NULL: they are possible */
} combinations[] = {
	{ "-p /srv", NULL },
	{ "--tenants /etc/tenants.ini", NULL },
	{ "-p /srv -l 15GB -w 80% -c 5%FREE -W 80% -K 90% --source user --budget 5s,100 --threads 2 --top 0", NULL },
	{ "-p /srv -l disk", NULL },
	{ "-p /srv --budget ,100", NULL },
	{ "-p /srv --budget 30s", NULL },
	{ "", "--path: it is missing: the folder of each tenant (or --tenants) is expected" },
	{ "-p srv", "--path: 'srv' does not begin with a slash" },
	{ "-p /srv /x", "argument 1 without a dash is one too many; --help shows the usage" },
	{ "--tenants /x --exclude a", "--exclude: it needs --path" },
	{ "-p /srv --require-enforcement --source walk",
	  "--require-enforcement: a walk sees no quota: it excludes --source walk" },
	{ "-p /srv --state-dir /x", "--state-dir: it needs --forecast" },
	{ "-p /srv -l much", "--limit: 'much' is not a size (such as 500MB, 15GB or 15GiB)" },
	{ "-p /srv -l 0", "--limit: '0' is no limit: a size above 0, or disk, is expected" },
	{ "-p /srv -w 80", "--warning: '80' has no unit (such as 80%, 12GB or 5%FREE)" },
	{ "-p /srv -c 80%LEFT",
	  "--critical: '80%LEFT' is not a range (such as 10, 5:, ~:10 or @1:5): '80%LEFT' is not a number" },
	{ "-p /srv -W x", "--iwarning: 'x' is not a range (such as 10, 5:, ~:10 or @1:5): 'x' is not a number" },
	{ "-p /srv -K x:", "--icritical: 'x:' is not a range (such as 10, 5:, ~:10 or @1:5): 'x' is not a number" },
	{ "-p /srv --budget x", "--budget: 'x' is not a duration (such as 90s, 26h or 1h30m)" },
	{ "-p /srv --budget 0s", "--budget: '0s' is no budget (such as 30s, 30s,2000000 or ,2000000)" },
	{ "-p /srv --budget 5s,", "--budget: '5s,' is no budget (such as 30s, 30s,2000000 or ,2000000)" },
	{ "-p /srv --budget ,0", "--budget: ',0' is no budget (such as 30s, 30s,2000000 or ,2000000)" },
	{ "-p /srv --budget ,", "--budget: ',' is no budget (such as 30s, 30s,2000000 or ,2000000)" },
	{ "-p /srv --threads 0", "--threads: '0' is not a whole number from 1 to 64" },
	{ "-p /srv --top -1", "--top: '-1' is not a whole number from 0 to 5000" },
	{ "-p /srv --inode-limit 0", "--inode-limit: '0' is not a whole number from 1 to 1000000000000" },
	{ "-p /srv --source du", "--source: 'du' is none of any, statfs, project, user, group, btrfs, walk" },
	{ "-p /srv --forecast 0", "--forecast: '0' is not a duration above 0" },
};

static bool read_options_of(const char *arguments, struct problem *problem)
{
	struct settings settings = defaults;
	struct common_settings common = option_common_defaults;
	char text[300];
	char *argv[30] = { "check_disk_quota" };
	int argc = 1;
	char *rest = NULL;
	bool good;

	snprintf(text, sizeof text, "%s", arguments);
	for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		argv[argc++] = word;
	good = option_parse(options, argc, argv, &settings, &common, problem) && verify(&settings, problem);
	option_free(options, &settings);
	return good;
}

static void impossible_combinations_are_refused(void **unused)
{
	struct rows rows = { 0 };

	(void)unused;
	for (size_t i = 0; i < ROWS(combinations); i++) {
		struct problem problem = { 0 };

		row_true(&rows, combinations[i].arguments, read_options_of(combinations[i].arguments, &problem),
			 combinations[i].problem == NULL);
		row_text(&rows, combinations[i].arguments, problem.text,
			 combinations[i].problem ? combinations[i].problem : "");
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(use_is_held_against_limits),
		cmocka_unit_test(several_tenants_make_one_line),
		cmocka_unit_test(inodes_are_judged_too),
		cmocka_unit_test(what_was_not_seen_is_unknown_unless_it_is_too_much_already),
		cmocka_unit_test(quotas_are_told_apart),
		cmocka_unit_test(limits_must_be_kept_where_that_is_required),
		cmocka_unit_test(a_limit_that_will_be_reached_is_a_warning),
		cmocka_unit_test(a_pattern_without_folders_is_critical),
		cmocka_unit_test(a_memory_that_fails_leaves_the_verdict),
		cmocka_unit_test(impossible_combinations_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
