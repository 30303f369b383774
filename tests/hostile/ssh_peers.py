# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Hostile SSH servers: what each does, and what check_ssh must make of it."""

import base64
import hashlib
import struct

import peers
from peers import Case, floods, says, stall

IDENTIFICATION = b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"
ANSWERED = r"^SSH OK - OpenSSH_9\.2p1 Debian-2\+deb12u3 \(protocol 2\.0\)"
NO_SUCH_KEY = "SHA256:" + "A" * 43
FEATURES = {
    "weak algorithms": ("--weak-algorithms", "critical"),
    "forbidden algorithm": ("--forbid-algorithm", "*-cbc"),
    "host key": ("--host-key", NO_SUCH_KEY),
    "forbidden login": ("--forbid-auth", "password"),
}

DISCONNECT, IGNORE, UNIMPLEMENTED, DEBUG, KEXINIT, KEX_REPLY = 1, 2, 3, 4, 20, 31
ALGORITHMS = [b"curve25519-sha256", b"ssh-ed25519", b"aes128-ctr", b"aes128-ctr",
              b"hmac-sha2-256", b"hmac-sha2-256", b"none", b"none", b"", b""]
CIPHERS_TO_CLIENT = 3


def string(data, claimed=None):
    return struct.pack(">I", len(data) if claimed is None else claimed) + data


def packet(payload, length=None, padding=None):
    """A binary packet (RFC 4253 section 6) that may lie about its length and its padding."""
    filler = 4 + (-(len(payload) + 9)) % 8
    true_length = 1 + len(payload) + filler
    return (struct.pack(">IB", true_length if length is None else length,
                        filler if padding is None else padding)
            + payload + bytes(filler))


def kexinit(names=None, ciphers=None, claimed=None):
    """SSH_MSG_KEXINIT; ciphers replaces the server-to-client list, claimed its stated length."""
    lists = [string(name) for name in names or ALGORITHMS]
    if ciphers is not None or claimed is not None:
        lists[CIPHERS_TO_CLIENT] = string(ciphers or b"aes128-cbc", claimed)
    return bytes([KEXINIT]) + bytes(16) + b"".join(lists) + bytes(5)


def sends(data, then=stall):
    return says(IDENTIFICATION + data, then)


def reads_then_sends(first, second, then=stall):
    """Identification and key exchange first; the second piece once the client has sent its own."""
    def script(conversation):
        conversation.send(IDENTIFICATION + first)
        conversation.line()
        if not conversation.pending:
            conversation.receive()
        conversation.send(second)
        then(conversation)
    return script


def slow(conversation):
    conversation.trickle(IDENTIFICATION, 0.02)
    conversation.stall()


def half_of_packet(conversation):
    data = packet(kexinit())
    conversation.send(IDENTIFICATION + data[:len(data) // 2])


def case(name, script, states=(2,), says=None, arguments=()):
    return Case("check_ssh", name, script, tuple(arguments), frozenset(states), says)


def greeting_cases():
    return [
        case("accepts and says nothing", stall),
        case("resets at once", peers.reset),
        case("closes at once", peers.close),
        case("half an identification, then silence", says(b"SSH-2.0-Open")),
        case("half an identification, then close", says(b"SSH-2.0-Open", peers.close)),
        # Slow is not broken: the version must be whole, not the first fragment.
        case("identification byte by byte, finished", slow, (0,), ANSWERED + r" \|"),
        case("bytes trickle for ever", peers.trickles_for_ever),
        case("200 MB without a newline", floods(b"A", 200 << 20)),
        case("200 MB without a newline after SSH-2.0-",
             says(b"SSH-2.0-", floods(b"A", 200 << 20))),
        case("lines without end before the identification", floods(b"please wait\r\n")),
        case("empty lines without end", floods(b"\r\n")),
        case("NUL without end", floods(b"\0")),
        # RFC 4253 section 4.2 lets a server send other lines first, so these are OK.
        case("| and escape codes before the identification",
             says(b"a|x=1 \x1b[31mred\x1b]0;t\x07\r\n" + IDENTIFICATION), (0,), ANSWERED),
        case("invalid UTF-8 before the identification",
             says(b"\xff\xfe\xc0\xaf|y=2\r\n" + IDENTIFICATION), (0,), ANSWERED),
        # A line of this length may be skipped or refused.
        case("a line of 64 KB before the identification",
             says(b"B" * 65536 + b"\r\n" + IDENTIFICATION), (0, 2)),
        case("answers HTTP", says(b"HTTP/1.1 400 Bad Request\r\n\r\n", peers.close)),
        case("answers HTTP and stays", says(b"HTTP/1.1 400 Bad Request\r\n\r\n")),
        case("not allowed at this time", says(b"Not allowed at this time\r\n", peers.close),
             says="Not allowed at this time"),
        case("exceeded MaxStartups", says(b"Exceeded MaxStartups\r\n", peers.close),
             says="MaxStartups"),
    ]


def identification_cases():
    return [
        # Text that is odd but answers: judged as an answer or refused, never printed raw.
        case("identification with |x=1", says(b"SSH-2.0-Open|x=1 y=2;3\r\n"), (0, 2)),
        case("identification with escape codes",
             says(b"SSH-2.0-\x1b[2J\x1b]0;owned\x07Open\r\n"), (0, 2)),
        case("identification with CR inside", says(b"SSH-2.0-Open\rSSH OK - fine | time=0s\r\n"),
             (0, 2)),
        case("identification with NUL", says(b"SSH-2.0-Open\0SSH_9.9\r\n"), (0, 2)),
        case("identification with invalid UTF-8", says(b"SSH-2.0-\xc3\x28\xf0\x9f\xff\r\n"),
             (0, 2)),
        case("identification with text direction override",
             says("SSH-2.0-Open\u202egpj.exe\u2066\r\n".encode()), (0, 2)),
        case("identification with C1 controls",
             says("SSH-2.0-Open\u009b31m\u0085OK\r\n".encode()), (0, 2)),
        case("identification of 300 bytes", says(b"SSH-2.0-" + b"C" * 290 + b"\r\n")),
        case("identification of 64 KB", says(b"SSH-2.0-" + b"C" * 65528 + b"\r\n")),
        case("identification without a version", says(b"SSH-\r\n", peers.close)),
        case("identification without software", says(b"SSH-2.0\r\n", peers.close)),
        # An old protocol is a real answer, so only -P finds fault with it.
        case("protocol 1.5", says(b"SSH-1.5-Old_1.0\n"), (0,), r"Old_1\.0 \(protocol 1\.5\)"),
        case("protocol 1.5 where 2.0 is expected", says(b"SSH-1.5-Old_1.0\n"), (2,),
             r"protocol version mismatch, expected '2\.0'", ("-P", "2.0")),
        case("another version than -r expects", says(IDENTIFICATION), (2,),
             r"version mismatch, expected 'x\.y'", ("-r", "x.y")),
    ]


def malformed_packets():
    oversized = packet(kexinit(), length=35001)
    long_name = kexinit(ciphers=b"a" * 30000 + b",aes128-cbc")
    return {
        "packet length 0": sends(packet(kexinit(), length=0)),
        "packet length 0xffffffff": sends(packet(kexinit(), length=0xFFFFFFFF)),
        "packet length 35001": sends(oversized, floods(b"\0", 1 << 20)),
        "padding beyond the packet": sends(packet(b"\x14" * 20, padding=255)),
        "name list beyond the packet": sends(packet(kexinit(claimed=1 << 20))),
        "name list of 0xffffffff bytes": sends(packet(kexinit(claimed=0xFFFFFFFF))),
        "name list of 30 KB with one name": reads_then_sends(packet(long_name), b"", peers.close),
        "half a packet, then silence": sends(packet(kexinit())[:40]),
        "half a packet, then close": half_of_packet,
        "closes instead of a key exchange": sends(b"", peers.close),
        "only the type of a key exchange": sends(packet(bytes([KEXINIT]))),
        "packet without payload": sends(packet(b"")),
        "random bytes": sends(bytes(range(256)) * 40),
        "disconnect with hostile text": sends(
            packet(bytes([DISCONNECT]) + struct.pack(">I", 2)
                   + string(b"a|x=1\n\x1b[31m\0\xff") + string(b"")), peers.close),
        "unimplemented first": sends(packet(bytes([UNIMPLEMENTED]) + bytes(4)), peers.close),
    }


def session_cases():
    found = []
    for packet_name, script in malformed_packets().items():
        for feature, arguments in FEATURES.items():
            found.append(case(f"{feature}: {packet_name}", script, arguments=arguments))
    return found + control_cases() + flood_cases() + name_cases() + key_cases()


def control_cases():
    """The key exchange that the others spoil: unspoilt it must be OK, or they prove nothing."""
    return [
        case(f"{feature}: a key exchange that behaves", reads_then_sends(packet(kexinit()), b""),
             (0,), arguments=FEATURES[feature])
        for feature in ("weak algorithms", "forbidden algorithm")
    ]


def flood_cases():
    ignore = packet(bytes([IGNORE]) + string(b"x" * 1000))
    debug = packet(bytes([DEBUG, 1]) + string(b"a|x=1\x1b[31m\n") + string(b""))
    return [
        case("weak algorithms: IGNORE without end", sends(b"", floods(ignore)),
             arguments=FEATURES["weak algorithms"]),
        case("host key: IGNORE without end", sends(b"", floods(ignore)),
             arguments=FEATURES["host key"]),
        case("host key: key exchange without end", sends(b"", floods(packet(kexinit()))),
             arguments=FEATURES["host key"]),
        # DEBUG may come at any time (RFC 4253 section 11.3), so the cipher behind it counts.
        case("forbidden algorithm: DEBUG first",
             reads_then_sends(debug + packet(kexinit(ciphers=b"aes128-cbc")), b"", peers.close),
             arguments=FEATURES["forbidden algorithm"]),
    ]


def name_cases():
    hostile = b"3des-cbc,a|x=1-cbc,\x1b[31marcfour,\xff\xfe-cbc,a\nb-cbc"
    empty = kexinit(names=[b""] * 10)
    return [
        case(f"{feature}: hostile algorithm names",
             reads_then_sends(packet(kexinit(ciphers=hostile)), b"", peers.close),
             arguments=FEATURES[feature])
        for feature in FEATURES
    ] + [
        case("forbidden algorithm: NUL in a name",
             reads_then_sends(packet(kexinit(ciphers=b"aes\0-cbc")), b"", peers.close),
             arguments=FEATURES["forbidden algorithm"]),
        case("host key: no algorithm at all", sends(packet(empty)),
             arguments=FEATURES["host key"]),
        case("weak algorithms: five thousand names",
             reads_then_sends(packet(kexinit(ciphers=b"a-cbc," * 5000 + b"3des-cbc")), b"",
                              peers.close),
             arguments=FEATURES["weak algorithms"]),
    ]


def key_cases():
    blob = string(b"ssh-ed25519") + string(bytes(range(1, 33)))
    known = "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
    point = string(b"\x09" + bytes(31))
    signature = string(string(b"ssh-ed25519") + string(b"\x01" * 64))
    replies = {
        # The right public key without its private key proves nothing.
        "right key, forged signature": (known, string(blob) + point + signature),
        "key of 0xffffffff bytes": (NO_SUCH_KEY, string(blob, 0xFFFFFFFF) + point + signature),
        "empty key": (NO_SUCH_KEY, string(b"") + point + signature),
        "point of no bytes": (known, string(blob) + string(b"") + signature),
        "signature beyond the packet": (known, string(blob) + point + string(b"", 1 << 30)),
    }
    return [
        case(f"host key: {name}",
             reads_then_sends(packet(kexinit()), packet(bytes([KEX_REPLY]) + reply)),
             arguments=("--host-key", expected))
        for name, (expected, reply) in replies.items()
    ] + [case("host key: silence after the key exchange begins", sends(packet(kexinit())),
              arguments=FEATURES["host key"])]


def cases(_folder):
    return greeting_cases() + identification_cases() + session_cases()
