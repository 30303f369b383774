// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * check_tls - is the traffic protected, and will it still be next week?
 *
 * OK proves that the server speaks TLS of a version that is asked for, that its chain
 * of certificates leads to a trusted root with nothing but what the server sent, that
 * the certificate is for the name, and that every certificate of the chain stays valid
 * long enough; and whatever else the options ask for.  It does not prove that nothing
 * is sent in plain elsewhere.  Letters of check_ssl_cert are kept.
 */
#include "common/check/check.h"
#include "common/check/text.h"
#include "common/net/connect.h"
#include "common/tls/certificate_file.h"
#include "common/tls/http_exchange.h"
#include "common/tls/verdict.h"

#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { STAPLING_OFF, STAPLING_SOFT, STAPLING_REQUIRE };
enum { OCSP_OFF, OCSP_SOFT, OCSP_HARD };

struct settings {
	struct texts hostname;
	long port;
	const struct starttls_service *protocol;
	int starttls; /* enum starttls_protocol */
	bool use_ipv4, use_ipv6;
	const char *sni;
	struct texts alpn;
	const char *clientcert, *clientkey;
	struct texts file;
	struct validity_limit warning, critical;
	double max_lifetime;
	struct texts match, issuer, fingerprint;
	const char *rootcert;
	bool selfsigned, noauth;
	int min_protocol;         /* its place in protocols */
	unsigned forbid_protocol; /* bit n: enum probed_protocol n */
	long min_security_level;
	int stapling, ocsp;
	const char *crl;
};

/* Fourteen days are what is left of the shortest usual lifetime (47 days) when it should
 * have been renewed; in seven somebody can still do it by hand. */
static const struct settings defaults = {
	.warning = { .range = { .start = 14, .end = INFINITY, .is_set = true } },
	.critical = { .range = { .start = 7, .end = INFINITY, .is_set = true } },
	.min_protocol = 2,
	.min_security_level = 1,
	.stapling = STAPLING_SOFT,
};

static const char *const protocols[] = { "tls1", "tls1.1", "tls1.2", "tls1.3", NULL };
static const char *const stapling_choices[] = { "off", "soft", "require", NULL };
static const char *const ocsp_choices[] = { "off", "soft", "hard", NULL };

static bool parse_warning(const char *text, void *filled, struct problem *problem)
{
	return validity_limit_parse(text, &((struct settings *)filled)->warning, problem);
}

static bool parse_critical(const char *text, void *filled, struct problem *problem)
{
	return validity_limit_parse(text, &((struct settings *)filled)->critical, problem);
}

static bool parse_protocol(const char *text, void *filled, struct problem *problem)
{
	const struct starttls_service *service = starttls_find_service(text);

	if (service == NULL)
		return problem_set(problem, PROBLEM_INPUT,
				   "'%.100s' is not known: https, ftp, smtp, imap, imaps, ldap, ... are", text);
	((struct settings *)filled)->protocol = service;
	return true;
}

static bool parse_forbidden(const char *text, void *filled, struct problem *problem)
{
	for (unsigned i = 0; probe_names[i]; i++) {
		if (strcasecmp(text, probe_names[i]) == 0) {
			((struct settings *)filled)->forbid_protocol |= 1u << i;
			return true;
		}
	}
	return problem_set(problem, PROBLEM_INPUT, "'%.100s' is none of ssl3, tls1, tls1.1, tls1.2, tls1.3", text);
}

static const struct option_entry options[] = {
	{ 'H', FILLS(hostname), "HOST[:PORT]", "name or address of the server; all are checked", .group = "Connection",
	  .alias = "host", .is_address = true },
	{ 'p', FILLS(port), "PORT", "port where HOST has none (default: that of the protocol, 443)", .lowest = 1,
	  .highest = 65535 },
	{ 'P', FILLS_BY(protocol, parse_protocol), "NAME",
	  "what the server speaks: https, smtp, imaps, ...; sets port and STARTTLS" },
	{ 0, FILLS(starttls), "PROTOCOL", "ask for TLS in this protocol first", .choices = starttls_names },
	{ '4', FILLS(use_ipv4), NULL, "use IPv4 only" },
	{ '6', FILLS(use_ipv6), NULL, "use IPv6 only" },
	{ 0, FILLS(sni), "NAME", "send this name (SNI) instead of HOST, and expect it; '': send none" },
	{ 0, FILLS(alpn), "PROTOCOL",
	  "critical unless the server chooses this protocol, such as h2, or another given" },
	{ 'C', FILLS(clientcert), "FILE", "show this certificate (PEM, with its chain) to the server" },
	{ 'K', FILLS(clientkey), "FILE", "its key, which others cannot read (default: in the same file)" },
	{ 'f', FILLS(file), "GLOB", "check the certificates in these files (PEM, DER, bundles); no network",
	  .group = "Certificates", .is_place = true },
	{ 'w', FILLS_BY(warning, parse_warning), "LIMIT",
	  "warning unless each certificate has this left: days (30), a duration (14d, 36h), or percent of the "
	  "lifetime of the server's own (25%) (default 14)" },
	{ 'c', FILLS_BY(critical, parse_critical), "LIMIT",
	  "critical unless it has this left (default 7); what has expired always is" },
	{ 0, FILLS(max_lifetime), "DURATION", "critical when the certificate lives longer than this, such as 398d" },
	{ 'm', FILLS(match), "NAME", "the certificate must be for this name or address instead of HOST" },
	{ 'i', FILLS(issuer), "PATTERN", "its issuer's common name or organisation must match this, or another given" },
	{ 0, FILLS(fingerprint), "SHA256", "it must have this fingerprint (hex), or another given" },
	{ 'r', FILLS(rootcert), "FILE", "trust these certificates (PEM, or a hashed folder) instead of the system's",
	  .group = "Trust", .alias = "ca-file" },
	{ 's', FILLS(selfsigned), NULL, "a self-signed certificate is good" },
	{ 'A', FILLS(noauth), NULL, "do not judge who issued it" },
	{ 0, FILLS(min_protocol), "VERSION",
	  "critical below this version: tls1, tls1.1, tls1.2 or tls1.3 (default tls1.2)", .choices = protocols,
	  .group = "Policy" },
	{ 0, FILLS_BY(forbid_protocol, parse_forbidden), "VERSION",
	  "critical when the server still speaks this one (ssl3, tls1, ...), proved by trying", .repeatable = true },
	{ 0, FILLS(min_security_level), "LEVEL",
	  "critical unless handshake and chain reach this level of OpenSSL's (2: 112 bits, 3: 128)", .highest = 5 },
	{ 0, FILLS(stapling), "MODE",
	  "stapled OCSP: off; soft (default): a bad one is a warning; require: its absence is critical too",
	  .choices = stapling_choices, .group = "Revocation" },
	{ 0, FILLS(ocsp), "MODE", "ask the OCSP responder: off; soft: it may be silent; hard: it must say good",
	  .choices = ocsp_choices },
	{ 0, FILLS(crl), "SOURCE", "look it up in a revocation list: a file, an http:// address, or auto" },
	{ 0 },
};

static const struct example examples[] = {
	{ "-H www.example.org", "trusted, for this name, and valid for two weeks more" },
	{ "-H mail.example.org -P smtp -w 25% -c 10%", "the same for a mail server, with limits in its lifetime" },
	{ "-H a.example.org -H b.example.org:8443 --forbid-protocol tls1 --forbid-protocol tls1.1",
	  "two servers that must not speak old protocols" },
	{ "-H ftp.example.org --starttls ftp --rootcert /etc/ssl/tenant-ca.pem",
	  "FTP with AUTH TLS and an own authority" },
	{ "-f '/etc/ssl/own/*.pem' -w 30d -c 14d", "certificates in files" },
	{ 0 },
};

/* What a run told us.  evaluate() sees only this. */
struct facts {
	struct problem problem; /* PROBLEM_NONE: the run could begin */
	struct inspection *inspections;
	size_t count;
	int64_t now;
	double timeout;
};

/* --- collect ----------------------------------------------------------------- */

static enum starttls_protocol starttls_of(const struct settings *settings)
{
	if (settings->starttls != STARTTLS_NONE)
		return (enum starttls_protocol)settings->starttls;
	return settings->protocol ? settings->protocol->protocol : STARTTLS_NONE;
}

static long default_port(const struct settings *settings)
{
	if (settings->port)
		return settings->port;
	return settings->protocol ? settings->protocol->port : starttls_port(starttls_of(settings));
}

static struct inspection_settings plan(const struct settings *settings)
{
	struct inspection_settings plan = {
		.family = connect_family(settings->use_ipv4, settings->use_ipv6),
		.starttls = starttls_of(settings),
		.server_name = settings->sni,
		.names = &settings->match,
		/* Below the second level our own rules say more. */
		.trust_level = settings->min_security_level >= 2 ? (int)settings->min_security_level : 0,
		.ask_responder = settings->ocsp != OCSP_OFF,
		.lists = settings->crl,
		.probes = settings->forbid_protocol,
	};

	plan.handshake.minimum_protocol = probe_version((enum probed_protocol)(PROBE_TLS1 + settings->min_protocol));
	plan.handshake.security_level = (int)settings->min_security_level;
	/* OpenSSL speaks the old protocols at level 0 alone. */
	if (plan.handshake.minimum_protocol < TLS1_2_VERSION && settings->min_security_level == 1)
		plan.handshake.security_level = 0;
	plan.handshake.alpn = &settings->alpn;
	plan.handshake.ask_for_staple = settings->stapling != STAPLING_OFF && !settings->noauth;
	return plan;
}

static bool visit_hosts(const struct settings *settings, const struct inspection_settings *plan,
			const struct deadline *deadline, struct facts *facts)
{
	struct inspection_tools tools = { .now = facts->now };
	bool good = settings->hostname.count == 0 || settings->noauth ||
		    trust_load(settings->rootcert, &tools.store, &facts->problem) ||
		    problem_prefix(&facts->problem, "--rootcert");

	good = good && (settings->hostname.count == 0 ||
			handshake_prepare(settings->clientcert, settings->clientkey, &tools.context, &facts->problem));
	for (size_t i = 0; good && i < settings->hostname.count; i++) {
		double share = deadline_left(deadline) / (double)(settings->hostname.count - i);
		struct deadline until = deadline_within(deadline, share);
		char host[HOST_NAME_SIZE];
		long port = default_port(settings);

		if (host_name_parse(settings->hostname.items[i], host, sizeof host, &port, &facts->problem))
			inspection_visit(&tools, plan, host, port, &until, facts->inspections + facts->count++);
	}
	SSL_CTX_free(tools.context);
	X509_STORE_free(tools.store);
	return good;
}

/* The names of the files; a pattern that matches none stays, and will not be found. */
static bool find_files(const struct texts *patterns, glob_t *found, struct problem *problem)
{
	for (size_t i = 0; i < patterns->count; i++) {
		int flags = GLOB_NOCHECK | (i > 0 ? GLOB_APPEND : 0);

		if (glob(patterns->items[i], flags, NULL, found) != 0)
			return problem_set(problem, PROBLEM_SYSTEM, "--file: cannot search for '%.200s'",
					   patterns->items[i]);
	}
	if (found->gl_pathc > CERTIFICATE_FILES_MAXIMUM)
		return problem_set(problem, PROBLEM_INPUT, "--file: %zu files are more than %d",
				   (size_t)found->gl_pathc, CERTIFICATE_FILES_MAXIMUM);
	return true;
}

static void collect(const struct settings *settings, const struct deadline *deadline, struct facts *facts)
{
	struct inspection_settings planned = plan(settings);
	glob_t files = { 0 };
	bool good = find_files(&settings->file, &files, &facts->problem);

	facts->now = (int64_t)time(NULL);
	facts->timeout = deadline->span;
	if (good) {
		facts->inspections = calloc(files.gl_pathc + settings->hostname.count, sizeof *facts->inspections);
		good = facts->inspections || problem_set(&facts->problem, PROBLEM_SYSTEM, "out of memory");
	}
	good = good && visit_hosts(settings, &planned, deadline, facts);
	for (size_t i = 0; good && i < files.gl_pathc; i++)
		inspection_read_file(&planned, files.gl_pathv[i], facts->inspections + facts->count++);
	globfree(&files);
}
/* --- evaluate ---------------------------------------------------------------- */

static bool is_pinned(const struct texts *pins, const char *fingerprint)
{
	struct problem ignored;
	char pin[CERTIFICATE_FINGERPRINT_SIZE];

	for (size_t i = 0; i < pins->count; i++) {
		if (certificate_parse_fingerprint(pins->items[i], pin, &ignored) && strcmp(pin, fingerprint) == 0)
			return true;
	}
	return pins->count == 0;
}

static bool matches_any(const struct texts *patterns, const char *text)
{
	for (size_t i = 0; i < patterns->count; i++) {
		if (text_matches(patterns->items[i], text))
			return true;
	}
	return patterns->count == 0;
}

/* What the options say of the server's own certificate. */
static void judge_own(const struct settings *settings, const struct inspection *inspection, struct result *result)
{
	const struct certificate_facts *own = inspection->chain.items;
	double lifetime = (double)(own->not_after - own->not_before);

	if (!is_pinned(&settings->fingerprint, own->fingerprint))
		result_say(result, STATUS_CRITICAL, "certificate '%s' has fingerprint %s, which is none of those given",
			   own->subject, own->fingerprint);
	if (!matches_any(&settings->issuer, own->issuer) && !matches_any(&settings->issuer, own->issuer_organisation))
		result_say(result, STATUS_CRITICAL, "certificate '%s' is from '%s', which is none of the issuers given",
			   own->subject, own->issuer);
	if (settings->max_lifetime > 0 && lifetime > settings->max_lifetime)
		result_say(result, STATUS_CRITICAL, "certificate '%s' lives %.0f days, longer than %.0f", own->subject,
			   lifetime / 86400, settings->max_lifetime / 86400);
}

static void judge_session(const struct settings *settings, const struct inspection *inspection, struct result *result)
{
	struct problem refusal = inspection->refusal;

	if (settings->alpn.count > 0 && inspection->alpn[0] == '\0')
		result_say(result, STATUS_CRITICAL, "the server chooses no protocol (ALPN)");
	if (refusal.kind != PROBLEM_NONE) {
		problem_prefix(&refusal, "%s",
			       settings->clientcert ? "the client certificate is refused"
						    : "the server asked for a client certificate and was given none");
		result_problem(result, STATUS_CRITICAL, &refusal);
	}
}

/* Alone, a place is named in what is said of the service; among several it is a part. */
static void say_good(const struct facts *facts, const struct inspection *inspection, struct result *result)
{
	bool alone = facts->count == 1;
	const struct certificate_facts *own = inspection->chain.items;
	char date[CERTIFICATE_TIME_SIZE];
	char left[48];

	certificate_write_time(own->not_after, date, sizeof date);
	validity_write_left(own->not_after, facts->now, left, sizeof left);
	result_say(result, STATUS_OK, "%s%scertificate '%s' from '%s' valid until %s (%s)%s%s",
		   alone ? inspection->where : "", alone ? ", " : "", own->subject, own->issuer, date, left,
		   inspection->is_file ? "" : ", ", inspection->protocol);
}

static void judge(const struct settings *settings, const struct facts *facts, const struct inspection *inspection,
		  struct result *result)
{
	enum status bad_staple = settings->stapling == STAPLING_REQUIRE ? STATUS_CRITICAL : STATUS_WARNING;
	enum status no_staple = settings->stapling == STAPLING_REQUIRE ? STATUS_CRITICAL : STATUS_OK;
	struct verdict_limits limits = { .warning = &settings->warning,
					 .critical = &settings->critical,
					 .now = facts->now,
					 .timeout = facts->timeout,
					 .label_place = facts->count > 1 };

	verdict_measure(inspection, &limits, result);
	if (inspection->failure.kind != PROBLEM_NONE)
		result_problem(result, STATUS_CRITICAL, &inspection->failure);
	else if (inspection->chain.count == 0)
		result_say(result, STATUS_CRITICAL, "the server showed no certificate");
	if (inspection->chain.count > 0) {
		verdict_names(inspection, result);
		verdict_trust(inspection, settings->selfsigned, result);
		verdict_strength(inspection, result);
		judge_own(settings, inspection, result);
		verdict_staple(inspection, bad_staple, no_staple, result);
		verdict_responder(inspection, settings->ocsp == OCSP_HARD ? STATUS_CRITICAL : STATUS_OK, result);
		verdict_lists(inspection, result);
	}
	if (inspection->failure.kind == PROBLEM_NONE)
		judge_session(settings, inspection, result);
	verdict_probes(inspection, result);
}

/* What is said when all of several places are good: which of them ends first. */
static void summarize(const struct facts *facts, struct result *result)
{
	const struct inspection *first = NULL;
	char left[48];

	for (size_t i = 0; i < facts->count; i++) {
		const struct inspection *each = facts->inspections + i;

		if (each->chain.count > 0 && (!first || each->chain.items->not_after < first->chain.items->not_after))
			first = each;
	}
	if (first == NULL)
		return;
	validity_write_left(first->chain.items->not_after, facts->now, left, sizeof left);
	result_say(result, STATUS_OK, "%zu checked, the first to end is certificate '%s' of %s (%s)", facts->count,
		   first->chain.items->subject, first->where, left);
}

static void evaluate(const struct settings *settings, const struct facts *facts, struct result *result)
{
	if (facts->problem.kind != PROBLEM_NONE) {
		result_problem(result, STATUS_UNKNOWN, &facts->problem);
		return;
	}
	if (facts->count > 1)
		summarize(facts, result);
	for (size_t i = 0; i < facts->count; i++) {
		const struct inspection *each = facts->inspections + i;

		struct result *part = result_part(result, "%s", each->where);
		struct result *good = facts->count == 1 ? result : part;

		if (each->failure.kind == PROBLEM_NONE && each->chain.count > 0)
			say_good(facts, each, good);
		verdict_refused(each, good);
		judge(settings, facts, each, part);
	}
}

/* ----------------------------------------------------------------------------- */

static bool verify_texts(const struct settings *settings, struct problem *problem)
{
	char host[HOST_NAME_SIZE];
	char pin[CERTIFICATE_FINGERPRINT_SIZE];
	struct http_address list;
	long port = 0;

	for (size_t i = 0; i < settings->hostname.count; i++) {
		if (!host_name_parse(settings->hostname.items[i], host, sizeof host, &port, problem))
			return problem_prefix(problem, "--hostname");
	}
	for (size_t i = 0; i < settings->match.count; i++) {
		if (!host_name_to_ascii(settings->match.items[i], host, sizeof host))
			return problem_set(problem, PROBLEM_INPUT, "--match: '%.100s' is no name of a host",
					   settings->match.items[i]);
	}
	if (settings->sni && settings->sni[0] && !host_name_to_ascii(settings->sni, host, sizeof host))
		return problem_set(problem, PROBLEM_INPUT, "--sni: '%.100s' is no name of a host", settings->sni);
	for (size_t i = 0; i < settings->fingerprint.count; i++) {
		if (!certificate_parse_fingerprint(settings->fingerprint.items[i], pin, problem))
			return problem_prefix(problem, "--fingerprint");
	}
	for (size_t i = 0; i < settings->alpn.count; i++) {
		if (strlen(settings->alpn.items[i]) < 1 || strlen(settings->alpn.items[i]) > 30 ||
		    settings->alpn.count > 20)
			return problem_set(problem, PROBLEM_INPUT,
					   "--alpn: at most 20 names of 1 to 30 bytes are expected");
	}
	if (settings->crl && strstr(settings->crl, "://") && !http_address_parse(settings->crl, &list, problem))
		return problem_prefix(problem, "--crl");
	return settings->match.count <= INSPECTION_NAMES_MAXIMUM ||
	       problem_set(problem, PROBLEM_INPUT, "--match: at most %d are taken", INSPECTION_NAMES_MAXIMUM);
}

static bool verify(const void *checked, struct problem *problem)
{
	const struct settings *settings = checked;

	if (settings->hostname.count == 0 && settings->file.count == 0)
		return problem_set(problem, PROBLEM_INPUT,
				   "--hostname or --file must be given; --help shows the usage");
	if (!connect_family_verify(settings->use_ipv4, settings->use_ipv6, problem))
		return false;
	if (settings->protocol && settings->starttls && (int)settings->protocol->protocol != settings->starttls)
		return problem_set(problem, PROBLEM_INPUT, "--protocol %s and --starttls %s exclude each other",
				   settings->protocol->name, starttls_names[settings->starttls]);
	if (settings->clientkey && settings->clientcert == NULL)
		return problem_set(problem, PROBLEM_INPUT, "--clientkey: it needs --clientcert");
	if (settings->noauth &&
	    (settings->rootcert || settings->ocsp || settings->crl || settings->stapling == STAPLING_REQUIRE))
		return problem_set(problem, PROBLEM_INPUT,
				   "--noauth excludes --rootcert, --ocsp, --crl and --stapling require");
	if (settings->hostname.count == 0 && (settings->forbid_protocol || settings->ocsp || settings->crl))
		return problem_set(problem, PROBLEM_INPUT, "%s: it needs --hostname",
				   settings->forbid_protocol ? "--forbid-protocol"
				   : settings->ocsp          ? "--ocsp"
							     : "--crl");
	return verify_texts(settings, problem);
}

static void run(const void *given, const struct deadline *deadline, struct result *result)
{
	const struct settings *settings = given;
	struct facts facts = { 0 };

	collect(settings, deadline, &facts);
	for (size_t i = 0; i < facts.count; i++)
		verdict_trace(facts.inspections + i, result);
	evaluate(settings, &facts, result);
	for (size_t i = 0; i < facts.count; i++)
		inspection_free(facts.inspections + i);
	free(facts.inspections);
}

const struct check check = {
	.name = "check_tls",
	.service = "TLS",
	.summary = "is the traffic protected, and will it still be next week?",
	.proves = "OK proves that the server speaks TLS of the version asked for, that its certificates lead to a "
		  "trusted "
		  "root with nothing but what it sent, that its certificate is for the name, and that each stays valid "
		  "long enough; and whatever else the options ask for. It does not prove that nothing is sent in plain "
		  "elsewhere.",
	.clauses = "3.4",
	.synopsis = "[OPTION]... -H HOST[:PORT]... | -f GLOB",
	.options = options,
	.examples = examples,
	.defaults = &defaults,
	.settings_size = sizeof(struct settings),
	.verify = verify,
	.run = run,
};
