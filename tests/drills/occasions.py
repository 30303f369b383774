# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Drills that are about who is told: each gives what Icinga said, and what was wrong with it."""

import uuid
from contextlib import ExitStack, contextmanager

from field import now
from holding import CUSTOMER, MANAGER, ON_CALL, OPERATOR, TOLD_SECONDS, said_by, told_to, who

ESCALATE_SECONDS = 10  # as in field.FAST
SILENT_SECONDS = 9  # three intervals


@contextmanager
def closed(host, *names):
    """Nobody listens at these of the host's ports; without names, at none of them."""
    forwarders = [host.forwarders[name] for name in names or host.forwarders]
    for forwarder in forwarders:
        forwarder.close()
    try:
        yield
    finally:
        for forwarder in forwarders:
            forwarder.open()


def passed(field, host):
    """Lets Icinga tell something else of the host: what it had to tell before has then been told."""
    mark = uuid.uuid4().hex
    field.icinga.ask("actions/send-custom-notification", {
        "type": "Host", "filter": f'host.name == "{host}"', "author": mark, "comment": mark, "force": True})
    return field.wait(lambda: told_to(field, host, "", "CUSTOM", OPERATOR, 0), TOLD_SECONDS)


def are_ok(field, host):
    return all(field.hard_state(name, service) == "OK" for name, service in field.services if name == host)


def problems(field, host, since):
    """Who was told of what on this host, whatever else was said."""
    return [(each.service, each.kind, each.to) for each in field.told(host, since)
            if each.kind in ("PROBLEM", "RECOVERY")]


def host_down(field, drill):
    """Every port of the server is closed: the host is told, none of its services."""
    host = field.hosts[drill.host]
    if not field.wait(lambda: are_ok(field, drill.host)):
        return "", ["its services are not OK before"]
    began = now()
    with closed(host):
        field.wait(lambda: field.hard_state(drill.host, "") == "DOWN")
        said = said_by(field, drill.host, "")
        reasons = [] if field.hard_state(drill.host, "") == "DOWN" else [f"the host is not down: {said}"]
        field.wait(lambda: told_to(field, drill.host, "", "PROBLEM", ON_CALL, began), TOLD_SECONDS)
        passed(field, drill.host)
    if not field.wait(lambda: field.hard_state(drill.host, "") == "UP" and are_ok(field, drill.host)):
        reasons.append("the host or a service is not well again")
    field.wait(lambda: told_to(field, drill.host, "", "RECOVERY", ON_CALL, began), TOLD_SECONDS)
    passed(field, drill.host)
    told = problems(field, drill.host, began)
    for to in (OPERATOR, ON_CALL):
        for kind in ("PROBLEM", "RECOVERY"):
            if told.count(("", kind, to)) != 1:
                reasons.append(f"{to} was not told of the host's {kind} once")
    reasons += [f"told of a service: {each}" for each in told if each[0]]
    return f"{who(field, drill.host, began)}: {said}", reasons


def gateway_down(field, drill):
    """A gateway is down, and so is what can be reached through it alone: of that nobody is told."""
    pair = [drill.host, "behind"]
    if not field.wait(lambda: all(field.hard_state(host, "") == "UP" and are_ok(field, host) for host in pair)):
        return "", ["they are not UP before"]
    began = now()
    with closed(field.hosts["behind"]), closed(field.hosts[drill.host]):
        told = field.wait(lambda: told_to(field, drill.host, "", "PROBLEM", OPERATOR, began), TOLD_SECONDS)
        reasons = [] if told else ["nobody was told of the gateway"]
        # It would have been asked three times, and told.
        if not field.wait(lambda: now() - field.attributes("behind", "")["last_check"] > SILENT_SECONDS, TOLD_SECONDS):
            reasons.append("what is behind it is still asked")
        said = said_by(field, drill.host, "")
        passed(field, "behind")
    if not field.wait(lambda: all(field.hard_state(host, "") == "UP" and are_ok(field, host) for host in pair)):
        reasons.append("they are not UP again")
    passed(field, "behind")
    reasons += [f"told of what is behind it: {each}" for each in problems(field, "behind", began)]
    return f"{who(field, drill.host, began)}: {said}", reasons


def planned_stop(field, drill):
    """The server is down within a planned stop: it is seen, and nobody is told."""
    host = field.hosts[drill.host]
    # Icinga begins a planned stop within a minute.
    if not field.wait(lambda: field.hard_state(drill.host, drill.service) == "OK"
                      and field.attributes(drill.host, drill.service)["downtime_depth"]):
        return "", [f"it is not OK before, or no stop is planned: {field.attributes(drill.host, drill.service)}"]
    began = now()
    with closed(host):
        field.wait(lambda: field.hard_state(drill.host, drill.service) == "CRITICAL")
        said = said_by(field, drill.host, drill.service)
        reasons = [] if field.hard_state(drill.host, drill.service) == "CRITICAL" else [f"it is not CRITICAL: {said}"]
        passed(field, drill.host)
    if not field.wait(lambda: field.hard_state(drill.host, drill.service) == "OK"):
        reasons.append("it is not OK again")
    passed(field, drill.host)
    told = [f"told: {each}" for each in problems(field, drill.host, began)]
    return f"{who(field, drill.host, began)}: {said}", reasons + told


def acknowledge(field, host, service):
    field.icinga.ask("actions/acknowledge-problem", {
        "type": "Service", "filter": f'host.name == "{host}" && service.name == "{service}"',
        "author": "operator", "comment": "someone works on it", "notify": True})


def escalated(field, drill):
    """Two failures: one is acknowledged, the other is told to the management in time, the first is not."""
    pair = ("answered", "unanswered")
    if not field.wait(lambda: all(field.hard_state(host, drill.service) == "OK" for host in pair)):
        return "", ["they are not OK before"]
    began = now()
    with ExitStack() as broken:
        for host in pair:
            broken.enter_context(closed(field.hosts[host], "ssh"))
            field.wait(lambda host=host: field.hard_state(host, drill.service) == "CRITICAL")
            if host == "answered":
                acknowledge(field, host, drill.service)
        said = said_by(field, drill.host, drill.service)
        told = field.wait(lambda: told_to(field, "unanswered", drill.service, "PROBLEM", MANAGER, began), TOLD_SECONDS)
        reasons = [] if told else ["nobody told the management"]
        passed(field, "answered")
        failed = float(field.attributes("unanswered", drill.service)["last_hard_state_change"])
        if told and told[0].when < failed + ESCALATE_SECONDS:
            reasons.append(f"the management was told {told[0].when - failed:.1f} s after the failure was certain")
        if told and told[0].clause != "1.13":
            reasons.append(f"told was {told}")
    answered = field.told("answered", began)
    if not [each for each in answered if each.kind == "ACKNOWLEDGEMENT" and each.to == OPERATOR]:
        reasons.append(f"the operators were not told that someone works on it: {answered}")
    reasons += [f"told although acknowledged: {each}" for each in answered
                if each.kind == "PROBLEM" and each.to == MANAGER]
    if not field.wait(lambda: all(field.hard_state(host, drill.service) == "OK" for host in pair)):
        reasons.append("they are not OK again")
    return f"{who(field, drill.host, began)}: {said}", reasons


def major_failure(field, drill):
    """The server is down and nobody mends it: phone at once, the customer, the management, twice by phone."""
    host = field.hosts[drill.host]
    field.wait(lambda: field.hard_state(drill.host, "") == "UP" and are_ok(field, drill.host))
    began = now()
    expected = {("mail", OPERATOR): 1, ("phone", ON_CALL): 1, ("mail", CUSTOMER): 1, ("mail", MANAGER): 1,
                ("phone", MANAGER): 2}

    def told():
        counted = {}
        for each in field.told(drill.host, began):
            if each.kind == "PROBLEM":
                counted[each.how, each.to] = counted.get((each.how, each.to), 0) + 1
        return counted
    with closed(host):
        field.wait(lambda: told() == expected, 2 * TOLD_SECONDS)
        said = said_by(field, drill.host, "")
        reasons = [] if told() == expected else [f"told were {told()}, expected {expected}"]
    if not field.wait(lambda: told_to(field, drill.host, "", "RECOVERY", CUSTOMER, began), TOLD_SECONDS):
        reasons.append("the customer was not told that it is mended")
    return f"{who(field, drill.host, began)}: {said}", reasons
