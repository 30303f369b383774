// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/checksum_file.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* The longest line that is looked at: a path of 4096 bytes, each escaped, and the digits. */
enum { LINE_MAXIMUM = 2 * 4096 + DIGEST_TEXT_SIZE + 32 };

enum { SHA256_DIGITS = 64, SHA512_DIGITS = 128 };

/* One line, taken apart; the name as it stands there. */
struct line {
	const char *digits, *name;
	size_t digit_count, name_length;
	bool is_escaped; /* `\\`, `\n` and `\r` stand for bytes of the name */
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool checksum_file_is_for(const char *candidate, const char *name, bool *is_own)
{
	static const char *const of_folder[] = { "SHA256SUMS",     "SHA512SUMS",     "sha256sums",    "sha512sums",
						 "SHA256SUMS.txt", "SHA512SUMS.txt", "sha256sum.txt", "sha512sum.txt" };
	size_t length = strlen(name);

	if (strncmp(candidate, name, length) == 0 &&
	    (strcmp(candidate + length, ".sha256") == 0 || strcmp(candidate + length, ".sha512") == 0)) {
		*is_own = true;
		return true;
	}
	for (size_t i = 0; i < sizeof of_folder / sizeof *of_folder; i++) {
		if (strcmp(candidate, of_folder[i]) == 0) {
			*is_own = false;
			return true;
		}
	}
	return false;
}

static size_t count_digits(const char *text, size_t length)
{
	size_t count = 0;

	while (count < length && isxdigit((unsigned char)text[count]))
		count++;
	return count;
}

static bool is_digest_length(size_t count)
{
	return count == SHA256_DIGITS || count == SHA512_DIGITS;
}

/* `HEX`, `HEX  NAME` or `HEX *NAME`. */
static bool parse_gnu(const char *text, size_t length, struct line *line)
{
	size_t count;

	*line = (struct line){ .is_escaped = length > 0 && text[0] == '\\' };
	if (line->is_escaped) {
		text++;
		length--;
	}
	count = count_digits(text, length);
	if (!is_digest_length(count))
		return false;
	line->digits = text;
	line->digit_count = count;
	if (count == length)
		return true;
	if (length < count + 3 || text[count] != ' ' || (text[count + 1] != ' ' && text[count + 1] != '*'))
		return false;
	line->name = text + count + 2;
	line->name_length = length - count - 2;
	return true;
}

/* `SHA256 (NAME) = HEX`; openssl dgst: `SHA2-256(NAME)= HEX`. */
static bool parse_bsd(const char *text, size_t length, struct line *line)
{
	static const struct {
		const char *text;
		size_t digits;
	} tags[] = { { "SHA256", SHA256_DIGITS },
		     { "SHA2-256", SHA256_DIGITS },
		     { "SHA512", SHA512_DIGITS },
		     { "SHA2-512", SHA512_DIGITS } };

	*line = (struct line){ 0 };
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		size_t begin = strlen(tags[i].text);
		size_t end;

		if (length < begin || strncmp(text, tags[i].text, begin) != 0)
			continue;
		begin += begin < length && text[begin] == ' ';
		if (begin >= length || text[begin] != '(' || length < begin + tags[i].digits + 4)
			continue;
		end = length - tags[i].digits;
		if (count_digits(text + end, tags[i].digits) != tags[i].digits)
			continue;
		line->digits = text + end;
		line->digit_count = tags[i].digits;
		while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '='))
			end--;
		if (end < begin + 3 || text[end - 1] != ')')
			continue;
		line->name = text + begin + 1;
		line->name_length = end - begin - 2;
		return true;
	}
	return false;
}

/* Is the line's name, without the folders in front, `name`? */
static bool names(const struct line *line, const char *name)
{
	const char *bytes = line->name;
	size_t i = 0;
	size_t at = 0;

	for (size_t slash = line->name_length; slash > 0; slash--) {
		if (bytes[slash - 1] == '/') {
			i = slash;
			break;
		}
	}
	for (; i < line->name_length; i++, at++) {
		char byte = bytes[i];

		if (line->is_escaped && byte == '\\' && i + 1 < line->name_length) {
			byte = bytes[++i];
			if (byte == 'n')
				byte = '\n';
			else if (byte == 'r')
				byte = '\r';
		}
		if (name[at] == '\0' || name[at] != byte)
			return false;
	}
	return name[at] == '\0';
}

static void take(const struct line *line, struct checksum *checksum)
{
	checksum->kind = line->digit_count == SHA256_DIGITS ? DIGEST_SHA256 : DIGEST_SHA512;
	for (size_t i = 0; i < line->digit_count; i++)
		checksum->text[i] = (char)tolower((unsigned char)line->digits[i]);
	checksum->text[line->digit_count] = '\0';
}

static bool is_same(const struct line *line, const struct checksum *checksum)
{
	return strlen(checksum->text) == line->digit_count &&
	       strncasecmp(checksum->text, line->digits, line->digit_count) == 0;
}

enum checksum_finding checksum_find(const char *text, size_t length, const char *name, bool is_own,
				    struct checksum *checksum)
{
	struct checksum first = { 0 };
	struct checksum ours = { 0 };
	size_t lines = 0;
	bool first_is_nameless = false;

	name = base_name(name);
	while (length > 0) {
		const char *end = memchr(text, '\n', length);
		size_t size = end ? (size_t)(end - text) : length;
		size_t shown = size > 0 && text[size - 1] == '\r' ? size - 1 : size;
		struct line line;

		if (shown <= LINE_MAXIMUM && (parse_gnu(text, shown, &line) || parse_bsd(text, shown, &line))) {
			if (lines++ == 0) {
				take(&line, &first);
				first_is_nameless = line.name == NULL;
			}
			if (line.name && names(&line, name)) {
				/* Two of one kind that differ: one of them is a lie. */
				if (ours.text[0] && strlen(ours.text) == line.digit_count && !is_same(&line, &ours))
					return CHECKSUM_MALFORMED;
				take(&line, &ours);
			}
		}
		text += end ? size + 1 : size;
		length -= end ? size + 1 : size;
	}
	if (lines == 0 || (first_is_nameless && !is_own))
		return CHECKSUM_MALFORMED;
	if (ours.text[0] == '\0' && is_own && lines == 1)
		ours = first;
	if (ours.text[0] == '\0')
		return CHECKSUM_NOT_LISTED;
	*checksum = ours;
	return CHECKSUM_FOUND;
}
