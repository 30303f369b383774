// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Tenants: their file, the folders a pattern finds, their labels and their order.
 */
#include "common/files/tenants.h"

#include "common/check/check.h"
#include "common/files/mount_device.h"
#include "common/files/tenant_use.h"

#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* --- the file ---------------------------------------------------------------------- */

#define A "[a]\npath = /srv/a\n"

static const struct {
	const char *name, *text;
	const char *problem; /* NULL: it is good */
} files[] = {
	{ "one", A, NULL },
	{ "two", A "[b]\npath=/srv/b\nlimit=15GB\n", NULL },
	{ "all keys", A "limit = 15GiB\ninodes = 100000\nproject = 1001\nuser = 0\ngroup = 4294967294\nnote = x ; y\n",
	  NULL },
	{ "comments and blanks", "# x\n; y\n\n  [a] \n\t path : /srv/a ; z\n", NULL },
	{ "a byte order mark", "\xEF\xBB\xBF" A, NULL },
	{ "line ends of Windows", "[a]\r\npath = /srv/a\r\n", NULL },
	{ "a hostile name", "[a|b\x1b]\npath = /srv/a\n", NULL },
	{ "nothing", "", "it names no tenant" },
	{ "comments alone", "# x\n", "it names no tenant" },
	{ "no section", "path = /srv/a\n", "line 1: it stands before the first [section]" },
	{ "no path", "[a]\nlimit = 15GB\n", "the tenant 'a' of line 1 has no path" },
	{ "no path in the middle", "[a]\nlimit = 15GB\n[b]\npath = /srv/b\n",
	  "line 3: the tenant 'a' of line 1 has no path" },
	{ "an empty section", "[a]\n[b]\npath = /srv/b\n", "line 2: the tenant 'a' of line 1 has no path" },
	{ "a relative path", "[a]\npath = srv/a\n", "line 2: path: 'srv/a' does not begin with a slash" },
	{ "an empty path", "[a]\npath =\n", "line 2: path: '' does not begin with a slash" },
	{ "a second path", A "path = /srv/b\n", "line 3: path: it is there a second time" },
	{ "the same tenant", A "\n" A, "line 4: the tenant 'a' is there a second time" },
	{ "another key", A "\nlimits = 15GB\n",
	  "line 4: limits: no such key (path, limit, inodes, project, user, group and note are known)" },
	{ "no size", A "limit = much\n", "line 3: limit: 'much' is not a size (such as 500MB, 15GB or 15GiB)" },
	{ "a negative size", A "limit = -1GB\n", "line 3: limit: '-1GB' is not a size between 0 and 8 EiB" },
	{ "a limit of 0", A "limit = 0\n", "line 3: limit: it is 0" },
	{ "a second limit", A "limit = 1GB\nlimit = 2GB\n", "line 4: limit: it is there a second time" },
	{ "a word for an id", A "project = acme\n", "line 3: project: 'acme' is not a number from 0 to 4294967294" },
	{ "an empty id", A "user =\n", "line 3: user: '' is not a number from 0 to 4294967294" },
	{ "a negative id", A "user = -1\n", "line 3: user: '-1' is not a number from 0 to 4294967294" },
	{ "an id that is none", A "group = 4294967295\n",
	  "line 3: group: '4294967295' is not a number from 0 to 4294967294" },
	{ "a fraction", A "group = 1.5\n", "line 3: group: '1.5' is not a number from 0 to 4294967294" },
	{ "a second id", A "user = 1\nuser = 1\n", "line 4: user: it is there a second time" },
	{ "no inodes", A "inodes = 0\n", "line 3: inodes: '0' is not a number from 1 on" },
	{ "an empty note", A "note =\n", "line 3: note: it is empty" },
	{ "a line that is nothing", A "hello\n", "line 3: it is no [section], entry or comment" },
	{ "a section without an end", "[a\npath = /srv/a\n", "line 1: a section has no ]" },
	{ "a section without a name", "[]\npath = /srv/a\n", "line 1: the name of a section has 1 to 48 bytes" },
	{ "a long name", "[aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]\n",
	  "line 1: the name of a section has 1 to 48 bytes" },
};

static void files_are_read(void **unused)
{
	struct rows rows = { 0 };

	(void)unused;
	for (size_t i = 0; i < ROWS(files); i++) {
		struct tenants tenants = { 0 };
		struct problem problem = { 0 };

		row_true(&rows, files[i].name, tenants_parse(files[i].text, &tenants, &problem),
			 files[i].problem == NULL);
		row_text(&rows, files[i].name, problem.text, files[i].problem ? files[i].problem : "");
		tenants_free(&tenants);
	}
	rows_end(&rows);
}

static void every_key_is_taken(void **unused)
{
	struct tenants tenants = { 0 };
	struct problem problem;
	const struct tenant *a;

	(void)unused;
	assert_true(tenants_parse(files[2].text, &tenants, &problem));
	assert_int_equal(tenants.count, 1);
	a = tenants.items;
	assert_string_equal(a->name, "a");
	assert_string_equal(a->path, "/srv/a");
	assert_string_equal(a->note, "x");
	assert_int_equal(a->limit_bytes, (uint64_t)15 << 30);
	assert_int_equal(a->limit_inodes, 100000);
	assert_true(a->project.is_set && a->user.is_set && a->group.is_set);
	assert_int_equal(a->project.number, 1001);
	assert_int_equal(a->user.number, 0);
	assert_int_equal(a->group.number, 4294967294);
	assert_int_equal(a->line, 1);
	tenants_free(&tenants);
}

static void a_line_has_at_most_198_bytes(void **unused)
{
	struct tenants tenants = { 0 };
	struct problem problem = { 0 };
	char text[400];

	(void)unused;
	snprintf(text, sizeof text, A "note = %0191d\n", 0);
	assert_true(tenants_parse(text, &tenants, &problem));
	tenants_free(&tenants);
	snprintf(text, sizeof text, A "note = %0192d\n", 0);
	assert_false(tenants_parse(text, &tenants, &problem));
	assert_string_equal(problem.text, "line 3: it is longer than 198 bytes");
	tenants_free(&tenants);
}

/* --- folders ------------------------------------------------------------------------- */

static int enter_folder(void **state)
{
	char *path = strdup("/tmp/tenants_test.XXXXXX");

	*state = path;
	if (path == NULL || mkdtemp(path) == NULL || chdir(path) != 0)
		return -1;
	return mkdir("a", 0755) || mkdir("b", 0755) || mkdir("b c", 0755) || mkdir(".hidden", 0755) ||
	       symlink("a", "link") || mknod("file", S_IFREG | 0644, 0);
}

static int leave_folder(void **state)
{
	int failed = rmdir("a") | rmdir("b") | rmdir("b c") | rmdir(".hidden") | unlink("link") | unlink("file");

	failed |= chdir("/") | rmdir(*state);
	free(*state);
	return failed;
}

static const struct {
	const char *pattern; /* below the folder */
	const char *exclude;
	const char *names; /* of the tenants, with blanks between */
	size_t found;
} patterns[] = {
	{ "*", NULL, "a b b c", 3 },
	{ "*/", NULL, "a b c b", 3 },
	{ "[ab]", NULL, "a b", 2 },
	{ "b*", NULL, "b b c", 2 },
	{ "*", "b*", "a", 1 },
	{ "*", "*", "", 0 },
	{ "a", NULL, "a", 1 },
	{ "a/", NULL, "a", 1 },
	{ "a//", NULL, "a", 1 },
	{ "link", NULL, "link", 1 },
	{ "l*", NULL, "", 0 },
	{ "l*/", NULL, "", 0 },
	{ "f*", NULL, "", 0 },
	{ "x*", NULL, "", 0 },
	{ "x*/y*", NULL, "", 0 },
	{ "file/*", NULL, "", 0 },
	{ "missing", NULL, "missing", 1 },
	{ ".*n", NULL, ".hidden", 1 },
};

static void patterns_find_folders(void **state)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < ROWS(patterns); i++) {
		const struct texts exclude = { &(const char *){ patterns[i].exclude }, patterns[i].exclude != NULL };
		struct tenants tenants = { 0 };
		struct problem problem = { 0 };
		char pattern[100];
		char names[100] = "";
		size_t found = 99;

		snprintf(pattern, sizeof pattern, "%s/%s", (const char *)*state, patterns[i].pattern);
		row_true(&rows, patterns[i].pattern, tenants_find(pattern, &exclude, &tenants, &found, &problem), true);
		for (size_t n = 0; n < tenants.count; n++)
			snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", n ? " " : "",
				 tenants.items[n].name);
		row_text(&rows, patterns[i].pattern, names, patterns[i].names);
		row_number(&rows, patterns[i].pattern, (double)found, (double)patterns[i].found);
		tenants_free(&tenants);
	}
	rows_end(&rows);
}

static void a_folder_is_no_tenant_twice(void **state)
{
	const struct texts none = { 0 };
	struct tenants tenants = { 0 };
	struct problem problem;
	char pattern[100];
	size_t found = 0;

	snprintf(pattern, sizeof pattern, "%s/*", (const char *)*state);
	assert_true(tenants_find(pattern, &none, &tenants, &found, &problem));
	assert_true(tenants_find(pattern, &none, &tenants, &found, &problem));
	assert_int_equal(tenants.count, 3);
	assert_int_equal(found, 3);
	tenants_free(&tenants);
}

static void there_is_a_bound(void **unused)
{
	struct tenants tenants = { 0 };
	struct problem problem = { 0 };

	(void)unused;
	for (int i = 0; i < TENANTS_MAXIMUM; i++)
		assert_true(tenants_add(&tenants, "a", "/a", &problem));
	assert_false(tenants_add(&tenants, "a", "/a", &problem));
	assert_string_equal(problem.text, "there are more than 5000 tenants");
	tenants_free(&tenants);
}

/* --- labels and order ----------------------------------------------------------------- */

static const struct {
	const char *name, *label, *inode_label;
} labels[] = {
	{ "acme", "acme", "acme_inodes" },
	{ "acme", "acme_2", "acme_2_inodes" },
	{ "a|b c='", "a_b_c__", "a_b_c___inodes" },
	{ "caf\xc3\xa9", "caf__", "caf___inodes" },
	{ "a-very-long-name-indeed-1", "a-very-long-name-in", "a-very-long-_inodes" },
	{ "a-very-long-name-indeed-2", "a-very-long-name-_2", "a-very-lon_2_inodes" },
	{ "total", "total_2", "total_inodes" },
	{ "tenants", "tenants_2", "tenants_inodes" },
	{ "", "_", "__inodes" },
	{ "acme_2", "acme_2_2", "acme_2_2_inodes" },
};

static void labels_are_clean_short_and_unique(void **unused)
{
	struct tenant tenants[ROWS(labels)] = { { 0 } };
	struct tenant_use uses[ROWS(labels)] = { { 0 } };
	struct rows rows = { 0 };

	(void)unused;
	for (size_t i = 0; i < ROWS(labels); i++) {
		tenants[i].name = (char *)labels[i].name;
		uses[i].tenant = tenants + i;
	}
	tenant_use_label(uses, ROWS(labels));
	for (size_t i = 0; i < ROWS(labels); i++) {
		row_text(&rows, labels[i].name, uses[i].label, labels[i].label);
		row_text(&rows, labels[i].name, uses[i].inode_label, labels[i].inode_label);
		row_true(&rows, labels[i].name, strlen(uses[i].label) <= 19 && strlen(uses[i].inode_label) <= 19, true);
	}
	rows_end(&rows);
}

static void the_fullest_comes_first(void **unused)
{
	struct tenant tenants[] = { { .name = "half" },  { .name = "unmeasured" }, { .name = "large" },
				    { .name = "small" }, { .name = "over" },       { .name = "also-half" } };
	struct tenant_use uses[] = {
		{ .tenant = tenants, .kind = USE_OF_WALK, .used_bytes = 50, .ceiling_bytes = 100 },
		{ .tenant = tenants + 1, .kind = USE_UNKNOWN },
		{ .tenant = tenants + 2, .kind = USE_OF_WALK, .used_bytes = 5000 },
		{ .tenant = tenants + 3, .kind = USE_OF_WALK, .used_bytes = 10 },
		{ .tenant = tenants + 4, .kind = USE_OF_WALK, .used_bytes = 11, .ceiling_bytes = 10 },
		{ .tenant = tenants + 5, .kind = USE_OF_WALK, .used_bytes = 50, .ceiling_bytes = 100 },
	};
	static const char *const order[] = { "unmeasured", "over", "also-half", "half", "large", "small" };
	struct rows rows = { 0 };

	(void)unused;
	tenant_use_sort(uses, ROWS(uses));
	for (size_t i = 0; i < ROWS(order); i++)
		row_text(&rows, order[i], uses[i].tenant->name, order[i]);
	rows_end(&rows);
	tenant_use_sort(uses, 0);
}

/* --- the device of a file system --------------------------------------------------------- */

#define MOUNTS                                                                                                         \
	"21 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n"                                                    \
	"22 21 0:20 / /proc rw - proc proc rw\n"                                                                       \
	"23 21 8:17 /sub /a\\040b rw master:1 shared:2 - xfs /dev/disk\\040one rw\n"                                   \
	"24 21 8:1 / /c rw - ext4 /dev/sda1 rw\n"                                                                      \
	"25 21 9:1 / /broken rw\n"                                                                                     \
	"26 21"

static const struct {
	const char *name;
	unsigned major, minor;
	const char *device; /* NULL: none */
} devices[] = {
	{ "the first", 254, 1, "/dev/vda1" },
	{ "with tags and a blank", 8, 17, "/dev/disk one" },
	{ "a number that begins another", 8, 1, "/dev/sda1" },
	{ "no device", 0, 20, NULL },
	{ "a line that is cut", 9, 1, NULL },
	{ "none", 7, 7, NULL },
};

static void devices_are_found_in_the_table_of_mounts(void **unused)
{
	struct rows rows = { 0 };

	(void)unused;
	for (size_t i = 0; i < ROWS(devices); i++) {
		char path[MOUNT_DEVICE_SIZE] = "";
		bool found = mount_device_parse(MOUNTS, makedev(devices[i].major, devices[i].minor), path, sizeof path);

		row_text(&rows, devices[i].name, found ? path : NULL, devices[i].device);
	}
	row_true(&rows, "too long", mount_device_parse(MOUNTS, makedev(254, 1), (char[9]){ 0 }, 9), false);
	row_true(&rows, "empty", mount_device_parse("", makedev(254, 1), (char[9]){ 0 }, 9), false);
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_read),
		cmocka_unit_test(every_key_is_taken),
		cmocka_unit_test(a_line_has_at_most_198_bytes),
		cmocka_unit_test_setup_teardown(patterns_find_folders, enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(a_folder_is_no_tenant_twice, enter_folder, leave_folder),
		cmocka_unit_test(there_is_a_bound),
		cmocka_unit_test(labels_are_clean_short_and_unique),
		cmocka_unit_test(the_fullest_comes_first),
		cmocka_unit_test(devices_are_found_in_the_table_of_mounts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
