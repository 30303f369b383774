/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The functions of libarchive that we call, loaded when the first file is unpacked.
 *
 * Each reader has the one filter or the one format that the file's first bytes call for,
 * and nothing else: what is not switched on cannot be attacked.  Filters for which this
 * libarchive would start another program are refused.
 */
#ifndef RECEICO_FILES_ARCHIVE_LIBRARY_H
#define RECEICO_FILES_ARCHIVE_LIBRARY_H

#include "common/check/problem.h"
#include "common/files/content_kind.h"
#include "common/files/file_pass.h"

#include <archive.h>
#include <archive_entry.h>

struct libarchive {
	__typeof__(archive_read_new) *reader_new;
	__typeof__(archive_read_free) *reader_free;
	__typeof__(archive_read_support_filter_bzip2) *filter_bzip2;
	__typeof__(archive_read_support_filter_xz) *filter_xz;
	__typeof__(archive_read_support_filter_zstd) *filter_zstd;
	__typeof__(archive_read_support_filter_lz4) *filter_lz4;
	__typeof__(archive_read_support_filter_lzip) *filter_lzip;
	__typeof__(archive_read_support_filter_compress) *filter_compress;
	__typeof__(archive_read_support_format_raw) *format_raw;
	__typeof__(archive_read_support_format_empty) *format_empty;
	__typeof__(archive_read_support_format_tar) *format_tar;
	__typeof__(archive_read_support_format_cpio) *format_cpio;
	__typeof__(archive_read_support_format_zip_streamable) *format_zip;
	__typeof__(archive_read_support_format_7zip) *format_7zip;
	__typeof__(archive_read_set_callback_data) *set_callback_data;
	__typeof__(archive_read_set_read_callback) *set_read_callback;
	__typeof__(archive_read_set_seek_callback) *set_seek_callback;
	__typeof__(archive_read_open1) *open;
	__typeof__(archive_read_next_header) *next_header;
	__typeof__(archive_read_data_block) *read_block;
	__typeof__(archive_read_data_skip) *skip_data;
	__typeof__(archive_read_has_encrypted_entries) *has_encrypted_entries;
	__typeof__(archive_entry_is_data_encrypted) *is_encrypted;
	__typeof__(archive_filter_code) *filter_code;
	__typeof__(archive_error_string) *error_string;
	__typeof__(archive_set_error) *set_error;
};

bool archive_library_load(struct libarchive *library, struct problem *problem) MUST_CHECK;

/* A reader for one kind of compressed stream, or of archive; NULL, with the problem, when this
 * libarchive has none of it without another program.  Free it with ->reader_free(). */
struct archive *archive_reader_new(const struct libarchive *library, enum content_kind kind, struct problem *problem);

/* What a failed call of libarchive means: STEP_BROKEN, or STEP_UNABLE when it lacked memory; the
 * problem has its words. */
enum step archive_failure(const struct libarchive *library, struct archive *reader, struct problem *problem);

#endif
