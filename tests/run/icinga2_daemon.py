# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""A real Icinga 2 on loopback, in a folder of its own, that a test starts and asks."""

import base64
import json
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import urllib.request
from pathlib import Path

PASSWORD = "only-on-loopback"


def program():
    return shutil.which("icinga2", path=os.environ["PATH"] + ":/usr/sbin")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def quoted(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, list):
        return "[ " + ", ".join(map(quoted, value)) + " ]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {quoted(each)}" for key, each in value.items()) + " }"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


class Daemon:
    """One Icinga 2 with a data folder of its own."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.port = free_port()
        self.account = pwd.getpwnam("nagios")
        self.process = None

    def constants(self):
        places = {name: self.folder / name.lower() for name in
                  ("DataDir", "CacheDir", "LogDir", "InitRunDir", "SpoolDir", "ZonesDir")}
        for place in places.values():
            place.mkdir(exist_ok=True)
        for name in ("PidPath", "VarsPath", "ModAttrPath", "StatePath", "ObjectsPath"):
            places[name] = self.folder / name.lower()
        return [f"-D{name}={path}" for name, path in places.items()]

    def certificates(self):
        certs = self.folder / "datadir" / "certs"
        certs.mkdir(parents=True, exist_ok=True)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc",
                        "-keyout", certs / "test.key", "-out", certs / "test.crt", "-days", "2", "-subj", "/CN=test"],
                       check=True, capture_output=True)
        shutil.copyfile(certs / "test.crt", certs / "ca.crt")

    def node(self):
        """The lines that make it a node with an API."""
        return ['const NodeName = "test"', 'const ZoneName = "test"', 'object Endpoint "test" { }',
                'object Zone "test" { endpoints = [ "test" ] }',
                f'object ApiListener "api" {{ bind_host = "127.0.0.1", bind_port = {self.port} }}',
                f'object ApiUser "test" {{ password = {quoted(PASSWORD)}, permissions = [ "*" ] }}']

    def hand_over(self):
        """The daemon leaves root for its own account."""
        for path in [self.folder, *self.folder.rglob("*")]:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def start(self, command, environment=None):
        with open(self.folder / "daemon.log", "wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                            env=os.environ | (environment or {}))

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ask(self, path, body=None):
        """One request to the API; with a body it is a POST."""
        context = ssl._create_unverified_context()
        request = urllib.request.Request(f"https://127.0.0.1:{self.port}/v1/{path}",
                                         data=json.dumps(body).encode() if body else None)
        request.add_header("Authorization", "Basic " + base64.b64encode(f"test:{PASSWORD}".encode()).decode())
        request.add_header("Accept", "application/json")
        with urllib.request.urlopen(request, timeout=5, context=context) as answer:
            return json.load(answer)["results"]
