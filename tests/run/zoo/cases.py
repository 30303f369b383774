# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""What check_tls must say of each endpoint: a table, one row an endpoint and command line."""

import hashlib
import socket
import struct
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from zoo import dialogues
from zoo.der import openssl
from zoo.servers import CommandServer, Server, tls_context

OK, WARNING, CRITICAL, UNKNOWN = range(4)
WEAK = "ALL:@SECLEVEL=0"


@dataclass(frozen=True)
class Case:
    name: str
    serve: object       # given the zoo: a context manager with a port; None: no endpoint
    arguments: str      # {port} and the names of files() are filled in, then split at blanks
    state: object       # the exit status, or a tuple of those allowed
    says: str = ""      # a regular expression that the line must match
    never: str = ""     # one that it must not
    trust: str = "root"
    host: str = "127.0.0.1"


def files(zoo):
    """What the arguments may name."""
    leaf = openssl("x509", "-in", zoo.path("good"), "-outform", "DER")
    return {"folder": zoo.folder, "key": zoo.key("good"), "web": zoo.urls["crl"].rsplit("/", 1)[0],
            "sha256": hashlib.sha256(leaf).hexdigest(), "sha1": hashlib.sha1(leaf).hexdigest(),
            "colons": ":".join(f"{byte:02X}" for byte in hashlib.sha256(leaf).digest()),
            "wrong": "ab" * 32}


def serves(name, chain=None, dialogue=None, **settings):
    """A TLS server that shows the certificate of that name (and another chain)."""
    return lambda zoo: Server(tls_context(zoo.path(chain or name), zoo.key(name), **settings),
                              dialogue)


def commands(name, *options, **files_of):
    """`openssl s_server` with that certificate; options are filled in like arguments."""
    def serve(zoo):
        named = {key: str(zoo.folder / value) for key, value in files_of.items()}
        return CommandServer(zoo.path(name), zoo.key(name), str(zoo.middle.certificate),
                             *(option.format(**named) for option in options))
    return serve


def stapled(name, staple):
    return commands(name, "-status_file", "{staple}", staple=staple)


def date_cases():
    # "soon" has 5.5 days left of 100.5.
    soon = serves("soon")
    return [
        Case("good", serves("good"), "", OK, r"good\.zoo\.example.*days"),
        Case("good, RSA", serves("rsa"), "", OK),
        Case("good, named localhost", serves("good"), "", OK, host="localhost"),
        Case("expired", serves("expired"), "", CRITICAL, "expired"),
        Case("expired an hour ago", serves("expired_today"), "", CRITICAL, "expired"),
        Case("expired, whatever the limits", serves("expired"), "-w 0: -c ~:", CRITICAL, "expired"),
        Case("expired intermediate", serves("ended"), "", CRITICAL,
             "ended intermediate.*expired|expired.*ended intermediate"),
        Case("not yet valid", serves("future"), "", CRITICAL, "not yet valid"),
        Case("expires in 5 days, warning by days", soon, "-w 30 -c 2", WARNING, r"\b5 days"),
        Case("expires in 5 days, critical by days", soon, "-w 30 -c 7", CRITICAL, r"\b5 days"),
        Case("expires in 5 days, within the limits", soon, "-w 3 -c 1", OK, r"\b5 days"),
        Case("expires in 5 days, warning by percent", soon, "-w 10% -c 2%", WARNING, "5 days"),
        Case("expires in 5 days, critical by percent", soon, "-w 25% -c 10%", CRITICAL, "5 days"),
        Case("expires in 5 days, within by percent", soon, "-w 5% -c 2%", OK),
        Case("expires in 5 days, warning by duration", soon, "-w 150h -c 2d", WARNING, "5 days"),
        Case("expires in 5 days, critical by duration", soon, "-w 2w -c 6d", CRITICAL, "5 days"),
        Case("lifetime longer than allowed", serves("long"), "--max-lifetime 398d", CRITICAL,
             "801 days"),
        Case("lifetime as allowed", serves("good"), "--max-lifetime 398d", OK),
        Case("lifetime in a unit", serves("long"), "--max-lifetime 57w", CRITICAL,
             "801 days"),
    ]


def name_cases():
    def named(what, name, match, state, says=""):
        return Case(what, serves(name), f"-m {match}", state, says)
    return [
        Case("wrong host", serves("elsewhere"), "", CRITICAL, r"127\.0\.0\.1"),
        named("wrong host by -m", "elsewhere", "www.zoo.example", CRITICAL, r"www\.zoo\.example"),
        named("wildcard, one level", "wildcard", "a.wild.example", OK),
        named("wildcard, other capitals", "wildcard", "A.Wild.EXAMPLE", OK),
        named("wildcard, two levels", "wildcard", "a.b.wild.example", CRITICAL, r"a\.b\.wild"),
        named("wildcard, no level", "wildcard", "wild.example", CRITICAL, r"wild\.example"),
        # RFC 9525 section 6.3: only a whole label may be a wildcard.
        named("wildcard in part of a label", "partial", "www.partial.example", CRITICAL,
              r"www\.partial\.example"),
        named("wildcard for a whole top level", "top", "other.example", CRITICAL,
              r"other\.example"),
        Case("address", serves("address"), "", OK),
        Case("another address", serves("other_address"), "", CRITICAL, r"127\.0\.0\.1"),
        named("address by -m", "address", "127.0.0.1", OK),
        named("IDNA name in letters", "idna", "bücher.example", OK),
        named("IDNA name as it is sent", "idna", "xn--bcher-kva.example", OK),
        # RFC 5895 section 2: who types capitals means the name in small letters.
        named("IDNA name in capitals", "idna", "BÜCHER.example", OK),
        named("another IDNA name in capitals", "idna", "BÜCHSE.example", CRITICAL, "BÜCHSE"),
        named("another IDNA name", "idna", "büchse.example", CRITICAL, "büchse"),
        # RFC 9525 section 2: names stand among the alternative names only; many clients take it.
        named("common name alone", "name_only", "only.zoo.example", WARNING, "common name alone"),
        named("another common name alone", "name_only", "www.zoo.example", CRITICAL,
              r"www\.zoo\.example"),
        named("several names", "good", "www.zoo.example -m localhost -m 127.0.0.1", OK),
        named("several names, one missing", "good", "www.zoo.example -m mail.zoo.example",
              CRITICAL, r"mail\.zoo\.example"),
    ]


def trust_cases():
    return [
        Case("self-signed", serves("self_signed"), "", CRITICAL, "self-signed"),
        Case("untrusted root", serves("stranger", "stranger_chain"), "", CRITICAL,
             "'Stranger Root' is not trusted"),
        Case("untrusted root, not sent", serves("stranger"), "", CRITICAL, "Stranger Root"),
        Case("missing intermediate", serves("good", "no_middle"), "", CRITICAL,
             "intermediate"),
        Case("missing intermediate, named", serves("good", "no_middle"), "", CRITICAL,
             "Zoo Intermediate"),
        Case("wrong order", serves("good", "disordered"), "", WARNING, "wrong order"),
        Case("superfluous root", serves("good", "with_root"), "", OK),
        Case("unrelated certificate sent", serves("good", "unrelated"), "", OK),
        Case("issued by the root", serves("direct"), "", OK),
        Case("cross-signed, the new root trusted", serves("crossed"), "", OK, trust="new_root"),
        Case("cross-signed, both trusted, the old one expired", serves("crossed"), "", OK,
             trust="both_roots"),
        Case("cross-signed, only the expired root trusted", serves("crossed"), "", CRITICAL,
             "expired", trust="old_root"),
        Case("outside of the name constraint", serves("narrow"), "", CRITICAL,
             "name constraints"),
        Case("wrong purpose", serves("client_only"), "", CRITICAL, "purpose"),
        Case("authority as a server", serves("authority_leaf"), "", CRITICAL,
             "purpose"),
        # RFC 5280 lets an authority be a server when its key usage says so.
        Case("authority as a server, key usage for it", serves("authority_signs"), "", OK),
        Case("issuer as expected", serves("good"), "--issuer Zoo*Intermediate", OK),
        Case("issuer not as expected", serves("good"), "--issuer Other", CRITICAL, "issue"),
        Case("fingerprint pinned", serves("good"), "--fingerprint {sha256}", OK),
        Case("fingerprint with colons", serves("good"), "--fingerprint {colons}", OK),
        Case("another fingerprint", serves("good"), "--fingerprint {wrong}", CRITICAL,
             "fingerprint"),
        Case("one of two fingerprints", serves("good"),
             "--fingerprint {wrong} --fingerprint {sha256}", OK),
    ]


def strength_cases():
    def weak(name):
        return serves(name, ciphers=WEAK)
    return [
        Case("SHA-1 signature", weak("sha1"), "", CRITICAL, "weak signature.*sha-?1"),
        Case("RSA of 1024 bits", weak("rsa1024"), "", CRITICAL, "weak key.*1024"),
        # No usual client offers this curve, so there may be no handshake at all.
        Case("P-192", serves("p192", ciphers=WEAK), "", CRITICAL),
        Case("P-192 in a file", None, "--file {folder}/p192.leaf.pem", CRITICAL,
             "weak key.*192"),
        Case("SHA-1 at security level 0", weak("sha1"), "--min-security-level 0", CRITICAL,
             "sha-?1"),
        Case("RSA of 2048 bits at security level 3", serves("rsa"), "--min-security-level 3",
             CRITICAL, "key|level|weak"),
        Case("P-256 at security level 3", serves("good"), "--min-security-level 3", OK),
    ]


def version(first, last=None):
    return serves("good", ciphers=WEAK, first=first, last=last or first)


def protocol_cases():
    return [
        Case("TLS 1.0 only", version("TLSv1"), "", CRITICAL, "protocol|older|TLSv1"),
        Case("TLS 1.1 only", version("TLSv1_1"), "", CRITICAL, "protocol|older|TLSv1"),
        Case("TLS 1.2 only", version("TLSv1_2"), "", OK, "TLSv?1\\.2|TLS 1\\.2"),
        Case("TLS 1.2 only, 1.3 wanted", version("TLSv1_2"), "--min-protocol tls1.3", CRITICAL,
             "TLS ?v?1\\.3|protocol"),
        Case("TLS 1.3 only", version("TLSv1_3"), "", OK, "TLSv?1\\.3|TLS 1\\.3"),
        Case("TLS 1.3 only, 1.3 wanted", version("TLSv1_3"), "--min-protocol tls1.3", OK),
        Case("TLS 1.3 only, old ones forbidden", version("TLSv1_3"),
             "--forbid-protocol tls1 --forbid-protocol tls1.1 --forbid-protocol tls1.2", OK),
        Case("TLS 1.0 offered", version("TLSv1", "TLSv1_3"), "", OK),
        Case("TLS 1.0 offered, forbidden", version("TLSv1", "TLSv1_3"), "--forbid-protocol tls1",
             CRITICAL, "TLSv?1|TLS 1\\.0"),
        Case("TLS 1.1 offered, 1.0 and 1.1 forbidden", version("TLSv1_1", "TLSv1_3"),
             "--forbid-protocol tls1 --forbid-protocol tls1.1", CRITICAL, "TLS ?v?1\\.1"),
        Case("TLS 1.2 and 1.3, 1.0 and 1.1 forbidden", serves("good"),
             "--forbid-protocol tls1 --forbid-protocol tls1.1", OK),
        Case("SSLv3 offered, forbidden", serves("good", dialogue=speaks_sslv3),
             "--forbid-protocol ssl3", CRITICAL, "SSL ?v?3"),
        Case("SSLv3 not offered, forbidden", serves("good"), "--forbid-protocol ssl3", OK),
        Case("TLS 1.2 forbidden and the best it has", version("TLSv1_2"),
             "--forbid-protocol tls1.2", CRITICAL, "TLS ?v?1\\.2"),
    ]


def speaks_sslv3(connection):
    """Grants SSL 3.0 (RFC 6101) to whoever asks for nothing better; TLS follows for the others."""
    hello = connection.recv(11, socket.MSG_PEEK | socket.MSG_WAITALL)
    if len(hello) < 11 or hello[9:11] != b"\x03\x00":
        return True
    body = b"\x03\x00" + bytes(range(32)) + b"\x00\x00\x2f\x00"
    message = b"\x02" + len(body).to_bytes(3, "big") + body
    connection.sendall(b"\x16\x03\x00" + struct.pack(">H", len(message)) + message)
    while connection.recv(4096):
        pass
    return False


def by_name(zoo):
    named = tls_context(zoo.path("good"), zoo.key("good"))
    return Server(tls_context(zoo.path("other"), zoo.key("other"),
                              by_name=dict.fromkeys(
                              ("www.zoo.example", "xn--bcher-kva.example", "localhost"), named)))


def client_cases():
    def asks(version):
        return lambda zoo: Server(tls_context(
            zoo.path("good"), zoo.key("good"), client_roots=zoo.path("root"), last=version))
    given = "-C {folder}/client_only.pem -K {key}"
    return [
        Case("SNI sent", by_name, "--sni www.zoo.example -m www.zoo.example", OK),
        Case("SNI not sent, another certificate", by_name, "-m www.zoo.example --sni other.example",
             CRITICAL, r"www\.zoo\.example"),
        Case("SNI in another script", by_name, "--sni BÜCHER.example -m www.zoo.example", OK),
        Case("SNI of the host", by_name, "", OK, "good", host="localhost"),
        Case("no SNI for an address", by_name, "", OK, "other"),
        Case("SNI forbidden", by_name, "--sni=", CRITICAL, "localhost", host="localhost"),
        Case("ALPN", serves("good", alpn=("h2", "http/1.1")), "--alpn h2", OK),
        Case("ALPN that the server has not", serves("good", alpn=("http/1.1",)), "--alpn h2",
             CRITICAL, "alpn|h2|protocol"),
        Case("client certificate given, TLS 1.2", asks("TLSv1_2"), given, OK),
        Case("client certificate given, TLS 1.3", asks("TLSv1_3"), given, OK),
        Case("client certificate not given, TLS 1.2", asks("TLSv1_2"), "", CRITICAL,
             "client certificate"),
        # The handshake of TLS 1.3 is over for the client before the server refuses.
        Case("client certificate not given, TLS 1.3", asks("TLSv1_3"), "", CRITICAL,
             "client certificate"),
        Case("client certificate of the wrong purpose, TLS 1.3", asks("TLSv1_3"),
             "-C {folder}/good.pem -K {key}", CRITICAL, "client certificate is refused"),
        Case("client certificate by s_server", commands(
            "good", "-Verify", "2", "-CAfile", "{root}", root="root.pem"), given, OK),
        Case("client certificate by s_server, none given", commands(
            "good", "-verify", "2", "-CAfile", "{root}", root="root.pem"), "", OK),
    ]


def revocation_cases():
    crl = "--crl {folder}/middle.crl"
    return [
        Case("revoked by a CRL", serves("revoked"), crl, CRITICAL, "revoked"),
        Case("revoked by a CRL in DER", serves("revoked"), crl + ".der", CRITICAL, "revoked"),
        Case("not revoked by a CRL", serves("good"), crl, OK),
        Case("CRL of another authority", serves("good"), "--crl {folder}/stranger.crl",
             UNKNOWN, "no list of the certificate's issuer"),
        Case("CRL missing", serves("good"), "--crl {folder}/nothing.crl", UNKNOWN,
             "nothing\\.crl"),
        Case("revoked by a CRL's address", serves("revoked"), "--crl {web}/middle.crl", CRITICAL,
             "revoked"),
        Case("revoked by the CRL that it names", serves("revoked_url"), "--crl auto", CRITICAL,
             "revoked"),
        Case("not revoked by the CRL that it names", serves("listed_url"), "--crl auto", OK),
        Case("CRL's address gives 404", serves("good"), "--crl {web}/nothing.crl",
             UNKNOWN, "nothing.crl.*404"),
        Case("revoked, not asked", serves("revoked"), "", OK),
        Case("OCSP: good", serves("good_ocsp"), "--ocsp hard", OK),
        Case("OCSP: revoked", serves("revoked_ocsp"), "--ocsp hard", CRITICAL, "revoked"),
        Case("OCSP: revoked, soft", serves("revoked_ocsp"), "--ocsp soft", CRITICAL, "revoked"),
        Case("OCSP: responder silent, soft", serves("silent_ocsp"), "--ocsp soft", OK),
        Case("OCSP: responder silent, hard", serves("silent_ocsp"), "--ocsp hard",
             CRITICAL, "OCSP could not be asked.*timeout"),
        Case("OCSP: names no responder, hard", serves("good"), "--ocsp hard",
             CRITICAL, "names no responder"),
        Case("OCSP: off", serves("revoked_ocsp"), "--ocsp off", OK),
    ]


def staple_cases():
    return [
        Case("staple: good", stapled("good", "good.staple"), "--stapling require", OK),
        Case("staple: revoked", stapled("revoked_staple", "revoked_staple.staple"), "", CRITICAL,
             "revoked"),
        Case("staple: stale", stapled("good", "stale.staple"), "--stapling require", CRITICAL,
             "out of date"),
        Case("staple: of another authority", stapled("good", "forged.staple"),
             "--stapling require", CRITICAL, "stapled.*signature"),
        Case("staple: of another certificate", stapled("good", "must_staple.staple"),
             "--stapling require", CRITICAL, "stapled.*another certificate"),
        Case("staple: required, none", serves("good"), "--stapling require", CRITICAL, "stapl"),
        Case("staple: soft, none", serves("good"), "--stapling soft", OK),
        Case("must-staple without a staple", serves("must_staple"), "", CRITICAL, "must-staple"),
        Case("staple: stale, soft", stapled("good", "stale.staple"), "", WARNING, "out of date"),
        Case("must-staple with a staple", stapled("must_staple", "must_staple.staple"), "", OK),
        Case("must-staple, not asked", serves("must_staple"), "--stapling off", OK),
    ]


def file_cases():
    def case(what, pattern, state, says="", arguments=""):
        return Case("file: " + what, None, f"--file {{folder}}/{pattern} {arguments}", state, says)
    return [
        case("PEM", "good.leaf.pem", OK, r"good\.zoo\.example"),
        case("DER", "good.der", OK, r"good\.zoo\.example"),
        case("bundle", "good.pem", OK),
        case("bundle of two with one expired", "both_roots.pem", CRITICAL, "expired"),
        case("glob", "*.leaf.pem", CRITICAL, "expired"),
        case("glob that matches nothing", "*.nothing", UNKNOWN, "nothing"),
        case("missing", "nothing.pem", UNKNOWN, r"nothing\.pem"),
        case("no certificate in it", "index.txt", CRITICAL, r"index\.txt"),
        case("expired", "expired.leaf.pem", CRITICAL, "expired"),
        case("soon", "soon.leaf.pem", WARNING, "5 days", "-w 30 -c 2"),
    ]


class Two:
    """The same port on two addresses, a certificate each."""

    def __init__(self, zoo, first, second):
        self.stack = ExitStack()
        one = Server(tls_context(zoo.path(first), zoo.key(first)))
        two = Server(tls_context(zoo.path(second), zoo.key(second)), None, "127.0.0.2", one.port)
        self.port, self.servers = one.port, (one, two)

    @property
    def faults(self):
        return [fault for server in self.servers for fault in server.faults]

    def __enter__(self):
        for server in self.servers:
            self.stack.enter_context(server)
        return self

    def __exit__(self, *_):
        self.stack.close()


def target_cases():
    second = "-H 127.0.0.2"
    return [
        Case("two targets, the worse first", lambda zoo: Two(zoo, "good", "other_address"),
             second, OK),
        Case("two targets, the second expired", lambda zoo: Two(zoo, "good", "expired"),
             second + " -m localhost", CRITICAL, r"^\S+ \S+ - .*?127\.0\.0\.2.*?expired"),
        Case("two targets, the first expired", lambda zoo: Two(zoo, "expired", "good"),
             second + " -m localhost", CRITICAL, r"127\.0\.0\.1.*expired"),
        Case("two targets, one refuses", serves("good"), second + " -m localhost", CRITICAL,
             r"127\.0\.0\.2.*refused"),
    ]


def starttls_cases():
    found = []
    for name in dialogues.PROTOCOLS:
        def speaks(mode, name=name):
            return serves("good", dialogue=dialogues.dialogue(name, mode))
        option = f"--starttls {name}"
        reason = "" if name in ("postgres", "mysql", "xmpp") else dialogues.REASON
        found += [
            Case(f"STARTTLS {name}", speaks("accept"), option, OK),
            Case(f"STARTTLS {name}, expired", serves(
                "expired", dialogue=dialogues.dialogue(name)), option, CRITICAL, "expired"),
            Case(f"STARTTLS {name}, refused", speaks("refuse"), option, CRITICAL,
                 reason or "refus|no TLS|not offer|does not|fail"),
            Case(f"STARTTLS {name}, plain text injected", speaks("inject"), option, CRITICAL),
        ]
    for name in ("smtp", "imap", "xmpp"):
        found.append(Case(f"STARTTLS {name}, not offered", serves(
            "good", dialogue=dialogues.without_offer(name)), f"--starttls {name}", CRITICAL))
    return found + [
        Case("STARTTLS smtp, TLS 1.0 forbidden and offered", serves(
            "good", dialogue=dialogues.dialogue("smtp"), ciphers=WEAK, first="TLSv1"),
             "--starttls smtp --forbid-protocol tls1", CRITICAL, "TLSv?1|TLS 1\\.0"),
        Case("TLS at once where STARTTLS is asked", serves("good"), "--starttls smtp -t 2",
             CRITICAL),
    ]


def cases():
    return (date_cases() + name_cases() + trust_cases() + strength_cases() + protocol_cases()
            + client_cases() + revocation_cases() + staple_cases() + file_cases() + target_cases()
            + starttls_cases())


def write_extra_files(zoo):
    """Chains that only cases need."""
    leaf = Path(zoo.path("stranger")).read_bytes()
    Path(zoo.path("stranger_chain")).write_bytes(leaf + zoo.stranger.certificate.read_bytes())
    (zoo.folder / "index.txt").write_text("no certificate\n")
