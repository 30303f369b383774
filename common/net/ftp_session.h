/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A login to an FTP server and everything that is to be tried with it.
 */
#ifndef RECEICO_NET_FTP_SESSION_H
#define RECEICO_NET_FTP_SESSION_H

#include "common/check/option.h"
#include "common/check/result.h"
#include "common/net/claim.h"
#include "common/net/ftp_probe.h"

/* A step that is taken when it is asked for, and how it went. */
enum ftp_step { FTP_STEP_NOT_TAKEN, FTP_STEP_DONE, FTP_STEP_FAILED };

struct ftp_outcome {
	enum ftp_step step;
	struct problem problem; /* of a step that failed */
};

/* What to try; what is NULL is not tried. */
struct ftp_session_plan {
	const char *list;
	const struct claim *file; /* is there, and as large */
	const struct texts *forbidden;
	const char *upload_to;
};

/* Whether one forbidden path is denied. */
struct ftp_attempt {
	struct ftp_outcome outcome;
	struct ftp_access access;
};

/* What came of it. */
struct ftp_session {
	struct ftp_outcome logged_in, listed, sized;
	double login_seconds;
	size_t entries;
	uint64_t size_bytes;
	struct ftp_attempt *attempts; /* one for each forbidden path; owned */
	bool uploaded;                /* the upload was tried */
	struct ftp_upload upload;
};

/* Records how a step went; returns `done`. */
bool ftp_outcome_note(struct ftp_outcome *outcome, bool done);

/* Says the problem of a step that failed (CRITICAL, unless it is ours), with the place
 * (ftp_place.h) in front; true when it was done. */
bool ftp_outcome_judge(const struct ftp_outcome *outcome, const char *place, struct result *result);

/* Logs in and tries everything, in the order of the plan.  ftp_session_free() is due. */
void ftp_session_hold(const struct ftp_account *account, const struct ftp_session_plan *plan,
		      const struct deadline *deadline, struct ftp_session *session);

/* Judges a session, also one that was never held: the measurements login_time, entries
 * and size are recorded in any case when they were asked for.  What is wrong is said with
 * the place in front.  Pure. */
void ftp_session_judge(const struct ftp_session *session, const struct ftp_session_plan *plan, const char *place,
		       struct result *result);

void ftp_session_free(struct ftp_session *session);

#endif
