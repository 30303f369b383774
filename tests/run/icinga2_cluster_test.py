#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""icinga-conf/icinga2/zones in a real cluster: a master, a tenant's agent and a satellite, each a daemon with its own
certificate.

The samples are the daemons' icinga2.conf, but for addresses, ports and places; agent and satellite ask the master for
their certificates with tickets and get from there what they need. The master has no programs, so what it shows was run
by the others. Then the agent is stopped, and comes back. Prints TAP.

Environment: PLUGIN_DIR, SOURCE_DIR, and the sample tenant's.
"""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from icinga import WAIT_SECONDS, Icinga, constants, quoted, site_folder, state_reasons, wait_for, why_not
from tap import Tap
from sample_tenant import SampleTenant

MASTER = "master-1.example.org"
AGENT = "tenant-a.example.org"
SATELLITE = "satellite-1a.example.org"
SALT = "5f4dcc3b5aa765d61d8327deb882cf99"
FROM_OUTSIDE = ["ssh", "ftp", "http", "http_login", "http_input", "tls"]

# zones.d of the master: DISTRIBUTED.md says the same.
COMMANDS = ("commands.conf",)
FOR_MASTERS = ("users.conf", "notifications.conf", "timeperiods.conf")
ON_EACH_NODE = ("constants.conf",)

# A second host lives behind the same agent and breaks each promise; a third is the satellite's, without an agent.
BAD = "tenant-bad.example.org"
FAR = "tenant-far.example.org"
RUN_BY = {AGENT: AGENT, BAD: AGENT, FAR: SATELLITE}
BEHIND_AGENT = (AGENT, BAD)
GOOD = {
    "backup": ("OK", "next run"),
    "backup-generations": ("OK", "7 generations"),
    "backup-expired": ("OK", "7 generations"),
    "disk-quota": ("OK", "2 tenants use"),
    "disk": ("OK", "by the file system"),
    "virus-scan": ("OK", "EICAR found"),
    "load": ("OK", "load average"),
}
LOCAL = sorted(GOOD)
EXPECTED = {
    AGENT: GOOD,
    FAR: GOOD,
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
        self.satellite = Icinga(folder, SATELLITE)
        self.clock = Clock(folder)
        self.told = self.folder / "told"

    # --- the configuration ---

    def sample(self, name):
        """A sample for this machine: the two daemons are on loopback, and there are no others to dial."""
        text = (site_folder() / "zones" / name).read_text(encoding="utf-8")
        ports = {MASTER: self.master.port}
        # For a minute after its start a node waits for the other of its zone; the master has a clock against that.
        text = text.replace(', "satellite-1b.example.org"', "")
        text = re.sub(r'^object Endpoint "satellite-1b.*?^}', "", text, flags=re.MULTILINE | re.DOTALL)

        def address(match):
            port = ports.get(match.group(1))
            return f'host = "127.0.0.1", port = {port}' if port else ""
        return re.sub(r'\bhost = "([^"]*)"', address, text)

    def node(self, daemon, sample, features):
        """What lies in /etc/icinga2 of a node."""
        text = self.sample(sample).replace('const TicketSalt = ""', f"const TicketSalt = {quoted(SALT)}")
        text = re.sub(r'\n\tbind_host = "127.0.0.1"', "", text)
        text = text.replace('object ApiListener "api" {', f'object ApiListener "api" {{\n{daemon.listener()}')
        text = text.replace('"/usr/lib/nagios/plugins"', quoted(daemon.programs))
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
        periods = site_folder() / "timeperiods.conf"
        defined = periods.read_text(encoding="utf-8") if periods.exists() else ""
        always = "{ ranges = { " + ", ".join(f'"{day}" = "00:00-24:00"' for day in (
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")) + " } }"
        missing = [name for name in ("24x7", "receico-support-hours") if f'TimePeriod "{name}"' not in defined]
        (self.zone_folder("master") / "more.conf").write_text(
            "".join(f'object TimePeriod "{name}" {always}\n' for name in missing), encoding="utf-8")
        shutil.copy(site_folder() / "zones" / "satellite-zone.conf", self.zone_folder("master"))
        endpoint = self.sample("tenant.conf").split("object Host", 1)[0]
        for zone, lines in (("master", [endpoint, self.tenant(AGENT, self.agent), self.tenant(BAD, self.agent),
                                        'object User "customer" { }']),
                            ("satellite-1", [self.tenant(FAR, self.satellite)])):
            (self.zone_folder(zone) / "tenants.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def tenant(self, name, daemon):
        """The host of tenant.conf with the sample tenant's variables; `daemon` runs what is local."""
        receico = SampleTenant(daemon.folder, name != BAD, daemon.account.pw_name)
        variables = receico.contract() | receico.local() | {"without": FROM_OUTSIDE}
        host = self.sample("tenant.conf").split("object Host", 1)[1].split("vars.receico", 1)[0].replace(AGENT, name)
        agent = f"vars.agent_endpoint = {quoted(AGENT)}" if name in BEHIND_AGENT else 'vars.agent = "none"'
        return f'object Host{host}check_command = "dummy"\n{agent}\nvars.receico = {quoted(variables)}\n}}'

    def prepare(self):
        for daemon in (self.agent, self.satellite):
            daemon.install_programs()
            (daemon.folder / "state").mkdir()
        notifier = self.folder / "notify"
        notifier.write_text(f'#!/bin/sh\necho "$1 $4!$5 $6" >>{self.told}\n', encoding="utf-8")
        notifier.chmod(0o755)
        self.told.touch()
        os.chown(self.told, self.master.account.pw_uid, self.master.account.pw_gid)
        self.deal_out()
        self.node(self.master, "master.conf", ['object CheckerComponent "checker" { }', self.master.api_user(),
                                               'object NotificationComponent "notification" { }'])
        self.node(self.agent, "agent.conf", [self.agent.api_user()])
        self.node(self.satellite, "satellite.conf", ['object CheckerComponent "checker" { }',
                                                     self.satellite.api_user()])

    # --- the certificates ---

    def make_authority(self):
        """The master's own certificate is signed where the authority is."""
        certificates = self.master.certificates()
        own = certificates / MASTER
        self.master.pki("new-ca")
        self.master.pki("new-cert", "--cn", MASTER, "--key", f"{own}.key", "--csr", f"{own}.csr")
        self.master.pki("sign-csr", "--csr", f"{own}.csr", "--cert", f"{own}.crt")
        shutil.copy(self.master.folder / "datadir" / "ca" / "ca.crt", certificates)

    def ask_for_certificate(self, node):
        """By the steps of DISTRIBUTED.md; gives what the node's administrator compares."""
        certificates = node.certificates()
        own, trusted = certificates / node.name, certificates / "trusted-parent.crt"
        where = ("--host", "127.0.0.1", "--port", self.master.port)
        ticket = self.master.pki("ticket", "--cn", node.name).split()[-1]
        node.pki("new-cert", "--cn", node.name, "--key", f"{own}.key", "--cert", f"{own}.crt")
        node.pki("save-cert", *where, "--trustedcert", trusted)
        node.pki("request", *where, "--ticket", ticket, "--key", f"{own}.key", "--cert", f"{own}.crt",
                 "--trustedcert", trusted, "--ca", certificates / "ca.crt")
        return trusted, f"{own}.crt"

    def stop(self):
        for daemon in (self.agent, self.satellite, self.master):
            daemon.stop()

    # --- what the master shows ---

    def is_connected(self, name=AGENT):
        return self.master.ask(f"objects/endpoints/{name}")[0]["attrs"]["connected"]

    def look_again(self, moment, wanted=None):
        """All services once each of those `wanted`, (host, service), was looked at and has a result after `moment`."""
        names = [f"{host}!{name}" for host, name in wanted or self.master.services()]
        found = {}
        asked = 0

        def are_new():
            nonlocal asked
            # One that is being looked at does not take the order for another look.
            if time.monotonic() > asked + 5:
                self.master.check_now(f"service.__name in {quoted(names)}")
                # For a minute after its start a node takes no orders of that kind from above.
                if any(name.startswith(FAR) for name in names):
                    self.satellite.check_now()
                asked = time.monotonic()
            found.update(self.master.services())
            results = [each["last_check_result"] for each in found.values() if each["__name"] in names]
            return results and all(each and each["execution_end"] > moment for each in results)
        wait_for(are_new, 2 * WAIT_SECONDS)
        return found

    def lines_told(self):
        return self.told.read_text(encoding="utf-8").splitlines()

    def now(self):
        """The newest moment of any result so far, by the daemons' own clocks."""
        results = [each["last_check_result"] for each in self.master.services().values()]
        return max((each["execution_end"] for each in results if each), default=0)


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else "", done.stdout


def case_include(tap, cluster):
    """A site without a cluster."""
    alone = Icinga(cluster.folder, "alone")
    alone.make_certificate()
    alone.write([*alone.alone(), f"include {quoted(site_folder() / '*.conf')}"])
    tap.case('icinga2 daemon -C accepts include "icinga2/*.conf", which leaves zones/ out', alone.judge())


def case_certificates(tap, cluster):
    cluster.ask_for_certificate(cluster.satellite)
    trusted, own = cluster.ask_for_certificate(cluster.agent)
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
            if not reasons and service["last_check_result"]["check_source"] != RUN_BY[host]:
                reasons = [f"run by {service['last_check_result']['check_source']}"]
            tap.case(f"{why}: {name} of {host} is {state}, run by {RUN_BY[host]}", reasons)
    for host in BEHIND_AGENT:
        tap.case(f"{why}: agent of {host} is OK",
                 state_reasons(services.get((host, "agent")), "OK", f"Zone '{AGENT}' is connected"))


def received(node):
    """The zones of which a node has been given files."""
    folder = node.folder / "datadir" / "api" / "zones"
    return sorted({path.relative_to(folder).parts[0] for path in folder.rglob("*.conf")})


def case_synchronised(tap, cluster):
    """What the others have been given, and what they have not."""
    for node, expected in ((cluster.agent, ["receico-commands"]),
                           (cluster.satellite, ["receico-commands", "receico-rules", "satellite-1"])):
        zones = received(node)
        tap.case(f"{node.name} has been given {', '.join(expected)}", [] if zones == expected else [f"it has {zones}"])
    wrong = [f"{host}!{name}: {each['notes_url']}" for (host, name), each in cluster.master.services().items()
             if each["notes_url"] != f"/receico-plugins/runbooks/{name}.md"]
    tap.case("each service leads to its page", wrong)
    tap.case("the agent knows no host", [each["name"] for each in cluster.agent.ask("objects/hosts")])
    known = [each["name"] for kind in ("hosts", "users", "notifications")
             for each in cluster.satellite.ask(f"objects/{kind}")]
    tap.case("the satellite knows its own host alone, and nobody to tell",
             [] if known == [FAR] else [f"it has {known}"])


def case_stopped(tap, cluster):
    """The agent is gone: its server's services do not keep their last state, and one message says so."""
    cluster.agent.stop()
    gone = wait_for(lambda: not cluster.is_connected())
    tap.case("the master notices that the agent has gone", [] if gone else [cluster.master.log()])
    services = cluster.look_again(cluster.now(), [(host, "agent") for host in BEHIND_AGENT])
    for host in BEHIND_AGENT:
        tap.case(f"without the agent: agent of {host} is CRITICAL",
                 state_reasons(services.get((host, "agent")), "CRITICAL", f"Zone '{AGENT}' is not connected"))
    if cluster.clock.library is None:
        tap.skip("without the agent: its server's services are UNKNOWN", "libfaketime is not installed")
        tap.skip("without the agent: one message", "libfaketime is not installed")
        return
    behind = [(host, name) for host in BEHIND_AGENT for name in (*LOCAL, "agent")]
    for _ in range(3):
        services = cluster.look_again(cluster.now(), behind)
    for host, name in behind:
        if name in LOCAL:
            tap.case(f"without the agent: {name} of {host} is UNKNOWN",
                     state_reasons(services.get((host, name)), "UNKNOWN", NOT_CONNECTED))
    hard = [f"{host}!{name}" for host, name in behind if not services[host, name]["state_type"]]
    tap.case("without the agent: three looks make them problems", hard)
    case_told(tap, cluster)


def case_told(tap, cluster):
    expected = {f"PROBLEM {host}!agent CRITICAL" for host in BEHIND_AGENT}
    wait_for(lambda: expected <= set(cluster.lines_told()))
    told = cluster.lines_told()
    unwanted = [line for line in told if line.endswith(" UNKNOWN")]
    missing = [f"not told: {line}" for line in sorted(expected - set(told))]
    tap.case("without the agent: that it has gone is told, not what cannot be asked", unwanted + missing)


def case_back(tap, cluster):
    moment = cluster.now()
    cluster.agent.start()
    back = wait_for(cluster.is_connected)
    tap.case("the agent comes back by itself", [] if back else [cluster.agent.log(), cluster.master.log()])
    case_states(tap, cluster.look_again(moment), "afterwards")


def case_satellite_stopped(tap, cluster):
    """What its tenants would show does not arrive any more; that is told."""
    def is_down():
        cluster.master.check_now('host.name == "satellite-1"', "Host")
        return cluster.master.ask("objects/hosts/satellite-1")[0]["attrs"]["state"] == 1 and \
            "PROBLEM satellite-1! DOWN" in cluster.lines_told()
    before = cluster.master.ask("objects/hosts/satellite-1")[0]["attrs"]["last_hard_state"]
    cluster.satellite.stop()
    down = wait_for(is_down)
    tap.case("the satellite zone is up, and down without its satellite, which is told",
             [] if before == 0 and down else [f"hard state {before} before", *cluster.lines_told()[-5:]])


def run(tap, cluster):
    cluster.prepare()
    cluster.make_authority()
    tap.case("icinga2 daemon -C accepts master.conf with the rules in zones.d", cluster.master.judge())
    case_include(tap, cluster)
    cluster.master.start(cluster.clock.environment())
    if not wait_for(lambda: cluster.master.ask("status/ApiListener")):
        tap.case("the master starts", [cluster.master.log()])
        return
    cluster.clock.set_right()
    case_certificates(tap, cluster)
    for node, sample in ((cluster.agent, "agent.conf"), (cluster.satellite, "satellite.conf")):
        tap.case(f"icinga2 daemon -C accepts {sample}", node.judge())
        node.start()
    for node in (cluster.agent, cluster.satellite):
        connected = wait_for(lambda name=node.name: cluster.is_connected(name))
        tap.case(f"{node.name} connects with its certificate", [] if connected else [node.log(), cluster.master.log()])
    case_states(tap, cluster.look_again(0), "at first")
    case_synchronised(tap, cluster)
    case_stopped(tap, cluster)
    case_back(tap, cluster)
    case_satellite_stopped(tap, cluster)
    if tap.failed:
        for node in (cluster.master, cluster.agent, cluster.satellite):
            tap.tell(f"{node.name}:\n{node.log()}")


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
