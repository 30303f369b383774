// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * check_ftp without a server: every judgement, every impossible combination of
 * options, the command lines of its namesake, and the parsers it rests on.
 */
#include "plugins/check_ftp.c"

#include "common/net/netrc.h"

#include "tests/common/judged.h"

/* --- judgements ---------------------------------------------------------------- */

enum { NOW = 1796083200 /* 2026-12-01T00:00:00Z */, DAY = 86400 };

/* What was asked and what was found, and the whole line that must come of it. */
struct judgement {
	const char *name;
	struct settings settings;
	struct facts facts;
	enum status status;
	const char *line;
};

#define TEXTS(...)                                                                                                     \
	{                                                                                                              \
		.items = (const char *[]){ __VA_ARGS__ }, .count = LENGTH(((const char *[]){ __VA_ARGS__ }))           \
	}
#define ASKED_OF(host, means_refused, means_other)                                                                     \
	.hostname = (host), .refuse = (means_refused), .mismatch = (means_other)
#define ASKED ASKED_OF("ftp.example.org", STATUS_CRITICAL, STATUS_WARNING)
#define ASKED_WITH(means_refused, means_other) ASKED_OF("ftp.example.org", means_refused, means_other)
#define LOGIN .user = "a", .password_file = "/p"
#define WARNING_AT(seconds) .warning = { .end = (seconds), .is_set = true }
#define CRITICAL_AT(seconds) .critical = { .end = (seconds), .is_set = true }
#define DAYS(least_warning, least_critical)                                                                            \
	.certificate = { .is_set = true,                                                                               \
			 .warning = { .start = (least_warning), .end = INFINITY, .is_set = true },                     \
			 .critical = { .start = (least_critical), .end = INFINITY, .is_set = true } }

#define GREETED .answered = true, .seconds = 0.0125, .code = 220, .text = "220 ready", .matches = true
#define SAID(number, words) .answered = true, .seconds = 0.0125, .code = (number), .text = words
#define ENDED(how, failed_kind, words) .end = (how), .problem = { .kind = (failed_kind), .text = words }
#define CERTIFICATE(days) .peer = { .subject = "ftp.example.org", .not_after = NOW + (days)*DAY }
#define DONE .step = FTP_STEP_DONE
#define FAILED(failed_kind, words) .step = FTP_STEP_FAILED, .problem = { .kind = (failed_kind), .text = words }
#define IN .logged_in = { DONE }, .login_seconds = 0.25

#define PLACE "ftp.example.org port 21"
#define TIME "time=0.012500s;;;0.000000;10.000000"
#define NO_TIME "time=U;;;0.000000;10.000000"
#define OK_TEXT "FTP OK - 0.013 second response time on " PLACE " [220 ready]"
#define LOGIN_TIME " login_time=0.250000s;;;0.000000"

static void expect_judgement(struct rows *rows, const struct judgement *row)
{
	struct result *result = judged_new("FTP");
	struct facts facts = row->facts;

	facts.now = NOW;
	facts.timeout = 10;
	evaluate(&row->settings, &facts, result);
	row_number(rows, row->name, (int)result_status(result), (int)row->status);
	row_judged(rows, row->name, result, row->line);
}

static const struct judgement answers[] = {
	{ "a greeting", { ASKED }, { .visit = { GREETED } }, STATUS_OK, OK_TEXT " | " TIME "\n" },
	{ "another port and IPv6",
	  { ASKED, .port = 2121, .use_ipv6 = true },
	  { .visit = { GREETED } },
	  STATUS_OK,
	  "FTP OK - 0.013 second response time on ftp.example.org port 2121 [220 ready] | " TIME "\n" },
	{ "the port of implicit TLS",
	  { ASKED, .implicit = true },
	  { .visit = { GREETED } },
	  STATUS_OK,
	  "FTP OK - 0.013 second response time on ftp.example.org port 990 [220 ready] | " TIME "\n" },
	{ "a Unix socket",
	  { ASKED_OF("/run/ftp", STATUS_CRITICAL, STATUS_WARNING) },
	  { .visit = { GREETED } },
	  STATUS_OK,
	  "FTP OK - 0.013 second response time on socket /run/ftp [220 ready] | " TIME "\n" },
	{ "a greeting that is not shown",
	  { ASKED, .jail = true },
	  { .visit = { GREETED } },
	  STATUS_OK,
	  "FTP OK - 0.013 second response time on " PLACE " | " TIME "\n" },
	{ "a greeting with what would end the text",
	  { ASKED },
	  { .visit = { SAID(220, "220 a|b=1 \n\x1b[31m"), .matches = true } },
	  STATUS_OK,
	  "FTP OK - 0.013 second response time on " PLACE " [220 a b=1  ?[31m] | " TIME "\n" },
	{ "slow: warning",
	  { ASKED, WARNING_AT(0.01), CRITICAL_AT(5) },
	  { .visit = { GREETED } },
	  STATUS_WARNING,
	  "FTP WARNING - 0.013 second response time on " PLACE
	  " [220 ready] (warning at 0.01) | time=0.012500s;0.01;5;0.000000;10.000000\n" },
	{ "slow: critical",
	  { ASKED, WARNING_AT(0.001), CRITICAL_AT(0.01) },
	  { .visit = { GREETED } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - 0.013 second response time on " PLACE
	  " [220 ready] (critical at 0.01) | time=0.012500s;0.001;0.01;0.000000;10.000000\n" },
	{ "another reply",
	  { ASKED },
	  { .visit = { SAID(530, "530 go away") } },
	  STATUS_WARNING,
	  "FTP WARNING - Unexpected response from host/socket: 530 go away (" PLACE ") | " TIME "\n" },
	{ "no reply at all",
	  { ASKED },
	  { .visit = { SAID(0, "999 foo") } },
	  STATUS_WARNING,
	  "FTP WARNING - Unexpected response from host/socket: 999 foo (" PLACE ") | " TIME "\n" },
	{ "another reply that is critical",
	  { ASKED_WITH(STATUS_CRITICAL, STATUS_CRITICAL) },
	  { .visit = { SAID(530, "530 no") } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - Unexpected response from host/socket: 530 no (" PLACE ") | " TIME "\n" },
	{ "another reply that is not shown",
	  { ASKED, .jail = true },
	  { .visit = { SAID(530, "530 no") } },
	  STATUS_WARNING,
	  "FTP WARNING - Unexpected response from host/socket on " PLACE " | " TIME "\n" },
	{ "another reply that is fine, and slow",
	  { ASKED_WITH(STATUS_CRITICAL, STATUS_OK), WARNING_AT(0.01) },
	  { .visit = { SAID(530, "530 no") } },
	  STATUS_WARNING,
	  "FTP WARNING - 0.013 second response time on " PLACE
	  " [530 no] (warning at 0.01) | time=0.012500s;0.01;;0.000000;10.000000\n" },
	{ "another reply that is fine, and far too slow",
	  { ASKED_WITH(STATUS_CRITICAL, STATUS_OK), CRITICAL_AT(0.01), .jail = true },
	  { .visit = { SAID(530, "530 no") } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - 0.013 second response time on " PLACE
	  " (critical at 0.01) | time=0.012500s;;0.01;0.000000;10.000000\n" },
	{ "421 is a refusal",
	  { ASKED },
	  { .visit = { SAID(421, "421 Too many connections") } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - Unexpected response from host/socket: 421 Too many connections (" PLACE ") | " TIME "\n" },
	{ "421 means what a refusal means, not what a mismatch does",
	  { ASKED_WITH(STATUS_WARNING, STATUS_OK) },
	  { .visit = { SAID(421, "421 no") } },
	  STATUS_WARNING,
	  "FTP WARNING - Unexpected response from host/socket: 421 no (" PLACE ") | " TIME "\n" },
	{ "421 that was expected",
	  { ASKED, .expect = TEXTS("421") },
	  { .visit = { SAID(421, "421 no"), .matches = true } },
	  STATUS_OK,
	  "FTP OK - 0.013 second response time on " PLACE " [421 no] | " TIME "\n" },
};

static void an_answer_is_judged(void **state)
{
	(void)state;
	EACH_ROW(answers, expect_judgement);
}

static const struct judgement failures[] = {
	{ "refused",
	  { ASKED },
	  { .visit = { ENDED(FTP_VISIT_NOT_CONNECTED, PROBLEM_REFUSED, "connect to a: Connection refused") } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - connect to a: Connection refused | " NO_TIME "\n" },
	{ "refused, which is fine",
	  { ASKED_WITH(STATUS_OK, STATUS_WARNING) },
	  { .visit = { ENDED(FTP_VISIT_NOT_CONNECTED, PROBLEM_REFUSED, "connect to a: Connection refused") } },
	  STATUS_OK,
	  "FTP OK - connect to a: Connection refused | " NO_TIME "\n" },
	{ "no route is no refusal",
	  { ASKED_WITH(STATUS_OK, STATUS_WARNING) },
	  { .visit = { ENDED(FTP_VISIT_NOT_CONNECTED, PROBLEM_PEER, "connect to a: No route to host") } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - connect to a: No route to host | " NO_TIME "\n" },
	{ "not resolved",
	  { ASKED_WITH(STATUS_OK, STATUS_WARNING) },
	  { .visit = { ENDED(FTP_VISIT_NOT_CONNECTED, PROBLEM_UNRESOLVED, "cannot resolve host 'a'") } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - cannot resolve host 'a' | " NO_TIME "\n" },
	{ "no memory is no verdict",
	  { ASKED },
	  { .visit = { ENDED(FTP_VISIT_NOT_CONNECTED, PROBLEM_SYSTEM, "out of memory") } },
	  STATUS_UNKNOWN,
	  "FTP UNKNOWN - out of memory | " NO_TIME "\n" },
	{ "time is up",
	  { ASKED },
	  { .visit = { ENDED(FTP_VISIT_NOT_ANSWERED, PROBLEM_TIMEOUT, "timeout after 10 s: no greeting from a") } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - timeout after 10 s: no greeting from a | " NO_TIME "\n" },
	{ "refused, which is fine, but TLS was asked for",
	  { ASKED_WITH(STATUS_OK, STATUS_WARNING), .ssl = true },
	  { .visit = { ENDED(FTP_VISIT_NOT_CONNECTED, PROBLEM_REFUSED, "connect to a: Connection refused") } },
	  STATUS_UNKNOWN,
	  "FTP UNKNOWN - what the options ask for beyond the greeting was not tried | " NO_TIME "\n" },
	{ "a mismatch, which is fine, but a login was asked for",
	  { ASKED_WITH(STATUS_CRITICAL, STATUS_OK), LOGIN },
	  { .visit = { SAID(530, "530 no") } },
	  STATUS_UNKNOWN,
	  "FTP UNKNOWN - what the options ask for beyond the greeting was not tried | " TIME
	  " login_time=U;;;0.000000\n" },
};

static void a_visit_that_failed_is_told(void **state)
{
	(void)state;
	EACH_ROW(failures, expect_judgement);
}

static const struct judgement certificates[] = {
	{ "nobody asks for days",
	  { ASKED, .ssl = true },
	  { .visit = { GREETED, CERTIFICATE(3) } },
	  STATUS_OK,
	  OK_TEXT " | " TIME "\n" },
	{ "days enough",
	  { ASKED, DAYS(30, 7) },
	  { .visit = { GREETED, CERTIFICATE(31) } },
	  STATUS_OK,
	  "FTP OK - 0.013 second response time on " PLACE
	  ", certificate 'ftp.example.org' expires in 31 days, on 2027-01-01T00:00:00Z [220 ready] | " TIME
	  " days_left=31;30:;7:\n" },
	{ "just enough",
	  { ASKED, DAYS(30, 7) },
	  { .visit = { GREETED, CERTIFICATE(30) } },
	  STATUS_OK,
	  "FTP OK - 0.013 second response time on " PLACE
	  ", certificate 'ftp.example.org' expires in 30 days, on 2026-12-31T00:00:00Z [220 ready] | " TIME
	  " days_left=30;30:;7:\n" },
	{ "too few",
	  { ASKED, DAYS(30, 7) },
	  { .visit = { GREETED, CERTIFICATE(29) } },
	  STATUS_WARNING,
	  "FTP WARNING - " PLACE
	  ": certificate 'ftp.example.org' expires in 29 days, on 2026-12-30T00:00:00Z (warning at 30:) "
	  "| " TIME " days_left=29;30:;7:\n" },
	{ "far too few",
	  { ASKED, DAYS(30, 7) },
	  { .visit = { GREETED, CERTIFICATE(6) } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE
	  ": certificate 'ftp.example.org' expires in 6 days, on 2026-12-07T00:00:00Z (critical at 7:) "
	  "| " TIME " days_left=6;30:;7:\n" },
	{ "expired is critical whatever the limits say",
	  { ASKED, DAYS(-100, -200), .insecure = true },
	  { .visit = { GREETED, CERTIFICATE(-1) } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE ": certificate 'ftp.example.org' expired 1 day ago, on 2026-11-30T00:00:00Z | " TIME
	  " days_left=-1;-100:;-200:\n" },
	{ "expired, and below the limits",
	  { ASKED, DAYS(30, 7), .insecure = true },
	  { .visit = { GREETED, CERTIFICATE(-3) } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE ": certificate 'ftp.example.org' expired 3 days ago, on 2026-11-28T00:00:00Z "
	  "(critical at 7:) | " TIME " days_left=-3;30:;7:\n" },
	{ "expired an hour ago",
	  { ASKED, DAYS(30, 0), .insecure = true },
	  { .visit = { GREETED, .peer = { .subject = "a", .not_after = NOW - 3600 } } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE
	  ": certificate 'a' expired 0 days ago, on 2026-11-30T23:00:00Z (critical at 0:) | " TIME
	  " days_left=-1;30:;0:\n" },
	{ "a day is left",
	  { ASKED, DAYS(30, 0) },
	  { .visit = { GREETED, CERTIFICATE(1) } },
	  STATUS_WARNING,
	  "FTP WARNING - " PLACE ": certificate 'ftp.example.org' expires in 1 day, on 2026-12-02T00:00:00Z "
	  "(warning at 30:) | " TIME " days_left=1;30:;0:\n" },
	{ "after 2038",
	  { ASKED, DAYS(30, 7) },
	  { .visit = { GREETED, .peer = { .subject = "a", .not_after = 4102444800 } } },
	  STATUS_OK,
	  "FTP OK - 0.013 second response time on " PLACE
	  ", certificate 'a' expires in 26694 days, on 2100-01-01T00:00:00Z [220 ready] | " TIME
	  " days_left=26694;30:;7:\n" },
	{ "a handshake that failed: the days are known all the same",
	  { ASKED, DAYS(30, 7) },
	  { .visit = { SAID(220, "220 ready"), CERTIFICATE(89), .matches = true,
		       ENDED(FTP_VISIT_NOT_SECURED, PROBLEM_PEER, PLACE ": certificate of 'a' is not trusted") } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE ": certificate of 'a' is not trusted | " TIME " days_left=89;30:;7:\n" },
	{ "a handshake that failed, with a certificate that has expired",
	  { ASKED, DAYS(30, 7) },
	  { .visit = { SAID(220, "220 ready"), CERTIFICATE(-5), .matches = true,
		       ENDED(FTP_VISIT_NOT_SECURED, PROBLEM_PEER, PLACE ": certificate 'a' expired 5 days ago") } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE ": certificate 'a' expired 5 days ago; days_left is -5 (critical at 7:) | " TIME
	  " days_left=-5;30:;7:\n" },
	{ "no certificate was shown",
	  { ASKED, DAYS(30, 7) },
	  { .visit = { SAID(220, "220 ready"), .matches = true,
		       ENDED(FTP_VISIT_NOT_SECURED, PROBLEM_PEER, PLACE ": the server does not start TLS: 502 no") } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE ": the server does not start TLS: 502 no | " TIME " days_left=U;30:;7:\n" },
	{ "a file of authorities that cannot be read is ours to mend",
	  { ASKED, .ssl = true },
	  { .visit = { GREETED, ENDED(FTP_VISIT_NOT_SECURED, PROBLEM_INPUT, "--ca-file: cannot read") } },
	  STATUS_UNKNOWN,
	  "FTP UNKNOWN - --ca-file: cannot read | " TIME "\n" },
};

static void a_certificate_is_judged(void **state)
{
	(void)state;
	EACH_ROW(certificates, expect_judgement);
}

static const struct judgement plain_logins[] = {
	{ "refused",
	  { ASKED, .forbid_plain_login = true },
	  { .visit = { GREETED }, .asked_plainly = { DONE }, .plain_login = { true, "530 use TLS" } },
	  STATUS_OK,
	  OK_TEXT ", a plain login is refused (530 use TLS) | " TIME "\n" },
	{ "taken",
	  { ASKED, .forbid_plain_login = true },
	  { .visit = { GREETED }, .asked_plainly = { DONE }, .plain_login = { false, "331 password" } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE ": the server asks for a password in the clear: USER: 331 password | " TIME "\n" },
	{ "taken without a password",
	  { ASKED, .forbid_plain_login = true },
	  { .visit = { GREETED }, .asked_plainly = { DONE }, .plain_login = { false, "230 in" } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE ": the server takes a plain login, even without a password: USER: 230 in | " TIME
	  "\n" },
	{ "no memory to tell",
	  { ASKED, .forbid_plain_login = true },
	  { .visit = { GREETED }, .asked_plainly = { FAILED(PROBLEM_SYSTEM, "out of memory") } },
	  STATUS_UNKNOWN,
	  "FTP UNKNOWN - out of memory | " TIME "\n" },
	{ "no telling",
	  { ASKED, .forbid_plain_login = true },
	  { .visit = { GREETED }, .asked_plainly = { FAILED(PROBLEM_PEER, "no telling whether") } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE ": no telling whether | " TIME "\n" },
	{ "never tried",
	  { ASKED_WITH(STATUS_CRITICAL, STATUS_OK), .forbid_plain_login = true },
	  { .visit = { SAID(530, "530 no") } },
	  STATUS_UNKNOWN,
	  "FTP UNKNOWN - what the options ask for beyond the greeting was not tried | " TIME "\n" },
	{ "the password file does not make it log in",
	  { ASKED, LOGIN, .forbid_plain_login = true },
	  { .visit = { GREETED }, .asked_plainly = { DONE }, .plain_login = { true, "530 use TLS" } },
	  STATUS_OK,
	  OK_TEXT ", a plain login is refused (530 use TLS) | " TIME "\n" },
};

static void a_plain_login_is_judged(void **state)
{
	(void)state;
	EACH_ROW(plain_logins, expect_judgement);
}

static struct ftp_attempt denied[] = { { { DONE }, { false, "CWD: 550 no" } } };
static struct ftp_attempt reached[] = { { { DONE }, { false, "CWD: 550 no" } }, { { DONE }, { true, "SIZE: 213 5" } } };
static struct ftp_attempt unclear_attempt[] = { { { FAILED(PROBLEM_PEER, "no telling whether 'b' is denied") },
						  { 0 } } };

static const struct judgement sessions[] = {
	{ "a login",
	  { ASKED, LOGIN },
	  { .visit = { GREETED }, .session = { IN } },
	  STATUS_OK,
	  OK_TEXT ", login took 0.250 s | " TIME LOGIN_TIME "\n" },
	{ "a login that is refused",
	  { ASKED, LOGIN, .list = "in", .file = { .is_set = true, .path = "f" } },
	  { .visit = { GREETED },
	    .session = { .logged_in = { FAILED(PROBLEM_PEER, "login as 'a' refused: 530 no") } } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE ": login as 'a' refused: 530 no | " TIME
	  " login_time=U;;;0.000000 entries=U;;;0 size=U;;;0\n" },
	{ "a folder",
	  { ASKED, LOGIN, .list = "in" },
	  { .visit = { GREETED }, .session = { IN, .listed = { DONE }, .entries = 3 } },
	  STATUS_OK,
	  OK_TEXT ", login took 0.250 s, 'in' has 3 entries | " TIME LOGIN_TIME " entries=3;;;0\n" },
	{ "a folder that is not there",
	  { ASKED, LOGIN, .list = "in" },
	  { .visit = { GREETED }, .session = { IN, .listed = { FAILED(PROBLEM_PEER, "cannot list 'in': 550 no") } } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE ": cannot list 'in': 550 no | " TIME LOGIN_TIME " entries=U;;;0\n" },
	{ "a file of the size asked for",
	  { ASKED, LOGIN, .file = { .is_set = true, .path = "f", .size_bytes = 1000 } },
	  { .visit = { GREETED }, .session = { IN, .sized = { DONE }, .size_bytes = 1000 } },
	  STATUS_OK,
	  OK_TEXT ", login took 0.250 s, 'f' has 1.0 kB | " TIME LOGIN_TIME " size=1000B;;;0\n" },
	{ "a file that is too small",
	  { ASKED, LOGIN, .file = { .is_set = true, .path = "f", .size_bytes = 1000 } },
	  { .visit = { GREETED }, .session = { IN, .sized = { DONE }, .size_bytes = 999 } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE ": 'f' has 999 B, at least 1.0 kB are expected | " TIME LOGIN_TIME
	  " size=999B;;;0\n" },
	{ "a path that is denied",
	  { ASKED, LOGIN, .forbid_path = TEXTS("../b") },
	  { .visit = { GREETED }, .session = { IN, .attempts = denied } },
	  STATUS_OK,
	  OK_TEXT ", login took 0.250 s, '../b' is denied (CWD: 550 no) | " TIME LOGIN_TIME "\n" },
	{ "one of two paths that is not",
	  { ASKED, LOGIN, .forbid_path = TEXTS("/a", "/b") },
	  { .visit = { GREETED }, .session = { IN, .attempts = reached } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE ": tenant can reach '/b': SIZE: 213 5 | " TIME LOGIN_TIME "\n" },
	{ "a path of which nobody knows",
	  { ASKED, LOGIN, .forbid_path = TEXTS("b") },
	  { .visit = { GREETED }, .session = { IN, .attempts = unclear_attempt } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE ": no telling whether 'b' is denied | " TIME LOGIN_TIME "\n" },
	{ "an upload",
	  { ASKED, LOGIN, .upload_to = "in" },
	  { .visit = { GREETED }, .session = { IN, .uploaded = true } },
	  STATUS_OK,
	  OK_TEXT ", login took 0.250 s, 'in' takes uploads | " TIME LOGIN_TIME "\n" },
	{ "an upload that failed and left a file",
	  { ASKED, LOGIN, .upload_to = "in" },
	  { .visit = { GREETED },
	    .session = { IN, .uploaded = true,
			 .upload = { .failure = { PROBLEM_PEER, "cannot store" },
				     .leftover = { PROBLEM_PEER, "a file may be left behind" } } } },
	  STATUS_CRITICAL,
	  "FTP CRITICAL - " PLACE ": cannot store; " PLACE ": a file may be left behind | " TIME LOGIN_TIME "\n" },
	{ "an upload that left a file",
	  { ASKED, LOGIN, .upload_to = "in" },
	  { .visit = { GREETED },
	    .session = { IN, .uploaded = true,
			 .upload = { .leftover = { PROBLEM_PEER, "a file may be left behind" } } } },
	  STATUS_WARNING,
	  "FTP WARNING - " PLACE ": a file may be left behind | " TIME LOGIN_TIME "\n" },
};

static void a_session_is_judged(void **state)
{
	(void)state;
	EACH_ROW(sessions, expect_judgement);
}

static void the_end_of_the_time_means_what_was_asked(void **state)
{
	struct result *result = result_new("FTP");
	struct settings settings = { ASKED };
	struct facts facts = { .visit = { ENDED(FTP_VISIT_NOT_ANSWERED, PROBLEM_TIMEOUT, "timeout") } };

	(void)state;
	result->timeout_status = STATUS_WARNING;
	evaluate(&settings, &facts, result);
	assert_int_equal(result_status(result), STATUS_WARNING);
	result_free(result);
}

/* --- options --------------------------------------------------------------------- */

static bool parse_words(const char *const *words, struct settings *settings, struct problem *problem)
{
	struct common_settings common = option_common_defaults;
	char *vector[40] = { "check_ftp" };
	int count = 1;

	for (; words[count - 1]; count++)
		vector[count] = (char *)(uintptr_t)words[count - 1];
	vector[count] = NULL;
	*settings = defaults;
	return option_parse(options, count, vector, settings, &common, problem);
}

static const struct {
	const char *words[16];
	const char *problem; /* NULL: none */
} command_lines[] = {
	{ { "-H", "a", "-p", "21", "-r", "crit", "-M", "warn", "-t", "10" }, NULL },
	{ { "a", "-p", "2121" }, NULL },
	{ { "-p", "2121", "a" }, NULL },
	{ { NULL }, NULL },
	{ { "-C", "3", "-W", "2", "--protocol", "tcp", "a" }, NULL },
	{ { "--critical-codes=3", "--warning-codes=2", "--output-format=nagios" }, NULL },
	{ { "-D", "30" }, NULL },
	{ { "--certificate=30,7", "--ssl", "--sni", "ftp.example.org" }, NULL },
	{ { "-4", "-w", "0.5", "-c", "1:3", "-e", "a", "-e", "b", "-A", "-j", "-m", "64" }, NULL },
	{ { "-d", "0" }, NULL },
	{ { "/run/ftp.sock" }, NULL },
	{ { "--user", "a", "--forbid-plain-login" }, NULL },
	{ { "--user", "a", "--password-file", "/p", "--forbid-plain-login" }, NULL },
	{ { "--netrc", "/n", "--user", "a", "--list", "/" }, NULL },
	{ { "-H", "" }, "--hostname: it is empty: a name or an address is expected" },
	{ { "-4", "-6" }, "--use-ipv4 and --use-ipv6 exclude each other" },
	{ { "-S", "--ca-file", "/c", "--insecure" }, "--ca-file: it has no effect with --insecure" },
	{ { "-S", "--ca-directory", "/c", "--insecure" }, "--ca-directory: it has no effect with --insecure" },
	{ { "--ca-file", "/c" }, "--ca-file: it needs --ssl" },
	{ { "--ca-directory", "/c" }, "--ca-directory: it needs --ssl" },
	{ { "--insecure" }, "--insecure: it needs --ssl" },
	{ { "-S", "/run/ftp" }, "--ssl: a Unix socket has no name to verify: --sni NAME or --insecure is needed" },
	{ { "--sni", "a/b" }, "--sni: it is no name of a host" },
	{ { "-H", "a/b", "--netrc", "/n" }, "--hostname: it is no name or address of a host" },
	{ { "/run/ftp", "--netrc", "/n" }, "--hostname: a login needs a name or an address, not a Unix socket" },
	{ { "--implicit", "--forbid-plain-login" },
	  "--forbid-plain-login: where TLS is from the first byte, nothing is plain" },
	{ { "-S", "-p", "990", "--forbid-plain-login" },
	  "--forbid-plain-login: where TLS is from the first byte, nothing is plain" },
	{ { "--user", "a", "--password-file", "/p", "--netrc", "/n" }, "--password-file: it excludes --netrc" },
	{ { "--password-file", "/p" }, "--password-file: it needs --user" },
	{ { "--user", "a" }, "--user: it needs --password-file or --netrc" },
	{ { "--list", "a" }, "--list: it needs --user with --password-file, or --netrc" },
	{ { "--file", "a" }, "--file: it needs --user with --password-file, or --netrc" },
	{ { "--upload-to", "a" }, "--upload-to: it needs --user with --password-file, or --netrc" },
	{ { "--forbid-path", "a" }, "--forbid-path: it needs --user with --password-file, or --netrc" },
	{ { "--netrc", "/n", "--forbid-plain-login", "--list", "a" },
	  "--list: with --forbid-plain-login it needs --ssl" },
	{ { "--netrc", "/n", "--list", "a\r\nDELE b" }, "--list: the path has a control character" },
	{ { "--netrc", "/n", "--file", "a\nb" }, "--file: the path has a control character" },
	{ { "--netrc", "/n", "--upload-to", "" }, "--upload-to: a path of 1 to 1000 bytes is expected" },
	{ { "--netrc", "/n", "--forbid-path", "a", "--forbid-path", "b\x7f" },
	  "--forbid-path: the path has a control character" },
	{ { "--netrc", "/n", "--user", "a\rb" }, "--user: the path has a control character" },
	{ { "-p", "0" }, "--port: '0' is not a whole number from 1 to 65535" },
	{ { "-m", "0" }, "--maxbytes: '0' is not a whole number from 1 to 65536" },
	{ { "-d", "-1" }, "--delay: '-1' is below 0" },
	{ { "--netrc", "/n", "--file", "" }, "--file: a path of 1 to 1000 bytes is expected" },
	{ { "a", "b" }, "argument 2 without a dash is one too many; --help shows the usage" },
};

static void a_command_line_is_taken_or_told(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(command_lines); i++) {
		struct settings settings;
		struct problem problem = { 0 };
		bool taken = parse_words(command_lines[i].words, &settings, &problem) && verify(&settings, &problem);

		row_text(&rows, command_lines[i].problem ? command_lines[i].problem : command_lines[i].words[0],
			 taken ? NULL : problem.text, command_lines[i].problem);
		option_free(options, &settings);
	}
	rows_end(&rows);
}

static void a_wrong_value_names_its_option(void **state)
{
	static const char *const wrong[][2] = { { "-w", "abc" },    { "-c", "abc" },   { "-D", "abc" },
						{ "-D", "30,abc" }, { "-r", "maybe" }, { "-M", "maybe" },
						{ "-d", "abc" },    { "-m", "abc" },   { "--file", "a:10Q" } };
	static const char *const names[] = { "--warning",  "--critical", "--certificate", "--certificate", "--refuse",
					     "--mismatch", "--delay",    "--maxbytes",    "--file" };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(wrong); i++) {
		const char *words[] = { wrong[i][0], wrong[i][1], NULL };
		struct settings settings;
		struct problem problem = { 0 };

		row_true(&rows, wrong[i][1], parse_words(words, &settings, &problem), false);
		row_holds(&rows, wrong[i][1], problem.text, names[i]);
		option_free(options, &settings);
	}
	rows_end(&rows);
}

static const struct {
	const char *words[6];
	const char *send, *quit;
} messages[] = {
	{ { NULL }, "", "QUIT\r\n" },
	{ { "-s", "a\\r\\n" }, "a\\r\\n", "QUIT\r\n" },
	{ { "-E", "-s", "a\\r\\n\\t\\\\b\\x" }, "a\r\n\t\\bx", "QUIT\r\n" },
	{ { "-E", "-s", "end\\" }, "end\\", "QUIT\r\n" },
	{ { "-q", "BYE" }, "", "BYE\r\n" },
	{ { "-E", "-q", "BYE\\n" }, "", "BYE\n" },
	{ { "-q", "BYE\\n", "-E" }, "", "BYE\\n\r\n" },
	{ { "-s", "\\n", "-E", "-q", "\\n" }, "\\n", "\n" },
};

static void escapes_count_behind_their_option(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(messages); i++) {
		struct settings settings;
		struct problem problem = { 0 };

		row_true(&rows, messages[i].quit, parse_words(messages[i].words, &settings, &problem), true);
		row_text(&rows, messages[i].quit, settings.send.text, messages[i].send);
		row_text(&rows, messages[i].quit, settings.quit.text, messages[i].quit);
		row_true(&rows, messages[i].quit, settings.send.is_set, messages[i].send[0] != '\0');
	}
	rows_end(&rows);
}

static const struct {
	const char *text, *path;
	double size_bytes;
} claims[] = {
	{ "backup.tar", "backup.tar", 0 },
	{ "backup.tar:15GB", "backup.tar", 15e9 },
	{ "/a/b c:1KiB", "/a/b c", 1024 },
	{ "a:b:0", "a:b", 0 },
};

static void a_file_may_have_a_size(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(claims); i++) {
		struct settings settings = defaults;
		struct problem problem = { 0 };

		row_true(&rows, claims[i].text, parse_file(claims[i].text, &settings, &problem), true);
		row_text(&rows, claims[i].text, settings.file.path, claims[i].path);
		row_number(&rows, claims[i].text, (double)settings.file.size_bytes, claims[i].size_bytes);
	}
	rows_end(&rows);
}

/* --- what it rests on --------------------------------------------------------------- */

static const struct {
	const char *name, *said;
	struct texts expected;
	bool all, matches;
} expectations[] = {
	{ "a text in the middle", "220 (vsFTPd 3.0.3)\r\n", TEXTS("vsFTPd"), false, true },
	{ "another text", "220 ready\r\n", TEXTS("vsFTPd"), false, false },
	{ "one of two", "220 ready\r\n", TEXTS("999", "220"), false, true },
	{ "both of two", "220 ready\r\n", TEXTS("ready", "220"), true, true },
	{ "all, but one is missing", "220 ready\r\n", TEXTS("999", "220"), true, false },
	{ "across lines", "220-a\r\n220 b\r\n", TEXTS("a\r\n220"), false, true },
};

static void texts_are_found_anywhere(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(expectations); i++) {
		struct ftp_expectation expectation = { .texts = &expectations[i].expected, .all = expectations[i].all };
		struct ftp_answer answer = ftp_answer_new();

		buffer_add(&answer.text, expectations[i].said);
		row_true(&rows, expectations[i].name, ftp_answer_matches(&answer, &expectation),
			 expectations[i].matches);
		ftp_answer_free(&answer);
	}
	rows_end(&rows);
}

static const struct {
	const char *reply;
	bool is_size;
	double size_bytes;
} sizes[] = {
	{ "213 5", true, 5 },
	{ "213 0", true, 0 },
	{ "213 999999999999999999", true, 999999999999999999.0 },
	{ "213 5 ", true, 5 },
	{ "213 -1", false, 0 },
	{ "213 9999999999999999999", false, 0 },
	{ "213 5 bytes", false, 0 },
	{ "213 big|x=1", false, 0 },
	{ "213 ", false, 0 },
	{ "213", false, 0 },
	{ "550 5", false, 0 },
};

static void a_size_is_a_number_and_nothing_else(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(sizes); i++) {
		struct ftp_reply_parser parser = { 0 };
		uint64_t size_bytes = 0;
		size_t taken = 0;

		ftp_reply_feed(&parser, sizes[i].reply, strlen(sizes[i].reply), &taken);
		ftp_reply_feed(&parser, "\r\n", 2, &taken);
		row_true(&rows, sizes[i].reply, ftp_transfer_parse_size(&parser.reply, &size_bytes), sizes[i].is_size);
		row_number(&rows, sizes[i].reply, (double)size_bytes, sizes[i].size_bytes);
	}
	rows_end(&rows);
}

#define NETRC                                                                                                          \
	"# a comment with machine a login x\n"                                                                         \
	"machine other login o password p1\n"                                                                          \
	"machine A.example.org\n\tlogin one\n\tpassword \"with \\\"quote\\\" and blank\"\n"                            \
	"macdef init\nmachine a.example.org login trap password trap\n\n"                                              \
	"machine a.example.org account x login two password #2\n"                                                      \
	"machine nopass login n\n"                                                                                     \
	"default login anyone password p4\n"

static const struct {
	const char *text, *host, *user, *login, *password; /* no login: none is found */
} entries[] = {
	{ NETRC, "other", NULL, "o", "p1" },
	{ NETRC, "a.example.org", NULL, "one", "with \"quote\" and blank" },
	{ NETRC, "a.example.org", "two", "two", "#2" },
	{ NETRC, "a.example.org", "trap", NULL, NULL },
	{ NETRC, "nopass", "n", NULL, NULL },
	{ NETRC, "elsewhere", NULL, "anyone", "p4" },
	{ NETRC, "elsewhere", "anyone", "anyone", "p4" },
	{ NETRC, "elsewhere", "else", NULL, NULL },
	{ "machine a login b password \"c", "a", NULL, "b", "c" },
	{ "machine a login", "a", NULL, NULL, NULL },
	{ "machine", "a", NULL, NULL, NULL },
	{ "", "a", NULL, NULL, NULL },
};

static void a_login_is_found_in_a_netrc(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(entries); i++) {
		struct buffer login = buffer_limited(100);
		struct buffer password = buffer_limited(100);
		struct problem problem = { 0 };
		bool found = netrc_find(entries[i].text, entries[i].host, entries[i].user, &login, &password, &problem);

		row_true(&rows, entries[i].host, found, entries[i].login != NULL);
		row_text(&rows, entries[i].host, login.data, entries[i].login ? entries[i].login : "");
		row_text(&rows, entries[i].host, password.data, entries[i].password ? entries[i].password : "");
		buffer_free(&login);
		buffer_free(&password);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_judged),
		cmocka_unit_test(a_visit_that_failed_is_told),
		cmocka_unit_test(a_certificate_is_judged),
		cmocka_unit_test(a_plain_login_is_judged),
		cmocka_unit_test(a_session_is_judged),
		cmocka_unit_test(the_end_of_the_time_means_what_was_asked),
		cmocka_unit_test(a_command_line_is_taken_or_told),
		cmocka_unit_test(a_wrong_value_names_its_option),
		cmocka_unit_test(escapes_count_behind_their_option),
		cmocka_unit_test(a_file_may_have_a_size),
		cmocka_unit_test(texts_are_found_anywhere),
		cmocka_unit_test(a_size_is_a_number_and_nothing_else),
		cmocka_unit_test(a_login_is_found_in_a_netrc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
