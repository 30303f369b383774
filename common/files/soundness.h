/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Is a backup file what it should be?
 *
 * To the depth of `magic`: its first bytes are of the kind that its name promises, it is
 * neither empty nor zero bytes alone, and its end is there where the format has one.  Two
 * reads, whatever its size; of zstd one for each block, up to some 250 MB.
 *
 * To the depth of `full`: every byte is read once.  A compressed stream is unpacked and its
 * checksums hold, every file of an archive is read (nothing is written), a dump inside has its
 * last line, and a checksum beside it holds.  What is encrypted is read, not decrypted.
 *
 * Time is bounded by the deadline.  Memory is some 10 MiB, whatever the size of what is packed;
 * but an xz file may ask for a dictionary of up to 1 GiB, zstd for one of 128 MiB, and the list of
 * files of a 7z stands in memory.  libarchive, zlib
 * and OpenSSL are loaded when `full` needs them; no other program is ever started.
 */
#ifndef RECEICO_FILES_SOUNDNESS_H
#define RECEICO_FILES_SOUNDNESS_H

#include "common/check/deadline.h"
#include "common/check/problem.h"
#include "common/files/digest.h"
#include "common/files/reader.h"

enum soundness_depth { SOUNDNESS_MAGIC, SOUNDNESS_FULL };

/* What is wanted, and what lies beside. */
struct soundness_question {
	enum soundness_depth depth;
	const char *name; /* of the file; its last suffixes say what it should be */
	/* The text of a checksum file (checksum_file.h), or NULL: there is none.  Used by `full` alone. */
	const char *checksum_text;
	size_t checksum_length;
	bool checksum_is_own; /* as checksum_file_is_for() says */
};

enum soundness_verdict {
	SOUNDNESS_SOUND,      /* as far as the depth goes */
	SOUNDNESS_UNSOUND,    /* it is broken, cut off, or something else */
	SOUNDNESS_UNFINISHED, /* the deadline passed first; neither sound nor unsound */
	SOUNDNESS_UNREADABLE, /* its bytes could not be had */
	SOUNDNESS_UNKNOWN     /* neither name nor bytes tell what it should be, or nothing here reads its kind */
};

enum soundness_checksum {
	SOUNDNESS_CHECKSUM_NONE, /* none beside it, or it is not listed there */
	SOUNDNESS_CHECKSUM_MATCHES,
	SOUNDNESS_CHECKSUM_DIFFERS,   /* the verdict is unsound then */
	SOUNDNESS_CHECKSUM_MALFORMED, /* says nothing of the verdict */
	SOUNDNESS_CHECKSUM_UNCOMPARED /* not read through */
};

struct soundness {
	enum soundness_verdict verdict;
	const char *kind;              /* "gzip", "an HTML page", "unknown kind"; lasts for ever */
	char reason[320];              /* one line without the file's name; may hold foreign bytes; never empty */
	uint64_t size_bytes;           /* as the file was listed */
	uint64_t bytes_read;           /* of the file, by `full`: how far it came */
	uint64_t entries;              /* files that were read in an archive */
	char digest[DIGEST_TEXT_SIZE]; /* SHA-256 of the file, when `full` read all of it; else "" */
	enum soundness_checksum checksum;
};

/* Looks, and fills *soundness.  False when this machine could not: a library is missing, or
 * memory.  Whatever is the matter with the file is no failure, but a verdict. */
bool soundness_look(const struct reader *reader, const struct soundness_question *question,
		    const struct deadline *deadline, struct soundness *soundness, struct problem *problem) MUST_CHECK;

#endif
