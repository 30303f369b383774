// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * The options that the checks of backups share.
 */
#include "common/files/backup.h"

#include "common/time/name_pattern.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const verifications[] = { "off", "magic", "full", NULL };

static bool parse_schedule(const char *text, void *filled, struct problem *problem)
{
	return schedule_add(text, &((struct backup_settings *)filled)->schedule, problem);
}

#define BACKUP(member) FILLS_IN(struct backup_settings, member)

const struct option_entry backup_options[] = {
	{ 'f', BACKUP(file), "PLACE",
	  "where the backups lie: a folder, a file or a pattern of this machine, sftp://USER@HOST/PATH, "
	  "ftp://, ftps:// or https://HOST/PATH/",
	  .group = "Place", .operand = 1, .required = true, .is_place = true },
	{ 'p', BACKUP(pattern), "PATTERN",
	  "their names, with the time as strptime has it: receico-%Y%m%d.tar.gz; * and ? stand for any bytes "
	  "(default: every file and folder there that is not hidden, by the time of its last change)" },
	{ 0, BACKUP(part), "PATTERN",
	  "a generation is a set: one file of each of these patterns, for the same time and in the same folder; a "
	  "name that two of them fit is the first one's" },
	{ 0, BACKUP(settle), "TIME", "what changed within this time is still being written, and does not count" },
	{ 0, BACKUP(look_again), "TIME", "look at the newest twice, so far apart: what changes is being written" },
	{ 0, BACKUP(tolerance), "TIME", "clocks may differ by so much; what is later is of the future" },
	{ 0, BACKUP(missing), "STATE", "what it means when there is no backup at all" },
	{ 'i', BACKUP(ignore_missing), NULL, "short for --missing ok" },
	{ 0, FILLS_IN_BY(struct backup_settings, schedule, parse_schedule), "RUNS",
	  "when backups are made: 04:00, or mon-fri 04:00,16:00; sat 12:00", .group = "Schedule", .repeatable = true },
	{ 0, BACKUP(grace), "TIME", "how long after its time a run's backup may come" },
	{ 0, BACKUP(timezone), "ZONE",
	  "in which these times, those in the names, and those shown are: Asia/Tokyo (default: the machine's)" },
	{ 'C', BACKUP(critical_size), "SIZE", "at least so large, else critical: smaller ones do not count",
	  .group = "Soundness", .unit = UNIT_BYTES, .at_least = true },
	{ 0, BACKUP(verify), "HOW",
	  "magic: the first and last bytes are those of what the name says; full: read all of it, with the "
	  "checksum beside it (NAME.sha256, NAME.sha512, SHA256SUMS, SHA512SUMS); it looks into files, not into "
	  "folders",
	  .choices = verifications },
	{ 0, BACKUP(owner), "USERS", "critical unless it belongs to one of these (names or numbers, with commas)",
	  .group = "Access" },
	{ 0, BACKUP(group), "GROUPS", "critical unless its group is one of these" },
	{ 0, BACKUP(mode), "MODE",
	  "critical when it has more rights than these (0600), access lists counted; of a backup that is a folder, the "
	  "folder's own" },
	{ 0, BACKUP(root), "DIR",
	  "look at the rights of each folder from here on, and that no link leads out of it (default: the "
	  "folder of the backup alone)" },
	{ 0 },
};

#define LOGIN(member) FILLS_IN(struct place_access, member)

const struct option_entry backup_login_options[] = {
	{ 0, LOGIN(known_hosts), "FILE", "sftp: the host's key must be in this file", .group = "Login" },
	{ 0, LOGIN(host_key), "SHA256:...", "sftp: the host's key must have one of these fingerprints" },
	{ 0, LOGIN(identity), "FILE", "sftp: log in with this private key" },
	{ 0, LOGIN(passphrase_file), "FILE", "sftp: the first line of this file is the key's passphrase" },
	{ 0, LOGIN(agent), NULL, "sftp: log in with the keys of ssh-agent" },
	{ 0, LOGIN(password_file), "FILE", "ftp, https: the first line of this file is the password" },
	{ 0, LOGIN(netrc), "FILE", "ftp, https: this netrc file has user and password" },
	{ 0, LOGIN(ca_file), "FILE", "ftps, https: trust the authorities in this file (default: the system's)" },
	{ 0, LOGIN(ca_directory), "DIR", "ftps, https: trust the authorities in this folder" },
	{ 0, LOGIN(insecure), NULL, "verify neither the host's key nor its certificate" },
	{ '4', LOGIN(use_ipv4), NULL, "use IPv4 only" },
	{ '6', LOGIN(use_ipv6), NULL, "use IPv6 only" },
	{ 0 },
};

static bool refuse(const char *option, const char *reason, struct problem *problem)
{
	return problem_set(problem, PROBLEM_INPUT, "%s: %s", option, reason);
}

bool backup_verify_span(const char *option, double seconds, struct problem *problem)
{
	return seconds <= BACKUP_SPAN_MAXIMUM || refuse(option, "at most ten years are expected", problem);
}

static bool verify_spans(const struct backup_settings *settings, struct problem *problem)
{
	return backup_verify_span("--settle", settings->settle, problem) &&
	       backup_verify_span("--look-again", settings->look_again, problem) &&
	       backup_verify_span("--tolerance", settings->tolerance, problem) &&
	       backup_verify_span("--grace", settings->grace, problem);
}

/* What is too small does not count: there is no other end to that. */
static bool verify_size(const struct range *size, struct problem *problem)
{
	if (size->is_set && (size->inside || isfinite(size->end) || size->start < 0))
		return refuse("--critical-size", "one size is expected, such as 1MB", problem);
	return true;
}

static bool verify_names(const struct backup_settings *settings, struct problem *problem)
{
	if (settings->pattern && settings->part.count)
		return refuse("--part", "it excludes --pattern", problem);
	if (settings->pattern && !name_pattern_verify(settings->pattern, problem))
		return problem_prefix(problem, "--pattern");
	if (settings->part.count > GENERATION_PARTS_MAXIMUM)
		return problem_set(problem, PROBLEM_INPUT, "--part: a set has at most %d parts",
				   GENERATION_PARTS_MAXIMUM);
	for (size_t i = 0; i < settings->part.count; i++) {
		if (!name_pattern_verify(settings->part.items[i], problem))
			return problem_prefix(problem, "--part");
		for (size_t j = 0; j < i; j++) {
			if (strcmp(settings->part.items[i], settings->part.items[j]) == 0)
				return refuse("--part", "the same pattern is given twice", problem);
		}
	}
	return true;
}

static bool verify_rights(const struct backup_settings *settings, struct problem *problem)
{
	struct access_rules rules = { 0 };

	if (settings->mode && !access_mode_read(settings->mode, &rules, problem))
		return problem_prefix(problem, "--mode");
	if (settings->root && settings->root[0] != '/')
		return refuse("--root", "an absolute path is expected", problem);
	if (settings->root && !place_is_local(settings->file))
		return refuse("--root", "it is for backups on this machine", problem);
	return true;
}

bool backup_verify(const struct backup_settings *settings, const struct place_access *access, struct problem *problem)
{
	/* What does not fit the place is named as its own option; the rest is wrong with the place. */
	if (!place_verify(settings->file, access, problem))
		return strncmp(problem->text, "--", 2) == 0 ? false : problem_prefix(problem, "--file");
	if (settings->timezone && *settings->timezone == '\0')
		return refuse("--timezone", "a zone is expected, such as Asia/Tokyo", problem);
	return verify_spans(settings, problem) && verify_size(&settings->critical_size, problem) &&
	       verify_names(settings, problem) && verify_rights(settings, problem);
}
