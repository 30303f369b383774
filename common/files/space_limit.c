// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/files/space_limit.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Longer than any that makes sense. */
enum { TEXT_MAXIMUM = 100 };

/* Takes the word off the end of the text, with the blanks before it. */
static bool take_word(char *text, const char *word)
{
	size_t length = strlen(text);
	size_t word_length = strlen(word);
	bool found = length > word_length && strcasecmp(text + length - word_length, word) == 0;

	if (found)
		length -= word_length;
	while (length > 0 && text[length - 1] == ' ')
		length--;
	text[length] = '\0';
	return found;
}

/* Is every end of the range without a unit?  0, `~` and nothing need none. */
static bool lacks_unit(const char *text)
{
	bool is_number = false;

	for (; *text; text++) {
		if (isalpha((unsigned char)*text) || *text == '%')
			return false;
		is_number = is_number || (*text >= '1' && *text <= '9');
	}
	return is_number;
}

bool space_limit_parse(const char *text, enum unit unit, struct space_limit *limit, struct problem *problem)
{
	char words[TEXT_MAXIMUM];
	struct space_limit parsed = { .text = text, .is_percent = strchr(text, '%') != NULL };
	bool done;

	if (snprintf(words, sizeof words, "%s", text) >= (int)sizeof words)
		return problem_set(problem, PROBLEM_INPUT, "it is longer than %zu bytes", sizeof words - 1);
	parsed.of_free = take_word(words, "FREE");
	if (!parsed.of_free)
		take_word(words, "USED");
	if (unit == UNIT_BYTES && lacks_unit(words))
		return problem_set(problem, PROBLEM_INPUT, "'%.100s' has no unit (such as 80%%, 12GB or 5%%FREE)",
				   text);
	if (parsed.is_percent)
		unit = UNIT_PERCENT;
	done = parsed.of_free ? range_parse_at_least(words, unit, &parsed.range, problem)
			      : range_parse(words, unit, &parsed.range, problem);
	if (done)
		*limit = parsed;
	return done;
}

bool space_limit_needs_ceiling(const struct space_limit *limit)
{
	return limit->range.is_set && (limit->is_percent || limit->of_free);
}

/* The whole number at or below; floor() would want another library. */
static double round_down(double value)
{
	/* 2^53: from there on all are whole. */
	const double all_whole = 9007199254740992.0;
	double whole = value;

	if (value > -all_whole && value < all_whole)
		whole = (double)(int64_t)value;
	return whole > value ? whole - 1 : whole;
}

struct range space_limit_range(const struct space_limit *limit, uint64_t ceiling)
{
	struct range range = limit->range;

	if (!range.is_set || (ceiling == 0 && space_limit_needs_ceiling(limit)))
		return (struct range){ 0 };
	if (limit->is_percent) {
		range.start = range.start / 100 * (double)ceiling;
		range.end = range.end / 100 * (double)ceiling;
	}
	if (limit->of_free) {
		double start = (double)ceiling - range.end;

		range.end = (double)ceiling - range.start;
		/* Nothing uses less than nothing: so written, it reads as one number. */
		range.start = isinf(start) ? 0 : start;
	}
	/* Whole bytes: more than 13.5 are 14. */
	range.start = -round_down(-range.start);
	range.end = round_down(range.end);
	return range;
}
