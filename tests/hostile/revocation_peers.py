# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Hostile OCSP responders and distribution points of CRLs.

One port does both: TLS with a certificate that names this very port as its responder (or
distribution point), and HTTP for whoever asks there.
"""

import socket
import threading
import time

import peers
from peers import floods, stall
from zoo import der

AUTHORITY_ACCESS, CRL_POINTS = "1.3.6.1.5.5.7.1.1", "2.5.29.31"
OCSP_METHOD = "1.3.6.1.5.5.7.48.1"
OCSP_TYPE, CRL_TYPE = b"application/ocsp-response", b"application/pkix-crl"
GOOD = b"\x80\x00"
DAY = 86400


def names_responder(url):
    location = der.tagged(0x86, url)
    return der.extension(AUTHORITY_ACCESS, der.sequence(
        der.sequence(der.object_id(OCSP_METHOD), location)))


def names_crl(url):
    return der.extension(CRL_POINTS, der.sequence(der.sequence(
        der.tagged(0xA0, der.tagged(0xA0, der.tagged(0x86, url))))))


class Both:
    """The script of one port: TLS first, hostile HTTP for the question that follows."""

    def __init__(self, trusted, names, script):
        self.trusted, self.names, self.script = trusted, names, script
        self.lock, self.context = threading.Lock(), None

    def __call__(self, conversation):
        try:
            conversation.connection.settimeout(peers.LIFETIME_SECONDS)
            first = conversation.connection.recv(1, socket.MSG_PEEK)
        except OSError as error:
            raise peers.Gone from error
        if first == b"\x16":
            self.shake(conversation)
        elif first:
            conversation.peer.log.append("HTTP")
            self.script(conversation)

    def shake(self, conversation):
        with self.lock:
            # The port is known only now.
            if self.context is None:
                url = b"http://127.0.0.1:%d/ask" % conversation.peer.port
                self.context = self.trusted.context(
                    self.trusted.leaf(extensions=[self.names(url)]))
        try:
            conversation.connection = self.context.wrap_socket(conversation.connection,
                                                               server_side=True)
        except OSError as error:
            raise peers.Gone from error
        conversation.stall()


def request(conversation):
    """The whole of an HTTP request; gives its body."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += conversation.receive()
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    while len(body) < length:
        body += conversation.receive()
    return body


def answers(head, body=b"", then=peers.close):
    """An HTTP answer, given when the request is whole."""
    def script(conversation):
        request(conversation)
        conversation.send(head + body)
        then(conversation)
    return script


def content(body, kind=OCSP_TYPE, length=None):
    return b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (
        kind, len(body) if length is None else length, body)


def leads_to(url):
    """A redirect; {port} is this very port."""
    def script(conversation):
        request(conversation)
        place = url.replace(b"{port}", b"%d" % conversation.peer.port)
        conversation.send(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + place
                          + b"\r\n\r\n")
        conversation.close()
    return script


def http_cases():
    """What any HTTP server can do to who asks it."""
    start = b"HTTP/1.1 200 OK\r\n"
    chunked = start + b"Transfer-Encoding: chunked\r\n\r\n"
    return {
        "silence": stall,
        "closes at once": peers.close,
        "resets at once": peers.reset,
        "garbage without end": floods(b"\x80garbage"),
        "bytes trickle for ever": peers.trickles_for_ever,
        "headers without end": answers(start, then=floods(b"X-More: |x=1\r\n")),
        "one header without end": answers(start + b"X: ", then=floods(b"A")),
        "a status line without end": answers(b"HTTP/1.1 200 ", then=floods(b"A")),
        "a body without end": answers(start + b"\r\n", then=floods(b"\x30")),
        "a body of 4 GB claimed": answers(content(b"\x30", length=1 << 32), then=floods(b"\x30")),
        "a body shorter than claimed": answers(content(b"\x30\x03", length=500)),
        "a negative length": answers(content(b"\x30\x03", length=-1)),
        "chunks without end": answers(chunked, then=floods(b"1000\r\n" + b"\x30" * 4096 + b"\r\n")),
        "a chunk of no number": answers(chunked, b"zz\r\nabc\r\n0\r\n\r\n"),
        "empty": answers(content(b"")),
        "garbage": answers(content(bytes(range(256)) * 4)),
        "a page": answers(content(b"<html>a|x=1\x1b[31m</html>", b"text/html")),
        "404 with hostile text": answers(b"HTTP/1.1 404 a|x=1 \x1b[31m\xff\r\n\r\n"),
        "500": answers(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"),
        "leads to itself": leads_to(b"http://127.0.0.1:{port}/ask"),
        "leads to a file": leads_to(b"file:///etc/hostname"),
        "leads to another scheme": leads_to(b"gopher://127.0.0.1:{port}/_x"),
        "leads nowhere": leads_to(b"a|x=1\x1b[31m"),
    }


def responds(trusted, begin=-DAY, end=DAY, signer=None, status=GOOD, change=bytes):
    """A response to what was asked, its times counted from now; change gets its bytes."""
    def script(conversation):
        asked, now = request(conversation), time.time()
        response = der.ocsp_response(signer or trusted.signer, asked, now + begin, now + end,
                                     status, b"Hostile Root")
        conversation.send(content(change(response)))
        conversation.close()
    return script


def ocsp_cases(trusted):
    """Responses that lie."""
    def lies(*times, **changed):
        return responds(trusted, *times, **changed)

    def failed(code):
        return answers(content(der.sequence(der.tagged(der.ENUMERATED, bytes([code])))))

    nested = b"\x30\x80" * 5000
    return {
        "good, signed by another": lies(signer=trusted.other),
        "good, signature changed": lies(change=lambda data: data[:-1] + bytes([data[-1] ^ 1])),
        "good, long over": lies(-20 * DAY, -10 * DAY),
        "good, not yet begun": lies(10 * DAY, 20 * DAY),
        "good, ends before it begins": lies(DAY, -DAY),
        "good, cut": lies(change=lambda data: data[:len(data) // 2]),
        "unknown to it": lies(status=b"\x82\x00"),
        "try later": failed(3),
        "unauthorized": failed(6),
        "a status of 99": failed(99),
        "nested without end": answers(content(nested)),
        "60 KB of nothing": answers(content(bytes(60000))),
    }


def cases(trusted, case):
    found = []
    trust = ("-r", trusted.root)

    # Asked strictly, what gives no answer is never OK.
    def add(what, name, names, script, arguments, states=(1, 2, 3)):
        def examine(peer):
            return [] if "HTTP" in peer.log else ["nobody asked"]
        found.append(case(f"{what}: {name}", Both(trusted, names, script), states,
                          arguments=trust + arguments, examine=examine))

    # The control: the same responder must be believed when it does not lie.
    add("OCSP", "a responder that behaves", names_responder, responds(trusted),
        ("--ocsp", "hard"), (0,))
    for name, script in {**http_cases(), **ocsp_cases(trusted)}.items():
        add("OCSP", name, names_responder, script, ("--ocsp", "hard"))
    for name, script in http_cases().items():
        add("CRL", name, names_crl, script, ("--crl", "auto"))
    add("CRL", "of sequences without end", names_crl,
        answers(content(b"\x30\x84\x7f\xff\xff\xff" + b"\x30\x00" * 30000, CRL_TYPE)),
        ("--crl", "auto"))
    return found
