// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/tls/verdict.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool verdict_is_needed(const struct inspection *inspection, size_t place)
{
	if (!inspection->trust_judged)
		return true;
	for (size_t i = 0; i < inspection->trust.path_length; i++) {
		if (inspection->trust.path[i] == (int)place)
			return true;
	}
	return false;
}

/* --- measurements --- */

/* The label of a measurement: alone when one place is checked, else with the place in
 * front, whose colon graphing tools dislike. */
static void write_label(const struct verdict_limits *limits, const struct inspection *inspection, const char *name,
			char *label, size_t size)
{
	snprintf(label, size, "%s", name);
	if (!limits->label_place)
		return;
	snprintf(label, size, "%s_%s", inspection->where, name);
	for (char *at = label; *at; at++) {
		if (strchr("[]: =;'", *at))
			*at = '_';
	}
}

static void judge_time(const struct verdict_limits *limits, const struct inspection *inspection, struct result *result)
{
	char label[RESULT_LABEL_SIZE];
	struct measure measure = { .label = label,
				   .value = inspection->seconds,
				   .unit = UNIT_SECONDS,
				   .minimum = BOUND(0),
				   .maximum = BOUND(limits->timeout) };

	write_label(limits, inspection, "time", label, sizeof label);
	if (!inspection->is_file)
		result_measure(result, &measure);
}

/* Measures the days of one certificate.  What is expired or not yet valid is critical
 * whatever the limits are; what no path needs is measured and at most a warning. */
static void judge_days(const struct verdict_limits *limits, const struct inspection *inspection, size_t place,
		       struct result *result)
{
	const struct certificate_facts *own = inspection->chain.items;
	const struct certificate_facts *certificate = own + place;
	struct range warning = validity_limit_days(limits->warning, own->not_after - own->not_before);
	struct range critical = validity_limit_days(limits->critical, own->not_after - own->not_before);
	bool needed = verdict_is_needed(inspection, place);
	struct measure measure = { .value = validity_days_left(certificate->not_after, limits->now) };
	char date[CERTIFICATE_TIME_SIZE];
	char name[32];
	char label[RESULT_LABEL_SIZE];
	char left[48];
	char text[500];

	snprintf(name, sizeof name, "days_chain_elem%zu", place + 1);
	write_label(limits, inspection, name, label, sizeof label);
	certificate_write_time(certificate->not_after, date, sizeof date);
	validity_write_left(certificate->not_after, limits->now, left, sizeof left);
	measure.label = label;
	if (needed && measure.value >= 0) {
		measure.warning = &warning;
		measure.critical = &critical;
	}
	snprintf(text, sizeof text, "certificate '%.250s' expires %s, on %s", certificate->subject, left, date);
	if (range_judge(measure.warning, measure.critical, measure.value) != STATUS_OK)
		measure.text = text;
	result_measure(result, &measure);
	if (measure.value < 0)
		result_say(result, needed ? STATUS_CRITICAL : STATUS_WARNING, "certificate '%s' expired %s, on %s%s",
			   certificate->subject, left, date, needed ? "" : " (no path needs it)");
	certificate_write_time(certificate->not_before, date, sizeof date);
	if (certificate->not_before > limits->now && needed)
		result_say(result, STATUS_CRITICAL, "certificate '%s' is not yet valid, but from %s on",
			   certificate->subject, date);
}

static void measure_nothing(const struct verdict_limits *limits, const struct inspection *inspection,
			    struct result *result)
{
	char label[RESULT_LABEL_SIZE];

	write_label(limits, inspection, "days_chain_elem1", label, sizeof label);
	result_measure(result, &(struct measure){ .label = label, .value = NAN });
}

void verdict_measure(const struct inspection *inspection, const struct verdict_limits *limits, struct result *result)
{
	judge_time(limits, inspection, result);
	if (inspection->chain.count == 0)
		measure_nothing(limits, inspection, result);
	for (size_t i = 0; i < inspection->chain.count; i++)
		judge_days(limits, inspection, i, result);
}

/* --- trust --- */

static void say_fault(const struct trust_fault *fault, struct result *result)
{
	switch (fault->kind) {
	case TRUST_SELF_SIGNED:
		result_say(result, STATUS_CRITICAL, "certificate '%s' is self-signed", fault->subject);
		break;
	case TRUST_MISSING_INTERMEDIATE:
		result_say(result, STATUS_CRITICAL,
			   "the intermediate '%s' was not sent, which issued certificate '%s', and no trusted root "
			   "has this name",
			   fault->issuer, fault->subject);
		break;
	case TRUST_UNTRUSTED_ROOT:
		if (strcmp(fault->subject, fault->issuer) == 0)
			result_say(result, STATUS_CRITICAL, "the root '%s' is not trusted", fault->subject);
		else
			result_say(result, STATUS_CRITICAL,
				   "the root '%s', which issued '%s', is not trusted (or is an intermediate that "
				   "was not sent)",
				   fault->issuer, fault->subject);
		break;
	case TRUST_EXPIRED:
		result_say(result, STATUS_CRITICAL, "the trusted certificate '%s' has expired", fault->subject);
		break;
	case TRUST_NOT_YET_VALID:
		result_say(result, STATUS_CRITICAL, "the trusted certificate '%s' is not yet valid", fault->subject);
		break;
	case TRUST_WRONG_PURPOSE:
		result_say(result, STATUS_CRITICAL, "certificate '%s' is for another purpose (%s)", fault->subject,
			   fault->words);
		break;
	case TRUST_NAME_CONSTRAINTS:
		result_say(result, STATUS_CRITICAL,
			   "certificate '%s' breaks the name constraints of an authority above it (%s)", fault->subject,
			   fault->words);
		break;
	case TRUST_BAD_SIGNATURE:
		result_say(result, STATUS_CRITICAL, "certificate '%s' was not signed by its issuer '%s'",
			   fault->subject, fault->issuer);
		break;
	case TRUST_BELOW_LEVEL:
		result_say(result, STATUS_CRITICAL, "certificate '%s' is below the security level (%s)", fault->subject,
			   fault->words);
		break;
	case TRUST_OTHER:
		result_say(result, STATUS_CRITICAL, "certificate '%s' is not trusted: %s", fault->subject,
			   fault->words);
		break;
	}
}

/* RFC 5246, 7.4.2: each certificate certifies the one before.  Most clients sort them;
 * those that do not are the ones nobody hears of. */
static void judge_order(const struct inspection *inspection, struct result *result)
{
	int last = -1;

	for (size_t i = 0; i < inspection->trust.path_length; i++) {
		int place = inspection->trust.path[i];

		if (place >= 0 && place < last) {
			result_say(result, STATUS_WARNING, "the certificates were sent in the wrong order");
			return;
		}
		if (place >= 0)
			last = place;
	}
}

void verdict_trust(const struct inspection *inspection, bool self_signed_is_good, struct result *result)
{
	if (!inspection->trust_judged)
		return;
	for (size_t i = 0; i < inspection->trust.count; i++) {
		const struct trust_fault *fault = inspection->trust.faults + i;

		if (fault->kind != TRUST_SELF_SIGNED || !self_signed_is_good)
			say_fault(fault, result);
	}
	judge_order(inspection, result);
	if (inspection->chain.sent > inspection->chain.count)
		result_say(result, STATUS_WARNING, "%zu certificates were sent, the first %zu are looked at",
			   inspection->chain.sent, inspection->chain.count);
}

/* --- names, strength --- */

void verdict_names(const struct inspection *inspection, struct result *result)
{
	const struct certificate_facts *own = inspection->chain.items;

	for (size_t i = 0; i < inspection->name_count && inspection->chain.count > 0; i++) {
		if (inspection->matches[i] == NAME_DIFFERS)
			result_say(result, STATUS_CRITICAL, "certificate '%s' is not for '%s', but for %.500s",
				   own->subject, inspection->names[i], own->names[0] ? own->names : own->subject);
		else if (inspection->matches[i] == NAME_MATCHES_SUBJECT)
			result_say(result, STATUS_WARNING,
				   "certificate '%s' is for '%s' by its common name alone, which browsers do not "
				   "take: it has no alternative names",
				   own->subject, inspection->names[i]);
	}
}

void verdict_strength(const struct inspection *inspection, struct result *result)
{
	char words[100];

	for (size_t i = 0; i < inspection->chain.count; i++) {
		const struct certificate_facts *facts = inspection->chain.items + i;

		if (!verdict_is_needed(inspection, i))
			continue;
		if (certificate_weak_key(facts, words, sizeof words))
			result_say(result, STATUS_CRITICAL, "certificate '%s' has a weak key: %s", facts->subject,
				   words);
		if (certificate_weak_signature(facts, words, sizeof words))
			result_say(result, STATUS_CRITICAL, "certificate '%s' has a weak signature: %s", facts->subject,
				   words);
	}
}

/* --- revocation --- */

static void say_revoked(const struct revocation_facts *facts, const char *source, struct result *result)
{
	char when[CERTIFICATE_TIME_SIZE];

	certificate_write_time(facts->revoked_at, when, sizeof when);
	result_say(result, STATUS_CRITICAL, "certificate '%s' was revoked on %s%s%s (%s)", facts->subject, when,
		   facts->reason[0] ? ": " : "", facts->reason, source);
}

void verdict_staple(const struct inspection *inspection, enum status bad_staple, enum status no_staple,
		    struct result *result)
{
	const struct revocation_facts *facts = &inspection->staple;
	bool demanded = inspection->chain.count > 0 && inspection->chain.items[0].must_staple;

	if (facts->state == REVOCATION_REVOKED)
		say_revoked(facts, "stapled OCSP response", result);
	else if (facts->state == REVOCATION_ABSENT && demanded)
		result_say(result, STATUS_CRITICAL,
			   "no stapled OCSP response, which certificate '%s' demands (must-staple)",
			   inspection->chain.items[0].subject);
	else if (facts->state == REVOCATION_ABSENT && no_staple != STATUS_OK)
		result_say(result, no_staple, "no stapled OCSP response");
	/* Without trust the staple's signature has nothing to hold on to; the chain is the fault. */
	else if (facts->state == REVOCATION_UNUSABLE && inspection->trust.count == 0)
		result_say(result, demanded ? STATUS_CRITICAL : bad_staple, "the stapled OCSP response is bad: %s",
			   facts->words);
}

void verdict_responder(const struct inspection *inspection, enum status no_answer, struct result *result)
{
	const struct revocation_facts *facts = &inspection->responder;

	if (facts->state == REVOCATION_REVOKED)
		say_revoked(facts, "OCSP", result);
	else if (facts->state == REVOCATION_UNUSABLE)
		result_say(result, status_worse(no_answer, STATUS_WARNING),
			   "the answer of the OCSP responder is bad: %s", facts->words);
	else if (facts->state == REVOCATION_UNREACHED || facts->state == REVOCATION_ABSENT)
		result_say(result, no_answer, "OCSP could not be asked: %s", facts->words);
}

void verdict_lists(const struct inspection *inspection, struct result *result)
{
	const struct revocation_facts *facts = &inspection->lists;

	if (facts->state == REVOCATION_REVOKED)
		say_revoked(facts, "revocation list", result);
	else if (facts->state == REVOCATION_UNUSABLE)
		result_say(result, STATUS_CRITICAL, "the revocation list is bad: %s", facts->words);
	else if (facts->state == REVOCATION_UNREACHED || facts->state == REVOCATION_ABSENT)
		result_say(result, STATUS_UNKNOWN, "revocation could not be looked up: %s", facts->words);
}

/* --- protocols --- */

void verdict_probes(const struct inspection *inspection, struct result *result)
{
	for (int i = 0; i < PROBE_PROTOCOLS; i++) {
		const char *title = probe_title((enum probed_protocol)i);
		struct problem problem = inspection->probe_problems[i];

		if (inspection->probes[i] == PROBE_SPOKEN) {
			result_say(result, STATUS_CRITICAL, "the server still speaks %s", title);
		} else if (inspection->probes[i] == PROBE_UNPROVEN) {
			problem_prefix(&problem, "whether the server speaks %s is not proved", title);
			result_problem(result, STATUS_UNKNOWN, &problem);
		}
	}
}

void verdict_refused(const struct inspection *inspection, struct result *result)
{
	for (int i = 0; i < PROBE_PROTOCOLS; i++) {
		if (inspection->probes[i] == PROBE_REFUSED)
			result_say(result, STATUS_OK, "no %s", probe_title((enum probed_protocol)i));
	}
}

void verdict_trace(const struct inspection *inspection, const struct result *result)
{
	result_trace(result, 2, "%s: %s %s %s", inspection->where, inspection->protocol, inspection->cipher,
		     inspection->alpn);
	for (size_t i = 0; i < inspection->chain.count; i++) {
		const struct certificate_facts *facts = inspection->chain.items + i;

		result_trace(result, 2, "%zu: '%s' from '%s', %s %d, %s, SHA256 %s, for %s", i + 1, facts->subject,
			     facts->issuer, facts->key_type, facts->key_bits, facts->signature, facts->fingerprint,
			     facts->names);
	}
}
