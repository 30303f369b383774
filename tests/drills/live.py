#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""The sample tenant under a real Icinga 2, and what it says of each clause, until Ctrl-C.

On a terminal a table that is redrawn in place; else a line for each state that is new.
Environment: PLUGIN_DIR, SOURCE_DIR, and the sample tenant's.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["SOURCE_DIR"]) / "tests" / "run"))

from icinga import STATES, why_not  # noqa: E402

from field import PARTS, Field  # noqa: E402

COLOURS = {"OK": "32", "WARNING": "33", "CRITICAL": "31", "UNKNOWN": "35", "...": "2"}
SEVERITY = {"CRITICAL": 0, "UNKNOWN": 1, "WARNING": 2, "...": 3, "OK": 4}
REDRAW_SECONDS = 1
LEAST_COLUMNS = 80
STATE_COLUMNS = 8
TIME_COLUMNS = 8
# Often enough for one who breaks something and looks.
INTERVALS = {"ReceicoInterval": "5s", "ReceicoRetry": "2s", "ReceicoResponseInterval": "10s",
             "ReceicoSlowInterval": "10s", "ReceicoDailyInterval": "10s"}


def catalogue():
    """What slo_clauses prints of the catalogue."""
    command = [Path(os.environ["PLUGIN_DIR"]) / "slo_clauses", "--list", "--output-format", "json",
               "--file", Path(os.environ["SOURCE_DIR"]) / "icinga-conf" / "slo.conf"]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["clauses"]


def title(clause):
    language = os.environ.get("LC_ALL") or os.environ.get("LANG", "")
    return clause["title_ja" if language.startswith("ja") else "title_en"]


def width(character):
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fitted(text, columns):
    """Exactly so many columns of a terminal."""
    shown, used = "", 0
    for character in text:
        if used + width(character) > columns:
            break
        shown += character
        used += width(character)
    return shown + " " * (columns - used)


def rows(field, clauses):
    """(clause, title, service, state, since, line) for each service of each clause."""
    for clause in clauses:
        for service in clause["services"]:
            seen = field.attributes("sample", service)
            if not seen or not seen["last_check_result"]:
                yield clause["number"], title(clause), service, "...", "", "not checked yet"
                continue
            since = time.strftime("%H:%M:%S", time.localtime(float(seen["last_state_change"])))
            state = STATES[int(seen["state"])]
            line = seen["last_check_result"]["output"].split("\n")[0].strip()
            # The state stands beside it.
            yield clause["number"], title(clause), service, state, since, line.split(f" {state} - ")[-1]


def summary(clauses):
    """The clauses that stand in no row."""
    others = [clause for clause in clauses if not clause["services"]]
    states = ", ".join(f"{sum(each['state'] == state for each in others)} {state}"
                       for state in dict.fromkeys(each["state"] for each in others))
    return f"{len(others)} of {len(clauses)} clauses have no service: {states} (slo_clauses lists them)"


class Table:
    """Drawn from the upper left corner each time, so that nothing flickers."""

    def __init__(self, heading, clauses):
        self.heading = heading
        self.clauses = clauses
        # The alternate screen, without a cursor; what was there before comes back at the end.
        sys.stdout.write("\x1b[?1049h\x1b[?25l")

    def draw(self, field):
        size = shutil.get_terminal_size()
        columns = max(size.columns, LEAST_COLUMNS)
        found = list(rows(field, self.clauses))
        service_columns = max(len(row[2]) for row in found)
        # Two thirds of what is left are the line's: it says what is wrong.
        left = columns - service_columns - STATE_COLUMNS - TIME_COLUMNS - 10
        title_columns = min(max(width_of(row[1]) for row in found), left // 3)
        widths = (5, title_columns, service_columns, STATE_COLUMNS, TIME_COLUMNS, left - title_columns)
        lines = [fitted(line, columns) for line in self.heading]
        lines.append(self.row(("SLO", "TITLE", "SERVICE", "STATE", "SINCE", "LINE"), widths, "1"))
        space = max(size.lines - len(lines) - 1, 1)
        lines += [self.row(row, widths, COLOURS[row[3]]) for row in chosen(found, space)]
        hidden = len(found) - space
        lines.append(fitted(f"{hidden} rows more: the window is too low" if hidden > 0 else summary(self.clauses),
                            columns))
        sys.stdout.write("\x1b[H" + "\x1b[K\n".join(lines) + "\x1b[K\x1b[J")
        sys.stdout.flush()

    @staticmethod
    def row(values, widths, colour):
        cells = [fitted(value, columns) for value, columns in zip(values, widths)]
        cells[3] = f"\x1b[{colour}m{cells[3]}\x1b[0m"
        return " ".join(cells)

    @staticmethod
    def end():
        sys.stdout.write("\x1b[?25h\x1b[?1049l")
        sys.stdout.flush()


class Lines:
    """For a file or a pipe."""

    def __init__(self, heading, clauses):
        self.clauses = clauses
        self.shown = {}
        print("\n".join(heading), flush=True)

    def draw(self, field):
        for clause, name, service, state, since, line in rows(field, self.clauses):
            if state != "..." and self.shown.get((clause, service)) != state:
                self.shown[clause, service] = state
                print(f"{clause:<5} {service:<23} {state:<8} {since} {name}: {line}", flush=True)

    def end(self):
        print(summary(self.clauses), flush=True)


def width_of(text):
    return sum(width(character) for character in text)


def chosen(found, space):
    """What is wrong goes first when there is no space for all; the order is the catalogue's."""
    if len(found) <= space:
        return found
    worst = sorted(range(len(found)), key=lambda number: (SEVERITY[found[number][3]], number))[:space]
    return [found[number] for number in sorted(worst)]


def heading(field):
    address = f"https://127.0.0.1:{field.icinga.port}/v1"
    folder = os.environ["TENANT_DIR"]
    return [f"Icinga's API: {address}, user test, password {field.icinga.password}",
            f"  curl -ku test:{field.icinga.password} {address}/objects/services",
            f"tests/tenant/tenant stop-service {folder} nginx breaks, Ctrl-C ends it", ""]


def watch(field):
    view = (Table if sys.stdout.isatty() else Lines)(heading(field), catalogue())
    try:
        while field.icinga.process.poll() is None:
            view.draw(field)
            time.sleep(REDRAW_SECONDS)
    finally:
        view.end()
    print(field.icinga.log(), file=sys.stderr)
    return 1


def ended(_number, _frame):
    raise KeyboardInterrupt


def main():
    reason = why_not()
    if reason:
        print(reason, file=sys.stderr)
        return 1
    # Who is started in the background ignores SIGINT, unless told otherwise.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ended)
    with tempfile.TemporaryDirectory(prefix="icinga.", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        field = Field(folder, "icinga", INTERVALS)
        try:
            field.add_host("sample", PARTS)
            field.prepare()
            wrong = field.start()
            if wrong:
                print(wrong, file=sys.stderr)
                return 1
            return watch(field)
        except KeyboardInterrupt:
            return 0
        finally:
            field.stop()


if __name__ == "__main__":
    sys.exit(main())
