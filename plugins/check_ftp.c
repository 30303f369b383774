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
#include "common/net/certificate.h"
#include "common/net/claim.h"
#include "common/net/ftp_place.h"
#include "common/net/ftp_plain_login.h"
#include "common/net/ftp_session.h"
#include "common/net/ftp_visit.h"
#include "common/net/login.h"
#include "common/net/message.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { USUAL_PORT = 21, IMPLICIT_TLS_PORT = 990 };

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

/* --escape counts for what stands behind it: that is how the peers' users write it. */
static bool parse_send(const char *text, void *filled, struct problem *problem)
{
	struct settings *settings = filled;

	return message_parse(text, "", settings->escape, &settings->send, problem);
}

static bool parse_quit(const char *text, void *filled, struct problem *problem)
{
	struct settings *settings = filled;

	return message_parse(text, "\r\n", settings->escape, &settings->quit, problem);
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
	return claim_parse(text, &((struct settings *)filled)->file, problem);
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
				  .family = connect_family(settings->use_ipv4, settings->use_ipv6) };
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
					  .file = settings->file.is_set ? &settings->file : NULL,
					  .forbidden = &settings->forbid_path,
					  .upload_to = settings->upload_to };
}

/* --- collect ---------------------------------------------------------------------- */

static bool read_login(const struct settings *settings, struct login *login, struct problem *problem)
{
	if (!wants_login(settings))
		return true;
	if (settings->netrc)
		return login_read_netrc(login, settings->netrc, settings->hostname, settings->user, problem) ||
		       problem_prefix(problem, "--netrc");
	return login_read_password(login, settings->user, settings->password_file, problem) ||
	       problem_prefix(problem, "--password-file");
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
				 ftp_plain_login_try(&endpoint, settings->user ? settings->user : "receico-probe",
						     deadline, &facts->plain_login, &facts->asked_plainly.problem));
	if (wants_login(settings))
		ftp_session_hold(&account, &plan, deadline, &facts->session);
}

/* --- evaluate --------------------------------------------------------------------- */

static struct ftp_visit_limits limits_of(const struct settings *settings, double timeout)
{
	return (struct ftp_visit_limits){ .warning = &settings->warning,
					  .critical = &settings->critical,
					  .timeout = timeout,
					  .refused = settings->refuse,
					  .unexpected = settings->mismatch,
					  .hides_text = settings->jail,
					  .certificate = &settings->certificate };
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
	const struct endpoint endpoint = endpoint_of(settings);
	const struct ftp_visit_limits limits = limits_of(settings, facts->timeout);
	const struct ftp_session_plan plan = plan_of(settings);
	char place[FTP_PLACE_SIZE];

	ftp_place_write(&endpoint, place, sizeof place);
	ftp_visit_judge(&facts->visit, &limits, place, facts->now, result);
	if (ftp_outcome_judge(&facts->asked_plainly, place, result))
		ftp_plain_login_judge(&facts->plain_login, place, result);
	if (wants_login(settings))
		ftp_session_judge(&facts->session, &plan, place, result);
	judge_untried(settings, &facts->visit, result);
}

/* --- combinations ------------------------------------------------------------------- */

static bool refuse(const char *option, const char *reason, struct problem *problem)
{
	return problem_set(problem, PROBLEM_INPUT, "%s: %s", option, reason);
}

static bool verify_connection(const struct settings *settings, struct problem *problem)
{
	const char *trust = settings->ca_file ? "--ca-file" : settings->ca_directory ? "--ca-directory" : NULL;
	bool is_socket = settings->hostname[0] == '/';

	if (settings->hostname[0] == '\0')
		return refuse("--hostname", "it is empty: a name or an address is expected", problem);
	if (trust && settings->insecure)
		return refuse(trust, "it has no effect with --insecure", problem);
	if (trust && !uses_tls(settings))
		return refuse(trust, "it needs --ssl", problem);
	if (settings->insecure && !uses_tls(settings))
		return refuse("--insecure", "it needs --ssl", problem);
	if (is_socket && uses_tls(settings) && !settings->insecure && !settings->sni)
		return refuse("--ssl", "a Unix socket has no name to verify: --sni NAME or --insecure is needed",
			      problem);
	if (settings->sni && !ftp_account_takes_host(settings->sni))
		return refuse("--sni", "it is no name of a host", problem);
	if (!is_socket && wants_login(settings) && !ftp_account_takes_host(settings->hostname))
		return refuse("--hostname", "it is no name or address of a host", problem);
	if (is_socket && wants_login(settings))
		return refuse("--hostname", "a login needs a name or an address, not a Unix socket", problem);
	if (settings->forbid_plain_login && security_of(settings) == FTP_IMPLICIT_TLS)
		return refuse("--forbid-plain-login", "where TLS is from the first byte, nothing is plain", problem);
	return true;
}

static bool verify_path(const char *option, const char *path, struct problem *problem)
{
	return path == NULL || ftp_transfer_verify_path(path, problem) || problem_prefix(problem, "%s", option);
}

static bool verify_paths(const struct settings *settings, struct problem *problem)
{
	for (size_t i = 0; i < settings->forbid_path.count; i++) {
		if (!verify_path("--forbid-path", settings->forbid_path.items[i], problem))
			return false;
	}
	return verify_path("--list", settings->list, problem) &&
	       verify_path("--file", settings->file.is_set ? settings->file.path : NULL, problem) &&
	       verify_path("--upload-to", settings->upload_to, problem) &&
	       verify_path("--user", settings->user, problem);
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
	const struct settings *settings = checked;

	return connect_family_verify(settings->use_ipv4, settings->use_ipv6, problem) &&
	       verify_connection(settings, problem) && verify_login(settings, problem) &&
	       verify_paths(settings, problem);
}

/* --------------------------------------------------------------------------------- */

static void run(const void *given, const struct deadline *deadline, struct result *result)
{
	const struct settings *settings = given;
	struct facts facts = { .now = time(NULL), .timeout = deadline->span };
	struct problem problem;
	struct login login = login_new();

	if (read_login(settings, &login, &problem)) {
		collect(settings, &login, deadline, &facts, result);
		evaluate(settings, &facts, result);
	} else {
		result_problem(result, STATUS_UNKNOWN, &problem);
	}
	ftp_session_free(&facts.session);
	login_forget(&login);
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
