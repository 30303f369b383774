/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The functions of OpenSSL that we call, loaded when the first session opens.
 */
#ifndef RECEICO_NET_TLS_LIBRARY_H
#define RECEICO_NET_TLS_LIBRARY_H

#include "common/check/problem.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

/* What libssl has of them; the names of OpenSSL stand in tls_library.c. */
struct libssl {
	__typeof__(OPENSSL_init_ssl) *init;
	__typeof__(TLS_client_method) *client_method;
	__typeof__(SSL_CTX_new) *context_new;
	__typeof__(SSL_CTX_free) *context_free;
	__typeof__(SSL_CTX_ctrl) *context_control;
	__typeof__(SSL_CTX_load_verify_file) *load_file;
	__typeof__(SSL_CTX_load_verify_dir) *load_folder;
	__typeof__(SSL_new) *session_new;
	__typeof__(SSL_free) *session_free;
	__typeof__(SSL_ctrl) *control;
	__typeof__(SSL_set_fd) *set_fd;
	__typeof__(SSL_connect) *connect;
	__typeof__(SSL_read) *read;
	__typeof__(SSL_write) *write;
	__typeof__(SSL_shutdown) *shutdown;
	__typeof__(SSL_get_error) *get_error;
	__typeof__(SSL_get_version) *get_version;
	__typeof__(SSL_get_verify_result) *get_verify_result;
	__typeof__(SSL_get1_peer_certificate) *get_certificate;
};

/* And what libcrypto has. */
struct libcrypto {
	__typeof__(ERR_clear_error) *clear_error;
	__typeof__(ERR_peek_error) *peek_error;
	__typeof__(ERR_reason_error_string) *reason_string;
	__typeof__(X509_get_default_cert_dir) *default_folder;
	__typeof__(X509_get_default_cert_file) *default_file;
	__typeof__(X509_verify_cert_error_string) *verify_string;
	__typeof__(X509_check_host) *check_host;
	__typeof__(X509_check_ip_asc) *check_address;
	__typeof__(X509_free) *certificate_free;
	__typeof__(X509_get_subject_name) *get_subject;
	__typeof__(X509_NAME_get_text_by_NID) *name_get_text;
	__typeof__(X509_get_ext_d2i) *get_extension;
	__typeof__(X509_get0_notAfter) *get_not_after;
	__typeof__(ASN1_TIME_to_tm) *time_to_tm;
	__typeof__(ASN1_STRING_get0_data) *string_data;
	__typeof__(ASN1_STRING_length) *string_length;
	__typeof__(OPENSSL_sk_num) *stack_count;
	__typeof__(OPENSSL_sk_value) *stack_item;
	__typeof__(GENERAL_NAMES_free) *names_free;
};

/* How OpenSSL is started: without the configuration file of the system, and without
 * freeing all it has in the end, which is a twentieth of a short run: the process ends. */
#define TLS_START ((uint64_t)(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT))

/* Loads both.  They start by themselves, with everything that TLS_START leaves out,
 * unless ssl->init(TLS_START, NULL) comes first. */
bool tls_library_load(struct libssl *ssl, struct libcrypto *crypto, struct problem *problem) MUST_CHECK;

#endif
