// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/ftp_account.h"

#include <string.h>

/* It stands in a URL. */
bool ftp_account_takes_host(const char *text)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:";

	return text[0] != '\0' && text[strspn(text, allowed)] == '\0';
}
