# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""TLS servers that shake hands as they should, but whose certificates are hostile."""

import base64
import os
import ssl
import subprocess
import time

import peers
from zoo import der

HOSTILE_TEXT = b"a|x=1 \x1b[31mred\x1b[0m\x07\r\nTLS OK - fine | time=0s\n\0end \xff\xc0\xaf"
CONNECTION_SECONDS = 5
LONG = 64 * 1024
RECORD_BYTES = 16384


class Trusted:
    """An authority that check_tls is told to trust, and what it signs."""

    def __init__(self, folder, name="root"):
        self.folder, self.name, self.count = folder, name, 0
        self.keys = [self.make_key(part) for part in ("root", "leaf", "other")]
        self.signer, self.leaf_signer, self.other = (der.Signer(key) for key in self.keys)
        self.subject = der.name(b"Hostile Root")
        root = self.signer.certificate(self.subject, self.subject, extensions=[der.authority()],
                                       serial=1)
        self.root = self.write([root])

    def make_key(self, part):
        path = os.path.join(self.folder, f"{self.name}-{part}.key")
        subprocess.run(["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt",
                        "ec_paramgen_curve:prime256v1", "-out", path], check=True,
                       capture_output=True)
        return path

    def write(self, certificates):
        """A PEM file of these, the leaf first."""
        self.count += 1
        path = os.path.join(self.folder, f"{self.name}-{self.count}.pem")
        with open(path, "wb") as file:
            for certificate in certificates:
                file.write(armour(certificate))
        return path

    def leaf(self, subject=None, names=None, extensions=(), validity=None, signer=None,
             issuer=None):
        """A certificate for 127.0.0.1 by the root, but for what is given."""
        names = der.subject_names([b"localhost"]) if names is None else names
        return (signer or self.signer).certificate(
            subject or der.name(b"leaf"), issuer or self.subject, self.leaf_signer.public,
            [names, *extensions], validity)

    def context(self, *certificates):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.write(certificates), self.keys[1])
        return context


def armour(certificate):
    text = base64.encodebytes(certificate)
    return b"-----BEGIN CERTIFICATE-----\n" + text + b"-----END CERTIFICATE-----\n"


def shakes(context):
    """The handshake, then silence until the client goes."""
    def script(conversation):
        try:
            conversation.connection.settimeout(CONNECTION_SECONDS)
            conversation.connection = context.wrap_socket(conversation.connection,
                                                          server_side=True)
        except OSError as error:
            raise peers.Gone from error
        conversation.stall()
    return script


def shows(certificates):
    """ServerHello of TLS 1.2 and the certificates, for those that Python's ssl cannot load: a
    client judges them before it sees that the server has no key to go on with."""
    def sized(data):
        return len(data).to_bytes(3, "big") + data
    renegotiation = b"\xff\x01\0\x01\0"  # RFC 5746; without it OpenSSL looks no further
    hello = b"\x03\x03" + bytes(32) + b"\0\xc0\x2b\0\0\x05" + renegotiation
    listed = sized(b"".join(sized(certificate) for certificate in certificates))
    messages = b"\x02" + sized(hello) + b"\x0b" + sized(listed)

    def script(conversation):
        conversation.receive()
        for start in range(0, len(messages), RECORD_BYTES):
            part = messages[start:start + RECORD_BYTES]
            conversation.send(b"\x16\x03\x03" + len(part).to_bytes(2, "big") + part)
        conversation.stall()
    return script


def subjects():
    """Names of leaves, each as bytes and their ASN.1 type."""
    return {
        "|, escape codes, newline, NUL and no UTF-8": (HOSTILE_TEXT, der.UTF8),
        "the same, said to be printable": (HOSTILE_TEXT, der.PRINTABLE),
        "the same in Latin-1": (HOSTILE_TEXT, der.TELETEX),
        "NUL in front": (b"\0leaf", der.UTF8),
        "UTF-16 with control and direction": (
            "a|x=1\x1b[31m\n\u202e\u2066".encode("utf-16-be"), der.BMP),
        "UTF-16 with half a pair": (b"\xd8\x00\x00a", der.BMP),
        "text direction override": ("\u202egood\u2066\u009b31m\u0085".encode(), der.UTF8),
        "nothing": (b"", der.UTF8),
        "64 KB": (b"C" * LONG, der.UTF8),
        "64 KB of escape codes": (b"\x1b" * LONG, der.UTF8),
        "a lying state": (b"x\nTLS OK - fine | days=99", der.UTF8),
    }


def many_attributes(count):
    return der.sequence(*(der.tagged(der.SET, der.sequence(
        der.object_id("2.5.4.11"), der.tagged(der.UTF8, b"unit|%d=1\n" % number)))
        for number in range(count)))


def dates():
    """Pairs of dates that no clock shows."""
    def general(text):
        return der.tagged(der.GENERAL_TIME, text)
    past, future = der.moment(time.time() - 86400), der.moment(time.time() + 86400 * 30)
    return {
        "until the year 9999": ((past, general(b"99991231235959Z")), (0,)),
        "from the year 0": ((general(b"00000101000000Z"), future), (0, 2)),
        "ends before it begins": ((past, der.moment(time.time() - 86400 * 60)), (2,)),
        "month 13": ((past, general(b"20301399999999Z")), (2,)),
        "letters": ((past, general(b"tomorrow|x=1\n\x1b[31m")), (2,)),
        "nothing": ((past, general(b"")), (2,)),
        "without Z": ((past, general(b"20991231235959")), (2,)),
        "64 KB": ((past, general(b"2" * LONG)), (2,)),
        "begins in letters": ((general(b"yesterday"), future), (2,)),
        "two digits of a year": ((past, der.tagged(der.UTC_TIME, b"491231235959Z")), (0,)),
        "two digits, long ago": ((past, der.tagged(der.UTC_TIME, b"500101000000Z")), (2,)),
    }


def chain_of(trusted, length):
    """A leaf and as many authorities, each named by the one before it, the last by a stranger."""
    found = []
    forger = der.Forger(trusted.other)
    for number in range(length):
        issuer = der.name(b"Authority %d" % (number + 1))
        extensions = [der.authority()] if number else [der.subject_names([b"localhost"])]
        signer = trusted.other if number else trusted.leaf_signer
        found.append(forger.certificate(
            der.name(b"Authority %d" % number), issuer, signer.public, extensions))
    return found


def circle(trusted):
    """Two authorities that vouch for each other."""
    one, two = der.name(b"One"), der.name(b"Two")
    other = trusted.other
    return [trusted.leaf(signer=other, issuer=one),
            other.certificate(one, two, extensions=[der.authority()]),
            other.certificate(two, one, extensions=[der.authority()])]


def name_lists():
    many = [b"host%d.example" % number for number in range(3000)]
    return {
        "three thousand names": (der.subject_names(many), (0,)),
        "hostile names": (der.subject_names([HOSTILE_TEXT, b"*", b"*.*", b"|=1", b""]), (0,)),
        "64 KB of one name": (der.subject_names([b"n" * LONG]), (0,)),
        # The part behind a NUL is not seen by a program that thinks in C strings.
        "NUL behind the name": (der.subject_names([b"127.0.0.1\0.evil.example"], ()), (2,)),
        "an address as a name": (der.subject_names([b"127.0.0.1"], ()), (2,)),
        "an address of three bytes": (der.subject_names([], [b"\x7f\0\0"]), (2,)),
        "an address of 64 KB": (der.subject_names([], [b"\x7f\0\0\1" * (LONG // 4)]), (2,)),
        "hostile names, none ours": (der.subject_names([HOSTILE_TEXT, b"*"], ()), (2,)),
        "names that are no list": (der.extension(der.SUBJECT_NAMES, b"\x04\x03abc"), (2,)),
        "names that lie of their length": (
            der.extension(der.SUBJECT_NAMES, der.tagged(der.SEQUENCE, b"\x82", claimed=9)), (2,)),
    }


def extension_cases(trusted, add):
    repeated = [der.extension("1.2.3.%d" % number, b"\x04\x02|=") for number in range(1000)]
    critical = der.extension("1.2.3.4", b"\x04\x01x", critical=True)
    where = {
        "a thousand extensions": (repeated, (0,)),
        "an unknown critical one": ([critical], (2,)),
        "the names twice": ([der.subject_names([b"twice"])], (0, 2)),
        "usage that is no list": ([der.extension(der.USAGE, b"\x30\x7f")], (2,)),
        "constraints that lie": ([der.extension(der.CONSTRAINTS, b"\x30\x03\x01\x01")], (2,)),
    }
    for name, (listed, states) in where.items():
        add(name, [trusted.leaf(extensions=listed)], states)


def cases(trusted, case):
    """`case` makes one for check_tls."""
    trust = ("-r", trusted.root)
    found = []

    def add(name, certificates, states):
        try:
            script = shakes(trusted.context(*certificates))
        except ssl.SSLError:
            script = shows(certificates)
        found.append(case("certificate: " + name, script, states, arguments=trust))

    for name, (text, kind) in subjects().items():
        subject = der.name(text, kind)
        # Names are the owner's own: they spoil no verdict and reach no line raw.
        add("subject of " + name, [trusted.leaf(subject)], (0, 2))
        stranger = trusted.leaf(issuer=subject, signer=trusted.other)
        add("issuer of " + name, [stranger], (2,))
    add("subject of a thousand parts", [trusted.leaf(many_attributes(1000))], (0,))
    for name, (names, states) in name_lists().items():
        add(name, [trusted.leaf(names=names)], states)
    for name, (validity, states) in dates().items():
        add("dates: " + name, [trusted.leaf(validity=validity)], states)
    add("chain of a hundred", chain_of(trusted, 100), (2,))
    add("good, a hundred superfluous behind it", [trusted.leaf()] + chain_of(trusted, 100),
        (0, 1, 2))
    add("authorities in a circle", circle(trusted), (2,))
    add("the same one fifty times", [trusted.leaf()] * 50, (0, 1))
    add("forged signature", [trusted.leaf(signer=trusted.other)], (2,))
    extension_cases(trusted, add)
    return found
