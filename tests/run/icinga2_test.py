#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""icinga-conf/icinga2 in a real Icinga 2, against the sample tenant. Prints TAP.

The daemon first judges the folder (daemon -C), then runs each service once; its API tells
the states. Environment: PLUGIN_DIR, SOURCE_DIR, and the sample tenant's.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from icinga2_daemon import Daemon, program, quoted
from tap import Tap

STATES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
WAIT_SECONDS = 60

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
        "backup": ("OK", "next run"),
        "backup-generations": ("OK", "7 generations"),
        "backup-expired": ("OK", "7 generations"),
        "virus-scan": ("OK", "EICAR found"),
        "template-library-ssh": ("OK", "OpenSSH"),
        "template-library-ftp": ("OK", "vsFTPd"),
    },
    "bad": {
        "ssh": ("CRITICAL", "(SLO 1.13)"),
        "ssh-passwords-refused": ("CRITICAL", "(SLO 4.3)"),
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
        "backup": ("CRITICAL", "(SLO 3.1)"),
        "backup-generations": ("CRITICAL", "(SLO 3.3)"),
        "backup-expired": ("CRITICAL", "(SLO 3.2)"),
        "virus-scan": ("CRITICAL", "(SLO 4.8)"),
    },
}


def why_not():
    if os.geteuid() != 0:
        return "Icinga 2 is started by root"
    if program() is None:
        return "Icinga 2 is not installed"
    if "TENANT_SSH_PORT" not in os.environ:
        return "no sample tenant"
    return None


class Icinga(Daemon):
    def private_copy(self, path):
        copy = self.folder / Path(path).name
        shutil.copyfile(path, copy)
        copy.chmod(0o600)
        return copy

    def hosts(self):
        env = os.environ
        netrc = self.private_copy(env["TENANT_NETRC"])
        other = [env["TENANT_HOME_B"]]
        return {name: host | self.web(name == "good") | self.backups(name == "good")
                | {"clamav": self.scan(name == "good")}
                for name, host in self.servers(env, netrc, other).items()}

    def backups(self, good):
        """A copy, which the daemon's account owns: nobody else may read the tenant's."""
        copy = self.folder / ("backup" if good else "backup-bad")
        shutil.copytree(os.environ["TENANT_BACKUP_DIR" if good else "TENANT_BACKUP_BAD_DIR"], copy)
        return {"backup": {"file": str(copy), "pattern": "receico-%Y%m%d.tar.gz", "schedule": ["04:00"],
                           "timezone": "Asia/Tokyo", "owner": self.account.pw_name, "mode": "0600",
                           "verify": "magic"},
                "backup_generations": {"critical": "7"}, "backup_expire": "14d"}

    def scan(self, good):
        """The log of a scan, and clamd; or of one that found something."""
        env = os.environ
        if not good:
            return {"scan_log": env["TENANT_SCAN_LOG_INFECTED"]}
        return {"scan_log": env["TENANT_SCAN_LOG"], "require_path": [env["TENANT_SCAN_FOLDER"]],
                "clamd": env["TENANT_CLAMD_SOCKET"], "self_test": True}

    def web(self, good):
        """The application as it should be, or where it breaks each promise."""
        env = os.environ
        port = env["TENANT_HTTPS_PORT" if good else "TENANT_HTTPS_EXPIRING_PORT"]
        page = "health" if good else "exception"
        common = {"ca_cert": env["TENANT_CA_FILE"], "state_dir": str(self.folder / "state"),
                  "http_port": int(env["TENANT_HTTP_PORT" if good else "TENANT_HTTP_PLAIN_PORT"])}
        field = "echo" if good else "echo-unchecked"
        return {"http": common | {"url": f"https://localhost:{port}/{page}"},
                "http_input": {"url": f"https://localhost:{port}/{field}", "post": "code=%3Cscript%3E"},
                "tls": {"hostname": ["localhost"], "rootcert": env["TENANT_CA_FILE"],
                        "port": int(env["TENANT_HTTPS_PORT" if good else "TENANT_HTTPS_OLD_PORT"])}}

    def servers(self, env, netrc, other):
        return {
            "good": {"ssh": {"port": int(env["TENANT_SSH_PORT"]), "host_key": [env["TENANT_SSH_HOST_KEY"]]},
                     "ftp": {"port": int(env["TENANT_FTP_EXPLICIT_PORT"]), "user": env["TENANT_USER_A"],
                             "netrc": str(netrc), "ca_file": env["TENANT_CA_FILE"]},
                     "ftp_forbidden": other},
            "bad": {"ssh": {"port": int(env["TENANT_SSH_WEAK_PORT"]), "host_key": ["SHA256:" + "A" * 43]},
                    "ftp": {"port": int(env["TENANT_FTP_OPEN_PORT"]), "user": env["TENANT_USER_A"],
                            "netrc": str(netrc), "ca_file": env["TENANT_CA_FILE"]},
                    "ftp_forbidden": other},
        }

    def write(self, configuration):
        source = Path(os.environ["SOURCE_DIR"]) / "icinga-conf" / "icinga2"
        # The Template Library's own commands get our programs too: they must work there unchanged.
        lines = [f"const PluginDir = {quoted(self.folder / 'plugins')}", "include <itl>", "include <plugins>", *self.node(),
                 f"const ReceicoPluginDir = {quoted(self.folder / 'plugins')}",
                 f"include {quoted(source / 'commands.conf')}", f"include {quoted(source / 'services.conf')}",
                 'object CheckerComponent "checker" { }']
        for name in ("ssh", "ftp"):
            lines.append(f'apply Service "template-library-{name}" {{ check_command = "{name}"\n'
                         f'vars.{name}_port = host.vars.receico.{name}.port, vars.slo_clause = "1.13", notes = "drop-in"\n'
                         'assign where host.name == "good" }')
        for name, receico in self.hosts().items():
            lines.append(f'object Host "{name}" {{ check_command = "dummy", address = "127.0.0.1"\n'
                         f"vars.receico = {quoted(receico)} }}")
        configuration.write_text("\n".join(lines) + "\n")

    def prepare(self):
        arguments = self.constants()
        self.certificates()
        # The daemon's account may not enter the folder of the build.
        shutil.copytree(os.environ["PLUGIN_DIR"], self.folder / "plugins", ignore=shutil.ignore_patterns("*.o", ".*"))
        self.folder.chmod(0o755)
        (self.folder / "state").mkdir()
        configuration = self.folder / "test.conf"
        self.write(configuration)
        self.hand_over()
        return [program(), "daemon", "-c", str(configuration), *arguments]

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
