// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/tls/certificate_file.h"

#include "common/check/file.h"
#include "common/net/tls_library.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

static bool add(STACK_OF(X509) * found, X509 *certificate)
{
	if (sk_X509_push(found, certificate) > 0)
		return true;
	X509_free(certificate);
	return false;
}

/* A key in the same file must not make OpenSSL ask at the terminal; it is passed over. */
static int no_password(char *password, int size, int writing, void *unused)
{
	(void)password;
	(void)size;
	(void)writing;
	(void)unused;
	return -1;
}

static void parse_pem(BIO *bio, STACK_OF(X509) * found)
{
	X509 *certificate;

	while ((certificate = PEM_read_bio_X509(bio, NULL, no_password, NULL)) != NULL) {
		if (!add(found, certificate))
			return;
	}
}

static bool parse(BIO *bio, const char *bytes, size_t length, STACK_OF(X509) * found, struct problem *problem)
{
	const unsigned char *at = (const unsigned char *)bytes;
	X509 *certificate = NULL;
	bool broken;

	ERR_clear_error();
	parse_pem(bio, found);
	/* The usual end is that no further block begins; anything else is a block that is broken. */
	broken = ERR_GET_LIB(ERR_peek_last_error()) != ERR_LIB_PEM ||
		 ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE;
	if (sk_X509_num(found) == 0) {
		certificate = d2i_X509(NULL, &at, (long)length);
		broken = broken && certificate == NULL;
		if (certificate && !add(found, certificate))
			return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	}
	ERR_clear_error();
	if (broken)
		return problem_set(problem, PROBLEM_PEER, "certificate %d in it is broken", sk_X509_num(found) + 1);
	if (sk_X509_num(found) == 0)
		return problem_set(problem, PROBLEM_PEER, "it holds no certificate");
	return true;
}

bool certificate_file_parse(const char *bytes, size_t length, STACK_OF(X509) * *certificates, struct problem *problem)
{
	BIO *bio = length <= CERTIFICATE_FILE_MAXIMUM ? BIO_new_mem_buf(bytes, (int)length) : NULL;
	STACK_OF(X509) *found = sk_X509_new_null();
	bool good = bio && found ? parse(bio, bytes, length, found, problem)
				 : problem_set(problem, PROBLEM_SYSTEM, "out of memory");

	BIO_free(bio);
	if (good)
		*certificates = found;
	else
		sk_X509_pop_free(found, X509_free);
	return good;
}

bool certificate_file_read(const char *path, STACK_OF(X509) * *certificates, struct problem *problem)
{
	struct buffer bytes = buffer_limited(CERTIFICATE_FILE_MAXIMUM);
	bool good;

	OPENSSL_init_crypto(TLS_START, NULL);
	good = file_read(path, &bytes, problem) &&
	       certificate_file_parse(bytes.data, bytes.length, certificates, problem);

	buffer_free(&bytes);
	return good;
}
