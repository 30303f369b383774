// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/tls/trust.h"

#include "common/net/tls.h"
#include "common/tls/handshake.h"
#include "common/tls/host_name.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* --- what is trusted --- */

static bool is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool load(X509_STORE *store, const struct tls_trust *trust, struct problem *problem)
{
	ERR_clear_error();
	if (trust->file && X509_STORE_load_file(store, trust->file) != 1)
		return problem_set(problem, PROBLEM_INPUT, "cannot read certificates from '%.200s': %s", trust->file,
				   handshake_reason());
	if (trust->folder && X509_STORE_load_path(store, trust->folder) != 1)
		return problem_set(problem, PROBLEM_INPUT, "cannot use the certificates in '%.200s': %s", trust->folder,
				   handshake_reason());
	return true;
}

bool trust_load(const char *file_or_folder, X509_STORE **store, struct problem *problem)
{
	bool folder = file_or_folder && is_folder(file_or_folder);
	struct tls_settings settings = { .verify = true };
	struct tls_trust trust = { 0 };
	X509_STORE *made = NULL;

	settings.ca_folder = folder ? file_or_folder : NULL;
	settings.ca_file = folder ? NULL : file_or_folder;
	if (!tls_prepare(&settings, &trust, problem))
		return false;
	made = X509_STORE_new();
	if (made == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	if (!load(made, &trust, problem)) {
		X509_STORE_free(made);
		return false;
	}
	*store = made;
	return true;
}

/* --- faults --- */

/* What OpenSSL found, as one of our kinds; false: it is told from the facts of the
 * certificates elsewhere. */
static bool classify(int error, int depth, enum trust_fault_kind *kind)
{
	switch (error) {
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
		*kind = TRUST_SELF_SIGNED;
		return true;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
		*kind = depth == 0 ? TRUST_MISSING_INTERMEDIATE : TRUST_UNTRUSTED_ROOT;
		return true;
	/* Said again of the same gap. */
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		return false;
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_CERT_UNTRUSTED:
	case X509_V_ERR_CERT_REJECTED:
		*kind = TRUST_UNTRUSTED_ROOT;
		return true;
	case X509_V_ERR_CERT_HAS_EXPIRED:
		*kind = TRUST_EXPIRED;
		return true;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		*kind = TRUST_NOT_YET_VALID;
		return true;
	case X509_V_ERR_INVALID_PURPOSE:
	case X509_V_ERR_INVALID_CA:
	case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
	case X509_V_ERR_PATH_LENGTH_EXCEEDED:
		*kind = TRUST_WRONG_PURPOSE;
		return true;
	case X509_V_ERR_PERMITTED_VIOLATION:
	case X509_V_ERR_EXCLUDED_VIOLATION:
	case X509_V_ERR_SUBTREE_MINMAX:
	case X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE:
	case X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX:
	case X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
		*kind = TRUST_NAME_CONSTRAINTS;
		return true;
	case X509_V_ERR_CERT_SIGNATURE_FAILURE:
	case X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
		*kind = TRUST_BAD_SIGNATURE;
		return true;
	case X509_V_ERR_EE_KEY_TOO_SMALL:
	case X509_V_ERR_CA_KEY_TOO_SMALL:
	case X509_V_ERR_CA_MD_TOO_WEAK:
		*kind = TRUST_BELOW_LEVEL;
		return true;
	default:
		*kind = TRUST_OTHER;
		return true;
	}
}

/* What the callback is given through the store's context. */
struct judgement {
	struct trust_facts *facts;
	STACK_OF(X509) * sent;
};

static int place_among(STACK_OF(X509) * sent, X509 *certificate)
{
	for (int i = 0; i < sk_X509_num(sent); i++) {
		if (X509_cmp(sk_X509_value(sent, i), certificate) == 0)
			return i;
	}
	return -1;
}

static void add_fault(const struct judgement *judgement, enum trust_fault_kind kind, int error, X509 *certificate)
{
	struct trust_facts *facts = judgement->facts;
	struct trust_fault fault = { .kind = kind };

	if (certificate) {
		certificate_write_name(X509_get_subject_name(certificate), fault.subject, sizeof fault.subject);
		certificate_write_name(X509_get_issuer_name(certificate), fault.issuer, sizeof fault.issuer);
	}
	snprintf(fault.words, sizeof fault.words, "%s", X509_verify_cert_error_string(error));
	for (size_t i = 0; i < facts->count; i++) {
		if (facts->faults[i].kind == kind && strcmp(facts->faults[i].subject, fault.subject) == 0)
			return;
	}
	if (facts->count < TRUST_FAULTS_MAXIMUM)
		facts->faults[facts->count++] = fault;
}

/* Notes every fault and goes on. */
static int note_fault(int good, X509_STORE_CTX *store)
{
	const struct judgement *judgement = X509_STORE_CTX_get_app_data(store);
	int error = X509_STORE_CTX_get_error(store);
	X509 *certificate = X509_STORE_CTX_get_current_cert(store);
	enum trust_fault_kind kind;

	if (good || !classify(error, X509_STORE_CTX_get_error_depth(store), &kind))
		return 1;
	/* The times of what was sent are told from its facts. */
	if ((kind == TRUST_EXPIRED || kind == TRUST_NOT_YET_VALID) && certificate &&
	    place_among(judgement->sent, certificate) >= 0)
		return 1;
	add_fault(judgement, kind, error, certificate);
	return 1;
}

static void read_path(X509_STORE_CTX *context, const struct judgement *judgement)
{
	STACK_OF(X509) *path = X509_STORE_CTX_get0_chain(context);
	struct trust_facts *facts = judgement->facts;

	for (int i = 0; i < sk_X509_num(path) && facts->path_length < TRUST_PATH_MAXIMUM; i++)
		facts->path[facts->path_length++] = place_among(judgement->sent, sk_X509_value(path, i));
	if (sk_X509_num(path) > 0)
		certificate_write_name(X509_get_subject_name(sk_X509_value(path, sk_X509_num(path) - 1)), facts->root,
				       sizeof facts->root);
}

static bool judge(X509_STORE_CTX *context, const struct judgement *judgement, int level, int64_t now)
{
	X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param(context);

	X509_STORE_CTX_set_default(context, "ssl_server");
	X509_VERIFY_PARAM_set_auth_level(parameters, level);
	X509_VERIFY_PARAM_set_time(parameters, (time_t)now);
	X509_STORE_CTX_set_app_data(context, (void *)judgement);
	X509_STORE_CTX_set_verify_cb(context, note_fault);
	if (X509_verify_cert(context) != 1)
		add_fault(judgement, TRUST_OTHER, X509_STORE_CTX_get_error(context), NULL);
	read_path(context, judgement);
	return true;
}

bool trust_judge(X509_STORE *store, X509 *certificate, STACK_OF(X509) * sent, int level, int64_t now,
		 struct trust_facts *facts, STACK_OF(X509) * *path, struct problem *problem)
{
	struct judgement judgement = { .facts = facts, .sent = sent };
	X509_STORE_CTX *context = X509_STORE_CTX_new();

	*facts = (struct trust_facts){ 0 };
	if (context == NULL || X509_STORE_CTX_init(context, store, certificate, sent) != 1) {
		X509_STORE_CTX_free(context);
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	}
	judge(context, &judgement, level, now);
	if (path)
		*path = X509_STORE_CTX_get1_chain(context);
	X509_STORE_CTX_free(context);
	return true;
}

/* --- names --- */

static bool has_alternative(X509 *certificate, const char *wanted)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
	size_t length = strlen(wanted);
	bool found = false;

	for (int i = 0; i < sk_GENERAL_NAME_num(names) && !found; i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		found = name->type == GEN_DNS && (size_t)ASN1_STRING_length(name->d.dNSName) == length &&
			strncasecmp((const char *)ASN1_STRING_get0_data(name->d.dNSName), wanted, length) == 0;
	}
	GENERAL_NAMES_free(names);
	return found;
}

enum name_match trust_match_name(X509 *certificate, const char *name)
{
	const unsigned flags = X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
	char ascii[HOST_NAME_SIZE];

	if (host_name_is_address(name))
		return X509_check_ip_asc(certificate, name, 0) == 1 ? NAME_MATCHES : NAME_DIFFERS;
	if (!host_name_to_ascii(name, ascii, sizeof ascii))
		return NAME_DIFFERS;
	if (strncmp(ascii, "*.", 2) == 0)
		return has_alternative(certificate, ascii) ? NAME_MATCHES : NAME_DIFFERS;
	if (X509_check_host(certificate, ascii, 0, flags | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, NULL) == 1)
		return NAME_MATCHES;
	if (X509_check_host(certificate, ascii, 0, flags, NULL) == 1)
		return NAME_MATCHES_SUBJECT;
	return NAME_DIFFERS;
}
