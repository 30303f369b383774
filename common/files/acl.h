/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * POSIX access control lists as Linux keeps them in the attribute system.posix_acl_access.
 *
 * Source: linux/posix_acl_xattr.h (version 2), acl(5).
 */
#ifndef RECEICO_FILES_ACL_H
#define RECEICO_FILES_ACL_H

#include "common/check/problem.h"

#include <stddef.h>
#include <stdint.h>

/* Whom an entry speaks of; the values are those on disk. */
enum acl_tag {
	ACL_OWNER = 0x01,
	ACL_USER = 0x02,
	ACL_OWNING_GROUP = 0x04,
	ACL_GROUP = 0x08,
	ACL_MASK = 0x10,
	ACL_OTHER = 0x20
};

struct acl_entry {
	enum acl_tag tag;
	unsigned rights; /* 4 read, 2 write, 1 execute; as written, the mask not counted */
	uint32_t id;     /* of ACL_USER and ACL_GROUP */
};

/* A list longer than this is refused; ext4 and xfs hold fewer in practice. */
enum { ACL_ENTRIES_MAXIMUM = 1024, ACL_BYTES_MAXIMUM = 4 + 8 * ACL_ENTRIES_MAXIMUM };

struct acl {
	struct acl_entry *entries; /* NULL: there is no list, the mode says all */
	size_t count;
};

/* Reads the attribute's bytes.  acl_free() is due on success. */
bool acl_parse(const void *bytes, size_t length, struct acl *acl, struct problem *problem) MUST_CHECK;
void acl_free(struct acl *acl);

/* What the entry really gives: users, groups and the owning group have at most what the mask has. */
unsigned acl_effective(const struct acl *acl, const struct acl_entry *entry);

#endif
