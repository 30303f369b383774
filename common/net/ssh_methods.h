/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The ways to log in to an SSH server, by their names.
 *
 * Source: IANA, "SSH Protocol Parameters", Authentication Method Names.
 */
#ifndef RECEICO_NET_SSH_METHODS_H
#define RECEICO_NET_SSH_METHODS_H

#include <stdbool.h>

/* The names that ssh_method_exists() takes, for people. */
#define SSH_METHODS "password, publickey, keyboard-interactive, hostbased, gssapi-with-mic, gssapi-keyex, none"

/* Is this the name of a method? */
bool ssh_method_exists(const char *name);

/* Is it in a list with commas between ("publickey,password"), as a server sends it? */
bool ssh_method_is_offered(const char *list, const char *name);

#endif
