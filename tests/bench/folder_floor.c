/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The least that looking at each entry of a folder costs: getdents64 and fstatat, and nothing kept.
 *
 *   folder_floor FOLDER
 *
 * Prints how many entries there are, and the newest time.
 */
#define _GNU_SOURCE

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { BUFFER_SIZE = 256 * 1024 };

struct raw_entry {
	uint64_t inode;
	int64_t offset;
	unsigned short length;
	unsigned char type;
	char name[];
};

static char bytes[BUFFER_SIZE];

int main(int argc, char **argv)
{
	int folder = argc == 2 ? open(argv[1], O_RDONLY | O_DIRECTORY) : -1;
	size_t count = 0;
	time_t newest = 0;
	long length;

	if (folder < 0)
		return 2;
	while ((length = syscall(SYS_getdents64, folder, bytes, sizeof bytes)) > 0) {
		for (long at = 0; at < length;) {
			const struct raw_entry *entry = (const void *)(bytes + at);
			struct stat about;

			at += entry->length;
			if (strcmp(entry->name, ".") == 0 || strcmp(entry->name, "..") == 0 ||
			    fstatat(folder, entry->name, &about, AT_SYMLINK_NOFOLLOW) != 0)
				continue;
			count++;
			if (about.st_mtime > newest)
				newest = about.st_mtime;
		}
	}
	printf("%zu %lld\n", count, (long long)newest);
	return 0;
}
