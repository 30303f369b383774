/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What an SSH server offers: its KEXINIT packet, read and judged.
 *
 * Pure: bytes in, lists out.  Sources: RFC 4253, sections 6 (the packet) and 7.1
 * (KEXINIT).
 */
#ifndef RECEICO_NET_SSH_ALGORITHMS_H
#define RECEICO_NET_SSH_ALGORITHMS_H

#include "common/check/buffer.h"
#include "common/check/option.h"

/* The first six lists of KEXINIT, in the packet's order. */
enum ssh_list {
	SSH_LIST_KEX,
	SSH_LIST_HOST_KEY,
	SSH_LIST_CIPHER_TO_SERVER,
	SSH_LIST_CIPHER_TO_CLIENT,
	SSH_LIST_MAC_TO_SERVER,
	SSH_LIST_MAC_TO_CLIENT,
	SSH_LISTS
};

struct ssh_offers {
	struct buffer lists[SSH_LISTS]; /* names with commas between; foreign text */
};

enum ssh_offers_state { SSH_OFFERS_MORE, SSH_OFFERS_DONE, SSH_OFFERS_FAILED };

enum {
	SSH_PACKET_MAXIMUM = 35000,  /* RFC 4253, 6.1 */
	SSH_OFFERS_MAXIMUM = 131072, /* what may come until KEXINIT is whole: our limit */
	SSH_MSG_DISCONNECT = 1,
	SSH_MSG_IGNORE = 2,
	SSH_MSG_DEBUG = 4,
	SSH_MSG_KEXINIT = 20
};

/* Looks for the first KEXINIT in the bytes that followed the identification (all of
 * them, each time; they are few).  Packets to be ignored are; a DISCONNECT is a
 * failure with the server's reason.  Zero *offers first and ssh_offers_free() it. */
enum ssh_offers_state ssh_offers_parse(const unsigned char *bytes, size_t length, struct ssh_offers *offers,
				       struct problem *problem);
void ssh_offers_free(struct ssh_offers *offers);

/* What a list is called: "key exchange", "host key", "cipher", "MAC"; the two
 * directions share a name. */
const char *ssh_list_name(enum ssh_list list);

/* Appends "cipher aes128-cbc 3des-cbc, MAC hmac-sha1" to `found`: each offered algorithm that
 * `is_meant` says yes to, once, whatever the direction.  Returns how many. */
size_t ssh_offers_find(const struct ssh_offers *offers,
		       bool (*is_meant)(enum ssh_list, const char *name, const void *of), const void *of,
		       struct buffer *found);

/* The same for what matches one of the shell patterns, and for what is weak. */
size_t ssh_offers_find_matching(const struct ssh_offers *offers, const struct texts *patterns, struct buffer *found);
size_t ssh_offers_find_weak(const struct ssh_offers *offers, struct buffer *found);

/* Is this algorithm held to be weak, as of SSH_WEAK_DATE?  The list stands in the .c
 * file, each entry with its source. */
#define SSH_WEAK_DATE "2026-11"
bool ssh_algorithm_is_weak(enum ssh_list list, const char *name);

/* Writes SSH_MSG_DISCONNECT "by application" (RFC 4253, 11.1) as an unencrypted
 * packet; 64 bytes suffice.  Returns its length. */
size_t ssh_disconnect_write(unsigned char *packet, size_t size);

#endif
