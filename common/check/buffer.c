// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/check/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct buffer buffer_limited(size_t maximum)
{
	return (struct buffer){ .data = "", .maximum = maximum };
}

/* Room for `wanted` bytes and a NUL; false leaves the buffer as it was. */
static bool reserve(struct buffer *buffer, size_t wanted)
{
	size_t capacity = buffer->capacity ? buffer->capacity : 64;
	char *data;

	if (wanted < buffer->capacity)
		return true;
	while (capacity <= wanted)
		capacity *= 2;
	data = realloc(buffer->capacity ? buffer->data : NULL, capacity);
	if (data == NULL)
		return false;
	if (buffer->capacity == 0)
		data[0] = '\0';
	buffer->data = data;
	buffer->capacity = capacity;
	return true;
}

bool buffer_reserve(struct buffer *buffer, size_t length)
{
	return length <= buffer->maximum && reserve(buffer, length);
}

bool buffer_append(struct buffer *buffer, const void *bytes, size_t length)
{
	size_t room = buffer->maximum - buffer->length;
	size_t fitting = length < room ? length : room;

	if (fitting > 0 && !reserve(buffer, buffer->length + fitting))
		fitting = 0;
	if (fitting > 0) {
		memcpy(buffer->data + buffer->length, bytes, fitting);
		buffer->length += fitting;
		buffer->data[buffer->length] = '\0';
	}
	if (fitting < length)
		buffer->overflowed = true;
	return fitting == length;
}

bool buffer_add(struct buffer *buffer, const char *text)
{
	return buffer_append(buffer, text, strlen(text));
}

bool buffer_print(struct buffer *buffer, const char *format, ...)
{
	char text[512];
	char *large = NULL;
	va_list arguments;
	va_list again;
	int length;
	bool fitted;

	va_start(arguments, format);
	va_copy(again, arguments);
	length = vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	if (length >= (int)sizeof text && (large = malloc((size_t)length + 1)) != NULL)
		vsnprintf(large, (size_t)length + 1, format, again);
	va_end(again);
	fitted = buffer_add(buffer, large ? large : text) && (large || length < (int)sizeof text);
	if (!fitted)
		buffer->overflowed = true;
	free(large);
	return fitted;
}

void buffer_consume(struct buffer *buffer, size_t length)
{
	if (length == 0)
		return;
	buffer->length -= length;
	memmove(buffer->data, buffer->data + length, buffer->length + 1);
}

void buffer_free(struct buffer *buffer)
{
	if (buffer->capacity)
		free(buffer->data);
	*buffer = buffer_limited(buffer->maximum);
}
