// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/digest.h"

#include "common/check/library.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>

struct functions {
	__typeof__(OPENSSL_init_crypto) *init;
	__typeof__(EVP_MD_CTX_new) *context_new;
	__typeof__(EVP_MD_CTX_free) *context_free;
	__typeof__(EVP_DigestInit_ex) *begin;
	__typeof__(EVP_DigestUpdate) *update;
	__typeof__(EVP_DigestFinal_ex) *end;
	__typeof__(EVP_sha256) *sha256;
	__typeof__(EVP_sha512) *sha512;
};

#define SYMBOL(member, symbol) LIBRARY_SYMBOL(struct functions, member, symbol)
static const struct library_symbol symbols[] = {
	SYMBOL(init, "OPENSSL_init_crypto"),
	SYMBOL(context_new, "EVP_MD_CTX_new"),
	SYMBOL(context_free, "EVP_MD_CTX_free"),
	SYMBOL(begin, "EVP_DigestInit_ex"),
	SYMBOL(update, "EVP_DigestUpdate"),
	SYMBOL(end, "EVP_DigestFinal_ex"),
	SYMBOL(sha256, "EVP_sha256"),
	SYMBOL(sha512, "EVP_sha512"),
	{ 0 },
};
#undef SYMBOL

struct digest {
	struct functions library;
	EVP_MD_CTX *context;
};

bool digest_new(enum digest_kind kind, struct digest **digest, struct problem *problem)
{
	struct digest *new = calloc(1, sizeof *new);

	if (new == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	if (!library_load("libcrypto.so.3", symbols, &new->library, problem)) {
		free(new);
		return false;
	}
	/* Its configuration file is nothing to us. */
	new->library.init(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	new->context = new->library.context_new();
	if (new->context == NULL ||
	    new->library.begin(new->context, kind == DIGEST_SHA256 ? new->library.sha256() : new->library.sha512(),
			       NULL) != 1) {
		digest_free(new);
		return problem_set(problem, PROBLEM_SYSTEM, "OpenSSL cannot begin a digest");
	}
	*digest = new;
	return true;
}

bool digest_add(struct digest *digest, const void *bytes, size_t length)
{
	return digest->library.update(digest->context, bytes, length) == 1;
}

bool digest_finish(struct digest *digest, char text[static DIGEST_TEXT_SIZE], struct problem *problem)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char bytes[EVP_MAX_MD_SIZE];
	unsigned length = 0;

	if (digest->library.end(digest->context, bytes, &length) != 1 || length > DIGEST_TEXT_SIZE / 2)
		return problem_set(problem, PROBLEM_SYSTEM, "OpenSSL cannot end a digest");
	for (unsigned i = 0; i < length; i++) {
		text[(size_t)2 * i] = digits[bytes[i] >> 4];
		text[(size_t)2 * i + 1] = digits[bytes[i] & 15];
	}
	text[(size_t)2 * length] = '\0';
	return true;
}

void digest_free(struct digest *digest)
{
	if (digest == NULL)
		return;
	digest->library.context_free(digest->context);
	free(digest);
}
