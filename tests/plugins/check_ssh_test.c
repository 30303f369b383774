// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * check_ssh without a server: every judgement, every impossible combination of
 * options, and the command lines of its namesake.
 */
#include "plugins/check_ssh.c"

#include "tests/common/judged.h"

/* --- judgements ---------------------------------------------------------------- */

/* What was asked and what was found, and the whole line that must come of it. */
struct judgement {
	const char *name;
	struct settings settings;
	struct facts facts;
	const char *lists[SSH_LISTS]; /* of the offers */
	enum status status;
	const char *line;
};

#define TEXTS(...)                                                                                                     \
	{                                                                                                              \
		.items = (const char *[]){ __VA_ARGS__ }, .count = LENGTH(((const char *[]){ __VA_ARGS__ }))           \
	}
#define DONE .step = STEP_DONE
#define FAILED(failed_kind, words) .step = STEP_FAILED, .problem = { .kind = (failed_kind), .text = words }
#define ASKED .hostname = "shell.example.org", .port = 22
#define DEBIAN "OpenSSH_9.2p1 Debian-2+deb12u3 (protocol 2.0)"
#define GREETED_AS(said_protocol, said_version, said_software)                                                         \
	.identified = { DONE }, .seconds = 0.0125,                                                                     \
	.identification = { .protocol = said_protocol, .version = said_version, .software = said_software }
#define GREETED GREETED_AS("2.0", "OpenSSH_9.2p1 Debian-2+deb12u3", "OpenSSH_9.2p1")
#define PERFDATA " | time=0.012500s;;;0.000000;10.000000\n"
#define NO_PERFDATA " | time=U;;;0.000000;10.000000\n"
#define WHERE "shell.example.org port 22"
#define KEY "SHA256:uNiVztksCsDhcc0u9e8BujQXVUpKZIDTMczCvj3tD2s"
#define KEY_IN_HEX "b8d895ced92c0ac0e171cd2ef5ef01ba3417554a4a6480d331ccc2be3ded0f6b"
#define OTHER_KEY "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define SHOWN .shook_hands = { DONE }, .host_key = { .type = "ssh-ed25519", .fingerprint = KEY }
#define SOUND_LISTS "curve25519-sha256", "ssh-ed25519", "aes256-ctr", "aes256-ctr", "hmac-sha2-256", "hmac-sha2-256"
#define WEAK_LISTS                                                                                                     \
	"diffie-hellman-group1-sha1", "ssh-rsa", "aes128-cbc,aes128-ctr", "aes128-cbc", "hmac-md5", "hmac-md5"
#define WEAK_FOUND "key exchange diffie-hellman-group1-sha1, host key ssh-rsa, cipher aes128-cbc, MAC hmac-md5"

static void expect_judgement(struct rows *rows, const struct judgement *row)
{
	struct result *result = judged_new("SSH");
	struct facts facts = row->facts;

	for (int i = 0; i < SSH_LISTS; i++) {
		facts.offers.lists[i] = buffer_limited(1000);
		if (row->lists[i])
			buffer_add(&facts.offers.lists[i], row->lists[i]);
	}
	evaluate(&row->settings, &facts, 10, result);
	row_number(rows, row->name, (int)result_status(result), (int)row->status);
	row_judged(rows, row->name, result, row->line);
	ssh_offers_free(&facts.offers);
}

static const struct judgement identifications[] = {
	{ "answers", { ASKED }, { GREETED }, { 0 }, STATUS_OK, "SSH OK - " DEBIAN PERFDATA },
	{ "answers as old",
	  { ASKED },
	  { GREETED_AS("1.99", "Cisco-1.25", "Cisco-1.25") },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - Cisco-1.25 (protocol 1.99)" PERFDATA },
	{ "answers with what a terminal obeys",
	  { ASKED },
	  { GREETED_AS("2.0", "a|b=1\033[2J", "a|b=1\033[2J") },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - a b=1?[2J (protocol 2.0)" PERFDATA },
	{ "refused",
	  { ASKED },
	  { .identified = { FAILED(PROBLEM_REFUSED, "connect to address 127.0.0.1 and port 22: Connection refused") } },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - connect to address 127.0.0.1 and port 22: Connection refused" NO_PERFDATA },
	{ "unresolved",
	  { ASKED },
	  { .identified = { FAILED(PROBLEM_UNRESOLVED, "cannot resolve host 'x': Name or service not known") } },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - cannot resolve host 'x': Name or service not known" NO_PERFDATA },
	{ "the time is up",
	  { ASKED },
	  { .identified = { FAILED(PROBLEM_TIMEOUT, WHERE ": timeout: no SSH identification") } },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": timeout: no SSH identification" NO_PERFDATA },
	{ "this machine fails",
	  { ASKED },
	  { .identified = { FAILED(PROBLEM_SYSTEM, "out of memory") } },
	  { 0 },
	  STATUS_UNKNOWN,
	  "SSH UNKNOWN - out of memory" NO_PERFDATA },
	{ "limits do not hide why nothing was measured",
	  { ASKED, .warning = { .end = 1, .is_set = true }, .critical = { .end = 3, .is_set = true } },
	  { .identified = { FAILED(PROBLEM_PEER, WHERE ": no SSH identification, but 'x'") } },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": no SSH identification, but 'x' | time=U;1;3;0.000000;10.000000\n" },
};

static void an_identification_is_judged(void **state)
{
	(void)state;
	EACH_ROW(identifications, expect_judgement);
}

static const struct judgement times[] = {
	{ "within both",
	  { ASKED, .warning = { .end = 1, .is_set = true }, .critical = { .end = 3, .is_set = true } },
	  { GREETED },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN " | time=0.012500s;1;3;0.000000;10.000000\n" },
	{ "at the limit",
	  { ASKED, .warning = { .end = 0.0125, .is_set = true } },
	  { GREETED },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN " | time=0.012500s;0.0125;;0.000000;10.000000\n" },
	{ "warning",
	  { ASKED, .warning = { .end = 0.01, .is_set = true }, .critical = { .end = 3, .is_set = true } },
	  { GREETED },
	  { 0 },
	  STATUS_WARNING,
	  "SSH WARNING - 0.013 s until the identification (warning at 0.01) | "
	  "time=0.012500s;0.01;3;0.000000;10.000000\n" },
	{ "critical",
	  { ASKED, .warning = { .end = 0.001, .is_set = true }, .critical = { .end = 0.01, .is_set = true } },
	  { GREETED },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - 0.013 s until the identification (critical at 0.01) | "
	  "time=0.012500s;0.001;0.01;0.000000;10.000000\n" },
	{ "too fast for its range",
	  { ASKED, .critical = { .start = 1, .end = INFINITY, .is_set = true } },
	  { GREETED },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - 0.013 s until the identification (critical at 1:) | "
	  "time=0.012500s;;1:;0.000000;10.000000\n" },
	{ "too slow and of the wrong version",
	  { ASKED, .warning = { .end = 0.01, .is_set = true }, .remote_version = "x" },
	  { GREETED },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " DEBIAN " version mismatch, expected 'x'; 0.013 s until the identification (warning at "
	  "0.01) | time=0.012500s;0.01;;0.000000;10.000000\n" },
};

static void the_time_is_judged(void **state)
{
	(void)state;
	EACH_ROW(times, expect_judgement);
}

static const struct judgement versions[] = {
	{ "expected with the comment",
	  { ASKED, .remote_version = "OpenSSH_9.2p1 Debian-2+deb12u3" },
	  { GREETED },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN PERFDATA },
	{ "expected without it",
	  { ASKED, .remote_version = "OpenSSH_9.2p1" },
	  { GREETED },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN PERFDATA },
	{ "another than expected",
	  { ASKED, .remote_version = "OpenSSH_9.9" },
	  { GREETED },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " DEBIAN " version mismatch, expected 'OpenSSH_9.9'" PERFDATA },
	{ "the expected protocol",
	  { ASKED, .remote_protocol = "2.0" },
	  { GREETED },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN PERFDATA },
	{ "another protocol",
	  { ASKED, .remote_protocol = "1.99" },
	  { GREETED },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " DEBIAN " protocol version mismatch, expected '1.99'" PERFDATA },
	{ "above the least",
	  { ASKED, .minimum_version = "9.1" },
	  { GREETED },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN PERFDATA },
	{ "at the least",
	  { ASKED, .minimum_version = "OpenSSH_9.2" },
	  { GREETED },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN PERFDATA },
	{ "at the least with the patch level",
	  { ASKED, .minimum_version = "9.2p1" },
	  { GREETED },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN PERFDATA },
	{ "below the least",
	  { ASKED, .minimum_version = "9.10" },
	  { GREETED },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " DEBIAN " is below version '9.10'" PERFDATA },
	{ "numbers of the comment do not count",
	  { ASKED, .minimum_version = "9.2p1.1" },
	  { GREETED },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " DEBIAN " is below version '9.2p1.1'" PERFDATA },
	{ "another product",
	  { ASKED, .minimum_version = "dropbear_1" },
	  { GREETED },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " DEBIAN " is another product than 'dropbear_1'" PERFDATA },
	{ "wrong in three ways",
	  { ASKED, .remote_version = "a", .remote_protocol = "b", .minimum_version = "10" },
	  { GREETED },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " DEBIAN " version mismatch, expected 'a'; " DEBIAN
	  " protocol version mismatch, expected 'b'; " DEBIAN " is below version '10'" PERFDATA },
};

static void a_version_is_judged(void **state)
{
	(void)state;
	EACH_ROW(versions, expect_judgement);
}

static const struct judgement host_keys[] = {
	{ "as pinned",
	  { ASKED, .host_key = TEXTS(KEY) },
	  { GREETED, SHOWN },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN ", host key ssh-ed25519 as pinned" PERFDATA },
	{ "as pinned in hex",
	  { ASKED, .host_key = TEXTS(KEY_IN_HEX) },
	  { GREETED, SHOWN },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN ", host key ssh-ed25519 as pinned" PERFDATA },
	{ "as one of two",
	  { ASKED, .host_key = TEXTS(OTHER_KEY, KEY "=") },
	  { GREETED, SHOWN },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN ", host key ssh-ed25519 as pinned" PERFDATA },
	{ "another than pinned",
	  { ASKED, .host_key = TEXTS(OTHER_KEY) },
	  { GREETED, SHOWN },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": the host's key is ssh-ed25519 " KEY ", which is none of the 1 pinned" PERFDATA },
	{ "another than the two pinned",
	  { ASKED, .host_key = TEXTS(OTHER_KEY, OTHER_KEY) },
	  { GREETED, SHOWN },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": the host's key is ssh-ed25519 " KEY ", which is none of the 2 pinned" PERFDATA },
	{ "known",
	  { ASKED, .known_hosts = "/k" },
	  { GREETED, SHOWN, .known = SSH_KNOWN },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN ", host key ssh-ed25519 is known" PERFDATA },
	{ "not known",
	  { ASKED, .known_hosts = "/k" },
	  { GREETED, SHOWN, .known = SSH_KNOWN_NOT },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": the host's key is ssh-ed25519 " KEY
	  ", and /k has no ssh-ed25519 key for it" PERFDATA },
	{ "known as another",
	  { ASKED, .known_hosts = "/k" },
	  { GREETED, SHOWN, .known = SSH_KNOWN_OTHER },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": the host's key is ssh-ed25519 " KEY ", but /k has another for it" PERFDATA },
	{ "as pinned and known",
	  { ASKED, .host_key = TEXTS(KEY), .known_hosts = "/k" },
	  { GREETED, SHOWN, .known = SSH_KNOWN },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN ", host key ssh-ed25519 as pinned, host key ssh-ed25519 is known" PERFDATA },
	{ "as pinned but not known",
	  { ASKED, .host_key = TEXTS(KEY), .known_hosts = "/k" },
	  { GREETED, SHOWN, .known = SSH_KNOWN_OTHER },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": the host's key is ssh-ed25519 " KEY ", but /k has another for it" PERFDATA },
	{ "known but not as pinned",
	  { ASKED, .host_key = TEXTS(OTHER_KEY), .known_hosts = "/k" },
	  { GREETED, SHOWN, .known = SSH_KNOWN },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": the host's key is ssh-ed25519 " KEY ", which is none of the 1 pinned" PERFDATA },
	{ "no session",
	  { ASKED, .host_key = TEXTS(KEY) },
	  { GREETED, .shook_hands = { FAILED(PROBLEM_PEER, "the key exchange did not succeed") } },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": the key exchange did not succeed" PERFDATA },
	{ "no session in time",
	  { ASKED, .host_key = TEXTS(KEY) },
	  { GREETED, .shook_hands = { FAILED(PROBLEM_TIMEOUT, "timeout: the key exchange did not succeed") } },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": timeout: the key exchange did not succeed" PERFDATA },
	{ "no library for a session",
	  { ASKED, .host_key = TEXTS(KEY) },
	  { GREETED, .shook_hands = { FAILED(PROBLEM_SYSTEM, "cannot load libssh2.so.1") } },
	  { 0 },
	  STATUS_UNKNOWN,
	  "SSH UNKNOWN - " WHERE ": cannot load libssh2.so.1" PERFDATA },
	{ "no file of known hosts",
	  { ASKED, .known_hosts = "/k" },
	  { GREETED, .shook_hands = { FAILED(PROBLEM_INPUT, "--known-hosts: cannot read '/k'") } },
	  { 0 },
	  STATUS_UNKNOWN,
	  "SSH UNKNOWN - " WHERE ": --known-hosts: cannot read '/k'" PERFDATA },
};

static void a_host_key_is_judged(void **state)
{
	(void)state;
	EACH_ROW(host_keys, expect_judgement);
}

#define TOLD(list) GREETED, SHOWN, .told_methods = { DONE }, .methods = list

static const struct judgement methods[] = {
	{ "none of the forbidden",
	  { ASKED, .forbid_auth = TEXTS("password", "keyboard-interactive") },
	  { TOLD("publickey") },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN ", login by publickey" PERFDATA },
	{ "one of the forbidden",
	  { ASKED, .forbid_auth = TEXTS("password", "keyboard-interactive") },
	  { TOLD("publickey,password") },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE " offers to log in by password (offered: publickey,password)" PERFDATA },
	{ "two of the forbidden",
	  { ASKED, .forbid_auth = TEXTS("password", "publickey") },
	  { TOLD("publickey,password") },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE " offers to log in by password (offered: publickey,password); " WHERE
	  " offers to log in by publickey (offered: publickey,password)" PERFDATA },
	{ "a part of a name is not forbidden",
	  { ASKED, .forbid_auth = TEXTS("key", "publickey2", "pass", "word", "") },
	  { TOLD("publickey,password") },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN ", login by publickey,password" PERFDATA },
	{ "the required first",
	  { ASKED, .require_auth = TEXTS("publickey") },
	  { TOLD("publickey,password") },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN ", login by publickey,password" PERFDATA },
	{ "the required last",
	  { ASKED, .require_auth = TEXTS("hostbased") },
	  { TOLD("publickey,password,hostbased") },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN ", login by publickey,password,hostbased" PERFDATA },
	{ "without the required",
	  { ASKED, .require_auth = TEXTS("publickey", "gssapi-with-mic") },
	  { TOLD("publickey") },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE " does not offer to log in by gssapi-with-mic (offered: publickey)" PERFDATA },
	{ "a part of a name is not the required",
	  { ASKED, .require_auth = TEXTS("public") },
	  { TOLD("publickey") },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE " does not offer to log in by public (offered: publickey)" PERFDATA },
	{ "nothing is offered",
	  { ASKED, .require_auth = TEXTS("publickey") },
	  { TOLD("") },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE " does not offer to log in by publickey (offered: )" PERFDATA },
	{ "nobody is let in without proof",
	  { ASKED, .forbid_auth = TEXTS("password") },
	  { TOLD("none") },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE " lets nobody in without any proof (method none)" PERFDATA },
	{ "the user is let in without proof",
	  { ASKED, .forbid_auth = TEXTS("password"), .user = "backup" },
	  { TOLD("none") },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE " lets backup in without any proof (method none)" PERFDATA },
	{ "it did not say",
	  { ASKED, .require_auth = TEXTS("publickey") },
	  { GREETED, SHOWN, .told_methods = { FAILED(PROBLEM_PEER, "the connection ended") } },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": the connection ended" PERFDATA },
};

static void the_ways_to_log_in_are_judged(void **state)
{
	(void)state;
	EACH_ROW(methods, expect_judgement);
}

#define OFFERED GREETED, .offered = { DONE }

static const struct judgement offers[] = {
	{ "no weak ones",
	  { ASKED, .weak_algorithms = STATUS_CRITICAL },
	  { OFFERED },
	  { SOUND_LISTS },
	  STATUS_OK,
	  "SSH OK - " DEBIAN ", no weak algorithm" PERFDATA },
	{ "weak ones, a warning",
	  { ASKED, .weak_algorithms = STATUS_WARNING },
	  { OFFERED },
	  { WEAK_LISTS },
	  STATUS_WARNING,
	  "SSH WARNING - " WHERE " offers weak algorithms: " WEAK_FOUND PERFDATA },
	{ "weak ones, critical",
	  { ASKED, .weak_algorithms = STATUS_CRITICAL },
	  { OFFERED },
	  { WEAK_LISTS },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE " offers weak algorithms: " WEAK_FOUND PERFDATA },
	{ "weak ones, not asked for",
	  { ASKED, .forbid_algorithm = TEXTS("des") },
	  { OFFERED },
	  { WEAK_LISTS },
	  STATUS_OK,
	  "SSH OK - " DEBIAN ", no forbidden algorithm" PERFDATA },
	{ "a forbidden one",
	  { ASKED, .forbid_algorithm = TEXTS("des", "*-cbc") },
	  { OFFERED },
	  { WEAK_LISTS },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE " offers what is forbidden: cipher aes128-cbc" PERFDATA },
	{ "a pattern is the whole name",
	  { ASKED, .forbid_algorithm = TEXTS("aes128", "cbc", "SSH") },
	  { OFFERED },
	  { WEAK_LISTS },
	  STATUS_OK,
	  "SSH OK - " DEBIAN ", no forbidden algorithm" PERFDATA },
	{ "a pattern in other letters",
	  { ASKED, .forbid_algorithm = TEXTS("AES128-CBC") },
	  { OFFERED },
	  { WEAK_LISTS },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE " offers what is forbidden: cipher aes128-cbc" PERFDATA },
	{ "everything is forbidden",
	  { ASKED, .forbid_algorithm = TEXTS("*") },
	  { OFFERED },
	  { SOUND_LISTS },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE " offers what is forbidden: key exchange curve25519-sha256, host key ssh-ed25519, "
	  "cipher aes256-ctr, MAC hmac-sha2-256" PERFDATA },
	{ "both, neither found",
	  { ASKED, .forbid_algorithm = TEXTS("*-cbc"), .weak_algorithms = STATUS_WARNING },
	  { OFFERED },
	  { SOUND_LISTS },
	  STATUS_OK,
	  "SSH OK - " DEBIAN ", no forbidden algorithm, no weak algorithm" PERFDATA },
	{ "both, both found",
	  { ASKED, .forbid_algorithm = TEXTS("*-cbc"), .weak_algorithms = STATUS_WARNING },
	  { OFFERED },
	  { WEAK_LISTS },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE " offers what is forbidden: cipher aes128-cbc; " WHERE
	  " offers weak algorithms: " WEAK_FOUND PERFDATA },
	{ "it did not say what it offers",
	  { ASKED, .weak_algorithms = STATUS_WARNING },
	  { GREETED, .offered = { FAILED(PROBLEM_PEER, "it disconnected (reason 2): bye") } },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": it disconnected (reason 2): bye" PERFDATA },
	{ "what failed twice is told once",
	  { ASKED, .weak_algorithms = STATUS_WARNING, .host_key = TEXTS(KEY) },
	  { GREETED, .offered = { FAILED(PROBLEM_PEER, "the key exchange did not succeed") },
	    .shook_hands = { FAILED(PROBLEM_PEER, "the key exchange did not succeed") } },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": the key exchange did not succeed" PERFDATA },
	{ "offers without a session",
	  { ASKED, .weak_algorithms = STATUS_WARNING, .host_key = TEXTS(KEY) },
	  { OFFERED, .shook_hands = { FAILED(PROBLEM_PEER, "the key exchange did not succeed") } },
	  { WEAK_LISTS },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": the key exchange did not succeed; " WHERE
	  " offers weak algorithms: " WEAK_FOUND PERFDATA },
};

static void what_is_offered_is_judged(void **state)
{
	(void)state;
	EACH_ROW(offers, expect_judgement);
}

#define WITH_KEY ASKED, .user = "backup", .identity = "/i", .insecure = true

static const struct judgement logins[] = {
	{ "logged in",
	  { WITH_KEY },
	  { GREETED, SHOWN, .logged_in = { DONE } },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN ", logged in as backup" PERFDATA },
	{ "not let in",
	  { WITH_KEY },
	  { GREETED, SHOWN, .logged_in = { FAILED(PROBLEM_PEER, "login as 'backup' failed") } },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": login as 'backup' failed" PERFDATA },
	{ "no key to log in with",
	  { WITH_KEY },
	  { GREETED, SHOWN, .logged_in = { FAILED(PROBLEM_INPUT, "--identity: cannot read '/i'") } },
	  { 0 },
	  STATUS_UNKNOWN,
	  "SSH UNKNOWN - " WHERE ": --identity: cannot read '/i'" PERFDATA },
	{ "SFTP reaches the path",
	  { WITH_KEY, .sftp = "/inbox" },
	  { GREETED, SHOWN, .logged_in = { DONE }, .reached_path = { DONE } },
	  { 0 },
	  STATUS_OK,
	  "SSH OK - " DEBIAN ", logged in as backup, SFTP reaches /inbox" PERFDATA },
	{ "SFTP does not",
	  { WITH_KEY, .sftp = "/inbox" },
	  { GREETED, SHOWN, .logged_in = { DONE },
	    .reached_path = { FAILED(PROBLEM_PEER, "SFTP: '/inbox': no such file") } },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": SFTP: '/inbox': no such file" PERFDATA },
	{ "the time was up amid SFTP",
	  { WITH_KEY, .sftp = "/inbox" },
	  { GREETED, SHOWN, .logged_in = { DONE },
	    .reached_path = { FAILED(PROBLEM_TIMEOUT, "timeout: SFTP did not answer") } },
	  { 0 },
	  STATUS_CRITICAL,
	  "SSH CRITICAL - " WHERE ": timeout: SFTP did not answer" PERFDATA },
	{ "all is well with all of it",
	  { WITH_KEY, .sftp = "/inbox", .host_key = TEXTS(KEY), .known_hosts = "/k", .require_auth = TEXTS("publickey"),
	    .weak_algorithms = STATUS_CRITICAL },
	  { TOLD("publickey"), .known = SSH_KNOWN, .offered = { DONE }, .logged_in = { DONE },
	    .reached_path = { DONE } },
	  { SOUND_LISTS },
	  STATUS_OK,
	  "SSH OK - " DEBIAN
	  ", no weak algorithm, host key ssh-ed25519 as pinned, host key ssh-ed25519 is known, login "
	  "by publickey, logged in as backup, SFTP reaches /inbox" PERFDATA },
};

static void a_login_is_judged(void **state)
{
	(void)state;
	EACH_ROW(logins, expect_judgement);
}

static void the_end_of_the_time_means_what_was_asked(void **state)
{
	static const struct settings settings = { ASKED };
	static const struct facts facts = { .identified = { FAILED(PROBLEM_TIMEOUT, "timeout") } };
	struct result *result = result_new("SSH");

	(void)state;
	assert_non_null(result);
	result->timeout_status = STATUS_WARNING;
	evaluate(&settings, &facts, 10, result);
	assert_int_equal(result_status(result), STATUS_WARNING);
	result_free(result);
}

/* --- options --------------------------------------------------------------------- */

struct combination {
	const char *name;
	struct settings settings;
	const char *problem; /* NULL: it is possible */
};

#define BAD_PIN(text)                                                                                                  \
	"--host-key: '" text                                                                                           \
	"' is not a fingerprint (SHA256: and 43 characters, as ssh-keygen -l prints, or 64 hex digits)"

static const struct combination combinations[] = {
	{ "a host", { ASKED }, NULL },
	{ "a Unix socket", { .hostname = "/run/ssh", .port = 22 }, NULL },
	{ "no host", { .hostname = "" }, "--hostname: it is empty: a name or an address is expected" },
	{ "IPv4", { ASKED, .use_ipv4 = true }, NULL },
	{ "IPv6", { ASKED, .use_ipv6 = true }, NULL },
	{ "IPv4 and IPv6",
	  { ASKED, .use_ipv4 = true, .use_ipv6 = true },
	  "--use-ipv4 and --use-ipv6 exclude each other" },
	{ "pins", { ASKED, .host_key = TEXTS(KEY, KEY_IN_HEX) }, NULL },
	{ "a bad pin", { ASKED, .host_key = TEXTS("SHA256:x") }, BAD_PIN("SHA256:x") },
	{ "a bad pin behind a good one", { ASKED, .host_key = TEXTS(KEY, "") }, BAD_PIN("") },
	{ "a type with a pin", { ASKED, .host_key_type = 1, .host_key = TEXTS(KEY) }, NULL },
	{ "a type with known hosts", { ASKED, .host_key_type = 1, .known_hosts = "/k" }, NULL },
	{ "a type alone", { ASKED, .host_key_type = 1 }, "--host-key-type: it needs --host-key or --known-hosts" },
	{ "a least version", { ASKED, .minimum_version = "OpenSSH_9" }, NULL },
	{ "a least version without a number",
	  { ASKED, .minimum_version = "OpenSSH" },
	  "--minimum-version: 'OpenSSH' has no number" },
	{ "an empty least version", { ASKED, .minimum_version = "" }, "--minimum-version: '' has no number" },
	{ "a key", { WITH_KEY }, NULL },
	{ "an agent", { ASKED, .user = "backup", .agent = true, .insecure = true }, NULL },
	{ "an agent and a list of hosts", { ASKED, .user = "backup", .agent = true, .known_hosts = "/k" }, NULL },
	{ "an agent for whoever answers",
	  { ASKED, .user = "backup", .agent = true },
	  "--agent: it needs --host-key or --known-hosts (or --insecure)" },
	{ "a key for whoever answers",
	  { ASKED, .user = "backup", .identity = "/i" },
	  "--identity: it needs --host-key or --known-hosts (or --insecure)" },
	{ "a method that is none",
	  { ASKED, .forbid_auth = TEXTS("Password") },
	  "--forbid-auth: 'Password' is no method (password, publickey, keyboard-interactive, hostbased, "
	  "gssapi-with-mic, gssapi-keyex, none); the option may be repeated" },
	{ "two methods in one word",
	  { ASKED, .require_auth = TEXTS("publickey,password") },
	  "--require-auth: 'publickey,password' is no method (password, publickey, keyboard-interactive, hostbased, "
	  "gssapi-with-mic, gssapi-keyex, none); the option may be repeated" },
	{ "a key and an agent", { WITH_KEY, .agent = true }, "--identity and --agent exclude each other" },
	{ "a key without a user", { ASKED, .identity = "/i" }, "--identity: it needs --user" },
	{ "an agent without a user", { ASKED, .agent = true }, "--agent: it needs --user" },
	{ "a user alone",
	  { ASKED, .user = "backup" },
	  "--user: it needs --identity, --agent, --require-auth or --forbid-auth" },
	{ "a user with a pin alone",
	  { ASKED, .user = "backup", .host_key = TEXTS(KEY) },
	  "--user: it needs --identity, --agent, --require-auth or --forbid-auth" },
	{ "a user and a required way", { ASKED, .user = "backup", .require_auth = TEXTS("publickey") }, NULL },
	{ "a user and a forbidden way", { ASKED, .user = "backup", .forbid_auth = TEXTS("password") }, NULL },
	{ "a path after a login", { WITH_KEY, .sftp = "/inbox" }, NULL },
	{ "a path without a login", { ASKED, .sftp = "/inbox" }, "--sftp: it needs --user with --identity or --agent" },
	{ "a path and a user without a login",
	  { ASKED, .sftp = "/inbox", .user = "backup", .require_auth = TEXTS("publickey") },
	  "--sftp: it needs --user with --identity or --agent" },
	{ "a passphrase for a key", { WITH_KEY, .passphrase_file = "/p" }, NULL },
	{ "a passphrase alone", { ASKED, .passphrase_file = "/p" }, "--passphrase-file: it needs --identity" },
	{ "a passphrase for an agent",
	  { ASKED, .user = "backup", .agent = true, .passphrase_file = "/p" },
	  "--passphrase-file: it needs --identity" },
};

static void an_impossible_combination_is_told(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(combinations); i++) {
		struct problem problem = { 0 };

		row_true(&rows, combinations[i].name, verify(&combinations[i].settings, &problem),
			 combinations[i].problem == NULL);
		row_text(&rows, combinations[i].name, problem.text,
			 combinations[i].problem ? combinations[i].problem : "");
		row_number(&rows, combinations[i].name, (int)problem.kind,
			   combinations[i].problem ? PROBLEM_INPUT : PROBLEM_NONE);
	}
	rows_end(&rows);
}

enum { WORDS_MAXIMUM = 24 };

/* Parses the words of a command line, NULL behind the last. */
static bool parse_words(const char *const *words, struct settings *settings, struct common_settings *common,
			struct problem *problem)
{
	static char texts[WORDS_MAXIMUM + 1][200]; /* the settings borrow from them */
	char *argv[WORDS_MAXIMUM + 2] = { texts[0] };
	int argc = 1;

	for (; *words; words++, argc++) {
		assert_true(argc <= WORDS_MAXIMUM);
		snprintf(texts[argc], sizeof texts[argc], "%s", *words);
		argv[argc] = texts[argc];
	}
	*settings = defaults;
	*common = option_common_defaults;
	return option_parse(options, argc, argv, settings, common, problem);
}

/* A command line, and the settings that it must make. */
struct command_line {
	const char *name;
	const char *words[WORDS_MAXIMUM];
	const char *hostname;
	long port;
	bool use_ipv4, use_ipv6;
	double timeout;
	const char *remote_version, *remote_protocol;
};

static const struct command_line command_lines[] = {
	{ "host", { "a" }, "a", 22, .timeout = 10 },
	{ "host and port", { "a", "2222" }, "a", 2222, .timeout = 10 },
	{ "-H and -p", { "-H", "a", "-p", "2222" }, "a", 2222, .timeout = 10 },
	{ "-H and port", { "-H", "a", "2222" }, "a", 2222, .timeout = 10 },
	{ "-p and host", { "-p", "2222", "a" }, "a", 2222, .timeout = 10 },
	{ "host in front", { "a", "-p", "2222" }, "a", 2222, .timeout = 10 },
	{ "letters and host", { "-p", "22", "-t", "5", "-4", "a" }, "a", 22, .use_ipv4 = true, .timeout = 5 },
	{ "-6", { "-6", "::1" }, "::1", 22, .use_ipv6 = true, .timeout = 10 },
	{ "--host", { "--host", "a" }, "a", 22, .timeout = 10 },
	{ "--host=", { "--host=a" }, "a", 22, .timeout = 10 },
	{ "--hostname", { "--hostname", "a", "--port=2222" }, "a", 2222, .timeout = 10 },
	{ "long ones",
	  { "--use-ipv4", "--timeout=7", "--port", "1", "--hostname=a" },
	  "a",
	  1,
	  .use_ipv4 = true,
	  .timeout = 7 },
	{ "--use-ipv6", { "--use-ipv6", "a" }, "a", 22, .use_ipv6 = true, .timeout = 10 },
	{ "-r and -P",
	  { "-r", "OpenSSH_9", "-P", "2.0", "a" },
	  "a",
	  22,
	  .timeout = 10,
	  .remote_version = "OpenSSH_9",
	  .remote_protocol = "2.0" },
	{ "--remote-version",
	  { "--remote-version=x y", "--remote-protocol=2.0", "a" },
	  "a",
	  22,
	  .timeout = 10,
	  .remote_version = "x y",
	  .remote_protocol = "2.0" },
	{ "glued", { "-Ha", "-p2222", "-t5" }, "a", 2222, .timeout = 5 },
	{ "as Icinga's template writes it",
	  { "-p", "22", "-t", "10", "-4", "192.0.2.1" },
	  "192.0.2.1",
	  22,
	  .use_ipv4 = true,
	  .timeout = 10 },
};

static void the_command_lines_of_its_namesake_are_taken(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(command_lines); i++) {
		struct settings settings;
		struct common_settings common;
		struct problem problem = { 0 };

		row_true(&rows, command_lines[i].name,
			 parse_words(command_lines[i].words, &settings, &common, &problem), true);
		row_text(&rows, command_lines[i].name, problem.text, "");
		row_text(&rows, command_lines[i].name, settings.hostname, command_lines[i].hostname);
		row_number(&rows, command_lines[i].name, (double)settings.port, (double)command_lines[i].port);
		row_true(&rows, command_lines[i].name, settings.use_ipv4, command_lines[i].use_ipv4);
		row_true(&rows, command_lines[i].name, settings.use_ipv6, command_lines[i].use_ipv6);
		row_number(&rows, command_lines[i].name, common.timeout, command_lines[i].timeout);
		row_text(&rows, command_lines[i].name, settings.remote_version, command_lines[i].remote_version);
		row_text(&rows, command_lines[i].name, settings.remote_protocol, command_lines[i].remote_protocol);
		option_free(options, &settings);
	}
	rows_end(&rows);
}

static void a_wrong_command_line_is_told(void **state)
{
	static const struct {
		const char *words[WORDS_MAXIMUM];
		const char *problem;
	} table[] = {
		{ { NULL }, "--hostname: it must be given: HOST is expected; --help shows the usage" },
		{ { "a", "22", "x" }, "argument 3 without a dash is one too many; --help shows the usage" },
		{ { "-H", "a", "-p", "2", "3" }, "argument 1 without a dash is one too many; --help shows the usage" },
		{ { "a", "b" }, "--port: 'b' is not a whole number from 1 to 65535" },
		{ { "a", "0" }, "--port: '0' is not a whole number from 1 to 65535" },
		{ { "-p", "65536", "a" }, "--port: '65536' is not a whole number from 1 to 65535" },
		{ { "-p" }, "--port: an argument is missing: PORT is expected" },
		{ { "-H" }, "--hostname: an argument is missing: HOST is expected" },
		{ { "--host-key-type", "dsa", "a" }, "--host-key-type: 'dsa' is none of any, ed25519, ecdsa, rsa" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(table); i++) {
		struct settings settings;
		struct common_settings common;
		struct problem problem = { 0 };

		row_true(&rows, table[i].problem, parse_words(table[i].words, &settings, &common, &problem), false);
		row_text(&rows, table[i].problem, problem.text, table[i].problem);
		option_free(options, &settings);
	}
	rows_end(&rows);
}

static void every_option_reaches_its_setting(void **state)
{
	static const char *const words[] = { "-w",
					     "1.5",
					     "-c",
					     "2:3",
					     "--minimum-version",
					     "9",
					     "--host-key",
					     KEY,
					     "--host-key",
					     OTHER_KEY,
					     "--host-key-type=ecdsa",
					     "--known-hosts=/k",
					     "--forbid-auth=password",
					     "--require-auth=publickey",
					     "--forbid-algorithm=*-cbc",
					     "--weak-algorithms=warning",
					     "--user=u",
					     "--identity=/i",
					     "--passphrase-file=/p",
					     "--sftp=/s",
					     "--agent",
					     "a",
					     NULL };
	struct settings settings;
	struct common_settings common;
	struct problem problem = { 0 };

	(void)state;
	assert_true(parse_words(words, &settings, &common, &problem));
	assert_true(settings.warning.is_set && settings.warning.end > 1.4 && settings.warning.end < 1.6);
	assert_true(settings.critical.is_set && settings.critical.start > 1.9 && settings.critical.end < 3.1);
	assert_string_equal(settings.minimum_version, "9");
	assert_int_equal(settings.host_key.count, 2);
	assert_string_equal(settings.host_key.items[0], KEY);
	assert_string_equal(settings.host_key.items[1], OTHER_KEY);
	assert_string_equal(host_key_types[settings.host_key_type], "ecdsa");
	assert_string_equal(settings.known_hosts, "/k");
	assert_string_equal(settings.forbid_auth.items[0], "password");
	assert_string_equal(settings.require_auth.items[0], "publickey");
	assert_string_equal(settings.forbid_algorithm.items[0], "*-cbc");
	assert_int_equal(settings.weak_algorithms, STATUS_WARNING);
	assert_string_equal(settings.user, "u");
	assert_string_equal(settings.identity, "/i");
	assert_string_equal(settings.passphrase_file, "/p");
	assert_string_equal(settings.sftp, "/s");
	assert_true(settings.agent);
	option_free(options, &settings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_identification_is_judged),
		cmocka_unit_test(the_time_is_judged),
		cmocka_unit_test(a_version_is_judged),
		cmocka_unit_test(a_host_key_is_judged),
		cmocka_unit_test(the_ways_to_log_in_are_judged),
		cmocka_unit_test(what_is_offered_is_judged),
		cmocka_unit_test(a_login_is_judged),
		cmocka_unit_test(the_end_of_the_time_means_what_was_asked),
		cmocka_unit_test(an_impossible_combination_is_told),
		cmocka_unit_test(the_command_lines_of_its_namesake_are_taken),
		cmocka_unit_test(a_wrong_command_line_is_told),
		cmocka_unit_test(every_option_reaches_its_setting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
