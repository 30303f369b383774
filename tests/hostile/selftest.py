# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Programs that are bad on purpose: the harness must find fault with each, and say which."""

import os
import sys

import runner

GOOD = "FTP CRITICAL - no answer | time=U;;;0;2"

# name, shell text of the program, the complaint that must come (None: no complaint at all)
STUBS = [
    ("a good line passes", f"echo '{GOOD}'; exit 2", None),
    ("two lines", f"echo '{GOOD}'; echo more; exit 2", "not one line"),
    ("no newline", f"printf '{GOOD}'; exit 2", "not one line"),
    ("nothing at all", "exit 2", "SERVICE STATE"),
    ("exit status 7", f"echo '{GOOD}'; exit 7", "is no state"),
    ("killed by a signal", f"echo '{GOOD}'; kill -9 $$", "is no state"),
    ("OK for a broken peer", "echo 'FTP OK - fine | time=1s'; exit 0", "expected one of"),
    ("line and status disagree", "echo 'FTP OK - fine | time=1s'; exit 2", "line says OK"),
    ("no service", "echo 'CRITICAL - down'; exit 2", "SERVICE STATE"),
    ("text on stderr", f"echo '{GOOD}'; echo oops >&2; exit 2", "stderr"),
    ("escape code", r"printf 'FTP CRITICAL - a\033[31m\n'; exit 2", "control character"),
    ("carriage return", r"printf 'FTP CRITICAL - a\r\n'; exit 2", "control character"),
    ("C1 control", r"printf 'FTP CRITICAL - a\302\233m\n'; exit 2", "control character"),
    ("NUL", r"printf 'FTP CRITICAL - a\000b\n'; exit 2", "control character"),
    ("invalid UTF-8", r"printf 'FTP CRITICAL - \377\n'; exit 2", "not UTF-8"),
    ("direction override", r"printf 'FTP CRITICAL - \342\200\256\n'; exit 2", "direction"),
    ("second |", "echo 'FTP CRITICAL - a|x=1 | time=U'; exit 2", "more than one |"),
    ("foreign label", "echo 'FTP CRITICAL - a | x=1'; exit 2", "label"),
    ("no number", "echo 'FTP CRITICAL - a | time=soon'; exit 2", "no perfdata"),
    ("| and nothing", "echo 'FTP CRITICAL - a |'; exit 2", "nothing follows"),
    ("endless text", "printf 'FTP CRITICAL - %5000d\\n' 1; exit 2", "characters"),
    ("outlives its timeout", f"sleep 3.2; echo '{GOOD}'; exit 2", "with a timeout of"),
    ("hangs", "exec sleep 30", "did not end"),
]
EATER = f"print('{GOOD}'); x = b'x' * (100 << 20); raise SystemExit(2)"


def judge(execute, command):
    return runner.complaints(execute(command), {2}, runner.LABELS["check_ftp"])


def failure(found, expected):
    """What is wrong with the harness, or None."""
    if expected is None:
        return f"complained: {found}" if found else None
    if not any(expected in complaint for complaint in found):
        return f"did not complain of {expected!r}, but: {found}"
    return None


def tests(execute):
    """Pairs of a name and a function that gives None or a reason to fail; `execute` gives a command's Run."""
    found = [(f"selftest: {name}",
              lambda text=text, expected=expected: failure(judge(execute, ["/bin/sh", "-c", text]), expected))
             for name, text, expected in STUBS]
    if not runner.memory_unjudged():
        found.append(("selftest: eats memory",
                      lambda: failure(judge(execute, [sys.executable, "-S", "-c", EATER]), "peak memory")))
    found.append(("selftest: program is missing", lambda: missing(execute)))
    return found


def missing(execute):
    try:
        execute([os.path.join(os.sep, "nonexistent", "check_ftp")])
    except FileNotFoundError:
        return None
    return "a missing program was not noticed"
