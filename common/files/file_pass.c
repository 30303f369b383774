// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/file_pass.h"

#include "common/files/bytes.h"

#include <inttypes.h>
#include <stdlib.h>

bool file_pass_open(struct file_pass *pass, const struct reader *reader, const struct deadline *deadline,
		    const enum digest_kind *kinds, size_t count, struct problem *problem)
{
	*pass = (struct file_pass){ .reader = reader, .deadline = deadline };
	pass->window = malloc(FILE_PASS_WINDOW);
	if (pass->window == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	for (size_t i = 0; i < count && i < FILE_PASS_DIGESTS; i++) {
		if (!digest_new(kinds[i], &pass->digests[i], problem))
			return false;
	}
	return true;
}

void file_pass_close(struct file_pass *pass)
{
	for (size_t i = 0; i < FILE_PASS_DIGESTS; i++)
		digest_free(pass->digests[i]);
	free(pass->window);
	*pass = (struct file_pass){ 0 };
}

/* Bytes that an archive's reader sought to before are known already; those it skipped come later. */
static bool add_to_digests(struct file_pass *pass, size_t length)
{
	size_t known;

	if (pass->offset > pass->reached || pass->offset + length <= pass->reached)
		return true;
	known = (size_t)(pass->reached - pass->offset);
	pass->reached += length - known;
	pass->saw_a_byte = pass->saw_a_byte || !bytes_are_zero(pass->window + known, length - known);
	for (size_t i = 0; i < FILE_PASS_DIGESTS; i++) {
		if (pass->digests[i] && !digest_add(pass->digests[i], pass->window + known, length - known))
			return problem_set(&pass->problem, PROBLEM_SYSTEM, "OpenSSL cannot go on with a digest");
	}
	return true;
}

enum step file_pass_next(struct file_pass *pass, const void **block, size_t *length)
{
	const struct reader *reader = pass->reader;
	uint64_t left = pass->offset < reader->size_bytes ? reader->size_bytes - pass->offset : 0;
	size_t size = left < FILE_PASS_WINDOW ? (size_t)left : FILE_PASS_WINDOW;
	size_t count = 0;

	if (pass->problem.kind != PROBLEM_NONE)
		return STEP_STOPPED;
	if (left == 0)
		return STEP_END;
	if (deadline_passed(pass->deadline)) {
		problem_set(&pass->problem, PROBLEM_TIMEOUT, "the time was over");
		return STEP_STOPPED;
	}
	if (!reader->read(reader->source, pass->offset, pass->window, size, pass->deadline, &count, &pass->problem))
		return STEP_STOPPED;
	if (count == 0) {
		problem_set(&pass->problem, PROBLEM_PEER,
			    "it changed while it was read: %" PRIu64 " of %" PRIu64 " bytes are there", pass->offset,
			    reader->size_bytes);
		return STEP_STOPPED;
	}
	if (!add_to_digests(pass, count))
		return STEP_STOPPED;
	pass->offset += count;
	*block = pass->window;
	*length = count;
	return STEP_MORE;
}

enum step file_pass_finish(struct file_pass *pass)
{
	const void *block;
	size_t length;
	enum step step;

	pass->offset = pass->reached;
	do {
		step = file_pass_next(pass, &block, &length);
	} while (step == STEP_MORE);
	return step;
}

bool file_pass_read_part(const struct reader *reader, uint64_t offset, void *bytes, size_t size,
			 const struct deadline *deadline, size_t *length, struct problem *problem)
{
	size_t have = 0;

	while (have < size) {
		size_t count = 0;

		if (deadline_passed(deadline))
			return problem_set(problem, PROBLEM_TIMEOUT, "the time was over");
		if (!reader->read(reader->source, offset + have, (char *)bytes + have, size - have, deadline, &count,
				  problem))
			return false;
		if (count == 0)
			break;
		have += count;
	}
	*length = have;
	return true;
}
