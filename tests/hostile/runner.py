# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Runs one program, measures it, and judges what every run must keep, whatever the peer did."""

import os
import re
import select
import signal
import subprocess
import tempfile
import time
import unicodedata
from dataclasses import dataclass

TIMEOUT_SECONDS = 2
GRACE_SECONDS = 1
MEMORY_LIMIT_KIB = 64 * 1024
LINE_LIMIT_CHARACTERS = 2048
OUTPUT_READ_BYTES = 1 << 20

HEADLINE = re.compile(r"(SSH|FTP|HTTP|TLS|CLAMAV|BACKUP|PLACE) (OK|WARNING|CRITICAL|UNKNOWN)( - |: )")
STATE_NAMES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
# Text direction and line separators let a banner rewrite what an operator reads.
DECEIVING = frozenset("\u061c\u200e\u200f\u2028\u2029"
                      "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
NUMBER = r"-?\d+(?:\.\d+)?"
RANGE = rf"@?(?:{NUMBER}|~)?:?(?:{NUMBER})?"
PERFDATA = re.compile(rf"(?P<label>'[^'=]+'|[^\s'=]+)=(?:U|{NUMBER}(?:us|ms|s|%|B|c)?)"
                      rf"(?:;{RANGE}){{0,2}}(?:;(?:{NUMBER})?){{0,2}}")
LABELS = {
    "check_backup_age": frozenset({"age", "size", "generations", "overdue"}),
    "check_ssh": frozenset({"time"}),
    "check_ftp": frozenset({"time", "days_left", "entries", "size", "login_time"}),
    "check_receico_http": frozenset({
        "time", "size", "time_p95", "time_max", "time_dns", "time_connect", "time_tls",
        "time_firstbyte", "time_transfer", "http_code", "days_left", "failed", "delay",
        # The steps of the scenario in http_user_peers.py.
        "time_form", "time_login"}),
    "check_clamav_age": frozenset({
        "scan_age", "infected", "errors", "vanished", "scanned_files", "scan_time", "queue", "time"}),
    "list_place": frozenset(),
    "check_tls": frozenset({"time"} | {f"days_chain_elem{place}" for place in range(1, 33)}),
}


@dataclass(frozen=True)
class Run:
    command: list
    status: int | None  # None when it had to be killed
    seconds: float
    peak_kib: int
    stdout: bytes
    stderr: bytes


def run(command):
    """The program's run, killed when it outlives what any check may take."""
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        begin = time.monotonic()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr)
        ended = _wait(child.pid, TIMEOUT_SECONDS + GRACE_SECONDS + 1)
        seconds = time.monotonic() - begin
        if not ended:
            os.kill(child.pid, signal.SIGKILL)
        _, wait_status, usage = os.wait4(child.pid, 0)
        # Popen must not wait for a process that is gone.
        child.returncode = os.waitstatus_to_exitcode(wait_status)
        return Run(command, child.returncode if ended else None, seconds, usage.ru_maxrss,
                   _content(stdout), _content(stderr))


def _wait(pid, seconds):
    descriptor = os.pidfd_open(pid)
    try:
        poller = select.poll()
        poller.register(descriptor, select.POLLIN)
        return bool(poller.poll(seconds * 1000))
    finally:
        os.close(descriptor)


def _content(file):
    file.seek(0)
    return file.read(OUTPUT_READ_BYTES)


def complaints(result, states, labels, says=None):
    """Everything that is wrong with a run, as text; an empty list when nothing is."""
    found = []
    found += _process_complaints(result, states)
    found += _stream_complaints(result)
    line = result.stdout.split(b"\n", 1)[0]
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        return found + [f"line is not UTF-8: {error}"]
    found += _line_complaints(text, result.status)
    found += _perfdata_complaints(text, labels)
    if says is not None and not re.search(says, text):
        found.append(f"line does not say {says!r}")
    return found


def _process_complaints(result, states):
    found = []
    if result.status is None:
        found.append("killed: it did not end")
    elif result.status not in (0, 1, 2, 3):
        found.append(f"exit status {result.status} is no state")
    elif result.status not in states:
        found.append(f"exit status {result.status}, expected one of {sorted(states)}")
    if result.seconds > TIMEOUT_SECONDS + GRACE_SECONDS:
        found.append(f"took {result.seconds:.2f} s with a timeout of {TIMEOUT_SECONDS} s")
    if result.peak_kib > MEMORY_LIMIT_KIB and not memory_unjudged():
        found.append(f"peak memory {result.peak_kib} KiB, allowed {MEMORY_LIMIT_KIB}")
    return found


def memory_unjudged():
    """Sanitizers multiply memory, so an instrumented build is not measured."""
    return os.environ.get("HOSTILE_NO_MEMORY") == "1"


def _stream_complaints(result):
    found = []
    if result.stderr:
        found.append(f"stderr is not empty: {result.stderr[:200]!r}")
    if result.stdout.count(b"\n") != 1 or not result.stdout.endswith(b"\n"):
        found.append(f"stdout is not one line but {result.stdout.count(bytes([10]))} newlines")
    return found


def _line_complaints(text, status):
    found = []
    match = HEADLINE.match(text)
    if not match:
        found.append("line does not begin with SERVICE STATE")
    elif status in range(4) and match[2] != STATE_NAMES[status]:
        found.append(f"line says {match[2]}, exit status is {status}")
    if any(unicodedata.category(character) == "Cc" for character in text):
        found.append("line has a control character")
    if DECEIVING.intersection(text):
        found.append("line has a direction or separator character")
    if len(text) > LINE_LIMIT_CHARACTERS:
        found.append(f"line has {len(text)} characters, allowed {LINE_LIMIT_CHARACTERS}")
    return found


def _perfdata_complaints(text, labels):
    if text.count("|") > 1:
        return ["line has more than one |"]
    if "|" not in text:
        return []
    found = []
    items = text.split("|")[1].split()
    if not items:
        found.append("nothing follows the |")
    for item in items:
        match = PERFDATA.fullmatch(item)
        if not match:
            found.append(f"no perfdata: {item!r}")
        elif match["label"].strip("'") not in labels:
            found.append(f"perfdata label {match['label']!r} is not one of {sorted(labels)}")
    return found
