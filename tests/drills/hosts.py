# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""The hosts of the drills: what is broken on one is whole on the others."""

import ctypes
import os
import struct
import subprocess
from datetime import datetime, timedelta

from troubles import scanned, write_signatures

CLONE_NEWNS = 0x20000
MS_REC_PRIVATE = 0x4000 | 0x40000
CAP_SYS_ADMIN = 21


def make_hosts(field):
    field.start_fragile()
    # The fragile tenant's servers as they are; the steady one's behind forwarders.
    field.add_host("stopped", ("ssh", "ftp", "http", "http_login", "clamav"), field.fragile)
    make_servers(field)
    make_web(field)
    for name in ("backup", "generations"):
        make_backup(field, name)
    make_virus(field)
    make_load(field)
    if field.has_mounts:
        make_space(field)
        make_quota(field)
    make_off(field, "off", ("ssh", "ftp", "http"))
    make_off(field, "major", ("ssh",))
    make_off(field, "gateway", ("ssh",))
    make_off(field, "behind", ("ssh",)).alive.append('vars.gateway = "gateway"')
    make_planned(field)


def make_servers(field):
    for name in ("ssh", "unanswered", "answered"):
        host = field.add_host(name, ("ssh",))
        host.variables["ssh"]["port"] = host.forward("ssh", "TENANT_SSH_PORT")
    host = field.add_host("ftp", ("ftp",))
    host.variables["ftp"]["port"] = host.forward("ftp", "TENANT_FTP_EXPLICIT_PORT")


def make_web(field):
    host = field.add_host("web", ("http", "http_login", "http_input", "tls"))
    for part, page in ("http", "health"), ("http_login", ""), ("http_input", "echo"):
        host.variables[part]["url"] = f"https://localhost:{host.forward(part, 'TENANT_HTTPS_PORT')}/{page}"
    host.variables["http"]["http_port"] = host.forward("plain", "TENANT_HTTP_PORT")
    host.variables["tls"]["port"] = host.forward("tls", "TENANT_HTTPS_PORT")
    # The hour of 1.17, shortened.
    host.variables["http_delay"] = {"delay_max": "5s"}


def make_backup(field, name):
    field.add_host(name, ("backup",))


def make_virus(field):
    """A log of its own, and signatures as freshclam leaves them."""
    host = field.add_host("virus", ("clamav",))
    host.variables["clamav"] = {"scan_log": str(host.folder / "scan.log"), "database": str(host.folder / "signatures"),
                                "require_path": [host.environment["TENANT_SCAN_FOLDER"]]}
    scanned(host.environment, host.folder / "scan.log", host.environment["TENANT_SCAN_FOLDER"])
    write_signatures(host, 1)


def make_load(field):
    """Far above what this machine has to do, so that nobody else reaches it."""
    host = field.add_host("load", ("load",))
    limit = os.getloadavg()[0] + 25
    host.variables["load"] = {"wload1": limit, "cload1": limit} | {
        f"{kind}load{minutes}": 1000 for kind in "wc" for minutes in (5, 15)}


# --- file systems ---

def own_mounts():
    """What this process mounts, nobody else sees, and it goes with the process. Says whether it may."""
    libc = ctypes.CDLL(None)
    return libc.unshare(CLONE_NEWNS) == 0 and libc.mount(b"none", b"/", None, MS_REC_PRIVATE, None) == 0


def can_mount(folder):
    """Does this kernel mount an image with btrfs?"""
    place = folder / "probe"
    try:
        mount_image(folder / "probe.image", place, "200M", "mkfs.btrfs")
    except (OSError, subprocess.CalledProcessError):
        return False
    unmount(place)
    return True


def unmount(place):
    subprocess.run(["umount", "--lazy", place], check=False)


def mount_image(image, place, size, program):
    """A file system that takes no more of the disk than what is written to it."""
    place.mkdir()
    with open(image, "wb") as file:
        file.truncate(0)
    subprocess.run(["truncate", "-s", size, image], check=True)
    subprocess.run([program, "-q", image], check=True, capture_output=True)
    subprocess.run(["mount", "-o", "loop", image, place], check=True, capture_output=True)


def add_disk(field, host, name, size, program):
    place = host.folder / name
    mount_image(host.folder / f"{name}.image", place, size, program)
    field.at_end(lambda: unmount(place))
    return place


def make_space(field):
    """A disk on which no quota keeps a tenant to his 15 GB, and a small one."""
    host = field.add_host("space", ("disk_quota", "disk"))
    place = add_disk(field, host, "space", "20G", "mkfs.btrfs")
    for name in ("tenant_a", "tenant_b"):
        (place / name).mkdir()
    host.variables["disk_quota"] = {"path": [str(place / "*")], "state_dir": str(host.folder / "state")}
    host.variables["disk"] = {"path": [str(add_disk(field, host, "small", "64M", "mkfs.ext4"))]}


def make_quota(field):
    """A disk on which btrfs keeps the tenant to them."""
    host = field.add_host("quota", ("disk_quota",))
    place = add_disk(field, host, "quota", "20G", "mkfs.btrfs")
    for command in (["subvolume", "create", place / "tenant_a"], ["quota", "enable", place],
                    ["qgroup", "limit", "15000000000", place / "tenant_a"]):
        subprocess.run(["btrfs", *command], check=True, capture_output=True)
    host.variables["disk_quota"] = {"path": [str(place / "*")], "state_dir": str(host.folder / "state"),
                                    "require_enforcement": True}


def let_quotas_be_read(field):
    """Reading a qgroup takes CAP_SYS_ADMIN, which a site gives this one program (setcap, or sudo)."""
    capability = struct.pack("<5I", 0x02000001, 1 << CAP_SYS_ADMIN, 0, 0, 0)
    os.setxattr(field.icinga.programs / "check_disk_quota", "security.capability", capability)


# --- who is told ---

def make_off(field, name, parts):
    """A host that can be switched off: all its ports are closed at once. On loopback a ping is always answered."""
    host = field.add_host(name, parts)
    host.variables["ssh"]["port"] = host.forward("ssh", "TENANT_SSH_PORT")
    if "ftp" in parts:
        host.variables["ftp"]["port"] = host.forward("ftp", "TENANT_FTP_EXPLICIT_PORT")
    if "http" in parts:
        host.variables["http"]["url"] = f"https://localhost:{host.forward('http', 'TENANT_HTTPS_PORT')}/health"
    host.alive = ['check_command = "receico_ssh"', f'vars.receico_ssh_port = {host.variables["ssh"]["port"]}']
    return host


def make_planned(field):
    """A stop is planned for all of today, and of tomorrow: the drill may go on past midnight."""
    host = field.add_host("planned", ("ssh",))
    host.variables["ssh"]["port"] = host.forward("ssh", "TENANT_SSH_PORT")
    days = [datetime.now() + timedelta(days=days) for days in (0, 1)]
    host.variables["stops"] = {"drill": {"ranges": {day.strftime("%Y-%m-%d"): "00:00-24:00" for day in days},
                                         "comment": "a planned stop, told in time"}}
