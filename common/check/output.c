// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/output.h"

#include "common/check/number.h"
#include "common/check/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What a first line may hold: Nagios keeps 8 KiB of a plugin's output, and a
 * person reads less. */
enum { HEADLINE_MAXIMUM = 3000 };

/* Adds `name: text` of each finding with this state, in the order of the tree. */
static void add_findings(struct buffer *headline, const struct result *result, enum status status, const char *name)
{
	for (const struct finding *finding = result->findings; finding; finding = finding->next) {
		if (finding->status != status)
			continue;
		if (headline->length > 0)
			buffer_add(headline, status == STATUS_OK ? ", " : "; ");
		if (name) {
			buffer_add(headline, name);
			buffer_add(headline, ": ");
		}
		buffer_add(headline, finding->text);
	}
}

static void add_tree(struct buffer *headline, const struct result *result, enum status status, const char *name)
{
	add_findings(headline, result, status, name);
	for (const struct result *part = result->parts; part; part = part->next)
		add_tree(headline, part, status, part->name);
}

static void compose_headline(struct buffer *headline, const struct result *result)
{
	static const enum status order[] = { STATUS_CRITICAL, STATUS_UNKNOWN, STATUS_WARNING };

	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		add_tree(headline, result, order[i], NULL);
	if (headline->length == 0 && result->findings)
		add_findings(headline, result, STATUS_OK, NULL);
	else if (headline->length == 0)
		add_tree(headline, result, STATUS_OK, NULL);
	if (headline->length == 0)
		buffer_add(headline, result->incomplete ? "out of memory" : "nothing was found to judge");
}

static void add_headline(struct buffer *buffer, const struct result *result, const struct output_context *context)
{
	struct buffer headline = buffer_limited(HEADLINE_MAXIMUM + 100);
	char text[HEADLINE_MAXIMUM];

	compose_headline(&headline, result);
	text_clean(headline.data, headline.length, text, sizeof text);
	buffer_add(buffer, text);
	if (context->clause && *context->clause && result_status(result) != STATUS_OK)
		buffer_print(buffer, " (SLO %s)", context->clause);
	buffer_free(&headline);
}

/* A number of performance data: times to the microsecond, bytes whole. */
static void add_value(struct buffer *buffer, double value, enum unit unit)
{
	char text[64];

	if (unit == UNIT_SECONDS)
		snprintf(text, sizeof text, "%.6f", value);
	else
		number_write(value, text, sizeof text);
	buffer_add(buffer, text);
}

static void add_range(struct buffer *buffer, const struct range *range)
{
	char text[64];

	range_write(range, text, sizeof text);
	buffer_add(buffer, text);
}

static void add_bound(struct buffer *buffer, const struct bound *bound, enum unit unit)
{
	buffer_add(buffer, ";");
	if (bound->is_set)
		add_value(buffer, bound->value, unit);
}

/* Labels need quotes when they hold a blank or another character that would end them. */
static void add_label(struct buffer *buffer, const char *label)
{
	bool quote = strpbrk(label, " =';") != NULL;

	if (quote)
		buffer_add(buffer, "'");
	for (; *label; label++) {
		if (*label == '\'')
			buffer_add(buffer, "''");
		else if (*label != '=')
			buffer_append(buffer, label, 1);
	}
	if (quote)
		buffer_add(buffer, "'");
}

static void add_datum(struct buffer *buffer, const struct datum *datum)
{
	add_label(buffer, datum->label);
	buffer_add(buffer, "=");
	if (!isfinite(datum->value)) {
		buffer_add(buffer, "U");
	} else {
		add_value(buffer, datum->value, datum->unit);
		buffer_add(buffer, unit_symbol(datum->unit));
	}
	buffer_add(buffer, ";");
	add_range(buffer, &datum->warning);
	buffer_add(buffer, ";");
	add_range(buffer, &datum->critical);
	add_bound(buffer, &datum->minimum, datum->unit);
	add_bound(buffer, &datum->maximum, datum->unit);
}

static void add_perfdata(struct buffer *buffer, const struct result *result, bool *any)
{
	for (const struct datum *datum = result->data; datum; datum = datum->next) {
		buffer_add(buffer, *any ? " " : " | ");
		*any = true;
		add_datum(buffer, datum);
		while (buffer->length > 0 && buffer->data[buffer->length - 1] == ';')
			buffer->data[--buffer->length] = '\0';
	}
	for (const struct result *part = result->parts; part; part = part->next)
		add_perfdata(buffer, part, any);
}

static void add_details(struct buffer *buffer, const struct result *result, int depth)
{
	for (const struct finding *finding = result->findings; finding; finding = finding->next)
		buffer_print(buffer, "%*s[%s] %s\n", depth * 2, "", status_name(finding->status), finding->text);
	for (const struct result *part = result->parts; part; part = part->next) {
		buffer_print(buffer, "%*s%s\n", depth * 2, "", part->name);
		add_details(buffer, part, depth + 1);
	}
}

void output_line(struct buffer *buffer, const struct result *result, const struct output_context *context)
{
	bool any = false;

	buffer_add(buffer, result->name);
	buffer_add(buffer, " ");
	buffer_add(buffer, status_name(result_status(result)));
	buffer_add(buffer, " - ");
	add_headline(buffer, result, context);
	add_perfdata(buffer, result, &any);
	buffer_add(buffer, "\n");
	if (result->verbosity > 0)
		add_details(buffer, result, 0);
}

void output_json_string(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, "\"");
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			buffer_print(buffer, "\\%c", *text);
		else if ((unsigned char)*text < 0x20)
			buffer_print(buffer, "\\u%04x", (unsigned)*text);
		else
			buffer_append(buffer, text, 1);
	}
	buffer_add(buffer, "\"");
}

static void json_member(struct buffer *buffer, const char *name, const char *text)
{
	buffer_print(buffer, ",\"%s\":", name);
	if (text)
		output_json_string(buffer, text);
	else
		buffer_add(buffer, "null");
}

static void json_number(struct buffer *buffer, const char *name, bool is_set, double value)
{
	buffer_print(buffer, ",\"%s\":", name);
	if (is_set && isfinite(value))
		add_value(buffer, value, UNIT_NONE);
	else
		buffer_add(buffer, "null");
}

static void json_range(struct buffer *buffer, const char *name, const struct range *range)
{
	buffer_print(buffer, ",\"%s\":", name);
	if (!range->is_set) {
		buffer_add(buffer, "null");
		return;
	}
	buffer_print(buffer, "{\"alert\":\"%s\"", range->inside ? "inside" : "outside");
	json_number(buffer, "start", true, range->start);
	json_number(buffer, "end", true, range->end);
	buffer_add(buffer, "}");
}

static void json_findings(struct buffer *buffer, const struct result *result)
{
	buffer_add(buffer, ",\"findings\":[");
	for (const struct finding *finding = result->findings; finding; finding = finding->next) {
		buffer_print(buffer, "%s{\"state\":\"%s\"", finding == result->findings ? "" : ",",
			     status_name(finding->status));
		json_member(buffer, "text", finding->text);
		buffer_add(buffer, "}");
	}
	buffer_add(buffer, "]");
}

static void json_perfdata(struct buffer *buffer, const struct result *result)
{
	buffer_add(buffer, ",\"perfdata\":[");
	for (const struct datum *datum = result->data; datum; datum = datum->next) {
		buffer_add(buffer, datum == result->data ? "{\"label\":" : ",{\"label\":");
		output_json_string(buffer, datum->label);
		json_number(buffer, "value", true, datum->value);
		json_member(buffer, "unit", unit_symbol(datum->unit));
		json_range(buffer, "warning", &datum->warning);
		json_range(buffer, "critical", &datum->critical);
		json_number(buffer, "minimum", datum->minimum.is_set, datum->minimum.value);
		json_number(buffer, "maximum", datum->maximum.is_set, datum->maximum.value);
		buffer_add(buffer, "}");
	}
	buffer_add(buffer, "]");
}

static void json_parts(struct buffer *buffer, const struct result *result)
{
	buffer_add(buffer, ",\"parts\":[");
	for (const struct result *part = result->parts; part; part = part->next) {
		buffer_add(buffer, part == result->parts ? "{\"name\":" : ",{\"name\":");
		output_json_string(buffer, part->name);
		json_member(buffer, "state", status_name(result_status(part)));
		json_findings(buffer, part);
		json_perfdata(buffer, part);
		json_parts(buffer, part);
		buffer_add(buffer, "}");
	}
	buffer_add(buffer, "]");
}

void output_json(struct buffer *buffer, const struct result *result, const struct output_context *context)
{
	struct buffer headline = buffer_limited(HEADLINE_MAXIMUM + 100);

	add_headline(&headline, result, context);
	buffer_add(buffer, "{\"program\":");
	output_json_string(buffer, context->program);
	json_member(buffer, "version", context->version);
	json_member(buffer, "service", result->name);
	json_member(buffer, "clause", context->clause);
	json_member(buffer, "state", status_name(result_status(result)));
	buffer_print(buffer, ",\"exit_status\":%d", (int)result_status(result));
	json_member(buffer, "text", headline.data);
	json_findings(buffer, result);
	json_perfdata(buffer, result);
	json_parts(buffer, result);
	buffer_add(buffer, "}\n");
	buffer_free(&headline);
}
