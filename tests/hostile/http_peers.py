# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Hostile HTTP servers: what each does, and what check_receico_http must make of it."""

import time
import zlib

import peers
from peers import Case, floods, says, stall

HOSTILE_TEXT = b"a|x=1 \x1b[31mred\x07 \xff\xc0\xaf"
FOLLOW = ("-f", "follow")
UNPACK = ("--enable-automatic-decompression",)
FORGED = b"HTTP OK: HTTP/1.1 200 OK - fine|time=0s"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
PACKED = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
# 4xx is the client's mistake, WARNING in the plugins whose letters we use.
NOT_OK = frozenset({1, 2})


def response(body=b"hello\n", status=b"200 OK", *headers):
    return b"".join([b"HTTP/1.1 ", status, b"\r\n", *(header + b"\r\n" for header in headers),
                     b"Content-Length: %d\r\n\r\n" % len(body), body])


GOOD = response()


def receive_request(conversation):
    """Its first line; the other lines of the head are in the peer's log, the body is dropped."""
    first, length_bytes = conversation.line(), 0
    while line := conversation.line():
        if line.lower().startswith("content-length:"):
            length_bytes = int(line.split(":", 1)[1])
    while len(conversation.pending) < length_bytes:
        conversation.pending += conversation.receive()
    conversation.pending = conversation.pending[length_bytes:]
    return first


def answers(data, then=peers.close):
    """Read a request, answer it so, go on."""
    def script(conversation):
        receive_request(conversation)
        conversation.send(data)
        then(conversation)
    return script


def serves(data):
    """Answer every request so, all on one connection."""
    def script(conversation):
        while True:
            receive_request(conversation)
            conversation.send(data)
    return script


def case(name, script, states=(2,), says=None, arguments=(), examine=lambda peer: []):
    return Case("check_receico_http", name, script, tuple(arguments), frozenset(states), says, examine)


def connection_cases():
    return [
        # The controls: unspoilt it must be OK, or the rest proves nothing.
        case("a server that behaves", serves(GOOD), (0,), "HTTP/1.1 200 OK"),
        case("a server that behaves and closes", answers(GOOD), (0,)),
        case("accepts and says nothing", stall),
        case("resets at once", peers.reset),
        case("closes at once", peers.close),
        case("answers nothing", answers(b"")),
        case("resets instead of an answer", answers(b"", peers.reset)),
        case("half a status line, then silence", answers(b"HTTP/1.1 2", stall)),
        case("half a status line, then close", answers(b"HTTP/1.")),
        # Slow is not broken.
        case("answer byte by byte, finished", slow, (0,)),
        case("bytes trickle for ever", peers.trickles_for_ever),
        case("200 MB without a newline", answers(b"", floods(b"A", 200 << 20))),
        case("NUL without end", answers(b"", floods(b"\0"))),
        case("newlines without end", answers(b"", floods(b"\r\n"))),
        case("body without a head (HTTP/0.9)", answers(b"<html>hello</html>\n")),
        case("answers SSH", says(b"SSH-2.0-OpenSSH_9.2p1\r\n", peers.close)),
        case("answers FTP and stays", says(b"220 ready\r\n")),
        case("answers TLS to plain HTTP", answers(b"\x15\x03\x03\x00\x02\x02\x0a")),
    ]


def slow(conversation):
    receive_request(conversation)
    conversation.trickle(response(b"slow\n"), 0.01)
    conversation.stall()


def status_line_cases():
    # Odd text that still answers 200: judged as an answer or refused, never printed raw.
    odd = {
        "with |x=1": b"HTTP/1.1 200 OK|x=1 y=2;3",
        "with escape codes": b"HTTP/1.1 200 \x1b[2J\x1b]0;owned\x07",
        "with NUL": b"HTTP/1.1 200 OK\0fine",
        "with CR inside": b"HTTP/1.1 200 OK\r" + FORGED,
        "with invalid UTF-8": b"HTTP/1.1 200 \xc3\x28\xf0\x9f\xff",
        "with C1 controls": "HTTP/1.1 200 \u009b31m\u0085OK".encode(),
        "with text direction override": "HTTP/1.1 200 \u202egpj.exe\u2066".encode(),
        "of 64 KB": b"HTTP/1.1 200 " + b"C" * 65536,
        "without a reason": b"HTTP/1.1 200",
        "of HTTP/1.0": b"HTTP/1.0 200 OK",
    }
    broken = {
        "HTTP/9.9 999": b"HTTP/9.9 999 what",
        "HTTP/1.1 999": b"HTTP/1.1 999 what",
        "HTTP/1.1 000": b"HTTP/1.1 000 none",
        "of four digits": b"HTTP/1.1 2000 OK",
        "with a negative code": b"HTTP/1.1 -200 OK",
        "with a code of 500 digits": b"HTTP/1.1 " + b"2" * 500 + b" OK",
        "with a code of letters": b"HTTP/1.1 abc OK",
        "without a code": b"HTTP/1.1",
        "without a version": b"HTTP/ 200 OK",
        "500 with hostile text": b"HTTP/1.1 500 " + HOSTILE_TEXT,
        "404 with hostile text": b"HTTP/1.1 404 " + HOSTILE_TEXT,
        "404 that looks like our line": b"HTTP/1.1 404 \r" + FORGED,
    }
    end = b"\r\nContent-Length: 6\r\n\r\nhello\n"
    return [case(f"status line {name}", answers(line + end), (0, 1, 2)) for name, line in odd.items()] + [
        case(f"status line {name}", answers(line + end), NOT_OK) for name, line in broken.items()
    ] + [
        case("1xx without end", answers(b"", floods(b"HTTP/1.1 100 Continue\r\n\r\n"))),
        case("103 with headers without end",
             answers(b"", floods(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"))),
        case("101 that nobody asked for",
             answers(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), NOT_OK),
    ]


def header_cases():
    ok = b"HTTP/1.1 200 OK\r\n"
    cookies = b"".join(b"Set-Cookie: n%d=%s; Path=/\r\n" % (place, b"v" * 60) for place in range(5000))
    return [
        case("stalls in the headers", answers(ok + b"Content-Type: te", stall)),
        case("stalls behind a header", answers(ok + b"Content-Type: text/html\r\n", stall)),
        case("closes in the headers", answers(ok + b"Content-Type: te")),
        case("headers without end", answers(ok, floods(b"X-Header: value\r\n"))),
        case("one header line without end", answers(ok + b"X-Header: ", floods(b"A", 200 << 20))),
        case("one header name without end", answers(ok, floods(b"A", 200 << 20))),
        case("folded header without end", answers(ok + b"X: a\r\n", floods(b" more\r\n"))),
        case("trickling headers without end",
             answers(ok, lambda conversation: conversation.repeat(b"X: y\r\n", pause=0.05))),
        case("Set-Cookie without end", answers(ok, floods(b"Set-Cookie: a=b; Path=/\r\n"))),
        # Curl or the plugin may refuse so many; more than a few megabytes they must not take.
        case("5000 cookies", answers(ok + cookies + b"Content-Length: 0\r\n\r\n"), (0, 2)),
        case("cookie with hostile text",
             answers(ok + b"Set-Cookie: " + HOSTILE_TEXT + b"=1\r\nContent-Length: 0\r\n\r\n"), (0, 2)),
        case("header without a colon", answers(ok + b"nonsense\r\nContent-Length: 0\r\n\r\n"), (0, 2)),
        case("header with NUL", answers(ok + b"X: a\0b\r\nContent-Length: 0\r\n\r\n"), (0, 2)),
    ]


def body_cases():
    ok = b"HTTP/1.1 200 OK\r\n"

    def length(text, body=b"hello\n", then=peers.close):
        return answers(ok + b"Content-Length: " + text + b"\r\n\r\n" + body, then)

    return [
        case("body without end", answers(ok + b"\r\n", floods(b"hello\n"))),
        case("body without end, one line", answers(ok + b"\r\n", floods(b"A"))),
        case("body trickles without end",
             answers(ok + b"\r\n", lambda conversation: conversation.repeat(b"a", pause=0.05))),
        case("body shorter than its length, close", length(b"100")),
        case("body shorter than its length, silence", length(b"100", then=stall)),
        case("body shorter than its length, reset", length(b"100", then=peers.reset)),
        # What follows the body belongs to no answer of ours.
        case("body longer than its length", length(b"2"), (0, 2)),
        case("negative length", length(b"-6")),
        case("length of letters", length(b"six")),
        case("length of 60 digits", length(b"9" * 60), (2,)),
        case("length of 9 EB", length(b"9223372036854775807")),
        case("length that differs from a second one", length(b"6\r\nContent-Length: 100")),
        case("4 GB, told and sent", length(b"4294967296", b"", floods(b"x" * 1000))),
    ]


def chunk_cases():
    def chunks(data, then=peers.close):
        return answers(CHUNKED + data, then)

    return [
        case("chunks: a server that behaves", chunks(b"6\r\nhello\n\r\n0\r\n\r\n"), (0,)),
        case("chunks: size of letters", chunks(b"zz\r\nhello\n\r\n0\r\n\r\n")),
        case("chunks: empty size", chunks(b"\r\nhello\n\r\n0\r\n\r\n")),
        case("chunks: negative size", chunks(b"-6\r\nhello\n\r\n0\r\n\r\n")),
        case("chunks: size of 40 digits", chunks(b"f" * 40 + b"\r\nhello\n")),
        case("chunks: size of 16 digits, close", chunks(b"7fffffffffffffff\r\nhello\n")),
        case("chunks: extension without end", chunks(b"6;", floods(b"a=b;"))),
        case("chunks: size without end", chunks(b"", floods(b"0"))),
        case("chunks: no end, close", chunks(b"6\r\nhello\n\r\n")),
        case("chunks: no end, silence", chunks(b"6\r\nhello\n\r\n", stall)),
        case("chunks: cut inside a chunk", chunks(b"60\r\nhello\n")),
        case("chunks: no line end behind the data", chunks(b"6\r\nhello\nXX0\r\n\r\n")),
        case("chunks without end", chunks(b"", floods(b"6\r\nhello\n\r\n"))),
        case("chunks of one byte without end", chunks(b"", floods(b"1\r\nA\r\n"))),
        case("chunks: trailers without end", chunks(b"0\r\n", floods(b"X: y\r\n"))),
        case("chunks and a length", answers(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"
                                            b"Transfer-Encoding: chunked\r\n\r\n6\r\nhello\n\r\n0\r\n\r\n"),
             (0, 2)),
        case("transfer coding that nobody knows",
             answers(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: rot13\r\n\r\nhello\n"), (0, 2)),
    ]


def packed_zeros(size_bytes):
    """A piece of a gzip stream that can be repeated for ever: each makes so many zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    # Piecemeal: what this process holds counts as the peak of every program that it starts.
    pieces = [packer.compress(bytes(1 << 16)) for _ in range(size_bytes >> 16)]
    return b"".join(pieces) + packer.flush(zlib.Z_FULL_FLUSH)


def packing_cases():
    header = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    bomb = packed_zeros(16 << 20)
    packer = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
    whole = packer.compress(b"hello\n") + packer.flush()

    def packed(data, length_bytes=None):
        told = len(data) if length_bytes is None else length_bytes
        return PACKED + b"Content-Length: %d\r\n\r\n" % told + data

    return [
        case("gzip: a server that behaves", answers(packed(whole)), (0,), arguments=UNPACK + ("-s", "hello")),
        case("gzip: bomb without end", answers(PACKED + b"\r\n" + header, floods(bomb)), arguments=UNPACK),
        case("gzip: bomb of 1.6 GB", answers(packed(header + bomb * 100)), arguments=UNPACK),
        case("gzip: bomb of 1.6 GB, searched", answers(packed(header + bomb * 100)),
             arguments=UNPACK + ("-s", "hello")),
        case("gzip: no gzip at all", answers(packed(b"hello, no gzip here\n")), arguments=UNPACK),
        case("gzip: cut off", answers(packed(whole[:-9], len(whole))), arguments=UNPACK),
        case("gzip: header without end", answers(PACKED + b"\r\n\x1f\x8b\x08\x08\0\0\0\0\0\xff",
                                                 floods(b"name")), arguments=UNPACK),
        case("encoding five times", answers(
            response(whole, b"200 OK", b"Content-Encoding: " + b"gzip, " * 50 + b"gzip")), (0, 2),
             arguments=UNPACK),
        case("encoding that nobody knows", answers(response(whole, b"200 OK", b"Content-Encoding: x|y")),
             (0, 2), arguments=UNPACK),
    ]


def redirect(location, status=b"302 Found"):
    return response(b"", status, b"Location: " + location)


def no_injection(peer):
    return ["a header was injected"] if any(
        line.lower().startswith("x-injected") for line in peer.log) else []


def walks(next_location, pause=0.0):
    """Lead every request on to another place; what is asked for decides where."""
    def script(conversation):
        while True:
            path = receive_request(conversation).split(" ")[1]
            time.sleep(pause)
            conversation.send(redirect(next_location(path)))
    return script


def once(location):
    """Lead the first request away, and answer what follows as if all were well."""
    def script(conversation):
        first = receive_request(conversation).split(" ")[1] == "/"
        conversation.send(redirect(location) if first else GOOD)
        conversation.close()
    return script


def redirect_cases():
    schemes = {"file:": b"file:///etc/passwd", "gopher:": b"gopher://127.0.0.1:1/x",
               "ftp:": b"ftp://127.0.0.1:1/x", "javascript:": b"javascript:alert(1)",
               "dict:": b"dict://127.0.0.1:1/x", "ldap:": b"ldap://127.0.0.1:1/x",
               "scp:": b"scp://127.0.0.1:1/x", "data:": b"data:text/html,hello",
               "FILE: in capitals": b"FILE:///etc/passwd", "telnet:": b"telnet://127.0.0.1:1/"}
    places = {"port 0": b"http://127.0.0.1:0/", "port 99999": b"http://127.0.0.1:99999/",
              "no host": b"http:///x", "a host of hostile text": b"http://" + HOSTILE_TEXT + b"/",
              "a host of 64 KB": b"http://" + b"a" * 65536 + b"/", "a closed port": b"http://127.0.0.1:1/",
              "a name that is none": b"http://nosuchhost.invalid/", "nowhere": b""}
    return [case(f"redirect to {name}", answers(redirect(location)), NOT_OK, None, FOLLOW)
            for name, location in (schemes | places).items()] + [
        case("redirect in a circle", walks(lambda path: b"/"), NOT_OK, None, FOLLOW),
        case("redirect in a circle of two", walks(lambda path: b"/b" if path == "/a" else b"/a"),
             NOT_OK, None, FOLLOW),
        case("redirect ever further", walks(lambda path: path.encode() + b"x"), NOT_OK, None, FOLLOW),
        case("redirect that takes its time", walks(lambda path: path.encode() + b"x", 0.4), NOT_OK, None,
             FOLLOW),
        case("redirect that behaves", once(b"/there"), (0,), None, FOLLOW),
        # Where it goes is for the server to say; what it makes our request say is not.
        case("redirect with a header in it", once(b"/there\rX-Injected: 1"), (0, 1, 2), None, FOLLOW,
             no_injection),
        case("redirect with a quoted header in it", once(b"/there%0d%0aX-Injected: 1"), (0, 1, 2), None,
             FOLLOW, no_injection),
        case("redirect with NUL and escape codes", once(b"/\0there\x1b[31m|x=1"), (0, 1, 2), None, FOLLOW),
        case("redirect to 64 KB", once(b"/" + b"a" * 65536), (0, 1, 2), None, FOLLOW),
        case("redirect to a megabyte", once(b"/" + b"a" * (1 << 20)), (0, 1, 2), None, FOLLOW),
        case("redirect without a place", answers(response(b"", b"302 Found")), NOT_OK, None, FOLLOW),
        case("two places at once", answers(
            response(b"", b"302 Found", b"Location: /a", b"Location: file:///b")), NOT_OK, None, FOLLOW),
    ]


# What an option makes of a broken peer: never OK either.
OPTIONS = {
    "-s": ("-s", "hello"),
    "-r": ("-r", "h.*o"),
    "--samples 3": ("--samples", "3", "--sample-interval", "0"),
    "--concurrency 5": ("--concurrency", "5"),
    "-N": ("-N",),
    "-E": ("-E",),
}
EVERY_OPTION = {
    "says nothing": stall,
    "resets": peers.reset,
    "half a status line, then close": answers(b"HTTP/1."),
    "headers without end": answers(b"HTTP/1.1 200 OK\r\n", floods(b"X: y\r\n")),
    "closes in the headers": answers(b"HTTP/1.1 200 OK\r\nX: y\r\n"),
    "500 with hostile text": answers(response(HOSTILE_TEXT, b"500 " + HOSTILE_TEXT)),
}
READS_BODY = {
    "body without end": answers(b"HTTP/1.1 200 OK\r\n\r\n", floods(b"hello\n")),
    "body shorter than its length": answers(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhello\n"),
    "chunks without an end": answers(CHUNKED + b"6\r\nhello\n\r\n"),
}


def option_cases():
    found = []
    for option, arguments in OPTIONS.items():
        spoilt = EVERY_OPTION | ({} if option == "-N" else READS_BODY)
        found += [case(f"{option}: {name}", script, arguments=arguments) for name, script in spoilt.items()]
        found.append(case(f"{option}: a server that behaves", serves(GOOD), (0,), arguments=arguments))
    return found + search_cases()


def search_cases():
    hostile = response(HOSTILE_TEXT * 100)
    # A body that makes a pattern with many ways to match try them all.
    torture = response(b"a" * 50000 + b"!")
    return [
        case("-s: not there, hostile body", answers(hostile), (2,), None, ("-s", "hello")),
        case("-r: hostile body is found", answers(hostile), (0, 2), None, ("-r", "a.x=1.*red")),
        case("-r: a pattern that the body tortures", answers(torture), (0, 2), None,
             ("-r", "(a*)*b\\1")),
        case("-r: body of NUL", answers(response(bytes(10000))), (2,), None, ("-r", "hello")),
        case("-B: hostile body is shown", answers(hostile), (0, 2), None, ("-B",)),
        case("-d: hostile headers", answers(response(b"", b"200 OK", b"X-A: " + HOSTILE_TEXT)), (2,), None,
             ("-d", "X-B: 1")),
    ]


def cases(_folder):
    return (connection_cases() + status_line_cases() + header_cases() + body_cases() + chunk_cases()
            + packing_cases() + redirect_cases() + option_cases())
