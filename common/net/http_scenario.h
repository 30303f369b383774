/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * A walk through web pages, as written in an INI file.
 *
 *	[secrets]                        names of secrets, each the first line of a file
 *	password = /etc/icinga2/clerk
 *
 *	[step form]                      steps go in the order of the file
 *	url = /login                     a path on the host that is checked, or a whole URL
 *	string = Login                   must be on the page; repeatable, as are the next three
 *	forbid_string = Exception        must not
 *	regex = <form[^>]*>              must match (POSIX, extended)
 *	forbid_regex = at .*\.java       must not
 *	capture.token = name="csrf_token" value="([^"]*)"
 *
 *	[step login]
 *	url = /login
 *	form.user = clerk                fields of a form, which is then posted
 *	form.password = ${password}      a secret, or what an earlier step has captured
 *	form.csrf_token = ${token}
 *	status = 200,302                 one of them in the status line (default: below 400)
 *	redirect = stop                  or follow, which is the default
 *
 * and method, body, content_type, header.NAME.  ` ;` begins a comment.  A line has at
 * most 198 bytes.
 */
#ifndef RECEICO_NET_HTTP_SCENARIO_H
#define RECEICO_NET_HTTP_SCENARIO_H

#include "common/check/buffer.h"
#include "common/check/problem.h"

#include <stddef.h>

enum scenario_key {
	SCENARIO_URL,
	SCENARIO_METHOD,
	SCENARIO_BODY,
	SCENARIO_CONTENT_TYPE,
	SCENARIO_STATUS,
	SCENARIO_REDIRECT,
	SCENARIO_STRING,
	SCENARIO_FORBID_STRING,
	SCENARIO_REGEX,
	SCENARIO_FORBID_REGEX,
	SCENARIO_FORM,
	SCENARIO_HEADER,
	SCENARIO_CAPTURE,
	SCENARIO_SECRET
};

/* Limits, so that a file named by mistake is soon found out. */
enum { SCENARIO_FILE_MAXIMUM = 256 * 1024, SCENARIO_STEPS_MAXIMUM = 100, SCENARIO_NAME_MAXIMUM = 40 };

/* A line `KEY = VALUE` or `KEY.NAME = VALUE`. */
struct scenario_entry {
	enum scenario_key key;
	char *name; /* NULL where the key has none */
	char *value;
	int line;
};

/* A section; that of the secrets has the name "". */
struct scenario_section {
	char name[SCENARIO_NAME_MAXIMUM + 1];
	struct scenario_entry *entries;
	size_t count;
	int line;
};

struct scenario {
	struct scenario_section secrets;
	struct scenario_section *steps;
	size_t count;
};

/* Reads the text of a scenario.  The problem gives the line.  Regular expressions are
 * not judged here.  scenario_free() is due either way. */
bool scenario_parse(const char *text, struct scenario *scenario, struct problem *problem) MUST_CHECK;
void scenario_free(struct scenario *scenario);

/* The value of the n-th entry (from 0) with that key in a step, or NULL. */
const char *scenario_value(const struct scenario_section *step, enum scenario_key key, size_t place);

/* Values by name, secrets and captured ones. */
struct scenario_variable {
	char name[SCENARIO_NAME_MAXIMUM + 1];
	struct buffer value; /* secret */
};

struct scenario_variables {
	struct scenario_variable *items;
	size_t count;
};

/* Sets a variable, of `length` bytes; false when memory runs out. */
bool scenario_variable_set(struct scenario_variables *variables, const char *name, const char *value,
			   size_t length) MUST_CHECK;
void scenario_variables_forget(struct scenario_variables *variables);

/* Appends a text with each ${NAME} replaced; false when it gets too long for the
 * buffer, or there is no such variable. */
bool scenario_expand(const char *text, const struct scenario_variables *variables, struct buffer *expanded) MUST_CHECK;

/* Appends a text as it stands in a form's body (application/x-www-form-urlencoded). */
bool scenario_encode(const char *text, struct buffer *encoded) MUST_CHECK;

#endif
