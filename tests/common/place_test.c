// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Places of this machine, in a folder of our own; and what fits to which place.
 */
#define _GNU_SOURCE /* mkdtemp() */
#include "common/files/place.h"

#include "tests/common/entry_text.h"
#include "tests/common/rows.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct deadline *soon(void)
{
	static struct deadline deadline;

	deadline = deadline_in(60);
	return &deadline;
}

/* --- the folder --- */

static void make_file(const char *path, const char *content)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(content, file) >= 0 && fclose(file) == 0);
}

static int make_folder(void **state)
{
	char *folder = strdup("/tmp/receico-place-XXXXXX");

	*state = folder;
	umask(022);
	if (folder == NULL || mkdtemp(folder) == NULL || chmod(folder, 0755) != 0 || chdir(folder) != 0)
		return -1;
	return mkdir("a1", 0755) || mkdir("a2", 0755) || mkdir("a2/daily", 0755) || mkdir("b", 0700) ||
			       mkdir("[x]", 0755)
		       ? -1
		       : 0;
}

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *where)
{
	(void)about;
	(void)kind;
	(void)where;
	return remove(path);
}

static int remove_folder(void **state)
{
	int removed = chdir("/") == 0 ? nftw(*state, remove_entry, 16, FTW_DEPTH | FTW_PHYS) : -1;

	free(*state);
	return removed;
}

static void fill_folder(void)
{
	make_file("a1/x.gz", "1");
	make_file("a1/y.txt", "22");
	make_file("a1/.hidden.gz", "333");
	make_file("a2/x.gz", "4444");
	make_file("a2/daily/x.gz", "55555");
	make_file("b/x.gz", "666666");
	make_file("[x]/y", "7777777");
	assert_int_equal(symlink("a1", "a3"), 0);
	assert_int_equal(symlink("x.gz", "a1/link.gz"), 0);
	assert_int_equal(symlink("nowhere", "dangling"), 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_int_equal(mkfifo("fifo", 0600), 0);
}

/* --- what is found --- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The entries' paths and kinds in the order of the alphabet, "f:a1/x.gz d:..."; or what went wrong. */
static void list_to(const char *pattern, const struct listing_filter *filter, char *text, size_t size)
{
	const struct place_access access = { 0 };
	struct listing listing = listing_new();
	struct place *place = NULL;
	struct problem problem = { 0 };
	bool exists = false;
	char *paths[64];
	size_t used = 0;

	assert_true(place_open(pattern, &access, soon(), &place, &problem));
	assert_string_equal(place_text(place), pattern);
	assert_true(place_list(place, filter, soon(), &exists, &listing, &problem));
	place_close(place);
	assert_true(listing.count < ROWS(paths));
	for (size_t i = 0; i < listing.count; i++) {
		char path[600] = "f:";

		path[0] = "fdlo?"[listing.entries[i].kind];
		entry_path(&listing.entries[i], path + 2, sizeof path - 2);
		paths[i] = strdup(path);
	}
	qsort(paths, listing.count, sizeof *paths, by_text);
	*text = '\0';
	if (!exists)
		snprintf(text, size, "(missing)");
	for (size_t i = 0; i < listing.count; i++) {
		used += (size_t)snprintf(text + used, size - used, "%s%s", used ? " " : "", paths[i]);
		free(paths[i]);
	}
	used = strlen(text);
	if (listing.unreadable_count > 0)
		snprintf(text + used, size - used, "%s(%zu unreadable: %s)", used ? " " : "", listing.unreadable_count,
			 listing.unreadable.text);
	listing_free(&listing);
}

static void patterns_are_those_of_a_shell(void **state)
{
	static const struct {
		const char *pattern, *entries;
	} table[] = {
		{ "a1", "f:a1/.hidden.gz f:a1/x.gz f:a1/y.txt l:a1/link.gz" },
		{ "a1/", "f:a1/.hidden.gz f:a1/x.gz f:a1/y.txt l:a1/link.gz" },
		{ "./a1", "f:./a1/.hidden.gz f:./a1/x.gz f:./a1/y.txt l:./a1/link.gz" },
		{ "a1/x.gz", "f:a1/x.gz" },
		{ "fifo", "o:./fifo" },
		{ "fifo/", "(missing)" },
		{ "nothing", "(missing)" },
		{ "nothing/x", "(missing)" },
		{ "a1/x.gz/y", "(missing)" },
		{ "a1/*", "f:a1/x.gz f:a1/y.txt l:a1/link.gz" },
		{ "a1/.*", "f:a1/.hidden.gz" },
		{ "a1/*.gz", "f:a1/x.gz l:a1/link.gz" },
		{ "a1/[!x]*", "f:a1/y.txt l:a1/link.gz" },
		{ "a1/*.zip", "(missing)" },
		{ "nothing/*", "(missing)" },
		{ "a?", "d:./a1 d:./a2 l:./a3" },
		{ "a?/x.gz", "f:a1/x.gz f:a2/x.gz" },
		{ "a?/*.gz", "f:a1/x.gz f:a2/x.gz l:a1/link.gz" },
		{ "*/daily", "d:a2/daily" },
		{ "*/daily/", "f:a2/daily/x.gz" },
		{ "*/daily/x*", "f:a2/daily/x.gz" },
		{ "*/*/x*", "f:a2/daily/x.gz" },
		{ "a[12]/", "d:a2/daily f:a1/.hidden.gz f:a1/x.gz f:a1/y.txt f:a2/x.gz l:a1/link.gz" },
		/* What the user names may be a link; what a wildcard finds may not. */
		{ "a3", "f:a3/.hidden.gz f:a3/x.gz f:a3/y.txt l:a3/link.gz" },
		{ "a3/*.txt", "f:a3/y.txt" },
		{ "*3/*.txt", "(missing)" },
		{ "a1/link.gz", "l:a1/link.gz" },
		{ "dangling", "l:./dangling" },
		{ "loop", "l:./loop" },
		{ "loop/x", "(unreadable)" },
		/* A backslash quotes. */
		{ "\\[x\\]", "f:[x]/y" },
		{ "\\[x\\]/*", "f:[x]/y" },
		{ "a\\1/x.gz", "f:a1/x.gz" },
		{ "a1\\*", "(missing)" },
		{ "[x]", "(missing)" },
	};
	struct rows rows = { 0 };
	char text[1000];

	(void)state;
	fill_folder();
	for (size_t i = 0; i < ROWS(table); i++) {
		list_to(table[i].pattern, NULL, text, sizeof text);
		if (strstr(text, "(1 unreadable: "))
			snprintf(text, sizeof text, "(unreadable)");
		row_text(&rows, table[i].pattern, text, table[i].entries);
	}
	rows_end(&rows);
}

static void an_absolute_path_is_kept(void **state)
{
	char pattern[200];
	char expected[400];
	char text[1000];

	fill_folder();
	snprintf(pattern, sizeof pattern, "%s/a?/x.gz", (char *)*state);
	snprintf(expected, sizeof expected, "f:%s/a1/x.gz f:%s/a2/x.gz", (char *)*state, (char *)*state);
	list_to(pattern, NULL, text, sizeof text);
	assert_string_equal(text, expected);
	list_to("/e*c/passwd", NULL, text, sizeof text);
	assert_string_equal(text, "f:/etc/passwd");
	list_to("/etc/passwd", NULL, text, sizeof text);
	assert_string_equal(text, "f:/etc/passwd");
}

/* Names that are wanted, and how often it was asked. */
struct wish {
	const char *end;
	size_t *asked;
};

static bool ends_so(const char *name, const void *given)
{
	const struct wish *wish = given;
	size_t length = strlen(name);
	size_t end = strlen(wish->end);

	++*wish->asked;
	return length >= end && strcmp(name + length - end, wish->end) == 0;
}

static void a_filter_is_asked_for_each_name_once(void **state)
{
	size_t asked = 0;
	const struct wish wish = { ".txt", &asked };
	const struct listing_filter filter = { ends_so, &wish };
	char text[1000];

	(void)state;
	fill_folder();
	list_to("a1", &filter, text, sizeof text);
	assert_string_equal(text, "f:a1/y.txt");
	assert_int_equal(asked, 4);
	/* What nobody wants is there all the same. */
	list_to("b", &filter, text, sizeof text);
	assert_string_equal(text, "");
	list_to("a1/x.gz", &filter, text, sizeof text);
	assert_string_equal(text, "");
}

static void an_entry_has_what_the_kernel_tells(void **state)
{
	const struct place_access access = { 0 };
	struct listing listing = listing_new();
	struct place *place = NULL;
	struct problem problem = { 0 };
	struct stat about;
	bool exists = false;
	const struct timespec times[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000, .tv_nsec = 999999999 } };

	(void)state;
	make_file("b/file", "12345");
	assert_int_equal(link("b/file", "linked"), 0);
	assert_int_equal(chmod("b/file", 04640), 0);
	assert_int_equal(utimensat(AT_FDCWD, "b/file", times, 0), 0);
	assert_int_equal(stat("b/file", &about), 0);
	assert_true(place_open("b", &access, soon(), &place, &problem));
	assert_true(place_list(place, NULL, soon(), &exists, &listing, &problem));
	place_close(place);
	assert_true(exists);
	assert_int_equal(listing.folders, 1);
	assert_int_equal(listing.count, 1);
	assert_int_equal(listing.entries[0].kind, ENTRY_FILE);
	assert_int_equal(listing.entries[0].size_bytes, 5);
	assert_int_equal(listing.entries[0].modified, 1000000000);
	assert_int_equal(listing.entries[0].modified_within, 0);
	assert_int_equal(listing.entries[0].mode, 04640);
	assert_int_equal(listing.entries[0].links, 2);
	assert_int_equal(listing.entries[0].owner, geteuid());
	assert_true(listing.entries[0].group == about.st_gid && listing.entries[0].inode == about.st_ino &&
		    listing.entries[0].device == about.st_dev);
	assert_int_equal(listing.entries[0].facts, ENTRY_HAS_SIZE | ENTRY_HAS_MODIFIED | ENTRY_HAS_OWNER |
							   ENTRY_HAS_MODE | ENTRY_HAS_LINKS | ENTRY_HAS_INODE);
	listing_free(&listing);
}

static void hostile_names_are_names(void **state)
{
	static const char *const names[] = {
		"new\nline", "a|b", "\x1b[31m", "\xff\xfe", "-rf", " ", "..a", "a\\b", "*"
	};
	const struct place_access access = { 0 };
	struct listing listing = listing_new();
	struct place *place = NULL;
	struct problem problem = { 0 };
	bool exists = false;
	char longest[256];
	size_t found = 0;

	(void)state;
	memset(longest, 'n', 255);
	longest[255] = '\0';
	assert_int_equal(chdir("a2/daily"), 0);
	make_file(longest, "x");
	for (size_t i = 0; i < ROWS(names); i++)
		make_file(names[i], "x");
	assert_true(place_open(".", &access, soon(), &place, &problem));
	assert_true(place_list(place, NULL, soon(), &exists, &listing, &problem));
	assert_int_equal(listing.count, ROWS(names) + 1);
	for (size_t i = 0; i < listing.count; i++) {
		struct entry now = { 0 };
		bool there = false;

		assert_true(place_look(place, &listing.entries[i], soon(), &there, &now, &problem));
		assert_true(there && now.size_bytes == 1 && now.name == listing.entries[i].name);
		for (size_t j = 0; j < ROWS(names); j++)
			found += strcmp(names[j], listing.entries[i].name) == 0;
		found += strcmp(longest, listing.entries[i].name) == 0;
	}
	assert_int_equal(found, ROWS(names) + 1);
	place_close(place);
	listing_free(&listing);
}

/* Root may look everywhere. */
static int as_nobody(int (*look)(void))
{
	pid_t child = fork();
	int status = 0;

	if (child == 0)
		_exit(geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0) ? 99 : look());
	assert_true(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int look_where_one_may_not(void)
{
	static const char *const expected[][2] = {
		{ "b", "(1 unreadable: cannot look into 'b': Permission denied)" },
		{ "b/*", "(1 unreadable: cannot look into 'b': Permission denied)" },
		{ "b/x/y", "(1 unreadable: cannot look into 'b/x/y': Permission denied)" },
		{ "[ab]*/x.gz", "f:a1/x.gz f:a2/x.gz (1 unreadable: cannot look into 'b': Permission denied)" },
		{ "*/*.txt", "f:a1/y.txt (1 unreadable: cannot look into 'b': Permission denied)" },
		{ "*/*/x.gz", "f:a2/daily/x.gz (1 unreadable: cannot look into 'b': Permission denied)" },
		{ "[[]x]", "d:./[x]" },
		{ "\\[x]/", "?:[x]/y (1 unreadable: cannot look at 'y' in '[x]': Permission denied)" },
	};
	char text[1000];

	for (size_t i = 0; i < ROWS(expected); i++) {
		list_to(expected[i][0], NULL, text, sizeof text);
		/* Some file systems tell the kind with the name. */
		if (strncmp(text, "f:[x]/y", 7) == 0)
			text[0] = '?';
		if (strcmp(text, expected[i][1]) != 0) {
			print_error("# [%s]\n#    is       [%s]\n#    expected [%s]\n", expected[i][0], text,
				    expected[i][1]);
			return 1;
		}
	}
	return 0;
}

static void what_one_may_not_see_is_noted(void **state)
{
	(void)state;
	fill_folder();
	assert_int_equal(chmod("[x]", 0744), 0);
	if (geteuid() != 0)
		assert_int_equal(chmod("b", 0) | chmod("[x]", 0444), 0);
	assert_int_equal(as_nobody(look_where_one_may_not), 0);
	assert_int_equal(chmod("b", 0700) | chmod("[x]", 0755), 0);
}

/* Large enough that threads look; every third entry goes meanwhile. */
static bool removes_every_third(const char *name, const void *wish)
{
	(void)wish;
	if (atol(name) % 3 == 0)
		unlink(name);
	return true;
}

static void what_vanishes_is_counted(void **state)
{
	const struct place_access access = { 0 };
	const struct listing_filter filter = { removes_every_third, NULL };
	struct listing listing = listing_new();
	struct place *place = NULL;
	struct problem problem = { 0 };
	bool exists = false;

	(void)state;
	assert_int_equal(chdir("b"), 0);
	for (int i = 0; i < 30000; i++) {
		char name[16];

		snprintf(name, sizeof name, "%d", i);
		close(open(name, O_CREAT | O_WRONLY, 0600));
	}
	assert_true(place_open(".", &access, soon(), &place, &problem));
	assert_true(place_list(place, &filter, soon(), &exists, &listing, &problem));
	place_close(place);
	assert_true(exists);
	assert_int_equal(listing.vanished, 10000);
	assert_int_equal(listing.count, 20000);
	for (size_t i = 0; i < listing.count; i++) {
		assert_true(atol(listing.entries[i].name) % 3 != 0);
		assert_true(listing.entries[i].facts & ENTRY_HAS_SIZE);
	}
	listing_free(&listing);
}

static void a_passed_deadline_ends_it(void **state)
{
	const struct place_access access = { 0 };
	const struct deadline passed = deadline_in(0);
	struct listing listing = listing_new();
	struct place *place = NULL;
	struct problem problem = { 0 };
	bool exists = false;

	(void)state;
	fill_folder();
	assert_true(place_open("a1", &access, &passed, &place, &problem));
	assert_false(place_list(place, NULL, &passed, &exists, &listing, &problem));
	assert_int_equal(problem.kind, PROBLEM_TIMEOUT);
	place_close(place);
	listing_free(&listing);
}

static void an_entry_is_looked_at_again(void **state)
{
	const struct place_access access = { 0 };
	const struct entry entry = { .name = "file", .folder = "b" };
	const struct entry lost = { .name = "file", .folder = "nowhere" };
	struct place *place = NULL;
	struct problem problem = { 0 };
	struct entry now = { .size_bytes = 77 };
	bool there = true;

	(void)state;
	assert_true(place_open("b", &access, soon(), &place, &problem));
	assert_true(place_look(place, &entry, soon(), &there, &now, &problem));
	assert_false(there);
	assert_true(place_look(place, &lost, soon(), &there, &now, &problem));
	assert_false(there);
	assert_int_equal(now.size_bytes, 77);
	make_file("b/file", "12345");
	assert_true(place_look(place, &entry, soon(), &there, &now, &problem));
	assert_true(there);
	assert_int_equal(now.size_bytes, 5);
	assert_ptr_equal(now.name, entry.name);
	place_close(place);
}

static void a_file_is_read_from_anywhere(void **state)
{
	const struct place_access access = { 0 };
	const struct entry entry = { .name = "file", .folder = "b" };
	const struct deadline passed = deadline_in(0);
	struct place *place = NULL;
	struct problem problem = { 0 };
	struct reader reader;
	char bytes[8] = "";
	size_t length = 77;

	(void)state;
	make_file("b/file", "12345");
	assert_true(place_open("b", &access, soon(), &place, &problem));
	assert_true(place_reader_open(place, &entry, soon(), &reader, &problem));
	assert_int_equal(reader.size_bytes, 5);
	assert_true(reader.read(reader.source, 3, bytes, sizeof bytes, soon(), &length, &problem));
	assert_int_equal(length, 2);
	assert_memory_equal(bytes, "45", 2);
	assert_true(reader.read(reader.source, 0, bytes, 1, soon(), &length, &problem));
	assert_int_equal(length, 1);
	assert_true(reader.read(reader.source, 5, bytes, sizeof bytes, soon(), &length, &problem));
	assert_int_equal(length, 0);
	assert_false(reader.read(reader.source, UINT64_MAX, bytes, 1, soon(), &length, &problem));
	assert_false(reader.read(reader.source, 0, bytes, 1, &passed, &length, &problem));
	assert_int_equal(problem.kind, PROBLEM_TIMEOUT);
	place_reader_close(place, &reader);
	place_close(place);
}

static void nothing_but_a_file_is_read(void **state)
{
	static const char *const table[][3] = {
		{ "a1", "link.gz", "cannot read 'link.gz' in 'a1': Too many levels of symbolic links" },
		{ ".", "a1", "cannot read 'a1' in '.': it is not a regular file" },
		{ ".", "fifo", "cannot read 'fifo' in '.': it is not a regular file" },
		{ ".", "nothing", "cannot read 'nothing' in '.': No such file or directory" },
		{ "nowhere", "nothing", "cannot read 'nothing' in 'nowhere': No such file or directory" },
	};
	const struct place_access access = { 0 };
	struct place *place = NULL;
	struct rows rows = { 0 };

	(void)state;
	fill_folder();
	for (size_t i = 0; i < ROWS(table); i++) {
		const struct entry entry = { .name = table[i][1], .folder = table[i][0] };
		struct problem problem = { 0 };
		struct reader reader;

		assert_true(place_open(table[i][0], &access, soon(), &place, &problem));
		row_true(&rows, table[i][1], place_reader_open(place, &entry, soon(), &reader, &problem), false);
		row_text(&rows, table[i][1], problem.text, table[i][2]);
		place_close(place);
	}
	rows_end(&rows);
}

/* --- what fits --- */

struct fit {
	const char *place;
	struct place_access access;
	const char *reason; /* NULL: it fits */
};

static void try_fits(const struct fit *table, size_t count)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct problem problem = { 0 };
		bool fits = place_verify(table[i].place, &table[i].access, &problem);

		row_true(&rows, table[i].place, fits, table[i].reason == NULL);
		row_text(&rows, table[i].place, fits ? NULL : problem.text, table[i].reason);
		row_true(&rows, table[i].place, fits || problem.kind == PROBLEM_INPUT, true);
	}
	rows_end(&rows);
}

static void what_does_not_fit_here_or_to_sftp_is_named(void **state)
{
	static const char *items[] = { "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDOuJ6l2J/mZcqGIDo", "x" };
	static const struct fit table[] = {
		{ "/a", { .use_ipv4 = false }, NULL },
		{ "/a", { .identity = "k" }, "--identity: it is for sftp://" },
		{ "/a", { .agent = true }, "--agent: it is for sftp://" },
		{ "/a", { .netrc = "k" }, "--netrc: it is for ftp://, ftps:// and https://" },
		{ "/a", { .ca_file = "k" }, "--ca-file: it is for ftps:// and https://" },
		{ "/a", { .insecure = true }, "--insecure: it is for sftp://, ftps:// and https://" },
		{ "/a", { .use_ipv6 = true }, "--use-ipv6: it is for a place on another machine" },
		{ "sftp://u@h/", { .agent = true, .known_hosts = "k" }, NULL },
		{ "sftp://u@h/",
		  { .identity = "i", .passphrase_file = "p", .host_key = { items, 1 }, .use_ipv4 = true },
		  NULL },
		{ "sftp://u@h/", { .identity = "i", .insecure = true }, NULL },
		{ "sftp://h/",
		  { .agent = true, .known_hosts = "k" },
		  "sftp://USER@HOST/PATH is expected: there is no user" },
		{ "sftp://u@h/", { .known_hosts = "k" }, "sftp:// needs --identity or --agent" },
		{ "sftp://u@h/", { .identity = "i" }, "sftp:// needs --known-hosts or --host-key (or --insecure)" },
		{ "sftp://u@h/", { .identity = "i", .agent = true }, "--identity: it excludes --agent" },
		{ "sftp://u@h/", { .agent = true, .passphrase_file = "p" }, "--passphrase-file: it needs --identity" },
		{ "sftp://u@h/",
		  { .agent = true, .host_key = { items, 2 } },
		  "--host-key: 'x' is not a fingerprint (SHA256: and 43 characters, as ssh-keygen -l prints, or 64 hex "
		  "digits)" },
		{ "sftp://u@h/",
		  { .agent = true, .password_file = "p" },
		  "--password-file: it is for ftp://, ftps:// and https://" },
	};

	(void)state;
	try_fits(table, ROWS(table));
}

static void what_does_not_fit_to_ftp_or_https_is_named(void **state)
{
	static const struct fit table[] = {
		{ "ftp://h/", { .netrc = NULL }, NULL },
		{ "ftp://u@h/", { .password_file = "p" }, NULL },
		{ "ftp://u@h/", { .netrc = "p" }, NULL },
		{ "ftp://h/", { .netrc = "p" }, NULL },
		{ "ftp://u@h/", { .netrc = NULL }, "the user needs --password-file or --netrc" },
		{ "ftp://h/", { .password_file = "p" }, "--password-file: it needs a user: ftp://USER@HOST/PATH" },
		{ "ftp://u@h/", { .password_file = "p", .netrc = "n" }, "--password-file: it excludes --netrc" },
		{ "ftp://h/", { .insecure = true }, "--insecure: it is for sftp://, ftps:// and https://" },
		{ "ftp://h/", { .ca_file = "f" }, "--ca-file: it is for ftps:// and https://" },
		{ "ftps://h/", { .ca_file = "f" }, NULL },
		{ "ftps://h/", { .ca_file = "f", .ca_directory = "d" }, "--ca-file: it excludes --ca-directory" },
		{ "ftps://h/",
		  { .ca_directory = "d", .insecure = true },
		  "--ca-directory: it has no effect with --insecure" },
		{ "ftps://h/", { .use_ipv4 = true, .use_ipv6 = true }, "--use-ipv4: it excludes --use-ipv6" },
		{ "https://h/a/", { .ca_directory = "d" }, NULL },
		{ "https://u@h/a/", { .netrc = "d" }, NULL },
		{ "https://u@h/a/", { .netrc = NULL }, "the user needs --password-file or --netrc" },
		{ "https://h/a/",
		  { .password_file = "p" },
		  "--password-file: it needs a user: https://USER@HOST/PATH/" },
		{ "https://h/a/?C=N",
		  { .netrc = NULL },
		  "https://HOST/PATH/ is expected: a folder's index takes no query" },
		{ "http://h/a/",
		  { .netrc = NULL },
		  "'http' is no scheme that is known: sftp, ftp, ftps or https is expected" },
	};

	(void)state;
	try_fits(table, ROWS(table));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(patterns_are_those_of_a_shell, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(an_absolute_path_is_kept, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_filter_is_asked_for_each_name_once, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(an_entry_has_what_the_kernel_tells, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(hostile_names_are_names, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(what_one_may_not_see_is_noted, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(what_vanishes_is_counted, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_passed_deadline_ends_it, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(an_entry_is_looked_at_again, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_file_is_read_from_anywhere, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(nothing_but_a_file_is_read, make_folder, remove_folder),
		cmocka_unit_test(what_does_not_fit_here_or_to_sftp_is_named),
		cmocka_unit_test(what_does_not_fit_to_ftp_or_https_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
