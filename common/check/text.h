/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Making foreign text harmless.
 *
 * Banners, file names, certificate fields and log lines come from outside.  A
 * scheduler splits each line at the first `|` and takes the rest for
 * performance data; a terminal obeys escape sequences; a log viewer trusts line
 * ends.  text_clean() is the one place that stops all of it, and the result tree
 * (result.h) passes everything it records through here, so no plugin can forget.
 */
#ifndef RECEICO_CHECK_TEXT_H
#define RECEICO_CHECK_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Writes a harmless form of `length` bytes to `clean`, at most size - 1 bytes
 * and a NUL.  The result is valid UTF-8 (RFC 3629) without control characters
 * (C0, DEL, C1), line or paragraph separators, bidirectional overrides, or characters
 * of no width (each becomes `?`); tabs and line ends become a space, `|` becomes a space, trailing
 * space goes.  Bytes that are not UTF-8 become `?`.  Text that is cut ends in
 * `...`.  `size` is at least 8. */
void text_clean(const char *bytes, size_t length, char *clean, size_t size);

/* The length in bytes of the UTF-8 character that begins at `bytes`, or 0 when
 * none does within `length`; its code point goes to *point. */
size_t text_character(const char *bytes, size_t length, unsigned long *point);

/* Does `text` match the shell pattern (`*`, `?`, `[...]`), both in any case?  As
 * fnmatch(3), with no special treatment of dots and slashes. */
bool text_matches(const char *pattern, const char *text);

#endif
