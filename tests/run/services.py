# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""The services of icinga-conf/, read from the configuration of each scheduler into the same form.

Icinga 2's files are read line by line, in the few shapes that they are written in: another shape is an error, so
that nothing is passed over.  A value of a tenant's is Tenant(part, variable).
"""

import configparser
import re
import shlex
from dataclasses import dataclass, field
from typing import NamedTuple


class Tenant(NamedTuple):
    """What a tenant has to say: vars.receico.PART.VARIABLE; all of the part when there is no variable."""

    part: str
    variable: str = ""


@dataclass
class Service:
    """One service of one scheduler."""

    name: str
    command: str = ""
    clause: str = ""
    notes: str = ""
    interval_seconds: float = 0
    timeout_seconds: float = 0
    is_local: bool = False
    is_major: bool = False
    options: dict = field(default_factory=dict)  # --name without its dashes -> list of values; of a switch: []
    parts: set = field(default_factory=set)
    needed: set = field(default_factory=set)  # of Tenant


# What Icinga 2 wants for all services of a part, and only others of them take.
NOT_TAKEN = {Tenant("http", "url"): ("http-bad-input",),
             Tenant("ftp", "netrc"): ("ftp", "ftp-tls", "ftp-plain-login-refused"),
             Tenant("ftp", "forbidden"): ("ftp", "ftp-tls", "ftp-plain-login-refused")}


def seconds(text):
    number, unit = re.fullmatch(r"([\d.]+)([smhd]?)", text).groups()
    return float(number) * {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}[unit]


# --- Icinga 2 ---------------------------------------------------------------------------------------

BLOCK = re.compile(r'^(apply|template) Service "([\w-]+)" \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)
HOST = r"host\.vars\.receico"


def without_comments(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)


def constants(text):
    return dict(re.findall(r"^const (\w+) = (\S+)$", without_comments(text), re.MULTILINE))


def literal(text):
    """A string, a list of strings, true or a number, as a list of what stands on a command line."""
    if text == "true":
        return []
    found = re.findall(r'"([^"]*)"', text)
    return found if found else [text]


class Icinga:
    """icinga2/services.conf and what it starts from."""

    def __init__(self, folder):
        texts = {name: without_comments((folder / f"{name}.conf").read_text(encoding="utf-8"))
                 for name in ("constants", "templates", "services", "dependencies")}
        self.constants = constants(texts["constants"])
        body = "\n".join((texts["templates"], texts["services"]))
        blocks = BLOCK.findall(body)
        self.templates = {name: text for kind, name, text in blocks if kind == "template"}
        defaults = re.search(r"receico_backup_options = .*?options = \{\n(.*?)\n\t\}", body, re.DOTALL)
        self.backup = [line.strip().split(" = ") for line in defaults.group(1).splitlines()]
        self.services = {name: self.read(name, text) for kind, name, text in blocks if kind == "apply"}
        self.retry_seconds, self.attempts = self.repetition()
        self.dependencies = dict(self.read_dependencies(texts["dependencies"]))

    def repetition(self):
        text = self.templates["receico-service"]
        retry = re.search(r"retry_interval = (\w+)", text).group(1)
        return (seconds(self.constants.get(retry, retry)),
                int(re.search(r"max_check_attempts = (\d+)", text).group(1)))

    def read(self, name, text):
        service = Service(name)
        for line in filter(None, map(str.strip, text.splitlines())):
            self.statement(service, line)
        return service

    def statement(self, service, line):
        for pattern, method in STATEMENTS:
            match = pattern.fullmatch(line)
            if match:
                method(self, service, *match.groups())
                return
        raise ValueError(f"{service.name}: a line of another shape: {line}")

    def imports(self, service, name):
        for line in filter(None, map(str.strip, self.templates[name].splitlines())):
            if name != "receico-local" or line.startswith("import"):
                self.statement(service, line)

    def command(self, service, name):
        service.command = name

    def interval(self, service, value):
        service.interval_seconds = seconds(self.constants.get(value, value))

    def timeout(self, service, value):
        service.timeout_seconds = seconds(value)

    def part(self, service, part):
        service.parts.add(part)

    def backups(self, service):
        service.parts.add("backup")
        for option, value in self.backup:
            service.options[option] = literal(value)

    def of_tenant(self, service, option, part, variable):
        service.parts.add(part)
        service.options[option.replace("_", "-")] = [Tenant(part, variable)]

    def ftp_server(self, service):
        """The name is optional, and beside the address in Nagios."""
        self.of_tenant(service, "port", "ftp", "port")

    def start(self, service, option):
        service.options[option] = [Tenant("start")]

    def value(self, service, option, value):
        """Two of them are those of the two plans."""
        key = option.replace("_", "-")
        if (service.name, key) == ("disk-quota", "limit"):
            service.options.setdefault(key, []).extend(literal(value))
        else:
            service.options[key] = literal(value)

    def clause(self, service, text):
        service.clause = text

    def major(self, service):
        service.is_major = True

    def notes(self, service, text):
        service.notes = text

    def local(self, service):
        service.is_local = True

    def assigned(self, service, condition):
        for part, variables in re.findall(r'receico_has\(host, "(\w+)", \[([^\]]*)\]\)', condition):
            service.parts.add(part)
            service.needed |= {Tenant(part, variable) for variable in re.findall(r'"(\w+)"', variables)}

    def ignored(self, service, *_):
        pass

    def read_dependencies(self, text):
        """(service, those that depend on it)"""
        rules = re.findall(r'if \(service\.check_command == "(\w+)" && (.*)\) \{\n\t\treturn "([\w-]+)"', text)
        for command, but, parent in rules:
            ignored = re.findall(r'"([\w-]+)"', but)
            yield parent, {name for name, service in self.services.items()
                           if service.command == command and name not in ignored}


STATEMENTS = [(re.compile(pattern), method) for pattern, method in (
    (r'import "([\w-]+)"', Icinga.imports),
    (r'check_command = "(\w+)"', Icinga.command),
    (r"check_interval = (\w+)", Icinga.interval),
    (r"check_timeout = (\w+)", Icinga.timeout),
    (r'vars \+= receico_options\("\w+", ' + HOST + r"\.(\w+)\)", Icinga.part),
    (r'vars \+= receico_backup_options\("\w+", host\)', Icinga.backups),
    (r"vars \+= receico_ftp_server\(host\)", Icinga.ftp_server),
    (r"vars\.receico_major = true", Icinga.major),
    (r'vars\.slo_clause = "([\w., ]+)"', Icinga.clause),
    (r"vars\.receico_(?:ssh|ftp|http|tls|backup_age|backup_generations|disk_quota|clamav_age)_(\w+) = "
     + HOST + r"\.start", Icinga.start),
    (r"vars\.receico_(?:ssh|ftp|http|tls|backup_age|backup_generations|disk_quota|clamav_age)_(\w+) = "
     + HOST + r"\.(\w+)\.(\w+)", Icinga.of_tenant),
    (r"vars\.receico_(?:ssh|ftp|http|tls|backup_age|backup_generations|disk_quota|clamav_age)_(\w+) = (.*)",
     Icinga.value),
    (r'notes = "(.*)"', Icinga.notes),
    (r"receico_by_nrpe\(this, host\)", Icinga.local),
    (r"assign where (.*)", Icinga.assigned),
    (r"if \(" + HOST + r"\.\w+( == \"\w+\")?\) \{|\} else \{|\}", Icinga.ignored),
    (r"retry_interval = .*|max_check_attempts = .*|enable_perfdata = .*|notes_url = .*", Icinga.ignored),
)]


# --- Nagios -----------------------------------------------------------------------------------------

class Nagios:
    """Objects of nagios/*.cfg, with what they inherit."""

    # The connection goes to the tenant's address there, so the name is the other option.
    SAME = {"sni": "hostname"}

    def __init__(self, paths):
        self.objects = [each for path in paths for each in self.definitions(path.read_text(encoding="utf-8"))]
        self.defaults = self.find("host", "name", "receico-tenant")
        self.plans = [self.find("host", "name", name)["_RECEICO_PLAN_LIMIT"]
                      for name in ("receico-shared", "receico-dedicated")]

    @staticmethod
    def definitions(text):
        for kind, body in re.findall(r"^define (\w+) \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL):
            pairs = [line.strip().split(None, 1) for line in body.splitlines()]
            yield kind, {pair[0]: pair[1] if len(pair) > 1 else "" for pair in pairs if pair and pair[0][0] != "#"}

    def find(self, kind, key, value):
        return next(each for found, each in self.objects if found == kind and each.get(key) == value)

    def inherited(self, kind, each):
        whole = {}
        for name in filter(None, reversed(each.get("use", "").split(","))):
            whole.update(self.inherited(kind, self.find(kind, "name", name)))
        whole.update({key: value for key, value in each.items() if key not in ("name", "register", "use")})
        return whole

    def all(self, kind):
        return [self.inherited(kind, each) for found, each in self.objects
                if found == kind and each.get("register") != "0"]

    def value(self, text):
        """What a macro stands for: the tenant's own, or what the template has for him."""
        match = re.fullmatch(r"\$_HOST(RECEICO_\w+)\$", text)
        if not match:
            return text
        if match.group(1) == "RECEICO_PLAN_LIMIT":
            return self.plans
        default = self.defaults.get("_" + match.group(1))
        return Tenant(match.group(1)) if match.group(1) in (default or match.group(1)) else default

    def options(self, command_line):
        """What a command line says, with the values of its macros, and the macros in it."""
        found = {}
        words = shlex.split(command_line)
        for place, word in enumerate(words):
            if word.startswith("--"):
                following = words[place + 1] if place + 1 < len(words) else "--"
                key = self.SAME.get(word[2:], word[2:])
                is_switch = following.startswith("--") or following.endswith("OPTIONS$")
                values = [] if is_switch else self.value(following)
                found.setdefault(key, []).extend(values if isinstance(values, list) else [values])
        return found, set(re.findall(r"\$_HOST(RECEICO_\w+)\$", command_line))


# --- NRPE -------------------------------------------------------------------------------------------

def nrpe_commands(path):
    """Name -> command line."""
    return dict(re.findall(r"^command\[(\w+)\]=(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE))


def nrpe_options(command_line, settings_path):
    """What a command of NRPE says, and the sections of its settings that it reads, with what they say."""
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(settings_path)
    words = [word for word in shlex.split(command_line) if not word.startswith("--extra-opts=")]
    sections = re.findall(r"--extra-opts=(\w+)@", command_line)
    found = {key: [value] for section in sections for key, value in settings[section].items()}
    for place, word in enumerate(words):
        if word.startswith("--"):
            following = words[place + 1] if place + 1 < len(words) else "--"
            found.setdefault(word[2:], []).extend([] if following.startswith("--") else [following])
    return found, sections
