#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Each promise is broken on purpose, and a real Nagios 4 with icinga-conf/nagios must notice. Prints TAP.

A drill breaks one thing, waits until Nagios is sure of it (a hard state), compares the state, the clause and the
reason in the line and who was told, mends it, and waits for OK and the message about that. Two seconds are a minute
of the configuration (interval_length); local checks go through a real NRPE. The servers are the sample tenant's;
a gate before each leads to the one that is as it should be, to one that breaks a rule, or nowhere.
Environment: PLUGIN_DIR, SOURCE_DIR, and the sample tenant's.
"""

import os
import re
import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "run"))
from nagios_daemons import (ACCOUNT, NAGIOS_FOLDER, NRPE_SETTINGS, PEERS, STATES, Nagios, Nrpe, host_object, install,
                            own_mounts, wait_for, why_not)
from tap import Tap

# Half of it is the shortest time between two looks, and Nagios counts in whole seconds.
MINUTE_SECONDS = 2
HOST = "tenant"
CUSTOMER = "customer"
OPERATOR, MANAGER = "receico-operator", "receico-manager"
ON_CALL, ON_CALL_MAJOR = "receico-on-call", "receico-on-call-major"
OPEN = "\n".join(f"\t{day}day\t00:00-24:00" for day in ("sun", "mon", "tues", "wednes", "thurs", "fri", "satur"))
FIELDS = ("kind", "how", "whom", "host", "service", "state", "clause", "since", "line", "page")


class Gate:
    """A port of this machine that leads to a server of the sample tenant, another one, or nowhere."""

    def __init__(self, target):
        self.good = target
        self.target = target
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.listener = None
        self.open()

    def open(self):
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def lead(self, target):
        self.target = target
        if target is None:
            self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            self.listener = None
        elif self.listener is None:
            self.open()

    def mend(self):
        self.lead(self.good)

    def accept(self, listener):
        while True:
            try:
                client, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", int(self.target)))
            except OSError:
                return
            for pair in ((client, server), (server, client)):
                threading.Thread(target=self.pump, args=pair, daemon=True).start()

    @staticmethod
    def pump(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Scene:
    """The tenant, his gates and files, and what the message program wrote."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.env = os.environ
        self.told = self.folder / "told"
        self.down = self.folder / "server-is-down"
        self.backups = self.folder / "backups"
        self.scan_log = self.folder / "scan.log"
        self.space = self.folder / "space"
        self.nrpe = Nrpe(self.folder / "nrpe")
        self.nagios = None
        self.gates = {name: Gate(self.env[variable]) for name, variable in (
            ("ssh", "TENANT_SSH_PORT"), ("ftp", "TENANT_FTP_EXPLICIT_PORT"), ("https", "TENANT_HTTPS_PORT"),
            ("tls", "TENANT_HTTPS_PORT"), ("http", "TENANT_HTTP_PORT"))}

    def prepare(self):
        install()
        self.told.touch()
        shutil.chown(self.told, ACCOUNT)
        program = self.folder / "notify"
        program.write_text(f"#!/bin/sh\nIFS='|'\nprintf '%s\\n' \"$*\" >>{self.told}\n", encoding="utf-8")
        program.chmod(0o755)
        self.write_peers()
        self.write_files()
        self.write_tenant()

    def write_peers(self):
        """monitoring-plugins, and a check_ping that finds nobody when the drill says so: loopback is never down."""
        folder = self.folder / "peers"
        folder.mkdir()
        for name in ("check_nrpe", "check_load"):
            (folder / name).symlink_to(PEERS / name)
        (folder / "check_ping").write_text(
            f"#!/bin/sh\nif [ -e {self.down} ]; then echo 'PING CRITICAL - Packet loss = 100%'; exit 2; fi\n"
            "echo 'PING OK - Packet loss = 0%'\n", encoding="utf-8")
        (folder / "check_ping").chmod(0o755)

    def write_files(self):
        shutil.copytree(self.env["TENANT_BACKUP_DIR"], self.backups)
        shutil.copyfile(self.env["TENANT_SCAN_LOG"], self.scan_log)
        (self.space / "tenant-a").mkdir(parents=True)
        (self.space / "tenant-a/mail").write_bytes(b"x" * 1000000)
        text = NRPE_SETTINGS.read_text(encoding="utf-8")
        for old, new in (("file = /backup", f"file = {self.backups}"),
                         ("path = /srv/tenants/*", f"path = {self.space}/*\nstate-dir = {self.folder}/nrpe"),
                         ("limit = 15GB", "limit = 15MB"), ("path = /\n", "path = /etc/nagios\n"),
                         ("/var/log/clamav/scan.log", str(self.scan_log))):
            assert old in text, old
            text = text.replace(old, new)
        text = re.sub(r"^(warning|critical) = .*$", r"\1 = 1000,1000,1000", text, flags=re.MULTILINE)
        NRPE_SETTINGS.write_text(text, encoding="utf-8")

    def write_tenant(self):
        env = self.env
        netrc = self.folder / "netrc"
        shutil.copyfile(env["TENANT_NETRC"], netrc)
        netrc.chmod(0o600)
        shutil.chown(netrc, ACCOUNT)
        (self.folder / "state").mkdir()
        shutil.chown(self.folder / "state", ACCOUNT)
        secure = f"https://localhost:{self.gates['https'].port}"
        variables = {
            "START": "2024-04-01", "NRPE_PORT": self.nrpe.port,
            "SSH_PORT": self.gates["ssh"].port, "SSH_OPTIONS": f"--host-key {env['TENANT_SSH_HOST_KEY']}",
            "FTP_PORT": self.gates["ftp"].port, "FTP_NETRC": netrc, "FTP_FORBIDDEN": env["TENANT_HOME_B"],
            "FTP_TLS_OPTIONS": f"--ca-file {env['TENANT_CA_FILE']}",
            "FTP_LOGIN_OPTIONS": f"--user {env['TENANT_USER_A']}",
            "HTTP_URL": f"{secure}/health",
            "HTTP_OPTIONS": f"--ca-cert {env['TENANT_CA_FILE']} --state-dir {self.folder}/state"
                            f" --http-port {self.gates['http'].port}",
            "HTTP_INPUT_URL": f"{secure}/echo", "HTTP_INPUT_POST": "code=%3Cscript%3E",
            "TLS_HOSTNAME": "localhost",
            "TLS_OPTIONS": f"--rootcert {env['TENANT_CA_FILE']} --port {self.gates['tls'].port}"}
        text = host_object(HOST, "receico-shared", ["receico-without-http-login"], variables)
        text += (f"define contact {{\n\tuse\treceico-customer\n\tcontact_name\t{CUSTOMER}\n"
                 "\temail\tcustomer@localhost\n}\n")
        for kind, template in (("service", "receico-customer-service"), ("service", "receico-customer-service-mended"),
                               ("host", "receico-customer-host"), ("host", "receico-customer-host-mended")):
            text += (f"define {kind}escalation {{\n\tuse\t{template}\n\thost_name\t{HOST}\n"
                     f"\tcontacts\t{CUSTOMER}\n}}\n")
        (NAGIOS_FOLDER / "tenants.cfg").write_text(text, encoding="utf-8")

    def start(self, name, support_hours):
        """A Nagios for which the support hours are now, or not."""
        (NAGIOS_FOLDER / "timeperiods.cfg").write_text(
            "define timeperiod {\n\ttimeperiod_name\treceico-support-hours\n\talias\tsupport hours\n"
            f"{support_hours}\n}}\n", encoding="utf-8")
        self.nagios = Nagios(self.folder / name, MINUTE_SECONDS, self.folder / "notify", self.folder / "peers")
        self.nagios.write()
        if not self.nagios.start():
            raise RuntimeError(self.nagios.judge().stdout)
        self.nagios.check_now(HOST)
        if not wait_for(lambda: all(each["has_been_checked"] == "1" and each["current_state"] == "0"
                                    for each in self.nagios.services().values())):
            raise RuntimeError("\n".join(f"{key}: {each['plugin_output']}" for key, each in
                                         self.nagios.services().items() if each["current_state"] != "0"))

    def service(self, name):
        return self.nagios.services().get((HOST, name), {})

    def is_hard(self, name, state):
        found = self.service(name)
        return found.get("state_type") == "1" and found.get("current_state") == str(STATES.index(state))

    def host_is(self, state):
        found = self.nagios.hosts()[HOST]
        return found["state_type"] == "1" and found["current_state"] == state

    def messages(self, start=0, **wanted):
        """What was told since `start`, of these fields; whom is a contact's name."""
        found = []
        for line in self.told.read_text(encoding="utf-8").splitlines()[start:]:
            message = dict(zip(FIELDS, line.split("|")))
            message["whom"] = message["whom"].split(" ")[0]
            if all(message[key] == value for key, value in wanted.items()):
                found.append(message)
        return found

    def mark(self):
        return len(self.told.read_text(encoding="utf-8").splitlines())


class Drill:
    """One service: broken, noticed, told, mended."""

    def __init__(self, scene, service, clause, reason):
        self.scene = scene
        self.service = service
        self.clause = clause
        self.reason = reason
        self.state = "CRITICAL"
        self.reasons = []
        self.start = scene.mark()

    def await_state(self, state):
        """Nagios would come to it by itself, within a quarter of an hour."""
        def arrived():
            if self.scene.is_hard(self.service, state):
                return True
            self.scene.nagios.check_now(HOST, self.service)
            time.sleep(0.5)
            return False
        if not wait_for(arrived, 60):
            self.reasons.append(f"{self.service} is not {state}: {self.scene.service(self.service)}")

    def expect(self, whom, kind="PROBLEM", how="mail", state="CRITICAL", limit_seconds=20):
        """Was he told, with all that is in a message?"""
        found = wait_for(lambda: self.scene.messages(self.start, kind=kind, whom=whom, service=self.service),
                         limit_seconds)
        if not found:
            self.reasons.append(f"{whom} was not told of the {kind} of {self.service}: "
                                f"{self.scene.messages(self.start)}")
            return
        wanted = {"how": how, "host": HOST, "state": state, "clause": self.clause,
                  "page": f"../runbooks/{self.service}.md"}
        for key, value in wanted.items():
            if found[0][key] != value:
                self.reasons.append(f"{key} is {found[0][key]!r}, expected {value!r}, in the {kind} to {whom}")
        if not re.fullmatch(r"\d{10}", found[0]["since"]):
            self.reasons.append(f"since is {found[0]['since']!r}")
        if kind == "PROBLEM" and not self.says(found[0]["line"]):
            self.reasons.append(f"{whom} was told {found[0]['line']!r}")

    def says(self, line):
        """Some characters do not survive Nagios' shell."""
        return f"(SLO {self.clause})" in line and self.reason in line

    def expect_silence(self, whom=None, services=None):
        for each in self.scene.messages(self.start, kind="PROBLEM"):
            if each["whom"] == (whom or each["whom"]) and each["service"] in (services or [self.service]):
                self.reasons.append(f"{each['whom']} was told of {each['service']}: {each['line']}")

    def expect_line(self):
        line = self.scene.service(self.service)["plugin_output"]
        if not self.says(line):
            self.reasons.append(f"the line has no (SLO {self.clause}) or no {self.reason!r}: {line}")

    def run(self, breaks, mends):
        """The whole of it; operators and, in the support hours, the phone are told."""
        breaks()
        try:
            self.await_state(self.state)
            self.expect_line()
            self.expect(OPERATOR)
            self.expect(ON_CALL, how="phone")
        finally:
            mends()
        self.await_state("OK")
        self.expect(OPERATOR, "RECOVERY", state="OK")
        return self.reasons


# --- the drills ---------------------------------------------------------------------------------------

def gate_drill(scene, gate, variable, service, clause, reason):
    """A server that breaks a rule stands behind the gate; with no variable, none."""
    target = scene.env[variable] if variable else None
    return Drill(scene, service, clause, reason).run(lambda: scene.gates[gate].lead(target), scene.gates[gate].mend)


def newest(scene):
    return max(scene.backups.glob("*.gz"))


def file_drill(scene, service, clause, reason, change):
    """Changes the newest backup, and puts it back."""
    path = newest(scene)
    kept = scene.folder / "kept"
    shutil.copy2(path, kept)

    def mends():
        shutil.copy2(kept, path)
        kept.unlink()
    return Drill(scene, service, clause, reason).run(lambda: change(path), mends)


def cut(path):
    """As if the disk had been full; the time of its last change stays."""
    times = path.stat()
    os.truncate(path, times.st_size - 100)
    os.utime(path, (times.st_atime, times.st_mtime))


def lose_generation(scene):
    path = sorted(scene.backups.glob("*.gz"))[2]
    kept = scene.folder / "kept"
    return Drill(scene, "backup-generations", "3.3", "6 generations").run(
        lambda: shutil.move(path, kept), lambda: shutil.move(kept, path))


def keep_expired(scene):
    path = sorted(scene.backups.glob("*.gz"))[0]
    old = time.time() - 20 * 86400
    expired = scene.backups / time.strftime("receico-%Y%m%d.tar.gz", time.gmtime(old))

    def breaks():
        shutil.copy2(path, expired)
        os.utime(expired, (old, old))
    return Drill(scene, "backup-expired", "3.2, 3.7", "should be gone").run(breaks, expired.unlink)


def infect(scene):
    return Drill(scene, "virus-scan", "4.8", "infected").run(
        lambda: shutil.copyfile(scene.env["TENANT_SCAN_LOG_INFECTED"], scene.scan_log),
        lambda: shutil.copyfile(scene.env["TENANT_SCAN_LOG"], scene.scan_log))


def fill_space(scene):
    path = scene.space / "tenant-a/video"
    return Drill(scene, "disk-quota", "1.22", "tenant-a").run(lambda: path.write_bytes(b"x" * 16000000), path.unlink)


def web_down(scene):
    """A major failure: the phone at once, the tenant after five minutes, management after half an hour; and what
    depends on it is silent."""
    drill = Drill(scene, "http", "1.5", "refused")
    gate = scene.gates["https"]
    dependents = ["http-response-time", "http-delay", "http-concurrency", "http-bad-input"]
    gate.lead(None)
    try:
        drill.await_state("CRITICAL")
        drill.expect_line()
        drill.expect(OPERATOR)
        drill.expect(ON_CALL_MAJOR, how="phone")
        drill.expect_silence(CUSTOMER)
        drill.expect_silence(MANAGER)
        drill.expect(CUSTOMER, limit_seconds=15 * MINUTE_SECONDS)
        drill.expect(MANAGER, limit_seconds=60 * MINUTE_SECONDS)
        for name in dependents:
            scene.nagios.check_now(HOST, name)
        if not wait_for(lambda: all(scene.service(name)["current_state"] != "0" for name in dependents), 30):
            drill.reasons.append("what depends on it is still OK")
        drill.expect_silence(services=dependents)
        if len(scene.messages(drill.start, kind="PROBLEM", whom=CUSTOMER)) != 1:
            drill.reasons.append("the tenant's contact was told more than once")
    finally:
        gate.mend()
    drill.await_state("OK")
    for whom in (OPERATOR, CUSTOMER, MANAGER):
        drill.expect(whom, "RECOVERY", state="OK")
    drill.expect(ON_CALL_MAJOR, "RECOVERY", how="phone", state="OK")
    await_all(scene, drill)
    return drill.reasons


def await_all(scene, drill):
    def all_good():
        bad = [name for (_, name), each in scene.nagios.services().items()
               if each["current_state"] != "0" or each["state_type"] != "1"]
        for name in bad:
            scene.nagios.check_now(HOST, name)
        time.sleep(0.5)
        return not bad
    if not wait_for(all_good, 60):
        bad = [name for (_, name), each in scene.nagios.services().items() if each["current_state"] != "0"]
        drill.reasons.append(f"not OK again: {bad}")


def server_down(scene):
    """Ten services fail with it, and there is one message."""
    drill = Drill(scene, "", "1.5", "100")
    scene.down.touch()
    for gate in scene.gates.values():
        gate.lead(None)
    try:
        if not wait_for(lambda: scene.host_is("1"), 60):
            drill.reasons.append("the host is not DOWN")
        for whom, how in ((OPERATOR, "mail"), (ON_CALL_MAJOR, "phone")):
            found = wait_for(lambda name=whom: scene.messages(drill.start, kind="PROBLEM", whom=name, service=""), 20)
            if not found:
                drill.reasons.append(f"{whom} was not told")
            elif (found[0]["how"], found[0]["state"], found[0]["clause"]) != (how, "DOWN", "1.5"):
                drill.reasons.append(f"{whom} was told {found[0]}")
        # As long as each service with a look a minute would take to be told, and longer.
        time.sleep(4 * MINUTE_SECONDS)
        drill.reasons += [f"told of {each['service']}: {each['line']}"
                          for each in scene.messages(drill.start, kind="PROBLEM") if each["service"]]
    finally:
        for gate in scene.gates.values():
            gate.mend()
        scene.down.unlink()
    if not wait_for(lambda: scene.messages(drill.start, kind="RECOVERY", whom=OPERATOR, service=""), 60):
        drill.reasons.append("nobody was told that it is up again")
    await_all(scene, drill)
    drill.reasons += [f"told of {each['service']} afterwards" for each in scene.messages(drill.start)
                      if each["service"]]
    return drill.reasons


def planned_stop(scene):
    """In a downtime nobody is told, and the line says what it says."""
    drill = Drill(scene, "ssh", "1.13", "refused")
    now = int(time.time())
    scene.nagios.command(f"SCHEDULE_HOST_SVC_DOWNTIME;{HOST};{now - 1};{now + 3600};1;0;3600;operator;upgrade")
    if not wait_for(lambda: scene.service("ssh").get("scheduled_downtime_depth") == "1", 30):
        drill.reasons.append("no downtime has begun")
    scene.gates["ssh"].lead(None)
    try:
        drill.await_state("CRITICAL")
        drill.expect_line()
        time.sleep(3)
        drill.expect_silence()
    finally:
        scene.gates["ssh"].mend()
    drill.await_state("OK")
    scene.nagios.command(f"DEL_DOWNTIME_BY_HOST_NAME;{HOST}")
    if not wait_for(lambda: scene.service("ssh").get("scheduled_downtime_depth") == "0", 30):
        drill.reasons.append("the downtime has not ended")
    return drill.reasons


def at_night(scene, gate, service, clause, called):
    """Outside of the support hours a failure is a mail, and a major one a call."""
    drill = Drill(scene, service, clause, "refused")
    scene.gates[gate].lead(None)
    try:
        drill.await_state("CRITICAL")
        drill.expect(OPERATOR)
        if called:
            drill.expect(ON_CALL_MAJOR, how="phone")
        time.sleep(1)
        drill.expect_silence(ON_CALL)
        if not called:
            drill.expect_silence(ON_CALL_MAJOR)
    finally:
        scene.gates[gate].mend()
    drill.await_state("OK")
    await_all(scene, drill)
    return drill.reasons


def by_day(scene):
    yield "1.13 sshd is stopped", lambda: gate_drill(scene, "ssh", None, "ssh", "1.13", "refused")
    yield "4.3 a password lets people in", lambda: gate_drill(
        scene, "ssh", "TENANT_SSH_WEAK_PORT", "ssh-passwords-refused", "4.3, 4.6", "password")
    yield "1.13 FTP is down", lambda: gate_drill(scene, "ftp", None, "ftp", "1.13", "refused")
    yield "3.4 FTP takes a plain login", lambda: gate_drill(
        scene, "ftp", "TENANT_FTP_LAX_PORT", "ftp-plain-login-refused", "3.4", "password in the clear")
    yield "3.5 a tenant can read another's folder", lambda: gate_drill(
        scene, "ftp", "TENANT_FTP_OPEN_PORT", "ftp-isolation", "3.5", scene.env["TENANT_HOME_B"])
    yield "3.4 a certificate is near its end", lambda: gate_drill(
        scene, "tls", "TENANT_HTTPS_EXPIRING_PORT", "tls", "3.4", "9 days")
    yield "3.4 a certificate is for another name", lambda: gate_drill(
        scene, "tls", "TENANT_HTTPS_WRONGHOST_PORT", "tls", "3.4", "other.tenant.test")
    yield "3.4 TLS 1.0 is allowed", lambda: gate_drill(
        scene, "tls", "TENANT_HTTPS_OLD_PORT", "tls", "3.4", "TLSv1.0")
    yield "3.4 plain HTTP does not lead to HTTPS", lambda: gate_drill(
        scene, "http", "TENANT_HTTP_PLAIN_PORT", "https-only", "3.4", "answers without TLS")
    yield "3.1 last night's backup is missing (NRPE)", lambda: file_drill(
        scene, "backup", "3.1", "no backup", Path.unlink)
    yield "3.1 last night's backup was cut off (NRPE)", lambda: file_drill(
        scene, "backup", "3.1", newest(scene).name, cut)
    yield "3.1 everybody can read the backup (NRPE)", lambda: file_drill(
        scene, "backup", "3.1", "0644", lambda path: path.chmod(0o644))
    yield "3.3 a generation is lost (NRPE)", lambda: lose_generation(scene)
    yield "3.2 an expired backup is kept (NRPE)", lambda: keep_expired(scene)
    yield "4.8 a virus is found (NRPE)", lambda: infect(scene)
    yield "1.22 a tenant is over his limit (NRPE)", lambda: fill_space(scene)
    yield "1.1 a planned stop: nobody is told", lambda: planned_stop(scene)
    yield "1.5 the application is down: told, escalated, and nothing of what depends on it", lambda: web_down(scene)
    yield "1.14 the server is down: one message, not ten", lambda: server_down(scene)


def by_night(scene):
    yield "2.1 at night a failure is a mail", lambda: at_night(scene, "ssh", "ssh", "1.13", False)
    yield "2.1 at night a major failure is a call", lambda: at_night(scene, "https", "http", "1.5", True)


def drills(tap, folder, chosen):
    scene = Scene(folder)
    scene.prepare()
    if not scene.nrpe.start():
        raise RuntimeError("NRPE does not start")
    try:
        for name, hours, each in (("day", OPEN, by_day), ("night", "", by_night)):
            scene.start(name, hours)
            for title, run in each(scene):
                if chosen in title:
                    tap.case(title, run())
            scene.nagios.stop()
    finally:
        if scene.nagios:
            scene.nagios.stop()
        scene.nrpe.stop()


def main():
    reason = why_not() or own_mounts()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="nagios-drills.", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        drills(tap, Path(folder), sys.argv[1] if len(sys.argv) > 1 else "")
    tap.end()
    return 0


sys.exit(main())
