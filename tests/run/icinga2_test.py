#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""icinga-conf/icinga2 in a real Icinga 2, against the sample tenant. Prints TAP.

The daemon first judges the folder (daemon -C), then runs each service once; its API tells
the states. Environment: PLUGIN_DIR, SOURCE_DIR, and the sample tenant's.
"""

import base64
import json
import os
import pwd
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

STATES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
PASSWORD = "only-on-loopback"
WAIT_SECONDS = 60
LOAD = "/usr/lib/nagios/plugins/check_load"

# host -> service -> the state that the tenant's servers deserve, and a part of the line
EXPECTED = {
    "good": {
        "ssh": ("OK", "OpenSSH"),
        "ssh-passwords-refused": ("OK", "login by publickey"),
        "ftp": ("OK", "vsFTPd"),
        "ftp-tls": ("OK", "certificate"),
        "ftp-plain-login-refused": ("OK", "refused"),
        "ftp-isolation": ("OK", "denied"),
        "http": ("OK", "200"),
        "http-response-time": ("OK", "mean of 10"),
        "http-delay": ("OK", "200"),
        "http-concurrency": ("OK", "50 at once"),
        "https-only": ("OK", "200"),
        "http-bad-input": ("OK", "400"),
        "tls": ("OK", "localhost"),
        "http-login": ("OK", "steps"),
        "load": ("OK", "load average"),
        "backup": ("OK", "next run"),
        "backup-generations": ("OK", "7 generations"),
        "backup-expired": ("OK", "7 generations"),
        "virus-scan": ("OK", "EICAR found"),
        "disk-quota": ("OK", "2 tenants use"),
        "disk": ("OK", "by the file system"),
        "template-library-ssh": ("OK", "OpenSSH"),
        "template-library-ftp": ("OK", "vsFTPd"),
    },
    "bad": {
        "ssh": ("CRITICAL", "(SLO 1.13)"),
        "ssh-passwords-refused": ("CRITICAL", "(SLO 4.3, 4.6)"),
        "ftp": ("OK", "vsFTPd"),
        "ftp-tls": ("CRITICAL", "(SLO 3.4)"),
        "ftp-plain-login-refused": ("CRITICAL", "(SLO 3.4)"),
        "ftp-isolation": ("CRITICAL", "(SLO 3.5)"),
        "http": ("CRITICAL", "(SLO 1.5)"),
        "http-response-time": ("CRITICAL", "(SLO 1.16)"),
        "http-delay": ("CRITICAL", "(SLO 1.17)"),
        "http-concurrency": ("CRITICAL", "(SLO 1.21)"),
        "https-only": ("CRITICAL", "(SLO 3.4)"),
        "http-bad-input": ("CRITICAL", "(SLO 3.5b)"),
        "tls": ("CRITICAL", "(SLO 3.4)"),
        "http-login": ("CRITICAL", "(SLO 1.5)"),
        "load": ("CRITICAL", "load average"),
        "backup": ("CRITICAL", "(SLO 3.1)"),
        "backup-generations": ("CRITICAL", "(SLO 3.3)"),
        "backup-expired": ("CRITICAL", "(SLO 3.2, 3.7)"),
        "virus-scan": ("CRITICAL", "(SLO 4.8)"),
        "disk-quota": ("CRITICAL", "(SLO 1.22)"),
        "disk": ("CRITICAL", "(SLO 1.13)"),
    },
}


def program():
    return shutil.which("icinga2", path=os.environ["PATH"] + ":/usr/sbin")


def why_not():
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
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, list):
        return "[ " + ", ".join(map(quoted, value)) + " ]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {quoted(each)}" for key, each in value.items()) + " }"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


class Icinga:
    """One daemon with a data folder of its own."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.port = free_port()
        self.account = pwd.getpwnam("nagios")
        self.process = None

    def constants(self):
        places = {name: self.folder / name.lower() for name in
                  ("DataDir", "CacheDir", "LogDir", "InitRunDir", "SpoolDir", "ZonesDir")}
        for place in places.values():
            place.mkdir(exist_ok=True)
        for name in ("PidPath", "VarsPath", "ModAttrPath", "StatePath", "ObjectsPath"):
            places[name] = self.folder / name.lower()
        return [f"-D{name}={path}" for name, path in places.items()]

    def private_copy(self, path):
        copy = self.folder / Path(path).name
        shutil.copyfile(path, copy)
        copy.chmod(0o600)
        return copy

    def hosts(self):
        return {"good": self.tenant(True), "bad": self.tenant(False)}

    def tenant(self, good):
        """The sample tenant as it should be, or where it breaks each promise."""
        load = {name: 1000 if good else 0 for name in ("wload1", "wload5", "wload15", "cload1", "cload5", "cload15")}
        return {"plan": "shared", "start": "2024-04-01", "contact": ["customer"], "load": load} \
            | self.servers(good) | self.web(good) | self.backups(good) | self.disks(good) | {"clamav": self.scan(good)}

    def servers(self, good):
        env = os.environ
        netrc = self.private_copy(env["TENANT_NETRC"])
        return {"ssh": {"port": int(env["TENANT_SSH_PORT" if good else "TENANT_SSH_WEAK_PORT"]),
                        "host_key": [env["TENANT_SSH_HOST_KEY"] if good else "SHA256:" + "A" * 43]},
                "ftp": {"port": int(env["TENANT_FTP_EXPLICIT_PORT" if good else "TENANT_FTP_OPEN_PORT"]),
                        "user": env["TENANT_USER_A"], "netrc": str(netrc), "ca_file": env["TENANT_CA_FILE"],
                        "forbidden": [env["TENANT_HOME_B"]]}}

    def backups(self, good):
        """A copy, which the daemon's account owns: nobody else may read the tenant's."""
        copy = self.folder / ("backup" if good else "backup-bad")
        shutil.copytree(os.environ["TENANT_BACKUP_DIR" if good else "TENANT_BACKUP_BAD_DIR"], copy)
        return {"backup": {"file": str(copy), "pattern": "receico-%Y%m%d.tar.gz", "owner": self.account.pw_name}}

    def scan(self, good):
        """The log of a scan, and clamd; or of one that found something."""
        env = os.environ
        if not good:
            return {"scan_log": env["TENANT_SCAN_LOG_INFECTED"]}
        return {"scan_log": env["TENANT_SCAN_LOG"], "require_path": [env["TENANT_SCAN_FOLDER"]],
                "clamd": env["TENANT_CLAMD_SOCKET"], "self_test": True}

    def disks(self, good):
        """How full this machine's own disk is must not matter, so a limit is given that it keeps, or cannot."""
        free = "0%FREE" if good else "101%FREE"
        return {"disk_quota": {"path": [os.environ["TENANT_SPACE"] + "/*"], "state_dir": str(self.folder / "state"),
                               "limit": "15GB" if good else os.environ["TENANT_SPACE_LIMIT"]},
                "disk": {"path": [os.environ["TENANT_SPACE"]], "warning": free, "critical": free,
                         "iwarning": "0%FREE", "icritical": "0%FREE"}}

    def login(self, good):
        """The scenario with a password that the daemon's account may read; or with a wrong one."""
        scenario = self.folder / ("login.scenario" if good else "login-bad.scenario")
        text = Path(os.environ["TENANT_WEB_SCENARIO"]).read_text()
        given = re.search(r"^password = (.*)$", text, re.MULTILINE).group(1)
        password = self.private_copy(given) if good else self.folder / "wrong-password"
        if not good:
            password.write_text("wrong\n")
            password.chmod(0o600)
        scenario.write_text(text.replace(given, str(password)))
        scenario.chmod(0o600)
        return scenario

    def web(self, good):
        env = os.environ
        port = env["TENANT_HTTPS_PORT" if good else "TENANT_HTTPS_EXPIRING_PORT"]
        page = "health" if good else "exception"
        field = "echo" if good else "echo-unchecked"
        common = {"ca_cert": env["TENANT_CA_FILE"], "state_dir": str(self.folder / "state"),
                  "http_port": int(env["TENANT_HTTP_PORT" if good else "TENANT_HTTP_PLAIN_PORT"])}
        return {"http": common | {"url": f"https://localhost:{port}/{page}"},
                "http_login": {"url": f"https://localhost:{port}/", "scenario": str(self.login(good))},
                "http_input": {"url": f"https://localhost:{port}/{field}", "post": "code=%3Cscript%3E"},
                "tls": {"hostname": ["localhost"], "rootcert": env["TENANT_CA_FILE"],
                        "port": int(env["TENANT_HTTPS_PORT" if good else "TENANT_HTTPS_OLD_PORT"])}}

    def certificates(self):
        certs = self.folder / "datadir" / "certs"
        certs.mkdir(parents=True, exist_ok=True)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc",
                        "-keyout", certs / "test.key", "-out", certs / "test.crt", "-days", "2", "-subj", "/CN=test"],
                       check=True, capture_output=True)
        shutil.copyfile(certs / "test.crt", certs / "ca.crt")

    def site(self, source):
        """The folder as it is, but for where the programs lie and whom to call."""
        constants = (source / "constants.conf").read_text()
        for name, value in {"ReceicoPluginDir": self.folder / "plugins", "ReceicoNotify": "/bin/true"}.items():
            constants = re.sub(f"const {name} = .*", f"const {name} = {quoted(value)}", constants)
        return [constants, *(f"include {quoted(path)}" for path in sorted(source.glob("*.conf"))
                             if path.name != "constants.conf")]

    def write(self, configuration):
        source = Path(os.environ["SOURCE_DIR"]) / "icinga-conf" / "icinga2"
        # The Template Library's own commands get our programs too: they must work there unchanged.
        lines = [f"const PluginDir = {quoted(self.folder / 'plugins')}", "include <itl>", "include <plugins>",
                 'const NodeName = "test"', 'const ZoneName = "test"', *self.site(source),
                 'object Endpoint "test" { }', 'object Zone "test" { endpoints = [ "test" ] }',
                 'object CheckerComponent "checker" { }', 'object User "customer" { email = "customer@localhost" }',
                 f'object ApiListener "api" {{ bind_host = "127.0.0.1", bind_port = {self.port} }}',
                 f'object ApiUser "test" {{ password = {quoted(PASSWORD)}, permissions = [ "*" ] }}']
        for name in ("ssh", "ftp"):
            lines.append(f'apply Service "template-library-{name}" {{ check_command = "{name}"\n'
                         f'vars.{name}_port = host.vars.receico.{name}.port, vars.slo_clause = "1.13", notes = "drop-in"\n'
                         'assign where host.name == "good" }')
        for name, receico in self.hosts().items():
            lines.append(f'object Host "{name}" {{ import "receico-tenant", check_command = "dummy"\n'
                         'address = "127.0.0.1", vars.agent = "none", vars.dummy_state = 0\n'
                         f"vars.receico = {quoted(receico)} }}")
        configuration.write_text("\n".join(lines) + "\n")

    def prepare(self):
        arguments = self.constants()
        self.certificates()
        # The daemon's account may not enter the folder of the build.
        shutil.copytree(os.environ["PLUGIN_DIR"], self.folder / "plugins", ignore=shutil.ignore_patterns("*.o", ".*"))
        shutil.copy(LOAD, self.folder / "plugins")
        self.folder.chmod(0o755)
        (self.folder / "state").mkdir()
        configuration = self.folder / "test.conf"
        self.write(configuration)
        for path in [self.folder, *self.folder.rglob("*")]:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)
        return [program(), "daemon", "-c", str(configuration), *arguments]

    def start(self, command):
        with open(self.folder / "daemon.log", "wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ask(self, path, body=None):
        """One request to the API; with a body it is a POST."""
        context = ssl._create_unverified_context()
        request = urllib.request.Request(f"https://127.0.0.1:{self.port}/v1/{path}",
                                         data=json.dumps(body).encode() if body else None)
        request.add_header("Authorization", "Basic " + base64.b64encode(f"test:{PASSWORD}".encode()).decode())
        request.add_header("Accept", "application/json")
        with urllib.request.urlopen(request, timeout=5, context=context) as answer:
            return json.load(answer)["results"]

    def run_all_now(self):
        """The scheduler would spread the first checks over a minute."""
        self.ask("actions/reschedule-check", {"type": "Service", "filter": "true", "force": True})

    def checked_services(self):
        """All services once each has a result, or what there is when the time is up."""
        found = []
        asked = False
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            try:
                if not asked:
                    self.run_all_now()
                    asked = True
                found = [each["attrs"] for each in self.ask("objects/services")]
            except OSError:
                found = []
            if found and all(each["last_check_result"] for each in found):
                break
            time.sleep(0.5)
        return found


def is_instrumented():
    """A program with a sanitizer in it is several times as slow."""
    return b"__asan_init" in (Path(os.environ["PLUGIN_DIR"]) / "check_receico_http").read_bytes()


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


def judge(service, state, part):
    if not service or not service["last_check_result"]:
        return ["no result"]
    output = service["last_check_result"]["output"]
    shown = STATES[int(service["state"])]
    reasons = []
    if shown != state:
        reasons.append(f"{shown}, expected {state}: {output}")
    if part not in output:
        reasons.append(f"{part!r} is not in: {output}")
    if not service["vars"].get("slo_clause"):
        reasons.append("no vars.slo_clause")
    if not service["notes"]:
        reasons.append("no notes")
    if not service["last_check_result"]["performance_data"]:
        reasons.append("no performance data")
    return reasons


def run(tap, icinga):
    command = icinga.prepare()
    judged = subprocess.run(command + ["-C"], capture_output=True, text=True, timeout=60)
    tap.case("icinga2 daemon -C accepts icinga-conf/icinga2", [judged.stdout + judged.stderr] if judged.returncode else [])
    icinga.start(command)
    services = {(each["host_name"], each["name"]): each for each in icinga.checked_services()}
    for host, expected in EXPECTED.items():
        for name, (state, part) in expected.items():
            if name == "http-concurrency" and is_instrumented():
                tap.skip(f"{name} on the {host} server", "an instrumented program is too slow for fifty users")
                continue
            tap.case(f"{name} on the {host} server is {state}", judge(services.get((host, name)), state, part))
    unknown = sorted(set(services) - {(host, name) for host in EXPECTED for name in EXPECTED[host]})
    tap.case("no service is without an expectation", [f"{host}!{name}" for host, name in unknown])
    if tap.failed:
        print("# " + (icinga.folder / "daemon.log").read_text(errors="replace")[-2000:].replace("\n", "\n# "))


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="icinga2.", dir="/tmp") as folder:
        icinga = Icinga(folder)
        try:
            run(tap, icinga)
        finally:
            icinga.stop()
    print(f"1..{tap.number}")
    return 0


sys.exit(main())
