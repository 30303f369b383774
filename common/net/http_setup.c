// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_setup.h"

#include "common/check/file.h"
#include "common/net/tls.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

const char *const http_tls_words[] = { "any", "1.0", "1.1", "1.2", "1.3", NULL };
const char *const http_version_words[] = { "any", "1.0", "1.1", "2.0", NULL };

bool http_tls_versions_parse(const char *text, int *minimum, int *maximum, struct problem *problem)
{
	size_t length = strcspn(text, "+");
	bool newer = strcmp(text + length, "+") == 0;
	int found = length == 1 && *text == '1' ? HTTP_TLS_1_0 : HTTP_TLS_ANY;

	for (int i = HTTP_TLS_1_0; i <= HTTP_TLS_1_3; i++) {
		if (length == strlen(http_tls_words[i]) && strncmp(text, http_tls_words[i], length) == 0)
			found = i;
	}
	if (found == HTTP_TLS_ANY || (text[length] && !newer))
		return problem_set(problem, PROBLEM_INPUT,
				   "'%.50s' is no version of TLS: 1.0, 1.1, 1.2 or 1.3, with + for newer ones too",
				   text);
	*minimum = found;
	*maximum = newer ? HTTP_TLS_ANY : found;
	return true;
}

bool http_request_verify(const char *method, const struct texts *headers, struct problem *problem)
{
	for (size_t i = 0; i < headers->count; i++) {
		const char *header = headers->items[i];

		if (strpbrk(header, "\r\n") || strpbrk(header, ":;") == NULL)
			return problem_set(problem, PROBLEM_INPUT, "--header: '%.100s' is not NAME: VALUE", header);
	}
	if (method && (*method == '\0' || strpbrk(method, " \t\r\n")))
		return problem_set(problem, PROBLEM_INPUT, "--method: '%.100s' is none", method);
	return true;
}

bool http_request_read_body(const char *path, struct buffer *body, struct problem *problem)
{
	if (path == NULL)
		return true;
	if (!file_read(path, body, problem))
		return problem_prefix(problem, "--post-file");
	return (body->length > 0 && strlen(body->data) == body->length) ||
	       problem_set(problem, PROBLEM_INPUT, "--post-file: '%.200s' is empty, or no text", path);
}

bool http_client_find_trust(struct http_client_settings *settings, bool needed, struct problem *problem)
{
	struct tls_settings tls = { .verify = settings->verify && needed,
				    .ca_file = settings->ca_file,
				    .ca_folder = settings->ca_folder };
	struct tls_trust trust = { 0 };

	if (!tls_prepare(&tls, &trust, problem))
		return settings->ca_file     ? problem_prefix(problem, "--ca-cert")
		       : settings->ca_folder ? problem_prefix(problem, "--ca-directory")
					     : false;
	settings->ca_file = trust.file;
	settings->ca_folder = trust.folder;
	return true;
}

bool http_list_add(struct curl_slist **list, const char *text)
{
	struct curl_slist *longer = curl_slist_append(*list, text);

	if (longer == NULL)
		return false;
	*list = longer;
	return true;
}

bool http_list_add_all(struct curl_slist **list, const struct texts *texts)
{
	for (size_t i = 0; texts && i < texts->count; i++) {
		if (!http_list_add(list, texts->items[i]))
			return false;
	}
	return true;
}

static bool set_route(CURL *curl, const struct http_client_settings *settings, struct http_setup *setup)
{
	if (!http_list_add_all(&setup->routes, settings->connect_to) ||
	    !http_list_add_all(&setup->resolved, settings->resolve) ||
	    (settings->route && *settings->route && !http_list_add(&setup->routes, settings->route)))
		return false;
	curl_easy_setopt(curl, CURLOPT_CONNECT_TO, setup->routes);
	curl_easy_setopt(curl, CURLOPT_RESOLVE, setup->resolved);
	curl_easy_setopt(curl, CURLOPT_IPRESOLVE,
			 settings->use_ipv4   ? (long)CURL_IPRESOLVE_V4
			 : settings->use_ipv6 ? (long)CURL_IPRESOLVE_V6
					      : (long)CURL_IPRESOLVE_WHATEVER);
	curl_easy_setopt(curl, CURLOPT_INTERFACE, settings->source);
	if (!settings->proxy_from_environment) {
		curl_easy_setopt(curl, CURLOPT_PROXY, settings->proxy ? settings->proxy : "");
		curl_easy_setopt(curl, CURLOPT_NOPROXY, settings->no_proxy ? settings->no_proxy : "");
	}
	if (settings->secrets && settings->secrets->proxy_login.length > 0)
		curl_easy_setopt(curl, CURLOPT_PROXYUSERPWD, settings->secrets->proxy_login.data);
	return true;
}

static void set_trust(CURL *curl, const struct http_client_settings *settings)
{
	/* libcurl's own bundle would be read whole, at four times the cost of all the rest. */
	curl_easy_setopt(curl, CURLOPT_CAINFO, settings->ca_file);
	curl_easy_setopt(curl, CURLOPT_CAPATH, settings->ca_folder);
	curl_easy_setopt(curl, CURLOPT_PROXY_CAINFO, settings->ca_file);
	curl_easy_setopt(curl, CURLOPT_PROXY_CAPATH, settings->ca_folder);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, settings->verify ? 1L : 0L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, settings->verify ? 2L : 0L);
	curl_easy_setopt(curl, CURLOPT_PROXY_SSL_VERIFYPEER, settings->verify ? 1L : 0L);
	curl_easy_setopt(curl, CURLOPT_PROXY_SSL_VERIFYHOST, settings->verify ? 2L : 0L);
	if (settings->read_certificate)
		curl_easy_setopt(curl, CURLOPT_CERTINFO, 1L);
}

static void set_tls_versions(CURL *curl, const struct http_client_settings *settings)
{
	static const long least[] = { CURL_SSLVERSION_DEFAULT, CURL_SSLVERSION_TLSv1_0, CURL_SSLVERSION_TLSv1_1,
				      CURL_SSLVERSION_TLSv1_2, CURL_SSLVERSION_TLSv1_3 };
	static const long most[] = { CURL_SSLVERSION_MAX_NONE, CURL_SSLVERSION_MAX_TLSv1_0, CURL_SSLVERSION_MAX_TLSv1_1,
				     CURL_SSLVERSION_MAX_TLSv1_2, CURL_SSLVERSION_MAX_TLSv1_3 };

	curl_easy_setopt(curl, CURLOPT_SSLVERSION, least[settings->tls_minimum] | most[settings->tls_maximum]);
	/* OpenSSL speaks the old ones at its lowest level of security alone. */
	if (settings->tls_maximum == HTTP_TLS_1_0 || settings->tls_maximum == HTTP_TLS_1_1)
		curl_easy_setopt(curl, CURLOPT_SSL_CIPHER_LIST, "DEFAULT@SECLEVEL=0");
}

static void set_client_certificate(CURL *curl, const struct http_client_settings *settings)
{
	const struct http_secrets *secrets = settings->secrets;
	struct curl_blob certificate = { .flags = CURL_BLOB_NOCOPY };
	struct curl_blob key = { .flags = CURL_BLOB_NOCOPY };

	if (secrets == NULL || secrets->certificate.length == 0)
		return;
	certificate.data = secrets->certificate.data;
	certificate.len = secrets->certificate.length;
	key.data = secrets->private_key.length > 0 ? secrets->private_key.data : secrets->certificate.data;
	key.len = secrets->private_key.length > 0 ? secrets->private_key.length : secrets->certificate.length;
	curl_easy_setopt(curl, CURLOPT_SSLCERT_BLOB, &certificate);
	curl_easy_setopt(curl, CURLOPT_SSLKEY_BLOB, &key);
	/* Without one OpenSSL would ask the terminal. */
	curl_easy_setopt(curl, CURLOPT_KEYPASSWD, secrets->passphrase.length ? secrets->passphrase.data : "");
}

static void set_protocol(CURL *curl, const struct http_client_settings *settings)
{
	static const long versions[] = { CURL_HTTP_VERSION_NONE, CURL_HTTP_VERSION_1_0, CURL_HTTP_VERSION_1_1,
					 CURL_HTTP_VERSION_2TLS };

	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, versions[settings->http_version]);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, settings->user_agent);
	if (settings->decompress)
		curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
	if (settings->keep_cookies || settings->cookie_jar)
		curl_easy_setopt(curl, CURLOPT_COOKIEFILE, settings->cookie_jar ? settings->cookie_jar : "");
	curl_easy_setopt(curl, CURLOPT_COOKIEJAR, settings->cookie_jar);
	if (settings->share_nothing) {
		curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
		curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
		curl_easy_setopt(curl, CURLOPT_SSL_SESSIONID_CACHE, 0L);
	}
}

bool http_setup_cookie_jar(const struct http_client_settings *settings, struct problem *problem)
{
	int fd;

	if (settings->cookie_jar == NULL)
		return true;
	fd = open(settings->cookie_jar, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (fd < 0)
		return problem_set(problem, PROBLEM_SYSTEM, "--cookie-jar: cannot write '%.200s': %s",
				   settings->cookie_jar, strerror(errno));
	close(fd);
	return true;
}

bool http_setup_make(struct http_setup *setup, CURL *curl, const struct http_client_settings *settings)
{
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	/* A look-up of a name that hangs is left behind. */
	curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
	set_trust(curl, settings);
	set_tls_versions(curl, settings);
	set_client_certificate(curl, settings);
	set_protocol(curl, settings);
	return set_route(curl, settings, setup);
}

void http_setup_free(struct http_setup *setup)
{
	curl_slist_free_all(setup->routes);
	curl_slist_free_all(setup->resolved);
	*setup = (struct http_setup){ 0 };
}
