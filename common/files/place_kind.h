/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright (C) 2026 the receico-plugins authors */
/*
 * What each kind of place can do, for place.c.
 */
#ifndef RECEICO_FILES_PLACE_KIND_H
#define RECEICO_FILES_PLACE_KIND_H

#include "common/files/place.h"
#include "common/files/place_address.h"

struct place_kind {
	/* What place.h says of place_verify(), place_open() ... of this kind.  `open` sets place->state. */
	bool (*verify)(const struct place_address *address, const struct place_access *access, struct problem *problem);
	bool (*open)(struct place *place, const struct deadline *deadline, struct problem *problem);
	void (*close)(struct place *place);
	bool (*list)(struct place *place, const struct listing_filter *filter, const struct deadline *deadline,
		     bool *exists, struct listing *listing, struct problem *problem);
	bool (*look)(struct place *place, const struct entry *entry, const struct deadline *deadline, bool *there,
		     struct entry *now, struct problem *problem);
	bool (*reader_open)(struct place *place, const struct entry *entry, const struct deadline *deadline,
			    struct reader *reader, struct problem *problem);
	void (*reader_close)(struct place *place, struct reader *reader);
};

struct place {
	const struct place_kind *kind;
	const struct place_access *access;
	struct place_address address;
	void *state; /* what the kind keeps; owned by it */
};

extern const struct place_kind place_local, place_sftp, place_ftp, place_https;

#endif
