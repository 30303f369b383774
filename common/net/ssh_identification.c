// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ssh_identification.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_identification(const char *line)
{
	return strncmp(line, "SSH-", 4) == 0;
}

/* Reads a whole line that begins with "SSH-". */
static bool parse_line(struct ssh_identification *identification, struct problem *problem)
{
	const char *protocol = identification->line + 4;
	size_t protocol_length = strcspn(protocol, "-");
	const char *version = protocol + protocol_length + 1;

	if (strlen(identification->line) < identification->line_length)
		return problem_set(problem, PROBLEM_PEER, "the identification holds a NUL byte");
	if (protocol[protocol_length] != '-' || protocol_length == 0 ||
	    protocol_length >= sizeof identification->protocol || strspn(protocol, "0123456789.") != protocol_length)
		return problem_set(problem, PROBLEM_PEER, "the identification '%s' has no protocol version",
				   identification->line);
	if (strcspn(version, " ") == 0)
		return problem_set(problem, PROBLEM_PEER, "the identification '%s' has no software version",
				   identification->line);
	snprintf(identification->protocol, sizeof identification->protocol, "%.*s", (int)protocol_length, protocol);
	snprintf(identification->version, sizeof identification->version, "%s", version);
	snprintf(identification->software, sizeof identification->software, "%.*s", (int)strcspn(version, " "),
		 version);
	return true;
}

/* Keeps the first line that is none, for what the operator wants to know. */
static void keep_said(struct ssh_identification *identification)
{
	if (identification->said[0] == '\0')
		memcpy(identification->said, identification->line, sizeof identification->said);
}

static void end_line(struct ssh_identification *identification)
{
	size_t kept = identification->line_length < SSH_IDENTIFICATION_MAXIMUM ? identification->line_length
									       : SSH_IDENTIFICATION_MAXIMUM;

	if (kept > 0 && identification->line[kept - 1] == '\r') {
		kept--;
		identification->line_length--;
	}
	identification->line[kept] = '\0';
}

/* A line feed has come. */
static enum ssh_identification_state take_line(struct ssh_identification *identification, struct problem *problem)
{
	end_line(identification);
	if (is_identification(identification->line))
		return parse_line(identification, problem) ? SSH_IDENTIFICATION_DONE : SSH_IDENTIFICATION_FAILED;
	keep_said(identification);
	identification->line_length = 0;
	return SSH_IDENTIFICATION_MORE;
}

/* Has more come than a server may send? */
static bool is_too_long(const struct ssh_identification *identification, struct problem *problem)
{
	if (identification->line_length >= SSH_IDENTIFICATION_MAXIMUM && is_identification(identification->line)) {
		problem_set(problem, PROBLEM_PEER, "the identification is longer than %d bytes",
			    SSH_IDENTIFICATION_MAXIMUM);
		return true;
	}
	if (identification->preamble_length >= SSH_PREAMBLE_MAXIMUM) {
		problem_set(problem, PROBLEM_PEER, "no identification within %d bytes", SSH_PREAMBLE_MAXIMUM);
		return true;
	}
	return false;
}

enum ssh_identification_state ssh_identification_feed(struct ssh_identification *identification, const void *bytes,
						      size_t length, size_t *used, struct problem *problem)
{
	const char *text = bytes;

	for (size_t i = 0; i < length; i++) {
		enum ssh_identification_state state = SSH_IDENTIFICATION_MORE;

		*used = i + 1;
		identification->preamble_length++;
		if (text[i] == '\n') {
			state = take_line(identification, problem);
		} else {
			if (identification->line_length < SSH_IDENTIFICATION_MAXIMUM)
				identification->line[identification->line_length] = text[i];
			identification->line_length++;
		}
		if (state == SSH_IDENTIFICATION_MORE && is_too_long(identification, problem))
			state = SSH_IDENTIFICATION_FAILED;
		if (state != SSH_IDENTIFICATION_MORE)
			return state;
	}
	*used = length;
	return SSH_IDENTIFICATION_MORE;
}

bool ssh_identification_ended(struct ssh_identification *identification, struct problem *problem)
{
	bool half;

	end_line(identification);
	half = is_identification(identification->line);
	if (identification->line_length > 0)
		keep_said(identification);
	if (half)
		return problem_set(problem, PROBLEM_PEER, "the connection ended amid the identification '%s'",
				   identification->line);
	if (strstr(identification->said, "Not allowed at this time"))
		return problem_set(
			problem, PROBLEM_PEER,
			"sshd turns this host away (PerSourcePenalties): '%s'; PerSourcePenaltyExemptList spares it",
			identification->said);
	if (strstr(identification->said, "Exceeded MaxStartups"))
		return problem_set(problem, PROBLEM_PEER, "sshd has too many unfinished logins (MaxStartups): '%s'",
				   identification->said);
	if (identification->said[0])
		return problem_set(problem, PROBLEM_PEER, "no SSH identification, but '%s'", identification->said);
	return problem_set(problem, PROBLEM_PEER, "the connection was closed without an SSH identification");
}

bool ssh_identification_missed(struct ssh_identification *identification, struct problem *problem)
{
	end_line(identification);
	if (is_identification(identification->line))
		return problem_set(problem, PROBLEM_TIMEOUT, "timeout amid the SSH identification '%s'",
				   identification->line);
	if (identification->line_length > 0)
		keep_said(identification);
	if (identification->said[0])
		return problem_set(problem, PROBLEM_TIMEOUT, "timeout: no SSH identification, but '%s'",
				   identification->said);
	return problem_set(problem, PROBLEM_TIMEOUT, "timeout: no SSH identification");
}

bool ssh_identification_is(const struct ssh_identification *identification, const char *expected)
{
	return strcmp(identification->version, expected) == 0 || strcmp(identification->software, expected) == 0;
}

size_t ssh_version_product_length(const char *version)
{
	return strcspn(version, "0123456789");
}

int ssh_version_compare(const char *a, const char *b)
{
	static const char digits[] = "0123456789";

	for (;;) {
		unsigned long left;
		unsigned long right;
		char *end;

		a += strcspn(a, digits);
		b += strcspn(b, digits);
		if (*a == '\0' || *b == '\0')
			return (*a != '\0') - (*b != '\0');
		left = strtoul(a, &end, 10);
		a = end;
		right = strtoul(b, &end, 10);
		b = end;
		if (left != right)
			return left < right ? -1 : 1;
	}
}
