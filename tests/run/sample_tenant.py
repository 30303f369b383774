# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""vars.receico of the sample tenant, good or bad, for an Icinga whose account may read little.

What only its owner may read (backups, passwords) is copied into `folder`, which is to be given to that account.
Environment: the sample tenant's (tests/tenant/tenant), unless another one's is given.
"""

import os
import re
import shutil
from pathlib import Path


class SampleTenant:
    """`good`: as a tenant should be; else where he breaks each promise. `account` owns the copies."""

    def __init__(self, folder, good, account, environment=os.environ):
        self.folder = Path(folder)
        self.good = good
        self.account = account
        self.environment = environment

    def variable(self, good, bad):
        return self.environment[good if self.good else bad]

    def private_copy(self, path):
        copy = self.folder / Path(path).name
        shutil.copyfile(path, copy)
        copy.chmod(0o600)
        return copy

    def everything(self):
        return self.contract() | self.servers() | self.web() | self.local()

    def contract(self):
        return {"plan": "shared", "start": "2024-04-01", "contact": ["customer"]}

    # --- on the tenant's server ---

    def local(self):
        return self.backups() | self.disks() | self.scan() | self.load()

    def backups(self):
        copy = self.folder / ("backup" if self.good else "backup-bad")
        shutil.copytree(self.variable("TENANT_BACKUP_DIR", "TENANT_BACKUP_BAD_DIR"), copy)
        return {"backup": {"file": str(copy), "pattern": "receico-%Y%m%d.tar.gz", "owner": self.account}}

    def disks(self):
        """How full this machine's own disk is must not matter, so a limit is given that it keeps, or cannot."""
        free = "0%FREE" if self.good else "101%FREE"
        return {"disk_quota": {"path": [self.environment["TENANT_SPACE"] + "/*"], "state_dir": str(self.folder / "state"),
                               "limit": "15GB" if self.good else self.environment["TENANT_SPACE_LIMIT"]},
                "disk": {"path": [self.environment["TENANT_SPACE"]], "warning": free, "critical": free,
                         "iwarning": "0%FREE", "icritical": "0%FREE"}}

    def scan(self):
        """The log of a scan, and clamd; or of one that found something."""
        if not self.good:
            return {"clamav": {"scan_log": self.environment["TENANT_SCAN_LOG_INFECTED"]}}
        return {"clamav": {"scan_log": self.environment["TENANT_SCAN_LOG"],
                           "require_path": [self.environment["TENANT_SCAN_FOLDER"]],
                           "clamd": self.environment["TENANT_CLAMD_SOCKET"], "self_test": True}}

    def load(self):
        """No load is below 0, none of a test's above 1000."""
        limit = 1000 if self.good else 0
        return {"load": {name: limit for name in ("wload1", "wload5", "wload15", "cload1", "cload5", "cload15")}}

    # --- reached from outside ---

    def servers(self):
        netrc = self.private_copy(self.environment["TENANT_NETRC"])
        return {"ssh": {"port": int(self.variable("TENANT_SSH_PORT", "TENANT_SSH_WEAK_PORT")),
                        "host_key": [self.environment["TENANT_SSH_HOST_KEY"] if self.good else "SHA256:" + "A" * 43]},
                "ftp": {"port": int(self.variable("TENANT_FTP_EXPLICIT_PORT", "TENANT_FTP_OPEN_PORT")),
                        "user": self.environment["TENANT_USER_A"], "netrc": str(netrc),
                        "ca_file": self.environment["TENANT_CA_FILE"], "forbidden": [self.environment["TENANT_HOME_B"]]}}

    def web(self):
        port = self.variable("TENANT_HTTPS_PORT", "TENANT_HTTPS_EXPIRING_PORT")
        page, field = ("health", "echo") if self.good else ("exception", "echo-unchecked")
        common = {"ca_cert": self.environment["TENANT_CA_FILE"], "state_dir": str(self.folder / "state"),
                  "http_port": int(self.variable("TENANT_HTTP_PORT", "TENANT_HTTP_PLAIN_PORT"))}
        return {"http": common | {"url": f"https://localhost:{port}/{page}"},
                "http_login": {"url": f"https://localhost:{port}/", "scenario": str(self.login())},
                "http_input": {"url": f"https://localhost:{port}/{field}", "post": "code=%3Cscript%3E"},
                "tls": {"hostname": ["localhost"], "rootcert": self.environment["TENANT_CA_FILE"],
                        "port": int(self.variable("TENANT_HTTPS_PORT", "TENANT_HTTPS_OLD_PORT"))}}

    def login(self):
        """The scenario with a password that the account may read; or with a wrong one."""
        scenario = self.folder / ("login.scenario" if self.good else "login-bad.scenario")
        text = Path(self.environment["TENANT_WEB_SCENARIO"]).read_text(encoding="utf-8")
        given = re.search(r"^password = (.*)$", text, re.MULTILINE).group(1)
        if self.good:
            password = self.private_copy(given)
        else:
            password = self.folder / "wrong-password"
            password.write_text("wrong\n", encoding="utf-8")
            password.chmod(0o600)
        scenario.write_text(text.replace(given, str(password)), encoding="utf-8")
        scenario.chmod(0o600)
        return scenario
