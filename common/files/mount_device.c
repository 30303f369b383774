// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/mount_device.h"

#include "common/check/buffer.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* Thousands of mounts; the rest is not looked at. */
enum { TABLE_MAXIMUM = 4 << 20 };

/* The field behind `count` blanks, still in its line; NULL: the line has fewer. */
static const char *skip_fields(const char *line, int count)
{
	for (; count > 0; count--) {
		line += strcspn(line, " \n");
		if (*line != ' ')
			return NULL;
		line++;
	}
	return line;
}

/* Blanks and backslashes are written as three octal digits. */
static bool copy_field(const char *field, char *path, size_t size)
{
	size_t length = 0;

	for (; *field && *field != ' ' && *field != '\n'; field++) {
		unsigned char byte = (unsigned char)*field;

		if (length + 1 >= size)
			return false;
		if (byte == '\\' && strspn(field + 1, "01234567") >= 3) {
			byte = (unsigned char)((field[1] - '0') << 6 | (field[2] - '0') << 3 | (field[3] - '0'));
			field += 3;
		}
		path[length++] = (char)byte;
	}
	path[length] = '\0';
	return length > 0;
}

/* ID PARENT MAJOR:MINOR ROOT PLACE OPTIONS [TAG]... - TYPE SOURCE OPTIONS */
static bool parse_line(const char *line, const char *device, char *path, size_t size)
{
	const char *field = skip_fields(line, 2);
	size_t length = strlen(device);

	if (field == NULL || strncmp(field, device, length) != 0 || field[length] != ' ')
		return false;
	field = skip_fields(field, 4);
	while (field && !(field[0] == '-' && field[1] == ' '))
		field = skip_fields(field, 1);
	field = field ? skip_fields(field, 2) : NULL;
	return field && *field == '/' && copy_field(field, path, size);
}

bool mount_device_parse(const char *table, dev_t device, char *path, size_t size)
{
	char wanted[40];

	snprintf(wanted, sizeof wanted, "%u:%u", major(device), minor(device));
	for (const char *line = table; *line; line += *line == '\n') {
		if (parse_line(line, wanted, path, size))
			return true;
		line += strcspn(line, "\n");
	}
	return false;
}

bool mount_device_find(dev_t device, char *path, size_t size)
{
	struct buffer table = buffer_limited(TABLE_MAXIMUM);
	int fd = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
	char bytes[4096];
	ssize_t count;
	bool found;

	if (fd < 0)
		return false;
	while ((count = read(fd, bytes, sizeof bytes)) > 0 && buffer_append(&table, bytes, (size_t)count))
		;
	close(fd);
	found = mount_device_parse(table.data, device, path, size);
	buffer_free(&table);
	return found;
}
