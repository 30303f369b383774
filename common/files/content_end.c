// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/content_end.h"

#include "common/files/bytes.h"

#include <inttypes.h>
#include <string.h>

static enum content_end missing(struct problem *problem, const char *text)
{
	problem_set(problem, PROBLEM_PEER, "%s", text);
	return CONTENT_END_MISSING;
}

/* The last `count` bytes; NULL when there are fewer. */
static const unsigned char *last(const struct content_sample *sample, size_t count)
{
	return sample->tail_length >= count ? sample->tail + sample->tail_length - count : NULL;
}

/* What packs nothing is whole, and no backup: the program before it in the pipe failed. */
static enum content_end holds_nothing(struct problem *problem)
{
	return missing(problem, "it holds nothing");
}

/* Bytes of the header of a gzip member, without those of an extra field; 0 when they do not end in the head. */
static size_t gzip_header(const struct content_sample *sample)
{
	enum { FIXED = 10, HAS_NAME = 0x08 };
	const unsigned char *end = sample->head + FIXED;

	if (sample->head[3] & HAS_NAME)
		end = memchr(end, 0, sample->head_length - FIXED);
	return end == NULL ? 0 : (size_t)(end - sample->head) + (sample->head[3] & HAS_NAME ? 1 : 0);
}

/* RFC 1952, 2.3: at least a header of 10 bytes, an empty block and a trailer of 8, whose last four
 * are the unpacked size modulo 2^32. */
static enum content_end gzip_end(const struct content_sample *sample, struct problem *problem)
{
	enum { SMALLEST = 18, LARGEST_RATIO = 1032, HAS_EXTRA = 0x04 };
	uint32_t unpacked;

	if (sample->size_bytes < SMALLEST)
		return missing(problem, "it is shorter than the shortest gzip file");
	/* An empty block of Deflate has 2 bytes. */
	if (sample->size_bytes == gzip_header(sample) + 10 && memcmp(last(sample, 10), "\3\0\0\0\0\0\0\0\0", 10) == 0)
		return holds_nothing(problem);
	unpacked = bytes_little_32(last(sample, 4));
	/* Deflate makes 258 bytes of two bits at best.  A lie here is the end of something cut off. */
	if (sample->size_bytes < UINT32_MAX / LARGEST_RATIO && unpacked > sample->size_bytes * LARGEST_RATIO)
		return missing(problem, "its last bytes are not the end of a gzip file");
	/* Tools that write a member for each part of a file mark those with an extra field; then the
	 * last one may hold any number of bytes. */
	if (sample->holds_tar && unpacked % 512 != 0 && !(sample->head[3] & HAS_EXTRA))
		return missing(problem, "its last bytes are not the end of a gzip file that holds a tar");
	return CONTENT_END_HERE;
}

/* The magic of the end and a checksum of 32 bits, at any bit, then up to seven bits of nothing. */
static enum content_end bzip2_end(const struct content_sample *sample, struct problem *problem)
{
	static const uint64_t magic = UINT64_C(0x177245385090);
	const unsigned char *bytes = last(sample, 11);
	uint64_t high = 0;

	if (bytes == NULL)
		return missing(problem, "it is shorter than the shortest bzip2 file");
	if (sample->size_bytes == 14)
		return holds_nothing(problem);
	for (size_t i = 0; i < 7; i++)
		high = high << 8 | bytes[i];
	/* 56 bits stand in `high`; the 80 that end `padding` bits before the end begin 8 - padding bits in. */
	for (unsigned padding = 0; padding < 8; padding++) {
		if ((high >> padding & UINT64_C(0xffffffffffff)) == magic && (bytes[10] & ((1u << padding) - 1)) == 0)
			return CONTENT_END_HERE;
	}
	return missing(problem, "the end of a bzip2 stream is not there");
}

/* The .xz File Format 2.1.2: CRC32, size of the index, flags, "YZ"; zeros in fours may follow. */
static enum content_end xz_end(const struct content_sample *sample, struct problem *problem)
{
	size_t length = sample->tail_length;
	const unsigned char *footer;

	while (length >= 4 && bytes_little_32(sample->tail + length - 4) == 0)
		length -= 4;
	if (length < 12 || sample->size_bytes < 32)
		return missing(problem, "it is shorter than the shortest xz file");
	footer = sample->tail + length - 12;
	if (memcmp(footer + 10, "YZ", 2) != 0 || bytes_crc32(footer + 4, 6) != bytes_little_32(footer))
		return missing(problem, "the end of an xz stream is not there");
	if (sample->size_bytes == 32)
		return holds_nothing(problem);
	return CONTENT_END_HERE;
}

/* LZ4 Frame Format 1.6: a block size of 0, then a checksum when the frame has one. */
static enum content_end lz4_end(const struct content_sample *sample, struct problem *problem)
{
	enum { HAS_CHECKSUM = 0x04 };
	const unsigned char *bytes = last(sample, 8);

	if (sample->head_length < 7 || memcmp(sample->head, "\x04\x22\x4d\x18", 4) != 0)
		return CONTENT_END_UNTOLD;
	if (bytes == NULL || sample->size_bytes < 11)
		return missing(problem, "it is shorter than the shortest lz4 frame");
	if (bytes_little_32(sample->head[4] & HAS_CHECKSUM ? bytes : bytes + 4) != 0)
		return missing(problem, "the end mark of an lz4 frame is not there");
	return CONTENT_END_HERE;
}

/* The lzip format: the last 8 bytes are the member's size. */
static enum content_end lzip_end(const struct content_sample *sample, struct problem *problem)
{
	const unsigned char *bytes = last(sample, 8);
	uint64_t member = bytes ? bytes_little_64(bytes) : 0;

	if (sample->size_bytes < 36 || member < 36 || member > sample->size_bytes ||
	    (member <= sample->tail_length && memcmp(last(sample, (size_t)member), "LZIP", 4) != 0))
		return missing(problem, "the end of an lzip member is not there");
	return CONTENT_END_HERE;
}

/* APPNOTE.TXT 4.3.16.  The record is searched from the end, because of the comment behind it. */
static enum content_end zip_end(const struct content_sample *sample, struct problem *problem)
{
	enum { RECORD = 22 };

	for (size_t back = RECORD; back <= sample->tail_length && back <= RECORD + UINT16_MAX; back++) {
		const unsigned char *record = last(sample, back);
		uint64_t size, offset;

		if (memcmp(record, "PK\5\6", 4) != 0 || bytes_little_16(record + 20) != back - RECORD)
			continue;
		size = bytes_little_32(record + 12);
		offset = bytes_little_32(record + 16);
		if (size != UINT32_MAX && offset != UINT32_MAX && size + offset > sample->size_bytes - back)
			return missing(problem, "its directory of files is not whole");
		if (bytes_little_16(record + 10) == 0)
			return missing(problem, "no file is in it");
		return CONTENT_END_HERE;
	}
	return missing(problem, "the end record of a zip is not there");
}

/* 7zFormat.txt: the header in front says where the one at the end lies, and its CRC. */
static enum content_end seven_zip_end(const struct content_sample *sample, struct problem *problem)
{
	enum { START = 32 };
	uint64_t offset, size;

	if (sample->head_length < START || bytes_crc32(sample->head + 12, 20) != bytes_little_32(sample->head + 8))
		return missing(problem, "the first header of a 7z is damaged");
	offset = bytes_little_64(sample->head + 12);
	size = bytes_little_64(sample->head + 20);
	if (offset > sample->size_bytes || size > sample->size_bytes || START + offset + size > sample->size_bytes)
		return missing(problem, "it is cut off before its last header");
	if (START + offset + size < sample->size_bytes)
		return missing(problem, "something else follows its last header");
	if (size > 0 && size <= sample->tail_length &&
	    bytes_crc32(last(sample, (size_t)size), (size_t)size) != bytes_little_32(sample->head + 28))
		return missing(problem, "its last header is damaged");
	return CONTENT_END_HERE;
}

/* POSIX.1-2017, pax: two blocks of zeros at the end. */
static enum content_end tar_end(const struct content_sample *sample, struct problem *problem)
{
	const unsigned char *bytes = last(sample, 1024);

	if (sample->size_bytes % 512 != 0)
		return missing(problem, "its size is not a multiple of 512 bytes, as a tar's is");
	if (bytes == NULL || !bytes_are_zero(bytes, 1024))
		return missing(problem, "the two empty blocks at the end of a tar are not there");
	return CONTENT_END_HERE;
}

/* cpio(5): an entry of the name TRAILER!!!, filled up with zeros. */
static enum content_end cpio_end(const struct content_sample *sample, struct problem *problem)
{
	static const char trailer[] = "TRAILER!!!";
	size_t length = sample->tail_length;

	while (length > 0 && sample->tail[length - 1] == 0)
		length--;
	if (length < sizeof trailer - 1 ||
	    memcmp(sample->tail + length - (sizeof trailer - 1), trailer, sizeof trailer - 1) != 0)
		return missing(problem, "the last entry of a cpio is not there");
	return CONTENT_END_HERE;
}

/* sqlite.org/fileformat2.html 1.3: page size, and pages when the counters agree that it is kept. */
static enum content_end sqlite_end(const struct content_sample *sample, struct problem *problem)
{
	const unsigned char *head = sample->head;
	uint64_t page_size, pages;

	if (sample->head_length < 100)
		return missing(problem, "it is shorter than the header of an SQLite database");
	page_size = bytes_big_16(head + 16) == 1 ? 65536 : bytes_big_16(head + 16);
	pages = bytes_big_32(head + 24) == bytes_big_32(head + 92) ? bytes_big_32(head + 28) : 0;
	if (page_size < 512 || (page_size & (page_size - 1)) != 0)
		return missing(problem, "the header of an SQLite database is damaged");
	if (sample->size_bytes < pages * page_size) {
		problem_set(problem, PROBLEM_PEER, "%" PRIu64 " of its %" PRIu64 " pages are there",
			    sample->size_bytes / page_size, pages);
		return CONTENT_END_MISSING;
	}
	/* Whole pages more are allowed: a database may be told to grow in large steps. */
	if (sample->size_bytes % page_size != 0)
		return missing(problem, "its size is not a multiple of its page size");
	return CONTENT_END_HERE;
}

/* pg_backup_custom.c: each data block ends in an integer 0 (a sign and intSize bytes), and the entry of
 * a table of contents without data in an offset 0. */
static enum content_end postgresql_end(const struct content_sample *sample, struct problem *problem)
{
	enum { INT_SIZE = 8, FORMAT = 10, CUSTOM = 1 };
	size_t count;

	if (sample->head_length <= FORMAT || sample->head[INT_SIZE] > 8)
		return missing(problem, "the header of a pg_dump archive is damaged");
	if (sample->head[FORMAT] != CUSTOM)
		return CONTENT_END_UNTOLD;
	count = sample->head[INT_SIZE] + 1u;
	if (sample->size_bytes < FORMAT + 1 + count || !bytes_are_zero(last(sample, count), count))
		return missing(problem, "the end of a pg_dump archive's last block is not there");
	return CONTENT_END_HERE;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* The last line that is not blank, without its end; *length goes back to where it begins. */
static size_t last_line(const char *bytes, size_t *length, const char **line)
{
	size_t end = *length;
	size_t begin;

	while (end > 0 && is_blank(bytes[end - 1]))
		end--;
	begin = end;
	while (begin > 0 && bytes[begin - 1] != '\n')
		begin--;
	*line = bytes + begin;
	*length = begin;
	return end - begin;
}

static bool begins(const char *line, size_t length, const char *text)
{
	return length >= strlen(text) && memcmp(line, text, strlen(text)) == 0;
}

/* The last line that says something begins so; `--` and what newer ones of pg_dump write behind do not count. */
static bool ends_in_line(const struct content_sample *sample, const char *text)
{
	const char *bytes = (const char *)sample->tail;
	const char *line = bytes;
	size_t left = sample->tail_length;
	size_t length;

	do {
		length = last_line(bytes, &left, &line);
	} while (length > 0 && ((length == 2 && begins(line, length, "--")) || begins(line, length, "\\unrestrict ")));
	/* A line is whole when its end is there. */
	return begins(line, length, text) && last(sample, 1)[0] == '\n';
}

static enum content_end sql_end(enum content_kind kind, const struct content_sample *sample, struct problem *problem)
{
	static const char cluster[] = "--\n-- PostgreSQL database cluster";
	const char *mark = "-- Dump completed";

	if (kind == CONTENT_SQLITE_SQL)
		mark = "COMMIT;";
	if (kind == CONTENT_POSTGRESQL_SQL)
		mark = begins((const char *)sample->head, sample->head_length, cluster)
			       ? "-- PostgreSQL database cluster dump complete"
			       : "-- PostgreSQL database dump complete";
	if (ends_in_line(sample, mark))
		return CONTENT_END_HERE;
	if (kind == CONTENT_SQLITE_SQL && ends_in_line(sample, "ROLLBACK; -- due to errors"))
		return missing(problem, "sqlite3 met errors: it ends in ROLLBACK");
	problem_set(problem, PROBLEM_PEER, "its last line is not '%s'", mark);
	return CONTENT_END_MISSING;
}

static enum content_end armor_end(const struct content_sample *sample, const char *mark, struct problem *problem)
{
	if (ends_in_line(sample, mark))
		return CONTENT_END_HERE;
	problem_set(problem, PROBLEM_PEER, "its last line is not '%s'", mark);
	return CONTENT_END_MISSING;
}

/* A header and something behind it: a cut cannot be seen without the key, but this can. */
static enum content_end longer_than(const struct content_sample *sample, uint64_t size, struct problem *problem)
{
	return sample->size_bytes > size ? CONTENT_END_UNTOLD : missing(problem, "it ends in its own header");
}

/* LUKS1: the payload begins at a sector of 512 bytes; LUKS2: the header's size stands in it, and it is there twice. */
static enum content_end luks_end(const struct content_sample *sample, struct problem *problem)
{
	enum { LUKS2_LARGEST = 4 << 20 };

	if (sample->head_length < 592)
		return missing(problem, "it ends in its own header");
	if (bytes_big_16(sample->head + 6) == 1)
		return longer_than(sample, (uint64_t)bytes_big_32(sample->head + 104) * 512, problem);
	if (bytes_big_64(sample->head + 8) > LUKS2_LARGEST)
		return missing(problem, "the header of a LUKS device is damaged");
	return longer_than(sample, 2 * bytes_big_64(sample->head + 8), problem);
}

static enum content_end dump_end(enum content_kind kind, const struct content_sample *sample, struct problem *problem)
{
	switch (kind) {
	case CONTENT_SQLITE:
		return sqlite_end(sample, problem);
	case CONTENT_POSTGRESQL:
		return postgresql_end(sample, problem);
	case CONTENT_POSTGRESQL_SQL:
	case CONTENT_MYSQL_SQL:
	case CONTENT_SQLITE_SQL:
		return sql_end(kind, sample, problem);
	case CONTENT_OPENPGP_ARMOR:
		return armor_end(sample, "-----END PGP MESSAGE-----", problem);
	case CONTENT_AGE_ARMOR:
		return armor_end(sample, "-----END AGE ENCRYPTED FILE-----", problem);
	case CONTENT_LUKS:
		return luks_end(sample, problem);
	case CONTENT_OPENSSL:
		return longer_than(sample, 16, problem);
	default:
		return CONTENT_END_UNTOLD;
	}
}

enum content_end content_end_look(enum content_kind kind, const struct content_sample *sample, struct problem *problem)
{
	switch (kind) {
	case CONTENT_GZIP:
		return gzip_end(sample, problem);
	case CONTENT_BZIP2:
		return bzip2_end(sample, problem);
	case CONTENT_XZ:
		return xz_end(sample, problem);
	case CONTENT_LZ4:
		return lz4_end(sample, problem);
	case CONTENT_LZIP:
		return lzip_end(sample, problem);
	case CONTENT_ZIP:
		return zip_end(sample, problem);
	case CONTENT_7ZIP:
		return seven_zip_end(sample, problem);
	case CONTENT_TAR:
		return tar_end(sample, problem);
	case CONTENT_CPIO:
		return cpio_end(sample, problem);
	default:
		return dump_end(kind, sample, problem);
	}
}
