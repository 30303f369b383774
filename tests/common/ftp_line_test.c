// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/ftp_line.h"

#include "tests/common/entry_text.h"
#include "tests/common/rows.h"

#include <stdlib.h>

/* 2026-03-01 12:00:00 in UTC, a Sunday. */
static const time_t now = 1772366400;

static const char nothing[] = "(nothing)";
static const char strange[] = "(strange)";

struct row {
	const char *line, *entry;
};

static void try_rows(const struct row *table, size_t count, enum ftp_line_form form)
{
	struct rows rows = { 0 };

	for (size_t i = 0; i < count; i++) {
		char *line = strdup(table[i].line);
		struct entry entry = { 0 };
		enum ftp_line_kind kind = ftp_line_parse(line, form, now, &entry);
		struct entry_text text = { "" };

		if (kind == FTP_LINE_ENTRY)
			text = entry_text_of(&entry);
		row_text(&rows, table[i].line,
			 kind == FTP_LINE_ENTRY     ? text.text
			 : kind == FTP_LINE_NOTHING ? nothing
						    : strange,
			 table[i].entry);
		free(line);
	}
	rows_end(&rows);
}

static void lines_of_ls_are_read(void **state)
{
	static const struct row table[] = {
		{ "-rw-r--r--    1 61001    61001        3100 Mar 01 03:19 report.txt",
		  "f 3100 2026-03-01T03:19:00Z+60 0644 61001:61001 1 - report.txt" },
		{ "drwxr-xr-x    2 0        0            4096 Feb 28 23:59 inbox",
		  "d 4096 2026-02-28T23:59:00Z+60 0755 0:0 2 - inbox" },
		{ "-rw-r--r--   1 backup   backup    1048576 Jan  9  2024 a b  c.tar.gz",
		  "f 1048576 2024-01-09T00:00:00Z+86400 0644 - 1 - a\\20b\\20\\20c.tar.gz" },
		{ "-rw-r--r--   1 backup    1048576 Jan  9  2024 no-group",
		  "f 1048576 2024-01-09T00:00:00Z+86400 0644 - 1 - no-group" },
		{ "-rw-r--r-- backup backup 12 Jan  9  2024 no-links",
		  "f 12 2024-01-09T00:00:00Z+86400 0644 - - - no-links" },
		{ "-rw-r--r--   1 1000 domain users 12 Jan  9  2024 group-of-two",
		  "f 12 2024-01-09T00:00:00Z+86400 0644 - 1 - group-of-two" },
		{ "lrwxrwxrwx    1 0        0               7 Feb 01 00:00 latest -> a.tar -> b",
		  "l 7 2026-02-01T00:00:00Z+60 0777 0:0 1 - latest" },
		{ "-rw-r--r--    1 0        0               7 Feb 01 00:00 a -> b",
		  "f 7 2026-02-01T00:00:00Z+60 0644 0:0 1 - a\\20->\\20b" },
		{ "-rw-rw----+   1 0        0               7 Feb 01 00:00 with-acl",
		  "f 7 2026-02-01T00:00:00Z+60 0660 0:0 1 - with-acl" },
		{ "-rwsr-Sr-t    1 0        0               7 Feb 01 00:00 bits",
		  "f 7 2026-02-01T00:00:00Z+60 7745 0:0 1 - bits" },
		{ "-rwSr-sr-T    1 0        0               7 Feb 01 00:00 bits",
		  "f 7 2026-02-01T00:00:00Z+60 7654 0:0 1 - bits" },
		{ "crw-rw----    1 0        6          6,   0 Feb 01 00:00 lp0",
		  "o - 2026-02-01T00:00:00Z+60 0660 - 1 - lp0" },
		{ "prw-r--r--    1 0        0               0 Feb 01 00:00 fifo",
		  "o - 2026-02-01T00:00:00Z+60 0644 0:0 1 - fifo" },
		{ "-rw-r--r--    1 0        0               7 Feb 01 00:00  leading blank",
		  "f 7 2026-02-01T00:00:00Z+60 0644 0:0 1 - \\20leading\\20blank" },
		{ "-rw-r--r--    1 0        0               7 Feb 01 00:00 -rf",
		  "f 7 2026-02-01T00:00:00Z+60 0644 0:0 1 - -rf" },
		{ "-rw-r--r--    1 0        0               7 Feb 01 00:00 \xff\x1b[31m|",
		  "f 7 2026-02-01T00:00:00Z+60 0644 0:0 1 - \\ff\\1b[31m|" },
		{ "-rw-r--r--    1 0        0               7 01 Feb 00:00 day-first",
		  "f 7 2026-02-01T00:00:00Z+60 0644 0:0 1 - day-first" },
		{ "-rw-r--r--    1 0        0               7 2026-02-01 13:14 iso",
		  "f 7 2026-02-01T13:14:00Z+60 0644 0:0 1 - iso" },
		{ "-rw-r--r--    1 0        0 1152921504606846976 Feb 01 00:00 huge",
		  "f 1152921504606846976 2026-02-01T00:00:00Z+60 0644 0:0 1 - huge" },
		/* A size that is none does not count as one. */
		{ "-rw-r--r--    1 0        0 99999999999999999999 Feb 01 00:00 huge", strange },
	};

	(void)state;
	try_rows(table, ROWS(table), FTP_LINE_LIST);
}

static void lines_of_ls_may_be_no_entry(void **state)
{
	static const struct row table[] = {
		{ "-rw-r--r--    1 0        0               7 Feb 01 00:00 ..", nothing },
		{ "drwxr-xr-x    1 0        0               7 Feb 01 00:00 .", nothing },
		{ "total 12", nothing },
		{ "Total 12", nothing },
		{ "", nothing },
		{ "-rw-r--r--    1 0        0               7 Feb 01 00:00", strange },
		{ "-rw-r--r--    1 0        0               7 Feb 01 00:00 ", strange },
		{ "-rw-r--r--    1 0        0               7 Feb 30 00:00 no-such-day", strange },
		{ "-rw-r--r--    1 0        0               7 Foo 01 00:00 no-such-month", strange },
		{ "-rw-r--r--    1 0        0               7 Feb 01 24:00 no-such-hour", strange },
		{ "-rw-r--r--    1 0        0               7 Feb 01 0a:00 no-hour", strange },
		{ "-rw-r--x--    1 0        0               7 Feb 01 00:00 no-mode", strange },
		{ "xrw-r--r--    1 0        0               7 Feb 01 00:00 no-kind", strange },
		{ "no such thing", strange },
		{ "-", strange },
	};

	(void)state;
	try_rows(table, ROWS(table), FTP_LINE_LIST);
}

static void a_date_without_a_year_is_at_most_a_day_ahead(void **state)
{
	static const struct row table[] = {
		{ "-rw-r--r-- 1 0 0 7 Mar  2 11:59 a", "f 7 2026-03-02T11:59:00Z+60 0644 0:0 1 - a" },
		{ "-rw-r--r-- 1 0 0 7 Mar  2 12:00 a", "f 7 2026-03-02T12:00:00Z+60 0644 0:0 1 - a" },
		{ "-rw-r--r-- 1 0 0 7 Mar  2 12:01 a", "f 7 2025-03-02T12:01:00Z+60 0644 0:0 1 - a" },
		{ "-rw-r--r-- 1 0 0 7 Dec 31 23:59 a", "f 7 2025-12-31T23:59:00Z+60 0644 0:0 1 - a" },
		/* 2026 has no such day, nor has 2025. */
		{ "-rw-r--r-- 1 0 0 7 Feb 29 00:00 a", "f 7 2024-02-29T00:00:00Z+60 0644 0:0 1 - a" },
	};

	(void)state;
	try_rows(table, ROWS(table), FTP_LINE_LIST);
}

static void on_new_years_eve_tomorrow_is_of_the_next_year(void **state)
{
	char line[] = "-rw-r--r-- 1 0 0 7 Jan  1 06:00 a";
	struct entry entry = { 0 };
	time_t eve = 1798718400; /* 2026-12-31 12:00:00 */

	(void)state;
	assert_int_equal(ftp_line_parse(line, FTP_LINE_LIST, eve, &entry), FTP_LINE_ENTRY);
	assert_string_equal(entry_text_of(&entry).text, "f 7 2027-01-01T06:00:00Z+60 0644 0:0 1 - a");
}

static void lines_of_dos_are_read(void **state)
{
	static const struct row table[] = {
		{ "02-01-26  03:04PM       <DIR>          my backups",
		  "d - 2026-02-01T15:04:00Z+60 - - - - my\\20backups" },
		{ "02-01-26  12:04AM              1234567 a.zip", "f 1234567 2026-02-01T00:04:00Z+60 - - - - a.zip" },
		{ "02-01-26  12:04PM              1234567 a.zip", "f 1234567 2026-02-01T12:04:00Z+60 - - - - a.zip" },
		{ "02-01-2026  15:04              1234567  a.zip",
		  "f 1234567 2026-02-01T15:04:00Z+60 - - - - \\20a.zip" },
		{ "02-01-99  03:04PM              1234567 a.zip", "f 1234567 1999-02-01T15:04:00Z+60 - - - - a.zip" },
		{ "02-01-26  03:04PM       <JUNCTION>     a", "o - 2026-02-01T15:04:00Z+60 - - - - \\20\\20\\20\\20a" },
		{ "02-01-26  13:04PM              1234567 a.zip", strange },
		{ "13-01-26  03:04PM              1234567 a.zip", strange },
		{ "02-01-26  03:04PM              1234567", strange },
		{ "02-01-26  03:04XM              1234567 a", strange },
	};

	(void)state;
	try_rows(table, ROWS(table), FTP_LINE_LIST);
}

static void lines_of_eplf_are_read(void **state)
{
	static const struct row table[] = {
		{ "+i8388621.48594,m825718503,r,s280,\tdjb.html", "f 280 1996-03-01T22:15:03Z - - - i djb.html" },
		{ "+i8388621.50690,m824255907,/,\t514", "d - 1996-02-13T23:58:27Z - - - i 514" },
		{ "+\tno facts", "o - - - - - - no\\20facts" },
		{ "+m1,r no tab", strange },
		{ "+m1,r,\t", strange },
	};

	(void)state;
	try_rows(table, ROWS(table), FTP_LINE_LIST);
}

static void lines_of_mlsd_are_read(void **state)
{
	static const struct row table[] = {
		{ "modify=20260201131415;perm=adfr;size=1234;type=file;unique=FD00U2;UNIX.group=100;UNIX.groupname="
		  "users;"
		  "UNIX.mode=0600;UNIX.owner=1000;UNIX.ownername=a; backup.tar",
		  "f 1234 2026-02-01T13:14:15Z 0600 1000:100 - i backup.tar" },
		{ "type=dir;sizd=4096;modify=20260201131415.123;UNIX.mode=0755;UNIX.uid=1;UNIX.gid=2;unique=fe01g2; x "
		  "y",
		  "d - 2026-02-01T13:14:15Z 0755 1:2 - i x\\20y" },
		{ "Type=FILE;Size=1;Modify=19700101000000; a", "f 1 1970-01-01T00:00:00Z - - - - a" },
		{ "type=OS.unix=slink:/to/a b;size=3; link", "l 3 - - - - - link" },
		{ "type=OS.unix=symlink;size=3; link", "l 3 - - - - - link" },
		{ "type=OS.unix=chr-1/3; null", "o - - - - - - null" },
		{ " no facts", "? - - - - - - no\\20facts" },
		{ "size=1; a", "? 1 - - - - - a" },
		{ "type=file;size=1;  a", "f 1 - - - - - \\20a" },
		{ "type=file;size=1; a; b", "f 1 - - - - - a;\\20b" },
		{ "type=file;UNIX.owner=root;UNIX.group=root;UNIX.mode=rw; a", "f - - - - - - a" },
		{ "type=file;UNIX.owner=1; a", "f - - - - - - a" },
		{ "type=file;UNIX.mode=100644; a", "f - - 0644 - - - a" },
		{ "type=file;size=-1;modify=20260231000000; a", "f - - - - - - a" },
		{ "type=file;modify=2026020113141; a", "f - - - - - - a" },
		{ "type=file;modify=20260201131415Z; a", "f - - - - - - a" },
		{ "type=file;size=1; \x1b]0;|", "f 1 - - - - - \\1b]0;|" },
		{ "type=cdir;modify=20260201131415; .", nothing },
		{ "type=pdir;modify=20260201131415; ..", nothing },
		{ "type=cdir;modify=20260201131415; /home/a", nothing },
		{ "type=dir;modify=20260201131415; ..", nothing },
		{ "", nothing },
		{ "type=file;size=1;", strange },
		{ "type=file;size=1; ", strange },
		{ "type=file;size=1 a", strange },
		{ "-rw-r--r--    1 0        0               7 Feb 01 00:00 a", strange },
	};

	(void)state;
	try_rows(table, ROWS(table), FTP_LINE_MLSD);
}

static void one_file_is_known_by_its_unique_fact(void **state)
{
	char a[] = "type=file;unique=FD00U2; a";
	char b[] = "type=file;unique=FD00U2; b";
	char c[] = "type=file;unique=FD00U3; c";
	struct entry entries[3] = { 0 };

	(void)state;
	ftp_line_parse(a, FTP_LINE_MLSD, now, &entries[0]);
	ftp_line_parse(b, FTP_LINE_MLSD, now, &entries[1]);
	ftp_line_parse(c, FTP_LINE_MLSD, now, &entries[2]);
	assert_true(entries[0].inode == entries[1].inode && entries[0].device == entries[1].device);
	assert_true(entries[0].inode != entries[2].inode);
}

static void a_list_is_in_the_zone_of_the_process(void **state)
{
	char line[] = "-rw-r--r-- 1 0 0 7 Feb  1 09:00 a";
	char facts[] = "type=file;modify=20260201090000; a";
	struct entry entry = { 0 };

	(void)state;
	setenv("TZ", "JST-9", 1);
	tzset();
	ftp_line_parse(line, FTP_LINE_LIST, now, &entry);
	assert_string_equal(entry_text_of(&entry).text, "f 7 2026-02-01T00:00:00Z+60 0644 0:0 1 - a");
	ftp_line_parse(facts, FTP_LINE_MLSD, now, &entry);
	assert_string_equal(entry_text_of(&entry).text, "f - 2026-02-01T09:00:00Z - - - - a");
}

static int use_utc(void **state)
{
	(void)state;
	setenv("TZ", "UTC0", 1);
	tzset();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(lines_of_ls_are_read, use_utc),
		cmocka_unit_test_setup(lines_of_ls_may_be_no_entry, use_utc),
		cmocka_unit_test_setup(a_date_without_a_year_is_at_most_a_day_ahead, use_utc),
		cmocka_unit_test_setup(on_new_years_eve_tomorrow_is_of_the_next_year, use_utc),
		cmocka_unit_test_setup(lines_of_dos_are_read, use_utc),
		cmocka_unit_test_setup(lines_of_eplf_are_read, use_utc),
		cmocka_unit_test_setup(lines_of_mlsd_are_read, use_utc),
		cmocka_unit_test_setup(one_file_is_known_by_its_unique_fact, use_utc),
		cmocka_unit_test_setup(a_list_is_in_the_zone_of_the_process, use_utc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
