// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Answers and what was expected of them; header lines, dates and URLs.
 */
#include "common/net/http_expectation.h"

#include "common/net/http_header.h"

#include "tests/common/judged.h"

#define TEXTS(...)                                                                                                     \
	{                                                                                                              \
		.items = (const char *[]){ __VA_ARGS__ }, .count = ROWS(((const char *[]){ __VA_ARGS__ }))             \
	}
#define OK_LINE "HTTP/1.1 200 OK"
#define AT "'http://a/p'"

static const struct {
	const char *name;
	struct http_expectation expectation;
	struct http_response response; /* target, headers and body are filled in */
	const char *headers, *body;
	const char *line; /* NULL: nothing is said */
} answers[] = {
	{ "200", { 0 }, { .code = 200, .status_line = OK_LINE }, "", "", NULL },
	{ "404",
	  { 0 },
	  { .code = 404, .status_line = "HTTP/1.1 404 Not Found" },
	  "",
	  "",
	  "HTTP WARNING - a port 80: HTTP/1.1 404 Not Found for " AT "\n" },
	{ "500",
	  { 0 },
	  { .code = 500, .status_line = "HTTP/1.1 500 a|b=1" },
	  "",
	  "",
	  "HTTP CRITICAL - a port 80: HTTP/1.1 500 a b=1 for " AT "\n" },
	{ "999",
	  { 0 },
	  { .code = 999, .status_line = "HTTP/9.9 999" },
	  "",
	  "",
	  "HTTP CRITICAL - a port 80: HTTP/9.9 999 for " AT "\n" },
	{ "101 that nobody asked for",
	  { 0 },
	  { .code = 101, .status_line = "HTTP/1.1 101" },
	  "",
	  "",
	  "HTTP CRITICAL - a port 80: HTTP/1.1 101 for " AT "\n" },
	{ "a redirect that may be",
	  { 0 },
	  { .code = 302, .status_line = "HTTP/1.1 302", .location = "http://b/" },
	  "",
	  "",
	  NULL },
	{ "a redirect that may not",
	  { .redirect_status = STATUS_CRITICAL },
	  { .code = 302, .status_line = "HTTP/1.1 302", .location = "http://b/?secret" },
	  "",
	  "",
	  "HTTP CRITICAL - a port 80: HTTP/1.1 302, a redirect to 'http://b/'\n" },
	{ "an expected status", { .status = "401,403" }, { .code = 403, .status_line = "HTTP/2 403" }, "", "", NULL },
	{ "another status",
	  { .status = "401,403" },
	  { .code = 200, .status_line = OK_LINE },
	  "",
	  "",
	  "HTTP CRITICAL - Invalid HTTP response received from a on port 80: HTTP/1.1 200 OK, expected 401,403\n" },
	{ "a string", { .strings = TEXTS("ell", "h") }, { .code = 200 }, "", "hello", NULL },
	{ "no string",
	  { .strings = TEXTS("ell", "x") },
	  { .code = 200 },
	  "",
	  "hello",
	  "HTTP CRITICAL - string 'x' not found on " AT "\n" },
	{ "a forbidden string",
	  { .forbidden_strings = TEXTS("ell") },
	  { .code = 200 },
	  "",
	  "hello",
	  "HTTP CRITICAL - forbidden string 'ell' found on " AT "\n" },
	{ "a pattern",
	  { .patterns = TEXTS("^b+$"), .pattern_status = STATUS_WARNING },
	  { .code = 200 },
	  "",
	  "a\nbb\nc",
	  NULL },
	{ "a pattern in any case",
	  { .caseless_patterns = TEXTS("^B+$"), .pattern_status = STATUS_WARNING },
	  { .code = 200 },
	  "",
	  "a\nbb\nc",
	  NULL },
	{ "a pattern over lines, which it may not",
	  { .patterns = TEXTS("a.b"), .pattern_status = STATUS_WARNING },
	  { .code = 200 },
	  "",
	  "a\nb",
	  "HTTP WARNING - pattern 'a.b' not found on " AT "\n" },
	{ "a pattern over lines, which it may",
	  { .patterns = TEXTS("a.b"), .linespan = true, .pattern_status = STATUS_WARNING },
	  { .code = 200 },
	  "",
	  "a\nb",
	  NULL },
	{ "an inverted pattern",
	  { .patterns = TEXTS("b"), .invert = true, .pattern_status = STATUS_CRITICAL },
	  { .code = 200 },
	  "",
	  "a\nb",
	  "HTTP CRITICAL - pattern 'b' found on " AT "\n" },
	{ "a forbidden pattern",
	  { .forbidden_patterns = TEXTS("b"), .pattern_status = STATUS_CRITICAL },
	  { .code = 200 },
	  "",
	  "a\nb",
	  "HTTP CRITICAL - pattern 'b' found on " AT "\n" },
	{ "a header's string", { .header_string = "X: 1" }, { .code = 200 }, "X: 1\r\n", "", NULL },
	{ "no header's string",
	  { .header_string = "X: 1" },
	  { .code = 200 },
	  "X: 2\r\n",
	  "",
	  "HTTP CRITICAL - header 'X: 1' not found on " AT "\n" },
	{ "required headers",
	  { .required_headers = TEXTS("strict-transport-security: max-age=*", "X") },
	  { .code = 200 },
	  "X:\r\nStrict-Transport-Security: max-age=63072000; includeSubDomains\r\n",
	  "",
	  NULL },
	{ "a required header with another value",
	  { .required_headers = TEXTS("X: 1*") },
	  { .code = 200 },
	  "X: 2\r\n",
	  "",
	  "HTTP CRITICAL - required header 'X: 1*' missing on " AT "\n" },
	{ "a forbidden header, the second of its name",
	  { .forbidden_headers = TEXTS("server: *[0-9]*") },
	  { .code = 200 },
	  "Server: a\r\nServer: a/1\r\n",
	  "",
	  "HTTP CRITICAL - forbidden header 'server: *[0-9]*' sent by " AT "\n" },
	{ "young enough",
	  { .age_maximum = 60 },
	  { .code = 200 },
	  "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nLast-Modified: Sun, 06 Nov 1994 08:48:37 GMT\r\n",
	  "",
	  NULL },
	{ "too old",
	  { .age_maximum = 60 },
	  { .code = 200 },
	  "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nLast-Modified: Sun, 06 Nov 1994 08:48:36 GMT\r\n",
	  "",
	  "HTTP CRITICAL - " AT " was last modified 1 min 1 s ago, more than 1 min\n" },
	{ "from the future",
	  { .age_maximum = 60 },
	  { .code = 200 },
	  "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nLast-Modified: Sun, 06 Nov 1994 08:49:38 GMT\r\n",
	  "",
	  "HTTP CRITICAL - Document modification date of " AT " lies in the future\n" },
	{ "no age",
	  { .age_maximum = 60 },
	  { .code = 200 },
	  "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
	  "",
	  "HTTP CRITICAL - Document modification date unknown on " AT "\n" },
	{ "no date",
	  { .age_maximum = 60 },
	  { .code = 200 },
	  "",
	  "",
	  "HTTP CRITICAL - Server date unknown on " AT "\n" },
	{ "without TLS",
	  { .require_tls = true },
	  { .code = 200 },
	  "",
	  "",
	  "HTTP CRITICAL - " AT " came without TLS\n" },
};

static void answers_are_judged(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(answers); i++) {
		struct http_response response = answers[i].response;
		struct result *result = judged_new("HTTP");
		struct problem problem;
		enum status status;

		assert_true(http_target_parse("http://a/p?secret", &response.target, &problem));
		response.headers = buffer_limited(1000);
		response.body = buffer_limited(1000);
		buffer_add(&response.headers, answers[i].headers);
		buffer_add(&response.body, answers[i].body);
		status = http_expectation_judge(&answers[i].expectation, &response, result);
		row_number(&rows, answers[i].name, (int)status,
			   answers[i].line ? (int)result_status(result) : (int)STATUS_OK);
		row_number(&rows, answers[i].name, (int)http_expectation_status(&answers[i].expectation, &response),
			   (int)status);
		row_judged(&rows, answers[i].name, result,
			   answers[i].line ? answers[i].line : "HTTP UNKNOWN - nothing was found to judge\n");
		http_response_free(&response);
	}
	rows_end(&rows);
}

static void patterns_are_verified(void **state)
{
	struct http_expectation bad = { .patterns = TEXTS("a", "(") };
	struct http_expectation bad_caseless = { .caseless_patterns = TEXTS("[") };
	struct http_expectation good = { .patterns = TEXTS("(a|b)+") };
	struct problem problem = { 0 };

	(void)state;
	assert_false(http_expectation_verify(&bad, &problem));
	assert_non_null(strstr(problem.text, "--regex: '(' is no regular expression: "));
	assert_false(http_expectation_verify(&bad_caseless, &problem));
	assert_non_null(strstr(problem.text, "--eregi: '[' is no regular expression: "));
	assert_true(http_expectation_verify(&good, &problem));
	assert_true(http_expectation_needs_body(&good));
	assert_false(http_expectation_needs_body(&(struct http_expectation){ .status = "200" }));
}

static const struct {
	const char *text;
	long long when; /* -1: it is no date */
} dates[] = {
	{ "Sun, 06 Nov 1994 08:49:37 GMT", 784111777 },
	{ "Sunday, 06-Nov-94 08:49:37 GMT", 784111777 },
	{ "Sun Nov  6 08:49:37 1994", 784111777 },
	{ "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
	{ "Thu, 29 Feb 2024 12:00:00 GMT", 1709208000 },
	{ "Fri, 01 Mar 2024 00:00:00 GMT", 1709251200 },
	{ "Mon, 01 Mar 2100 00:00:00 GMT", 4107542400 },
	{ "Fri, 31 Dec 9999 23:59:59 GMT", 253402300799 },
	{ "Wed, 31 Dec 1969 23:59:59 GMT", -1 },
	{ "Sun, 06 Nov 1994 08:49:37 CET", -1 },
	{ "Sun, 06 Nov 1994 08:49:37 GMT x", -1 },
	{ "tomorrow", -1 },
	{ "", -1 },
};

static void dates_are_read_in_three_forms(void **state)
{
	struct rows rows = { 0 };
	time_t when = 0;

	(void)state;
	for (size_t i = 0; i < ROWS(dates); i++) {
		bool read = http_date_parse(dates[i].text, &when);

		row_number(&rows, dates[i].text, read ? (double)when : -1, (double)dates[i].when);
	}
	assert_true(http_certificate_date_parse("Dec 24 06:00:00 2026 GMT", &when));
	assert_int_equal(when, 1798092000);
	assert_true(http_certificate_date_parse("Jan  1 00:00:00 2030 GMT", &when));
	assert_false(http_certificate_date_parse("Jan  1 00:00:00 2030", &when));
	rows_end(&rows);
}

static void header_fields_are_found(void **state)
{
	static const char lines[] = "A: 1\r\na:2 \r\n folded: 3\r\nnonsense\r\nB:\r\nAB: 4";
	char value[3];

	(void)state;
	assert_true(http_header_find(lines, "a", 0, value, sizeof value));
	assert_string_equal(value, "1");
	assert_true(http_header_find(lines, "A", 1, value, sizeof value));
	assert_string_equal(value, "2");
	assert_false(http_header_find(lines, "A", 2, value, sizeof value));
	assert_false(http_header_find(lines, "folded", 0, value, sizeof value));
	assert_true(http_header_find(lines, "b", 0, value, sizeof value));
	assert_string_equal(value, "");
	assert_true(http_header_find("C: 12345\n", "c", 0, value, sizeof value));
	assert_string_equal(value, "12");
}

static const struct {
	const char *name;
	struct http_place place;
	enum http_stick stick;
	const char *url; /* or the problem */
	const char *route;
} places[] = {
	{ "a host", { .hostname = "a" }, HTTP_STICK_NOT, "http://a/", "" },
	{ "with TLS", { .hostname = "a", .tls = true }, HTTP_STICK_NOT, "https://a/", "" },
	{ "a port", { .hostname = "a", .port = 81, .url = "/p" }, HTTP_STICK_NOT, "http://a:81/p", "" },
	{ "the port of TLS without it", { .hostname = "a", .port = 443 }, HTTP_STICK_NOT, "http://a:443/", "" },
	{ "a host with its port", { .hostname = "a:81" }, HTTP_STICK_NOT, "http://a:81/", "" },
	{ "another port to connect to",
	  { .hostname = "a:81", .port = 82 },
	  HTTP_STICK_NOT,
	  "http://a:81/",
	  "a:81:a:82" },
	{ "an address", { .hostname = "a", .address = "1.2.3.4" }, HTTP_STICK_NOT, "http://a/", "a::1.2.3.4:" },
	{ "an address alone", { .address = "1.2.3.4" }, HTTP_STICK_NOT, "http://1.2.3.4/", "1.2.3.4::1.2.3.4:" },
	{ "IPv6", { .hostname = "::1", .port = 81 }, HTTP_STICK_NOT, "http://[::1]:81/", "" },
	{ "IPv6 in brackets", { .hostname = "[::1]:81" }, HTTP_STICK_NOT, "http://[::1]:81/", "" },
	{ "IPv6 to connect to", { .hostname = "a", .address = "::1" }, HTTP_STICK_NOT, "http://a/", "a::[::1]:" },
	{ "sticky", { .hostname = "a", .address = "1.2.3.4" }, HTTP_STICK_ADDRESS, "http://a/", "::1.2.3.4:" },
	{ "sticky without an address", { .hostname = "a" }, HTTP_STICK_ADDRESS, "http://a/", "::a:" },
	{ "sticky port", { .hostname = "a", .port = 81 }, HTTP_STICK_PORT, "http://a:81/", "::a:81" },
	{ "a whole URL", { .url = "https://a:444/p?q" }, HTTP_STICK_NOT, "https://a:444/p?q", "" },
	{ "a whole URL and its address",
	  { .url = "https://a/", .address = "1.2.3.4" },
	  HTTP_STICK_NOT,
	  "https://a/",
	  "a::1.2.3.4:" },
	{ "a whole URL and its host",
	  { .url = "https://A/", .hostname = "a", .port = 443 },
	  HTTP_STICK_NOT,
	  "https://A/",
	  "" },
	{ "a query alone", { .hostname = "a", .url = "?q" }, HTTP_STICK_NOT, "http://a?q", "" },
	{ "a path without a slash", { .hostname = "a", .url = "p" }, HTTP_STICK_NOT, "http://a/p", "" },
	{ "nothing", { 0 }, HTTP_STICK_NOT, "a host is missing: --hostname, --address, or a whole URL in --url", NULL },
	{ "a host in another script",
	  { .hostname = "例え.jp:81", .url = "/p" },
	  HTTP_STICK_NOT,
	  "http://xn--r8jz45g.jp:81/p",
	  "" },
	{ "a whole URL in another script",
	  { .url = "https://BÜCHER.example:444/p?q", .hostname = "bücher.example" },
	  HTTP_STICK_NOT,
	  "https://xn--bcher-kva.example:444/p?q",
	  "" },
	{ "a host in another script, and no path",
	  { .url = "http://例え。jp", .address = "1.2.3.4" },
	  HTTP_STICK_NOT,
	  "http://xn--r8jz45g.jp/",
	  "xn--r8jz45g.jp::1.2.3.4:" },
	{ "a host in no script",
	  { .url = "http://b\xfc.example/" },
	  HTTP_STICK_NOT,
	  "--url: 'http://b\xfc.example/' has no host and port that can be read",
	  NULL },
	{ "another host than the URL's",
	  { .url = "https://a/", .hostname = "b" },
	  HTTP_STICK_NOT,
	  "--hostname is 'b', but the URL names the host 'a'; --address says where to connect",
	  NULL },
	{ "another port than the URL's",
	  { .url = "https://a/", .port = 1 },
	  HTTP_STICK_NOT,
	  "--port is 1, but the URL has port 443",
	  NULL },
	{ "another scheme",
	  { .url = "ftp://a/" },
	  HTTP_STICK_NOT,
	  "--url: 'ftp://a/' is neither http:// nor https://",
	  NULL },
	{ "a login",
	  { .url = "http://u:p@a/" },
	  HTTP_STICK_NOT,
	  "--url: the URL has a login in it; --user with --password-file, or --netrc, give one",
	  NULL },
	{ "a blank",
	  { .hostname = "a", .url = "/ b" },
	  HTTP_STICK_NOT,
	  "--url: 'http://a/ b' has blanks in it, or is too long",
	  NULL },
	{ "no host",
	  { .url = "http:///" },
	  HTTP_STICK_NOT,
	  "--url: 'http:///' has no host and port that can be read",
	  NULL },
	{ "port 0",
	  { .url = "http://a:0/" },
	  HTTP_STICK_NOT,
	  "--url: 'http://a:0/' has no host and port that can be read",
	  NULL },
	{ "a bad port", { .hostname = "a:b" }, HTTP_STICK_NOT, "--hostname: 'a:b' is no host, or HOST:PORT", NULL },
	{ "an open bracket",
	  { .hostname = "[::1" },
	  HTTP_STICK_NOT,
	  "--hostname: '[::1' is no host, or HOST:PORT",
	  NULL },
};

static void places_make_targets(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(places); i++) {
		struct problem problem = { 0 };
		struct http_target target;
		char route[600];
		bool made = http_target_make(&places[i].place, &target, &problem);

		row_true(&rows, places[i].name, made, places[i].route != NULL);
		row_text(&rows, places[i].name, made ? target.url : problem.text, places[i].url);
		if (!made)
			continue;
		http_target_route(&places[i].place, &target, places[i].stick, route, sizeof route);
		row_text(&rows, places[i].name, route, places[i].route);
	}
	rows_end(&rows);
}

static const struct {
	const char *first, *next;
	bool is_home;
} homes[] = {
	{ "http://a/", "http://A/b", true },    { "http://a/", "http://a:80/", true },
	{ "http://a/", "https://a/", true },    { "http://a:81/", "https://a:444/", true },
	{ "https://a/", "http://a/", false },   { "http://a/", "http://b/", false },
	{ "http://a/", "http://a:81/", false }, { "https://a/", "https://a:444/", false },
	{ "http://a/", "http://a.b/", false },
};

static void secrets_stay_at_home(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(homes); i++) {
		struct problem problem;
		struct http_target first;
		struct http_target next;

		assert_true(http_target_parse(homes[i].first, &first, &problem));
		assert_true(http_target_join(&first, homes[i].next, &next, &problem));
		row_true(&rows, homes[i].next, http_target_is_home(&first, &next), homes[i].is_home);
	}
	rows_end(&rows);
}

static void secrets_are_hidden(void **state)
{
	struct http_response response = { .status_line = "HTTP/1.1 401 no secret",
					  .location = "http://secret.a/secret",
					  .problem = { .text = "secret" } };

	(void)state;
	response.body = buffer_limited(100);
	buffer_add(&response.body, "a secretsecret b");
	http_response_hide(&response, "secret");
	assert_string_equal(response.status_line, "HTTP/1.1 401 no ******");
	assert_string_equal(response.location, "http://******.a/******");
	assert_string_equal(response.problem.text, "******");
	assert_string_equal(response.body.data, "a ************ b");
	http_response_hide(&response, "a");
	assert_string_equal(response.location, "http://******.a/******");
	http_response_free(&response);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_judged),
		cmocka_unit_test(patterns_are_verified),
		cmocka_unit_test(dates_are_read_in_three_forms),
		cmocka_unit_test(header_fields_are_found),
		cmocka_unit_test(places_make_targets),
		cmocka_unit_test(secrets_stay_at_home),
		cmocka_unit_test(secrets_are_hidden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
