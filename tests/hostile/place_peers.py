# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Hostile servers on which files are listed: FTP and HTTPS. What each does, and what a program that
lists (-f URL) must make of it. SFTP takes a real sshd: tests/run/sftp_liar_test.py."""

import os

import peers
from ftp_peers import GREETING, HOSTILE_TEXT, LISTING, Session, silent, transfers
from http_peers import answers, response, serves
from https_peers import Forge, secured
from peers import Case, floods, says, stall

PROGRAM = "list_place"
OFFERS_MLSD = b"211-Features:\r\n MLST type*;size*;modify*;\r\n211 End\r\n"
FACTS = b"type=file;size=5;modify=20260101000000; backup.tar\r\n"
DENIED, MISSING = b"550 Permission denied.\r\n", b"550 Failed to change directory.\r\n"
READ = ("--read", "backup.tar")


def ftp_session(**replaced):
    def script(conversation):
        conversation.send(GREETING)
        Session(conversation, replaced).run()
    return script


def tells(data, end=b"226 done\r\n"):
    return transfers(lambda peer: peer.send(data), end)


def ftp_cases(folder):
    to = ("--to", os.path.join(folder, "read"))

    def case(name, script, states=(2,), says=None, arguments=("--quiet",)):
        return Case(PROGRAM, f"FTP: {name}", script, tuple(arguments), frozenset(states), says,
                    place=peers.by_url("ftp://127.0.0.1:{port}/inbox"))

    def lists(name, script, states=(2,), says=None):
        return case(f"MLSD {name}", ftp_session(FEAT=OFFERS_MLSD, MLSD=script), states, says)

    def reads(name, script, states=(2,), says=None, **replaced):
        session = ftp_session(LIST=tells(LISTING), RETR=script, REST=b"350 go on\r\n", **replaced)
        return case(f"RETR {name}", session, states, says, ("--quiet", *READ, *to))

    one = r"exists: 1 entries, 1 folders, 0 vanished, 0 unreadable$"
    return [
        # The controls: unspoilt they must be OK, or the rest proves nothing.
        case("LIST of a server that behaves", ftp_session(LIST=tells(LISTING)), (0,), one),
        lists("of a server that behaves", tells(FACTS), (0,), one),
        reads("of a server that behaves", tells(b"12345"), (0,), one),
        lists("is offered, and not known", b"502 unknown\r\n", (0,), one),
        case("FEAT is not known", ftp_session(FEAT=b"500 what\r\n", LIST=tells(LISTING)), (0,), one),
        case("FEAT has no answer", ftp_session(FEAT=silent)),
        case("FEAT without end", ftp_session(FEAT=lambda session: floods(b" MLST x\r\n")(session.conversation))),
        case("folder denied", ftp_session(CWD=DENIED, SIZE=DENIED), (3,), "Permission denied"),
        case("folder missing", ftp_session(CWD=MISSING, SIZE=MISSING), (2,), "does not exist"),
        case("folder missing, hostile words", ftp_session(CWD=b"550 denied " + HOSTILE_TEXT + b"\r\n", SIZE=DENIED),
             (3,)),
        case("goes away at CWD", ftp_session(CWD=b"421 bye\r\n"), (2,), "421 bye"),
        lists("has no answer", silent, (2,), "timeout"),
        lists("stalls in the middle", transfers(lambda peer: (peer.send(FACTS[:20]), peer.stall())), (2,), "timeout"),
        lists("is reset in the middle", transfers(lambda peer: (peer.send(FACTS), peer.reset()), b"426 broke\r\n")),
        lists("ends without a reply", tells(FACTS, b""), (2,), "timeout"),
        lists("line without end", transfers(floods(b"a" * 1000))),
        lists("same entry without end", transfers(floods(FACTS)), (2,), "more than 200000 entries"),
        lists("longest names without end", transfers(floods(b"type=file; " + b"n" * 4000 + b"\r\n"))),
        lists("empty lines without end", transfers(floods(b"\r\n"))),
        lists("of bytes that are no line", tells(bytes(range(256)) * 10), (3,), "not understood"),
        lists("name with a slash", tells(b"type=file;size=1; ../../etc/passwd\r\n"), (3,), "is no name"),
        lists("name with a NUL", tells(b"type=file;size=1; a\0b\r\n"), (3,), "not understood"),
        lists("name that is hostile", tells(b"type=file;size=1; " + HOSTILE_TEXT.replace(b"\0", b"") + b"\r\n"),
              (0,), one),
        lists("line that is hostile", tells(HOSTILE_TEXT + b"\r\n"), (3,), "not understood"),
        lists("only the folder itself", tells(b"type=cdir; .\r\ntype=pdir; ..\r\n"), (0,), "exists: 0 entries"),
        case("LIST of another form", ftp_session(LIST=tells(b"backup.tar\r\n")), (3,), "not understood"),
        case("passive port leads elsewhere", ftp_session(
            LIST=tells(LISTING), EPSV=b"500 no\r\n", PASV=b"227 passive (192,0,2,1,0,22)\r\n")),
        reads("has no answer", silent, (2,), "timeout"),
        reads("gives less", tells(b"123")),
        reads("gives nothing", tells(b"")),
        reads("gives without end", transfers(floods(b"x")), (0, 2)),
        reads("is denied", DENIED, (2,), "Permission denied"),
        reads("has grown to an exabyte", tells(b"12345"), (0, 2), SIZE=b"213 1152921504606846976\r\n"),
        reads("size is no number", tells(b"12345"), (0, 2), SIZE=b"213 many\r\n"),
        reads("time is none", tells(b"12345"), (0,), MDTM=b"213 yesterday\r\n"),
        reads("goes away at SIZE", tells(b"12345"), (2,), SIZE=b"421 bye\r\n"),
    ]


def page(*rows, title=b"Index of /"):
    return response(b"<html><head><title>" + title + b"</title></head><pre>\r\n" + b"".join(rows) + b"</pre>")


def row(name=b"backup.tar", size=b"5", date=b"26-Nov-2026 03:30"):
    return b'<a href="' + name + b'">x</a>   ' + date + b"   " + size + b"\r\n"


class Files:
    """An index and a file, as a server has them that behaves; the answer to Range can be another."""

    def __init__(self, ranged, index=page(row())):
        self.ranged, self.index = ranged, index

    def __call__(self, conversation):
        while True:
            first, ranged = conversation.line(), False
            while line := conversation.line():
                ranged = ranged or line.lower().startswith("range:")
            if ranged:
                self.ranged(conversation)
            elif first.startswith("HEAD"):
                conversation.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            else:
                conversation.send(self.index)


def https_cases(folder):
    identity = Forge(folder).self_signed("place")
    trusting = ("--quiet", "--ca-file", identity.trusted)
    to = ("--to", os.path.join(folder, "read"))

    def case(name, script, states=(2,), says=None, arguments=()):
        return Case(PROGRAM, f"HTTPS: {name}", secured(identity, script), (*trusting, *arguments),
                    frozenset(states), says, place=peers.by_url("https://127.0.0.1:{port}/inbox/"))

    def reads(name, ranged, states=(2,), says=None, offset="0"):
        return case(f"part of a file, {name}", Files(ranged), states, says,
                    (*READ, *to, "--offset", offset, "--length", "10"))

    def part(data, status=b"206 Partial Content"):
        return lambda conversation: conversation.send(response(data, status, b"Content-Range: bytes 0-9/100000"))

    many = (row(b"a") + row(b"b")) * 500
    start = b"HTTP/1.1 200 OK\r\n\r\n<title>Index of /</title>"
    return [
        case("a server that behaves", serves(page(row())), (0,), "exists: 1 entries, 1 folders"),
        reads("from a server that behaves", part(b"0123456789"), (0,)),
        reads("that comes whole", part(b"0" * 100000, b"200 OK"), (0,)),
        reads("from the middle, that comes whole", part(b"0" * 100000, b"200 OK"), (2,), "gives no part", "50000"),
        reads("without end", lambda conversation: conversation.send(b"HTTP/1.1 206 P\r\n\r\n") or
              floods(b"x")(conversation), (0, 2)),
        reads("nothing of it", part(b""), (2,), "gave nothing"),
        reads("denied", part(b"no", b"403 Forbidden"), (2,), "HTTP 403"),
        reads("that stalls", stall, (2,), "timeout"),
        Case(PROGRAM, "HTTPS: certificate that nobody trusts", secured(identity, serves(page(row()))), ("--quiet",),
             frozenset({2}), "the certificate does not hold", place=peers.by_url("https://127.0.0.1:{port}/inbox/")),
        Case(PROGRAM, "HTTPS: no TLS at all", says(b"HTTP/1.1 200 OK\r\n\r\n"), ("--quiet",), frozenset({2}),
             "the TLS handshake failed", place=peers.by_url("https://127.0.0.1:{port}/inbox/")),
        case("silence", stall, (2,), "timeout"),
        case("silence behind half a page", answers(start, stall), (2,), "timeout"),
        case("reset in the middle", answers(start + row(), peers.reset)),
        case("a page cut short", answers(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<title>Index of", peers.close)),
        case("a page without end", answers(start, floods(b" " * 1000)), (2,)),
        case("entries without end", answers(start, floods(many)), (2,)),
        case("260,000 entries", answers(start, lambda peer: (peer.repeat(many, 260 * len(many)), peer.close())),
             (2,), "more than 200000 entries"),
        # The harness must not hold what it sends: a child's peak memory begins with its parent's.
        case("four million links that are cut off",
             answers(start, lambda peer: (peer.repeat(b"<a " * 1000, 12 << 20), peer.close())), (0, 2)),
        case("130,000 links without a line", serves(page(b'<a href="a"><a href="b">' * (1 << 16))), (0,), "exists: 131072 entries"),
        case("header without end", answers(b"HTTP/1.1 200 OK\r\n", floods(b"X: y\r\n"))),
        case("another page", serves(page(row(), title=b"Log in")), (2,), "is no index"),
        case("an empty page", serves(response(b"")), (2,), "is no index"),
        case("an index of nothing", serves(page()), (0,), "exists: 0 entries"),
        case("names that lead elsewhere", serves(page(*map(row, (
            b"../../etc/passwd", b"/etc/passwd", b"https://192.0.2.1/", b"?C=N", b"a/b")))), (0,), "exists: 0 entries"),
        case("names that are none", serves(page(*map(row, (b"..%2f..%2fetc", b"a%00b", b"%2e%2e")))), (3,),
             "3 links of the index are no names"),
        case("a name that is hostile", serves(page(row(HOSTILE_TEXT.replace(b"\0", b"")))), (0,)),
        case("redirect elsewhere", serves(response(b"", b"302 Found", b"Location: https://192.0.2.1/" + HOSTILE_TEXT.replace(b"\0", b""))),
             (2,), "HTTP 302 leads to"),
        case("redirect to plain HTTP", serves(response(b"", b"301 Moved", b"Location: http://127.0.0.1/inbox/")),
             (2,), "HTTP 301 leads to 'http://127.0.0.1/inbox/'"),
        case("redirect to a file", serves(response(b"", b"301 Moved", b"Location: file:///etc/passwd"))),
        case("denied", serves(response(b"", b"401 No")), (3,), "HTTP 401"),
        case("missing", serves(response(b"", b"404 No")), (2,), "does not exist"),
        case("error", serves(response(b"", b"500 Oops")), (2,), "HTTP 500"),
        case("SSH", serves(b"SSH-2.0-x\r\n")),
    ]


def cases(folder):
    return ftp_cases(folder) + https_cases(folder)
