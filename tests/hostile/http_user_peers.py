# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Hostile web sites for a user of check_receico_http: who logs in, walks a scenario, remembers."""

import itertools
import os
import socket
import time

import peers
from http_peers import (FOLLOW, GOOD, HOSTILE_TEXT, NOT_OK, case, no_injection, receive_request,
                        redirect, response)
from peers import Gone, floods, stall

SECRET = "correct-horse-battery"
SCENARIO = """[secrets]
password = {password}
[step form]
url = /form
capture.token = token="([^"]*)"
[step login]
url = /login
header.X-Token = ${{token}}
form.user = clerk
form.password = ${{password}}
form.token = ${{token}}
string = Welcome
"""
FORM = response(b'<form token="0123">\n', b"200 OK", b"Set-Cookie: session=1; Path=/")
WELCOME = response(b"Welcome\n")


def write_private(path, text):
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
    return path


class Elsewhere:
    """Another host, which takes connections and answers none; afterwards it tells what came."""

    def __init__(self):
        self.listener = socket.socket()
        # Not another port alone: cookies belong to a host (RFC 6265 section 8.5).
        self.listener.bind(("127.0.0.2", 0))
        self.listener.listen(4)
        self.listener.setblocking(False)
        self.url = b"http://127.0.0.2:%d/" % self.listener.getsockname()[1]

    def examine(self, _peer):
        with self.listener:
            try:
                connection, _ = self.listener.accept()
            except BlockingIOError:
                return []
            with connection:
                connection.settimeout(0.5)
                try:
                    data = connection.recv(65536)
                except OSError:
                    return []
        found = [name for name in (b"authorization:", b"x-secret:", b"cookie:") if name in data.lower()]
        if SECRET.encode() in data:
            found.append(b"the secret")
        return [f"another host was given {found}"] if found else []


def site(form=FORM, login=WELCOME):
    """A site with two pages; each is bytes, or a script that takes the conversation."""
    def script(conversation):
        while True:
            page = login if receive_request(conversation).split(" ")[1] == "/login" else form
            if isinstance(page, bytes):
                conversation.send(page)
            else:
                page(conversation)
                raise Gone
    return script


def sends(data, then=peers.close):
    def page(conversation):
        conversation.send(data)
        then(conversation)
    return page


def walks(name, arguments, states=(2,), examine=no_injection, **pages):
    return case(f"scenario: {name}", site(**pages), states, None, arguments, examine)


def token(text):
    return response(b'<form token="' + text + b'">\n')


def scenario_cases(arguments):
    ok = b"HTTP/1.1 200 OK\r\n"
    torn = ok + b"Content-Length: 99\r\n\r\nWelcome\n"
    return [
        walks("a site that behaves", arguments, (0,)),
        walks("no token", arguments, form=GOOD),
        walks("token of hostile text", arguments, (0, 2), form=token(HOSTILE_TEXT)),
        # What a page captures goes into requests: it must not become more than one header.
        walks("token with line ends", arguments, (0, 2), form=token(b"1\r\nX-Injected: 1\r\n\r\n")),
        walks("token of NUL", arguments, (0, 2), form=token(b"a\0b")),
        walks("token that asks for the password", arguments, (0, 2), form=token(b"${password}")),
        walks("token of 1 MB", arguments, (0, 2), form=token(b"t" * (1 << 20))),
        walks("form without end", arguments, form=sends(ok + b"\r\n", floods(b'<form token="1'))),
        walks("form that stalls", arguments, form=stall),
        walks("form with cookies without end", arguments, form=sends(ok, floods(b"Set-Cookie: a=b\r\n"))),
        walks("login resets", arguments, login=peers.reset),
        walks("login stalls", arguments, login=stall),
        walks("login answers half", arguments, login=sends(b"HTTP/1.1 2")),
        walks("login answers less than it says", arguments, login=sends(torn)),
        walks("login leads in a circle", arguments, login=redirect(b"/login")),
        walks("login leads to file:", arguments, login=redirect(b"file:///etc/passwd")),
        walks("login is refused", arguments, login=response(b"no\n", b"403 " + HOSTILE_TEXT)),
        walks("login says something else", arguments, login=response(HOSTILE_TEXT)),
    ] + echo_cases(arguments)


def echo_cases(arguments):
    """What a server echoes ends in the monitoring history: the secret must not be in the line."""
    secret = SECRET.encode()
    return [
        walks("status line repeats the password", arguments, login=response(b"", b"401 no " + secret)),
        walks("page repeats the password", arguments, login=response(secret)),
        walks("redirect repeats the password", arguments,
              login=redirect(b"http://127.0.0.1:1/?p=" + secret)),
        walks("redirect to a host named as the password", arguments,
              login=redirect(b"http://" + secret + b".invalid/")),
    ]


def elsewhere_cases(scenario, logins):
    """Who leads a user away must not be given his secrets there."""
    found = []
    for status in (b"302 Found", b"307 Temporary Redirect", b"308 Permanent Redirect"):
        place = Elsewhere()
        found.append(case(f"scenario: {status.decode()} of the login to another host",
                          site(login=redirect(place.url, status)), NOT_OK, None, scenario, place.examine))
    for name, arguments in logins.items():
        place = Elsewhere()
        found.append(case(f"{name}: led to another host", site(form=redirect(place.url)), NOT_OK, None,
                          arguments + FOLLOW, place.examine))
    return found


def was_sent(name):
    return lambda peer: [] if any(line.lower().startswith(name) for line in peer.log) else [
        f"{name} was not sent"]


def login_cases(logins):
    refusal = b"401 no " + SECRET.encode()
    ask = b"WWW-Authenticate: Basic realm=\"" + HOSTILE_TEXT + b"\""
    found = []
    for name, arguments in logins.items():
        header = "x-secret:" if name == "--header-file" else "authorization:"
        found += [
            case(f"{name}: a server that behaves", site(form=GOOD), (0,), None, arguments, was_sent(header)),
            case(f"{name}: refused, with the secret in the line", site(form=response(b"", refusal, ask)),
                 NOT_OK, None, arguments),
            case(f"{name}: refused again and again", site(form=response(b"", b"401 no", ask)), NOT_OK, None,
                 arguments + FOLLOW),
        ]
    return found


def answers_late(conversation):
    receive_request(conversation)
    time.sleep(0.6)
    conversation.send(GOOD)


def delay_cases(folder):
    state = os.path.join(folder, "http-state")
    os.mkdir(state, 0o700)
    arguments = ("--delay-limit", "0.5s", "--delay-max", "1h", "--state-dir", state)

    def remembers(name, script, states=(2,)):
        return case(f"--delay-limit: {name}", script, states, None, arguments)

    return [
        remembers("a server that behaves", site(form=GOOD), (0,)),
        remembers("a server that is slow", answers_late, (1,)),
        remembers("says nothing", stall),
        remembers("resets", peers.reset),
        remembers("500", site(form=response(HOSTILE_TEXT, b"500 " + HOSTILE_TEXT))),
    ]


class Crowd:
    """Every user who asks gets a cookie of his own and is led on, but some get an error."""

    def __init__(self, users, refused=0):
        self.users, self.refused, self.numbers = users, refused, itertools.count(1)

    def __call__(self, conversation):
        while True:
            led_on = receive_request(conversation).split(" ")[1] != "/"
            number = 0 if led_on else next(self.numbers)
            if led_on:
                conversation.send(GOOD)
            elif number <= self.refused:
                conversation.send(response(b"", b"503 too many"))
            else:
                conversation.send(response(b"", b"302 Found", b"Location: /there",
                                           b"Set-Cookie: user=%d; Path=/" % number))

    def examine(self, peer):
        told = sorted(line.split(":")[1].strip() for line in peer.log if line.lower().startswith("cookie:"))
        expected = sorted(f"user={number + 1}" for number in range(self.refused, self.users))
        found = [] if told == expected else [f"cookies {told}, expected {expected}"]
        if peer.connections < self.users:
            found.append(f"{peer.connections} connections of {self.users} users")
        return found


def crowd_cases():
    def crowd(name, states, says, users, refused=0):
        script = Crowd(users, refused)
        return case(f"--concurrency: {name}", script, states, says,
                    FOLLOW + ("--concurrency", str(users)), script.examine)
    return [
        crowd("each user has a connection and cookies of his own", (0,), "mean of 20 at once", 20),
        crowd("some are refused", (2,), "3 of 20 requests failed.* failed=3;", 20, 3),
        case("--concurrency: nobody is answered", stall, (2,), "timeout", ("--concurrency", "20")),
    ]


def cases(folder):
    password = write_private(os.path.join(folder, "http-password"), SECRET + "\n")
    headers = write_private(os.path.join(folder, "http-headers"), f"X-Secret: {SECRET}\n")
    walk = write_private(os.path.join(folder, "http.scenario"), SCENARIO.format(password=password))
    logins = {"--password-file": ("--user", "clerk", "--password-file", password),
              "--bearer-file": ("--bearer-file", password), "--header-file": ("--header-file", headers)}
    scenario = ("--scenario", walk)
    return (scenario_cases(scenario) + elsewhere_cases(scenario, logins) + login_cases(logins)
            + delay_cases(folder) + crowd_cases())
