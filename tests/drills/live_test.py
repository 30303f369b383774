#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""live.py, as `./quickstart icinga` starts it: into a pipe, and on a terminal. Prints TAP.

Environment: PLUGIN_DIR, SOURCE_DIR, and the sample tenant's.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["SOURCE_DIR"]) / "tests" / "run"))

from icinga import why_not  # noqa: E402
from tap import Tap  # noqa: E402

from live import catalogue, chosen, fitted, width_of  # noqa: E402
from table import DRILLS  # noqa: E402

PROGRAM = Path(__file__).with_name("live.py")
WAIT_SECONDS = 120
COLUMNS = 80
LINES = 20


def run(output, read, is_there):
    """live.py until is_there(what it printed), then Ctrl-C; gives that text, what was wrong, and the text behind."""
    process = subprocess.Popen([sys.executable, PROGRAM], stdout=output, stderr=output, stdin=subprocess.DEVNULL,
                               env=os.environ | {"LC_ALL": "C.UTF-8"})
    os.close(output)
    shown, end = "", time.monotonic() + WAIT_SECONDS
    while not is_there(shown) and time.monotonic() < end:
        if select.select([read], [], [], 1)[0]:
            shown += os.read(read, 65536).decode("utf-8", "replace")
    reasons = [] if is_there(shown) else [f"it did not come: {shown[-3000:]}"]
    process.send_signal(signal.SIGINT)
    rest = b""
    try:
        while part := os.read(read, 65536):
            rest += part
    except OSError:
        pass  # the other end of a terminal is closed
    os.close(read)
    if process.wait(60) != 0:
        reasons.append(f"the status is {process.returncode}")
    return shown, reasons, rest.decode("utf-8", "replace")


def remains(text):
    """Nobody listens at the API's port any more."""
    port = re.search(r"https://127\.0\.0\.1:(\d+)/v1", text).group(1)
    listening = subprocess.run(["ss", "-Hltn"], capture_output=True, text=True, check=True).stdout
    return ["Icinga still listens"] if f":{port} " in listening else []


def into_a_pipe():
    read, write = os.pipe()
    shown, reasons, rest = run(write, read, lambda text: len(re.findall(r"^\d\S* +[a-z-]+ +OK ", text, re.M)) >= 23)
    for part in (r"^3\.4 +tls +OK +\d\d:\d\d:\d\d encryption: localhost", r"^4\.8 +virus-scan +OK ",
                 r"^  curl -ku test:[0-9a-f]{16} https://127\.0\.0\.1:\d+/v1/objects/services$"):
        if not re.search(part, shown, re.M):
            reasons.append(f"{part} is not in:\n{shown}")
    if "\x1b" in shown + rest:
        reasons.append("there are colours in a pipe")
    if "clauses have no service: " not in rest:
        reasons.append(f"the end is {rest!r}")
    return reasons + remains(shown)


def on_a_terminal():
    read, write = pty.openpty()
    fcntl.ioctl(write, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    # The last frame that is whole; six lines are not services.
    shown, reasons, rest = run(write, read, lambda text: text.count("\x1b[H") > 1
                               and text.split("\x1b[H")[-2].count("\x1b[32mOK") >= LINES - 6)
    frame = shown.split("\x1b[H")[-2].split("\x1b[J")[0]
    lines = re.sub(r"\x1b\[[0-9;]*[mK]", "", frame).split("\r\n")
    if len(lines) != LINES or any(width_of(line) > COLUMNS for line in lines):
        reasons.append(f"{len(lines)} lines, the widest has {max(map(width_of, lines))} columns:\n{frame}")
    if not lines[4].startswith("SLO   TITLE ") or "rows more" not in lines[-1]:
        reasons.append(f"the frame is {lines}")
    if not rest.endswith("\x1b[?25h\x1b[?1049l"):
        reasons.append(f"the terminal is left as {rest[-40:]!r}")
    return reasons + remains(shown)


def columns_of_wide_characters():
    rows = (("abc", 5, "abc  "), ("稼働率", 6, "稼働率"), ("稼働率", 5, "稼働 "), ("稼働率", 1, " "), ("", 0, ""))
    return [f"{text} in {columns}: {fitted(text, columns)!r}" for text, columns, expected in rows
            if fitted(text, columns) != expected]


def what_is_wrong_has_the_space():
    rows = [(str(number), "", "", state, "", "") for number, state in
            enumerate(("OK", "WARNING", "OK", "CRITICAL", "UNKNOWN", "OK"))]
    shown = [[row[0] for row in chosen(rows, space)] for space in (6, 4, 2, 1)]
    expected = [["0", "1", "2", "3", "4", "5"], ["0", "1", "3", "4"], ["3", "4"], ["3"]]
    return [] if shown == expected else [f"{shown}, expected {expected}"]


def no_service_is_without_a_drill():
    """Of those that the catalogue names; the agent's are held in tests/run/icinga2_cluster_test.py."""
    drilled = {drill.service for drill in DRILLS} | {"agent"}
    return [f"{clause['number']}: {service}" for clause in catalogue() for service in clause["services"]
            if service not in drilled]


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    for case in (columns_of_wide_characters, what_is_wrong_has_the_space,
                 no_service_is_without_a_drill, into_a_pipe, on_a_terminal):
        tap.case(case.__name__.replace("_", " "), case())
    tap.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
