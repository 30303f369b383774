# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""The keys and certificates of the zoo, made with the openssl command in a temporary folder."""

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from zoo import der

DAY = 86400
USUAL_NAMES = "IP:127.0.0.1,DNS:localhost,DNS:www.zoo.example"
LEAF = ["basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature",
        "authorityKeyIdentifier=keyid"]
AUTHORITY = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign",
             "subjectKeyIdentifier=hash"]
CONFIGURATION = """
[ca]
default_ca = this
[this]
database = {folder}/index
new_certs_dir = {folder}
rand_serial = yes
default_md = sha256
default_crl_days = 30
unique_subject = no
policy = any
[any]
commonName = optional
[req]
distinguished_name = none
[none]
"""


def run(*command):
    ended = subprocess.run(["openssl", *command], capture_output=True, text=True)
    if ended.returncode:
        raise RuntimeError(f"openssl {' '.join(command)}: {ended.stderr.strip()[-400:]}")


def make_key(path, *kind):
    kind = kind or ("EC", "ec_paramgen_curve:prime256v1")
    run("genpkey", "-algorithm", kind[0], "-pkeyopt", kind[1], "-out", str(path))
    return path


def stamp(days):
    return time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + days * DAY))


@dataclass(frozen=True)
class Leaf:
    """What a certificate says; days are counted from now."""

    names: str = USUAL_NAMES
    begin: float = -1
    end: float = 60
    subject: str = ""
    extensions: tuple = ("extendedKeyUsage=serverAuth",)
    basic: tuple = tuple(LEAF)
    digest: str = "sha256"
    key: str = "leaf"


class Authority:
    """A certificate authority with its own folder; issuing one at a time."""

    def __init__(self, folder, name, subject, parent=None, begin=-100, end=3000, extensions=(),
                 key=None):
        self.folder = folder / name
        self.folder.mkdir()
        self.name, self.subject = name, subject
        self.certificate, self.index = self.folder / "certificate.pem", self.folder / "index"
        self.index.touch()
        self.configuration = self.folder / "configuration"
        self.configuration.write_text(CONFIGURATION.format(folder=self.folder))
        self.key = key or make_key(self.folder / "key.pem")
        request = make_request(self.folder, self.key)
        stated = AUTHORITY + list(extensions) + (["authorityKeyIdentifier=keyid"] if parent else [])
        (parent or self).sign(request, subject, stated, (begin, end), self.certificate,
                              "sha256", parent is None)

    def sign(self, request, subject, extensions, days, out, digest="sha256", itself=False):
        listed = self.folder / "extensions"
        listed.write_text("\n".join(extensions) + "\n")
        issuer = ["-selfsign"] if itself else ["-cert", str(self.certificate)]
        run("ca", "-batch", "-notext", "-utf8", "-config", str(self.configuration), "-keyfile",
            str(self.key), *issuer, "-in", str(request), "-subj", subject, "-md", digest,
            "-startdate", stamp(days[0]), "-enddate", stamp(days[1]), "-extfile", str(listed),
            "-out", str(out))

    def revoke(self, certificate):
        run("ca", "-config", str(self.configuration), "-keyfile", str(self.key), "-cert",
            str(self.certificate), "-revoke", str(certificate), "-crl_reason", "keyCompromise")

    def write_crl(self, path):
        run("ca", "-gencrl", "-config", str(self.configuration), "-keyfile", str(self.key),
            "-cert", str(self.certificate), "-out", str(path))
        run("crl", "-in", str(path), "-outform", "DER", "-out", str(path) + ".der")

    def respond(self, request, response, days=1):
        """Answer an OCSP request from the register of what was issued."""
        run("ocsp", "-index", str(self.index), "-CA", str(self.certificate), "-rsigner",
            str(self.certificate), "-rkey", str(self.key), "-reqin", str(request), "-respout",
            str(response), "-ndays", str(days))


def make_request(folder, key):
    request = Path(folder) / (Path(key).stem + ".request")
    config = Path(folder) / "configuration"
    run("req", "-new", "-config", str(config), "-key", str(key), "-subj", "/CN=x",
        "-out", str(request))
    return request


class Zoo:
    """All of it: zoo.path("good") is a file of a leaf and its chain, zoo.key("good") its key."""

    def __init__(self, folder, crl_url, ocsp_url, silent_url):
        self.folder = Path(folder)
        self.urls = {"crl": crl_url, "ocsp": ocsp_url, "silent": silent_url}
        self.keys = {}
        self.key_of = {}
        self.make_authorities()
        self.make_keys()
        self.make_leaves()
        self.make_revocations()
        self.make_chains()
        self.make_staples()

    def path(self, name):
        return str(self.folder / (name + ".pem"))

    def key(self, name):
        return str(self.keys[self.key_of.get(name, "leaf")])

    def make_authorities(self):
        folder = self.folder
        self.root = Authority(folder, "root", "/CN=Zoo Root")
        self.middle = Authority(folder, "middle", "/CN=Zoo Intermediate", self.root, end=2000)
        self.stranger = Authority(folder, "stranger", "/CN=Stranger Root")
        self.old = Authority(folder, "old", "/CN=Old Root", begin=-900, end=-3)
        self.new = Authority(folder, "new", "/CN=New Root")
        self.cross = Authority(folder, "cross", "/CN=New Root", self.old, key=self.new.key)
        inside = "nameConstraints=critical,permitted;DNS:inside.example"
        self.narrow = Authority(folder, "narrow", "/CN=Narrow Intermediate", self.root,
                                extensions=[inside])
        self.ended = Authority(folder, "ended", "/CN=Ended Intermediate", self.root,
                               begin=-90, end=-4)

    def make_keys(self):
        kinds = {"leaf": (), "rsa": ("RSA", "rsa_keygen_bits:2048"),
                 "rsa1024": ("RSA", "rsa_keygen_bits:1024"),
                 "p192": ("EC", "ec_paramgen_curve:prime192v1")}
        for name, kind in kinds.items():
            self.keys[name] = make_key(self.folder / (name + ".key"), *kind)
        self.requests = {}
        (self.folder / "configuration").write_text(CONFIGURATION.format(folder=self.folder))
        for name, key in self.keys.items():
            self.requests[name] = make_request(self.folder, key)

    def issue(self, name, authority, leaf):
        """NAME.pem is the leaf with the intermediate behind it, NAME.leaf.pem the leaf alone."""
        stated = list(leaf.basic) + list(leaf.extensions)
        if leaf.names:
            stated.append("subjectAltName=" + leaf.names)
        alone = self.folder / (name + ".leaf.pem")
        authority.sign(self.requests[leaf.key], leaf.subject or f"/CN={name}.zoo.example", stated,
                       (leaf.begin, leaf.end), alone, leaf.digest)
        self.key_of[name] = leaf.key
        chain = b"" if authority in (self.root, self.stranger) else \
            authority.certificate.read_bytes()
        Path(self.path(name)).write_bytes(alone.read_bytes() + chain)

    def make_leaves(self):
        for name, leaf in leaves(self.urls).items():
            self.issue(name, self.middle, leaf)
        self.issue("stranger", self.stranger, Leaf())
        self.issue("direct", self.root, Leaf())
        self.issue("narrow", self.narrow, Leaf(names="IP:127.0.0.1,DNS:outside.example"))
        self.issue("ended", self.ended, Leaf())
        self.issue("crossed", self.cross, Leaf())
        run("req", "-x509", "-config", str(self.folder / "configuration"), "-key",
            str(self.keys["leaf"]), "-subj", "/CN=self_signed.zoo.example", "-days", "60",
            "-addext", "subjectAltName=" + USUAL_NAMES, "-out", self.path("self_signed"))

    def make_revocations(self):
        for name in ("revoked", "revoked_url", "revoked_ocsp", "revoked_staple"):
            self.middle.revoke(self.folder / (name + ".leaf.pem"))
        self.middle.write_crl(self.folder / "middle.crl")
        self.stranger.write_crl(self.folder / "stranger.crl")

    def make_chains(self):
        leaf = (self.folder / "good.leaf.pem").read_bytes()
        middle, root = (one.certificate.read_bytes() for one in (self.middle, self.root))
        stranger = self.stranger.certificate.read_bytes()
        files = {"no_middle": leaf, "with_root": leaf + middle + root,
                 "disordered": leaf + root + middle, "unrelated": leaf + middle + stranger,
                 "root": root, "new_root": self.new.certificate.read_bytes(),
                 "both_roots": (self.old.certificate.read_bytes()
                                + self.new.certificate.read_bytes()),
                 "old_root": self.old.certificate.read_bytes()}
        for name, content in files.items():
            Path(self.path(name)).write_bytes(content)
        run("x509", "-in", self.path("good"), "-outform", "DER",
            "-out", str(self.folder / "good.der"))

    def make_staples(self):
        for name in ("must_staple", "revoked_staple", "good"):
            request, staple = (self.folder / (name + end) for end in (".request", ".staple"))
            run("ocsp", "-issuer", str(self.middle.certificate), "-cert",
                str(self.folder / (name + ".leaf.pem")), "-no_nonce", "-reqout", str(request))
            self.middle.respond(request, staple)
        signer = der.Signer(str(self.middle.key))
        request = (self.folder / "good.request").read_bytes()
        now = time.time()
        stale = der.ocsp_response(signer, request, now - 20 * DAY, now - 10 * DAY,
                                  responder=b"Zoo Intermediate")
        (self.folder / "stale.staple").write_bytes(stale)
        forged = der.ocsp_response(der.Signer(str(self.stranger.key)), request, now - DAY,
                                   now + DAY, responder=b"Zoo Intermediate")
        (self.folder / "forged.staple").write_bytes(forged)


def leaves(urls):
    """What the intermediate issues."""
    server = Leaf.extensions
    point = ("crlDistributionPoints=URI:" + urls["crl"],)
    responder = ("authorityInfoAccess=OCSP;URI:" + urls["ocsp"],)
    silent = ("authorityInfoAccess=OCSP;URI:" + urls["silent"],)
    address = "IP:127.0.0.1,DNS:"
    return {
        "good": Leaf(), "other": Leaf(names="IP:127.0.0.1,DNS:other.zoo.example"),
        "expired": Leaf(begin=-40, end=-2), "expired_today": Leaf(begin=-40, end=-0.04),
        "soon": Leaf(begin=-95, end=5.5), "future": Leaf(begin=2, end=60),
        "long": Leaf(begin=-1, end=800), "rsa": Leaf(key="rsa"),
        "elsewhere": Leaf(names="DNS:elsewhere.example"),
        "wildcard": Leaf(names=address + "*.wild.example"),
        "partial": Leaf(names=address + "w*.partial.example"),
        "top": Leaf(names=address + "*.example"),
        "address": Leaf(names="IP:127.0.0.1"), "other_address": Leaf(names="IP:127.0.0.2"),
        "idna": Leaf(names=address + "xn--bcher-kva.example"),
        "name_only": Leaf(names="", subject="/CN=only.zoo.example"),
        "client_only": Leaf(extensions=("extendedKeyUsage=clientAuth",)),
        "authority_leaf": Leaf(basic=("basicConstraints=critical,CA:TRUE",
                                      "keyUsage=critical,keyCertSign,cRLSign"), extensions=()),
        "authority_signs": Leaf(basic=("basicConstraints=critical,CA:TRUE",
                                       "keyUsage=critical,keyCertSign,digitalSignature")),
        "sha1": Leaf(digest="sha1"), "rsa1024": Leaf(key="rsa1024"), "p192": Leaf(key="p192"),
        "must_staple": Leaf(extensions=server + ("tlsfeature=status_request",)),
        "revoked": Leaf(), "revoked_staple": Leaf(), "revoked_url": Leaf(extensions=server + point),
        "listed_url": Leaf(extensions=server + point),
        "good_ocsp": Leaf(extensions=server + responder),
        "revoked_ocsp": Leaf(extensions=server + responder),
        "silent_ocsp": Leaf(extensions=server + silent),
    }
