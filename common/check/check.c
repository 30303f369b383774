// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/check.h"

const struct common_settings *check_common(const struct check *program)
{
	return program->document ? &option_document_defaults : &option_common_defaults;
}
