#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""The same command lines to Debian's monitoring-plugins and to ours. Prints TAP.

usage: PLUGIN_DIR=folder [PEER_DIR=folder] TENANT_SSH_PORT=... peer_comparison_test.py [--show] [text]

Each row of peer_comparison.tsv is one command line. Its expectation is `same`, or the facets in
which ours differs, each with the value ours must have: an unlisted difference fails, and so does a
listed one that is gone. --show prints the facets of both sides instead of TAP; text chooses rows.
"""

import csv
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PARALLEL_ROWS = 4
KILL_AFTER_SECONDS = 15
TABLE = Path(__file__).with_name("peer_comparison.tsv")
STATES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
TENANT = {"ssh": "TENANT_SSH_PORT", "ftp": "TENANT_FTP_PORT",
          "ftp-explicit": "TENANT_FTP_EXPLICIT_PORT", "ftp-implicit": "TENANT_FTP_IMPLICIT_PORT"}

# The first that matches names the text behind the prefix; the order matters.
SHAPES = [(name, re.compile(pattern)) for name, pattern in (
    ("usage", r"(?i).*\busage:"),
    ("version-mismatch", r"(?P<shown>\S.*) \(protocol [\d.]+\) version mismatch, expected '.*'$"),
    ("protocol-mismatch",
     r"(?P<shown>\S.*) \(protocol [\d.]+\) protocol version mismatch, expected '.*'$"),
    ("version", r"(?P<shown>\S.* \(protocol [\d.]+\))$"),
    ("response-greeting", r"\d+\.\d{3} second response time on .+ \[(?P<shown>.*)\]$"),
    ("response-limit", r"\d+\.\d{3} second response time on .+ \((warning|critical) at .*\)$"),
    ("response", r"\d+\.\d{3} second response time on [^\[]+$"),
    # Ours says behind it where.
    ("unexpected", r"Unexpected response from host/socket: (?P<shown>.*?)(?: \(\S+ port \d+\))?$"),
    ("unexpected-hidden", r"Unexpected response from host/socket on \S+ port \d+$"),
    ("no-data", r"No data received from host"),
    ("server-answer", r"Server answer: "),
    ("no-ssl", r"Cannot make SSL connection"),
    ("certificate", r"(?:\S+ port \d+: )?[Cc]ertificate '.*' (will expire|expires|expired)"),
    ("refused", r".*[Cc]onnection refused"),
    ("timeout", r"(?i).*time(d )?out"),
    ("unresolvable", r"(?i).*(Invalid hostname|resol|name or service)"),
    ("socket-missing", r".*No such file or directory"),
    ("no-identification", r"(?i).*(version control string|identification|not allowed at this time"
                          r"|MaxStartups)"),
)]
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


def echo(connection):
    """Give back what the client sent, after a greeting that holds no number."""
    connection.sendall(b"echo ")
    while data := connection.recv(4096):
        connection.sendall(b"heard <" + data.replace(b"\r", b"CR").replace(b"\n", b"LF") + b">\r\n")


def refuses_commands(connection):
    connection.sendall(b"220 (vsFTPd 3.0.3)\r\n")
    while connection.recv(4096):
        connection.sendall(b"502 Command not implemented\r\n")


IDENTIFICATION = b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"
STUBS = {
    "ssh-banner": says(IDENTIFICATION),
    "ssh-dropbear": says(b"SSH-2.0-dropbear_2022.83\r\n"),
    "ssh-old": says(b"SSH-1.99-OpenSSH_3.9p1\n"),
    "ssh-preface": says(b"welcome\r\n" + IDENTIFICATION),
    "ssh-refusing": hangs_up(b"Not allowed at this time\r\n"),
    "ssh-startups": hangs_up(b"Exceeded MaxStartups\r\n"),
    "ssh-http": hangs_up(b"HTTP/1.1 400 Bad Request\r\n"),
    "ssh-fragments": lambda connection: [
        connection.sendall(IDENTIFICATION[:12]), time.sleep(0.3),
        connection.sendall(IDENTIFICATION[12:])],
    "silent": says(b""),
    "closing": hangs_up(b""),
    "ftp-banner": says(b"220 (vsFTPd 3.0.3)\r\n"),
    "ftp-multiline": says(b"220-welcome\r\n220-to this\r\n220 server\r\n"),
    "ftp-421": hangs_up(b"421 Too many connections\r\n"),
    "ftp-530": hangs_up(b"530 Go away\r\n"),
    "ftp-pipe": says(b"220 a|b=1 x\r\n"),
    "ftp-slow": after(1.2, says(b"220 slow\r\n")),
    "ftp-without-tls": refuses_commands,
    "echo": echo,
}
IPV6_STUBS = ("ssh-banner6", "ftp-banner6")


def ipv6_ports():
    """Stubs on ::1, or none where the machine has no IPv6."""
    try:
        return {name: Stub(STUBS[name[:-1]], socket.AF_INET6, ("::1", 0)).address[1]
                for name in IPV6_STUBS}
    except OSError:
        return {}


class Peers:
    """What {port} and {socket} stand for, by the name in the table."""

    def __init__(self, folder):
        self.ports = {name: int(os.environ[variable]) for name, variable in TENANT.items()}
        self.ports |= {name: Stub(script).address[1] for name, script in STUBS.items()}
        self.ports |= ipv6_ports()
        self.closed = socket.socket()
        # Bound but not listening: refused, and nobody else can take the port.
        self.closed.bind(("127.0.0.1", 0))
        self.ports["closed"] = self.closed.getsockname()[1]
        self.socket = os.path.join(folder, "socket")
        self.unix = Stub(STUBS["ftp-banner"], socket.AF_UNIX, self.socket)

    def command(self, row, plugin_dir):
        """The argument vector. Words are split at spaces; \\s in the table stands for one."""
        words = [word.replace("\\s", " ").replace("{socket}", self.socket)
                 .replace("{port}", str(self.ports.get(row["peer"], "")))
                 for word in row["arguments"].split()]
        return [os.path.join(plugin_dir, row["program"]), *words]


def facets(command):
    """What a run shows, by facet, and its whole output."""
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True,
                            timeout=KILL_AFTER_SECONDS, check=False)
    output = result.stdout.decode("utf-8", "backslashreplace")
    status, lines = result.returncode, output.count("\n")
    if HELP.intersection(command):
        named = os.path.basename(command[0]) in output
        found = {"status": str(status), "text": "help" if named else "other",
                 "lines": "1" if lines == 1 else "many"}
    else:
        found = {"status": str(status), "lines": str(lines)} | line_facets(output, status)
    found["errors"] = "some" if result.stderr else "none"
    if "-v" in command:
        # Debugging is for a reader: neither its length nor its stream is a contract.
        found |= {"lines": "any", "errors": "any"}
    return found, output


def line_facets(output, status):
    perfdata = PERFDATA.search(output.split("\n", 1)[0]) or PERFDATA.search(output)
    text = output[:perfdata.start()] if perfdata else output
    # Some peers print a banner of several lines in the middle of theirs.
    text = " ".join(text.split())
    match = PREFIX.match(text)
    name, shown = shape(text[match.end():] if match else text)
    if status == 3 and name != "usage":
        name = "error"
    return {"prefix": prefix(match), "text": name, "shown": shown.replace(" ", "_") or "none",
            "perfdata": measurements(perfdata[1] if perfdata else "")}


def prefix(match):
    if not match:
        return "none"
    return f"{match['service']}-{match['state']}" if match["service"] else match["state"]


def shape(text):
    for name, pattern in SHAPES:
        if match := pattern.match(text):
            return name, match.groupdict().get("shown") or ""
    return "other", ""


def measurements(perfdata):
    """The items, each value as #, because no two runs share it; one not measured as U."""
    found = []
    for item in perfdata.split():
        match = ITEM.fullmatch(item)
        label = match["label"].strip("'")
        found.append(f"{label}=U" if match["value"] == "U" else f"{label}=#{limits(match['rest'])}")
    return ",".join(found) or "none"


def limits(rest):
    """Unit, thresholds and bounds; a threshold of 5 and one of 5.000000 are the same."""
    fields = rest.split(";")
    return ";".join(re.sub(r"\.?0+$", "", field) if 0 < place < 3 and "." in field else field
                    for place, field in enumerate(fields))


def broken_rules(mine, output):
    """What ours may never do, whatever the peer does."""
    if mine["status"] not in ("0", "1", "2", "3"):
        return [f"exit status {mine['status']}"]
    if mine["text"] == "help":
        return []
    found = []
    if mine.get("prefix") not in (f"{service}-{STATES[int(mine['status'])]}"
                                  for service in ("SSH", "FTP")):
        found.append(f"prefix {mine.get('prefix')} with exit status {mine['status']}")
    if re.search(r"(?i)\busage:", output):
        found.append("prints usage")
    if mine["lines"] not in ("1", "any"):
        found.append(f"{mine['lines']} lines")
    if "|" in output and " | " not in output:
        found.append("no space before and after |")
    return found


def expected(row, theirs):
    """The facets that ours must show: theirs, but for those the table gives."""
    if row["expectation"] == "same":
        return dict(theirs), []
    given = dict(item.split("=", 1) for item in row["expectation"].split())
    complaints = [f"facet {name} does not exist" for name in given if name not in theirs]
    complaints += [f"{name} is {value} there too: the listed difference is gone"
                   for name, value in given.items() if theirs.get(name) == value]
    if not row["reason"]:
        complaints.append("a difference needs its reason")
    return theirs | given, complaints


def compare(row, peers, plugin_dir, peer_dir):
    theirs, their_output = facets(peers.command(row, peer_dir))
    mine, output = facets(peers.command(row, plugin_dir))
    wanted, complaints = expected(row, theirs)
    complaints += [f"{name} is {mine[name]}, expected {value}"
                   for name, value in wanted.items() if mine.get(name, value) != value]
    complaints += broken_rules(mine, output)
    if complaints:
        complaints += [f"theirs: {their_output[:400]!r}", f"ours:   {output[:400]!r}"]
    return complaints, theirs, mine


def attempt(row, peers, *arguments):
    if row["peer"] in IPV6_STUBS and row["peer"] not in peers.ports:
        return None
    try:
        return compare(row, peers, *arguments)
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        return [f"could not run: {error}"], {}, {}


def rows(wanted):
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if line.strip() and not line.startswith("#"))
        return [row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
                if wanted in title(row)]


def title(row):
    return f"{row['program']} {row['arguments']} ({row['peer']})"


def show(row, theirs, mine):
    print(title(row))
    for name, value in theirs.items():
        print(f"  {name:9} {value:40} {'' if mine.get(name) == value else mine.get(name)}")


def skip_reason(plugin_dir, peer_dir):
    if not plugin_dir:
        return "PLUGIN_DIR is not set"
    missing = [variable for variable in TENANT.values() if not os.environ.get(variable)]
    if missing:
        return "no sample tenant: " + ", ".join(missing)
    if not all(os.access(os.path.join(peer_dir, name), os.X_OK)
               for name in ("check_ssh", "check_ftp")):
        return f"no monitoring-plugins in {peer_dir}"
    return None


def main(arguments):
    plugin_dir = os.environ.get("PLUGIN_DIR")
    peer_dir = os.environ.get("PEER_DIR", "/usr/lib/nagios/plugins")
    if reason := skip_reason(plugin_dir, peer_dir):
        print(f"1..0 # SKIP {reason}")
        return 0
    showing = "--show" in arguments
    chosen = rows(next((text for text in arguments if text != "--show"), ""))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(PARALLEL_ROWS) as pool:
        peers = Peers(folder)
        outcomes = pool.map(lambda row: attempt(row, peers, plugin_dir, peer_dir), chosen)
        return show_all(chosen, outcomes) if showing else report(chosen, outcomes)


def show_all(chosen, outcomes):
    for row, outcome in zip(chosen, outcomes):
        complaints, theirs, mine = outcome or (["no IPv6"], {}, {})
        if theirs:
            show(row, theirs, mine)
        else:
            print(title(row), *complaints)
    return 0


def report(chosen, outcomes):
    print(f"1..{len(chosen)}")
    failed = not chosen
    for number, (row, outcome) in enumerate(zip(chosen, outcomes), 1):
        if outcome is None:
            print(f"ok {number} # SKIP no IPv6 on this machine: {title(row)}")
            continue
        complaints = outcome[0]
        print(f"{'not ok' if complaints else 'ok'} {number} - {title(row).replace('#', '')}")
        for line in complaints:
            print(f"# {line}")
        failed = failed or bool(complaints)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
