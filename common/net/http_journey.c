// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_journey.h"

#include "common/check/file.h"

#include <math.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A regular expression with a captured part takes memory by the size of the text. */
enum { CAPTURE_MAXIMUM = 1 << 20, BODY_MAXIMUM = 256 * 1024, HEADER_MAXIMUM = 16 * 1024 };

/* --- before the walk --- */

static bool read_secrets(struct http_journey *journey, struct problem *problem)
{
	const struct scenario_section *secrets = &journey->scenario.secrets;
	bool done = true;

	for (size_t i = 0; done && i < secrets->count; i++) {
		const struct scenario_entry *entry = secrets->entries + i;
		struct buffer value = buffer_limited(8192);

		done = file_read_secret(entry->value, &value, problem);
		if (done && !scenario_variable_set(&journey->variables, entry->name, value.data, value.length))
			done = problem_set(problem, PROBLEM_SYSTEM, "out of memory");
		file_forget_secret(&value);
		if (!done)
			problem_prefix(problem, "line %d", entry->line);
	}
	return done;
}

static bool verify_patterns(const struct scenario_section *step, struct problem *problem)
{
	for (size_t i = 0; i < step->count; i++) {
		const struct scenario_entry *entry = step->entries + i;
		regex_t compiled;
		size_t parts;

		if (entry->key != SCENARIO_REGEX && entry->key != SCENARIO_FORBID_REGEX &&
		    entry->key != SCENARIO_CAPTURE)
			continue;
		if (!http_pattern_verify(entry->value, problem))
			return problem_prefix(problem, "line %d", entry->line);
		if (entry->key != SCENARIO_CAPTURE || regcomp(&compiled, entry->value, REG_EXTENDED) != 0)
			continue;
		parts = compiled.re_nsub;
		regfree(&compiled);
		if (parts == 0)
			return problem_set(problem, PROBLEM_INPUT,
					   "line %d: '%.150s' has no part in ( ) that could be captured", entry->line,
					   entry->value);
	}
	return true;
}

static bool prepare(struct http_journey *journey, const char *path, struct buffer *text, struct problem *problem)
{
	if (!file_read(path, text, problem))
		return false;
	if (strlen(text->data) != text->length)
		return problem_set(problem, PROBLEM_INPUT, "%.200s: it is no text", path);
	if (!scenario_parse(text->data, &journey->scenario, problem))
		return problem_prefix(problem, "%.200s", path);
	for (size_t i = 0; i < journey->scenario.count; i++) {
		if (!verify_patterns(journey->scenario.steps + i, problem))
			return problem_prefix(problem, "%.200s", path);
	}
	if (!read_secrets(journey, problem))
		return problem_prefix(problem, "%.200s", path);
	if (journey->scenario.count == 0)
		return problem_set(problem, PROBLEM_INPUT, "%.200s: it has no step", path);
	journey->seconds = calloc(journey->scenario.count, sizeof *journey->seconds);
	if (journey->seconds == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	for (size_t i = 0; i < journey->scenario.count; i++)
		journey->seconds[i] = NAN;
	return true;
}

bool http_journey_prepare(struct http_journey *journey, const char *path, struct problem *problem)
{
	struct buffer text = buffer_limited(SCENARIO_FILE_MAXIMUM);
	bool done;

	*journey = (struct http_journey){ 0 };
	done = prepare(journey, path, &text, problem);
	buffer_free(&text);
	return done;
}

/* --- one step --- */

/* What a step needs while it is under way. */
struct stride {
	const struct scenario_section *step;
	const struct scenario_variables *variables;
	struct http_target target;
	struct http_request request;
	struct buffer body; /* secret */
	struct texts headers;
	struct buffer *lines; /* what the headers point to; secret */
};

static bool add_field(struct stride *stride, const struct scenario_entry *entry)
{
	struct buffer value = buffer_limited(BODY_MAXIMUM);
	bool done = scenario_expand(entry->value, stride->variables, &value) &&
		    (stride->body.length == 0 || buffer_add(&stride->body, "&")) &&
		    scenario_encode(entry->name, &stride->body) && buffer_add(&stride->body, "=") &&
		    scenario_encode(value.data, &stride->body);

	file_forget_secret(&value);
	return done;
}

/* A captured text must not make two lines of one. */
static bool is_one_line(const struct buffer *line)
{
	for (size_t i = 0; i < line->length; i++) {
		if ((unsigned char)line->data[i] < ' ' && line->data[i] != '\t')
			return false;
	}
	return true;
}

static bool add_header(struct stride *stride, const struct scenario_entry *entry)
{
	struct buffer *line = stride->lines + stride->headers.count;

	*line = buffer_limited(HEADER_MAXIMUM);
	stride->headers.items[stride->headers.count] = "";
	stride->headers.count++;
	if (!buffer_print(line, "%s: ", entry->name) || !scenario_expand(entry->value, stride->variables, line) ||
	    !is_one_line(line))
		return false;
	stride->headers.items[stride->headers.count - 1] = line->data;
	return true;
}

static bool fill_request(struct stride *stride, struct problem *problem)
{
	const struct scenario_section *step = stride->step;
	const char *redirect = scenario_value(step, SCENARIO_REDIRECT, 0);
	const char *body = scenario_value(step, SCENARIO_BODY, 0);
	bool done = body == NULL || scenario_expand(body, stride->variables, &stride->body);

	for (size_t i = 0; done && i < step->count; i++) {
		if (step->entries[i].key == SCENARIO_FORM)
			done = add_field(stride, step->entries + i);
		else if (step->entries[i].key == SCENARIO_HEADER)
			done = add_header(stride, step->entries + i);
	}
	if (!done)
		return problem_set(problem, PROBLEM_PEER, "what was captured does not fit into the request");
	stride->request = (struct http_request){
		.target = &stride->target,
		.method = scenario_value(step, SCENARIO_METHOD, 0),
		.content_type = scenario_value(step, SCENARIO_CONTENT_TYPE, 0),
		.headers = &stride->headers,
		.follow = redirect == NULL || strcmp(redirect, "follow") == 0,
		.keep_body = true,
	};
	if (body || scenario_value(step, SCENARIO_FORM, 0))
		stride->request.body = stride->body.data;
	return true;
}

static bool set_target(struct stride *stride, const struct http_target *base, struct problem *problem)
{
	struct buffer url = buffer_limited(sizeof stride->target.url);
	bool done = scenario_expand(scenario_value(stride->step, SCENARIO_URL, 0), stride->variables, &url);

	if (done)
		done = http_target_join(base, url.data, &stride->target, problem);
	/* What was put in may be a secret. */
	if (!done && strstr(scenario_value(stride->step, SCENARIO_URL, 0), "${"))
		problem_set(problem, PROBLEM_PEER, "what was captured does not make a URL");
	file_forget_secret(&url);
	return done;
}

static bool begin_stride(struct stride *stride, const struct http_target *base, struct problem *problem)
{
	stride->body = buffer_limited(BODY_MAXIMUM);
	stride->lines = calloc(stride->step->count, sizeof *stride->lines);
	stride->headers.items = calloc(stride->step->count, sizeof *stride->headers.items);
	if (stride->lines == NULL || stride->headers.items == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	return set_target(stride, base, problem) && fill_request(stride, problem);
}

static void end_stride(struct stride *stride)
{
	for (size_t i = 0; i < stride->headers.count; i++)
		file_forget_secret(stride->lines + i);
	free(stride->lines);
	free(stride->headers.items);
	file_forget_secret(&stride->body);
}

/* --- its answer --- */

static void free_expectation(struct http_expectation *expectation)
{
	free(expectation->strings.items);
	free(expectation->forbidden_strings.items);
	free(expectation->patterns.items);
	free(expectation->forbidden_patterns.items);
	*expectation = (struct http_expectation){ 0 };
}

static bool gather(const struct scenario_section *step, enum scenario_key key, struct texts *texts)
{
	texts->items = calloc(step->count, sizeof *texts->items);
	if (texts->items == NULL)
		return false;
	for (const char *value; (value = scenario_value(step, key, texts->count));)
		texts->items[texts->count++] = value;
	return true;
}

static bool make_expectation(const struct scenario_section *step, struct http_expectation *expectation)
{
	const char *redirect = scenario_value(step, SCENARIO_REDIRECT, 0);

	*expectation = (struct http_expectation){
		.status = scenario_value(step, SCENARIO_STATUS, 0),
		.redirect_status = redirect && strcmp(redirect, "stop") == 0 ? STATUS_OK : STATUS_CRITICAL,
		.pattern_status = STATUS_CRITICAL,
	};
	return gather(step, SCENARIO_STRING, &expectation->strings) &&
	       gather(step, SCENARIO_FORBID_STRING, &expectation->forbidden_strings) &&
	       gather(step, SCENARIO_REGEX, &expectation->patterns) &&
	       gather(step, SCENARIO_FORBID_REGEX, &expectation->forbidden_patterns);
}

static bool capture_one(struct http_journey *journey, const struct scenario_entry *entry, const char *text,
			struct problem *problem)
{
	regmatch_t parts[2];
	regex_t compiled;
	bool found;

	if (regcomp(&compiled, entry->value, REG_EXTENDED | REG_NEWLINE) != 0)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	found = regexec(&compiled, text, 2, parts, 0) == 0 && parts[1].rm_so >= 0;
	regfree(&compiled);
	if (!found)
		return problem_set(problem, PROBLEM_PEER, "the page has nothing to capture for '%s'", entry->name);
	if (!scenario_variable_set(&journey->variables, entry->name, text + parts[1].rm_so,
				   (size_t)(parts[1].rm_eo - parts[1].rm_so)))
		return problem_set(problem, PROBLEM_PEER, "what was captured for '%s' is too long", entry->name);
	return true;
}

static bool capture(struct http_journey *journey, const struct scenario_section *step, struct buffer *body,
		    struct problem *problem)
{
	bool done = true;

	if (body->length > CAPTURE_MAXIMUM)
		body->data[body->length = CAPTURE_MAXIMUM] = '\0';
	for (size_t i = 0; done && i < step->count; i++) {
		if (step->entries[i].key == SCENARIO_CAPTURE)
			done = capture_one(journey, step->entries + i, body->data, problem);
	}
	return done;
}

/* --- the walk --- */

/* Variables begin with the secrets. */
static void hide_secrets(const struct http_journey *journey, struct http_response *response)
{
	for (size_t i = 0; i < journey->scenario.secrets.count && i < journey->variables.count; i++)
		http_response_hide(response, journey->variables.items[i].value.data);
}

/* Takes a step; the answer stays in the journey when it is not as expected. */
static bool take_step(struct http_journey *journey, struct http_client *client, const struct http_target *base,
		      const struct deadline *deadline)
{
	struct stride stride = { .step = journey->scenario.steps + journey->done, .variables = &journey->variables };
	struct http_response *response = &journey->response;
	bool done = begin_stride(&stride, base, &journey->problem);

	if (done) {
		http_client_ask(client, &stride.request, deadline, response);
		hide_secrets(journey, response);
		done = response->answered;
		journey->problem = response->problem;
	}
	end_stride(&stride);
	if (!done)
		return false;
	journey->seconds[journey->done] = response->times.total;
	free_expectation(&journey->expectation);
	if (!make_expectation(stride.step, &journey->expectation))
		return problem_set(&journey->problem, PROBLEM_SYSTEM, "out of memory");
	return http_expectation_status(&journey->expectation, response) == STATUS_OK &&
	       capture(journey, stride.step, &response->body, &journey->problem);
}

void http_journey_walk(struct http_journey *journey, const struct http_client_settings *settings,
		       const struct http_target *base, const struct deadline *deadline)
{
	struct http_client *client = NULL;

	journey->failed = !http_client_new(settings, &client, &journey->problem);
	while (!journey->failed && journey->done < journey->scenario.count) {
		http_response_free(&journey->response);
		journey->problem = (struct problem){ 0 };
		journey->failed = !take_step(journey, client, base, deadline);
		if (!journey->failed)
			journey->done++;
	}
	http_client_free(client);
}

/* --- judged --- */

double http_journey_seconds(const struct http_journey *journey)
{
	double sum = 0;

	for (size_t i = 0; i < journey->scenario.count; i++)
		sum += journey->seconds[i];
	return journey->failed ? NAN : sum;
}

static void record_time(const struct http_journey *journey, size_t step, struct result *result)
{
	char label[SCENARIO_NAME_MAXIMUM + 8];
	struct measure measure = {
		.label = label, .value = journey->seconds[step], .unit = UNIT_SECONDS, .minimum = BOUND(0)
	};

	snprintf(label, sizeof label, "time_%s", journey->scenario.steps[step].name);
	for (char *at = label; *at; at++) {
		if (strchr(" \t='|;", *at))
			*at = '_';
	}
	result_measure(result, &measure);
}

bool http_journey_judge_steps(const struct http_journey *journey, struct result *result)
{
	struct result *part;

	for (size_t i = 0; i < journey->scenario.count; i++)
		record_time(journey, i, result);
	if (!journey->failed)
		return true;
	part = result_part(result, "step %s (%zu of %zu)", journey->scenario.steps[journey->done].name,
			   journey->done + 1, journey->scenario.count);
	if (journey->problem.kind != PROBLEM_NONE)
		return result_problem(part, STATUS_CRITICAL, &journey->problem);
	http_expectation_judge(&journey->expectation, &journey->response, part);
	return false;
}

void http_journey_free(struct http_journey *journey)
{
	free_expectation(&journey->expectation);
	http_response_free(&journey->response);
	scenario_variables_forget(&journey->variables);
	scenario_free(&journey->scenario);
	free(journey->seconds);
	journey->seconds = NULL;
}
