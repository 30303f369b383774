/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A short visit to an FTP server (connect, perhaps begin TLS, listen, and leave), and
 * what it means.
 */
#ifndef RECEICO_NET_FTP_VISIT_H
#define RECEICO_NET_FTP_VISIT_H

#include "common/check/result.h"
#include "common/net/certificate.h"
#include "common/net/connect.h"
#include "common/net/ftp_answer.h"

struct ftp_visit_plan {
	struct endpoint endpoint;
	enum ftp_security security;
	struct tls_settings tls; /* used unless security is FTP_PLAIN */
	const char *send;        /* before listening, under TLS where there is TLS; NULL: nothing */
	double delay_seconds;    /* to wait before listening */
	struct ftp_expectation expectation;
	const char *leave; /* sent at the end; NULL: nothing */
};

enum ftp_visit_end { FTP_VISIT_DONE, FTP_VISIT_NOT_CONNECTED, FTP_VISIT_NOT_SECURED, FTP_VISIT_NOT_ANSWERED };

/* What a visit showed.  With AUTH TLS the greeting comes first, so there may be an
 * answer although TLS failed. */
struct ftp_visit {
	enum ftp_visit_end end;
	struct problem problem; /* unless it was done; says where */
	bool answered;
	double seconds;       /* until the answer, without the delay */
	bool matches;         /* it is as expected */
	int code;             /* of its last reply; 0: it is none */
	char text[208];       /* as one line, cut; foreign bytes */
	struct tls_peer peer; /* all zero: no certificate was shown */
	char address[64];     /* of the server, in digits; "" for a Unix socket */
};

/* Pays the visit.  True when it was done and the answer is as expected; an answer that
 * is not ends the visit, and TLS is not begun then. */
bool ftp_visit_pay(const struct ftp_visit_plan *plan, const struct deadline *deadline, struct ftp_visit *visit);

/* What a visit means. */
struct ftp_visit_limits {
	const struct range *warning, *critical; /* of the seconds until the answer */
	double timeout;                         /* the most that it can take, in seconds */
	enum status refused, unexpected;        /* what a refusal, and another answer, mean */
	bool hides_text;                        /* do not show what the server said */
	const struct certificate_limits *certificate;
};

/* Judges a visit to a place (ftp_place.h).  The measurement `time` is recorded in any
 * case, days_left when there are limits for it.  Pure. */
void ftp_visit_judge(const struct ftp_visit *visit, const struct ftp_visit_limits *limits, const char *place,
		     time_t now, struct result *result);

#endif
