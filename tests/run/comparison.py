# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""What the comparisons with other plugins share: stub servers, runs, perfdata, tables, TAP.

A table has one command line a row; in its arguments {port} stands for the peer's, and \\s for a space.
"""

import csv
import os
import re
import socket
import subprocess
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

PARALLEL_ROWS = 4
KILL_AFTER_SECONDS = 15
STATES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
PREFIX = re.compile(r"(?:(?P<service>[A-Z]+) )?(?P<state>OK|WARNING|CRITICAL|UNKNOWN)(?: - |: )")
PERFDATA = re.compile(r"\|((?:\s*[^\s=]+=(?:U|-?[\d.]+)\S*)+)\s*$")
ITEM = re.compile(r"(?P<label>[^=]+)=(?P<value>U|-?[\d.]+)(?P<rest>.*)")
HELP = frozenset({"-h", "--help", "-V", "--version"})


class Stub:
    """A server on loopback that plays one short script per connection."""

    def __init__(self, script, family=socket.AF_INET, address=("127.0.0.1", 0)):
        self.script = script
        self.listener = socket.socket(family)
        self.listener.bind(address)
        self.listener.listen(16)
        self.address = self.listener.getsockname()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self._play, args=(connection,), daemon=True).start()

    def _play(self, connection):
        with connection:
            connection.settimeout(KILL_AFTER_SECONDS)
            try:
                self.script(connection)
                while connection.recv(4096):
                    pass
            except OSError:
                pass


def says(data):
    return lambda connection: connection.sendall(data)


def hangs_up(data):
    def script(connection):
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
    return script


def after(seconds, script):
    def delayed(connection):
        time.sleep(seconds)
        script(connection)
    return delayed


class Peers:
    """What {port} stands for, by the peer's name in the table, and other words of it: texts."""

    def __init__(self, tenant, stubs):
        self.ports = {name: int(os.environ[variable]) for name, variable in tenant.items()}
        self.ports |= {name: Stub(script).address[1] for name, script in stubs.items()}
        self.closed = socket.socket()
        # Bound but not listening: refused, and nobody else can take the port.
        self.closed.bind(("127.0.0.1", 0))
        self.ports["closed"] = self.closed.getsockname()[1]
        self.texts = {"\\s": " "}

    def command(self, row, program):
        """The argument vector. Words are split at spaces; \\s in the table stands for one."""
        return [program, *(self.word(word, row["peer"]) for word in row["arguments"].split())]

    def word(self, text, peer):
        for name, value in self.texts.items():
            text = text.replace(name, value)
        return text.replace("{port}", str(self.ports.get(peer, "")))


def run(command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=KILL_AFTER_SECONDS, check=False)


def output_of(result):
    return result.stdout.decode("utf-8", "backslashreplace")


def find_perfdata(output):
    """The match of what stands behind the |, on the first line where there is one."""
    return PERFDATA.search(output.split("\n", 1)[0]) or PERFDATA.search(output)


def items(perfdata):
    """Pairs of a label and a match; its `value` and the `rest` behind it."""
    return [(match["label"].strip("'"), match)
            for item in perfdata.split() if (match := ITEM.fullmatch(item))]


def prefix(match):
    if not match:
        return "none"
    return f"{match['service']}-{match['state']}" if match["service"] else match["state"]


def broken_rules(output, status, services):
    """What ours may never do, whatever the peer does."""
    if status not in range(4):
        return [f"exit status {status}"]
    found = []
    shown = prefix(PREFIX.match(output))
    if shown not in (f"{service}-{STATES[status]}" for service in services):
        found.append(f"prefix {shown} with exit status {status}")
    if re.search(r"(?i)\busage:", output):
        found.append("prints usage")
    if "|" in output and " | " not in output:
        found.append("no space before and after |")
    return found


def rows(table, wanted):
    with table.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if line.strip() and not line.startswith("#"))
        return [row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
                if wanted in title(row)]


def title(row):
    return " ".join(filter(None, (row.get("program"), row["arguments"], f"({row['peer']})")))


def skip_reason(plugin_dir, peer_dir, tenant, programs):
    if not plugin_dir:
        return "PLUGIN_DIR is not set"
    missing = [variable for variable in tenant.values() if not os.environ.get(variable)]
    if missing:
        return "no sample tenant: " + ", ".join(missing)
    if not all(os.access(os.path.join(peer_dir, name), os.X_OK) for name in programs):
        return f"no monitoring-plugins in {peer_dir}"
    return None


def attempt(compare, row):
    try:
        return compare(row)
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        return [f"could not run: {error}"], {}


def play(table, arguments, prepare):
    """All rows, or those with the text that was given. prepare(folder) gives compare(row), which gives
    complaints and what to show; (None, {}) when the row cannot run here."""
    showing = "--show" in arguments
    chosen = rows(table, next((text for text in arguments if text != "--show"), ""))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(PARALLEL_ROWS) as pool:
        compare = prepare(folder)
        outcomes = pool.map(lambda row: attempt(compare, row), chosen)
        return show(chosen, outcomes) if showing else report(chosen, outcomes)


def show(chosen, outcomes):
    for row, (complaints, shown) in zip(chosen, outcomes):
        print(title(row))
        if not shown:
            print(" ", *(complaints or ["cannot run here"]))
        for name, values in shown.items():
            print(f"  {name:9} " + " ".join(f"{value:40}" for value in values).rstrip())
    return 0


def report(chosen, outcomes):
    print(f"1..{len(chosen)}")
    failed = not chosen
    for number, (row, (complaints, _)) in enumerate(zip(chosen, outcomes), 1):
        if complaints is None:
            print(f"ok {number} # SKIP cannot run on this machine: {title(row)}")
            continue
        print(f"{'not ok' if complaints else 'ok'} {number} - {title(row).replace('#', '')}")
        for line in complaints:
            print(f"# {line}")
        failed = failed or bool(complaints)
    return 1 if failed else 0
