// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* syscall(), O_CLOEXEC, O_DIRECTORY, O_NOFOLLOW, DT_DIR */
#include "common/files/local_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Only as much of it as a folder fills is ever touched. */
enum { BUFFER_SIZE = 256 << 10 };

/* As the kernel gives it: linux/dirent.h, struct linux_dirent64; no header of the C library has it. */
struct raw_entry {
	uint64_t inode;
	int64_t offset;
	unsigned short length;
	unsigned char type;
	char name[];
};

bool local_folder_open(const char *path, bool follow, struct local_folder *folder)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW));
	char *bytes = fd < 0 ? NULL : malloc(BUFFER_SIZE);

	if (bytes == NULL) {
		int error = fd < 0 ? errno : ENOMEM;

		if (fd >= 0)
			close(fd);
		errno = error;
		return false;
	}
	*folder = (struct local_folder){ .fd = fd, .bytes = bytes };
	return true;
}

void local_folder_close(struct local_folder *folder)
{
	close(folder->fd);
	free(folder->bytes);
}

static enum entry_kind kind_of_type(unsigned char type)
{
	switch (type) {
	case DT_REG:
		return ENTRY_FILE;
	case DT_DIR:
		return ENTRY_FOLDER;
	case DT_LNK:
		return ENTRY_LINK;
	case DT_UNKNOWN:
		return ENTRY_UNKNOWN;
	default:
		return ENTRY_OTHER;
	}
}

static bool is_dots(const char *name)
{
	return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

bool local_folder_next(struct local_folder *folder, const char **name, enum entry_kind *kind)
{
	for (;;) {
		const struct raw_entry *entry = (const void *)(folder->bytes + folder->next);
		long count;

		if (folder->next < folder->length) {
			folder->next += entry->length;
			if (is_dots(entry->name))
				continue;
			*name = entry->name;
			*kind = kind_of_type(entry->type);
			return true;
		}
		count = syscall(SYS_getdents64, folder->fd, folder->bytes, (size_t)BUFFER_SIZE);
		/* A folder that was removed meanwhile has no more entries. */
		if (count <= 0) {
			*name = NULL;
			return count == 0 || errno == ENOENT;
		}
		folder->length = (size_t)count;
		folder->next = 0;
	}
}

static enum entry_kind kind_of_mode(mode_t mode)
{
	return S_ISREG(mode) ? ENTRY_FILE : S_ISDIR(mode) ? ENTRY_FOLDER : S_ISLNK(mode) ? ENTRY_LINK : ENTRY_OTHER;
}

bool local_entry_look(int folder, const char *name, struct entry *entry)
{
	struct stat about;

	if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) != 0)
		return false;
	entry->kind = kind_of_mode(about.st_mode);
	entry->facts = ENTRY_HAS_SIZE | ENTRY_HAS_MODIFIED | ENTRY_HAS_OWNER | ENTRY_HAS_MODE | ENTRY_HAS_LINKS |
		       ENTRY_HAS_INODE;
	entry->size_bytes = (uint64_t)about.st_size;
	entry->modified = about.st_mtime;
	entry->modified_within = 0;
	entry->owner = about.st_uid;
	entry->group = about.st_gid;
	entry->mode = about.st_mode & 07777;
	entry->links = (uint64_t)about.st_nlink;
	entry->device = about.st_dev;
	entry->inode = about.st_ino;
	return true;
}
