#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""icinga-conf/icinga2/zones in a real cluster: a master and a tenant's agent, each a daemon with its own certificate.

The samples are the daemons' icinga2.conf, but for addresses, ports and places; the agent asks the master for its
certificate with a ticket and gets its commands from there. The master has no programs, so what it shows was run by
the agent. Then the agent is stopped, and comes back. Prints TAP.

Environment: PLUGIN_DIR, SOURCE_DIR, and the sample tenant's.
"""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from icinga import Icinga, Tap, constants, quoted, site_folder, state_reasons, wait_for, why_not
from sample_tenant import SampleTenant

MASTER = "master-1.example.org"
AGENT = "tenant-a.example.org"
SALT = "5f4dcc3b5aa765d61d8327deb882cf99"
FROM_OUTSIDE = ["ssh", "ftp", "http", "http_login", "http_input", "tls"]

# zones.d of the master: DISTRIBUTED.md says the same.
COMMANDS = ("commands.conf",)
FOR_MASTERS = ("users.conf", "notifications.conf", "timeperiods.conf")
ON_EACH_NODE = ("constants.conf",)

# A second host lives behind the same agent and breaks each promise.
BAD = "tenant-bad.example.org"
EXPECTED = {
    AGENT: {
        "backup": ("OK", "next run"),
        "backup-generations": ("OK", "7 generations"),
        "backup-expired": ("OK", "7 generations"),
        "disk-quota": ("OK", "2 tenants use"),
        "disk": ("OK", "by the file system"),
        "virus-scan": ("OK", "EICAR found"),
        "load": ("OK", "load average"),
    },
    BAD: {
        "backup": ("CRITICAL", "(SLO 3.1)"),
        "backup-generations": ("CRITICAL", "(SLO 3.3)"),
        "backup-expired": ("CRITICAL", "(SLO 3.2, 3.7)"),
        "disk-quota": ("CRITICAL", "(SLO 1.22)"),
        "disk": ("CRITICAL", "(SLO 1.13)"),
        "virus-scan": ("CRITICAL", "(SLO 4.8)"),
        "load": ("CRITICAL", "load average"),
    },
}
LOCAL = sorted(EXPECTED[AGENT])
NOT_CONNECTED = f"Remote Icinga instance '{AGENT}' is not connected to '{MASTER}'"

# For its first five minutes Icinga does not complain about an agent that has not come yet.
GRACE_SECONDS = 300


class Clock:
    """Lets a daemon believe that it was started before its grace ended; from then on it has the right time."""

    def __init__(self, folder):
        self.file = Path(folder) / "clock"
        found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
        self.library = found[0] if found else None

    def environment(self):
        if self.library is None:
            return {}
        self.file.write_text(f"-{GRACE_SECONDS + 30}\n", encoding="utf-8")
        return {"LD_PRELOAD": self.library, "FAKETIME_TIMESTAMP_FILE": str(self.file), "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

    def set_right(self):
        self.file.write_text("+0\n", encoding="utf-8")


class Cluster:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.master = Icinga(folder, MASTER)
        self.agent = Icinga(folder, AGENT)
        self.clock = Clock(folder)
        self.told = self.folder / "told"

    # --- the configuration ---

    def sample(self, name):
        """A sample for this machine: the two daemons are on loopback, and there are no others to dial."""
        text = (site_folder() / "zones" / name).read_text(encoding="utf-8")
        ports = {MASTER: self.master.port}

        def address(match):
            port = ports.get(match.group(1))
            return f'host = "127.0.0.1", port = {port}' if port else ""
        return re.sub(r'\bhost = "([^"]*)"', address, text)

    def node(self, daemon, sample, features):
        """What lies in /etc/icinga2 of a node."""
        text = self.sample(sample).replace('const TicketSalt = ""', f"const TicketSalt = {quoted(SALT)}")
        text = re.sub(r'\n\tbind_host = "127.0.0.1"', "", text)
        text = text.replace('object ApiListener "api" {', f'object ApiListener "api" {{\n{daemon.listener()}')
        text = re.sub(r"^const PluginDir = .*", f"const PluginDir = {quoted(daemon.programs)}", text, flags=re.MULTILINE)
        for folder in ("features-enabled", "receico"):
            (daemon.folder / folder).mkdir(exist_ok=True)
        (daemon.folder / "features-enabled" / "test.conf").write_text("\n".join(features) + "\n", encoding="utf-8")
        values = {"ReceicoPluginDir": daemon.programs, "ReceicoNotify": self.folder / "notify"}
        (daemon.folder / "receico" / "constants.conf").write_text(constants(values), encoding="utf-8")
        daemon.write([text])

    def zone_folder(self, name):
        folder = self.master.places()["ZonesDir"] / name
        folder.mkdir(exist_ok=True)
        return folder

    def deal_out(self):
        """zones.d of the master."""
        for path in sorted(site_folder().glob("*.conf")):
            if path.name not in ON_EACH_NODE:
                zone = "receico-commands" if path.name in COMMANDS else \
                    "master" if path.name in FOR_MASTERS else "receico-rules"
                shutil.copy(path, self.zone_folder(zone))
        if not (site_folder() / "timeperiods.conf").exists():
            always = "{ ranges = { " + ", ".join(f'"{day}" = "00:00-24:00"' for day in (
                "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")) + " } }"
            (self.zone_folder("master") / "timeperiods.conf").write_text(
                f'object TimePeriod "24x7" {always}\nobject TimePeriod "receico-support-hours" {always}\n', encoding="utf-8")
        (self.zone_folder("master") / "tenants.conf").write_text("\n".join(self.tenants()) + "\n", encoding="utf-8")

    def tenants(self):
        """The sample's tenant with the sample tenant's variables, and a second one."""
        sample = self.sample("tenant.conf")
        endpoint, host = sample.split("object Host", 1)
        before = host.split("vars.receico", 1)[0]
        for name, good in ((AGENT, True), (BAD, False)):
            receico = SampleTenant(self.agent.folder, good, self.agent.account.pw_name)
            variables = receico.contract() | receico.local() | {"without": FROM_OUTSIDE}
            if good:
                yield endpoint
            yield (f"object Host{before.replace(AGENT, name)}"
                   f'check_command = "dummy"\nvars.agent_endpoint = {quoted(AGENT)}\n'
                   f"vars.receico = {quoted(variables)}\n}}")
        yield 'object User "customer" { }'

    def prepare(self):
        self.agent.install_programs()
        (self.agent.folder / "state").mkdir()
        notifier = self.folder / "notify"
        notifier.write_text(f'#!/bin/sh\necho "$1 $4!$5 $6" >>{self.told}\n', encoding="utf-8")
        notifier.chmod(0o755)
        self.told.touch()
        os.chown(self.told, self.master.account.pw_uid, self.master.account.pw_gid)
        self.deal_out()
        self.node(self.master, "master.conf", ['object CheckerComponent "checker" { }', self.master.api_user(),
                                               'object NotificationComponent "notification" { }'])
        self.node(self.agent, "agent.conf", [self.agent.api_user()])

    # --- the certificates ---

    def make_authority(self):
        """The master's own certificate is signed where the authority is."""
        certificates = self.master.certificates()
        own = certificates / MASTER
        self.master.pki("new-ca")
        self.master.pki("new-cert", "--cn", MASTER, "--key", f"{own}.key", "--csr", f"{own}.csr")
        self.master.pki("sign-csr", "--csr", f"{own}.csr", "--cert", f"{own}.crt")
        shutil.copy(self.master.folder / "datadir" / "ca" / "ca.crt", certificates)

    def make_agent_certificate(self):
        """By the steps of DISTRIBUTED.md; gives what the agent's administrator compares."""
        certificates = self.agent.certificates()
        own, trusted = certificates / AGENT, certificates / "trusted-parent.crt"
        where = ("--host", "127.0.0.1", "--port", self.master.port)
        ticket = self.master.pki("ticket", "--cn", AGENT).split()[-1]
        self.agent.pki("new-cert", "--cn", AGENT, "--key", f"{own}.key", "--cert", f"{own}.crt")
        self.agent.pki("save-cert", *where, "--trustedcert", trusted)
        self.agent.pki("request", *where, "--ticket", ticket, "--key", f"{own}.key", "--cert", f"{own}.crt",
                       "--trustedcert", trusted, "--ca", certificates / "ca.crt")
        return trusted, f"{own}.crt"

    def stop(self):
        self.agent.stop()
        self.master.stop()

    # --- what the master shows ---

    def is_connected(self):
        return self.master.ask(f"objects/endpoints/{AGENT}")[0]["attrs"]["connected"]

    def results_after(self, moment, name=None):
        """The services once each of them (of this `name`) was looked at again and has a result after `moment`."""
        self.master.check_now(f"service.name == {quoted(name)}" if name else "true")
        found = {}

        def are_new():
            found.update(self.master.services())
            return found and all(each["last_check_result"] and each["last_check_result"]["execution_end"] > moment
                                 for (_, each_name), each in found.items() if name in (None, each_name))
        wait_for(are_new)
        return found

    def now(self):
        """The newest moment of any result so far, by the daemons' own clocks."""
        results = [each["last_check_result"] for each in self.master.services().values()]
        return max((each["execution_end"] for each in results if each), default=0)


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else "", done.stdout


def case_samples(tap, cluster):
    """What has no daemon here must at least be accepted."""
    alone = Icinga(cluster.folder, "alone")
    alone.make_certificate()
    alone.write([*alone.alone(), f"include {quoted(site_folder() / '*.conf')}"])
    tap.case('icinga2 daemon -C accepts include "icinga2/*.conf", which leaves zones/ out', alone.judge())
    satellite = Icinga(cluster.folder, "satellite-1a.example.org")
    cluster.node(satellite, "satellite.conf", ['object CheckerComponent "checker" { }'])
    # What the masters would send.
    for zone in ("receico-commands", "receico-rules"):
        shutil.copytree(cluster.zone_folder(zone), satellite.places()["ZonesDir"] / zone)
    satellite.make_certificate()
    tap.case("icinga2 daemon -C accepts satellite.conf with the rules", satellite.judge())


def case_certificates(tap, cluster):
    trusted, own = cluster.make_agent_certificate()
    fault, text = openssl("x509", "-in", trusted, "-noout", "-subject", "-nameopt", "multiline")
    tap.case("the agent sees the master's certificate", [fault] if fault else
             [] if MASTER in text else [f"{MASTER} is not in: {text}"])
    fault, _ = openssl("verify", "-CAfile", cluster.master.certificates() / "ca.crt", own)
    tap.case("a ticket gives the agent a certificate of the master's authority", [fault] if fault else [])


def case_states(tap, services, why):
    for host, expected in EXPECTED.items():
        for name, (state, part) in expected.items():
            service = services.get((host, name))
            reasons = state_reasons(service, state, part)
            if not reasons and service["last_check_result"]["check_source"] != AGENT:
                reasons = [f"run by {service['last_check_result']['check_source']}"]
            tap.case(f"{why}: {name} of {host} is {state}, and the agent ran it", reasons)
        tap.case(f"{why}: agent of {host} is OK",
                 state_reasons(services.get((host, "agent")), "OK", f"Zone '{AGENT}' is connected"))


def case_synchronised(tap, cluster):
    """What the agent has been given, and what it has not."""
    received = cluster.agent.folder / "datadir" / "api" / "zones"
    names = sorted(str(path.relative_to(received)) for path in received.rglob("*.conf"))
    tap.case("the agent has been given the commands and nothing else",
             [] if names == ["receico-commands/_etc/commands.conf"] else [f"it has {names}"])
    wrong = [f"{host}!{name}: {each['notes_url']}" for (host, name), each in cluster.master.services().items()
             if each["notes_url"] != f"/receico-plugins/runbooks/{name}.md"]
    tap.case("each service leads to its page", wrong)
    tap.case("the agent knows no host", [each["name"] for each in cluster.agent.ask("objects/hosts")])


def case_stopped(tap, cluster):
    """The agent is gone: its server's services do not keep their last state, and one message says so."""
    cluster.agent.stop()
    gone = wait_for(lambda: not cluster.is_connected())
    tap.case("the master notices that the agent has gone", [] if gone else [cluster.master.log()])
    services = cluster.results_after(cluster.now(), "agent")
    for host in EXPECTED:
        tap.case(f"without the agent: agent of {host} is CRITICAL",
                 state_reasons(services.get((host, "agent")), "CRITICAL", f"Zone '{AGENT}' is not connected"))
    if cluster.clock.library is None:
        tap.skip("without the agent: its server's services are UNKNOWN", "libfaketime is not installed")
        tap.skip("without the agent: one message", "libfaketime is not installed")
        return
    for _ in range(3):
        services = cluster.results_after(cluster.now())
    for (host, name), service in sorted(services.items()):
        if name in LOCAL:
            tap.case(f"without the agent: {name} of {host} is UNKNOWN", state_reasons(service, "UNKNOWN", NOT_CONNECTED))
    hard = [f"{host}!{name}" for (host, name), each in services.items() if not each["state_type"]]
    tap.case("without the agent: three looks make them problems", hard)
    case_told(tap, cluster)


def case_told(tap, cluster):
    told = wait_for(lambda: cluster.told.read_text(encoding="utf-8").count("!agent CRITICAL") >= len(EXPECTED)) and \
        cluster.told.read_text(encoding="utf-8").splitlines()
    expected = {f"PROBLEM {host}!agent CRITICAL" for host in EXPECTED}
    unwanted = [line for line in told or [] if line.endswith(" UNKNOWN")]
    missing = sorted(expected - set(told or []))
    tap.case("without the agent: that it has gone is told, not what cannot be asked", unwanted + missing)


def case_back(tap, cluster):
    moment = cluster.now()
    cluster.agent.start()
    back = wait_for(cluster.is_connected)
    tap.case("the agent comes back by itself", [] if back else [cluster.agent.log(), cluster.master.log()])
    case_states(tap, cluster.results_after(moment), "afterwards")


def run(tap, cluster):
    cluster.prepare()
    cluster.make_authority()
    tap.case("icinga2 daemon -C accepts master.conf with the rules in zones.d", cluster.master.judge())
    case_samples(tap, cluster)
    cluster.master.start(cluster.clock.environment())
    if not wait_for(lambda: cluster.master.ask("status/ApiListener")):
        tap.case("the master starts", [cluster.master.log()])
        return
    cluster.clock.set_right()
    case_certificates(tap, cluster)
    tap.case("icinga2 daemon -C accepts agent.conf", cluster.agent.judge())
    cluster.agent.start()
    connected = wait_for(cluster.is_connected)
    tap.case("the agent connects with its certificate", [] if connected else [cluster.agent.log(), cluster.master.log()])
    case_states(tap, cluster.results_after(0), "at first")
    case_synchronised(tap, cluster)
    case_stopped(tap, cluster)
    case_back(tap, cluster)
    if tap.failed:
        tap.tell(f"the master:\n{cluster.master.log()}\nthe agent:\n{cluster.agent.log()}")


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="icinga2.", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        cluster = Cluster(folder)
        try:
            run(tap, cluster)
        finally:
            cluster.stop()
    tap.end()
    return 0


sys.exit(main())
