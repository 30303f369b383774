# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Who is told at which hour: an Icinga for which it is another day, and the same failures.

The daemon's clock is faketime's; that of the tenant's servers is not, so only what has no certificate is watched.
"""

import shutil
import subprocess
import time
from datetime import datetime
from zoneinfo import ZoneInfo

from tap import is_instrumented

from field import Field
from holding import ON_CALL, OPERATOR, TOLD_SECONDS, said_by, told_to, who
from occasions import closed, passed

TOKYO = ZoneInfo("Asia/Tokyo")


def why_no_hours():
    if shutil.which("faketime") is None:
        return "faketime is not installed"
    if is_instrumented():
        return "an instrumented program takes no faketime"
    return None


def next_time(moment):
    """That day of the first year, from this one on, in which it and the days beside it are none of a weekend."""
    year = datetime.now(TOKYO).year
    while datetime.strptime(f"{year}-{moment}", "%Y-%m-%d %H:%M").weekday() not in (1, 2, 3):
        year += 1
    return datetime.strptime(f"{year}-{moment}", "%Y-%m-%d %H:%M").replace(tzinfo=TOKYO)


def faked(moment):
    """The environment in which it is then; the clock goes on, and what measures a time is left alone."""
    library = subprocess.run(["faketime", "-f", "-0", "printenv", "LD_PRELOAD"], check=True, capture_output=True,
                             text=True).stdout.strip()
    ahead = int(next_time(moment).timestamp() - time.time())
    return {"LD_PRELOAD": library, "FAKETIME": f"{ahead:+d}", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "TZ": "Asia/Tokyo"}


def told_at(moment, rings):
    """Does the phone ring for an SSH server that is down? It always does for a server that is."""
    def held(field, _drill):
        then = Field(field.folder, moment.replace(" ", "-").replace(":", "-"))
        try:
            return failures_at(then, moment, rings)
        finally:
            then.stop()
    return held


def failures_at(field, moment, rings):
    for name in ("ssh", "off"):
        host = field.add_host(name, ("ssh",))
        host.variables["ssh"]["port"] = host.forward("ssh", "TENANT_SSH_PORT")
    host.alive = ['check_command = "receico_ssh"', f'vars.receico_ssh_port = {host.variables["ssh"]["port"]}']
    field.prepare()
    wrong = field.start(faked(moment))
    if wrong or not field.wait(lambda: field.hard_state("ssh", "ssh") == "OK" and field.hard_state("off", "") == "UP"):
        return "", [wrong or "a server is not OK before"]
    with closed(field.hosts["ssh"]):
        told = field.wait(lambda: told_to(field, "ssh", "ssh", "PROBLEM", OPERATOR, 0), TOLD_SECONDS)
        said = said_by(field, "ssh", "ssh")
        reasons = [] if told else ["the operators were not told"]
        if rings:
            field.wait(lambda: told_to(field, "ssh", "ssh", "PROBLEM", ON_CALL, 0), TOLD_SECONDS)
        passed(field, "ssh")
        with closed(field.hosts["off"]):
            major = field.wait(lambda: told_to(field, "off", "", "PROBLEM", ON_CALL, 0), TOLD_SECONDS)
            reasons += [] if major else ["the phone did not ring for a major failure"]
        called = told_to(field, "ssh", "ssh", "PROBLEM", ON_CALL, 0)
    if bool(called) != rings or any(each.how != "phone" for each in called):
        reasons.append(f"who is on call was told {called}")
    return f"{who(field, 'ssh', 0)}: {said}", reasons
