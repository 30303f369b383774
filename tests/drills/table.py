# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""The hosts, and the drills: what is broken on which of them, and what Icinga must then say."""

from dataclasses import dataclass
from typing import Callable

from troubles import stopped, switched


@dataclass
class Drill:
    """`trouble` is broken on `host`: `service` must become `state` and say `reason`.

    Drills with the same `lane` are held one after the other, others at the same time: those of one host unless
    it says otherwise.
    """

    clause: str
    name: str
    host: str
    service: str
    trouble: Callable
    reason: str
    state: str = "CRITICAL"
    lane: str = ""


def make_hosts(field):
    """The steady tenant's servers behind forwarders, and the fragile tenant's as they are."""
    field.start_fragile()
    field.add_host("stopped", ("ssh", "ftp", "http", "http_login", "clamav"), field.fragile)

    host = field.add_host("ssh", ("ssh",))
    host.variables["ssh"]["port"] = host.forward("ssh", "TENANT_SSH_PORT")

    host = field.add_host("ftp", ("ftp",))
    host.variables["ftp"]["port"] = host.forward("ftp", "TENANT_FTP_EXPLICIT_PORT")

    host = field.add_host("web", ("http", "http_login", "http_input", "tls"))
    for part, page in ("http", "health"), ("http_login", ""), ("http_input", "echo"):
        host.variables[part]["url"] = f"https://localhost:{host.forward(part, 'TENANT_HTTPS_PORT')}/{page}"
    host.variables["http"]["http_port"] = host.forward("plain", "TENANT_HTTP_PORT")
    host.variables["tls"]["port"] = host.forward("tls", "TENANT_HTTPS_PORT")
    host.variables["http_delay"] = {"delay_max": "5s"}


DRILLS = (
    # --- SSH and FTP ---
    Drill("1.13", "sshd is stopped", "stopped", "ssh", stopped("sshd-good"), "refused", lane="sshd"),
    Drill("4.3", "SSH lets people in by password", "ssh", "ssh-passwords-refused",
          switched("ssh", "TENANT_SSH_WEAK_PORT"), "password"),
    Drill("1.13", "the FTP server is down", "stopped", "ftp", stopped("vsftpd-explicit"), "refused", lane="ftpd"),
    Drill("3.4", "FTP lets people in without TLS", "ftp", "ftp-plain-login-refused",
          switched("ftp", "TENANT_FTP_LAX_PORT"), "plain"),
    Drill("3.5", "one tenant can read another's files by FTP", "ftp", "ftp-isolation",
          switched("ftp", "TENANT_FTP_OPEN_PORT"), "tenant_b"),

    # --- the web application ---
    Drill("1.5", "the web server is stopped", "stopped", "http", stopped("nginx"), "refused", lane="web server"),
)
