# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Ways to break something, each of which mends it again.

A trouble is made by a function of its parameters; given a host, it is a context manager: broken inside, whole
again behind.
"""

import subprocess
from contextlib import contextmanager

from field import TENANT


def switched(name, variable):
    """The address of a server leads to one of the sample tenant's that breaks a rule."""
    @contextmanager
    def trouble(host):
        forwarder = host.forwarders[name]
        whole = forwarder.target
        forwarder.target = int(host.environment[variable])
        try:
            yield
        finally:
            forwarder.target = whole
    return trouble


def stopped(*servers):
    """Servers of the sample tenant are ended, and started again."""
    def order(command, host, server):
        subprocess.run([TENANT, command, host.environment["TENANT_DIR"], server], check=True,
                       stdin=subprocess.DEVNULL, capture_output=True)

    @contextmanager
    def trouble(host):
        try:
            for server in servers:
                order("stop-service", host, server)
            yield
        finally:
            for server in servers:
                order("start-service", host, server)
    return trouble
