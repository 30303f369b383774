# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""A real Nagios 4 and a real NRPE on this machine, with icinga-conf/ where it says that it lies.

The process that uses them calls own_mounts() first: it goes on in mounts of its own, where /etc/nagios,
/etc/nagios4, /etc/sudoers.d and /usr/local are laid over.  So the files are tested as they are shipped, and the
machine keeps its own.
"""

import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

ACCOUNT = "nagios"
STATES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
PLUGINS = Path("/usr/local/libexec/receico-plugins")
PEERS = Path("/usr/lib/nagios/plugins")
NAGIOS_FOLDER = Path("/etc/nagios4/receico")
NRPE_SETTINGS = Path("/etc/nagios/receico.ini")
# Named on the way into the own mounts, so that it is done once.
MARK = "RECEICO_OWN_MOUNTS"
WAIT_SECONDS = 90

PROGRAMS = {"nagios4": "Nagios 4", "nrpe": "NRPE", "sudo": "sudo", "unshare": "util-linux"}
FOLDERS = ("/etc/nagios", "/etc/nagios4", "/etc/sudoers.d", "/usr/local")
# Until slo_calendar's is there; the names are the same.
SUPPORT_HOURS = """define timeperiod {
	timeperiod_name	receico-support-hours
	alias	Support by phone
	monday	10:00-12:00,13:00-17:00
}
"""


def find(name):
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def why_not():
    """What is missing for these tests, or None."""
    if os.geteuid() != 0:
        return "Nagios and NRPE are started by root"
    for name, product in PROGRAMS.items():
        if find(name) is None:
            return f"{product} is not installed"
    for path in (PEERS / "check_nrpe", PEERS / "check_load", PEERS / "check_ping", *map(Path, FOLDERS)):
        if not path.exists():
            return f"{path} is not there"
    if "TENANT_SSH_PORT" not in os.environ:
        return "no sample tenant"
    return None


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def own_mounts():
    """Goes on in a mount namespace of its own; afterwards, lays over what the tests fill. A reason, when it cannot."""
    if MARK not in os.environ:
        if run("unshare", "--mount", "--pid", "--fork", "true").returncode != 0:
            return "may not create namespaces here"
        os.environ[MARK] = "1"
        # In a process namespace too: what was started ends with this program.
        os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child",
                              "--mount-proc", sys.executable, *sys.argv])
    layer = Path("/etc/nagios4")
    commands = [["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", folder] for folder in FOLDERS[:3]]
    # What is in /usr/local may be in use: by the interpreter of this program.
    options = f"lowerdir=/usr/local,upperdir={layer}/upper,workdir={layer}/work"
    commands += [["mkdir", layer / "upper", layer / "work"],
                 ["mount", "-t", "overlay", "-o", options, "overlay", "/usr/local"]]
    for command in commands:
        result = run(*map(str, command))
        if result.returncode != 0:
            return f"cannot lay over {command[-1]}: {result.stderr.strip()}"
    return None


def install():
    """`make install` and what README tells an operator to copy."""
    source = Path(os.environ["SOURCE_DIR"]) / "icinga-conf"
    PLUGINS.mkdir(parents=True)
    for path in Path(os.environ["PLUGIN_DIR"]).glob("check_*"):
        if path.is_file() and not path.suffix:
            shutil.copy(path, PLUGINS)
    NAGIOS_FOLDER.mkdir()
    for path in (source / "nagios").glob("*.cfg"):
        shutil.copy(path, NAGIOS_FOLDER)
    if not (NAGIOS_FOLDER / "timeperiods.cfg").exists():
        (NAGIOS_FOLDER / "timeperiods.cfg").write_text(SUPPORT_HOURS, encoding="utf-8")
    Path("/etc/nagios/nrpe.d").mkdir()
    shutil.copy(source / "nrpe" / "receico.cfg", "/etc/nagios/nrpe.d")
    shutil.copy(source / "nrpe" / "receico.ini", NRPE_SETTINGS)
    shutil.copy(source / "nrpe" / "receico.sudoers", "/etc/sudoers.d/receico")
    Path("/etc/sudoers.d/receico").chmod(0o440)
    own_whole(Path("/etc/nagios"), "root")


def own_whole(folder, account):
    entry = pwd.getpwnam(account)
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, limit_seconds=WAIT_SECONDS):
    """What the condition gives once it is true, or its last word."""
    end = time.monotonic() + limit_seconds
    while True:
        found = condition()
        if found or time.monotonic() > end:
            return found
        time.sleep(0.1)


def host_object(name, template, groups, variables):
    """A host that is a tenant, as tenants.cfg has it."""
    lines = [f"\tuse\t{template},receico-tenant", f"\thost_name\t{name}", "\taddress\t127.0.0.1"]
    if groups:
        lines.append("\thostgroups\t+" + ",".join(groups))
    lines += [f"\t_RECEICO_{key}\t{value}" for key, value in variables.items()]
    return "define host {\n" + "\n".join(lines) + "\n}\n"


class Daemon:
    """A process that stays in the foreground."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir()
        self.process = None

    def launch(self, command):
        with open(self.folder / "output", "wb") as output:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


class Nrpe(Daemon):
    def __init__(self, folder):
        super().__init__(folder)
        self.port = free_port()
        self.configuration = self.folder / "nrpe.cfg"
        self.configuration.write_text(
            f"server_address=127.0.0.1\nserver_port={self.port}\nallowed_hosts=127.0.0.1\nnrpe_user={ACCOUNT}\n"
            f"nrpe_group={ACCOUNT}\ndont_blame_nrpe=0\npid_file={self.folder}/pid\ninclude_dir=/etc/nagios/nrpe.d\n",
            encoding="utf-8")
        own_whole(self.folder, ACCOUNT)

    def start(self):
        self.launch([find("nrpe"), "-c", str(self.configuration), "-f"])
        return wait_for(lambda: self.listens() or self.process.poll() is not None) and self.listens()

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def ask(self, name, *options):
        """Status and output of a command, over the wire."""
        result = run(str(PEERS / "check_nrpe"), "-H", "127.0.0.1", "-p", str(self.port), "-t", "170", "-c", name,
                     *options)
        return result.returncode, result.stdout


class Nagios(Daemon):
    """interval_length is in seconds; 60 is as shipped."""

    def __init__(self, folder, interval_length=60, notify="/bin/true", peers=PEERS):
        super().__init__(folder)
        self.interval_length = interval_length
        self.notify = notify
        self.peers = peers
        self.configuration = Path("/etc/nagios4/nagios.cfg")

    def write(self):
        sample = (Path(os.environ["SOURCE_DIR"]) / "icinga-conf/nagios/nagios.cfg.sample").read_text(encoding="utf-8")
        sample = re.sub(r"^interval_length=60$", f"interval_length={self.interval_length}", sample, flags=re.MULTILINE)
        for name in ("results", "commands"):
            (self.folder / name).mkdir()
        places = {"log_file": "nagios.log", "object_cache_file": "objects.cache", "status_file": "status.dat",
                  "precached_object_file": "objects.precache", "command_file": "commands/pipe", "lock_file": "lock",
                  "temp_file": "temporary", "temp_path": "", "check_result_path": "results", "query_socket": "query",
                  "state_retention_file": "retention.dat"}
        settings = {name: self.folder / place for name, place in places.items()}
        # With the intervals shrinks for how long Nagios takes what it last saw of a host for true.
        horizon = 15 * self.interval_length // 60
        settings |= {"cached_host_check_horizon": horizon, "cached_service_check_horizon": horizon}
        settings |= {"resource_file": "/etc/nagios4/resource.cfg", "nagios_user": ACCOUNT, "nagios_group": ACCOUNT,
                     "check_for_updates": 0, "use_syslog": 0, "status_update_interval": 1,
                     "check_external_commands": 1, "log_rotation_method": "n", "retain_state_information": 0}
        self.configuration.write_text("".join(f"{key}={value}\n" for key, value in settings.items()) + sample,
                                      encoding="utf-8")
        Path("/etc/nagios4/resource.cfg").write_text(
            f"$USER1$={self.peers}\n$USER2$={PLUGINS}\n$USER3$={self.notify}\n", encoding="utf-8")
        own_whole(self.folder, ACCOUNT)

    def judge(self):
        """nagios4 -v"""
        return run(find("nagios4"), "-v", str(self.configuration))

    def start(self):
        self.launch([find("nagios4"), str(self.configuration)])
        pipe = self.folder / "commands/pipe"
        return wait_for(lambda: pipe.exists() and self.services())

    def command(self, text):
        with open(self.folder / "commands/pipe", "w", encoding="utf-8") as pipe:
            pipe.write(f"[{int(time.time())}] {text}\n")

    def check_now(self, host, service=None):
        now = int(time.time())
        if service:
            self.command(f"SCHEDULE_FORCED_SVC_CHECK;{host};{service};{now}")
        else:
            self.command(f"SCHEDULE_FORCED_HOST_CHECK;{host};{now}")
            self.command(f"SCHEDULE_FORCED_HOST_SVC_CHECKS;{host};{now}")

    def blocks(self, path, kind):
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return
        for body in re.findall(r"^" + kind + r" \{\n(.*?)^\t?\}", text, re.MULTILINE | re.DOTALL):
            yield dict(re.split(r"[=\t]", line.strip(), maxsplit=1) for line in body.splitlines()
                       if re.search(r"\w[=\t]", line))

    def services(self):
        """(host, service) -> what status.dat has of it"""
        return {(each["host_name"], each["service_description"]): each
                for each in self.blocks(self.folder / "status.dat", "servicestatus")}

    def hosts(self):
        return {each["host_name"]: each for each in self.blocks(self.folder / "status.dat", "hoststatus")}

    def log(self):
        return (self.folder / "nagios.log").read_text(encoding="utf-8", errors="replace")
