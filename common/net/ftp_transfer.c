// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* explicit_bzero() */
#include "common/net/ftp_transfer.h"

#include "common/check/library.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
	PATH_LIMIT = 4096,             /* of a path, in bytes */
	LISTING_LIMIT = 8 << 20,       /* of a listing, in bytes */
	REPLIES_LIMIT = 1 << 20,       /* of all replies to one request, in bytes */
	SHOWN_LIMIT = 200,             /* of a reply in a problem, in bytes */
	LOGIN_LIMIT = 1024,            /* of a password, in bytes */
	LOOK_AGAIN_MS = 20,            /* how long libcurl may miss that something came */
	COMMAND_LIMIT = PATH_LIMIT + 8 /* of a command, in bytes */
};

struct curl_functions {
	__typeof__(curl_global_init) *global_init;
	__typeof__(curl_easy_init) *init;
	__typeof__(curl_easy_setopt) *set;
	__typeof__(curl_easy_getinfo) *get;
	__typeof__(curl_easy_cleanup) *cleanup;
	__typeof__(curl_easy_strerror) *error_string;
	__typeof__(curl_multi_init) *multi_init;
	__typeof__(curl_multi_add_handle) *multi_add;
	__typeof__(curl_multi_perform) *multi_perform;
	__typeof__(curl_multi_poll) *multi_poll;
	__typeof__(curl_multi_info_read) *multi_read;
	__typeof__(curl_multi_remove_handle) *multi_remove;
	__typeof__(curl_multi_cleanup) *multi_cleanup;
	__typeof__(curl_slist_append) *list_append;
	__typeof__(curl_slist_free_all) *list_free;
};

#define SYMBOL(member, symbol) LIBRARY_SYMBOL(struct curl_functions, member, symbol)
static const struct library_symbol curl_symbols[] = {
	SYMBOL(global_init, "curl_global_init"),
	SYMBOL(init, "curl_easy_init"),
	SYMBOL(set, "curl_easy_setopt"),
	SYMBOL(get, "curl_easy_getinfo"),
	SYMBOL(cleanup, "curl_easy_cleanup"),
	SYMBOL(error_string, "curl_easy_strerror"),
	SYMBOL(multi_init, "curl_multi_init"),
	SYMBOL(multi_add, "curl_multi_add_handle"),
	SYMBOL(multi_perform, "curl_multi_perform"),
	SYMBOL(multi_poll, "curl_multi_poll"),
	SYMBOL(multi_read, "curl_multi_info_read"),
	SYMBOL(multi_remove, "curl_multi_remove_handle"),
	SYMBOL(multi_cleanup, "curl_multi_cleanup"),
	SYMBOL(list_append, "curl_slist_append"),
	SYMBOL(list_free, "curl_slist_free_all"),
	{ 0 },
};
#undef SYMBOL

/* Where the data of a request goes: into the buffer, or, without one, line by line into the count. */
struct sink {
	struct buffer *buffer;
	size_t bytes, limit;
	bool overflowed;
	char line[512]; /* the beginning of the line at hand */
	size_t line_length;
	size_t entries;
};

/* Where the data of a request comes from. */
struct source {
	const char *next;
	size_t left;
};

struct ftp_transfer {
	struct curl_functions curl;
	CURL *handle;
	CURLM *multi;
	curl_socket_t control_socket; /* CURL_SOCKET_BAD: not connected */
	struct curl_slist *resolved;
	const struct ftp_account *account;
	char error[CURL_ERROR_SIZE];

	/* The request at hand: the command it is about, and the replies. */
	char command[COMMAND_LIMIT];
	bool is_sent, has_reply, has_last;
	struct ftp_reply reply; /* the first one to the command */
	struct ftp_reply last;  /* to whatever came last */
	struct ftp_reply_parser parser;
	size_t reply_bytes;
	struct sink sink;
	struct source source;
	bool wants_anew;    /* the next request is to log in anew */
	size_t outstanding; /* commands that have no final reply yet */
	bool has_moved;     /* the server's current folder is not where the login landed */
};

/* --- what the server and the log may say --- */

/* Strikes the password out: servers repeat it, and what is shown stays in a history. */
static void strike_out(const struct ftp_transfer *transfer, char *text)
{
	const char *password = transfer->account->password;
	size_t length = strlen(password);

	for (char *at = length ? strstr(text, password) : NULL; at; at = strstr(at + length, password))
		memset(at, '*', length);
}

static void write_reply(const struct ftp_transfer *transfer, const struct ftp_reply *reply, char *text, size_t size)
{
	char whole[sizeof reply->text];

	memcpy(whole, reply->text, sizeof whole);
	strike_out(transfer, whole);
	snprintf(text, size, "%.*s", SHOWN_LIMIT, whole);
}

/* More is struck out than is shown, so that no half of a password remains at the end. */
static void trace(const struct ftp_transfer *transfer, const char *mark, const char *bytes, size_t length)
{
	char text[4 * LOGIN_LIMIT];

	snprintf(text, sizeof text, "%.*s", (int)(length < sizeof text ? length : sizeof text), bytes);
	strike_out(transfer, text);
	result_trace(transfer->account->trace, 2, "%s %.*s", mark, SHOWN_LIMIT, text);
}

static bool is_command(const struct ftp_transfer *transfer, const char *line, size_t length)
{
	size_t expected = strlen(transfer->command);

	while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
		length--;
	return expected > 0 && length == expected && memcmp(line, transfer->command, length) == 0;
}

/* libcurl tells of each command it sends; that is how a reply finds its command. */
static int on_debug(CURL *handle, curl_infotype type, char *data, size_t size, void *user)
{
	struct ftp_transfer *transfer = user;

	(void)handle;
	if (type != CURLINFO_HEADER_OUT)
		return 0;
	transfer->outstanding++;
	if (!transfer->is_sent && is_command(transfer, data, size)) {
		transfer->is_sent = true;
		transfer->parser = (struct ftp_reply_parser){ 0 };
	}
	if (transfer->account->trace && strncmp(data, "PASS", 4) == 0)
		trace(transfer, ">", "PASS ...", 8);
	else if (transfer->account->trace)
		trace(transfer, ">", data, size);
	return 0;
}

static void take_reply(struct ftp_transfer *transfer)
{
	transfer->last = transfer->parser.reply;
	transfer->has_last = true;
	/* A greeting is no answer to anything. */
	if (transfer->outstanding > 0 && ftp_reply_class(&transfer->last) != 1)
		transfer->outstanding--;
	if (transfer->is_sent && !transfer->has_reply) {
		transfer->reply = transfer->parser.reply;
		transfer->has_reply = true;
	}
}

/* libcurl hands over each line of a reply, and lines that it makes up itself, which are none. */
static size_t on_reply(char *data, size_t unit, size_t count, void *user)
{
	struct ftp_transfer *transfer = user;
	size_t length = unit * count;

	transfer->reply_bytes += length;
	if (transfer->reply_bytes > REPLIES_LIMIT)
		return 0;
	if (transfer->account->trace)
		trace(transfer, "<", data, length);
	for (size_t used = 0, taken = 0; used < length; used += taken) {
		enum ftp_reply_state state = ftp_reply_feed(&transfer->parser, data + used, length - used, &taken);

		if (state == FTP_REPLY_DONE)
			take_reply(transfer);
		if (state != FTP_REPLY_MORE)
			transfer->parser = (struct ftp_reply_parser){ 0 };
	}
	return length;
}

/* --- data --- */

/* Lines of LIST that stand for no entry: the total, the folder itself, the one above. */
static bool is_entry(const char *line)
{
	size_t length = strlen(line);

	if (length == 0 || (strncmp(line, "total ", 6) == 0 && strspn(line + 6, "0123456789") == length - 6))
		return false;
	return !(length > 2 && strcmp(line + length - 2, " .") == 0) &&
	       !(length > 3 && strcmp(line + length - 3, " ..") == 0);
}

static void end_line(struct sink *sink)
{
	if (sink->line_length > 0 && sink->line[sink->line_length - 1] == '\r')
		sink->line_length--;
	sink->line[sink->line_length] = '\0';
	if (is_entry(sink->line))
		sink->entries++;
	sink->line_length = 0;
}

static void count_lines(struct sink *sink, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '\n')
			end_line(sink);
		else if (sink->line_length < sizeof sink->line - 1)
			sink->line[sink->line_length++] = bytes[i];
	}
}

/* Taking less than what came makes libcurl give the request up. */
static size_t on_data(char *data, size_t unit, size_t count, void *user)
{
	struct sink *sink = &((struct ftp_transfer *)user)->sink;
	size_t length = unit * count;

	sink->bytes += length;
	if (sink->bytes > sink->limit) {
		sink->overflowed = true;
		return 0;
	}
	if (sink->buffer == NULL)
		count_lines(sink, data, length);
	else if (!buffer_append(sink->buffer, data, length))
		return 0;
	return length;
}

static size_t on_demand(char *data, size_t unit, size_t count, void *user)
{
	struct source *source = &((struct ftp_transfer *)user)->source;
	size_t length = unit * count < source->left ? unit * count : source->left;

	if (length > 0)
		memcpy(data, source->next, length);
	source->next += length;
	source->left -= length;
	return length;
}

/* --- one request --- */

static enum problem_kind kind_of(CURLcode code)
{
	switch (code) {
	case CURLE_OPERATION_TIMEDOUT:
		return PROBLEM_TIMEOUT;
	case CURLE_OUT_OF_MEMORY:
	case CURLE_FAILED_INIT:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_BAD_FUNCTION_ARGUMENT:
	case CURLE_UNKNOWN_OPTION:
		return PROBLEM_SYSTEM;
	case CURLE_URL_MALFORMAT:
		return PROBLEM_INPUT;
	default:
		return PROBLEM_PEER;
	}
}

/* The reply that refused something, or NULL when nothing was refused. */
static const struct ftp_reply *find_refusal(const struct ftp_transfer *transfer)
{
	if (transfer->has_reply && ftp_reply_class(&transfer->reply) >= 4)
		return &transfer->reply;
	return transfer->has_last && ftp_reply_class(&transfer->last) >= 4 ? &transfer->last : NULL;
}

/* Says why a request failed: in the server's words when it refused, else in libcurl's. */
static bool explain(const struct ftp_transfer *transfer, CURLcode code, struct problem *problem)
{
	const struct ftp_reply *refusal = find_refusal(transfer);
	bool broke = code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR || code == CURLE_GOT_NOTHING;
	const char *words = broke                ? "the connection broke"
			    : transfer->error[0] ? transfer->error
						 : transfer->curl.error_string(code);
	char text[SHOWN_LIMIT + 1];

	if (kind_of(code) == PROBLEM_TIMEOUT)
		return problem_set(problem, PROBLEM_TIMEOUT, "timeout");
	if (transfer->reply_bytes > REPLIES_LIMIT)
		return problem_set(problem, PROBLEM_PEER, "a reply of more than %d bytes", REPLIES_LIMIT);
	if (transfer->sink.overflowed)
		return problem_set(problem, PROBLEM_PEER, "more than %zu bytes came", transfer->sink.limit);
	if (refusal) {
		write_reply(transfer, refusal, text, sizeof text);
	} else {
		snprintf(text, sizeof text, "%s", words);
		strike_out(transfer, text);
	}
	return problem_set(problem, kind_of(code), "%s", text);
}

/* Writes a path as part of a URL.  A slash in front is written as %2F: RFC 1738, 3.2.2. */
static void add_path(struct buffer *url, const char *path)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

	for (const char *at = path; *at; at++) {
		if (strchr(plain, *at) && (at > path || *at != '/'))
			buffer_append(url, at, 1);
		else
			buffer_print(url, "%%%02X", (unsigned)(unsigned char)*at);
	}
}

/* Sets what the next request is about: a path, and whether it is meant as a folder. */
static bool set_url(struct ftp_transfer *transfer, const char *path, bool is_folder, struct problem *problem)
{
	const struct ftp_account *account = transfer->account;
	struct buffer url = buffer_limited(3 * PATH_LIMIT + 512);
	bool is_v6 = strchr(account->host, ':') != NULL;
	size_t length = strlen(path);
	bool set;

	buffer_print(&url, "%s://%s%s%s:%ld/", account->security == FTP_IMPLICIT_TLS ? "ftps" : "ftp", is_v6 ? "[" : "",
		     account->host, is_v6 ? "]" : "", account->port);
	add_path(&url, path);
	if (is_folder && length > 0 && (path[length - 1] != '/' || length == 1))
		buffer_add(&url, "/");
	set = !url.overflowed && transfer->curl.set(transfer->handle, CURLOPT_URL, url.data) == CURLE_OK;
	buffer_free(&url);
	return set || problem_set(problem, PROBLEM_SYSTEM, "out of memory");
}

/* Of its own accord libcurl (7.88) says QUIT to what it still has, and waits two
 * minutes for the answer. */
static void forget_connections(struct ftp_transfer *transfer)
{
	if (transfer->control_socket != CURL_SOCKET_BAD)
		shutdown(transfer->control_socket, SHUT_RDWR);
	transfer->control_socket = CURL_SOCKET_BAD;
	if (transfer->multi)
		transfer->curl.multi_cleanup(transfer->multi);
	transfer->multi = NULL;
}

/* Gives the connection up when it is out of step: libcurl (7.88) may send a command
 * before the one before is answered, when a data connection fails meanwhile, and then
 * takes each answer for that to the next command. */
static bool fall_in_step(struct ftp_transfer *transfer, struct problem *problem)
{
	bool anew = transfer->wants_anew || transfer->outstanding > 0;

	transfer->wants_anew = false;
	transfer->outstanding = 0;
	if (!anew)
		return true;
	transfer->has_moved = false;
	forget_connections(transfer);
	transfer->multi = transfer->curl.multi_init();
	if (transfer->multi == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	/* They went with the connections. */
	transfer->curl.set(transfer->handle, CURLOPT_RESOLVE, transfer->resolved);
	return true;
}

/* Begins a request: what the one before has set is set anew. */
static bool begin(struct ftp_transfer *transfer, const char *verb, const char *path, bool is_folder,
		  struct problem *problem)
{
	CURL *handle = transfer->handle;
	int length = snprintf(transfer->command, sizeof transfer->command, "%s%s%s", verb, *path ? " " : "", path);

	if (length >= (int)sizeof transfer->command)
		return problem_set(problem, PROBLEM_INPUT, "the path is longer than %d bytes", PATH_LIMIT);
	if (!fall_in_step(transfer, problem))
		return false;
	transfer->is_sent = transfer->has_reply = transfer->has_last = false;
	transfer->parser = (struct ftp_reply_parser){ 0 };
	transfer->reply_bytes = 0;
	transfer->sink = (struct sink){ 0 };
	transfer->source = (struct source){ 0 };
	transfer->curl.set(handle, CURLOPT_UPLOAD, 0L);
	transfer->curl.set(handle, CURLOPT_NOBODY, 0L);
	transfer->curl.set(handle, CURLOPT_QUOTE, NULL);
	transfer->curl.set(handle, CURLOPT_FTP_FILEMETHOD, (long)CURLFTPMETHOD_NOCWD);
	return set_url(transfer, path, is_folder, problem);
}

/* libcurl 7.88 does not always watch the connection that has something to say, and
 * curl_easy_perform() would look again only after a second. */
static CURLcode drive(struct ftp_transfer *transfer)
{
	const struct curl_functions *curl = &transfer->curl;
	CURLMcode outcome = curl->multi_add(transfer->multi, transfer->handle);
	const CURLMsg *message;
	int count = 1;

	while (outcome == CURLM_OK && count > 0) {
		outcome = curl->multi_perform(transfer->multi, &count);
		if (outcome == CURLM_OK && count > 0)
			outcome = curl->multi_poll(transfer->multi, NULL, 0, LOOK_AGAIN_MS, NULL);
	}
	message = curl->multi_read(transfer->multi, &count);
	transfer->control_socket = CURL_SOCKET_BAD;
	curl->get(transfer->handle, CURLINFO_ACTIVESOCKET, &transfer->control_socket);
	curl->multi_remove(transfer->multi, transfer->handle);
	return outcome == CURLM_OK && message ? message->data.result : CURLE_FAILED_INIT;
}

static bool perform(struct ftp_transfer *transfer, const struct deadline *deadline, struct problem *problem)
{
	long left_ms = deadline_poll_ms(deadline);
	CURLcode code;

	if (left_ms <= 0)
		return problem_set(problem, PROBLEM_TIMEOUT, "timeout");
	transfer->curl.set(transfer->handle, CURLOPT_TIMEOUT_MS, left_ms);
	transfer->curl.set(transfer->handle, CURLOPT_CONNECTTIMEOUT_MS, left_ms);
	transfer->error[0] = '\0';
	code = drive(transfer);
	return code == CURLE_OK || explain(transfer, code, problem);
}

const struct ftp_reply *ftp_transfer_reply(const struct ftp_transfer *transfer)
{
	return transfer->has_reply ? &transfer->reply : NULL;
}

const struct ftp_reply *ftp_transfer_last_reply(const struct ftp_transfer *transfer)
{
	return transfer->has_last ? &transfer->last : NULL;
}

/* --- the session --- */

/* What holds for every request. */
static void set_up(struct ftp_transfer *transfer)
{
	const struct ftp_account *account = transfer->account;
	__typeof__(curl_easy_setopt) *set = transfer->curl.set;
	CURL *handle = transfer->handle;

	set(handle, CURLOPT_NOSIGNAL, 1L);
	set(handle, CURLOPT_PROTOCOLS_STR, "ftp,ftps");
	set(handle, CURLOPT_PROXY, ""); /* nor one from the environment */
	set(handle, CURLOPT_PATH_AS_IS, 1L);
	set(handle, CURLOPT_USERNAME, account->user);
	set(handle, CURLOPT_PASSWORD, account->password);
	set(handle, CURLOPT_FTP_SKIP_PASV_IP, 1L);
	/* No SIZE before RETR, or a refused SIZE would pass for a refused RETR. */
	set(handle, CURLOPT_IGNORE_CONTENT_LENGTH, 1L);
	set(handle, CURLOPT_ERRORBUFFER, transfer->error);
	set(handle, CURLOPT_VERBOSE, 1L);
	set(handle, CURLOPT_DEBUGFUNCTION, on_debug);
	set(handle, CURLOPT_DEBUGDATA, transfer);
	set(handle, CURLOPT_HEADERFUNCTION, on_reply);
	set(handle, CURLOPT_HEADERDATA, transfer);
	set(handle, CURLOPT_WRITEFUNCTION, on_data);
	set(handle, CURLOPT_WRITEDATA, transfer);
	set(handle, CURLOPT_READFUNCTION, on_demand);
	set(handle, CURLOPT_READDATA, transfer);
}

static void set_up_tls(struct ftp_transfer *transfer, const struct tls_trust *trust)
{
	__typeof__(curl_easy_setopt) *set = transfer->curl.set;
	CURL *handle = transfer->handle;
	bool verify = transfer->account->tls.verify;

	set(handle, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	set(handle, CURLOPT_FTPSSLAUTH, (long)CURLFTPAUTH_TLS);
	set(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	set(handle, CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
	set(handle, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
	/* libcurl would read the whole bundle of the system else. */
	set(handle, CURLOPT_CAINFO, trust->file);
	set(handle, CURLOPT_CAPATH, trust->folder);
}

/* The name goes to the address that answered before: no second look-up, no other server. */
static bool pin_address(struct ftp_transfer *transfer, struct problem *problem)
{
	const struct ftp_account *account = transfer->account;
	bool is_v6 = strchr(account->address, ':') != NULL;
	unsigned char digits[sizeof(struct in6_addr)];
	char entry[512];

	if (inet_pton(AF_INET, account->host, digits) == 1 || inet_pton(AF_INET6, account->host, digits) == 1)
		return true;
	snprintf(entry, sizeof entry, "%s:%ld:%s%s%s", account->host, account->port, is_v6 ? "[" : "", account->address,
		 is_v6 ? "]" : "");
	transfer->resolved = transfer->curl.list_append(NULL, entry);
	if (transfer->resolved == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	transfer->curl.set(transfer->handle, CURLOPT_RESOLVE, transfer->resolved);
	return true;
}

static bool open_session(struct ftp_transfer *transfer, struct problem *problem)
{
	bool secure = transfer->account->security != FTP_PLAIN;
	struct tls_trust trust = { 0 };

	/* Before libcurl, which would have OpenSSL read its configuration file. */
	if (secure && !tls_prepare(&transfer->account->tls, &trust, problem))
		return false;
	if (!library_load("libcurl.so.4", curl_symbols, &transfer->curl, problem))
		return false;
	if (transfer->curl.global_init(secure ? CURL_GLOBAL_SSL : CURL_GLOBAL_NOTHING) != CURLE_OK ||
	    (transfer->multi = transfer->curl.multi_init()) == NULL ||
	    (transfer->handle = transfer->curl.init()) == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "libcurl does not start");
	set_up(transfer);
	if (secure)
		set_up_tls(transfer, &trust);
	return pin_address(transfer, problem);
}

static void free_session(struct ftp_transfer *transfer)
{
	forget_connections(transfer);
	if (transfer->handle)
		transfer->curl.cleanup(transfer->handle);
	if (transfer->resolved)
		transfer->curl.list_free(transfer->resolved);
	explicit_bzero(transfer, sizeof *transfer);
	free(transfer);
}

bool ftp_transfer_open(const struct ftp_account *account, struct ftp_transfer **transfer, struct problem *problem)
{
	struct ftp_transfer *opened = calloc(1, sizeof *opened);

	if (opened == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	opened->account = account;
	opened->control_socket = CURL_SOCKET_BAD;
	if (!open_session(opened, problem)) {
		free_session(opened);
		return false;
	}
	*transfer = opened;
	return true;
}

void ftp_transfer_close(struct ftp_transfer *transfer, const struct deadline *deadline)
{
	struct deadline soon = deadline_within(deadline, 0.5);
	struct ftp_reply reply = { 0 };
	struct problem ignored;

	if (transfer == NULL)
		return;
	if (transfer->control_socket != CURL_SOCKET_BAD && transfer->outstanding == 0)
		(void)!ftp_transfer_ask(transfer, "QUIT", &soon, &reply, &ignored);
	free_session(transfer);
}

bool ftp_transfer_login(struct ftp_transfer *transfer, const struct deadline *deadline, struct problem *problem)
{
	if (!begin(transfer, "PASS", "", true, problem))
		return false;
	transfer->curl.set(transfer->handle, CURLOPT_NOBODY, 1L);
	if (perform(transfer, deadline, problem))
		return true;
	if (problem->kind == PROBLEM_TIMEOUT)
		return problem_set(problem, PROBLEM_TIMEOUT, "timeout: login as '%.100s' did not end",
				   transfer->account->user);
	return problem_prefix(problem, "login as '%.100s' %s", transfer->account->user,
			      find_refusal(transfer) ? "refused" : "failed");
}

void ftp_transfer_log_in_anew(struct ftp_transfer *transfer)
{
	transfer->wants_anew = true;
}

/* --- operations --- */

static bool starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

/* Adds a command to a list; a star in front keeps libcurl from giving up the
 * connection when the command is refused. */
static bool add_command(struct ftp_transfer *transfer, struct curl_slist **commands, const char *verb,
			const char *argument, struct problem *problem)
{
	char command[COMMAND_LIMIT + 8];
	struct curl_slist *longer = NULL;

	if (snprintf(command, sizeof command, "*%s%s", verb, argument) < (int)sizeof command)
		longer = transfer->curl.list_append(*commands, command);
	if (longer == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	*commands = longer;
	return true;
}

/* Goes to where the login landed, for relative paths count from there. */
static bool add_return(struct ftp_transfer *transfer, struct curl_slist **commands, struct problem *problem)
{
	const char *entry = NULL;

	transfer->curl.get(transfer->handle, CURLINFO_FTP_ENTRY_PATH, &entry);
	if (entry == NULL)
		return problem_set(problem, PROBLEM_PEER, "the server does not tell its current folder (PWD)");
	return add_command(transfer, commands, "CWD ", entry, problem);
}

/* For a command that wants a data connection: one is offered, and never made. */
static bool add_passive(struct ftp_transfer *transfer, struct curl_slist **commands, struct problem *problem)
{
	bool wanted = starts_with(transfer->command, "RETR ") || starts_with(transfer->command, "LIST ");

	return !wanted || add_command(transfer, commands, "EPSV", "", problem);
}

/* The command with what it needs around it.  libcurl knows nothing of where a CWD of
 * ours leads, so it must lead back.  SIZE is of the bytes as they lie, not of text
 * with its line ends made longer: RFC 3659, 4.2. */
static bool list_commands(struct ftp_transfer *transfer, struct curl_slist **commands, struct problem *problem)
{
	const char *command = transfer->command;

	return (!transfer->has_moved || add_return(transfer, commands, problem)) &&
	       (!starts_with(command, "SIZE ") || add_command(transfer, commands, "TYPE I", "", problem)) &&
	       add_passive(transfer, commands, problem) && add_command(transfer, commands, command, "", problem) &&
	       (!starts_with(command, "CWD ") || add_return(transfer, commands, problem));
}

static bool perform_commands(struct ftp_transfer *transfer, const struct deadline *deadline, struct problem *problem)
{
	struct curl_slist *commands = NULL;
	bool done = list_commands(transfer, &commands, problem);

	if (done) {
		transfer->curl.set(transfer->handle, CURLOPT_NOBODY, 1L);
		transfer->curl.set(transfer->handle, CURLOPT_QUOTE, commands);
		done = perform(transfer, deadline, problem);
		transfer->curl.set(transfer->handle, CURLOPT_QUOTE, NULL);
		transfer->has_moved = false;
	}
	transfer->curl.list_free(commands);
	return done;
}

bool ftp_transfer_ask(struct ftp_transfer *transfer, const char *command, const struct deadline *deadline,
		      struct ftp_reply *reply, struct problem *problem)
{
	bool asked;

	if (!begin(transfer, "", "", true, problem))
		return false;
	if (strlen(command) >= sizeof transfer->command || strcspn(command, "\r\n") < strlen(command))
		return problem_set(problem, PROBLEM_INPUT, "'%.40s...' cannot be sent as one command", command);
	memcpy(transfer->command, command, strlen(command) + 1);
	asked = perform_commands(transfer, deadline, problem);
	/* What went wrong behind the reply does not change it. */
	if (transfer->has_reply) {
		*reply = transfer->reply;
		strike_out(transfer, reply->text);
		return true;
	}
	return asked ? problem_set(problem, PROBLEM_PEER, "no reply came") : false;
}

static bool run_list(struct ftp_transfer *transfer, const struct deadline *deadline, size_t *entries,
		     struct problem *problem)
{
	bool listed;

	transfer->sink.limit = LISTING_LIMIT;
	listed = perform(transfer, deadline, problem);
	if (transfer->sink.line_length > 0)
		end_line(&transfer->sink);
	*entries = transfer->sink.entries;
	return listed;
}

bool ftp_transfer_list(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
		       size_t *entries, struct problem *problem)
{
	if (!begin(transfer, "LIST", path, true, problem))
		return false;
	transfer->curl.set(transfer->handle, CURLOPT_FTP_FILEMETHOD, (long)CURLFTPMETHOD_SINGLECWD);
	transfer->has_moved = true;
	return run_list(transfer, deadline, entries, problem) || problem_prefix(problem, "cannot list '%.150s'", path);
}

bool ftp_transfer_list_from_outside(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
				    size_t *entries, struct problem *problem)
{
	size_t length = strlen(path);
	char folder[PATH_LIMIT];

	if (length >= sizeof folder)
		return problem_set(problem, PROBLEM_INPUT, "the path is longer than %d bytes", PATH_LIMIT);
	/* libcurl sends it without the slash at its end. */
	while (length > 1 && path[length - 1] == '/')
		length--;
	memcpy(folder, path, length);
	folder[length] = '\0';
	return begin(transfer, "LIST", folder, true, problem) && run_list(transfer, deadline, entries, problem);
}

bool ftp_transfer_parse_size(const struct ftp_reply *reply, uint64_t *size_bytes)
{
	const char *digits = reply->text + 4;
	size_t length;
	uint64_t size = 0;

	if (reply->code != 213 || reply->lines != 1 || reply->length < 5)
		return false;
	length = strspn(digits, "0123456789");
	/* 18 digits are less than 2^63; more is no size of a file. */
	if (length == 0 || length > 18 || digits[length + strspn(digits + length, " ")] != '\0')
		return false;
	for (size_t i = 0; i < length; i++)
		size = size * 10 + (uint64_t)(digits[i] - '0');
	*size_bytes = size;
	return true;
}

bool ftp_transfer_size(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
		       uint64_t *size_bytes, struct problem *problem)
{
	char command[COMMAND_LIMIT];
	struct ftp_reply reply = { 0 };

	if (snprintf(command, sizeof command, "SIZE %s", path) >= (int)sizeof command)
		return problem_set(problem, PROBLEM_INPUT, "the path is longer than %d bytes", PATH_LIMIT);
	if (!ftp_transfer_ask(transfer, command, deadline, &reply, problem))
		return problem_prefix(problem, "size of '%.150s'", path);
	if (ftp_transfer_parse_size(&reply, size_bytes))
		return true;
	return problem_set(problem, PROBLEM_PEER, "size of '%.150s': %.200s", path, reply.text);
}

bool ftp_transfer_retrieve(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
			   struct buffer *content, struct problem *problem)
{
	if (!begin(transfer, "RETR", path, false, problem))
		return false;
	transfer->sink.buffer = content;
	transfer->sink.limit = content->maximum - content->length;
	return perform(transfer, deadline, problem) || problem_prefix(problem, "cannot retrieve '%.150s'", path);
}

bool ftp_transfer_store(struct ftp_transfer *transfer, const char *path, const void *bytes, size_t length,
			const struct deadline *deadline, bool *may_exist, struct problem *problem)
{
	bool stored;

	*may_exist = false;
	if (!begin(transfer, "STOR", path, false, problem))
		return false;
	transfer->source = (struct source){ bytes, length };
	transfer->curl.set(transfer->handle, CURLOPT_UPLOAD, 1L);
	transfer->curl.set(transfer->handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)length);
	stored = perform(transfer, deadline, problem);
	*may_exist = transfer->is_sent && !(transfer->has_reply && ftp_reply_class(&transfer->reply) >= 4);
	return stored || problem_prefix(problem, "cannot store '%.150s'", path);
}

bool ftp_transfer_delete(struct ftp_transfer *transfer, const char *path, const struct deadline *deadline,
			 struct problem *problem)
{
	char command[COMMAND_LIMIT];
	struct ftp_reply reply = { 0 };

	if (snprintf(command, sizeof command, "DELE %s", path) >= (int)sizeof command)
		return problem_set(problem, PROBLEM_INPUT, "the path is longer than %d bytes", PATH_LIMIT);
	if (!ftp_transfer_ask(transfer, command, deadline, &reply, problem))
		return problem_prefix(problem, "cannot delete '%.150s'", path);
	if (ftp_reply_class(&reply) == 2)
		return true;
	return problem_set(problem, PROBLEM_PEER, "cannot delete '%.150s': %.200s", path, reply.text);
}
