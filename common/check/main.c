// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * The one main(): options, deadline, run, print, exit; without a deadline for a program
 * that prints a document.
 */
#include "common/check/arguments.h"
#include "common/check/check.h"
#include "common/check/describe.h"
#include "common/check/output.h"
#include "common/check/text.h"

#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

/* The longest output: descriptions of the largest programs fit many times. */
enum { OUTPUT_MAXIMUM = 1 << 20, DOCUMENT_MAXIMUM = 1 << 24 };

/* How long after its deadline a run may go on before it is cut off: every wait
 * below takes the deadline, so this is for what we did not foresee. */
#define GRACE_SECONDS 0.5

/* Written before the alarm is armed, read by the handler alone. */
static struct {
	char line[400];
	size_t length;
	int status;
} last_resort;

static void give_up(int signal_number)
{
	(void)signal_number;
	if (write(STDOUT_FILENO, last_resort.line, last_resort.length) < 0)
		_exit(STATUS_UNKNOWN);
	_exit(last_resort.status);
}

/* What holds for the whole run: who answers the alarm, and that it is heard. */
static void install_last_resort(void)
{
	struct sigaction action = { .sa_handler = give_up };
	sigset_t alarm_only;

	sigaction(SIGALRM, &action, NULL);
	/* A parent may have blocked it, and that is inherited. */
	sigemptyset(&alarm_only);
	sigaddset(&alarm_only, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &alarm_only, NULL);
}

/* What follows the path of a URL may be secret. */
static void add_place(struct buffer *places, const char *place)
{
	if (place == NULL)
		return;
	buffer_add(places, places->length > 0 ? " " : "");
	buffer_append(places, place, strcspn(place, "?#"));
}

static void add_places(struct buffer *places, const struct option_entry *option, const void *member)
{
	const struct texts *texts = member;

	if (option->kind == OPTION_TEXT)
		add_place(places, *(const char *const *)member);
	for (size_t i = 0; option->kind == OPTION_TEXTS && i < texts->count; i++)
		add_place(places, texts->items[i]);
}

/* Where the run looks, as the options have it, and a colon; "" when they say nothing. */
static void write_places(const void *settings, char *text, size_t size)
{
	struct buffer places = buffer_limited(2000);
	struct option_cursor cursor = option_cursor(check.options);
	const struct option_entry *option;

	while (settings && (option = option_next(&cursor))) {
		if (option->is_address || option->is_place)
			add_places(&places, option, (const char *)settings + cursor.base + option->offset);
	}
	text_clean(places.data ? places.data : "", places.length, text, size - 2);
	if (*text)
		memcpy(text + strlen(text), ": ", sizeof ": ");
	buffer_free(&places);
}

/* Without settings, as long as they are not read. */
static void arm_last_resort(const struct common_settings *common, const void *settings)
{
	char places[250];
	double seconds = common->timeout + GRACE_SECONDS;
	struct itimerval timer = { .it_value = { .tv_sec = (time_t)seconds,
						 .tv_usec =
							 (suseconds_t)((seconds - (double)(time_t)seconds) * 1e6) } };

	write_places(settings, places, sizeof places);
	snprintf(last_resort.line, sizeof last_resort.line, "%s %s - %stimeout after %g s, the run was cut off\n",
		 check.service, status_name(common->timeout_result), places, common->timeout);
	last_resort.length = strlen(last_resort.line);
	last_resort.status = (int)common->timeout_result;
	setitimer(ITIMER_REAL, &timer, NULL);
}

/* Once there is a result to print, nothing may print another. */
static void disarm_last_resort(void)
{
	setitimer(ITIMER_REAL, &(struct itimerval){ 0 }, NULL);
}

/* One write where the kernel takes it, so that a reader never sees half of a line.  On
 * failure errno says why. */
static bool write_out(const struct buffer *output)
{
	size_t written = 0;

	while (written < output->length) {
		ssize_t count = write(STDOUT_FILENO, output->data + written, output->length - written);

		if (count < 0 && errno != EINTR)
			return false;
		if (count > 0)
			written += (size_t)count;
	}
	return true;
}

static int print_and_free(struct buffer *output, int status)
{
	static const char no_memory[] = "UNKNOWN - out of memory\n";

	disarm_last_resort();
	if (output->overflowed) {
		buffer_free(output);
		*output = buffer_limited(sizeof no_memory);
		buffer_add(output, no_memory);
		status = STATUS_UNKNOWN;
	}
	if (!write_out(output))
		status = STATUS_UNKNOWN;
	buffer_free(output);
	return status;
}

static int print_result(const struct result *result, const struct common_settings *common)
{
	struct buffer output = buffer_limited(OUTPUT_MAXIMUM);
	struct output_context context = { .program = check.name, .version = PACKAGE_VERSION, .clause = common->clause };
	char clause[100];

	if (common->clause) {
		text_clean(common->clause, strlen(common->clause), clause, sizeof clause);
		context.clause = clause;
	}
	if (common->output_format == OUTPUT_JSON)
		output_json(&output, result, &context);
	else
		output_line(&output, result, &context);
	return print_and_free(&output, (int)result_status(result));
}

/* A document may be on its way into a file, so what is wrong is told beside it. */
static int complain(const struct problem *problem)
{
	char text[sizeof problem->text];

	text_clean(problem->text, strlen(problem->text), text, sizeof text);
	fprintf(stderr, "%s: %s\n", check.name, text);
	return STATUS_UNKNOWN;
}

/* Ends a run that cannot begin. */
static int refuse(const struct problem *problem, const struct common_settings *common, struct result *result)
{
	if (check.document)
		return complain(problem);
	result_problem(result, STATUS_UNKNOWN, problem);
	return print_result(result, common);
}

static int print_document(const void *settings)
{
	struct buffer document = buffer_limited(DOCUMENT_MAXIMUM);
	struct problem problem;
	bool done = check.document(settings, &document, &problem);

	if (done && document.overflowed)
		done = problem_set(&problem, PROBLEM_SYSTEM, "out of memory, or the document is larger than %zu bytes",
				   document.maximum);
	if (done && !write_out(&document))
		done = problem_set(&problem, PROBLEM_SYSTEM, "cannot write: %s", strerror(errno));
	buffer_free(&document);
	return done ? STATUS_OK : complain(&problem);
}

/* What was asked about the program itself.  People read the help of a check, so it exits
 * with 3, lest a scheduler take it for a check that is well. */
static int print_description(const struct common_settings *common)
{
	struct buffer output = buffer_limited(OUTPUT_MAXIMUM);

	if (common->help)
		describe_help(&output, &check);
	else if (common->version)
		describe_version(&output, &check);
	else
		describe_program(&output, &check, (enum description)common->describe);
	return print_and_free(&output, check.run && (common->help || common->version) ? STATUS_UNKNOWN : STATUS_OK);
}

static int run_check(const void *settings, const struct common_settings *common, struct result *result)
{
	struct deadline deadline = deadline_in(common->timeout);

	arm_last_resort(common, settings);
	check.run(settings, &deadline, result);
	return print_result(result, common);
}

static int read_options(const struct arguments *arguments, void *settings, struct result *result)
{
	struct common_settings common = *check_common(&check);
	struct problem problem;

	if (!option_parse(check.options, arguments->count, arguments->values, settings, &common, &problem))
		return refuse(&problem, &common, result);
	if (common.help || common.version || common.describe != DESCRIBE_NOTHING)
		return print_description(&common);
	result->timeout_status = common.timeout_result;
	result->verbosity = common.verbose < 3 ? common.verbose : 3;
	if (check.verify && !check.verify(settings, &problem))
		return refuse(&problem, &common, result);
	return check.document ? print_document(settings) : run_check(settings, &common, result);
}

static int read_arguments(int argc, char **argv, void *settings, struct result *result)
{
	struct arguments arguments;
	struct problem problem;
	int status;

	if (arguments_read(check.name, argc, argv, &arguments, &problem)) {
		status = read_options(&arguments, settings, result);
		option_free(check.options, settings);
	} else {
		status = refuse(&problem, check_common(&check), result);
	}
	arguments_free(&arguments);
	return status;
}

int main(int argc, char **argv)
{
	void *settings = malloc(check.settings_size);
	struct result *result = result_new(check.service ? check.service : check.name);
	int status = STATUS_UNKNOWN;

	signal(SIGPIPE, SIG_IGN);
	if (settings && result) {
		/* A program that prints a document waits for nobody. */
		if (check.run) {
			install_last_resort();
			arm_last_resort(&option_common_defaults, NULL);
		}
		memcpy(settings, check.defaults, check.settings_size);
		status = read_arguments(argc, argv, settings, result);
	} else {
		fprintf(check.run ? stdout : stderr, "%s UNKNOWN - out of memory\n",
			check.service ? check.service : check.name);
	}
	result_free(result);
	free(settings);
	return status;
}
