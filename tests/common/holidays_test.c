// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/time/holidays.h"

#include "common/time/calendar.h"
#include "tests/common/facts_file.h"
#include "tests/common/rows.h"

/* Where the list names a day otherwise: it calls what article 3 gives "休日", with the holiday
 * that it takes for the cause in front, and the two days of the enthronement likewise. */
static const struct {
	const char *date; /* NULL: any */
	const char *theirs, *ours;
} names[] = {
	{ "2019-05-01", "休日（祝日扱い）", "天皇の即位の日" },
	{ "2019-10-22", "休日（祝日扱い）", "即位礼正殿の儀の行われる日" },
	{ "2019-10-14", "体育の日（スポーツの日）", "体育の日" },
	{ NULL, "休日", "国民の休日" },
};

/* What the list says, in the words of the program. */
static const char *name_of(const char *date, const char *theirs)
{
	static const char substitute[] = " 振替休日";
	size_t length = strlen(theirs);

	if (length >= sizeof substitute && strcmp(theirs + length - sizeof substitute + 1, substitute) == 0)
		return theirs + length - sizeof substitute + 2;
	for (size_t i = 0; i < ROWS(names); i++) {
		if (strcmp(theirs, names[i].theirs) == 0 && (!names[i].date || strcmp(date, names[i].date) == 0))
			return names[i].ours;
	}
	return theirs;
}

/* The date and the name in the next row of the list; false at its end. */
static bool next_fact(FILE *facts, char *line, int size, const char **name)
{
	while (fgets(line, size, facts)) {
		char *comma = strchr(line, ',');

		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] < '0' || line[0] > '9' || comma == NULL)
			continue;
		*comma = '\0';
		*name = comma + 1;
		return true;
	}
	return false;
}

static void every_holiday_of_the_list_and_no_other_is_known(void **state)
{
	FILE *facts = facts_open("holidays_jp.csv");
	struct rows rows = { 0 };
	char line[200] = "";
	const char *name = NULL;

	(void)state;
	for (int year = HOLIDAYS_FIRST_YEAR; year <= HOLIDAYS_LAST_YEAR; year++) {
		struct holiday_year holidays;
		struct problem problem;

		assert_true(holidays_of_year(year, &holidays, &problem));
		for (size_t i = 0; i < holidays.count; i++) {
			char date[CALENDAR_TEXT];

			calendar_write_day(holidays.items[i].day, date, sizeof date);
			assert_true(next_fact(facts, line, sizeof line, &name));
			/* From here on all rows would be off by one. */
			if (!row_text(&rows, "the next holiday", date, line))
				fail_msg("the list and the program part at %s", line);
			row_text(&rows, date, holidays.items[i].name_ja, name_of(line, name));
		}
	}
	assert_false(next_fact(facts, line, sizeof line, &name));
	fclose(facts);
	assert_in_range(rows.tried, 2 * 890, 2 * 900);
	rows_end(&rows);
}

/* What kind of day is it, with which name?  "-" for none. */
static void each_rule_has_its_days(void **state)
{
	static const struct {
		const char *date;
		int kind; /* -1: no holiday */
		const char *name;
	} table[] = {
		{ "2000-01-10", HOLIDAY_NATIONAL, "Coming of Age Day" },
		{ "2002-07-20", HOLIDAY_NATIONAL, "Marine Day" },
		{ "2003-07-21", HOLIDAY_NATIONAL, "Marine Day" },
		{ "2003-07-20", -1, "before a Monday" },
		{ "2006-04-29", HOLIDAY_NATIONAL, "Greenery Day" },
		{ "2006-05-04", HOLIDAY_BETWEEN, "Citizens' Holiday" },
		{ "2003-05-04", -1, "a Sunday between, before 2007" },
		{ "2007-04-29", HOLIDAY_NATIONAL, "Showa Day" },
		{ "2007-05-04", HOLIDAY_NATIONAL, "Greenery Day" },
		{ "2006-01-02", HOLIDAY_SUBSTITUTE, "Substitute Holiday" },
		{ "2008-05-06", HOLIDAY_SUBSTITUTE, "Substitute Holiday" }, /* for the 4th */
		{ "2009-05-06", HOLIDAY_SUBSTITUTE, "Substitute Holiday" }, /* for the 3rd */
		{ "2009-05-07", -1, "behind a substitute" },
		{ "2009-09-22", HOLIDAY_BETWEEN, "Citizens' Holiday" },
		{ "2015-08-11", -1, "no Mountain Day yet" },
		{ "2016-08-11", HOLIDAY_NATIONAL, "Mountain Day" },
		{ "2018-12-23", HOLIDAY_NATIONAL, "The Emperor's Birthday" },
		{ "2019-02-23", -1, "the year without" },
		{ "2019-12-23", -1, "the year without" },
		{ "2019-04-30", HOLIDAY_BETWEEN, "Citizens' Holiday" },
		{ "2019-05-01", HOLIDAY_NATIONAL, "Day of the Emperor's Enthronement" },
		{ "2019-05-02", HOLIDAY_BETWEEN, "Citizens' Holiday" },
		{ "2019-10-22", HOLIDAY_NATIONAL, "Day of the Enthronement Ceremony" },
		{ "2020-02-23", HOLIDAY_NATIONAL, "The Emperor's Birthday" },
		{ "2020-07-20", -1, "Marine Day is moved" },
		{ "2020-10-12", -1, "Sports Day is moved" },
		{ "2021-07-23", HOLIDAY_NATIONAL, "Sports Day" },
		{ "2021-08-09", HOLIDAY_SUBSTITUTE, "Substitute Holiday" },
		{ "2021-08-11", -1, "Mountain Day is moved" },
		{ "2026-09-22", HOLIDAY_BETWEEN, "Citizens' Holiday" },
		{ "2026-12-31", -1, "a closing, not a holiday" },
	};
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct holiday_year holidays;
		struct problem problem;
		const struct holiday *holiday;
		long day = 0;

		assert_true(calendar_parse_date(table[i].date, &day, &problem));
		assert_true(holidays_of_year(calendar_date_of(day).year, &holidays, &problem));
		holiday = holiday_on(&holidays, day);
		row_number(&rows, table[i].date, holiday ? (int)holiday->kind : -1, table[i].kind);
		if (holiday)
			row_text(&rows, table[i].date, holiday->name_en, table[i].name);
	}
	rows_end(&rows);
}

static void other_years_are_refused(void **state)
{
	static const int years[] = { -1, 0, 1999, 2051, 9999 };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(years); i++) {
		struct holiday_year holidays;
		struct problem problem = { 0 };
		char row[20];

		snprintf(row, sizeof row, "%d", years[i]);
		row_true(&rows, row, holidays_of_year(years[i], &holidays, &problem), false);
		row_holds(&rows, row, problem.text, "known for the years 2000 to 2050, not for ");
		row_holds(&rows, row, problem.text, row);
	}
	rows_end(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_holiday_of_the_list_and_no_other_is_known),
		cmocka_unit_test(each_rule_has_its_days),
		cmocka_unit_test(other_years_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
