# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""What a server says before TLS, for each protocol that has STARTTLS.

A protocol is a Protocol: a greeting, an answer to each line it may be sent, the line that asks for
TLS, the go-ahead, and a refusal. LDAP, PostgreSQL and MySQL are no lines: each has a function.
"""

import struct
from dataclasses import dataclass, field

REASON = "not on Sundays"
INJECTED = {
    "ftp": b"220 injected\r\n", "smtp": b"250 injected\r\n", "imap": b"* OK injected\r\n",
    "pop3": b"+OK injected\r\n", "ldap": b"\x30\x0c\x02\x01\x02\x78\x07\x0a\x01\0\x04\0\x04\0",
    "postgres": b"R\0\0\0\x08\0\0\0\0", "mysql": b"\x07\0\0\x02\0\0\0\x02\0\0\0",
    "xmpp": b"<stream:features/>", "sieve": b'OK "injected"\r\n', "nntp": b"281 injected\r\n",
    "irc": b":irc.example 001 x :injected\r\n",
}
PROTOCOLS = tuple(INJECTED)
LDAP_OID = b"1.3.6.1.4.1.1466.20037"
MYSQL_TLS = 0x0800


@dataclass(frozen=True)
class Protocol:
    greeting: bytes
    asks: bytes  # how the line begins that asks for TLS, in capitals
    go_ahead: bytes
    refusal: bytes
    answers: dict = field(default_factory=dict)  # beginning of a line -> answer
    unknown: bytes = b""


def line_protocols():
    reason = REASON.encode()
    xmpp = b"<?xml version='1.0'?><stream:stream xmlns='jabber:client' id='1' version='1.0' " \
        b"xmlns:stream='http://etherx.jabber.org/streams' from='localhost'><stream:features>" \
        b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>" \
        b"</stream:features>"
    tls = b" xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
    return {
        "ftp": Protocol(b"220-Zoo\r\n220 ready\r\n", b"AUTH", b"234 go ahead\r\n",
                        b"534 " + reason + b"\r\n",
                        {b"FEAT": b"211-F\r\n AUTH TLS\r\n211 end\r\n"}),
        "smtp": Protocol(b"220 zoo.example ESMTP\r\n", b"STARTTLS", b"220 go ahead\r\n",
                         b"454 4.7.0 " + reason + b"\r\n",
                         {b"EHLO": b"250-zoo.example\r\n250-SIZE 1000\r\n250-STARTTLS\r\n"
                                   b"250 HELP\r\n"}),
        "imap": Protocol(b"* OK IMAP4rev1 ready\r\n", b"STARTTLS", b"TAG OK begin\r\n",
                         b"TAG NO " + reason + b"\r\n",
                         {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\nTAG OK done\r\n"}),
        "pop3": Protocol(b"+OK ready\r\n", b"STLS", b"+OK begin\r\n", b"-ERR " + reason + b"\r\n",
                         {b"CAPA": b"+OK list\r\nSTLS\r\nUIDL\r\n.\r\n"}),
        "sieve": Protocol(b'"IMPLEMENTATION" "zoo"\r\n"SIEVE" "fileinto"\r\n"STARTTLS"\r\n'
                          b'OK "ready"\r\n', b"STARTTLS", b'OK "begin"\r\n',
                          b'NO "' + reason + b'"\r\n'),
        "nntp": Protocol(b"200 ready\r\n", b"STARTTLS", b"382 begin\r\n",
                         b"580 " + reason + b"\r\n",
                         {b"CAPABILITIES": b"101 list\r\nVERSION 2\r\nSTARTTLS\r\n.\r\n"}),
        "irc": Protocol(b":irc.example NOTICE * :*** Looking up your hostname\r\n", b"STARTTLS",
                        b":irc.example 670 * :STARTTLS successful\r\n",
                        b":irc.example 691 * :" + reason + b"\r\n",
                        {b"CAP LS": b":irc.example CAP * LS :tls sasl\r\n"}),
        "xmpp": Protocol(b"", b"<STARTTLS", b"<proceed" + tls,
                         b"<failure" + tls + b"</stream:stream>",
                         {b"<STREAM:STREAM": xmpp, b"<?XML": xmpp}),
    }


class Reader:
    """Takes lines (or XML elements) off a socket byte by byte: what follows belongs to TLS."""

    def __init__(self, connection):
        self.connection = connection

    def until(self, ends):
        text = b""
        while not text.endswith(ends):
            text += self.exactly(1)
            if len(text) > 8192:
                raise OSError("line too long")
        return text

    def exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.connection.recv(count - len(data))
            if not more:
                raise ConnectionResetError
            data += more
        return data


def converse(protocol, end, connection, answer_of):
    """Answers until TLS is asked for; true when it was granted."""
    reader = Reader(connection)
    connection.sendall(protocol.greeting)
    while True:
        line = reader.until(end).strip()
        # IMAP puts a tag in front, which the answer repeats.
        tag, _, rest = line.partition(b" ")
        verb = (rest if b"TAG" in protocol.go_ahead else line).upper()
        if verb.startswith(protocol.asks):
            answer, granted = answer_of(protocol)
            connection.sendall(answer.replace(b"TAG", tag))
            return granted
        for beginning, answer in protocol.answers.items():
            # An XML declaration is followed by the stream's own element.
            if verb.startswith(beginning) and not verb.endswith(b"?>"):
                connection.sendall(answer.replace(b"TAG", tag))


def ldap_dialogue(connection, mode):
    reader = Reader(connection)
    head = reader.exactly(2)
    request = head + reader.exactly(head[1])
    if LDAP_OID not in request:
        return False
    code, text = (0, b"") if mode != "refuse" else (52, REASON.encode())
    body = b"\x0a\x01" + bytes([code]) + b"\x04\x00\x04" + bytes([len(text)]) + text
    if code == 0:
        body += b"\x8a" + bytes([len(LDAP_OID)]) + LDAP_OID
    message = b"\x02\x01\x01\x78" + bytes([len(body)]) + body
    answer = b"\x30" + bytes([len(message)]) + message
    connection.sendall(answer + (INJECTED["ldap"] if mode == "inject" else b""))
    return mode != "refuse"


def postgres_dialogue(connection, mode):
    if Reader(connection).exactly(8) != struct.pack(">II", 8, 80877103):
        return False
    connection.sendall({"accept": b"S", "refuse": b"N"}.get(mode, b"S" + INJECTED["postgres"]))
    return mode != "refuse"


def mysql_greeting(flags):
    """The server's first packet (protocol 10)."""
    body = (b"\x0a8.0.36-zoo\0" + struct.pack("<I", 7) + b"12345678\0"
            + struct.pack("<HBHH", flags & 0xFFFF, 45, 2, flags >> 16) + bytes([21]) + bytes(10)
            + b"abcdefghijkl\0" + b"caching_sha2_password\0")
    return len(body).to_bytes(3, "little") + b"\0" + body


def mysql_dialogue(connection, mode):
    flags = 0x000FF7FF | (0 if mode == "refuse" else MYSQL_TLS)
    connection.sendall(mysql_greeting(flags)
                       + (INJECTED["mysql"] if mode == "inject" else b""))
    reader = Reader(connection)
    head = reader.exactly(4)
    request = reader.exactly(int.from_bytes(head[:3], "little"))
    return len(request) == 32 and bool(struct.unpack("<I", request[:4])[0] & MYSQL_TLS)


BINARY = {"ldap": ldap_dialogue, "postgres": postgres_dialogue, "mysql": mysql_dialogue}


def dialogue(name, mode="accept"):
    """The function that a server calls before TLS; mode is accept, refuse or inject."""
    if name in BINARY:
        return lambda connection: BINARY[name](connection, mode)
    protocol = line_protocols()[name]
    end = b">" if name == "xmpp" else b"\n"

    def answer_of(protocol):
        if mode == "refuse":
            return protocol.refusal, False
        return protocol.go_ahead + (INJECTED[name] if mode == "inject" else b""), True

    def play(connection):
        granted = converse(protocol, end, connection, answer_of)
        while not granted and connection.recv(100):
            pass
        return granted
    return play


def without_offer(name):
    """A server that knows its protocol but never speaks of TLS, and refuses it."""
    silent = {"smtp": {b"EHLO": b"250-zoo.example\r\n250 HELP\r\n"},
              "imap": {b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n"},
              "xmpp": {b"<STREAM:STREAM": b"<stream:stream xmlns:stream='http://etherx.jabber.org/"
                       b"streams' version='1.0'><stream:features></stream:features>"}}
    known = line_protocols()[name]
    protocol = Protocol(known.greeting, known.asks, known.go_ahead, known.refusal, silent[name])

    def play(connection):
        return converse(protocol, b">" if name == "xmpp" else b"\n", connection,
                        lambda protocol: (protocol.refusal, False))
    return play
