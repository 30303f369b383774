/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The netrc file: which login for which machine.
 *
 * Source: netrc(5); quoted words as curl(1) takes them.
 */
#ifndef RECEICO_NET_NETRC_H
#define RECEICO_NET_NETRC_H

#include "common/check/buffer.h"

/* Finds the login for `host` in the text of a netrc file: the first entry `machine
 * HOST` (any case) or `default` that has the login `user`, or any when that is NULL.
 * Both buffers are filled, or neither; they are secrets (file.h).  A problem never
 * quotes the file. */
bool netrc_find(const char *text, const char *host, const char *user, struct buffer *login, struct buffer *password,
		struct problem *problem) MUST_CHECK;

/* The same from a file, which must be private (file.h). */
bool netrc_read(const char *path, const char *host, const char *user, struct buffer *login, struct buffer *password,
		struct problem *problem) MUST_CHECK;

#endif
