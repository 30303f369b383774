# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Hostile TLS servers: what each does, and what check_tls must make of it."""

import os
import ssl
import struct
import sys

import peers
from peers import Case, Gone, floods, says, stall

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "run"))

import certificate_peers  # noqa: E402 (the path comes first)
import revocation_peers  # noqa: E402
import starttls_peers  # noqa: E402

CHANGE_CIPHER, ALERT, HANDSHAKE, DATA = 20, 21, 22, 23
HELLO_REQUEST, SERVER_HELLO, CERTIFICATE, FINISHED = 0, 2, 11, 20
WARNING, FATAL = 1, 2
# ECDHE-ECDSA-AES128-GCM-SHA256, which every client offers that speaks TLS 1.2.
SUITE = b"\xc0\x2b"
# RFC 5746; without it OpenSSL looks no further.
RENEGOTIATION = b"\xff\x01\0\x01\0"
RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")


def case(name, script, states=(2,), says=None, arguments=(), examine=lambda peer: []):
    return Case("check_tls", name, script, tuple(arguments), frozenset(states), says,
                examine)


def record(kind, payload, claimed=None, version=0x0303):
    return struct.pack(">BHH", kind, version,
                       len(payload) if claimed is None else claimed) + payload


def message(kind, body, claimed=None):
    """A handshake message in a record of its own (RFC 5246 section 7.4)."""
    length = len(body) if claimed is None else claimed
    return record(HANDSHAKE, bytes([kind]) + length.to_bytes(3, "big") + body)


def server_hello(version=b"\x03\x03", suite=SUITE, random=bytes(32), extensions=RENEGOTIATION,
                 session=b""):
    body = version + random + bytes([len(session)]) + session + suite + b"\0"
    return body + (struct.pack(">H", len(extensions)) + extensions if extensions else b"")


def client_hello(conversation):
    """Reads up to the client's hello; gives its session id, which TLS 1.3 wants back."""
    data = b""
    while True:
        while len(data) < 5 or len(data) < 5 + int.from_bytes(data[3:5], "big"):
            data += conversation.receive()
        if data[0] == HANDSHAKE:
            return data[44:44 + data[43]]
        # For the middle's sake TLS 1.3 changes ciphers before its second hello.
        if data[0] != CHANGE_CIPHER:
            raise Gone
        data = data[6:]


def answers(data, then=stall):
    """Whatever the first message of the client, these bytes, then go on."""
    def script(conversation):
        client_hello(conversation)
        conversation.send(data)
        then(conversation)
    return script


def retries_for_ever(conversation):
    """HelloRetryRequest again and again; RFC 8446 section 4.1.4 allows one."""
    while True:
        session = client_hello(conversation)
        key_share = b"\0\x33\0\x02\0\x18"
        versions = b"\0\x2b\0\x02\x03\x04"
        conversation.send(message(SERVER_HELLO, server_hello(
            suite=b"\x13\x01", random=RETRY, extensions=versions + key_share, session=session)))


def record_cases():
    hello = message(SERVER_HELLO, server_hello())
    warning = record(ALERT, bytes([WARNING, 90]))
    return [
        case("accepts and says nothing", stall),
        case("resets at once", peers.reset),
        case("closes at once", peers.close),
        case("closes on the first message", answers(b"", peers.close)),
        case("resets on the first message", answers(b"", peers.reset)),
        case("silence after the first message", answers(b"")),
        case("answers HTTP", answers(b"HTTP/1.1 400 Bad Request\r\n\r\n", peers.close)),
        case("answers SSH before it is asked", says(b"SSH-2.0-OpenSSH_9.2\r\n")),
        case("random bytes", answers(bytes(range(256)) * 40)),
        case("garbage without end", floods(bytes(range(255, 0, -1)))),
        case("bytes trickle for ever", peers.trickles_for_ever),
        case("half a ServerHello, then silence", answers(hello[:20])),
        case("half a ServerHello, then close", answers(hello[:20], peers.close)),
        case("record of 65535 bytes claimed", answers(
            record(HANDSHAKE, b"", claimed=0xFFFF), floods(b"\0", 8 << 20))),
        case("record of an unknown kind", answers(record(99, b"x" * 100))),
        case("record of TLS 9.9", answers(record(HANDSHAKE, b"\2\0\0\0", version=0x0C0C))),
        case("empty records without end", answers(b"", floods(record(HANDSHAKE, b"")))),
        case("empty data records without end", answers(b"", floods(record(DATA, b"")))),
        case("warnings without end", answers(b"", floods(warning))),
        case("warnings without end, slowly", answers(
            b"", lambda conversation: conversation.repeat(warning, pause=0.05))),
        case("fatal alert of an unknown kind", answers(record(ALERT, bytes([FATAL, 250])))),
        case("fatal alert, handshake failure", answers(record(ALERT, bytes([FATAL, 40])),
                                                       peers.close), says="handshake failure"),
        case("alert of one byte", answers(record(ALERT, b"\2"))),
        case("alert of a thousand bytes", answers(record(ALERT, b"\1\0" * 500))),
        case("asks to begin again without end", answers(b"", floods(message(HELLO_REQUEST, b""))),
             says="^TLS CRITICAL - 127.0.0.1: timeout after 2 s"),
        case("retry without end", retries_for_ever),
    ]


def message_cases():
    hello = message(SERVER_HELLO, server_hello())
    empty_list = message(CERTIFICATE, b"\0\0\0")
    huge_list = message(CERTIFICATE, b"\xff\xff\xff", claimed=0xFFFFFF)
    lying_list = message(CERTIFICATE, b"\0\0\x40\0\0\x3d" + b"\x30" * 10)
    garbage = b"\x30\x82\x01\x00" + bytes(252)
    garbage_list = message(CERTIFICATE, (len(garbage) + 3).to_bytes(3, "big")
                           + len(garbage).to_bytes(3, "big") + garbage)
    return [
        case("ServerHello of 16 MB claimed", answers(
            message(SERVER_HELLO, b"\3\3", claimed=0xFFFFFF),
            floods(record(HANDSHAKE, bytes(16384))))),
        case("ServerHello of nothing", answers(message(SERVER_HELLO, b""))),
        case("ServerHello twice", answers(hello + hello)),
        case("a suite that nobody offered", answers(
            message(SERVER_HELLO, server_hello(suite=b"\x00\x00")))),
        case("version 9.9", answers(message(SERVER_HELLO, server_hello(version=b"\x09\x09")))),
        case("session id of 255 bytes", answers(
            message(SERVER_HELLO, server_hello(session=bytes(255))))),
        case("extensions beyond the message", answers(message(
            SERVER_HELLO, server_hello(extensions=b"") + b"\xff\xff\0\0"))),
        case("Finished first", answers(message(FINISHED, bytes(12)))),
        case("no certificate", answers(hello + empty_list)),
        case("certificate of garbage", answers(hello + garbage_list)),
        case("certificate list that lies", answers(hello + lying_list)),
        case("certificate message without end", answers(
            hello + huge_list, floods(record(HANDSHAKE, b"\x30" * 16384)))),
        case("certificate message without end, a byte at a time", answers(
            hello + huge_list,
            lambda conversation: conversation.repeat(record(HANDSHAKE, b"\x30"), pause=0.02))),
    ]


class Tunnel:
    """A true handshake whose bytes go through our hands: cut in pieces, or held up."""

    def __init__(self, context, send):
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.session = context.wrap_bio(self.incoming, self.outgoing, server_side=True)
        self.send = send

    def complete(self, conversation):
        while True:
            try:
                self.session.do_handshake()
                break
            except ssl.SSLWantReadError:
                self.send(conversation, self.outgoing.read())
                self.incoming.write(conversation.receive())
            except ssl.SSLError as error:
                raise Gone from error
        self.send(conversation, self.outgoing.read())


def in_bytes(pause):
    def send(conversation, data):
        conversation.trickle(data, pause)
    return send


def at_once(conversation, data):
    conversation.send(data)


def tunnel(context, send, then=stall):
    def script(conversation):
        one = Tunnel(context, send)
        one.complete(conversation)
        then(conversation)
    return script


def pours_data(context):
    """After a good handshake, application data as fast as it goes."""
    def script(conversation):
        one = Tunnel(context, at_once)
        one.complete(conversation)
        while True:
            one.session.write(b"x" * 16000)
            conversation.send(one.outgoing.read())
    return script


def secured_cases(folder):
    """The handshake that the others spoil, whole and in pieces."""
    trusted = certificate_peers.Trusted(folder)
    context = trusted.context(trusted.leaf())
    old = trusted.context(trusted.leaf())
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    arguments = ("-r", trusted.root)

    def good(name, script, states=(0,)):
        return case(name, script, states, arguments=arguments)

    return [
        # The control: unspoilt it must be OK, or the refusals of the others prove nothing.
        good("a server that behaves", tunnel(context, at_once)),
        # Slow is not broken.
        good("handshake in single bytes", tunnel(context, in_bytes(0))),
        good("handshake in single bytes, TLS 1.2", tunnel(old, in_bytes(0))),
        case("handshake in single bytes, too slow", tunnel(context, in_bytes(0.02)),
             arguments=arguments),
        good("closes after the handshake", tunnel(context, at_once, peers.close)),
        good("resets after the handshake", tunnel(context, at_once, peers.reset)),
        # Random bytes are no TLS record: refused or not yet read, both are honest.
        good("garbage after the handshake", tunnel(context, at_once, says(b"x" * 70000)), (0, 2)),
        good("warnings after the handshake, TLS 1.2",
             tunnel(old, at_once, floods(record(ALERT, b"\1\0"))), (0, 2)),
        good("data without end after the handshake", pours_data(context)),
        case("stalls before its last message", stalls_before_the_end(context), arguments=arguments),
    ] + certificate_peers.cases(trusted, case)


def stalls_before_the_end(context):
    def send(conversation, data):
        conversation.send(data[:len(data) - 20])
        conversation.stall()
    return tunnel(context, send)


def forbidden_cases(folder):
    """--forbid-protocol asks several times: each may meet something else."""
    trusted = certificate_peers.Trusted(folder, "again")
    context = trusted.context(trusted.leaf())
    forbids = ("-r", trusted.root, "--forbid-protocol", "tls1", "--forbid-protocol", "ssl3")

    def then(script):
        def serve(conversation):
            if conversation.peer.connections == 1:
                tunnel(context, at_once)(conversation)
            else:
                script(conversation)
        return serve

    hello = server_hello(b"\3\0", b"\0\x2f", extensions=b"")
    ssl3 = record(HANDSHAKE, b"\2\0\0\x26" + hello, version=0x0300)
    return [
        case("forbidden protocols: alert", then(answers(record(ALERT, b"\2\x46"), peers.close)),
             (0,), arguments=forbids),
        # What was not answered is not proved.
        case("forbidden protocols: silence", then(stall), (1, 2, 3), arguments=forbids),
        case("forbidden protocols: empty records without end",
             then(answers(b"", floods(b"\x16\3\0\0\0"))), (1, 2, 3), arguments=forbids),
        case("forbidden protocols: SSL 3.0 granted", then(answers(ssl3)), (2,), r"(?i)ssl ?v?3",
             ("-r", trusted.root, "--forbid-protocol", "ssl3")),
        case("forbidden protocols: half of SSL 3.0", then(answers(ssl3[:7])), (1, 2, 3),
             None, ("-r", trusted.root, "--forbid-protocol", "ssl3")),
    ]


def cases(folder):
    place = os.path.join(folder, "tls")
    os.mkdir(place)
    return (record_cases() + message_cases() + secured_cases(place) + forbidden_cases(place)
            + starttls_peers.cases(case) + revocation_peers.cases(
                certificate_peers.Trusted(place, "asked"), case))
