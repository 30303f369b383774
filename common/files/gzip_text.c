// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/gzip_text.h"

#include "common/check/library.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <unistd.h>

struct libarchive {
	__typeof__(archive_read_new) *read_new;
	__typeof__(archive_read_free) *read_free;
	__typeof__(archive_read_support_filter_gzip) *read_support_filter_gzip;
	__typeof__(archive_read_support_format_raw) *read_support_format_raw;
	__typeof__(archive_read_open_fd) *read_open_fd;
	__typeof__(archive_read_next_header) *read_next_header;
	__typeof__(archive_read_data) *read_data;
	__typeof__(archive_filter_code) *filter_code;
	__typeof__(archive_error_string) *error_string;
};

#define SYMBOL(name) LIBRARY_SYMBOL(struct libarchive, name, "archive_" #name)

static const struct library_symbol symbols[] = {
	SYMBOL(read_new),
	SYMBOL(read_free),
	SYMBOL(read_support_filter_gzip),
	SYMBOL(read_support_format_raw),
	SYMBOL(read_open_fd),
	SYMBOL(read_next_header),
	SYMBOL(read_data),
	SYMBOL(filter_code),
	SYMBOL(error_string),
	{ 0 },
};

enum { BLOCK = 65536 };

static bool damaged(const struct libarchive *api, struct archive *archive, struct problem *problem)
{
	const char *reason = api->error_string(archive);

	return problem_set(problem, PROBLEM_PEER, "it cannot be decompressed: %.200s", reason ? reason : "damaged");
}

static bool read_through(const struct libarchive *api, struct archive *archive, const struct deadline *deadline,
			 void (*take)(void *taker, const char *bytes, size_t length), void *taker,
			 struct problem *problem)
{
	char bytes[BLOCK];
	la_ssize_t count;

	while ((count = api->read_data(archive, bytes, sizeof bytes)) > 0) {
		if (deadline_passed(deadline))
			return problem_set(problem, PROBLEM_TIMEOUT, "timeout: it was not read to its end");
		take(taker, bytes, (size_t)count);
	}
	return count == 0 || damaged(api, archive, problem);
}

/* The filter is tried on any file: one that was never compressed has none. */
static bool read_archive(const struct libarchive *api, struct archive *archive, int fd, const struct deadline *deadline,
			 void (*take)(void *taker, const char *bytes, size_t length), void *taker,
			 struct problem *problem)
{
	struct archive_entry *entry = NULL;
	int status;

	api->read_support_filter_gzip(archive);
	api->read_support_format_raw(archive);
	if (api->read_open_fd(archive, fd, BLOCK) != ARCHIVE_OK)
		return damaged(api, archive, problem);
	status = api->read_next_header(archive, &entry);
	if (status == ARCHIVE_EOF)
		return true;
	if (status != ARCHIVE_OK)
		return damaged(api, archive, problem);
	if (api->filter_code(archive, 0) != ARCHIVE_FILTER_GZIP)
		return problem_set(problem, PROBLEM_PEER, "it is not compressed by gzip");
	return read_through(api, archive, deadline, take, taker, problem);
}

bool gzip_text_read(int fd, const struct deadline *deadline,
		    void (*take)(void *taker, const char *bytes, size_t length), void *taker, struct problem *problem)
{
	struct libarchive api;
	struct archive *archive;
	bool done;

	if (!library_load("libarchive.so.13", symbols, &api, problem))
		return false;
	archive = api.read_new();
	if (archive == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	done = read_archive(&api, archive, fd, deadline, take, taker, problem);
	api.read_free(archive);
	return done;
}
