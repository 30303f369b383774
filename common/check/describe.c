// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * --describe: the option table for schedulers, shells, man and programs.
 */
#include "common/check/describe.h"

#include "common/check/output.h"

#include "config.h"

#include <stdio.h>
#include <string.h>

void describe_command_name(const struct check *program, char *text, size_t size)
{
	const char *noun = program->name;

	if (strncmp(noun, "check_", 6) == 0)
		noun += 6;
	if (strncmp(noun, "receico_", 8) == 0)
		noun += 8;
	snprintf(text, size, "receico_%s", noun);
}

/* Options that a scheduler has no use for. */
static bool is_for_people(const struct option_entry *option)
{
	static const char *const names[] = { "help", "version", "describe" };

	for (size_t i = 0; i < LENGTH(names); i++) {
		if (strcmp(option->name, names[i]) == 0)
			return true;
	}
	return option->kind == OPTION_IGNORED;
}

typedef void visit_option(struct buffer *buffer, const struct check *program, const struct option_entry *option,
			  const void *defaults);

static void each_of(struct buffer *buffer, const struct check *program, const struct option_entry *table,
		    const void *defaults, visit_option *visit)
{
	struct option_cursor cursor = option_cursor(table);
	const struct option_entry *option;

	while ((option = option_next(&cursor)))
		visit(buffer, program, option, (const char *)defaults + cursor.base);
}

/* Calls `visit` for each option of the program and then for each common one. */
static void each_option(struct buffer *buffer, const struct check *program, visit_option *visit)
{
	each_of(buffer, program, program->options, program->defaults, visit);
	each_of(buffer, program, check_common(program)->table, check_common(program), visit);
}

/* A string of Icinga 2's language (and near enough of JSON): quotes, backslashes. */
static void add_quoted(struct buffer *buffer, const char *text)
{
	output_json_string(buffer, text);
}

static void icinga2_argument(struct buffer *buffer, const struct check *program, const struct option_entry *option,
			     const void *defaults)
{
	char spelling[64];
	char command[64];

	(void)defaults;
	if (is_for_people(option))
		return;
	option_spelling(option, spelling, sizeof spelling);
	describe_command_name(program, command, sizeof command);
	buffer_print(buffer, "\t\t\"%s\" = {\n", spelling);
	if (option_takes_argument(option))
		buffer_print(buffer, "\t\t\tvalue = \"$%s_%s$\"\n", command, option->name);
	else
		buffer_print(buffer, "\t\t\tset_if = \"$%s_%s$\"\n", command, option->name);
	buffer_add(buffer, "\t\t\tdescription = ");
	add_quoted(buffer, option->help);
	buffer_add(buffer, "\n");
	if (option->required)
		buffer_add(buffer, "\t\t\trequired = true\n");
	if (option_takes_argument(option) && option_repeats(option))
		buffer_add(buffer, "\t\t\trepeat_key = true\n");
	buffer_add(buffer, "\t\t}\n");
}

static void icinga2_variable(struct buffer *buffer, const struct check *program, const struct option_entry *option,
			     const void *defaults)
{
	char command[64];

	(void)defaults;
	describe_command_name(program, command, sizeof command);
	if (option->is_address)
		buffer_print(buffer, "\tvars.%s_%s = \"$check_address$\"\n", command, option->name);
	if (strcmp(option->name, "use_ipv4") == 0)
		buffer_print(buffer, "\tvars.%s_%s = \"$check_ipv4$\"\n", command, option->name);
	if (strcmp(option->name, "use_ipv6") == 0)
		buffer_print(buffer, "\tvars.%s_%s = \"$check_ipv6$\"\n", command, option->name);
	if (strcmp(option->name, "clause") == 0)
		buffer_print(buffer, "\tvars.%s_%s = \"$slo_clause$\"\n", command, option->name);
}

static bool has_address(const struct check *program)
{
	struct option_cursor cursor = option_cursor(program->options);
	const struct option_entry *option;

	while ((option = option_next(&cursor))) {
		if (option->is_address)
			return true;
	}
	return false;
}

static void describe_icinga2(struct buffer *buffer, const struct check *program)
{
	char command[64];

	describe_command_name(program, command, sizeof command);
	buffer_print(buffer, "object CheckCommand \"%s\" {\n", command);
	if (has_address(program))
		buffer_add(buffer, "\timport \"ipv4-or-ipv6\"\n\n");
	buffer_print(buffer, "\tcommand = [ ReceicoPluginDir + \"/%s\" ]\n\n\targuments = {\n", program->name);
	each_option(buffer, program, icinga2_argument);
	buffer_add(buffer, "\t}\n\n");
	each_option(buffer, program, icinga2_variable);
	buffer_add(buffer, "}\n");
}

static void nagios_address(struct buffer *buffer, const struct check *program, const struct option_entry *option,
			   const void *defaults)
{
	char spelling[64];

	(void)program;
	(void)defaults;
	option_spelling(option, spelling, sizeof spelling);
	if (option->is_address)
		buffer_print(buffer, " %s '$HOSTADDRESS$'", spelling);
}

/* $USER2$ is the folder of this suite; the service's own options come as one argument. */
static void describe_nagios(struct buffer *buffer, const struct check *program)
{
	char command[64];

	describe_command_name(program, command, sizeof command);
	buffer_print(buffer, "define command {\n\tcommand_name\t%s\n\tcommand_line\t$USER2$/%s", command,
		     program->name);
	each_option(buffer, program, nagios_address);
	buffer_add(buffer, " $ARG1$\n}\n");
}

/* Text for troff: a backslash and a dash mean something to it, a leading dot as well. */
static void add_troff(struct buffer *buffer, const char *text)
{
	if (*text == '.' || *text == '\'')
		buffer_add(buffer, "\\&");
	for (; *text; text++) {
		if (*text == '-')
			buffer_add(buffer, "\\-");
		else if (*text == '\\')
			buffer_add(buffer, "\\e");
		else
			buffer_append(buffer, text, 1);
	}
}

static void man_option(struct buffer *buffer, const struct check *program, const struct option_entry *option,
		       const void *defaults)
{
	char text[100];

	(void)program;
	if (option->kind == OPTION_IGNORED)
		return;
	if (option->group)
		buffer_print(buffer, ".SS %s\n", option->group);
	buffer_add(buffer, ".TP\n\\fB");
	if (option->letter)
		buffer_print(buffer, "\\-%c\\fR, \\fB", option->letter);
	option_spelling(option, text, sizeof text);
	add_troff(buffer, text);
	buffer_add(buffer, "\\fR");
	if (option_takes_argument(option)) {
		buffer_add(buffer, "=\\fI");
		add_troff(buffer, option->argument);
		buffer_add(buffer, "\\fR");
	}
	buffer_add(buffer, "\n");
	add_troff(buffer, option->help);
	if (option_repeats(option))
		buffer_add(buffer, " (repeatable)");
	if (option_default(option, defaults, text, sizeof text)) {
		buffer_add(buffer, " (default ");
		add_troff(buffer, text);
		buffer_add(buffer, ")");
	}
	buffer_add(buffer, "\n");
}

static void describe_man(struct buffer *buffer, const struct check *program)
{
	/* Section 8 is for what runs on behalf of the system, 1 for what people run. */
	buffer_print(buffer, ".TH %s %d \"\" \"%s %s\"\n.SH NAME\n%s \\- ", program->name, program->document ? 1 : 8,
		     PACKAGE_NAME, PACKAGE_VERSION, program->name);
	add_troff(buffer, program->summary);
	buffer_print(buffer, "\n.SH SYNOPSIS\n.B %s\n", program->name);
	add_troff(buffer, program->synopsis);
	buffer_add(buffer, "\n.SH DESCRIPTION\n");
	add_troff(buffer, program->proves);
	buffer_print(buffer, "\n.PP\nSLO clauses it serves: %s\n.SH OPTIONS\n", program->clauses);
	each_option(buffer, program, man_option);
	buffer_add(buffer, ".SH EXAMPLES\n");
	for (const struct example *example = program->examples; example->arguments; example++) {
		buffer_print(buffer, ".TP\n.B %s ", program->name);
		add_troff(buffer, example->arguments);
		buffer_add(buffer, "\n");
		add_troff(buffer, example->meaning);
		buffer_add(buffer, "\n");
	}
	buffer_print(buffer, ".SH EXIT STATUS\n%s\n", describe_exit_status(program));
}

static void bash_word(struct buffer *buffer, const struct check *program, const struct option_entry *option,
		      const void *defaults)
{
	char spelling[64];

	(void)program;
	(void)defaults;
	if (option->kind == OPTION_IGNORED)
		return;
	option_spelling(option, spelling, sizeof spelling);
	buffer_print(buffer, " %s%s", spelling, option_takes_argument(option) ? "=" : "");
}

static void bash_choice(struct buffer *buffer, const struct check *program, const struct option_entry *option,
			const void *defaults)
{
	char spelling[64];

	(void)program;
	(void)defaults;
	if (option->kind != OPTION_CHOICE && option->kind != OPTION_STATE)
		return;
	option_spelling(option, spelling, sizeof spelling);
	buffer_print(buffer, "\t%s) COMPREPLY=($(compgen -W '", spelling);
	if (option->kind == OPTION_STATE)
		buffer_add(buffer, "ok warning critical unknown");
	for (size_t i = 0; option->kind == OPTION_CHOICE && option->choices[i]; i++)
		buffer_print(buffer, "%s%s", i ? " " : "", option->choices[i]);
	buffer_add(buffer, "' -- \"$word\")); return ;;\n");
}

static void describe_bash(struct buffer *buffer, const struct check *program)
{
	buffer_print(buffer,
		     "_%s() {\n\tlocal word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]}\n"
		     "\t[[ $option == = ]] && option=${COMP_WORDS[COMP_CWORD-2]}\n"
		     "\t[[ $word == = ]] && { option=${COMP_WORDS[COMP_CWORD-1]}; word=; }\n\tcase $option in\n",
		     program->name);
	each_option(buffer, program, bash_choice);
	buffer_add(buffer, "\tesac\n\tif [[ $word != -* ]]; then COMPREPLY=($(compgen -f -- \"$word\")); return; fi\n"
			   "\tCOMPREPLY=($(compgen -W '");
	each_option(buffer, program, bash_word);
	buffer_print(buffer,
		     "' -- \"$word\"))\n\t[[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace\n}\ncomplete -F _%s %s\n",
		     program->name, program->name);
}

static const char *kind_name(enum option_kind kind)
{
	static const char *const names[] = { "flag", "count", "text",  "texts",  "number", "duration",
					     "size", "range", "state", "choice", "parsed", "ignored" };

	return names[kind];
}

static void json_option(struct buffer *buffer, const struct check *program, const struct option_entry *option,
			const void *defaults)
{
	char text[100];

	(void)program;
	buffer_add(buffer, buffer->data[buffer->length - 1] == '[' ? "\n{\"name\":" : ",\n{\"name\":");
	option_spelling(option, text, sizeof text);
	output_json_string(buffer, text);
	if (option->letter)
		buffer_print(buffer, ",\"letter\":\"%c\"", option->letter);
	buffer_print(buffer, ",\"kind\":\"%s\"", kind_name(option->kind));
	if (option->argument) {
		buffer_add(buffer, ",\"argument\":");
		output_json_string(buffer, option->argument);
	}
	buffer_print(buffer, ",\"required\":%s,\"repeatable\":%s", option->required ? "true" : "false",
		     option_repeats(option) ? "true" : "false");
	if (option->kind != OPTION_IGNORED && option_default(option, defaults, text, sizeof text)) {
		buffer_add(buffer, ",\"default\":");
		output_json_string(buffer, text);
	}
	buffer_add(buffer, ",\"help\":");
	output_json_string(buffer, option->help);
	buffer_add(buffer, "}");
}

static void describe_json(struct buffer *buffer, const struct check *program)
{
	buffer_add(buffer, "{\"name\":");
	output_json_string(buffer, program->name);
	buffer_add(buffer, ",\"version\":");
	output_json_string(buffer, PACKAGE_VERSION);
	if (program->service) {
		buffer_add(buffer, ",\"service\":");
		output_json_string(buffer, program->service);
	}
	buffer_add(buffer, ",\"summary\":");
	output_json_string(buffer, program->summary);
	buffer_add(buffer, ",\"clauses\":");
	output_json_string(buffer, program->clauses);
	buffer_add(buffer, ",\"options\":[");
	each_option(buffer, program, json_option);
	buffer_add(buffer, "],\n\"examples\":[");
	for (const struct example *example = program->examples; example->arguments; example++) {
		buffer_add(buffer, example == program->examples ? "\n{\"arguments\":" : ",\n{\"arguments\":");
		output_json_string(buffer, example->arguments);
		buffer_add(buffer, ",\"meaning\":");
		output_json_string(buffer, example->meaning);
		buffer_add(buffer, "}");
	}
	buffer_add(buffer, "]}\n");
}

void describe_program(struct buffer *buffer, const struct check *program, enum description form)
{
	static void (*const forms[])(struct buffer *, const struct check *) = {
		[DESCRIBE_ICINGA2] = describe_icinga2, [DESCRIBE_NAGIOS] = describe_nagios,
		[DESCRIBE_MAN] = describe_man,         [DESCRIBE_BASH] = describe_bash,
		[DESCRIBE_JSON] = describe_json,
	};

	if (forms[form])
		forms[form](buffer, program);
}
