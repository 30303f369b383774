#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""A real sshd with an SFTP server that stalls, lies, floods and goes away. Prints TAP.

usage: BUILD_DIR=folder TENANT_SSH_LIAR_PORT=... sftp_liar_test.py [part of a case's name]

Each case is a path: sftp_liar does what its first part says.
"""

import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "hostile"))

import runner  # noqa: E402

PROGRAM = "list_place"
ONE = r"exists: 1 entries, 1 folders, 0 vanished, 0 unreadable$"
LIST, LOOK, READ = ("--quiet",), ("--quiet", "--look"), ("--quiet", "--read", "backup.tar", "--length", "100000")

# Path, arguments, states, what the line says.
CASES = (
    # The controls: unspoilt they must be OK, or the rest proves nothing.
    ("well", LIST, {0}, ONE),
    ("well", LOOK, {0}, ONE),
    ("well", READ, {0}, ONE),
    ("missing", LIST, {2}, "does not exist"),
    ("denied", LIST, {3}, "permission denied"),
    ("failure", LIST, {3}, "failure"),
    ("strange", LIST, {3}, "failure"),
    ("silent", LIST, {2}, "timeout"),
    ("gone", LIST, {2}, None),
    ("giant", LIST, {2}, None),
    ("garbage", LIST, {2}, None),
    ("wrong-number", LIST, {2}, None),
    ("long-handle", LIST, {0, 2, 3}, None),
    ("silent-list", LIST, {2}, "timeout"),
    ("gone-list", LIST, {2}, None),
    ("same", LIST, {2}, None),
    ("longest", LIST, {2}, None),
    ("too-long", LIST, {2}, "a name of more than"),
    ("dots", LIST, {2}, None),
    ("none", LIST, {0, 2, 3}, None),
    ("claims", LIST, {2, 3}, None),
    ("short", LIST, {2, 3}, None),
    ("overrun", LIST, {2, 3}, None),
    ("slash", LIST, {3}, "which is no name"),
    ("hostile", LIST, {0}, "exists: 1 entries"),
    ("nul", LIST, {3}, "which is no name"),
    ("bare", LIST, {0}, ONE),
    ("bare-missing", LIST, {0}, "exists: 0 entries, 1 folders, 1 vanished"),
    ("vast", LOOK, {0}, ONE),
    ("chatter", LIST, {2}, None),
    ("silent-read", READ, {2}, "timeout"),
    ("short-read", READ, {0}, ONE),
    ("more", READ, {0, 2}, None),
    ("claims-read", READ, {2}, None),
    ("without-end", READ, {0}, ONE),
    ("denied-read", READ, {2}, "permission denied"),
)


def play(case, folder):
    """A case's diagnostic lines; none when it holds."""
    path, arguments, states, says = case
    to = ("--to", os.path.join(folder, path)) if arguments is READ else ()
    port = os.environ["TENANT_SSH_LIAR_PORT"]
    command = [os.path.join(os.environ["BUILD_DIR"], "tests", "run", PROGRAM),
               "-f", f"sftp://{os.environ['TENANT_USER_A']}@127.0.0.1:{port}/{path}",
               "--known-hosts", os.environ["TENANT_SSH_KNOWN_HOSTS"],
               "--identity", os.environ["TENANT_SSH_IDENTITY"],
               "-t", str(runner.TIMEOUT_SECONDS), *arguments, *to]
    result = runner.run(command)
    found = runner.complaints(result, states, runner.LABELS[PROGRAM], says)
    if not found:
        return []
    return found + ["command: " + " ".join(command),
                    f"status {result.status} after {result.seconds:.2f} s, peak {result.peak_kib} KiB, "
                    f"stdout {result.stdout[:600]!r}", f"stderr {result.stderr[:300]!r}"]


def main():
    if "TENANT_SSH_LIAR_PORT" not in os.environ or "BUILD_DIR" not in os.environ:
        print("1..0 # SKIP TENANT_SSH_LIAR_PORT or BUILD_DIR is not set")
        return 0
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [case for case in CASES if wanted in case[0]]
    failed = 0
    print(f"1..{len(chosen)}")
    # libssh2 shakes hands for a while, so a few at a time: a deadline is two seconds.
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        outcomes = pool.map(lambda case: play(case, folder), chosen)
        for number, (case, found) in enumerate(zip(chosen, outcomes), 1):
            print(f"{'not ok' if found else 'ok'} {number} - {case[0]} {' '.join(case[1])}")
            for line in found:
                print(f"# {line}")
            sys.stdout.flush()
            failed += bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
