// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/tls/chain.h"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

/* --- texts --- */

/* Copies what fits; a NUL inside would make a name look shorter than it is. */
static void copy_bytes(const unsigned char *bytes, int length, char *text, size_t size)
{
	size_t count = length > 0 ? (size_t)length : 0;

	if (count >= size)
		count = size - 1;
	for (size_t i = 0; i < count; i++)
		text[i] = (char)(bytes[i] ? bytes[i] : '?');
	text[count] = '\0';
}

static void copy_string(const ASN1_STRING *string, char *text, size_t size)
{
	unsigned char *utf8 = NULL;
	int length = ASN1_STRING_to_UTF8(&utf8, string);

	if (length >= 0)
		copy_bytes(utf8, length, text, size);
	else
		copy_bytes(ASN1_STRING_get0_data(string), ASN1_STRING_length(string), text, size);
	OPENSSL_free(utf8);
}

/* The last entry of this kind, which is the most specific one. */
static bool copy_entry(const X509_NAME *name, int kind, char *text, size_t size)
{
	int at = -1;
	int last = -1;

	while ((at = X509_NAME_get_index_by_NID(name, kind, at)) >= 0)
		last = at;
	text[0] = '\0';
	if (last >= 0)
		copy_string(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, last)), text, size);
	return text[0] != '\0';
}

static void copy_whole_name(const X509_NAME *name, char *text, size_t size)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *written = NULL;
	long length = 0;

	text[0] = '\0';
	if (bio && X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) >= 0) {
		length = BIO_get_mem_data(bio, &written);
		copy_bytes((const unsigned char *)written, length < 4096 ? (int)length : 4096, text, size);
	}
	BIO_free(bio);
}

void certificate_write_name(const X509_NAME *name, char *text, size_t size)
{
	if (!copy_entry(name, NID_commonName, text, size) &&
	    !copy_entry(name, NID_organizationalUnitName, text, size) &&
	    !copy_entry(name, NID_organizationName, text, size))
		copy_whole_name(name, text, size);
}

static void write_alternative(const GENERAL_NAME *name, char *text, size_t size)
{
	const ASN1_STRING *string = name->type == GEN_DNS ? name->d.dNSName : name->d.iPAddress;
	int length = ASN1_STRING_length(string);

	text[0] = '\0';
	if (name->type == GEN_DNS)
		copy_bytes(ASN1_STRING_get0_data(string), length, text, size);
	else if (length == 4 || length == 16)
		inet_ntop(length == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(string), text, (socklen_t)size);
}

/* As many as fit whole, then "...". */
static void read_alternatives(X509 *certificate, char *text, size_t size)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
		char one[300];
		size_t length;

		if (name->type != GEN_DNS && name->type != GEN_IPADD)
			continue;
		write_alternative(name, one, sizeof one);
		length = strlen(one) + (used > 0 ? 2 : 0);
		if (used + length + 6 > size) {
			snprintf(text + used, size - used, ", ...");
			break;
		}
		snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : "", one);
		used += length;
	}
	GENERAL_NAMES_free(names);
}

static void read_subject(X509 *certificate, const char *names, char *text, size_t size)
{
	const X509_NAME *name = X509_get_subject_name(certificate);

	if (copy_entry(name, NID_commonName, text, size))
		return;
	if (names[0])
		snprintf(text, size, "%.*s", (int)strcspn(names, ","), names);
	else
		certificate_write_name(name, text, size);
}

/* --- times --- */

bool certificate_read_time(const ASN1_TIME *time, int64_t *seconds)
{
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	int days = 0;
	int rest = 0;
	bool good = epoch && ASN1_TIME_diff(&days, &rest, epoch, time) == 1;

	ASN1_TIME_free(epoch);
	if (good)
		*seconds = (int64_t)days * 86400 + rest;
	return good;
}

void certificate_write_time(int64_t seconds, char *text, size_t size)
{
	time_t when = (time_t)seconds;
	struct tm date;

	snprintf(text, size, "an unknown time");
	if (gmtime_r(&when, &date))
		strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", &date);
}

/* --- key, signature, extensions --- */

static void read_key(X509 *certificate, struct certificate_facts *facts)
{
	const EVP_PKEY *key = X509_get0_pubkey(certificate);
	const char *type = key ? OBJ_nid2sn(EVP_PKEY_get_base_id(key)) : NULL;

	if (key && EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA)
		type = "RSA";
	else if (key && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC)
		type = "EC";
	snprintf(facts->key_type, sizeof facts->key_type, "%s", type ? type : "unknown");
	facts->key_bits = key ? EVP_PKEY_get_bits(key) : 0;
}

static void read_signature(X509 *certificate, struct certificate_facts *facts)
{
	int digest = NID_undef;
	int signature = X509_get_signature_nid(certificate);
	const char *name = signature != NID_undef ? OBJ_nid2ln(signature) : NULL;

	snprintf(facts->signature, sizeof facts->signature, "%s", name ? name : "unknown");
	if (X509_get_signature_info(certificate, &digest, NULL, NULL, NULL) != 1 &&
	    OBJ_find_sigid_algs(signature, &digest, NULL) != 1)
		digest = NID_undef;
	if (digest != NID_undef)
		snprintf(facts->digest, sizeof facts->digest, "%s", OBJ_nid2sn(digest));
}

static bool read_fingerprint(const X509 *certificate, char *text, size_t size)
{
	unsigned char bytes[EVP_MAX_MD_SIZE];
	unsigned length = 0;

	if (X509_digest(certificate, EVP_sha256(), bytes, &length) != 1 || length * 2 + 1 > size)
		return false;
	for (unsigned i = 0; i < length; i++)
		snprintf(text + (size_t)i * 2, size - (size_t)i * 2, "%02x", bytes[i]);
	return true;
}

bool certificate_parse_fingerprint(const char *text, char *fingerprint, struct problem *problem)
{
	const char *equals = strrchr(text, '=');
	size_t used = 0;

	for (const char *at = equals ? equals + 1 : text; *at; at++) {
		const char *digit = strchr("0123456789abcdefABCDEF", *at);

		if (*at == ':' || *at == ' ')
			continue;
		if (digit == NULL || used == CERTIFICATE_FINGERPRINT_SIZE - 1)
			return problem_set(problem, PROBLEM_INPUT, "'%.100s' is not 64 hexadecimal digits", text);
		fingerprint[used++] = (char)(*at >= 'A' && *at <= 'F' ? *at + 32 : *at);
	}
	fingerprint[used] = '\0';
	return used == CERTIFICATE_FINGERPRINT_SIZE - 1 ||
	       problem_set(problem, PROBLEM_INPUT, "'%.100s' is not 64 hexadecimal digits", text);
}

/* The feature 5 is status_request: RFC 7633, 4.1, and RFC 6066, 8. */
static bool demands_staple(const X509 *certificate)
{
	TLS_FEATURE *features = X509_get_ext_d2i(certificate, NID_tlsfeature, NULL, NULL);
	bool found = false;

	for (int i = 0; i < sk_ASN1_INTEGER_num(features) && !found; i++)
		found = ASN1_INTEGER_get(sk_ASN1_INTEGER_value(features, i)) == 5;
	TLS_FEATURE_free(features);
	return found;
}

bool certificate_read(X509 *certificate, struct certificate_facts *facts, struct problem *problem)
{
	*facts = (struct certificate_facts){ 0 };
	read_alternatives(certificate, facts->names, sizeof facts->names);
	read_subject(certificate, facts->names, facts->subject, sizeof facts->subject);
	certificate_write_name(X509_get_issuer_name(certificate), facts->issuer, sizeof facts->issuer);
	copy_entry(X509_get_issuer_name(certificate), NID_organizationName, facts->issuer_organisation,
		   sizeof facts->issuer_organisation);
	if (!certificate_read_time(X509_get0_notBefore(certificate), &facts->not_before) ||
	    !certificate_read_time(X509_get0_notAfter(certificate), &facts->not_after))
		return problem_set(problem, PROBLEM_PEER, "certificate '%.200s' has a time that is none",
				   facts->subject);
	read_key(certificate, facts);
	read_signature(certificate, facts);
	facts->self_signed = (X509_get_extension_flags(certificate) & EXFLAG_SS) != 0;
	facts->is_authority = X509_check_ca(certificate) > 0 && X509_check_ca(certificate) != 5;
	facts->serves = X509_check_purpose(certificate, X509_PURPOSE_SSL_SERVER, 0) == 1;
	facts->must_staple = demands_staple(certificate);
	if (!read_fingerprint(certificate, facts->fingerprint, sizeof facts->fingerprint))
		return problem_set(problem, PROBLEM_SYSTEM, "no SHA-256 in this OpenSSL");
	return true;
}

bool chain_read(STACK_OF(X509) * certificates, struct certificate_chain *chain, struct problem *problem)
{
	int count = certificates ? sk_X509_num(certificates) : 0;

	*chain = (struct certificate_chain){ .sent = (size_t)count };
	if (count == 0)
		return true;
	count = count < CHAIN_MAXIMUM ? count : CHAIN_MAXIMUM;
	chain->items = calloc((size_t)count, sizeof *chain->items);
	if (chain->items == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	for (; chain->count < (size_t)count; chain->count++) {
		if (!certificate_read(sk_X509_value(certificates, (int)chain->count), chain->items + chain->count,
				      problem))
			return false;
	}
	return true;
}

void chain_free(struct certificate_chain *chain)
{
	free(chain->items);
	*chain = (struct certificate_chain){ 0 };
}

/* --- weakness --- */

enum { RSA_BITS_LEAST = 2048, EC_BITS_LEAST = 224 };

bool certificate_weak_key(const struct certificate_facts *facts, char *text, size_t size)
{
	bool elliptic = strcmp(facts->key_type, "EC") == 0;
	bool factored = strcmp(facts->key_type, "RSA") == 0 || strcmp(facts->key_type, "DSA") == 0;
	int least = elliptic ? EC_BITS_LEAST : factored ? RSA_BITS_LEAST : 0;

	if (facts->key_bits >= least)
		return false;
	snprintf(text, size, "%s with %d bits, less than %d", facts->key_type, facts->key_bits, least);
	return true;
}

bool certificate_weak_signature(const struct certificate_facts *facts, char *text, size_t size)
{
	static const char *const weak[] = { "MD2", "MD4", "MD5", "MD5-SHA1", "SHA1", "RSA-SHA1" };

	if (facts->self_signed)
		return false;
	for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
		if (strcasecmp(facts->digest, weak[i]) == 0) {
			snprintf(text, size, "%s", facts->signature);
			return true;
		}
	}
	return false;
}
