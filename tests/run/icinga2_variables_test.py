#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Whatever is missing in what a tenant says, Icinga 2 names the tenant and the variable. Prints TAP.

A whole tenant is accepted; then each variable is taken away in turn, or made wrong, and the daemon must refuse
the configuration. What is left out on purpose is accepted, and its services are not there.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# The tenant of the documentation: a variable with the text that stands for it.
TENANT = {
    "agent": '"none"',
    "receico.plan": '"shared"',
    "receico.start": '"2024-04-01"',
    "receico.contact": '[ "customer" ]',
    "receico.ssh": "{ }",
    "receico.ftp": "{ }",
    "receico.ftp.netrc": '"/etc/icinga2/probe.netrc"',
    "receico.ftp.forbidden": '[ "/home/other-tenant" ]',
    "receico.http": "{ }",
    "receico.http.url": '"https://tenant.example.org/health"',
    "receico.http_login": "{ }",
    "receico.http_login.scenario": '"/etc/icinga2/tenant-a.scenario"',
    "receico.http_input": "{ }",
    "receico.http_input.url": '"https://tenant.example.org/echo"',
    "receico.http_input.post": '"code=%3Cscript%3E"',
    "receico.tls": "{ }",
    "receico.tls.hostname": '[ "tenant.example.org" ]',
    "receico.backup": "{ }",
    "receico.backup.file": '"/backup"',
    "receico.backup.pattern": '"receico-%Y%m%d.tar.gz"',
    "receico.disk_quota": "{ }",
    "receico.disk": "{ }",
    "receico.disk.path": '[ "/" ]',
    "receico.clamav": "{ }",
    "receico.clamav.scan_log": '"/var/log/clamav/scan.log"',
    "receico.load": "{ }",
}

# A wrong value, and what the message says besides the tenant.
WRONG = [
    ("receico.plan", '"gold"', 'vars.receico.plan: "shared" or "dedicated" is expected'),
    ("receico.start", '"yesterday"', "vars.receico.start: "),
    ("receico.contact", '"customer"', "vars.receico.contact: a list of users"),
    ("receico.contact", "[ ]", "vars.receico.contact: a list of users"),
    ("receico.contact", '[ "nobody-here" ]', "nobody-here"),
    ("receico.ftp", "true", "vars.receico.ftp: "),
    ("receico.without", '"ftp"', "vars.receico.without: "),
    ("agent", '"ssh"', "vars.agent: "),
]

# What is left out, and the services that are not there then.
WITHOUT = {
    "ssh": {"ssh", "ssh-passwords-refused"},
    "ftp": {"ftp", "ftp-tls", "ftp-plain-login-refused", "ftp-isolation"},
    "http": {"http", "http-login", "http-response-time", "http-delay", "http-concurrency", "https-only",
             "http-bad-input"},
    "http_login": {"http-login"},
    "http_input": {"http-bad-input"},
    "tls": {"tls"},
    "backup": {"backup", "backup-generations", "backup-expired"},
    "disk_quota": {"disk-quota"},
    "disk": {"disk"},
    "clamav": {"virus-scan"},
    "load": {"load"},
}


def program():
    return shutil.which("icinga2", path=os.environ["PATH"] + ":/usr/sbin")


def dumps_objects():
    """Later versions must be asked to write down what they found."""
    known = subprocess.run([program(), "daemon", "--help"], capture_output=True, text=True, timeout=60).stdout
    return ["--dump-objects"] if "--dump-objects" in known else []


def host(variables):
    lines = ['object Host "tenant-a" { import "receico-tenant", address = "127.0.0.1"', "vars.receico = { }"]
    return "\n".join(lines + [f"vars.{name} = {text}" for name, text in variables.items()] + ["}"])


class Judge:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.account = pwd.getpwnam("nagios")
        self.source = Path(os.environ["SOURCE_DIR"]) / "icinga-conf" / "icinga2"

    def __call__(self, variables):
        """The daemon's verdict on one tenant: accepted, its words, and the names of the services."""
        cache = self.folder / "cachedir"
        (cache / "icinga2.debug").unlink(missing_ok=True)
        (self.folder / "test.conf").write_text("\n".join([
            'const NodeName = "test"', 'const ZoneName = "test"', 'const PluginDir = "/usr/lib/nagios/plugins"',
            "include <itl>", "include <plugins>", f'include "{self.source}/*.conf"',
            'object User "customer" { email = "customer@localhost" }', host(variables)]) + "\n")
        command = [program(), "daemon", "-C", *dumps_objects(), "-c", str(self.folder / "test.conf")]
        for name in ("DataDir", "CacheDir", "LogDir", "InitRunDir", "SpoolDir", "ZonesDir"):
            place = self.folder / name.lower()
            place.mkdir(exist_ok=True)
            os.chown(place, self.account.pw_uid, self.account.pw_gid)
            command.append(f"-D{name}={place}")
        for path in (self.folder, self.folder / "test.conf"):
            os.chown(path, self.account.pw_uid, self.account.pw_gid)
        found = subprocess.run(command, capture_output=True, text=True, timeout=60)
        return found.returncode == 0, found.stdout + found.stderr, self.services(cache)

    def services(self, cache):
        if not (cache / "icinga2.debug").exists():
            return set()
        listed = subprocess.run([program(), "object", "list", "--type", "Service", f"-DCacheDir={cache}"],
                                capture_output=True, text=True, timeout=60).stdout
        return {line.split("'")[1].split("!")[1] for line in listed.splitlines() if line.startswith("Object 'tenant-a!")}


def cases(judge):
    """Pairs of a name and what is wrong; each is judged when it is asked for."""
    accepted, words, all_services = judge(TENANT)
    yield "a whole tenant is accepted", [] if accepted else [words]
    expected = set().union(*WITHOUT.values())
    yield "and has every service", [f"is {sorted(all_services)}"] if all_services != expected else []
    for name in TENANT:
        kept = {each: text for each, text in TENANT.items() if each != name and not each.startswith(name + ".")}
        yield f"without vars.{name}", refused(judge(kept), f"vars.{name}: ")
    for name, text, says in WRONG:
        kept = {each: value for each, value in TENANT.items() if not each.startswith(name + ".")}
        yield f"vars.{name} = {text}", refused(judge(kept | {name: text}), says)
    for part, services in WITHOUT.items():
        accepted, words, found = judge(TENANT | {"receico.without": f'[ "{part}" ]'})
        wrong = [] if accepted else [words]
        if found != all_services - services:
            wrong.append(f"services: {sorted(found)}")
        yield f"{part} left out on purpose", wrong


def refused(verdict, says):
    accepted, words, _ = verdict
    if accepted:
        return ["it is accepted"]
    return [f"{part!r} is not in: {words}" for part in ("tenant-a", says) if part not in words]


def main():
    if program() is None or os.geteuid() != 0:
        print("1..0 # SKIP Icinga 2 is not installed, or this is not root")
        return 0
    number = failed = 0
    with tempfile.TemporaryDirectory(prefix="icinga2.", dir="/tmp") as folder:
        for name, wrong in cases(Judge(folder)):
            number += 1
            failed += bool(wrong)
            print(f"{'not ok' if wrong else 'ok'} {number} - {name}", flush=True)
            for line in "\n".join(wrong).splitlines():
                print(f"# {line}")
    print(f"1..{number}")
    return 1 if failed else 0


sys.exit(main())
