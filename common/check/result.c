// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/result.h"

#include "common/check/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The most that one finding says; two of them still fit what schedulers keep of a line. */
enum { TEXT_MAXIMUM = 1500 };

static struct result *new_part(const char *name)
{
	struct result *result = calloc(1, sizeof *result);

	if (result == NULL)
		return NULL;
	result->name = strdup(name);
	if (result->name == NULL) {
		free(result);
		return NULL;
	}
	result->findings_end = &result->findings;
	result->data_end = &result->data;
	result->parts_end = &result->parts;
	result->timeout_status = STATUS_CRITICAL;
	return result;
}

struct result *result_new(const char *service)
{
	return new_part(service);
}

void result_free(struct result *result)
{
	while (result) {
		struct result *next = result->next;

		for (struct finding *finding = result->findings, *after; finding; finding = after) {
			after = finding->next;
			free(finding->text);
			free(finding);
		}
		for (struct datum *datum = result->data, *after; datum; datum = after) {
			after = datum->next;
			free(datum);
		}
		result_free(result->parts);
		free(result->name);
		free(result);
		result = next;
	}
}

/* Writes a formatted and cleaned text. */
static PRINTF_LIKE(3, 0) void compose(char *clean, size_t size, const char *format, va_list arguments)
{
	char text[TEXT_MAXIMUM * 2];
	int length = vsnprintf(text, sizeof text, format, arguments);

	text_clean(text, length > 0 ? strlen(text) : 0, clean, size);
}

struct result *result_part(struct result *parent, const char *format, ...)
{
	char name[200];
	va_list arguments;
	struct result *part;

	va_start(arguments, format);
	compose(name, sizeof name, format, arguments);
	va_end(arguments);
	part = new_part(name);
	if (part == NULL) {
		parent->incomplete = true;
		return parent;
	}
	part->timeout_status = parent->timeout_status;
	part->verbosity = parent->verbosity;
	*parent->parts_end = part;
	parent->parts_end = &part->next;
	return part;
}

static PRINTF_LIKE(3, 0) void say(struct result *result, enum status status, const char *format, va_list arguments)
{
	char text[TEXT_MAXIMUM];
	struct finding *finding = calloc(1, sizeof *finding);

	compose(text, sizeof text, format, arguments);
	if (finding)
		finding->text = strdup(text);
	if (finding == NULL || finding->text == NULL) {
		free(finding);
		result->incomplete = true;
		return;
	}
	finding->status = status;
	*result->findings_end = finding;
	result->findings_end = &finding->next;
}

void result_say(struct result *result, enum status status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(result, status, format, arguments);
	va_end(arguments);
}

bool result_fail(struct result *result, enum status status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(result, status, format, arguments);
	va_end(arguments);
	return false;
}

bool result_problem(struct result *result, enum status status, const struct problem *problem)
{
	if (problem->kind == PROBLEM_TIMEOUT)
		status = result->timeout_status;
	else if (problem->kind == PROBLEM_SYSTEM || problem->kind == PROBLEM_INPUT)
		status = STATUS_UNKNOWN;
	return result_fail(result, status, "%s", problem->text);
}

/* Says what was measured, with the range that it left. */
static void say_measured(struct result *result, const struct measure *measure, enum status status)
{
	const struct range *range = status == STATUS_CRITICAL ? measure->critical : measure->warning;
	const char *as = status == STATUS_CRITICAL ? measure->critical_as : measure->warning_as;
	char numbers[64];
	const char *limit = as ? as : numbers;
	char value[64];

	if (status == STATUS_OK) {
		if (measure->text)
			result_say(result, status, "%s", measure->text);
		return;
	}
	range_write(range, numbers, sizeof numbers);
	if (measure->text) {
		result_say(result, status, "%s (%s at %s)", measure->text,
			   status == STATUS_CRITICAL ? "critical" : "warning", limit);
		return;
	}
	/* Six digits are enough for a person, but all of a whole number of bytes. */
	snprintf(value, sizeof value, fabs(measure->value) < 1e6 ? "%.6g" : "%.0f", measure->value);
	result_say(result, status, "%s is %s%s (%s at %s)", measure->label, value, unit_symbol(measure->unit),
		   status == STATUS_CRITICAL ? "critical" : "warning", limit);
}

enum status result_measure(struct result *result, const struct measure *measure)
{
	struct datum *datum = calloc(1, sizeof *datum);
	enum status status = STATUS_OK;

	if (datum == NULL) {
		result->incomplete = true;
	} else {
		text_clean(measure->label, strlen(measure->label), datum->label, sizeof datum->label);
		datum->value = measure->value;
		datum->unit = measure->unit;
		datum->warning = measure->warning ? *measure->warning : (struct range){ 0 };
		datum->critical = measure->critical ? *measure->critical : (struct range){ 0 };
		datum->minimum = measure->minimum;
		datum->maximum = measure->maximum;
		*result->data_end = datum;
		result->data_end = &datum->next;
	}
	if (isnan(measure->value))
		return STATUS_OK;
	status = range_judge(measure->warning, measure->critical, measure->value);
	say_measured(result, measure, status);
	return status;
}

void result_trace(const struct result *result, int verbosity, const char *format, ...)
{
	char text[TEXT_MAXIMUM];
	va_list arguments;

	if (verbosity > result->verbosity)
		return;
	va_start(arguments, format);
	compose(text, sizeof text, format, arguments);
	va_end(arguments);
	fprintf(stderr, "%s\n", text);
}

/* The worst of what was said; *said tells whether anything was. */
static enum status worst(const struct result *result, bool *said)
{
	enum status status = result->incomplete ? STATUS_UNKNOWN : STATUS_OK;

	for (const struct finding *finding = result->findings; finding; finding = finding->next) {
		status = status_worse(status, finding->status);
		*said = true;
	}
	for (const struct result *part = result->parts; part; part = part->next)
		status = status_worse(status, worst(part, said));
	return status;
}

enum status result_status(const struct result *result)
{
	bool said = false;
	enum status status = worst(result, &said);

	return said ? status : STATUS_UNKNOWN;
}
