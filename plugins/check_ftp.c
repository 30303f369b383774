// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * check_ftp - does an FTP server answer, and as it should?
 *
 * Without further options OK proves that a server greets with 220 within the
 * limits; it does not prove that anybody can log in.  With them OK also proves what
 * they ask for: TLS and a certificate that holds, a login, folders, files, an
 * upload, and that a login in the clear or another tenant's folder is refused.
 * Options, lines and performance data of monitoring-plugins' check_ftp are kept.
 */
#include "common/check/check.h"
#include "common/check/duration.h"
#include "common/check/file.h"
#include "common/check/size.h"
#include "common/net/certificate.h"
#include "common/net/ftp_session.h"
#include "common/net/ftp_visit.h"
#include "common/net/netrc.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { USUAL_PORT = 21, IMPLICIT_TLS_PORT = 990, LOGIN_MAXIMUM = 1024 };

/* What is sent, its escapes replaced. */
struct message {
	bool is_set;
	char text[1024];
};

/* A file that must be there, and its least size. */
struct claim {
	bool is_set;
	char path[1024];
	uint64_t size_bytes;
};

struct settings {
	const char *hostname;
	long port; /* 0: the usual one */
	bool use_ipv4, use_ipv6;
	struct range warning, critical;
	bool escape;
	struct message send, quit;
	double delay; /* seconds */
	struct texts expect;
	bool all;
	long maxbytes;
	enum status mismatch, refuse;
	bool jail;
	bool ssl, implicit, insecure;
	const char *sni, *ca_file, *ca_directory;
	struct certificate_limits certificate;
	const char *user, *password_file, *netrc;
	const char *list, *upload_to;
	struct claim file;
	struct texts forbid_path;
	bool forbid_plain_login;
};

static const struct settings defaults = {
	.hostname = "127.0.0.1",
	.quit = { .is_set = true, .text = "QUIT\r\n" },
	.mismatch = STATUS_WARNING,
	.refuse = STATUS_CRITICAL,
};

/* --- arguments ------------------------------------------------------------------ */

/* \n, \r and \t stand for themselves; a backslash before anything else is dropped. */
static void replace_escapes(char *text)
{
	char *to = text;

	for (const char *at = text; *at; at++) {
		if (*at == '\\' && at[1]) {
			at++;
			*to++ = (char)(*at == 'n' ? '\n' : *at == 'r' ? '\r' : *at == 't' ? '\t' : *at);
		} else {
			*to++ = *at;
		}
	}
	*to = '\0';
}

/* --escape counts for what stands behind it: that is how the peers' users write it. */
static bool parse_message(const char *text, const char *end, bool escape, struct message *message,
			  struct problem *problem)
{
	struct message parsed = { .is_set = true };

	if (snprintf(parsed.text, sizeof parsed.text, "%s%s", text, escape ? "" : end) >= (int)sizeof parsed.text)
		return problem_set(problem, PROBLEM_INPUT, "it is longer than 1000 bytes");
	if (escape)
		replace_escapes(parsed.text);
	*message = parsed;
	return true;
}

static bool parse_send(const char *text, void *filled, struct problem *problem)
{
	struct settings *settings = filled;

	return parse_message(text, "", settings->escape, &settings->send, problem);
}

static bool parse_quit(const char *text, void *filled, struct problem *problem)
{
	struct settings *settings = filled;

	return parse_message(text, "\r\n", settings->escape, &settings->quit, problem);
}

static bool parse_delay(const char *text, void *filled, struct problem *problem)
{
	double seconds = 0;

	if (!duration_parse(text, &seconds, problem))
		return false;
	if (seconds < 0)
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' is below 0", text);
	((struct settings *)filled)->delay = seconds;
	return true;
}

static bool parse_certificate(const char *text, void *filled, struct problem *problem)
{
	return certificate_limits_parse(text, &((struct settings *)filled)->certificate, problem);
}

static bool parse_file(const char *text, void *filled, struct problem *problem)
{
	struct claim parsed = { .is_set = true };
	const char *colon = strrchr(text, ':');
	size_t length = colon ? (size_t)(colon - text) : strlen(text);

	if (length == 0 || length >= sizeof parsed.path)
		return problem_set(problem, PROBLEM_INPUT, "a path of 1 to 1000 bytes is expected");
	memcpy(parsed.path, text, length);
	if (colon && !size_parse(colon + 1, &parsed.size_bytes, problem))
		return problem_prefix(problem, "behind the colon (a path that has one is written PATH:0)");
	((struct settings *)filled)->file = parsed;
	return true;
}

static const struct option_entry options[] = {
	{ 'H', FILLS(hostname), "HOST", "name or address of the server, or the path of a Unix socket",
	  .group = "Connection", .operand = 1, .is_address = true },
	{ 'p', FILLS(port), "PORT", "port it listens on (default 21, with --implicit 990)", .lowest = 1,
	  .highest = 65535 },
	{ '4', FILLS(use_ipv4), NULL, "use IPv4 only" },
	{ '6', FILLS(use_ipv6), NULL, "use IPv6 only" },
	{ 'w', FILLS(warning), "RANGE", "warning unless it greets within these seconds", .group = "Answer",
	  .unit = UNIT_SECONDS },
	{ 'c', FILLS(critical), "RANGE", "critical unless it greets within these", .unit = UNIT_SECONDS },
	{ 'e', FILLS(expect), "TEXT", "text to find anywhere in the answer (default: a greeting with the code 220)" },
	{ 'A', FILLS(all), NULL, "find all texts of --expect, not just one" },
	{ 'E', FILLS(escape), NULL, "in --send and --quit behind it, \\n, \\r, \\t and \\\\ are escapes" },
	{ 's', FILLS_BY(send, parse_send), "TEXT", "send this before listening" },
	{ 'q', FILLS_BY(quit, parse_quit), "TEXT", "send this at the end (default QUIT)" },
	{ 'j', FILLS(jail), NULL, "do not show what the server said" },
	{ 'm', FILLS(maxbytes), "BYTES", "listen no longer than for so many bytes", .lowest = 1, .highest = 65536 },
	{ 'd', FILLS_BY(delay, parse_delay), "SECONDS", "wait so long before listening; not part of the time" },
	{ 'r', FILLS(refuse), "STATE", "what a refused connection, or a greeting with 421, means" },
	{ 'M', FILLS(mismatch), "STATE", "what another answer means" },
	{ 'S', FILLS(ssl), NULL, "use TLS: AUTH TLS, or from the first byte with --implicit or on port 990",
	  .group = "TLS" },
	{ 0, FILLS(implicit), NULL, "TLS from the first byte (implies --ssl)" },
	{ 'D', FILLS_BY(certificate, parse_certificate), "DAYS[,DAYS]",
	  "at least so many days left to the certificate, else warning[, critical] (implies --ssl)" },
	{ 0, FILLS(sni), "NAME", "the server's name for TLS, sent and verified (implies --ssl; default HOST)" },
	{ 0, FILLS(ca_file), "FILE", "trust the authorities in this file (default: the system's)" },
	{ 0, FILLS(ca_directory), "DIR", "trust the authorities in this folder of hashed certificates" },
	{ 0, FILLS(insecure), NULL, "verify neither the certificate nor the name" },
	{ 0, FILLS(forbid_plain_login), NULL,
	  "critical when a second connection, in the clear, is asked for a password; without --ssl nothing "
	  "else is tried",
	  .group = "Login" },
	{ 0, FILLS(user), "USER", "critical unless USER can log in" },
	{ 0, FILLS(password_file), "FILE", "the first line of this file is the password" },
	{ 0, FILLS(netrc), "FILE", "this netrc file has the password, and the user unless --user says" },
	{ 0, FILLS(list), "PATH", "then critical unless this folder can be listed" },
	{ 0, FILLS_BY(file, parse_file), "PATH[:SIZE]", "critical unless this file is there, of at least that size" },
	{ 0, FILLS(upload_to), "DIR", "critical unless a small file can be stored there, read back and deleted" },
	{ 0, FILLS(forbid_path), "PATH", "critical unless this folder or file is denied to USER" },
	{ 'C', .name = "critical_codes", .kind = OPTION_IGNORED, .argument = "CODES",
	  .help = "ignored, as it is there" },
	{ 'W', .name = "warning_codes", .kind = OPTION_IGNORED, .argument = "CODES", .help = "ignored likewise" },
	{ 0, .name = "protocol", .kind = OPTION_IGNORED, .argument = "PROTOCOL", .help = "ignored likewise" },
	{ 0 },
};

static const struct example examples[] = {
	{ "-H ftp.example.org", "a server greets within 10 seconds" },
	{ "-H ftp.example.org -w 1 -c 5 -r crit -M warn -t 10", "the same with limits on the time" },
	{ "-H ftp.example.org -S -D 30,7", "and it does TLS, with a certificate that holds for 30 days" },
	{ "-H ftp.example.org --implicit --ca-directory /etc/ssl/tenants", "TLS on port 990, by other authorities" },
	{ "-H ftp.example.org --forbid-plain-login", "it asks nobody for a password in the clear" },
	{ "-H ftp.example.org -S --user a --password-file /etc/icinga2/ftp-a --file backup.tar:1MB",
	  "and user a finds his backup" },
	{ "-H ftp.example.org -S --netrc /etc/icinga2/netrc --upload-to inbox",
	  "and can store, read and delete a file" },
	{ "-H ftp.example.org -S --netrc /etc/icinga2/netrc --forbid-path /home/b --forbid-path ../b",
	  "and does not get at another tenant's folder" },
	{ 0 },
};

/* --- facts ------------------------------------------------------------------------ */

/* What the server did.  evaluate() sees only this. */
struct facts {
	time_t now;
	double timeout; /* seconds */
	struct ftp_visit visit;
	struct ftp_outcome asked_plainly;
	struct ftp_plain_login plain_login;
	struct ftp_session session;
};

static bool uses_tls(const struct settings *settings)
{
	return settings->ssl || settings->implicit || settings->sni || settings->certificate.is_set;
}

static enum ftp_security security_of(const struct settings *settings)
{
	if (!uses_tls(settings))
		return FTP_PLAIN;
	return settings->implicit || settings->port == IMPLICIT_TLS_PORT ? FTP_IMPLICIT_TLS : FTP_EXPLICIT_TLS;
}

static bool wants_login(const struct settings *settings)
{
	return (settings->password_file || settings->netrc) && (uses_tls(settings) || !settings->forbid_plain_login);
}

/* The first option that needs a login, or NULL. */
static const char *needs_login(const struct settings *settings)
{
	return settings->list                ? "--list"
	       : settings->file.is_set       ? "--file"
	       : settings->upload_to         ? "--upload-to"
	       : settings->forbid_path.count ? "--forbid-path"
					     : NULL;
}

static struct endpoint endpoint_of(const struct settings *settings)
{
	long usual = security_of(settings) == FTP_IMPLICIT_TLS ? IMPLICIT_TLS_PORT : USUAL_PORT;

	return (struct endpoint){ .host = settings->hostname,
				  .port = settings->port ? settings->port : usual,
				  .family = settings->use_ipv4   ? AF_INET
					    : settings->use_ipv6 ? AF_INET6
								 : AF_UNSPEC };
}

static struct tls_settings tls_of(const struct settings *settings)
{
	return (struct tls_settings){ .host = settings->sni ? settings->sni : settings->hostname,
				      .send_name = settings->sni || settings->hostname[0] != '/',
				      .verify = !settings->insecure,
				      .ca_file = settings->ca_file,
				      .ca_folder = settings->ca_directory };
}

static struct ftp_session_plan plan_of(const struct settings *settings)
{
	return (struct ftp_session_plan){ .list = settings->list,
					  .file = settings->file.is_set ? settings->file.path : NULL,
					  .file_size_bytes = settings->file.size_bytes,
					  .forbidden = &settings->forbid_path,
					  .upload_to = settings->upload_to };
}

/* --- collect ---------------------------------------------------------------------- */

/* Who logs in: secrets, both of them. */
struct login {
	struct buffer user, password;
};

static bool read_login(const struct settings *settings, struct login *login, struct problem *problem)
{
	if (!wants_login(settings))
		return true;
	if (settings->netrc)
		return netrc_read(settings->netrc, settings->hostname, settings->user, &login->user, &login->password,
				  problem) ||
		       problem_prefix(problem, "--netrc");
	buffer_add(&login->user, settings->user);
	return file_read_secret(settings->password_file, &login->password, problem) ||
	       problem_prefix(problem, "--password-file");
}

static void forget_login(struct login *login)
{
	file_forget_secret(&login->user);
	file_forget_secret(&login->password);
}

/* The first connection shows whether the server answers; those that follow are made only then. */
static bool pay_visit(const struct settings *settings, const struct deadline *deadline, struct ftp_visit *visit)
{
	const struct ftp_visit_plan plan = { .endpoint = endpoint_of(settings),
					     .security = security_of(settings),
					     .tls = tls_of(settings),
					     .send = settings->send.is_set ? settings->send.text : NULL,
					     .delay_seconds = settings->delay,
					     .expectation = { .texts = &settings->expect,
							      .all = settings->all,
							      .more_follows = settings->send.is_set,
							      .maximum_bytes = settings->maxbytes },
					     .leave = settings->quit.text };

	if (ftp_visit_pay(&plan, deadline, visit))
		return true;
	if (visit->end == FTP_VISIT_NOT_SECURED && visit->problem.kind == PROBLEM_INPUT)
		problem_prefix(&visit->problem, "%s", settings->ca_file ? "--ca-file" : "--ca-directory");
	return false;
}

static void collect(const struct settings *settings, const struct login *login, const struct deadline *deadline,
		    struct facts *facts, const struct result *trace)
{
	const struct endpoint endpoint = endpoint_of(settings);
	const struct ftp_session_plan plan = plan_of(settings);
	const struct ftp_account account = { .host = settings->sni ? settings->sni : settings->hostname,
					     .address = facts->visit.address,
					     .port = endpoint.port,
					     .security = security_of(settings),
					     .tls = tls_of(settings),
					     .user = login->user.data,
					     .password = login->password.data,
					     .trace = trace };

	if (!pay_visit(settings, deadline, &facts->visit))
		return;
	if (settings->forbid_plain_login)
		ftp_outcome_note(&facts->asked_plainly,
				 ftp_probe_plain_login(&endpoint, settings->user ? settings->user : "receico-probe",
						       deadline, &facts->plain_login, &facts->asked_plainly.problem));
	if (wants_login(settings))
		ftp_session_hold(&account, &plan, deadline, &facts->session);
}

/* --- evaluate --------------------------------------------------------------------- */

/* Records the time, and says it when the answer is as expected; a good certificate belongs to that. */
static void judge_time(const struct settings *settings, const struct facts *facts, struct result *result)
{
	bool shown = !settings->jail && facts->visit.text[0] != '\0';
	struct measure measure = { .label = "time",
				   .value = facts->visit.answered ? facts->visit.seconds : NAN,
				   .unit = UNIT_SECONDS,
				   .warning = &settings->warning,
				   .critical = &settings->critical,
				   .minimum = BOUND(0),
				   .maximum = BOUND(facts->timeout) };
	const struct endpoint endpoint = endpoint_of(settings);
	char certificate[400] = "";
	char place[256];
	char text[1000];

	if (certificate_is_good(&settings->certificate, &facts->visit.peer, facts->now))
		certificate_describe(&facts->visit.peer, facts->now, certificate, sizeof certificate);
	ftp_visit_write_place(&endpoint, place, sizeof place);
	snprintf(text, sizeof text, "%.3f second response time on %s%s%s%s%s%s", facts->visit.seconds, place,
		 certificate[0] ? ", " : "", certificate, shown ? " [" : "", shown ? facts->visit.text : "",
		 shown ? "]" : "");
	if (facts->visit.matches)
		measure.text = text;
	result_measure(result, &measure);
}

static void judge_answer(const struct settings *settings, const struct facts *facts, struct result *result)
{
	/* 421 is how FTP refuses a connection: RFC 959, 4.2.2. */
	enum status status = facts->visit.code == 421 ? settings->refuse : settings->mismatch;
	const struct endpoint endpoint = endpoint_of(settings);
	char place[256];

	ftp_visit_write_place(&endpoint, place, sizeof place);
	if (settings->jail)
		result_say(result, status, "Unexpected response from host/socket on %s", place);
	else
		result_say(result, status, "Unexpected response from host/socket: %s", facts->visit.text);
}

static void judge_plain_login(const struct facts *facts, struct result *result)
{
	if (facts->plain_login.refused)
		result_say(result, STATUS_OK, "a plain login is refused (%s)", facts->plain_login.reply);
	else
		result_say(result, STATUS_CRITICAL, "the server %s: USER: %s",
			   facts->plain_login.reply[0] == '2' ? "takes a plain login, even without a password"
							      : "asks for a password in the clear",
			   facts->plain_login.reply);
}

/* A connection that `--mismatch ok` or `--refuse ok` lets pass proves nothing of what lies behind it. */
static void judge_untried(const struct settings *settings, const struct ftp_visit *visit, struct result *result)
{
	bool asked = uses_tls(settings) || wants_login(settings) || settings->forbid_plain_login;
	bool tried = visit->end == FTP_VISIT_DONE && visit->matches;

	if (asked && !tried && visit->problem.kind != PROBLEM_TIMEOUT && result_status(result) == STATUS_OK)
		result_say(result, STATUS_UNKNOWN, "what the options ask for beyond the greeting was not tried");
}

static void evaluate(const struct settings *settings, const struct facts *facts, struct result *result)
{
	const struct ftp_visit *visit = &facts->visit;
	const struct ftp_session_plan plan = plan_of(settings);

	if (visit->end == FTP_VISIT_NOT_CONNECTED && visit->problem.kind == PROBLEM_REFUSED)
		result_say(result, settings->refuse, "%s", visit->problem.text);
	else if (visit->end != FTP_VISIT_DONE)
		result_problem(result, STATUS_CRITICAL, &visit->problem);
	else if (!visit->matches)
		judge_answer(settings, facts, result);
	judge_time(settings, facts, result);
	certificate_judge(&settings->certificate, &visit->peer, facts->now, visit->end == FTP_VISIT_NOT_SECURED,
			  result);
	if (ftp_outcome_judge(&facts->asked_plainly, result))
		judge_plain_login(facts, result);
	if (wants_login(settings))
		ftp_session_judge(&facts->session, &plan, result);
	judge_untried(settings, visit, result);
}

/* --- combinations ------------------------------------------------------------------- */

static bool refuse(const char *option, const char *reason, struct problem *problem)
{
	return problem_set(problem, PROBLEM_INPUT, "%s: %s", option, reason);
}

/* What may stand in a URL as the host. */
static bool is_host(const char *text)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:";

	return text[0] != '\0' && text[strspn(text, allowed)] == '\0';
}

static bool verify_connection(const struct settings *settings, struct problem *problem)
{
	const char *trust = settings->ca_file ? "--ca-file" : settings->ca_directory ? "--ca-directory" : NULL;
	bool is_socket = settings->hostname[0] == '/';

	if (settings->hostname[0] == '\0')
		return refuse("--hostname", "it is empty: a name or an address is expected", problem);
	if (settings->use_ipv4 && settings->use_ipv6)
		return refuse("--use-ipv4", "it excludes --use-ipv6", problem);
	if (trust && settings->insecure)
		return refuse(trust, "it has no effect with --insecure", problem);
	if (trust && !uses_tls(settings))
		return refuse(trust, "it needs --ssl", problem);
	if (settings->insecure && !uses_tls(settings))
		return refuse("--insecure", "it needs --ssl", problem);
	if (is_socket && uses_tls(settings) && !settings->insecure && !settings->sni)
		return refuse("--ssl", "a Unix socket has no name to verify: --sni NAME or --insecure is needed",
			      problem);
	if (settings->sni && !is_host(settings->sni))
		return refuse("--sni", "it is no name of a host", problem);
	if (!is_socket && wants_login(settings) && !is_host(settings->hostname))
		return refuse("--hostname", "it is no name or address of a host", problem);
	if (is_socket && wants_login(settings))
		return refuse("--hostname", "a login needs a name or an address, not a Unix socket", problem);
	if (settings->forbid_plain_login && security_of(settings) == FTP_IMPLICIT_TLS)
		return refuse("--forbid-plain-login", "where TLS is from the first byte, nothing is plain", problem);
	return true;
}

static bool verify_path(const char *option, const char *path, struct problem *problem)
{
	for (const char *at = path; *at; at++) {
		if ((unsigned char)*at < ' ' || *at == 0x7F)
			return refuse(option, "the path has a control character", problem);
	}
	if (path[0] == '\0' || strlen(path) > 1000)
		return refuse(option, "a path of 1 to 1000 bytes is expected", problem);
	return true;
}

static bool verify_paths(const struct settings *settings, struct problem *problem)
{
	for (size_t i = 0; i < settings->forbid_path.count; i++) {
		if (!verify_path("--forbid-path", settings->forbid_path.items[i], problem))
			return false;
	}
	return (!settings->list || verify_path("--list", settings->list, problem)) &&
	       (!settings->file.is_set || verify_path("--file", settings->file.path, problem)) &&
	       (!settings->upload_to || verify_path("--upload-to", settings->upload_to, problem)) &&
	       (!settings->user || verify_path("--user", settings->user, problem));
}

static bool verify_login(const struct settings *settings, struct problem *problem)
{
	const char *needy = needs_login(settings);

	if (settings->password_file && settings->netrc)
		return refuse("--password-file", "it excludes --netrc", problem);
	if (settings->password_file && !settings->user)
		return refuse("--password-file", "it needs --user", problem);
	if (settings->user && !settings->password_file && !settings->netrc && !settings->forbid_plain_login)
		return refuse("--user", "it needs --password-file or --netrc", problem);
	if (needy && !settings->password_file && !settings->netrc)
		return refuse(needy, "it needs --user with --password-file, or --netrc", problem);
	if (needy && !wants_login(settings))
		return refuse(needy, "with --forbid-plain-login it needs --ssl", problem);
	return true;
}

static bool verify(const void *checked, struct problem *problem)
{
	return verify_connection(checked, problem) && verify_login(checked, problem) && verify_paths(checked, problem);
}

/* --------------------------------------------------------------------------------- */

static void run(const void *given, const struct deadline *deadline, struct result *result)
{
	const struct settings *settings = given;
	struct facts facts = { .now = time(NULL), .timeout = deadline->span };
	struct problem problem;
	struct login login = { buffer_limited(LOGIN_MAXIMUM), buffer_limited(LOGIN_MAXIMUM) };

	if (read_login(settings, &login, &problem)) {
		collect(settings, &login, deadline, &facts, result);
		evaluate(settings, &facts, result);
	} else {
		result_problem(result, STATUS_UNKNOWN, &problem);
	}
	ftp_session_free(&facts.session);
	forget_login(&login);
}

const struct check check = {
	.name = "check_ftp",
	.service = "FTP",
	.summary = "does an FTP server answer, and as it should?",
	.proves = "OK proves that a server greets with 220 within the limits, and whatever else the options ask for: "
		  "TLS and a certificate that holds, a login, a folder, a file, an upload, and that a plain login or "
		  "a path is refused. Without these options it does not prove that anybody can log in; a path that "
		  "is denied proves nothing of other paths, and one that does not exist is denied too.",
	.clauses = "1.13, 3.4, 3.5",
	.synopsis = "[OPTION]... [HOST]",
	.options = options,
	.examples = examples,
	.defaults = &defaults,
	.settings_size = sizeof(struct settings),
	.verify = verify,
	.run = run,
};
