/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * One line of what an FTP server lists.  Pure but for the zone of this process.
 *
 * MLSD tells facts, in UTC (RFC 3659, 7).  LIST has no form (RFC 959, 4.1.3); understood are
 * those that servers have: `ls -l` with or without the group, the date of which is short of
 * the year or of the hour, or as YYYY-MM-DD HH:MM; that of DOS, which IIS prints; EPLF
 * (https://cr.yp.to/ftp/list/eplf.html).
 */
#ifndef RECEICO_FILES_FTP_LINE_H
#define RECEICO_FILES_FTP_LINE_H

#include "common/files/listing.h"

enum ftp_line_form { FTP_LINE_MLSD, FTP_LINE_LIST };

enum ftp_line_kind {
	FTP_LINE_ENTRY,
	FTP_LINE_NOTHING, /* it stands for no entry: a total, the folder itself, the one above */
	FTP_LINE_STRANGE  /* not understood */
};

/* Reads a line without its end, which it changes: the entry's name lies in it.  The entry
 * has no folder.  A date without a year is the latest that is at most a day after `now`.
 * .device and .inode (of MLSD's `unique`) are the same for the same file, and mean
 * nothing else. */
enum ftp_line_kind ftp_line_parse(char *line, enum ftp_line_form form, time_t now, struct entry *entry);

#endif
