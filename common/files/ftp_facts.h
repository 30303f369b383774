/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Lines that list an entry by facts: those of MLSD (RFC 3659, 7) and EPLF.  For ftp_line.c.
 */
#ifndef RECEICO_FILES_FTP_FACTS_H
#define RECEICO_FILES_FTP_FACTS_H

#include "common/files/ftp_line.h"

/* "type=file;size=12; NAME", and "+r,s12,\tNAME"; as ftp_line_parse(), of a zeroed entry. */
enum ftp_line_kind ftp_facts_parse(char *line, struct entry *entry);
enum ftp_line_kind ftp_facts_parse_eplf(char *line, struct entry *entry);

/* Ends a line whose name begins there; where a link leads is cut off. */
enum ftp_line_kind ftp_line_take_name(char *name, struct entry *entry);

#endif
