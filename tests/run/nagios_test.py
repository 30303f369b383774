#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""icinga-conf/nagios in a real Nagios 4 and icinga-conf/nrpe in a real NRPE, against the sample tenant. Prints TAP.

Nagios judges the folder as it is shipped, then runs each service once; status.dat tells the states. NRPE is asked
over TLS for each local check. Environment: PLUGIN_DIR, SOURCE_DIR, and the sample tenant's.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from nagios_daemons import (ACCOUNT, NAGIOS_FOLDER, NRPE_SETTINGS, STATES, Nagios, Nrpe, host_object, install,
                            own_mounts, own_whole, run, wait_for, why_not)
from tap import Tap, is_instrumented
from services import nrpe_commands

LOCAL_GOOD = {
    "backup": ("OK", "next run"),
    "backup-generations": ("OK", "7 generations"),
    "backup-expired": ("OK", "7 generations"),
    "virus-scan": ("OK", "EICAR found"),
    "disk-quota": ("OK", "2 tenants use"),
    "disk": ("OK", "by the file system"),
    "load": ("OK", "load average"),
}
# host -> service -> the state that the tenant's servers deserve, and a part of the line
EXPECTED = {
    # Everything as it should be, the local checks by NRPE.
    "good": LOCAL_GOOD | {
        "ssh": ("OK", "OpenSSH"),
        "ssh-passwords-refused": ("OK", "login by publickey"),
        "ftp": ("OK", "vsFTPd"),
        "ftp-tls": ("OK", "certificate"),
        "ftp-plain-login-refused": ("OK", "refused"),
        "ftp-isolation": ("OK", "denied"),
        "http": ("OK", "200"),
        "http-login": ("OK", "steps"),
        "http-response-time": ("OK", "mean of 10"),
        "http-delay": ("OK", "200"),
        "http-concurrency": ("OK", "50 at once"),
        "https-only": ("OK", "200"),
        "http-bad-input": ("OK", "400"),
        "tls": ("OK", "localhost"),
    },
    # The local checks on this machine, and without the rest.
    "here": LOCAL_GOOD,
    # What breaks each promise.
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
        "backup": ("CRITICAL", "(SLO 3.1)"),
        "backup-generations": ("CRITICAL", "(SLO 3.3)"),
        "backup-expired": ("CRITICAL", "(SLO 3.2, 3.7)"),
        "virus-scan": ("CRITICAL", "(SLO 4.8)"),
        "disk-quota": ("CRITICAL", "(SLO 1.22)"),
        "disk": ("CRITICAL", "(SLO 1.13)"),
        "load": ("CRITICAL", "load average"),
    },
    # A tenant with no variable at all: the line of each service that wants one names it.
    "bare": {
        "ftp-isolation": ("UNKNOWN", "RECEICO_FTP_NETRC"),
        "http": ("UNKNOWN", "RECEICO_HTTP_URL"),
        "http-login": ("UNKNOWN", "RECEICO_HTTP_LOGIN_SCENARIO"),
        "http-response-time": ("UNKNOWN", "RECEICO_HTTP_URL"),
        "http-delay": ("UNKNOWN", "RECEICO_HTTP_URL"),
        "http-concurrency": ("UNKNOWN", "RECEICO_HTTP_URL"),
        "https-only": ("UNKNOWN", "RECEICO_HTTP_URL"),
        "http-bad-input": ("UNKNOWN", "RECEICO_HTTP_INPUT_POST"),
        "tls": ("UNKNOWN", "RECEICO_TLS_HOSTNAME"),
        "backup": ("UNKNOWN", "RECEICO_BACKUP_FILE"),
        "backup-generations": ("UNKNOWN", "RECEICO_BACKUP_FILE"),
        "backup-expired": ("UNKNOWN", "RECEICO_BACKUP_FILE"),
        "disk-quota": ("UNKNOWN", "RECEICO_DISK_QUOTA_PATH"),
        "disk": ("UNKNOWN", "RECEICO_DISK_PATH"),
        "virus-scan": ("UNKNOWN", "RECEICO_CLAMAV_SCAN_LOG"),
    },
}
SLOW = "http-concurrency"
REMOTE_GROUPS = [f"receico-without-{part}" for part in ("ssh", "ftp", "http", "tls")]
# Seconds in the performance data, and what the load is.
MEASURED = re.compile(r"(?<==)[\d.]+(?=s;)|(?<=load average: )[\d., ]+|(?<=load\d=)[\d.]+|(?<=load1\d=)[\d.]+")


class Tenants:
    """The hosts, with what each has to say of the sample tenant's servers."""

    def __init__(self, folder, nrpe_port):
        self.folder = Path(folder)
        self.nrpe_port = nrpe_port
        self.env = os.environ
        self.netrc = self.copy(self.env["TENANT_NETRC"])
        self.scenario = self.copy(self.env["TENANT_WEB_SCENARIO"])
        # The scenario names a file with the password, which Nagios' account must read as well.
        password = self.copy(self.env["TENANT_WEB_PASSWORD_FILE"])
        self.scenario.write_text(self.scenario.read_text(encoding="utf-8").replace(
            self.env["TENANT_WEB_PASSWORD_FILE"], str(password)), encoding="utf-8")

    def copy(self, path):
        copy = self.folder / Path(path).name
        shutil.copyfile(path, copy)
        copy.chmod(0o600)
        shutil.chown(copy, ACCOUNT, ACCOUNT)
        return copy

    def web(self, good):
        env = self.env
        port = env["TENANT_HTTPS_PORT" if good else "TENANT_HTTPS_EXPIRING_PORT"]
        plain = env["TENANT_HTTP_PORT" if good else "TENANT_HTTP_PLAIN_PORT"]
        return {"HTTP_URL": f"https://localhost:{port}/{'health' if good else 'exception'}",
                "HTTP_OPTIONS": f"--ca-cert {env['TENANT_CA_FILE']} --state-dir {self.folder}/state"
                                f" --http-port {plain}",
                "HTTP_LOGIN_SCENARIO": self.scenario, "HTTP_LOGIN_OPTIONS": f"--url https://localhost:{port}",
                "HTTP_INPUT_URL": f"https://localhost:{port}/{'echo' if good else 'echo-unchecked'}",
                "HTTP_INPUT_POST": "code=%3Cscript%3E", "TLS_HOSTNAME": "localhost",
                "TLS_OPTIONS": f"--rootcert {env['TENANT_CA_FILE']} --port "
                               + env["TENANT_HTTPS_PORT" if good else "TENANT_HTTPS_OLD_PORT"]}

    def servers(self, good):
        env = self.env
        key = env["TENANT_SSH_HOST_KEY"] if good else "SHA256:" + "A" * 43
        return {"SSH_PORT": env["TENANT_SSH_PORT" if good else "TENANT_SSH_WEAK_PORT"],
                "SSH_OPTIONS": f"--host-key {key}",
                "FTP_PORT": env["TENANT_FTP_EXPLICIT_PORT" if good else "TENANT_FTP_OPEN_PORT"],
                "FTP_NETRC": self.netrc, "FTP_FORBIDDEN": env["TENANT_HOME_B"],
                "FTP_TLS_OPTIONS": f"--ca-file {env['TENANT_CA_FILE']}",
                "FTP_LOGIN_OPTIONS": f"--user {env['TENANT_USER_A']}"}

    def local(self, good):
        """For the one on this machine, whose checks run as Nagios' account: it gets a copy of the backups."""
        env = self.env
        copy = self.folder / ("backup" if good else "backup-bad")
        shutil.copytree(env["TENANT_BACKUP_DIR" if good else "TENANT_BACKUP_BAD_DIR"], copy)
        own_whole(copy, ACCOUNT)
        scan = f"--require-path {env['TENANT_SCAN_FOLDER']} --clamd {env['TENANT_CLAMD_SOCKET']} --self-test"
        # How full this machine's disk is, and how busy it is, must not matter.
        free = "0%FREE" if good else "101%FREE"
        limit = "1000,1000,1000" if good else "0,0,0"
        return {"BACKUP_FILE": copy, "BACKUP_PATTERN": "receico-%Y%m%d.tar.gz", "BACKUP_OWNER": ACCOUNT,
                "DISK_QUOTA_PATH": env["TENANT_SPACE"] + "/*",
                "DISK_QUOTA_OPTIONS": f"--state-dir {self.folder}/state"
                                      + ("" if good else f" --limit {env['TENANT_SPACE_LIMIT']}"),
                "DISK_PATH": env["TENANT_SPACE"],
                "DISK_OPTIONS": f"--warning {free} --critical {free} --iwarning 0%FREE --icritical 0%FREE",
                "CLAMAV_SCAN_LOG": env["TENANT_SCAN_LOG" if good else "TENANT_SCAN_LOG_INFECTED"],
                "CLAMAV_OPTIONS": scan if good else "", "LOAD_WARNING": limit, "LOAD_CRITICAL": limit}

    def write(self):
        start = {"START": "2024-04-01"}
        hosts = [host_object("good", "receico-shared", [],
                             start | {"NRPE_PORT": self.nrpe_port} | self.servers(True) | self.web(True)),
                 host_object("here", "receico-shared", ["receico-on-this-machine", *REMOTE_GROUPS],
                             start | self.local(True)),
                 host_object("bad", "receico-shared", ["receico-on-this-machine", "receico-without-http-login"],
                             start | self.servers(False) | self.web(False) | self.local(False)),
                 # An SSH or FTP server on its own port may be this machine's, and the load is everybody's.
                 host_object("bare", "receico-no-plan", ["receico-on-this-machine", "receico-without-ssh",
                                                              "receico-without-load"], {"FTP_PORT": "1"})]
        plan = "define host {\n\tname\treceico-no-plan\n\tregister\t0\n}\n"
        (NAGIOS_FOLDER / "tenants.cfg").write_text(plan + "\n".join(hosts), encoding="utf-8")
        (self.folder / "state").mkdir()
        shutil.chown(self.folder / "state", ACCOUNT, ACCOUNT)


def write_nrpe_settings(state):
    """What a tenant's server says of itself: in the file as it is shipped, other values."""
    env = os.environ
    values = {"file": env["TENANT_BACKUP_DIR"], "scan-log": env["TENANT_SCAN_LOG"]}
    text = NRPE_SETTINGS.read_text(encoding="utf-8")
    for key, value in values.items():
        text, count = re.subn(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
        assert count == 1, key
    text = text.replace("path = /srv/tenants/*", f"path = {env['TENANT_SPACE']}/*\nstate-dir = {state}")
    # A disk where nobody else writes.
    text = re.sub(r"^path = /$", "path = /etc/nagios", text, flags=re.MULTILINE)
    text = text.replace("[clamav]\n", f"[clamav]\nrequire-path = {env['TENANT_SCAN_FOLDER']}\n"
                                      f"clamd = {env['TENANT_CLAMD_SOCKET']}\nself-test =\n")
    text = re.sub(r"^(warning|critical) = .*$", r"\1 = 1000,1000,1000", text, flags=re.MULTILINE)
    NRPE_SETTINGS.write_text(text, encoding="utf-8")


# --- the cases --------------------------------------------------------------------------------------

def judge_shipped(tap, nagios):
    judged = nagios.judge()
    good = judged.returncode == 0 and "Total Warnings: 0\n" in judged.stdout
    tap.case("nagios4 -v has nothing to say about icinga-conf/nagios", [] if good else [judged.stdout + judged.stderr])
    path = NAGIOS_FOLDER / "tenants.cfg"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("receico-shared,", "receico-chared,"), encoding="utf-8")
    judged = nagios.judge()
    said = "receico-chared" in judged.stdout and "tenants.cfg" in judged.stdout
    tap.case("nagios4 -v names a plan that is none", [] if judged.returncode and said else [judged.stdout])
    path.write_text(text, encoding="utf-8")
    judged = run("visudo", "-c", "-f", "/etc/sudoers.d/receico")
    tap.case("visudo takes icinga-conf/nrpe/receico.sudoers", [judged.stderr] if judged.returncode else [])


def without_measures(text):
    return MEASURED.sub("#", text)


def by_hand(line):
    """What NRPE's account gets when it runs the command itself."""
    result = subprocess.run(["setpriv", "--reuid", ACCOUNT, "--regid", ACCOUNT, "--init-groups", "sh", "-c", line],
                            capture_output=True, text=True, check=False, cwd="/")
    return result.returncode, result.stdout


def judge_nrpe(tap, nrpe):
    for name, line in nrpe_commands(Path("/etc/nagios/nrpe.d/receico.cfg")).items():
        # An age in words may change between two runs: it must be as before or as after.
        before = by_hand(line)
        status, output = nrpe.ask(name)
        after = by_hand(line)
        reasons = []
        if (status, without_measures(output)) not in ((code, without_measures(text)) for code, text in (before, after)):
            reasons.append(f"NRPE ({status}) {output!r}\nthe program {before!r}, {after!r}")
        state, part = LOCAL_GOOD[name.removeprefix("receico_").replace("_", "-")]
        if STATES[status] != state or part not in output:
            reasons.append(f"expected {state}, {part!r}: ({status}) {output}")
        tap.case(f"check_nrpe returns the line and state of {name}", reasons)
    status, output = nrpe.ask("receico_backup", "-a", "--help")
    tap.case("NRPE takes no argument from a client", [] if status == 3 and "BACKUP" not in output else [output])
    status, output = nrpe.ask("receico_backup", "-n")
    tap.case("NRPE answers over TLS alone", [] if status != 0 and "BACKUP" not in output else [output])
    status, output = by_hand("sudo -n /usr/local/libexec/receico-plugins/check_backup_age --file /root")
    tap.case("sudo allows NRPE's account no other place", [] if status == 1 and not output else [output])


def judge_broken(tap, nrpe):
    """The other state goes over the wire as well, with the clause."""
    text = NRPE_SETTINGS.read_text(encoding="utf-8")
    NRPE_SETTINGS.write_text(text.replace(os.environ["TENANT_BACKUP_DIR"], os.environ["TENANT_BACKUP_BAD_DIR"]),
                             encoding="utf-8")
    for name, clause in (("receico_backup", "3.1"), ("receico_backup_generations", "3.3"),
                         ("receico_backup_expired", "3.2, 3.7")):
        status, output = nrpe.ask(name)
        good = status == 2 and f"(SLO {clause})" in output.splitlines()[0]
        tap.case(f"check_nrpe returns CRITICAL and the clause of {name}", [] if good else [f"({status}) {output}"])
    NRPE_SETTINGS.write_text(text, encoding="utf-8")


def judge_service(service, state, part):
    if not service or service["has_been_checked"] != "1":
        return ["no result"]
    reasons = []
    shown = STATES[int(service["current_state"])]
    if shown != state:
        reasons.append(f"{shown}, expected {state}: {service['plugin_output']}")
    if part not in service["plugin_output"]:
        reasons.append(f"{part!r} is not in: {service['plugin_output']}")
    if state != "UNKNOWN" and not service["performance_data"]:
        reasons.append("no performance data")
    return reasons


def run_once(nagios):
    """Each service; not so many at once that they slow each other down, and the fifty users by themselves."""
    slow = [(host, SLOW) for host in EXPECTED if SLOW in EXPECTED[host]]
    others = sorted(set(nagios.services()) - set(slow))
    for host, name in slow:
        nagios.command(f"DISABLE_SVC_CHECK;{host};{name}")
    size = 8 if is_instrumented() else len(others)
    portions = [others[place:place + size] for place in range(0, len(others), size)]
    for portion in portions + ([] if is_instrumented() else [[each] for each in slow]):
        for host, name in portion:
            nagios.check_now(host, name)
        wait_for(lambda keys=tuple(portion): all(nagios.services()[key]["has_been_checked"] == "1" for key in keys))


def judge_services(tap, nagios):
    run_once(nagios)
    services = nagios.services()
    for host, expected in EXPECTED.items():
        for name, (state, part) in expected.items():
            if name == SLOW and is_instrumented():
                tap.skip(f"{name} of {host}", "an instrumented program is too slow for fifty users")
                continue
            tap.case(f"{name} of {host} is {state}", judge_service(services.get((host, name)), state, part))
    extra = {"bare": {"ftp", "ftp-tls", "ftp-plain-login-refused"}}
    unknown = sorted(f"{host}!{name}" for host, name in services
                     if name not in EXPECTED[host] and name not in extra.get(host, ()))
    tap.case("no service is without an expectation", unknown)
    down = [f"{name}: {each['plugin_output']}" for name, each in nagios.hosts().items() if each["current_state"] != "0"]
    tap.case("every host is up", down)


def test(tap, folder):
    install()
    nrpe = Nrpe(folder / "nrpe")
    nagios = Nagios(folder / "nagios")
    nagios.write()
    judge_shipped(tap, nagios)
    Tenants(folder, nrpe.port).write()
    write_nrpe_settings(folder / "nrpe")
    try:
        tap.case("NRPE starts", [] if nrpe.start() else [(nrpe.folder / "output").read_text(errors="replace")])
        judge_nrpe(tap, nrpe)
        tap.case("Nagios starts", [] if nagios.start() else [nagios.judge().stdout])
        judge_services(tap, nagios)
        judge_broken(tap, nrpe)
    finally:
        nagios.stop()
        nrpe.stop()


def main():
    reason = why_not() or own_mounts()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="nagios.", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        test(tap, Path(folder))
    tap.end()
    return 0


sys.exit(main())
