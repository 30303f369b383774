/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The functions of libssh2 that we call, loaded when the first session opens.
 */
#ifndef RECEICO_NET_SSH_LIBRARY_H
#define RECEICO_NET_SSH_LIBRARY_H

#include "common/check/problem.h"

#include <libssh2.h>
#include <libssh2_sftp.h>

#define SSH_FUNCTION(name) __typeof__(libssh2_##name) *name

/* Each as the manual of libssh2 has it, without the prefix of its name. */
struct libssh2 {
	SSH_FUNCTION(init);
	SSH_FUNCTION(session_init_ex);
	SSH_FUNCTION(session_callback_set);
	SSH_FUNCTION(session_set_blocking);
	SSH_FUNCTION(session_banner_set);
	SSH_FUNCTION(session_method_pref);
	SSH_FUNCTION(session_supported_algs);
	SSH_FUNCTION(free);
	SSH_FUNCTION(session_handshake);
	SSH_FUNCTION(session_last_error);
	SSH_FUNCTION(session_last_errno);
	SSH_FUNCTION(session_block_directions);
	SSH_FUNCTION(session_disconnect_ex);
	SSH_FUNCTION(session_free);
	SSH_FUNCTION(session_hostkey);
	SSH_FUNCTION(hostkey_hash);
	SSH_FUNCTION(session_methods);
	SSH_FUNCTION(knownhost_init);
	SSH_FUNCTION(knownhost_readline);
	SSH_FUNCTION(knownhost_checkp);
	SSH_FUNCTION(knownhost_free);
	SSH_FUNCTION(userauth_list);
	SSH_FUNCTION(userauth_authenticated);
	SSH_FUNCTION(userauth_publickey_frommemory);
	SSH_FUNCTION(agent_init);
	SSH_FUNCTION(agent_connect);
	SSH_FUNCTION(agent_list_identities);
	SSH_FUNCTION(agent_get_identity);
	SSH_FUNCTION(agent_userauth);
	SSH_FUNCTION(agent_disconnect);
	SSH_FUNCTION(agent_free);
	SSH_FUNCTION(sftp_init);
	SSH_FUNCTION(sftp_stat_ex);
	SSH_FUNCTION(sftp_open_ex);
	SSH_FUNCTION(sftp_readdir_ex);
	SSH_FUNCTION(sftp_seek64);
	SSH_FUNCTION(sftp_read);
	SSH_FUNCTION(sftp_close_handle);
	SSH_FUNCTION(sftp_last_error);
	SSH_FUNCTION(sftp_shutdown);
};

/* Loads the library and starts it. */
bool ssh_library_load(struct libssh2 *api, struct problem *problem) MUST_CHECK;

#endif
