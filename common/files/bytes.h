/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * Numbers as formats keep them in bytes, and the CRC-32 that many end in.
 */
#ifndef RECEICO_FILES_BYTES_H
#define RECEICO_FILES_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline uint32_t bytes_little_16(const unsigned char *bytes)
{
	return bytes[0] | (uint32_t)bytes[1] << 8;
}

static inline uint32_t bytes_little_32(const unsigned char *bytes)
{
	return bytes_little_16(bytes) | bytes_little_16(bytes + 2) << 16;
}

static inline uint64_t bytes_little_64(const unsigned char *bytes)
{
	return bytes_little_32(bytes) | (uint64_t)bytes_little_32(bytes + 4) << 32;
}

static inline uint32_t bytes_big_16(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 8 | bytes[1];
}

static inline uint32_t bytes_big_32(const unsigned char *bytes)
{
	return bytes_big_16(bytes) << 16 | bytes_big_16(bytes + 2);
}

static inline uint64_t bytes_big_64(const unsigned char *bytes)
{
	return (uint64_t)bytes_big_32(bytes) << 32 | bytes_big_32(bytes + 4);
}

static inline bool bytes_are_zero(const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] != 0)
			return false;
	}
	return true;
}

/* ISO 3309 as gzip, xz and 7z use it; for headers: a bit at a time. */
static inline uint32_t bytes_crc32(const unsigned char *bytes, size_t length)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < length; i++) {
		crc ^= bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xedb88320) : 0);
	}
	return ~crc;
}

#endif
