// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * What is wrong with who may get at a backup.
 */
#include "common/files/access.h"

#include "common/check/buffer.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { READ = 4, WRITE = 2, EXECUTE = 1, NOTHING = 0 };

/* A finding is two paths and a few words at most. */
enum { FINDING_MAXIMUM = 10000 };

static bool is_among(uint32_t id, const uint32_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (ids[i] == id)
			return true;
	}
	return false;
}

static bool is_known(const struct access_findings *findings, const char *text)
{
	for (size_t i = 0; i < findings->count; i++) {
		if (strcmp(findings->texts[i], text) == 0)
			return true;
	}
	return false;
}

/* Takes the text: the buffer is empty afterwards. */
static void add(struct access_findings *findings, struct buffer *text)
{
	char *copy;

	if (!is_known(findings, text->data)) {
		copy = findings->count < ACCESS_FINDINGS_MAXIMUM ? strdup(text->data) : NULL;
		if (copy)
			findings->texts[findings->count++] = copy;
		else
			findings->dropped++;
	}
	buffer_free(text);
}

static void add_unseen(struct access_findings *findings, const struct problem *problem)
{
	if (findings->unseen_count++ == 0)
		findings->unseen = *problem;
}

/* "read", "read and write", "read, write and execute" */
static void add_rights(struct buffer *text, unsigned rights)
{
	static const struct {
		unsigned bit;
		const char *name;
	} names[] = { { READ, "read" }, { WRITE, "write" }, { EXECUTE, "execute" } };
	bool is_first = true;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!(rights & names[i].bit))
			continue;
		buffer_print(text, "%s%s", is_first ? "" : rights & (names[i].bit - 1) ? ", " : " and ", names[i].name);
		is_first = false;
	}
}

static void add_ids(struct buffer *text, const uint32_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_print(text, "%s%lu", i == 0 ? "" : " or ", (unsigned long)ids[i]);
}

/* What the entry may have: named users and groups are others, unless the rules name them. */
static unsigned allowed_by(const struct access_rules *rules, mode_t mode, const struct acl_entry *entry)
{
	unsigned owner = mode >> 6 & 7;
	unsigned group = mode >> 3 & 7;
	unsigned others = mode & 7;

	switch (entry->tag) {
	case ACL_USER:
		return entry->id == 0 || is_among(entry->id, rules->owners, rules->owner_count) ? owner : others;
	case ACL_GROUP:
		return is_among(entry->id, rules->groups, rules->group_count) ? group : others;
	default:
		return READ | WRITE | EXECUTE; /* the mode bits show them */
	}
}

static void judge_list(const struct access_rules *rules, const struct access_object *object, mode_t mode,
		       const char *limit, struct access_findings *findings)
{
	for (size_t i = 0; i < object->acl.count; i++) {
		const struct acl_entry *entry = &object->acl.entries[i];
		unsigned extra = acl_effective(&object->acl, entry) & ~allowed_by(rules, mode, entry);
		struct buffer text = buffer_limited(FINDING_MAXIMUM);

		if (extra == NOTHING)
			continue;
		buffer_print(&text, "%s: its access list lets %s %lu ", object->path,
			     entry->tag == ACL_USER ? "user" : "group", (unsigned long)entry->id);
		add_rights(&text, extra);
		buffer_add(&text, limit);
		add(findings, &text);
	}
}

/* What its group may really do: with an access list the mode shows the mask there. */
static unsigned group_rights(const struct access_object *object)
{
	for (size_t i = 0; i < object->acl.count; i++) {
		if (object->acl.entries[i].tag == ACL_OWNING_GROUP)
			return acl_effective(&object->acl, &object->acl.entries[i]);
	}
	return object->mode >> 3 & 7;
}

static void judge_owner(const struct access_rules *rules, const struct access_object *file,
			struct access_findings *findings)
{
	struct buffer text = buffer_limited(FINDING_MAXIMUM);

	if (rules->owner_count > 0 && !is_among(file->owner, rules->owners, rules->owner_count)) {
		buffer_print(&text, "%s: belongs to user %lu, not ", file->path, (unsigned long)file->owner);
		add_ids(&text, rules->owners, rules->owner_count);
		add(findings, &text);
	}
	if (rules->group_count > 0 && !is_among(file->group, rules->groups, rules->group_count)) {
		buffer_print(&text, "%s: belongs to group %lu, not ", file->path, (unsigned long)file->group);
		add_ids(&text, rules->groups, rules->group_count);
		add(findings, &text);
	}
}

/* A folder that may be read may be entered. */
static mode_t mode_at_most(const struct access_rules *rules, const struct access_object *file)
{
	return S_ISDIR(file->type) ? rules->mode | (rules->mode & 0444) >> 2 : rules->mode;
}

static void judge_mode(const struct access_rules *rules, const struct access_object *file,
		       struct access_findings *findings)
{
	static const struct {
		mode_t bit;
		const char *name;
	} specials[] = { { S_ISUID, "set-user-ID" }, { S_ISGID, "set-group-ID" }, { S_ISVTX, "sticky" } };
	mode_t mode = mode_at_most(rules, file);
	/* On a folder these three give nobody a right. */
	mode_t special = S_ISDIR(file->type) ? 0 : file->mode & ~mode & 07000;
	const struct {
		const char *who;
		unsigned extra;
	} parts[] = { { "its owner", (file->mode & ~mode) >> 6 & 7 },
		      { "its group", group_rights(file) & ~(mode >> 3) & 7 },
		      { "others", file->mode & ~mode & 7 } };
	struct buffer text = buffer_limited(FINDING_MAXIMUM);
	struct buffer limit = buffer_limited(FINDING_MAXIMUM);
	bool is_wrong = false;

	buffer_print(&limit, " (%04o at most)", (unsigned)mode);
	buffer_print(&text, "%s: mode %04o", file->path, (unsigned)file->mode);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i].extra == NOTHING)
			continue;
		is_wrong = true;
		buffer_print(&text, ", %s may ", parts[i].who);
		add_rights(&text, parts[i].extra);
	}
	for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
		if (!(special & specials[i].bit))
			continue;
		is_wrong = true;
		buffer_print(&text, ", %s", specials[i].name);
	}
	buffer_add(&text, limit.data);
	if (is_wrong)
		add(findings, &text);
	buffer_free(&text);
	judge_list(rules, file, mode, limit.data, findings);
	buffer_free(&limit);
}

static void judge_file(const struct access_rules *rules, const struct access_object *file,
		       struct access_findings *findings)
{
	struct problem problem = { 0 };

	if (file->has_owner) {
		judge_owner(rules, file, findings);
	} else if (rules->owner_count > 0 || rules->group_count > 0) {
		problem_set(&problem, PROBLEM_SYSTEM, "%.300s: its place does not tell its owner and group",
			    file->path);
		add_unseen(findings, &problem);
	}
	if (file->has_mode && rules->has_mode) {
		judge_mode(rules, file, findings);
	} else if (rules->has_mode) {
		problem_set(&problem, PROBLEM_SYSTEM, "%.300s: its place does not tell its mode", file->path);
		add_unseen(findings, &problem);
	}
}

/* May the folder's group write without being told of?  Whoever can write there can put another file in
 * the place of the backup, so what a rule of the file denies its group is denied here. */
static bool group_may_write(const struct access_rules *rules, const struct access_object *folder)
{
	if (folder->group == 0 || is_among(folder->group, rules->groups, rules->group_count))
		return true;
	return rules->group_count == 0 && !(rules->has_mode && !(rules->mode & S_IWGRP));
}

static void judge_folder(const struct access_rules *rules, const struct access_object *folder,
			 struct access_findings *findings)
{
	struct buffer text = buffer_limited(FINDING_MAXIMUM);
	const char *sticky = folder->mode & S_ISVTX ? ", sticky" : "";

	/* root may do anything anyway. */
	if (rules->owner_count > 0 && folder->owner != 0 &&
	    !is_among(folder->owner, rules->owners, rules->owner_count)) {
		buffer_print(&text, "%s belongs to user %lu, not ", folder->path, (unsigned long)folder->owner);
		add_ids(&text, rules->owners, rules->owner_count);
		add(findings, &text);
	}
	/* The sticky bit keeps others from taking a file away, not from adding one. */
	if (folder->mode & S_IWOTH) {
		buffer_print(&text, "%s is writable by others (%04o%s)", folder->path, (unsigned)folder->mode, sticky);
		add(findings, &text);
	}
	if ((group_rights(folder) & WRITE) && !group_may_write(rules, folder)) {
		buffer_print(&text, "%s is writable by its group %lu (%04o%s)", folder->path,
			     (unsigned long)folder->group, (unsigned)folder->mode, sticky);
		add(findings, &text);
	}
	/* Named ones may do as they like there, but write. */
	judge_list(rules, folder, 0755, "", findings);
}

static void judge_link(const struct access_link *link, const char *root, struct access_findings *findings)
{
	struct buffer text = buffer_limited(FINDING_MAXIMUM);

	if (!link->leads_out && !link->is_dangling)
		return;
	buffer_print(&text, "%s -> %s ", link->path, link->target);
	if (link->leads_out)
		buffer_print(&text, "leads out of %s", root);
	else
		buffer_add(&text, "leads nowhere");
	add(findings, &text);
}

void access_judge(const struct access_rules *rules, const struct access_facts *facts, struct access_findings *findings)
{
	for (size_t i = 0; i < facts->link_count; i++)
		judge_link(&facts->links[i], facts->root, findings);
	if (facts->has_file)
		judge_file(rules, &facts->file, findings);
	for (size_t i = 0; i < facts->folder_count; i++)
		judge_folder(rules, &facts->folders[i], findings);
	if (facts->unseen.kind != PROBLEM_NONE)
		add_unseen(findings, &facts->unseen);
}

void access_findings_free(struct access_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		free(findings->texts[i]);
	*findings = (struct access_findings){ 0 };
}
