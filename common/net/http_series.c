// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_series.h"

#include "common/net/http_crowd.h"

#include <poll.h>
#include <stdlib.h>

/* What many users keep of their pages must fit at once. */
enum { CROWD_BODIES_MAXIMUM = 32 << 20 };

/* A series at work. */
struct gathering {
	const struct http_client_settings *client_settings;
	const struct http_request *request;
	const struct http_expectation *expectation;
	const struct deadline *deadline;
	struct http_series *series;
	enum status worst;
	double *seconds; /* of those that were answered */
	size_t answered;
};

/* Counts a response in, and keeps it when none was worse; else frees it. */
static void count(struct gathering *gathering, struct http_response *response)
{
	struct http_series *series = gathering->series;
	enum status status =
		response->answered ? http_expectation_status(gathering->expectation, response) : STATUS_CRITICAL;

	series->asked++;
	if (response->answered)
		gathering->seconds[gathering->answered++] = response->times.total;
	if (status != STATUS_OK)
		series->failed++;
	/* Of those equally bad the first is kept, so that what is said comes from one moment. */
	if (series->asked > 1 && status == gathering->worst ? status != STATUS_OK
							    : status_worse(status, gathering->worst) != status) {
		http_response_free(response);
		return;
	}
	http_response_free(&series->response);
	series->response = *response;
	gathering->worst = status;
}

static void wait_until(double moment, const struct deadline *deadline)
{
	double left = moment - deadline_clock();

	if (left > deadline_left(deadline))
		left = deadline_left(deadline);
	if (left > 0)
		poll(NULL, 0, (int)(left * 1000) + 1);
}

static bool ask_in_turn(struct gathering *gathering, const struct http_series_settings *settings,
			struct problem *problem)
{
	double begin = deadline_clock();

	for (long i = 0; i < settings->samples && (i == 0 || !deadline_passed(gathering->deadline)); i++) {
		struct http_response response = { 0 };
		struct http_client *client = NULL;

		wait_until(begin + (double)i * settings->interval_seconds, gathering->deadline);
		if (!http_client_new(gathering->client_settings, &client, problem))
			return false;
		http_client_ask(client, gathering->request, gathering->deadline, &response);
		http_client_free(client);
		count(gathering, &response);
	}
	return true;
}

static bool ask_at_once(struct gathering *gathering, size_t users, struct problem *problem)
{
	struct http_response *responses = calloc(users, sizeof *responses);
	bool done;

	if (responses == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	done = http_crowd_ask(gathering->client_settings, gathering->request, users, gathering->deadline, responses,
			      problem);
	for (size_t i = 0; i < users; i++) {
		if (done)
			count(gathering, responses + i);
		else
			http_response_free(responses + i);
	}
	free(responses);
	return done;
}

bool http_series_ask(const struct http_series_settings *settings, const struct http_client_settings *client_settings,
		     const struct http_request *request, const struct http_expectation *expectation,
		     const struct deadline *deadline, struct http_series *series, struct problem *problem)
{
	struct http_client_settings limited = *client_settings;
	struct gathering gathering = { .client_settings = &limited,
				       .request = request,
				       .expectation = expectation,
				       .deadline = deadline,
				       .series = series };
	size_t most = (size_t)(settings->users > 0 ? settings->users : settings->samples);
	bool done;

	*series = (struct http_series){ 0 };
	if (request->keep_body && settings->users > 0 && limited.body_maximum > CROWD_BODIES_MAXIMUM / most)
		limited.body_maximum = CROWD_BODIES_MAXIMUM / most;
	gathering.seconds = calloc(most, sizeof *gathering.seconds);
	if (gathering.seconds == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	done = settings->users > 0 ? ask_at_once(&gathering, most, problem)
				   : ask_in_turn(&gathering, settings, problem);
	series->summary = http_summary_make(gathering.seconds, gathering.answered);
	free(gathering.seconds);
	return done;
}

void http_series_free(struct http_series *series)
{
	http_response_free(&series->response);
}
