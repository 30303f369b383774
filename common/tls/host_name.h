/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Names of hosts as people write them.
 */
#ifndef RECEICO_TLS_HOST_NAME_H
#define RECEICO_TLS_HOST_NAME_H

#include "common/check/problem.h"

#include <stdbool.h>
#include <stddef.h>

enum { HOST_NAME_SIZE = 256 }; /* 253 bytes at most: RFC 1035, 2.3.4 */

/* Is it an IPv4 or IPv6 address? */
bool host_name_is_address(const char *name);

/* Writes the name in ASCII: a label in another script as `xn--` and Punycode (RFC 3492);
 * the ideographic full stops of RFC 3490, 3.1 separate labels too; one dot at the end
 * goes; capitals become small letters.  Letters beyond ASCII must be composed (NFC)
 * already.  False when it is empty, no UTF-8, or too long, or a label of it is. */
bool host_name_to_ascii(const char *name, char *ascii, size_t size) MUST_CHECK;

/* Reads HOST, HOST:PORT, [ADDRESS]:PORT or an IPv6 address without brackets; *port is
 * written only when there is one. */
bool host_name_parse(const char *text, char *host, size_t size, long *port, struct problem *problem) MUST_CHECK;

#endif
