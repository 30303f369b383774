/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Pages and parts of files by HTTPS, from one server: for programs that need it in some
 * runs only, so libcurl is loaded when a reader opens (http_client.h links it).
 *
 * Only https is spoken, and no redirect is followed.  The name is looked up before
 * libcurl connects.
 */
#ifndef RECEICO_NET_HTTPS_READER_H
#define RECEICO_NET_HTTPS_READER_H

#include "common/check/buffer.h"
#include "common/net/connect.h"
#include "common/net/tls.h"

#include <stdint.h>
#include <time.h>

/* Whom to ask, and as whom.  Borrowed. */
struct https_host {
	struct endpoint endpoint;
	struct tls_settings tls;
	const char *user, *password; /* NULL: no login */
};

/* What came. */
struct https_answer {
	long code;           /* 200 */
	int64_t length;      /* of the body as it was announced; -1: it was not */
	time_t modified;     /* Last-Modified; -1: not told */
	char type[128];      /* Content-Type */
	char redirect[2048]; /* where it leads, as a whole URL; "" when nowhere */
	bool is_cut;         /* the body goes on beyond what was wanted */
	struct buffer body;  /* a NUL in it is a blank */
};

struct https_reader;

bool https_reader_open(const struct https_host *host, const struct deadline *deadline, struct https_reader **reader,
		       struct problem *problem) MUST_CHECK;
void https_reader_close(struct https_reader *reader);

/* Asks whether something is there (HEAD), for `path` as it stands in a URL. */
bool https_reader_look(struct https_reader *reader, const char *path, const struct deadline *deadline,
		       struct https_answer *answer, struct problem *problem) MUST_CHECK;

/* Gets a page of at most `maximum` bytes. */
bool https_reader_get(struct https_reader *reader, const char *path, size_t maximum, const struct deadline *deadline,
		      struct https_answer *answer, struct problem *problem) MUST_CHECK;

/* Appends a part of a file from `offset` on, at most what fits into the buffer: the code is 206, or 200 from
 * a server that does not know parts and gives the file from its beginning. */
bool https_reader_get_part(struct https_reader *reader, const char *path, uint64_t offset,
			   const struct deadline *deadline, struct https_answer *answer, struct buffer *part,
			   struct problem *problem) MUST_CHECK;

#endif
