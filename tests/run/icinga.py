# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""A real Icinga 2 daemon for tests: its files in a folder of its own, its API on loopback.

One daemon alone:

    icinga = Icinga(folder)
    icinga.install_programs()
    icinga.make_certificate()
    icinga.write([*icinga.alone(), *site({"ReceicoPluginDir": icinga.programs}), *hosts])
    icinga.judge()                      # daemon -C
    icinga.start()
    services = icinga.checked_services()
    icinga.stop()

A cluster is several of them with names, certificates of one authority (pki()), and zones instead of alone().
Environment: PLUGIN_DIR, SOURCE_DIR.
"""

import base64
import json
import os
import pwd
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import time
import urllib.request
from http.client import HTTPException
from pathlib import Path

STATES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
WAIT_SECONDS = 60
LOAD = "/usr/lib/nagios/plugins/check_load"
ACCOUNT = "nagios"


def program():
    return shutil.which("icinga2", path=os.environ["PATH"] + ":/usr/sbin")


def why_not():
    """Why no daemon can be tested here, or None."""
    if os.geteuid() != 0:
        return "Icinga 2 is started by root"
    if program() is None:
        return "Icinga 2 is not installed"
    if not os.path.exists(LOAD):
        return "monitoring-plugins' check_load is not installed"
    if "TENANT_SSH_PORT" not in os.environ:
        return "no sample tenant"
    return None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def quoted(value):
    """A value as Icinga's language writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return "[ " + ", ".join(map(quoted, value)) + " ]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{quoted(key)} = {quoted(each)}" for key, each in value.items()) + " }"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def site_folder():
    return Path(os.environ["SOURCE_DIR"]) / "icinga-conf" / "icinga2"


def constants(values):
    """constants.conf with other values: text in Icinga's language, such as "5s", or a Path, which gets its quotes."""
    text = (site_folder() / "constants.conf").read_text(encoding="utf-8")
    for name, value in values.items():
        written = f"const {name} = {quoted(value) if isinstance(value, Path) else value}"
        text, found = re.subn(f"^const {name} = .*", lambda _, line=written: line, text, flags=re.MULTILINE)
        if found != 1:
            raise KeyError(f"constants.conf has {found} lines for {name}")
    return text


def site(values, without=()):
    """Lines that include icinga-conf/icinga2 as it is, but for the constants in `values` and the files `without`."""
    return [constants(values), *(f"include {quoted(path)}" for path in sorted(site_folder().glob("*.conf"))
                                 if path.name not in {"constants.conf", *without})]


def wait_for(condition, seconds=WAIT_SECONDS):
    """condition()'s value once it is true, or its last one when the time is up; a daemon may not answer yet."""
    value = None
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            value = condition()
        except (OSError, HTTPException):
            value = None
        if value:
            break
        time.sleep(0.3)
    return value


class Icinga:
    """One daemon: `folder`/`name` holds everything of it."""

    def __init__(self, folder, name="test"):
        self.name = name
        self.folder = Path(folder) / name
        self.folder.mkdir(mode=0o755)
        self.programs = self.folder / "plugins"
        self.configuration = self.folder / "test.conf"
        self.port = free_port()
        self.account = pwd.getpwnam(ACCOUNT)
        self.process = None
        # Who may use the API may run commands: nobody else on this machine is to guess it.
        self.password = secrets.token_hex(8)
        for place in self.places().values():
            if place.name.endswith("dir"):
                place.mkdir()

    # --- its files ---

    def places(self):
        """Where Icinga is told to put what otherwise lies in /var and /run."""
        names = ("DataDir", "CacheDir", "LogDir", "InitRunDir", "SpoolDir", "ZonesDir",
                 "PidPath", "VarsPath", "ModAttrPath", "StatePath", "ObjectsPath")
        return {name: self.folder / name.lower() for name in names}

    def definitions(self):
        return [f"-D{name}={path}" for name, path in self.places().items()]

    def certificates(self):
        folder = self.folder / "datadir" / "certs"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def install_programs(self):
        """A copy: the daemon's account may not enter the folder of the build."""
        shutil.copytree(os.environ["PLUGIN_DIR"], self.programs, ignore=shutil.ignore_patterns("*.o", ".*"))
        shutil.copy(LOAD, self.programs)

    def give_away(self):
        """All of it belongs to the daemon's account."""
        for path in [self.folder, *self.folder.rglob("*")]:
            os.chown(path, self.account.pw_uid, self.account.pw_gid, follow_symlinks=False)

    def make_certificate(self):
        """One that nobody else trusts."""
        folder = self.certificates()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc",
                        "-keyout", folder / f"{self.name}.key", "-out", folder / f"{self.name}.crt", "-days", "2",
                        "-subj", f"/CN={self.name}"], check=True, capture_output=True)
        shutil.copyfile(folder / f"{self.name}.crt", folder / "ca.crt")

    def pki(self, *arguments):
        """`icinga2 pki` with this daemon's folders; gives what it prints."""
        self.give_away()
        done = subprocess.run([program(), "pki", arguments[0], *self.definitions(), *map(str, arguments[1:])],
                              capture_output=True, text=True, timeout=60)
        if done.returncode:
            raise RuntimeError(f"icinga2 pki {arguments[0]}: {done.stdout}{done.stderr}")
        return done.stdout

    # --- its configuration ---

    def library(self):
        return [f"const PluginDir = {quoted(self.programs)}", "include <itl>", "include <plugins>"]

    def listener(self):
        """Attributes of an ApiListener."""
        return f'bind_host = "127.0.0.1", bind_port = {self.port}'

    def api_user(self):
        return f'object ApiUser "test" {{ password = {quoted(self.password)}, permissions = [ "*" ] }}'

    def alone(self):
        """What a daemon without a cluster needs besides a site."""
        return [*self.library(), f"const NodeName = {quoted(self.name)}", f"const ZoneName = {quoted(self.name)}",
                f"object Endpoint {quoted(self.name)} {{ }}",
                f"object Zone {quoted(self.name)} {{ endpoints = [ {quoted(self.name)} ] }}",
                'object CheckerComponent "checker" { }',
                f'object ApiListener "api" {{ {self.listener()} }}', self.api_user()]

    def write(self, lines):
        self.configuration.touch(mode=0o600)
        self.configuration.write_text("\n".join(lines) + "\n", encoding="utf-8")

    # --- its life ---

    def command(self):
        return [program(), "daemon", "-c", str(self.configuration), *self.definitions()]

    def judge(self):
        """What is wrong with the configuration in Icinga's words, in a list that is empty when nothing is."""
        self.give_away()
        done = subprocess.run(self.command() + ["-C"], capture_output=True, text=True, timeout=60)
        return [done.stdout + done.stderr] if done.returncode else []

    def start(self, environment=None):
        self.give_away()
        with open(self.folder / "daemon.log", "ab") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                            env=os.environ | (environment or {}))

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def log(self, size=3000):
        """The end of what it has said."""
        path = self.folder / "daemon.log"
        return path.read_text(encoding="utf-8", errors="replace")[-size:] if path.exists() else ""

    # --- its API ---

    def ask(self, path, body=None):
        """One request; with a body it is a POST."""
        context = ssl._create_unverified_context()
        request = urllib.request.Request(f"https://127.0.0.1:{self.port}/v1/{path}",
                                         data=json.dumps(body).encode() if body else None)
        request.add_header("Authorization", "Basic " + base64.b64encode(f"test:{self.password}".encode()).decode())
        request.add_header("Accept", "application/json")
        with urllib.request.urlopen(request, timeout=5, context=context) as answer:
            return json.load(answer)["results"]

    def services(self):
        """(host, service) -> the attributes of the object."""
        found = [each["attrs"] for each in self.ask("objects/services")]
        return {(each["host_name"], each["name"]): each for each in found}

    def check_now(self, rule="true", kind="Service"):
        """The scheduler would spread the checks over their interval; `rule` chooses among those of the `kind`."""
        self.ask("actions/reschedule-check", {"type": kind, "filter": rule, "force": True})

    def checked_services(self, seconds=WAIT_SECONDS):
        """All services once each has a result, or what there is when the time is up."""
        wait_for(lambda: self.check_now() or True, seconds)
        found = {}

        def are_checked():
            found.update(self.services())
            return found and all(each["last_check_result"] for each in found.values())
        wait_for(are_checked, seconds)
        return found


def state_reasons(service, state, part):
    """Why the service is not in this state with this part in its line, or []."""
    if not service or not service["last_check_result"]:
        return ["no result"]
    output = service["last_check_result"]["output"]
    shown = STATES[int(service["state"])]
    reasons = []
    if shown != state:
        reasons.append(f"{shown}, expected {state}: {output}")
    if part not in output:
        reasons.append(f"{part!r} is not in: {output}")
    return reasons
