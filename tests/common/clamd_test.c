// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/clamd.h"

#include "tests/common/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- places ----------------------------------------------------------------------- */

static const struct {
	const char *text;
	const char *place; /* NULL: it is none */
} addresses[] = {
	{ "/run/clamav/clamd.ctl", "clamd on socket /run/clamav/clamd.ctl" },
	{ "/run/a:1", "clamd on socket /run/a:1" },
	{ "localhost", "clamd on localhost port 3310" },
	{ "localhost:3311", "clamd on localhost port 3311" },
	{ "127.0.0.1:1", "clamd on 127.0.0.1 port 1" },
	{ "::1", "clamd on ::1 port 3310" },
	{ "[::1]", "clamd on ::1 port 3310" },
	{ "[::1]:65535", "clamd on ::1 port 65535" },
	{ "", NULL },
	{ ":3310", NULL },
	{ "localhost:", NULL },
	{ "localhost:0", NULL },
	{ "localhost:65536", NULL },
	{ "localhost:033100", NULL },
	{ "localhost:clamd", NULL },
	{ "localhost:-1", NULL },
	{ "[::1", NULL },
	{ "[]:1", NULL },
	{ "[::1]1", NULL },
	{ "[::1]:", NULL },
	{ "/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
	  "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
	  NULL },
};

static void a_place_is_read(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(addresses); i++) {
		struct clamd_address address = { .port = 7 };
		struct problem problem = { 0 };
		char place[CLAMD_PLACE_SIZE] = "";
		bool read = clamd_address_parse(addresses[i].text, &address, &problem);

		row_true(&rows, addresses[i].text, read, addresses[i].place != NULL);
		if (read)
			clamd_place_write(&address, place, sizeof place);
		row_text(&rows, addresses[i].text, place, addresses[i].place ? addresses[i].place : "");
		row_true(&rows, addresses[i].text, address.is_set, read);
	}
	rows_end(&rows);
}

/* --- answers ---------------------------------------------------------------------- */

static const struct {
	const char *answer;
	const char *engine; /* NULL: it is no version */
	double database;    /* -1: not told */
	int built_day;      /* 0: not told */
} versions[] = {
	{ "ClamAV 1.4.6/27848/Sun Nov 22 09:31:00 2026", "ClamAV 1.4.6", 27848, 22 },
	{ "ClamAV 1.4.6/6/Wed Jun  2 01:34:05 2021", "ClamAV 1.4.6", 6, 2 },
	{ "ClamAV 1.4.6", "ClamAV 1.4.6", -1, 0 },
	{ "ClamAV 1.4.6/27848", "ClamAV 1.4.6", 27848, 0 },
	{ "ClamAV 0.103.8-rc/0/Thu Jan  1 00:00:00 1970", "ClamAV 0.103.8-rc", 0, 1 },
	{ "", NULL, 0, 0 },
	{ "PONG", NULL, 0, 0 },
	{ "ClamAV", NULL, 0, 0 },
	{ "ClamAV x", NULL, 0, 0 },
	{ "ClamAV 1.4.6/", NULL, 0, 0 },
	{ "ClamAV 1.4.6/-1/Sun Nov 22 09:31:00 2026", NULL, 0, 0 },
	{ "ClamAV 1.4.6/9999999999/Sun Nov 22 09:31:00 2026", NULL, 0, 0 },
	{ "ClamAV 1.4.6/1/", NULL, 0, 0 },
	{ "ClamAV 1.4.6/1/yesterday", NULL, 0, 0 },
	{ "ClamAV 1.4.6/1/Sun Nov 22 09:31:00 2026 and more", NULL, 0, 0 },
	{ "ClamAV 1.4.6\nOK", NULL, 0, 0 },
	{ "ClamAV 1.0123456789012345678901234567890123456789012345678901234567890123456789", NULL, 0, 0 },
};

static void a_version_is_read(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(versions); i++) {
		struct clamd_version version = { .engine = "" };
		struct problem problem = { 0 };
		bool read = clamd_version_parse(versions[i].answer, &version, &problem);

		row_true(&rows, versions[i].answer, read, versions[i].engine != NULL);
		row_text(&rows, versions[i].answer, version.engine, versions[i].engine ? versions[i].engine : "");
		if (!read)
			continue;
		row_number(&rows, versions[i].answer, version.has_database ? version.database : -1,
			   versions[i].database);
		row_number(&rows, versions[i].answer, version.has_built ? version.built.tm_mday : 0,
			   versions[i].built_day);
		row_true(&rows, versions[i].answer, version.has_built && version.built.tm_isdst != -1, false);
	}
	rows_end(&rows);
}

#define POOL(state, queue)                                                                                             \
	"STATE: " state "\nTHREADS: live 4  idle 3 max 10 idle-timeout 30\nQUEUE: " queue "\n\tIDLE 0.109636 \n\n"
#define MEMORY "MEMSTATS: heap N/A mmap N/A used N/A free N/A releasable N/A pools 1 pools_used 5.882M\n"

static const struct {
	const char *answer;
	double queue; /* -1: these are no statistics */
	bool is_valid;
} statistics[] = {
	{ "POOLS: 1\n\n" POOL("VALID PRIMARY", "0 items") MEMORY "END", 0, true },
	{ "POOLS: 1\n\n" POOL("VALID PRIMARY", "1 item") "END\n", 1, true },
	{ "POOLS: 1\n\n" POOL("VALID PRIMARY", "17 items min_wait: 0.1") MEMORY "END", 17, true },
	{ "POOLS: 2\n\n" POOL("VALID PRIMARY", "2 items") POOL("VALID ", "3 items") "END", 5, true },
	{ "POOLS: 1\n\n" POOL("EXIT", "2 items") "END", 2, false },
	{ "POOLS: 1\n\n" POOL("INVALID", "0 items") "END", 0, false },
	{ "", -1, false },
	{ "PONG", -1, false },
	{ "POOLS: 1\n\nEND", -1, false },
	{ "POOLS: 0\n\nEND", -1, false },
	{ "POOLS: 1\n\n" POOL("VALID PRIMARY", "2 items") POOL("VALID ", "3 items") "END", -1, false },
	{ "POOLS: 2\n\n" POOL("VALID PRIMARY", "2 items") "END", -1, false },
	{ "POOLS: 1\n\n" POOL("VALID PRIMARY", "0 items") MEMORY, -1, false },
	{ "POOLS: 1\n\n" POOL("VALID PRIMARY", "0 items") MEMORY "EN", -1, false },
	{ "POOLS: 1\n\n" POOL("VALID PRIMARY", "-5 items") "END", -1, false },
	{ "POOLS: 1\n\n" POOL("VALID PRIMARY", "9999999999 items") "END", -1, false },
	{ "POOLS: 1\n\n" POOL("VALID PRIMARY", "many items") "END", -1, false },
	{ "POOLS: 1\n\n" POOL("VALID PRIMARY", "5 apples") "END", -1, false },
	{ "POOLS: 1\n\n" POOL("VALID PRIMARY", "0") "END", -1, false },
	{ "END\nPOOLS: 1\n\n" POOL("VALID PRIMARY", "0 items"), -1, false },
};

static void statistics_are_read(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(statistics); i++) {
		struct clamd_stats stats = { .queue = -1 };
		struct problem problem = { 0 };
		bool read = clamd_stats_parse(statistics[i].answer, &stats, &problem);

		row_true(&rows, statistics[i].answer, read, statistics[i].queue >= 0);
		row_number(&rows, statistics[i].answer, stats.queue, statistics[i].queue);
		row_true(&rows, statistics[i].answer, stats.is_valid, statistics[i].is_valid);
	}
	rows_end(&rows);
}

static const struct {
	const char *answer;
	const char *signature; /* NULL: it is no verdict */
} verdicts[] = {
	{ "stream: OK", "" },
	{ "stream: Eicar-Signature FOUND", "Eicar-Signature" },
	{ "stream: Win.Test.EICAR_HDB-1.UNOFFICIAL FOUND", "Win.Test.EICAR_HDB-1.UNOFFICIAL" },
	{ "", NULL },
	{ "PONG", NULL },
	{ "OK", NULL },
	{ "stream: ", NULL },
	{ "stream:  FOUND", NULL },
	{ "stream: FOUND", NULL },
	{ "stream: OK FOUND", "OK" },
	{ "stream: Eicar-Signature FOUND\n", NULL },
	{ "INSTREAM size limit exceeded. ERROR", NULL },
	{ "stream: Can't allocate memory ERROR", NULL },
};

static void a_verdict_is_read(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(verdicts); i++) {
		struct clamd_verdict verdict = { .signature = "unset" };
		struct problem problem = { 0 };
		bool read = clamd_verdict_parse(verdicts[i].answer, &verdict, &problem);

		row_true(&rows, verdicts[i].answer, read, verdicts[i].signature != NULL);
		row_text(&rows, verdicts[i].answer, verdict.signature,
			 verdicts[i].signature ? verdicts[i].signature : "unset");
	}
	rows_end(&rows);
}

/* --- conversations ------------------------------------------------------------------ */

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/clamd_test.XXXXXX");
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	remove("socket");
	remove("heard");
	return chdir("/") == 0 ? rmdir(folder) : -1;
}

/* What the client sent: to its NUL, and behind INSTREAM to the piece of length 0. */
static void hear(int connection, FILE *heard)
{
	static const char stream[] = "zINSTREAM";
	char bytes[4096];
	size_t length = 0;
	ssize_t count;

	while ((count = read(connection, bytes + length, sizeof bytes - length)) > 0) {
		length += (size_t)count;
		if (memchr(bytes, '\0', length) == NULL)
			continue;
		if (length < sizeof stream || memcmp(bytes, stream, sizeof stream) != 0)
			break;
		if (length > sizeof stream + 4 && memcmp(bytes + length - 4, "\0\0\0", 4) == 0)
			break;
	}
	fwrite(bytes, 1, length, heard);
}

/* Answers as many connections as it has answers, and ends.  A NUL belongs to an answer
 * unless it begins with `!`. */
static void serve(int listener, const char *const *answers)
{
	FILE *heard = fopen("heard", "w");

	for (; *answers; answers++) {
		const char *answer = **answers == '!' ? *answers + 1 : *answers;
		int connection = accept(listener, NULL, NULL);

		hear(connection, heard);
		if (write(connection, answer, strlen(answer) + (answer == *answers)) < 0)
			_exit(1);
		close(connection);
	}
	_exit(fclose(heard) == 0 ? 0 : 1);
}

static pid_t start_server(const char *const *answers, struct clamd_address *address)
{
	struct sockaddr_un place = { .sun_family = AF_UNIX };
	struct problem problem;
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	char path[128];
	pid_t child;

	remove("socket");
	snprintf(path, sizeof path, "%s/socket", folder);
	snprintf(place.sun_path, sizeof place.sun_path, "%s", path);
	assert_true(clamd_address_parse(path, address, &problem));
	assert_int_equal(bind(listener, (struct sockaddr *)&place, sizeof place), 0);
	assert_int_equal(listen(listener, 8), 0);
	child = fork();
	if (child == 0) {
		alarm(20);
		serve(listener, answers);
	}
	close(listener);
	return child;
}

static void end_server(pid_t child)
{
	int status = -1;

	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static const struct {
	const char *answer;
	const char *problem; /* NULL: it is good */
} pings[] = {
	{ "PONG", NULL },
	{ "pong", "PING: PONG expected, the answer is 'pong'" },
	{ "PONG ", "PING: PONG expected, the answer is 'PONG '" },
	{ "!PONG", "PING: the answer was cut off: 'PONG'" },
	{ "!", "PING: no answer" },
	{ "", "PING: PONG expected, the answer is ''" },
};

static void clamd_is_pinged(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(pings); i++) {
		const char *const answers[] = { pings[i].answer, NULL };
		struct deadline deadline = deadline_in(10);
		struct clamd_address address;
		struct problem problem = { 0 };
		pid_t server = start_server(answers, &address);

		row_true(&rows, pings[i].answer, clamd_ping(&address, &deadline, &problem), pings[i].problem == NULL);
		row_holds(&rows, pings[i].answer, problem.text, pings[i].problem ? pings[i].problem : "");
		end_server(server);
	}
	rows_end(&rows);
}

static void the_test_file_is_sent_whole_after_a_harmless_text(void **state)
{
	static const char *const answers[] = { "stream: OK", "stream: Eicar-Signature FOUND", NULL };
	struct deadline deadline = deadline_in(10);
	struct clamd_verdict clean, infected;
	struct clamd_address address;
	struct problem problem = { 0 };
	char heard[1024];
	unsigned sum = 0;
	size_t length;
	size_t test_file;
	FILE *file;
	pid_t server = start_server(answers, &address);

	(void)state;
	assert_true(clamd_self_test(&address, &deadline, &clean, &infected, &problem));
	assert_false(clean.is_infected);
	assert_true(infected.is_infected);
	assert_string_equal(infected.signature, "Eicar-Signature");
	end_server(server);
	file = fopen("heard", "r");
	assert_non_null(file);
	length = fread(heard, 1, sizeof heard, file);
	fclose(file);
	/* Its 68 bytes and a last piece of length 0; a sum is enough to know them by, without a copy. */
	assert_true(length > 4 + 68 + 4 + 10);
	test_file = length - 4 - 68;
	assert_memory_equal(heard + 10 + 4, "nothing to be found here\n", 25);
	assert_memory_equal(heard + test_file - 4, "\0\0\0\x44", 4);
	assert_memory_equal(heard + test_file - 4 - 10, "zINSTREAM\0", 10);
	for (size_t i = 0; i < 68; i++)
		sum = sum * 31 + (unsigned char)heard[test_file + i];
	assert_int_equal(sum, 3748918718u);
}

static void the_other_questions(void **state)
{
	static const char *const answers[] = { "ClamAV 1.4.6/7/Sun Nov 22 09:31:00 2026",
					       "POOLS: 1\n\n" POOL("VALID PRIMARY", "3 items") "END", "UNKNOWN COMMAND",
					       "UNKNOWN COMMAND", NULL };
	struct deadline deadline = deadline_in(10);
	struct clamd_version version;
	struct clamd_stats stats;
	struct clamd_address address;
	struct problem problem = { 0 };
	pid_t server = start_server(answers, &address);

	(void)state;
	assert_true(clamd_ask_version(&address, &deadline, &version, &problem));
	assert_true(version.database == 7);
	assert_true(clamd_ask_stats(&address, &deadline, &stats, &problem));
	assert_true(stats.queue == 3);
	assert_false(clamd_ask_version(&address, &deadline, &version, &problem));
	assert_int_equal(problem.kind, PROBLEM_PEER);
	assert_non_null(strstr(problem.text, "VERSION: a version expected, the answer is 'UNKNOWN COMMAND'"));
	assert_false(clamd_ask_stats(&address, &deadline, &stats, &problem));
	assert_non_null(strstr(problem.text, "STATS: statistics expected, the answer is 'UNKNOWN COMMAND'"));
	end_server(server);
}

static void nobody_listens(void **state)
{
	struct deadline deadline = deadline_in(10);
	struct clamd_address address;
	struct problem problem = { 0 };

	(void)state;
	assert_true(clamd_address_parse("/nonexistent/clamd.ctl", &address, &problem));
	assert_false(clamd_ping(&address, &deadline, &problem));
	assert_int_equal(problem.kind, PROBLEM_PEER);
	assert_string_equal(problem.text, "connect to socket /nonexistent/clamd.ctl: No such file or directory");
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_place_is_read),     cmocka_unit_test(a_version_is_read),
		cmocka_unit_test(statistics_are_read), cmocka_unit_test(a_verdict_is_read),
		WITH_FOLDER(clamd_is_pinged),          WITH_FOLDER(the_test_file_is_sent_whole_after_a_harmless_text),
		WITH_FOLDER(the_other_questions),      WITH_FOLDER(nobody_listens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
