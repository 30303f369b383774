// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/tls_library.h"

#include "common/check/library.h"

#define SYMBOL(member, symbol) LIBRARY_SYMBOL(struct libssl, member, symbol)
static const struct library_symbol ssl_symbols[] = {
	SYMBOL(init, "OPENSSL_init_ssl"),
	SYMBOL(client_method, "TLS_client_method"),
	SYMBOL(context_new, "SSL_CTX_new"),
	SYMBOL(context_free, "SSL_CTX_free"),
	SYMBOL(context_control, "SSL_CTX_ctrl"),
	SYMBOL(load_file, "SSL_CTX_load_verify_file"),
	SYMBOL(load_folder, "SSL_CTX_load_verify_dir"),
	SYMBOL(session_new, "SSL_new"),
	SYMBOL(session_free, "SSL_free"),
	SYMBOL(control, "SSL_ctrl"),
	SYMBOL(set_fd, "SSL_set_fd"),
	SYMBOL(connect, "SSL_connect"),
	SYMBOL(read, "SSL_read"),
	SYMBOL(write, "SSL_write"),
	SYMBOL(shutdown, "SSL_shutdown"),
	SYMBOL(get_error, "SSL_get_error"),
	SYMBOL(get_version, "SSL_get_version"),
	SYMBOL(get_verify_result, "SSL_get_verify_result"),
	SYMBOL(get_certificate, "SSL_get1_peer_certificate"),
	{ 0 },
};
#undef SYMBOL

#define SYMBOL(member, symbol) LIBRARY_SYMBOL(struct libcrypto, member, symbol)
static const struct library_symbol crypto_symbols[] = {
	SYMBOL(clear_error, "ERR_clear_error"),
	SYMBOL(peek_error, "ERR_peek_error"),
	SYMBOL(reason_string, "ERR_reason_error_string"),
	SYMBOL(default_folder, "X509_get_default_cert_dir"),
	SYMBOL(default_file, "X509_get_default_cert_file"),
	SYMBOL(verify_string, "X509_verify_cert_error_string"),
	SYMBOL(check_host, "X509_check_host"),
	SYMBOL(check_address, "X509_check_ip_asc"),
	SYMBOL(certificate_free, "X509_free"),
	SYMBOL(get_subject, "X509_get_subject_name"),
	SYMBOL(name_get_text, "X509_NAME_get_text_by_NID"),
	SYMBOL(get_extension, "X509_get_ext_d2i"),
	SYMBOL(get_not_after, "X509_get0_notAfter"),
	SYMBOL(time_to_tm, "ASN1_TIME_to_tm"),
	SYMBOL(string_data, "ASN1_STRING_get0_data"),
	SYMBOL(string_length, "ASN1_STRING_length"),
	SYMBOL(stack_count, "OPENSSL_sk_num"),
	SYMBOL(stack_item, "OPENSSL_sk_value"),
	SYMBOL(names_free, "GENERAL_NAMES_free"),
	{ 0 },
};
#undef SYMBOL

bool tls_library_load(struct libssl *ssl, struct libcrypto *crypto, struct problem *problem)
{
	return library_load("libssl.so.3", ssl_symbols, ssl, problem) &&
	       library_load("libcrypto.so.3", crypto_symbols, crypto, problem);
}
