/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The files with several names that have been counted already.
 *
 * Eight bytes for each, of a hash that tells any two inodes of one device apart; those
 * of different devices (subvolumes) meet in it once in 2^64.
 */
#ifndef RECEICO_FILES_INODE_SET_H
#define RECEICO_FILES_INODE_SET_H

#include "common/check/problem.h"

#include <stddef.h>
#include <stdint.h>

/* Places in the table at most (32 MiB); seven of eight are used. */
enum { INODE_SET_MAXIMUM = 1 << 22 };

struct inode_set {
	uint64_t *places; /* 0: empty */
	size_t capacity;  /* a power of two */
	size_t count;
	bool has_zero; /* the inode whose hash is 0 */
};

enum inode_answer { INODE_ADDED, INODE_KNOWN, INODE_NO_ROOM };

/* An empty set, which holds no memory, is `{ 0 }`. */
enum inode_answer inode_set_add(struct inode_set *set, uint64_t device, uint64_t inode) MUST_CHECK;

void inode_set_free(struct inode_set *set);

#endif
