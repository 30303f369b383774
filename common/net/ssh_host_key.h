/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The key of a host in a libssh2 session: which one to ask for, which one was shown,
 * and whether a known_hosts file has it.
 */
#ifndef RECEICO_NET_SSH_HOST_KEY_H
#define RECEICO_NET_SSH_HOST_KEY_H

#include "common/net/ssh_fingerprint.h"
#include "common/net/ssh_library.h"

/* The key, as far as it concerns an operator. */
struct ssh_host_key {
	char type[32]; /* "ssh-ed25519" */
	char fingerprint[SSH_FINGERPRINT_SIZE];
};

enum ssh_known {
	SSH_KNOWN_NOT_ASKED,
	SSH_KNOWN,        /* the file has this key for this host */
	SSH_KNOWN_NOT,    /* the file has no key of this type for this host */
	SSH_KNOWN_OTHER,  /* the file has another key of this type for this host */
	SSH_KNOWN_REVOKED /* the file says that this key is not to be trusted (@revoked) */
};

/* The host in question. */
struct ssh_host {
	const struct libssh2 *api;
	LIBSSH2_SESSION *session;
	const char *name; /* as known_hosts has it */
	long port;
	LIBSSH2_KNOWNHOSTS *known;   /* NULL: no file was asked */
	LIBSSH2_KNOWNHOSTS *revoked; /* its lines marked @revoked */
};

/* Reads a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT") into host->known
 * and host->revoked; lines marked @cert-authority are passed over.  A line that
 * libssh2 does not understand is a problem that gives its number.
 * ssh_host_forget() is due either way. */
bool ssh_host_read_known(struct ssh_host *host, const char *path, struct problem *problem) MUST_CHECK;
void ssh_host_forget(struct ssh_host *host);

/* Before the handshake: asks for keys of the kind "ed25519", "ecdsa" or "rsa"; for
 * NULL of the types that the file has for the host first, then in the order of ssh(1).
 * False when libssh2 knows none of them; the session says why. */
bool ssh_host_key_prefer(const struct ssh_host *host, const char *kind) MUST_CHECK;

/* After it: which key was shown.  False when there was none. */
bool ssh_host_key_read(const struct ssh_host *host, struct ssh_host_key *key) MUST_CHECK;

/* Does the file have that key? */
enum ssh_known ssh_host_key_look_up(const struct ssh_host *host, const struct ssh_host_key *key);

#endif
