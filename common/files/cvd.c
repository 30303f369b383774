// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#define _GNU_SOURCE /* O_PATH */
#include "common/files/cvd.h"

#include "common/check/number.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* In the order of the header. */
enum field { MAGIC, BUILT, VERSION, SIGNATURES, LEVEL, MD5, DIGITAL_SIGNATURE, BUILDER, SECONDS, FIELDS };

struct field_text {
	const char *text;
	size_t length;
};

/* Splits the header's line; gives how many fields it has. */
static size_t split(const char *bytes, size_t length, struct field_text *fields)
{
	size_t count = 0;
	size_t start = 0;

	for (size_t i = 0; i <= length && count < FIELDS; i++) {
		if (i == length || bytes[i] == ':') {
			fields[count++] = (struct field_text){ bytes + start, i - start };
			start = i + 1;
		}
	}
	return count;
}

/* A whole number of at most 15 digits: a double holds it exactly. */
static bool read_number(const struct field_text *field, double *number)
{
	double read = 0;

	if (field->length == 0 || field->length > 15)
		return false;
	for (size_t i = 0; i < field->length; i++) {
		if (field->text[i] < '0' || field->text[i] > '9')
			return false;
	}
	if (number_read(field->text, field->length, &read) != field->length)
		return false;
	*number = read;
	return true;
}

static void copy_text(const struct field_text *field, char *text, size_t size)
{
	size_t length = field->length < size ? field->length : size - 1;

	memcpy(text, field->text, length);
	text[length] = '\0';
}

bool cvd_parse(const char *bytes, size_t length, struct cvd *cvd, struct problem *problem)
{
	struct field_text fields[FIELDS];
	struct cvd read = { 0 };
	double seconds = 0;

	if (length > CVD_HEADER_SIZE)
		length = CVD_HEADER_SIZE;
	/* The line is filled up with blanks. */
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\0')
			length = i;
	}
	while (length > 0 && bytes[length - 1] == ' ')
		length--;
	if (length < strlen("ClamAV-VDB:") || memcmp(bytes, "ClamAV-VDB:", strlen("ClamAV-VDB:")) != 0)
		return problem_set(problem, PROBLEM_PEER, "it does not begin with ClamAV-VDB");
	if (split(bytes, length, fields) < FIELDS || !read_number(fields + VERSION, &read.version) ||
	    !read_number(fields + SIGNATURES, &read.signatures) || !read_number(fields + LEVEL, &read.level))
		return problem_set(problem, PROBLEM_PEER, "its header is not whole");
	if (!read_number(fields + SECONDS, &seconds) || seconds <= 0)
		return problem_set(problem, PROBLEM_PEER, "its header does not tell when it was built");
	read.built = (time_t)seconds;
	copy_text(fields + BUILT, read.built_text, sizeof read.built_text);
	copy_text(fields + BUILDER, read.builder, sizeof read.builder);
	*cvd = read;
	return true;
}

static bool cannot_read(const char *folder, const char *name, int error, struct problem *problem)
{
	return problem_set(problem, PROBLEM_SYSTEM, "cannot read %.300s/%s: %s", folder, name, strerror(error));
}

/* Reads an open file; false only when it cannot be read.  What it holds may be wrong: then
 * *damage says how. */
static bool read_header(int fd, struct cvd *cvd, struct problem *damage, int *error)
{
	char bytes[CVD_HEADER_SIZE];
	struct stat about;
	ssize_t count = 0;

	if (fstat(fd, &about) != 0 || (S_ISREG(about.st_mode) && (count = pread(fd, bytes, sizeof bytes, 0)) < 0)) {
		*error = errno;
		return false;
	}
	if (!S_ISREG(about.st_mode))
		problem_set(damage, PROBLEM_PEER, "it is not a regular file");
	else if (count < CVD_HEADER_SIZE)
		problem_set(damage, PROBLEM_PEER, "it ends within its header");
	else if (cvd_parse(bytes, (size_t)count, cvd, damage))
		cvd->arrived = about.st_mtime;
	return true;
}

/* Adds a database, or puts it in the place of an older one of its kind. */
static void add(struct cvd_folder *found, const struct cvd *cvd, size_t first_of_kind)
{
	if (found->count == first_of_kind)
		found->found[found->count++] = *cvd;
	else if (cvd->version > found->found[first_of_kind].version)
		found->found[first_of_kind] = *cvd;
}

static bool read_file(int directory, const char *folder, const char *name, size_t first_of_kind,
		      struct cvd_folder *found, struct problem *problem)
{
	struct problem damage = { 0 };
	struct cvd cvd = { 0 };
	int fd = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	int error = 0;
	bool done;

	if (fd < 0 && errno == ENOENT)
		return true;
	if (fd < 0)
		return cannot_read(folder, name, errno, problem);
	done = read_header(fd, &cvd, &damage, &error) || cannot_read(folder, name, error, problem);
	close(fd);
	if (!done)
		return false;
	if (damage.kind == PROBLEM_NONE) {
		snprintf(cvd.name, sizeof cvd.name, "%s", name);
		add(found, &cvd, first_of_kind);
	} else if (found->damaged.kind == PROBLEM_NONE) {
		found->damaged = damage;
		problem_prefix(&found->damaged, "%.300s/%s is no signature database", folder, name);
	}
	return true;
}

static bool read_files(int directory, const char *folder, struct cvd_folder *found, struct problem *problem)
{
	static const char *const names[CVD_KINDS][2] = { { "daily.cvd", "daily.cld" },
							 { "main.cvd", "main.cld" },
							 { "bytecode.cvd", "bytecode.cld" } };

	for (size_t kind = 0; kind < CVD_KINDS; kind++) {
		size_t first = found->count;

		if (!read_file(directory, folder, names[kind][0], first, found, problem) ||
		    !read_file(directory, folder, names[kind][1], first, found, problem))
			return false;
	}
	for (size_t i = 1; i < found->count; i++) {
		if (found->found[i].built > found->found[found->youngest].built)
			found->youngest = i;
	}
	return true;
}

bool cvd_read_folder(const char *folder, struct cvd_folder *found, struct problem *problem)
{
	struct cvd_folder read = { 0 };
	int directory = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	bool done;

	if (directory < 0 && (errno == ENOENT || errno == ENOTDIR))
		return problem_set(problem, PROBLEM_PEER, "there is no folder %.300s with signature databases", folder);
	if (directory < 0)
		return problem_set(problem, PROBLEM_SYSTEM, "cannot read %.300s: %s", folder, strerror(errno));
	done = read_files(directory, folder, &read, problem);
	close(directory);
	if (done)
		*found = read;
	return done;
}

const struct cvd *cvd_daily(const struct cvd_folder *folder)
{
	return folder->count > 0 && strncmp(folder->found[0].name, "daily", strlen("daily")) == 0 ? folder->found
												  : NULL;
}

void cvd_kind(const struct cvd *cvd, char *text, size_t size)
{
	snprintf(text, size, "%.*s", (int)strcspn(cvd->name, "."), cvd->name);
}
