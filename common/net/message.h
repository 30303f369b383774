/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What a user wants sent to a server, as -s and -q of monitoring-plugins' check_tcp
 * and its namesakes take it.
 */
#ifndef RECEICO_NET_MESSAGE_H
#define RECEICO_NET_MESSAGE_H

#include "common/check/problem.h"

struct message {
	bool is_set;
	char text[1024]; /* as it is sent */
};

/* Takes a text with `end` behind it; with `escape` without that, and \n, \r and \t in it
 * stand for what they mean, a backslash before anything else for nothing. */
bool message_parse(const char *text, const char *end, bool escape, struct message *message,
		   struct problem *problem) MUST_CHECK;

#endif
