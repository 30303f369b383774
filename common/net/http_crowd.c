// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
#include "common/net/http_crowd.h"

#include <curl/curl.h>
#include <stdlib.h>

struct user {
	struct http_client *client;
};

struct crowd {
	CURLM *multi;
	struct user *members;
	size_t count; /* of members that there are */
};

/* Puts a client's transfer among the others. */
static void start(const struct crowd *crowd, struct http_client *client)
{
	curl_multi_add_handle(crowd->multi, http_client_handle(client));
}

/* Hears of transfers that have ended, and starts those that go on elsewhere. */
static void take_ended(const struct crowd *crowd)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(crowd->multi, &left))) {
		CURL *curl = message->easy_handle;
		int result = (int)message->data.result; /* the message does not outlive the handle's removal */
		char *client = NULL;

		curl_easy_getinfo(curl, CURLINFO_PRIVATE, &client);
		curl_multi_remove_handle(crowd->multi, curl);
		if (http_client_end_transfer((struct http_client *)(void *)client, result))
			start(crowd, (struct http_client *)(void *)client);
	}
}

static bool transfer(const struct crowd *crowd, const struct deadline *deadline, struct problem *problem)
{
	int running = 1;

	while (running > 0) {
		CURLMcode code = curl_multi_perform(crowd->multi, &running);
		int before = running;

		take_ended(crowd);
		/* A redirect that is followed has put a transfer back. */
		if (before == 0)
			code = curl_multi_perform(crowd->multi, &running);
		if (code == CURLM_OK && running > 0)
			code = curl_multi_poll(crowd->multi, NULL, 0, deadline_poll_ms(deadline), NULL);
		if (code != CURLM_OK)
			return problem_set(problem, PROBLEM_SYSTEM, "libcurl: %s", curl_multi_strerror(code));
	}
	take_ended(crowd);
	return true;
}

static bool gather(struct crowd *crowd, const struct http_client_settings *settings, size_t users,
		   struct problem *problem)
{
	crowd->multi = curl_multi_init();
	crowd->members = calloc(users, sizeof *crowd->members);
	if (crowd->multi == NULL || crowd->members == NULL)
		return problem_set(problem, PROBLEM_SYSTEM, "out of memory");
	curl_multi_setopt(crowd->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
	for (; crowd->count < users; crowd->count++) {
		if (!http_client_new(settings, &crowd->members[crowd->count].client, problem))
			return false;
	}
	return true;
}

static void disperse(struct crowd *crowd)
{
	for (size_t i = 0; i < crowd->count; i++) {
		curl_multi_remove_handle(crowd->multi, http_client_handle(crowd->members[i].client));
		http_client_free(crowd->members[i].client);
	}
	free(crowd->members);
	curl_multi_cleanup(crowd->multi);
}

bool http_crowd_ask(const struct http_client_settings *settings, const struct http_request *request, size_t users,
		    const struct deadline *deadline, struct http_response *responses, struct problem *problem)
{
	struct crowd crowd = { 0 };
	bool done = gather(&crowd, settings, users, problem);

	for (size_t i = 0; done && i < users; i++) {
		if (http_client_begin(crowd.members[i].client, request, deadline, responses + i))
			start(&crowd, crowd.members[i].client);
	}
	if (done)
		done = transfer(&crowd, deadline, problem);
	disperse(&crowd);
	return done;
}
