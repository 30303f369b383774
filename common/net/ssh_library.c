// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_library.h"

#include "common/check/library.h"

#define SYMBOL(name) LIBRARY_SYMBOL(struct libssh2, name, "libssh2_" #name)

static const struct library_symbol symbols[] = {
	SYMBOL(init),
	SYMBOL(session_init_ex),
	SYMBOL(session_callback_set),
	SYMBOL(session_set_blocking),
	SYMBOL(session_banner_set),
	SYMBOL(session_method_pref),
	SYMBOL(session_supported_algs),
	SYMBOL(free),
	SYMBOL(session_handshake),
	SYMBOL(session_last_error),
	SYMBOL(session_last_errno),
	SYMBOL(session_block_directions),
	SYMBOL(session_disconnect_ex),
	SYMBOL(session_free),
	SYMBOL(session_hostkey),
	SYMBOL(hostkey_hash),
	SYMBOL(session_methods),
	SYMBOL(knownhost_init),
	SYMBOL(knownhost_readline),
	SYMBOL(knownhost_checkp),
	SYMBOL(knownhost_free),
	SYMBOL(userauth_list),
	SYMBOL(userauth_authenticated),
	SYMBOL(userauth_publickey_frommemory),
	SYMBOL(agent_init),
	SYMBOL(agent_connect),
	SYMBOL(agent_list_identities),
	SYMBOL(agent_get_identity),
	SYMBOL(agent_userauth),
	SYMBOL(agent_disconnect),
	SYMBOL(agent_free),
	SYMBOL(sftp_init),
	SYMBOL(sftp_stat_ex),
	SYMBOL(sftp_open_ex),
	SYMBOL(sftp_readdir_ex),
	SYMBOL(sftp_seek64),
	SYMBOL(sftp_read),
	SYMBOL(sftp_close_handle),
	SYMBOL(sftp_last_error),
	SYMBOL(sftp_shutdown),
	{ 0 },
};

bool ssh_library_load(struct libssh2 *api, struct problem *problem)
{
	if (!library_load("libssh2.so.1", symbols, api, problem))
		return false;
	return api->init(0) == 0 || problem_set(problem, PROBLEM_SYSTEM, "libssh2 cannot start");
}
