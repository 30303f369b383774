// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ftp_visit.h"

#include "common/net/ftp_place.h"

#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

/* A visit under way. */
struct visitor {
	const struct ftp_visit_plan *plan;
	const struct deadline *deadline;
	struct ftp_visit *visit;
	struct ftp_control control;
	struct ftp_answer answer;
	double begin; /* on deadline_clock() */
	char place[FTP_PLACE_SIZE];
};

/* What a step comes to; false ends the visit there. */
static bool note(struct visitor *visitor, bool done, enum ftp_visit_end otherwise)
{
	visitor->visit->end = done ? FTP_VISIT_DONE : otherwise;
	return done;
}

static double wait_a_while(double seconds, const struct deadline *deadline)
{
	struct deadline end = deadline_within(deadline, seconds);
	double begin = deadline_clock();

	while (!deadline_passed(&end))
		poll(NULL, 0, deadline_poll_ms(&end));
	return deadline_clock() - begin;
}

static bool secure(struct visitor *visitor)
{
	const struct ftp_visit_plan *plan = visitor->plan;
	struct ftp_visit *visit = visitor->visit;
	struct ftp_control *control = &visitor->control;
	bool secured =
		plan->security == FTP_IMPLICIT_TLS
			? stream_start_tls(&control->stream, &plan->tls, visitor->deadline, &visit->peer,
					   &visit->problem)
			: ftp_control_start_tls(control, &plan->tls, visitor->deadline, &visit->peer, &visit->problem);

	if (!secured)
		ftp_place_blame(visitor->place, &visit->problem);
	return note(visitor, secured, FTP_VISIT_NOT_SECURED);
}

static void take_answer(struct visitor *visitor, const struct ftp_expectation *expectation, double waited)
{
	struct ftp_visit *visit = visitor->visit;
	double seconds = visitor->answer.heard_seconds - visitor->begin - waited;

	visit->answered = true;
	visit->seconds = seconds > 0 ? seconds : 0;
	visit->matches = ftp_answer_matches(&visitor->answer, expectation);
	visit->code = ftp_answer_code(&visitor->answer);
	ftp_answer_write(&visitor->answer, visit->text, sizeof visit->text);
}

/* Says why no answer was heard.  The words for an empty one are those of our namesake. */
static void explain_silence(const struct visitor *visitor, const struct ftp_expectation *expectation,
			    struct problem *problem)
{
	const struct ftp_answer *answer = &visitor->answer;

	if (problem->kind == PROBLEM_TIMEOUT)
		problem_set(problem, PROBLEM_TIMEOUT, "timeout after %g s: no %s from %s", visitor->deadline->span,
			    expectation->texts->count ? "expected answer" : "greeting", visitor->place);
	else if (answer->ended && answer->text.length == 0)
		problem_prefix(problem, "No data received from host %s", visitor->place);
	else
		ftp_place_blame(visitor->place, problem);
}

static bool listen_for(struct visitor *visitor, const struct ftp_expectation *expectation)
{
	double waited = wait_a_while(visitor->plan->delay_seconds, visitor->deadline);
	struct problem *problem = &visitor->visit->problem;
	bool heard = ftp_answer_listen(&visitor->answer, &visitor->control, expectation, visitor->deadline, problem);

	if (heard)
		take_answer(visitor, expectation, waited);
	else
		explain_silence(visitor, expectation, problem);
	return note(visitor, heard, FTP_VISIT_NOT_ANSWERED);
}

static bool exchange(struct visitor *visitor)
{
	const char *send = visitor->plan->send;
	struct problem *problem = &visitor->visit->problem;

	if (send && !stream_write(&visitor->control.stream, send, strlen(send), visitor->deadline, problem)) {
		ftp_place_blame(visitor->place, problem);
		return note(visitor, false, FTP_VISIT_NOT_ANSWERED);
	}
	return listen_for(visitor, &visitor->plan->expectation);
}

/* AUTH TLS needs a greeting first, whatever else is expected. */
static bool exchange_after_upgrade(struct visitor *visitor)
{
	static const struct texts none = { 0 };
	const struct ftp_expectation greeting = { .texts = &none };

	if (!listen_for(visitor, &greeting))
		return false;
	if (!visitor->visit->matches)
		return true;
	if (!secure(visitor))
		return false;
	if (visitor->plan->send)
		return exchange(visitor);
	visitor->visit->matches = ftp_answer_matches(&visitor->answer, &visitor->plan->expectation);
	return true;
}

static bool converse(struct visitor *visitor)
{
	switch (visitor->plan->security) {
	case FTP_IMPLICIT_TLS:
		return secure(visitor) && exchange(visitor);
	case FTP_EXPLICIT_TLS:
		return exchange_after_upgrade(visitor);
	case FTP_PLAIN:
		break;
	}
	return exchange(visitor);
}

bool ftp_visit_pay(const struct ftp_visit_plan *plan, const struct deadline *deadline, struct ftp_visit *visit)
{
	struct visitor visitor = { .plan = plan,
				   .deadline = deadline,
				   .visit = visit,
				   .control = { .stream = { .fd = -1 } },
				   .answer = ftp_answer_new(),
				   .begin = deadline_clock() };
	struct stream *stream = &visitor.control.stream;

	*visit = (struct ftp_visit){ 0 };
	ftp_place_write(&plan->endpoint, visitor.place, sizeof visitor.place);
	if (!note(&visitor, connect_to(&plan->endpoint, deadline, &stream->fd, &visit->problem),
		  FTP_VISIT_NOT_CONNECTED))
		return false;
	/* Now, for the kernel forgets it when the peer goes. */
	if (!ftp_control_peer(&visitor.control, visit->address, sizeof visit->address))
		visit->address[0] = '\0';
	if (converse(&visitor))
		ftp_control_leave(&visitor.control, plan->leave, deadline);
	stream_close(stream);
	ftp_answer_free(&visitor.answer);
	return visit->end == FTP_VISIT_DONE && visit->matches;
}

/* --- what it means --- */

/* The time is said when the answer is as expected, with a certificate that is good, and
 * when it is out of its limits. */
static void judge_time(const struct ftp_visit *visit, const struct ftp_visit_limits *limits, const char *place,
		       time_t now, struct result *result)
{
	bool shown = !limits->hides_text && visit->text[0] != '\0';
	struct measure measure = { .label = "time",
				   .value = visit->answered ? visit->seconds : NAN,
				   .unit = UNIT_SECONDS,
				   .warning = limits->warning,
				   .critical = limits->critical,
				   .minimum = BOUND(0),
				   .maximum = BOUND(limits->timeout) };
	char certificate[400] = "";
	char text[1000];

	if (certificate_is_good(limits->certificate, &visit->peer, now))
		certificate_describe(&visit->peer, now, certificate, sizeof certificate);
	snprintf(text, sizeof text, "%.3f second response time on %s%s%s%s%s%s", visit->seconds, place,
		 certificate[0] ? ", " : "", certificate, shown ? " [" : "", shown ? visit->text : "",
		 shown ? "]" : "");
	if (visit->matches || range_judge(limits->warning, limits->critical, measure.value) != STATUS_OK)
		measure.text = text;
	result_measure(result, &measure);
}

/* The words are those of our namesake, with the place behind them. */
static void judge_answer(const struct ftp_visit *visit, const struct ftp_visit_limits *limits, const char *place,
			 struct result *result)
{
	/* 421 is how FTP refuses a connection: RFC 959, 4.2.2. */
	enum status status = visit->code == 421 ? limits->refused : limits->unexpected;

	if (limits->hides_text)
		result_say(result, status, "Unexpected response from host/socket on %s", place);
	else
		result_say(result, status, "Unexpected response from host/socket: %s (%s)", visit->text, place);
}

void ftp_visit_judge(const struct ftp_visit *visit, const struct ftp_visit_limits *limits, const char *place,
		     time_t now, struct result *result)
{
	if (visit->end == FTP_VISIT_NOT_CONNECTED && visit->problem.kind == PROBLEM_REFUSED)
		result_say(result, limits->refused, "%s", visit->problem.text);
	else if (visit->end != FTP_VISIT_DONE)
		result_problem(result, STATUS_CRITICAL, &visit->problem);
	else if (!visit->matches)
		judge_answer(visit, limits, place, result);
	judge_time(visit, limits, place, now, result);
	certificate_judge(limits->certificate, &visit->peer, now, place, visit->end == FTP_VISIT_NOT_SECURED, result);
}
