# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""What the drills take place on: sample tenants, hosts that stand before them, and an Icinga 2 that watches.

Two sample tenants: the steady one, whose servers run on, and the fragile one, whose servers are really stopped.
A host is a tenant as Icinga sees it: the ports of its servers are forwarders, its files copies, so that what is
broken on one is not broken on another.
"""

import email
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import namedtuple
from http.client import HTTPException
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["SOURCE_DIR"]) / "tests" / "run"))

from forwarder import Forwarders  # noqa: E402
from icinga import ACCOUNT, STATES, Icinga, quoted, site, wait_for  # noqa: E402
from sample_tenant import SampleTenant  # noqa: E402

TENANT = Path(os.environ["SOURCE_DIR"]) / "tests" / "tenant" / "tenant"
PARTS = ("ssh", "ftp", "http", "http_login", "http_input", "tls", "backup", "disk_quota", "disk", "clamav", "load")
POLL_SECONDS = 0.3
WAIT_SECONDS = 240

# Everything else about the time is as the site has it.
FAST = {"ReceicoInterval": "3s", "ReceicoRetry": "1s", "ReceicoResponseInterval": "5s", "ReceicoSlowInterval": "4s",
        "ReceicoDailyInterval": "4s", "ReceicoEscalateAfter": "10s", "ReceicoSlowResponseAfter": "20s",
        "ReceicoRecoveryDue": "30s", "ReceicoOutageAfter": "5s"}

# What the notifier is given, in notifications.conf's order.
Told = namedtuple("Told", "kind how to host service state clause since output page")

# Writes its arguments into a file of their own, which gets its name when it is whole; then tells as on a site.
RECORDER = """#!/bin/sh
file=$(mktemp "$0.told/new.XXXXXX") || exit 1
printf '%s\\0' "$@" >"$file"
mv "$file" "$0.told/$(date +%s.%N).$$"
exec "${0%/*}/receico-notify" "$@"
"""

SENDMAIL = """#!/bin/sh
file=$(mktemp "$0.sent/new.XXXXXX") || exit 1
cat >"$file"
mv "$file" "$0.sent/$(date +%s.%N).$$"
"""


class Host:
    """A tenant as Icinga sees it; `parts` of vars.receico are watched, all others left out."""

    def __init__(self, name, field, parts, environment, changes):
        self.name = name
        self.environment = environment
        self.account = field.icinga.account
        self.folder = field.icinga.folder / "hosts" / name
        self.folder.mkdir(parents=True)
        (self.folder / "state").mkdir()
        self.forwarders = {}
        self.field = field
        self.alive = ['check_command = "dummy"', "vars.dummy_state = 0"]
        self.variables = self.describe(parts) | changes

    def describe(self, parts):
        tenant = SampleTenant(self.folder, True, ACCOUNT, self.environment)
        everything = tenant.contract() | tenant.servers() | tenant.web() | tenant.scan()
        if "backup" in parts:
            everything |= tenant.backups()
        if "disk" in parts:
            everything |= tenant.disks()
        if "load" in parts:
            everything |= tenant.load()
        chosen = {name: value for name, value in everything.items() if name not in PARTS or name in parts}
        return chosen | {"without": [part for part in PARTS if part not in parts]}

    def forward(self, name, variable):
        """A port that leads to one of the tenant's servers."""
        forwarder = self.field.forwarders.add(int(self.environment[variable]))
        self.forwarders[name] = forwarder
        return forwarder.port

    def own(self, path):
        """What was made by root is to be read by Icinga."""
        os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def definition(self):
        lines = ['import "receico-tenant"', *self.alive, 'address = "127.0.0.1"', 'vars.agent = "none"',
                 f"vars.receico = {quoted(self.variables)}"]
        return f"object Host {quoted(self.name)} {{ {', '.join(lines)} }}"


class Field:
    """Two tenants, an Icinga, and the hosts; to be stopped in any case."""

    def __init__(self, folder, name="drills", constants=None):
        self.folder = Path(folder)
        self.constants = FAST if constants is None else constants
        self.icinga = Icinga(folder, name)
        self.forwarders = Forwarders()
        self.steady = dict(os.environ)
        self.fragile = None
        self.has_mounts = False
        self.endings = []
        self.hosts = {}
        self.services = {}
        self.host_states = {}
        self.watching = threading.Event()
        self.watcher = threading.Thread(target=self.watch, daemon=True)

    # --- its making ---

    def start_fragile(self):
        folder = tempfile.mkdtemp(prefix="tenant.", dir="/tmp")
        self.fragile = dict(os.environ) | {"TENANT_DIR": folder}
        subprocess.run([TENANT, "start", folder], check=True, stdin=subprocess.DEVNULL)
        told = subprocess.run(["bash", "-c", '. "$1/env" && env -0', "env", folder], check=True, capture_output=True)
        self.fragile |= dict(each.split("=", 1) for each in told.stdout.decode().split("\0") if each)

    def add_host(self, name, parts, environment=None, **changes):
        host = Host(name, self, parts, environment or self.steady, changes)
        self.hosts[name] = host
        return host

    def notifier(self):
        """The site's own program, with a sendmail that keeps the mails, behind one that notes what it was given."""
        scripts = self.icinga.folder / "scripts"
        scripts.mkdir()
        shutil.copy(Path(os.environ["SOURCE_DIR"]) / "icinga-conf" / "icinga2" / "scripts" / "receico-notify", scripts)
        (scripts / "receico-notify.conf").write_text(f"sendmail = {scripts / 'sendmail'}\n", encoding="utf-8")
        for name, text in ("notify", RECORDER), ("sendmail", SENDMAIL):
            (scripts / name).write_text(text, encoding="utf-8")
            (scripts / name).chmod(0o755)
        (scripts / "notify.told").mkdir()
        (scripts / "sendmail.sent").mkdir()
        return scripts / "notify"

    def prepare(self):
        icinga = self.icinga
        icinga.install_programs()
        icinga.make_certificate()
        values = self.constants | {"ReceicoPluginDir": icinga.programs, "ReceicoNotify": self.notifier()}
        icinga.write([*icinga.alone(), *site(values), 'object NotificationComponent "notification" { }',
                      'object User "customer" { email = "customer@localhost" }',
                      *(host.definition() for host in self.hosts.values())])

    def start(self, environment=None):
        """Gives why it cannot, or nothing."""
        wrong = self.icinga.judge()
        if wrong:
            return wrong
        self.icinga.start(environment)
        self.watcher.start()
        self.wait(lambda: self.icinga.check_now() or True)
        self.wait(lambda: self.services and all(each["last_check_result"] for each in self.services.values()))
        return ""

    def at_end(self, ending):
        self.endings.append(ending)

    def stop(self):
        self.watching.set()
        if self.watcher.is_alive():
            self.watcher.join(30)
        self.icinga.stop()
        self.forwarders.stop()
        for ending in self.endings:
            ending()
        if self.fragile:
            subprocess.run([TENANT, "stop", self.fragile["TENANT_DIR"]], check=False, stdin=subprocess.DEVNULL)
            shutil.rmtree(self.fragile["TENANT_DIR"], ignore_errors=True)

    # --- what Icinga sees ---

    def watch(self):
        """One that asks for all: many that ask would be a load of their own."""
        while not self.watching.wait(POLL_SECONDS):
            try:
                self.services = self.icinga.services()
                self.host_states = {each["name"]: each["attrs"] for each in self.icinga.ask("objects/hosts")}
            except (OSError, HTTPException):
                continue  # it is starting, or busy

    def wait(self, condition, seconds=WAIT_SECONDS):
        """condition()'s value once it is true, or its last one when the time is up."""
        def unless_stopped():
            if self.watching.is_set():
                raise RuntimeError("the drills were ended")
            return condition()
        return wait_for(unless_stopped, seconds)

    def hard_state(self, host, service):
        """OK, WARNING, ..., for a host UP or DOWN; None while it is not certain."""
        found = self.services.get((host, service)) if service else self.host_states.get(host)
        if not found or not found["last_check_result"] or int(found["state_type"]) != 1:
            return None
        return STATES[int(found["state"])] if service else ("UP", "DOWN")[int(found["state"])]

    def attributes(self, host, service):
        return self.services.get((host, service)) if service else self.host_states.get(host)

    # --- who was told ---

    def kept(self, folder, since):
        """What scripts kept in files after `since`, in its order."""
        for path in sorted((self.icinga.folder / "scripts" / folder).iterdir()):
            if not path.name.startswith("new.") and float(path.name.rsplit(".", 1)[0]) >= since:
                yield path.read_bytes().decode("utf-8", "replace")

    def told(self, host, since=0.0):
        """What was told of a host and its services."""
        found = [Told(*text.split("\0")[:-1]) for text in self.kept("notify.told", since)]
        return [told for told in found if told.host == host]

    def mails(self, since=0.0):
        return [email.message_from_string(text) for text in self.kept("sendmail.sent", since)]


def now():
    return time.time()
