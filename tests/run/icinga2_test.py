#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""icinga-conf/icinga2 in a real Icinga 2, against the sample tenant. Prints TAP.

The daemon first judges the folder (daemon -C), then runs each service once; its API tells
the states. Environment: PLUGIN_DIR, SOURCE_DIR, and the sample tenant's.
"""

import os
import sys
import tempfile
from pathlib import Path

from icinga import ACCOUNT, Icinga, quoted, site, state_reasons, why_not
from tap import Tap, is_instrumented
from sample_tenant import SampleTenant

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


def host(name, receico):
    return (f'object Host "{name}" {{ import "receico-tenant", check_command = "dummy"\n'
            'address = "127.0.0.1", vars.agent = "none", vars.dummy_state = 0\n'
            f"vars.receico = {quoted(receico)} }}")


def drop_in(name):
    """The Template Library's own command gets our program too: it must work there unchanged."""
    return (f'apply Service "template-library-{name}" {{ check_command = "{name}"\n'
            f'vars.{name}_port = host.vars.receico.{name}.port, vars.slo_clause = "1.13", notes = "drop-in"\n'
            'assign where host.name == "good" }')


def configure(icinga):
    icinga.install_programs()
    icinga.make_certificate()
    (icinga.folder / "state").mkdir()
    hosts = [host(name, SampleTenant(icinga.folder, name == "good", ACCOUNT).everything()) for name in EXPECTED]
    icinga.write([*icinga.alone(), *site({"ReceicoPluginDir": icinga.programs, "ReceicoNotify": Path("/bin/true")}),
                  'object User "customer" { email = "customer@localhost" }',
                  *map(drop_in, ("ssh", "ftp")), *hosts])


def judge(service, state, part):
    reasons = state_reasons(service, state, part)
    if service and service["last_check_result"]:
        reasons += [f"no {what}" for what, there in {
            "vars.slo_clause": service["vars"].get("slo_clause"), "notes": service["notes"],
            "performance data": service["last_check_result"]["performance_data"]}.items() if not there]
    return reasons


def run(tap, icinga):
    configure(icinga)
    tap.case("icinga2 daemon -C accepts icinga-conf/icinga2", icinga.judge())
    icinga.start()
    services = icinga.checked_services()
    for name, expected in EXPECTED.items():
        for service, (state, part) in expected.items():
            if service == "http-concurrency" and is_instrumented():
                tap.skip(f"{service} on the {name} server", "an instrumented program is too slow for fifty users")
                continue
            tap.case(f"{service} on the {name} server is {state}", judge(services.get((name, service)), state, part))
    unknown = sorted(set(services) - {(name, service) for name in EXPECTED for service in EXPECTED[name]})
    tap.case("no service is without an expectation", [f"{name}!{service}" for name, service in unknown])
    if tap.failed:
        tap.tell(icinga.log())


def main():
    reason = why_not()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="icinga2.", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        icinga = Icinga(folder)
        try:
            run(tap, icinga)
        finally:
            icinga.stop()
    tap.end()
    return 1 if tap.failed else 0


sys.exit(main())
