// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/tls/starttls.h"

#include <string.h>
#include <strings.h>

const char *const starttls_names[] = { "none",  "ftp",  "smtp",  "imap", "pop3", "ldap", "postgres",
				       "mysql", "xmpp", "sieve", "nntp", "irc",  NULL };

long starttls_port(enum starttls_protocol protocol)
{
	/* IANA's register of service names; smtp: mail servers to each other. */
	static const long ports[STARTTLS_PROTOCOLS] = { 443, 21, 25, 143, 110, 389, 5432, 3306, 5222, 4190, 119, 6667 };

	return ports[protocol];
}

const struct starttls_service *starttls_find_service(const char *name)
{
	static const struct starttls_service services[] = {
		{ "https", STARTTLS_NONE, 443 },         { "h2", STARTTLS_NONE, 443 },
		{ "ftps", STARTTLS_NONE, 990 },          { "smtps", STARTTLS_NONE, 465 },
		{ "imaps", STARTTLS_NONE, 993 },         { "pop3s", STARTTLS_NONE, 995 },
		{ "ldaps", STARTTLS_NONE, 636 },         { "nntps", STARTTLS_NONE, 563 },
		{ "ircs", STARTTLS_NONE, 6697 },         { "xmpps", STARTTLS_NONE, 5223 },
		{ "mqtts", STARTTLS_NONE, 8883 },        { "sips", STARTTLS_NONE, 5061 },
		{ "dns", STARTTLS_NONE, 853 },           { "ftp", STARTTLS_FTP, 21 },
		{ "smtp", STARTTLS_SMTP, 25 },           { "imap", STARTTLS_IMAP, 143 },
		{ "pop3", STARTTLS_POP3, 110 },          { "ldap", STARTTLS_LDAP, 389 },
		{ "postgres", STARTTLS_POSTGRES, 5432 }, { "postgresql", STARTTLS_POSTGRES, 5432 },
		{ "mysql", STARTTLS_MYSQL, 3306 },       { "xmpp", STARTTLS_XMPP, 5222 },
		{ "sieve", STARTTLS_SIEVE, 4190 },       { "nntp", STARTTLS_NNTP, 119 },
		{ "irc", STARTTLS_IRC, 6667 },
	};

	for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
		if (strcasecmp(services[i].name, name) == 0)
			return services + i;
	}
	return NULL;
}

/* What the line that ended the dialogue badly means. */
static bool complain(const struct starttls_dialogue *dialogue, struct problem *problem)
{
	const char *name = starttls_names[dialogue->protocol];
	bool is_text = dialogue->protocol != STARTTLS_LDAP && dialogue->protocol != STARTTLS_MYSQL;

	if (dialogue->state == STARTTLS_FLOOD)
		return problem_set(problem, PROBLEM_PEER, "STARTTLS (%s): the server talks without end", name);
	if (dialogue->state == STARTTLS_MALFORMED && is_text)
		return problem_set(problem, PROBLEM_PEER, "STARTTLS: this is not %s, but '%.150s'", name,
				   dialogue->unit);
	if (dialogue->state == STARTTLS_MALFORMED)
		return problem_set(problem, PROBLEM_PEER, "STARTTLS: this is not %s", name);
	if (dialogue->unit[0] != '\0' && dialogue->protocol != STARTTLS_POSTGRES)
		return problem_set(problem, PROBLEM_PEER, "STARTTLS (%s) is refused: '%.150s'", name, dialogue->unit);
	return problem_set(problem, PROBLEM_PEER, "STARTTLS (%s) is refused", name);
}

static bool send_pending(struct stream *stream, struct starttls_dialogue *dialogue, const struct deadline *deadline,
			 struct problem *problem)
{
	size_t length = dialogue->send_length;

	dialogue->send_length = 0;
	return length == 0 || stream_write(stream, dialogue->send, length, deadline, problem);
}

/* Feeds what was read.  Bytes that are left over when the server should be waiting for
 * us, or for TLS, were not asked for. */
static bool feed(struct stream *stream, struct starttls_dialogue *dialogue, const char *bytes, size_t length,
		 const struct deadline *deadline, struct problem *problem)
{
	while (length > 0) {
		size_t taken = 0;
		enum starttls_state state = starttls_feed(dialogue, bytes, length, &taken);

		bytes += taken;
		length -= taken;
		if (state != STARTTLS_MORE && state != STARTTLS_READY)
			return complain(dialogue, problem);
		if (length > 0 && state == STARTTLS_READY)
			return problem_set(problem, PROBLEM_PEER,
					   "STARTTLS (%s): %zu bytes in plain behind the go-ahead (injection)",
					   starttls_names[dialogue->protocol], length);
		if (length > 0 && !starttls_may_speak_first(dialogue->protocol))
			return problem_set(problem, PROBLEM_PEER,
					   "STARTTLS (%s): the server answers before it is asked (injection)",
					   starttls_names[dialogue->protocol]);
		if (!send_pending(stream, dialogue, deadline, problem))
			return false;
	}
	return true;
}

bool starttls_perform(struct stream *stream, enum starttls_protocol protocol, const char *host,
		      const struct deadline *deadline, struct problem *problem)
{
	struct starttls_dialogue dialogue;
	char bytes[4096];

	starttls_begin(&dialogue, protocol, host);
	if (!send_pending(stream, &dialogue, deadline, problem))
		return problem_prefix(problem, "STARTTLS (%s)", starttls_names[protocol]);
	while (dialogue.state == STARTTLS_MORE) {
		size_t length = 0;

		if (!stream_read(stream, bytes, sizeof bytes, &length, deadline, problem))
			return problem->kind == PROBLEM_TIMEOUT
				       ? problem_set(problem, PROBLEM_TIMEOUT, "timeout: no go-ahead for STARTTLS (%s)",
						     starttls_names[protocol])
				       : problem_prefix(problem, "STARTTLS (%s)", starttls_names[protocol]);
		if (length == 0)
			return problem_set(problem, PROBLEM_PEER, "STARTTLS (%s): the server closed the connection",
					   starttls_names[protocol]);
		if (!feed(stream, &dialogue, bytes, length, deadline, problem))
			return false;
	}
	return true;
}
