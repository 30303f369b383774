/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * An entry as one line, for tests: what it does not have is `-`.
 *
 *	f 3100 2026-11-26T03:30:00Z+60 0644 1000:100 1 - report.txt
 *	kind, size (`~` is rough), time and how early it may be, mode, owner, links, inode told, name
 */
#ifndef RECEICO_TESTS_ENTRY_TEXT_H
#define RECEICO_TESTS_ENTRY_TEXT_H

#include "common/files/listing.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ENTRY_TEXT_SIZE = 2048 };

struct entry_text {
	char text[ENTRY_TEXT_SIZE];
};

static inline void entry_text_add(struct entry_text *line, const char *text)
{
	size_t used = strlen(line->text);

	snprintf(line->text + used, sizeof line->text - used, "%s%s", used ? " " : "", text);
}

/* Bytes that are not seen are written as \XX. */
static inline void entry_text_add_name(struct entry_text *line, const char *name)
{
	char text[1200] = "";

	for (size_t used = 0; *name && used + 4 < sizeof text; name++) {
		unsigned byte = (unsigned char)*name;

		used += (size_t)snprintf(text + used, sizeof text - used,
					 byte <= ' ' || byte >= 0x7F || byte == '\\' ? "\\%02x" : "%c", byte);
	}
	entry_text_add(line, text);
}

static inline void entry_text_add_time(struct entry_text *line, const struct entry *entry)
{
	char text[64] = "-";
	struct tm parts;

	if ((entry->facts & ENTRY_HAS_MODIFIED) && gmtime_r(&entry->modified, &parts)) {
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
		if (entry->modified_within)
			snprintf(text + strlen(text), sizeof text - strlen(text), "+%d", entry->modified_within);
	}
	entry_text_add(line, text);
}

static inline struct entry_text entry_text_of(const struct entry *entry)
{
	static const char *const kinds[] = { "f", "d", "l", "o", "?" };
	struct entry_text line = { "" };
	char text[64];

	entry_text_add(&line, kinds[entry->kind]);
	snprintf(text, sizeof text, "%s%" PRIu64, entry->facts & ENTRY_HAS_ROUGH_SIZE ? "~" : "", entry->size_bytes);
	entry_text_add(&line, entry->facts & (ENTRY_HAS_SIZE | ENTRY_HAS_ROUGH_SIZE) ? text : "-");
	entry_text_add_time(&line, entry);
	snprintf(text, sizeof text, "%04o", (unsigned)entry->mode);
	entry_text_add(&line, entry->facts & ENTRY_HAS_MODE ? text : "-");
	snprintf(text, sizeof text, "%u:%u", (unsigned)entry->owner, (unsigned)entry->group);
	entry_text_add(&line, entry->facts & ENTRY_HAS_OWNER ? text : "-");
	snprintf(text, sizeof text, "%" PRIu64, entry->links);
	entry_text_add(&line, entry->facts & ENTRY_HAS_LINKS ? text : "-");
	entry_text_add(&line, entry->facts & ENTRY_HAS_INODE ? "i" : "-");
	entry_text_add_name(&line, entry->name);
	return line;
}

#endif
