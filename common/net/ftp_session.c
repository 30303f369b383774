// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ftp_session.h"

#include "common/check/size.h"
#include "common/net/ftp_place.h"

#include <math.h>
#include <stdlib.h>

bool ftp_outcome_note(struct ftp_outcome *outcome, bool done)
{
	outcome->step = done ? FTP_STEP_DONE : FTP_STEP_FAILED;
	return done;
}

static bool say_problem(const struct problem *problem, enum status status, const char *place, struct result *result)
{
	struct problem placed = *problem;

	ftp_place_blame(place, &placed);
	return result_problem(result, status, &placed);
}

bool ftp_outcome_judge(const struct ftp_outcome *outcome, const char *place, struct result *result)
{
	if (outcome->step == FTP_STEP_FAILED)
		return say_problem(&outcome->problem, STATUS_CRITICAL, place, result);
	return outcome->step == FTP_STEP_DONE;
}

static void use(struct ftp_transfer *transfer, const struct ftp_session_plan *plan, const struct deadline *deadline,
		struct ftp_session *session)
{
	struct ftp_outcome *listed = &session->listed;
	struct ftp_outcome *sized = &session->sized;

	if (plan->list)
		ftp_outcome_note(
			listed, ftp_transfer_list(transfer, plan->list, deadline, &session->entries, &listed->problem));
	if (plan->file)
		ftp_outcome_note(sized, ftp_transfer_size(transfer, plan->file->path, deadline, &session->size_bytes,
							  &sized->problem));
	for (size_t i = 0; i < plan->forbidden->count; i++) {
		struct ftp_attempt *attempt = &session->attempts[i];

		ftp_outcome_note(&attempt->outcome, ftp_probe_access(transfer, plan->forbidden->items[i], deadline,
								     &attempt->access, &attempt->outcome.problem));
	}
	if (plan->upload_to) {
		ftp_probe_upload(transfer, plan->upload_to, deadline, &session->upload);
		session->uploaded = true;
	}
}

void ftp_session_hold(const struct ftp_account *account, const struct ftp_session_plan *plan,
		      const struct deadline *deadline, struct ftp_session *session)
{
	struct ftp_outcome *logged_in = &session->logged_in;
	struct ftp_transfer *transfer = NULL;
	double begin;

	*session = (struct ftp_session){ 0 };
	session->attempts = calloc(plan->forbidden->count + 1, sizeof *session->attempts);
	if (session->attempts == NULL) {
		ftp_outcome_note(logged_in, problem_set(&logged_in->problem, PROBLEM_SYSTEM, "out of memory"));
		return;
	}
	if (!ftp_outcome_note(logged_in, ftp_transfer_open(account, &transfer, &logged_in->problem)))
		return;
	begin = deadline_clock();
	if (ftp_outcome_note(logged_in, ftp_transfer_login(transfer, deadline, &logged_in->problem))) {
		session->login_seconds = deadline_clock() - begin;
		use(transfer, plan, deadline, session);
	}
	ftp_transfer_close(transfer, deadline);
}

void ftp_session_free(struct ftp_session *session)
{
	free(session->attempts);
	session->attempts = NULL;
}

/* U unless the step was done. */
static void measure_step(const char *label, const struct ftp_outcome *outcome, double value, enum unit unit,
			 struct result *result)
{
	struct measure measure = {
		.label = label, .value = outcome->step == FTP_STEP_DONE ? value : NAN, .unit = unit, .minimum = BOUND(0)
	};

	result_measure(result, &measure);
}

static void judge_size(const struct ftp_session *session, const struct claim *file, const char *place,
		       struct result *result)
{
	char size[16];
	char least[16];

	size_write(session->size_bytes, size, sizeof size);
	size_write(file->size_bytes, least, sizeof least);
	if (session->size_bytes < file->size_bytes)
		result_say(result, STATUS_CRITICAL, "%s: '%s' has %s, at least %s are expected", place, file->path,
			   size, least);
	else
		result_say(result, STATUS_OK, "'%s' has %s", file->path, size);
}

static void judge_attempt(const char *path, const struct ftp_access *access, const char *place, struct result *result)
{
	if (access->granted)
		result_say(result, STATUS_CRITICAL, "%s: tenant can reach '%s': %s", place, path, access->reply);
	else
		result_say(result, STATUS_OK, "'%s' is denied (%s)", path, access->reply);
}

static void judge_upload(const struct ftp_upload *upload, const char *folder, const char *place, struct result *result)
{
	if (upload->failure.kind != PROBLEM_NONE)
		say_problem(&upload->failure, STATUS_CRITICAL, place, result);
	if (upload->leftover.kind != PROBLEM_NONE)
		say_problem(&upload->leftover, STATUS_WARNING, place, result);
	if (upload->failure.kind == PROBLEM_NONE && upload->leftover.kind == PROBLEM_NONE)
		result_say(result, STATUS_OK, "'%s' takes uploads", folder);
}

void ftp_session_judge(const struct ftp_session *session, const struct ftp_session_plan *plan, const char *place,
		       struct result *result)
{
	measure_step("login_time", &session->logged_in, session->login_seconds, UNIT_SECONDS, result);
	if (ftp_outcome_judge(&session->logged_in, place, result))
		result_say(result, STATUS_OK, "login took %.3f s", session->login_seconds);
	if (plan->list)
		measure_step("entries", &session->listed, (double)session->entries, UNIT_NONE, result);
	if (ftp_outcome_judge(&session->listed, place, result))
		result_say(result, STATUS_OK, "'%s' has %zu entries", plan->list, session->entries);
	if (plan->file) {
		measure_step("size", &session->sized, (double)session->size_bytes, UNIT_BYTES, result);
		if (ftp_outcome_judge(&session->sized, place, result))
			judge_size(session, plan->file, place, result);
	}
	for (size_t i = 0; session->attempts && i < plan->forbidden->count; i++) {
		if (ftp_outcome_judge(&session->attempts[i].outcome, place, result))
			judge_attempt(plan->forbidden->items[i], &session->attempts[i].access, place, result);
	}
	if (session->uploaded)
		judge_upload(&session->upload, plan->upload_to, place, result);
}
