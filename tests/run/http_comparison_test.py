#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""The same command lines to check_receico_http and to Debian's check_http and check_curl. Prints TAP.

usage: PLUGIN_DIR=folder [PEER_DIR=folder] TENANT_...=... http_comparison_test.py [--show] [text]

Each row of http_comparison.tsv is one command line, with the exit status and the perfdata labels of ours,
and for each peer `same`, what it shows instead, or `-` where it does not know the letters. Who differs
needs a reason. --show prints what each shows instead of TAP; text chooses rows.
"""

import os
import socket
import sys
import time
from email.utils import formatdate
from pathlib import Path

from comparison import (HELP, Peers, broken_rules, find_perfdata, hangs_up, items, output_of, play, run,
                        says, skip_reason)

TABLE = Path(__file__).with_name("http_comparison.tsv")
OURS = "check_receico_http"
THEIRS = ("check_http", "check_curl")
TENANT = {"plain": "TENANT_HTTP_PLAIN_PORT", "http": "TENANT_HTTP_PORT", "https": "TENANT_HTTPS_PORT",
          "https-expiring": "TENANT_HTTPS_EXPIRING_PORT",
          "https-wronghost": "TENANT_HTTPS_WRONGHOST_PORT", "https-old": "TENANT_HTTPS_OLD_PORT"}
DAY_SECONDS = 24 * 3600


def answers(head, body=b"hello\n"):
    """Read the head of a request, answer, hang up."""
    def script(connection):
        data = b""
        while b"\r\n\r\n" not in data and (piece := connection.recv(4096)):
            data += piece
        connection.sendall(head.replace(b"\n", b"\r\n") + b"\r\n" + body)
        connection.shutdown(socket.SHUT_WR)
    return script


def dated(age_seconds):
    """A document of that age."""
    def script(connection):
        date = formatdate(usegmt=True)
        changed = formatdate(time.time() - age_seconds, usegmt=True)
        answers(f"HTTP/1.1 200 OK\nDate: {date}\nLast-Modified: {changed}\n".encode())(connection)
    return script


STUBS = {
    "silent": says(b""),
    "empty": hangs_up(b""),
    "http10": answers(b"HTTP/1.0 200 OK\n"),
    "no-reason": answers(b"HTTP/1.1 200\n"),
    "garbage": says(b"SSH-2.0-OpenSSH_9.2p1\r\n"),
    "chunked": answers(b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n", b"6\r\nhello\n\r\n0\r\n\r\n"),
    "short": answers(b"HTTP/1.1 200 OK\nContent-Length: 100\n"),
    "pipe": answers(b"HTTP/1.1 200 a|b=1\n"),
    "circle": answers(b"HTTP/1.1 302 Found\nLocation: /again\n"),
    "elsewhere": answers(b"HTTP/1.1 302 Found\nLocation: ftp://127.0.0.1/\n"),
    "nowhere": answers(b"HTTP/1.1 302 Found\n"),
    "teapot": answers(b"HTTP/1.1 418 I am a teapot\n"),
    "unavailable": answers(b"HTTP/1.1 503 Service Unavailable\n"),
    "code-999": answers(b"HTTP/1.1 999 Strange\n"),
    "fresh": dated(3600),
    "old": dated(3 * DAY_SECONDS),
    "password": answers(b"HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=x\n"),
}


def shown_by(command):
    """What is compared, `STATUS LABELS`, and the whole output."""
    result = run(command)
    output = output_of(result)
    found = find_perfdata(output)
    labels = ",".join(label for label, _ in items(found[1])) if found else ""
    return f"{result.returncode} {labels or 'none'}", output, result.returncode


def faults(row, output, status):
    """What ours may never do, whatever the peer does."""
    words = row["arguments"].split()
    if HELP.intersection(words):
        return []
    found = broken_rules(output, status, ("HTTP",))
    if output.count("\n") != 1 and "-v" not in words:
        found.append(f"{output.count(chr(10))} lines")
    return found


def row_complaints(row):
    given = [row[program] for program in THEIRS]
    found = ["the listed difference is none" for value in given if value == row["ours"]]
    if set(given) - {"same", "-"} and not row["reason"]:
        found.append("a difference needs its reason")
    return found


def compare(row, peers, plugin_dir, peer_dir):
    programs = {OURS: plugin_dir} | {name: peer_dir for name in THEIRS if row[name] != "-"}
    complaints, shown, outputs = row_complaints(row), {}, {}
    for program, folder in programs.items():
        value, output, status = shown_by(peers.command(row, os.path.join(folder, program)))
        expected = row["ours"] if row.get(program, "same") == "same" else row[program]
        if value != expected:
            complaints.append(f"{program} shows {value}, expected {expected}")
        if program == OURS:
            complaints += faults(row, output, status)
        shown[program], outputs[program] = (value,), output
    if complaints:
        complaints += [f"{name}: {text[:400]!r}" for name, text in outputs.items()]
    return complaints, shown


def main(arguments):
    plugin_dir = os.environ.get("PLUGIN_DIR")
    peer_dir = os.environ.get("PEER_DIR", "/usr/lib/nagios/plugins")
    if reason := skip_reason(plugin_dir, peer_dir, TENANT, THEIRS):
        print(f"1..0 # SKIP {reason}")
        return 0

    def prepare(_folder):
        peers = Peers(TENANT, STUBS)
        peers.texts["{ca}"] = os.environ["TENANT_CA_FILE"]
        return lambda row: compare(row, peers, plugin_dir, peer_dir)
    return play(TABLE, arguments, prepare)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
