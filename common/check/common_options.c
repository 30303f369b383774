// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * The options that programs have in common, in the same table form as a program's own.
 */
#include "common/check/option.h"

#include "common/check/duration.h"

#include <stdio.h>
#include <string.h>

/* FILLS() goes by this name; here the settings are the common ones. */
#define settings common_settings

static const char *const output_formats[] = { "nagios", "json", NULL };
/* By enum description; a scheduler has no use for a document. */
static const char *const descriptions[] = { "", "icinga2", "nagios", "man", "bash", "json", NULL };
static const char *const document_descriptions[] = { "", "", "", "man", "bash", "json", NULL };

/* SECONDS[:STATE], the spelling of the nagios-plugins suite. */
static bool parse_timeout(const char *text, void *filled, struct problem *problem)
{
	struct common_settings *common = filled;
	const char *colon = strchr(text, ':');
	size_t length = colon ? (size_t)(colon - text) : strlen(text);
	double seconds = 0;

	if (!duration_parse_part(text, length, &seconds, problem))
		return false;
	if (seconds < 0.001 || seconds > 1e6)
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' is not a time from 1 ms to 11 days", text);
	if (colon && !status_parse(colon + 1, &common->timeout_result, problem))
		return false;
	common->timeout = seconds;
	return true;
}

/* What every program takes. */
static const struct option_entry everywhere[] = {
	{ 0, FILLS(extra_opts), "[SECTION][@FILE]",
	  "read options from an INI file; the section is the program's name" },
	{ 'V', FILLS(version), NULL, "print the version" },
	{ 'h', FILLS(help), NULL, "print this help" },
	{ 0 }
};

const struct option_entry option_common_table[] = {
	{ 't', FILLS_BY(timeout, parse_timeout), "SECONDS[:STATE]",
	  "end after this time, name resolution included, and with this state (default 10)", .group = "Common" },
	{ 0, FILLS(timeout_result), "STATE", "what it means when the time is up" },
	{ 0, FILLS(output_format), "FORMAT",
	  "nagios (a line with performance data) or json; the exit status is the same", .choices = output_formats,
	  .alias = "output" },
	{ 0, FILLS(clause), "CLAUSE", "the SLO clause this check keeps; named in the line when it is broken" },
	{ .shared = everywhere },
	{ 'v', FILLS(verbose), NULL, "show every finding on a line of its own; twice and thrice: debugging on stderr" },
	{ 0, FILLS(describe), "FORM", "print a description of the program: icinga2, nagios, man, bash or json",
	  .choices = descriptions },
	{ 0 }
};

const struct common_settings option_common_defaults = { .table = option_common_table,
							.timeout = 10,
							.timeout_result = STATUS_CRITICAL };

const struct option_entry option_document_table[] = { { 0, FILLS(describe), "FORM",
							"print a description of the program: man, bash or json",
							.choices = document_descriptions, .group = "Common" },
						      { .shared = everywhere },
						      { 0 } };

const struct common_settings option_document_defaults = { .table = option_document_table };
