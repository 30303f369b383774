# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Prints TAP, and tells whether a program is one that may be slow."""

import os
from pathlib import Path


class Tap:
    """Prints one line a case; `reasons` is why it failed, or empty."""

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

    def tell(self, text):
        for line in text.splitlines():
            print(f"# {line}")

    def end(self):
        print(f"1..{self.number}")


def is_instrumented():
    """A program with a sanitizer in it is several times as slow."""
    return b"__asan_init" in (Path(os.environ["PLUGIN_DIR"]) / "check_receico_http").read_bytes()
