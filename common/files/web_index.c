// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* strcasestr() */
#include "common/files/web_index.h"

#include "common/files/listed_field.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* What a link has, and what stands behind it on its line. */
enum { LINK_SIZE = 4096, BEHIND_SIZE = 1024 };

bool web_index_is_one(const char *page)
{
	const char *title = strcasestr(page, "<title>");

	return title && strncasecmp(title + 7, "Index of", 8) == 0;
}

/* --- encodings --- */

static int hex_digit(char digit)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = digit ? strchr(digits, digit >= 'A' && digit <= 'F' ? digit + ('a' - 'A') : digit) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* Writes a code point as UTF-8; more than an octet's worth is no part of a link that a server encodes. */
static size_t write_point(unsigned point, char *bytes)
{
	if (point < 0x80) {
		bytes[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		bytes[0] = (char)(0xC0 | point >> 6);
		bytes[1] = (char)(0x80 | (point & 0x3F));
		return 2;
	}
	bytes[0] = (char)(0xE0 | (point >> 12 & 0x0F));
	bytes[1] = (char)(0x80 | (point >> 6 & 0x3F));
	bytes[2] = (char)(0x80 | (point & 0x3F));
	return 3;
}

/* Reads "&#38;" and "&#x26;"; 0 when it is neither. */
static unsigned number_entity(const char *text, size_t length)
{
	bool is_hex = length > 3 && (text[2] == 'x' || text[2] == 'X');
	unsigned point = 0;

	if (length < 4 || length > 9 || text[1] != '#')
		return 0;
	for (size_t i = is_hex ? 3 : 2; i < length - 1; i++) {
		int digit = hex_digit(text[i]);

		if (digit < 0 || (!is_hex && digit > 9))
			return 0;
		point = point * (is_hex ? 16 : 10) + (unsigned)digit;
	}
	return point <= 0xFFFF ? point : 0;
}

/* Reads a character reference at `text`: its length, and what it stands for at `bytes`; 0 when it is none. */
static size_t read_entity(const char *text, size_t left, char *bytes, size_t *written)
{
	static const struct {
		const char *text, character;
	} names[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&apos;", '\'' } };
	const char *end = memchr(text, ';', left < 10 ? left : 10);
	size_t length = end ? (size_t)(end - text) + 1 : 0;
	unsigned point = number_entity(text, length);

	*written = 1;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (length == strlen(names[i].text) && strncasecmp(text, names[i].text, length) == 0) {
			bytes[0] = names[i].character;
			return length;
		}
	}
	if (point == 0)
		return 0;
	*written = write_point(point, bytes);
	return length;
}

/* Decodes character references; false when the text is too long. */
static bool decode_entities(const char *text, size_t length, char *decoded, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < length;) {
		size_t written = 1;
		size_t taken = 0;

		if (used + 4 > size)
			return false;
		if (text[i] == '&')
			taken = read_entity(text + i, length - i, decoded + used, &written);
		if (taken == 0) {
			decoded[used] = text[i];
			taken = 1;
		}
		used += written;
		i += taken;
	}
	decoded[used] = '\0';
	return true;
}

/* Decodes %XX in place; false for what is no code, and for a NUL. */
static bool decode_percent(char *text)
{
	char *to = text;

	for (; *text; text++) {
		int high = *text == '%' ? hex_digit(text[1]) : -1;
		int low = high >= 0 ? hex_digit(text[2]) : -1;

		if (*text != '%') {
			*to++ = *text;
			continue;
		}
		if (low < 0 || high * 16 + low == 0)
			return false;
		*to++ = (char)(high * 16 + low);
		text += 2;
	}
	*to = '\0';
	return true;
}

bool web_index_encode(const char *name, char *encoded, size_t size)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
	size_t used = 0;

	for (; *name; name++) {
		if (used + 4 > size)
			return false;
		if (strchr(plain, *name))
			encoded[used++] = *name;
		else
			used += (size_t)snprintf(encoded + used, size - used, "%%%02X", (unsigned)(unsigned char)*name);
	}
	encoded[used] = '\0';
	return true;
}

/* --- what stands behind a link --- */

/* Writes a line's text without its tags; `text` is all zero before. */
static void strip_tags(const char *line, size_t length, char *text, size_t size)
{
	size_t used = 0;
	bool is_tag = false;

	for (size_t i = 0; i < length && used + 1 < size; i++) {
		is_tag = is_tag || line[i] == '<';
		text[used] = line[i];
		if (is_tag || line[i] == '\t')
			text[used] = ' ';
		used++;
		is_tag = is_tag && line[i] != '>';
	}
}

static bool read_clock(const char *text, struct tm *day)
{
	return text[0] == ' ' && text[3] == ':' && listed_int(text + 1, 2, &day->tm_hour) &&
	       listed_int(text + 4, 2, &day->tm_min);
}

/* Reads "26-Nov-2026 03:19" or "2026-11-26 03:19"; its length, or 0. */
static size_t read_date(const char *text, time_t *moment)
{
	size_t left = strnlen(text, 17);
	struct tm day = { 0 };
	int year = 0;
	size_t length = 0;

	if (left == 17 && text[2] == '-' && text[6] == '-' && listed_int(text, 2, &day.tm_mday) &&
	    listed_month(text + 3, 3, &day.tm_mon) && listed_int(text + 7, 4, &year) && read_clock(text + 11, &day)) {
		length = 17;
	} else if (left >= 16 && text[4] == '-' && text[7] == '-' && listed_int(text, 4, &year) &&
		   listed_int(text + 5, 2, &day.tm_mon) && listed_int(text + 8, 2, &day.tm_mday) &&
		   read_clock(text + 10, &day)) {
		day.tm_mon--;
		length = 16;
	}
	day.tm_year = year - 1900;
	return length > 0 && listed_moment(&day, true, moment) ? length : 0;
}

/* Reads "3100", which is to the byte, or "1.2M" and " 12K", which are not. */
static void read_size(const char *text, struct entry *entry)
{
	static const char units[] = "KMGTP";
	size_t digits;
	size_t decimals = 0;
	uint64_t whole = 0;
	uint64_t part = 0;
	const char *unit;

	text += strspn(text, " ");
	digits = strspn(text, "0123456789");
	if (!listed_number(text, digits, &whole))
		return;
	if (text[digits] == '.' && listed_number(text + digits + 1, 1, &part))
		decimals = 2;
	unit = text[digits + decimals] ? strchr(units, text[digits + decimals]) : NULL;
	if (unit == NULL && decimals == 0 && (text[digits] == ' ' || text[digits] == '\0' || text[digits] == '\r')) {
		entry->size_bytes = whole;
		entry->facts |= ENTRY_HAS_SIZE;
	} else if (unit && whole < 1u << 20) {
		unsigned shift = 10 * (unsigned)(unit - units + 1);

		entry->size_bytes = (whole << shift) + ((part << shift) / 10);
		entry->facts |= ENTRY_HAS_ROUGH_SIZE;
	}
}

static void read_behind(const char *line, size_t length, struct entry *entry)
{
	char text[BEHIND_SIZE] = "";

	strip_tags(line, length, text, sizeof text);
	for (const char *at = text; *at; at++) {
		size_t date = *at >= '0' && *at <= '9' ? read_date(at, &entry->modified) : 0;

		if (date == 0)
			continue;
		entry->facts |= ENTRY_HAS_MODIFIED;
		entry->modified_within = 60;
		if (entry->kind == ENTRY_FILE)
			read_size(at + date, entry);
		return;
	}
}

/* --- links --- */

enum link_kind { LINK_ENTRY, LINK_ELSEWHERE, LINK_STRANGE };

/* Makes a name of what a link leads to. */
static enum link_kind read_link(char *link, const char **name, enum entry_kind *kind)
{
	bool is_here = strncmp(link, "./", 2) == 0;
	size_t length;
	bool has_scheme;

	if (is_here)
		link += 2;
	length = strlen(link);
	has_scheme = !is_here && strcspn(link, ":") < strcspn(link, "/");
	/* Sorting, places in the page, other folders, other servers. */
	if (length == 0 || strpbrk(link, "?#") || *link == '/' || has_scheme || strncmp(link, "../", 3) == 0 ||
	    strcmp(link, "..") == 0)
		return LINK_ELSEWHERE;
	*kind = link[length - 1] == '/' ? ENTRY_FOLDER : ENTRY_FILE;
	if (*kind == ENTRY_FOLDER)
		link[length - 1] = '\0';
	if (strchr(link, '/'))
		return LINK_ELSEWHERE;
	if (!decode_percent(link) || *link == '\0' || strchr(link, '/') || listed_dots(link))
		return LINK_STRANGE;
	*name = link;
	return LINK_ENTRY;
}

/* The value of HREF in a tag that ends at `end`; false when it has none. */
static bool find_link(const char *tag, const char *end, const char **link, size_t *length)
{
	for (const char *at = tag; at + 6 < end; at++) {
		const char *stop;

		if (strncasecmp(at, "href=", 5) != 0 || (at[5] != '"' && at[5] != '\''))
			continue;
		stop = memchr(at + 6, at[5], (size_t)(end - at) - 6);
		if (stop == NULL)
			return false;
		*link = at + 6;
		*length = (size_t)(stop - *link);
		return true;
	}
	return false;
}

static bool is_link(const char *tag)
{
	return tag[0] == '<' && (tag[1] == 'a' || tag[1] == 'A') && tag[2] == ' ';
}

/* The next tag that begins a link, or NULL. */
static const char *next_tag(const char *at)
{
	for (at = strchr(at, '<'); at; at = strchr(at + 1, '<')) {
		if (is_link(at))
			return at;
	}
	return NULL;
}

/* What stands behind a link belongs to it up to the end of the line, or to the next. */
static size_t length_behind(const char *behind)
{
	size_t length = 0;

	while (length < BEHIND_SIZE && behind[length] && behind[length] != '\n' && !is_link(behind + length))
		length++;
	return length;
}

/* A page at work.  An entry waits until the next link: pictures are links too, to what the name behind
 * them is one to. */
struct reading {
	const struct web_index_taker *taker;
	size_t strange;
	char names[2][LINK_SIZE]; /* of the entry that waits, and of the one at hand */
	int at_hand;
	bool waits;
	struct entry waiting;
};

static bool take_waiting(struct reading *reading)
{
	bool waits = reading->waits;

	reading->waits = false;
	return !waits || reading->taker->take(reading->taker->taker, &reading->waiting);
}

static bool take_entry(struct reading *reading, const struct entry *entry)
{
	bool is_same = reading->waits && strcmp(reading->waiting.name, entry->name) == 0;

	if (is_same && entry->facts == 0)
		return true;
	if (!is_same && !take_waiting(reading))
		return false;
	reading->waiting = *entry;
	reading->waits = true;
	reading->at_hand = 1 - reading->at_hand;
	return true;
}

static bool take_link(struct reading *reading, const char *tag, const char *end)
{
	struct entry entry = { .kind = ENTRY_UNKNOWN };
	const char *behind = end + 1 + strcspn(end + 1, "<");
	char *decoded = reading->names[reading->at_hand];
	const char *link = NULL;
	size_t length = 0;
	enum link_kind kind;

	if (!find_link(tag, end, &link, &length))
		return true;
	if (!decode_entities(link, length, decoded, LINK_SIZE)) {
		reading->strange++;
		return true;
	}
	kind = read_link(decoded, &entry.name, &entry.kind);
	if (kind != LINK_ENTRY) {
		reading->strange += kind == LINK_STRANGE;
		return true;
	}
	/* A link's own text may look like a date; what follows it is the server's. */
	read_behind(behind, length_behind(behind), &entry);
	return take_entry(reading, &entry);
}

bool web_index_read(const char *page, const struct web_index_taker *taker, size_t *strange)
{
	struct reading reading = { .taker = taker };
	bool goes_on = true;

	for (const char *tag = next_tag(page); tag && goes_on; tag = next_tag(tag + 1)) {
		const char *end = tag + 1 + strcspn(tag + 1, "<>");

		if (*end == '>')
			goes_on = take_link(&reading, tag, end);
	}
	*strange = reading.strange;
	return goes_on && take_waiting(&reading);
}
