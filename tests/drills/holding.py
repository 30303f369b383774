# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""How a drill is held, and what is compared."""

from dataclasses import dataclass
from typing import Callable, Optional

from icinga import state_reasons

from field import now

OPERATOR = "receico-operator <operator@localhost>"
ON_CALL = "receico-on-call <on-call@localhost>"
MANAGER = "receico-manager <manager@localhost>"
CUSTOMER = "customer <customer@localhost>"
TOLD_SECONDS = 60


@dataclass
class Drill:
    """`trouble` is broken on `host`: `service` must become `state` and say `reason`.

    Drills with the same `lane` are held one after the other, others at the same time: those of one host unless
    it says otherwise. `silent` are the services that cannot work either: nobody is told of them. `held` holds a
    drill that is more than that: (field, drill) -> what was said, what was wrong.
    """

    clause: str
    name: str
    host: str
    service: str
    trouble: Optional[Callable] = None
    reason: str = ""
    state: str = "CRITICAL"
    lane: str = ""
    silent: tuple = ()
    held: Optional[Callable] = None


def said_by(field, host, service):
    seen = field.attributes(host, service)
    return seen["last_check_result"]["output"] if seen and seen["last_check_result"] else ""


def shown_reasons(field, drill):
    """Is the service in the state that the drill expects, for that reason?"""
    seen = field.attributes(drill.host, drill.service)
    reasons = state_reasons(seen, drill.state, drill.reason)
    if not seen or not seen["last_check_result"]:
        return reasons
    if seen["vars"].get("slo_clause") != drill.clause:
        reasons.append(f"vars.slo_clause is {seen['vars'].get('slo_clause')}")
    # That of monitoring-plugins knows no clauses.
    if drill.service != "load" and f"(SLO {drill.clause})" not in seen["last_check_result"]["output"]:
        reasons.append(f"the line does not name the clause: {seen['last_check_result']['output']}")
    if not seen["notes_url"].endswith(f"/{drill.service}.md"):
        reasons.append(f"the runbook is {seen['notes_url']}")
    return reasons


def told_to(field, host, service, kind, to, since):
    return [each for each in field.told(host, since)
            if each.service == service and each.kind == kind and each.to == to]


def told_reasons(field, drill, kind, since):
    """Were the operators told by mail, once, with the clause and the page that says what to do?"""
    state = drill.state if kind == "PROBLEM" else "OK"
    told = field.wait(lambda: told_to(field, drill.host, drill.service, kind, OPERATOR, since), TOLD_SECONDS)
    if not told:
        return [f"the operators were not told of the {kind}; told was: {field.told(drill.host, since)}"]
    one = told[0]
    right = (one.how, one.state, one.clause) == ("mail", state, drill.clause)
    if len(told) != 1 or not right or not one.page.endswith(f"/{drill.service}.md"):
        return [f"told was {told}, expected once {state} by mail with the clause {drill.clause} and its page"]
    subject = f"{state} {drill.host} {drill.service} (SLO {drill.clause})"
    if not field.wait(lambda: [mail for mail in field.mails(since) if mail["Subject"] == subject
                               and mail["To"] == "<operator@localhost>"], TOLD_SECONDS):
        return [f"there is no mail with the subject {subject!r}"]
    return []


def who(field, host, since):
    """Who was told of problems, for a reader: `operator by mail, on-call by phone`."""
    told = [f"{each.to.split(' <')[0]} by {each.how}" for each in field.told(host, since) if each.kind == "PROBLEM"]
    return "told: " + (", ".join(dict.fromkeys(told)) or "nobody")


def hold(field, drill):
    """Break, see, mend, see again; gives what Icinga said and what was wrong with it."""
    host = field.hosts[drill.host]
    if not field.wait(lambda: field.hard_state(drill.host, drill.service) == "OK"):
        return "", [f"it is not OK before: {field.attributes(drill.host, drill.service)}"]
    began = now()
    with drill.trouble(host):
        field.wait(lambda: field.hard_state(drill.host, drill.service) == drill.state)
        reasons = shown_reasons(field, drill)
        said = said_by(field, drill.host, drill.service)
        reasons += told_reasons(field, drill, "PROBLEM", began)
    if not field.wait(lambda: field.hard_state(drill.host, drill.service) == "OK"):
        reasons.append(f"it is not OK again: {field.attributes(drill.host, drill.service)}")
    reasons += told_reasons(field, drill, "RECOVERY", began)
    field.wait(lambda: all(field.hard_state(drill.host, each) == "OK" for each in drill.silent))
    return said, reasons + [f"told although {drill.service} is the cause: {each}"
                            for each in field.told(drill.host, began) if each.service in drill.silent]
