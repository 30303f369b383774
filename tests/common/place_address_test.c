// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/place_address.h"

#include "tests/common/rows.h"

#include <stdio.h>

static void urls_are_taken_apart(void **state)
{
	static const struct {
		const char *text, *parts; /* user host port path text */
		enum place_scheme scheme;
	} table[] = {
		{ "/backup/a b", "[] [] 0 [/backup/a b] [/backup/a b]", PLACE_LOCAL },
		{ "backup", "[] [] 0 [backup] [backup]", PLACE_LOCAL },
		{ "/a/sftp://b", "[] [] 0 [/a/sftp://b] [/a/sftp://b]", PLACE_LOCAL },
		{ "sftp:/a", "[] [] 0 [sftp:/a] [sftp:/a]", PLACE_LOCAL },
		{ "sftp://u@h/p", "[u] [h] 22 [/p] [sftp://h/p]", PLACE_SFTP },
		{ "SFTP://u@h/p", "[u] [h] 22 [/p] [sftp://h/p]", PLACE_SFTP },
		{ "sftp://u@h", "[u] [h] 22 [/] [sftp://h]", PLACE_SFTP },
		{ "sftp://u@h:2222/p/q", "[u] [h] 2222 [/p/q] [sftp://h:2222/p/q]", PLACE_SFTP },
		{ "sftp://a%40b@h/~/in%20box", "[a@b] [h] 22 [in box] [sftp://h/~/in%20box]", PLACE_SFTP },
		{ "sftp://u@h/~", "[u] [h] 22 [.] [sftp://h/~]", PLACE_SFTP },
		{ "sftp://u@h/~/", "[u] [h] 22 [.] [sftp://h/~/]", PLACE_SFTP },
		{ "sftp://u@h/~a", "[u] [h] 22 [/~a] [sftp://h/~a]", PLACE_SFTP },
		{ "sftp://u@[::1]:23/p", "[u] [::1] 23 [/p] [sftp://[::1]:23/p]", PLACE_SFTP },
		{ "sftp://u@[::1]/p", "[u] [::1] 22 [/p] [sftp://[::1]/p]", PLACE_SFTP },
		{ "ftp://h/a%2Fb", "[] [h] 21 [/a/b] [ftp://h/a%2Fb]", PLACE_FTP },
		{ "ftps://h/", "[] [h] 21 [/] [ftps://h/]", PLACE_FTPS },
		{ "https://h/a%20b/", "[] [h] 443 [/a%20b/] [https://h/a%20b/]", PLACE_HTTPS },
		{ "https://h", "[] [h] 443 [/] [https://h]", PLACE_HTTPS },
		{ "https://u@h/", "[u] [h] 443 [/] [https://h/]", PLACE_HTTPS },
		{ "https://h/a@b/", "[] [h] 443 [/a@b/] [https://h/a@b/]", PLACE_HTTPS },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct place_address address = { 0 };
		struct problem problem = { 0 };
		char parts[10000];

		row_true(&rows, table[i].text, place_address_parse(table[i].text, &address, &problem), true);
		snprintf(parts, sizeof parts, "[%s] [%s] %ld [%s] [%s]", address.user, address.host, address.port,
			 address.path, address.text);
		row_text(&rows, table[i].text, parts, table[i].parts);
		row_true(&rows, table[i].text, address.scheme == table[i].scheme, true);
		row_true(&rows, table[i].text, place_address_is_local(table[i].text), table[i].scheme == PLACE_LOCAL);
	}
	rows_end(&rows);
}

static void what_is_no_place_is_refused(void **state)
{
	static const struct {
		const char *text, *reason;
	} table[] = {
		{ "", "a path or a URL is expected" },
		{ "http://h/", "'http' is no scheme that is known: sftp, ftp, ftps or https is expected" },
		{ "file:///a", "'file' is no scheme that is known: sftp, ftp, ftps or https is expected" },
		{ "sftp://", "a host is expected behind ://" },
		{ "sftp:///a", "a host is expected behind ://" },
		{ "sftp://u@/a", "a host is expected behind ://" },
		{ "sftp://@h/a", "the user in front of @ is empty, too long or badly encoded" },
		{ "sftp://a%0@h/a", "the user in front of @ is empty, too long or badly encoded" },
		{ "sftp://u:secret@h/a",
		  "a password does not belong into a URL: --password-file or --netrc is expected" },
		{ "sftp://u@h:0/a", "HOST or HOST:PORT is expected, not 'h:0'" },
		{ "sftp://u@h:65536/a", "HOST or HOST:PORT is expected, not 'h:65536'" },
		{ "sftp://u@h:/a", "HOST or HOST:PORT is expected, not 'h:'" },
		{ "sftp://u@h:22x/a", "HOST or HOST:PORT is expected, not 'h:22x'" },
		{ "sftp://u@h$/a", "HOST or HOST:PORT is expected, not 'h$'" },
		{ "sftp://u@[::1/a", "[IPv6 address] is expected" },
		{ "sftp://u@h/a%00", "the path is too long, badly encoded, or has a control character" },
		{ "sftp://u@h/a%0A", "the path is too long, badly encoded, or has a control character" },
		{ "sftp://u@h/a%", "the path is too long, badly encoded, or has a control character" },
		{ "ftp://h/a\nb", "the path is too long, badly encoded, or has a control character" },
		{ "https://h/a b", "the path is too long, or has a blank" },
		{ "https://h/a\r\nHost: b", "the path is too long, or has a blank" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct place_address address = { .port = 77 };
		struct problem problem = { 0 };

		row_true(&rows, table[i].text, place_address_parse(table[i].text, &address, &problem), false);
		row_text(&rows, table[i].text, problem.text, table[i].reason);
		row_true(&rows, table[i].text, problem.kind == PROBLEM_INPUT && address.port == 77, true);
	}
	rows_end(&rows);
}

static void names_are_joined(void **state)
{
	char path[8] = "";

	(void)state;
	assert_true(place_path_join("/a", "b", path, sizeof path));
	assert_string_equal(path, "/a/b");
	assert_true(place_path_join("/", "b", path, sizeof path));
	assert_string_equal(path, "/b");
	assert_true(place_path_join("abc", "def", path, sizeof path));
	assert_false(place_path_join("abc", "defg", path, sizeof path));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(urls_are_taken_apart),
		cmocka_unit_test(what_is_no_place_is_refused),
		cmocka_unit_test(names_are_joined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
