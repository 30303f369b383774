# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Hostile HTTPS servers: handshakes and certificates that check_receico_http must survive."""

import os
import ssl
import subprocess
from dataclasses import dataclass

import peers
from http_peers import FOLLOW, GOOD, answers, case, once, serves
from peers import Gone, floods, says, stall

SECURE = ("-S",)
HANDSHAKE = b"\x16\x03\x03"
CHAIN_CERTIFICATES = 100


@dataclass(frozen=True)
class Identity:
    """A certificate with what signed it, its key, and whom a client must trust to take it."""
    chain: str
    key: str
    trusted: str


class Forge:
    """Makes certificates in a folder, all with one key: they differ in what they say."""

    def __init__(self, folder):
        self.folder = folder
        self.key = os.path.join(folder, "https-key.pem")
        self._openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256",
                      "-out", self.key)

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)

    def _certificate(self, name, settings, *arguments):
        """A certificate as a section of settings describes it."""
        path = os.path.join(self.folder, f"https-{name}.pem")
        with open(path + ".cnf", "w", encoding="utf-8") as file:
            file.write(settings)
        self._openssl("req", "-new", "-x509", "-utf8", "-config", path + ".cnf", "-key", self.key,
                      "-out", path, "-days", "30", *arguments)
        return path

    def self_signed(self, name, subject="CN = 127.0.0.1", alternative="IP:127.0.0.1"):
        settings = ("[req]\nprompt = no\nstring_mask = utf8only\n"
                    "distinguished_name = subject\nx509_extensions = server\n"
                    f"[subject]\n{subject}\n[server]\nsubjectAltName = {alternative}\n")
        path = self._certificate(name, settings)
        return Identity(path, self.key, path)

    def issued(self, name, subject):
        """The same from an authority, so that the subject stands in it once."""
        settings = ("[req]\nprompt = no\nstring_mask = utf8only\n"
                    "distinguished_name = subject\nx509_extensions = part\n"
                    "[subject]\n{subject}\n[part]\nsubjectAltName = IP:127.0.0.1\n"
                    "basicConstraints = critical, CA:{ca}\n")
        root = self._certificate(f"{name}-root", settings.format(subject="CN = root", ca="TRUE"))
        path = self._certificate(name, settings.format(subject=subject, ca="FALSE"),
                                 "-CA", root, "-CAkey", self.key)
        return Identity(path, self.key, root)

    def chain(self, length):
        """A true chain: each but the first is signed by the one before."""
        settings = ("[req]\nprompt = no\ndistinguished_name = subject\nx509_extensions = authority\n"
                    "[subject]\nCN = {name}\n[authority]\nbasicConstraints = critical, CA:{ca}\n"
                    "subjectAltName = IP:127.0.0.1\n")
        made = []
        for place in range(length):
            last = place == length - 1
            text = settings.format(name="127.0.0.1" if last else f"authority {place}",
                                   ca="FALSE" if last else "TRUE")
            signer = ("-CA", made[-1], "-CAkey", self.key) if made else ()
            made.append(self._certificate(f"chain-{place}", text, *signer))
        path = os.path.join(self.folder, "https-chain.pem")
        with open(path, "w", encoding="ascii") as file:
            for part in reversed(made):
                with open(part, encoding="ascii") as certificate:
                    file.write(certificate.read())
        return Identity(path, self.key, made[0])


def context(identity, protocols=()):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(identity.chain, identity.key)
    if protocols:
        made.set_alpn_protocols(list(protocols))
    return made


def secured(identity, script, protocols=()):
    """A true handshake, then the script within."""
    settings = context(identity, protocols)

    def upgrade(conversation):
        try:
            conversation.connection = settings.wrap_socket(conversation.connection, server_side=True)
        except OSError as error:
            raise Gone from error
        script(conversation)
    return upgrade


def hears(data, then=stall):
    """Take the first bytes of the client, then send these and go on."""
    def script(conversation):
        conversation.receive()
        conversation.send(data)
        then(conversation)
    return script


def record(payload, kind=HANDSHAKE):
    return kind + len(payload).to_bytes(2, "big") + payload


def server_hello(cipher=b"\x13\x01", version=b"\x03\x03", extensions=b""):
    body = version + bytes(32) + b"\0" + cipher + b"\0" + len(extensions).to_bytes(2, "big") + extensions
    return record(b"\x02" + len(body).to_bytes(3, "big") + body)


def handshake_cases():
    warning, fatal = record(b"\x01\x5a", b"\x15\x03\x03"), record(b"\x02\x28", b"\x15\x03\x03")

    def broken(name, script):
        return case(f"TLS: {name}", script, arguments=SECURE)

    return [
        broken("accepts and says nothing", stall),
        broken("resets", peers.reset),
        broken("closes", peers.close),
        broken("reads the first message, then silence", hears(b"")),
        broken("reads the first message, then closes", hears(b"", peers.close)),
        broken("reads the first message, then resets", hears(b"", peers.reset)),
        broken("half a ServerHello, then silence", hears(server_hello()[:20])),
        broken("half a ServerHello, then close", hears(server_hello()[:20], peers.close)),
        broken("ServerHello byte by byte without end", hears(
            HANDSHAKE + b"\x40\0", lambda conversation: conversation.repeat(b"\x02", pause=0.05))),
        broken("ServerHello of a cipher that nobody knows", hears(server_hello(b"\xfa\xfa"))),
        broken("ServerHello of SSL 2.0", hears(server_hello(version=b"\x00\x02"))),
        broken("ServerHello with extensions that lie", hears(server_hello(extensions=b"\0\x2b\xff\xff"))),
        broken("ServerHello of TLS 1.3, then silence", hears(server_hello(
            extensions=b"\0\x2b\0\x02\x03\x04"))),
        broken("garbage", hears(b"\x80garbage" * 100)),
        broken("garbage in a handshake record", hears(record(bytes(range(256)) * 4))),
        broken("plain HTTP", answers_at_once(GOOD)),
        broken("plain HTTP 400 and stays", hears(b"HTTP/1.1 400 Bad Request\r\n\r\n")),
        broken("SSH", says(b"SSH-2.0-OpenSSH_9.2p1\r\n", peers.close)),
        broken("a fatal alert", hears(fatal, peers.close)),
        broken("warnings without end", hears(b"", floods(warning))),
        broken("warnings without end before the first message", floods(warning)),
        broken("empty records without end", hears(b"", floods(record(b"")))),
        broken("record of 64 KB claimed", hears(HANDSHAKE + b"\xff\xff", floods(b"\0", 8 << 20))),
        broken("handshake message of 16 MB claimed", hears(
            record(b"\x02\xff\xff\xff" + bytes(1000)), floods(record(bytes(16000))))),
        broken("HelloRequest without end", hears(b"", floods(record(b"\0\0\0\0")))),
    ]


def answers_at_once(data):
    return says(data, peers.close)


def trust_cases(good):
    trusting = SECURE + ("--ca-cert", good.trusted)
    frames = {"SETTINGS": b"\0\0\0\x04\0\0\0\0\0", "PING": b"\0\0\x08\x06\0\0\0\0\0" + bytes(8),
              "CONTINUATION": b"\0\0\x04\x09\0\0\0\0\x01abcd", "garbage": b"\xff" * 64}

    def over(name, script, states=(2,), arguments=(), protocols=()):
        return case(f"TLS: {name}", secured(good, script, protocols), states,
                    arguments=trusting + tuple(arguments))

    return [
        # The control: the same server must be OK, or the refusals prove nothing.
        over("a server that behaves", serves(GOOD), (0,)),
        case("TLS: certificate that nobody trusts", secured(good, serves(GOOD)), arguments=SECURE),
        over("silence behind the handshake", stall),
        over("close behind the handshake", peers.close),
        over("half an answer, then reset", answers(b"HTTP/1.1 200 OK\r\nContent-Le", peers.reset)),
        over("body without length, cut off", answers(b"HTTP/1.1 200 OK\r\n\r\nhello\n", peers.reset)),
        over("body without end", answers(b"HTTP/1.1 200 OK\r\n\r\n", floods(b"hello\n"))),
        over("headers without end", answers(b"HTTP/1.1 200 OK\r\n", floods(b"X: y\r\n"))),
        over("redirect to plain file:", once(b"file:///etc/passwd"), (1, 2), FOLLOW),
        over("says HTTP/2, speaks HTTP/1.1", says(GOOD), (0, 2), protocols=("h2",)),
        over("five users at once, silence", stall, arguments=("--concurrency", "5")),
        over("three samples, silence", stall, arguments=("--samples", "3")),
    ] + [
        over(f"HTTP/2 {name} without end", says(frames["SETTINGS"], floods(frame)), protocols=("h2",))
        for name, frame in frames.items()
    ]


def certificate_cases(forge):
    subjects = {
        "|": "CN = a|x=1 y=2;3;4",
        "escape codes": "CN = \x1b[31mred\x1b]0;owned\x07",
        "newlines": "CN = one\\nHTTP OK - fine|time=0s\\r\\ntwo",
        "text direction": "CN = \u202egpj.exe\u2066 \u009b31m \u0085",
        "our own line": "CN = HTTP OK: HTTP/1.1 200 OK",
        "many names": "\n".join(f"{place}.OU = unit|{place}=1" for place in range(60)),
        "40 KB": "description = " + "d" * 40000,
    }
    found = []
    for place, (name, subject) in enumerate(subjects.items()):
        identity = forge.self_signed(f"subject-{place}", subject)
        script = secured(identity, serves(GOOD))
        # Trusted and right for the host, whatever else it says.
        found += [case(f"certificate: subject with {name}, trusted", script, (0,),
                       arguments=SECURE + ("--ca-cert", identity.trusted)),
                  case(f"certificate: subject with {name}, trusted, its days", script, (1, 2),
                       arguments=SECURE + ("--ca-cert", identity.trusted, "-C", "60")),
                  case(f"certificate: subject with {name}, not trusted", script, arguments=SECURE)]
    text = "description = " + "d" * (64 << 10)
    large, twice = forge.issued("subject-large", text), forge.self_signed("subject-twice", text)
    return found + [
        case("certificate: subject with 64 KB, trusted", secured(large, serves(GOOD)), (0,),
             arguments=SECURE + ("--ca-cert", large.trusted)),
        case("certificate: subject with 64 KB, trusted, its days", secured(large, serves(GOOD)), (1, 2),
             arguments=SECURE + ("--ca-cert", large.trusted, "-C", "60")),
        case("certificate: subject with 64 KB, not trusted", secured(large, serves(GOOD)), (2,),
             arguments=SECURE),
        # As the issuer, too, it is more than the 100 KB that OpenSSL takes of a chain.
        case("certificate: subject and issuer with 64 KB", secured(twice, serves(GOOD)), (2,),
             arguments=SECURE + ("--ca-cert", twice.trusted)),
    ] + length_cases(forge) + name_cases(forge)


def length_cases(forge):
    chain = forge.chain(CHAIN_CERTIFICATES)
    script = secured(chain, serves(GOOD))
    names = forge.self_signed("names", alternative="IP:127.0.0.1, " + ", ".join(
        f"DNS:host{place}.example" for place in range(3500)))
    return [
        # It holds; a client may refuse to walk so far.
        case(f"certificate: chain of {CHAIN_CERTIFICATES}, its root trusted", script, (0, 2),
             arguments=SECURE + ("--ca-cert", chain.trusted)),
        case(f"certificate: chain of {CHAIN_CERTIFICATES}, not trusted", script, arguments=SECURE),
        case("certificate: 60 KB of names, trusted", secured(names, serves(GOOD)), (0, 2),
             arguments=SECURE + ("--ca-cert", names.trusted, "-C", "10")),
        case("certificate: 60 KB of names, not trusted", secured(names, serves(GOOD)), arguments=SECURE),
    ]


def name_cases(forge):
    """Trusted, but for another host: the words that say so repeat what the certificate says."""
    names = {"another host": "DNS:other.example", "| and =": "DNS:a|x=1.example",
             "escape codes": "DNS:\x1b[31mred.example", "another address": "IP:127.0.0.9",
             "a mail address": "email:root@localhost"}
    found = []
    for place, (name, alternative) in enumerate(names.items()):
        identity = forge.self_signed(f"name-{place}", "CN = other|x=1", alternative)
        found.append(case(f"certificate: for {name}", secured(identity, serves(GOOD)),
                          arguments=SECURE + ("--ca-cert", identity.trusted)))
    return found


def cases(folder):
    forge = Forge(folder)
    return handshake_cases() + trust_cases(forge.self_signed("good")) + certificate_cases(forge)
