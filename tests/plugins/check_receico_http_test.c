// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * check_receico_http without a server: judgements, impossible combinations of options,
 * and the command lines of check_curl.
 */
#include "plugins/check_receico_http.c"

#include "tests/common/judged.h"

#include <stdlib.h>

/* --- judgements ---------------------------------------------------------------- */

/* 2026-01-02T03:04:05Z */
enum { NOW = 1767323045 };

struct judgement {
	const char *name;
	struct settings settings;
	struct facts facts; /* target and texts are filled in */
	const char *body;
	const char *line;
};

#define ASKED .samples = 1, .state_regex = STATUS_CRITICAL
#define ANSWER(number, words)                                                                                          \
	.answered = true, .code = (number), .status_line = words, .body_size = 68,                                     \
	.times = { .total = 0.25, .dns = 0.01, .connect = 0.02, .tls = NAN, .first_byte = 0.2, .transfer = 0.02 }
#define TOOK(count_of, mean_of, p95_of, max_of)                                                                        \
	.asked = (count_of), .summary = { (count_of), (mean_of), (p95_of), (max_of) }
#define GOOD                                                                                                           \
	.asked = true, .now = NOW,                                                                                     \
	.series = { TOOK(1, 0.25, 0.25, 0.25), .response = { ANSWER(200, "HTTP/1.1 200 OK") } }
#define LINE "HTTP/1.1 200 OK - 68 bytes in 0.250 second response time"
#define TIME "time=0.250000s;;;0.000000;10.000000 size=68B;;;0"
#define RANGE(limit)                                                                                                   \
	{                                                                                                              \
		.end = (limit), .is_set = true                                                                         \
	}
#define FAILED(failed_kind, words)                                                                                     \
	.asked = true,                                                                                                 \
	.series = { .asked = 1,                                                                                        \
		    .failed = 1,                                                                                       \
		    .summary = { 0, NAN, NAN, NAN },                                                                   \
		    .response = {                                                                                      \
			    .problem = { (failed_kind), words },                                                       \
			    .times = {                                                                                 \
				    .dns = NAN, .connect = NAN, .tls = NAN, .first_byte = NAN, .transfer = NAN } } }
#define NO_TIME "time=U;;;0.000000;10.000000 size=U;;;0"

static const struct judgement judgements[] = {
	{ "a page", { ASKED }, { GOOD }, "", "HTTP OK - " LINE " | " TIME "\n" },
	{ "in time",
	  { ASKED, .warning = RANGE(1), .critical = RANGE(3) },
	  { GOOD },
	  "",
	  "HTTP OK - " LINE " | time=0.250000s;1;3;0.000000;10.000000 size=68B;;;0\n" },
	{ "slow",
	  { ASKED, .warning = RANGE(0.1), .critical = RANGE(3) },
	  { GOOD },
	  "",
	  "HTTP WARNING - " LINE " (warning at 0.1) | time=0.250000s;0.1;3;0.000000;10.000000 size=68B;;;0\n" },
	{ "too slow",
	  { ASKED, .warning = RANGE(0.1), .critical = RANGE(0.2) },
	  { GOOD },
	  "",
	  "HTTP CRITICAL - " LINE " (critical at 0.2) | time=0.250000s;0.1;0.2;0.000000;10.000000 size=68B;;;0\n" },
	{ "refused",
	  { ASKED },
	  { FAILED(PROBLEM_REFUSED, "a port 80: Connection refused") },
	  "",
	  "HTTP CRITICAL - a port 80: Connection refused | " NO_TIME "\n" },
	{ "refused, all phases",
	  { ASKED, .extended_perfdata = true },
	  { FAILED(PROBLEM_REFUSED, "a port 80: Connection refused") },
	  "",
	  "HTTP CRITICAL - a port 80: Connection refused | " NO_TIME
	  " time_dns=U;;;0.000000 time_connect=U;;;0.000000 time_tls=U;;;0.000000 time_firstbyte=U;;;0.000000 "
	  "time_transfer=U;;;0.000000 http_code=U\n" },
	{ "the time is up",
	  { ASKED },
	  { FAILED(PROBLEM_TIMEOUT, "a port 80: timeout: no answer") },
	  "",
	  "HTTP CRITICAL - a port 80: timeout: no answer | " NO_TIME "\n" },
	{ "we fail",
	  { ASKED },
	  { FAILED(PROBLEM_SYSTEM, "out of memory") },
	  "",
	  "HTTP UNKNOWN - out of memory | " NO_TIME "\n" },
	{ "nobody could be asked",
	  { ASKED },
	  { .problem = { PROBLEM_INPUT, "--netrc: cannot read 'x'" } },
	  "",
	  "HTTP UNKNOWN - --netrc: cannot read 'x'\n" },
	{ "all phases",
	  { ASKED, .extended_perfdata = true },
	  { GOOD },
	  "",
	  "HTTP OK - " LINE " | " TIME
	  " time_dns=0.010000s;;;0.000000 time_connect=0.020000s;;;0.000000 time_tls=U;;;0.000000 "
	  "time_firstbyte=0.200000s;;;0.000000 time_transfer=0.020000s;;;0.000000 http_code=200\n" },
	{ "too small a page",
	  { ASKED, .pagesize = { .start = 100, .end = INFINITY, .is_set = true } },
	  { GOOD },
	  "",
	  "HTTP WARNING - page size 68 of 'http://a/' (warning at 100:) | time=0.250000s;;;0.000000;10.000000 "
	  "size=68B;100:;;0\n" },
	{ "the body is shown",
	  { ASKED, .show_body = true },
	  { GOOD },
	  "a|b\n",
	  "HTTP OK - " LINE ", body: a b | " TIME "\n" },
	{ "a redirect is ok",
	  { ASKED },
	  { .asked = true,
	    .series = { TOOK(1, 0.25, 0.25, 0.25),
			.response = { ANSWER(302, "HTTP/1.1 302 Found"), .location = "http://b/" } } },
	  "",
	  "HTTP OK - HTTP/1.1 302 Found - 68 bytes in 0.250 second response time | " TIME "\n" },
	{ "a redirect is critical",
	  { ASKED, .onredirect = ON_CRITICAL },
	  { .asked = true,
	    .series = { TOOK(1, 0.25, 0.25, 0.25),
			.response = { ANSWER(302, "HTTP/1.1 302 Found"), .location = "http://b/" } } },
	  "",
	  "HTTP CRITICAL - a port 80: HTTP/1.1 302 Found, a redirect to 'http://b/' | " TIME "\n" },
	{ "a redirect that leads nowhere is not followed",
	  { ASKED, .onredirect = ON_FOLLOW },
	  { .asked = true, .series = { TOOK(1, 0.25, 0.25, 0.25), .response = { ANSWER(302, "HTTP/1.1 302 Found") } } },
	  "",
	  "HTTP CRITICAL - a port 80: HTTP/1.1 302 Found for 'http://a/' | " TIME "\n" },
	{ "samples",
	  { .samples = 10, .critical = RANGE(3) },
	  { .asked = true, .series = { TOOK(10, 0.25, 0.5, 0.75), .response = { ANSWER(200, "HTTP/1.1 200 OK") } } },
	  "",
	  "HTTP OK - " LINE " (mean of 10, slowest 0.750) | time=0.250000s;;3;0.000000;10.000000 "
	  "time_p95=0.500000s;;;0.000000;10.000000 time_max=0.750000s;;;0.000000;10.000000 size=68B;;;0\n" },
	{ "a slow sample",
	  { .samples = 10, .max_critical = RANGE(0.7) },
	  { .asked = true, .series = { TOOK(10, 0.25, 0.5, 0.75), .response = { ANSWER(200, "HTTP/1.1 200 OK") } } },
	  "",
	  "HTTP CRITICAL - the slowest of 10 took 0.750 s (critical at 0.7) | time=0.250000s;;;0.000000;10.000000 "
	  "time_p95=0.500000s;;;0.000000;10.000000 time_max=0.750000s;;0.7;0.000000;10.000000 size=68B;;;0\n" },
	{ "samples cut short",
	  { .samples = 10 },
	  { .asked = true, .series = { TOOK(3, 0.25, 0.5, 0.75), .response = { ANSWER(200, "HTTP/1.1 200 OK") } } },
	  "",
	  "HTTP CRITICAL - timeout before the last of the samples | time=0.250000s;;;0.000000;10.000000 "
	  "time_p95=0.500000s;;;0.000000;10.000000 time_max=0.750000s;;;0.000000;10.000000 size=68B;;;0\n" },
	{ "a crowd of which some fail",
	  { .samples = 1, .concurrency = 50 },
	  { .asked = true,
	    .series = { TOOK(50, 0.25, 0.5, 0.75), .failed = 3, .response = { ANSWER(503, "HTTP/1.1 503 Busy") } } },
	  "",
	  "HTTP CRITICAL - a port 80: HTTP/1.1 503 Busy for 'http://a/'; 3 of 50 requests failed | "
	  "time=0.250000s;;;0.000000;10.000000 time_max=0.750000s;;;0.000000;10.000000 failed=3;;;0;50 "
	  "size=68B;;;0\n" },
	{ "a certificate",
	  { ASKED, .certificate = { .is_set = true,
				    .warning = { .start = 30, .end = INFINITY, .is_set = true },
				    .critical = { .start = 14, .end = INFINITY, .is_set = true } } },
	  { .asked = true,
	    .now = NOW,
	    .series = { .asked = 1,
			.response = { .answered = true,
				      .certificate_end = NOW + 86400 * 90,
				      .certificate_name = "a" } } },
	  "",
	  "HTTP OK - certificate 'a' expires in 90 days, on 2026-04-02T03:04:05Z | days_left=90;30:;14:\n" },
	{ "a certificate near its end, and the page",
	  { ASKED, .continue_after_certificate = true,
	    .certificate = { .is_set = true,
			     .warning = { .start = 30, .end = INFINITY, .is_set = true },
			     .critical = { .start = 14, .end = INFINITY, .is_set = true } } },
	  { .asked = true,
	    .now = NOW,
	    .series = { TOOK(1, 0.25, 0.25, 0.25),
			.response = { ANSWER(200, "HTTP/1.1 200 OK"), .certificate_end = NOW + 86400 * 20,
				      .certificate_name = "a" } } },
	  "",
	  "HTTP WARNING - a port 80: certificate 'a' expires in 20 days, on 2026-01-22T03:04:05Z (warning at 30:) "
	  "| " TIME " days_left=20;30:;14:\n" },
	{ "plain HTTP leads to HTTPS",
	  { ASKED, .https_only = true },
	  { GOOD, .plain = { .answered = true, .code = 301, .status_line = "HTTP/1.1 301", .location = "https://a/" } },
	  "",
	  "HTTP OK - " LINE ", plain HTTP on port 80 leads to HTTPS | " TIME "\n" },
	{ "plain HTTP is refused",
	  { ASKED, .https_only = true },
	  { GOOD, .plain = { .problem = { PROBLEM_REFUSED, "a port 80: Connection refused" } } },
	  "",
	  "HTTP OK - " LINE ", plain HTTP on port 80 is refused | " TIME "\n" },
	{ "plain HTTP leads to plain HTTP",
	  { ASKED, .https_only = true },
	  { GOOD,
	    .plain = { .answered = true, .code = 302, .status_line = "HTTP/1.1 302", .location = "http://b/?x" } },
	  "",
	  "HTTP CRITICAL - a port 80 answers without TLS: HTTP/1.1 302, leads to http://b/ | " TIME "\n" },
	{ "plain HTTP answers",
	  { ASKED, .https_only = true },
	  { GOOD, .plain = { .answered = true, .code = 200, .status_line = "HTTP/1.1 200 OK" } },
	  "",
	  "HTTP CRITICAL - a port 80 answers without TLS: HTTP/1.1 200 OK | " TIME "\n" },
	{ "plain HTTP takes a connection and says nothing",
	  { ASKED, .https_only = true },
	  { GOOD, .plain = { .connected = true, .problem = { PROBLEM_TIMEOUT, "a port 80: timeout: no answer" } } },
	  "",
	  "HTTP CRITICAL - a port 80: timeout: no answer | " TIME "\n" },
	{ "a delay",
	  { ASKED, .delay_limit = 0.2, .delay_max = 3600 },
	  { GOOD, .memory = { .delay = { true, NOW - 60, 0.5, 2 } } },
	  "",
	  "HTTP WARNING - answers have taken 0.2 s or more since 2026-01-02T03:03:05Z, for 1 min (critical at 1 h), up "
	  "to "
	  "0.500 s | " TIME " delay=60.000000s;;;0.000000\n" },
	{ "a state that cannot be saved does not hide the page",
	  { ASKED, .delay_limit = 3, .delay_max = 3600 },
	  { GOOD, .memory = { .problem = { PROBLEM_SYSTEM, "no space" } } },
	  "",
	  "HTTP UNKNOWN - " LINE "; since when answers are slow cannot be remembered: no space | " TIME
	  " delay=0.000000s;;;0.000000\n" },
};

static void everything_is_judged(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(judgements); i++) {
		struct facts facts = judgements[i].facts;
		struct result *result = judged_new("HTTP");
		struct problem problem;

		assert_true(http_target_parse("http://a/", &facts.series.response.target, &problem));
		facts.plain.target = facts.series.response.target;
		facts.series.response.headers = facts.series.response.body = buffer_limited(1000);
		facts.plain.headers = facts.plain.body = buffer_limited(1000);
		buffer_add(&facts.series.response.body, judgements[i].body);
		evaluate(&judgements[i].settings, &facts, 10, result);
		row_judged(&rows, judgements[i].name, result, judgements[i].line);
		http_series_free(&facts.series);
	}
	rows_end(&rows);
}

static void a_journey_is_judged(void **state)
{
	const struct settings settings = { .scenario = "x", .samples = 1, .critical = RANGE(3) };
	struct facts facts = { .asked = true };
	struct http_journey *journey = &facts.journey;
	struct result *result = judged_new("HTTP");
	struct rows rows = { 0 };
	struct problem problem = { 0 };
	double seconds[] = { 0.25, NAN };

	(void)state;
	assert_true(scenario_parse("[step log in]\nurl = /\n[step home]\nurl = /\n", &journey->scenario, &problem));
	journey->seconds = seconds;
	journey->done = 1;
	journey->failed = true;
	problem_set(&journey->problem, PROBLEM_PEER, "a port 80: gone");
	evaluate(&settings, &facts, 10, result);
	row_judged(&rows, "a journey", result,
		   "HTTP CRITICAL - step home (2 of 2): a port 80: gone | time=U;;3;0.000000;10.000000 "
		   "time_log_in=0.250000s;;;0.000000 time_home=U;;;0.000000\n");
	result = judged_new("HTTP");
	seconds[1] = 0.5;
	journey->done = 2;
	journey->failed = false;
	evaluate(&settings, &facts, 10, result);
	row_judged(&rows, "a journey", result,
		   "HTTP OK - 2 of 2 steps in 0.750 seconds | time=0.750000s;;3;0.000000;10.000000 "
		   "time_log_in=0.250000s;;;0.000000 time_home=0.500000s;;;0.000000\n");
	rows_end(&rows);
	scenario_free(&journey->scenario);
}

/* --- command lines ---------------------------------------------------------------- */

static const struct {
	const char *arguments; /* split at blanks */
	const char *problem;   /* NULL: it is good */
} lines[] = {
	{ "-H a", NULL },
	{ "-I 192.0.2.1 -p 81 -u /p", NULL },
	{ "-H a -S -C 30,14 -D --sni -4", NULL },
	{ "-H a -S1.2+ -w 1 -c 3 -t 5 -e 200,302 -s x -d y -r z -R z -l --invert-regex --state-regex=warning", NULL },
	{ "-H a --ssl=1.3 -P a=b -j PUT -T text/plain -k X:y -A me -f follow --max-redirs=3 -m 1:100 -M 1d -N", NULL },
	{ "-H a -E -B -L -J /c -K /k --ca-cert=/x --http-version=1.1 --enable-automatic-decompression -6", NULL },
	{ "-H a -f sticky -x http://p:3128 --noproxy b --cookie-jar=/x -a @/x -b @/y", NULL },
	{ "-H a --onredirect=stickyport --ereg=x --uri=/p --IP-address=192.0.2.1", NULL },
	{ "", "a host is missing: --hostname, --address, or a whole URL in --url" },
	{ "-H a -a u:p", "--authorization: a password on the command line is seen by every user of this machine; put "
			 "USER:PASSWORD into "
			 "a file and give @FILE, or --user with --password-file, or --netrc" },
	{ "-H a -b u:p",
	  "--proxy-authorization: a password on the command line is seen by every user of this machine; put "
	  "USER:PASSWORD into a file and give @FILE" },
	{ "-H a -a @", "--authorization: a password on the command line is seen by every user of this machine; put "
		       "USER:PASSWORD into "
		       "a file and give @FILE, or --user with --password-file, or --netrc" },
	{ "-H a --user u", "--user: it needs --password-file or --netrc" },
	{ "-H a --password-file /x", "--password-file: it needs --user" },
	{ "-H a --netrc /x --bearer-file /y",
	  "--authorization, --user with --password-file, --netrc and --bearer-file exclude each other" },
	{ "-H a -K /k", "--private-key: it needs --client-cert" },
	{ "-H a -4 -6", "--use-ipv4 and --use-ipv6 exclude each other" },
	{ "-H a -P x --post-file y", "--post and --post-file exclude each other" },
	{ "-H a --scenario x --post-file y",
	  "--scenario, whose steps say it, and what else is sent or expected exclude each other" },
	{ "-H a --resolve a:80:1.2.3.4 --resolve +a:80:1.2.3.4,[::1] --resolve *:443:::1", NULL },
	{ "-H a --resolve a", "--resolve: 'a' is not HOST:PORT:ADDRESS" },
	{ "-H a --resolve a:80", "--resolve: 'a:80' is not HOST:PORT:ADDRESS" },
	{ "-H a --resolve :80:1.2.3.4", "--resolve: ':80:1.2.3.4' is not HOST:PORT:ADDRESS" },
	{ "-H a --resolve a:0:1.2.3.4", "--resolve: 'a:0:1.2.3.4' is not HOST:PORT:ADDRESS" },
	{ "-H a --resolve a:80:b", "--resolve: 'a:80:b' is not HOST:PORT:ADDRESS" },
	{ "-H a --resolve a:80:1.2.3.4,", "--resolve: 'a:80:1.2.3.4,' is not HOST:PORT:ADDRESS" },
	{ "-H a --resolve [::1]:80:1.2.3.4", "--resolve: '[::1]:80:1.2.3.4' is not HOST:PORT:ADDRESS" },
	{ "-H a --resolve a:80:[::1", "--resolve: 'a:80:[::1' is not HOST:PORT:ADDRESS" },
	{ "-H a --connect-to a:80:b:81 --connect-to ::b: --connect-to a:::81 --connect-to [::1]:80:[::2]:81", NULL },
	{ "-H a --connect-to b", "--connect-to: 'b' is not HOST1:PORT1:HOST2:PORT2" },
	{ "-H a --connect-to a:80:b", "--connect-to: 'a:80:b' is not HOST1:PORT1:HOST2:PORT2" },
	{ "-H a --connect-to a:80:b:81:c", "--connect-to: 'a:80:b:81:c' is not HOST1:PORT1:HOST2:PORT2" },
	{ "-H a --connect-to a:x:b:81", "--connect-to: 'a:x:b:81' is not HOST1:PORT1:HOST2:PORT2" },
	{ "-H a --connect-to [::1:80:b:81", "--connect-to: '[::1:80:b:81' is not HOST1:PORT1:HOST2:PORT2" },
	{ "-H a -x p:3128", NULL },
	{ "-H a -x socks5h://[::1]:1080/", NULL },
	{ "-H a -x ftp://p",
	  "--proxy: 'ftp://p' is no proxy that is known: http, https, socks4, socks4a, socks5 or socks5h" },
	{ "-H a -x http://", "--proxy: 'http://' has no host and port that can be read" },
	{ "-H a -x p:99999", "--proxy: 'p:99999' has no host and port that can be read" },
	{ "-H a -x http://u:secret@p/", "--proxy: it has a login in it; --proxy-authorization gives one" },
	{ "-H a --insecure -D", "--insecure and --verify-cert exclude each other" },
	{ "-H a --samples 2 --concurrency 2", "--samples and --concurrency exclude each other" },
	{ "-H a --scenario x --samples 2", "--scenario and --samples or --concurrency exclude each other" },
	{ "-H a --scenario x -s y",
	  "--scenario, whose steps say it, and what else is sent or expected exclude each other" },
	{ "-H a -N -s x", "--no-body and what looks for something in the body exclude each other" },
	{ "-H a -k x", "--header: 'x' is not NAME: VALUE" },
	{ "-H a -u http://a/ -C 1", "--certificate: the URL is not https://" },
	{ "-H a --tls-min 1.3 --tls-max 1.2", "--tls-min is above --tls-max" },
	{ "-H a -S4", "--ssl: '4' is no version of TLS: 1.0, 1.1, 1.2 or 1.3, with + for newer ones too" },
	{ "-H a -S1.2-", "--ssl: '1.2-' is no version of TLS: 1.0, 1.1, 1.2 or 1.3, with + for newer ones too" },
	{ "-H a -m 100:1", "--pagesize: '100:1' is not MIN:MAX" },
	{ "-H a --sample-interval -1", "--sample-interval: '-1' is below 0" },
	{ "-H a -f away", "--onredirect: 'away' is none of ok, warning, critical, follow, sticky, stickyport, curl" },
};

static bool parse(char *line, struct settings *settings, struct problem *problem)
{
	struct common_settings common = option_common_defaults;
	char *arguments[64] = { (char[]){ "check_receico_http" } };
	int count = 1;
	char *rest = NULL;

	for (char *word = strtok_r(line, " ", &rest); word && count < 63; word = strtok_r(NULL, " ", &rest))
		arguments[count++] = word;
	*settings = defaults;
	return option_parse(options, count, arguments, settings, &common, problem) && verify(settings, problem);
}

static void command_lines_are_taken_or_refused(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(lines); i++) {
		struct problem problem = { 0 };
		struct settings settings;
		char *line = strdup(lines[i].arguments);
		bool good;

		assert_non_null(line);
		good = parse(line, &settings, &problem);
		row_text(&rows, lines[i].arguments, good ? NULL : problem.text, lines[i].problem);
		option_free(options, &settings);
		free(line);
	}
	rows_end(&rows);
}

static void examples_are_good(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; examples[i].arguments; i++) {
		struct problem problem = { 0 };
		struct settings settings;
		char line[300];

		/* Words in quotes do not matter here. */
		snprintf(line, sizeof line, "%s", examples[i].arguments);
		for (char *at = line; (at = strstr(at, ": "));)
			at[1] = '_';
		row_true(&rows, examples[i].arguments, parse(line, &settings, &problem), true);
		option_free(options, &settings);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_judged),
		cmocka_unit_test(a_journey_is_judged),
		cmocka_unit_test(command_lines_are_taken_or_refused),
		cmocka_unit_test(examples_are_good),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
