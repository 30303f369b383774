# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Hostile places of backups, behind FTP, HTTPS and SSH: what each does, and what check_backup_age must make of it."""

import gzip
import os
import time

import ftp_peers
import http_peers
import peers
import ssh_peers
from ftp_peers import Session, floods, says, stall, transfers
from https_peers import Forge, secured
from peers import Case

NAME = "receico-%Y%m%d.gz"
CONTENT = gzip.compress(b"a backup\n" * 100)
HOSTILE_NAMES = (b"a|x=1", b"\x1b[31mred", b"\xff\xc0\xaf", b"x" * 255, b"-rf", "\u202eno\u009b".encode(), b" ", b"..",
                 b"../../etc/passwd", b"a\0b")


def ago(seconds, form):
    return time.strftime(form, time.gmtime(time.time() - seconds)).encode()


def fresh_name():
    return ago(7200, "receico-%Y%m%d.gz")


def unix_line(name, size=None, mode=b"-rw-------"):
    return b"%s 1 0 0 %d %s %s\r\n" % (mode, len(CONTENT) if size is None else size, ago(7200, "%b %d %H:%M"), name)


def fact_line(name, facts=None):
    return (facts or b"type=file;size=%d;modify=%s;UNIX.mode=0600;" % (len(CONTENT), ago(7200, "%Y%m%d%H%M%S"))) + \
        b" " + name + b"\r\n"


# --- FTP -------------------------------------------------------------------------------------


def ftp_cases(folder):
    password = os.path.join(folder, "password-backup")
    with open(password, "w", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(ftp_peers.SECRET + "\n")

    def ftp(name, script, states=(2,), says_what=None, arguments=()):
        return Case("check_backup_age", f"FTP: {name}", script,
                    ("--password-file", password, "-c", "1d", *arguments), frozenset(states), says_what,
                    place=peers.by_url("ftp://probe@127.0.0.1:{port}/backup"))

    def lists(name, lines, states=(2,), says_what=None, arguments=()):
        """By LIST, and by MLSD where the server offers it."""
        unix, facts = lines
        yield ftp(f"LIST: {name}", server(LIST=transfers(lambda data: data.send(unix))), states, says_what, arguments)
        yield ftp(f"MLSD: {name}", server(FEAT=b"211-Has\r\n MLST size*;type*;\r\n211 End\r\n",
                                          MLSD=transfers(lambda data: data.send(facts))), states, says_what, arguments)

    def server(**replaced):
        def script(conversation):
            conversation.send(ftp_peers.GREETING)
            session = Session(conversation, {
                "LIST": transfers(lambda data: data.send(unix_line(fresh_name()))),
                "SIZE": b"213 %d\r\n" % len(CONTENT),
                "MDTM": ago(7200, "213 %Y%m%d%H%M%S\r\n")} | replaced)
            session.stored = CONTENT
            session.run()
        return script

    full = ("--verify", "full")
    good = (unix_line(fresh_name()), fact_line(fresh_name()))
    found = [
        ftp("accepts and says nothing", stall),
        ftp("resets at once", peers.reset),
        ftp("closes at once", peers.close),
        ftp("200 MB without a newline", floods(b"2", 200 << 20)),
        ftp("login refused", server(PASS=b"530 no\r\n")),
        ftp("never an answer to the login", server(PASS=lambda session: session.conversation.stall())),
        ftp("no such folder", server(CWD=b"550 no\r\n", SIZE=b"550 no\r\n", MDTM=b"550 no\r\n")),
        ftp("no data connection", server(EPSV=b"500 no\r\n", PASV=b"500 no\r\n")),
        ftp("data connection to another host", server(EPSV=b"500 no\r\n", PASV=b"227 (192,0,2,1,1,1)\r\n")),
        ftp("listing that never begins", server(LIST=transfers(lambda data: data.stall()))),
        ftp("listing without end", server(LIST=transfers(lambda data: data.repeat(unix_line(b"x" * 50) * 1000))), (2, 3)),
        ftp("line of 100 MB", server(LIST=transfers(lambda data: data.repeat(b"x" * 65536, 100 << 20))), (2, 3)),
        ftp("listing, then never a 226", server(LIST=transfers(lambda data: data.send(good[0]), b""))),
        ftp("listing, then a 451", server(LIST=transfers(lambda data: data.send(good[0]), b"451 broken\r\n"))),
        ftp("content that is another", server(RETR=transfers(lambda data: data.send(b"<html>no</html>"))), (2, 3),
            arguments=full),
        ftp("content that ends early", server(RETR=transfers(lambda data: data.send(CONTENT[:20]))), (2, 3),
            arguments=full),
        ftp("content without end", server(RETR=transfers(lambda data: data.repeat(CONTENT))), (2, 3), arguments=full),
        ftp("content that never comes", server(RETR=transfers(lambda data: data.stall())), (2, 3), arguments=full),
        ftp("content refused", server(RETR=b"550 no\r\n"), (2, 3), arguments=full),
    ]
    # The control: the same server, unbroken, must be OK, or the rest proves nothing.
    found += lists("a server that behaves", good, (0,), None, full)
    found += lists("nothing", (b"", b""))
    found += lists("lines that are none", (b"total 0\r\nwhat\r\n\r\n-rw\r\n", b"what\r\n;\r\n;;; \r\ntype=\r\n"), (2, 3))
    found += lists("numbers beyond all measure", (
        b"-rw------- 1 0 0 99999999999999999999999 Jan 01 00:00 a\r\n-rw------- 1 0 0 -5 Jan 01 00:00 b\r\n"
        b"-rw------- 1 0 0 5 Jan 99 99:99 c\r\n-rw------- 1 0 0 5 Jan 01 999999999 d\r\n",
        fact_line(b"a", b"type=file;size=99999999999999999999999;modify=20260101000000;")
        + fact_line(b"b", b"type=file;size=-5;modify=99999999999999;")
        + fact_line(b"c", b"type=file;modify=2026;size=5;")), (2, 3))
    found += lists("a link by that name", (unix_line(fresh_name() + b" -> /etc/shadow", mode=b"lrwxrwxrwx"),
                                           fact_line(fresh_name(), b"type=OS.unix=symlink;modify=20260101000000;")),
                   arguments=("-p", NAME))
    for name in HOSTILE_NAMES:
        found += lists(f"the name {name[:20]!r}", (unix_line(name), fact_line(name)), (0, 2, 3))
    return found


# --- HTTPS -----------------------------------------------------------------------------------


def index_of(name, size=None):
    return (b'<html><head><title>Index of /backup/</title></head><body><h1>Index of /backup/</h1><hr><pre>'
            b'<a href="../">../</a>\r\n<a href="%s">%s</a>  %s  %d\r\n</pre><hr></body></html>\r\n'
            % (name, name, ago(7200, "%d-%b-%Y %H:%M"), len(CONTENT) if size is None else size))


def https_cases(folder):
    authority = Forge(folder)
    identity = authority.self_signed("backup")

    def https(name, script, states=(2,), says_what=None, arguments=()):
        return Case("check_backup_age", f"HTTPS: {name}", secured(identity, script),
                    ("--ca-file", identity.chain, "-c", "1d", *arguments), frozenset(states), says_what,
                    place=peers.by_url("https://127.0.0.1:{port}/backup/"))

    def answers(name, data, states=(2,), arguments=(), then=peers.close):
        return https(name, http_peers.answers(data, then), states, None, arguments)

    def page(body):
        return http_peers.response(body, b"200 OK", b"Content-Type: text/html")

    found = [
        # The control.
        https("a server that behaves", http_peers.serves(page(index_of(fresh_name()))), (0,)),
        https("silence after the handshake", stall),
        https("200 MB of header", floods(b"X-A: b\r\n", 200 << 20)),
        answers("an index without end", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<pre>", (2, 3),
                then=lambda conversation: conversation.repeat(b'<a href="x">x</a> 01-Jan-2026 00:00 5\n' * 1000)),
        answers("half an index, then silence", b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<pre>", then=stall),
        answers("half an index, then close", b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<pre>"),
        answers("404", http_peers.response(b"no", b"404 Not Found")),
        answers("403", http_peers.response(b"no", b"403 Forbidden"), (2, 3)),
        answers("500", http_peers.response(b"no", b"500 Internal Server Error")),
        answers("401", http_peers.response(b"no", b"401 Unauthorized", b'WWW-Authenticate: Basic realm="a|b=1"'), (2, 3)),
        answers("a page that is no index", page(b"<html>hello</html>")),
        answers("an empty page", page(b"")),
        answers("zeros", page(b"\0" * 100000)),
        answers("redirect to plain HTTP", http_peers.redirect(b"http://127.0.0.1:1/backup/")),
        answers("redirect to a file", http_peers.redirect(b"file:///etc/passwd")),
        answers("open tags without end", page(b"<a href=" * 100000)),
        answers("links that lead elsewhere", page(
            b'<pre><a href="/etc/receico-1">x</a> 01-Jan-2026 00:00 5\n<a href="https://other/x">y</a> 01-Jan-2026 '
            b'00:00 5\n<a href="a/../../b">z</a> 01-Jan-2026 00:00 5\n<a href="?C=N">n</a></pre>')),
        answers("a packed bomb", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + http_peers.packed_zeros(100 << 20)),
        https("a certificate that nobody trusts", http_peers.serves(page(index_of(fresh_name()))), (2,),
              arguments=("--ca-file", authority.self_signed("stranger").chain)),
    ]
    for name in HOSTILE_NAMES:
        quoted = b"".join(b"%%%02X" % byte for byte in name)
        found.append(https(f"the name {name[:20]!r}", http_peers.serves(page(index_of(quoted))), (0, 2, 3)))
    return found


# --- SSH -------------------------------------------------------------------------------------


def ssh_cases(folder):
    """Before a login: what comes behind it is for a true sshd with a hostile subsystem."""
    key = os.path.join(folder, "backup-key")
    with open(key, "w", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write("no key\n")

    def ssh(name, script, states=(2,), says_what=None):
        return Case("check_backup_age", f"SSH: {name}", script,
                    ("--identity", key, "--insecure", "-c", "1d"), frozenset(states), says_what,
                    place=peers.by_url("sftp://probe@127.0.0.1:{port}/backup"))

    hello = b"SSH-2.0-OpenSSH_9.2\r\n"
    return [
        ssh("accepts and says nothing", stall),
        ssh("resets at once", peers.reset),
        ssh("closes at once", peers.close),
        ssh("bytes trickle for ever", peers.trickles_for_ever),
        ssh("200 MB without a newline", floods(b"S", 200 << 20)),
        ssh("lines without end", floods(b"hello\r\n")),
        ssh("identification, then silence", says(hello)),
        ssh("identification, then close", says(hello, peers.close)),
        ssh("identification, then garbage", says(hello + b"\x80garbage" * 100)),
        ssh("identification with | and controls, then close", says(b"SSH-2.0-a|x=1\x1b[31m\r\n", peers.close)),
        ssh("an old protocol", says(b"SSH-1.5-old\r\n", peers.close)),
        ssh("KEXINIT, then silence", says(hello + ssh_peers.kexinit())),
        ssh("KEXINIT, then close", says(hello + ssh_peers.kexinit(), peers.close)),
        ssh("packet of 4 GB claimed", says(hello + b"\xff\xff\xff\xff", floods(b"\0", 50 << 20))),
        ssh("answers HTTP", says(b"HTTP/1.1 400 Bad Request\r\n\r\n", peers.close)),
    ]


def cases(folder):
    return ftp_cases(folder) + https_cases(folder) + ssh_cases(folder)
