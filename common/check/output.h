/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A result as text: the one place that decides what people and schedulers see.
 */
#ifndef RECEICO_CHECK_OUTPUT_H
#define RECEICO_CHECK_OUTPUT_H

#include "common/check/buffer.h"
#include "common/check/result.h"

/* What the output says beside the result itself. */
struct output_context {
	const char *program; /* "check_ssh" */
	const char *version; /* of the package */
	const char *clause;  /* the promise this check keeps, or NULL: --clause */
};

/* Appends the plugin line `SERVICE STATE - text | perfdata` and its newline.  The
 * text says the worst first; while all is well it is what the service itself
 * said.  With verbosity 1 and more the whole tree follows, a finding a line.
 * A broken promise is named behind the text: `(SLO 1.13)`.
 * Source: Monitoring Plugins Development Guidelines, "Plugin Output". */
void output_line(struct buffer *buffer, const struct result *result, const struct output_context *context);

/* Appends the same as one JSON object (RFC 8259) on one line and its newline:
 * program, version, service, clause, state, exit_status, text, findings, parts,
 * perfdata.  A number that could not be measured, or a missing end of a range, is
 * null. */
void output_json(struct buffer *buffer, const struct result *result, const struct output_context *context);

/* Appends `text` as a JSON string with its quotes.  `text` is valid UTF-8. */
void output_json_string(struct buffer *buffer, const char *text);

#endif
