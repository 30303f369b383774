/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Where an FTP server is, in words: what is wrong there says so.
 */
#ifndef RECEICO_NET_FTP_PLACE_H
#define RECEICO_NET_FTP_PLACE_H

#include "common/net/connect.h"

#include <stddef.h>

/* What suffices for a place. */
enum { FTP_PLACE_SIZE = 256 };

/* Writes "127.0.0.1 port 21", or "socket /run/ftp". */
void ftp_place_write(const struct endpoint *endpoint, char *place, size_t size);

/* Puts the place in front of a problem, unless the fault is this machine's or the
 * input's; returns false. */
bool ftp_place_blame(const char *place, struct problem *problem);

#endif
