# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Hostile servers in the clear part of STARTTLS, for each protocol."""

import struct

import peers
from peers import floods, says, stall
from zoo import dialogues

HOSTILE_TEXT = b"a|x=1 \x1b[31mred\x07 \0 \xff\xc0\xaf"
GREETING = {name: protocol.greeting for name, protocol in dialogues.line_protocols().items()}
# A reply that promises another line.
MORE = {"ftp": b"220-more\r\n", "smtp": b"220-more\r\n", "imap": b"* OK more\r\n",
        "pop3": b"+OK more\r\n", "sieve": b'"MORE" "more"\r\n', "nntp": b"100 more\r\n",
        "irc": b":irc.example NOTICE * :more\r\n", "xmpp": b"<more/>",
        "ldap": b"\x30\x0c\x02\x01\x00\x78\x07\x0a\x01\0\x04\0\x04\0", "postgres": b"N",
        "mysql": b"\x01\0\0\0\xfb"}


def starts(name, script):
    """The greeting in one piece, then the script."""
    return says(GREETING[name], script)


def common_cases(add):
    """What every protocol must survive."""
    for name in dialogues.PROTOCOLS:
        add(name, "silence", stall)
        add(name, "closes at once", peers.close)
        add(name, "200 MB without a newline", floods(b"A", 200 << 20))
        add(name, "bytes trickle for ever", peers.trickles_for_ever)
        add(name, "greeting without end", floods(MORE[name]))
        add(name, "answers HTTP", says(b"HTTP/1.1 400 Bad Request\r\n\r\n", peers.close))
        add(name, "answers TLS at once", says(b"\x15\x03\x03\x00\x02\x02\x28", peers.close))
        add(name, "hostile text", says((HOSTILE_TEXT + b"\r\n") * 2, peers.close))


def line_cases(add):
    for name, greeting in GREETING.items():
        flood = says(greeting, floods(MORE[name]))
        add(name, "greets, then lines without end", flood)
        add(name, "greets, then silence", says(greeting))
        add(name, "greets, then one line without end", says(greeting, floods(b"B", 200 << 20)))
        add(name, "greets, then hostile text",
            says(greeting, lambda conversation: refuses(conversation, HOSTILE_TEXT + b"\r\n")))
        add(name, "goes ahead, then silence", goes_ahead(name, stall))
        add(name, "goes ahead, then garbage", goes_ahead(name, floods(b"\x80garbage", 1 << 20)))
        add(name, "goes ahead, then close", goes_ahead(name, peers.close))
    for name, code in {"ftp": b"200 what\r\n", "smtp": b"250 what\r\n", "nntp": b"281 what\r\n",
                       "pop3": b"+ what\r\n", "imap": b"* OK what\r\n", "irc": b":x 001 y\r\n",
                       "sieve": b'"OK" "what"\r\n', "xmpp": b"<success/>"}.items():
        add(name, "an answer of the wrong kind", wrong(name, code))
    for name in ("ftp", "smtp"):
        add(name, "greets with 4xx and hostile text",
            says(b"421 no " + HOSTILE_TEXT + b"\r\n", peers.close))
        add(name, "another code in the last line", says(b"220-one\r\n550 last\r\n", peers.close))
        add(name, "code of letters", says(b"abc ready\r\n"))


def refuses(conversation, answer):
    conversation.receive()
    conversation.send(answer)
    conversation.close()


def goes_ahead(name, then):
    """A dialogue that ends well, and what follows instead of TLS."""
    def script(conversation):
        if dialogues.dialogue(name)(Bounded(conversation)):
            then(conversation)
    return script


def wrong(name, answer):
    """Everything as it should be until TLS is asked for."""
    known = dialogues.line_protocols()[name]
    end = b">" if name == "xmpp" else b"\n"

    def script(conversation):
        dialogues.converse(known, end, Bounded(conversation), lambda _: (answer, False))
        conversation.stall()
    return script


class Bounded:
    """A conversation with the two methods of a socket that a dialogue calls."""

    def __init__(self, conversation):
        self.recv, self.sendall = conversation.receive, conversation.send


def asked(answer, then=stall):
    """Waits for the client's request, then these bytes."""
    def script(conversation):
        conversation.receive()
        conversation.send(answer)
        then(conversation)
    return script


def ldap_cases(add):
    good = b"\x0a\x01\x00\x04\x00\x04\x00"
    body = b"\x02\x01\x01\x78\x07" + good
    answers = {
        "4 GB claimed": b"\x30\x84\xff\xff\xff\xff" + body,
        "a length of 126 bytes": b"\x30\xfe" + b"\xff" * 126,
        "a length without end": b"\x30\x80" + body,
        "a shorter length than its content": b"\x30\x03" + body,
        "a longer length than its content": b"\x30\x20" + body,
        "a result beyond the message": b"\x30\x0c\x02\x01\x01\x78\x7f" + good,
        "text beyond the result": b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x7f\x04\x00",
        "a result of no bytes": b"\x30\x0b\x02\x01\x01\x78\x06\x0a\x00\x04\x00\x04\x00",
        "a result of 64 bytes": b"\x30\x4b\x02\x01\x01\x78\x46\x0a\x40" + bytes(64) + b"\4\0\4\0",
        "an answer to another message": b"\x30\x0c\x02\x01\x63\x78\x07" + good,
        "an answer of another kind": b"\x30\x0c\x02\x01\x01\x61\x07" + good,
        "nothing in the message": b"\x30\x00",
        "refusal with hostile text": ldap_refusal(HOSTILE_TEXT),
        "refusal of 100 KB": ldap_refusal(b"R" * 100000),
        "a referral": b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x0a\x04\x00\x04\x00",
        "sequences without end": b"\x30\x84\x7f\xff\xff\xff" + b"\x30\x80" * 20000,
    }
    for name, answer in answers.items():
        # Lengths lie: whatever behaves after it must not be taken for consent.
        add("ldap", name, asked(answer))


def ldap_refusal(text):
    def wrap(tag, content):
        return bytes([tag]) + b"\x83" + len(content).to_bytes(3, "big") + content
    return wrap(0x30, b"\x02\x01\x01" + wrap(0x78, b"\x0a\x01\x34\x04\x00" + wrap(0x04, text)))


def postgres_cases(add):
    error = b"SFATAL\0C28000\0M" + HOSTILE_TEXT.replace(b"\0", b"") + b"\0\0"
    stated = struct.pack(">I", len(error) + 4)
    answers = {
        "an error": b"E" + stated + error,
        "an error and garbage": b"E" + bytes(range(256)) * 10,
        "an error of 4 GB claimed": b"E\xff\xff\xff\xff" + error,
        "an error of length 0": b"E\0\0\0\0",
        "an error in a text of the old kind": b"Eno pg_hba.conf entry\n\0",
        "another letter": b"X",
        "small letter": b"s",
        "two answers": b"NS",
    }
    for name, answer in answers.items():
        add("postgres", name, asked(answer))
    add("postgres", "an error without end", asked(b"E\x7f\xff\xff\xff", floods(b"M" * 100)))
    add("postgres", "consent, then silence", asked(b"S"))
    add("postgres", "consent, then garbage", asked(b"S" + b"\x80garbage" * 100))
    add("postgres", "consent, then close", asked(b"S", peers.close))


def mysql_cases(add):
    whole = dialogues.mysql_greeting(0x000FFFFF)
    unended = b"\x0a" + b"8" * 2000
    refusal = b"\xff\x6a\x04" + HOSTILE_TEXT
    greetings = {
        "half a greeting, then silence": (whole[:20], stall),
        "half a greeting, then close": (whole[:20], peers.close),
        "a greeting that says less than it holds": (b"\x08\0\0\0" + whole[4:], stall),
        "a greeting of 16 MB claimed": (b"\xff\xff\xff\0\x0a", floods(b"8")),
        "a greeting of nothing": (b"\0\0\0\0", stall),
        "a version without end": (len(unended).to_bytes(3, "little") + b"\0" + unended, stall),
        "a greeting cut behind the version": (b"\x08\0\0\0\x0a8.0.36\0", stall),
        "protocol 9": (b"\x0b\0\0\0\x093.20.0\0abc", stall),
        "protocol 255": (len(refusal).to_bytes(3, "little") + b"\0" + refusal, peers.close),
        "an error of one byte": (b"\x01\0\0\0\xff", stall),
        "a packet number of 7": (whole[:3] + b"\7" + whole[4:], stall),
        "greets, then silence": (whole, stall),
        "greets, then garbage": (whole, lambda conversation: refuses(conversation, b"\xff" * 999)),
    }
    for name, (data, then) in greetings.items():
        add("mysql", name, says(data, then))


def xmpp_cases(add):
    start = b"<?xml version='1.0'?><stream:stream xmlns='jabber:client' version='1.0' " \
        b"xmlns:stream='http://etherx.jabber.org/streams' id='1'>"
    laughs = b"<!DOCTYPE l [<!ENTITY a 'ha'>" + b"".join(
        b"<!ENTITY b%d '&a;&a;&a;&a;&a;&a;'>" % number for number in range(50)) + b"]>"
    comment = start + b"<!-- <starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/> -->"
    for name, data, then in [
            ("a stream element without end", b"<stream:stream ", floods(b"a='1' ")),
            ("features without end", start + b"<stream:features>", floods(b"<f xmlns='x'/>")),
            ("elements nested without end", start, floods(b"<a>")),
            ("text without end", start, floods(b"text ")),
            ("a comment without end", start + b"<!--", floods(b"-")),
            ("entities that grow", laughs + start, stall),
            ("TLS in a comment only", comment + b"<stream:features/>", stall),
            ("a stream that ends at once", start + b"</stream:stream>", peers.close),
            ("an error with hostile text", start + b"<stream:error><text>" + HOSTILE_TEXT
             + b"</text></stream:error></stream:stream>", peers.close)]:
        add("xmpp", name, asked(data, then))


def cases(case):
    """`case` makes one for check_tls."""
    found = []

    def add(protocol, name, script):
        found.append(case(f"STARTTLS {protocol}: {name}", script,
                          arguments=("--starttls", protocol)))

    for part in (common_cases, line_cases, ldap_cases, postgres_cases, mysql_cases, xmpp_cases):
        part(add)
    return found
