// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/archive_library.h"

#include "common/check/library.h"

#include <string.h>

#define SYMBOL(member, symbol) LIBRARY_SYMBOL(struct libarchive, member, symbol)
static const struct library_symbol symbols[] = {
	SYMBOL(reader_new, "archive_read_new"),
	SYMBOL(reader_free, "archive_read_free"),
	SYMBOL(filter_bzip2, "archive_read_support_filter_bzip2"),
	SYMBOL(filter_xz, "archive_read_support_filter_xz"),
	SYMBOL(filter_zstd, "archive_read_support_filter_zstd"),
	SYMBOL(filter_lz4, "archive_read_support_filter_lz4"),
	SYMBOL(filter_lzip, "archive_read_support_filter_lzip"),
	SYMBOL(filter_compress, "archive_read_support_filter_compress"),
	SYMBOL(format_raw, "archive_read_support_format_raw"),
	SYMBOL(format_empty, "archive_read_support_format_empty"),
	SYMBOL(format_tar, "archive_read_support_format_tar"),
	SYMBOL(format_cpio, "archive_read_support_format_cpio"),
	SYMBOL(format_zip, "archive_read_support_format_zip_streamable"),
	SYMBOL(format_7zip, "archive_read_support_format_7zip"),
	SYMBOL(set_callback_data, "archive_read_set_callback_data"),
	SYMBOL(set_read_callback, "archive_read_set_read_callback"),
	SYMBOL(set_seek_callback, "archive_read_set_seek_callback"),
	SYMBOL(open, "archive_read_open1"),
	SYMBOL(next_header, "archive_read_next_header"),
	SYMBOL(read_block, "archive_read_data_block"),
	SYMBOL(skip_data, "archive_read_data_skip"),
	SYMBOL(has_encrypted_entries, "archive_read_has_encrypted_entries"),
	SYMBOL(is_encrypted, "archive_entry_is_data_encrypted"),
	SYMBOL(filter_code, "archive_filter_code"),
	SYMBOL(error_string, "archive_error_string"),
	SYMBOL(set_error, "archive_set_error"),
	{ 0 },
};
#undef SYMBOL

bool archive_library_load(struct libarchive *library, struct problem *problem)
{
	return library_load("libarchive.so.13", symbols, library, problem);
}

/* ARCHIVE_WARN: it can, by a program of that name. */
static int support(const struct libarchive *library, struct archive *reader, enum content_kind kind)
{
	switch (kind) {
	case CONTENT_BZIP2:
		return library->filter_bzip2(reader);
	case CONTENT_XZ:
		return library->filter_xz(reader);
	case CONTENT_ZSTD:
		return library->filter_zstd(reader);
	case CONTENT_LZ4:
		return library->filter_lz4(reader);
	case CONTENT_LZIP:
		return library->filter_lzip(reader);
	case CONTENT_COMPRESS:
		return library->filter_compress(reader);
	case CONTENT_TAR:
		return library->format_tar(reader);
	case CONTENT_CPIO:
		return library->format_cpio(reader);
	case CONTENT_ZIP:
		/* From front to end: the other reader keeps the whole directory of files in memory. */
		return library->format_zip(reader);
	case CONTENT_7ZIP:
		return library->format_7zip(reader);
	default:
		return ARCHIVE_FATAL;
	}
}

struct archive *archive_reader_new(const struct libarchive *library, enum content_kind kind, struct problem *problem)
{
	struct archive *reader = library->reader_new();

	if (reader == NULL) {
		problem_set(problem, PROBLEM_SYSTEM, "out of memory");
		return NULL;
	}
	if (support(library, reader, kind) != ARCHIVE_OK) {
		problem_set(problem, PROBLEM_SYSTEM, "libarchive was built without %s", content_kind_name(kind));
		library->reader_free(reader);
		return NULL;
	}
	if (content_kind_is_compressed(kind)) {
		library->format_raw(reader);
		library->format_empty(reader);
	}
	return reader;
}

enum step archive_failure(const struct libarchive *library, struct archive *reader, struct problem *problem)
{
	const char *text = library->error_string(reader);

	text = text ? text : "damaged";
	/* It has no code for a window larger than its decompressors take. */
	if (strstr(text, "memory")) {
		problem_set(problem, PROBLEM_SYSTEM, "libarchive: %s", text);
		return STEP_UNABLE;
	}
	problem_set(problem, PROBLEM_PEER, "%s", text);
	return STEP_BROKEN;
}
