/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What an operator knows better than the law's rules: holidays that a new act adds,
 * moves or takes away.
 *
 *	# The opening of the exhibition
 *	2027-05-06 = 開幕の日 / Opening Day     adds a day, or gives it these names
 *	2027-05-07 = 開幕の日                   the one name stands for both languages
 *	2027-05-05 = -                          takes the holiday away; `remove` as well
 *
 * A line a day, UTF-8; `#` and `;` begin a comment line.  Each day stands once, in the
 * years that holidays.h knows, and what is taken away must be a holiday.  A name has at
 * most 100 bytes and no character that would change how a line is read (text.h).
 */
#ifndef RECEICO_TIME_HOLIDAY_CHANGES_H
#define RECEICO_TIME_HOLIDAY_CHANGES_H

#include "common/time/holidays.h"

enum { HOLIDAY_NAME_SIZE = 101, HOLIDAY_CHANGES_MAXIMUM = 256 };

struct holiday_change {
	long day;
	int line; /* where it stands */
	bool removes;
	char name_ja[HOLIDAY_NAME_SIZE], name_en[HOLIDAY_NAME_SIZE];
};

/* Zeroed it changes nothing.  Holds no memory. */
struct holiday_changes {
	struct holiday_change items[HOLIDAY_CHANGES_MAXIMUM];
	size_t count;
};

/* Reads the text of a file.  A problem begins with its line. */
bool holiday_changes_parse(const char *text, struct holiday_changes *changes, struct problem *problem) MUST_CHECK;

/* The change of that day, or NULL. */
const struct holiday_change *holiday_change_on(const struct holiday_changes *changes, long day);

#endif
