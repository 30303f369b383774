// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/web_index.h"

#include "tests/common/entry_text.h"
#include "tests/common/rows.h"

#include <stdlib.h>

/* All entries, each a line. */
struct found {
	char text[4 * ENTRY_TEXT_SIZE];
	size_t count, limit;
};

static bool take(void *taker, const struct entry *entry)
{
	struct found *found = taker;
	size_t used = strlen(found->text);

	snprintf(found->text + used, sizeof found->text - used, "%s%s", used ? "\n" : "", entry_text_of(entry).text);
	return ++found->count != found->limit;
}

static struct found read_page(const char *page, size_t *strange)
{
	struct found found = { "" };
	const struct web_index_taker taker = { take, &found };

	assert_true(web_index_read(page, &taker, strange));
	return found;
}

static void the_index_of_nginx_is_read(void **state)
{
	static const char page[] = "<html>\r\n<head><title>Index of /files/</title></head>\r\n<body>\r\n"
				   "<h1>Index of /files/</h1><hr><pre><a href=\"../\">../</a>\r\n"
				   "<a href=\"sub/\">sub/</a>                                               "
				   "26-Nov-2026 03:30                   -\r\n"
				   "<a href=\"100%25.txt\">100%.txt</a>                                     "
				   "26-Nov-2026 03:30                   2\r\n"
				   "<a href=\"a%20b%26c%22%3C%3E.txt\">a b&amp;c&quot;&lt;&gt;.txt</a>      "
				   "26-Nov-2026 03:30                   6\r\n"
				   "<a href=\"a%3Ab\">a:b</a>                                               "
				   "26-Nov-2026 03:30             3000000\r\n"
				   "<a href=\"inv%FF%FElid\">inv\xff\xfelid</a>                             "
				   "26-Nov-2026 03:30                 12K\r\n"
				   "<a href=\"new%0Aline\">new\nline</a>                                    "
				   "29-Feb-2028 03:30                   2\r\n"
				   "<a href=\"26-Nov-2020%2003%3A30%201\">26-Nov-2020 03:30 1</a>           "
				   "26-Nov-2026 23:59                   0\r\n"
				   "</pre><hr></body>\r\n</html>\r\n";
	size_t strange = 7;

	(void)state;
	assert_true(web_index_is_one(page));
	assert_string_equal(read_page(page, &strange).text,
			    "d - 2026-11-26T03:30:00Z+60 - - - - sub\n"
			    "f 2 2026-11-26T03:30:00Z+60 - - - - 100%.txt\n"
			    "f 6 2026-11-26T03:30:00Z+60 - - - - a\\20b&c\"<>.txt\n"
			    "f 3000000 2026-11-26T03:30:00Z+60 - - - - a:b\n"
			    "f ~12288 2026-11-26T03:30:00Z+60 - - - - inv\\ff\\felid\n"
			    "f 2 2028-02-29T03:30:00Z+60 - - - - new\\0aline\n"
			    "f 0 2026-11-26T23:59:00Z+60 - - - - 26-Nov-2020\\2003:30\\201");
	assert_int_equal(strange, 0);
}

static void the_fancy_index_of_apache_is_read(void **state)
{
	static const char page[] =
		"<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">\n<html>\n <head>\n"
		"  <title>Index of /files</title>\n </head>\n <body>\n<h1>Index of /files</h1>\n"
		"<pre><img src=\"/icons/blank.gif\" alt=\"Icon \"> <a href=\"?C=N;O=D\">Name</a>                    "
		"<a href=\"?C=M;O=A\">Last modified</a>      <a href=\"?C=S;O=A\">Size</a>  "
		"<a href=\"?C=D;O=A\">Description</a><hr>"
		"<img src=\"/icons/back.gif\" alt=\"[PARENTDIR]\"> <a href=\"/\">Parent Directory</a>                  "
		"           -   \n"
		"<img src=\"/icons/compressed.gif\" alt=\"[   ]\"> <a href=\"big.tar.gz\">big.tar.gz</a>              "
		"2026-11-26 03:30  2.9M  \n"
		"<img src=\"/icons/unknown.gif\" alt=\"[   ]\"> <a href=\"./a:b\">a:b</a>                     "
		"2026-11-26 03:30  972   \n"
		"<a href=\"icon.gz\"><img src=\"/icons/unknown.gif\" alt=\"[   ]\"></a> <a "
		"href=\"icon.gz\">icon.gz</a>                 2026-11-26 03:30  1.0K  from 2001-01-01 01:01\n"
		"<a href=\"noicon\">&nbsp;</a> <a href=\"noicon\">noicon</a>                 2026-11-26 03:30    7   \n"
		"<img src=\"/icons/folder.gif\" alt=\"[DIR]\"> <a href=\"sub/\">sub/</a>                    2026-11-26 "
		"03:30    -   \n"
		"<hr></pre>\n<address>Apache/2.4.71 (Debian) Server at 127.0.0.1 Port 4711</address>\n</body></html>\n";
	size_t strange = 7;

	(void)state;
	assert_true(web_index_is_one(page));
	assert_string_equal(read_page(page, &strange).text, "f ~3040870 2026-11-26T03:30:00Z+60 - - - - big.tar.gz\n"
							    "f 972 2026-11-26T03:30:00Z+60 - - - - a:b\n"
							    "f ~1024 2026-11-26T03:30:00Z+60 - - - - icon.gz\n"
							    "f 7 2026-11-26T03:30:00Z+60 - - - - noicon\n"
							    "d - 2026-11-26T03:30:00Z+60 - - - - sub");
	assert_int_equal(strange, 0);
}

static void the_table_of_apache_is_read(void **state)
{
	static const char page[] =
		"<html><head><title>Index of /files</title></head><body><table>\n"
		"   <tr><th valign=\"top\"><img src=\"/icons/blank.gif\" alt=\"[ICO]\"></th><th><a "
		"href=\"?C=N;O=D\">Name</a></th></tr>\n"
		"<tr><td valign=\"top\"><img src=\"/icons/back.gif\" alt=\"[PARENTDIR]\"></td><td><a href=\"/\">Parent "
		"Directory</a></td><td>&nbsp;</td><td align=\"right\">  - </td><td>&nbsp;</td></tr>\n"
		"<tr><td valign=\"top\"><img src=\"/icons/unknown.gif\" alt=\"[   ]\"></td><td><a "
		"href=\"a&amp;b\">a&amp;b</a></td><td align=\"right\">2026-11-26 03:30  </td><td "
		"align=\"right\">2.9M</td><td>&nbsp;</td></tr>\n"
		"<tr><td valign=\"top\"><img src=\"/icons/unknown.gif\" alt=\"[   ]\"></td><td><a "
		"href=\"c\">c</a></td><td align=\"right\">2026-11-26 03:30  </td><td align=\"right\">  7 "
		"</td><td>&nbsp;</td></tr>\n"
		"</table></body></html>\n";
	size_t strange = 7;

	(void)state;
	assert_string_equal(read_page(page, &strange).text, "f ~3040870 2026-11-26T03:30:00Z+60 - - - - a&b\n"
							    "f 7 2026-11-26T03:30:00Z+60 - - - - c");
}

static void the_plain_list_of_apache_is_read(void **state)
{
	static const char page[] =
		"<html><head><title>Index of /files</title></head><body>\n"
		"<ul><li><a href=\"/\"> Parent Directory</a></li>\n<li><a href=\"a.tar\"> a.tar</a></li>\n"
		"<li><a href=\"sub/\"> sub/</a></li>\n</ul>\n</body></html>\n";
	size_t strange = 7;

	(void)state;
	assert_string_equal(read_page(page, &strange).text, "f - - - - - - a.tar\nd - - - - - - sub");
}

static void links_that_lead_elsewhere_are_passed_over(void **state)
{
	static const struct {
		const char *link, *entries;
		size_t strange;
	} table[] = {
		{ "a", "f - - - - - - a", 0 },
		{ "./a", "f - - - - - - a", 0 },
		{ "./a:b", "f - - - - - - a:b", 0 },
		{ "a:b", "", 0 },
		{ "a/", "d - - - - - - a", 0 },
		{ "%2E%2e%41", "f - - - - - - ..A", 0 },
		{ "&#65;&#x42;&amp;", "f - - - - - - AB&", 0 },
		{ "&nonsense;&", "f - - - - - - &nonsense;&", 0 },
		{ "&#xE9;", "f - - - - - - \\c3\\a9", 0 },
		{ "/a", "", 0 },
		{ "//host/a", "", 0 },
		{ "https://host/a", "", 0 },
		{ "javascript:a", "", 0 },
		{ "?C=N", "", 0 },
		{ "a?b", "", 0 },
		{ "a#b", "", 0 },
		{ "#b", "", 0 },
		{ "../", "", 0 },
		{ "..", "", 0 },
		{ "../../etc/passwd", "", 0 },
		{ "a/b", "", 0 },
		{ "a//", "", 0 },
		{ "", "", 0 },
		{ "/", "", 0 },
		{ "./", "", 0 },
		{ "%2e%2e", "", 1 },
		{ "%2e%2e/", "", 1 },
		{ "..%2f..%2fetc", "", 1 },
		{ "a%00b", "", 1 },
		{ "a%", "", 1 },
		{ "a%4", "", 1 },
		{ "a%zz", "", 1 },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		char page[200];
		size_t strange = 7;

		snprintf(page, sizeof page, "<pre><a href=\"%s\">x</a>\n", table[i].link);
		row_text(&rows, table[i].link, read_page(page, &strange).text, table[i].entries);
		row_number(&rows, table[i].link, (double)strange, (double)table[i].strange);
	}
	rows_end(&rows);
}

static void what_stands_behind_a_link_may_be_anything(void **state)
{
	static const struct {
		const char *behind, *entry;
	} table[] = {
		{ "", "f - - - - - - a" },
		{ " 2026-02-30 03:30  1", "f - - - - - - a" },
		{ " 2026-02-01 24:30  1", "f - - - - - - a" },
		{ " 2026-02-01", "f - - - - - - a" },
		{ " 32-Feb-2026 03:30  1", "f - - - - - - a" },
		{ " 2026-02-01 03:30", "f - 2026-02-01T03:30:00Z+60 - - - - a" },
		{ " 2026-02-01 03:30  -", "f - 2026-02-01T03:30:00Z+60 - - - - a" },
		{ " 2026-02-01 03:30  1.5X", "f - 2026-02-01T03:30:00Z+60 - - - - a" },
		{ " 2026-02-01 03:30  99999999999999999999", "f - 2026-02-01T03:30:00Z+60 - - - - a" },
		{ " 2026-02-01 03:30  1P", "f ~1125899906842624 2026-02-01T03:30:00Z+60 - - - - a" },
		{ " 2026-02-01 03:30  99999999P", "f - 2026-02-01T03:30:00Z+60 - - - - a" },
		{ " <b>2026-02-01 03:30</b><i> 15</i>", "f 15 2026-02-01T03:30:00Z+60 - - - - a" },
		{ " <b title=\"2020-01-01 00:00 3\">2026-02-01 03:30</b> 15",
		  "f 15 2026-02-01T03:30:00Z+60 - - - - a" },
		{ " \n 2026-02-01 03:30  1", "f - - - - - - a" },
		{ " <a href=\"/\">x</a> 2026-02-01 03:30  1", "f - - - - - - a" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		char page[200];
		size_t strange = 0;

		snprintf(page, sizeof page, "<pre><a href=\"a\">x</a>%s", table[i].behind);
		row_text(&rows, table[i].behind, read_page(page, &strange).text, table[i].entry);
	}
	rows_end(&rows);
}

static void other_pages_are_no_index(void **state)
{
	(void)state;
	assert_false(web_index_is_one(""));
	assert_false(web_index_is_one("<html><head><title>Log in</title></head><body>Index of</body>"));
	assert_false(web_index_is_one("<h1>Index of /</h1>"));
	assert_true(web_index_is_one("<TITLE>Index of /</TITLE>"));
}

static void a_taker_can_end_it(void **state)
{
	struct found found = { .limit = 2 };
	const struct web_index_taker taker = { take, &found };
	size_t strange = 0;

	(void)state;
	assert_false(web_index_read("<a href=\"a\">a</a><a href=\"b\">b</a><a href=\"c\">c</a>", &taker, &strange));
	assert_string_equal(found.text, "f - - - - - - a\nf - - - - - - b");
}

static void names_are_written_for_a_url(void **state)
{
	char encoded[16] = "";

	(void)state;
	assert_true(web_index_encode("a b%/\xff", encoded, sizeof encoded));
	assert_string_equal(encoded, "a%20b%25%2F%FF");
	assert_false(web_index_encode("aaaaaaaaaaaaaaaa", encoded, sizeof encoded));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_index_of_nginx_is_read),
		cmocka_unit_test(the_fancy_index_of_apache_is_read),
		cmocka_unit_test(the_table_of_apache_is_read),
		cmocka_unit_test(the_plain_list_of_apache_is_read),
		cmocka_unit_test(links_that_lead_elsewhere_are_passed_over),
		cmocka_unit_test(what_stands_behind_a_link_may_be_anything),
		cmocka_unit_test(other_pages_are_no_index),
		cmocka_unit_test(a_taker_can_end_it),
		cmocka_unit_test(names_are_written_for_a_url),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
