// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/holidays.h"

#include "common/time/calendar.h"

#include <string.h>

enum { SUNDAY = 0, MONDAY = 1 };

/* Since when a substitute may be more than a day away, and a day between may be any day. */
enum { LATER_SUBSTITUTES = 2007 };

enum rule {
	ON_DATE,   /* of the month */
	ON_MONDAY, /* the n-th of the month */
	ON_VERNAL, /* the day of the equinox */
	ON_AUTUMNAL
};

/* A holiday in the years for which it is so. */
struct decree {
	int first, last; /* years */
	enum rule rule;
	int month, number;
	const char *name_ja, *name_en;
};

#define FIRST HOLIDAYS_FIRST_YEAR
#define LAST HOLIDAYS_LAST_YEAR

/* By the date, for the reader. */
static const struct decree decrees[] = {
	{ FIRST, LAST, ON_DATE, 1, 1, "元日", "New Year's Day" },
	{ FIRST, LAST, ON_MONDAY, 1, 2, "成人の日", "Coming of Age Day" },
	{ FIRST, LAST, ON_DATE, 2, 11, "建国記念の日", "National Foundation Day" },
	{ 2020, LAST, ON_DATE, 2, 23, "天皇誕生日", "The Emperor's Birthday" },
	{ FIRST, LAST, ON_VERNAL, 3, 0, "春分の日", "Vernal Equinox Day" },
	{ FIRST, 2006, ON_DATE, 4, 29, "みどりの日", "Greenery Day" },
	{ 2007, LAST, ON_DATE, 4, 29, "昭和の日", "Showa Day" },
	{ 2019, 2019, ON_DATE, 5, 1, "天皇の即位の日", "Day of the Emperor's Enthronement" },
	{ FIRST, LAST, ON_DATE, 5, 3, "憲法記念日", "Constitution Memorial Day" },
	{ 2007, LAST, ON_DATE, 5, 4, "みどりの日", "Greenery Day" },
	{ FIRST, LAST, ON_DATE, 5, 5, "こどもの日", "Children's Day" },
	{ FIRST, 2002, ON_DATE, 7, 20, "海の日", "Marine Day" },
	{ 2003, 2019, ON_MONDAY, 7, 3, "海の日", "Marine Day" },
	{ 2020, 2020, ON_DATE, 7, 23, "海の日", "Marine Day" },
	{ 2021, 2021, ON_DATE, 7, 22, "海の日", "Marine Day" },
	{ 2022, LAST, ON_MONDAY, 7, 3, "海の日", "Marine Day" },
	{ 2020, 2020, ON_DATE, 7, 24, "スポーツの日", "Sports Day" },
	{ 2021, 2021, ON_DATE, 7, 23, "スポーツの日", "Sports Day" },
	{ 2016, 2019, ON_DATE, 8, 11, "山の日", "Mountain Day" },
	{ 2020, 2020, ON_DATE, 8, 10, "山の日", "Mountain Day" },
	{ 2021, 2021, ON_DATE, 8, 8, "山の日", "Mountain Day" },
	{ 2022, LAST, ON_DATE, 8, 11, "山の日", "Mountain Day" },
	{ FIRST, 2002, ON_DATE, 9, 15, "敬老の日", "Respect for the Aged Day" },
	{ 2003, LAST, ON_MONDAY, 9, 3, "敬老の日", "Respect for the Aged Day" },
	{ FIRST, LAST, ON_AUTUMNAL, 9, 0, "秋分の日", "Autumnal Equinox Day" },
	{ FIRST, 2019, ON_MONDAY, 10, 2, "体育の日", "Health and Sports Day" },
	{ 2022, LAST, ON_MONDAY, 10, 2, "スポーツの日", "Sports Day" },
	{ 2019, 2019, ON_DATE, 10, 22, "即位礼正殿の儀の行われる日", "Day of the Enthronement Ceremony" },
	{ FIRST, LAST, ON_DATE, 11, 3, "文化の日", "Culture Day" },
	{ FIRST, LAST, ON_DATE, 11, 23, "勤労感謝の日", "Labor Thanksgiving Day" },
	{ FIRST, 2018, ON_DATE, 12, 23, "天皇誕生日", "The Emperor's Birthday" },
};

/* 20.8431 (March) or 23.2488 (September) + 0.242194 a year since 1980, less the leap days. */
static int equinox(int year, enum rule rule)
{
	long years = year - 1980L;
	long millionths = (rule == ON_VERNAL ? 20843100 : 23248800) + 242194 * years;

	return (int)(millionths / 1000000 - years / 4);
}

static long day_of(int year, const struct decree *decree)
{
	long first = 0;

	/* Every decree stands within a month that exists. */
	if (!calendar_day_of(year, decree->month, 1, &first))
		return 0;
	switch (decree->rule) {
	case ON_MONDAY:
		return first + (MONDAY - calendar_weekday(first) + 7) % 7 + (decree->number - 1) * 7L;
	case ON_VERNAL:
	case ON_AUTUMNAL:
		return first + equinox(year, decree->rule) - 1;
	case ON_DATE:
		break;
	}
	return first + decree->number - 1;
}

const struct holiday *holiday_on(const struct holiday_year *holidays, long day)
{
	for (size_t i = 0; i < holidays->count; i++) {
		if (holidays->items[i].day == day)
			return &holidays->items[i];
	}
	return NULL;
}

static bool is_national(const struct holiday_year *holidays, long day)
{
	const struct holiday *holiday = holiday_on(holidays, day);

	return holiday && holiday->kind == HOLIDAY_NATIONAL;
}

/* Puts a holiday where its day belongs. */
static void insert(struct holiday_year *holidays, struct holiday holiday)
{
	size_t place = holidays->count;

	if (holidays->count == HOLIDAYS_MAXIMUM)
		return;
	while (place > 0 && holidays->items[place - 1].day > holiday.day)
		place--;
	memmove(holidays->items + place + 1, holidays->items + place,
		(holidays->count - place) * sizeof *holidays->items);
	holidays->items[place] = holiday;
	holidays->count++;
}

static void add_substitutes(int year, const struct holiday_year *named, struct holiday_year *holidays)
{
	for (size_t i = 0; i < named->count; i++) {
		long day = named->items[i].day + 1;

		if (calendar_weekday(named->items[i].day) != SUNDAY)
			continue;
		while (year >= LATER_SUBSTITUTES && is_national(named, day))
			day++;
		if (holiday_on(holidays, day) == NULL)
			insert(holidays, (struct holiday){ .day = day,
							   .kind = HOLIDAY_SUBSTITUTE,
							   .name_ja = "振替休日",
							   .name_en = "Substitute Holiday" });
	}
}

/* Until 2006 a Sunday was left as it was. */
static void add_days_between(int year, const struct holiday_year *named, struct holiday_year *holidays)
{
	for (size_t i = 0; i < named->count; i++) {
		long day = named->items[i].day + 1;

		if (!is_national(named, day + 1) || holiday_on(holidays, day) != NULL ||
		    (year < LATER_SUBSTITUTES && calendar_weekday(day) == SUNDAY))
			continue;
		insert(holidays, (struct holiday){ .day = day,
						   .kind = HOLIDAY_BETWEEN,
						   .name_ja = "国民の休日",
						   .name_en = "Citizens' Holiday" });
	}
}

bool holidays_of_year(int year, struct holiday_year *holidays, struct problem *problem)
{
	struct holiday_year named = { 0 };

	if (year < HOLIDAYS_FIRST_YEAR || year > HOLIDAYS_LAST_YEAR)
		return problem_set(problem, PROBLEM_INPUT,
				   "Japan's holidays are known for the years %d to %d, not for %d", HOLIDAYS_FIRST_YEAR,
				   HOLIDAYS_LAST_YEAR, year);
	for (size_t i = 0; i < sizeof decrees / sizeof *decrees; i++) {
		const struct decree *decree = &decrees[i];

		if (year >= decree->first && year <= decree->last)
			insert(&named, (struct holiday){ .day = day_of(year, decree),
							 .kind = HOLIDAY_NATIONAL,
							 .name_ja = decree->name_ja,
							 .name_en = decree->name_en });
	}
	*holidays = named;
	add_substitutes(year, &named, holidays);
	add_days_between(year, &named, holidays);
	return true;
}
