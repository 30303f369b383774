// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Trust in chains that are made here: what is found at fault, and with whom.
 */
#include "common/tls/protocol_probe.h"
#include "common/tls/trust.h"

#include "tests/common/certificate_maker.h"

#include <stdio.h>
#include <time.h>

enum { DAY = 86400 };

static struct made root, other_root, old_root, intermediate, second, bounded, leaf, deep, client, alone, constrained,
	stranger, above_old;
static int64_t now;

#define VALID .not_before = now - DAY, .not_after = now + 90 * DAY
#define SERVER                                                                                                         \
	{ NID_subject_alt_name, "DNS:www.example,DNS:*.wild.example,DNS:xn--bcher-kva.example,IP:192.0.2.1" },         \
	{                                                                                                              \
		NID_ext_key_usage, "serverAuth"                                                                        \
	}

static int make_all(void **state)
{
	(void)state;
	now = (int64_t)time(NULL);
	root = make_certificate(&(struct order){ .subject = "Root", VALID, .extensions = { MAKER_AUTHORITY } });
	other_root = make_certificate(&(struct order){ .subject = "Other", VALID, .extensions = { MAKER_AUTHORITY } });
	old_root = make_certificate(
		&(struct order){ .subject = "Old", .not_after = now - DAY, .extensions = { MAKER_AUTHORITY } });
	intermediate = make_certificate(
		&(struct order){ .subject = "Middle", .issuer = &root, VALID, .extensions = { MAKER_AUTHORITY } });
	second = make_certificate(&(struct order){
		.subject = "Second", .issuer = &intermediate, VALID, .extensions = { MAKER_AUTHORITY } });
	bounded = make_certificate(&(struct order){
		.subject = "Bounded",
		.issuer = &root,
		VALID,
		.extensions = { MAKER_AUTHORITY, { NID_name_constraints, "permitted;DNS:other.example" } } });
	leaf = make_certificate(
		&(struct order){ .subject = "leaf", .issuer = &intermediate, VALID, .extensions = { SERVER } });
	deep = make_certificate(
		&(struct order){ .subject = "deep", .issuer = &second, VALID, .extensions = { SERVER } });
	client = make_certificate(&(struct order){ .subject = "client",
						   .issuer = &intermediate,
						   VALID,
						   .extensions = { { NID_ext_key_usage, "clientAuth" } } });
	alone = make_certificate(&(struct order){ .subject = "alone", VALID, .extensions = { SERVER } });
	constrained = make_certificate(
		&(struct order){ .subject = "constrained", .issuer = &bounded, VALID, .extensions = { SERVER } });
	/* Issued by one that must not: the leaf is no authority. */
	stranger = make_certificate(&(struct order){ .subject = "stranger", .issuer = &leaf, VALID });
	above_old = make_certificate(
		&(struct order){ .subject = "above", .issuer = &old_root, VALID, .extensions = { SERVER } });
	return 0;
}

static const struct {
	const char *name;
	const struct made *trusted;
	const struct made *sent[5];
	const char *faults; /* kind:subject, with blanks between */
	const char *path;   /* places among what was sent; r: from the store */
} chains[] = {
	{ "whole", &root, { &leaf, &intermediate }, "", "0 1 r" },
	{ "with its root", &root, { &leaf, &intermediate, &root }, "", "0 1 2" },
	{ "of two intermediates", &root, { &deep, &second, &intermediate }, "", "0 1 2 r" },
	{ "in the wrong order", &root, { &deep, &intermediate, &second }, "", "0 2 1 r" },
	{ "with a stray certificate", &root, { &leaf, &other_root, &intermediate }, "", "0 2 r" },
	{ "without its intermediate", &root, { &leaf }, "1:leaf", "0" },
	{ "without its second intermediate", &root, { &deep, &second }, "2:Second", "0 1" },
	{ "to an unknown root", &other_root, { &leaf, &intermediate }, "2:Middle", "0 1" },
	{ "to an unknown root that was sent", &other_root, { &leaf, &intermediate, &root }, "2:Root", "0 1 2" },
	{ "self-signed", &root, { &alone }, "0:alone", "0" },
	{ "self-signed and trusted", &alone, { &alone }, "", "0" },
	{ "for a client", &root, { &client, &intermediate }, "5:client", "0 1 r" },
	{ "against name constraints", &root, { &constrained, &bounded }, "6:constrained", "0 1 r" },
	{ "issued by a server's certificate", &root, { &stranger, &leaf, &intermediate }, "5:leaf", "0 1 2 r" },
	{ "to a root that has expired", &old_root, { &above_old }, "3:Old", "0 r" },
};

static void write_facts(const struct trust_facts *facts, char *faults, char *path, size_t size)
{
	faults[0] = path[0] = '\0';
	for (size_t i = 0; i < facts->count; i++)
		snprintf(faults + strlen(faults), size - strlen(faults), "%s%d:%s", i ? " " : "", facts->faults[i].kind,
			 facts->faults[i].subject);
	for (size_t i = 0; i < facts->path_length; i++) {
		if (facts->path[i] < 0)
			snprintf(path + strlen(path), size - strlen(path), "%sr", i ? " " : "");
		else
			snprintf(path + strlen(path), size - strlen(path), "%s%d", i ? " " : "", facts->path[i]);
	}
}

static void each_fault_of_a_chain_is_found(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(chains); i++) {
		X509_STORE *store = X509_STORE_new();
		X509 *borrowed[6] = { NULL };
		STACK_OF(X509) * sent;
		struct trust_facts facts;
		struct problem problem;
		char faults[1000];
		char path[1000];

		for (size_t j = 0; j < 5 && chains[i].sent[j]; j++)
			borrowed[j] = chains[i].sent[j]->certificate;
		sent = maker_stack(borrowed);
		X509_STORE_add_cert(store, chains[i].trusted->certificate);
		assert_true(trust_judge(store, borrowed[0], sent, 0, now, &facts, NULL, &problem));
		write_facts(&facts, faults, path, sizeof faults);
		row_text(&rows, chains[i].name, faults, chains[i].faults);
		row_text(&rows, chains[i].name, path, chains[i].path);
		sk_X509_free(sent);
		X509_STORE_free(store);
	}
	rows_end(&rows);
}

static const struct {
	const char *name;
	enum name_match match;
} names[] = {
	{ "www.example", NAME_MATCHES },
	{ "WWW.EXAMPLE", NAME_MATCHES },
	{ "www.example.", NAME_MATCHES },
	{ "a.wild.example", NAME_MATCHES },
	{ "a.b.wild.example", NAME_DIFFERS },
	{ "wild.example", NAME_DIFFERS },
	{ "*.wild.example", NAME_MATCHES },
	{ "*.example", NAME_DIFFERS },
	{ "bücher.example", NAME_MATCHES },
	{ "leaf", NAME_DIFFERS },
	{ "192.0.2.1", NAME_MATCHES },
	{ "192.0.2.2", NAME_DIFFERS },
	{ "::1", NAME_DIFFERS },
	{ "www.example.org", NAME_DIFFERS },
};

static void names_are_matched(void **state)
{
	struct rows rows = { 0 };
	struct made nameless = make_certificate(&(struct order){ .subject = "cn.example", VALID });

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++)
		row_number(&rows, names[i].name, trust_match_name(leaf.certificate, names[i].name), names[i].match);
	row_number(&rows, "common name", trust_match_name(nameless.certificate, "cn.example"), NAME_MATCHES_SUBJECT);
	rows_end(&rows);
}

static const struct {
	const char *name;
	const char *bytes;
	size_t length;
	bool ended;
	enum probe_outcome outcome;
} answers[] = {
	{ "nothing yet", "", 0, false, PROBE_NOT_ASKED },
	{ "closed", "", 0, true, PROBE_REFUSED },
	{ "alert", "\x15\x03\x00\x00\x02\x02\x28", 7, false, PROBE_REFUSED },
	{ "alert of a newer version", "\x15\x03\x03\x00\x02\x02\x46", 7, false, PROBE_REFUSED },
	{ "ServerHello", "\x16\x03\x00\x00\x4a\x02\x00\x00\x46\x03\x00", 11, false, PROBE_SPOKEN },
	{ "ServerHello of TLS 1.2", "\x16\x03\x03\x00\x4a\x02\x00\x00\x46\x03\x03", 11, false, PROBE_UNPROVEN },
	{ "half a ServerHello", "\x16\x03\x00\x00\x4a", 5, false, PROBE_NOT_ASKED },
	{ "half a ServerHello, closed", "\x16\x03\x00\x00\x4a", 5, true, PROBE_UNPROVEN },
	{ "plain text", "HTTP/1.1 400", 12, false, PROBE_UNPROVEN },
};

static void an_answer_to_ssl3_is_judged(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(answers); i++)
		row_number(
			&rows, answers[i].name,
			probe_judge_ssl3((const unsigned char *)answers[i].bytes, answers[i].length, answers[i].ended),
			answers[i].outcome);
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_fault_of_a_chain_is_found),
		cmocka_unit_test(names_are_matched),
		cmocka_unit_test(an_answer_to_ssl3_is_judged),
	};

	return cmocka_run_group_tests(tests, make_all, maker_forget);
}
