#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""The same command lines to Debian's monitoring-plugins and to ours. Prints TAP.

usage: PLUGIN_DIR=folder [PEER_DIR=folder] TENANT_SSH_PORT=... peer_comparison_test.py [--show] [text]

Each row of peer_comparison.tsv is one command line. Its expectation is `same`, or the facets in
which ours differs, each with the value ours must have: an unlisted difference fails, and so does a
listed one that is gone. --show prints the facets of both sides instead of TAP; text chooses rows.
"""

import os
import re
import socket
import sys
import time
from pathlib import Path

from comparison import (HELP, PREFIX, Peers, Stub, after, broken_rules, find_perfdata, hangs_up, items,
                        output_of, play, prefix, run, says, skip_reason)

TABLE = Path(__file__).with_name("peer_comparison.tsv")
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


class TextPeers(Peers):
    """Those of the base, the stubs on ::1, and one on a Unix socket."""

    def __init__(self, folder):
        super().__init__(TENANT, STUBS)
        self.ports |= ipv6_ports()
        self.texts["{socket}"] = os.path.join(folder, "socket")
        self.unix = Stub(STUBS["ftp-banner"], socket.AF_UNIX, self.texts["{socket}"])


def facets(command):
    """What a run shows, by facet, and its whole output."""
    result = run(command)
    output = output_of(result)
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
    perfdata = find_perfdata(output)
    text = output[:perfdata.start()] if perfdata else output
    # Some peers print a banner of several lines in the middle of theirs.
    text = " ".join(text.split())
    match = PREFIX.match(text)
    name, shown = shape(text[match.end():] if match else text)
    if status == 3 and name != "usage":
        name = "error"
    return {"prefix": prefix(match), "text": name, "shown": shown.replace(" ", "_") or "none",
            "perfdata": measurements(perfdata[1] if perfdata else "")}


def shape(text):
    for name, pattern in SHAPES:
        if match := pattern.match(text):
            return name, match.groupdict().get("shown") or ""
    return "other", ""


def measurements(perfdata):
    """The items, each value as #, because no two runs share it; one not measured as U."""
    return ",".join(f"{label}=U" if match["value"] == "U" else f"{label}=#{limits(match['rest'])}"
                    for label, match in items(perfdata)) or "none"


def limits(rest):
    """Unit, thresholds and bounds; a threshold of 5 and one of 5.000000 are the same."""
    fields = rest.split(";")
    return ";".join(re.sub(r"\.?0+$", "", field) if 0 < place < 3 and "." in field else field
                    for place, field in enumerate(fields))


def faults(mine, output):
    """What ours may never do, whatever the peer does."""
    if mine["text"] == "help":
        return []
    found = broken_rules(output, int(mine["status"]), ("SSH", "FTP"))
    if mine["lines"] not in ("1", "any"):
        found.append(f"{mine['lines']} lines")
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
    if row["peer"] in IPV6_STUBS and row["peer"] not in peers.ports:
        return None, {}
    program = row["program"]
    theirs, their_output = facets(peers.command(row, os.path.join(peer_dir, program)))
    mine, output = facets(peers.command(row, os.path.join(plugin_dir, program)))
    wanted, complaints = expected(row, theirs)
    complaints += [f"{name} is {mine[name]}, expected {value}"
                   for name, value in wanted.items() if mine.get(name, value) != value]
    complaints += faults(mine, output)
    if complaints:
        complaints += [f"theirs: {their_output[:400]!r}", f"ours:   {output[:400]!r}"]
    return complaints, {name: (value, "" if mine.get(name) == value else str(mine.get(name)))
                        for name, value in theirs.items()}


def main(arguments):
    plugin_dir = os.environ.get("PLUGIN_DIR")
    peer_dir = os.environ.get("PEER_DIR", "/usr/lib/nagios/plugins")
    if reason := skip_reason(plugin_dir, peer_dir, TENANT, ("check_ssh", "check_ftp")):
        print(f"1..0 # SKIP {reason}")
        return 0

    def prepare(folder):
        peers = TextPeers(folder)
        return lambda row: compare(row, peers, plugin_dir, peer_dir)
    return play(TABLE, arguments, prepare)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
