// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * Files made by the tools that people make backups with: whole, cut off, damaged, and something else.
 */
#define _GNU_SOURCE /* mkdtemp(), memmem() */
#include "common/files/soundness.h"

#include "common/files/archive_library.h"
#include "common/files/content_end.h"

#include "tests/common/rows.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SOUND SOUNDNESS_SOUND
#define UNSOUND SOUNDNESS_UNSOUND
#define UNKNOWN SOUNDNESS_UNKNOWN

/* A file in memory, and what its reader does. */
struct source {
	unsigned char *bytes;
	size_t length;
	uint64_t fails_from;       /* reads that reach behind it fail; 0: none */
	struct deadline *deadline; /* that passes with the first read of the whole, or NULL */
	int wholes;                /* reads of that kind */
	size_t reads;
	size_t largest; /* read that was asked for */
};

static bool read_source(void *given, uint64_t offset, void *bytes, size_t size, const struct deadline *deadline,
			size_t *length, struct problem *problem)
{
	struct source *source = given;
	size_t left = offset < source->length ? source->length - (size_t)offset : 0;

	(void)deadline;
	source->reads++;
	source->largest = size > source->largest ? size : source->largest;
	if (source->fails_from > 0 && offset + size > source->fails_from)
		return problem_set(problem, PROBLEM_SYSTEM, "cannot be read: Input/output error");
	*length = left < size ? left : size;
	memcpy(bytes, source->bytes + offset, *length);
	/* The pass over the whole begins: a small file was read once before, for its end. */
	if (offset == 0 && size > CONTENT_HEAD_SIZE)
		source->wholes++;
	if (source->deadline && source->wholes == (source->length > CONTENT_TAIL_SIZE ? 1 : 2))
		source->deadline->seconds = 0;
	return true;
}

static struct soundness look(struct source *source, const struct soundness_question *question)
{
	struct reader reader = { .size_bytes = source->length, .source = source, .read = read_source };
	struct deadline deadline = deadline_in(600);
	struct problem problem = { 0 };
	struct soundness soundness = { 0 };

	if (source->deadline)
		*source->deadline = deadline;
	if (!soundness_look(&reader, question, source->deadline ? source->deadline : &deadline, &soundness, &problem))
		fail_msg("%s: %s", question->name, problem.text);
	return soundness;
}

/* The file with room behind it; NULL bytes when its tool is not installed. */
static struct source read_file(const char *name)
{
	struct source source = { 0 };
	struct stat about;
	FILE *file = fopen(name, "r");

	if (file == NULL)
		return source;
	assert_int_equal(fstat(fileno(file), &about), 0);
	source.length = (size_t)about.st_size;
	source.bytes = malloc(source.length + 4096);
	assert_non_null(source.bytes);
	assert_int_equal(fread(source.bytes, 1, source.length, file), source.length);
	assert_int_equal(fclose(file), 0);
	return source;
}

static struct soundness look_at(struct source *source, const char *name, enum soundness_depth depth)
{
	struct soundness_question question = { .depth = depth, .name = name };

	return look(source, &question);
}

static int make_files(void **state)
{
	char *folder = strdup("/tmp/receico-soundness-XXXXXX");
	const char *tests = getenv("TEST_SOURCES");
	char script[512];
	int status = 0;
	pid_t child;

	*state = folder;
	if (folder == NULL || tests == NULL || mkdtemp(folder) == NULL || chdir(folder) != 0)
		return -1;
	snprintf(script, sizeof script, "%s/common/soundness_files", tests);
	fflush(NULL);
	child = fork();
	if (child == 0) {
		execl(script, script, folder, (char *)NULL);
		_exit(127);
	}
	return child > 0 && waitpid(child, &status, 0) == child && status == 0 ? 0 : -1;
}

static int remove_files(void **state)
{
	char *const arguments[] = { (char *)"rm", (char *)"-rf", *state, NULL };
	pid_t child = fork();

	if (child == 0) {
		execvp("rm", arguments);
		_exit(127);
	}
	waitpid(child, NULL, 0);
	free(*state);
	return chdir("/");
}

#define WHOLE(kind) kind ", begins and ends as it should"
#define BEGINS(kind) kind " by its beginning; its end was not told"
#define ENCRYPTED ", read through; what is encrypted in it cannot be told"
#define THROUGH ", read through"
#define TAR " with tar in it, 7 entries, read through"

/* Each file as it was made, to both depths. */
static const struct {
	const char *name;
	enum soundness_verdict magic;
	const char *magic_reason;
	enum soundness_verdict full;
	const char *full_reason;
} files[] = {
	{ "a.tar", SOUND, WHOLE("tar"), SOUND, "tar, 7 entries" THROUGH },
	{ "a.tar.gz", SOUND, WHOLE("gzip"), SOUND, "gzip" TAR },
	{ "a.tar.bz2", SOUND, WHOLE("bzip2"), SOUND, "bzip2" TAR },
	{ "a.tar.xz", SOUND, WHOLE("xz"), SOUND, "xz" TAR },
	{ "a.tar.zst", SOUND, WHOLE("zstd"), SOUND, "zstd" TAR },
	{ "a.tar.lz4", SOUND, WHOLE("lz4"), SOUND, "lz4" TAR },
	{ "plain.tar.lz4", SOUND, WHOLE("lz4"), SOUND, "lz4" TAR },
	{ "a.tar.lz", SOUND, WHOLE("lzip"), SOUND, "lzip" TAR },
	{ "a.tar.Z", SOUND, BEGINS("compress"), SOUND, "compress" TAR },
	{ "a.zip", SOUND, WHOLE("zip"), SOUND, "zip, 6 entries" THROUGH },
	{ "a.zip.gz", SOUND, WHOLE("gzip"), SOUND, "gzip with zip in it" THROUGH },
	{ "locked.zip", SOUND, WHOLE("zip"), SOUND, "zip, 2 entries, 1 encrypted and not opened" THROUGH },
	{ "a.7z", SOUND, WHOLE("7z"), SOUND, "7z, 7 entries" THROUGH },
	{ "a.cpio", SOUND, WHOLE("cpio"), SOUND, "cpio, 7 entries" THROUGH },
	{ "a.sqlite", SOUND, WHOLE("an SQLite database"), SOUND, "an SQLite database" THROUGH },
	{ "a.sqlite.sql", SOUND, WHOLE("SQL of sqlite3"), SOUND, "SQL of sqlite3" THROUGH },
	{ "a.mysql.sql", SOUND, WHOLE("SQL of mysqldump"), SOUND, "SQL of mysqldump" THROUGH },
	{ "a.pgdump", SOUND, WHOLE("a pg_dump archive"), SOUND, "a pg_dump archive" THROUGH },
	{ "a.pg.sql", SOUND, WHOLE("SQL of pg_dump"), SOUND, "SQL of pg_dump" THROUGH },
	{ "a.mysql.sql.gz", SOUND, WHOLE("gzip"), SOUND, "gzip with SQL of mysqldump in it" THROUGH },
	{ "a.mysql.sql.zst", SOUND, WHOLE("zstd"), SOUND, "zstd with SQL of mysqldump in it" THROUGH },
	{ "two.gz", SOUND, WHOLE("gzip"), SOUND, "gzip with a text in it" THROUGH },
	{ "a.tar.enc.openssl", SOUND, BEGINS("encrypted by openssl enc"), SOUND, "encrypted by openssl enc" ENCRYPTED },
	{ "a.tar.gpg", SOUND, BEGINS("OpenPGP"), SOUND, "OpenPGP" ENCRYPTED },
	{ "a.tar.asc", SOUND, WHOLE("armored OpenPGP"), SOUND, "armored OpenPGP" ENCRYPTED },
	{ "bare.sql", SOUND, BEGINS("a text"), SOUND, "a text" THROUGH },
	{ "hostile.tar", SOUND, WHOLE("tar"), SOUND, "tar, 12 entries" THROUGH },
	{ "empty.tar.gz", UNSOUND, "it is empty", UNSOUND, "it is empty" },
	{ "zeros.tar.gz", UNSOUND, "it is zero bytes, not gzip", UNSOUND, "it is zero bytes, not gzip" },
	{ "nothing.tar", UNSOUND, "it is zero bytes, not tar", UNSOUND, "it is zero bytes, not tar" },
	{ "nothing.zip", UNSOUND, "zip: no file is in it", UNSOUND, "zip: no file is in it" },
	{ "nothing.sql.gz", UNSOUND, "gzip: it holds nothing", UNSOUND, "gzip: it holds nothing" },
	{ "hole.raw", UNSOUND, "it holds zero bytes wherever it was looked at", UNKNOWN,
	  "it begins with zero bytes, and its name promises nothing" },
	{ "page.tar.gz", UNSOUND, "it is an HTML page, not gzip", UNSOUND, "it is an HTML page, not gzip" },
	{ "page.backup", UNKNOWN, "an HTML page, and its name promises nothing", UNKNOWN,
	  "an HTML page, and its name promises nothing" },
	{ "part.tar", UNSOUND, "it is a text, not tar", UNSOUND, "it is a text, not tar" },
	{ "denied.sql", UNSOUND, "it is what a program said: 'mysqldump: Got error: 2002: Cannot connect'", UNSOUND,
	  "it is what a program said: 'mysqldump: Got error: 2002: Cannot connect'" },
	{ "denied.sql.gz", SOUND, WHOLE("gzip"), UNSOUND,
	  "gzip: what it holds: it is what a program said: 'mysqldump: Got error: 1045: Access denied for user'" },
	{ "half.sql.gz", SOUND, WHOLE("gzip"), UNSOUND,
	  "gzip: SQL of mysqldump in it: its last line is not '-- Dump completed'" },
	{ "half.tar.gz", UNSOUND, "gzip: its last bytes are not the end of a gzip file that holds a tar", UNSOUND,
	  "gzip: its last bytes are not the end of a gzip file that holds a tar" },
	{ "bomb.gz", SOUND, WHOLE("gzip"), UNSOUND, "gzip: it holds zero bytes alone" },
	{ "bomb.zip", SOUND, WHOLE("zip"), SOUND, "zip, 1 entry" THROUGH },
	{ "bomb.tar.gz", SOUND, WHOLE("gzip"), SOUND, "gzip with tar in it, 1 entry" THROUGH },
};

static void a_file_is_what_its_tool_made(void **state)
{
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(files); i++) {
		struct source source = read_file(files[i].name);
		struct soundness found;

		if (source.bytes == NULL) {
			print_message("# %s was not made: its tool is not installed\n", files[i].name);
			continue;
		}
		found = look_at(&source, files[i].name, SOUNDNESS_MAGIC);
		row_number(&rows, files[i].name, found.verdict, files[i].magic);
		row_text(&rows, files[i].name, found.reason, files[i].magic_reason);
		row_number(&rows, files[i].name, (double)found.bytes_read, 0);
		row_text(&rows, files[i].name, found.digest, "");
		found = look_at(&source, files[i].name, SOUNDNESS_FULL);
		row_number(&rows, files[i].name, found.verdict, files[i].full);
		row_text(&rows, files[i].name, found.reason, files[i].full_reason);
		if (found.verdict == SOUNDNESS_SOUND) {
			row_number(&rows, files[i].name, (double)found.bytes_read, (double)source.length);
			row_number(&rows, files[i].name, (double)strlen(found.digest), 64);
		}
		free(source.bytes);
	}
	rows_end(&rows);
}

/* What a damage does that a depth sees of a file. */
enum sight { NOTHING = 0, MAGIC = 1, FULL = 2, BOTH = 3 };

static const struct {
	const char *name;
	enum sight cut;     /* bytes are missing at the end */
	enum sight flipped; /* one bit in the middle */
	enum sight more;    /* something follows */
} damages[] = {
	{ "a.tar", BOTH, NOTHING, BOTH },        { "a.tar.gz", FULL, FULL, BOTH },
	{ "a.tar.bz2", BOTH, FULL, BOTH },       { "a.tar.xz", BOTH, FULL, BOTH },
	{ "a.tar.zst", BOTH, FULL, BOTH },       { "a.tar.lz4", FULL, FULL, BOTH },
	{ "a.tar.lz", BOTH, FULL, BOTH },        { "a.tar.Z", FULL, NOTHING, NOTHING },
	{ "a.zip", BOTH, FULL, BOTH },           { "a.7z", BOTH, FULL, BOTH },
	{ "a.cpio", FULL, NOTHING, BOTH },       { "a.sqlite", BOTH, NOTHING, BOTH },
	{ "a.sqlite.sql", BOTH, NOTHING, BOTH }, { "a.mysql.sql", BOTH, NOTHING, BOTH },
	{ "a.pg.sql", FULL, NOTHING, BOTH },     { "a.mysql.sql.gz", FULL, FULL, BOTH },
	{ "two.gz", FULL, FULL, BOTH },          { "a.tar.asc", BOTH, NOTHING, BOTH },
	{ "a.tar.gpg", FULL, NOTHING, FULL },    { "a.pgdump", BOTH, NOTHING, BOTH },
};

/* What is seen of it; a depth that sees more must not see less. */
static void judge_damage(struct rows *rows, const char *row, struct source *source, const char *name,
			 enum sight expected)
{
	char text[200];
	struct soundness magic = look_at(source, name, SOUNDNESS_MAGIC);
	struct soundness full = look_at(source, name, SOUNDNESS_FULL);

	if (expected & MAGIC) {
		snprintf(text, sizeof text, "%s: magic: %.120s", row, magic.reason);
		row_number(rows, text, magic.verdict, SOUNDNESS_UNSOUND);
	}
	if (expected != NOTHING) {
		snprintf(text, sizeof text, "%s: full: %.120s", row, full.reason);
		row_number(rows, text, full.verdict, SOUNDNESS_UNSOUND);
	}
}

static void a_file_that_is_cut_off_is_unsound(void **state)
{
	static const size_t missing[] = {
		1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 16, 31, 100, 511, 512, 513, 1024, 4096, 20000
	};
	struct rows rows = { 0 };
	char row[100];

	(void)state;
	for (size_t i = 0; i < ROWS(damages); i++) {
		struct source source = read_file(damages[i].name);
		size_t whole = source.length;

		if (source.bytes == NULL)
			continue;
		for (size_t j = 0; j < ROWS(missing) + 8; j++) {
			size_t cut = j < ROWS(missing) ? missing[j] : whole / 9 * (j - ROWS(missing) + 1);

			/* Behind the last line of pg_dump a blank one may be gone, and the fill of cpio. */
			if (cut >= whole || (cut <= 40 && strcmp(damages[i].name, "a.pg.sql") == 0) ||
			    (cut < 512 && strcmp(damages[i].name, "a.cpio") == 0))
				continue;
			source.length = whole - cut;
			snprintf(row, sizeof row, "%s without %zu", damages[i].name, cut);
			judge_damage(&rows, row, &source, damages[i].name, damages[i].cut);
		}
		free(source.bytes);
	}
	rows_end(&rows);
}

static void a_bit_that_is_wrong_is_seen_where_the_format_can_tell(void **state)
{
	struct rows rows = { 0 };
	char row[100];

	(void)state;
	for (size_t i = 0; i < ROWS(damages); i++) {
		struct source source = read_file(damages[i].name);

		if (source.bytes == NULL)
			continue;
		for (size_t j = 1; j < 20; j++) {
			size_t place = source.length / 20 * j;

			source.bytes[place] ^= (unsigned char)(1 << j % 8);
			snprintf(row, sizeof row, "%s with a bit wrong at %zu", damages[i].name, place);
			judge_damage(&rows, row, &source, damages[i].name, damages[i].flipped);
			source.bytes[place] ^= (unsigned char)(1 << j % 8);
		}
		free(source.bytes);
	}
	rows_end(&rows);
}

static void something_behind_the_end_is_seen(void **state)
{
	static const char rubbish[] =
		"\nwarning: written by mistake\nand once more, to be long enough for any format\n";
	struct rows rows = { 0 };
	char row[100];

	(void)state;
	for (size_t i = 0; i < ROWS(damages); i++) {
		struct source source = read_file(damages[i].name);
		size_t whole = source.length;

		if (source.bytes == NULL)
			continue;
		memcpy(source.bytes + whole, rubbish, sizeof rubbish);
		for (size_t j = 2; j < sizeof rubbish; j += 7) {
			source.length = whole + j;
			snprintf(row, sizeof row, "%s with %zu more", damages[i].name, j);
			judge_damage(&rows, row, &source, damages[i].name, damages[i].more);
		}
		free(source.bytes);
	}
	rows_end(&rows);
}

static void zeros_behind_gzip_and_xz_are_padding(void **state)
{
	static const char *const names[] = { "a.tar.gz", "a.tar.xz" };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++) {
		struct source source = read_file(names[i]);

		if (source.bytes == NULL)
			continue;
		memset(source.bytes + source.length, 0, 512);
		source.length += 512;
		row_number(&rows, names[i], look_at(&source, names[i], SOUNDNESS_MAGIC).verdict, SOUNDNESS_SOUND);
		row_number(&rows, names[i], look_at(&source, names[i], SOUNDNESS_FULL).verdict, SOUNDNESS_SOUND);
		free(source.bytes);
	}
	rows_end(&rows);
}

static void magic_reads_little_of_a_file(void **state)
{
	struct source source = read_file("bomb.gz");

	(void)state;
	if (source.bytes == NULL)
		skip();
	look_at(&source, "bomb.gz", SOUNDNESS_MAGIC);
	assert_int_equal(source.reads, 2);
	assert_true(source.largest < 100000);
	free(source.bytes);
}

static void a_deadline_that_passes_is_neither_sound_nor_unsound(void **state)
{
	static const char *const names[] = { "a.tar",         "a.tar.gz",      "a.tar.bz2", "a.tar.xz", "a.tar.zst",
					     "a.tar.lz",      "a.zip",         "a.sqlite",  "bomb.gz",  "bomb.tar.gz",
					     "small.bomb.gz", "small.bomb.xz", "bomb.zip" };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++) {
		struct source source = read_file(names[i]);
		struct deadline deadline;
		struct soundness found;

		if (source.bytes == NULL)
			continue;
		source.deadline = &deadline;
		found = look_at(&source, names[i], SOUNDNESS_FULL);
		row_number(&rows, names[i], found.verdict, SOUNDNESS_UNFINISHED);
		row_true(&rows, names[i], found.bytes_read > 0 && found.bytes_read <= source.length, true);
		row_holds(&rows, names[i], found.reason, " were read when the time was over");
		row_text(&rows, names[i], found.digest, "");
		free(source.bytes);
	}
	rows_end(&rows);
}

static void a_deadline_that_has_passed_is_unfinished(void **state)
{
	struct source source = read_file("a.tar");
	struct reader reader = { .size_bytes = source.length, .source = &source, .read = read_source };
	struct soundness_question question = { .depth = SOUNDNESS_MAGIC, .name = "a.tar" };
	struct deadline deadline = { 0 };
	struct soundness found;
	struct problem problem = { 0 };

	(void)state;
	assert_true(soundness_look(&reader, &question, &deadline, &found, &problem));
	assert_int_equal(found.verdict, SOUNDNESS_UNFINISHED);
	assert_string_equal(found.reason, "the time was over before it was looked at");
	free(source.bytes);
}

static void what_cannot_be_read_is_unreadable(void **state)
{
	static const char *const names[] = { "a.tar", "a.tar.gz", "a.tar.xz", "a.zip", "a.7z", "a.mysql.sql" };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++) {
		struct source source = read_file(names[i]);
		struct soundness found;

		if (source.bytes == NULL)
			continue;
		/* The first read is that of the last bytes. */
		source.fails_from = 1;
		found = look_at(&source, names[i], SOUNDNESS_MAGIC);
		row_number(&rows, names[i], found.verdict, SOUNDNESS_UNREADABLE);
		row_text(&rows, names[i], found.reason, "cannot be read: Input/output error");
		found = look_at(&source, names[i], SOUNDNESS_FULL);
		row_number(&rows, names[i], found.verdict, SOUNDNESS_UNREADABLE);
		free(source.bytes);
	}
	rows_end(&rows);
}

/* A reader whose file becomes shorter after it was listed. */
static void a_file_that_shrinks_while_it_is_read_is_unreadable(void **state)
{
	struct source source = read_file("a.tar");
	struct reader reader = { .size_bytes = source.length + 1, .source = &source, .read = read_source };
	struct soundness_question question = { .depth = SOUNDNESS_FULL, .name = "a.tar" };
	struct deadline deadline = deadline_in(600);
	struct soundness found;
	struct problem problem = { 0 };

	(void)state;
	assert_true(soundness_look(&reader, &question, &deadline, &found, &problem));
	assert_int_equal(found.verdict, SOUNDNESS_UNREADABLE);
	assert_string_equal(found.reason, "it is shorter than it was listed");
	free(source.bytes);
}

static void digest_of(const char *command, const char *name, char digest[DIGEST_TEXT_SIZE])
{
	char line[300];
	FILE *output;

	snprintf(line, sizeof line, "%s %s", command, name);
	output = popen(line, "r");
	assert_non_null(output);
	assert_non_null(fgets(line, sizeof line, output));
	pclose(output);
	snprintf(digest, DIGEST_TEXT_SIZE, "%.*s", (int)strcspn(line, " "), line);
}

static void a_checksum_beside_a_file_is_compared(void **state)
{
	static const char *const names[] = { "a.tar", "a.tar.gz", "a.tar.xz", "a.zip", "a.7z", "page.backup" };
	struct rows rows = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(names) * 2; i++) {
		const char *name = names[i / 2];
		struct source source = read_file(name);
		struct soundness_question question = { .depth = SOUNDNESS_FULL, .name = name };
		char digest[DIGEST_TEXT_SIZE];
		char text[400];
		struct soundness found;

		if (source.bytes == NULL)
			continue;
		digest_of(i % 2 ? "sha512sum" : "sha256sum", name, digest);
		question.checksum_text = text;
		question.checksum_length = (size_t)snprintf(text, sizeof text, "%s  %s\n", digest, name);
		found = look(&source, &question);
		row_number(&rows, name, found.checksum, SOUNDNESS_CHECKSUM_MATCHES);
		/* What neither name nor bytes tell, a checksum that holds does. */
		row_number(&rows, name, found.verdict, SOUNDNESS_SOUND);
		if (i % 2 == 0)
			row_text(&rows, name, found.digest, digest);
		text[0] = text[0] == 'a' ? 'b' : 'a';
		found = look(&source, &question);
		row_number(&rows, name, found.checksum, SOUNDNESS_CHECKSUM_DIFFERS);
		row_number(&rows, name, found.verdict, SOUNDNESS_UNSOUND);
		row_holds(&rows, name, found.reason, ": it has another checksum than the file beside it says");
		question.checksum_text = "no digits";
		question.checksum_length = 9;
		found = look(&source, &question);
		row_number(&rows, name, found.checksum, SOUNDNESS_CHECKSUM_MALFORMED);
		question.checksum_length =
			(size_t)snprintf(text, sizeof text, "%064d  another.tar\n%064d  third.tar\n", 1, 2);
		question.checksum_text = text;
		found = look(&source, &question);
		row_number(&rows, name, found.checksum, SOUNDNESS_CHECKSUM_NONE);
		question.depth = SOUNDNESS_MAGIC;
		row_number(&rows, name, look(&source, &question).checksum, SOUNDNESS_CHECKSUM_NONE);
		free(source.bytes);
	}
	rows_end(&rows);
}

/* libarchive gives out the packed bytes as they are when it does not take the header. */
static void what_is_not_unpacked_is_no_content(void **state)
{
	struct source source = read_file("a.tar.lz");
	struct soundness found;

	(void)state;
	if (source.bytes == NULL)
		skip();
	source.bytes[5] = 0xff; /* the size of the dictionary */
	found = look_at(&source, "a.lz", SOUNDNESS_FULL);
	assert_int_equal(found.verdict, SOUNDNESS_UNSOUND);
	assert_string_equal(found.reason, "lzip: its first bytes are not those of a whole lzip stream");
	free(source.bytes);
}

static void what_libarchive_lacks_is_a_problem(void **state)
{
	struct libarchive library;
	struct problem problem = { 0 };

	(void)state;
	assert_true(archive_library_load(&library, &problem));
	assert_null(archive_reader_new(&library, CONTENT_LZOP, &problem));
	assert_int_equal(problem.kind, PROBLEM_SYSTEM);
	assert_string_equal(problem.text, "libarchive was built without lzop");
}

static void nothing_is_written_whatever_an_archive_names(void **state)
{
	static const char *const written[] = {
		"escaped", "../escaped", "../../escaped", "/absolute", "a", "link", "-rf"
	};
	struct source source = read_file("hostile.tar");
	struct rows rows = { 0 };

	(void)state;
	assert_non_null(source.bytes);
	look_at(&source, "hostile.tar", SOUNDNESS_FULL);
	for (size_t i = 0; i < ROWS(written); i++)
		row_true(&rows, written[i], access(written[i], F_OK) == 0, false);
	rows_end(&rows);
	free(source.bytes);
}

/* 200 MB of zeros, and a tar that says to hold little, in less than a megabyte. */
static void a_bomb_takes_no_memory(void **state)
{
	static const char *const names[] = { "bomb.gz", "bomb.tar.gz", "bomb.zip" };
	struct rusage before;
	struct rusage after;

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++) {
		struct source source = read_file(names[i]);

		if (source.bytes == NULL)
			skip();
		assert_int_equal(getrusage(RUSAGE_SELF, &before), 0);
		look_at(&source, names[i], SOUNDNESS_FULL);
		assert_int_equal(getrusage(RUSAGE_SELF, &after), 0);
		assert_true(after.ru_maxrss - before.ru_maxrss < 32 * 1024);
		free(source.bytes);
	}
}

/* Looks at a file with the libraries that LD_LIBRARY_PATH gives, and prints what became of it. */
static int look_alone(const char *name)
{
	struct source source = read_file(name);
	struct reader reader = { .size_bytes = source.length, .source = &source, .read = read_source };
	struct soundness_question question = { .depth = SOUNDNESS_FULL, .name = name };
	struct deadline deadline = deadline_in(600);
	struct problem problem = { 0 };
	struct soundness found;
	bool done = soundness_look(&reader, &question, &deadline, &found, &problem);

	printf("%d %d %s\n", done, problem.kind, done ? found.reason : problem.text);
	free(source.bytes);
	return 0;
}

static void a_library_that_is_missing_is_a_problem_that_says_so(void **state)
{
	static const struct {
		const char *library, *name, *expected;
	} rows_of[] = {
		{ "libarchive.so.13", "a.tar", "libarchive.so.13" },
		{ "libz.so.1", "a.tar.gz", "libz.so.1" },
		{ "libcrypto.so.3", "a.mysql.sql", "libcrypto.so.3" },
	};
	struct rows rows = { 0 };
	char program[512];
	ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);

	(void)state;
	assert_true(length > 0);
	program[length] = '\0';
	for (size_t i = 0; i < ROWS(rows_of); i++) {
		char command[1200];
		char line[600] = "";
		FILE *output;

		/* What is no library stands where it is looked for first. */
		snprintf(command, sizeof command,
			 "mkdir -p lacking && echo none >lacking/%s && LD_LIBRARY_PATH=$PWD/lacking %s %s; rm -r "
			 "lacking",
			 rows_of[i].library, program, rows_of[i].name);
		output = popen(command, "r");
		assert_non_null(output);
		if (fgets(line, sizeof line, output) == NULL)
			line[0] = '\0';
		pclose(output);
		row_holds(&rows, rows_of[i].library, line, "0 2 "); /* false, PROBLEM_SYSTEM */
		row_holds(&rows, rows_of[i].library, line, rows_of[i].expected);
		row_holds(&rows, rows_of[i].library, line, "cannot be loaded");
	}
	rows_end(&rows);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_what_its_tool_made),
		cmocka_unit_test(a_file_that_is_cut_off_is_unsound),
		cmocka_unit_test(a_bit_that_is_wrong_is_seen_where_the_format_can_tell),
		cmocka_unit_test(something_behind_the_end_is_seen),
		cmocka_unit_test(zeros_behind_gzip_and_xz_are_padding),
		cmocka_unit_test(magic_reads_little_of_a_file),
		cmocka_unit_test(a_deadline_that_passes_is_neither_sound_nor_unsound),
		cmocka_unit_test(a_deadline_that_has_passed_is_unfinished),
		cmocka_unit_test(what_cannot_be_read_is_unreadable),
		cmocka_unit_test(a_file_that_shrinks_while_it_is_read_is_unreadable),
		cmocka_unit_test(a_checksum_beside_a_file_is_compared),
		cmocka_unit_test(what_is_not_unpacked_is_no_content),
		cmocka_unit_test(what_libarchive_lacks_is_a_problem),
		cmocka_unit_test(nothing_is_written_whatever_an_archive_names),
		cmocka_unit_test(a_bomb_takes_no_memory),
		cmocka_unit_test(a_library_that_is_missing_is_a_problem_that_says_so),
	};

	if (argc == 2)
		return look_alone(argv[1]);
	return cmocka_run_group_tests(tests, make_files, remove_files);
}
