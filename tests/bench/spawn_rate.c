/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * How many runs of a program a machine manages, as a scheduler starts them.
 *
 *   spawn_rate [-j JOBS] [-n RUNS] -- COMMAND [ARGUMENT]...
 *
 * Prints one line: runs a second, wall, user and system milliseconds a run, and how often each exit status came.
 * The program's output is thrown away.
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { SIGNALLED = 256, STATUSES };

struct meter {
	long runs;
	long jobs;
	long statuses[STATUSES];
};

static double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds_of(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static bool start(char **command, const posix_spawn_file_actions_t *actions)
{
	pid_t child;
	int error = posix_spawnp(&child, command[0], actions, NULL, command, environ);

	if (error != 0)
		fprintf(stderr, "spawn_rate: %s: %s\n", command[0], strerror(error));
	return error == 0;
}

static bool reap(struct meter *meter)
{
	int status;

	while (wait(&status) < 0)
		if (errno != EINTR)
			return false;
	meter->statuses[WIFEXITED(status) ? WEXITSTATUS(status) : SIGNALLED]++;
	return true;
}

static bool measure(struct meter *meter, char **command, const posix_spawn_file_actions_t *actions)
{
	long started = 0;
	long ended = 0;

	while (ended < meter->runs) {
		if (started < meter->runs && started - ended < meter->jobs) {
			if (!start(command, actions))
				return false;
			started++;
		} else if (reap(meter)) {
			ended++;
		} else {
			return false;
		}
	}
	return true;
}

static void report(const struct meter *meter, double seconds)
{
	double runs = (double)meter->runs;
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	printf("rate %.1f wall_ms %.3f user_ms %.3f sys_ms %.3f", runs / seconds, seconds * 1e3 / runs,
	       seconds_of(usage.ru_utime) * 1e3 / runs, seconds_of(usage.ru_stime) * 1e3 / runs);
	for (int i = 0; i < SIGNALLED; i++)
		if (meter->statuses[i] > 0)
			printf(" exit_%d %ld", i, meter->statuses[i]);
	if (meter->statuses[SIGNALLED] > 0)
		printf(" signalled %ld", meter->statuses[SIGNALLED]);
	putchar('\n');
}

static bool parse(struct meter *meter, int argc, char **argv)
{
	int letter;

	while ((letter = getopt(argc, argv, "+j:n:")) != -1) {
		if (letter == 'j')
			meter->jobs = strtol(optarg, NULL, 10);
		else if (letter == 'n')
			meter->runs = strtol(optarg, NULL, 10);
		else
			return false;
	}
	return meter->jobs > 0 && meter->runs > 0 && optind < argc;
}

int main(int argc, char **argv)
{
	struct meter meter = { .runs = 1000, .jobs = 1 };
	posix_spawn_file_actions_t actions;
	double begin;

	if (!parse(&meter, argc, argv)) {
		fprintf(stderr, "usage: spawn_rate [-j JOBS] [-n RUNS] -- COMMAND [ARGUMENT]...\n");
		return 2;
	}
	if (posix_spawn_file_actions_init(&actions) != 0 ||
	    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) != 0) {
		fprintf(stderr, "spawn_rate: out of memory\n");
		return 1;
	}
	begin = seconds_now();
	if (!measure(&meter, argv + optind, &actions))
		return 1;
	report(&meter, seconds_now() - begin);
	posix_spawn_file_actions_destroy(&actions);
	return 0;
}
