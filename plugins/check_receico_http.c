// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * check_receico_http - does a web page come, in time, and as it should?
 *
 * OK proves that the page was answered with a status below 400 and whatever else the
 * options ask for, over a connection whose certificate holds for the host and leads to
 * a trusted root.  It does not prove that a person can use the page: --scenario walks
 * through a login as one would.  Letters and performance data of check_curl are kept;
 * unlike there certificates are verified, and no secret stands on the command line.
 */
#include "common/check/check.h"
#include "common/check/duration.h"
#include "common/check/file.h"
#include "common/net/certificate.h"
#include "common/net/connect.h"
#include "common/net/http_delay_memory.h"
#include "common/net/http_journey.h"
#include "common/net/http_judgement.h"
#include "common/net/http_plain.h"
#include "common/net/http_route.h"

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* What --onredirect says, in the order of its words. */
enum { ON_OK, ON_WARNING, ON_CRITICAL, ON_FOLLOW, ON_STICKY, ON_STICKYPORT, ON_CURL };

struct settings {
	const char *hostname, *address, *url, *source_ip, *proxy, *noproxy;
	long port, http_port;
	struct texts resolve, connect_to, header, string, forbid_string, regex, eregi, require_header, forbid_header;
	const char *ca_cert, *ca_directory, *client_cert, *private_key, *passphrase_file;
	const char *method, *post, *post_file, *content_type, *useragent, *cookie_jar;
	const char *header_file, *authorization, *user, *password_file, *netrc, *bearer_file, *proxy_authorization;
	const char *expect, *header_string, *state_dir, *scenario;
	struct certificate_limits certificate;
	struct range pagesize, warning, critical, max_warning, max_critical;
	uint64_t max_body;
	long max_redirs, samples, concurrency;
	double max_age, sample_interval, delay_limit, delay_max;
	int tls_min, tls_max, http_version, onredirect;
	enum status state_regex;
	bool use_ipv4, use_ipv6, proxy_from_environment, ssl, sni, verify_cert, insecure, continue_after_certificate;
	bool enable_automatic_decompression, no_body, linespan, invert_regex, require_tls, forbid_tls, https_only;
	bool extended_perfdata, show_body, link;
};

static const struct settings defaults = {
	.max_body = 8u << 20,
	.max_redirs = 15,
	.state_regex = STATUS_CRITICAL,
	.http_port = 80,
	.samples = 1,
	.sample_interval = 0.1,
	.delay_max = 3600,
	.useragent = "check_receico_http/" PACKAGE_VERSION " (" PACKAGE_NAME ")",
};

static const char *const redirect_words[] = { "ok",     "warning",    "critical", "follow",
					      "sticky", "stickyport", "curl",     NULL };
/* And what they make of a redirect that is not followed, or cannot be. */
static const enum status redirect_states[] = { STATUS_OK,       STATUS_WARNING,  STATUS_CRITICAL, STATUS_CRITICAL,
					       STATUS_CRITICAL, STATUS_CRITICAL, STATUS_CRITICAL };

static bool parse_ssl(const char *text, void *filled, struct problem *problem)
{
	struct settings *settings = filled;

	settings->ssl = true;
	return text == NULL || http_tls_versions_parse(text, &settings->tls_min, &settings->tls_max, problem);
}

static bool parse_certificate(const char *text, void *filled, struct problem *problem)
{
	struct settings *settings = filled;

	settings->ssl = true;
	return certificate_limits_parse(text, &settings->certificate, problem);
}

static bool parse_pagesize(const char *text, void *filled, struct problem *problem)
{
	return http_size_parse(text, &((struct settings *)filled)->pagesize, problem);
}

static bool parse_interval(const char *text, void *filled, struct problem *problem)
{
	struct settings *settings = filled;
	double seconds = 0;

	if (!duration_parse(text, &seconds, problem))
		return false;
	if (seconds < 0)
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' is below 0", text);
	settings->sample_interval = seconds;
	return true;
}

static const struct option_entry options[] = {
	{ 'H', FILLS(hostname), "HOST[:PORT]", "virtual host, and where to connect unless --address says",
	  .group = "Page", .is_place = true },
	{ 'I', FILLS(address), "ADDRESS", "connect to this address or name", .alias = "IP-address",
	  .is_address = true },
	{ 'u', FILLS(url), "URL", "path, or a whole URL, which needs no --hostname (default /)", .alias = "uri",
	  .is_place = true },
	{ 'p', FILLS(port), "PORT", "port (default: 80, with TLS 443)", .lowest = 1, .highest = 65535 },
	{ 'j', FILLS(method), "METHOD", "GET, HEAD, PUT, ... (default: GET, with a body POST)" },
	{ 'P', FILLS(post), "TEXT", "send this body" },
	{ 0, FILLS(post_file), "FILE", "send what is in this file, up to a megabyte" },
	{ 'T', FILLS(content_type), "TYPE", "what kind of body it is (default: application/x-www-form-urlencoded)" },
	{ 'k', FILLS(header), "NAME: VALUE", "send this header" },
	{ 'A', FILLS(useragent), "TEXT", "say that this program asks" },
	{ 'f', FILLS(onredirect), "HOW",
	  "what a redirect is: ok, warning, critical; or follow it, sticky (stay with the address) or stickyport; curl "
	  "is follow",
	  .choices = redirect_words },
	{ 0, FILLS(max_redirs), "N", "follow as many redirects", .highest = 1000 },
	{ 0, FILLS(cookie_jar), "FILE", "keep cookies in this file, from run to run" },
	{ 0, FILLS(enable_automatic_decompression), NULL, "ask for compressed pages, and unpack them" },
	{ 'N', FILLS(no_body), NULL, "do not wait for the body" },
	{ 0, FILLS(max_body), "SIZE", "critical when the body, unpacked, is larger" },
	{ '4', FILLS(use_ipv4), NULL, "use IPv4 only", .group = "Connection" },
	{ '6', FILLS(use_ipv6), NULL, "use IPv6 only" },
	{ 'i', FILLS(source_ip), "ADDRESS", "connect from this address or interface" },
	{ 0, FILLS(resolve), "HOST:PORT:ADDRESS", "take this address for the host" },
	{ 0, FILLS(connect_to), "HOST1:PORT1:HOST2:PORT2", "connect to the second instead of the first" },
	{ 'x', FILLS(proxy), "URL", "go through this proxy: http://, https://, socks5h://, ..." },
	{ 0, FILLS(noproxy), "HOST,...", "but not to these hosts" },
	{ 0, FILLS(proxy_from_environment), NULL, "go through the proxy of https_proxy and the like (default: none)" },
	{ 0, FILLS(http_version), "VERSION", "1.0, 1.1 or 2.0 (default: as negotiated)",
	  .choices = http_version_words },
	{ 'S', FILLS_BY(ssl, parse_ssl), "VERSION[+]",
	  "use TLS; attached, this version of it (-S1.2), or newer (-S1.2+)", .group = "TLS", .optional = true },
	{ 0, FILLS(tls_min), "VERSION", "the least version", .choices = http_tls_words },
	{ 0, FILLS(tls_max), "VERSION", "the highest", .choices = http_tls_words },
	{ 0, FILLS(insecure), NULL, "do not verify the certificate" },
	{ 0, FILLS(ca_cert), "FILE", "trust these certificates (PEM) instead of the system's" },
	{ 0, FILLS(ca_directory), "FOLDER", "trust this folder of hashed certificates instead" },
	{ 'C', FILLS_BY(certificate, parse_certificate), "DAYS[,DAYS]",
	  "warning and critical when it ends within these days; no page is asked for" },
	{ 0, FILLS(continue_after_certificate), NULL, "with -C: ask for the page too" },
	{ 'J', FILLS(client_cert), "FILE", "show this certificate (PEM) to the server" },
	{ 'K', FILLS(private_key), "FILE", "its key, which others cannot read (default: in the same file)" },
	{ 0, FILLS(passphrase_file), "FILE", "the first line of this file is the key's passphrase" },
	{ 'D', FILLS(verify_cert), NULL, "verify the certificate: done unless --insecure" },
	{ 0, FILLS(sni), NULL, "send the host's name: always done" },
	{ 'a', FILLS(authorization), "@FILE", "log in: the first line of the file is USER:PASSWORD", .group = "Login" },
	{ 0, FILLS(user), "USER", "log in as this user" },
	{ 0, FILLS(password_file), "FILE", "with the password in the first line of this file" },
	{ 0, FILLS(netrc), "FILE", "with what this netrc file has for the host (and the user)" },
	{ 0, FILLS(bearer_file), "FILE", "send the token in the first line of this file" },
	{ 0, FILLS(header_file), "FILE", "send the headers in this file, a line each; only to the first host" },
	{ 'b', FILLS(proxy_authorization), "@FILE", "log in to the proxy" },
	{ 'e', FILLS(expect), "TEXT,...", "one of these must be in the status line, whatever the code",
	  .group = "Answer" },
	{ 'd', FILLS(header_string), "TEXT", "this must be in the header" },
	{ 's', FILLS(string), "TEXT", "this must be in the body" },
	{ 0, FILLS(forbid_string), "TEXT", "this must not" },
	{ 'r', FILLS(regex), "REGEX", "this must match in the body (POSIX, extended)", .alias = "ereg" },
	{ 'R', FILLS(eregi), "REGEX", "the same in any case" },
	{ 'l', FILLS(linespan), NULL, "a regex may match over the ends of lines" },
	{ 0, FILLS(invert_regex), NULL, "a regex must not match" },
	{ 0, FILLS(state_regex), "STATE", "what a regex that fails means" },
	{ 0, FILLS(require_header), "NAME[: PATTERN]",
	  "this header must be sent, such as 'Strict-Transport-Security: *'" },
	{ 0, FILLS(forbid_header), "NAME[: PATTERN]", "this must not, such as 'Server: *[0-9]*'" },
	{ 'm', FILLS_BY(pagesize, parse_pagesize), "MIN[:MAX]", "warning unless the body has so many bytes" },
	{ 'M', FILLS(max_age), "DURATION", "critical when the page was modified longer ago" },
	{ 0, FILLS(require_tls), NULL, "critical unless the answer comes over TLS" },
	{ 0, FILLS(forbid_tls), NULL, "critical if it does" },
	{ 0, FILLS(https_only), NULL, "critical unless plain HTTP is refused, or leads to HTTPS at once" },
	{ 0, FILLS(http_port), "PORT", "the port that --https-only asks", .lowest = 1, .highest = 65535 },
	{ 'w', FILLS(warning), "RANGE", "warning unless the answer takes these seconds (of several, their mean)",
	  .group = "Time", .unit = UNIT_SECONDS },
	{ 'c', FILLS(critical), "RANGE", "critical unless it takes these", .unit = UNIT_SECONDS },
	{ 0, FILLS(samples), "N", "ask so often, a new connection each time; --timeout covers all", .lowest = 1,
	  .highest = 1000 },
	{ 0, FILLS_BY(sample_interval, parse_interval), "DURATION", "from one start to the next (default 100ms)" },
	{ 0, FILLS(concurrency), "N", "N users ask at once, each with a connection and cookies of his own", .lowest = 1,
	  .highest = 500 },
	{ 0, FILLS(max_warning), "RANGE", "of several: warning unless the slowest takes these", .unit = UNIT_SECONDS },
	{ 0, FILLS(max_critical), "RANGE", "critical unless it takes these", .unit = UNIT_SECONDS },
	{ 0, FILLS(delay_limit), "DURATION", "remember since when answers have taken so long; warning while they do" },
	{ 0, FILLS(delay_max), "DURATION", "critical once they have for so long" },
	{ 0, FILLS(state_dir), "FOLDER", "where that is remembered (default: the package's folder of states)" },
	{ 0, FILLS(scenario), "FILE",
	  "walk as a user through the steps of this INI file: [step NAME], url, form.NAME, status, string, "
	  "capture.NAME, ...; --hostname or --url say where",
	  .group = "Scenario" },
	{ 'E', FILLS(extended_perfdata), NULL, "the phases of the time, and the code, too", .group = "Output" },
	{ 'B', FILLS(show_body), NULL, "show the beginning of the body" },
	{ 'L', FILLS(link), NULL, "taken and ignored: web interfaces show no HTML of plugins any more" },
	{ 0 },
};

static const struct example examples[] = {
	{ "-u https://www.example.org/health", "the page comes within 10 seconds, over TLS that holds" },
	{ "-H www.example.org -S -w 1 -c 3 --samples 10 -t 60", "ten times, in 3 seconds on average" },
	{ "-u https://www.example.org/ --delay-limit 3 --delay-max 1h", "not slower than 3 seconds for an hour" },
	{ "-u https://www.example.org/ --concurrency 50 -c 3 --max-critical 10", "for fifty users at once" },
	{ "-u https://www.example.org/ --scenario /etc/icinga2/login.ini", "and somebody can log in" },
	{ "-u https://www.example.org/ --https-only --require-header 'Strict-Transport-Security: max-age=*'",
	  "nothing goes without TLS" },
	{ "-H www.example.org -I 192.0.2.1 -S -C 30,14", "the certificate holds for 30 days" },
	{ 0 },
};

/* What was seen.  evaluate() sees only this. */
struct facts {
	bool asked; /* else the problem says why not */
	struct problem problem;
	struct http_series series;
	struct http_journey journey;
	struct http_response plain;
	struct http_delay_memory memory;
	time_t now;
};

static struct http_place place_of(const struct settings *settings)
{
	return (struct http_place){ .hostname = settings->hostname,
				    .address = settings->address,
				    .url = settings->url,
				    .port = settings->port,
				    .tls = settings->ssl };
}

static struct http_secret_files files_of(const struct settings *settings)
{
	return (struct http_secret_files){ .authorization = settings->authorization,
					   .user = settings->user,
					   .password_file = settings->password_file,
					   .netrc = settings->netrc,
					   .bearer_file = settings->bearer_file,
					   .header_file = settings->header_file,
					   .proxy_authorization = settings->proxy_authorization,
					   .client_cert = settings->client_cert,
					   .private_key = settings->private_key,
					   .passphrase_file = settings->passphrase_file };
}

static bool follows(const struct settings *settings)
{
	return settings->onredirect >= ON_FOLLOW || settings->scenario;
}

static struct http_expectation expectation_of(const struct settings *settings)
{
	return (struct http_expectation){ .status = settings->expect,
					  .redirect_status = redirect_states[settings->onredirect],
					  .strings = settings->string,
					  .forbidden_strings = settings->forbid_string,
					  .patterns = settings->regex,
					  .caseless_patterns = settings->eregi,
					  .linespan = settings->linespan,
					  .invert = settings->invert_regex,
					  .pattern_status = settings->state_regex,
					  .header_string = settings->header_string,
					  .required_headers = settings->require_header,
					  .forbidden_headers = settings->forbid_header,
					  .age_maximum = settings->max_age,
					  .require_tls = settings->require_tls,
					  .forbid_tls = settings->forbid_tls };
}

static struct http_client_settings client_of(const struct settings *settings)
{
	return (struct http_client_settings){ .address = settings->address,
					      .connect_to = &settings->connect_to,
					      .resolve = &settings->resolve,
					      .use_ipv4 = settings->use_ipv4,
					      .use_ipv6 = settings->use_ipv6,
					      .source = settings->source_ip,
					      .proxy = settings->proxy,
					      .no_proxy = settings->noproxy,
					      .proxy_from_environment = settings->proxy_from_environment,
					      .verify = !settings->insecure,
					      .ca_file = settings->ca_cert,
					      .ca_folder = settings->ca_directory,
					      .tls_minimum = (enum http_tls_version)settings->tls_min,
					      .tls_maximum = (enum http_tls_version)settings->tls_max,
					      .http_version = (enum http_version)settings->http_version,
					      .user_agent = settings->useragent,
					      .decompress = settings->enable_automatic_decompression,
					      .keep_cookies = true,
					      .cookie_jar = settings->cookie_jar,
					      .share_nothing = settings->concurrency > 0,
					      .read_certificate = settings->certificate.is_set,
					      .redirects_maximum = settings->max_redirs,
					      .body_maximum = settings->max_body };
}

/* --- collect ------------------------------------------------------------------------- */

static bool ask_page(const struct settings *settings, const struct http_client_settings *client,
		     const struct http_target *target, const char *body, const struct deadline *deadline,
		     struct facts *facts)
{
	struct http_expectation expectation = expectation_of(settings);
	struct http_series_settings series = { .samples = settings->samples,
					       .interval_seconds = settings->sample_interval,
					       .users = settings->concurrency };
	struct http_request request = {
		.target = target,
		.method = settings->method,
		.body = body,
		.content_type = settings->content_type,
		.headers = &settings->header,
		.follow = follows(settings),
		.keep_body = settings->show_body || http_expectation_needs_body(&expectation),
		.stop_at_body = settings->no_body,
		.handshake_only = settings->certificate.is_set && !settings->continue_after_certificate,
	};

	return http_series_ask(&series, client, &request, &expectation, deadline, &facts->series, &facts->problem);
}

/* Nothing was answered in time: that is a delay too. */
static double delay_of(const struct settings *settings, const struct facts *facts, double timeout)
{
	double seconds = settings->scenario ? http_journey_seconds(&facts->journey) : facts->series.summary.mean;
	const struct problem *problem = settings->scenario ? &facts->journey.problem : &facts->series.response.problem;

	return isnan(seconds) && problem->kind == PROBLEM_TIMEOUT ? timeout : seconds;
}

static bool prepare(const struct settings *settings, const struct http_target *target,
		    struct http_client_settings *client, struct http_secrets *secrets, struct facts *facts)
{
	struct http_secret_files files = files_of(settings);

	client->secrets = secrets;
	if (settings->scenario && !http_journey_prepare(&facts->journey, settings->scenario, &facts->problem))
		return problem_prefix(&facts->problem, "--scenario");
	return http_secrets_read(&files, target->host, secrets, &facts->problem) &&
	       http_client_find_trust(client, target->tls || follows(settings), &facts->problem);
}

static void collect(const struct settings *settings, const struct deadline *deadline, struct facts *facts)
{
	struct buffer body = buffer_limited(HTTP_REQUEST_BODY_MAXIMUM);
	enum http_stick stick = settings->onredirect == ON_STICKY       ? HTTP_STICK_ADDRESS
				: settings->onredirect == ON_STICKYPORT ? HTTP_STICK_PORT
									: HTTP_STICK_NOT;
	struct http_client_settings client = client_of(settings);
	struct http_place place = place_of(settings);
	struct http_secrets secrets = { 0 };
	struct http_target target;
	char route[600];

	facts->now = time(NULL);
	if (http_target_make(&place, &target, &facts->problem) &&
	    http_request_read_body(settings->post_file, &body, &facts->problem) &&
	    prepare(settings, &target, &client, &secrets, facts)) {
		http_target_route(&place, &target, stick, route, sizeof route);
		client.route = route;
		facts->asked = settings->scenario ||
			       ask_page(settings, &client, &target, settings->post_file ? body.data : settings->post,
					deadline, facts);
		if (settings->scenario)
			http_journey_walk(&facts->journey, &client, &target, deadline);
		if (facts->asked && settings->https_only)
			http_plain_ask(&client, &target, settings->http_port, deadline, &facts->plain);
		if (facts->asked && settings->delay_limit > 0)
			http_delay_remember(settings->state_dir, target.url, settings->address, settings->delay_limit,
					    delay_of(settings, facts, deadline->span), facts->now, deadline,
					    &facts->memory);
	}
	http_secrets_forget(&secrets);
	file_forget_secret(&body);
}

/* --- evaluate ------------------------------------------------------------------------ */

static void evaluate(const struct settings *settings, const struct facts *facts, double timeout, struct result *result)
{
	struct http_expectation expectation = expectation_of(settings);
	struct http_limits limits = { .warning = &settings->warning,
				      .critical = &settings->critical,
				      .max_warning = &settings->max_warning,
				      .max_critical = &settings->max_critical,
				      .size = &settings->pagesize,
				      .timeout = timeout,
				      .samples = settings->samples,
				      .users = settings->concurrency,
				      .phases = settings->extended_perfdata,
				      .show_body = settings->show_body,
				      .good = facts->memory.problem.kind == PROBLEM_NONE ? STATUS_OK : STATUS_UNKNOWN };

	if (!facts->asked) {
		result_problem(result, STATUS_UNKNOWN, &facts->problem);
		return;
	}
	if (settings->scenario)
		http_journey_judge(&facts->journey, &limits, result);
	else if (settings->certificate.is_set && !settings->continue_after_certificate)
		http_handshake_judge(&facts->series, &limits, result);
	else
		http_series_judge(&facts->series, &expectation, &limits, result);
	if (settings->certificate.is_set)
		http_certificate_judge(&settings->certificate, &facts->series.response, facts->now, result);
	if (settings->https_only)
		http_plain_judge(&facts->plain, result);
	if (settings->delay_limit > 0)
		http_delay_memory_judge(&facts->memory, settings->delay_limit, settings->delay_max, facts->now, result);
}

/* --------------------------------------------------------------------------------------- */

/* Pairs of options that exclude each other. */
static bool verify_pairs(const struct settings *settings, struct problem *problem)
{
	struct http_expectation expectation = expectation_of(settings);
	const struct {
		bool first, second;
		const char *names;
	} pairs[] = {
		{ settings->insecure, settings->verify_cert, "--insecure and --verify-cert" },
		{ settings->ca_cert, settings->ca_directory, "--ca-cert and --ca-directory" },
		{ settings->post, settings->post_file, "--post and --post-file" },
		{ settings->proxy, settings->proxy_from_environment, "--proxy and --proxy-from-environment" },
		{ settings->require_tls, settings->forbid_tls, "--require-tls and --forbid-tls" },
		{ settings->samples > 1, settings->concurrency > 0, "--samples and --concurrency" },
		{ settings->cookie_jar, settings->concurrency > 0, "--cookie-jar and --concurrency" },
		{ settings->no_body, http_expectation_needs_body(&expectation),
		  "--no-body and what looks for something in the body" },
		{ settings->scenario, (settings->samples > 1 || settings->concurrency > 0),
		  "--scenario and --samples or --concurrency" },
		{ settings->scenario, settings->certificate.is_set, "--scenario and --certificate" },
		{ settings->scenario,
		  settings->method || settings->post || settings->post_file || settings->expect || settings->no_body ||
			  settings->header_string || http_expectation_needs_body(&expectation),
		  "--scenario, whose steps say it, and what else is sent or expected" },
	};

	for (size_t i = 0; i < LENGTH(pairs); i++) {
		if (pairs[i].first && pairs[i].second)
			return problem_set(problem, PROBLEM_INPUT, "%s exclude each other", pairs[i].names);
	}
	if (settings->tls_max != HTTP_TLS_ANY && settings->tls_min > settings->tls_max)
		return problem_set(problem, PROBLEM_INPUT, "--tls-min is above --tls-max");
	return true;
}

static bool verify(const void *checked, struct problem *problem)
{
	const struct settings *settings = checked;
	struct http_expectation expectation = expectation_of(settings);
	struct http_secret_files files = files_of(settings);
	struct http_place place = place_of(settings);
	struct http_target target;

	if (settings->certificate.is_set && http_target_make(&place, &target, problem) && !target.tls)
		return problem_set(problem, PROBLEM_INPUT, "--certificate: the URL is not https://");
	return http_target_make(&place, &target, problem) &&
	       connect_family_verify(settings->use_ipv4, settings->use_ipv6, problem) &&
	       verify_pairs(settings, problem) &&
	       http_route_verify(&settings->resolve, &settings->connect_to, settings->proxy, problem) &&
	       http_request_verify(settings->method, &settings->header, problem) &&
	       http_secrets_verify(&files, problem) && http_expectation_verify(&expectation, problem);
}

static void run(const void *given, const struct deadline *deadline, struct result *result)
{
	const struct settings *settings = given;
	struct facts facts = { 0 };

	collect(settings, deadline, &facts);
	http_response_trace(&facts.series.response, result);
	evaluate(settings, &facts, deadline->span, result);
	http_series_free(&facts.series);
	http_response_free(&facts.plain);
	http_journey_free(&facts.journey);
}

const struct check check = {
	.name = "check_receico_http",
	.service = "HTTP",
	.summary = "does a web page come, in time, and as it should?",
	.proves =
		"OK proves that the page was answered with a status below 400 and whatever else the options ask for, "
		"over a connection whose certificate holds for the host and leads to a trusted root. It does not prove "
		"that a person can use the page: --scenario walks through it as one would. No proxy is used, and no "
		"redirect followed, unless told.",
	.clauses = "1.5, 1.16, 1.17, 1.21, 3.4, 3.5b",
	.synopsis = "-H HOST | -u URL [OPTION]...",
	.options = options,
	.examples = examples,
	.defaults = &defaults,
	.settings_size = sizeof(struct settings),
	.verify = verify,
	.run = run,
};
