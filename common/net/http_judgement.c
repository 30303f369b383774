// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_judgement.h"

#include "common/check/size.h"
#include "common/net/http_phases.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_several(const struct http_limits *limits)
{
	return limits->samples > 1 || limits->users > 0;
}

/* "HTTP/1.1 200 OK - 68 bytes in 0.012 second response time" */
static void write_line(const struct http_series *series, const struct http_limits *limits, char *text, size_t size)
{
	const struct http_response *response = &series->response;
	const char *status = response->status_line[0] ? response->status_line : "no answer";
	int length = snprintf(text, size, "%s - %llu bytes in %.3f second response time", status,
			      (unsigned long long)response->body_size, series->summary.mean);

	if (is_several(limits) && length > 0 && (size_t)length < size)
		snprintf(text + length, size - (size_t)length, " (mean of %zu%s, slowest %.3f)", series->summary.count,
			 limits->users > 0 ? " at once" : "", series->summary.maximum);
}

/* Records a time; says `text` when it is out of its ranges. */
static enum status judge_time(const char *label, double seconds, const struct range *warning,
			      const struct range *critical, const struct http_limits *limits, const char *text,
			      struct result *result)
{
	bool alerts = !isnan(seconds) && range_judge(warning, critical, seconds) != STATUS_OK;
	struct measure measure = { .label = label,
				   .value = seconds,
				   .unit = UNIT_SECONDS,
				   .warning = warning,
				   .critical = critical,
				   .minimum = BOUND(0),
				   .maximum = BOUND(limits->timeout),
				   .text = alerts ? text : NULL };

	return result_measure(result, &measure);
}

static enum status judge_slowest(const struct http_series *series, const struct http_limits *limits,
				 struct result *result)
{
	char text[100];

	snprintf(text, sizeof text, "the slowest of %zu took %.3f s", series->summary.count, series->summary.maximum);
	return judge_time("time_max", series->summary.maximum, limits->max_warning, limits->max_critical, limits, text,
			  result);
}

static enum status judge_size(const struct http_series *series, const struct http_limits *limits, struct result *result)
{
	const struct http_response *response = &series->response;
	struct measure measure = { .label = "size", .value = NAN, .unit = UNIT_BYTES, .minimum = BOUND(0) };
	char text[400];

	if (response->answered)
		measure.value = (double)response->body_size;
	measure.warning = limits->size;
	snprintf(text, sizeof text, "page size %llu of '%.*s'", (unsigned long long)response->body_size,
		 (int)strcspn(response->target.url, "?#"), response->target.url);
	if (limits->size && limits->size->is_set && response->answered && range_alerts(limits->size, measure.value))
		measure.text = text;
	return result_measure(result, &measure);
}

static enum status judge_times(const struct http_series *series, const struct http_limits *limits, const char *line,
			       struct result *result)
{
	enum status status =
		judge_time("time", series->summary.mean, limits->warning, limits->critical, limits, line, result);

	if (!is_several(limits))
		return status;
	if (limits->users == 0)
		judge_time("time_p95", series->summary.p95, NULL, NULL, limits, NULL, result);
	return status_worse(status, judge_slowest(series, limits, result));
}

static void record_failed(const struct http_series *series, struct result *result)
{
	struct measure measure = { .label = "failed",
				   .value = (double)series->failed,
				   .minimum = BOUND(0),
				   .maximum = BOUND((double)series->asked) };

	result_measure(result, &measure);
}

/* The answers themselves, whatever time they took. */
static enum status judge_answers(const struct http_series *series, const struct http_expectation *expectation,
				 const struct http_limits *limits, struct result *result)
{
	const struct http_response *response = &series->response;
	enum status status = STATUS_CRITICAL;

	if (response->answered)
		status = http_expectation_judge(expectation, response, result);
	else
		result_problem(result, STATUS_CRITICAL, &response->problem);
	if (is_several(limits) && series->failed > 0)
		result_say(result, response->answered ? status : STATUS_CRITICAL, "%zu of %zu requests failed",
			   series->failed, series->asked);
	if (series->asked >= (size_t)(limits->users > 0 ? limits->users : limits->samples))
		return status;
	result_problem(result, STATUS_CRITICAL,
		       &(struct problem){ .kind = PROBLEM_TIMEOUT, .text = "timeout before the last of the samples" });
	return STATUS_CRITICAL;
}

void http_series_judge(const struct http_series *series, const struct http_expectation *expectation,
		       const struct http_limits *limits, struct result *result)
{
	char line[HTTP_STATUS_LINE_SIZE + 200];
	enum status status;

	write_line(series, limits, line, sizeof line);
	status = judge_times(series, limits, line, result);
	if (limits->users > 0)
		record_failed(series, result);
	status = status_worse(status, judge_size(series, limits, result));
	if (limits->phases)
		http_phases_record(&series->response, result);
	status = status_worse(status, judge_answers(series, expectation, limits, result));
	if (status == STATUS_OK)
		result_say(result, limits->good, "%s", line);
	if (limits->show_body && series->response.answered)
		result_say(result, status, "body: %.1200s", series->response.body.data);
}

void http_handshake_judge(const struct http_series *series, const struct http_limits *limits, struct result *result)
{
	if (!series->response.answered)
		result_problem(result, STATUS_CRITICAL, &series->response.problem);
	if (limits->phases)
		http_phases_record(&series->response, result);
}

void http_journey_judge(const struct http_journey *journey, const struct http_limits *limits, struct result *result)
{
	double seconds = http_journey_seconds(journey);
	char line[100];
	enum status status;

	snprintf(line, sizeof line, "%zu of %zu steps in %.3f seconds", journey->done, journey->scenario.count,
		 seconds);
	status = judge_time("time", seconds, limits->warning, limits->critical, limits, line, result);
	if (http_journey_judge_steps(journey, result) && status == STATUS_OK)
		result_say(result, limits->good, "%s", line);
}

void http_certificate_judge(const struct certificate_limits *limits, const struct http_response *response, time_t now,
			    struct result *result)
{
	struct tls_peer peer = { .not_after = response->certificate_end };
	char place[300];
	char text[400];

	snprintf(peer.subject, sizeof peer.subject, "%s", response->certificate_name);
	snprintf(place, sizeof place, "%.250s port %ld", response->target.host, response->target.port);
	certificate_judge(limits, &peer, now, place, !response->answered, result);
	if (response->answered && peer.not_after == 0)
		result_say(result, STATUS_CRITICAL, "%s port %ld showed no certificate whose end can be read",
			   response->target.host, response->target.port);
	if (!response->answered || !certificate_is_good(limits, &peer, now))
		return;
	certificate_describe(&peer, now, text, sizeof text);
	result_say(result, STATUS_OK, "%s", text);
}

bool http_size_parse(const char *text, struct range *range, struct problem *problem)
{
	struct range size = { .end = INFINITY, .is_set = true };
	size_t length = strcspn(text, ":,");

	if (!size_parse_part(text, length, &size.start, problem) ||
	    (text[length] && !size_parse_part(text + length + 1, strlen(text + length + 1), &size.end, problem)))
		return false;
	if (size.start < 0 || size.end < size.start)
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' is not MIN:MAX", text);
	*range = size;
	return true;
}

void http_response_trace(const struct http_response *response, const struct result *result)
{
	static const char cookie[] = "set-cookie:";

	if (result->verbosity < 2 || !response->answered)
		return;
	result_trace(result, 2, "%s from %.*s after %ld redirects", response->status_line,
		     (int)strcspn(response->target.url, "?#"), response->target.url, response->redirects);
	for (const char *line = response->headers.data; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		size_t length = strcspn(line, "\r\n");

		if (strncasecmp(line, cookie, sizeof cookie - 1) == 0)
			length = strcspn(line, "=\r\n");
		if (length > 0)
			result_trace(result, 3, "%.*s", (int)(length < 1000 ? length : 1000), line);
	}
}
