// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Who may get at a backup: judged from rows, and looked at on disk.
 */
#define _GNU_SOURCE /* mkdtemp(), setresuid() */
#include "common/files/access.h"

#include "tests/common/rows.h"

#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOBODY = 65534 };

/* All findings in one text, and what could not be seen behind them. */
static void judge(const struct access_rules *rules, const struct access_facts *facts, char *text, size_t size)
{
	struct access_findings findings = { 0 };
	size_t used = 0;

	access_judge(rules, facts, &findings);
	text[0] = '\0';
	for (size_t i = 0; i < findings.count; i++)
		used += (size_t)snprintf(text + used, size - used, "%s%s", i > 0 ? "; " : "", findings.texts[i]);
	if (findings.unseen_count > 0)
		snprintf(text + used, size - used, "%sunseen: %s", used > 0 ? "; " : "", findings.unseen.text);
	access_findings_free(&findings);
}

#define ROOT_ALONE .owners = { 0 }, .owner_count = 1
#define GROUP(id) .groups = { id }, .group_count = 1
#define MODE(bits) .has_mode = true, .mode = bits
#define LIST(...)                                                                                                      \
	.acl = { (struct acl_entry[]){ __VA_ARGS__ },                                                                  \
		 sizeof((struct acl_entry[]){ __VA_ARGS__ }) / sizeof(struct acl_entry) }
#define BASE                                                                                                           \
	{ ACL_OWNER, 6, 0 },                                                                                           \
	{                                                                                                              \
		ACL_OTHER, 0, 0                                                                                        \
	}

static const struct {
	const char *row;
	struct access_rules rules;
	struct access_object file;
	const char *expected;
} file_rows[] = {
	{ "no rule", { 0 }, { .mode = 0777, .owner = 5 }, "" },
	{ "as it should be", { ROOT_ALONE, GROUP(0), MODE(0600) }, { .mode = 0600 }, "" },
	{ "fewer bits are right", { MODE(0640) }, { .mode = 0400 }, "" },
	{ "others read", { MODE(0600) }, { .mode = 0604 }, "F: mode 0604, others may read (0600 at most)" },
	{ "group and others",
	  { MODE(0600) },
	  { .mode = 0644 },
	  "F: mode 0644, its group may read, others may read (0600 at most)" },
	{ "all of it",
	  { MODE(0600) },
	  { .mode = 0777 },
	  "F: mode 0777, its owner may execute, its group may read, write and execute, others may read, write "
	  "and execute (0600 at most)" },
	{ "two rights", { MODE(0600) }, { .mode = 0606 }, "F: mode 0606, others may read and write (0600 at most)" },
	{ "special bits",
	  { MODE(0755) },
	  { .mode = 07755 },
	  "F: mode 7755, set-user-ID, set-group-ID, sticky (0755 at most)" },
	{ "a folder is entered where it is read", { MODE(0640) }, { .type = S_IFDIR, .mode = 02750 }, "" },
	{ "but not beyond",
	  { MODE(0600) },
	  { .type = S_IFDIR, .mode = 0711 },
	  "F: mode 0711, its group may execute, others may execute (0700 at most)" },
	{ "another owner", { ROOT_ALONE }, { .owner = 1001 }, "F: belongs to user 1001, not 0" },
	{ "one of two owners", { .owners = { 0, 34 }, .owner_count = 2 }, { .owner = 34 }, "" },
	{ "none of two owners",
	  { .owners = { 0, 34 }, .owner_count = 2 },
	  { .owner = 7 },
	  "F: belongs to user 7, not 0 or 34" },
	{ "another group", { GROUP(34) }, { .group = 33 }, "F: belongs to group 33, not 34" },
	{ "a user by the list",
	  { MODE(0600) },
	  { .mode = 0640, LIST(BASE, { ACL_USER, 4, 1001 }, { ACL_OWNING_GROUP, 0, 0 }, { ACL_MASK, 4, 0 }) },
	  "F: its access list lets user 1001 read (0600 at most)" },
	{ "the mask takes it away",
	  { MODE(0600) },
	  { .mode = 0600, LIST(BASE, { ACL_USER, 7, 1001 }, { ACL_OWNING_GROUP, 7, 0 }, { ACL_MASK, 0, 0 }) },
	  "" },
	{ "the mask takes part of it away",
	  { MODE(0600) },
	  { .mode = 0640, LIST(BASE, { ACL_USER, 7, 1001 }, { ACL_OWNING_GROUP, 0, 0 }, { ACL_MASK, 4, 0 }) },
	  "F: its access list lets user 1001 read (0600 at most)" },
	{ "the mask shows in the mode, its group has nothing",
	  { MODE(0600) },
	  { .mode = 0670, LIST(BASE, { ACL_USER, 6, 0 }, { ACL_OWNING_GROUP, 0, 0 }, { ACL_MASK, 7, 0 }) },
	  "" },
	{ "its group has it by the list",
	  { MODE(0600) },
	  { .mode = 0640, LIST(BASE, { ACL_USER, 0, 5 }, { ACL_OWNING_GROUP, 4, 0 }, { ACL_MASK, 4, 0 }) },
	  "F: mode 0640, its group may read (0600 at most)" },
	{ "an owner of the rules by the list",
	  { .owners = { 0, 34 }, .owner_count = 2, MODE(0600) },
	  { .mode = 0660, LIST(BASE, { ACL_USER, 6, 34 }, { ACL_OWNING_GROUP, 0, 0 }, { ACL_MASK, 6, 0 }) },
	  "" },
	{ "a user is not the group",
	  { MODE(0640), GROUP(0) },
	  { .mode = 0640, LIST(BASE, { ACL_USER, 4, 1001 }, { ACL_OWNING_GROUP, 4, 0 }, { ACL_MASK, 4, 0 }) },
	  "F: its access list lets user 1001 read (0640 at most)" },
	{ "a group of the rules by the list",
	  { MODE(0640), GROUP(34) },
	  { .group = 34,
	    .mode = 0660,
	    LIST(BASE, { ACL_GROUP, 6, 34 }, { ACL_OWNING_GROUP, 0, 0 }, { ACL_MASK, 6, 0 }) },
	  "F: its access list lets group 34 write (0640 at most)" },
	{ "another group by the list",
	  { MODE(0640) },
	  { .mode = 0660, LIST(BASE, { ACL_GROUP, 6, 7 }, { ACL_OWNING_GROUP, 0, 0 }, { ACL_MASK, 6, 0 }) },
	  "F: its access list lets group 7 read and write (0640 at most)" },
};

static void a_file_is_judged_by_its_owner_group_mode_and_list(void **state)
{
	struct rows rows = { 0 };
	char text[2000];
	char path[] = "F";

	(void)state;
	for (size_t i = 0; i < ROWS(file_rows); i++) {
		struct access_facts facts = { .has_file = true, .file = file_rows[i].file };

		facts.file.path = path;
		facts.file.has_mode = facts.file.has_owner = true;
		judge(&file_rows[i].rules, &facts, text, sizeof text);
		row_text(&rows, file_rows[i].row, text, file_rows[i].expected);
	}
	rows_end(&rows);
}

static void a_folder_must_not_let_others_write(void **state)
{
	const struct {
		const char *row;
		struct access_rules rules;
		struct access_object folder;
		const char *expected;
	} table[] = {
		{ "as it should be", { ROOT_ALONE, MODE(0600) }, { .mode = 0755 }, "" },
		{ "others write", { 0 }, { .mode = 0777 }, "D is writable by others (0777)" },
		{ "others add", { 0 }, { .mode = 01777 }, "D is writable by others (1777, sticky)" },
		{ "its group writes, and nothing is said of groups", { 0 }, { .mode = 0775, .group = 5 }, "" },
		{ "its group writes, and the file's may not",
		  { MODE(0640) },
		  { .mode = 0775, .group = 5 },
		  "D is writable by its group 5 (0775)" },
		{ "its group writes, and the file's may", { MODE(0660) }, { .mode = 0775, .group = 5 }, "" },
		{ "its group writes, and is another",
		  { GROUP(6) },
		  { .mode = 0775, .group = 5 },
		  "D is writable by its group 5 (0775)" },
		{ "its group writes, and is allowed", { GROUP(5), MODE(0600) }, { .mode = 0775, .group = 5 }, "" },
		{ "root's group writes", { MODE(0600) }, { .mode = 0775 }, "" },
		{ "another owner", { ROOT_ALONE }, { .mode = 0755, .owner = 9 }, "D belongs to user 9, not 0" },
		{ "root's in a folder of others", { .owners = { 9 }, .owner_count = 1 }, { .mode = 0755 }, "" },
		{ "a user by the list",
		  { MODE(0600) },
		  { .mode = 0770, LIST(BASE, { ACL_USER, 7, 1001 }, { ACL_OWNING_GROUP, 5, 5 }, { ACL_MASK, 7, 0 }) },
		  "D: its access list lets user 1001 write" },
		{ "the mask shows in the mode, its group has nothing",
		  { MODE(0600) },
		  { .mode = 0770,
		    .group = 5,
		    LIST(BASE, { ACL_USER, 5, 1001 }, { ACL_OWNING_GROUP, 5, 0 }, { ACL_MASK, 7, 0 }) },
		  "" },
	};
	struct rows rows = { 0 };
	char text[2000];
	char path[] = "D";

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct access_facts facts = { .folder_count = 1 };

		facts.folders[0] = table[i].folder;
		facts.folders[0].path = path;
		facts.folders[0].has_mode = facts.folders[0].has_owner = true;
		judge(&table[i].rules, &facts, text, sizeof text);
		row_text(&rows, table[i].row, text, table[i].expected);
	}
	rows_end(&rows);
}

static void what_a_listing_does_not_tell_is_unseen(void **state)
{
	static const struct {
		const char *row;
		unsigned facts;
		const char *expected;
	} table[] = {
		{ "all", ENTRY_HAS_OWNER | ENTRY_HAS_MODE,
		  "sftp://h/b/f: belongs to user 7, not 0; sftp://h/b/f: mode 0644, its group may read, others may "
		  "read "
		  "(0600 at most)" },
		{ "no owner", ENTRY_HAS_MODE,
		  "sftp://h/b/f: mode 0644, its group may read, others may read (0600 at most); unseen: sftp://h/b/f: "
		  "its "
		  "place does not tell its owner and group" },
		{ "no mode", ENTRY_HAS_OWNER,
		  "sftp://h/b/f: belongs to user 7, not 0; unseen: sftp://h/b/f: its place does not tell its mode" },
	};
	static const struct access_rules rules = { ROOT_ALONE, MODE(0600) };
	static const char *const folders[] = { "sftp://h/b", "sftp://h/b/" };
	struct rows rows = { 0 };
	char text[1000];

	(void)state;
	for (size_t i = 0; i < ROWS(table) * 2; i++) {
		struct entry entry = { .name = "f",
				       .folder = folders[i % 2],
				       .kind = ENTRY_FILE,
				       .facts = table[i / 2].facts,
				       .owner = 7,
				       .mode = 0644 };
		struct access_facts facts;
		struct problem problem = { 0 };

		assert_true(access_from_entry(&entry, &facts, &problem));
		judge(&rules, &facts, text, sizeof text);
		row_text(&rows, table[i / 2].row, text, table[i / 2].expected);
		access_facts_free(&facts);
	}
	rows_end(&rows);
}

static void what_is_found_twice_is_said_once(void **state)
{
	char file[] = "F";
	char folder[] = "D";
	struct access_facts facts = { .has_file = true, .folder_count = 1 };
	struct access_rules rules = { MODE(0600) };
	struct access_findings findings = { 0 };
	char paths[ACCESS_FINDINGS_MAXIMUM + 20][8];

	(void)state;
	facts.file = (struct access_object){ .path = file, .has_owner = true, .has_mode = true, .mode = 0644 };
	facts.folders[0] = (struct access_object){ .path = folder, .has_owner = true, .has_mode = true, .mode = 0777 };
	access_judge(&rules, &facts, &findings);
	access_judge(&rules, &facts, &findings);
	assert_int_equal(findings.count, 2);
	assert_int_equal(findings.dropped, 0);
	for (size_t i = 0; i < ROWS(paths); i++) {
		snprintf(paths[i], sizeof paths[i], "%zu", i);
		facts.file.path = paths[i];
		access_judge(&rules, &facts, &findings);
	}
	assert_int_equal(findings.count, ACCESS_FINDINGS_MAXIMUM);
	assert_int_equal(findings.dropped, 22);
	access_findings_free(&findings);
}

static void the_options_are_read(void **state)
{
	static const struct {
		bool (*read)(const char *text, struct access_rules *rules, struct problem *problem);
		const char *text, *expected;
	} table[] = {
		{ access_owners_read, "root", "" },
		{ access_owners_read, "root,1001,4294967294", "" },
		{ access_owners_read, "no-such-user", "there is no user 'no-such-user' on this machine" },
		{ access_owners_read, "", "a user, or several with commas between, is expected" },
		{ access_owners_read, "root,", "a user, or several with commas between, is expected" },
		{ access_owners_read, "4294967295", "there is no user '4294967295' on this machine" },
		{ access_owners_read, "-1", "there is no user '-1' on this machine" },
		{ access_groups_read, "root", "" },
		{ access_groups_read, "no-such-group", "there is no group 'no-such-group' on this machine" },
		{ access_mode_read, "0600", "" },
		{ access_mode_read, "7777", "" },
		{ access_mode_read, "0800", "'0800' is no mode: octal digits such as 0600 are expected" },
		{ access_mode_read, "u=rw", "'u=rw' is no mode: octal digits such as 0600 are expected" },
		{ access_mode_read, "-600", "'-600' is no mode: octal digits such as 0600 are expected" },
		{ access_mode_read, "", "'' is no mode: octal digits such as 0600 are expected" },
		{ access_mode_read, "10000", "'10000' is no mode: at most 7777 is expected" },
		{ access_mode_read, "000600", "'000600' is no mode: octal digits such as 0600 are expected" },
	};
	struct rows rows = { 0 };
	struct access_rules rules = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct problem problem = { 0 };

		row_true(&rows, table[i].text, table[i].read(table[i].text, &rules, &problem), !*table[i].expected);
		row_text(&rows, table[i].text, problem.text, table[i].expected);
	}
	row_true(&rows, "nothing", access_owners_read(NULL, &rules, NULL) && access_mode_read(NULL, &rules, NULL),
		 true);
	rows_end(&rows);
	assert_true(access_owners_read("root,34", &rules, &(struct problem){ 0 }));
	assert_int_equal(rules.owner_count, 2);
	assert_int_equal(rules.owners[0], 0);
	assert_int_equal(rules.owners[1], 34);
	assert_true(access_mode_read("640", &rules, &(struct problem){ 0 }));
	assert_int_equal(rules.mode, 0640);
}

#define ENTRY(tag, rights) tag "\0" rights "\0\xff\xff\xff\xff"

static void a_list_is_read_as_the_kernel_keeps_it(void **state)
{
	static const char form[] = "its access list is of a form that is not known here";
	static const char entry[] = "its access list has an entry that is not known here";
	static const struct {
		const char *row, *bytes;
		size_t length;
		size_t count;
		const char *expected;
	} table[] = {
#define BYTES(text) text, sizeof(text) - 1
		{ "one", BYTES("\2\0\0\0" ENTRY("\x01", "\6")), 1, "" },
		{ "three", BYTES("\2\0\0\0" ENTRY("\x01", "\6") ENTRY("\x04", "\4") ENTRY("\x20", "\0")), 3, "" },
		{ "a user", BYTES("\2\0\0\0\x02\0\4\0\xe9\3\0\0"), 1, "" },
		{ "nothing", BYTES(""), 0, form },
		{ "half a version", BYTES("\2\0"), 0, form },
		{ "another version", BYTES("\1\0\0\0" ENTRY("\x01", "\6")), 0, form },
		{ "half an entry", BYTES("\2\0\0\0\x01\0\6\0"), 0, form },
		{ "no entry", BYTES("\2\0\0\0"), 0, "its access list has 0 entries" },
		{ "another tag", BYTES("\2\0\0\0" ENTRY("\x40", "\6")), 0, entry },
		{ "two tags", BYTES("\2\0\0\0" ENTRY("\x03", "\6")), 0, entry },
		{ "another right", BYTES("\2\0\0\0" ENTRY("\x01", "\x08")), 0, entry },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct acl acl = { 0 };
		struct problem problem = { 0 };
		char *bytes = malloc(table[i].length ? table[i].length : 1); /* of its own size */

		assert_non_null(bytes);
		memcpy(bytes, table[i].bytes, table[i].length);
		row_true(&rows, table[i].row, acl_parse(bytes, table[i].length, &acl, &problem), table[i].count > 0);
		row_number(&rows, table[i].row, (double)acl.count, (double)table[i].count);
		row_text(&rows, table[i].row, problem.text, table[i].expected);
		if (strcmp(table[i].row, "a user") == 0) {
			row_number(&rows, table[i].row, acl.entries[0].id, 1001);
			row_number(&rows, table[i].row, acl.entries[0].rights, 4);
		}
		acl_free(&acl);
		free(bytes);
	}
	rows_end(&rows);
}

/* --- on disk ------------------------------------------------------------------ */

static void put(const char *path, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	assert_true(fd >= 0);
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static int make_files(void **state)
{
	char *folder = strdup("/tmp/receico-access-XXXXXX");
	char target[100];

	*state = folder;
	if (folder == NULL || mkdtemp(folder) == NULL || chmod(folder, 0755) != 0 || chdir(folder) != 0 ||
	    mkdir("a", 0755) != 0 || mkdir("open", 0700) != 0 || mkdir("closed", 0700) != 0 || chmod("open", 0757) != 0)
		return -1;
	put("a/b", 0600);
	put("a/wide", 0644);
	put("open/b", 0600);
	put("closed/b", 0600);
	snprintf(target, sizeof target, "%s/a/wide", folder);
	return symlink("a/wide", "latest") != 0 || symlink("/etc/passwd", "out") != 0 ||
			       symlink("../../etc/passwd", "up") != 0 || symlink("nothing", "gone") != 0 ||
			       symlink("loop", "loop") != 0 || symlink(target, "absolute") != 0 ||
			       symlink("a", "folder") != 0 || symlink("../open/../a/wide", "a/round") != 0 ||
			       symlink(folder, "a/self") != 0
		       ? -1
		       : 0;
}

static int remove_files(void **state)
{
	char *const arguments[] = { (char *)"rm", (char *)"-rf", *state, NULL };
	pid_t child;

	chmod("closed", 0700);
	child = fork();
	if (child == 0) {
		execvp("rm", arguments);
		_exit(127);
	}
	waitpid(child, NULL, 0);
	free(*state);
	return chdir("/");
}

/* Writes `text` with the root's path for each `@`. */
static void expand(const char *text, const char *root, char *expanded, size_t size)
{
	size_t used = 0;

	for (; *text; text++) {
		if (*text == '@')
			used += (size_t)snprintf(expanded + used, size - used, "%s", root);
		else
			expanded[used++] = *text;
		assert_true(used + 1 < size);
	}
	expanded[used] = '\0';
}

static const struct access_rules private_rules = { MODE(0600) };

/* What is found of a path below the root, with `@` for the root. */
static void look(struct rows *rows, const char *root, const char *path, const char *expected)
{
	char full[300];
	char wanted[1000];
	char text[2000];
	struct access_facts facts;
	struct problem problem = { 0 };

	snprintf(full, sizeof full, "%s%s", root, path);
	expand(expected, root, wanted, sizeof wanted);
	if (access_look(root, full, &facts, &problem))
		judge(&private_rules, &facts, text, sizeof text);
	else
		snprintf(text, sizeof text, "problem: %s", problem.text);
	row_text(rows, path, text, wanted);
	access_facts_free(&facts);
}

static void a_path_is_gone_through_to_its_file(void **state)
{
#define WIDE "@/a/wide: mode 0644, its group may read, others may read (0600 at most)"
	static const struct {
		const char *path, *expected;
	} table[] = {
		{ "/a/b", "" },
		{ "//a/.//b", "" },
		{ "/a/wide", WIDE },
		{ "/open/b", "@/open is writable by others (0757)" },
		{ "/latest", WIDE },
		{ "/absolute", WIDE },
		{ "/folder/wide", WIDE },
		{ "/a/round", WIDE "; @/open is writable by others (0757)" },
		{ "/a/self/folder/self/a/wide", WIDE },
		{ "/out", "@/out -> /etc/passwd leads out of @" },
		{ "/up", "@/up -> ../../etc/passwd leads out of @" },
		{ "/gone", "@/gone -> nothing leads nowhere" },
		{ "/loop", "unseen: @/loop: too many links lie on the way" },
		{ "/a/none", "unseen: @/a/none: No such file or directory" },
		{ "/a/b/c", "unseen: @/a/b: it is no folder" },
		{ "/a/../../x", "unseen: @: the path leads out of it" },
		{ "/a", "@/a: mode 0755, its group may read and execute, others may read and execute (0700 at most)" },
		{ "x", "problem: '@x' does not lie below '@'" },
	};
	struct rows rows = { 0 };

	for (size_t i = 0; i < ROWS(table); i++)
		look(&rows, *state, table[i].path, table[i].expected);
	rows_end(&rows);
}

static void every_folder_on_the_way_is_a_fact(void **state)
{
	char path[200];
	struct access_facts facts;
	struct problem problem = { 0 };

	snprintf(path, sizeof path, "%s/a/b", (char *)*state);
	assert_true(access_look(*state, path, &facts, &problem));
	assert_int_equal(facts.folder_count, 2);
	assert_string_equal(facts.folders[0].path, *state);
	assert_int_equal(facts.folders[0].mode, 0755);
	assert_int_equal(facts.file.mode, 0600);
	assert_int_equal(facts.file.owner, geteuid());
	access_facts_free(&facts);
	/* Once, however often a link leads through it. */
	snprintf(path, sizeof path, "%s/a/self/folder/self/a/b", (char *)*state);
	assert_true(access_look(*state, path, &facts, &problem));
	assert_int_equal(facts.folder_count, 2);
	assert_int_equal(facts.link_count, 3);
	access_facts_free(&facts);
	assert_true(access_look("/", "/etc/passwd", &facts, &problem));
	assert_int_equal(facts.folder_count, 2);
	assert_string_equal(facts.folders[0].path, "/");
	assert_string_equal(facts.folders[1].path, "/etc");
	assert_string_equal(facts.file.path, "/etc/passwd");
	access_facts_free(&facts);
}

/* Links have the path of the folder as it really is. */
static void a_root_may_be_reached_through_a_link(void **state)
{
	char root[100];
	struct rows rows = { 0 };

	snprintf(root, sizeof root, "%s/a/self", (char *)*state);
	look(&rows, root, "/absolute", WIDE);
	look(&rows, root, "/out", "@/out -> /etc/passwd leads out of @");
	rows_end(&rows);
}

/* Without the right to look there: UNKNOWN, and where. */
static void a_folder_that_is_closed_to_us_is_named(void **state)
{
	int status = 0;
	pid_t child;

	assert_int_equal(chmod("closed", geteuid() == 0 ? 0700 : 0), 0);
	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct rows rows = { 0 };

		if (geteuid() == 0 && (setgroups(0, NULL) != 0 || setresgid(NOBODY, NOBODY, NOBODY) != 0 ||
				       setresuid(NOBODY, NOBODY, NOBODY) != 0))
			_exit(2);
		look(&rows, *state, "/closed/b", "unseen: @/closed: this user may not look there");
		/* What needs no right beyond that of looking into the folder. */
		look(&rows, *state, "/a/b", "");
		look(&rows, *state, "/a/wide", WIDE);
		_exit(rows.failed > 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static bool set_list(const char *arguments)
{
	char command[300];

	snprintf(command, sizeof command, "setfacl %s 2>/dev/null", arguments);
	return system(command) == 0;
}

static void lists_of_real_files_are_counted(void **state)
{
	struct rows rows = { 0 };

	put("a/listed", 0600);
	put("a/masked", 0600);
	if (!set_list("-m u:1001:r,g:1002:rw a/listed") || !set_list("-m u:1001:rw,m::- a/masked")) {
		print_message("# setfacl is not installed, or this file system keeps no access lists\n");
		skip();
	}
	look(&rows, *state, "/a/listed",
	     "@/a/listed: its access list lets user 1001 read (0600 at most); "
	     "@/a/listed: its access list lets group 1002 read and write (0600 at most)");
	look(&rows, *state, "/a/masked", "");
	assert_true(set_list("-m u:1001:rwx a"));
	look(&rows, *state, "/a/b", "@/a: its access list lets user 1001 write");
	assert_true(set_list("-b a"));
	look(&rows, *state, "/a/b", "");
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_judged_by_its_owner_group_mode_and_list),
		cmocka_unit_test(a_folder_must_not_let_others_write),
		cmocka_unit_test(what_a_listing_does_not_tell_is_unseen),
		cmocka_unit_test(what_is_found_twice_is_said_once),
		cmocka_unit_test(the_options_are_read),
		cmocka_unit_test(a_list_is_read_as_the_kernel_keeps_it),
		cmocka_unit_test(a_path_is_gone_through_to_its_file),
		cmocka_unit_test(every_folder_on_the_way_is_a_fact),
		cmocka_unit_test(a_root_may_be_reached_through_a_link),
		cmocka_unit_test(a_folder_that_is_closed_to_us_is_named),
		cmocka_unit_test(lists_of_real_files_are_counted),
	};

	return cmocka_run_group_tests(tests, make_files, remove_files);
}
