# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Hostile FTP servers: what each does, and what check_ftp must make of it."""

import os
import socket
import ssl
import subprocess

import peers
from peers import Case, Gone, floods, says, stall

GREETING = b"220 ready\r\n"
SECRET = "correct-horse-battery"
LIST = ("--list", "inbox")
SIZE = ("--file", "backup.tar")
UPLOAD = ("--upload-to", "inbox")
HOSTILE_TEXT = b"a|x=1 \x1b[31mred\x07 \0 \xff\xc0\xaf"

# Content that is no 220 is a mismatch, WARNING by default as in the plugin we replace;
# a program may also call it CRITICAL.
MISMATCH = frozenset({1, 2})

ANSWERS = {
    "USER": b"331 password\r\n", "PASS": b"230 in\r\n", "TYPE": b"200 type\r\n",
    "PWD": b'257 "/"\r\n', "CWD": b"250 done\r\n", "SIZE": b"213 5\r\n", "MDTM": b"213 20260101000000\r\n",
    "DELE": b"250 gone\r\n", "FEAT": b"211 none\r\n", "OPTS": b"200 set\r\n", "SYST": b"215 UNIX\r\n",
    "NOOP": b"200 yes\r\n", "PBSZ": b"200 PBSZ=0\r\n", "PROT": b"200 private\r\n",
    "AUTH": b"502 no\r\n", "MKD": b'257 "d"\r\n', "RMD": b"250 gone\r\n", "ABOR": b"226 stopped\r\n",
}
LISTING = b"-rw-r--r-- 1 u u 5 Jan 01 00:00 backup.tar\r\n"


class Session:
    """A small FTP server on one control connection: every answer can be replaced by another."""

    def __init__(self, conversation, replaced):
        self.conversation = conversation
        self.replaced = replaced
        self.data_listener = None
        self.stored = b"other"

    def run(self):
        try:
            while self.answer(self.conversation.line()):
                pass
        finally:
            self.forget_data_port()

    def answer(self, line):
        verb, _, _ = line.partition(" ")
        verb = verb.upper()
        answer = self.replaced.get(verb) or getattr(self, "do_" + verb.lower(), None) \
            or ANSWERS.get(verb, b"502 unknown\r\n")
        if isinstance(answer, bytes):
            self.conversation.send(answer)
        else:
            answer(self) if verb in self.replaced else answer()
        return verb != "QUIT"

    def do_quit(self):
        self.conversation.send(b"221 bye\r\n")

    def do_epsv(self):
        self.conversation.send(b"229 passive (|||%d|)\r\n" % self.data_port())

    def do_pasv(self):
        high, low = divmod(self.data_port(), 256)
        self.conversation.send(b"227 passive (127,0,0,1,%d,%d)\r\n" % (high, low))

    def do_list(self):
        self.transfer(lambda data: data.send(LISTING))

    do_nlst = do_mlsd = do_list

    def do_stor(self):
        self.transfer(self.receive_all)

    def do_retr(self):
        self.transfer(lambda data: data.send(self.stored))

    def receive_all(self, data):
        self.stored = b""
        try:
            while True:
                self.stored += data.receive()
        except Gone:
            pass

    def data_port(self):
        self.forget_data_port()
        self.data_listener = peers.listening_socket()
        self.data_listener.settimeout(peers.LIFETIME_SECONDS)
        return self.data_listener.getsockname()[1]

    def forget_data_port(self):
        if self.data_listener:
            self.data_listener.close()
            self.data_listener = None

    def transfer(self, script, end=b"226 done\r\n"):
        """150, the script over the data connection, then the final answer (none when empty)."""
        if not self.data_listener:
            self.conversation.send(b"425 no data connection\r\n")
            return
        self.conversation.send(b"150 here\r\n")
        connection = self.accept()
        with connection:
            script(peers.Conversation(self.conversation.peer, connection))
        if end:
            self.conversation.send(end)

    def accept(self):
        try:
            return self.data_listener.accept()[0]
        except OSError as error:
            raise Gone from error


def session(**replaced):
    """An FTP server that behaves, but for the given answers."""
    def script(conversation):
        conversation.send(GREETING)
        Session(conversation, replaced).run()
    return script


def silent(_session):
    """Never answer this command."""


def transfers(script, end=b"226 done\r\n"):
    return lambda session: session.transfer(script, end)


def case(name, script, states=(2,), says=None, arguments=(), examine=lambda peer: []):
    return Case("check_ftp", name, script, tuple(arguments), frozenset(states), says, examine)


def greeting_cases():
    return [
        case("accepts and says nothing", stall),
        case("resets at once", peers.reset),
        case("closes at once", peers.close),
        case("half a greeting, then silence", says(b"220 rea")),
        case("half a greeting, then close", says(b"22", peers.close)),
        # Slow is not broken.
        case("greeting byte by byte, finished", slow, (0,), r"\[220 slow but whole\]"),
        case("bytes trickle for ever", peers.trickles_for_ever),
        case("200 MB without a newline", floods(b"2", 200 << 20)),
        case("200 MB without a newline after 220", says(b"220 ", floods(b"A", 200 << 20))),
        case("lines without end", floods(b"hello\r\n"), MISMATCH),
        case("multi-line greeting without end", floods(b"220-more\r\n")),
        case("multi-line greeting, then silence", says(b"220-one\r\n220-two\r\n")),
        case("multi-line greeting, then close", says(b"220-one\r\n220-two\r\n", peers.close)),
        case("multi-line greeting with another end code", says(b"220-one\r\n230 done\r\n"),
             MISMATCH),
        # A banner may hold anything; only how it is printed matters.
        case("greeting with | and controls", says(b"220 " + HOSTILE_TEXT + b"\r\n"), (0,)),
        case("multi-line greeting with |x=1",
             says(b"220-first|x=1\r\n |y=2;;;\r\n220 last|z=3\r\n"), (0,)),
        case("greeting with CR inside", says(b"220 a\rFTP OK - fine|time=0s\r\n"), (0,)),
        case("greeting with text direction override",
             says("220 \u202eno\u2066 \u009b31m \u0085\r\n".encode()), (0,)),
        case("greeting of 64 KB", says(b"220 " + b"C" * 65536 + b"\r\n"), (0, 1, 2)),
        case("421 too many connections", says(b"421 Too many connections\r\n", peers.close),
             MISMATCH, "Too many connections"),
        # RFC 959: 120 announces a later 220; the plugin we replace takes it for a mismatch.
        case("120, then 220", says(b"120 wait\r\n220 ready\r\n"), (0, 1)),
        case("120, then silence", says(b"120 wait\r\n"), MISMATCH),
        # The greeting came, so the service answers: what follows it is courtesy.
        case("220, then close", says(GREETING, peers.close), (0,)),
        case("220, then never an answer to QUIT", says(GREETING), (0,)),
        case("code of letters", says(b"abc hello\r\n"), MISMATCH),
        case("code and nothing else", says(b"220\r\n"), (0, 1)),
        case("negative code", says(b"-220 hello\r\n"), MISMATCH),
        case("code of many digits", says(b"22000000000000000000 hello\r\n"), MISMATCH),
        case("answers SSH", says(b"SSH-2.0-OpenSSH_9.2p1\r\n"), MISMATCH),
        case("answers HTTP", says(b"HTTP/1.1 400 Bad Request\r\n\r\n", peers.close), MISMATCH),
    ]


def slow(conversation):
    conversation.trickle(b"220 slow but whole\r\n", 0.03)
    conversation.stall()


def certificate(folder):
    """A self-signed certificate for 127.0.0.1 and its key, as two paths."""
    key, cert = os.path.join(folder, "key.pem"), os.path.join(folder, "certificate.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30", "-subj",
                    "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", key, "-out", cert], check=True, capture_output=True)
    return key, cert


def secured(context, answer=b"234 go ahead\r\n"):
    """A server that answers AUTH TLS so, then does a true handshake and serves on."""
    def upgrade(session):
        conversation = session.conversation
        conversation.send(answer)
        try:
            conversation.connection = context.wrap_socket(
                conversation.connection, server_side=True)
        except OSError as error:
            raise Gone from error
    return session(AUTH=upgrade)


def after_auth(data, then=stall):
    def answer(session):
        session.conversation.send(data)
        then(session.conversation)
    return session(AUTH=answer)


def no_password(peer):
    return ["the password was sent"] if any(
        SECRET in line for line in peer.log) else []


def tls_cases(folder, login):
    key, cert = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    arguments = ("-S", "--ca-file", cert)
    alert = b"\x15\x03\x03\x00\x02\x01\x5a"
    refusal = {"a 500": b"500 what\r\n", "a 421": b"421 no\r\n", "letters": b"yes go on\r\n"}
    return [
        # The control: the same server must be OK, or the refusals below prove nothing.
        case("TLS: a server that behaves", secured(context), (0,), arguments=arguments),
        # Plain text behind the 234 would be taken for an answer that TLS protects.
        case("TLS: answer injected behind the 234",
             secured(context, b"234 go ahead\r\n220 injected\r\n"), arguments=arguments),
        case("TLS: login injected behind the 234",
             secured(context, b"234 go ahead\r\n331 injected\r\n230 in\r\n"),
             arguments=arguments + login, examine=no_password),
        case("TLS: garbage after 234", after_auth(b"234 go\r\n" + b"\x80garbage" * 100),
             arguments=arguments),
        case("TLS: silence after 234", after_auth(b"234 go\r\n"), arguments=arguments),
        case("TLS: close after 234", after_auth(b"234 go\r\n", peers.close), arguments=arguments),
        case("TLS: reset after 234", after_auth(b"234 go\r\n", peers.reset), arguments=arguments),
        case("TLS: alerts without end", after_auth(b"234 go\r\n", floods(alert)),
             arguments=arguments),
        case("TLS: handshake record of 64 KB claimed",
             after_auth(b"234 go\r\n\x16\x03\x03\xff\xff", floods(b"\0", 8 << 20)),
             arguments=arguments),
        case("TLS: certificate that nobody trusts", secured(context), arguments=("-S",) + login,
             examine=no_password),
    ] + [
        case(f"TLS: {name} to AUTH, no password in the clear", session(AUTH=answer),
             arguments=arguments + login, examine=no_password)
        for name, answer in refusal.items()
    ]


def login_cases(login):
    def asks(name, states=(2,), says=None, arguments=(), **replaced):
        return case(f"login: {name}", session(**replaced), states, says, login + tuple(arguments))

    def again(session):
        session.conversation.repeat(b"331 more\r\n", 8 << 20)

    def endless(session):
        session.conversation.repeat(b"230-welcome\r\n" * 100)

    return [
        asks("a server that behaves", (0,)),
        asks("multi-line 230 without end", PASS=endless),
        asks("331 for ever", PASS=again),
        asks("331 to everything", PASS=b"331 more\r\n", ACCT=b"331 more\r\n"),
        asks("silence after USER", USER=silent),
        asks("silence after PASS", PASS=silent),
        asks("close after PASS", PASS=lambda session: session.conversation.close()),
        asks("530 with hostile text", PASS=b"530 no " + HOSTILE_TEXT + b"\r\n"),
        # What a server echoes ends in the monitoring history.
        asks("530 that repeats the password", PASS=b"530 no " + SECRET.encode() + b"\r\n"),
        asks("answer in two lines of different codes", PASS=b"230-in\r\n530 out\r\n530 out\r\n"),
    ]


def data_cases(login):
    def lists(name, states=(2,), says=None, **replaced):
        return case(f"list: {name}", session(**replaced), states, says, login + LIST)

    refused = b"502 no\r\n"
    hostile_names = (b"-rw-r--r-- 1 u u 5 Jan 01 00:00 a|x=1\x1b[31m\xff\r\n"
                     b"-rw-r--r-- 1 u u 5 Jan 01 00:00 \0b\n\nFTP OK - fine|time=0s\r\n") * 3
    send_names = transfers(lambda data: data.send(hostile_names))
    pour = transfers(lambda data: data.repeat(LISTING * 1000))
    pour_line = transfers(lambda data: data.repeat(b"A" * 65536))
    hang = transfers(lambda data: data.stall())
    cut = transfers(lambda data: data.reset())
    unfinished = transfers(lambda data: data.send(LISTING), end=b"")
    failed = transfers(lambda data: data.send(LISTING), end=b"451 disk error |x=1\r\n")

    def every(answer):
        return {"LIST": answer, "MLSD": answer, "NLST": answer}

    return [
        lists("a server that behaves", (0,)),
        lists("PASV with port 0", EPSV=refused, PASV=b"227 p (127,0,0,1,0,0)\r\n"),
        lists("PASV with port 99999", EPSV=refused, PASV=b"227 p (127,0,0,1,390,159)\r\n"),
        lists("PASV with letters", EPSV=refused, PASV=b"227 p (a,b,c,d,e,f)\r\n"),
        lists("PASV with a missing number", EPSV=refused, PASV=b"227 p (127,0,0,1,200)\r\n"),
        lists("PASV with an endless number", EPSV=refused,
              PASV=b"227 p (127,0,0,1," + b"9" * 500 + b",1)\r\n"),
        lists("EPSV garbage", EPSV=b"229 passive (|||a|)\r\n", PASV=refused),
        lists("EPSV with port 0", EPSV=b"229 passive (|||0|)\r\n", PASV=refused),
        lists("EPSV with port 99999", EPSV=b"229 passive (|||99999|)\r\n", PASV=refused),
        lists("EPSV without brackets", EPSV=b"229 |x=1\r\n", PASV=refused),
        lists("no passive mode at all", EPSV=refused, PASV=refused),
        lists("data channel that stalls", **every(hang)),
        lists("data channel that is reset", **every(cut)),
        lists("listing without end", **every(pour)),
        lists("one line without end", **every(pour_line)),
        lists("226 never comes", **every(unfinished)),
        lists("451 after the data", **every(failed)),
        # File names are the users' own: they spoil no count and reach no line raw.
        lists("hostile file names", (0,), **every(send_names)),
    ] + [elsewhere_case(login)] + size_cases(login)


def elsewhere_case(login):
    """A PASV answer that names another host where somebody does listen."""
    other = socket.socket()
    other.bind(("127.0.0.2", 0))
    other.listen(4)
    other.setblocking(False)
    high, low = divmod(other.getsockname()[1], 256)

    def examine(_peer):
        with other:
            try:
                other.accept()[0].close()
            except BlockingIOError:
                return []
        return ["the data connection went to the host that PASV named"]

    script = session(EPSV=b"502 no\r\n", PASV=b"227 p (127,0,0,2,%d,%d)\r\n" % (high, low))
    return case("list: PASV that names another host", script, (2,), None, login + LIST, examine)


def size_cases(login):
    answers = {"negative": b"213 -1\r\n", "huge": b"213 " + b"9" * 60 + b"\r\n",
               "letters": b"213 big|x=1\r\n", "nothing": b"213\r\n", "refused": b"550 none\r\n"}
    return [
        case(f"size: {name}", session(SIZE=answer), (2,), None, login + SIZE)
        for name, answer in answers.items()
    ] + [case("size: a server that behaves", session(), (0,), None, login + SIZE)]


def deleted(peer):
    if not any(line.startswith("STOR ") for line in peer.log):
        return ["nothing was uploaded"]
    stored = [line[5:] for line in peer.log if line.startswith("STOR ")]
    gone = [line[5:] for line in peer.log if line.startswith("DELE ")]
    return [] if stored == gone else [f"stored {stored}, but deleted {gone}"]


def upload_cases(login):
    def uploads(name, states=(2,), says=None, examine=deleted, **replaced):
        return case(f"upload: {name}", session(**replaced), states, says, login + UPLOAD, examine)

    def cut(session):
        session.conversation.send(b"150 here\r\n")
        session.accept().close()
        session.conversation.reset()

    def attempted(peer):
        return [] if any(line.startswith("STOR ") for line in peer.log) else ["no upload was tried"]

    def once(peer):
        return deleted(peer) if len(
            [line for line in peer.log if line.startswith("STOR ")]) == 1 else ["not one upload"]

    other_bytes = transfers(lambda data: data.send(b"something else"))
    longer = transfers(lambda data: data.repeat(b"x" * 65536))
    dropped = transfers(lambda data: data.receive(1), end=b"226 done\r\n")
    return [
        uploads("a server that behaves", (0,), examine=once),
        uploads("other bytes come back", RETR=other_bytes),
        uploads("bytes come back without end", RETR=longer, examine=attempted),
        uploads("nothing was kept", STOR=dropped, RETR=transfers(lambda data: None)),
        # What stays behind fills the tenant's space, so it must be said.
        uploads("DELE is refused", (1, 2), r"(?i)delet|remov|left behind", attempted,
                DELE=b"550 no\r\n"),
        uploads("STOR is refused", examine=attempted, STOR=b"553 no |x=1\r\n"),
        uploads("connection cut midway", examine=attempted, STOR=cut),
        uploads("226 never comes after STOR", examine=attempted,
                STOR=lambda session: session.transfer(session.receive_all, end=b"")),
        uploads("file cannot be read back", RETR=b"550 no\r\n"),
    ]


def login_arguments(folder):
    path = os.path.join(folder, "password")
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(SECRET + "\n")
    return ("--user", "u", "--password-file", path)


def cases(folder):
    login = login_arguments(folder)
    return (greeting_cases() + tls_cases(folder, login) + login_cases(login)
            + data_cases(login) + upload_cases(login))
