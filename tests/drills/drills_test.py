#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Breaks each promise of the SLO in the sample tenant, and asks a real Icinga 2 what it saw.

usage: drills_test.py [--table] [PATTERN]   only the drills in whose name PATTERN is; --table is for people

Each drill: the service is OK; something is broken; the service becomes CRITICAL for certain, with the clause and
the reason in its line, and the operators are told; it is mended; the service is OK, and they are told again.
Prints TAP. Environment: PLUGIN_DIR, SOURCE_DIR, and the sample tenant's.
"""

import os
import signal
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["SOURCE_DIR"]) / "tests" / "run"))

from icinga import why_not  # noqa: E402
from tap import Tap, is_instrumented  # noqa: E402

from field import Field  # noqa: E402
from holding import hold  # noqa: E402
from hosts import can_mount, let_quotas_be_read, make_hosts, own_mounts  # noqa: E402
from hours import why_no_hours  # noqa: E402
from table import DRILLS  # noqa: E402


class Reporter:
    """One line a drill, whichever thread held it."""

    def __init__(self, for_people):
        self.for_people = for_people
        self.lock = threading.Lock()
        self.tap = Tap()

    def tell(self, drill, said, seconds, reasons):
        with self.lock:
            if not self.for_people:
                name = f"{drill.clause} {drill.name}: {drill.host} {drill.service} ({seconds:.0f} s)"
                self.tap.case(name.replace("#", ""), reasons)
                return
            self.tap.number += 1
            self.tap.failed += bool(reasons)
            print(f"{drill.clause:<8} {'held  ' if not reasons else 'FAILED'} {drill.name}: {said}", flush=True)
            for reason in reasons:
                print(f"                {reason}", flush=True)

    def skip(self, drill, reason):
        with self.lock:
            if self.for_people:
                print(f"{drill.clause:<8} skip   {drill.name}: {reason}", flush=True)
            else:
                self.tap.skip(f"{drill.clause} {drill.name}", reason)

    def end(self):
        if self.for_people:
            print(f"{self.tap.number - self.tap.failed} of {self.tap.number} drills held")
        else:
            self.tap.end()


def why_not_held(field, drill):
    if drill.service == "http-concurrency" and is_instrumented():
        return "an instrumented program is too slow for fifty users"
    if drill.host == "hours":
        return why_no_hours()
    if drill.host not in field.hosts:
        return "this kernel mounts no images with btrfs"
    return None


def hold_lane(field, drills, reporter):
    for drill in drills:
        if field.watching.is_set():
            return
        began = time.monotonic()
        missing = why_not_held(field, drill)
        if missing:
            reporter.skip(drill, missing)
            continue
        try:
            said, reasons = (drill.held or hold)(field, drill)
        except Exception:  # one drill that breaks must not hide the others
            if field.watching.is_set():
                return
            said, reasons = "", [traceback.format_exc()]
        reporter.tell(drill, said, time.monotonic() - began, reasons)


def hold_all(field, drills, reporter):
    lanes = {}
    for drill in drills:
        lanes.setdefault(drill.lane or drill.host, []).append(drill)
    threads = [threading.Thread(target=hold_lane, args=(field, lane, reporter), daemon=True) for lane in lanes.values()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def ended(_number, _frame):
    raise KeyboardInterrupt


def main(arguments):
    for_people = "--table" in arguments
    pattern = next((each for each in arguments if each != "--table"), "")
    reason = why_not()
    if reason:
        print(reason if for_people else f"1..0 # SKIP {reason}")
        return 77 if for_people else 0
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ended)
    reporter = Reporter(for_people)
    with tempfile.TemporaryDirectory(prefix="drills.", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        field = Field(folder)
        try:
            field.has_mounts = own_mounts() and can_mount(field.folder)
            make_hosts(field)
            field.prepare()
            wrong = field.start()
            if wrong:
                print(f"Bail out! {wrong}")
                return 1
            let_quotas_be_read(field)
            hold_all(field, [each for each in DRILLS if pattern in each.name], reporter)
            if reporter.tap.failed:
                reporter.tap.tell(field.icinga.log())
        except KeyboardInterrupt:
            return 130
        finally:
            field.stop()
    reporter.end()
    return 1 if for_people and reporter.tap.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
