# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""The cases of a test, as TAP."""


class Tap:
    def __init__(self):
        self.number = 0
        self.failed = 0

    def case(self, name, reasons):
        self.number += 1
        self.failed += bool(reasons)
        print(f"{'not ok' if reasons else 'ok'} {self.number} - {name}", flush=True)
        for reason in reasons:
            for line in str(reason).splitlines():
                print(f"# {line}")

    def skip(self, name, reason):
        self.number += 1
        print(f"ok {self.number} - {name} # SKIP {reason}", flush=True)
