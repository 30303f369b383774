// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/zstd_blocks.h"

#include "common/files/bytes.h"
#include "common/files/file_pass.h"

/* The longest header of a frame: magic, descriptor, window, dictionary, content size. */
enum { HEADER_MAXIMUM = 4 + 1 + 1 + 4 + 8, SKIPPABLE_HEADER = 8, BLOCK_HEADER = 3 };
enum { BLOCK_RAW, BLOCK_REPEATED, BLOCK_COMPRESSED, BLOCK_RESERVED };

struct hop {
	uint64_t at; /* where the next header is */
	unsigned hops;
	bool in_frame;     /* the next header is a block's, else a frame's */
	bool has_checksum; /* behind the frame's last block */
	bool has_content;  /* a block was not empty */
};

/* What the header of a frame says of its own length; 0 when it is none. */
static size_t frame_header(const unsigned char *bytes, size_t length, struct hop *hop)
{
	static const size_t dictionary[] = { 0, 1, 2, 4 };
	static const size_t content[] = { 0, 2, 4, 8 };
	size_t size = 4 + 1;
	bool single;

	if (length < size || bytes_little_32(bytes) != UINT32_C(0xfd2fb528))
		return 0;
	single = bytes[4] & 0x20;
	size += single ? 0 : 1;
	size += dictionary[bytes[4] & 3];
	size += bytes[4] >> 6 == 0 && single ? 1 : content[bytes[4] >> 6];
	hop->has_checksum = bytes[4] & 0x04;
	return size;
}

static enum content_end cut_off(struct problem *problem)
{
	problem_set(problem, PROBLEM_PEER, "it is cut off before its last block");
	return CONTENT_END_MISSING;
}

static enum content_end begin_frame(const unsigned char *bytes, size_t length, struct hop *hop, struct problem *problem)
{
	size_t size;

	if (length >= SKIPPABLE_HEADER && (bytes[0] & 0xf0) == 0x50 && bytes[1] == 0x2a && bytes[2] == 0x4d &&
	    bytes[3] == 0x18) {
		hop->at += SKIPPABLE_HEADER + (uint64_t)bytes_little_32(bytes + 4);
		return CONTENT_END_UNTOLD;
	}
	size = frame_header(bytes, length, hop);
	if (size == 0) {
		problem_set(problem, PROBLEM_PEER, "something else follows its end");
		return CONTENT_END_MISSING;
	}
	hop->at += size;
	hop->in_frame = true;
	return CONTENT_END_UNTOLD;
}

static enum content_end pass_block(const unsigned char *bytes, size_t length, struct hop *hop, struct problem *problem)
{
	uint32_t header, type, size;

	if (length < BLOCK_HEADER)
		return cut_off(problem);
	header = bytes_little_16(bytes) | (uint32_t)bytes[2] << 16;
	type = header >> 1 & 3;
	size = header >> 3;
	if (type == BLOCK_RESERVED) {
		problem_set(problem, PROBLEM_PEER, "the header of a block is damaged");
		return CONTENT_END_MISSING;
	}
	hop->has_content = hop->has_content || size > 0;
	hop->at += BLOCK_HEADER + (type == BLOCK_REPEATED ? 1 : size);
	if (header & 1) {
		hop->in_frame = false;
		hop->at += hop->has_checksum ? 4 : 0;
	}
	return CONTENT_END_UNTOLD;
}

bool zstd_blocks_end(const struct reader *reader, const struct deadline *deadline, enum content_end *end,
		     struct problem *problem)
{
	struct hop hop = { 0 };
	enum content_end found = CONTENT_END_UNTOLD;

	while (found == CONTENT_END_UNTOLD && hop.hops++ < ZSTD_HOPS_MAXIMUM) {
		unsigned char bytes[HEADER_MAXIMUM];
		size_t length = 0;

		if (hop.at == reader->size_bytes && !hop.in_frame) {
			found = hop.has_content ? CONTENT_END_HERE : CONTENT_END_MISSING;
			if (!hop.has_content)
				problem_set(problem, PROBLEM_PEER, "it holds nothing");
			break;
		}
		if (hop.at >= reader->size_bytes) {
			found = cut_off(problem);
			break;
		}
		if (!file_pass_read_part(reader, hop.at, bytes, sizeof bytes, deadline, &length, problem))
			return false;
		found = hop.in_frame ? pass_block(bytes, length, &hop, problem)
				     : begin_frame(bytes, length, &hop, problem);
	}
	*end = found;
	return true;
}
