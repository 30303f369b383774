// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * check_tls without a server: every judgement, and every impossible combination of options.
 */
#include "plugins/check_tls.c"

#include "tests/common/judged.h"

enum { DAY = 86400, NOW = 1798761600 - 37 * DAY }; /* 37 days before 2027-01-01T00:00:00Z */

/* --- judgements ---------------------------------------------------------------- */

struct judgement {
	const char *name;
	struct settings settings;
	struct inspection inspections[2];
	struct certificate_facts chain[3]; /* of the first place */
	enum status status;
	const char *line;
};

#define TEXTS(...)                                                                                                     \
	{                                                                                                              \
		.items = (const char *[]){ __VA_ARGS__ }, .count = LENGTH(((const char *[]){ __VA_ARGS__ }))           \
	}
#define DAYS(days)                                                                                                     \
	{                                                                                                              \
		.range = {.start = (days), .end = INFINITY, .is_set = true }                                           \
	}
#define PERCENT(share)                                                                                                 \
	{                                                                                                              \
		.in_percent = true, .range = {.start = (share), .end = INFINITY, .is_set = true }                      \
	}
#define USUAL .warning = DAYS(14), .critical = DAYS(7), .stapling = STAPLING_SOFT
#define AT .where = "a.example:443"
#define LONG_PATH "/etc/ssl/certificates/of/all/tenants/of/this/host/and/of/others/"
#define SEEN AT, .seconds = 0.0125, .protocol = "TLSv1.3"
#define TRUSTED .trust_judged = true, .trust = { .path = { 0, 1, -1 }, .path_length = 3 }
#define STRONG .key_type = "RSA", .key_bits = 2048, .digest = "SHA256", .signature = "sha256WithRSAEncryption"
#define OWN_FOR(days)                                                                                                  \
	{                                                                                                              \
		.subject = "a.example", .issuer = "Middle", .issuer_organisation = "Org", .names = "a.example",        \
		.not_before = NOW + ((days)-90) * DAY, .not_after = NOW + (days)*DAY, .fingerprint = FINGERPRINT,      \
		STRONG                                                                                                 \
	}
#define OWN OWN_FOR(37)
#define MIDDLE                                                                                                         \
	{                                                                                                              \
		.subject = "Middle", .issuer = "Root", .not_before = NOW - 900 * DAY, .not_after = NOW + 900 * DAY,    \
		.is_authority = true, STRONG                                                                           \
	}
#define FINGERPRINT "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define OTHER_PRINT "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define TIME "time=0.012500s;;;0.000000;10.000000"
#define MIDDLE_DATA " days_chain_elem2=900;14:;7:"
#define PERFDATA " | " TIME " days_chain_elem1=37;14:;7:" MIDDLE_DATA "\n"
#define NO_PERFDATA " | time=U;;;0.000000;10.000000 days_chain_elem1=U\n"
#define GOOD                                                                                                           \
	"a.example:443, certificate 'a.example' from 'Middle' valid until 2027-01-01T00:00:00Z (in 37 days), TLSv1.3"
#define BAD "TLS CRITICAL - a.example:443: "
#define FAULT(fault_kind, of, by)                                                                                      \
	{                                                                                                              \
		.kind = (fault_kind), .subject = of, .issuer = by, .words = "words"                                    \
	}
#define FAULTY(fault_kind, of, by)                                                                                     \
	SEEN, .trust_judged = true,                                                                                    \
	      .trust = { .path = { 0, 1 }, .path_length = 2, .count = 1, .faults = { FAULT(fault_kind, of, by) } }

static size_t chain_length(const struct certificate_facts *chain)
{
	size_t count = 0;

	while (count < 3 && chain[count].not_after != 0)
		count++;
	return count;
}

static void expect_judgement(struct rows *rows, const struct judgement *row)
{
	struct result *result = judged_new("TLS");
	struct inspection inspections[2] = { row->inspections[0], row->inspections[1] };
	struct certificate_facts chain[3] = { row->chain[0], row->chain[1], row->chain[2] };
	struct facts facts = { .inspections = inspections, .now = NOW, .timeout = 10 };

	for (size_t i = 0; i < 2 && inspections[i].where[0]; i++) {
		facts.count++;
		inspections[i].chain.items = chain;
		inspections[i].chain.count = inspections[i].chain.sent = chain_length(chain);
		if (inspections[i].failure.kind != PROBLEM_NONE)
			inspections[i].seconds = NAN;
	}
	if (inspections[1].where[0] && inspections[1].failure.kind != PROBLEM_NONE)
		inspections[1].chain = (struct certificate_chain){ 0 };
	evaluate(&row->settings, &facts, result);
	row_number(rows, row->name, (int)result_status(result), (int)row->status);
	row_judged(rows, row->name, result, row->line);
}

static const struct judgement times[] = {
	{ "good", { USUAL }, { { SEEN, TRUSTED } }, { OWN, MIDDLE }, STATUS_OK, "TLS OK - " GOOD PERFDATA },
	{ "near its end",
	  { .warning = DAYS(40), .critical = DAYS(7) },
	  { { SEEN, TRUSTED } },
	  { OWN },
	  STATUS_WARNING,
	  "TLS WARNING - a.example:443: certificate 'a.example' expires in 37 days, on 2027-01-01T00:00:00Z (warning "
	  "at "
	  "40:) | " TIME " days_chain_elem1=37;40:;7:\n" },
	{ "at the limit",
	  { .warning = DAYS(37), .critical = DAYS(7) },
	  { { SEEN, TRUSTED } },
	  { OWN },
	  STATUS_OK,
	  "TLS OK - " GOOD " | " TIME " days_chain_elem1=37;37:;7:\n" },
	{ "by its lifetime",
	  { .warning = PERCENT(50), .critical = PERCENT(45) },
	  { { SEEN, TRUSTED } },
	  { OWN },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' expires in 37 days, on 2027-01-01T00:00:00Z (critical at 40.5:) | " TIME
	      " days_chain_elem1=37;45:;40.5:\n" },
	{ "expired without limits",
	  { .stapling = STAPLING_SOFT },
	  { { SEEN, TRUSTED } },
	  { OWN_FOR(-3) },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' expired 3 days ago, on 2026-11-22T00:00:00Z | " TIME " days_chain_elem1=-3\n" },
	{ "not yet valid",
	  { USUAL },
	  { { SEEN, TRUSTED } },
	  { OWN_FOR(91) },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' is not yet valid, but from 2026-11-26T00:00:00Z on | " TIME
	      " days_chain_elem1=91;14:;7:\n" },
	{ "a stray certificate that has expired",
	  { USUAL },
	  { { SEEN, .trust_judged = true, .trust = { .path = { 0, -1 }, .path_length = 2 } } },
	  { OWN, { .subject = "Stray", .not_after = NOW - DAY, STRONG } },
	  STATUS_WARNING,
	  "TLS WARNING - a.example:443: certificate 'Stray' expired 1 d ago, on 2026-11-24T00:00:00Z (no path needs "
	  "it) "
	  "| " TIME " days_chain_elem1=37;14:;7: days_chain_elem2=-1\n" },
	{ "an intermediate that has expired",
	  { USUAL },
	  { { SEEN, TRUSTED } },
	  { OWN, { .subject = "Middle", .not_after = NOW - 2 * DAY, STRONG } },
	  STATUS_CRITICAL,
	  BAD "certificate 'Middle' expired 2 days ago, on 2026-11-23T00:00:00Z | " TIME
	      " days_chain_elem1=37;14:;7: days_chain_elem2=-2\n" },
};

static void times_are_judged(void **state)
{
	(void)state;
	EACH_ROW(times, expect_judgement);
}

static const struct judgement failures[] = {
	{ "refused",
	  { USUAL },
	  { { AT, .failure = { PROBLEM_REFUSED, "no connection: Connection refused" } } },
	  { { "" } },
	  STATUS_CRITICAL,
	  BAD "no connection: Connection refused | time=U;;;0.000000;10.000000 "
	      "days_chain_elem1=U\n" },
	{ "the time is up",
	  { USUAL },
	  { { AT, .failure = { PROBLEM_TIMEOUT, "timeout: the TLS handshake did not end" } } },
	  { { "" } },
	  STATUS_CRITICAL,
	  BAD "timeout: the TLS handshake did not end" NO_PERFDATA },
	{ "this machine fails",
	  { USUAL },
	  { { AT, .failure = { PROBLEM_SYSTEM, "out of memory" } } },
	  { { "" } },
	  STATUS_UNKNOWN,
	  "TLS UNKNOWN - a.example:443: out of memory" NO_PERFDATA },
	{ "no certificate",
	  { USUAL },
	  { { SEEN } },
	  { { "" } },
	  STATUS_CRITICAL,
	  BAD "the server showed no certificate | " TIME " days_chain_elem1=U\n" },
	{ "what was shown before the failure is judged",
	  { USUAL },
	  { { AT, .failure = { PROBLEM_PEER, "TLS handshake failed" }, TRUSTED } },
	  { OWN },
	  STATUS_CRITICAL,
	  BAD "TLS handshake failed | time=U;;;0.000000;10.000000 days_chain_elem1=37;14:;7:\n" },
	{ "a client certificate is wanted",
	  { USUAL },
	  { { SEEN, TRUSTED, .refusal = { PROBLEM_PEER, "the server wants a client certificate" } } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "the server asked for a client certificate and was given none: the server wants a client "
	      "certificate" PERFDATA },
	{ "a client certificate is refused",
	  { USUAL, .clientcert = "x" },
	  { { SEEN, TRUSTED, .refusal = { PROBLEM_PEER, "unknown ca" } } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "the client certificate is refused: unknown ca" PERFDATA },
	{ "no protocol chosen",
	  { USUAL, .alpn = TEXTS("h2") },
	  { { SEEN, TRUSTED } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "the server chooses no protocol (ALPN)" PERFDATA },
	{ "a file that is none",
	  { USUAL },
	  { { .where = "x.pem", .is_file = true, .failure = { PROBLEM_PEER, "it holds no certificate" } } },
	  { { "" } },
	  STATUS_CRITICAL,
	  "TLS CRITICAL - x.pem: it holds no certificate | days_chain_elem1=U\n" },
	{ "a file",
	  { USUAL },
	  { { .where = "x.pem", .is_file = true } },
	  { OWN },
	  STATUS_OK,
	  "TLS OK - x.pem, certificate 'a.example' from 'Middle' valid until 2027-01-01T00:00:00Z (in 37 days) | "
	  "days_chain_elem1=37;14:;7:\n" },
};

static void failures_are_told(void **state)
{
	(void)state;
	EACH_ROW(failures, expect_judgement);
}

static const struct judgement trusts[] = {
	{ "self-signed",
	  { USUAL },
	  { { FAULTY(TRUST_SELF_SIGNED, "a.example", "a.example") } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' is self-signed" PERFDATA },
	{ "self-signed, and good",
	  { USUAL, .selfsigned = true },
	  { { FAULTY(TRUST_SELF_SIGNED, "a.example", "a.example") } },
	  { OWN, MIDDLE },
	  STATUS_OK,
	  "TLS OK - " GOOD PERFDATA },
	{ "no intermediate",
	  { USUAL },
	  { { FAULTY(TRUST_MISSING_INTERMEDIATE, "a.example", "Middle") } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD
	  "the intermediate 'Middle' was not sent, which issued certificate 'a.example', and no trusted root has this "
	  "name" PERFDATA },
	{ "a root that is unknown",
	  { USUAL },
	  { { FAULTY(TRUST_UNTRUSTED_ROOT, "Middle", "Root") } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD
	  "the root 'Root', which issued 'Middle', is not trusted (or is an intermediate that was not sent)" PERFDATA },
	{ "a root that was sent",
	  { USUAL },
	  { { FAULTY(TRUST_UNTRUSTED_ROOT, "Root", "Root") } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "the root 'Root' is not trusted" PERFDATA },
	{ "a root that has expired",
	  { USUAL },
	  { { FAULTY(TRUST_EXPIRED, "Root", "Root") } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "the trusted certificate 'Root' has expired" PERFDATA },
	{ "purpose",
	  { USUAL },
	  { { FAULTY(TRUST_WRONG_PURPOSE, "a.example", "Middle") } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' is for another purpose (words)" PERFDATA },
	{ "name constraints",
	  { USUAL },
	  { { FAULTY(TRUST_NAME_CONSTRAINTS, "a.example", "Middle") } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' breaks the name constraints of an authority above it (words)" PERFDATA },
	{ "signature",
	  { USUAL },
	  { { FAULTY(TRUST_BAD_SIGNATURE, "a.example", "Middle") } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' was not signed by its issuer 'Middle'" PERFDATA },
	{ "level",
	  { USUAL },
	  { { FAULTY(TRUST_BELOW_LEVEL, "a.example", "Middle") } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' is below the security level (words)" PERFDATA },
	{ "anything else",
	  { USUAL },
	  { { FAULTY(TRUST_OTHER, "a.example", "Middle") } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' is not trusted: words" PERFDATA },
	{ "order",
	  { USUAL },
	  { { SEEN, .trust_judged = true, .trust = { .path = { 0, 2, 1 }, .path_length = 3 } } },
	  { OWN, MIDDLE },
	  STATUS_WARNING,
	  "TLS WARNING - a.example:443: the certificates were sent in the wrong order" PERFDATA },
	{ "a hostile subject is cleaned",
	  { USUAL },
	  { { FAULTY(TRUST_SELF_SIGNED, "x|a=1\033[2J\n", "y") } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "certificate 'x a=1?[2J ' is self-signed" PERFDATA },
	{ "another name",
	  { USUAL },
	  { { SEEN, TRUSTED, .names = { "b.example", "a.example" }, .matches = { NAME_DIFFERS, NAME_MATCHES },
	      .name_count = 2 } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' is not for 'b.example', but for a.example" PERFDATA },
	{ "the common name alone",
	  { USUAL },
	  { { SEEN, TRUSTED, .names = { "a.example" }, .matches = { NAME_MATCHES_SUBJECT }, .name_count = 1 } },
	  { OWN, MIDDLE },
	  STATUS_WARNING,
	  "TLS WARNING - a.example:443: certificate 'a.example' is for 'a.example' by its common name alone, which "
	  "browsers do not take: it has no alternative names" PERFDATA },
	{ "weak key and signature",
	  { USUAL },
	  { { SEEN, TRUSTED } },
	  { { .subject = "a.example",
	      .issuer = "Middle",
	      .not_before = NOW - 53 * DAY,
	      .not_after = NOW + 37 * DAY,
	      .key_type = "RSA",
	      .key_bits = 1024,
	      .digest = "SHA1",
	      .signature = "sha1WithRSAEncryption" },
	    MIDDLE },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' has a weak key: RSA with 1024 bits, less than 2048; a.example:443: certificate "
	      "'a.example' has a weak signature: sha1WithRSAEncryption" PERFDATA },
};

static void trust_is_judged(void **state)
{
	(void)state;
	EACH_ROW(trusts, expect_judgement);
}

#define MUST                                                                                                           \
	{                                                                                                              \
		.subject = "a.example", .issuer = "Middle", .not_before = NOW - 53 * DAY, .not_after = NOW + 37 * DAY, \
		.must_staple = true, STRONG                                                                            \
	}
#define NO_STAPLE .staple = { .state = REVOCATION_ABSENT }
#define BAD_STAPLE .staple = { .state = REVOCATION_UNUSABLE, .words = "it is out of date" }
#define REVOKED                                                                                                        \
	{                                                                                                              \
		.state = REVOCATION_REVOKED, .subject = "a.example", .revoked_at = NOW - DAY,                          \
		.reason = "keyCompromise"                                                                              \
	}

static const struct judgement revocations[] = {
	{ "none is well",
	  { USUAL },
	  { { SEEN, TRUSTED, NO_STAPLE } },
	  { OWN, MIDDLE },
	  STATUS_OK,
	  "TLS OK - " GOOD PERFDATA },
	{ "none where one is demanded",
	  { USUAL },
	  { { SEEN, TRUSTED, NO_STAPLE } },
	  { MUST, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "no stapled OCSP response, which certificate 'a.example' demands (must-staple)" PERFDATA },
	{ "none where one is required",
	  { .warning = DAYS(14), .critical = DAYS(7), .stapling = STAPLING_REQUIRE },
	  { { SEEN, TRUSTED, NO_STAPLE } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "no stapled OCSP response" PERFDATA },
	{ "bad",
	  { USUAL },
	  { { SEEN, TRUSTED, BAD_STAPLE } },
	  { OWN, MIDDLE },
	  STATUS_WARNING,
	  "TLS WARNING - a.example:443: the stapled OCSP response is bad: it is out of date" PERFDATA },
	{ "bad where one is demanded",
	  { USUAL },
	  { { SEEN, TRUSTED, BAD_STAPLE } },
	  { MUST, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "the stapled OCSP response is bad: it is out of date" PERFDATA },
	{ "revoked by staple",
	  { USUAL },
	  { { SEEN, TRUSTED, .staple = REVOKED } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' was revoked on 2026-11-24T00:00:00Z: keyCompromise (stapled OCSP "
	      "response)" PERFDATA },
	{ "revoked by the responder",
	  { USUAL, .ocsp = OCSP_SOFT },
	  { { SEEN, TRUSTED, .responder = REVOKED } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' was revoked on 2026-11-24T00:00:00Z: keyCompromise (OCSP)" PERFDATA },
	{ "a silent responder, soft",
	  { USUAL, .ocsp = OCSP_SOFT },
	  { { SEEN, TRUSTED, .responder = { .state = REVOCATION_UNREACHED, .words = "timeout" } } },
	  { OWN, MIDDLE },
	  STATUS_OK,
	  "TLS OK - " GOOD PERFDATA },
	{ "a forged answer, soft",
	  { USUAL, .ocsp = OCSP_SOFT },
	  { { SEEN, TRUSTED, .responder = { .state = REVOCATION_UNUSABLE, .words = "signature failure" } } },
	  { OWN, MIDDLE },
	  STATUS_WARNING,
	  "TLS WARNING - a.example:443: the answer of the OCSP responder is bad: signature failure" PERFDATA },
	{ "a silent responder, hard",
	  { USUAL, .ocsp = OCSP_HARD },
	  { { SEEN, TRUSTED, .responder = { .state = REVOCATION_UNREACHED, .words = "timeout" } } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "OCSP could not be asked: timeout" PERFDATA },
	{ "revoked by a list",
	  { USUAL },
	  { { SEEN, TRUSTED, .lists = REVOKED } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' was revoked on 2026-11-24T00:00:00Z: keyCompromise (revocation list)" PERFDATA },
	{ "no list to be had",
	  { USUAL },
	  { { SEEN, TRUSTED, .lists = { .state = REVOCATION_UNREACHED, .words = "refused" } } },
	  { OWN, MIDDLE },
	  STATUS_UNKNOWN,
	  "TLS UNKNOWN - a.example:443: revocation could not be looked up: refused" PERFDATA },
	{ "a stale list",
	  { USUAL },
	  { { SEEN, TRUSTED, .lists = { .state = REVOCATION_UNUSABLE, .words = "it is out of date" } } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "the revocation list is bad: it is out of date" PERFDATA },
};

static void revocation_is_judged(void **state)
{
	(void)state;
	EACH_ROW(revocations, expect_judgement);
}

static const struct judgement policies[] = {
	{ "pinned",
	  { USUAL, .fingerprint = TEXTS(OTHER_PRINT, FINGERPRINT) },
	  { { SEEN, TRUSTED } },
	  { OWN, MIDDLE },
	  STATUS_OK,
	  "TLS OK - " GOOD PERFDATA },
	{ "not pinned",
	  { USUAL, .fingerprint = TEXTS(OTHER_PRINT) },
	  { { SEEN, TRUSTED } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' has fingerprint " FINGERPRINT ", which is none of those given" PERFDATA },
	{ "issuer by name",
	  { USUAL, .issuer = TEXTS("x", "mid*") },
	  { { SEEN, TRUSTED } },
	  { OWN, MIDDLE },
	  STATUS_OK,
	  "TLS OK - " GOOD PERFDATA },
	{ "issuer by organisation",
	  { USUAL, .issuer = TEXTS("Org") },
	  { { SEEN, TRUSTED } },
	  { OWN, MIDDLE },
	  STATUS_OK,
	  "TLS OK - " GOOD PERFDATA },
	{ "another issuer",
	  { USUAL, .issuer = TEXTS("x") },
	  { { SEEN, TRUSTED } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' is from 'Middle', which is none of the issuers given" PERFDATA },
	{ "lives long",
	  { USUAL, .max_lifetime = 89 * DAY },
	  { { SEEN, TRUSTED } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' lives 90 days, longer than 89" PERFDATA },
	{ "lives as long as it may",
	  { USUAL, .max_lifetime = 90 * DAY },
	  { { SEEN, TRUSTED } },
	  { OWN, MIDDLE },
	  STATUS_OK,
	  "TLS OK - " GOOD PERFDATA },
	{ "old protocols",
	  { USUAL },
	  { { SEEN, TRUSTED, .probes = { PROBE_SPOKEN, PROBE_REFUSED, PROBE_SPOKEN } } },
	  { OWN, MIDDLE },
	  STATUS_CRITICAL,
	  BAD "the server still speaks SSLv3; a.example:443: the server still speaks TLSv1.1" PERFDATA },
	{ "no old protocols",
	  { USUAL },
	  { { SEEN, TRUSTED, .probes = { PROBE_REFUSED, PROBE_REFUSED } } },
	  { OWN, MIDDLE },
	  STATUS_OK,
	  "TLS OK - " GOOD ", no SSLv3, no TLSv1.0" PERFDATA },
	{ "not proved",
	  { USUAL },
	  { { SEEN, TRUSTED, .probes = { PROBE_UNPROVEN },
	      .probe_problems = { { PROBLEM_PEER, "the answer is not SSL" } } } },
	  { OWN, MIDDLE },
	  STATUS_UNKNOWN,
	  "TLS UNKNOWN - a.example:443: whether the server speaks SSLv3 is not proved: the answer is not "
	  "SSL" PERFDATA },
	{ "two places",
	  { USUAL },
	  { { SEEN, TRUSTED }, { .where = "[::1]:25", .seconds = 1, TRUSTED } },
	  { OWN },
	  STATUS_OK,
	  "TLS OK - 2 checked, the first to end is certificate 'a.example' of a.example:443 (in 37 days) | "
	  "a.example_443_time=0.012500s;;;0.000000;10.000000 a.example_443_days_chain_elem1=37;14:;7: "
	  "___1__25_time=1.000000s;;;0.000000;10.000000 ___1__25_days_chain_elem1=37;14:;7:\n" },
	{ "two places with the same long beginning",
	  { USUAL },
	  { { .where = LONG_PATH "one.pem", .is_file = true, .seconds = NAN },
	    { .where = LONG_PATH "two.pem", .is_file = true, .seconds = NAN } },
	  { OWN },
	  STATUS_OK,
	  "TLS OK - 2 checked, the first to end is certificate 'a.example' of " LONG_PATH
	  "one.pem (in 37 days) | " LONG_PATH "one.pem_days_chain_elem1=37;14:;7: " LONG_PATH
	  "two.pem_days_chain_elem1=37;14:;7:\n" },
	{ "two places, the worst first",
	  { USUAL, .max_lifetime = DAY },
	  { { SEEN, TRUSTED }, { .where = "b:1", .failure = { PROBLEM_SYSTEM, "out of memory" } } },
	  { OWN },
	  STATUS_CRITICAL,
	  BAD "certificate 'a.example' lives 90 days, longer than 1; b:1: out of memory | "
	      "a.example_443_time=0.012500s;;;0.000000;10.000000 a.example_443_days_chain_elem1=37;14:;7: "
	      "b_1_time=U;;;0.000000;10.000000 b_1_days_chain_elem1=U\n" },
};

static void policies_are_judged(void **state)
{
	(void)state;
	EACH_ROW(policies, expect_judgement);
}

static void a_run_that_cannot_begin_is_unknown(void **state)
{
	struct facts facts = { .problem = { PROBLEM_PEER, "--rootcert: x" } };
	struct result *result = result_new("TLS");

	(void)state;
	evaluate(&defaults, &facts, result);
	assert_int_equal(result_status(result), STATUS_UNKNOWN);
	assert_string_equal(result->findings->text, "--rootcert: x");
	result_free(result);
}

/* --- options --------------------------------------------------------------------- */

static const struct {
	const char *arguments[8];
	const char *words; /* NULL: possible */
} command_lines[] = {
	{ { "-H", "a" }, NULL },
	{ { "-f", "x.pem" }, NULL },
	{ { "-H", "a", "-P", "smtp", "--starttls", "smtp" }, NULL },
	{ { "-H", "a", "-w", "25%", "-c", "36h" }, NULL },
	{ { "-H", "a", "--forbid-protocol", "ssl3", "--forbid-protocol", "TLS1.1" }, NULL },
	{ { "-H", "a", "--crl", "http://a/x" }, NULL },
	{ { "-p", "443" }, "--hostname or --file must be given; --help shows the usage" },
	{ { "-H", "a", "-4", "-6" }, "--use-ipv4 and --use-ipv6 exclude each other" },
	{ { "-H", "a", "-P", "smtp", "--starttls", "imap" }, "--protocol smtp and --starttls imap exclude each other" },
	{ { "-H", "a", "-P", "x" }, "--protocol: 'x' is not known: https, ftp, smtp, imap, imaps, ldap, ... are" },
	{ { "-H", "a", "--forbid-protocol", "tls2" },
	  "--forbid-protocol: 'tls2' is none of ssl3, tls1, tls1.1, tls1.2, tls1.3" },
	{ { "-H", "a", "-K", "x" }, "--clientkey: it needs --clientcert" },
	{ { "-H", "a", "-A", "--ocsp", "hard" }, "--noauth excludes --rootcert, --ocsp, --crl and --stapling require" },
	{ { "-H", "a", "-A", "-r", "x" }, "--noauth excludes --rootcert, --ocsp, --crl and --stapling require" },
	{ { "-f", "a", "--ocsp", "soft" }, "--ocsp: it needs --hostname" },
	{ { "-f", "a", "--crl", "x" }, "--crl: it needs --hostname" },
	{ { "-f", "a", "--forbid-protocol", "tls1" }, "--forbid-protocol: it needs --hostname" },
	{ { "-H", "a:x" }, "--hostname: 'a:x': a port from 1 to 65535 is expected" },
	{ { "-H", "" }, "--hostname: '': a name or an address is expected" },
	{ { "-H", "a", "-m", "" }, "--match: '' is no name of a host" },
	{ { "-H", "a", "--sni", "a..b" }, "--sni: 'a..b' is no name of a host" },
	{ { "-H", "a", "--sni", "" }, NULL },
	{ { "-H", "a", "--fingerprint", "00" }, "--fingerprint: '00' is not 64 hexadecimal digits" },
	{ { "-H", "a", "--alpn", "" }, "--alpn: at most 20 names of 1 to 30 bytes are expected" },
	{ { "-H", "a", "--crl", "https://a/" }, "--crl: 'https://a/' is no address that begins with http://" },
	{ { "-H", "a", "-w", "x" }, "--warning: 'x' is not days (30), a percentage (25%) or a duration (14d, 36h)" },
	{ { "-H", "a", "--min-security-level", "6" }, "--min-security-level: '6' is not a whole number from 0 to 5" },
	{ { "-H", "a", "--min-protocol", "ssl3" }, "--min-protocol: 'ssl3' is none of tls1, tls1.1, tls1.2, tls1.3" },
};

static void what_is_impossible_is_told(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(command_lines); i++) {
		char *arguments[10] = { "check_tls" };
		struct settings settings = defaults;
		struct common_settings common = option_common_defaults;
		struct problem problem = { 0 };
		int count = 1;
		bool good;

		for (; command_lines[i].arguments[count - 1]; count++)
			arguments[count] = (char *)(uintptr_t)command_lines[i].arguments[count - 1];
		good = option_parse(options, count, arguments, &settings, &common, &problem) &&
		       verify(&settings, &problem);
		row_text(&rows, command_lines[i].arguments[count - 2], good ? NULL : problem.text,
			 command_lines[i].words);
		option_free(options, &settings);
	}
	rows_end(&rows);
}

static void ports_and_levels_follow_from_the_options(void **state)
{
	struct settings settings = defaults;

	(void)state;
	assert_int_equal(default_port(&settings), 443);
	assert_int_equal(plan(&settings).handshake.minimum_protocol, TLS1_2_VERSION);
	assert_int_equal(plan(&settings).handshake.security_level, 1);
	settings.starttls = STARTTLS_IMAP;
	assert_int_equal(default_port(&settings), 143);
	settings.min_protocol = 0;
	assert_int_equal(plan(&settings).handshake.minimum_protocol, TLS1_VERSION);
	assert_int_equal(plan(&settings).handshake.security_level, 0);
	settings.min_security_level = 3;
	assert_int_equal(plan(&settings).handshake.security_level, 3);
	assert_int_equal(plan(&settings).trust_level, 3);
	settings = defaults;
	settings.protocol = starttls_find_service("smtps");
	assert_int_equal(default_port(&settings), 465);
	settings.port = 10465;
	assert_int_equal(default_port(&settings), 10465);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_judged),
		cmocka_unit_test(failures_are_told),
		cmocka_unit_test(trust_is_judged),
		cmocka_unit_test(revocation_is_judged),
		cmocka_unit_test(policies_are_judged),
		cmocka_unit_test(a_run_that_cannot_begin_is_unknown),
		cmocka_unit_test(what_is_impossible_is_told),
		cmocka_unit_test(ports_and_levels_follow_from_the_options),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
