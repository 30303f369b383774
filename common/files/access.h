/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Who may get at a backup: its owner, group, mode and access list, and those of the folders
 * it lies in.
 *
 *	struct access_rules rules = { 0 };
 *	access_owners_read("root,backup", &rules, &problem) && access_mode_read("0600", &rules, &problem)
 *	access_look("/backup", "/backup/a/b.tar.gz", &facts, &problem)
 *	access_judge(&rules, &facts, &findings)       pure
 *
 * Users and groups are compared, and shown, by number: asking for the name of each could hang
 * where names come from a server.  Only the names in the options are resolved, at the start.
 * NFSv4's own access lists are not read: there the mode is what the server makes of them.
 */
#ifndef RECEICO_FILES_ACCESS_H
#define RECEICO_FILES_ACCESS_H

#include "common/check/problem.h"
#include "common/files/acl.h"
#include "common/files/listing.h"

#include <sys/types.h>

enum { ACCESS_IDS_MAXIMUM = 64 };

/* What is allowed.  A zeroed one allows every owner, group and mode of the file; folders that
 * others may write are a finding always.  Access lists are rights, and judged with the mode: users
 * and groups that they name count as others, unless they are among the owners and groups here. */
struct access_rules {
	bool has_mode;
	mode_t mode; /* these bits at most */
	size_t owner_count, group_count;
	uint32_t owners[ACCESS_IDS_MAXIMUM]; /* none: any */
	uint32_t groups[ACCESS_IDS_MAXIMUM];
};

/* Reads the texts of --owner and --group (names or numbers, with commas) and --mode (octal);
 * NULL leaves that open.  The problem says what is wrong, not in which option. */
bool access_owners_read(const char *text, struct access_rules *rules, struct problem *problem) MUST_CHECK;
bool access_groups_read(const char *text, struct access_rules *rules, struct problem *problem) MUST_CHECK;
bool access_mode_read(const char *text, struct access_rules *rules, struct problem *problem) MUST_CHECK;

/* A file or folder, as far as it could be looked at. */
struct access_object {
	char *path; /* as it is spoken of */
	bool has_owner, has_mode;
	uid_t owner;
	gid_t group;
	mode_t type; /* S_IFREG, S_IFDIR ...; 0: not told */
	mode_t mode; /* the lowest twelve bits; with an access list its group bits are the mask */
	struct acl acl;
};

/* A symbolic link on the way. */
struct access_link {
	char *path, *target; /* the target as the link has it */
	bool leads_out;      /* of the root */
	bool is_dangling;
};

/* Deeper paths are not looked at, and that is said. */
enum { ACCESS_FOLDERS_MAXIMUM = 64, ACCESS_LINKS_MAXIMUM = 16 };

struct access_facts {
	char *root;
	bool has_file; /* .file holds something */
	struct access_object file;
	struct access_object folders[ACCESS_FOLDERS_MAXIMUM]; /* from the root inwards, the root among them */
	size_t folder_count;
	struct access_link links[ACCESS_LINKS_MAXIMUM];
	size_t link_count;
	struct problem unseen; /* what could not be looked at, and why; PROBLEM_NONE: all could */
};

/* Looks at a file of this machine (or a folder that is a generation) and each folder up to and
 * including `root`, without following links; a link that stays below the root is followed by
 * hand.  What the caller lacks the right to see goes to .unseen.  False for no memory, or a
 * path that is not below the root.  access_facts_free() is due either way. */
bool access_look(const char *root, const char *path, struct access_facts *facts, struct problem *problem) MUST_CHECK;

/* The same from what a listing of a remote place told: neither folders nor access lists. */
bool access_from_entry(const struct entry *entry, struct access_facts *facts, struct problem *problem) MUST_CHECK;

void access_facts_free(struct access_facts *facts);

/* What is wrong: each a line that names the file and the bit, in the order found and once,
 * however many files lie in the same folder.  Foreign bytes as they came. */
enum { ACCESS_FINDINGS_MAXIMUM = 100 };

struct access_findings {
	char *texts[ACCESS_FINDINGS_MAXIMUM];
	size_t count;
	size_t dropped;        /* that found no room here */
	struct problem unseen; /* the first that could not be judged: UNKNOWN for the caller */
	size_t unseen_count;
};

/* Adds what the rules say of the facts to findings that begin zeroed; access_findings_free()
 * is due.  Pure. */
void access_judge(const struct access_rules *rules, const struct access_facts *facts, struct access_findings *findings);
void access_findings_free(struct access_findings *findings);

#endif
