// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/acl.h"

#include "common/files/bytes.h"

#include <stdlib.h>

/* linux/posix_acl_xattr.h: a version, then tag, rights and id of each entry, little-endian. */
enum { VERSION = 2, HEADER_SIZE = 4, ENTRY_SIZE = 8, ALL_RIGHTS = 7 };

static bool is_tag(uint32_t tag)
{
	return tag == ACL_OWNER || tag == ACL_USER || tag == ACL_OWNING_GROUP || tag == ACL_GROUP || tag == ACL_MASK ||
	       tag == ACL_OTHER;
}

bool acl_parse(const void *given, size_t length, struct acl *acl, struct problem *problem)
{
	const unsigned char *bytes = given;
	struct acl_entry *entries;
	size_t count;

	if (length < HEADER_SIZE || (length - HEADER_SIZE) % ENTRY_SIZE != 0 || bytes_little_32(bytes) != VERSION)
		return problem_set(problem, PROBLEM_SYSTEM, "its access list is of a form that is not known here");
	count = (length - HEADER_SIZE) / ENTRY_SIZE;
	if (count == 0 || count > ACL_ENTRIES_MAXIMUM)
		return problem_set(problem, PROBLEM_SYSTEM, "its access list has %zu entries", count);
	entries = calloc(count, sizeof *entries);
	if (entries == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	for (size_t i = 0; i < count; i++) {
		const unsigned char *entry = bytes + HEADER_SIZE + i * ENTRY_SIZE;

		if (!is_tag(bytes_little_16(entry)) || bytes_little_16(entry + 2) > ALL_RIGHTS) {
			free(entries);
			return problem_set(problem, PROBLEM_SYSTEM,
					   "its access list has an entry that is not known here");
		}
		entries[i].tag = (enum acl_tag)bytes_little_16(entry);
		entries[i].rights = bytes_little_16(entry + 2);
		entries[i].id = bytes_little_32(entry + 4);
	}
	acl->entries = entries;
	acl->count = count;
	return true;
}

void acl_free(struct acl *acl)
{
	free(acl->entries);
	*acl = (struct acl){ 0 };
}

unsigned acl_effective(const struct acl *acl, const struct acl_entry *entry)
{
	if (entry->tag == ACL_OWNER || entry->tag == ACL_OTHER || entry->tag == ACL_MASK)
		return entry->rights;
	for (size_t i = 0; i < acl->count; i++) {
		if (acl->entries[i].tag == ACL_MASK)
			return entry->rights & acl->entries[i].rights;
	}
	return entry->rights;
}
