// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * check_ssh - does an SSH server answer, and as it should?
 *
 * Without session options OK proves that a server identifies itself as SSH within
 * the limits; it does not prove that anybody can log in.  With them OK also proves
 * what they ask for: the host's key, the ways to log in, the algorithms on offer, a
 * login, SFTP.  One connection a run, ended so that sshd has nothing to log but the
 * visit.  Options, lines and performance data of monitoring-plugins' check_ssh are
 * kept.
 */
#include "common/check/check.h"
#include "common/net/sftp_client.h"
#include "common/net/ssh_login.h"
#include "common/net/ssh_methods.h"
#include "common/net/ssh_trust.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct settings {
	const char *hostname;
	long port;
	bool use_ipv4, use_ipv6;
	const char *remote_version, *remote_protocol, *minimum_version;
	struct range warning, critical;
	struct texts host_key;
	int host_key_type;
	const char *known_hosts;
	struct texts forbid_auth, require_auth;
	struct texts forbid_algorithm;
	enum status weak_algorithms;
	const char *user, *identity, *passphrase_file;
	bool agent, insecure;
	const char *sftp;
};

static const struct settings defaults = { .port = 22 };

static const char *const host_key_types[] = { "any", "ed25519", "ecdsa", "rsa", NULL };

static const struct option_entry options[] = {
	{ 'H', FILLS(hostname), "HOST", "name or address of the server, or the path of a Unix socket",
	  .group = "Connection", .required = true, .operand = 1, .is_address = true, .alias = "host" },
	{ 'p', FILLS(port), "PORT", "port it listens on", .lowest = 1, .highest = 65535, .operand = 2 },
	{ '4', FILLS(use_ipv4), NULL, "use IPv4 only" },
	{ '6', FILLS(use_ipv6), NULL, "use IPv6 only" },
	{ 'w', FILLS(warning), "RANGE", "warning unless it identifies itself within these seconds", .group = "Answer",
	  .unit = UNIT_SECONDS },
	{ 'c', FILLS(critical), "RANGE", "critical unless it does within these", .unit = UNIT_SECONDS },
	{ 'r', FILLS(remote_version), "VERSION", "critical unless it says this version, with or without the comment" },
	{ 'P', FILLS(remote_protocol), "PROTOCOL",
	  "critical unless it speaks this version of the protocol, such as 2.0" },
	{ 0, FILLS(minimum_version), "VERSION",
	  "critical below this version: 9.2, or OpenSSH_9.2 to fix the product too" },
	{ 0, FILLS(host_key), "SHA256:...", "critical unless the host's key has one of these fingerprints",
	  .group = "Host key" },
	{ 0, FILLS(host_key_type), "TYPE",
	  "ask for this key of the host: ed25519, ecdsa or rsa (by SHA-2: from libssh2 1.11 on)",
	  .choices = host_key_types },
	{ 0, FILLS(known_hosts), "FILE", "critical unless the host's key stands in this file" },
	{ 0, FILLS(forbid_auth), "METHOD", "critical when this way to log in is offered, such as password",
	  .group = "Policy" },
	{ 0, FILLS(require_auth), "METHOD", "critical unless this one is offered, such as publickey" },
	{ 0, FILLS(forbid_algorithm), "PATTERN",
	  "critical when an offered key exchange, host key, cipher or MAC matches, such as '*-cbc'" },
	{ 0, FILLS(weak_algorithms), "STATE",
	  "what an algorithm held to be weak (as of " SSH_WEAK_DATE ") means; ok: not asked" },
	{ 0, FILLS(user), "USER", "the user to log in as, or to ask for (default there: nobody)", .group = "Login" },
	{ 0, FILLS(identity), "FILE", "critical unless USER can log in with this private key" },
	{ 0, FILLS(passphrase_file), "FILE", "the first line of this file is the passphrase of the key" },
	{ 0, FILLS(agent), NULL, "critical unless USER can log in with a key of ssh-agent" },
	{ 0, FILLS(insecure), NULL, "log in whoever the server is: without --host-key and --known-hosts" },
	{ 0, FILLS(sftp), "PATH", "then critical unless SFTP works and PATH is there" },
	{ 0 },
};

static const struct example examples[] = {
	{ "-H shell.example.org", "a server identifies itself within 10 seconds" },
	{ "-p 2222 -w 1 -c 3 shell.example.org", "the same on another port, with limits on the time" },
	{ "-H shell.example.org --host-key SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDOuJ6l2J/mZcqGIDo",
	  "and with the key that we know" },
	{ "-H shell.example.org --forbid-auth password --forbid-auth keyboard-interactive --require-auth publickey",
	  "and it takes keys, not passwords" },
	{ "-H shell.example.org --weak-algorithms warning --forbid-algorithm '*-cbc'", "and what it offers is sound" },
	{ "-H sftp.example.org --known-hosts /etc/ssh/ssh_known_hosts --user backup --identity /etc/icinga2/backup_key "
	  "--sftp /inbox",
	  "the host is the one we know, and the backup user can reach his folder" },
	{ 0 },
};

/* A step that is done when it is asked for, and how it went. */
enum step { STEP_NOT_ASKED, STEP_DONE, STEP_FAILED };

struct outcome {
	enum step step;
	struct problem problem; /* of a step that failed */
};

/* What one connection told us.  evaluate() sees only this. */
struct facts {
	struct outcome identified, offered, shook_hands, told_methods, logged_in, reached_path;
	struct ssh_identification identification;
	double seconds;
	struct ssh_offers offers;
	struct ssh_host_key host_key;
	enum ssh_known known;
	char methods[256];
};

static bool wants_offers(const struct settings *settings)
{
	return settings->forbid_algorithm.count > 0 || settings->weak_algorithms != STATUS_OK;
}

static bool wants_methods(const struct settings *settings)
{
	return settings->forbid_auth.count > 0 || settings->require_auth.count > 0;
}

static bool wants_login(const struct settings *settings)
{
	return settings->identity || settings->agent;
}

static bool wants_session(const struct settings *settings)
{
	return settings->host_key.count > 0 || settings->known_hosts || wants_methods(settings) ||
	       wants_login(settings);
}

/* The ways to log in may depend on the user; `nobody` exists everywhere and can do nothing. */
static const char *user_asked(const struct settings *settings)
{
	return settings->user ? settings->user : "nobody";
}

/* --- collect ----------------------------------------------------------------- */

static bool note(struct outcome *outcome, bool done)
{
	outcome->step = done ? STEP_DONE : STEP_FAILED;
	return done;
}

static struct ssh_trust trust_of(const struct settings *settings)
{
	return (struct ssh_trust){ .host = settings->hostname,
				   .port = settings->port,
				   .pinned = &settings->host_key,
				   .known_hosts = settings->known_hosts };
}

/* Is it the host that we mean?  Nobody else gets to see a login. */
static bool is_trusted(const struct settings *settings, const struct facts *facts)
{
	const struct ssh_trust trust = trust_of(settings);
	struct problem ignored;

	return ssh_trust_pin(&trust, &facts->host_key, &ignored) &&
	       ssh_trust_known(&trust, &facts->host_key, facts->known, &ignored);
}

static bool log_in(struct ssh_session *session, const struct settings *settings, struct problem *problem)
{
	const struct ssh_login login = { .user = settings->user,
					 .agent = settings->agent,
					 .identity = settings->identity,
					 .passphrase_file = settings->passphrase_file };

	return ssh_login_do(&login, session, problem);
}

static bool reach(struct ssh_session *session, const char *path, struct problem *problem)
{
	LIBSSH2_SFTP_ATTRIBUTES about;
	struct sftp_client *client = NULL;
	bool reached =
		sftp_client_open(session, &client, problem) && sftp_client_look(client, path, true, &about, problem);

	sftp_client_close(client);
	return reached;
}

static void ask_session(struct ssh_session *session, const struct settings *settings, struct facts *facts)
{
	facts->host_key = *ssh_session_host_key(session);
	facts->known = ssh_session_known(session);
	if (wants_methods(settings) &&
	    !note(&facts->told_methods, ssh_session_methods(session, user_asked(settings), facts->methods,
							    sizeof facts->methods, &facts->told_methods.problem)))
		return;
	/* Who is in already cannot log in once more: the server would not answer. */
	if (strcmp(facts->methods, "none") == 0 || !is_trusted(settings, facts))
		return;
	if (!wants_login(settings) || !note(&facts->logged_in, log_in(session, settings, &facts->logged_in.problem)))
		return;
	if (settings->sftp)
		note(&facts->reached_path, reach(session, settings->sftp, &facts->reached_path.problem));
}

/* What the server offered stands in its first packet, whoever has read it. */
static void read_offers(struct ssh_transport *transport, struct facts *facts)
{
	enum ssh_offers_state state =
		ssh_offers_parse((const unsigned char *)transport->received.data, transport->received.length,
				 &facts->offers, &facts->offered.problem);

	if (state == SSH_OFFERS_MORE)
		facts->offered.problem = facts->shook_hands.problem;
	note(&facts->offered, state == SSH_OFFERS_DONE);
}

static void hold_session(struct ssh_transport *transport, const struct settings *settings,
			 const struct deadline *deadline, struct facts *facts)
{
	struct ssh_session_settings wanted = {
		.host = settings->hostname,
		.port = settings->port,
		.host_key_type = settings->host_key_type ? host_key_types[settings->host_key_type] : NULL,
		.known_hosts = settings->known_hosts,
		.deadline = deadline,
	};
	struct ssh_session *session = NULL;

	if (note(&facts->shook_hands, ssh_session_open(transport, &wanted, &session, &facts->shook_hands.problem)))
		ask_session(session, settings, facts);
	if (wants_offers(settings))
		read_offers(transport, facts);
	ssh_session_close(session);
}

static void collect(const struct settings *settings, const struct deadline *deadline, struct facts *facts)
{
	struct endpoint endpoint = { .host = settings->hostname, .port = settings->port };
	struct ssh_transport transport;

	endpoint.family = connect_family(settings->use_ipv4, settings->use_ipv6);
	if (note(&facts->identified, ssh_transport_open(&endpoint, deadline, &transport, &facts->identified.problem))) {
		facts->seconds = transport.seconds;
		if (wants_session(settings))
			hold_session(&transport, settings, deadline, facts);
		else if (wants_offers(settings))
			note(&facts->offered,
			     ssh_transport_read_offers(&transport, deadline, &facts->offers, &facts->offered.problem));
		if (facts->shook_hands.step != STEP_DONE)
			ssh_transport_disconnect(&transport, deadline);
	}
	facts->identification = transport.identification;
	ssh_transport_close(&transport);
}

/* --- evaluate ---------------------------------------------------------------- */

static void judge_time(const struct settings *settings, const struct facts *facts, double timeout,
		       struct result *result)
{
	char text[100];
	struct measure measure = {
		.label = "time", .unit = UNIT_SECONDS, .minimum = BOUND(0), .maximum = BOUND(timeout)
	};

	measure.value = facts->identified.step == STEP_DONE ? facts->seconds : NAN;
	measure.warning = &settings->warning;
	measure.critical = &settings->critical;
	if (range_judge(&settings->warning, &settings->critical, measure.value) != STATUS_OK) {
		snprintf(text, sizeof text, "%.3f s until the identification", facts->seconds);
		measure.text = text;
	}
	result_measure(result, &measure);
}

/* Is it another product than the one that stands in front of the least version? */
static bool is_other_product(const char *software, const char *minimum)
{
	return strncmp(software, minimum, ssh_version_product_length(minimum)) != 0;
}

static void judge_identification(const struct settings *settings, const struct facts *facts, struct result *result)
{
	const struct ssh_identification *id = &facts->identification;
	bool good = true;

	if (settings->remote_version && !ssh_identification_is(id, settings->remote_version))
		good = result_fail(result, STATUS_CRITICAL, "%s (protocol %s) version mismatch, expected '%s'",
				   id->version, id->protocol, settings->remote_version);
	if (settings->remote_protocol && strcmp(id->protocol, settings->remote_protocol) != 0)
		good = result_fail(result, STATUS_CRITICAL, "%s (protocol %s) protocol version mismatch, expected '%s'",
				   id->version, id->protocol, settings->remote_protocol);
	if (settings->minimum_version && is_other_product(id->software, settings->minimum_version))
		good = result_fail(result, STATUS_CRITICAL, "%s (protocol %s) is another product than '%s'",
				   id->version, id->protocol, settings->minimum_version);
	else if (settings->minimum_version && ssh_version_compare(id->software, settings->minimum_version) < 0)
		good = result_fail(result, STATUS_CRITICAL, "%s (protocol %s) is below version '%s'", id->version,
				   id->protocol, settings->minimum_version);
	if (good)
		result_say(result, STATUS_OK, "%s (protocol %s)", id->version, id->protocol);
}

static void judge_host_key(const struct settings *settings, const struct facts *facts, struct result *result)
{
	const struct ssh_trust trust = trust_of(settings);
	const struct ssh_host_key *key = &facts->host_key;
	struct problem problem;

	if (!ssh_trust_pin(&trust, key, &problem))
		result_problem(result, STATUS_CRITICAL, &problem);
	else if (settings->host_key.count > 0)
		result_say(result, STATUS_OK, "host key %s as pinned", key->type);
	if (!ssh_trust_known(&trust, key, facts->known, &problem))
		result_problem(result, STATUS_CRITICAL, &problem);
	else if (facts->known == SSH_KNOWN)
		result_say(result, STATUS_OK, "host key %s is known", key->type);
}

static void judge_methods(const struct settings *settings, const struct facts *facts, struct result *result)
{
	bool good = true;

	if (ssh_method_is_offered(facts->methods, "none"))
		good = result_fail(result, STATUS_CRITICAL, "%s port %ld lets %s in without any proof (method none)",
				   settings->hostname, settings->port, user_asked(settings));
	for (size_t i = 0; i < settings->forbid_auth.count; i++) {
		if (ssh_method_is_offered(facts->methods, settings->forbid_auth.items[i]))
			good = result_fail(result, STATUS_CRITICAL, "%s port %ld offers to log in by %s (offered: %s)",
					   settings->hostname, settings->port, settings->forbid_auth.items[i],
					   facts->methods);
	}
	for (size_t i = 0; i < settings->require_auth.count; i++) {
		if (!ssh_method_is_offered(facts->methods, settings->require_auth.items[i]))
			good = result_fail(
				result, STATUS_CRITICAL, "%s port %ld does not offer to log in by %s (offered: %s)",
				settings->hostname, settings->port, settings->require_auth.items[i], facts->methods);
	}
	if (good)
		result_say(result, STATUS_OK, "login by %s", facts->methods);
}

static void judge_offers(const struct settings *settings, const struct facts *facts, struct result *result)
{
	struct buffer forbidden = buffer_limited(1000);
	struct buffer weak = buffer_limited(1000);

	if (ssh_offers_find_matching(&facts->offers, &settings->forbid_algorithm, &forbidden) > 0)
		result_say(result, STATUS_CRITICAL, "%s port %ld offers what is forbidden: %s", settings->hostname,
			   settings->port, forbidden.data);
	else if (settings->forbid_algorithm.count > 0)
		result_say(result, STATUS_OK, "no forbidden algorithm");
	if (settings->weak_algorithms != STATUS_OK) {
		if (ssh_offers_find_weak(&facts->offers, &weak) > 0)
			result_say(result, settings->weak_algorithms, "%s port %ld offers weak algorithms: %s",
				   settings->hostname, settings->port, weak.data);
		else
			result_say(result, STATUS_OK, "no weak algorithm");
	}
	buffer_free(&forbidden);
	buffer_free(&weak);
}

/* Records a step of the session that failed; true when it was done. */
static bool succeeded(const struct settings *settings, const struct outcome *outcome, struct result *result)
{
	struct problem problem = outcome->problem;

	if (outcome->step != STEP_FAILED)
		return outcome->step == STEP_DONE;
	problem_prefix(&problem, "%.150s port %ld", settings->hostname, settings->port);
	return result_problem(result, STATUS_CRITICAL, &problem);
}

static void evaluate(const struct settings *settings, const struct facts *facts, double timeout, struct result *result)
{
	judge_time(settings, facts, timeout, result);
	if (facts->identified.step == STEP_FAILED) {
		result_problem(result, STATUS_CRITICAL, &facts->identified.problem);
		return;
	}

	judge_identification(settings, facts, result);
	if (succeeded(settings, &facts->offered, result))
		judge_offers(settings, facts, result);
	/* When the offers could not be read, the handshake failed for the same reason: once is enough. */
	if (facts->offered.step != STEP_FAILED && succeeded(settings, &facts->shook_hands, result))
		judge_host_key(settings, facts, result);
	if (succeeded(settings, &facts->told_methods, result))
		judge_methods(settings, facts, result);
	if (succeeded(settings, &facts->logged_in, result))
		result_say(result, STATUS_OK, "logged in as %s", settings->user);
	if (succeeded(settings, &facts->reached_path, result))
		result_say(result, STATUS_OK, "SFTP reaches %s", settings->sftp);
}

/* ----------------------------------------------------------------------------- */

/* A word that is none would never match, and a check with a slip in it stay green for ever. */
static bool verify_methods(const struct texts *methods, const char *option, struct problem *problem)
{
	for (size_t i = 0; i < methods->count; i++) {
		if (!ssh_method_exists(methods->items[i]))
			return problem_set(problem, PROBLEM_INPUT,
					   "%s: '%.100s' is no method (" SSH_METHODS "); the option may be repeated",
					   option, methods->items[i]);
	}
	return true;
}

static bool verify_login(const struct settings *settings, struct problem *problem)
{
	if (settings->identity && settings->agent)
		return problem_set(problem, PROBLEM_INPUT, "--identity and --agent exclude each other");
	if (wants_login(settings) && settings->user == NULL)
		return problem_set(problem, PROBLEM_INPUT, "%s: it needs --user",
				   settings->agent ? "--agent" : "--identity");
	if (settings->user && !wants_login(settings) && !wants_methods(settings))
		return problem_set(problem, PROBLEM_INPUT,
				   "--user: it needs --identity, --agent, --require-auth or --forbid-auth");
	if (settings->sftp && !wants_login(settings))
		return problem_set(problem, PROBLEM_INPUT, "--sftp: it needs --user with --identity or --agent");
	if (settings->passphrase_file && settings->identity == NULL)
		return problem_set(problem, PROBLEM_INPUT, "--passphrase-file: it needs --identity");
	if (wants_login(settings) && settings->host_key.count == 0 && !settings->known_hosts && !settings->insecure)
		return problem_set(problem, PROBLEM_INPUT, "%s: it needs --host-key or --known-hosts (or --insecure)",
				   settings->agent ? "--agent" : "--identity");
	return true;
}

static bool verify(const void *checked, struct problem *problem)
{
	const struct settings *settings = checked;
	char pin[SSH_FINGERPRINT_SIZE];

	if (!connect_family_verify(settings->use_ipv4, settings->use_ipv6, problem))
		return false;
	if (settings->hostname[0] == '\0')
		return problem_set(problem, PROBLEM_INPUT, "--hostname: it is empty: a name or an address is expected");
	for (size_t i = 0; i < settings->host_key.count; i++) {
		if (!ssh_fingerprint_parse(settings->host_key.items[i], pin, problem))
			return problem_prefix(problem, "--host-key");
	}
	if (settings->host_key_type && settings->host_key.count == 0 && settings->known_hosts == NULL)
		return problem_set(problem, PROBLEM_INPUT, "--host-key-type: it needs --host-key or --known-hosts");
	if (settings->minimum_version && strpbrk(settings->minimum_version, "0123456789") == NULL)
		return problem_set(problem, PROBLEM_INPUT, "--minimum-version: '%.100s' has no number",
				   settings->minimum_version);
	return verify_methods(&settings->forbid_auth, "--forbid-auth", problem) &&
	       verify_methods(&settings->require_auth, "--require-auth", problem) && verify_login(settings, problem);
}

/* For the person who debugs: what the server said, at -vv; all of its offers, at -vvv. */
static void trace(const struct facts *facts, const struct result *result)
{
	if (facts->identified.step == STEP_DONE)
		result_trace(result, 2, "server: protocol %s, software %s", facts->identification.protocol,
			     facts->identification.version);
	if (facts->shook_hands.step == STEP_DONE)
		result_trace(result, 2, "host key: %s %s", facts->host_key.type, facts->host_key.fingerprint);
	if (facts->told_methods.step == STEP_DONE)
		result_trace(result, 2, "methods: %s", facts->methods);
	for (int i = 0; facts->offered.step == STEP_DONE && i < SSH_LISTS; i++)
		result_trace(result, 3, "%s: %s", ssh_list_name((enum ssh_list)i), facts->offers.lists[i].data);
}

static void run(const void *given, const struct deadline *deadline, struct result *result)
{
	const struct settings *settings = given;
	struct facts facts = { 0 };

	collect(settings, deadline, &facts);
	trace(&facts, result);
	evaluate(settings, &facts, deadline->span, result);
	ssh_offers_free(&facts.offers);
}

const struct check check = {
	.name = "check_ssh",
	.service = "SSH",
	.summary = "does an SSH server answer, and as it should?",
	.proves =
		"OK proves that a server identifies itself as SSH within the limits, and whatever else the options ask "
		"for: the host's key, the ways to log in, the algorithms on offer, a login, SFTP. Without these "
		"options "
		"it does not prove that anybody can log in. One connection is made.",
	.clauses = "1.13, 3.4, 4.3, 4.6",
	.synopsis = "[OPTION]... HOST [PORT]",
	.options = options,
	.examples = examples,
	.defaults = &defaults,
	.settings_size = sizeof(struct settings),
	.verify = verify,
	.run = run,
};
