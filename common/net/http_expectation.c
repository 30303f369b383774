// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_expectation.h"

#include "common/check/duration.h"
#include "common/net/http_header.h"

#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A judgement at work: it is recorded, or only added up. */
struct judge {
	const struct http_expectation *expectation;
	const struct http_response *response;
	struct result *result; /* NULL: not recorded */
	enum status status;
};

static PRINTF_LIKE(3, 4) void object(struct judge *judge, enum status status, const char *format, ...)
{
	char text[1000];
	va_list arguments;

	judge->status = status_worse(judge->status, status);
	if (judge->result == NULL || status == STATUS_OK)
		return;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	result_say(judge->result, status, "%s", text);
}

/* The URL as it is shown: what stands behind `?` may be a secret. */
static int shown_length(const struct http_response *response)
{
	size_t length = strcspn(response->target.url, "?#");

	return length > 300 ? 300 : (int)length;
}

#define SHOWN_URL(response) shown_length(response), (response)->target.url

/* --- regular expressions --- */

static bool compile(const char *pattern, int flags, regex_t *compiled, struct problem *problem)
{
	char words[200];
	int error = regcomp(compiled, pattern, REG_EXTENDED | flags);

	if (error == 0)
		return true;
	regerror(error, compiled, words, sizeof words);
	return problem_set(problem, PROBLEM_INPUT, "'%.150s' is no regular expression: %s", pattern, words);
}

bool http_pattern_verify(const char *pattern, struct problem *problem)
{
	regex_t compiled;

	if (!compile(pattern, REG_NOSUB, &compiled, problem))
		return false;
	regfree(&compiled);
	return true;
}

static bool verify_all(const struct texts *patterns, struct problem *problem)
{
	for (size_t i = 0; i < patterns->count; i++) {
		if (!http_pattern_verify(patterns->items[i], problem))
			return false;
	}
	return true;
}

bool http_expectation_verify(const struct http_expectation *expectation, struct problem *problem)
{
	if (!verify_all(&expectation->patterns, problem))
		return problem_prefix(problem, "--regex");
	return verify_all(&expectation->caseless_patterns, problem) || problem_prefix(problem, "--eregi");
}

static void judge_pattern(struct judge *judge, const char *pattern, int flags, bool wanted)
{
	const struct http_expectation *expectation = judge->expectation;
	struct problem problem;
	regex_t compiled;
	bool found;

	if (!compile(pattern, flags | REG_NOSUB | (expectation->linespan ? 0 : REG_NEWLINE), &compiled, &problem)) {
		object(judge, STATUS_UNKNOWN, "%s", problem.text);
		return;
	}
	found = regexec(&compiled, judge->response->body.data, 0, NULL, 0) == 0;
	regfree(&compiled);
	if (found != (wanted != expectation->invert))
		object(judge, expectation->pattern_status, "pattern '%.200s' %s on '%.*s'", pattern,
		       found ? "found" : "not found", SHOWN_URL(judge->response));
}

/* --- the parts of an answer --- */

bool http_status_is(const char *status_line, const char *expected)
{
	size_t line = strlen(status_line);

	for (const char *at = expected; *at; at += *at == ',') {
		size_t length = strcspn(at, ",");

		for (size_t i = 0; length > 0 && i + length <= line; i++) {
			if (memcmp(status_line + i, at, length) == 0)
				return true;
		}
		at += length;
	}
	return false;
}

static enum status status_of_code(int code, enum status redirect_status)
{
	if (code < 200 || code >= 500)
		return STATUS_CRITICAL;
	if (code >= 400)
		return STATUS_WARNING;
	/* 304 and 300 lead nowhere, and are no page either. */
	return code >= 300 ? redirect_status : STATUS_OK;
}

static void judge_code(struct judge *judge)
{
	const struct http_response *response = judge->response;
	const struct http_target *target = &response->target;
	const char *expected = judge->expectation->status;
	enum status status;

	if (expected) {
		if (!http_status_is(response->status_line, expected))
			object(judge, STATUS_CRITICAL,
			       "Invalid HTTP response received from %.150s on port %ld: %s, expected %.200s",
			       target->host, target->port, response->status_line, expected);
		return;
	}
	status = status_of_code(response->code, judge->expectation->redirect_status);
	if (response->code >= 300 && response->code < 400 && response->location[0])
		object(judge, status, "%s port %ld: %s, a redirect to '%.*s'", target->host, target->port,
		       response->status_line, (int)strcspn(response->location, "?#"), response->location);
	else
		object(judge, status, "%s port %ld: %s for '%.*s'", target->host, target->port, response->status_line,
		       SHOWN_URL(response));
}

static void judge_strings(struct judge *judge)
{
	const struct http_expectation *expectation = judge->expectation;
	const char *body = judge->response->body.data;

	for (size_t i = 0; i < expectation->strings.count; i++) {
		if (strstr(body, expectation->strings.items[i]) == NULL)
			object(judge, STATUS_CRITICAL, "string '%.200s' not found on '%.*s'",
			       expectation->strings.items[i], SHOWN_URL(judge->response));
	}
	for (size_t i = 0; i < expectation->forbidden_strings.count; i++) {
		if (strstr(body, expectation->forbidden_strings.items[i]))
			object(judge, STATUS_CRITICAL, "forbidden string '%.200s' found on '%.*s'",
			       expectation->forbidden_strings.items[i], SHOWN_URL(judge->response));
	}
	for (size_t i = 0; i < expectation->patterns.count; i++)
		judge_pattern(judge, expectation->patterns.items[i], 0, true);
	for (size_t i = 0; i < expectation->caseless_patterns.count; i++)
		judge_pattern(judge, expectation->caseless_patterns.items[i], REG_ICASE, true);
	for (size_t i = 0; i < expectation->forbidden_patterns.count; i++)
		judge_pattern(judge, expectation->forbidden_patterns.items[i], 0, false);
}

/* A field as shown: the name alone when it is a pattern for any value. */
static void judge_headers(struct judge *judge)
{
	const struct http_expectation *expectation = judge->expectation;
	const char *headers = judge->response->headers.data;

	if (expectation->header_string && strstr(headers, expectation->header_string) == NULL)
		object(judge, STATUS_CRITICAL, "header '%.200s' not found on '%.*s'", expectation->header_string,
		       SHOWN_URL(judge->response));
	for (size_t i = 0; i < expectation->required_headers.count; i++) {
		if (!http_header_matches(headers, expectation->required_headers.items[i]))
			object(judge, STATUS_CRITICAL, "required header '%.200s' missing on '%.*s'",
			       expectation->required_headers.items[i], SHOWN_URL(judge->response));
	}
	for (size_t i = 0; i < expectation->forbidden_headers.count; i++) {
		if (http_header_matches(headers, expectation->forbidden_headers.items[i]))
			object(judge, STATUS_CRITICAL, "forbidden header '%.200s' sent by '%.*s'",
			       expectation->forbidden_headers.items[i], SHOWN_URL(judge->response));
	}
}

static bool read_date(const struct http_response *response, const char *name, time_t *when)
{
	char text[100];

	return http_header_find(response->headers.data, name, 0, text, sizeof text) && http_date_parse(text, when);
}

/* By the server's own clock, so that ours does not matter. */
static void judge_age(struct judge *judge)
{
	time_t now = 0;
	time_t modified = 0;
	char age[32];
	char limit[32];

	if (judge->expectation->age_maximum <= 0)
		return;
	if (!read_date(judge->response, "Date", &now)) {
		object(judge, STATUS_CRITICAL, "Server date unknown on '%.*s'", SHOWN_URL(judge->response));
		return;
	}
	if (!read_date(judge->response, "Last-Modified", &modified)) {
		object(judge, STATUS_CRITICAL, "Document modification date unknown on '%.*s'",
		       SHOWN_URL(judge->response));
		return;
	}
	duration_write((double)(now - modified), age, sizeof age);
	duration_write(judge->expectation->age_maximum, limit, sizeof limit);
	if (modified > now)
		object(judge, STATUS_CRITICAL, "Document modification date of '%.*s' lies in the future",
		       SHOWN_URL(judge->response));
	else if ((double)(now - modified) > judge->expectation->age_maximum)
		object(judge, STATUS_CRITICAL, "'%.*s' was last modified %s ago, more than %s",
		       SHOWN_URL(judge->response), age, limit);
}

static void judge_tls(struct judge *judge)
{
	bool tls = judge->response->target.tls;

	if (judge->expectation->require_tls && !tls)
		object(judge, STATUS_CRITICAL, "'%.*s' came without TLS", SHOWN_URL(judge->response));
	if (judge->expectation->forbid_tls && tls)
		object(judge, STATUS_CRITICAL, "'%.*s' came over TLS", SHOWN_URL(judge->response));
}

bool http_expectation_needs_body(const struct http_expectation *expectation)
{
	return expectation->strings.count > 0 || expectation->forbidden_strings.count > 0 ||
	       expectation->patterns.count > 0 || expectation->caseless_patterns.count > 0 ||
	       expectation->forbidden_patterns.count > 0;
}

enum status http_expectation_judge(const struct http_expectation *expectation, const struct http_response *response,
				   struct result *result)
{
	struct judge judge = { .expectation = expectation, .response = response, .result = result };

	judge_code(&judge);
	judge_tls(&judge);
	judge_headers(&judge);
	judge_strings(&judge);
	judge_age(&judge);
	return judge.status;
}

enum status http_expectation_status(const struct http_expectation *expectation, const struct http_response *response)
{
	return http_expectation_judge(expectation, response, NULL);
}
