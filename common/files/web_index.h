/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A folder's index as web servers print it: nginx's autoindex, and Apache's mod_autoindex
 * with or without FancyIndexing and HTMLTable.  Pure.
 *
 * An index is a page that is titled "Index of"; its entries are the links that lead to
 * something directly below.  Times are to the minute and without a zone: UTC is assumed.
 * Apache rounds sizes ("1.2M"), nginx does when autoindex_exact_size is off.
 *
 * Source: ngx_http_autoindex_module.c (nginx 1.22), mod_autoindex.c (Apache 2.4); RFC 3986, 2.1.
 */
#ifndef RECEICO_FILES_WEB_INDEX_H
#define RECEICO_FILES_WEB_INDEX_H

#include "common/files/listing.h"

/* Who gets the entries; their texts live until it returns.  False ends the reading. */
struct web_index_taker {
	bool (*take)(void *taker, const struct entry *entry);
	void *taker;
};

/* Is the page an index? */
bool web_index_is_one(const char *page);

/* Passes its entries on, which have no folder.  *strange counts links that are neither an entry nor lead
 * elsewhere: a name with a slash or a NUL in it, or badly encoded.  False when the taker ended it. */
bool web_index_read(const char *page, const struct web_index_taker *taker, size_t *strange) MUST_CHECK;

#endif
