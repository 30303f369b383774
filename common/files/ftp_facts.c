// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/ftp_facts.h"

#include "common/files/listed_field.h"

#include <string.h>
#include <strings.h>

/* The same text gives the same number. */
static ino_t number_of(const char *text, size_t length)
{
	uint64_t hash = 14695981039346656037u;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
	return (ino_t)hash;
}

static void take_unique(const char *text, size_t length, struct entry *entry)
{
	if (length == 0)
		return;
	entry->device = 0;
	entry->inode = number_of(text, length);
	entry->facts |= ENTRY_HAS_INODE;
}

static void take_size(const char *text, size_t length, struct entry *entry)
{
	if (listed_number(text, length, &entry->size_bytes))
		entry->facts |= ENTRY_HAS_SIZE;
}

/* --- EPLF --- */

enum ftp_line_kind ftp_facts_parse_eplf(char *line, struct entry *entry)
{
	char *tab = strchr(line, '\t');
	uint64_t seconds = 0;

	if (tab == NULL)
		return FTP_LINE_STRANGE;
	entry->kind = ENTRY_OTHER;
	for (const char *at = line + 1; at < tab;) {
		size_t length = strcspn(at, ",\t");

		if (*at == '/' && length == 1)
			entry->kind = ENTRY_FOLDER;
		else if (*at == 'r' && length == 1)
			entry->kind = ENTRY_FILE;
		else if (*at == 's')
			take_size(at + 1, length - 1, entry);
		else if (*at == 'i')
			take_unique(at + 1, length - 1, entry);
		else if (*at == 'm' && listed_number(at + 1, length - 1, &seconds)) {
			entry->modified = (time_t)seconds;
			entry->facts |= ENTRY_HAS_MODIFIED;
		}
		at += length + 1;
	}
	return ftp_line_take_name(tab + 1, entry);
}

/* --- MLSD --- */

/* One fact, NAME=VALUE. */
struct fact {
	const char *name;
	size_t name_length;
	const char *value;
	size_t length;
};

static bool is_fact(const struct fact *fact, const char *name)
{
	return strlen(name) == fact->name_length && strncasecmp(fact->name, name, fact->name_length) == 0;
}

static bool is_value(const struct fact *fact, const char *value)
{
	return strlen(value) == fact->length && strncasecmp(fact->value, value, fact->length) == 0;
}

static bool begins_with(const struct fact *fact, const char *start)
{
	return fact->length >= strlen(start) && strncasecmp(fact->value, start, strlen(start)) == 0;
}

static void take_type(const struct fact *fact, struct entry *entry, bool *is_entry)
{
	if (is_value(fact, "file"))
		entry->kind = ENTRY_FILE;
	else if (is_value(fact, "dir"))
		entry->kind = ENTRY_FOLDER;
	else if (is_value(fact, "cdir") || is_value(fact, "pdir"))
		*is_entry = false;
	else if (begins_with(fact, "OS.unix=slink") || begins_with(fact, "OS.unix=symlink"))
		entry->kind = ENTRY_LINK;
	else
		entry->kind = ENTRY_OTHER;
}

static void take_mode(const struct fact *fact, struct entry *entry)
{
	unsigned mode = 0;

	for (size_t i = 0; i < fact->length; i++) {
		if (fact->value[i] < '0' || fact->value[i] > '7' || i > 7)
			return;
		mode = mode * 8 + (unsigned)(fact->value[i] - '0');
	}
	if (fact->length == 0)
		return;
	entry->mode = (mode_t)(mode & 07777);
	entry->facts |= ENTRY_HAS_MODE;
}

/* Who owns it; both must be told. */
struct owner {
	uint64_t user, group;
	bool has_user, has_group;
};

static void take_fact(const struct fact *fact, struct entry *entry, struct owner *owner, bool *is_entry)
{
	if (is_fact(fact, "type"))
		take_type(fact, entry, is_entry);
	else if (is_fact(fact, "size"))
		take_size(fact->value, fact->length, entry);
	else if (is_fact(fact, "unique"))
		take_unique(fact->value, fact->length, entry);
	else if (is_fact(fact, "UNIX.mode"))
		take_mode(fact, entry);
	else if (is_fact(fact, "UNIX.owner") || is_fact(fact, "UNIX.uid"))
		owner->has_user |= listed_number(fact->value, fact->length, &owner->user);
	else if (is_fact(fact, "UNIX.group") || is_fact(fact, "UNIX.gid"))
		owner->has_group |= listed_number(fact->value, fact->length, &owner->group);
	else if (is_fact(fact, "modify") && listed_stamp(fact->value, fact->length, &entry->modified))
		entry->facts |= ENTRY_HAS_MODIFIED;
}

enum ftp_line_kind ftp_facts_parse(char *line, struct entry *entry)
{
	/* Where a link leads may have a blank in it. */
	char *end = strstr(line, "; ");
	char *blank = *line == ' ' ? line : end ? end + 1 : NULL;
	struct owner owner = { 0 };
	bool is_entry = true;
	enum ftp_line_kind kind;

	if (blank == NULL)
		return FTP_LINE_STRANGE;
	entry->kind = ENTRY_UNKNOWN;
	for (const char *at = line; at < blank;) {
		size_t length = strcspn(at, ";");
		const char *equals = memchr(at, '=', length);

		if (equals) {
			size_t name_length = (size_t)(equals - at);
			struct fact fact = { at, name_length, equals + 1, length - name_length - 1 };

			take_fact(&fact, entry, &owner, &is_entry);
		}
		at += length + 1;
	}
	if (owner.has_user && owner.has_group && owner.user <= UINT32_MAX && owner.group <= UINT32_MAX) {
		entry->owner = (uid_t)owner.user;
		entry->group = (gid_t)owner.group;
		entry->facts |= ENTRY_HAS_OWNER;
	}
	*blank = '\0';
	kind = blank[1] == '\0' ? FTP_LINE_STRANGE : FTP_LINE_ENTRY;
	entry->name = blank + 1;
	return !is_entry || (kind == FTP_LINE_ENTRY && listed_dots(entry->name)) ? FTP_LINE_NOTHING : kind;
}
