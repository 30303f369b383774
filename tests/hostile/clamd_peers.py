# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Hostile clamds: what each does, and what check_clamav_age must make of it."""

import os
import struct
import time

import peers
from peers import Case, floods, says, stall

STATS = (b"POOLS: 1\n\nSTATE: VALID PRIMARY\nTHREADS: live 1  idle 0 max 4 idle-timeout 30\n"
         b"QUEUE: %s items\n\tSTATS 0.000003 \n\nMEMSTATS: heap N/A pools 1 pools_used 5.882M\nEND\0")
VERSION = b"ClamAV 1.4.6/27848/Sun Nov 22 09:31:00 2026\0"
HOSTILE_TEXT = b"a|x=1 \x1b[31mred\x07\r\nCLAMAV OK - fine|time=0s\n\xff\xc0\xaf" + "\u202e\u009b".encode()
COMMANDS = ("PING", "VERSION", "STATS", "INSTREAM")


class Daemon:
    """A clamd that behaves, but for the answers that are replaced: bytes, or a script."""

    def __init__(self, replaced):
        self.answers = {"PING": b"PONG\0", "VERSION": VERSION, "STATS": STATS % b"0",
                        "INSTREAM": self.scan} | replaced

    def __call__(self, conversation):
        conversation.rest = b""
        command = self.until_nul(conversation)
        conversation.peer.log.append(command)
        answer = self.answers.get(command.removeprefix("z"), b"UNKNOWN COMMAND\0")
        if isinstance(answer, bytes):
            conversation.send(answer)
        else:
            answer(conversation)

    def until_nul(self, conversation):
        while b"\0" not in conversation.rest:
            conversation.rest += conversation.receive()
        command, conversation.rest = conversation.rest.split(b"\0", 1)
        return command.decode("latin-1")

    def scan(self, conversation):
        found = b"EICAR" in streamed(conversation)
        conversation.send(b"stream: Eicar-Signature FOUND\0" if found else b"stream: OK\0")


def streamed(conversation):
    """What INSTREAM brought, all of it."""
    def take(size):
        while len(conversation.rest) < size:
            conversation.rest += conversation.receive()
        taken, conversation.rest = conversation.rest[:size], conversation.rest[size:]
        return taken

    content = b""
    while size := struct.unpack(">I", take(4))[0]:
        content += take(size)
    return content


def at_clamd(port):
    return ["-H", f"127.0.0.1:{port}"]


def fresh_log(folder):
    """A log with a scan that ended just now."""
    path = os.path.join(folder, "scan.log")
    now = time.strftime("%Y:%m:%d %H:%M:%S")
    with open(path, "w", encoding="ascii") as log:
        log.write("----------- SCAN SUMMARY -----------\nKnown viruses: 1\nScanned files: 1\nInfected files: 0\n"
                  f"Time: 0.007 sec (0 m 0 s)\nStart Date: {now}\nEnd Date:   {now}\n")
    return path


def answers(data, then=stall):
    """After the whole of a request these bytes, then what follows."""
    def script(conversation):
        if conversation.peer.log[-1] == "zINSTREAM":
            streamed(conversation)
        says(data, then)(conversation)
    return script


def at_every_stage(case):
    """What can be done in place of each answer."""
    deeds = [
        ("says nothing", stall),
        ("resets", peers.reset),
        ("closes", peers.close),
        ("is never done", answers(b"", peers.trickles_for_ever)),
        ("floods without a NUL", answers(b"", floods(b"P"))),
        ("floods with NULs", answers(b"", floods(b"\0"))),
        ("floods with lines", answers(b"", floods(b"QUEUE: 0 items\n"))),
        ("has no NUL, and closes", answers(b"PONG", peers.close)),
        ("has no NUL, and waits", answers(b"PONG")),
        ("answers PONG", answers(b"PONG\0")),
        ("answers nothing but a NUL", answers(b"\0")),
        ("answers twice", answers(b"PONG\0PONG\0")),
        ("answers what would end the line", answers(HOSTILE_TEXT + b"\0")),
        ("answers 60 KB", answers(b"x" * 60000 + b"\0")),
        ("does not know the command", answers(b"UNKNOWN COMMAND\0", peers.close)),
    ]
    for command in COMMANDS:
        for name, deed in deeds:
            if (command, name) != ("PING", "answers PONG"):
                yield case(f"to {command} it {name}", {command: deed})


def lies(case):
    queue = {name: STATS % count for name, count in {
        "below 0": b"-5", "beyond all numbers": b"9" * 400, "that is none": b"nan", "in hex": b"0x10",
        "that is empty": b""}.items()}
    for name, answer in queue.items():
        yield case(f"a queue {name}", {"STATS": answer})
    yield case("no queue", {"STATS": b"POOLS: 1\n\nEND\0"})
    yield case("statistics that are cut off", {"STATS": (STATS % b"0")[:-5] + b"\0"})
    yield case("statistics of a pool that ends", {"STATS": (STATS % b"0").replace(b"VALID", b"EXIT")})
    yield case("a queue with a |", {"STATS": STATS % b"0|x=1"})
    yield case("more pools than it tells", {"STATS": b"POOLS: 1\n" + b"QUEUE: 999999999 items\n" * 2000 + b"END\0"})
    yield case("a version with a number below 0", {"VERSION": b"ClamAV 1.4.6/-7/Sun Nov 22 09:31:00 2026\0"})
    yield case("a version with a date that is none", {"VERSION": b"ClamAV 1.4.6/7/Sun Foo 99 99:99:99 2026\0"})
    yield case("a version that is another program's", {"VERSION": b"Sophos 1.2.3\0"})
    yield case("OK to the test file", {"INSTREAM": answers(b"stream: OK\0")}, says="does not find the EICAR")
    yield case("FOUND to everything", {"INSTREAM": answers(b"stream: Eicar FOUND\0")}, says="in a harmless text")
    yield case("an error to the test file", {"INSTREAM": answers(b"INSTREAM size limit exceeded. ERROR\0")})
    yield case("a verdict before the file came", {"INSTREAM": says(b"stream: Eicar FOUND\0")})
    yield case("a verdict of another file", {"INSTREAM": answers(b"other: Eicar-Signature FOUND\0")})


def colourful(conversation):
    """Finds the test file, under a name that would do harm."""
    found = b"EICAR" in streamed(conversation)
    conversation.send(b"stream: " + HOSTILE_TEXT + b" FOUND\0" if found else b"stream: OK\0")


def dripping(conversation):
    conversation.trickle(VERSION, 0.01)


def cases(folder):
    log = fresh_log(folder)

    def case(name, replaced, states=(2,), says=None):
        return Case("check_clamav_age", name, Daemon(replaced), ("-l", log, "--self-test"), frozenset(states), says,
                    place=at_clamd)

    # One that behaves, or these cases would prove nothing; and what is odd but true.
    yield case("a clamd that behaves", {}, (0,), "EICAR found as Eicar-Signature")
    yield case("a version byte by byte", {"VERSION": dripping}, (0,))
    yield case("no daily database", {"VERSION": b"ClamAV 1.4.6\0"}, (0,))
    yield case("a signature with a name that would end the line", {"INSTREAM": colourful}, (0,))
    yield case("a queue of millions", {"STATS": STATS % b"99999999"}, (0,))
    yield from at_every_stage(case)
    yield from lies(case)
