/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * The options of a program, each written once.
 *
 * A program has one const table.  Parsing, --help, and every description of it
 * (describe.h) come from that table; FILLS() takes an option's name, its place and
 * its kind from the member of `struct settings` that it fills, so none of them
 * can disagree and an unsupported type does not compile.
 */
#ifndef RECEICO_CHECK_OPTION_H
#define RECEICO_CHECK_OPTION_H

#include "common/check/problem.h"
#include "common/check/range.h"
#include "common/check/status.h"

#include <stddef.h>
#include <stdint.h>

enum option_kind {
	OPTION_FLAG,     /* bool: given or not */
	OPTION_COUNT,    /* unsigned char: how often it was given */
	OPTION_TEXT,     /* const char *: borrowed, lives as long as the settings */
	OPTION_TEXTS,    /* struct texts: repeatable */
	OPTION_NUMBER,   /* long: whole, between .lowest and .highest */
	OPTION_DURATION, /* double: seconds, above 0 */
	OPTION_SIZE,     /* uint64_t: bytes */
	OPTION_RANGE,    /* struct range: in .unit */
	OPTION_STATE,    /* enum status */
	OPTION_CHOICE,   /* int: the place of the word in .choices */
	OPTION_PARSED,   /* whatever .parse makes of it */
	OPTION_IGNORED   /* taken with an argument and ignored: what other suites have */
};

/* Texts in the order given; the array is owned by the settings, the texts are borrowed. */
struct texts {
	const char **items;
	size_t count;
};

struct option_entry {
	char letter;      /* 0: none */
	const char *name; /* of the member; on the command line `-` stands for each `_` */
	enum option_kind kind;
	size_t offset;              /* of the member in struct settings */
	const char *argument;       /* what --help calls the argument: "HOST", "RANGE" */
	const char *help;           /* one sentence without capital and full stop */
	const char *group;          /* heading; NULL: that of the option before */
	const char *alias;          /* a second long spelling that is taken but not shown */
	const char *const *choices; /* OPTION_CHOICE: the words, NULL behind the last */
	/* OPTION_PARSED: reads `text` into *settings; pure. */
	bool (*parse)(const char *text, void *settings, struct problem *problem);
	enum unit unit;  /* OPTION_RANGE: what the ends are written in */
	bool at_least;   /* OPTION_RANGE: a bare number is a minimum */
	bool repeatable; /* OPTION_PARSED: may be given more than once */
	bool required;
	/* OPTION_PARSED: the argument may stay away, then .parse gets NULL; when given it is
	 * attached (-S1.2, --ssl=1.2).  To schedulers such an option is a flag. */
	bool optional;
	long lowest, highest; /* OPTION_NUMBER: limits; both 0: none but those of long */
	int operand;          /* the n-th argument without a dash fills it (1, 2) */
	bool is_address;      /* schedulers fill it with the host's address */
	bool is_place;        /* text: it says where the check looks, as what is_address does */
	/* A table that several programs share stands here instead of an option: its entries
	 * fill the struct at .offset (and their .parse gets that struct). */
	const struct option_entry *shared;
};

/* The kind for a member's type. */
#define OPTION_KIND(member)                                                                                            \
	_Generic((member), bool: OPTION_FLAG, unsigned char: OPTION_COUNT, const char *: OPTION_TEXT,                  \
		 struct texts: OPTION_TEXTS, long: OPTION_NUMBER, double: OPTION_DURATION, uint64_t: OPTION_SIZE,      \
		 struct range: OPTION_RANGE, enum status: OPTION_STATE, int: OPTION_CHOICE)

/* Takes name, place and kind from a member of a struct.  The offset comes last: what
 * follows in a table entry is the argument, the help, and the rest by name. */
#define FILLS_IN(type, member)                                                                                         \
	.name = #member, .kind = OPTION_KIND(((type *)0)->member), .offset = offsetof(type, member)

/* The same for a member that `parser` fills. */
#define FILLS_IN_BY(type, member, parser)                                                                              \
	.parse = (parser), .name = #member, .kind = OPTION_PARSED, .offset = offsetof(type, member)

/* In a program's own table the struct is `struct settings`. */
#define FILLS(member) FILLS_IN(struct settings, member)
#define FILLS_BY(member, parser) FILLS_IN_BY(struct settings, member, parser)

/* The entry for a shared table, which fills a member that is a struct. */
#define SHARES(member, table) .shared = (table), .offset = offsetof(struct settings, member)

/* Walks a table, those it shares included:
 *
 *	struct option_cursor cursor = option_cursor(table);
 *	while ((option = option_next(&cursor)))
 *		... (char *)settings + cursor.base + option->offset ...
 */
struct option_cursor {
	const struct option_entry *next, *outer;
	size_t base; /* where the struct of the option that came last begins in the settings */
};
struct option_cursor option_cursor(const struct option_entry *table);
const struct option_entry *option_next(struct option_cursor *cursor);

/* What programs take beside their own table. */
struct common_settings {
	const struct option_entry *table; /* of the options that fill it; those it lacks keep their defaults */
	double timeout;                   /* seconds */
	enum status timeout_result;
	int output_format;     /* enum output_format */
	unsigned char verbose; /* 0 to 3 */
	const char *clause;    /* NULL: none */
	bool help, version;
	int describe;           /* enum description; DESCRIBE_NOTHING unless asked */
	const char *extra_opts; /* documentation only: arguments.h has expanded it before */
};

enum output_format { OUTPUT_NAGIOS, OUTPUT_JSON };

enum description { DESCRIBE_NOTHING, DESCRIBE_ICINGA2, DESCRIBE_NAGIOS, DESCRIBE_MAN, DESCRIBE_BASH, DESCRIBE_JSON };

/* The tables of the common options (they end in an entry without a name), and their
 * defaults: those of a check, and the few of a program that prints a document. */
extern const struct option_entry option_common_table[], option_document_table[];
extern const struct common_settings option_common_defaults, option_document_defaults;

/* Reads argv by `table` into *settings and by common->table into *common, both
 * of which hold their defaults.  argv[0] is skipped; the vector is reordered, its
 * texts are borrowed and must outlive the settings.  On failure the problem names
 * the option and what is expected.  Either way option_free() is due.
 *
 * --help, --version and --describe end the reading: what follows is not judged,
 * and nothing is required. */
bool option_parse(const struct option_entry *table, int argc, char **argv, void *settings,
		  struct common_settings *common, struct problem *problem) MUST_CHECK;

/* Frees what option_parse() allocated in *settings: the arrays of struct texts. */
void option_free(const struct option_entry *table, void *settings);

/* The name as it is typed, with its dashes: "--host-key".  64 bytes suffice. */
void option_spelling(const struct option_entry *option, char *text, size_t size);

/* Does it take an argument? */
bool option_takes_argument(const struct option_entry *option);

/* May it be given more than once with effect? */
bool option_repeats(const struct option_entry *option);

/* Writes the default as it would be typed; false when there is none worth telling.
 * `defaults` is the struct that the option's offset counts from. */
bool option_default(const struct option_entry *option, const void *defaults, char *text, size_t size);

#endif
