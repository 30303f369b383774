// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * The walk through a folder, beside du(1) on trees made here.
 */
#define _GNU_SOURCE /* unshare(), MS_BIND */
#include "common/files/usage.h"

#include "common/files/inode_set.h"

#include "tests/common/rows.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* Every test stands in an empty folder of its own, and names are relative to it. */
static int enter_folder(void **state)
{
	char *path = strdup("/var/tmp/usage_test.XXXXXX");

	*state = path;
	return path && mkdtemp(path) && chdir(path) == 0 ? 0 : -1;
}

static int run(const char *command)
{
	return system(command); /* NOLINT(cert-env33-c): a constant */
}

static int remove_folder(void **state)
{
	char command[100];
	int status = chdir("/");

	snprintf(command, sizeof command, "rm -rf '%s'", (const char *)*state);
	status |= run(command);
	free(*state);
	return status;
}

static struct usage measure_with(const char *path, const struct usage_settings *settings)
{
	struct deadline deadline = deadline_in(60);
	struct problem problem = { 0 };
	struct usage usage = { 0 };

	if (!usage_measure(path, settings, &deadline, &usage, &problem))
		fail_msg("%s", problem.text);
	return usage;
}

static struct usage measure(const char *path)
{
	return measure_with(path, &(struct usage_settings){ 0 });
}

/* The first number that a command prints. */
static uint64_t number_from(const char *command)
{
	FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c): a constant */
	char line[200] = "";

	assert_non_null(pipe);
	assert_non_null(fgets(line, sizeof line, pipe));
	assert_int_equal(pclose(pipe), 0);
	return strtoull(line, NULL, 10);
}

/* The tree in the folder `t` is as du has it, with one thread and with several. */
static void expect_as_du(struct rows *rows, const char *name)
{
	uint64_t blocks = number_from("du -sx --block-size=512 t");
	uint64_t inodes = number_from("find t -xdev -printf '%i\\n' | sort -u | wc -l");

	for (long threads = 1; threads <= 4; threads += 3) {
		struct usage usage = measure_with("t", &(struct usage_settings){ .threads = threads });

		row_number(rows, name, (double)usage.blocks_bytes, (double)blocks * 512);
		row_number(rows, name, (double)usage_inodes(&usage), (double)inodes);
		row_true(rows, name, usage_is_whole(&usage), true);
	}
}

static const struct {
	const char *name;
	const char *command; /* makes the tree `t` */
} trees[] = {
	{ "an empty folder", "mkdir t" },
	{ "a file", "mkdir t; echo hello >t/a" },
	{ "several sizes", "mkdir t; for i in 1 4095 4096 4097 70000; do head -c $i /dev/zero >t/$i; done" },
	{ "a sparse file", "mkdir t; truncate -s 1G t/sparse; echo end >>t/sparse" },
	{ "hard links", "mkdir -p t/b; head -c 50000 /dev/zero >t/a; ln t/a t/c; ln t/a t/b/a; ln t/a t/b/b" },
	{ "a hard link from outside", "mkdir t; head -c 50000 /dev/zero >o; ln o t/a" },
	{ "a link to a folder above", "mkdir -p t/a; ln -s .. t/a/loop; ln -s . t/a/self; ln -s loop/a t/a/loop2" },
	{ "a link to elsewhere", "mkdir t; ln -s /usr t/usr; ln -s /nonexistent t/none" },
	{ "a long link", "mkdir t; ln -s \"$(printf %0200d 0)\" t/l" },
	{ "fifos and devices", "mkdir t; mkfifo t/f; mknod t/null c 1 3 || :" },
	{ "hostile names",
	  "mkdir t; cd t; printf a >'-rf'; printf b >' '; printf c >\"$(printf 'n\\nl')\"; printf d >'a|b'; "
	  "printf e >\"$(printf '\\033[31m')\"; printf f >\"$(printf '\\377\\376')\"; printf g >\"$(printf %0255d "
	  "0)\"; "
	  "mkdir ...; printf h >.../...; printf i >.hidden; mkdir \"$(printf %0255d 1)\"" },
	{ "many files in a folder", "mkdir t; cd t; seq -f f%g 20000 | xargs touch" },
	{ "many folders in a folder", "mkdir t; cd t; seq -f d%g 5000 | xargs mkdir" },
	{ "a bush",
	  "mkdir -p t/{1,2,3,4,5}/{1,2,3,4,5}/{1,2,3,4,5}/{1,2,3,4,5}; for d in t/*/*/*/*; do echo $d >$d/f; done" },
};

static void totals_are_those_of_du(void **unused)
{
	struct rows rows = { 0 };

	(void)unused;
	for (size_t i = 0; i < ROWS(trees); i++) {
		assert_int_equal(run("rm -rf t o"), 0);
		assert_int_equal(setenv("MAKE_TREE", trees[i].command, 1), 0);
		assert_int_equal(run("bash -ec \"$MAKE_TREE\" 2>errors"), 0);
		expect_as_du(&rows, trees[i].name);
	}
	rows_end(&rows);
}

static void what_is_counted_is_told_apart(void **unused)
{
	struct usage usage;

	(void)unused;
	assert_int_equal(
		run("mkdir -p t/a/b; head -c 5000 /dev/zero >t/a/f; ln t/a/f t/a/g; ln -s f t/a/link; mkfifo t/p"), 0);
	usage = measure("t");
	assert_int_equal(usage.folders, 3);
	assert_int_equal(usage.files, 3);
	assert_int_equal(usage_inodes(&usage), 6);
	assert_int_equal(usage.entries, 6);
	assert_int_equal(usage.apparent_bytes, 5001);
	assert_int_equal(usage.unreadable, 0);
}

static void sockets_are_counted_and_not_opened(void **unused)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "t/socket" };
	int server = socket(AF_UNIX, SOCK_STREAM, 0);
	struct rows rows = { 0 };

	(void)unused;
	assert_int_equal(mkdir("t", 0755), 0);
	assert_int_equal(bind(server, (const struct sockaddr *)&address, sizeof address), 0);
	expect_as_du(&rows, "a socket");
	rows_end(&rows);
	close(server);
}

/* --- depth ------------------------------------------------------------------------- */

/* Makes folders one in the other, `width` in each, and a file in the last. */
static void nest(int depth, int width)
{
	char name[20];
	int file;

	assert_int_equal(mkdir("t", 0755), 0);
	assert_int_equal(chdir("t"), 0);
	for (int i = 0; i < depth; i++) {
		for (int sibling = 0; sibling < width; sibling++) {
			snprintf(name, sizeof name, "folder-%d", sibling);
			assert_int_equal(mkdir(name, 0755), 0);
		}
		assert_int_equal(chdir(name), 0);
	}
	file = open("file", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	assert_int_equal(write(file, "x", 1), 1);
	close(file);
}

static void five_thousand_levels_are_walked(void **state)
{
	struct rows rows = { 0 };

	nest(5000, 1);
	assert_int_equal(chdir(*state), 0);
	expect_as_du(&rows, "deep");
	rows_end(&rows);
}

/* Every folder waits with siblings, so all above would have to stay open; few may. */
static void depth_needs_few_descriptors(void **state)
{
	struct rlimit usual;
	struct rlimit few;
	struct usage usage;

	nest(700, 3);
	assert_int_equal(chdir(*state), 0);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
	few = (struct rlimit){ .rlim_cur = 40, .rlim_max = usual.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	usage = measure_with("t", &(struct usage_settings){ .threads = 4 });
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
	assert_int_equal(usage.unreadable, 0);
	assert_int_equal(usage.folders, 2101);
	assert_int_equal(usage.files, 1);
}

/* A folder of which the first part alone was read is closed for those in it, and read on later. */
static void a_large_folder_is_read_on_where_it_was_left(void **unused)
{
	struct rlimit usual;
	struct rlimit few;
	struct usage usage;

	(void)unused;
	/* Names that differ: which of two comes first, and whether the other waits, depends on them. */
	assert_int_equal(
		run("mkdir -p t/wide; cd t/wide; seq -f 'a-rather-long-name-of-a-folder-%g' 4000 | xargs mkdir; "
		    "for d in *000 *500; do for i in $(seq 50); do mkdir -p $d/$i-x $d/$i-y; d=$d/$i-x; done; done"),
		0);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
	few = (struct rlimit){ .rlim_cur = 40, .rlim_max = usual.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	usage = measure_with("t", &(struct usage_settings){ .threads = 1 });
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
	assert_true(usage_is_whole(&usage));
	assert_int_equal(usage.folders, 2 + 4000 + 8 * 100);
}

/* --- what cannot be read -------------------------------------------------------------- */

/* Root may read everything: a child gives that up.  Returns its exit status. */
static int as_nobody(int (*look)(void))
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		if (geteuid() == 0 && (setresgid(65534, 65534, 65534) != 0 || setresuid(65534, 65534, 65534) != 0))
			_exit(99);
		_exit(look());
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int look_at_unreadable(void)
{
	struct usage usage = measure("t");

	if (usage_is_whole(&usage) || usage.unreadable != 5 || usage.folders != 7 || usage.files != 1)
		return 1;
	for (int i = 0; i < USAGE_UNREADABLE_SHOWN; i++) {
		if (usage.unreadable_first[i].error != EACCES ||
		    strncmp(usage.unreadable_first[i].path, "t/closed", 8) != 0)
			return 2;
	}
	return 0;
}

static void folders_that_cannot_be_read_are_named_and_counted(void **state)
{
	assert_int_equal(chmod(*state, 0755), 0);
	assert_int_equal(run("mkdir -p t/open t/closed1/x t/closed2 t/closed3 t/closed4 t/closed5; echo >t/open/f; "
			     "echo >t/closed5/f; chmod 000 t/closed[1-4]; chmod 744 t/closed5"),
			 0);
	assert_int_equal(as_nobody(look_at_unreadable), 0);
	assert_int_equal(run("chmod -R u+rwx t"), 0);
}

static int look_at_long_path(void)
{
	struct usage usage = measure("t");
	const char *path = usage.unreadable_first[0].path;
	size_t length = strlen(path);

	if (usage.unreadable != 1 || length != USAGE_PATH_SIZE - 1 || memcmp(path, "...", 3) != 0)
		return 1;
	return strcmp(path + length - 17, "/folder-0/closed3") == 0 ? 0 : 2;
}

static void a_long_path_is_cut_in_front(void **state)
{
	assert_int_equal(chmod(*state, 0755), 0);
	nest(60, 1);
	assert_int_equal(mkdir("closed3", 0000), 0);
	assert_int_equal(chdir(*state), 0);
	assert_int_equal(as_nobody(look_at_long_path), 0);
}

static void a_path_that_is_no_folder_is_told(void **unused)
{
	static const struct {
		const char *path, *text;
		enum problem_kind kind;
	} table[] = {
		{ "missing", "the folder missing cannot be read: No such file or directory", PROBLEM_PEER },
		{ "file", "the folder file cannot be read: Not a directory", PROBLEM_PEER },
		{ "fifo", "the folder fifo cannot be read: Not a directory", PROBLEM_PEER },
		{ "loop", "the folder loop cannot be read: Too many levels of symbolic links", PROBLEM_SYSTEM },
	};
	struct deadline deadline = deadline_in(10);
	struct rows rows = { 0 };

	(void)unused;
	assert_int_equal(run("echo >file; mkfifo fifo; ln -s loop loop"), 0);
	for (size_t i = 0; i < ROWS(table); i++) {
		struct problem problem = { 0 };
		struct usage usage;

		row_true(&rows, table[i].path,
			 usage_measure(table[i].path, &(struct usage_settings){ 0 }, &deadline, &usage, &problem),
			 false);
		row_text(&rows, table[i].path, problem.text, table[i].text);
		row_number(&rows, table[i].path, problem.kind, table[i].kind);
	}
	rows_end(&rows);
}

/* --- budgets ---------------------------------------------------------------------------- */

static void a_budget_ends_the_walk(void **unused)
{
	struct deadline passed = deadline_in(-1);
	struct problem problem = { 0 };
	struct usage usage;

	(void)unused;
	assert_int_equal(run("mkdir t; cd t; seq 1000 | xargs touch"), 0);
	usage = measure_with("t", &(struct usage_settings){ .entries_maximum = 1000 });
	assert_int_equal(usage.end, USAGE_DONE);
	usage = measure_with("t", &(struct usage_settings){ .entries_maximum = 999 });
	assert_int_equal(usage.end, USAGE_OUT_OF_ENTRIES);
	assert_false(usage_is_whole(&usage));
	usage = measure_with("t", &(struct usage_settings){ .entries_maximum = 100 });
	assert_int_equal(usage.end, USAGE_OUT_OF_ENTRIES);
	assert_true(usage.entries < 200);
	assert_true(usage_measure("t", &(struct usage_settings){ 0 }, &passed, &usage, &problem));
	assert_int_equal(usage.end, USAGE_OUT_OF_TIME);
}

/* --- others at work ------------------------------------------------------------------------ */

enum { VANISHING = 200 };

/* Makes and removes files and folders for ever, as fast as it can. */
static void make_and_remove(void)
{
	char name[20];

	for (int i = 0;; i = (i + 1) % (2 * VANISHING)) {
		int number = i % VANISHING;

		snprintf(name, sizeof name, "t/v/%d", number);
		if (i >= VANISHING)
			number % 2 ? rmdir(name) : unlink(name);
		else if (number % 2)
			mkdir(name, 0755);
		else
			close(open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
	}
}

static void what_vanishes_during_the_walk_is_no_failure(void **unused)
{
	struct usage usage = { 0 };
	pid_t child;

	(void)unused;
	assert_int_equal(run("mkdir -p t/stays t/v; echo >t/stays/f"), 0);
	child = fork();
	if (child == 0)
		make_and_remove();
	assert_true(child > 0);
	for (int i = 0; i < 1500; i++) {
		usage = measure_with("t", &(struct usage_settings){ .threads = 1 + i % 3 });
		if (!usage_is_whole(&usage) || usage.files < 1)
			break;
	}
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	assert_true(usage_is_whole(&usage));
	assert_in_range(usage.folders, 3, 3 + VANISHING);
	assert_in_range(usage.files, 1, 1 + VANISHING);
}

static int look_beside_mounts(void)
{
	struct usage usage;
	uint64_t alone = measure("t").blocks_bytes;

	if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("outside", "t/bound", NULL, MS_BIND, NULL) != 0 || mount("t", "t/loop", NULL, MS_BIND, NULL) != 0 ||
	    mount("outside/file", "t/file", NULL, MS_BIND, NULL) != 0 ||
	    mount("tmpfs", "t/other", "tmpfs", 0, NULL) != 0 || mkdir("t/other/x", 0755) != 0)
		return 77;
	usage = measure("t");
	return usage_is_whole(&usage) && usage.folders == 2 && usage.files == 1 && usage.blocks_bytes < alone ? 0 : 1;
}

static void mounts_are_not_crossed(void **unused)
{
	int status = 0;
	pid_t child;

	(void)unused;
	assert_int_equal(run("mkdir -p t/bound t/loop t/other t/own outside/x; echo >t/file; echo >t/own/f; "
			     "head -c 100000 /dev/zero >outside/file"),
			 0);
	child = fork();
	if (child == 0)
		_exit(look_beside_mounts());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* --- hard links ------------------------------------------------------------------------------ */

static void inodes_are_remembered_up_to_a_bound(void **unused)
{
	struct inode_set set = { 0 };
	uint64_t room = INODE_SET_MAXIMUM / 8 * 7;

	(void)unused;
	assert_int_equal(inode_set_add(&set, 1, 5), INODE_ADDED);
	assert_int_equal(inode_set_add(&set, 1, 5), INODE_KNOWN);
	assert_int_equal(inode_set_add(&set, 2, 5), INODE_ADDED);
	assert_int_equal(inode_set_add(&set, 2, 5), INODE_KNOWN);
	for (uint64_t i = 10; i < room + 8; i++)
		assert_int_equal(inode_set_add(&set, 1, i), INODE_ADDED);
	assert_int_equal(inode_set_add(&set, 1, room + 8), INODE_NO_ROOM);
	assert_int_equal(inode_set_add(&set, 1, 12345), INODE_KNOWN);
	assert_int_equal(inode_set_add(&set, 2, 5), INODE_KNOWN);
	inode_set_free(&set);
	assert_int_equal(inode_set_add(&set, 1, 12345), INODE_ADDED);
	inode_set_free(&set);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(totals_are_those_of_du),
		IN_FOLDER(what_is_counted_is_told_apart),
		IN_FOLDER(sockets_are_counted_and_not_opened),
		IN_FOLDER(five_thousand_levels_are_walked),
		IN_FOLDER(depth_needs_few_descriptors),
		IN_FOLDER(a_large_folder_is_read_on_where_it_was_left),
		IN_FOLDER(folders_that_cannot_be_read_are_named_and_counted),
		IN_FOLDER(a_long_path_is_cut_in_front),
		IN_FOLDER(a_path_that_is_no_folder_is_told),
		IN_FOLDER(a_budget_ends_the_walk),
		IN_FOLDER(what_vanishes_during_the_walk_is_no_failure),
		IN_FOLDER(mounts_are_not_crossed),
		cmocka_unit_test(inodes_are_remembered_up_to_a_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
