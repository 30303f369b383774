# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""Ways to break something, each of which mends it again.

A trouble is made by a function of its parameters; given a host, it is a context manager: broken inside, whole
again behind.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from field import TENANT

TOKYO = ZoneInfo("Asia/Tokyo")


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


# --- backups ---

def last_nights(folder):
    """The backups of the last run that had to be done by now, and of one since: 04:00 in Tokyo and two hours' grace."""
    due = datetime.now(TOKYO) - timedelta(hours=6)
    return sorted(path for path in folder.glob("receico-*.tar.gz") if path.name[8:16] >= due.strftime("%Y%m%d"))


@contextmanager
def rescued(host, paths):
    """Inside, files may be spoilt; behind, they are as they were."""
    with tempfile.TemporaryDirectory() as aside:
        for path in paths:
            shutil.copy2(path, aside)
        try:
            yield
        finally:
            for path in paths:
                shutil.copy2(Path(aside) / path.name, path)
                host.own(path)


def spoilt_backup(spoil):
    """spoil(path) for last night's backups."""
    @contextmanager
    def trouble(host):
        paths = last_nights(host.folder / "backup")
        with rescued(host, paths):
            for path in paths:
                spoil(host, path)
            yield
    return trouble


def missing(_host, path):
    path.unlink()


def truncated(_host, path):
    """The disk was full: the time of the last change is that of the backup."""
    stat = path.stat()
    os.truncate(path, stat.st_size // 2)
    os.utime(path, (stat.st_atime, stat.st_mtime))


def readable(_host, path):
    path.chmod(0o644)


def half_written(_host, path):
    """The job is late and still at it."""
    os.truncate(path, path.stat().st_size // 2)
    now = time.time()
    # What it will write last has not come while the drill lasts.
    os.utime(path, (now, now + 200))


@contextmanager
def lost_generation(host):
    """One in the middle has gone."""
    paths = sorted((host.folder / "backup").glob("receico-*.tar.gz"))
    with rescued(host, paths[3:4]):
        paths[3].unlink()
        yield


@contextmanager
def kept_generation(host):
    """What was made three weeks ago is still there."""
    newest = max((host.folder / "backup").glob("receico-*.tar.gz"))
    then = datetime.now(TOKYO) - timedelta(days=20)
    kept = newest.with_name(then.strftime("receico-%Y%m%d.tar.gz"))
    shutil.copyfile(newest, kept)
    kept.chmod(0o600)
    os.utime(kept, (then.timestamp(), then.timestamp()))
    host.own(kept)
    try:
        yield
    finally:
        kept.unlink()


# --- space ---

@contextmanager
def taken(path, size_bytes):
    """The blocks of a file are taken, though nothing is written into them."""
    subprocess.run(["fallocate", "-l", str(size_bytes), path], check=True, capture_output=True)
    try:
        yield
    finally:
        path.unlink()


def too_much(host):
    return taken(host.folder / "space" / "tenant_a" / "film", 16 * 10**9)


def full_disk(host):
    space = os.statvfs(host.folder / "small")
    return taken(host.folder / "small" / "log", space.f_bavail * space.f_frsize * 97 // 100)


@contextmanager
def limit_removed(host):
    """The kernel keeps the tenant to his 15 GB no longer."""
    def limit(size):
        subprocess.run(["btrfs", "qgroup", "limit", size, host.folder / "quota" / "tenant_a"],
                       check=True, capture_output=True)
    limit("none")
    try:
        yield
    finally:
        limit("15000000000")


# --- viruses ---

def scanned(environment, log, *folders, since="-0"):
    """A scan as the job of the night does it, `since` from now."""
    log.unlink(missing_ok=True)
    subprocess.run(["faketime", "-f", since, "clamscan", f"--database={environment['TENANT_SIGNATURES']}",
                    "--recursive", "--verbose", "--quiet", f"--log={log}", *folders], capture_output=True, check=False)


def bad_scan(since="-0", infected=False):
    """The last scan was then, or went through a folder with an infected file."""
    @contextmanager
    def trouble(host):
        log = host.folder / "scan.log"
        folders = [host.environment["TENANT_SCAN_FOLDER"]]
        if infected:
            folders.append(Path(host.environment["TENANT_SCAN_INFECTED"]).parent)
        with rescued(host, [log]):
            scanned(host.environment, log, *folders, since=since)
            host.own(log)
            yield
    return trouble


def write_signatures(host, hours_old):
    """The header of a database: when it was built stands in its last field."""
    path = host.folder / "signatures" / "daily.cvd"
    path.parent.mkdir(exist_ok=True)
    built = int(time.time()) - hours_old * 3600
    header = f"ClamAV-VDB:22 Nov 2026 09-31 +0000:27840:100:90:d41d8cd98f00b204e9800998ecf8427e:c2ln:raynman:{built}"
    path.write_text(header.ljust(512), encoding="ascii")
    host.own(path)


@contextmanager
def old_signatures(host):
    write_signatures(host, 60)
    try:
        yield
    finally:
        write_signatures(host, 1)


# --- load ---

@contextmanager
def loaded(_host):
    """A hundred processes wait for a disk that does not answer."""
    program = Path(__file__).with_name("waits_in_kernel.py")
    with subprocess.Popen([sys.executable, program, "100"], stdin=subprocess.PIPE) as waiting:
        yield
        waiting.stdin.close()
