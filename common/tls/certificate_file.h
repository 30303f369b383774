/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Certificates in files: PEM, bundles of them, or DER.
 */
#ifndef RECEICO_TLS_CERTIFICATE_FILE_H
#define RECEICO_TLS_CERTIFICATE_FILE_H

#include "common/check/problem.h"

#include <openssl/x509.h>
#include <stddef.h>

enum { CERTIFICATE_FILE_MAXIMUM = 4 * 1024 * 1024, CERTIFICATE_FILES_MAXIMUM = 1000 };

/* Reads every certificate in the bytes of a file, in their order; what else a PEM file
 * holds (keys, text) is passed over.  Free with sk_X509_pop_free(). */
bool certificate_file_parse(const char *bytes, size_t length, STACK_OF(X509) * *certificates,
			    struct problem *problem) MUST_CHECK;

/* The same for a file. */
bool certificate_file_read(const char *path, STACK_OF(X509) * *certificates, struct problem *problem) MUST_CHECK;

#endif
